/* The drawing style of a widget: the screen style in the user's font, size and colours. */
#pragma once

#include <gtk/gtk.h>

#include "palette.h"

G_BEGIN_DECLS

/* Fills `style` for painting in `widget`. `family` in it is interned. */
void ras_widget_get_style (GtkWidget *widget, RasStyle *style);

/* How much larger than nominal the widget's font is: what stands beside text grows with it. */
double ras_widget_get_magnification (GtkWidget *widget);

G_END_DECLS
