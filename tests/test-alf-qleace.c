/* ALF-QLEACE: the path, and what it makes of images. */
#include "common.h"
#include "fit-private.h"
#include "linalg.h"

#include <math.h>
#include <string.h>

static RasDataset *
make_dataset (void)
{
  return test_random_dataset (1, 6, (gsize[]) { 400, 90, 150 }, 3, 0, 51);
}

static RasFit *
fit_path (RasDataset *dataset, double target, guint max_rank)
{
  RasFitOptions options = RAS_FIT_OPTIONS_DEFAULT;

  options.target = target;
  options.max_rank = max_rank;
  return test_fit (dataset, "alf-qleace", &options);
}

/* All directions one after the other: r × d. */
static double *
directions (const RasFit *fit)
{
  gsize d = ras_fit_get_dimension (fit);
  guint length = ras_fit_get_path_length (fit);
  double *rows = g_new (double, (length + 1) * d);

  for (guint i = 0; i < length; i++)
    memcpy (rows + i * d, ras_fit_get_direction (fit, i), d * sizeof *rows);
  return rows;
}

/* Orthonormal; within the range of LEACE's P (the probes annihilate it); the gap falls. */
static void
check_path (const RasFit *fit)
{
  gsize d = ras_fit_get_dimension (fit), count = 0;
  guint length = ras_fit_get_path_length (fit);
  g_autofree double *v = directions (fit);
  const double *probe = ras_fit_get_array (fit, "probe", &count);
  g_autofree double *along = test_product_transposed (v, probe, length, d, count / d);

  g_assert_cmpfloat (test_orthonormality (v, length, d), <, 1e-11);
  for (gsize i = 0; i < count / d; i++)
    {
      double size = sqrt (ras_dot (probe + i * d, probe + i * d, d));

      for (guint r = 0; r < length; r++)
        if (ras_fit_get_gap (fit, r) > 1e-6)
          g_assert_cmpfloat (fabs (along[r * (count / d) + i]), <, 1e-8 * size);
    }
  g_assert_cmpfloat (ras_fit_get_gap (fit, 0), ==, 1);
  for (guint r = 0; r < length; r++)
    {
      g_assert_cmpfloat (ras_fit_get_gap (fit, r + 1), <=, ras_fit_get_gap (fit, r) + 1e-9);
      g_assert_cmpint (ras_fit_get_step_class (fit, r), >=, 0);
      g_assert_cmpint (ras_fit_get_step_class (fit, r), <, 3);
      g_assert_cmpfloat (ras_fit_get_step_eigenvalue (fit, r), >, 0);
      if (r > 0)
        g_assert_cmpfloat (ras_fit_get_step_eigenvalue (fit, r), <=,
                           ras_fit_get_step_eigenvalue (fit, r - 1) * (1 + 1e-8));
    }
}

static void
test_path (void)
{
  g_autoptr (RasDataset) dataset = make_dataset ();
  g_autoptr (RasFit) fit = fit_path (dataset, 0.99, 0);
  int rank = ras_fit_get_rank_for_target (fit, 0.99);

  check_path (fit);
  /* It stops as soon as the target is reached. */
  g_assert_cmpint (rank, ==, (int) ras_fit_get_path_length (fit));
  g_assert_cmpfloat (ras_fit_get_gap (fit, rank), <=, 0.01);
  g_assert_cmpfloat (ras_fit_get_gap (fit, rank - 1), >, 0.01);
  g_assert_cmpint (ras_fit_get_rank_for_target (fit, 0), ==, 0);
  g_assert_cmpint (ras_fit_get_rank_for_target (fit, 0.9999), ==, -1);
  g_assert_cmpuint (ras_fit_get_max_rank (fit), ==, 36 - 2);
}

static void
test_limit (void)
{
  g_autoptr (RasDataset) dataset = make_dataset ();
  g_autoptr (RasFit) fit = fit_path (dataset, 1, 5);

  g_assert_cmpuint (ras_fit_get_path_length (fit), ==, 5);
}

