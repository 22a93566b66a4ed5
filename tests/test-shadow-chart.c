#include "shadow-chart.h"

#include <math.h>

#include "painting.h"

#define N 60

static double points[2][2 * N];

/* Two clouds six apart, the second wider; afterwards both are in the middle and alike. */
static RasShadowChart
make_chart (void)
{
  RasShadowChart chart = { .style = ras_style_get (RAS_STYLE_SCREEN_LIGHT),
                           .eraser_name = "leace",
                           .titles = { "Before", "After" },
                           .names = { "circle", "square" },
                           .x_title = "between the means",
                           .y_title = "covariances differ",
                           .sides = { TRUE, TRUE },
                           .image_name = "this image",
                           .image = { { 3, 1 }, { 0, 1 } } };
  GRand *random = g_rand_new_with_seed (1);

  for (guint i = 0; i < 2; i++)
    {
      for (guint p = 0; p < 2 * N; p++)
        points[i][p] = g_rand_double_range (random, -1, 1);
      for (guint side = 0; side < RAS_SHADOW_N_SIDES; side++)
        chart.groups[side][i] = (RasShadowGroup) { N, points[i], { 0 }, { 1, 0, 1 } };
    }
  chart.groups[RAS_SHADOW_BEFORE][0].mean[0] = 3;
  chart.groups[RAS_SHADOW_BEFORE][1].mean[0] = -3;
  chart.groups[RAS_SHADOW_BEFORE][1].covariance[2] = 4;
  g_rand_free (random);
  return chart;
}

static void
draw_cb (cairo_t *cr, gconstpointer chart, double width, double height)
{
  ras_shadow_chart_draw (chart, cr, width, height);
}

static void
test_ellipse (void)
{
  const double round[] = { 4, 0, 4 }, flat[] = { 1, 0, 9 }, slanted[] = { 5, 4, 5 };
  const double line[] = { 1, 1, 1 }, nothing[] = { 0, 0, 0 };
  double radii[2], angle;

  ras_shadow_chart_get_ellipse (round, radii, &angle);
  g_assert_cmpfloat_with_epsilon (radii[0], 2, 1e-12);
  g_assert_cmpfloat_with_epsilon (radii[1], 2, 1e-12);
  ras_shadow_chart_get_ellipse (flat, radii, &angle);
  g_assert_cmpfloat_with_epsilon (radii[0], 3, 1e-12);
  g_assert_cmpfloat_with_epsilon (radii[1], 1, 1e-12);
  g_assert_cmpfloat_with_epsilon (angle, G_PI / 2, 1e-12);
  ras_shadow_chart_get_ellipse (slanted, radii, &angle);
  g_assert_cmpfloat_with_epsilon (radii[0], 3, 1e-12);
  g_assert_cmpfloat_with_epsilon (radii[1], 1, 1e-12);
  g_assert_cmpfloat_with_epsilon (angle, G_PI / 4, 1e-12);
  ras_shadow_chart_get_ellipse (line, radii, &angle);
  g_assert_cmpfloat_with_epsilon (radii[1], 0, 1e-12);
  ras_shadow_chart_get_ellipse (nothing, radii, &angle);
  g_assert_cmpfloat (radii[0], ==, 0);
}

/* The same value stands at the same height and as far from the left of its half. */
static void
test_same_scales (void)
{
  RasShadowChart chart = make_chart ();
  const double low[] = { -3, -1 }, high[] = { 3, 2 };
  double at[RAS_SHADOW_N_SIDES][2][2];

  for (guint side = 0; side < RAS_SHADOW_N_SIDES; side++)
    {
      g_assert_true (ras_shadow_chart_place (&chart, 400, 240, side, low, at[side][0]));
      g_assert_true (ras_shadow_chart_place (&chart, 400, 240, side, high, at[side][1]));
    }
  g_assert_cmpfloat (at[0][0][0], <, at[0][1][0]);
  g_assert_cmpfloat (at[0][0][1], >, at[0][1][1]);
  g_assert_cmpfloat (at[0][1][0], <, at[1][0][0]);
  for (guint i = 0; i < 2; i++)
    g_assert_cmpfloat_with_epsilon (at[0][i][1], at[1][i][1], 1e-9);
  g_assert_cmpfloat_with_epsilon (at[0][1][0] - at[0][0][0], at[1][1][0] - at[1][0][0], 1e-9);
  g_assert_false (ras_shadow_chart_place (&chart, 20, 20, 0, low, at[0][0]));
}

