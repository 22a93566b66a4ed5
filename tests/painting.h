/* Looking at what a chart paints. */
#pragma once

#include <cairo.h>
#include <glib.h>

/* Free space around the chart in test_paint(). */
#define TEST_MARGIN 20

static inline guint32
test_pixel_at (cairo_surface_t *surface, int x, int y)
{
  const guint8 *data = cairo_image_surface_get_data (surface);
  int stride = cairo_image_surface_get_stride (surface);

  return ((const guint32 *) (const void *) (data + y * stride))[x];
}

/* What `draw` paints at an offset of TEST_MARGIN on a transparent surface with as much to spare
 * all around. */
static inline cairo_surface_t *
test_paint (void (*draw) (cairo_t *cr, gconstpointer chart, double width, double height),
            gconstpointer chart, int width, int height)
{
  cairo_surface_t *surface = cairo_image_surface_create (
      CAIRO_FORMAT_ARGB32, width + 2 * TEST_MARGIN, height + 2 * TEST_MARGIN);
  cairo_t *cr = cairo_create (surface);

  cairo_translate (cr, TEST_MARGIN, TEST_MARGIN);
  draw (cr, chart, width, height);
  g_assert_cmpint (cairo_status (cr), ==, CAIRO_STATUS_SUCCESS);
  cairo_destroy (cr);
  cairo_surface_flush (surface);
  return surface;
}

static inline guint
test_count_painted (cairo_surface_t *surface, int left, int top, int right, int bottom)
{
  guint painted = 0;

  for (int y = top; y < bottom; y++)
    for (int x = left; x < right; x++)
      painted += test_pixel_at (surface, x, y) != 0;
  return painted;
}

/* Nothing in the margin, and at least `least` pixels within. Takes the surface. */
static inline void
assert_paints_inside (cairo_surface_t *surface, int width, int height, guint least)
{
  guint all = test_count_painted (surface, 0, 0, width + 2 * TEST_MARGIN,
                                  height + 2 * TEST_MARGIN);
  guint inside = test_count_painted (surface, TEST_MARGIN, TEST_MARGIN, width + TEST_MARGIN,
                                     height + TEST_MARGIN);

  g_assert_cmpuint (all, ==, inside);
  g_assert_cmpuint (inside, >=, least);
  cairo_surface_destroy (surface);
}
