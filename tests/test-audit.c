/* The audit against classifiers that see erased images only. */
#include "audit-direct.h"
#include "common.h"
#include "fit-private.h"

#include <math.h>
#include <string.h>

static const gsize train_counts[] = { 70, 110, 60 };
static const gsize test_counts[] = { 40, 30, 60 };
static const gsize equal_counts[] = { 80, 80, 80 };

static RasFitOptions
fit_options (gboolean shrinkage)
{
  return (RasFitOptions) { shrinkage, 1, 0, 5 };
}

/* Every eraser that is a map, fitted. */
static GPtrArray *
fit_all (RasDataset *dataset, const RasFitOptions *options)
{
  GPtrArray *fits = g_ptr_array_new_with_free_func ((GDestroyNotify) ras_fit_unref);

  for (guint i = 0; i < ras_n_erasers (); i++)
    {
      const RasEraser *eraser = ras_eraser_nth (i);

      if (eraser->edits)
        continue;
      g_ptr_array_add (fits, eraser->fit ? test_fit (dataset, eraser->name, options)
                                         : ras_fit_new (eraser, options,
                                                        ras_dataset_get_dimension (dataset),
                                                        ras_dataset_get_n_classes (dataset)));
    }
  return fits;
}

static RasFit *
find_fit (GPtrArray *fits, const char *name)
{
  for (guint i = 0; i < fits->len; i++)
    if (strcmp (ras_fit_get_eraser (fits->pdata[i])->name, name) == 0)
      return fits->pdata[i];
  g_assert_not_reached ();
}

static RasAudit *
audit (RasDataset *dataset, GPtrArray *fits, const RasAuditOptions *options)
{
  g_autoptr (GError) error = NULL;
  RasAudit *result = ras_audit_new (dataset, fits, options, NULL, &error);

  g_assert_no_error (error);
  return result;
}

static void
assert_close (double value, double expected, double tolerance)
{
  /* A PSNR of rounding. */
  if (isinf (value))
    g_assert_cmpfloat (expected, >, 250);
  else
    g_assert_cmpfloat_with_epsilon (value, expected, tolerance * MAX (fabs (expected), 1));
}

static void
assert_row (const RasAuditRow *row, const RasAuditRow *expected)
{
  g_assert_true (row->eraser == expected->eraser);
  g_assert_cmpint (row->split, ==, expected->split);
  g_assert_cmpfloat (fabs (row->linear_accuracy - expected->linear_accuracy), <, 1e-12);
  g_assert_cmpfloat (fabs (row->quadratic_accuracy - expected->quadratic_accuracy), <, 1e-12);
  assert_close (row->mean_gap, expected->mean_gap, 1e-10);
  assert_close (row->covariance_gap, expected->covariance_gap, 1e-7);
  assert_close (row->distortion, expected->distortion, 1e-10);
  assert_close (row->psnr, expected->psnr, 1e-8);
}

/* All erasers, ranks and splits. A rank of the path at which nothing is left has no direct
 * classifier. */
static void
check_all (gboolean shrinkage)
{
  g_autoptr (RasDataset) dataset = direct_dataset (3, 3, train_counts, test_counts, 3, 0);
  RasFitOptions options = fit_options (shrinkage);
  g_autoptr (GPtrArray) fits = fit_all (dataset, &options);
  RasAuditOptions audit_options = RAS_AUDIT_OPTIONS_DEFAULT;
  g_autoptr (RasAudit) result = NULL;

  audit_options.shrinkage = shrinkage;
  audit_options.max_rank = 22;
  result = audit (dataset, fits, &audit_options);
  g_assert_null (ras_audit_get_remark (result));
  for (guint i = 0; i < fits->len; i++)
    for (RasSplit split = 0; split < RAS_N_SPLITS; split++)
      {
        const RasEraser *eraser = ras_fit_get_eraser (fits->pdata[i]);
        guint last = ras_audit_get_max_rank (result, eraser);

        g_assert_cmpuint (last, ==, eraser->has_path ? 22 : 0);
        for (guint rank = 0; rank <= last; rank++)
          {
            RasAuditRow expected = direct_row (dataset, fits->pdata[i], find_fit (fits, "leace"),
                                               split, rank, shrinkage);
            RasAuditRow row;

            g_test_message ("%s, %s, rank %u", eraser->name, ras_split_name (split), rank);
            g_assert_true (ras_audit_get (result, eraser, split, rank, &row));
            assert_row (&row, &expected);
            if (rank <= 4 || rank == 6 || rank == 8 || rank == 22)
              assert_close (row.ssim, expected.ssim, 1e-10);
          }
      }
}

