#include "spectrum-chart.h"

#include <math.h>

#include "painting.h"

#define K 4
#define D 700

static double before[K][D], after[K][D];
static const double *before_rows[K], *after_rows[K];

/* Power laws; afterwards all alike, with a third of the directions gone but for rounding. */
static RasSpectra
make_spectra (void)
{
  for (int z = 0; z < K; z++)
    {
      before_rows[z] = before[z];
      after_rows[z] = after[z];
      for (int i = 0; i < D; i++)
        {
          before[z][i] = (1 + z) * pow (i + 1, -1.5);
          after[z][i] = i < 2 * D / 3 ? 2 * pow (i + 1, -1.5) : 1e-17;
        }
    }
  return (RasSpectra) { "qleace", "before", "after QLEACE", before_rows, after_rows, K, D,
                        FALSE, RAS_SPECTRUM_ALL };
}

static void
draw_cb (cairo_t *cr, gconstpointer chart, double width, double height)
{
  ras_curve_chart_draw (chart, cr, width, height);
}

static void
test_mean (void)
{
  RasSpectra spectra = make_spectra ();
  g_autoptr (RasSpectrumChart) self = ras_spectrum_chart_new (&spectra);
  const RasCurveChart *chart = ras_spectrum_chart_get_curves (self);
  const RasCurve *mean;

  g_assert_cmpuint (chart->n_series, ==, 2);
  g_assert_cmpstr (chart->series[0].look, ==, "qleace");
  g_assert_cmpstr (chart->series[1].look, ==, "none");
  g_assert_cmpuint (chart->series[1].n_seeds, ==, K);
  mean = chart->series[1].mean;
  for (gsize i = 0; i < mean->n; i++)
    g_assert_cmpfloat_with_epsilon (mean->y[i], 2.5 * pow (mean->x[i], -1.5), 1e-12);
  g_assert_cmpfloat (mean->x[0], ==, 1);
  g_assert_cmpfloat (mean->x[mean->n - 1], ==, D);
}

static void
test_chosen (void)
{
  RasSpectra spectra = make_spectra ();
  g_autoptr (RasSpectrumChart) self = NULL;
  const RasCurveChart *chart;

  spectra.chosen = 2;
  self = ras_spectrum_chart_new (&spectra);
  chart = ras_spectrum_chart_get_curves (self);
  g_assert_cmpuint (chart->series[1].n_seeds, ==, K - 1);
  g_assert_cmpfloat (chart->series[1].mean->y[0], ==, before[2][0]);
}

/* The line ends where only rounding is left, and the axis does not follow that down. */
static void
test_rounding (void)
{
  RasSpectra spectra = make_spectra ();
  g_autoptr (RasSpectrumChart) self = ras_spectrum_chart_new (&spectra);
  RasCurveChart *chart = ras_spectrum_chart_get_curves (self);
  const RasCurve *mean = chart->series[0].mean;
  RasCurveLayout layout;

  g_assert_true (isfinite (mean->y[0]));
  g_assert_true (isnan (mean->y[mean->n - 1]));
  chart->style = ras_style_get (RAS_STYLE_SCREEN_LIGHT);
  ras_curve_chart_layout (chart, 600, 300, &layout);
  g_assert_cmpfloat (layout.y.low, >, 1e-6);
}

/* Relative to the mean before, that mean is 1 everywhere. */
static void
test_relative (void)
{
  RasSpectra spectra = make_spectra ();
  g_autoptr (RasSpectrumChart) self = NULL;
  const RasCurveChart *chart;

  spectra.relative = TRUE;
  self = ras_spectrum_chart_new (&spectra);
  chart = ras_spectrum_chart_get_curves (self);
  for (gsize i = 0; i < chart->series[1].mean->n; i++)
    g_assert_cmpfloat_with_epsilon (chart->series[1].mean->y[i], 1, 1e-12);
  g_assert_cmpfloat_with_epsilon (chart->series[1].seeds[3].y[5], 1.6, 1e-12);
  g_assert_cmpfloat_with_epsilon (chart->series[0].mean->y[5], 0.8, 1e-12);
}

/* Classes come one by one. */
static void
test_growing (void)
{
  RasSpectra spectra = make_spectra ();
  g_autoptr (RasSpectrumChart) some = NULL;
  g_autoptr (RasSpectrumChart) none = NULL;

  for (int z = 0; z < K; z++)
    after_rows[z] = NULL;
  before_rows[3] = NULL;
  some = ras_spectrum_chart_new (&spectra);
  g_assert_cmpuint (ras_spectrum_chart_get_curves (some)->n_series, ==, 1);
  g_assert_cmpuint (ras_spectrum_chart_get_curves (some)->series[0].n_seeds, ==, 3);
  g_assert_cmpfloat (ras_spectrum_chart_get_curves (some)->series[0].mean->y[0], ==, 2);
  for (int z = 0; z < K; z++)
    before_rows[z] = NULL;
  none = ras_spectrum_chart_new (&spectra);
  g_assert_cmpuint (ras_spectrum_chart_get_curves (none)->n_series, ==, 0);
  ras_spectrum_chart_get_curves (none)->style = ras_style_get (RAS_STYLE_SCREEN_DARK);
  assert_paints_inside (test_paint (draw_cb, ras_spectrum_chart_get_curves (none), 400, 200), 400,
                        200, 100);
}

static void
test_paints_inside (void)
{
  static const int sizes[][2] = { { 300, 150 }, { 640, 300 }, { 1600, 600 } };
  RasSpectra spectra = make_spectra ();

  for (RasStyleKind kind = 0; kind < RAS_N_STYLES; kind++)
    for (guint i = 0; i < G_N_ELEMENTS (sizes); i++)
      {
        g_autoptr (RasSpectrumChart) self = ras_spectrum_chart_new (&spectra);
        RasCurveChart *chart = ras_spectrum_chart_get_curves (self);

        chart->style = ras_style_get (kind);
        assert_paints_inside (test_paint (draw_cb, chart, sizes[i][0], sizes[i][1]), sizes[i][0],
                              sizes[i][1], 1000);
        chart->hover_x = 0.5 * sizes[i][0];
        assert_paints_inside (test_paint (draw_cb, chart, sizes[i][0], sizes[i][1]), sizes[i][0],
                              sizes[i][1], 1000);
      }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/spectrum-chart/mean", test_mean);
  g_test_add_func ("/spectrum-chart/chosen", test_chosen);
  g_test_add_func ("/spectrum-chart/rounding", test_rounding);
  g_test_add_func ("/spectrum-chart/relative", test_relative);
  g_test_add_func ("/spectrum-chart/growing", test_growing);
  g_test_add_func ("/spectrum-chart/paints-inside", test_paints_inside);
  return g_test_run ();
}
