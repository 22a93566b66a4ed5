/* Rows of texts as a table that can be read by keyboard and by screen readers. */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define RAS_TYPE_TEXT_TABLE (ras_text_table_get_type ())
G_DECLARE_FINAL_TYPE (RasTextTable, ras_text_table, RAS, TEXT_TABLE, GtkWidget)

GtkWidget *ras_text_table_new (void);

/* char ** of as many cells each, the first row being the header; NULL: an empty table. */
void ras_text_table_set_rows (RasTextTable *self, const GPtrArray *rows);
guint ras_text_table_get_n_rows (RasTextTable *self);

/* What the table is, for screen readers; or NULL. */
void ras_text_table_set_label (RasTextTable *self, const char *label);

G_END_DECLS
