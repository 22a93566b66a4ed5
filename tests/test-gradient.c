/* Where the gradient-based eraser takes images: μ and the covariance of the whole data set. */
#include "common.h"
#include "fit-private.h"

#include <string.h>

static void
check (gboolean shrinkage)
{
  gsize counts[] = { 50, 20, 31 }, d = 27, count = 0;
  g_autoptr (RasDataset) dataset = test_random_dataset (3, 3, counts, 3, 2, 8);
  g_autoptr (RasMoments) moments = ras_moments_new (dataset, RAS_SPLIT_TRAIN, NULL, NULL);
  RasFitOptions options = RAS_FIT_OPTIONS_DEFAULT;
  g_autofree double *covariance = g_new (double, d * d), *plain = NULL;
  g_autoptr (RasFit) fit = NULL;
  const double *triangle, *mean;

  options.shrinkage = shrinkage;
  fit = test_fit (dataset, "gradient", &options);
  triangle = ras_fit_get_array (fit, "covariance", &count);
  g_assert_cmpuint (count, ==, d * (d + 1) / 2);
  mean = ras_fit_get_array (fit, "mean", &count);
  g_assert_cmpuint (count, ==, d);
  g_assert_cmpmem (mean, d * sizeof *mean, ras_moments_get_mean (moments), d * sizeof *mean);
  ras_moments_total_covariance (moments, covariance);
  plain = g_memdup2 (covariance, d * d * sizeof *plain);
  if (shrinkage)
    ras_moments_shrink (covariance, d, 101);
  g_assert_true ((test_distance (plain, covariance, d * d) > 0) == shrinkage);
  for (gsize i = 0; i < d; i++)
    for (gsize j = 0; j <= i; j++)
      g_assert_true (*triangle++ == covariance[i * d + j]);
}

static void
test_target (void)
{
  check (TRUE);
  check (FALSE);
}

/* The target does not depend on the class: by definition, from the pixels. */
static void
test_definition (void)
{
  gsize counts[] = { 30, 12 }, d = 16, n = 42;
  g_autoptr (RasDataset) dataset = test_random_dataset (1, 4, counts, 2, 0, 9);
  RasFitOptions options = RAS_FIT_OPTIONS_DEFAULT;
  g_autofree double *x = test_pixels (dataset, n);
  g_autofree guint16 *labels = g_new0 (guint16, n);
  g_autofree double *mean = g_new (double, d), *covariance = g_new (double, d * d);
  g_autoptr (RasFit) fit = NULL;
  const double *triangle;

  options.shrinkage = FALSE;
  fit = test_fit (dataset, "gradient", &options);
  test_class_moments (x, labels, n, d, 0, mean, covariance);
  g_assert_cmpfloat (test_distance (ras_fit_get_array (fit, "mean", NULL), mean, d), <, 1e-13);
  triangle = ras_fit_get_array (fit, "covariance", NULL);
  for (gsize i = 0; i < d; i++)
    g_assert_cmpfloat (test_distance (triangle + i * (i + 1) / 2, covariance + i * d, i + 1), <,
                       1e-13);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/gradient/target", test_target);
  g_test_add_func ("/gradient/definition", test_definition);
  return g_test_run ();
}
