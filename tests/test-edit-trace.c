#include "ras-edit-trace.h"

#include <math.h>
#include <string.h>

static RasEditState
make_state (guint evaluation)
{
  return (RasEditState) { evaluation - 1, evaluation,
                          { 4.0 / evaluation, 2.0 / evaluation, 1e-3 * (evaluation - 1) },
                          1.0 / evaluation };
}

static RasEditTrace *
make_trace (guint n)
{
  RasEditRecipe recipe = ras_edit_recipe (32, 32);
  RasEditTrace *trace = ras_edit_trace_new (&recipe);

  for (guint e = 1; e <= n; e++)
    {
      RasEditState state = make_state (e);

      ras_edit_trace_add (trace, &state);
    }
  return trace;
}

/* The loss and its terms as they count in it. */
static void
test_chart (void)
{
  g_autoptr (RasEditTrace) trace = make_trace (50);
  RasEditChart *chart = ras_edit_chart_new (trace);
  const RasCurveChart *curves = ras_edit_chart_get_curves (chart);
  RasEditRecipe recipe = ras_edit_recipe (32, 32);

  g_assert_cmpuint (ras_edit_trace_get_length (trace), ==, 50);
  g_assert_cmpuint (ras_edit_trace_get_last (trace)->iteration, ==, 49);
  g_assert_cmpuint (curves->n_series, ==, 1 + RAS_EDIT_N_TERMS);
  for (guint i = 0; i < curves->n_series; i++)
    {
      const RasCurve *curve = curves->series[i].mean;

      g_assert_cmpuint (curve->n, ==, 50);
      for (guint e = 1; e <= 50; e++)
        {
          RasEditState state = make_state (e);
          double part = i == 0 ? state.loss : recipe.weights[i - 1] * state.terms[i - 1];

          g_assert_cmpfloat (curve->x[e - 1], ==, e);
          if (part > 0)
            g_assert_cmpfloat (curve->y[e - 1], ==, part);
          else
            g_assert_true (isnan (curve->y[e - 1]));
        }
    }
  ras_edit_chart_free (chart);
}

static void
paint (const RasEditTrace *trace)
{
  cairo_surface_t *surface = cairo_image_surface_create (CAIRO_FORMAT_RGB24, 200, 100);
  cairo_t *cr = cairo_create (surface);
  RasEditChart *chart = ras_edit_chart_new (trace);
  RasCurveChart *curves = ras_edit_chart_get_curves (chart);

  curves->style = ras_style_get (RAS_STYLE_SCREEN_DARK);
  ras_curve_chart_draw (curves, cr, 200, 100);
  ras_edit_trace_draw_sketch (trace, cr, curves->style, 100, 30);
  g_assert_cmpint (cairo_status (cr), ==, CAIRO_STATUS_SUCCESS);
  ras_edit_chart_free (chart);
  cairo_destroy (cr);
  cairo_surface_destroy (surface);
}

/* From the first moment on there is something to paint, if only the axes. */
static void
test_paint (void)
{
  for (guint n = 0; n < 4; n++)
    {
      g_autoptr (RasEditTrace) trace = make_trace (n);

      g_assert_cmpint (ras_edit_trace_get_last (trace) == NULL, ==, n == 0);
      paint (trace);
    }
}

static void
test_describe (void)
{
  RasEditState first = make_state (1), last = make_state (4);
  g_autofree char *text = ras_edit_trace_describe_terms (&first, &last);

  g_assert_cmpstr (text, ==,
                   "Mean off by 4 at the start, 1 at the end\n"
                   "Covariance off by 2 at the start, 0.5 at the end\n"
                   "Mean squared change of a pixel 0.003\n"
                   "Loss 1 at the start, 0.25 at the end");
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/edit-trace/chart", test_chart);
  g_test_add_func ("/edit-trace/paint", test_paint);
  g_test_add_func ("/edit-trace/describe", test_describe);
  return g_test_run ();
}
