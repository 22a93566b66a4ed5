#include <math.h>

#include "curve-chart.h"
#include "page-private.h"

static void
draw_cb (cairo_t *cr, double width, double height, gconstpointer chart)
{
  ras_curve_chart_draw (chart, cr, width, height);
}

/* On paper nothing can be switched on: hidden lines are not even named. */
static GArray *
find_shown (const RasCurveChart *chart)
{
  GArray *shown = g_array_new (FALSE, FALSE, sizeof (RasCurveSeries));

  for (guint i = 0; i < chart->n_series; i++)
    if (!chart->series[i].hidden)
      g_array_append_val (shown, chart->series[i]);
  return shown;
}

gboolean
ras_curve_chart_write (const RasCurveChart *chart, const char *path, const char *command,
                       GError **error)
{
  g_autoptr (GArray) shown = find_shown (chart);
  RasCurveChart paper = *chart;
  RasPage page = { draw_cb, &paper, RAS_PAGE_WIDTH, RAS_PAGE_WIDTH * 0.52, chart->title, command };

  paper.style = ras_style_get (RAS_STYLE_PAPER);
  paper.hover_x = NAN;
  paper.series = (RasCurveSeries *) (void *) shown->data;
  paper.n_series = shown->len;
  return ras_page_write (&page, path, error);
}
