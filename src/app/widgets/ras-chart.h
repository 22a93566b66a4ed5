/* A chart of curves or bars: hovering reads values, a click on a line's label hides the line.
 *
 * With the keyboard: Left, Right, Home and End read one position after the other, the digits hide
 * and show the lines in their order, Escape stops reading. Return, the Menu key or the second
 * mouse button show all values as a table. */
#pragma once

#include <gtk/gtk.h>

#include "mdl-chart.h"

G_BEGIN_DECLS

#define RAS_TYPE_CHART (ras_chart_get_type ())
G_DECLARE_FINAL_TYPE (RasChart, ras_chart, RAS, CHART, GtkWidget)

GtkWidget *ras_chart_new (void);

/* Takes the chart; NULL: nothing is painted. Lines that were hidden by their label stay so. */
void ras_chart_set_mdl (RasChart *self, RasMdlChart *chart);
/* The same with a chart of curves alone. It and its series lie in `owner`, which is given up with
 * `free_owner`; style, hover and what is hidden are set here. */
void ras_chart_set_curves (RasChart *self, RasCurveChart *chart, gpointer owner,
                           GDestroyNotify free_owner);

/* What the chart is, for screen readers. */
void ras_chart_set_label (RasChart *self, const char *label);

/* NULL while nothing or curves alone are shown. Valid until the next is set. */
RasMdlChart *ras_chart_get_mdl (RasChart *self);

gboolean ras_chart_get_hidden (RasChart *self, const char *series_label);
void ras_chart_set_hidden (RasChart *self, const char *series_label, gboolean hidden);

/* What is read where the pointer or the keyboard stands, a line each: "LEACE  3.21"; or NULL. Free
 * with g_free(). */
char *ras_chart_format_reading (RasChart *self);

/* All that the chart shows, rows of cells with a header (GPtrArray of char **); NULL while it shows
 * nothing. */
GPtrArray *ras_chart_to_table (RasChart *self);

G_END_DECLS
