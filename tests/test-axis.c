#include "axis.h"

#include <math.h>
#include <string.h>

static const guint max_ranks[] = { 1, 2, 7, 60, 3063, 12279 };

static void
test_rank_ends (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (max_ranks); i++)
    {
      RasRankAxis axis = { 20, 520, max_ranks[i] };

      g_assert_cmpfloat (ras_rank_axis_get_position (&axis, 0), ==, 20);
      g_assert_cmpfloat_with_epsilon (ras_rank_axis_get_position (&axis, max_ranks[i]), 520, 1e-9);
      g_assert_cmpfloat_with_epsilon (ras_rank_axis_get_position (&axis, 1e9), 520, 1e-9);
      g_assert_cmpuint (ras_rank_axis_get_rank (&axis, -100), ==, 0);
      g_assert_cmpuint (ras_rank_axis_get_rank (&axis, 1000), ==, max_ranks[i]);
    }
}

/* 0 stands one octave before 1; every doubling is as wide. */
static void
test_rank_octaves (void)
{
  RasRankAxis axis = { 0, 1100, 1024 };

  for (int i = 0; i <= 10; i++)
    g_assert_cmpfloat_with_epsilon (ras_rank_axis_get_position (&axis, exp2 (i)), 100 * (i + 1),
                                    1e-9);
}

/* Every rank comes back from its own position, mirrored axes too, and positions ascend. */
static void
test_rank_round_trip (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (max_ranks); i++)
    {
      RasRankAxis axis = { 12, 1388, max_ranks[i] }, mirrored = { 1388, 12, max_ranks[i] };
      double previous = -1;

      for (guint rank = 0; rank <= max_ranks[i]; rank++)
        {
          double position = ras_rank_axis_get_position (&axis, rank);

          g_assert_cmpfloat (position, >, previous);
          g_assert_cmpuint (ras_rank_axis_get_rank (&axis, position), ==, rank);
          g_assert_cmpuint (ras_rank_axis_get_rank (
                                &mirrored, ras_rank_axis_get_position (&mirrored, rank)), ==, rank);
          previous = position;
        }
    }
}

static void
test_rank_degenerate (void)
{
  RasRankAxis nothing = { 30, 30, 5 }, zero = { 0, 100, 0 };

  g_assert_cmpuint (ras_rank_axis_get_rank (&nothing, 30), ==, 0);
  g_assert_cmpfloat (ras_rank_axis_get_position (&nothing, 3), ==, 30);
  g_assert_true (isfinite (ras_rank_axis_get_position (&zero, 0)));
}

static void
test_rank_ticks (void)
{
  static const double expected[] = { 0, 1, 2, 5, 10, 20, 50, 100, 200, 500, 1000, 2000 };
  RasRankAxis axis = { 40, 840, 3063 }, narrow = { 10, 290, 3063 };
  g_autoptr (GArray) ticks = ras_rank_axis_make_ticks (&axis, 30);
  g_autoptr (GArray) few = ras_rank_axis_make_ticks (&narrow, 40);
  double previous = -INFINITY;

  g_assert_cmpuint (ticks->len, ==, G_N_ELEMENTS (expected));
  for (guint i = 0; i < ticks->len; i++)
    {
      RasTick *tick = &g_array_index (ticks, RasTick, i);

      g_assert_cmpfloat (tick->value, ==, expected[i]);
      g_assert_cmpfloat (tick->position, ==, ras_rank_axis_get_position (&axis, tick->value));
      g_assert_cmpstr (tick->label, !=, "");
    }
  g_assert_cmpstr (g_array_index (ticks, RasTick, 10).label, ==, "1\u202f000");
  for (guint i = 0; i < few->len; i++)
    {
      RasTick *tick = &g_array_index (few, RasTick, i);

      if (tick->major && tick->value != 1)
        g_assert_cmpstr (tick->label, !=, "");
      if (!tick->label[0])
        continue;
      g_assert_cmpfloat (tick->position - previous, >=, 40);
      previous = tick->position;
    }
}

static void
test_value_round_trip (void)
{
  RasValueAxis axes[] = { { RAS_SCALE_LINEAR, -2, 5, 10, 400 },
                          { RAS_SCALE_LOG, 1e-3, 1, 200, 20 },
                          { RAS_SCALE_LOG, 37, 61000, 0, 900 } };

  for (guint i = 0; i < G_N_ELEMENTS (axes); i++)
    {
      RasValueAxis *axis = &axes[i];

      g_assert_cmpfloat_with_epsilon (ras_value_axis_get_position (axis, axis->low), axis->from,
                                      1e-9);
      g_assert_cmpfloat_with_epsilon (ras_value_axis_get_position (axis, axis->high), axis->to,
                                      1e-9);
      for (int k = 0; k <= 20; k++)
        {
          double value = axis->low + (axis->high - axis->low) * k / 20;
          double position = ras_value_axis_get_position (axis, value);

          g_assert_cmpfloat_with_epsilon (ras_value_axis_get_value (axis, position) / axis->high,
                                          value / axis->high, 1e-12);
        }
    }
}

/* The labels of an axis, joined by spaces. */
static char *
join_labels (const RasValueAxis *axis, double spacing)
{
  g_autoptr (GArray) ticks = ras_value_axis_make_ticks (axis, spacing);
  g_autoptr (GString) text = g_string_new (NULL);

  for (guint i = 0; i < ticks->len; i++)
    {
      RasTick *tick = &g_array_index (ticks, RasTick, i);

      g_assert_cmpfloat_with_epsilon (
          tick->position, ras_value_axis_get_position (axis, tick->value), 1e-9);
      g_string_append_printf (text, "%s%s", i ? " " : "", tick->label);
    }
  return g_string_free (g_steal_pointer (&text), FALSE);
}

