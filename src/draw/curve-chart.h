/* Lines over a numeric axis: learning curves, losses by epoch, MDL against width.
 *
 * Mean bold, single seeds thin, a band of one standard deviation at 20 %; lines are labelled at their
 * end where the labels do not collide, in a legend otherwise. Paints the same on screen, PNG, SVG
 * and PDF, from 300 to 1600 units wide. */
#pragma once

#include <cairo.h>
#include <gio/gio.h>

#include "axis.h"
#include "drawing.h"
#include "palette.h"

G_BEGIN_DECLS

typedef struct
{
  gsize n;
  const double *x, *y;      /* n; points that are not finite are left out, the line breaks there */
  const double *deviation;  /* n: half the band's height, NAN where there is none; or NULL */
} RasCurve;

typedef struct
{
  const char *label;     /* translated, short */
  const char *look;      /* an eraser's name, for ras_look_for() */
  const RasCurve *mean;  /* bold, with markers; may be NULL */
  const RasCurve *seeds; /* thin */
  guint n_seeds;
  gboolean plain;        /* no markers (losses by epoch) */
  gboolean faint;        /* thin and half transparent: training loss beside validation loss */
  gboolean solid, dashed; /* whatever the look's dashes are: training and test data */
  gboolean hidden;       /* switched off: not drawn, dim in the legend, axes do not regard it */
  guint variant;         /* paler: 1 for the same eraser's second line, of another network … */
} RasCurveSeries;

/* A horizontal line that speaks: "log₂ 10 = 3.32 bits: nothing learned". */
typedef struct
{
  double y;
  const char *label;
} RasCurveLevel;

typedef struct
{
  const RasStyle *style;
  const char *title;            /* above, or NULL */
  const char *x_title, *y_title; /* with units */
  RasScale x_scale, y_scale;
  double x_low, x_high, y_low, y_high; /* the least range shown; low ≥ high: from the data alone */
  gboolean y_percent;    /* shares: 0.1 is "10 %" */
  const double *mark_x;  /* a position that is marked, with a point on every line; or NULL */
  const double *x_ticks; /* n_x_ticks values, ascending, that are labelled instead of round ones;
                            or NULL */
  guint n_x_ticks;
  const RasCurveSeries *series;
  guint n_series;
  const RasCurveLevel *levels;
  guint n_levels;
  const char *empty;  /* what the chart says without a point; NULL: nothing */
  double hover_x;     /* a position over the plot whose nearest values are read out, or NAN */
} RasCurveChart;

typedef struct
{
  RasValueAxis x, y;             /* y: `from` is the bottom of the plot, `to` its top */
  double left, top, right, bottom; /* of the plot */
} RasCurveLayout;

/* Where everything stands at this size: for hit tests. */
void ras_curve_chart_layout (const RasCurveChart *chart, double width, double height,
                             RasCurveLayout *layout);
/* Paints into 0 … width × 0 … height and nothing outside; the background is the caller's. */
void ras_curve_chart_draw (const RasCurveChart *chart, cairo_t *cr, double width, double height);

/* The series whose legend entry or end label is at x, y; −1: none. */
int ras_curve_chart_pick_label (const RasCurveChart *chart, double width, double height, double x,
                                double y);
/* The x value that hover_x reads: the nearest one that any shown series has; FALSE: none. */
gboolean ras_curve_chart_pick_x (const RasCurveChart *chart, double width, double height,
                                 double hover_x, double *x);

/* To be drawn at any size and in any style, without hidden lines. The chart and all that it points to belong to
 * `owner`, which is freed with `free_owner`. */
RasDrawing *ras_curve_chart_to_drawing (const RasCurveChart *chart, gpointer owner,
                                        GDestroyNotify free_owner);

G_END_DECLS
