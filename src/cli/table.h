/* Plain tables of text for a terminal. */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

typedef struct _RasTable RasTable;

/* One letter a column: 'l' aligned left, 'r' right. */
RasTable *ras_table_new (const char *alignment);
void ras_table_free (RasTable *table);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (RasTable, ras_table_free)

/* As many strings as there are columns; copied; NULL is an empty cell. */
void ras_table_add (RasTable *table, ...);
/* All rows, columns two spaces apart, without trailing spaces. Free with g_free(). */
char *ras_table_format (const RasTable *table);

G_END_DECLS
