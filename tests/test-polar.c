/* The orthogonal factor of a matrix: Newton's iteration. */
#include "linalg.h"

#include <math.h>
#include <string.h>

#include "random.h"

/* An orthogonal matrix: the eigenvectors of a random symmetric one. */
static double *
random_orthogonal (gsize n, guint64 seed)
{
  double *q = g_new (double, n * n);
  g_autofree double *w = g_new (double, n);
  GRand *random = ras_random_new (seed, RAS_STREAM_LANCZOS, 0);

  ras_random_fill_normal (random, q, n * n);
  g_rand_free (random);
  g_assert_true (ras_symmetric_eigen (q, n, w, NULL));
  return q;
}

/* a = pᵀ diag(s) q */
static double *
compose (const double *p, const double *s, const double *q, gsize n)
{
  double *a = g_new0 (double, n * n);

  for (gsize l = 0; l < n; l++)
    for (gsize i = 0; i < n; i++)
      ras_axpy (s[l] * p[l * n + i], q + l * n, a + i * n, n);
  return a;
}

/* Singular values from 1 to 10^−digits: A = (Pᵀ S P)(Pᵀ Q). */
static void
check (gsize n, double digits)
{
  g_autofree double *p = random_orthogonal (n, 1), *q = random_orthogonal (n, 2);
  g_autofree double *s = g_new (double, n), *ones = g_new (double, n);
  g_autofree double *scratch = g_new (double, n * n);
  g_autofree double *a = NULL, *h = NULL, *w = NULL, *x = NULL;
  g_autoptr (GError) error = NULL;

  for (gsize i = 0; i < n; i++)
    {
      s[i] = pow (10, -digits * i / (n - 1));
      ones[i] = 1;
    }
  a = compose (p, s, q, n);
  h = compose (p, s, p, n);
  w = compose (p, ones, q, n);
  x = g_memdup2 (a, n * n * sizeof *a);
  g_assert_true (ras_orthogonal_factor (x, n, scratch, &error));
  g_assert_no_error (error);
  for (gsize i = 0; i < n; i++)
    for (gsize j = 0; j < n; j++)
      {
        double product = ras_dot (x + i * n, x + j * n, n);
        double root = ras_dot (a + i * n, x + j * n, n);

        g_assert_cmpfloat_with_epsilon (product, i == j, 1e-13 * n);
        /* The smallest singular value is far below the root of ε, and still it is there. */
        g_assert_cmpfloat_with_epsilon (root, h[i * n + j], 1e-15 * n);
        /* Turns are as well known as the smallest singular value is. */
        g_assert_cmpfloat_with_epsilon (x[i * n + j], w[i * n + j], 1e-15 * n * pow (10, digits));
      }
}

static void
test_conditions (void)
{
  check (2, 0);
  check (5, 3);
  check (40, 6);
  check (130, 10);
}

static void
test_orthogonal (void)
{
  const gsize n = 30;
  g_autofree double *q = random_orthogonal (n, 3);
  g_autofree double *x = g_memdup2 (q, n * n * sizeof *q);
  g_autofree double *scratch = g_new (double, n * n);

  g_assert_true (ras_orthogonal_factor (x, n, scratch, NULL));
  for (gsize i = 0; i < n * n; i++)
    g_assert_cmpfloat_with_epsilon (x[i], q[i], 1e-13);
}

static void
test_singular (void)
{
  g_autoptr (GError) error = NULL;
  double a[] = { 1, 2, 3, 2, 4, 6, 0, 1, 1 }, scratch[9];

  g_assert_false (ras_orthogonal_factor (a, 3, scratch, &error));
  g_assert_error (error, RAS_LINALG_ERROR, RAS_LINALG_ERROR_SINGULAR);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/polar/conditions", test_conditions);
  g_test_add_func ("/polar/orthogonal", test_orthogonal);
  g_test_add_func ("/polar/singular", test_singular);
  return g_test_run ();
}
