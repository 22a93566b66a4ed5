/* LEACE: what it guarantees, on classes of every kind. */
#include "common.h"
#include "fit-private.h"
#include "linalg.h"

#include <math.h>
#include <string.h>

static TestCase
make_case (RasDataset *dataset)
{
  return test_case_make (dataset, "leace", NULL);
}

static void
class_mean (const TestCase *c, const double *rows, int label, double *mean)
{
  gsize count = 0;

  memset (mean, 0, c->d * sizeof *mean);
  for (gsize i = 0; i < c->n; i++)
    if (label < 0 || c->labels[i] == label)
      {
        ras_axpy (1, rows + i * c->d, mean, c->d);
        count++;
      }
  for (gsize j = 0; count && j < c->d; j++)
    mean[j] /= count;
}

/* All class means coincide with μ, the mean has not moved, and doing it twice is doing it
 * once. */
static void
check_guarantee (const TestCase *c)
{
  g_autofree double *mean = g_new (double, c->d);
  g_autofree double *after = g_new (double, c->d);
  g_autofree double *twice = test_apply (c->fit, 0, c->y, NULL, c->n);

  class_mean (c, c->x, -1, mean);
  for (guint z = 0; z < c->k; z++)
    if (ras_dataset_get_class_count (c->dataset, RAS_SPLIT_TRAIN, z) > 0)
      {
        class_mean (c, c->y, z, after);
        g_assert_cmpfloat (test_distance (after, mean, c->d), <, 1e-9);
      }
  g_assert_cmpfloat (test_distance (twice, c->y, c->n * c->d), <, 1e-9);
}

static void
check (guint channels, guint side, const gsize *counts, guint k, guint constant, gboolean singular)
{
  TestCase c = make_case (test_random_dataset (channels, side, counts, k, constant, 17));
  const RasFitReport *report = ras_fit_get_report (c.fit);

  check_guarantee (&c);
  g_assert_true (singular == (report->condition == 0));
  g_assert_true (singular == (report->remark != NULL));
  if (!singular)
    g_assert_cmpfloat (report->condition, >, 0);
  test_case_clear (&c);
}

static void
test_unequal (void)
{
  check (1, 6, (gsize[]) { 900, 150, 40 }, 3, 0, FALSE);
  check (3, 4, (gsize[]) { 300, 100, 77, 30, 9 }, 5, 0, FALSE);
}

static void
test_two_classes (void)
{
  check (1, 5, (gsize[]) { 100, 31 }, 2, 0, FALSE);
}

static void
test_singular (void)
{
  /* Fewer images than pixels, constant pixels, both, and one image a class. */
  check (3, 6, (gsize[]) { 30, 17, 9 }, 3, 0, TRUE);
  check (1, 6, (gsize[]) { 200, 100, 50 }, 3, 7, TRUE);
  check (3, 6, (gsize[]) { 20, 21 }, 2, 30, TRUE);
  check (1, 6, (gsize[]) { 1, 1, 1, 1 }, 4, 0, TRUE);
}

static void
test_empty_class (void)
{
  check (1, 4, (gsize[]) { 80, 0, 40 }, 3, 0, FALSE);
}

/* Images of fewer pixels than there are classes: every pixel is erased. */
static void
test_few_pixels (void)
{
  gsize counts[] = { 0, 20, 30, 25, 10, 15, 9, 8 };
  TestCase c = make_case (test_random_dataset (1, 2, counts, 8, 0, 4));
  const double *mean = ras_fit_get_array (c.fit, "mean", NULL);

  check_guarantee (&c);
  for (gsize i = 0; i < c.n; i++)
    g_assert_cmpfloat (test_distance (c.y + i * c.d, mean, c.d), <, 1e-9);
  test_case_clear (&c);
}

/* Every image stands once in each class: nothing is to be erased. */
static void
test_identical_means (void)
{
  gsize n = 90, d = 16;
  guint8 *pixels = g_new (guint8, n * d);
  guint16 *labels = g_new (guint16, n);

  for (gsize i = 0; i < n; i++)
    {
      labels[i] = i % 3;
      for (gsize j = 0; j < d; j++)
        pixels[i * d + j] = (guint8) ((i / 3) * (i / 3) * 13 + j * (i / 3) * 29 + 5 * j);
    }
  TestCase c = make_case (test_dataset_new (1, 4, n, 3, pixels, labels));
  g_assert_cmpmem (c.x, n * d * sizeof (double), c.y, n * d * sizeof (double));
  test_case_clear (&c);
}

static double
mean_square_change (const TestCase *c, const double *y)
{
  double sum = 0;

  for (gsize i = 0; i < c->n * c->d; i++)
    sum += (y[i] - c->x[i]) * (y[i] - c->x[i]);
  return sum / c->n;
}

