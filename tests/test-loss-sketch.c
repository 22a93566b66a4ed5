#include "loss-sketch.h"

#include <math.h>
#include <string.h>

#define WIDTH 120
#define HEIGHT 40

static const double loss[] = { 1, 0.3, 0.1, 0.05, 0.03 };
static const double part[] = { 0, 0.02, 0.01, 1e-9, 0.002 };

static RasLossSketch
make_sketch (void)
{
  return (RasLossSketch) { .style = ras_style_get (RAS_STYLE_SCREEN_LIGHT),
                           .eraser_name = "gradient",
                           .n = G_N_ELEMENTS (loss),
                           .loss = loss,
                           .n_parts = 1,
                           .parts = { part } };
}

static cairo_surface_t *
paint (const RasLossSketch *sketch)
{
  cairo_surface_t *surface = cairo_image_surface_create (CAIRO_FORMAT_RGB24, WIDTH + 20, HEIGHT + 20);
  cairo_t *cr = cairo_create (surface);

  cairo_set_source_rgb (cr, 1, 1, 1);
  cairo_paint (cr);
  cairo_translate (cr, 10, 10);
  ras_loss_sketch_draw (sketch, cr, WIDTH, HEIGHT);
  g_assert_cmpint (cairo_status (cr), ==, CAIRO_STATUS_SUCCESS);
  cairo_destroy (cr);
  cairo_surface_flush (surface);
  return surface;
}

static guint32
pixel (cairo_surface_t *surface, int x, int y)
{
  const guint8 *row = cairo_image_surface_get_data (surface)
                      + (gsize) y * cairo_image_surface_get_stride (surface);
  guint32 value;

  memcpy (&value, row + 4 * (gsize) x, 4);
  return value & 0xffffff;
}

/* More red than green: the eraser's purple, which neither grid nor parts have. */
static gboolean
is_purple (guint32 value)
{
  return (value >> 16) > ((value >> 8) & 255) + 30;
}

/* The topmost purple pixel of a column, from the top of the sketch; −1: none. */
static int
top_of_loss (cairo_surface_t *surface, int x)
{
  for (int y = 0; y < HEIGHT; y++)
    if (is_purple (pixel (surface, 10 + x, 10 + y)))
      return y;
  return -1;
}

static void
test_range (void)
{
  RasLossSketch sketch = make_sketch ();
  double low, high;

  g_assert_true (ras_loss_sketch_get_range (&sketch, &low, &high));
  g_assert_cmpfloat (high, ==, 1);
  g_assert_cmpfloat_with_epsilon (low, 1e-4, 1e-12);
  sketch.n_parts = 0;
  g_assert_true (ras_loss_sketch_get_range (&sketch, &low, &high));
  g_assert_cmpfloat_with_epsilon (low, 0.03, 1e-12);
  sketch.n = 1;
  g_assert_true (ras_loss_sketch_get_range (&sketch, &low, &high));
  g_assert_cmpfloat_with_epsilon (low, 0.1, 1e-12);
  sketch.n = 0;
  g_assert_false (ras_loss_sketch_get_range (&sketch, &low, &high));
}

/* The loss falls from the top left to the right, and nothing is painted outside. */
static void
test_paint (void)
{
  RasLossSketch sketch = make_sketch ();
  cairo_surface_t *surface = paint (&sketch);

  g_assert_cmpint (top_of_loss (surface, 1), >=, 0);
  g_assert_cmpint (top_of_loss (surface, 1), <, 5);
  g_assert_cmpint (top_of_loss (surface, WIDTH - 3), >, top_of_loss (surface, WIDTH / 2));
  for (int x = 0; x < WIDTH + 20; x++)
    for (int y = 0; y < 8; y++)
      {
        g_assert_cmphex (pixel (surface, x, y), ==, 0xffffff);
        g_assert_cmphex (pixel (surface, x, HEIGHT + 19 - y), ==, 0xffffff);
      }
  cairo_surface_destroy (surface);
}

/* Few steps in room for many stay at the left. */
static void
test_room (void)
{
  RasLossSketch sketch = make_sketch ();
  cairo_surface_t *surface;

  sketch.room = 40;
  surface = paint (&sketch);
  g_assert_cmpint (top_of_loss (surface, 2), >=, 0);
  g_assert_cmpint (top_of_loss (surface, WIDTH / 2), ==, -1);
  cairo_surface_destroy (surface);
}

/* Values that are not numbers, none at all and no room do no harm. */
static void
test_odd (void)
{
  const double odd[] = { NAN, INFINITY, 0, -1, 0.5 };
  RasLossSketch sketch = make_sketch ();

  sketch.loss = odd;
  cairo_surface_destroy (paint (&sketch));
  sketch.parts[0] = odd;
  cairo_surface_destroy (paint (&sketch));
  sketch.n = 4;
  cairo_surface_destroy (paint (&sketch));
  sketch.n = 0;
  cairo_surface_destroy (paint (&sketch));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/loss-sketch/range", test_range);
  g_test_add_func ("/loss-sketch/paint", test_paint);
  g_test_add_func ("/loss-sketch/room", test_room);
  g_test_add_func ("/loss-sketch/odd", test_odd);
  return g_test_run ();
}
