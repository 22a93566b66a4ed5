/* Charts as drawings: one of curves and one of bars, which differ in how high they want to be. */
#include <math.h>

#include "mdl-private.h"

/* A chart's height by its width; a narrow one is not lower than its axes and labels need. */
#define SHAPE 0.52
#define NARROW_SHAPE 0.95
#define LEAST_HEIGHT 225
/* A few bars on a slide stand so far apart, rather than together in the middle. */
#define LOOSEST_BARS 1.8
/* Around a chart on paper, points. */
#define MARGIN 8

typedef struct
{
  RasCurveChart curves; /* `series` is owned, what they point to is the owner's */
  RasBarChart bars;
  gboolean has_bars;
  gpointer owner;
  GDestroyNotify free_owner;
} Chart;

static void
chart_free (gpointer data)
{
  Chart *chart = data;

  g_free ((RasCurveSeries *) chart->curves.series);
  if (chart->free_owner)
    chart->free_owner (chart->owner);
  g_free (chart);
}

static double
get_margin (const RasSheet *sheet)
{
  return sheet->bounded ? 4 * sheet->style->space : MARGIN;
}

static double
measure_bars (const Chart *chart, const RasSheet *sheet)
{
  RasBarChart bars = chart->bars;
  double margin = get_margin (sheet);

  bars.style = sheet->style;
  return 2 * margin + ras_bar_chart_natural_height (&bars, sheet->width - 2 * margin);
}

static double
measure (gpointer data, const RasSheet *sheet)
{
  const Chart *chart = data;

  if (chart->has_bars)
    return ceil (measure_bars (chart, sheet));
  return ceil (MAX (SHAPE * sheet->width, MIN (NARROW_SHAPE * sheet->width, LEAST_HEIGHT)));
}

static void
draw_bars (const Chart *chart, const RasSheet *sheet, cairo_t *cr)
{
  RasBarChart bars = chart->bars;
  double margin = get_margin (sheet);
  double height = MIN ((sheet->bounded ? LOOSEST_BARS : 1) * measure_bars (chart, sheet),
                       sheet->height);

  bars.style = sheet->style;
  cairo_translate (cr, margin, margin + (sheet->height - height) / 2);
  ras_bar_chart_draw (&bars, cr, sheet->width - 2 * margin, height - 2 * margin);
}

static void
draw (gpointer data, const RasSheet *sheet, cairo_t *cr)
{
  const Chart *chart = data;
  RasCurveChart curves = chart->curves;
  double margin = get_margin (sheet);

  cairo_save (cr);
  if (chart->has_bars)
    draw_bars (chart, sheet, cr);
  else
    {
      curves.style = sheet->style;
      cairo_translate (cr, margin, margin);
      ras_curve_chart_draw (&curves, cr, sheet->width - 2 * margin, sheet->height - 2 * margin);
    }
  cairo_restore (cr);
}

static const RasDrawingKind kind = { measure, draw, chart_free };

/* On paper nothing can be switched on: hidden lines are not even named. */
RasDrawing *
ras_curve_chart_to_drawing (const RasCurveChart *curves, gpointer owner,
                            GDestroyNotify free_owner)
{
  Chart *chart = g_new0 (Chart, 1);
  RasCurveSeries *shown = g_new0 (RasCurveSeries, MAX (curves->n_series, 1));

  chart->curves = *curves;
  chart->curves.hover_x = NAN;
  chart->curves.series = shown;
  chart->curves.n_series = 0;
  for (guint i = 0; i < curves->n_series; i++)
    if (!curves->series[i].hidden)
      shown[chart->curves.n_series++] = curves->series[i];
  chart->owner = owner;
  chart->free_owner = free_owner;
  return ras_drawing_new (&kind, chart, curves->title);
}

RasDrawing *
ras_mdl_chart_to_drawing (RasMdlChart *self)
{
  Chart *chart;

  if (self->kind != RAS_MDL_BARS)
    return ras_curve_chart_to_drawing (&self->curves, self, (GDestroyNotify) ras_mdl_chart_free);
  chart = g_new0 (Chart, 1);
  chart->bars = self->bars;
  chart->has_bars = TRUE;
  chart->owner = self;
  chart->free_owner = (GDestroyNotify) ras_mdl_chart_free;
  return ras_drawing_new (&kind, chart, self->bars.title);
}