static int
count_blue (cairo_surface_t *surface, double x, double y)
{
  int n = 0;

  for (int dy = -2; dy <= 2; dy++)
    for (int dx = -2; dx <= 2; dx++)
      {
        guint32 pixel = test_pixel_at (surface, (int) x + dx, (int) y + dy);

        n += (int) (pixel & 255) > (int) (pixel >> 16 & 255) + 60;
      }
  return n;
}

/* The first class's mean is a disc in the eraser's colour, where it is, on each side. */
static void
test_means (void)
{
  RasShadowChart chart = make_chart ();
  cairo_surface_t *surface;

  chart.image_name = NULL;
  chart.groups[RAS_SHADOW_AFTER][1].mean[0] = 1.5;
  surface = test_paint (draw_cb, &chart, 600, 300);
  for (guint side = 0; side < RAS_SHADOW_N_SIDES; side++)
    for (guint i = 0; i < 2; i++)
      {
        double at[2];

        ras_shadow_chart_place (&chart, 600, 300, side, chart.groups[side][i].mean, at);
        if (i == 0)
          g_assert_cmpint (count_blue (surface, at[0] + TEST_MARGIN, at[1] + TEST_MARGIN), >, 15);
        else
          g_assert_cmpint (count_blue (surface, at[0] + TEST_MARGIN, at[1] + TEST_MARGIN), <, 5);
      }
  cairo_surface_destroy (surface);
}

static void
test_unknown_side (void)
{
  RasShadowChart chart = make_chart ();
  cairo_surface_t *surface;
  double at[2], middle[] = { 0, 0 };

  chart.image_name = NULL;
  chart.sides[RAS_SHADOW_AFTER] = FALSE;
  surface = test_paint (draw_cb, &chart, 600, 300);
  ras_shadow_chart_place (&chart, 600, 300, RAS_SHADOW_AFTER, middle, at);
  g_assert_cmpint (count_blue (surface, at[0] + TEST_MARGIN, at[1] + TEST_MARGIN), ==, 0);
  cairo_surface_destroy (surface);
}

static void
test_paints_inside (void)
{
  static const int sizes[][2] = { { 300, 160 }, { 400, 240 }, { 1600, 600 } };
  RasShadowChart chart = make_chart ();

  chart.names[0] = "a class with a name that is far longer than any legend has room for";
  chart.image[RAS_SHADOW_BEFORE][0] = 40;
  for (RasStyleKind kind = 0; kind < RAS_N_STYLES; kind++)
    for (guint i = 0; i < G_N_ELEMENTS (sizes); i++)
      {
        chart.style = ras_style_get (kind);
        assert_paints_inside (test_paint (draw_cb, &chart, sizes[i][0], sizes[i][1]), sizes[i][0],
                              sizes[i][1], 500);
      }
}

/* One image a class: both in one place, and no spread at all. */
static void
test_single_images (void)
{
  RasShadowChart chart = make_chart ();
  const double nowhere[] = { 0, 0 };
  double at[2];

  chart.image_name = NULL;
  for (guint side = 0; side < RAS_SHADOW_N_SIDES; side++)
    for (guint i = 0; i < 2; i++)
      chart.groups[side][i] = (RasShadowGroup) { 1, nowhere, { 0 }, { 0 } };
  g_assert_true (ras_shadow_chart_place (&chart, 400, 240, 0, nowhere, at));
  g_assert_true (isfinite (at[0]) && isfinite (at[1]));
  assert_paints_inside (test_paint (draw_cb, &chart, 400, 240), 400, 240, 500);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/shadow-chart/ellipse", test_ellipse);
  g_test_add_func ("/shadow-chart/same-scales", test_same_scales);
  g_test_add_func ("/shadow-chart/means", test_means);
  g_test_add_func ("/shadow-chart/unknown-side", test_unknown_side);
  g_test_add_func ("/shadow-chart/paints-inside", test_paints_inside);
  g_test_add_func ("/shadow-chart/single-images", test_single_images);
  return g_test_run ();
}
