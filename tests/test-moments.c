/* Means and covariances against sums over whole numbers, by definition. */
#include "common.h"
#include "linalg.h"

#include <math.h>
#include <string.h>

static RasMoments *
measure (RasDataset *dataset)
{
  g_autoptr (GError) error = NULL;
  RasMoments *moments = ras_moments_new (dataset, RAS_SPLIT_TRAIN, NULL, &error);

  g_assert_no_error (error);
  return moments;
}

/* Sums of the bytes of one class (or, for label −1, of all) in 64 bits: exact. */
typedef struct
{
  gint64 n;
  gint64 *sums;    /* d */
  gint64 *squares; /* d × d */
} Sums;

static Sums
add_up (RasDataset *dataset, int label)
{
  gsize d = ras_dataset_get_dimension (dataset);
  Sums sums = { 0, g_new0 (gint64, d), g_new0 (gint64, d * d) };

  for (gsize i = 0; i < ras_dataset_get_n_images (dataset, RAS_SPLIT_TRAIN); i++)
    {
      const guint8 *b = ras_dataset_get_image (dataset, RAS_SPLIT_TRAIN, i);

      if (label >= 0 && ras_dataset_get_label (dataset, RAS_SPLIT_TRAIN, i) != (guint) label)
        continue;
      sums.n++;
      for (gsize j = 0; j < d; j++)
        {
          sums.sums[j] += b[j];
          for (gsize l = 0; l < d; l++)
            sums.squares[j * d + l] += b[j] * b[l];
        }
    }
  return sums;
}

static void
sums_clear (Sums *sums)
{
  g_free (sums->sums);
  g_free (sums->squares);
}

/* To the last digits: a covariance is an exact whole number, scaled. */
static void
check_against (const Sums *sums, gsize d, const double *mean, const double *covariance)
{
  long double n = sums->n;

  for (gsize i = 0; i < d; i++)
    {
      g_assert_cmpfloat_with_epsilon (mean[i], (double) (sums->sums[i] / n / 255), 3e-16);
      for (gsize j = 0; j < d; j++)
        {
          gint64 whole = sums->n * sums->squares[i * d + j] - sums->sums[i] * sums->sums[j];
          double expected = sums->n > 1 ? (double) (whole / (n * (n - 1) * 255 * 255)) : 0;

          g_assert_cmpfloat (fabs (covariance[i * d + j] - expected), <=, 4e-16 * fabs (expected));
        }
    }
}

static void
check (RasDataset *dataset)
{
  g_autoptr (RasMoments) moments = measure (dataset);
  gsize d = ras_dataset_get_dimension (dataset);
  guint k = ras_dataset_get_n_classes (dataset);
  g_autofree double *covariance = g_new (double, d * d);
  g_autofree double *row = g_new (double, d);
  Sums sums = add_up (dataset, -1);

  g_assert_cmpuint (ras_moments_get_dimension (moments), ==, d);
  g_assert_cmpuint (ras_moments_get_n_classes (moments), ==, k);
  g_assert_cmpuint (ras_moments_get_n_images (moments), ==, (gsize) sums.n);
  ras_moments_total_covariance (moments, covariance);
  check_against (&sums, d, ras_moments_get_mean (moments), covariance);
  sums_clear (&sums);
  for (guint z = 0; z < k; z++)
    {
      sums = add_up (dataset, z);
      g_assert_cmpuint (ras_moments_get_class_count (moments, z), ==, (gsize) sums.n);
      ras_moments_class_covariance (moments, z, covariance);
      if (sums.n > 0)
        check_against (&sums, d, ras_moments_get_class_mean (moments, z), covariance);
      else
        for (gsize i = 0; i < d * d; i++)
          g_assert_cmpfloat (covariance[i], ==, 0);
      for (gsize i = 0; i < d; i++)
        {
          ras_moments_class_covariance_row (moments, z, i, row);
          g_assert_cmpmem (row, (i + 1) * sizeof *row, covariance + i * d, (i + 1) * sizeof *row);
        }
      sums_clear (&sums);
    }
}

