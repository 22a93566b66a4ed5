/* A row per eraser: what probes still read, and how much was changed. */
#pragma once

#include <gtk/gtk.h>

#include "ras-audit-text.h"

G_BEGIN_DECLS

#define RAS_TYPE_AUDIT_TABLE (ras_audit_table_get_type ())
G_DECLARE_FINAL_TYPE (RasAuditTable, ras_audit_table, RAS, AUDIT_TABLE, GtkWidget)

/* Rows come in the order in which their erasers are first shown; `i` counts them in the registry.
 * Quick enough for every move of a slider: only what differs is painted again, nothing is laid out. */
void ras_audit_table_show (RasAuditTable *self, guint i, const RasAuditTexts *texts);
void ras_audit_table_set_shown (RasAuditTable *self, guint i, gboolean shown);

/* The row and what it says, or NULL before it was shown; for tests. */
GtkWidget *ras_audit_table_get_row (RasAuditTable *self, guint i);
const RasAuditTexts *ras_audit_table_get_texts (RasAuditTable *self, guint i);

G_END_DECLS
