/* From runs to charts: the plots of the paper's Figures 3 to 5, for the window and the command line
 * alike. */
#pragma once

#include "bar-chart.h"
#include "curve-chart.h"
#include "summary.h"

G_BEGIN_DECLS

typedef enum
{
  RAS_MDL_CURVES, /* cross-entropy of the next block against images seen, log–log */
  RAS_MDL_BARS,   /* MDL by eraser, with the increase over none */
  RAS_MDL_WIDTHS, /* MDL against width, a line an eraser */
  RAS_MDL_DEPTHS, /* MDL against depth */
} RasMdlKind;

const char *ras_mdl_kind_name (RasMdlKind kind); /* "curves", "bars", "widths", "depths" */
gboolean ras_mdl_kind_find (const char *name, RasMdlKind *kind);

/* All that a chart of runs points to, made from them once. */
typedef struct _RasMdlChart RasMdlChart;

/* The chart keeps copies: the runs need not outlive it. `titles (name)` gives an eraser's translated
 * title. With more than one network among the runs, curves are labelled with it, too. */
RasMdlChart *ras_mdl_chart_new (RasMdlKind kind, const GPtrArray *runs,
                                const char *(*titles) (const char *eraser));
void ras_mdl_chart_free (RasMdlChart *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (RasMdlChart, ras_mdl_chart_free)

/* Which one makes sense of these runs: bars need a finished run, widths two widths … */
gboolean ras_mdl_chart_can_show (RasMdlKind kind, const GPtrArray *runs);

RasMdlKind ras_mdl_chart_get_kind (const RasMdlChart *self);
/* Its curve chart or its bar chart, to be changed in style, title, hover and hidden series before
 * drawing; the other is NULL. */
RasCurveChart *ras_mdl_chart_get_curves (RasMdlChart *self);
RasBarChart *ras_mdl_chart_get_bars (RasMdlChart *self);
RasCurveSeries *ras_mdl_chart_get_series (RasMdlChart *self, guint i);

void ras_mdl_chart_draw (const RasMdlChart *self, cairo_t *cr, double width, double height);

/* What the chart shows as a table, numbers as it draws them: rows of cells, the first row the
 * header (GPtrArray of char **). For screen readers and for "show as a table". */
GPtrArray *ras_mdl_chart_to_table (const RasMdlChart *self);

/* To be drawn at any size and in any style, without hidden lines; takes the chart. */
RasDrawing *ras_mdl_chart_to_drawing (RasMdlChart *self);

G_END_DECLS
