/* The covariance gap against explicit matrices. */
#include "common.h"
#include "covariance-gap.h"
#include "fit-private.h"
#include "linalg.h"

#include <math.h>
#include <string.h>

/* LEACE's P as a matrix: column j is what becomes of the unit vector e_j. */
static double *
projection (RasFit *leace, gsize d)
{
  const double *mean = ras_fit_get_array (leace, "mean", NULL);
  double *p = g_new (double, d * d);

  for (gsize j = 0; j < d; j++)
    {
      g_autofree double *x = g_memdup2 (mean, d * sizeof *mean);
      g_autofree double *y = NULL;

      x[j] += 1;
      y = test_apply (leace, 0, x, NULL, 1);
      for (gsize i = 0; i < d; i++)
        p[i * d + j] = y[i] - mean[i];
    }
  return p;
}

/* D_z = P Σ_z Pᵀ − (1/k) Σ_y P Σ_y Pᵀ over the k classes that have images. */
static double **
deviations (RasDataset *dataset, RasFit *leace, gsize d, guint k)
{
  g_autoptr (RasMoments) moments = ras_moments_new (dataset, RAS_SPLIT_TRAIN, NULL, NULL);
  g_autofree double *p = projection (leace, d);
  g_autofree double *average = g_new0 (double, d * d);
  g_autofree double *covariance = g_new (double, d * d);
  double **all = g_new0 (double *, k);
  guint present = 0;

  for (guint z = 0; z < k; z++)
    present += ras_moments_get_class_count (moments, z) > 0;
  for (guint z = 0; z < k; z++)
    {
      ras_moments_class_covariance (moments, z, covariance);
      g_autofree double *half = test_product (p, covariance, d, d, d);
      all[z] = test_product_transposed (half, p, d, d, d);
      ras_axpy (1.0 / present, all[z], average, d * d);
    }
  for (guint z = 0; z < k; z++)
    if (ras_moments_get_class_count (moments, z) > 0)
      ras_axpy (-1, average, all[z], d * d);
    else
      memset (all[z], 0, d * d * sizeof (double));
  return all;
}

static double
norm (const double *a, gsize d)
{
  return sqrt (ras_dot (a, a, d * d));
}

static void
check (const gsize *counts, guint k, guint constant)
{
  gsize d = 25;
  g_autoptr (RasDataset) dataset = test_random_dataset (1, 5, counts, k, constant, 41);
  g_autoptr (RasMoments) moments = ras_moments_new (dataset, RAS_SPLIT_TRAIN, NULL, NULL);
  g_autoptr (RasFit) leace = test_fit (dataset, "leace", NULL);
  g_autoptr (RasFit) path
      = ras_fit_new (&ras_eraser_alf_qleace, &RAS_FIT_OPTIONS_DEFAULT, d, k);
  g_autoptr (RasCovarianceGap) gap = ras_covariance_gap_new (moments, leace, NULL, NULL);
  g_autoptr (RasCovarianceGap) other = ras_covariance_gap_new (moments, leace, NULL, NULL);
  double **expected = deviations (dataset, leace, d, k), start = 0;
  g_autofree double *directions = test_random_rotation (d, 2);
  g_autofree double *products = g_new (double, k * d);

  for (guint z = 0; z < k; z++)
    {
      start = MAX (start, norm (expected[z], d));
      ras_symmetrize (gap->matrices[z], d);
      g_assert_cmpfloat (test_distance (gap->matrices[z], expected[z], d * d), <, 1e-12);
    }
  g_assert_cmpfloat_with_epsilon (gap->start, start, 1e-12);
  g_assert_cmpfloat_with_epsilon (ras_covariance_gap_relative (gap), 1, 1e-12);
  ras_fit_start_path (path, d);
  for (guint r = 0; r < d; r++)
    {
      const double *v = directions + r * d;
      double most = 0;

      for (guint z = 0; z < k; z++)
        {
          g_autofree double *dv = test_product (gap->matrices[z], v, d, d, 1);
          g_autofree double *av = test_product (expected[z], v, d, d, 1);
          double along = ras_dot (v, av, d);

          ras_covariance_gap_multiply (gap, z, v, products + z * d);
          g_assert_cmpfloat (test_distance (products + z * d, dv, d), <, 1e-12);
          for (gsize i = 0; i < d; i++)
            for (gsize j = 0; j < d; j++)
              expected[z][i * d + j] += along * v[i] * v[j] - av[i] * v[j] - v[i] * av[j];
          most = MAX (most, norm (expected[z], d));
        }
      ras_covariance_gap_remove (gap, path, v, products);
      g_assert_true (ras_fit_append_direction (path, v, 0, 0, 0, NULL));
      for (guint z = 0; z < k; z++)
        g_assert_cmpfloat_with_epsilon (gap->squares[z], pow (norm (expected[z], d), 2),
                                        1e-13 * start * start);
      g_assert_cmpfloat_with_epsilon (ras_covariance_gap_relative (gap), most / start, 1e-6);
    }
  g_assert_true (ras_covariance_gap_remove_path (other, path, NULL));
  for (guint z = 0; z < k; z++)
    {
      g_assert_cmpfloat_with_epsilon (other->squares[z], gap->squares[z], 1e-13 * start * start);
      g_free (expected[z]);
    }
  g_free (expected);
}

