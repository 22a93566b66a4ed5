#include "drawing.h"

#include <glib/gi18n.h>
#include <math.h>
#include <string.h>

#include "export.h"
#include "figure.h"

/* A slide of 16 : 9, in points; at its dpi it has 1920 × 1080 pixels. */
#define SLIDE_WIDTH 960
#define SLIDE_SHAPE (9.0 / 16)
#define SLIDE_DPI 144
#define PAPER_DPI 300
/* Printed text becomes no larger than so many times that of the paper's style. */
#define LARGEST_PRINT 1.6

struct _RasDrawing
{
  const RasDrawingKind *kind;
  gpointer data;
  char *title;
  GMutex lock; /* Cairo's surfaces are not for two threads at a time, not even as sources */
};

RasDrawing *
ras_drawing_new (const RasDrawingKind *kind, gpointer data, const char *title)
{
  RasDrawing *self = g_atomic_rc_box_new0 (RasDrawing);

  self->kind = kind;
  self->data = data;
  self->title = g_strdup (title ? title : "Rasura");
  g_mutex_init (&self->lock);
  return self;
}

RasDrawing *
ras_drawing_ref (RasDrawing *self)
{
  return g_atomic_rc_box_acquire (self);
}

static void
clear (gpointer data)
{
  RasDrawing *self = data;

  self->kind->free (self->data);
  g_free (self->title);
  g_mutex_clear (&self->lock);
}

void
ras_drawing_unref (RasDrawing *self)
{
  g_atomic_rc_box_release_full (self, clear);
}

/* --- How large --- */

static gboolean
refuse (GError **error, const char *format, int least, int most)
{
  g_autofree char *sentence = g_strdup_printf (format, least, most);

  g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_INVALID_ARGUMENT, sentence);
  return FALSE;
}

gboolean
ras_drawing_size_check (const RasDrawingSize *size, GError **error)
{
  double mm = size->width / RAS_POINTS_PER_MM;

  /* What was rounded on its way to points and back is still within. */
  if (size->width != 0 && !(mm > RAS_LEAST_WIDTH - 0.01 && mm < RAS_MOST_WIDTH + 0.01))
    return refuse (error, _ ("A picture is between %d and %d mm wide; choose another width."),
                   RAS_LEAST_WIDTH, RAS_MOST_WIDTH);
  if (size->pixels != 0 && !(size->pixels >= RAS_LEAST_PIXELS && size->pixels <= RAS_MOST_PIXELS))
    return refuse (error, _ ("A picture is between %d and %d pixels wide; choose another width."),
                   RAS_LEAST_PIXELS, RAS_MOST_PIXELS);
  if (size->dpi != 0 && !(size->dpi >= RAS_LEAST_DPI && size->dpi <= RAS_MOST_DPI))
    return refuse (error, _ ("A picture has between %d and %d dpi; choose another resolution."),
                   RAS_LEAST_DPI, RAS_MOST_DPI);
  return TRUE;
}

static gboolean
is_slide (const RasStyle *style)
{
  return g_str_has_prefix (style->name, "slide");
}

/* Fills in what was left open. Styles for the screen are laid out in the file's pixels. */
static void
settle (RasDrawingSize *size)
{
  gboolean slide = is_slide (size->style);

  if (size->width == 0)
    size->width = slide ? SLIDE_WIDTH : RAS_PAGE_WIDTH;
  if (size->pixels == 0)
    size->pixels = round (size->width / 72
                          * (size->dpi > 0 ? size->dpi : slide ? SLIDE_DPI : PAPER_DPI));
  if (size->style->on_grid)
    size->width = size->pixels;
  size->dpi = size->pixels / size->width * 72;
}

/* A slide is always laid out alike, and magnified. */
static RasSheet
make_sheet (RasDrawing *self, const RasDrawingSize *size, gboolean vector)
{
  gboolean slide = is_slide (size->style);
  double width = slide ? SLIDE_WIDTH : size->width;
  RasSheet sheet = { .style = size->style, .width = width, .height = width * SLIDE_SHAPE,
                     .bounded = slide, .grain = vector ? 0 : width / size->pixels };

  if (!sheet.bounded)
    sheet.height = self->kind->measure (self->data, &sheet);
  return sheet;
}

