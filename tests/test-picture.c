#include "picture.h"

#include <math.h>

/* The pixel of an RGB24 image surface as 0xrrggbb. */
static guint32
pixel_at (cairo_surface_t *surface, int x, int y)
{
  const guint8 *data = cairo_image_surface_get_data (surface);
  int stride = cairo_image_surface_get_stride (surface);

  g_assert_nonnull (data);
  return ((const guint32 *) (const void *) (data + y * stride))[x] & 0xffffff;
}

static void
test_bytes (void)
{
  const guint8 x[] = { 1, 2, 3, 4, 5, 6, 11, 12, 13, 14, 15, 16, 21, 22, 23, 24, 25, 26 };
  cairo_surface_t *colour = ras_picture_from_bytes (x, 3, 2, 3);
  cairo_surface_t *grey = ras_picture_from_bytes (x, 1, 3, 6);

  g_assert_cmpint (cairo_image_surface_get_width (colour), ==, 3);
  g_assert_cmpint (cairo_image_surface_get_height (colour), ==, 2);
  g_assert_cmphex (pixel_at (colour, 0, 0), ==, 0x010b15);
  g_assert_cmphex (pixel_at (colour, 2, 1), ==, 0x06101a);
  g_assert_cmphex (pixel_at (grey, 5, 2), ==, 0x1a1a1a);
  cairo_surface_destroy (colour);
  cairo_surface_destroy (grey);
}

/* Bytes and the same values as doubles give the same picture. */
static void
test_values_agree_with_bytes (void)
{
  guint8 bytes[256];
  double values[256];
  cairo_surface_t *a, *b;

  for (int i = 0; i < 256; i++)
    {
      bytes[i] = i;
      values[i] = i / 255.0;
    }
  a = ras_picture_from_bytes (bytes, 1, 16, 16);
  b = ras_picture_from_values (values, 1, 16, 16, RAS_RANGE_CLIP, NULL);
  for (int i = 0; i < 256; i++)
    g_assert_cmphex (pixel_at (a, i % 16, i / 16), ==, pixel_at (b, i % 16, i / 16));
  cairo_surface_destroy (a);
  cairo_surface_destroy (b);
}

static void
test_ranges (void)
{
  const double x[] = { -1, 0, 0.5, 3, NAN, INFINITY };
  const double flat[] = { 0.2, 0.2, 0.2, 0.2 };
  RasRange used;
  cairo_surface_t *surface = ras_picture_from_values (x, 1, 1, 6, RAS_RANGE_CLIP, &used);

  g_assert_cmpfloat (used.low, ==, 0);
  g_assert_cmpfloat (used.high, ==, 1);
  g_assert_cmphex (pixel_at (surface, 0, 0), ==, 0);
  g_assert_cmphex (pixel_at (surface, 2, 0), ==, 0x808080);
  g_assert_cmphex (pixel_at (surface, 3, 0), ==, 0xffffff);
  g_assert_cmphex (pixel_at (surface, 4, 0), ==, 0);
  g_assert_cmphex (pixel_at (surface, 5, 0), ==, 0xffffff);
  cairo_surface_destroy (surface);

  surface = ras_picture_from_values (x, 1, 1, 4, RAS_RANGE_RESCALE, &used);
  g_assert_cmpfloat (used.low, ==, -1);
  g_assert_cmpfloat (used.high, ==, 3);
  g_assert_cmphex (pixel_at (surface, 0, 0), ==, 0);
  g_assert_cmphex (pixel_at (surface, 1, 0), ==, 0x404040);
  g_assert_cmphex (pixel_at (surface, 3, 0), ==, 0xffffff);
  cairo_surface_destroy (surface);

  surface = ras_picture_from_values (flat, 1, 2, 2, RAS_RANGE_RESCALE, &used);
  g_assert_cmpfloat (used.high, ==, 1);
  g_assert_cmphex (pixel_at (surface, 1, 1), ==, 0x333333);
  cairo_surface_destroy (surface);
}

