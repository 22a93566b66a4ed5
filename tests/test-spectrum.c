/* Spectra of covariances after erasure, against covariances of erased images. */
#include "audit-direct.h"
#include "common.h"
#include "fit-private.h"
#include "linalg.h"

#include <string.h>

static const gsize counts[] = { 60, 90, 50 };

/* Eigenvalues, descending, of the images of a class after erasure (fit NULL: before). */
static double *
direct_spectrum (RasDataset *dataset, RasFit *fit, guint rank, guint label)
{
  gsize n = ras_dataset_get_n_images (dataset, RAS_SPLIT_TRAIN);
  gsize d = ras_dataset_get_dimension (dataset);
  g_autofree double *x = test_pixels (dataset, n);
  g_autofree guint16 *labels = test_labels (dataset, n);
  g_autofree double *y = fit ? test_apply (fit, rank, x, labels, n) : g_steal_pointer (&x);
  g_autofree double *mean = g_new (double, d);
  g_autofree double *covariance = g_new (double, d * d);
  g_autofree double *ascending = g_new (double, d);
  double *w = g_new (double, d);

  test_class_moments (y, labels, n, d, label, mean, covariance);
  g_assert_true (ras_symmetric_eigen (covariance, d, ascending, NULL));
  for (gsize i = 0; i < d; i++)
    w[i] = ascending[d - 1 - i];
  return w;
}

static void
check (RasDataset *dataset, const RasMoments *moments, RasFit *fit, guint rank)
{
  gsize d = ras_dataset_get_dimension (dataset);
  g_autofree double *w = g_new (double, d);

  for (guint z = 0; z < ras_dataset_get_n_classes (dataset); z++)
    {
      g_autofree double *before = direct_spectrum (dataset, NULL, 0, z);
      g_autofree double *expected = direct_spectrum (dataset, fit, rank, z);
      g_autoptr (GError) error = NULL;

      g_assert_true (ras_audit_spectrum (moments, z, fit, rank, NULL, w, &error));
      g_assert_no_error (error);
      g_assert_cmpfloat (test_distance (w, expected, d), <, 1e-14 * before[0] * d);
      for (gsize i = 0; i < d; i++)
        g_assert_cmpfloat (w[i], >=, i + 1 < d ? w[i + 1] : 0);
    }
}

static void
test_erasers (void)
{
  g_autoptr (RasDataset) dataset = direct_dataset (3, 5, counts, NULL, 3, 2);
  g_autoptr (RasMoments) moments = ras_moments_new (dataset, RAS_SPLIT_TRAIN, NULL, NULL);
  RasFitOptions options = { TRUE, 1, 70, 3 };

  check (dataset, moments, NULL, 0);
  for (guint i = 0; i < ras_n_erasers (); i++)
    {
      const RasEraser *eraser = ras_eraser_nth (i);
      g_autoptr (RasFit) fit = NULL;

      if (eraser->edits)
        continue;
      fit = eraser->fit ? test_fit (dataset, eraser->name, &options)
                        : ras_fit_new (eraser, &options, 75, 3);
      /* 66 directions are more than a chunk. */
      for (guint rank = 0; rank <= 66; rank += eraser->has_path ? 11 : 67)
        check (dataset, moments, fit, rank);
      check (dataset, moments, fit, G_MAXUINT);
    }
}

static void
test_cancel (void)
{
  g_autoptr (RasDataset) dataset = direct_dataset (1, 4, counts, NULL, 3, 0);
  g_autoptr (RasMoments) moments = ras_moments_new (dataset, RAS_SPLIT_TRAIN, NULL, NULL);
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  RasProgress progress = { NULL, NULL, cancellable };
  g_autoptr (GError) error = NULL;
  double w[16];

  g_cancellable_cancel (cancellable);
  g_assert_false (ras_audit_spectrum (moments, 0, NULL, 0, &progress, w, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/spectrum/erasers", test_erasers);
  g_test_add_func ("/spectrum/cancel", test_cancel);
  return g_test_run ();
}
