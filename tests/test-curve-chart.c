#include "curves.h"
#include "painting.h"

static void
draw_cb (cairo_t *cr, gconstpointer chart, double width, double height)
{
  ras_curve_chart_draw (chart, cr, width, height);
}

static cairo_surface_t *
draw (const RasCurveChart *chart, int width, int height)
{
  return test_paint (draw_cb, chart, width, height);
}

/* Positions and values belong to each other, and all points and the level lie in the plot. */
static void
test_layout (void)
{
  RasCurveChart chart = make_chart (RAS_STYLE_SCREEN_LIGHT);
  RasCurveLayout layout;

  ras_curve_chart_layout (&chart, 700, 360, &layout);
  g_assert_cmpfloat (layout.y.from, ==, layout.bottom);
  g_assert_cmpfloat (layout.y.to, ==, layout.top);
  g_assert_cmpfloat (layout.top, <, layout.bottom);
  g_assert_cmpfloat (layout.right, <, 700);
  for (int e = 0; e < ERASERS; e++)
    for (int i = 0; i < N; i++)
      {
        double x = ras_value_axis_get_position (&layout.x, images[i]);
        double y = ras_value_axis_get_position (&layout.y, bits[e][i]);

        g_assert_cmpfloat_with_epsilon (ras_value_axis_get_value (&layout.x, x), images[i], 1e-6);
        g_assert_cmpfloat_with_epsilon (ras_value_axis_get_value (&layout.y, y), bits[e][i],
                                        1e-9);
        g_assert_true (x >= layout.left && x <= layout.right);
        g_assert_true (y >= layout.top && y <= layout.bottom);
      }
  g_assert_cmpfloat (layout.y.high, >, level.y);
}

static void
test_paints_inside (void)
{
  static const int sizes[][2] = { { 300, 180 }, { 640, 360 }, { 1600, 700 } };

  for (RasStyleKind kind = 0; kind < RAS_N_STYLES; kind++)
    for (guint i = 0; i < G_N_ELEMENTS (sizes); i++)
      {
        RasCurveChart chart = make_chart (kind);

        means[2].deviation = deviations;
        series[3].hidden = series[4].faint = TRUE;
        assert_paints_inside (draw (&chart, sizes[i][0], sizes[i][1]), sizes[i][0], sizes[i][1],
                              1000);
        chart.hover_x = sizes[i][0] * 0.6;
        assert_paints_inside (draw (&chart, sizes[i][0], sizes[i][1]), sizes[i][0], sizes[i][1],
                              1000);
      }
}

/* Absurd sizes are drawn somehow, but neither crash nor leave their place. */
static void
test_tiny (void)
{
  RasCurveChart chart = make_chart (RAS_STYLE_SCREEN_LIGHT);

  chart.hover_x = 20;
  assert_paints_inside (draw (&chart, 60, 30), 60, 30, 1);
  assert_paints_inside (draw (&chart, 1, 1), 1, 1, 0);
}

static void
test_hidden (void)
{
  RasCurveChart chart = make_chart (RAS_STYLE_SCREEN_LIGHT);
  RasCurveLayout before, after;
  double x;

  bits[5][4] = 40;
  ras_curve_chart_layout (&chart, 700, 360, &before);
  g_assert_cmpfloat (before.y.high, >, 40);
  series[5].hidden = TRUE;
  ras_curve_chart_layout (&chart, 700, 360, &after);
  g_assert_cmpfloat (after.y.high, <, 4);
  /* Without any other line there is nothing to read out. */
  for (int e = 0; e < 5; e++)
    series[e].hidden = TRUE;
  g_assert_false (ras_curve_chart_pick_x (&chart, 700, 360, 300, &x));
}

/* --- What is painted --- */

/* Counts the pixels painted around a value. */
static guint
count_at (const RasCurveChart *chart, double at, double value)
{
  cairo_surface_t *surface = draw (chart, 700, 360);
  RasCurveLayout layout;
  int x, y;
  guint painted;

  ras_curve_chart_layout (chart, 700, 360, &layout);
  x = TEST_MARGIN + (int) ras_value_axis_get_position (&layout.x, at);
  y = TEST_MARGIN + (int) ras_value_axis_get_position (&layout.y, value);
  painted = test_count_painted (surface, x - 1, y - 1, x + 2, y + 2);
  cairo_surface_destroy (surface);
  return painted;
}

