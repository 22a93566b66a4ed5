#include "picture.h"

#include <cairo-pdf.h>
#include <cairo-svg.h>
#include <math.h>
#include <string.h>

/* Viewers of vector files may smooth small images whatever the file says, but not beyond a
 * few times their size; so an image is embedded this many times larger. */
#define VECTOR_MAGNIFICATION 8

static guint32
to_byte (double value)
{
  if (!(value > 0))
    return 0;
  return value < 1 ? (guint32) (value * 255 + 0.5) : 255;
}

static guint32
pack (guint32 r, guint32 g, guint32 b)
{
  return r << 16 | g << 8 | b;
}

static cairo_surface_t *
new_surface (guint height, guint width, guint32 **pixels, gsize *stride)
{
  cairo_surface_t *surface = cairo_image_surface_create (CAIRO_FORMAT_RGB24, width, height);

  cairo_surface_flush (surface);
  *pixels = (guint32 *) (void *) cairo_image_surface_get_data (surface);
  *stride = cairo_image_surface_get_stride (surface) / sizeof (guint32);
  return surface;
}

/* scale · x + offset, channel by channel, as a picture. */
static cairo_surface_t *
from_affine (const double *x, guint channels, guint height, guint width, double scale,
             double offset)
{
  gsize plane = (gsize) height * width, stride;
  const double *green = channels == 3 ? x + plane : x;
  const double *blue = channels == 3 ? x + 2 * plane : x;
  guint32 *pixels;
  cairo_surface_t *surface = new_surface (height, width, &pixels, &stride);

  for (guint row = 0; pixels && row < height; row++)
    for (guint column = 0; column < width; column++)
      {
        gsize i = (gsize) row * width + column;

        pixels[row * stride + column] = pack (to_byte (x[i] * scale + offset),
                                              to_byte (green[i] * scale + offset),
                                              to_byte (blue[i] * scale + offset));
      }
  cairo_surface_mark_dirty (surface);
  return surface;
}

/* The smallest and largest finite value; 0 and 1 where there is none. */
static RasRange
find_range (const double *x, gsize d)
{
  RasRange range = { INFINITY, -INFINITY };

  for (gsize i = 0; i < d; i++)
    if (isfinite (x[i]))
      {
        range.low = MIN (range.low, x[i]);
        range.high = MAX (range.high, x[i]);
      }
  if (range.low > range.high)
    range = (RasRange) { 0, 1 };
  return range;
}

cairo_surface_t *
ras_picture_from_values (const double *x, guint channels, guint height, guint width,
                         RasRangeMode mode, RasRange *used)
{
  RasRange range = { 0, 1 };

  g_return_val_if_fail (channels == 1 || channels == 3, NULL);
  if (mode == RAS_RANGE_RESCALE)
    range = find_range (x, (gsize) channels * height * width);
  /* A picture of one value has no range to stretch: it is shown as it is. */
  if (!(range.high > range.low))
    range = (RasRange) { 0, 1 };
  if (used)
    *used = range;
  return from_affine (x, channels, height, width, 1 / (range.high - range.low),
                      -range.low / (range.high - range.low));
}

cairo_surface_t *
ras_picture_from_bytes (const guint8 *x, guint channels, guint height, guint width)
{
  gsize plane = (gsize) height * width, stride;
  gsize step = channels == 3 ? plane : 0;
  guint32 *pixels;
  cairo_surface_t *surface;

  g_return_val_if_fail (channels == 1 || channels == 3, NULL);
  surface = new_surface (height, width, &pixels, &stride);
  for (guint row = 0; pixels && row < height; row++)
    for (guint column = 0; column < width; column++)
      {
        const guint8 *p = x + (gsize) row * width + column;

        pixels[row * stride + column] = pack (p[0], p[step], p[2 * step]);
      }
  cairo_surface_mark_dirty (surface);
  return surface;
}

cairo_surface_t *
ras_picture_from_difference (const double *a, const double *b, guint channels, guint height,
                             guint width, double gain)
{
  gsize d = (gsize) channels * height * width, stride;
  g_autofree double *difference = g_new (double, d);
  guint32 *pixels;
  cairo_surface_t *surface;

  g_return_val_if_fail (channels == 1 || channels == 3, NULL);
  for (gsize i = 0; i < d; i++)
    difference[i] = a[i] - b[i];
  if (channels == 3)
    return from_affine (difference, channels, height, width, gain / 2, 0.5);

  surface = new_surface (height, width, &pixels, &stride);
  for (gsize i = 0; pixels && i < d; i++)
    {
      RasColour colour = ras_map_diverging (gain * difference[i]);

      pixels[i / width * stride + i % width]
          = pack (to_byte (colour.r), to_byte (colour.g), to_byte (colour.b));
    }
  cairo_surface_mark_dirty (surface);
  return surface;
}

