/* What can be put on a sheet: a figure, a gallery or a chart, complete with all that it shows, so that it
 * can be drawn at any size and in any style, on any thread and as often as one likes. */
#pragma once

#include <cairo.h>
#include <gio/gio.h>

#include "palette.h"

G_BEGIN_DECLS

/* What is drawn on. Lengths are points, but pixels where the style is made for these. */
typedef struct
{
  const RasStyle *style;
  double width;
  double height;
  gboolean bounded; /* by its height, as a slide is; otherwise the height is what was measured */
  double grain;  /* the length of a file's pixel, of which a picture's pixels take a whole number;
                    0: there are none */
} RasSheet;

/* A kind of drawing. Both functions are given what was handed to ras_drawing_new() and may be called
 * on any thread, one call at a time. */
typedef struct
{
  /* The height it takes on a sheet that is not bounded. */
  double (*measure) (gpointer data, const RasSheet *sheet);
  /* Paints into the sheet, of the height that was measured. The background is painted already. */
  void (*draw) (gpointer data, const RasSheet *sheet, cairo_t *cr);
  GDestroyNotify free;
} RasDrawingKind;

typedef struct _RasDrawing RasDrawing;

/* Takes `data`; `title` is kept in files and copied. */
RasDrawing *ras_drawing_new (const RasDrawingKind *kind, gpointer data, const char *title);
RasDrawing *ras_drawing_ref (RasDrawing *self);
void ras_drawing_unref (RasDrawing *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (RasDrawing, ras_drawing_unref)

/* --- How large --- */

typedef struct
{
  const RasStyle *style;
  double width;  /* points; 0: the style's own, 175 mm or a slide */
  double pixels; /* the width of a PNG file; 0: by dpi */
  double dpi;    /* of a PNG file; 0: the style's own */
} RasDrawingSize;

/* Millimetres. */
#define RAS_LEAST_WIDTH 30
#define RAS_MOST_WIDTH 1500
#define RAS_LEAST_DPI 72
#define RAS_MOST_DPI 1200
#define RAS_LEAST_PIXELS 64
#define RAS_MOST_PIXELS 16384
#define RAS_POINTS_PER_MM (72 / 25.4)

/* FALSE and a sentence for what is beyond these limits. */
gboolean ras_drawing_size_check (const RasDrawingSize *size, GError **error);
/* The same with nothing left open: what a PNG file has. `height` in points; any but `size` may be NULL. */
void ras_drawing_measure (RasDrawing *self, RasDrawingSize *size, double *height);

/* --- Where to --- */

/* Into `path`, as PNG, SVG or PDF by its ending. `command` is kept in the file; may be NULL. Errors
 * are those of ras_drawing_size_check() and ras_export(). */
gboolean ras_drawing_write (RasDrawing *self, const RasDrawingSize *size, const char *command,
                            const char *path, GError **error);
/* The same as bytes, of the format that `name` ends in. */
GBytes *ras_drawing_encode (RasDrawing *self, const RasDrawingSize *size, const char *command,
                            const char *name, GError **error);
/* As an image surface of CAIRO_FORMAT_RGB24, as a PNG file has it. NULL and an error if it is too large. */
cairo_surface_t *ras_drawing_paint (RasDrawing *self, const RasDrawingSize *size, GError **error);
/* On a sheet of paper of width × height points: magnified from the full width of a column, as
 * large as fits, in the middle at the top. */
void ras_drawing_print (RasDrawing *self, cairo_t *cr, double width, double height);
/* Whether it is wider than high on paper. */
gboolean ras_drawing_is_wide (RasDrawing *self);

G_END_DECLS
