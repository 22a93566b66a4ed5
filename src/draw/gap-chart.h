/* The chart of the covariance gap that is left against the number of directions removed.
 *
 * Both axes are logarithmic. Rank is the shared RasRankAxis, so that the chart stands exactly
 * above the slider and the strip. */
#pragma once

#include <cairo.h>
#include <glib.h>

#include "axis.h"
#include "palette.h"

G_BEGIN_DECLS

typedef struct
{
  const RasStyle *style;
  const double *gap;       /* length + 1 values, relative to gap[0] = 1; NULL: the empty state */
  guint length;            /* how many directions the path has so far */
  guint rank;              /* the marker; beyond `length` it stands at the path's end */
  gboolean hide_rank;      /* draw no marker (a plot of the whole path) */
  guint max_rank;          /* the axis' end; at least 1 */
  const char *eraser_name; /* its look; NULL: "alf-qleace" */
  const char *title;       /* above the chart, or NULL */
  const char *empty;       /* what the empty state says, translated; NULL: nothing */
  /* Distance of rank 0 and of max_rank from the left and right edge, to stand above other
   * widgets. Negative: chosen by the chart. */
  double inset_left, inset_right;
  gboolean hide_rank_labels; /* the slider below has them already */
} RasGapChart;

typedef struct
{
  RasRankAxis ranks;
  RasValueAxis gaps;         /* `from` is the bottom of the plot, `to` its top */
  double marker_x, marker_y; /* where the marker stands; NAN without one */
} RasGapChartLayout;

/* Where everything stands in a chart of this size: for hit tests and for aligning. */
void ras_gap_chart_layout (const RasGapChart *chart, double width, double height,
                           RasGapChartLayout *layout);
/* Paints into 0 … width × 0 … height and nothing outside; the background is the caller's. */
void ras_gap_chart_draw (const RasGapChart *chart, cairo_t *cr, double width, double height);

/* The fewest directions with gap ≤ 1 − target, or −1 if the path does not get there. */
int ras_gap_chart_find_rank (const double *gap, guint length, double target);

G_END_DECLS
