#include "gallery-file.h"

#include <glib/gi18n.h>

#include "export.h"
#include "figure.h"
#include "gallery-private.h"

/* A PNG file has about this many pixels along the side of a picture, as long as it does not
 * become higher than so many. */
#define PNG_SIDE 192
#define PNG_HEIGHT 12000
/* Points: a slide. */
#define SLIDE_WIDTH 960
#define SLIDE_HEIGHT 540

typedef struct
{
  const RasGallery *gallery;
  const RasGalleryFile *file;
  RasGalleryLayout layout;
} Drawing;

char *
ras_gallery_make_note (gboolean test_split, guint seed, int rank)
{
  if (rank < 0)
    return g_strdup_printf (test_split ? _ ("Random test images, seed %u")
                                       : _ ("Random training images, seed %u"),
                            seed);
  return g_strdup_printf (test_split ? _ ("Random test images, seed %u, rank %u")
                                     : _ ("Random training images, seed %u, rank %u"),
                          seed, (guint) rank);
}

static void
draw_cb (cairo_t *cr, gpointer user_data)
{
  const Drawing *drawing = user_data;

  /* A file's size in pixels is rounded up, beyond the gallery's own background. */
  ras_colour_set (cr, drawing->file->style->background);
  cairo_paint (cr);
  ras_gallery_draw (drawing->gallery, drawing->file->style, &drawing->layout, drawing->file->note,
                    cr);
}

/* As large as fits a page or a slide. */
static double
fit_page (const RasGallery *gallery, const RasGalleryFile *file)
{
  gboolean slide = g_str_has_prefix (file->style->name, "slide");
  const RasSheet sheet = { .style = file->style,
                           .width = slide ? SLIDE_WIDTH : RAS_PAGE_WIDTH,
                           .height = SLIDE_HEIGHT,
                           .bounded = slide };

  return ras_gallery_fit_sheet (gallery, &sheet, file->note);
}

static double
choose_png_scale (const RasGallery *gallery)
{
  guint side = MAX (gallery->width, gallery->height);
  guint by_height = PNG_HEIGHT / MAX (gallery->n_rows * gallery->height, 1);

  return MAX (1, MIN (PNG_SIDE / side, by_height));
}

/* Lays it out and returns by what it is to be magnified. On paper and slides lengths are points;
 * in a PNG file every image pixel is then blown up to a whole number of the file's. Styles for the
 * screen are laid out in pixels at once. */
static double
lay_out (Drawing *drawing, const char *path)
{
  const RasGalleryFile *file = drawing->file;
  g_autofree char *name = g_ascii_strdown (path, -1);
  gboolean png = g_str_has_suffix (name, ".png");
  double in_file = file->scale > 0 ? file->scale : choose_png_scale (drawing->gallery);
  double scale = in_file;

  if (!file->style->on_grid && (png || file->scale == 0))
    scale = fit_page (drawing->gallery, file);
  ras_gallery_lay_out (drawing->gallery, file->style, scale, file->note, &drawing->layout);
  return png && !file->style->on_grid ? in_file / scale : 1;
}

gboolean
ras_gallery_file_write (const RasGallery *gallery, const RasGalleryFile *file, const char *path,
                        GError **error)
{
  const RasExportText texts[] = {
    { "Title", "Rasura" },
    { "Software", "Rasura" },
    { file->command ? "Description" : NULL, file->command },
    { NULL },
  };
  Drawing drawing = { .gallery = gallery, .file = file };
  double magnified = lay_out (&drawing, path);

  return ras_export_run (&(RasExport) { drawing.layout.width, drawing.layout.height, magnified,
                                        file->style->on_grid ? 0 : 72 * magnified, draw_cb,
                                        &drawing, texts },
                         path, error);
}