/* The gap by definition: covariances of the erased images themselves. */
static void
test_gap_of_images (void)
{
  g_autoptr (RasDataset) dataset = make_dataset ();
  g_autoptr (RasFit) fit = fit_path (dataset, 0.99, 0);
  gsize n = 640, d = 36;
  g_autofree double *x = test_pixels (dataset, n);
  g_autofree guint16 *labels = test_labels (dataset, n);
  g_autofree double *mean = g_new (double, d);
  double start = 0;

  for (guint r = 0; r <= 8; r += 2)
    {
      g_autofree double *y = test_apply (fit, r, x, NULL, n);
      g_autofree double *covariances = g_new (double, 3 * d * d);
      double gap = 0;

      for (guint z = 0; z < 3; z++)
        test_class_moments (y, labels, n, d, z, mean, covariances + z * d * d);
      for (guint z = 0; z < 3; z++)
        {
          double square = 0;

          for (gsize i = 0; i < d * d; i++)
            square += pow (covariances[z * d * d + i]
                               - (covariances[i] + covariances[d * d + i]
                                  + covariances[2 * d * d + i])
                                     / 3,
                           2);
          gap = MAX (gap, sqrt (square));
        }
      start = r == 0 ? gap : start;
      g_assert_cmpfloat_with_epsilon (ras_fit_get_gap (fit, r), gap / start, 1e-9);
    }
}

/* y = L(x) − V Vᵀ (L(x) − μ), and without the μ where not recentred; labels do not matter. */
static void
test_formula (void)
{
  g_autoptr (RasDataset) dataset = make_dataset ();
  g_autoptr (RasFit) fit = fit_path (dataset, 0.99, 0);
  g_autoptr (RasFit) leace = test_fit (dataset, "leace", NULL);
  const double *mean = ras_fit_get_array (fit, "mean", NULL);
  gsize n = 20, d = 36;
  g_autofree double *x = test_pixels (dataset, n);
  g_autofree double *start = test_apply (leace, 0, x, NULL, n);
  g_autofree guint16 *wrong = g_new (guint16, n);
  g_autofree double *y = g_new (double, n * d);
  g_autofree double *with_labels = g_new (double, n * d);
  guint length = ras_fit_get_path_length (fit);

  memset (wrong, 0xff, n * sizeof *wrong);
  for (guint rank = 0; rank <= length + 1; rank++)
    for (int recentred = 0; recentred < 2; recentred++)
      {
        RasApplyOptions options = { rank, recentred };

        ras_fit_apply (fit, &options, x, NULL, n, y);
        ras_fit_apply (fit, &options, x, wrong, n, with_labels);
        g_assert_cmpmem (y, n * d * sizeof *y, with_labels, n * d * sizeof *y);
        for (gsize i = 0; i < n; i++)
          {
            g_autofree double *expected = g_memdup2 (start + i * d, d * sizeof *start);
            g_autofree double *centred = g_memdup2 (start + i * d, d * sizeof *start);

            if (recentred)
              ras_axpy (-1, mean, centred, d);
            for (guint r = 0; r < MIN (rank, length); r++)
              {
                const double *v = ras_fit_get_direction (fit, r);

                ras_axpy (-ras_dot (v, centred, d), v, expected, d);
              }
            g_assert_cmpfloat (test_distance (y + i * d, expected, d), <, 1e-11);
          }
      }
}

/* --- Going on from a shorter path --- */

typedef struct
{
  RasMoments *moments;
  RasFit *leace;
  guint growing;
} Base;

static Base
make_base (RasDataset *dataset)
{
  return (Base) { ras_moments_new (dataset, RAS_SPLIT_TRAIN, NULL, NULL),
                  test_fit (dataset, "leace", NULL), 0 };
}

static void
count_growing (RasFit *fit, gpointer user_data)
{
  Base *base = user_data;

  base->growing++;
  g_assert_nonnull (ras_fit_get_array (fit, "mean", NULL));
}