static void
test_shrunk (void)
{
  check_all (TRUE);
}

static void
test_plain (void)
{
  check_all (FALSE);
}

/* With equal classes a probe that knows nothing is right exactly one time in k. */
static void
test_ties (void)
{
  g_autoptr (RasDataset) dataset = direct_dataset (3, 3, equal_counts, NULL, 3, 0);

  for (int shrinkage = 0; shrinkage < 2; shrinkage++)
    {
      RasFitOptions options = fit_options (shrinkage);
      g_autoptr (GPtrArray) fits = fit_all (dataset, &options);
      RasAuditOptions audit_options = RAS_AUDIT_OPTIONS_DEFAULT;
      g_autoptr (RasAudit) result = NULL;
      RasAuditRow row;

      audit_options.shrinkage = shrinkage;
      result = audit (dataset, fits, &audit_options);
      for (guint i = 0; i < fits->len; i++)
        {
          const RasEraser *eraser = ras_fit_get_eraser (fits->pdata[i]);

          g_assert_true (ras_audit_get (result, eraser, RAS_SPLIT_TRAIN, 3, &row));
          g_assert_cmpfloat (row.chance, ==, 80.0 / 240.0);
          if (ras_audit_is_guaranteed (eraser, FALSE))
            g_assert_cmpfloat (row.linear_accuracy, ==, row.chance);
          else
            g_assert_cmpfloat (row.linear_accuracy, >, row.chance + 0.1);
          if (ras_audit_is_guaranteed (eraser, TRUE))
            g_assert_cmpfloat (row.quadratic_accuracy, ==, row.chance);
          else
            g_assert_cmpfloat (row.quadratic_accuracy, >, row.chance + 0.1);
          g_assert_cmpint (ras_audit_holds (&row, FALSE, 240), ==,
                           ras_audit_is_guaranteed (eraser, FALSE));
          g_assert_cmpint (ras_audit_holds (&row, TRUE, 240), ==,
                           ras_audit_is_guaranteed (eraser, TRUE));
          g_assert_false (ras_audit_get (result, eraser, RAS_SPLIT_TEST, 0, &row));
        }
    }
}

/* With unequal classes it names the largest: right as often as that occurs. */
static void
test_unequal (void)
{
  g_autoptr (RasDataset) dataset = direct_dataset (3, 3, train_counts, test_counts, 3, 0);
  RasFitOptions options = fit_options (TRUE);
  g_autoptr (GPtrArray) fits = fit_all (dataset, &options);
  g_autoptr (RasAudit) result = audit (dataset, fits, &RAS_AUDIT_OPTIONS_DEFAULT);
  RasAuditRow row;

  g_assert_true (ras_audit_get (result, &ras_eraser_qleace, RAS_SPLIT_TRAIN, 0, &row));
  g_assert_cmpfloat (row.quadratic_accuracy, ==, 110.0 / 240.0);
  g_assert_cmpfloat (row.chance, ==, 110.0 / 240.0);
  g_assert_true (ras_audit_get (result, &ras_eraser_qleace, RAS_SPLIT_TEST, 0, &row));
  /* The largest class of the training split is the smallest of the test split. */
  g_assert_cmpfloat (row.linear_accuracy, ==, 30.0 / 130.0);
  g_assert_cmpfloat (row.chance, ==, 60.0 / 130.0);
}