cairo_surface_t *
ras_picture_from_direction (const double *v, guint channels, guint height, guint width)
{
  gsize d = (gsize) channels * height * width;
  double largest = 0;

  g_return_val_if_fail (channels == 1 || channels == 3, NULL);
  for (gsize i = 0; i < d; i++)
    if (fabs (v[i]) > fabs (largest))
      largest = v[i];
  return from_affine (v, channels, height, width, largest != 0 ? 0.5 / largest : 0, 0.5);
}

/* --- Painting --- */

static gboolean
is_vector (cairo_t *cr)
{
  cairo_surface_type_t type = cairo_surface_get_type (cairo_get_group_target (cr));

  return type == CAIRO_SURFACE_TYPE_SVG || type == CAIRO_SURFACE_TYPE_PDF;
}

/* Each pixel as a block of `times` × `times`. */
static cairo_surface_t *
magnify (cairo_surface_t *picture, int times)
{
  int width = cairo_image_surface_get_width (picture) * times;
  int height = cairo_image_surface_get_height (picture) * times;
  cairo_surface_t *large = cairo_image_surface_create (CAIRO_FORMAT_RGB24, width, height);
  cairo_t *cr = cairo_create (large);

  cairo_scale (cr, times, times);
  cairo_set_source_surface (cr, picture, 0, 0);
  cairo_pattern_set_filter (cairo_get_source (cr), CAIRO_FILTER_NEAREST);
  cairo_paint (cr);
  cairo_destroy (cr);
  return large;
}

void
ras_picture_paint_faded (cairo_t *cr, cairo_surface_t *picture, double x, double y, double scale,
                         double opacity)
{
  cairo_surface_t *source = cairo_surface_reference (picture);

  if (opacity <= 0)
    {
      cairo_surface_destroy (source);
      return;
    }
  cairo_save (cr);
  if (is_vector (cr))
    {
      cairo_surface_destroy (source);
      source = magnify (picture, VECTOR_MAGNIFICATION);
    }
  else
    {
      cairo_user_to_device (cr, &x, &y);
      x = round (x);
      y = round (y);
      cairo_device_to_user (cr, &x, &y);
    }
  cairo_translate (cr, x, y);
  cairo_scale (cr, scale, scale);
  /* Clipped to its rectangle, so that the filter never reaches beyond the last pixel. */
  cairo_rectangle (cr, 0, 0, cairo_image_surface_get_width (picture),
                   cairo_image_surface_get_height (picture));
  cairo_clip (cr);
  if (source != picture)
    cairo_scale (cr, 1.0 / VECTOR_MAGNIFICATION, 1.0 / VECTOR_MAGNIFICATION);
  cairo_set_source_surface (cr, source, 0, 0);
  cairo_pattern_set_filter (cairo_get_source (cr), CAIRO_FILTER_NEAREST);
  if (opacity < 1)
    cairo_paint_with_alpha (cr, opacity);
  else
    cairo_paint (cr);
  cairo_restore (cr);
  cairo_surface_destroy (source);
}

void
ras_picture_paint (cairo_t *cr, cairo_surface_t *picture, double x, double y, double scale)
{
  ras_picture_paint_faded (cr, picture, x, y, scale, 1);
}

/* --- Melting --- */

/* A border pixel this close to the background, in each channel, is not told from it. */
#define MELTING_DISTANCE 0.1
/* A picture melts into the background if so large a share of its border does. */
#define MELTING_SHARE 0.2

static gboolean
is_near (guint32 pixel, RasColour colour)
{
  return fabs (((pixel >> 16) & 255) / 255.0 - colour.r) < MELTING_DISTANCE
         && fabs (((pixel >> 8) & 255) / 255.0 - colour.g) < MELTING_DISTANCE
         && fabs ((pixel & 255) / 255.0 - colour.b) < MELTING_DISTANCE;
}

gboolean
ras_picture_melts_into (cairo_surface_t *picture, RasColour background)
{
  int width = cairo_image_surface_get_width (picture);
  int height = cairo_image_surface_get_height (picture);
  gsize stride = cairo_image_surface_get_stride (picture) / sizeof (guint32);
  const guint32 *pixels = (const guint32 *) (const void *) cairo_image_surface_get_data (picture);
  guint near = 0, all = 0;

  for (int y = 0; y < height; y++)
    for (int x = 0; x < width; x += y == 0 || y == height - 1 ? 1 : MAX (width - 1, 1))
      {
        near += is_near (pixels[y * stride + x], background);
        all++;
      }
  return near > MELTING_SHARE * all;
}
