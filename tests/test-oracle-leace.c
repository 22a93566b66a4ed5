/* Oracle LEACE: class means coincide, and nothing else changes. */
#include "common.h"

#include <math.h>
#include <string.h>

static void
check (const gsize *counts, guint k, guint constant)
{
  g_autoptr (RasDataset) dataset = test_random_dataset (3, 3, counts, k, constant, 21);
  g_autoptr (RasFit) fit = test_fit (dataset, "oracle-leace", NULL);
  gsize n = ras_dataset_get_n_images (dataset, RAS_SPLIT_TRAIN), d = 27;
  g_autofree double *x = test_pixels (dataset, n);
  g_autofree guint16 *labels = test_labels (dataset, n);
  g_autofree double *y = test_apply (fit, 0, x, labels, n);
  g_autofree double *mean = g_new0 (double, d);
  g_autofree double *before = g_new (double, d);
  g_autofree double *after = g_new (double, d);
  g_autofree double *covariance = g_new (double, d * d);
  g_autofree double *unchanged = g_new (double, d * d);

  for (gsize i = 0; i < n * d; i++)
    mean[i % d] += x[i] / n;
  for (guint z = 0; z < k; z++)
    if (counts[z] > 1)
      {
        test_class_moments (x, labels, n, d, z, before, unchanged);
        test_class_moments (y, labels, n, d, z, after, covariance);
        g_assert_cmpfloat (test_distance (after, mean, d), <, 1e-12);
        g_assert_cmpfloat (test_relative (covariance, unchanged, d * d), <, 1e-12);
      }
    else if (counts[z] == 1)
      for (gsize i = 0; i < n; i++)
        if (labels[i] == z)
          g_assert_cmpfloat (test_distance (y + i * d, mean, d), <, 1e-12);
}

static void
test_means (void)
{
  check ((gsize[]) { 200, 50, 13 }, 3, 0);
  check ((gsize[]) { 40, 9 }, 2, 6);
  check ((gsize[]) { 5, 1, 0, 4 }, 4, 0);
}

/* A class without images in the training split has no mean to take away. */
static void
test_empty_class (void)
{
  g_autoptr (RasDataset) dataset
      = test_random_dataset (1, 3, (gsize[]) { 20, 0, 10 }, 3, 0, 2);
  g_autoptr (RasFit) fit = test_fit (dataset, "oracle-leace", NULL);
  g_autofree double *x = test_pixels (dataset, 2);
  g_autofree double *y = test_apply (fit, 0, x, (guint16[]) { 1, 1 }, 2);

  g_assert_cmpmem (x, 18 * sizeof *x, y, 18 * sizeof *y);
}

static void
test_in_place (void)
{
  g_autoptr (RasDataset) dataset = test_random_dataset (1, 3, (gsize[]) { 20, 10 }, 2, 0, 2);
  g_autoptr (RasFit) fit = test_fit (dataset, "oracle-leace", NULL);
  g_autofree double *x = test_pixels (dataset, 30);
  g_autofree guint16 *labels = test_labels (dataset, 30);
  g_autofree double *y = test_apply (fit, 0, x, labels, 30);

  ras_fit_apply (fit, &RAS_APPLY_OPTIONS_DEFAULT, x, labels, 30, x);
  g_assert_cmpmem (x, 270 * sizeof *x, y, 270 * sizeof *y);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/oracle-leace/means", test_means);
  g_test_add_func ("/oracle-leace/empty-class", test_empty_class);
  g_test_add_func ("/oracle-leace/in-place", test_in_place);
  return g_test_run ();
}
