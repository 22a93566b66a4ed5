/* LAPACK's helpers against direct computations. */
#include "common.h"
#include "linalg.h"
#include "random.h"

#include <math.h>
#include <string.h>

static double *
spectrum (gsize d, double condition)
{
  double *w = g_new (double, d);

  for (gsize i = 0; i < d; i++)
    w[i] = pow (condition, -(double) i / MAX (d - 1, 1));
  return w;
}

/* Only the lower triangle may be read: the upper one is spoilt. */
static void
spoil_upper (double *a, gsize n)
{
  for (gsize i = 0; i < n; i++)
    for (gsize j = i + 1; j < n; j++)
      a[i * n + j] = NAN;
}

static void
check_cholesky (gsize n, double condition)
{
  g_autoptr (GError) error = NULL;
  g_autofree double *w = spectrum (n, condition);
  g_autofree double *a = test_random_symmetric (n, w, n);
  g_autofree double *l = g_memdup2 (a, n * n * sizeof *a);
  g_autofree double *x = test_random_rotation (MAX (n, 3), 5);
  g_autofree double *b = test_product (x, a, MIN (n, 3), n, n);
  double reciprocal = NAN;

  spoil_upper (l, n);
  g_assert_true (ras_cholesky (l, n, &reciprocal, &error));
  g_assert_no_error (error);
  g_assert_cmpfloat (reciprocal, <=, 1 + 1e-12);
  g_assert_cmpfloat (reciprocal, >=, 1 / condition / (double) n / 3);
  g_assert_cmpfloat (reciprocal, <=, 3 * n / condition);
  ras_cholesky_solve (l, n, b, MIN (n, 3));
  g_assert_cmpfloat (test_distance (b, x, MIN (n, 3) * n), <, 1e-14 * condition * n + 1e-13);
  for (gsize i = 0; i < n; i++)
    for (gsize j = i + 1; j < n; j++)
      l[i * n + j] = 0;
  g_autofree double *product = test_product_transposed (l, l, n, n, n);
  g_assert_cmpfloat (test_relative (product, a, n * n), <, 1e-14 * n);
}

static void
test_cholesky (void)
{
  check_cholesky (3, 1);
  check_cholesky (3, 100);
  check_cholesky (40, 1e6);
  check_cholesky (131, 1e3);
}

static void
test_singular (void)
{
  double zero[4] = { 0 }, indefinite[4] = { 1, 2, 2, 1 }, deficient[4] = { 1, 0, 0, 0 };
  double *const all[] = { zero, indefinite, deficient };

  for (gsize i = 0; i < G_N_ELEMENTS (all); i++)
    {
      g_autoptr (GError) error = NULL;
      double kept[4];

      memcpy (kept, all[i], sizeof kept);
      g_assert_false (ras_cholesky (all[i], 2, NULL, &error));
      g_assert_error (error, RAS_LINALG_ERROR, RAS_LINALG_ERROR_SINGULAR);
      g_assert_false (ras_cholesky (kept, 2, NULL, NULL));
    }
}

static void
check_eigen (gsize n)
{
  g_autoptr (GError) error = NULL;
  g_autofree double *w = g_new (double, n);
  g_autofree double *found = g_new (double, n);

  /* Ascending, of both signs, some equal. */
  for (gsize i = 0; i < n; i++)
    w[i] = (double) (i / 2) - n / 5.0;
  g_autofree double *a = test_random_symmetric (n, w, 7);
  g_autofree double *v = g_memdup2 (a, n * n * sizeof *a);
  g_autofree double *alone = g_memdup2 (a, n * n * sizeof *a);
  spoil_upper (alone, n);
  g_assert_true (ras_symmetric_eigenvalues (alone, n, found, &error));
  g_assert_no_error (error);
  g_assert_cmpfloat (test_distance (found, w, n), <, 1e-13 * n);
  spoil_upper (v, n);
  g_assert_true (ras_symmetric_eigen (v, n, found, &error));
  g_assert_no_error (error);
  g_assert_cmpfloat (test_distance (found, w, n), <, 1e-13 * n);
  g_assert_cmpfloat (test_orthonormality (v, n, n), <, 1e-13 * n);
  /* A vᵢ = wᵢ vᵢ for the rows of V. */
  g_autofree double *product = test_product (v, a, n, n, n);
  for (gsize i = 0; i < n; i++)
    for (gsize j = 0; j < n; j++)
      g_assert_cmpfloat_with_epsilon (product[i * n + j], w[i] * v[i * n + j], 1e-13 * n);
}