static void
test_ranks (void)
{
  g_autoptr (RasDataset) dataset = direct_dataset (3, 3, train_counts, test_counts, 3, 0);
  RasFitOptions options = fit_options (TRUE);
  g_autoptr (GPtrArray) fits = fit_all (dataset, &options);
  g_autoptr (RasAudit) result = audit (dataset, fits, &RAS_AUDIT_OPTIONS_DEFAULT);
  const guint expected[] = { 0, 2, 2, 27, 2 + 5, 5 };
  RasAuditRow row, last;
  guint length = ras_fit_get_path_length (find_fit (fits, "alf-qleace"));

  for (guint i = 0; i < fits->len; i++)
    {
      g_assert_true (
          ras_audit_get (result, ras_fit_get_eraser (fits->pdata[i]), RAS_SPLIT_TRAIN, 5, &row));
      g_assert_cmpuint (row.rank, ==, expected[i]);
    }
  g_assert_cmpuint (ras_audit_get_max_rank (result, &ras_eraser_alf_qleace), ==, length);
  g_assert_true (ras_audit_get (result, &ras_eraser_alf_qleace, RAS_SPLIT_TEST, 1000, &row));
  g_assert_true (ras_audit_get (result, &ras_eraser_alf_qleace, RAS_SPLIT_TEST, length, &last));
  g_assert_cmpuint (row.rank, ==, 2 + length);
  g_assert_cmpuint (last.rank, ==, row.rank);
  /* The gap along the path is the one that the path was made by. */
  for (guint r = 0; r <= length; r++)
    {
      g_assert_true (ras_audit_get (result, &ras_eraser_alf_qleace, RAS_SPLIT_TRAIN, r, &row));
      assert_close (row.covariance_gap, ras_fit_get_gap (find_fit (fits, "alf-qleace"), r), 1e-6);
    }
}

/* Fewer images: accuracies come from evenly spread ones; the rest from moments, as before. */
static void
test_options (void)
{
  g_autoptr (RasDataset) dataset = direct_dataset (3, 3, train_counts, test_counts, 3, 0);
  RasFitOptions options = fit_options (TRUE);
  g_autoptr (GPtrArray) fits = fit_all (dataset, &options);
  g_autoptr (RasAudit) all = audit (dataset, fits, &RAS_AUDIT_OPTIONS_DEFAULT);
  RasAuditOptions fewer = { TRUE, 100, 2, FALSE };
  g_autoptr (RasAudit) part = audit (dataset, fits, &fewer);
  RasAuditRow a, b;

  g_assert_cmpuint (ras_audit_get_n_images (all, RAS_SPLIT_TRAIN), ==, 240);
  g_assert_cmpuint (ras_audit_get_n_images (part, RAS_SPLIT_TRAIN), ==, 100);
  g_assert_cmpuint (ras_audit_get_n_images (part, RAS_SPLIT_TEST), ==, 100);
  for (guint i = 0; i < fits->len; i++)
    {
      const RasEraser *eraser = ras_fit_get_eraser (fits->pdata[i]);

      g_assert_true (ras_audit_get (all, eraser, RAS_SPLIT_TEST, 2, &a));
      g_assert_true (ras_audit_get (part, eraser, RAS_SPLIT_TEST, 2, &b));
      assert_close (b.distortion, a.distortion, 1e-12);
      assert_close (b.covariance_gap, a.covariance_gap, 1e-9);
      g_assert_cmpfloat (b.linear_accuracy, >, 0.1);
      g_assert_cmpfloat (a.quadratic_accuracy, >, 0.1);
      g_assert_true (isnan (b.quadratic_accuracy));
    }
  g_assert_cmpuint (ras_audit_memory (dataset, fits, &fewer), <=,
                    ras_audit_memory (dataset, fits, &RAS_AUDIT_OPTIONS_DEFAULT));
}