static void
check_random (guint channels, guint side, const gsize *counts, guint k, guint constant)
{
  g_autoptr (RasDataset) dataset
      = test_random_dataset (channels, side, counts, k, constant, side);

  check (dataset);
}

static void
test_exact (void)
{
  check_random (3, 4, (gsize[]) { 70, 31, 5 }, 3, 0);
  check_random (1, 6, (gsize[]) { 33, 64 }, 2, 0);
  check_random (1, 1, (gsize[]) { 10, 20, 4, 2 }, 4, 0);
}

/* A class of more than a block, of exactly one and of one more than one. */
static void
test_blocks (void)
{
  check_random (1, 5, (gsize[]) { 3000, 1024, 1025, 1023 }, 4, 0);
}

static void
test_unusual_classes (void)
{
  check_random (1, 4, (gsize[]) { 1, 1, 1 }, 3, 0);
  check_random (3, 3, (gsize[]) { 40, 0, 1, 25 }, 4, 5);
}

/* The order of the images does not change a single bit. */
static void
test_order (void)
{
  gsize n = 2500, d = 9;
  guint8 *forward = g_new (guint8, n * d), *backward = g_new (guint8, n * d);
  guint16 *labels = g_new (guint16, n), *reversed = g_new (guint16, n);
  double a[81], b[81];

  for (gsize i = 0; i < n; i++)
    {
      labels[i] = reversed[n - 1 - i] = i % 3 == 0;
      for (gsize j = 0; j < d; j++)
        forward[i * d + j] = backward[(n - 1 - i) * d + j] = (guint8) (i * i * 31 + j * j * i * 7);
    }
  g_autoptr (RasDataset) first = test_dataset_new (1, 3, n, 2, forward, labels);
  g_autoptr (RasDataset) second = test_dataset_new (1, 3, n, 2, backward, reversed);
  g_autoptr (RasMoments) one = measure (first);
  g_autoptr (RasMoments) other = measure (second);
  ras_moments_total_covariance (one, a);
  ras_moments_total_covariance (other, b);
  g_assert_cmpmem (a, sizeof a, b, sizeof b);
  g_assert_cmpmem (ras_moments_get_mean (one), d * sizeof *a, ras_moments_get_mean (other),
                   d * sizeof *a);
  for (guint z = 0; z < 2; z++)
    {
      ras_moments_class_covariance (one, z, a);
      ras_moments_class_covariance (other, z, b);
      g_assert_cmpmem (a, sizeof a, b, sizeof b);
    }
}

/* n images, nearly all black or white, in two classes: the sums at their largest, on both
 * sides of the size from which 64 bits are needed. */
static void
check_extreme (gsize n, guint8 value)
{
  gsize d = 4;
  guint8 *pixels = g_new (guint8, n * d);
  guint16 *labels = g_new0 (guint16, n);

  memset (pixels, value, n * d);
  for (gsize i = 0; i < 3; i++)
    {
      labels[i * (n / 3)] = 1;
      pixels[i * 4 + i] = 77;
      pixels[(i * 97 + 1000) * 4 + 3] = 254;
    }
  g_autoptr (RasDataset) dataset = test_dataset_new (1, 2, n, 2, pixels, labels);
  check (dataset);
}

static void
test_extreme (void)
{
  check_extreme (131071, 0);
  check_extreme (131072, 0);
  check_extreme (200000, 0);
  check_extreme (131072, 255);
}

