/* The quadratic probe after QLEACE, whose maps differ between classes. */
#include "audit-direct.h"
#include "common.h"
#include "fit-private.h"

#include <math.h>

static const gsize train_counts[] = { 70, 110, 60 };
static const gsize test_counts[] = { 40, 30, 60 };
static const gsize equal_counts[] = { 80, 80, 80 };

static RasAudit *
audit (RasDataset *dataset, RasFit *qleace, gboolean shrinkage)
{
  g_autoptr (GPtrArray) fits = g_ptr_array_new ();
  RasAuditOptions options = RAS_AUDIT_OPTIONS_DEFAULT;
  g_autoptr (GError) error = NULL;
  RasAudit *result;

  options.shrinkage = shrinkage;
  g_ptr_array_add (fits, qleace);
  result = ras_audit_new (dataset, fits, &options, NULL, &error);
  g_assert_no_error (error);
  return result;
}

/* It is shrunk as the fit was, whatever the others are. */
static void
test_other_shrinkage (void)
{
  g_autoptr (RasDataset) dataset = direct_dataset (3, 3, equal_counts, NULL, 3, 0);

  for (int shrinkage = 0; shrinkage < 2; shrinkage++)
    {
      RasFitOptions options = { shrinkage, 1, 0, 5 };
      g_autoptr (RasFit) qleace = test_fit (dataset, "qleace", &options);
      g_autoptr (RasAudit) result = audit (dataset, qleace, !shrinkage);
      RasAuditRow row;

      g_assert_true (ras_audit_get (result, &ras_eraser_qleace, RAS_SPLIT_TRAIN, 0, &row));
      g_assert_cmpfloat (row.linear_accuracy, ==, 80.0 / 240.0);
      g_assert_cmpfloat (row.quadratic_accuracy, ==, 80.0 / 240.0);
    }
}

/* Maps that do not make the covariances equal are found out. */
static void
test_spoilt (void)
{
  g_autoptr (RasDataset) dataset = direct_dataset (3, 3, train_counts, test_counts, 3, 0);
  RasFitOptions options = RAS_FIT_OPTIONS_DEFAULT;
  g_autoptr (RasFit) leace = test_fit (dataset, "leace", &options);
  g_autoptr (RasFit) qleace = test_fit (dataset, "qleace", &options);
  g_autoptr (RasAudit) result = NULL;
  gsize count = 0, size;
  double *maps = (double *) ras_fit_get_array (qleace, "maps", &count);

  size = count / 3;
  for (gsize i = size; i < 2 * size; i++)
    maps[i] *= 1.2;
  result = audit (dataset, qleace, TRUE);
  g_assert_null (ras_audit_get_remark (result));
  for (RasSplit split = 0; split < RAS_N_SPLITS; split++)
    {
      RasAuditRow expected = direct_row (dataset, qleace, leace, split, 0, TRUE), row;

      g_assert_true (ras_audit_get (result, &ras_eraser_qleace, split, 0, &row));
      g_assert_cmpfloat_with_epsilon (row.linear_accuracy, expected.linear_accuracy, 1e-12);
      g_assert_cmpfloat_with_epsilon (row.quadratic_accuracy, expected.quadratic_accuracy, 1e-12);
      g_assert_cmpfloat (row.quadratic_accuracy, !=, row.linear_accuracy);
      g_assert_cmpfloat_with_epsilon (row.covariance_gap, expected.covariance_gap, 1e-9);
      g_assert_cmpfloat_with_epsilon (row.mean_gap, expected.mean_gap, 1e-10);
      g_assert_cmpfloat_with_epsilon (row.distortion, expected.distortion, 1e-10);
      g_assert_cmpfloat_with_epsilon (row.ssim, expected.ssim, 1e-10);
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/audit-qleace/other-shrinkage", test_other_shrinkage);
  g_test_add_func ("/audit-qleace/spoilt", test_spoilt);
  return g_test_run ();
}