/* One eraser alone, without LEACE among the fits. */
static void
test_alone (void)
{
  g_autoptr (RasDataset) dataset = direct_dataset (1, 5, train_counts, test_counts, 3, 0);
  RasFitOptions options = fit_options (TRUE);
  g_autoptr (GPtrArray) fits = fit_all (dataset, &options);
  g_autoptr (RasAudit) all = audit (dataset, fits, &RAS_AUDIT_OPTIONS_DEFAULT);

  for (guint i = 0; i < fits->len; i++)
    {
      g_autoptr (GPtrArray) one = g_ptr_array_new ();
      g_autoptr (RasAudit) alone = NULL;
      const RasEraser *eraser = ras_fit_get_eraser (fits->pdata[i]);
      RasAuditRow a, b;

      g_ptr_array_add (one, fits->pdata[i]);
      alone = audit (dataset, one, &RAS_AUDIT_OPTIONS_DEFAULT);
      for (RasSplit split = 0; split < RAS_N_SPLITS; split++)
        {
          g_assert_true (ras_audit_get (all, eraser, split, 7, &a));
          g_assert_true (ras_audit_get (alone, eraser, split, 7, &b));
          assert_row (&b, &a);
          assert_close (b.ssim, a.ssim, 1e-12);
        }
      g_assert_false (
          ras_audit_get (alone, eraser == &ras_eraser_none ? &ras_eraser_leace : &ras_eraser_none,
                         RAS_SPLIT_TRAIN, 0, &a));
    }
}

static void
assert_finite (RasAudit *result, GPtrArray *fits)
{
  for (guint i = 0; i < fits->len; i++)
    for (guint rank = 0; rank < 30; rank++)
      {
        RasAuditRow row;

        g_assert_true (ras_audit_get (result, ras_fit_get_eraser (fits->pdata[i]), RAS_SPLIT_TRAIN,
                                      rank, &row));
        g_assert_cmpfloat (row.linear_accuracy, >=, 0);
        g_assert_cmpfloat (row.linear_accuracy, <=, 1);
        g_assert_cmpfloat (row.quadratic_accuracy, >=, 0);
        g_assert_cmpfloat (row.quadratic_accuracy, <=, 1);
        g_assert_true (isfinite (row.mean_gap) && isfinite (row.distortion));
        g_assert_cmpfloat (row.ssim, <=, 1 + 1e-12);
      }
}

/* Fewer images of a class than pixels, constant pixels, a class with one image, one without any. */
static void
test_singular (void)
{
  static const gsize counts[][4] = { { 90, 15, 120, 60 }, { 90, 1, 80, 60 }, { 90, 70, 0, 60 } };

  for (guint c = 0; c < G_N_ELEMENTS (counts); c++)
    for (int shrinkage = 0; shrinkage < 2; shrinkage++)
      {
        g_autoptr (RasDataset) dataset = direct_dataset (1, 5, counts[c], NULL, 4, c == 0 ? 3 : 0);
        RasFitOptions options = fit_options (shrinkage);
        g_autoptr (GPtrArray) fits = fit_all (dataset, &options);
        RasAuditOptions audit_options = RAS_AUDIT_OPTIONS_DEFAULT;
        g_autoptr (RasAudit) result = NULL;
        RasAuditRow row;
        gboolean singular = c == 1 || (c == 0 && !shrinkage);

        audit_options.shrinkage = shrinkage;
        result = audit (dataset, fits, &audit_options);
        assert_finite (result, fits);
        g_assert_cmpint (ras_audit_get_remark (result) != NULL, ==, singular);
        g_assert_true (ras_audit_get (result, &ras_eraser_leace, RAS_SPLIT_TRAIN, 0, &row));
        g_assert_cmpfloat (row.linear_accuracy, ==, row.chance);
        g_assert_true (ras_audit_get (result, &ras_eraser_qleace, RAS_SPLIT_TRAIN, 0, &row));
        if (!singular)
          g_assert_cmpfloat (row.quadratic_accuracy, ==, row.chance);
      }
}