static RasCurveChart
make_single (void)
{
  RasCurveChart chart = make_chart (RAS_STYLE_SCREEN_LIGHT);

  chart.n_series = 1;
  chart.n_levels = 0;
  chart.y_low = 1;
  chart.y_high = 4;
  return chart;
}

static void
test_band (void)
{
  RasCurveChart chart = make_single ();
  double at = sqrt (images[4] * images[5]), value = (bits[0][4] + bits[0][5]) / 2 + 0.1;

  g_assert_cmpuint (count_at (&chart, at, value), ==, 0);
  means[0].deviation = deviations;
  g_assert_cmpuint (count_at (&chart, at, value), ==, 9);
  deviations[4] = NAN;
  g_assert_cmpuint (count_at (&chart, at, value), ==, 0);
}

static void
test_gap (void)
{
  RasCurveChart chart = make_single ();
  double at = sqrt (images[4] * images[5]), value = sqrt (bits[0][4] * bits[0][5]);

  g_assert_cmpuint (count_at (&chart, at, value), >, 3);
  bits[0][4] = NAN;
  g_assert_cmpuint (count_at (&chart, at, value), ==, 0);
  /* A point between two gaps is a dot, also without a marker of its own. */
  bits[0][6] = -1;
  g_assert_cmpuint (count_at (&chart, images[5], bits[0][5]), >, 5);
}

static void
test_seeds (void)
{
  RasCurveChart chart = make_single ();
  double other[N];
  RasCurve seed = { N, images, other, NULL };

  for (int i = 0; i < N; i++)
    other[i] = bits[0][i] - 0.5;
  g_assert_cmpuint (count_at (&chart, images[4], other[4]), ==, 0);
  series[0].seeds = &seed;
  series[0].n_seeds = 1;
  g_assert_cmpuint (count_at (&chart, images[4], other[4]), >=, 2);
  /* Without a mean the seeds still make a chart with a name. */
  series[0].mean = NULL;
  g_assert_cmpuint (count_at (&chart, images[4], other[4]), >=, 2);
}

/* --- Axes --- */

static void
test_degenerate (void)
{
  RasCurveChart chart = make_single ();
  RasCurveLayout layout;

  chart.y_high = chart.y_low = 0;
  means[0].n = 1;
  g_assert_cmpuint (count_at (&chart, images[0], bits[0][0]), >, 5);
  /* Values that are all but equal are not blown up. */
  means[0].n = 2;
  bits[0][0] = 3;
  bits[0][1] = 3.000001;
  ras_curve_chart_layout (&chart, 700, 360, &layout);
  g_assert_cmpfloat (layout.y.high / layout.y.low, >, 1.01);
  chart.y_scale = RAS_SCALE_LINEAR;
  bits[0][0] = bits[0][1] = 0;
  ras_curve_chart_layout (&chart, 700, 360, &layout);
  g_assert_cmpfloat (layout.y.low, <, 0);
  g_assert_cmpfloat (layout.y.high, >, 0);
}

static void
test_empty (void)
{
  RasCurveChart chart = make_chart (RAS_STYLE_SCREEN_DARK);
  g_auto (RasCurvePlan) plan = { NULL };
  cairo_surface_t *surface;

  chart.n_series = chart.n_levels = 0;
  chart.title = NULL;
  ras_curve_plan_init (&plan, &chart, 400, 200);
  g_assert_true (plan.empty);
  surface = draw (&chart, 400, 200);
  g_assert_cmpuint (test_count_painted (surface, 120, 90, 320, 150), ==, 0);
  cairo_surface_destroy (surface);
  chart.empty = "Nothing has been learned yet.";
  surface = draw (&chart, 400, 200);
  g_assert_cmpuint (test_count_painted (surface, 120, 90, 320, 150), >, 50);
  assert_paints_inside (surface, 400, 200, 50);
}

