/* The MDL view: what is to be trained beside the chart of how it went, and below it how it goes. */
#pragma once

#include <adwaita.h>

#include "dataset.h"
#include "mdl-chart.h"
#include "ras-exportable.h"
#include "ras-run-board.h"
#include "ras-session.h"

G_BEGIN_DECLS

#define RAS_TYPE_MDL_VIEW (ras_mdl_view_get_type ())
G_DECLARE_FINAL_TYPE (RasMdlView, ras_mdl_view, RAS, MDL_VIEW, GtkWidget)

/* Signals: "open" (location): a data set is needed for runs to be resumed; "toast" (sentence);
 * "ended" (sentence): the training is over; "wanted": the view should be on show. */

/* Once, before the view is shown. */
void ras_mdl_view_set_session (RasMdlView *self, RasSession *session);
/* What is trained next; NULL: none. */
void ras_mdl_view_set_dataset (RasMdlView *self, RasDataset *dataset);

/* The actions "mdl.…". */
GActionGroup *ras_mdl_view_get_actions (RasMdlView *self);
/* The chart that is shown, made anew, or NULL: nothing was learned yet. Takes up the history, if that
 * was not looked at before: a while later there may be one. Free with ras_mdl_chart_free(). */
RasMdlChart *ras_mdl_view_make_chart (RasMdlView *self);
RasRunBoard *ras_mdl_view_get_board (RasMdlView *self);

/* Shows these collections, NULL-terminated, and wants to be seen. */
void ras_mdl_view_show_collections (RasMdlView *self, const char *const *ids);
/* Goes on with what is not finished of a collection, once its data set is open. */
void ras_mdl_view_resume (RasMdlView *self, const char *collection);
/* The store was changed by somebody else in the window. */
void ras_mdl_view_reload (RasMdlView *self);

/* "Learning curves", "MDL" …: translated. */
const char *ras_mdl_view_title_of_kind (RasMdlKind kind);

/* The chart with its numbers (RasExportable), or nothing. Free with g_ptr_array_unref(). */
GPtrArray *ras_mdl_view_list_exports (RasMdlView *self);
/* Writes what the chart shows, as was chosen last: PNG, SVG, PDF, or the table as CSV, by the ending. */
void ras_mdl_view_export_to (RasMdlView *self, const char *path);

G_END_DECLS
