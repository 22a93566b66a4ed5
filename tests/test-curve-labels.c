#include "curves.h"

static void
assert_labels_apart (const RasCurvePlan *plan)
{
  for (guint i = 0; i < plan->labels->len; i++)
    {
      const RasCurveLabel *one = &g_array_index (plan->labels, RasCurveLabel, i);

      g_assert_cmpfloat (one->x, >=, 0);
      g_assert_cmpfloat (one->x + one->width, <=, plan->width);
      g_assert_cmpfloat (one->y, >=, 0);
      g_assert_cmpfloat (one->y + one->height, <=, plan->height);
      for (guint k = 0; k < i; k++)
        {
          const RasCurveLabel *other = &g_array_index (plan->labels, RasCurveLabel, k);

          g_assert_true (one->x >= other->x + other->width - 1e-9
                         || other->x >= one->x + one->width - 1e-9
                         || one->y >= other->y + other->height - 1e-9
                         || other->y >= one->y + one->height - 1e-9);
        }
    }
}

/* Lines that end at the same place still have names apart from each other, from top to bottom
 * as the lines; a line on its own has its name beside it. */
static void
test_labels_at_ends (void)
{
  for (RasStyleKind kind = 0; kind < RAS_N_STYLES; kind++)
    {
      RasCurveChart chart = make_chart (kind);
      g_auto (RasCurvePlan) plan = { NULL };
      const RasCurveLabel *last;

      ras_curve_plan_init (&plan, &chart, 1200, 500);
      g_assert_false (plan.legend);
      g_assert_cmpuint (plan.labels->len, ==, ERASERS);
      assert_labels_apart (&plan);
      for (guint i = 1; i < ERASERS; i++)
        g_assert_cmpfloat (g_array_index (plan.labels, RasCurveLabel, i).end_y, >=,
                           g_array_index (plan.labels, RasCurveLabel, i - 1).end_y);
      last = &g_array_index (plan.labels, RasCurveLabel, ERASERS - 1);
      g_assert_cmpuint (last->series, ==, 0);
      g_assert_cmpfloat (fabs (last->y + last->height / 2 - last->end_y), <, 1);
      g_assert_cmpfloat (last->x, >, plan.layout.right);
    }
}

/* Without room beside the lines, above each other or at all, a legend names them. */
static void
test_legend (void)
{
  static const int sizes[][2] = { { 300, 300 }, { 416, 240 }, { 800, 130 } };

  for (guint i = 0; i < G_N_ELEMENTS (sizes); i++)
    {
      RasCurveChart chart = make_chart (RAS_STYLE_SCREEN_LIGHT);
      g_auto (RasCurvePlan) plan = { NULL };

      ras_curve_plan_init (&plan, &chart, sizes[i][0], sizes[i][1]);
      g_assert_true (plan.legend);
      g_assert_cmpuint (plan.labels->len, ==, ERASERS);
      assert_labels_apart (&plan);
      for (guint k = 0; k < ERASERS; k++)
        g_assert_cmpfloat (g_array_index (plan.labels, RasCurveLabel, k).y, <, plan.layout.top);
    }
}

static void
assert_picks (const RasCurveChart *chart, double width, double height)
{
  g_auto (RasCurvePlan) plan = { NULL };

  ras_curve_plan_init (&plan, chart, width, height);
  g_assert_cmpuint (plan.labels->len, ==, ERASERS);
  for (guint i = 0; i < plan.labels->len; i++)
    {
      const RasCurveLabel *label = &g_array_index (plan.labels, RasCurveLabel, i);

      g_assert_cmpint (ras_curve_chart_pick_label (chart, width, height, label->x + 1,
                                                   label->y + label->height / 2),
                       ==, (int) label->series);
    }
  g_assert_cmpint (ras_curve_chart_pick_label (chart, width, height, plan.layout.left + 5,
                                               plan.layout.bottom - 5), ==, -1);
}

/* Hidden lines can be picked, too, to be switched on again; they do not move the others. */
static void
test_pick_label (void)
{
  RasCurveChart chart = make_chart (RAS_STYLE_SCREEN_LIGHT);
  g_auto (RasCurvePlan) plan = { NULL };
  const RasCurveLabel *first;

  assert_picks (&chart, 800, 400);
  assert_picks (&chart, 320, 300);
  series[2].hidden = series[5].hidden = TRUE;
  assert_picks (&chart, 800, 400);
  assert_picks (&chart, 320, 300);
  ras_curve_plan_init (&plan, &chart, 800, 400);
  assert_labels_apart (&plan);
  first = &g_array_index (plan.labels, RasCurveLabel, 3);
  g_assert_cmpuint (first->series, ==, 0);
  g_assert_cmpfloat (fabs (first->y + first->height / 2 - first->end_y), <, 1);
}

/* The second line of an eraser is paler, and stays apart from the background. */
static void
test_variants (void)
{
  for (RasStyleKind kind = 0; kind < RAS_N_STYLES; kind++)
    {
      RasCurveChart chart = make_chart (kind);
      double paper = ras_colour_get_luma (chart.style->background), last = INFINITY;

      for (guint variant = 0; variant < 3; variant++)
        {
          RasColour colour;
          double contrast;

          series[1].variant = variant;
          colour = ras_curve_series_get_look (&series[1], chart.style).colour;
          contrast = fabs (ras_colour_get_luma (colour) - paper);
          g_assert_cmpfloat (contrast, <, last);
          g_assert_cmpfloat (contrast, >, 0.15);
          last = contrast;
        }
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/curve-labels/at-ends", test_labels_at_ends);
  g_test_add_func ("/curve-labels/legend", test_legend);
  g_test_add_func ("/curve-labels/pick", test_pick_label);
  g_test_add_func ("/curve-labels/variants", test_variants);
  return g_test_run ();
}
