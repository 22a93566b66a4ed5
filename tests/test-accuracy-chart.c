#include "accuracy-chart.h"

#include <math.h>

#include "painting.h"

#define N 301

static double linear[N], quadratic[N], tested[N];

static RasAccuracyChart *
make_chart (guint rank)
{
  RasAccuracyCurve curves[] = { { "quadratic", quadratic, N, FALSE, TRUE },
                                { "quadratic, test", tested, N, TRUE, TRUE },
                                { "linear", linear, N, FALSE, FALSE } };

  for (int r = 0; r < N; r++)
    {
      linear[r] = 0.1;
      quadratic[r] = 0.1 + 0.5 / (1 + 0.1 * r);
      tested[r] = 0.1 + 0.3 / (1 + 0.2 * r);
    }
  return ras_accuracy_chart_new ("alf-qleace", curves, 3, 0.1, "chance: 10 %", rank);
}

static void
draw_cb (cairo_t *cr, gconstpointer chart, double width, double height)
{
  ras_curve_chart_draw (chart, cr, width, height);
}

/* Ranks stand where a rank control of the same size has them, 0 among them. */
static void
test_axis (void)
{
  g_autoptr (RasAccuracyChart) self = make_chart (15);
  RasCurveChart *chart = ras_accuracy_chart_get_curves (self);
  RasCurveLayout layout;
  RasRankAxis ranks;

  chart->style = ras_style_get (RAS_STYLE_SCREEN_LIGHT);
  ras_curve_chart_layout (chart, 700, 300, &layout);
  ranks = (RasRankAxis) { layout.left, layout.right, N - 1 };
  for (guint r = 0; r < N; r += 7)
    g_assert_cmpfloat_with_epsilon (ras_value_axis_get_position (&layout.x, r),
                                    ras_rank_axis_get_position (&ranks, r), 1e-6);
  g_assert_true (ras_scale_can_show (RAS_SCALE_RANK, 0));
  g_assert_false (ras_scale_can_show (RAS_SCALE_RANK, -1));
  g_assert_cmpfloat (layout.y.low, <=, 0.1);
  g_assert_cmpfloat (layout.y.high, >=, 0.6);
}

/* The first 100 ranks are all there, and the last one. */
static void
test_points (void)
{
  g_autoptr (RasAccuracyChart) self = make_chart (15);
  const RasCurve *curve = ras_accuracy_chart_get_curves (self)->series[0].mean;

  for (gsize i = 0; i < 100; i++)
    {
      g_assert_cmpfloat (curve->x[i], ==, i);
      g_assert_cmpfloat (curve->y[i], ==, quadratic[i]);
    }
  g_assert_cmpuint (curve->n, <, N);
  g_assert_cmpfloat (curve->x[curve->n - 1], ==, N - 1);
}

/* How much ink there is in the column of a rank, above the axis. */
static guint
count_column (RasCurveChart *chart, double rank)
{
  cairo_surface_t *surface = test_paint (draw_cb, chart, 700, 300);
  RasCurveLayout layout;
  int x;
  guint painted;

  ras_curve_chart_layout (chart, 700, 300, &layout);
  x = TEST_MARGIN + (int) ras_value_axis_get_position (&layout.x, rank);
  painted = test_count_painted (surface, x, TEST_MARGIN + (int) layout.top, x + 1,
                                TEST_MARGIN + (int) layout.bottom - 2);
  cairo_surface_destroy (surface);
  return painted;
}

static void
test_mark (void)
{
  g_autoptr (RasAccuracyChart) self = make_chart (15);
  RasCurveChart *chart = ras_accuracy_chart_get_curves (self);

  chart->style = ras_style_get (RAS_STYLE_SCREEN_LIGHT);
  g_assert_cmpuint (count_column (chart, 15), >, 2 * count_column (chart, 80));
  ras_accuracy_chart_set_rank (self, 80);
  g_assert_cmpuint (count_column (chart, 80), >, 2 * count_column (chart, 15));
  ras_accuracy_chart_set_rank (self, 5000);
  g_assert_cmpfloat (*chart->mark_x, ==, N - 1);
}

static void
test_paints_inside (void)
{
  static const int sizes[][2] = { { 300, 150 }, { 640, 300 }, { 1600, 600 } };

  for (RasStyleKind kind = 0; kind < RAS_N_STYLES; kind++)
    for (guint i = 0; i < G_N_ELEMENTS (sizes); i++)
      {
        g_autoptr (RasAccuracyChart) self = make_chart (0);
        RasCurveChart *chart = ras_accuracy_chart_get_curves (self);

        chart->style = ras_style_get (kind);
        chart->title = "A title";
        assert_paints_inside (test_paint (draw_cb, chart, sizes[i][0], sizes[i][1]), sizes[i][0],
                              sizes[i][1], 1000);
        chart->hover_x = 0.5 * sizes[i][0];
        assert_paints_inside (test_paint (draw_cb, chart, sizes[i][0], sizes[i][1]), sizes[i][0],
                              sizes[i][1], 1000);
      }
}

/* A probe that was not fitted yet leaves its line out, and nothing known leaves the axes. */
static void
test_unknown (void)
{
  const double none[] = { NAN, NAN, NAN };
  RasAccuracyCurve curve = { "quadratic", none, 3, FALSE, TRUE };
  g_autoptr (RasAccuracyChart) unknown
      = ras_accuracy_chart_new ("alf-qleace", &curve, 1, 0.1, "chance: 10 %", 1);
  g_autoptr (RasAccuracyChart) empty
      = ras_accuracy_chart_new ("alf-qleace", NULL, 0, 0.1, "chance: 10 %", 1);

  ras_accuracy_chart_get_curves (unknown)->style = ras_style_get (RAS_STYLE_PAPER);
  ras_accuracy_chart_get_curves (empty)->style = ras_style_get (RAS_STYLE_PAPER);
  assert_paints_inside (test_paint (draw_cb, ras_accuracy_chart_get_curves (unknown), 400, 200),
                        400, 200, 200);
  assert_paints_inside (test_paint (draw_cb, ras_accuracy_chart_get_curves (empty), 400, 200),
                        400, 200, 200);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/accuracy-chart/axis", test_axis);
  g_test_add_func ("/accuracy-chart/points", test_points);
  g_test_add_func ("/accuracy-chart/mark", test_mark);
  g_test_add_func ("/accuracy-chart/paints-inside", test_paints_inside);
  g_test_add_func ("/accuracy-chart/unknown", test_unknown);
  return g_test_run ();
}