/* Pixels that differ by one step around a bright level: nothing is lost to the level. */
static void
test_cancellation (void)
{
  gsize n = 6000, d = 4;
  guint8 *pixels = g_new (guint8, n * d);
  guint16 *labels = g_new (guint16, n);
  double covariance[16];

  for (gsize i = 0; i < n; i++)
    {
      labels[i] = i % 2;
      memset (pixels + i * d, 254, d);
      pixels[i * d] += (i / 2) % 2;
      pixels[i * d + 1] += i == 0;
    }
  g_autoptr (RasDataset) dataset = test_dataset_new (1, 2, n, 2, pixels, labels);
  g_autoptr (RasMoments) moments = measure (dataset);
  ras_moments_class_covariance (moments, 0, covariance);
  /* Half of 3000 pixels one step up: variance 3000/2999 · ¼ / 255². */
  g_assert_cmpfloat_with_epsilon (covariance[0] * 255 * 255, 0.25 * 3000 / 2999, 1e-15);
  g_assert_cmpfloat_with_epsilon (covariance[5] * 255 * 255, 1 / 3000.0, 1e-18);
  for (gsize i = 8; i < 16; i++)
    g_assert_cmpfloat (covariance[i], ==, 0);
  check (dataset);
}

/* (n − 1) Σ_xx = Σ_z (n_z − 1) Σ_z + n_z (μ_z − μ)(μ_z − μ)ᵀ */
static void
test_within_and_between (void)
{
  gsize counts[] = { 60, 13, 1, 0, 140 }, d = 27;
  g_autoptr (RasDataset) dataset = test_random_dataset (3, 3, counts, 5, 2, 3);
  g_autoptr (RasMoments) moments = measure (dataset);
  g_autofree double *sum = g_new0 (double, d * d);
  g_autofree double *covariance = g_new (double, d * d);
  const double *mean = ras_moments_get_mean (moments);

  for (guint z = 0; z < 5; z++)
    {
      const double *m = ras_moments_get_class_mean (moments, z);

      ras_moments_class_covariance (moments, z, covariance);
      if (counts[z] == 0)
        continue;
      for (gsize i = 0; i < d; i++)
        for (gsize j = 0; j < d; j++)
          sum[i * d + j] += ((counts[z] - 1.0) * covariance[i * d + j]
                             + counts[z] * (m[i] - mean[i]) * (m[j] - mean[j]))
                            / 213.0;
    }
  ras_moments_total_covariance (moments, covariance);
  g_assert_cmpfloat (test_relative (sum, covariance, d * d), <, 1e-14);
}

static void
test_cancelled (void)
{
  g_autoptr (RasDataset) dataset = test_random_dataset (1, 3, (gsize[]) { 9, 9 }, 2, 0, 1);
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  RasProgress progress = { NULL, NULL, cancellable };
  g_autoptr (GError) error = NULL;

  g_cancellable_cancel (cancellable);
  g_assert_null (ras_moments_new (dataset, RAS_SPLIT_TRAIN, &progress, &error));
  g_assert_true (ras_error_is_cancelled (error));
}

static void
test_memory (void)
{
  guint64 after = ras_moments_memory (3072, 10, 50000, FALSE);
  guint64 triangles = (guint64) 3072 * 3073 / 2 * 10;

  g_assert_cmpuint (after, >=, triangles * 4);
  g_assert_cmpuint (after, <, triangles * 4 + (2 << 20));
  g_assert_cmpuint (ras_moments_memory (3072, 10, 190000, FALSE), >=, triangles * 8);
  g_assert_cmpuint (ras_moments_memory (3072, 10, 50000, TRUE), >, after + 3072 * 3072 * 4);
}

/* --- Shrinkage --- */

/* The formula as the paper writes it, with S of divisor n. */
static double
alpha_by_formula (const double *covariance, gsize d, double n)
{
  double trace = 0, square = 0, target, target_square = 0, inner = 0;

  for (gsize i = 0; i < d; i++)
    trace += covariance[i * d + i] * (n - 1) / n;
  target = trace / d;
  for (gsize i = 0; i < d * d; i++)
    square += pow (covariance[i] * (n - 1) / n, 2);
  for (gsize i = 0; i < d; i++)
    {
      target_square += target * target;
      inner += covariance[i * d + i] * (n - 1) / n * target;
    }
  return 1 - trace * trace * target_square / n / (square * target_square - inner * inner);
}

