/* Series of runs: their order, means, spreads and references. */
#include "summary.h"
#include "runs.h"

#include <math.h>

static const double low[] = { 3, 2, 1 }, high[] = { 3, 3, 2 };

static RasRun *
add (GPtrArray *runs, const char *eraser, guint width, guint depth, guint64 seed,
     const double *bits, guint n_points)
{
  RasRun *run = test_run_new (eraser, seed, bits, n_points);

  run->config->width = width;
  run->config->depth = depth;
  g_ptr_array_add (runs, run);
  return run;
}

static GPtrArray *
runs_new (void)
{
  return g_ptr_array_new_with_free_func ((GDestroyNotify) ras_run_free);
}

static void
test_order (void)
{
  static const char *const erasers[] = { "qleace", "qleace", "qleace", "leace", "leace", "none" };
  static const guint widths[] = { 64, 128, 128, 64, 128, 64 };
  static const guint depths[] = { 2, 1, 2, 2, 2, 2 };
  g_autoptr (GPtrArray) runs = runs_new ();
  g_autoptr (GPtrArray) all = NULL;

  add (runs, "qleace", 128, 2, 2, low, 3);
  add (runs, "leace", 128, 2, 1, low, 3);
  add (runs, "leace", 64, 2, 1, low, 3);
  add (runs, "qleace", 128, 1, 1, low, 3);
  add (runs, "qleace", 64, 2, 1, low, 3);
  add (runs, "none", 64, 2, 1, low, 3);
  add (runs, "qleace", 128, 2, 1, low, 3);
  all = ras_series_group (runs);
  g_assert_cmpuint (all->len, ==, G_N_ELEMENTS (erasers));
  for (guint i = 0; i < all->len; i++)
    {
      const RasSeries *series = all->pdata[i];

      g_assert_cmpstr (series->config->eraser, ==, erasers[i]);
      g_assert_cmpuint (series->config->width, ==, widths[i]);
      g_assert_cmpuint (series->config->depth, ==, depths[i]);
      for (guint r = 0; r < series->runs->len; r++)
        g_assert_cmpuint (((RasRun *) series->runs->pdata[r])->config->seed, ==, r + 1);
    }
}

static void
test_means (void)
{
  g_autoptr (GPtrArray) runs = runs_new ();
  g_autoptr (GPtrArray) all = NULL;
  const RasSeries *series;
  const RasSeriesPoint *points;

  add (runs, "none", 128, 2, 1, low, 3);
  add (runs, "none", 128, 2, 2, high, 3);
  add (runs, "none", 128, 2, 3, high, 2);
  all = ras_series_group (runs);
  g_assert_cmpuint (all->len, ==, 1);
  series = all->pdata[0];
  g_assert_cmpuint (series->runs->len, ==, 3);
  g_assert_cmpuint (series->points->len, ==, 3);
  points = &g_array_index (series->points, RasSeriesPoint, 0);
  g_assert_cmpuint (points[0].n_seeds, ==, 3);
  g_assert_cmpfloat (points[0].images, ==, 0);
  g_assert_cmpfloat (points[0].mean, ==, 3);
  g_assert_cmpfloat (points[0].deviation, ==, 0);
  g_assert_cmpfloat_with_epsilon (points[1].mean, 8.0 / 3, 1e-15);
  g_assert_cmpfloat_with_epsilon (points[1].deviation, sqrt (1.0 / 3), 1e-15);
  g_assert_cmpuint (points[2].n_seeds, ==, 2);
  g_assert_cmpfloat (points[2].images, ==, 400);
  g_assert_cmpfloat (points[2].mean, ==, 1.5);
  g_assert_cmpfloat_with_epsilon (points[2].deviation, sqrt (0.5), 1e-15);
  g_assert_cmpuint (series->n_finished, ==, 2);
  /* 1.3125 and 2.25 bits a sample. */
  g_assert_cmpfloat (series->mdl, ==, (1.3125 + 2.25) / 2);
  g_assert_cmpfloat_with_epsilon (series->mdl_deviation, (2.25 - 1.3125) / sqrt (2), 1e-15);
}

