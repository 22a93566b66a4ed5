/* The page of runs: a table of everything that was trained on this machine or imported, and below it
 * a chart and the details of what is chosen. */
#pragma once

#include <adwaita.h>

#include "ras-exportable.h"
#include "ras-run-model.h"

G_BEGIN_DECLS

#define RAS_TYPE_RUNS_VIEW (ras_runs_view_get_type ())
G_DECLARE_FINAL_TYPE (RasRunsView, ras_runs_view, RAS, RUNS_VIEW, GtkWidget)

/* Signals: "toast" (sentence); "show-experiments" (ids: GStrv): these experiments are to be shown in the MDL view;
 * "resume" (id); "set-up" (plan: RasPlan *, valid during the call): it is to be set up for training;
 * "stored": the store was changed. */

GtkWidget *ras_runs_view_new (RasRunBoard *board);

/* The actions "runs.…". */
GActionGroup *ras_runs_view_get_actions (RasRunsView *self);

/* Reads the store anew; what is chosen stays. */
void ras_runs_view_reload (RasRunsView *self);
/* The chart of what is chosen with its points (RasExportable), or nothing. Free with
 * g_ptr_array_unref(). */
GPtrArray *ras_runs_view_list_exports (RasRunsView *self);
/* Writes them as was chosen last: PNG, SVG, PDF, or the points as CSV, by the ending. */
void ras_runs_view_export_to (RasRunsView *self, const char *path);
/* Takes over what is in another store. */
void ras_runs_view_import (RasRunsView *self, const char *path);

G_END_DECLS
