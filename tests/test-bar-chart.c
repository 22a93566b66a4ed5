#include "bar-private.h"
#include "painting.h"

#include <math.h>

static const RasBar all_bars[] = {
  { "MLP 128 × 2", "none", "none", 2.341, 0.012, NAN, NAN },
  { "MLP 128 × 2", "LEACE", "leace", 3.204, 0.021, 2.341, 0.012 },
  { "MLP 128 × 2", "QLEACE", "qleace", 3.37, 0.2, 2.341, 0.012 },
  { "ConvNeXt V2 atto", "none", "none", 1.912, NAN, NAN, NAN },
  { "ConvNeXt V2 atto", "QLEACE", "qleace", 1.79, NAN, 1.912, NAN },
  { "ConvNeXt V2 atto", "ALF-QLEACE", "alf-qleace", NAN, NAN, 1.912, NAN },
};

static RasBarChart
make_chart (RasStyleKind kind)
{
  return (RasBarChart) { .style = ras_style_get (kind), .title = "A title",
                         .x_title = "MDL, bits per sample", .bars = all_bars,
                         .n_bars = G_N_ELEMENTS (all_bars), .level = 3.321928,
                         .level_label = "log₂ 10 = 3.32 bits: nothing learned" };
}

static void
draw_cb (cairo_t *cr, gconstpointer chart, double width, double height)
{
  ras_bar_chart_draw (chart, cr, width, height);
}

static void
test_paints_inside (void)
{
  static const int sizes[][2] = { { 300, 400 }, { 640, 320 }, { 1600, 900 }, { 640, 90 },
                                  { 30, 20 } };

  for (RasStyleKind kind = 0; kind < RAS_N_STYLES; kind++)
    for (guint i = 0; i < G_N_ELEMENTS (sizes); i++)
      {
        RasBarChart chart = make_chart (kind);
        int width = sizes[i][0], height = sizes[i][1];

        assert_paints_inside (test_paint (draw_cb, &chart, width, height), width, height,
                              width > 100 ? 1000 : 1);
      }
}

/* Bars start at 0 and end at their value, in the eraser's colour; an unknown one has none. */
static void
test_lengths (void)
{
  static const int widths[] = { 300, 800 };

  for (guint w = 0; w < G_N_ELEMENTS (widths); w++)
    {
      RasBarChart chart = make_chart (RAS_STYLE_SCREEN_LIGHT);
      double height = ras_bar_chart_natural_height (&chart, widths[w]);
      g_auto (RasBarPlan) plan = { NULL };
      cairo_surface_t *surface = test_paint (draw_cb, &chart, widths[w], (int) height);

      ras_bar_plan_init (&plan, &chart, widths[w], (int) height);
      g_assert_cmpfloat (plan.axis.low, ==, 0);
      for (guint i = 0; i < chart.n_bars; i++)
        {
          RasColour colour = ras_look_for (all_bars[i].look, chart.style).colour;
          double share = plan.stacked ? 0.66 : 0.5, value = all_bars[i].value;
          int y = TEST_MARGIN + (int) (plan.rows[i].top + share * plan.rows[i].height);
          int end = TEST_MARGIN + (int) ras_value_axis_get_position (&plan.axis, isnan (value) ? 1
                                                                                 : 0.8 * value);
          guint32 pixel = test_pixel_at (surface, end, y);
          gboolean same = ABS ((int) ((pixel >> 16) & 255) - (int) (colour.r * 255)) <= 2
                          && ABS ((int) (pixel & 255) - (int) (colour.b * 255)) <= 2;

          g_assert_true (same == !isnan (value));
        }
      cairo_surface_destroy (surface);
    }
}

static void
assert_texts (const RasBar *bar, RasBarWords words, const char *value, const char *spread,
              const char *change)
{
  RasBarTexts texts;

  ras_bar_make_texts (bar, words, &texts);
  g_assert_cmpstr (texts.value, ==, value);
  g_assert_cmpstr (texts.spread, ==, spread);
  g_assert_cmpstr (texts.change, ==, change);
}

static void
test_texts (void)
{
  assert_texts (&all_bars[0], RAS_BAR_WORDS_ALL, "2.341", "±\u00a00.012", "");
  assert_texts (&all_bars[1], RAS_BAR_WORDS_ALL, "3.204", "±\u00a00.021",
                "+0.863 bits, +37\u202f%");
  /* The difference has no more digits than the less certain of the two. */
  assert_texts (&all_bars[2], RAS_BAR_WORDS_ALL, "3.37", "±\u00a00.20", "+1.03 bits, +44\u202f%");
  assert_texts (&all_bars[1], RAS_BAR_WORDS_INCREASE, "3.204", "", "+0.863 bits, +37\u202f%");
  assert_texts (&all_bars[1], RAS_BAR_WORDS_SHARE, "3.204", "", "+37\u202f%");
  assert_texts (&all_bars[1], RAS_BAR_WORDS_VALUE, "3.204", "", "");
  assert_texts (&all_bars[4], RAS_BAR_WORDS_ALL, "1.79", "", "−0.12 bits, −6.4\u202f%");
  assert_texts (&all_bars[5], RAS_BAR_WORDS_ALL, "–", "", "");
}

