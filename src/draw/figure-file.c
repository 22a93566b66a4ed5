#include "figure-file.h"

#include <glib/gi18n.h>

#include "export.h"
#include "picture.h"

/* A PNG file in a style for pixels has about this many along the side of a picture. */
#define PNG_SIDE 192
/* In the paper's style its pictures have so many in each of theirs: some 250 dots an inch. */
#define PNG_SIDE_PAPER 256
/* Points: the width of a slide. */
#define SLIDE_WIDTH 960

cairo_surface_t *
ras_figure_file_make_picture (const RasFigureFile *file, const double *values)
{
  if (file->difference && values != file->original)
    return ras_picture_from_difference (values, file->original, file->channels, file->height,
                                        file->width, file->gain);
  return ras_picture_from_values (values, file->channels, file->height, file->width,
                                  file->rescale ? RAS_RANGE_RESCALE : RAS_RANGE_CLIP, NULL);
}

static void
draw_cb (cairo_t *cr, gpointer user_data)
{
  const RasFigure *figure = user_data;

  /* A file's size in pixels is rounded up, beyond the figure's own background. */
  ras_colour_set (cr, figure->style->background);
  cairo_paint (cr);
  ras_figure_draw (figure, cr);
}

/* Lays the figure out and returns by what it is to be magnified. On paper and slides lengths are
 * points, and a figure is as wide as the page; in a PNG file every image pixel is then blown up
 * to a whole number of the file's. Styles for the screen are laid out in pixels at once. */
static double
choose_scale (const RasFigureFile *file, const char *path, RasFigure *figure)
{
  g_autofree char *name = g_ascii_strdown (path, -1);
  gboolean png = g_str_has_suffix (name, ".png");
  guint pixels = MAX (file->height, file->width);

  figure->scale = file->scale;
  if (file->style->on_grid)
    {
      if (figure->scale == 0)
        figure->scale = MAX (1, PNG_SIDE / pixels);
      return 1;
    }
  if (figure->scale == 0 || png)
    ras_figure_fit_width (figure, g_str_has_prefix (file->style->name, "slide") ? SLIDE_WIDTH
                                                                                 : RAS_PAGE_WIDTH);
  if (!png)
    return 1;
  return (file->scale > 0 ? file->scale : MAX (1, PNG_SIDE_PAPER / pixels)) / figure->scale;
}

gboolean
ras_figure_file_write (const RasFigureFile *file, const RasFigureFilePanel *panels,
                       guint n_panels, const char *path, GError **error)
{
  g_autofree RasFigurePanel *drawn = g_new0 (RasFigurePanel, n_panels + 1);
  g_autofree char *note = g_strdup_printf (_ ("Differences to the original, ×%g"), file->gain);
  RasFigure figure = { .style = file->style, .panels = drawn, .n_panels = n_panels,
                       .note = file->difference ? note : NULL };
  const RasExportText texts[] = {
    { "Title", "Rasura" },
    { "Software", "Rasura" },
    { file->command ? "Description" : NULL, file->command },
    { NULL },
  };
  double width = 0, height = 0, scale;
  gboolean ok;

  for (guint i = 0; i < n_panels; i++)
    {
      drawn[i] = panels[i].panel;
      drawn[i].picture = ras_figure_file_make_picture (file, panels[i].values);
      drawn[i].fraction = -1;
    }
  scale = choose_scale (file, path, &figure);
  ras_figure_measure (&figure, &width, &height);
  ok = ras_export_run (&(RasExport) { width, height, scale,
                                      file->style->on_grid ? 0 : 72 * scale, draw_cb, &figure,
                                      texts },
                       path, error);
  for (guint i = 0; i < n_panels; i++)
    cairo_surface_destroy (drawn[i].picture);
  return ok;
}
