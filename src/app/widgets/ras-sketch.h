/* What the MDL chart will look like, as a small drawing without numbers: an invitation. */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define RAS_TYPE_SKETCH (ras_sketch_get_type ())
G_DECLARE_FINAL_TYPE (RasSketch, ras_sketch, RAS, SKETCH, GtkWidget)

G_END_DECLS
