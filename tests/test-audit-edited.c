/* The audit of edited images: what has no map is seen only by what it left. */
#include "audit-direct.h"
#include "common.h"
#include "dataset-builder.h"
#include "fit-private.h"

#include <math.h>

static const gsize counts[] = { 70, 110, 60 };

/* Every pixel moved by `step` in a direction that depends on image and place. */
static RasDataset *
edit (RasDataset *original, int step)
{
  gsize n = ras_dataset_get_n_images (original, RAS_SPLIT_TRAIN);
  gsize d = ras_dataset_get_dimension (original);
  guint8 *pixels = g_new (guint8, n * d);

  for (gsize i = 0; i < n; i++)
    for (gsize j = 0; j < d; j++)
      pixels[i * d + j] = CLAMP (ras_dataset_get_image (original, RAS_SPLIT_TRAIN, i)[j]
                                     + ((i * 7 + j * 3) % 5 < 2 ? -step : step),
                                 0, 255);
  return test_dataset_new (ras_dataset_get_channels (original), ras_dataset_get_height (original),
                           n, ras_dataset_get_n_classes (original), pixels,
                           test_labels (original, n));
}

/* Edited images are as good as the originals of an eraser that does nothing. */
static void
test_edited (void)
{
  g_autoptr (RasDataset) original = direct_dataset (3, 3, counts, NULL, 3, 0);
  g_autoptr (RasDataset) edited = edit (original, 9);
  g_autoptr (RasFit) leace = test_fit (original, "leace", NULL);
  g_autoptr (RasFit) own_leace = test_fit (edited, "leace", NULL);
  g_autoptr (RasFit) none = ras_fit_new (&ras_eraser_none, &RAS_FIT_OPTIONS_DEFAULT, 27, 3);
  gsize n = 240, d = 27;
  double distortion = 0;

  for (gsize i = 0; i < n; i++)
    for (gsize j = 0; j < d; j++)
      {
        double off = ras_dataset_get_image (edited, RAS_SPLIT_TRAIN, i)[j]
                     - ras_dataset_get_image (original, RAS_SPLIT_TRAIN, i)[j];

        distortion += off * off / (255 * 255) / n;
      }
  for (int shrinkage = 0; shrinkage < 2; shrinkage++)
    {
      RasAuditOptions options = RAS_AUDIT_OPTIONS_DEFAULT;
      RasAuditRow row, expected, start, own_start;
      g_autoptr (GError) error = NULL;

      options.shrinkage = shrinkage;
      g_assert_true (ras_audit_edited (original, edited, &options, NULL, &row, &error));
      g_assert_no_error (error);
      expected = direct_row (edited, none, own_leace, RAS_SPLIT_TRAIN, 0, shrinkage);
      g_assert_cmpfloat_with_epsilon (row.linear_accuracy, expected.linear_accuracy, 1e-12);
      g_assert_cmpfloat_with_epsilon (row.quadratic_accuracy, expected.quadratic_accuracy, 1e-12);
      g_assert_cmpfloat_with_epsilon (row.mean_gap, expected.mean_gap, 1e-10);
      /* The direct one is relative to the edited images' own gap after LEACE. */
      start = direct_row (original, none, leace, RAS_SPLIT_TRAIN, 0, shrinkage);
      own_start = direct_row (original, none, own_leace, RAS_SPLIT_TRAIN, 0, shrinkage);
      g_assert_cmpfloat (start.covariance_gap, !=, own_start.covariance_gap);
      g_assert_cmpfloat_with_epsilon (row.distortion, distortion, 1e-10);
      g_assert_cmpfloat_with_epsilon (row.psnr, 10 * log10 (d / distortion), 1e-9);
      g_assert_cmpfloat (row.ssim, <, 0.999);
      g_assert_cmpfloat (row.ssim, >, 0.5);
      g_assert_cmpuint (row.rank, ==, d);
      g_assert_null (row.eraser);
      g_assert_cmpfloat (row.chance, ==, 110.0 / 240);
    }
}

/* Images that were not changed are what “none” says of them. */
static void
test_unchanged (void)
{
  g_autoptr (RasDataset) original = direct_dataset (3, 3, counts, NULL, 3, 0);
  g_autoptr (GPtrArray) fits = g_ptr_array_new_with_free_func ((GDestroyNotify) ras_fit_unref);
  g_autoptr (RasAudit) audit = NULL;
  RasAuditRow row, none;

  g_ptr_array_add (fits, ras_fit_new (&ras_eraser_none, &RAS_FIT_OPTIONS_DEFAULT, 27, 3));
  audit = ras_audit_new (original, fits, &RAS_AUDIT_OPTIONS_DEFAULT, NULL, NULL);
  g_assert_true (ras_audit_get (audit, &ras_eraser_none, RAS_SPLIT_TRAIN, 0, &none));
  g_assert_true (
      ras_audit_edited (original, original, &RAS_AUDIT_OPTIONS_DEFAULT, NULL, &row, NULL));
  g_assert_cmpfloat (row.linear_accuracy, ==, none.linear_accuracy);
  g_assert_cmpfloat (row.quadratic_accuracy, ==, none.quadratic_accuracy);
  g_assert_cmpfloat_with_epsilon (row.mean_gap, none.mean_gap, 1e-12);
  g_assert_cmpfloat_with_epsilon (row.covariance_gap, none.covariance_gap, 1e-12);
  g_assert_cmpfloat (row.distortion, ==, 0);
  g_assert_true (isinf (row.psnr));
  g_assert_cmpfloat_with_epsilon (row.ssim, 1, 1e-14);
}

static void
test_refused (void)
{
  static const gsize fewer[] = { 70, 100, 60 };
  g_autoptr (RasDataset) original = direct_dataset (3, 3, counts, NULL, 3, 0);
  g_autoptr (RasDataset) other = direct_dataset (3, 3, fewer, NULL, 3, 0);
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  RasProgress progress = { NULL, NULL, cancellable };
  g_autoptr (GError) error = NULL;
  RasAuditRow row;

  g_assert_false (
      ras_audit_edited (original, other, &RAS_AUDIT_OPTIONS_DEFAULT, NULL, &row, &error));
  g_assert_error (error, RAS_DATASET_ERROR, RAS_DATASET_ERROR_UNSUITABLE);
  g_clear_error (&error);
  g_cancellable_cancel (cancellable);
  g_assert_false (
      ras_audit_edited (original, original, &RAS_AUDIT_OPTIONS_DEFAULT, &progress, &row, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/audit-edited/edited", test_edited);
  g_test_add_func ("/audit-edited/unchanged", test_unchanged);
  g_test_add_func ("/audit-edited/refused", test_refused);
  return g_test_run ();
}
