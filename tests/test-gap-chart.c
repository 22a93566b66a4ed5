#include "gap-chart.h"

#include <math.h>

#define LENGTH 400

static double gap[LENGTH + 1];

static RasGapChart
make_chart (RasStyleKind kind)
{
  return (RasGapChart) { .style = ras_style_get (kind), .gap = gap, .length = LENGTH, .rank = 29,
                         .max_rank = 3063, .inset_left = 40, .inset_right = 25 };
}

static guint32
pixel_at (cairo_surface_t *surface, int x, int y)
{
  const guint8 *data = cairo_image_surface_get_data (surface);
  int stride = cairo_image_surface_get_stride (surface);

  return ((const guint32 *) (const void *) (data + y * stride))[x];
}

/* The chart at an offset of 20 on a transparent surface with 20 to spare all around. */
static cairo_surface_t *
draw (const RasGapChart *chart, int width, int height)
{
  cairo_surface_t *surface
      = cairo_image_surface_create (CAIRO_FORMAT_ARGB32, width + 40, height + 40);
  cairo_t *cr = cairo_create (surface);

  cairo_translate (cr, 20, 20);
  ras_gap_chart_draw (chart, cr, width, height);
  g_assert_cmpint (cairo_status (cr), ==, CAIRO_STATUS_SUCCESS);
  cairo_destroy (cr);
  cairo_surface_flush (surface);
  return surface;
}

static void
assert_only_inside (cairo_surface_t *surface, int width, int height)
{
  guint painted = 0;

  for (int y = 0; y < height + 40; y++)
    for (int x = 0; x < width + 40; x++)
      if (x >= 20 && x < width + 20 && y >= 20 && y < height + 20)
        painted += pixel_at (surface, x, y) != 0;
      else
        g_assert_cmphex (pixel_at (surface, x, y), ==, 0);
  g_assert_cmpuint (painted, >, 100);
}

static void
test_find_rank (void)
{
  const double exact[] = { 1, 0.5, 0.1, 0.01 };

  g_assert_cmpint (ras_gap_chart_find_rank (exact, 3, 0), ==, 0);
  g_assert_cmpint (ras_gap_chart_find_rank (exact, 3, 0.5), ==, 1);
  g_assert_cmpint (ras_gap_chart_find_rank (exact, 3, 0.9), ==, 2);
  g_assert_cmpint (ras_gap_chart_find_rank (exact, 3, 0.99), ==, 3);
  g_assert_cmpint (ras_gap_chart_find_rank (exact, 3, 0.999), ==, -1);
  g_assert_cmpint (ras_gap_chart_find_rank (exact, 1, 0.9), ==, -1);
  g_assert_cmpint (ras_gap_chart_find_rank (NULL, 0, 0.9), ==, -1);
}

/* With insets given, ranks stand exactly where the caller's axis has them. */
static void
test_aligned (void)
{
  RasGapChart chart = make_chart (RAS_STYLE_SCREEN_LIGHT);
  RasRankAxis shared = { 40, 575, 3063 };
  RasGapChartLayout layout;

  ras_gap_chart_layout (&chart, 600, 200, &layout);
  g_assert_cmpfloat (layout.ranks.left, ==, shared.left);
  g_assert_cmpfloat (layout.ranks.right, ==, shared.right);
  g_assert_cmpfloat (layout.marker_x, ==, ras_rank_axis_get_position (&shared, 29));
  g_assert_cmpfloat_with_epsilon (ras_value_axis_get_value (&layout.gaps, layout.marker_y),
                                  gap[29], 1e-9);
  g_assert_cmpfloat (layout.gaps.to, <, layout.gaps.from);
  g_assert_cmpfloat (layout.gaps.from, <, 200);
}

/* A marker never leaves the path, and a plot of the whole path has none. */
static void
test_marker_limits (void)
{
  RasGapChart chart = make_chart (RAS_STYLE_SCREEN_LIGHT);
  RasGapChartLayout layout;

  chart.rank = 2000;
  ras_gap_chart_layout (&chart, 600, 200, &layout);
  g_assert_cmpfloat (layout.marker_x, ==, ras_rank_axis_get_position (&layout.ranks, LENGTH));
  chart.hide_rank = TRUE;
  ras_gap_chart_layout (&chart, 600, 200, &layout);
  g_assert_true (isnan (layout.marker_x));
}