static void
assert_labels (RasValueAxis axis, double spacing, const char *expected)
{
  g_autofree char *labels = join_labels (&axis, spacing);

  g_assert_cmpstr (labels, ==, expected);
}

static void
test_value_ticks (void)
{
  assert_labels ((RasValueAxis) { RAS_SCALE_LINEAR, 0, 1, 0, 100 }, 20, "0.0 0.2 0.4 0.6 0.8 1.0");
  assert_labels ((RasValueAxis) { RAS_SCALE_LINEAR, -1, 1, 0, 100 }, 40, "−1 0 1");
  assert_labels ((RasValueAxis) { RAS_SCALE_LINEAR, 2.1, 3.4, 0, 300 }, 90, "2.5 3.0");
  assert_labels ((RasValueAxis) { RAS_SCALE_LINEAR, 0, 20000, 0, 100 }, 45,
                 "0 10\u202f000 20\u202f000");
  assert_labels ((RasValueAxis) { RAS_SCALE_LOG, 1e-3, 1, 300, 0, TRUE }, 60,
                 "0.1\u202f% 1\u202f% 10\u202f% 100\u202f%");
  assert_labels ((RasValueAxis) { RAS_SCALE_LOG, 0.08, 1, 300, 0, TRUE }, 60,
                 "10\u202f% 20\u202f% 50\u202f% 100\u202f%");
  assert_labels ((RasValueAxis) { RAS_SCALE_LOG, 1, 1e8, 0, 240 }, 60,
                 "1 100 10\u202f000 10⁶ 10⁸");
  /* Less than a factor of 4: even ticks. */
  assert_labels ((RasValueAxis) { RAS_SCALE_LOG, 2.2, 3.4, 0, 240 }, 80, "2.5 3.0");
}

/* Ticks of a dense axis: more in a decade as there is room, all of them labelled and apart. */
static void
test_value_dense (void)
{
  RasValueAxis bits = { .scale = RAS_SCALE_LOG, .low = 2, .high = 3.6, .from = 300, .to = 0,
                        .dense = TRUE };
  RasValueAxis decade = { .scale = RAS_SCALE_LOG, .low = 0.8, .high = 8, .from = 0, .to = 400,
                          .dense = TRUE };

  assert_labels (bits, 25, "2.0 2.2 2.4 2.6 2.8 3.0 3.2 3.4 3.6");
  assert_labels (bits, 60, "2.0 2.5 3.0 3.5");
  assert_labels (decade, 30, "1 1.5 2 3 4 5 7");
  assert_labels (decade, 50, "1 2 3 5 7");
  assert_labels (decade, 100, "1 2 5");
  decade.dense = FALSE;
  assert_labels (decade, 30, "1 2 5");
  decade.dense = TRUE;
  decade.low = 0.08;
  decade.high = 0.8;
  assert_labels (decade, 30, "0.1 0.15 0.2 0.3 0.4 0.5 0.7");
  for (double high = 2.05; high < 90; high *= 1.1)
    {
      RasValueAxis axis = { .scale = RAS_SCALE_LOG, .low = 2, .high = high, .from = 0, .to = 200,
                            .dense = TRUE };
      g_autoptr (GArray) ticks = ras_value_axis_make_ticks (&axis, 24);

      g_assert_cmpuint (ticks->len, >=, 2);
      for (guint i = 1; i < ticks->len; i++)
        g_assert_cmpfloat (g_array_index (ticks, RasTick, i).position
                           - g_array_index (ticks, RasTick, i - 1).position, >=, 16);
    }
}

static void
test_value_widen (void)
{
  RasValueAxis linear = { RAS_SCALE_LINEAR, -0.3, 7.2, 0, 200 };
  RasValueAxis decades = { RAS_SCALE_LOG, 300, 61000, 0, 200 };
  RasValueAxis exact = { RAS_SCALE_LOG, 0.001, 10, 200, 0 };

  ras_value_axis_widen (&linear, 40);
  g_assert_cmpfloat (linear.low, ==, -2);
  g_assert_cmpfloat (linear.high, ==, 8);
  ras_value_axis_widen (&decades, 60);
  g_assert_cmpfloat_with_epsilon (decades.low, 100, 1e-9);
  g_assert_cmpfloat_with_epsilon (decades.high, 1e5, 1e-6);
  ras_value_axis_widen (&exact, 30);
  g_assert_cmpfloat_with_epsilon (exact.low, 0.001, 1e-9);
  g_assert_cmpfloat_with_epsilon (exact.high, 10, 1e-6);
}

static void
test_count (void)
{
  char text[24], small[6];

  ras_format_count (0, text, sizeof text);
  g_assert_cmpstr (text, ==, "0");
  ras_format_count (999, text, sizeof text);
  g_assert_cmpstr (text, ==, "999");
  ras_format_count (1234567, text, sizeof text);
  g_assert_cmpstr (text, ==, "1\u202f234\u202f567");
  ras_format_count (1234567, small, sizeof small);
  g_assert_cmpuint (strlen (small), <, sizeof small);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/axis/rank/ends", test_rank_ends);
  g_test_add_func ("/axis/rank/octaves", test_rank_octaves);
  g_test_add_func ("/axis/rank/round-trip", test_rank_round_trip);
  g_test_add_func ("/axis/rank/degenerate", test_rank_degenerate);
  g_test_add_func ("/axis/rank/ticks", test_rank_ticks);
  g_test_add_func ("/axis/value/round-trip", test_value_round_trip);
  g_test_add_func ("/axis/value/ticks", test_value_ticks);
  g_test_add_func ("/axis/value/dense", test_value_dense);
  g_test_add_func ("/axis/value/widen", test_value_widen);
  g_test_add_func ("/axis/count", test_count);
  return g_test_run ();
}
