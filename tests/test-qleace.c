/* QLEACE: class means and covariances coincide, on classes of every kind. */
#include "common.h"
#include "fit-private.h"

#include <math.h>
#include <string.h>

static TestCase
make_case (RasDataset *dataset, gboolean shrinkage)
{
  RasFitOptions options = RAS_FIT_OPTIONS_DEFAULT;

  options.shrinkage = shrinkage;
  return test_case_make (dataset, "qleace", &options);
}

static const double *
mean_of (const TestCase *c)
{
  return ras_fit_get_array (c->fit, "mean", NULL);
}

/* Map of class z, d × d, from its packed triangle. */
static double *
unpack_map (const TestCase *c, guint z)
{
  const double *at = ras_fit_get_array (c->fit, "maps", NULL) + z * c->d * (c->d + 1) / 2;
  double *map = g_new (double, c->d * c->d);

  for (gsize i = 0; i < c->d; i++)
    for (gsize j = 0; j <= i; j++)
      map[i * c->d + j] = map[j * c->d + i] = *at++;
  return map;
}

static void
check_means (const TestCase *c)
{
  g_autofree double *mean = g_new (double, c->d);
  g_autofree double *covariance = g_new (double, c->d * c->d);

  for (guint z = 0; z < c->k; z++)
    if (ras_dataset_get_class_count (c->dataset, RAS_SPLIT_TRAIN, z) > 0)
      {
        test_class_moments (c->y, c->labels, c->n, c->d, z, mean, covariance);
        g_assert_cmpfloat (test_distance (mean, mean_of (c), c->d), <, 1e-9);
      }
}

/* By definition, from the erased images themselves. */
static void
check_plain (guint channels, guint side, const gsize *counts, guint k)
{
  TestCase c = make_case (test_random_dataset (channels, side, counts, k, 0, 31), FALSE);
  g_autofree double *mean = g_new (double, c.d);
  g_autofree double *first = g_new (double, c.d * c.d);
  g_autofree double *other = g_new (double, c.d * c.d);

  check_means (&c);
  test_class_moments (c.y, c.labels, c.n, c.d, 0, mean, first);
  for (guint z = 1; z < k; z++)
    {
      test_class_moments (c.y, c.labels, c.n, c.d, z, mean, other);
      g_assert_cmpfloat (test_relative (other, first, c.d * c.d), <, 1e-8);
    }
  g_assert_cmpfloat (ras_fit_get_report (c.fit)->residual, <, 1e-8);
  g_assert_null (ras_fit_get_report (c.fit)->remark);
  test_case_clear (&c);
}

static void
test_plain (void)
{
  check_plain (1, 4, (gsize[]) { 400, 400, 400 }, 3);
  check_plain (1, 5, (gsize[]) { 2000, 300, 90 }, 3);
  check_plain (3, 4, (gsize[]) { 500, 130 }, 2);
}

/* A_z Σ_z A_z of the shrunk covariances, of every class that has one. */
static void
check_shrunk (guint channels, guint side, const gsize *counts, guint k, guint constant)
{
  TestCase c = make_case (test_random_dataset (channels, side, counts, k, constant, 32), TRUE);
  g_autoptr (RasMoments) moments = ras_moments_new (c.dataset, RAS_SPLIT_TRAIN, NULL, NULL);
  g_autofree double *covariance = g_new (double, c.d * c.d);
  g_autofree double *target = NULL;

  check_means (&c);
  for (guint z = 0; z < k; z++)
    if (counts[z] > 1)
      {
        g_autofree double *map = unpack_map (&c, z);

        ras_moments_class_covariance (moments, z, covariance);
        ras_moments_shrink (covariance, c.d, counts[z]);
        g_autofree double *half = test_product (map, covariance, c.d, c.d, c.d);
        g_autofree double *moved = test_product (half, map, c.d, c.d, c.d);
        if (target == NULL)
          target = g_steal_pointer (&moved);
        else
          g_assert_cmpfloat (test_relative (moved, target, c.d * c.d), <, 1e-8);
      }
  test_case_clear (&c);
}

static void
test_shrunk (void)
{
  check_shrunk (1, 5, (gsize[]) { 300, 90, 40 }, 3, 0);
  /* Fewer images than pixels, and constant pixels: shrinkage makes them regular. */
  check_shrunk (3, 4, (gsize[]) { 30, 21, 12, 9 }, 4, 0);
  check_shrunk (1, 5, (gsize[]) { 60, 50 }, 2, 6);
  /* A class without images takes no part. */
  check_shrunk (1, 4, (gsize[]) { 60, 0, 45 }, 3, 0);
}

/* Large enough for the barycenter by sweeps. */
static void
test_large (void)
{
  check_shrunk (1, 23, (gsize[]) { 500, 400, 200 }, 3, 0);
}

/* Without shrinkage, where nothing varies nothing can be made equal, but nothing breaks. */
static void
test_constant_pixels (void)
{
  TestCase c = make_case (test_random_dataset (1, 5, (gsize[]) { 300, 200, 90 }, 3, 4, 33), FALSE);
  g_autofree double *mean = g_new (double, c.d);
  g_autofree double *first = g_new (double, c.d * c.d);
  g_autofree double *other = g_new (double, c.d * c.d);

  check_means (&c);
  test_class_moments (c.y, c.labels, c.n, c.d, 0, mean, first);
  for (guint z = 1; z < 3; z++)
    {
      test_class_moments (c.y, c.labels, c.n, c.d, z, mean, other);
      g_assert_cmpfloat (test_relative (other, first, c.d * c.d), <, 1e-8);
    }
  for (gsize i = 0; i < c.n; i++)
    g_assert_cmpfloat (test_distance (c.y + i * c.d + c.d - 4, mean_of (&c) + c.d - 4, 4), <,
                       1e-12);
  test_case_clear (&c);
}