static void
test_little (void)
{
  g_autoptr (GPtrArray) runs = runs_new ();
  g_autoptr (GPtrArray) none = ras_series_group (runs);
  g_autoptr (GPtrArray) all = NULL;
  const RasSeries *finished, *begun;

  add (runs, "none", 128, 2, 1, low, 3);
  add (runs, "leace", 128, 2, 1, low, 0);
  all = ras_series_group (runs);
  finished = all->pdata[0];
  begun = all->pdata[1];
  g_assert_cmpuint (none->len, ==, 0);
  g_assert_cmpfloat (finished->mdl, ==, 1.3125);
  g_assert_true (isnan (finished->mdl_deviation));
  g_assert_true (isnan (g_array_index (finished->points, RasSeriesPoint, 1).deviation));
  g_assert_cmpuint (begun->points->len, ==, 0);
  g_assert_cmpuint (begun->n_finished, ==, 0);
  g_assert_true (isnan (begun->mdl));
}

static void
test_failed_runs_do_not_count (void)
{
  g_autoptr (GPtrArray) runs = runs_new ();
  g_autoptr (GPtrArray) all = NULL;
  const RasSeries *series;

  add (runs, "none", 128, 2, 1, low, 3);
  add (runs, "none", 128, 2, 2, high, 2)->state = RAS_RUN_FAILED;
  all = ras_series_group (runs);
  series = all->pdata[0];
  g_assert_cmpuint (series->n_finished, ==, 1);
  g_assert_cmpfloat (series->mdl, ==, 1.3125);
  g_assert_cmpuint (g_array_index (series->points, RasSeriesPoint, 1).n_seeds, ==, 2);
}

static void
test_reference (void)
{
  g_autoptr (GPtrArray) runs = runs_new ();
  g_autoptr (GPtrArray) all = NULL;
  const RasSeries *leace, *alone, *impatient;
  RasRun *run;

  add (runs, "none", 64, 2, 1, low, 3);
  add (runs, "none", 128, 2, 1, low, 3);
  run = add (runs, "leace", 128, 2, 7, low, 3);
  run->config->learning_rate = 1e-4;
  run->config->rank = 3;
  run->config->threads = 2;
  add (runs, "leace", 256, 2, 1, low, 3);
  add (runs, "qleace", 128, 2, 1, low, 3)->config->patience = 1;
  all = ras_series_group (runs);
  g_assert_cmpuint (all->len, ==, 5);
  leace = all->pdata[2];
  alone = all->pdata[3];
  impatient = all->pdata[4];
  g_assert_cmpstr (leace->config->eraser, ==, "leace");
  g_assert_true (ras_series_find_reference (all, leace) == all->pdata[1]);
  g_assert_true (ras_series_find_reference (all, all->pdata[0]) == all->pdata[0]);
  g_assert_null (ras_series_find_reference (all, alone));
  g_assert_cmpuint (impatient->config->patience, ==, 1);
  g_assert_null (ras_series_find_reference (all, impatient));
}

/* Of two references the one with the same learning rate. */
static void
test_closest_reference (void)
{
  g_autoptr (GPtrArray) runs = runs_new ();
  g_autoptr (GPtrArray) all = NULL;

  add (runs, "none", 128, 2, 1, low, 3)->config->learning_rate = 1e-4;
  add (runs, "none", 128, 2, 1, low, 3);
  add (runs, "leace", 128, 2, 1, low, 3);
  all = ras_series_group (runs);
  g_assert_cmpuint (all->len, ==, 3);
  g_assert_true (ras_series_find_reference (all, all->pdata[2]) == all->pdata[1]);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/summary/order", test_order);
  g_test_add_func ("/summary/means", test_means);
  g_test_add_func ("/summary/little", test_little);
  g_test_add_func ("/summary/failed-runs-do-not-count", test_failed_runs_do_not_count);
  g_test_add_func ("/summary/reference", test_reference);
  g_test_add_func ("/summary/closest-reference", test_closest_reference);
  return g_test_run ();
}
