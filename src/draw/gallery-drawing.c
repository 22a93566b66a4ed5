#include <math.h>

#include "gallery-file.h"
#include "gallery-private.h"

/* Points: what a page has for a figure and its caption. */
#define PAGE_HEIGHT (230 / 25.4 * 72)
/* To fit a page in height it becomes narrower, but no narrower than this share. */
#define NARROWEST 0.5
#define LEAST_SCALE 0.1

typedef struct
{
  RasGallery *gallery;
  char *note;
} Drawn;

static void
drawn_free (gpointer data)
{
  Drawn *drawn = data;

  ras_gallery_free (drawn->gallery);
  g_free (drawn->note);
  g_free (drawn);
}

double
ras_gallery_fit_sheet (const RasGallery *gallery, const RasSheet *sheet, const char *note)
{
  double height = sheet->bounded ? sheet->height : PAGE_HEIGHT;
  double scale = ras_gallery_find_scale (gallery, sheet->style, sheet->width, LEAST_SCALE);
  RasGalleryLayout layout;

  ras_gallery_lay_out (gallery, sheet->style, scale, note, &layout);
  if (layout.height > height)
    {
      double pictures = gallery->n_rows * layout.picture_height;
      double share = (pictures - layout.height + height) / pictures;

      scale *= MAX (share, sheet->bounded ? LEAST_SCALE : NARROWEST);
    }
  if (scale >= sheet->grain && sheet->grain > 0)
    scale = floor (scale / sheet->grain + 1e-6) * sheet->grain;
  return scale;
}

/* Returns by what it has to be shrunk where titles and names leave no other way. */
static double
lay_out (const Drawn *drawn, const RasSheet *sheet, RasGalleryLayout *layout)
{
  double scale = ras_gallery_fit_sheet (drawn->gallery, sheet, drawn->note);
  double shrunk;

  ras_gallery_lay_out (drawn->gallery, sheet->style, scale, drawn->note, layout);
  shrunk = MIN (1, sheet->width / layout->width);
  return sheet->bounded ? MIN (shrunk, sheet->height / layout->height) : shrunk;
}

static double
measure (gpointer data, const RasSheet *sheet)
{
  RasGalleryLayout layout;
  double shrunk = lay_out (data, sheet, &layout);

  return ceil (layout.height * shrunk);
}

static void
draw (gpointer data, const RasSheet *sheet, cairo_t *cr)
{
  const Drawn *drawn = data;
  RasGalleryLayout layout;
  double shrunk = lay_out (drawn, sheet, &layout);
  double left = (sheet->width - shrunk * layout.width) / 2;
  double top = (sheet->height - shrunk * layout.height) / 2;

  cairo_save (cr);
  cairo_translate (cr, MAX (left, 0), MAX (top, 0));
  cairo_scale (cr, shrunk, shrunk);
  ras_gallery_draw (drawn->gallery, sheet->style, &layout, drawn->note, cr);
  cairo_restore (cr);
}

static const RasDrawingKind kind = { measure, draw, drawn_free };

RasDrawing *
ras_gallery_to_drawing (RasGallery *gallery, const char *note)
{
  Drawn *drawn = g_new0 (Drawn, 1);

  drawn->gallery = gallery;
  drawn->note = g_strdup (note);
  return ras_drawing_new (&kind, drawn, NULL);
}