static void
test_difference (void)
{
  const double a[] = { 0.5, 0.6, 0.5 }, b[] = { 0.5, 0.5, 0.6 };
  cairo_surface_t *grey = ras_picture_from_difference (a, b, 1, 1, 3, 10);
  cairo_surface_t *colour = ras_picture_from_difference (a, b, 3, 1, 1, 10);
  guint32 more = pixel_at (grey, 1, 0), less = pixel_at (grey, 2, 0);

  g_assert_cmphex (pixel_at (grey, 0, 0), ==, 0xf7f7f7);
  g_assert_cmpuint (more >> 16, >, more & 0xff);
  g_assert_cmpuint (less >> 16, <, less & 0xff);
  g_assert_cmphex (pixel_at (colour, 0, 0), ==, 0x80ff00);
  cairo_surface_destroy (grey);
  cairo_surface_destroy (colour);
}

/* v and −v are the same direction and look the same. */
static void
test_direction (void)
{
  const double v[] = { 0.1, -0.4, 0, 0.2 }, minus_v[] = { -0.1, 0.4, 0, -0.2 };
  const double zero[4] = { 0 };
  cairo_surface_t *a = ras_picture_from_direction (v, 1, 2, 2);
  cairo_surface_t *b = ras_picture_from_direction (minus_v, 1, 2, 2);
  cairo_surface_t *c = ras_picture_from_direction (zero, 1, 2, 2);

  g_assert_cmphex (pixel_at (a, 1, 0), ==, 0xffffff);
  g_assert_cmphex (pixel_at (a, 0, 1), ==, 0x808080);
  g_assert_cmphex (pixel_at (a, 1, 1), ==, 0x404040);
  for (int i = 0; i < 4; i++)
    g_assert_cmphex (pixel_at (a, i % 2, i / 2), ==, pixel_at (b, i % 2, i / 2));
  g_assert_cmphex (pixel_at (c, 0, 0), ==, 0x808080);
  cairo_surface_destroy (a);
  cairo_surface_destroy (b);
  cairo_surface_destroy (c);
}

/* At an integer scale every device pixel is exactly its picture pixel, nothing outside is
 * touched, and a fractional corner moves to a whole pixel. */
static void
test_paint (void)
{
  const guint8 x[] = { 0, 255, 200, 17, 90, 140 };
  cairo_surface_t *picture = ras_picture_from_bytes (x, 1, 2, 3);
  cairo_surface_t *target = cairo_image_surface_create (CAIRO_FORMAT_RGB24, 40, 30);
  cairo_t *cr = cairo_create (target);

  cairo_set_source_rgb (cr, 0, 0, 1);
  cairo_paint (cr);
  ras_picture_paint (cr, picture, 4.3, 6.8, 5);
  cairo_surface_flush (target);
  for (int row = 0; row < 30; row++)
    for (int column = 0; column < 40; column++)
      {
        gboolean inside = column >= 4 && column < 19 && row >= 7 && row < 17;
        guint32 expected
            = inside ? pixel_at (picture, (column - 4) / 5, (row - 7) / 5) : 0x0000ff;

        g_assert_cmphex (pixel_at (target, column, row), ==, expected);
      }
  ras_picture_paint_faded (cr, picture, 20, 7, 5, 0);
  g_assert_cmphex (pixel_at (target, 26, 8), ==, 0x0000ff);
  ras_picture_paint_faded (cr, picture, 20, 7, 5, 0.5);
  g_assert_cmphex (pixel_at (target, 21, 8) & 0xffff00, ==, 0);
  g_assert_cmpuint (pixel_at (target, 21, 8), >, 0x70);
  g_assert_cmpuint (pixel_at (target, 21, 8), <, 0x90);
  cairo_destroy (cr);
  cairo_surface_destroy (target);
  cairo_surface_destroy (picture);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/picture/bytes", test_bytes);
  g_test_add_func ("/picture/values-agree-with-bytes", test_values_agree_with_bytes);
  g_test_add_func ("/picture/ranges", test_ranges);
  g_test_add_func ("/picture/difference", test_difference);
  g_test_add_func ("/picture/direction", test_direction);
  g_test_add_func ("/picture/paint", test_paint);
  return g_test_run ();
}