static void
test_norms (void)
{
  check ((gsize[]) { 300, 60, 31 }, 3, 0);
  check ((gsize[]) { 30, 200 }, 2, 0);
  check ((gsize[]) { 12, 9, 7, 10 }, 4, 3);
}

static void
test_empty_class (void)
{
  check ((gsize[]) { 90, 0, 50 }, 3, 0);
}

/* A path of more than a chunk, taken out at once and one by one. */
static void
test_long_path (void)
{
  gsize d = 100;
  g_autoptr (RasDataset) dataset
      = test_random_dataset (1, 10, (gsize[]) { 300, 90, 200 }, 3, 0, 42);
  g_autoptr (RasMoments) moments = ras_moments_new (dataset, RAS_SPLIT_TRAIN, NULL, NULL);
  g_autoptr (RasFit) leace = test_fit (dataset, "leace", NULL);
  g_autoptr (RasFit) path
      = ras_fit_new (&ras_eraser_alf_qleace, &RAS_FIT_OPTIONS_DEFAULT, d, 3);
  g_autoptr (RasCovarianceGap) slow = ras_covariance_gap_new (moments, leace, NULL, NULL);
  g_autoptr (RasCovarianceGap) quick = ras_covariance_gap_new (moments, leace, NULL, NULL);
  g_autofree double *directions = test_random_rotation (d, 2);
  g_autofree double *products = g_new (double, 3 * d);

  ras_fit_start_path (path, d);
  for (guint r = 0; r < 75; r++)
    {
      for (guint z = 0; z < 3; z++)
        ras_covariance_gap_multiply (slow, z, directions + r * d, products + z * d);
      ras_covariance_gap_remove (slow, path, directions + r * d, products);
      g_assert_true (ras_fit_append_direction (path, directions + r * d, 0, 0, 0, NULL));
    }
  g_assert_true (ras_covariance_gap_remove_path (quick, path, NULL));
  g_assert_cmpfloat (ras_covariance_gap_relative (slow), >, 1e-3);
  g_assert_cmpfloat_with_epsilon (ras_covariance_gap_relative (quick),
                                  ras_covariance_gap_relative (slow), 1e-10);
}

/* No covariances at all, no gap. */
static void
test_no_gap (void)
{
  g_autoptr (RasDataset) dataset = test_random_dataset (1, 4, (gsize[]) { 1, 1, 1 }, 3, 0, 1);
  g_autoptr (RasMoments) moments = ras_moments_new (dataset, RAS_SPLIT_TRAIN, NULL, NULL);
  g_autoptr (RasFit) leace = test_fit (dataset, "leace", NULL);
  g_autoptr (RasCovarianceGap) gap = ras_covariance_gap_new (moments, leace, NULL, NULL);

  g_assert_cmpfloat (gap->start, ==, 0);
  g_assert_cmpfloat (ras_covariance_gap_relative (gap), ==, 0);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/covariance-gap/norms", test_norms);
  g_test_add_func ("/covariance-gap/empty-class", test_empty_class);
  g_test_add_func ("/covariance-gap/long-path", test_long_path);
  g_test_add_func ("/covariance-gap/no-gap", test_no_gap);
  return g_test_run ();
}
