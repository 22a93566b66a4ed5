/* Random projection: orthonormal, nested, repeatable directions. */
#include "common.h"
#include "fit-private.h"
#include "linalg.h"

#include <math.h>
#include <string.h>

static RasDataset *
make_dataset (void)
{
  return test_random_dataset (1, 13, (gsize[]) { 12, 7 }, 2, 0, 61);
}

static RasFit *
fit_random (RasDataset *dataset, guint rank, guint64 seed)
{
  RasFitOptions options = { TRUE, 0.99, rank, seed };

  return test_fit (dataset, "random", &options);
}

static double *
directions (const RasFit *fit, guint count)
{
  gsize d = ras_fit_get_dimension (fit);
  double *rows = g_new (double, count * d);

  for (guint i = 0; i < count; i++)
    memcpy (rows + i * d, ras_fit_get_direction (fit, i), d * sizeof *rows);
  return rows;
}

static void
test_orthonormal (void)
{
  g_autoptr (RasDataset) dataset = make_dataset ();
  g_autoptr (RasFit) fit = fit_random (dataset, 169, 1);
  g_autofree double *v = directions (fit, 169);

  /* All 169 of them, over chunks of 64. */
  g_assert_cmpuint (ras_fit_get_path_length (fit), ==, 169);
  g_assert_cmpuint (ras_fit_get_max_rank (fit), ==, 169);
  g_assert_cmpfloat (test_orthonormality (v, 169, 169), <, 1e-13);
  g_assert_true (isnan (ras_fit_get_gap (fit, 5)));
  g_assert_cmpint (ras_fit_get_step_class (fit, 5), ==, -1);
}

static void
test_extend (void)
{
  g_autoptr (RasDataset) dataset = make_dataset ();
  g_autoptr (RasFit) at_once = fit_random (dataset, 169, 1);
  g_autoptr (RasFit) grown = fit_random (dataset, 1, 1);
  g_autofree double *all = directions (at_once, 169);
  const double *first = ras_fit_get_direction (grown, 0);

  g_assert_cmpuint (ras_fit_get_path_length (grown), >=, 1);
  for (guint rank = 10; rank < 400; rank += 45)
    {
      g_assert_true (ras_eraser_random.extend (grown, rank, NULL));
      g_assert_cmpuint (ras_fit_get_path_length (grown), >=, MIN (rank, 169));
    }
  g_assert_cmpuint (ras_fit_get_path_length (grown), ==, 169);
  g_assert_true (first == ras_fit_get_direction (grown, 0));
  g_autofree double *parts = directions (grown, 169);
  g_assert_cmpmem (all, 169 * 169 * sizeof *all, parts, 169 * 169 * sizeof *all);
}

static void
test_seed (void)
{
  g_autoptr (RasDataset) dataset = make_dataset ();
  g_autoptr (RasFit) one = fit_random (dataset, 40, 1);
  g_autoptr (RasFit) again = fit_random (dataset, 40, 1);
  g_autoptr (RasFit) other = fit_random (dataset, 40, 2);
  g_autoptr (RasFit) large = fit_random (dataset, 40, ((guint64) 1 << 32) + 1);
  g_autofree double *a = directions (one, 40), *b = directions (again, 40);
  const RasFit *const different[] = { other, large };

  g_assert_cmpmem (a, 40 * 169 * sizeof *a, b, 40 * 169 * sizeof *b);
  for (guint i = 0; i < 2; i++)
    g_assert_cmpfloat (fabs (ras_dot (a, ras_fit_get_direction (different[i], 0), 169)), <, 0.5);
}

/* y = x − V Vᵀ (x − μ), and each rank takes only its own direction more. */
static void
test_apply_formula (void)
{
  g_autoptr (RasDataset) dataset = make_dataset ();
  g_autoptr (RasFit) fit = fit_random (dataset, 0, 1);
  const double *mean = ras_fit_get_array (fit, "mean", NULL);
  gsize d = 169, n = 6;
  g_autofree double *x = test_pixels (dataset, n);
  g_autofree double *expected = g_memdup2 (x, n * d * sizeof *x);

  for (guint rank = 0; rank < 70; rank++)
    {
      g_autofree double *y = test_apply (fit, rank, x, NULL, n);

      g_assert_cmpfloat (test_distance (y, expected, n * d), <, 1e-12);
      for (gsize i = 0; i < n; i++)
        {
          const double *v = ras_fit_get_direction (fit, rank);
          double along = ras_dot (v, x + i * d, d) - ras_dot (v, mean, d);

          ras_axpy (-along, v, expected + i * d, d);
        }
    }
}

/* Every direction removed: the mean is left, or, not recentred, black. */
static void
test_everything (void)
{
  g_autoptr (RasDataset) dataset = make_dataset ();
  g_autoptr (RasFit) fit = fit_random (dataset, 1000, 1);
  g_autofree double *x = test_pixels (dataset, 1);
  g_autofree double *y = test_apply (fit, G_MAXUINT, x, NULL, 1);
  g_autofree double *zeros = g_new0 (double, 169);
  RasApplyOptions dark = { G_MAXUINT, FALSE };

  g_assert_cmpfloat (test_distance (y, ras_fit_get_array (fit, "mean", NULL), 169), <, 1e-12);
  ras_fit_apply (fit, &dark, x, NULL, 1, y);
  g_assert_cmpfloat (test_distance (y, zeros, 169), <, 1e-12);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/random-projection/orthonormal", test_orthonormal);
  g_test_add_func ("/random-projection/extend", test_extend);
  g_test_add_func ("/random-projection/seed", test_seed);
  g_test_add_func ("/random-projection/apply", test_apply_formula);
  g_test_add_func ("/random-projection/everything", test_everything);
  return g_test_run ();
}