void
ras_drawing_measure (RasDrawing *self, RasDrawingSize *size, double *height)
{
  settle (size);
  g_mutex_lock (&self->lock);
  if (height)
    {
      RasSheet sheet = make_sheet (self, size, FALSE);

      *height = sheet.height * size->width / sheet.width;
    }
  g_mutex_unlock (&self->lock);
}

/* --- Where to --- */

typedef struct
{
  RasDrawing *drawing;
  RasSheet sheet;
} Painting;

static void
paint_cb (cairo_t *cr, gpointer user_data)
{
  const Painting *painting = user_data;

  ras_colour_set (cr, painting->sheet.style->background);
  cairo_paint (cr);
  painting->drawing->kind->draw (painting->drawing->data, &painting->sheet, cr);
}

GBytes *
ras_drawing_encode (RasDrawing *self, const RasDrawingSize *size, const char *command,
                    const char *name, GError **error)
{
  const RasExportText texts[] = { { "Title", self->title },
                                  { "Software", "Rasura" },
                                  { command ? "Description" : NULL, command },
                                  { NULL, NULL } };
  RasDrawingSize settled = *size;
  gboolean vector = !ras_export_is_png (name);
  Painting painting = { .drawing = self };
  RasExport export = { .draw = paint_cb, .user_data = &painting, .texts = texts };
  GBytes *bytes;

  if (!ras_drawing_size_check (size, error))
    return NULL;
  settle (&settled);
  g_mutex_lock (&self->lock);
  painting.sheet = make_sheet (self, &settled, vector);
  export.width = painting.sheet.width;
  export.height = painting.sheet.height;
  export.scale = (vector ? settled.width : settled.pixels) / export.width;
  export.dpi = settled.style->on_grid ? 0 : settled.dpi;
  bytes = ras_export_encode (&export, name, error);
  g_mutex_unlock (&self->lock);
  return bytes;
}

gboolean
ras_drawing_write (RasDrawing *self, const RasDrawingSize *size, const char *command,
                   const char *path, GError **error)
{
  g_autoptr (GBytes) bytes = ras_drawing_encode (self, size, command, path, error);

  return bytes && ras_export_write (path, bytes, error);
}

cairo_surface_t *
ras_drawing_paint (RasDrawing *self, const RasDrawingSize *size, GError **error)
{
  RasDrawingSize settled = *size;
  Painting painting = { .drawing = self };
  RasExport export = { .draw = paint_cb, .user_data = &painting };
  cairo_surface_t *surface;

  if (!ras_drawing_size_check (size, error))
    return NULL;
  settle (&settled);
  g_mutex_lock (&self->lock);
  painting.sheet = make_sheet (self, &settled, FALSE);
  export.width = painting.sheet.width;
  export.height = painting.sheet.height;
  export.scale = settled.pixels / export.width;
  surface = ras_export_paint (&export, error);
  g_mutex_unlock (&self->lock);
  return surface;
}

/* --- On paper --- */

static RasSheet
make_page (RasDrawing *self)
{
  RasSheet sheet = { .style = ras_style_get (RAS_STYLE_PAPER), .width = RAS_PAGE_WIDTH };

  sheet.height = self->kind->measure (self->data, &sheet);
  return sheet;
}

gboolean
ras_drawing_is_wide (RasDrawing *self)
{
  RasSheet sheet;

  g_mutex_lock (&self->lock);
  sheet = make_page (self);
  g_mutex_unlock (&self->lock);
  return sheet.width > sheet.height;
}

void
ras_drawing_print (RasDrawing *self, cairo_t *cr, double width, double height)
{
  RasSheet sheet;
  double scale;

  g_mutex_lock (&self->lock);
  sheet = make_page (self);
  scale = MIN (LARGEST_PRINT, MIN (width / sheet.width, height / sheet.height));
  cairo_save (cr);
  cairo_translate (cr, (width - scale * sheet.width) / 2, 0);
  cairo_scale (cr, scale, scale);
  self->kind->draw (self->data, &sheet, cr);
  cairo_restore (cr);
  g_mutex_unlock (&self->lock);
}