/* The level aimed at next is in sight, and the axis keeps still between the levels. */
static void
test_range (void)
{
  RasGapChart chart = make_chart (RAS_STYLE_SCREEN_LIGHT);
  RasGapChartLayout a, b;

  chart.length = 3;
  ras_gap_chart_layout (&chart, 600, 200, &a);
  g_assert_cmpfloat (a.gaps.low, <, 0.1);
  g_assert_cmpfloat (a.gaps.low, >, 0.01);
  chart.length = 5;
  ras_gap_chart_layout (&chart, 600, 200, &b);
  g_assert_cmpfloat (a.gaps.low, ==, b.gaps.low);
  chart.length = LENGTH;
  ras_gap_chart_layout (&chart, 600, 200, &b);
  g_assert_cmpfloat (b.gaps.low, <, gap[LENGTH]);
}

/* The pixel under the middle of the marker has the eraser's colour, in every style and size. */
static void
test_marker_is_painted (void)
{
  static const int widths[] = { 300, 640, 1600 };

  for (RasStyleKind kind = 0; kind < RAS_N_STYLES; kind++)
    for (guint i = 0; i < G_N_ELEMENTS (widths); i++)
      {
        RasGapChart chart = make_chart (kind);
        RasColour colour = ras_look_for ("alf-qleace", chart.style).colour;
        cairo_surface_t *surface = draw (&chart, widths[i], 240);
        RasGapChartLayout layout;
        guint32 pixel;

        ras_gap_chart_layout (&chart, widths[i], 240, &layout);
        pixel = pixel_at (surface, 20 + (int) layout.marker_x, 20 + (int) layout.marker_y);
        g_assert_cmpint (ABS ((int) ((pixel >> 16) & 255) - (int) (colour.r * 255)), <=, 2);
        g_assert_cmpint (ABS ((int) ((pixel >> 8) & 255) - (int) (colour.g * 255)), <=, 2);
        g_assert_cmpint (ABS ((int) (pixel & 255) - (int) (colour.b * 255)), <=, 2);
        assert_only_inside (surface, widths[i], 240);
        cairo_surface_destroy (surface);
      }
}

static void
test_empty (void)
{
  RasGapChart chart = make_chart (RAS_STYLE_SCREEN_DARK);
  cairo_surface_t *surface;
  RasGapChartLayout layout;

  chart.gap = NULL;
  chart.length = 0;
  chart.empty = "Nothing has been fitted yet.";
  chart.title = "A title";
  chart.inset_left = chart.inset_right = -1;
  ras_gap_chart_layout (&chart, 400, 160, &layout);
  g_assert_true (isnan (layout.marker_x));
  surface = draw (&chart, 400, 160);
  assert_only_inside (surface, 400, 160);
  cairo_surface_destroy (surface);
}

/* Absurd sizes and paths are drawn somehow, but neither crash nor leave their place. */
static void
test_extremes (void)
{
  RasGapChart chart = make_chart (RAS_STYLE_SCREEN_LIGHT);
  const double one[] = { 1 }, zero[] = { 1, 0 };
  cairo_surface_t *surface = draw (&chart, 60, 30);

  cairo_surface_destroy (surface);
  chart.gap = one;
  chart.length = chart.rank = 0;
  chart.max_rank = 1;
  surface = draw (&chart, 300, 120);
  assert_only_inside (surface, 300, 120);
  cairo_surface_destroy (surface);
  chart.gap = zero;
  chart.length = chart.rank = 1;
  surface = draw (&chart, 300, 120);
  assert_only_inside (surface, 300, 120);
  cairo_surface_destroy (surface);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  for (int r = 0; r <= LENGTH; r++)
    gap[r] = 1 / (1 + 0.6 * r);
  g_test_add_func ("/gap-chart/find-rank", test_find_rank);
  g_test_add_func ("/gap-chart/aligned", test_aligned);
  g_test_add_func ("/gap-chart/marker-limits", test_marker_limits);
  g_test_add_func ("/gap-chart/range", test_range);
  g_test_add_func ("/gap-chart/marker-is-painted", test_marker_is_painted);
  g_test_add_func ("/gap-chart/empty", test_empty);
  g_test_add_func ("/gap-chart/extremes", test_extremes);
  return g_test_run ();
}
