/* Moments carried along by an eraser, against those of erased images. */
#include "class-picture.h"

#include "common.h"

static const gsize counts[] = { 50, 70, 40 };

static void
check (RasDataset *dataset, const RasMoments *moments, RasFit *fit, guint rank)
{
  gsize n = ras_dataset_get_n_images (dataset, RAS_SPLIT_TRAIN);
  gsize d = ras_dataset_get_dimension (dataset);
  g_autofree double *x = test_pixels (dataset, n);
  g_autofree guint16 *labels = test_labels (dataset, n);
  g_autofree double *y = fit ? test_apply (fit, rank, x, labels, n) : g_steal_pointer (&x);
  g_autofree double *mean = g_new (double, d);
  g_autofree double *covariance = g_new (double, d * d);
  g_autofree double *picture = g_new (double, d);

  for (guint z = 0; z < ras_dataset_get_n_classes (dataset); z++)
    {
      test_class_moments (y, labels, n, d, z, mean, covariance);
      ras_class_mean_picture (moments, z, fit, rank, picture);
      g_assert_cmpfloat (test_distance (picture, mean, d), <, 1e-10);
      for (gsize pixel = 0; pixel < d; pixel += d - 1)
        {
          g_autoptr (GError) error = NULL;

          g_assert_true (ras_class_covariance_picture (moments, z, fit, rank, pixel, NULL, picture,
                                                       &error));
          g_assert_no_error (error);
          g_assert_cmpfloat (test_distance (picture, covariance + pixel * d, d), <, 1e-10);
        }
    }
}

static void
test_erasers (void)
{
  g_autoptr (RasDataset) dataset = test_random_dataset (1, 9, counts, 3, 0, 4);
  g_autoptr (RasMoments) moments = ras_moments_new (dataset, RAS_SPLIT_TRAIN, NULL, NULL);
  const char *const names[] = { "leace", "oracle-leace", "qleace", "alf-qleace" };

  check (dataset, moments, NULL, 0);
  for (gsize i = 0; i < G_N_ELEMENTS (names); i++)
    {
      g_autoptr (RasFit) fit = test_fit (dataset, names[i], NULL);

      check (dataset, moments, fit, 5);
    }
}

static void
test_cancelled (void)
{
  g_autoptr (RasDataset) dataset = test_random_dataset (1, 9, counts, 3, 0, 4);
  g_autoptr (RasMoments) moments = ras_moments_new (dataset, RAS_SPLIT_TRAIN, NULL, NULL);
  g_autoptr (RasFit) fit = test_fit (dataset, "leace", NULL);
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  RasProgress progress = { .cancellable = cancellable };
  double picture[81];
  g_autoptr (GError) error = NULL;

  g_cancellable_cancel (cancellable);
  g_assert_false (ras_class_covariance_picture (moments, 0, fit, 0, 3, &progress, picture, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/class-picture/erasers", test_erasers);
  g_test_add_func ("/class-picture/cancelled", test_cancelled);
  return g_test_run ();
}