/* Given values are the ticks; of their labels as many as there is room for, both ends' first. */
static void
test_given_ticks (void)
{
  static const double widths[] = { 64, 128, 256, 512, 1024, 2048 };
  static const int sizes[] = { 120, 200, 700 };

  for (guint s = 0; s < G_N_ELEMENTS (sizes); s++)
    {
      RasCurveChart chart = make_single ();
      g_auto (RasCurvePlan) plan = { NULL };
      g_autoptr (GArray) ticks = NULL;
      const RasTick *last = NULL;

      chart.x_ticks = widths;
      chart.n_x_ticks = G_N_ELEMENTS (widths);
      means[0] = (RasCurve) { 6, widths, bits[0], NULL };
      ras_curve_plan_init (&plan, &chart, sizes[s], 240);
      ticks = ras_curve_plan_make_x_ticks (&plan);
      g_assert_cmpuint (ticks->len, ==, 6);
      g_assert_cmpstr (g_array_index (ticks, RasTick, 5).label, ==, "2\u202f048");
      for (guint i = 0; i < 6; i++)
        {
          const RasTick *tick = &g_array_index (ticks, RasTick, i);

          g_assert_cmpfloat (tick->value, ==, widths[i]);
          if (sizes[s] == 700)
            g_assert_cmpstr (tick->label, !=, "");
          if (!tick->label[0])
            continue;
          if (last)
            g_assert_cmpfloat (
                tick->position - last->position, >=,
                (ras_chart_text_width (chart.style, chart.style->tick_size, tick->label)
                 + ras_chart_text_width (chart.style, chart.style->tick_size, last->label)) / 2);
          last = tick;
        }
      g_assert_cmpstr (last->label, ==, "2\u202f048");
    }
}

static void
test_pick_x (void)
{
  RasCurveChart chart = make_chart (RAS_STYLE_SCREEN_LIGHT);
  RasCurveLayout layout;
  double x, own = 9000;
  RasCurve late = { 1, &own, bits[1], NULL };

  ras_curve_chart_layout (&chart, 700, 360, &layout);
  for (int i = 0; i < N; i++)
    {
      double position = ras_value_axis_get_position (&layout.x, images[i]);

      g_assert_true (ras_curve_chart_pick_x (&chart, 700, 360, position + 3, &x));
      g_assert_cmpfloat (x, ==, images[i]);
    }
  g_assert_false (ras_curve_chart_pick_x (&chart, 700, 360, NAN, &x));
  g_assert_false (ras_curve_chart_pick_x (&chart, 700, 360, layout.right + 100, &x));
  g_assert_false (ras_curve_chart_pick_x (&chart, 700, 360, -10, &x));
  /* A place that only one line has counts as well. */
  series[1].mean = &late;
  g_assert_true (ras_curve_chart_pick_x (
      &chart, 700, 360, ras_value_axis_get_position (&layout.x, own), &x));
  g_assert_cmpfloat (x, ==, own);
}

/* The hairline at the point read out goes from top to bottom. */
static void
test_hover (void)
{
  RasCurveChart chart = make_single ();
  RasCurveLayout layout;

  g_assert_cmpuint (count_at (&chart, images[4], 1.3), ==, 0);
  ras_curve_chart_layout (&chart, 700, 360, &layout);
  chart.hover_x = ras_value_axis_get_position (&layout.x, images[4]) - 2;
  g_assert_cmpuint (count_at (&chart, images[4], 1.3), >=, 3);
  g_assert_cmpuint (count_at (&chart, images[4], 3.9), >=, 3);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/curve-chart/layout", test_layout);
  g_test_add_func ("/curve-chart/paints-inside", test_paints_inside);
  g_test_add_func ("/curve-chart/tiny", test_tiny);
  g_test_add_func ("/curve-chart/hidden", test_hidden);
  g_test_add_func ("/curve-chart/band", test_band);
  g_test_add_func ("/curve-chart/gap", test_gap);
  g_test_add_func ("/curve-chart/seeds", test_seeds);
  g_test_add_func ("/curve-chart/degenerate", test_degenerate);
  g_test_add_func ("/curve-chart/empty", test_empty);
  g_test_add_func ("/curve-chart/given-ticks", test_given_ticks);
  g_test_add_func ("/curve-chart/pick-x", test_pick_x);
  g_test_add_func ("/curve-chart/hover", test_hover);
  return g_test_run ();
}