/* Every class with a single image: nothing to learn from but the means. */
static void
test_single_images (void)
{
  static const gsize counts[] = { 1, 1, 1 };
  g_autoptr (RasDataset) dataset = direct_dataset (1, 4, counts, NULL, 3, 0);
  RasFitOptions options = fit_options (TRUE);
  g_autoptr (GPtrArray) fits = g_ptr_array_new_with_free_func ((GDestroyNotify) ras_fit_unref);
  g_autoptr (RasAudit) result = NULL;
  RasAuditRow row;

  g_ptr_array_add (fits, ras_fit_new (&ras_eraser_none, &options, 16, 3));
  g_ptr_array_add (fits, test_fit (dataset, "leace", &options));
  result = audit (dataset, fits, &RAS_AUDIT_OPTIONS_DEFAULT);
  g_assert_true (ras_audit_get (result, &ras_eraser_none, RAS_SPLIT_TRAIN, 0, &row));
  g_assert_cmpfloat (row.quadratic_accuracy, ==, 1);
  g_assert_cmpfloat (row.covariance_gap, ==, 0);
  g_assert_true (ras_audit_get (result, &ras_eraser_leace, RAS_SPLIT_TRAIN, 0, &row));
  g_assert_cmpfloat (row.linear_accuracy, ==, 1 / 3.0);
  g_assert_nonnull (ras_audit_get_remark (result));
}

/* --- Cancelling --- */

typedef struct
{
  GCancellable *cancellable;
  guint steps, after;
  double last;
} Watcher;

static void
watch (const char *stage, double fraction, gpointer user_data)
{
  Watcher *watcher = user_data;

  g_assert_nonnull (stage);
  g_assert_cmpfloat (fraction, >=, watcher->last - 1e-9);
  g_assert_cmpfloat (fraction, <=, 1);
  watcher->last = fraction;
  if (++watcher->steps == watcher->after)
    g_cancellable_cancel (watcher->cancellable);
}

static void
test_cancel (void)
{
  g_autoptr (RasDataset) dataset = direct_dataset (1, 5, train_counts, test_counts, 3, 0);
  RasFitOptions options = fit_options (FALSE);
  g_autoptr (GPtrArray) fits = fit_all (dataset, &options);
  Watcher free_run = { g_cancellable_new () };
  RasProgress progress = { watch, &free_run, free_run.cancellable };
  g_autoptr (RasAudit) result
      = ras_audit_new (dataset, fits, &RAS_AUDIT_OPTIONS_DEFAULT, &progress, NULL);

  g_assert_nonnull (result);
  g_assert_cmpuint (free_run.steps, >, 30);
  for (guint after = 1; after < free_run.steps; after += 3)
    {
      Watcher watcher = { g_cancellable_new (), 0, after };
      RasProgress stopped = { watch, &watcher, watcher.cancellable };
      g_autoptr (GError) error = NULL;

      g_assert_null (ras_audit_new (dataset, fits, &RAS_AUDIT_OPTIONS_DEFAULT, &stopped, &error));
      g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
      g_assert_cmpuint (watcher.steps, <=, after + 1);
      g_object_unref (watcher.cancellable);
    }
  g_object_unref (free_run.cancellable);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/audit/shrunk", test_shrunk);
  g_test_add_func ("/audit/plain", test_plain);
  g_test_add_func ("/audit/ties", test_ties);
  g_test_add_func ("/audit/unequal", test_unequal);
  g_test_add_func ("/audit/ranks", test_ranks);
  g_test_add_func ("/audit/options", test_options);
  g_test_add_func ("/audit/alone", test_alone);
  g_test_add_func ("/audit/singular", test_singular);
  g_test_add_func ("/audit/single-images", test_single_images);
  g_test_add_func ("/audit/cancel", test_cancel);
  return g_test_run ();
}
