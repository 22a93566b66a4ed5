/* Below the chart: how each run stands, what is left, and the losses of the network in training. */
#pragma once

#include <gtk/gtk.h>

#include "ras-run-board.h"

G_BEGIN_DECLS

#define RAS_TYPE_RUN_LIST (ras_run_list_get_type ())
G_DECLARE_FINAL_TYPE (RasRunList, ras_run_list, RAS, RUN_LIST, GtkWidget)

/* Before the list is shown, once. */
void ras_run_list_set_board (RasRunList *self, RasRunBoard *board);
/* Brings everything to how the board stands. */
void ras_run_list_update (RasRunList *self);

G_END_DECLS
