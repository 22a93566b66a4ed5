#include <math.h>

#include "mdl-private.h"

/* The full width of a page, in points; a PNG file has so many pixels for each. */
#define PAGE_WIDTH (175 / 25.4 * 72)
#define CURVES_HEIGHT (PAGE_WIDTH * 0.52)
#define MARGIN 8
#define PNG_SCALE 4

typedef struct
{
  const RasMdlChart *chart;
  double width, height; /* of the chart, without its margin */
} Page;

static void
draw_cb (cairo_t *cr, gpointer user_data)
{
  const Page *page = user_data;

  ras_colour_set (cr, ras_style_get (RAS_STYLE_PAPER)->background);
  cairo_paint (cr);
  cairo_translate (cr, MARGIN, MARGIN);
  ras_mdl_chart_draw (page->chart, cr, page->width, page->height);
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
ras_mdl_chart_write (RasMdlChart *self, const char *path, const char *command, GError **error)
{
  g_autoptr (GArray) shown = find_shown (&self->curves);
  RasMdlChart paper = *self;
  Page page = { &paper, PAGE_WIDTH - 2 * MARGIN, CURVES_HEIGHT - 2 * MARGIN };
  const char *title = self->kind == RAS_MDL_BARS ? self->bars.title : self->curves.title;
  const RasExportText texts[] = { { "Title", title ? title : "Rasura" },
                                  { "Software", "Rasura" },
                                  { command ? "Description" : NULL, command },
                                  { NULL, NULL } };
  g_autofree char *name = g_ascii_strdown (path, -1);

  paper.curves.style = paper.bars.style = ras_style_get (RAS_STYLE_PAPER);
  paper.curves.hover_x = NAN;
  paper.curves.series = (RasCurveSeries *) (void *) shown->data;
  paper.curves.n_series = shown->len;
  if (self->kind == RAS_MDL_BARS)
    page.height = ras_bar_chart_natural_height (&paper.bars, page.width);
  return ras_export (path, PAGE_WIDTH, page.height + 2 * MARGIN,
                     g_str_has_suffix (name, ".png") ? PNG_SCALE : 1, draw_cb, &page, texts,
                     error);
}
