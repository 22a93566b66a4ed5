#include "page-private.h"

#include "export.h"
#include "palette.h"

/* Pixels of a PNG file for each point. */
#define PNG_SCALE 4

static void
draw_cb (cairo_t *cr, gpointer user_data)
{
  const RasPage *page = user_data;

  ras_colour_set (cr, ras_style_get (RAS_STYLE_PAPER)->background);
  cairo_paint (cr);
  cairo_translate (cr, RAS_PAGE_MARGIN, RAS_PAGE_MARGIN);
  page->draw (cr, page->width - 2 * RAS_PAGE_MARGIN, page->height - 2 * RAS_PAGE_MARGIN,
              page->chart);
}

gboolean
ras_page_write (const RasPage *page, const char *path, GError **error)
{
  const RasExportText texts[] = { { "Title", page->title ? page->title : "Rasura" },
                                  { "Software", "Rasura" },
                                  { page->command ? "Description" : NULL, page->command },
                                  { NULL, NULL } };
  g_autofree char *name = g_ascii_strdown (path, -1);

  return ras_export (path, page->width, page->height,
                     g_str_has_suffix (name, ".png") ? PNG_SCALE : 1, draw_cb, (gpointer) page,
                     texts, error);
}
