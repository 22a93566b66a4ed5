/* The stage for teaching: few and large pictures, a big slider, and the learning curves in large type.
 *
 * It shows what panels elsewhere show and changes the session like they do; it computes nothing. All
 * is done by keys (H lists them), so a clicker works, too.
 *
 * Signals: "leave" (); "move" (int step): the next image (1) or the one before (−1) is wanted;
 * "another" (): another image of the class. */
#pragma once

#include "ras-mdl-view.h"
#include "ras-panel.h"
#include "ras-rank-scale.h"
#include "ras-session.h"

G_BEGIN_DECLS

#define RAS_PRESENT_MOST_ERASERS 4
#define RAS_PRESENT_TRANSPORT "transport" /* the panel of another class */

#define RAS_TYPE_PRESENT_VIEW (ras_present_view_get_type ())
G_DECLARE_FINAL_TYPE (RasPresentView, ras_present_view, RAS, PRESENT_VIEW, GtkWidget)

GtkWidget *ras_present_view_new (RasSession *session, RasMdlView *mdl_view);

/* Shows what `source` shows under `name`, an eraser's; "none" is always there, the others get the
 * number keys in the order of these calls. Returns the panel on the stage, for its details. */
RasPanel *ras_present_view_add_panel (RasPresentView *self, RasPanel *source, const char *name);
/* Takes path and axis from `scale` from now on. */
void ras_present_view_follow_scale (RasPresentView *self, RasRankScale *scale);
void ras_present_view_set_class_name (RasPresentView *self, const char *name);

/* The stage is entered: the keyboard, the style and the page are as they should be. And left. */
void ras_present_view_enter (RasPresentView *self);
void ras_present_view_leave (RasPresentView *self);

gboolean ras_present_view_get_playing (RasPresentView *self);
gboolean ras_present_view_get_blank (RasPresentView *self);
gboolean ras_present_view_get_shown (RasPresentView *self, const char *name);

G_END_DECLS