static void
test_eigen (void)
{
  double one = 4, w = 0;

  check_eigen (2);
  check_eigen (9);
  check_eigen (100);
  g_assert_true (ras_symmetric_eigenvalues (&one, 1, &w, NULL));
  g_assert_cmpfloat (w, ==, 4);
  one = 4;
  g_assert_true (ras_symmetric_eigen (&one, 1, &w, NULL));
  g_assert_cmpfloat (w, ==, 4);
  g_assert_cmpfloat_with_epsilon (fabs (one), 1, 1e-15);
}

/* Rows in the span of `count` random ones; the basis has as many and spans the same. */
static void
check_rows (gsize m, gsize n, gsize count)
{
  g_autoptr (GError) error = NULL;
  g_autofree double *q = test_random_rotation (n, 11);
  g_autofree double *mix = test_random_rotation (MAX (m, n), 12);
  g_autofree double *a = g_new0 (double, m * n);
  gsize rank = 99;

  for (gsize i = 0; i < m; i++)
    for (gsize j = 0; j < count; j++)
      for (gsize l = 0; l < n; l++)
        a[i * n + l] += mix[i * MAX (m, n) + j] * q[j * n + l];
  g_autofree double *original = g_memdup2 (a, m * n * sizeof *a);
  g_assert_true (ras_orthonormal_rows (a, m, n, 1e-12, &rank, &error));
  g_assert_no_error (error);
  g_assert_cmpuint (rank, ==, count);
  g_assert_cmpfloat (test_orthonormality (a, rank, n), <, 1e-12);
  /* A = (A Bᵀ) B */
  g_autofree double *along = test_product_transposed (original, a, m, n, rank);
  g_autofree double *back = test_product (along, a, m, rank, n);
  g_assert_cmpfloat (test_distance (back, original, m * n), <, 1e-12);
}

static void
test_rows (void)
{
  check_rows (1, 5, 1);
  check_rows (4, 20, 4);
  check_rows (4, 20, 3);
  check_rows (10, 30, 9);
  check_rows (6, 6, 6);
  check_rows (6, 6, 2);
  /* More rows than their length. */
  check_rows (10, 4, 4);
  check_rows (10, 4, 2);
  check_rows (3, 1, 1);
}

static void
test_no_rows (void)
{
  double zeros[12] = { 0 };
  gsize rank = 99;

  g_assert_true (ras_orthonormal_rows (zeros, 3, 4, 1e-12, &rank, NULL));
  g_assert_cmpuint (rank, ==, 0);
}

static void
test_symmetrize (void)
{
  const gsize sizes[] = { 1, 2, 63, 64, 65, 200 };

  for (gsize s = 0; s < G_N_ELEMENTS (sizes); s++)
    {
      gsize n = sizes[s];
      g_autofree double *a = g_new (double, n * n);

      for (gsize i = 0; i < n; i++)
        for (gsize j = 0; j < n; j++)
          a[i * n + j] = j <= i ? (double) (i * n + j) : NAN;
      ras_symmetrize (a, n);
      for (gsize i = 0; i < n; i++)
        for (gsize j = 0; j < n; j++)
          g_assert_cmpfloat (a[i * n + j], ==, (double) (MAX (i, j) * n + MIN (i, j)));
    }
}

static void
test_norm (void)
{
  double a[9] = { 1, NAN, NAN, 2, -3, NAN, 4, 5, 6 };

  g_assert_cmpfloat_with_epsilon (ras_symmetric_norm (a, 3), sqrt (1 + 9 + 36 + 2 * (4 + 16 + 25)),
                                  1e-14);
  g_assert_cmpfloat (ras_symmetric_norm (a, 1), ==, 1);
  g_assert_cmpfloat (ras_symmetric_norm (a, 0), ==, 0);
}

static void
test_vectors (void)
{
  double x[40] = { 0 }, y[40] = { 0 };

  for (gsize n = 0; n < 40; n++)
    {
      double sum = 0;

      for (gsize i = 0; i < n; i++)
        {
          x[i] = i + 1;
          y[i] = 2.0 * i - 3;
          sum += x[i] * y[i];
        }
      g_assert_cmpfloat (ras_dot (x, y, n), ==, sum);
      ras_axpy (-2, x, y, n);
      for (gsize i = 0; i < n; i++)
        g_assert_cmpfloat (y[i], ==, -5);
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/linalg/cholesky", test_cholesky);
  g_test_add_func ("/linalg/singular", test_singular);
  g_test_add_func ("/linalg/eigen", test_eigen);
  g_test_add_func ("/linalg/orthonormal-rows", test_rows);
  g_test_add_func ("/linalg/no-rows", test_no_rows);
  g_test_add_func ("/linalg/symmetrize", test_symmetrize);
  g_test_add_func ("/linalg/norm", test_norm);
  g_test_add_func ("/linalg/vectors", test_vectors);
  return g_test_run ();
}