static RasFit *
grow (Base *base, RasFit *previous, guint rank, const RasProgress *progress, GError **error)
{
  RasFitOptions options = { TRUE, 1, rank, 1 };

  return ras_eraser_alf_qleace.fit (&(RasFitContext) { base->moments, base->leace, previous,
                                                       options, progress, count_growing, base },
                                    error);
}

static void
clear_base (Base *base)
{
  ras_moments_unref (base->moments);
  ras_fit_unref (base->leace);
}

static void
test_go_on (void)
{
  g_autoptr (RasDataset) dataset = make_dataset ();
  Base base = make_base (dataset);
  g_autoptr (RasFit) whole = grow (&base, NULL, 20, NULL, NULL);
  g_autoptr (RasFit) part = grow (&base, NULL, 7, NULL, NULL);
  g_autofree double *before = directions (part);
  g_autoptr (RasFit) more = grow (&base, part, 20, NULL, NULL);
  g_autofree double *all = directions (whole), *grown = directions (more);

  g_assert_cmpuint (base.growing, ==, 3);
  g_assert_true (more == part);
  g_assert_cmpuint (ras_fit_get_path_length (more), ==, 20);
  /* What there was has not changed by a bit. */
  g_assert_cmpmem (before, 7 * 36 * sizeof *before, grown, 7 * 36 * sizeof *grown);
  for (guint r = 0; r < 20; r++)
    {
      double cosine = ras_dot (all + r * 36, grown + r * 36, 36);

      g_assert_cmpfloat_with_epsilon (fabs (cosine), 1, 1e-7);
      g_assert_cmpfloat_with_epsilon (ras_fit_get_gap (more, r + 1), ras_fit_get_gap (whole, r + 1),
                                      1e-9);
      g_assert_cmpint (ras_fit_get_step_class (more, r), ==, ras_fit_get_step_class (whole, r));
      g_assert_cmpfloat_with_epsilon (ras_fit_get_step_eigenvalue (more, r),
                                      ras_fit_get_step_eigenvalue (whole, r), 1e-9);
    }
  clear_base (&base);
}

/* --- Cancellation --- */

typedef struct
{
  GCancellable *cancellable;
  guint steps_left;
} Countdown;

static void
count_down (const char *stage, double fraction, gpointer user_data)
{
  Countdown *countdown = user_data;

  g_assert_cmpfloat (fraction, <=, 1);
  if (countdown->steps_left-- == 0)
    g_cancellable_cancel (countdown->cancellable);
}

static void
test_cancelled (void)
{
  g_autoptr (RasDataset) dataset = make_dataset ();
  Base base = make_base (dataset);
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  Countdown countdown = { cancellable, 12 };
  RasProgress progress = { count_down, &countdown, cancellable };
  g_autoptr (GError) error = NULL;
  g_autoptr (RasFit) part = grow (&base, NULL, 0, &progress, &error);
  g_autoptr (RasFit) same = NULL;
  guint length;

  g_assert_no_error (error);
  g_assert_nonnull (part);
  length = ras_fit_get_path_length (part);
  g_assert_cmpuint (length, >, 3);
  g_assert_cmpuint (length, <, 14);
  check_path (part);
  /* With a beginning there already, a cancellation before the first step loses nothing. */
  same = grow (&base, part, 0, &progress, &error);
  g_assert_no_error (error);
  g_assert_true (same == part);
  g_assert_cmpuint (ras_fit_get_path_length (same), ==, length);
  g_assert_null (grow (&base, NULL, 0, &progress, &error));
  g_assert_true (ras_error_is_cancelled (error));
  clear_base (&base);
}

/* --- Ends of the path --- */

