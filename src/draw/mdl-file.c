#include "mdl-private.h"
#include "page-private.h"

static void
draw_cb (cairo_t *cr, double width, double height, gconstpointer chart)
{
  ras_bar_chart_draw (chart, cr, width, height);
}

gboolean
ras_mdl_chart_write (RasMdlChart *self, const char *path, const char *command, GError **error)
{
  RasBarChart paper = self->bars;
  RasPage page = { draw_cb, &paper, RAS_PAGE_WIDTH, 2 * RAS_PAGE_MARGIN, paper.title, command };

  if (self->kind != RAS_MDL_BARS)
    return ras_curve_chart_write (&self->curves, path, command, error);
  paper.style = ras_style_get (RAS_STYLE_PAPER);
  page.height += ras_bar_chart_natural_height (&paper, page.width - 2 * RAS_PAGE_MARGIN);
  return ras_page_write (&page, path, error);
}
