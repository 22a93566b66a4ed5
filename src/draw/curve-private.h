/* What the parts of the curve chart share: curve-chart.c paints, curve-layout.c finds ranges and
 * places, curve-labels.c names the lines, curve-levels.c the levels, curve-hover.c reads values. */
#pragma once

#include "chart-parts.h"
#include "curve-chart.h"

G_BEGIN_DECLS

/* The name of a line: at its end or in the legend. */
typedef struct
{
  guint series;
  double x, y, width, height; /* its box */
  double end_x, end_y;        /* where the line ends; NAN in a legend and for a hidden line */
} RasCurveLabel;

typedef struct
{
  const RasCurveChart *chart;
  const RasStyle *style;
  double width, height; /* of the whole chart */
  RasCurveLayout layout;
  gboolean empty;  /* no shown series has a point */
  gboolean legend; /* the labels are a legend above the plot */
  GArray *labels;  /* RasCurveLabel */
} RasCurvePlan;

void ras_curve_plan_init (RasCurvePlan *plan, const RasCurveChart *chart, double width,
                          double height);
void ras_curve_plan_clear (RasCurvePlan *plan);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (RasCurvePlan, ras_curve_plan_clear)

GArray *ras_curve_plan_make_x_ticks (const RasCurvePlan *plan);
GArray *ras_curve_plan_make_y_ticks (const RasCurvePlan *plan);

/* FALSE for a point that cannot be drawn: not finite, or not positive on a logarithmic axis. */
gboolean ras_curve_get_point (const RasCurveChart *chart, const RasCurve *curve, gsize i,
                              double *x, double *y);
/* The same as a position in the plot. */
gboolean ras_curve_plan_get_place (const RasCurvePlan *plan, const RasCurve *curve, gsize i,
                                   double *x, double *y);
/* The curve that stands for a series: its mean, else its first seed; NULL: it has no curve. */
const RasCurve *ras_curve_series_get_main (const RasCurveSeries *series);
RasLook ras_curve_series_get_look (const RasCurveSeries *series, const RasStyle *style);

/* --- curve-labels.c --- */

/* How wide the column of labels right of the plot would be; 0 without a label, negative if they
 * belong into a legend. */
double ras_curve_labels_measure (const RasCurvePlan *plan);
/* Fills plan->labels with a legend from `top` down; returns its height. */
double ras_curve_labels_lay_legend (RasCurvePlan *plan, double top);
/* Fills plan->labels with labels at the ends of the lines. FALSE if they have no room. */
gboolean ras_curve_labels_lay_ends (RasCurvePlan *plan);
void ras_curve_labels_draw (const RasCurvePlan *plan, cairo_t *cr);

/* --- curve-levels.c --- */

void ras_curve_levels_draw (const RasCurvePlan *plan, cairo_t *cr);
/* Their words, above the curves. */
void ras_curve_levels_draw_words (const RasCurvePlan *plan, cairo_t *cr);

/* --- curve-hover.c --- */

/* The marked position. */
void ras_curve_mark_draw (const RasCurvePlan *plan, cairo_t *cr);
void ras_curve_hover_draw (const RasCurvePlan *plan, cairo_t *cr);

G_END_DECLS