/* Down to the last direction: what is left of an image is its mean. */
static void
test_whole_path (void)
{
  g_autoptr (RasDataset) dataset
      = test_random_dataset (1, 3, (gsize[]) { 100, 60, 41 }, 3, 0, 52);
  g_autoptr (RasFit) fit = fit_path (dataset, 1, 0);
  g_autofree double *v = directions (fit);
  guint length = ras_fit_get_path_length (fit);

  g_assert_cmpuint (ras_fit_get_max_rank (fit), ==, 7);
  g_assert_cmpuint (length, ==, 7);
  g_assert_cmpfloat (test_orthonormality (v, length, 9), <, 1e-10);
  g_assert_cmpfloat (ras_fit_get_gap (fit, length), <, 1e-6);
}

/* Fewer images than pixels: the differences end before the pixels do. */
static void
test_few_images (void)
{
  g_autoptr (RasDataset) dataset = test_random_dataset (1, 6, (gsize[]) { 5, 4, 4 }, 3, 0, 53);
  g_autoptr (RasFit) fit = fit_path (dataset, 1, 0);
  g_autofree double *v = directions (fit);
  guint length = ras_fit_get_path_length (fit);

  g_assert_cmpuint (length, >=, 10);
  g_assert_cmpfloat (test_orthonormality (v, length, 36), <, 1e-9);
  g_assert_cmpfloat (ras_fit_get_gap (fit, 11), <, 1e-6);
}

/* More pixels than a search has room for: it ends with the differences, where only rounding is left. */
static void
test_only_rounding_left (void)
{
  g_autoptr (RasDataset) dataset = test_random_dataset (3, 6, (gsize[]) { 12, 9, 9 }, 3, 0, 57);
  g_autoptr (RasFit) fit = fit_path (dataset, 1, 100);
  guint length = ras_fit_get_path_length (fit);

  check_path (fit);
  /* Thirty images less a mean of each class. */
  g_assert_cmpuint (length, >=, 26);
  g_assert_cmpuint (length, <=, 28);
  g_assert_cmpfloat (ras_fit_get_gap (fit, length), <, 1e-6);
}

/* As many classes as pixels: LEACE leaves nothing that could differ. */
static void
test_nothing_left_by_leace (void)
{
  g_autoptr (RasDataset) dataset
      = test_random_dataset (1, 2, (gsize[]) { 30, 40, 20, 25, 35 }, 5, 0, 58);
  g_autoptr (RasFit) fit = fit_path (dataset, 0.99, 0);

  g_assert_cmpuint (ras_fit_get_max_rank (fit), ==, 0);
  g_assert_cmpuint (ras_fit_get_path_length (fit), ==, 0);
  g_assert_cmpfloat (ras_fit_get_gap (fit, 0), ==, 0);
  g_assert_cmpint (ras_fit_get_rank_for_target (fit, 0.99), ==, 0);
}

/* One image a class: no covariances, nothing to remove, and every target is reached. */
static void
test_no_gap (void)
{
  g_autoptr (RasDataset) dataset = test_random_dataset (1, 4, (gsize[]) { 1, 1, 1 }, 3, 0, 54);
  g_autoptr (RasFit) fit = fit_path (dataset, 0.99, 0);

  g_assert_cmpuint (ras_fit_get_path_length (fit), ==, 0);
  g_assert_cmpint (ras_fit_get_rank_for_target (fit, 0.99), ==, 0);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/alf-qleace/path", test_path);
  g_test_add_func ("/alf-qleace/limit", test_limit);
  g_test_add_func ("/alf-qleace/gap-of-images", test_gap_of_images);
  g_test_add_func ("/alf-qleace/formula", test_formula);
  g_test_add_func ("/alf-qleace/go-on", test_go_on);
  g_test_add_func ("/alf-qleace/cancelled", test_cancelled);
  g_test_add_func ("/alf-qleace/whole-path", test_whole_path);
  g_test_add_func ("/alf-qleace/few-images", test_few_images);
  g_test_add_func ("/alf-qleace/no-gap", test_no_gap);
  g_test_add_func ("/alf-qleace/only-rounding-left", test_only_rounding_left);
  g_test_add_func ("/alf-qleace/nothing-left-by-leace", test_nothing_left_by_leace);
  return g_test_run ();
}
