/* Pixel data as Cairo image surfaces, and painting them magnified with sharp pixels.
 *
 * C channels (1 or 3), H × W pixels, d = C·H·W, channel planes first. Surfaces are
 * CAIRO_FORMAT_RGB24, one surface pixel per picture pixel; free with
 * cairo_surface_destroy(). NaN is shown as 0. */
#pragma once

#include <cairo.h>
#include <glib.h>

#include "palette.h"

G_BEGIN_DECLS

typedef enum
{
  RAS_RANGE_CLIP,    /* below 0 is 0, above 1 is 1 */
  RAS_RANGE_RESCALE, /* this picture's smallest value becomes 0, its largest 1 */
} RasRangeMode;

typedef struct
{
  double low, high; /* the values shown as black and as white */
} RasRange;

/* d doubles. `used` may be NULL. */
cairo_surface_t *ras_picture_from_values (const double *x, guint channels, guint height,
                                          guint width, RasRangeMode mode, RasRange *used);

/* d bytes. */
cairo_surface_t *ras_picture_from_bytes (const guint8 *x, guint channels, guint height,
                                         guint width);

/* gain · (a − b), d doubles each. Colour: every channel as its difference around mid grey, so
 * that the hue of what changed stays visible; ±1 after the gain is full scale. Grey: through
 * the diverging map, red where a is larger. */
cairo_surface_t *ras_picture_from_difference (const double *a, const double *b, guint channels,
                                              guint height, guint width, double gain);

/* A removed direction v of d doubles, around mid grey and scaled by max |v|. The sign of a
 * direction means nothing, so the entry of largest size is shown as positive. */
cairo_surface_t *ras_picture_from_direction (const double *v, guint channels, guint height,
                                             guint width);

/* Paints with the corner at x, y, each pixel a sharp square of `scale` user units. On raster
 * surfaces the corner moves to a whole device pixel; in SVG and PDF the image is embedded with
 * interpolation off. Integer scales keep all squares equally large. */
void ras_picture_paint (cairo_t *cr, cairo_surface_t *picture, double x, double y, double scale);
/* The same, partly transparent: opacity 1 is ras_picture_paint(). */
void ras_picture_paint_faded (cairo_t *cr, cairo_surface_t *picture, double x, double y,
                              double scale, double opacity);

/* Whether so much of its border has the colour of the background that its edge is not seen. */
gboolean ras_picture_melts_into (cairo_surface_t *picture, RasColour background);

G_END_DECLS
