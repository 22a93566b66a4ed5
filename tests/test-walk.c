/* A walk along a path gives what applying the eraser at that rank gives. */
#include "common.h"
#include "fit-private.h"
#include "walk.h"

#include <math.h>

#define D 144

static RasDataset *dataset;
static double *x;

static RasFit *
fit_path (const char *name, guint rank)
{
  RasFitOptions options = { TRUE, 1, rank, 1 };

  return test_fit (dataset, name, &options);
}

static void
check_rank (RasWalk *walk, RasFit *fit, guint rank, gboolean recentred)
{
  RasApplyOptions options = { rank, recentred };
  double expected[D], y[D];
  guint length = ras_fit_get_path_length (fit);

  ras_fit_apply (fit, &options, x, NULL, 1, expected);
  g_assert_cmpuint (ras_walk_to (walk, rank, y), ==, MIN (rank, length));
  g_assert_cmpfloat (test_distance (y, expected, D), <, 1e-12);
}

static void
check (const char *name, gboolean recentred)
{
  g_autoptr (RasFit) fit = fit_path (name, 100);
  g_autoptr (RasWalk) up = ras_walk_new (fit, x, recentred);
  g_autoptr (RasWalk) down = ras_walk_new (fit, x, recentred);
  g_autoptr (RasWalk) jumping = ras_walk_new (fit, x, recentred);

  for (guint rank = 0; rank <= 140; rank++)
    {
      check_rank (up, fit, rank, recentred);
      check_rank (down, fit, 140 - rank, recentred);
      check_rank (jumping, fit, rank * 53 % 141, recentred);
    }
  check_rank (up, fit, G_MAXUINT, recentred);
}

static void
test_every_rank (void)
{
  check ("random", TRUE);
  check ("alf-qleace", TRUE);
}

static void
test_not_recentred (void)
{
  check ("random", FALSE);
  check ("alf-qleace", FALSE);
}

/* The walk follows a path that has become longer. */
static void
test_growing (void)
{
  g_autoptr (RasFit) fit = fit_path ("random", 1);
  g_autoptr (RasWalk) walk = ras_walk_new (fit, x, TRUE);
  double y[D];

  for (guint rank = 10; rank <= D; rank += 40)
    {
      guint length = ras_fit_get_path_length (fit);

      check_rank (walk, fit, D, TRUE);
      g_assert_cmpuint (ras_walk_to (walk, G_MAXUINT, y), ==, length);
      g_assert_true (ras_eraser_random.extend (fit, length + 1, NULL));
    }
  check_rank (walk, fit, D, TRUE);
  g_assert_cmpuint (ras_fit_get_path_length (fit), ==, D);
}

/* One thread extends while another walks: every step must be whole when it is counted. */
static gpointer
extend_slowly (gpointer data)
{
  RasFit *fit = data;

  for (guint rank = 1; rank <= D; rank++)
    g_assert_true (ras_eraser_random.extend (fit, rank, NULL));
  return NULL;
}

static void
test_two_threads (void)
{
  g_autoptr (RasFit) fit = fit_path ("random", 1);
  g_autoptr (RasFit) whole = fit_path ("random", D);
  g_autoptr (RasWalk) walk = ras_walk_new (fit, x, TRUE);
  GThread *thread = g_thread_new ("extend", extend_slowly, fit);
  guint rank = 0;

  while (rank < D)
    {
      RasApplyOptions options = { 0, TRUE };
      double y[D], expected[D];

      rank = ras_walk_to (walk, G_MAXUINT, y);
      options.rank = rank;
      ras_fit_apply (whole, &options, x, NULL, 1, expected);
      g_assert_cmpfloat (test_distance (y, expected, D), <, 1e-12);
    }
  g_thread_join (thread);
}

/* The walk keeps what it needs. */
static void
test_ownership (void)
{
  RasFit *fit = fit_path ("random", 40);
  double copy[D], expected[D], y[D];
  RasApplyOptions options = { 40, TRUE };
  RasWalk *walk;

  for (gsize i = 0; i < D; i++)
    copy[i] = x[i];
  walk = ras_walk_new (fit, copy, TRUE);
  ras_fit_apply (fit, &options, x, NULL, 1, expected);
  for (gsize i = 0; i < D; i++)
    copy[i] = NAN;
  ras_fit_unref (fit);
  g_assert_cmpuint (ras_walk_to (walk, 40, y), ==, 40);
  g_assert_cmpfloat (test_distance (y, expected, D), <, 1e-12);
  ras_walk_free (walk);
  ras_walk_free (NULL);
}

int
main (int argc, char **argv)
{
  int result;

  g_test_init (&argc, &argv, NULL);
  dataset = test_random_dataset (1, 12, (gsize[]) { 400, 250, 60 }, 3, 0, 71);
  x = test_pixels (dataset, 1);
  g_test_add_func ("/walk/every-rank", test_every_rank);
  g_test_add_func ("/walk/not-recentred", test_not_recentred);
  g_test_add_func ("/walk/growing", test_growing);
  g_test_add_func ("/walk/two-threads", test_two_threads);
  g_test_add_func ("/walk/ownership", test_ownership);
  result = g_test_run ();
  g_free (x);
  ras_dataset_unref (dataset);
  return result;
}
