/* What the chart's files share. */
#pragma once

#include "ras-chart.h"

G_BEGIN_DECLS

struct _RasChart
{
  GtkWidget parent;

  RasMdlChart *mdl;      /* NULL: curves alone, or nothing */
  RasCurveChart *curves; /* in `mdl` or in `owner`; NULL: bars, or nothing */
  RasBarChart *bars;     /* in `mdl` */
  gpointer owner;
  GDestroyNotify free_owner;

  char *label;        /* what the chart is, or NULL */
  RasStyle style;     /* the charts point here */
  GHashTable *hidden; /* labels of series */
  double hover_x;     /* NAN: nothing is read */
  int hover_bar;      /* −1: none */
  double pointer_x, pointer_y; /* where it was last; NAN: elsewhere */
};

/* ras-chart-input.c */
void ras_chart_add_controllers (RasChart *self);
/* All values on the horizontal axis at which a shown line has a point, ascending (double). */
GArray *ras_chart_list_positions (RasChart *self);

/* ras-chart-table.c: the popover with the table, one at a time. */
void ras_chart_open_table (RasChart *self);
void ras_chart_place_table (RasChart *self);
void ras_chart_close_table (RasChart *self);

/* ras-chart.c: hover at a position, or NAN; bar −1. */
void ras_chart_set_hover (RasChart *self, double x, int bar);
void ras_chart_toggle (RasChart *self, guint series);

G_END_DECLS
