/* The factorisation by tiles against LAPACK's, at sizes around whole tiles. */
#include "common.h"
#include "linalg.h"

#include <math.h>

/* Positive definite, with eigenvalues from 1e-3 to 10. */
static double *
make_matrix (gsize n)
{
  g_autofree double *w = g_new (double, n);

  for (gsize i = 0; i < n; i++)
    w[i] = pow (10, -3 + 4 * (double) i / MAX (n - 1, 1));
  return test_random_symmetric (n, w, 81);
}

static void
check_factor (gsize n)
{
  g_autofree double *a = make_matrix (n);
  g_autofree double *expected = g_memdup2 (a, n * n * sizeof *a);
  g_autoptr (GError) error = NULL;
  double condition, expected_condition;

  g_assert_true (ras_cholesky (expected, n, &expected_condition, &error));
  g_assert_no_error (error);
  g_assert_true (ras_cholesky_by_tiles (a, n, &condition, &error));
  g_assert_no_error (error);
  for (gsize i = 0; i < n; i++)
    g_assert_cmpfloat (test_distance (a + i * n, expected + i * n, i + 1), <, 1e-11);
  g_assert_cmpfloat (condition, >, 0.99 * expected_condition);
  g_assert_cmpfloat (condition, <, 1.01 * expected_condition);
}

static void
test_factor (void)
{
  const gsize sizes[] = { 1, 2, 63, 64, 65, 128, 150, 193 };

  for (gsize i = 0; i < G_N_ELEMENTS (sizes); i++)
    check_factor (sizes[i]);
}

/* Not positive definite: in the first tile, in a later one, and through a number that is none. */
static void
test_singular (void)
{
  const gsize n = 130, at[] = { 0, 5, 64, 129 };

  for (gsize i = 0; i < G_N_ELEMENTS (at); i++)
    for (int kind = 0; kind < 2; kind++)
      {
        g_autofree double *a = make_matrix (n);
        g_autoptr (GError) error = NULL;

        a[at[i] * n + at[i]] = kind == 0 ? -1e-3 : NAN;
        g_assert_false (ras_cholesky_by_tiles (a, n, NULL, &error));
        g_assert_error (error, RAS_LINALG_ERROR, RAS_LINALG_ERROR_SINGULAR);
      }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/cholesky-tiles/factor", test_factor);
  g_test_add_func ("/cholesky-tiles/singular", test_singular);
  return g_test_run ();
}
