/* Horizontal bars of MDL with the increase over "none" (the paper's Figure 3). */
#pragma once

#include <cairo.h>
#include <glib.h>

#include "palette.h"

G_BEGIN_DECLS

typedef struct
{
  const char *group;  /* the network; bars of one group follow each other; NULL: one group */
  const char *label;  /* the eraser's title, translated */
  const char *look;   /* the eraser's name */
  double value;       /* NAN: not known yet, drawn as an empty place */
  double deviation;   /* half an error bar, or NAN */
  double reference;   /* the value of "none" in the group: "+0.86 bits, +37 %"; NAN: no increase */
  double reference_deviation; /* of that, or NAN: it limits the increase's digits, too */
} RasBar;

typedef struct
{
  const RasStyle *style;
  const char *title;   /* or NULL */
  const char *x_title; /* "MDL, bits per sample" */
  const RasBar *bars;
  guint n_bars;
  double level;            /* a dotted line, log2 k; NAN: none */
  const char *level_label;
  const char *empty;       /* what the chart says without bars; NULL: nothing */
} RasBarChart;

/* The height at which all bars have their natural thickness; a narrow chart is taller. */
double ras_bar_chart_natural_height (const RasBarChart *chart, double width);
/* Paints into 0 … width × 0 … height and nothing outside; the background is the caller's. */
void ras_bar_chart_draw (const RasBarChart *chart, cairo_t *cr, double width, double height);
/* The bar at x, y; −1: none. */
int ras_bar_chart_pick (const RasBarChart *chart, double width, double height, double x, double y);

G_END_DECLS
