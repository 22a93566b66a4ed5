/* One collection in the history. Its buttons and menu call the history's actions. */
#pragma once

#include <gtk/gtk.h>

#include "store.h"

G_BEGIN_DECLS

#define RAS_TYPE_HISTORY_ROW (ras_history_row_get_type ())
G_DECLARE_FINAL_TYPE (RasHistoryRow, ras_history_row, RAS, HISTORY_ROW, GtkListBoxRow)

/* Signals: "ticked" when a person ticks it or takes the tick away; "action" (name: "resume",
 * "rename", "export", "delete"). */

GtkWidget *ras_history_row_new (void);
/* `unfinished`: can be resumed. */
void ras_history_row_set_collection (RasHistoryRow *self, const RasCollection *collection,
                                     gboolean unfinished);
const char *ras_history_row_get_id (RasHistoryRow *self);
const char *ras_history_row_get_name (RasHistoryRow *self);
gboolean ras_history_row_get_ticked (RasHistoryRow *self);
/* Without "ticked". */
void ras_history_row_set_ticked (RasHistoryRow *self, gboolean ticked);

G_END_DECLS