/* All that is written fits into the chart: less is written where there is less room. */
static void
test_columns (void)
{
  RasBarWords least = RAS_BAR_WORDS_ALL;

  for (int width = 1600; width >= 240; width -= 40)
    {
      RasBarChart chart = make_chart (RAS_STYLE_SCREEN_LIGHT);
      g_auto (RasBarPlan) plan = { NULL };

      ras_bar_plan_init (&plan, &chart, width, 400);
      g_assert_cmpfloat (plan.axis.from, <, plan.axis.to);
      g_assert_cmpfloat (plan.axis.to, <=, width);
      if (!plan.stacked)
        {
          g_assert_cmpfloat (plan.axis.to - plan.axis.from, >, 0.25 * width);
          g_assert_cmpfloat (plan.axis.from, >, plan.names);
          least = MIN (least, plan.words);
        }
      g_assert_true (plan.stacked == (width < 432));
    }
  g_assert_cmpint (least, <, RAS_BAR_WORDS_ALL);
}

static void
test_pick (void)
{
  static const int widths[] = { 300, 800 };

  for (guint w = 0; w < G_N_ELEMENTS (widths); w++)
    {
      RasBarChart chart = make_chart (RAS_STYLE_SCREEN_LIGHT);
      double width = widths[w], height = ras_bar_chart_natural_height (&chart, width);
      g_auto (RasBarPlan) plan = { NULL };

      ras_bar_plan_init (&plan, &chart, width, height);
      for (guint i = 0; i < chart.n_bars; i++)
        {
          double y = plan.rows[i].top + plan.rows[i].height / 2;

          if (i > 0)
            g_assert_cmpfloat (plan.rows[i].top, >=,
                               plan.rows[i - 1].top + plan.rows[i - 1].height - 1e-9);
          g_assert_cmpint (ras_bar_chart_pick (&chart, width, height, width / 2, y), ==, (int) i);
          g_assert_cmpint (ras_bar_chart_pick (&chart, width, height, -1, y), ==, -1);
        }
      g_assert_cmpint (ras_bar_chart_pick (&chart, width, height, width / 2, 2), ==, -1);
      g_assert_cmpint (ras_bar_chart_pick (&chart, width, height, width / 2, height - 2), ==, -1);
    }
}

/* Each network is named once; more bars make a taller chart, and so does a narrow one. */
static void
test_groups (void)
{
  RasBarChart chart = make_chart (RAS_STYLE_SCREEN_LIGHT), fewer = chart;
  g_auto (RasBarPlan) plan = { NULL };

  ras_bar_plan_init (&plan, &chart, 800, 400);
  for (guint i = 0; i < chart.n_bars; i++)
    g_assert_true (isnan (plan.rows[i].head) == (i != 0 && i != 3));
  fewer.n_bars = 3;
  g_assert_cmpfloat (ras_bar_chart_natural_height (&chart, 800), >,
                     ras_bar_chart_natural_height (&fewer, 800));
  g_assert_cmpfloat (ras_bar_chart_natural_height (&chart, 300), >,
                     ras_bar_chart_natural_height (&chart, 800));
}

static void
test_empty (void)
{
  RasBarChart chart = make_chart (RAS_STYLE_SCREEN_DARK);

  chart.n_bars = 0;
  chart.title = NULL;
  assert_paints_inside (test_paint (draw_cb, &chart, 400, 200), 400, 200, 0);
  g_assert_cmpint (ras_bar_chart_pick (&chart, 400, 200, 100, 100), ==, -1);
  chart.empty = "No run has finished yet.";
  assert_paints_inside (test_paint (draw_cb, &chart, 400, 200), 400, 200, 50);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/bar-chart/paints-inside", test_paints_inside);
  g_test_add_func ("/bar-chart/lengths", test_lengths);
  g_test_add_func ("/bar-chart/texts", test_texts);
  g_test_add_func ("/bar-chart/columns", test_columns);
  g_test_add_func ("/bar-chart/pick", test_pick);
  g_test_add_func ("/bar-chart/groups", test_groups);
  g_test_add_func ("/bar-chart/empty", test_empty);
  return g_test_run ();
}
