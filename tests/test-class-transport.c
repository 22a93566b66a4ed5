/* Images of one class with the mean and covariance of another. */
#include "class-transport.h"
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

static RasClassTransport *
make_transport (const TestCase *c, guint to)
{
  g_autoptr (GError) error = NULL;
  RasClassTransport *transport = ras_class_transport_new (c->fit, to, &error);

  g_assert_no_error (error);
  g_assert_cmpuint (ras_class_transport_get_to (transport), ==, to);
  g_assert_true (ras_class_transport_get_fit (transport) == c->fit);
  return transport;
}

/* All images, each from its own class. */
static double *
transport_all (const TestCase *c, const RasClassTransport *transport)
{
  double *y = g_new (double, c->n * c->d);

  for (gsize i = 0; i < c->n; i++)
    ras_class_transport_apply (transport, c->x + i * c->d, c->labels[i], y + i * c->d);
  return y;
}

/* By definition, from the images themselves. */
static void
check_moments (guint channels, guint side, const gsize *counts, guint k)
{
  TestCase c = make_case (test_random_dataset (channels, side, counts, k, 0, 51), FALSE);
  g_autofree double *mean = g_new (double, c.d);
  g_autofree double *covariance = g_new (double, c.d * c.d);
  g_autofree double *mean_to = g_new (double, c.d);
  g_autofree double *covariance_to = g_new (double, c.d * c.d);

  for (guint to = 0; to < k; to++)
    {
      g_autoptr (RasClassTransport) transport = make_transport (&c, to);
      g_autofree double *y = transport_all (&c, transport);

      test_class_moments (c.x, c.labels, c.n, c.d, to, mean_to, covariance_to);
      for (guint from = 0; from < k; from++)
        {
          test_class_moments (y, c.labels, c.n, c.d, from, mean, covariance);
          g_assert_cmpfloat (test_distance (mean, mean_to, c.d), <, 1e-9);
          g_assert_cmpfloat (test_relative (covariance, covariance_to, c.d * c.d), <, 1e-8);
          g_assert_cmpfloat (test_distance (covariance, covariance_to, c.d * c.d), <, 1e-9);
        }
    }
  test_case_clear (&c);
}

static void
test_moments (void)
{
  check_moments (1, 4, (gsize[]) { 400, 400, 400 }, 3);
  check_moments (1, 5, (gsize[]) { 2000, 300, 90 }, 3);
  check_moments (3, 4, (gsize[]) { 500, 130 }, 2);
}

/* The matrix T of a way, column by column, from images that differ in one pixel. */
static double *
matrix_of (const TestCase *c, const RasClassTransport *transport, guint from)
{
  const double *mean = ras_fit_get_array (c->fit, "class-means", NULL) + from * c->d;
  g_autofree double *x = g_memdup2 (mean, c->d * sizeof *mean);
  g_autofree double *at_mean = g_new (double, c->d);
  g_autofree double *y = g_new (double, c->d);
  double *matrix = g_new (double, c->d * c->d);

  ras_class_transport_apply (transport, x, from, at_mean);
  for (gsize j = 0; j < c->d; j++)
    {
      x[j] += 1;
      ras_class_transport_apply (transport, x, from, y);
      for (gsize i = 0; i < c->d; i++)
        matrix[i * c->d + j] = y[i] - at_mean[i];
      x[j] -= 1;
    }
  return matrix;
}

/* T Σ_z Tᵀ = Σ_y of the shrunk covariances, with classes too small for any other. */
static void
test_shrunk (void)
{
  const gsize counts[] = { 90, 30, 21 };
  TestCase c = make_case (test_random_dataset (3, 4, counts, 3, 3, 52), TRUE);
  g_autoptr (RasMoments) moments = ras_moments_new (c.dataset, RAS_SPLIT_TRAIN, NULL, NULL);
  g_autofree double *covariances = g_new (double, 3 * c.d * c.d);

  for (guint z = 0; z < 3; z++)
    {
      ras_moments_class_covariance (moments, z, covariances + z * c.d * c.d);
      ras_moments_shrink (covariances + z * c.d * c.d, c.d, counts[z]);
    }
  for (guint to = 0; to < 3; to++)
    {
      g_autoptr (RasClassTransport) transport = make_transport (&c, to);

      for (guint from = 0; from < 3; from++)
        {
          g_autofree double *t = matrix_of (&c, transport, from);
          g_autofree double *half = test_product (t, covariances + from * c.d * c.d, c.d, c.d, c.d);
          g_autofree double *moved = test_product_transposed (half, t, c.d, c.d, c.d);

          g_assert_cmpfloat (test_relative (moved, covariances + to * c.d * c.d, c.d * c.d), <, 1e-8);
        }
    }
  test_case_clear (&c);
}