/* One image a class: there are no covariances, and all images become the mean. */
static void
test_single_images (void)
{
  for (int shrinkage = 0; shrinkage < 2; shrinkage++)
    {
      TestCase c = make_case (test_random_dataset (1, 4, (gsize[]) { 1, 1, 1 }, 3, 0, 34), shrinkage);

      for (gsize i = 0; i < c.n; i++)
        g_assert_cmpfloat (test_distance (c.y + i * c.d, mean_of (&c), c.d), <, 1e-12);
      test_case_clear (&c);
    }
}

/* Too few images of a class without shrinkage: no harm, and the report says so. */
static void
test_singular (void)
{
  TestCase c = make_case (test_random_dataset (3, 4, (gsize[]) { 300, 20, 1 }, 3, 0, 35), FALSE);

  check_means (&c);
  for (gsize i = 0; i < c.n * c.d; i++)
    g_assert_true (isfinite (c.y[i]) && fabs (c.y[i]) < 100);
  g_assert_nonnull (ras_fit_get_report (c.fit)->remark);
  g_assert_cmpfloat (ras_fit_get_report (c.fit)->residual, >, 1e-6);
  test_case_clear (&c);
}

/* An image of a class that the training split lacks stays as it is. */
static void
test_empty_class (void)
{
  TestCase c = make_case (test_random_dataset (1, 4, (gsize[]) { 60, 0, 45 }, 3, 0, 36), TRUE);
  guint16 labels[] = { 1, 1, 1, 1, 1, 1 };
  g_autofree double *few = test_apply (c.fit, 0, c.x, labels, 2);
  g_autofree double *many = test_apply (c.fit, 0, c.x, labels, 6);

  g_assert_cmpfloat (test_distance (few, c.x, 2 * c.d), <, 1e-12);
  g_assert_cmpfloat (test_distance (many, c.x, 6 * c.d), <, 1e-12);
  test_case_clear (&c);
}

/* Classes that are alike already: nothing to do. */
static void
test_identical_classes (void)
{
  gsize n = 160, d = 9;
  guint8 *pixels = g_new (guint8, n * d);
  guint16 *labels = g_new (guint16, n);
  g_autoptr (GRand) random = g_rand_new_with_seed (1);

  for (gsize i = 0; i < n; i++)
    {
      labels[i] = i % 2;
      for (gsize j = 0; j < d; j++)
        pixels[i * d + j] = i % 2 ? pixels[(i - 1) * d + j] : g_rand_int_range (random, 0, 256);
    }
  TestCase c = make_case (test_dataset_new (1, 3, n, 2, pixels, labels), FALSE);
  g_assert_cmpfloat (test_distance (c.x, c.y, n * d), <, 1e-9);
  test_case_clear (&c);
}

/* One by one, in lots, in place: the same. */
static void
test_blocks (void)
{
  TestCase c = make_case (test_random_dataset (3, 3, (gsize[]) { 60, 30, 5 }, 3, 0, 37), TRUE);
  const gsize lots[] = { 1, 3, 11 };

  for (gsize l = 0; l < G_N_ELEMENTS (lots); l++)
    for (gsize i = 0; i < c.n; i += lots[l])
      {
        gsize m = MIN (lots[l], c.n - i);
        g_autofree double *part = test_apply (c.fit, 0, c.x + i * c.d, c.labels + i, m);

        g_assert_cmpfloat (test_distance (part, c.y + i * c.d, m * c.d), <, 1e-12);
      }
  ras_fit_apply (c.fit, &RAS_APPLY_OPTIONS_DEFAULT, c.x, c.labels, c.n, c.x);
  g_assert_cmpfloat (test_distance (c.x, c.y, c.n * c.d), ==, 0);
  test_case_clear (&c);
}

/* The barycenter's loss never rises. */
static void
test_losses (void)
{
  TestCase c = make_case (test_random_dataset (1, 5, (gsize[]) { 300, 60, 90 }, 3, 0, 38), TRUE);
  const RasFitReport *report = ras_fit_get_report (c.fit);

  g_assert_cmpuint (report->iterations, >, 1);
  g_assert_cmpuint (report->losses->len, ==, report->iterations);
  for (guint i = 1; i < report->losses->len; i++)
    g_assert_cmpfloat (g_array_index (report->losses, double, i), <=,
                       g_array_index (report->losses, double, i - 1) + 1e-12);
  g_assert_cmpfloat (g_array_index (report->losses, double, 0), >, 0);
  test_case_clear (&c);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/qleace/plain", test_plain);
  g_test_add_func ("/qleace/shrunk", test_shrunk);
  g_test_add_func ("/qleace/large", test_large);
  g_test_add_func ("/qleace/constant-pixels", test_constant_pixels);
  g_test_add_func ("/qleace/single-images", test_single_images);
  g_test_add_func ("/qleace/singular", test_singular);
  g_test_add_func ("/qleace/empty-class", test_empty_class);
  g_test_add_func ("/qleace/identical-classes", test_identical_classes);
  g_test_add_func ("/qleace/blocks", test_blocks);
  g_test_add_func ("/qleace/losses", test_losses);
  return g_test_run ();
}