/* y = x − U Uᵀ (x − μ) with U a basis of the class means' span: it erases too, but without
 * regard to the covariance. */
static double *
remove_mean_span (const TestCase *c)
{
  gsize count = 0;
  const double *basis = ras_fit_get_array (c->fit, "basis", &count);
  const double *mean = ras_fit_get_array (c->fit, "mean", NULL);
  double *y = g_memdup2 (c->x, c->n * c->d * sizeof *y);

  for (gsize row = 0; row < c->n; row++)
    for (gsize i = 0; i < count / c->d; i++)
      {
        const double *u = basis + i * c->d;
        double along = ras_dot (u, c->x + row * c->d, c->d) - ras_dot (u, mean, c->d);

        ras_axpy (-along, u, y + row * c->d, c->d);
      }
  return y;
}

static void
test_least_change (void)
{
  TestCase c = make_case (
      test_random_dataset (1, 6, (gsize[]) { 500, 120, 60 }, 3, 0, 6));
  g_autofree double *other = remove_mean_span (&c);
  g_autofree double *mean = g_new (double, c.d);
  g_autofree double *after = g_new (double, c.d);
  g_autofree double *mixed = g_new (double, c.n * c.d);
  double least = mean_square_change (&c, c.y);

  class_mean (&c, c.x, -1, mean);
  for (guint z = 0; z < c.k; z++)
    {
      class_mean (&c, other, z, after);
      g_assert_cmpfloat (test_distance (after, mean, c.d), <, 1e-9);
    }
  g_assert_cmpfloat (least, <, 0.95 * mean_square_change (&c, other));
  /* Every affine map that erases, a little away from LEACE towards the other, changes more. */
  for (double t = -0.01; t < 0.02; t += 0.02)
    {
      for (gsize i = 0; i < c.n * c.d; i++)
        mixed[i] = (1 - t) * c.y[i] + t * other[i];
      g_assert_cmpfloat (mean_square_change (&c, mixed), >, least);
    }
  test_case_clear (&c);
}

/* What is taken away is uncorrelated with what is left: P Σ_xx (1 − P)ᵀ = 0. */
static void
test_orthogonal (void)
{
  TestCase c = make_case (test_random_dataset (1, 5, (gsize[]) { 300, 100, 40, 60 }, 4, 0, 2));
  const double *mean = ras_fit_get_array (c.fit, "mean", NULL);
  double most = 0;

  for (gsize a = 0; a < c.d; a++)
    for (gsize b = 0; b < c.d; b++)
      {
        double sum = 0;

        for (gsize i = 0; i < c.n; i++)
          sum += (c.y[i * c.d + a] - mean[a]) * (c.x[i * c.d + b] - c.y[i * c.d + b]);
        most = MAX (most, fabs (sum / c.n));
      }
  g_assert_cmpfloat (most, <, 1e-12);
  test_case_clear (&c);
}

/* One by one, in small lots, all at once, in place: the same. */
static void
test_blocks (void)
{
  TestCase c = make_case (test_random_dataset (3, 4, (gsize[]) { 60, 40, 30 }, 3, 0, 9));
  g_autofree double *y = g_memdup2 (c.x, c.n * c.d * sizeof *y);
  const gsize lots[] = { 1, 4, 5, 17 };

  for (gsize l = 0; l < G_N_ELEMENTS (lots); l++)
    for (gsize i = 0; i < c.n; i += lots[l])
      {
        gsize m = MIN (lots[l], c.n - i);
        g_autofree double *part = test_apply (c.fit, 0, c.x + i * c.d, NULL, m);

        g_assert_cmpfloat (test_distance (part, c.y + i * c.d, m * c.d), <, 1e-12);
      }
  ras_fit_apply (c.fit, &RAS_APPLY_OPTIONS_DEFAULT, y, NULL, c.n, y);
  g_assert_cmpfloat (test_distance (y, c.y, c.n * c.d), ==, 0);
  ras_fit_apply (c.fit, &RAS_APPLY_OPTIONS_DEFAULT, c.x, NULL, 1, c.x);
  g_assert_cmpfloat (test_distance (c.x, c.y, c.d), <, 1e-12);
  test_case_clear (&c);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/leace/unequal", test_unequal);
  g_test_add_func ("/leace/two-classes", test_two_classes);
  g_test_add_func ("/leace/singular", test_singular);
  g_test_add_func ("/leace/empty-class", test_empty_class);
  g_test_add_func ("/leace/few-pixels", test_few_pixels);
  g_test_add_func ("/leace/identical-means", test_identical_means);
  g_test_add_func ("/leace/least-change", test_least_change);
  g_test_add_func ("/leace/orthogonal", test_orthogonal);
  g_test_add_func ("/leace/blocks", test_blocks);
  return g_test_run ();
}