/* From a class to itself nothing happens; there and back neither. In place as well. */
static void
check_round_trip (gboolean shrinkage)
{
  TestCase c = make_case (test_random_dataset (1, 5, (gsize[]) { 300, 90, 150 }, 3, 0, 53), shrinkage);
  g_autofree double *there = g_new (double, c.d);
  g_autofree double *back = g_new (double, c.d);

  for (guint to = 0; to < 3; to++)
    {
      g_autoptr (RasClassTransport) transport = make_transport (&c, to);

      for (gsize i = 0; i < 30; i++)
        {
          const double *x = c.x + i * c.d;
          g_autoptr (RasClassTransport) home = make_transport (&c, c.labels[i]);

          ras_class_transport_apply (transport, x, c.labels[i], there);
          if (c.labels[i] == to)
            g_assert_cmpfloat (test_distance (there, x, c.d), <, 1e-10);
          else
            g_assert_cmpfloat (test_distance (there, x, c.d), >, 1e-3);
          ras_class_transport_apply (home, there, to, back);
          g_assert_cmpfloat (test_distance (back, x, c.d), <, 1e-10);

          memcpy (back, x, c.d * sizeof *x);
          ras_class_transport_apply (transport, back, c.labels[i], back);
          g_assert_cmpfloat (test_distance (back, there, c.d), ==, 0);
        }
    }
  test_case_clear (&c);
}

static void
test_round_trip (void)
{
  check_round_trip (FALSE);
  check_round_trip (TRUE);
}

/* Where the covariances commute, the way through the barycenter is the direct one:
 * T = Σ_y^½ Σ_z^−½, with classes whose pixels are independent and grey values scaled. */
static void
test_commuting (void)
{
  gsize d = 4, n = 32;
  guint8 *pixels = g_new (guint8, n * d);
  guint16 *labels = g_new (guint16, n);

  /* All 16 sign patterns in each class: every covariance is diagonal, exactly. */
  for (gsize i = 0; i < n; i++)
    {
      labels[i] = i / 16;
      for (gsize j = 0; j < d; j++)
        {
          int width = labels[i] ? 40 - 8 * (int) j : 10 + 12 * (int) j;

          pixels[i * d + j] = 128 + (i >> j & 1 ? width : -width);
        }
    }
  TestCase c = make_case (test_dataset_new (1, 2, n, 2, pixels, labels), FALSE);
  g_autoptr (RasClassTransport) transport = make_transport (&c, 1);
  g_autofree double *t = matrix_of (&c, transport, 0);

  for (gsize i = 0; i < d; i++)
    for (gsize j = 0; j < d; j++)
      g_assert_cmpfloat (fabs (t[i * d + j] - (i == j ? (40.0 - 8 * i) / (10 + 12 * i) : 0)), <, 1e-9);
  test_case_clear (&c);
}

/* A class of one image has no covariance to go to; from there the way is open. */
static void
test_singular (void)
{
  TestCase c = make_case (test_random_dataset (3, 4, (gsize[]) { 300, 120, 1 }, 3, 0, 54), FALSE);
  g_autoptr (GError) error = NULL;
  g_autoptr (RasClassTransport) transport = make_transport (&c, 0);
  g_autofree double *y = transport_all (&c, transport);

  for (gsize i = 0; i < c.n * c.d; i++)
    g_assert_true (isfinite (y[i]));
  g_assert_null (ras_class_transport_new (c.fit, 2, &error));
  g_assert_error (error, RAS_ERASURE_ERROR, RAS_ERASURE_ERROR_NUMERICAL);
  g_assert_nonnull (strstr (error->message, "shrinkage"));
  test_case_clear (&c);
}

/* It keeps the fit it came from. */
static void
test_ownership (void)
{
  TestCase c = make_case (test_random_dataset (1, 4, (gsize[]) { 60, 45 }, 2, 0, 55), TRUE);
  RasClassTransport *transport = make_transport (&c, 1);
  g_autofree double *before = transport_all (&c, transport);
  g_autofree double *after = NULL;
  RasFit *fit = c.fit;

  g_assert_cmpuint (ras_class_transport_memory (3072), ==, 3072 * 3072 * sizeof (double));
  c.fit = test_fit (c.dataset, "leace", NULL);
  ras_fit_unref (fit);
  ras_class_transport_unref (ras_class_transport_ref (transport));
  after = transport_all (&c, transport);
  g_assert_cmpfloat (test_distance (before, after, c.n * c.d), ==, 0);
  ras_class_transport_unref (transport);
  test_case_clear (&c);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/class-transport/moments", test_moments);
  g_test_add_func ("/class-transport/shrunk", test_shrunk);
  g_test_add_func ("/class-transport/round-trip", test_round_trip);
  g_test_add_func ("/class-transport/commuting", test_commuting);
  g_test_add_func ("/class-transport/singular", test_singular);
  g_test_add_func ("/class-transport/ownership", test_ownership);
  return g_test_run ();
}
