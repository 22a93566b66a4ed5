#include "strip.h"

#include <math.h>

#include "picture.h"

static cairo_surface_t *red, *blue;

/* Even directions are red, odd ones blue. */
static cairo_surface_t *
get_tile (guint i, gpointer user_data)
{
  guint *largest = user_data;

  g_assert_cmpuint (i, >=, 1);
  *largest = MAX (*largest, i);
  return i % 2 == 0 ? red : blue;
}

static RasStrip
make_strip (guint *largest, double width)
{
  return (RasStrip) { .style = ras_style_get (RAS_STYLE_SCREEN_LIGHT),
                      .axis = { 40, width - 40, 3063 }, .length = 320, .rank = 30, .pixels = 32,
                      .scale = 1, .tile = get_tile, .user_data = largest };
}

static cairo_surface_t *
draw (const RasStrip *strip, int width)
{
  cairo_surface_t *surface = cairo_image_surface_create (
      CAIRO_FORMAT_RGB24, width, (int) ceil (ras_strip_get_height (strip)) + 10);
  cairo_t *cr = cairo_create (surface);

  cairo_set_source_rgb (cr, 1, 1, 1);
  cairo_paint (cr);
  ras_strip_draw (strip, cr);
  g_assert_cmpint (cairo_status (cr), ==, CAIRO_STATUS_SUCCESS);
  cairo_destroy (cr);
  cairo_surface_flush (surface);
  return surface;
}

static guint32
pixel_at (cairo_surface_t *surface, double x, double y)
{
  const guint8 *data = cairo_image_surface_get_data (surface);
  int stride = cairo_image_surface_get_stride (surface);

  return ((const guint32 *) (const void *) (data + (int) y * stride))[(int) x] & 0xffffff;
}

static void
test_choice (void)
{
  static const double widths[] = { 300, 700, 1600, 3800 };
  guint largest = 0, previous_n = 0;

  for (guint i = 0; i < G_N_ELEMENTS (widths); i++)
    {
      RasStrip strip = make_strip (&largest, widths[i]);
      g_autoptr (GArray) chosen = ras_strip_choose_directions (&strip);
      double previous = -INFINITY;

      g_assert_cmpuint (chosen->len, >, previous_n);
      g_assert_cmpuint (g_array_index (chosen, guint, 0), ==, 1);
      for (guint k = 0; k < chosen->len; k++)
        {
          guint direction = g_array_index (chosen, guint, k);
          double centre = ras_rank_axis_get_position (&strip.axis, direction);

          g_assert_cmpuint (direction, <=, 3063);
          g_assert_cmpfloat (centre - previous, >, 32);
          previous = centre;
        }
      previous_n = chosen->len;
    }
}

/* Removed directions in full, later ones faded, those that are not there yet never asked for;
 * the last removed one stands at its rank, framed. */
static void
test_draw (void)
{
  guint largest = 0;
  RasStrip strip = make_strip (&largest, 900);
  RasColour colour = ras_look_for ("alf-qleace", strip.style).colour;
  double at_1, at_30, at_200;
  cairo_surface_t *surface;

  strip.length = 210;
  surface = draw (&strip, 900);
  at_1 = ras_rank_axis_get_position (&strip.axis, 1);
  at_30 = ras_rank_axis_get_position (&strip.axis, 30);
  at_200 = ras_rank_axis_get_position (&strip.axis, 200);
  g_assert_cmphex (pixel_at (surface, at_1, 18), ==, 0x0000ff);
  g_assert_cmphex (pixel_at (surface, at_30, 18), ==, 0xff0000);
  g_assert_cmphex (pixel_at (surface, at_200, 18) >> 16, ==, 0xff);
  g_assert_cmphex (pixel_at (surface, at_200, 18) & 0xff, >, 0x80);
  g_assert_cmpint (ABS ((int) (pixel_at (surface, round (at_30 - 16) - 1, 18) & 255)
                        - (int) (colour.b * 255)), <=, 2);
  g_assert_cmpuint (largest, <=, 210);
  cairo_surface_destroy (surface);
}

static void
test_nothing_removed (void)
{
  guint largest = 0;
  RasStrip strip = make_strip (&largest, 900);
  cairo_surface_t *surface;

  strip.rank = 0;
  surface = draw (&strip, 900);
  g_assert_cmphex (pixel_at (surface, ras_rank_axis_get_position (&strip.axis, 1), 18), !=,
                   0x0000ff);
  cairo_surface_destroy (surface);
  strip.length = strip.rank = largest = 0;
  surface = draw (&strip, 900);
  g_assert_cmpuint (largest, ==, 0);
  cairo_surface_destroy (surface);
}

/* Nothing is painted below the height it asks for, in any style. */
static void
test_height (void)
{
  for (RasStyleKind kind = 0; kind < RAS_N_STYLES; kind++)
    {
      guint largest = 0;
      RasStrip strip = make_strip (&largest, 900);
      int height;
      cairo_surface_t *surface;

      strip.style = ras_style_get (kind);
      surface = draw (&strip, 900);
      height = (int) ceil (ras_strip_get_height (&strip));
      for (int y = height; y < height + 10; y++)
        for (int x = 0; x < 900; x++)
          g_assert_cmphex (pixel_at (surface, x, y), ==, 0xffffff);
      cairo_surface_destroy (surface);
    }
}

static void
test_hits (void)
{
  guint largest = 0;
  RasStrip strip = make_strip (&largest, 900);
  double at_30 = ras_rank_axis_get_position (&strip.axis, 30);

  g_assert_cmpuint (ras_strip_get_direction_at (&strip, at_30, 18), ==, 30);
  g_assert_cmpuint (ras_strip_get_direction_at (&strip, at_30 + 14, 18), ==, 30);
  g_assert_cmpuint (ras_strip_get_direction_at (
                        &strip, ras_rank_axis_get_position (&strip.axis, 1), 18), ==, 1);
  g_assert_cmpuint (ras_strip_get_direction_at (&strip, at_30, 60), ==, 0);
  g_assert_cmpuint (ras_strip_get_direction_at (&strip, 2, 18), ==, 0);
  /* Not there yet. */
  g_assert_cmpuint (ras_strip_get_direction_at (
                        &strip, ras_rank_axis_get_position (&strip.axis, 1000), 18), ==, 0);
}

int
main (int argc, char **argv)
{
  double plane[3 * 32 * 32] = { 0 };
  int result;

  for (int i = 0; i < 32 * 32; i++)
    plane[i] = 1;
  red = ras_picture_from_values (plane, 3, 32, 32, RAS_RANGE_CLIP, NULL);
  for (int i = 0; i < 32 * 32; i++)
    {
      plane[i] = 0;
      plane[2 * 32 * 32 + i] = 1;
    }
  blue = ras_picture_from_values (plane, 3, 32, 32, RAS_RANGE_CLIP, NULL);
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/strip/choice", test_choice);
  g_test_add_func ("/strip/draw", test_draw);
  g_test_add_func ("/strip/nothing-removed", test_nothing_removed);
  g_test_add_func ("/strip/height", test_height);
  g_test_add_func ("/strip/hits", test_hits);
  result = g_test_run ();
  cairo_surface_destroy (red);
  cairo_surface_destroy (blue);
  return result;
}
