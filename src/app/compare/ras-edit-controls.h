/* The foot of the gradient-based eraser's panel: a button that stops, and one for a popover with how
 * many images are edited, how long, and how the loss goes. */
#pragma once

#include <gtk/gtk.h>

#include "ras-edit-trace.h"
#include "ras-session.h"

G_BEGIN_DECLS

#define RAS_TYPE_EDIT_CONTROLS (ras_edit_controls_get_type ())
G_DECLARE_FINAL_TYPE (RasEditControls, ras_edit_controls, RAS, EDIT_CONTROLS, GtkBox)

/* Follows and sets "gradient-images" and "gradient-iterations" of the session. */
GtkWidget *ras_edit_controls_new (RasSession *session);

/* How many training images the class has; 0: no class. */
void ras_edit_controls_set_class_size (RasEditControls *self, gsize n);
void ras_edit_controls_set_running (RasEditControls *self, gboolean running);
/* A sentence beside the chart; NULL: none. */
void ras_edit_controls_set_status (RasEditControls *self, const char *sentence);
/* The trace that is charted; it must live until another one is set. */
void ras_edit_controls_set_trace (RasEditControls *self, const RasEditTrace *trace);
/* It has grown: the chart follows, if anybody looks, ten times a second at most. */
void ras_edit_controls_follow_trace (RasEditControls *self);

G_END_DECLS