static void
test_shrinkage (void)
{
  g_autoptr (RasDataset) dataset = test_reference_dataset ();
  g_autoptr (RasMoments) moments = measure (dataset);
  g_autofree double *expected = test_reference_shrunk_diagonal ();
  g_autofree double *plain = g_new (double, 108 * 108);
  g_autofree double *shrunk = g_new (double, 108 * 108);
  double alpha;

  ras_moments_class_covariance (moments, 0, plain);
  memcpy (shrunk, plain, 108 * 108 * sizeof *plain);
  alpha = ras_moments_shrink (shrunk, 108, 500);
  g_assert_cmpfloat_with_epsilon (alpha, alpha_by_formula (plain, 108, 500), 1e-12);
  g_assert_cmpfloat (alpha, >, 0);
  g_assert_cmpfloat (alpha, <, 1);
  for (gsize i = 0; i < 108; i++)
    {
      g_assert_cmpfloat_with_epsilon (shrunk[i * 109], expected[i], 1e-12);
      for (gsize j = 0; j < i; j++)
        g_assert_cmpfloat_with_epsilon (shrunk[i * 108 + j],
                                        alpha * plain[i * 108 + j] * 499 / 500, 1e-15);
    }
}

/* Few images shrink all the way to a multiple of 1, and never beyond. */
static void
test_shrinkage_bounds (void)
{
  gsize counts[] = { 3, 2, 1, 40 }, d = 48;
  g_autoptr (RasDataset) dataset = test_random_dataset (3, 4, counts, 4, 4, 8);
  g_autoptr (RasMoments) moments = measure (dataset);
  g_autofree double *s = g_new (double, d * d);

  for (guint z = 0; z < 4; z++)
    {
      double before = 0, after = 0, alpha;

      ras_moments_class_covariance (moments, z, s);
      for (gsize i = 0; i < d; i++)
        before += s[i * d + i];
      alpha = ras_moments_shrink (s, d, counts[z]);
      g_assert_cmpfloat (alpha, >=, 0);
      g_assert_cmpfloat (alpha, <=, 1);
      for (gsize i = 0; i < d; i++)
        after += s[i * d + i];
      g_assert_cmpfloat_with_epsilon (after, before * (counts[z] - 1) / counts[z], 1e-12);
      if (counts[z] > 1)
        g_assert_true (ras_cholesky (s, d, NULL, NULL) || alpha == 1);
    }
}

static void
test_shrinkage_of_nothing (void)
{
  double zeros[9] = { 0 }, ones[9] = { 2, 0, 0, 0, 2, 0, 0, 0, 2 };

  g_assert_cmpfloat (ras_moments_shrink (zeros, 3, 10), ==, 1);
  g_assert_cmpfloat (ras_moments_shrink (zeros, 3, 1), ==, 1);
  for (gsize i = 0; i < 9; i++)
    g_assert_cmpfloat (zeros[i], ==, 0);
  /* A multiple of 1 is its own target, whatever α is. */
  ras_moments_shrink (ones, 3, 10);
  for (gsize i = 0; i < 9; i++)
    g_assert_cmpfloat_with_epsilon (ones[i], i % 4 ? 0 : 1.8, 1e-15);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/moments/exact", test_exact);
  g_test_add_func ("/moments/blocks", test_blocks);
  g_test_add_func ("/moments/unusual-classes", test_unusual_classes);
  g_test_add_func ("/moments/order", test_order);
  g_test_add_func ("/moments/extreme", test_extreme);
  g_test_add_func ("/moments/cancellation", test_cancellation);
  g_test_add_func ("/moments/within-and-between", test_within_and_between);
  g_test_add_func ("/moments/cancelled", test_cancelled);
  g_test_add_func ("/moments/memory", test_memory);
  g_test_add_func ("/moments/shrinkage", test_shrinkage);
  g_test_add_func ("/moments/shrinkage-bounds", test_shrinkage_bounds);
  g_test_add_func ("/moments/shrinkage-of-nothing", test_shrinkage_of_nothing);
  return g_test_run ();
}
