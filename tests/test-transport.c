/* The transport equation T Σ̄ T = S in single and double precision. */
#include "common.h"
#include "linalg.h"
#include "random.h"
#include "transport.h"

#include <math.h>
#include <string.h>

/* A random symmetric T near a diagonal one. Two directions mix the less the more their
 * variances differ, as the maps between covariances of images do. */
static double *
make_map (gsize n, double difference, const double *sigma, guint64 seed)
{
  g_autoptr (GRand) random = ras_random_new (seed, RAS_STREAM_DRAWN, 3);
  double *t = g_new (double, n * n);

  for (gsize i = 0; i < n; i++)
    for (gsize j = 0; j <= i; j++)
      t[i * n + j] = t[j * n + i]
          = i == j ? 1 + 0.3 * sin (i)
                   : difference * ras_random_normal (random) / sqrt (n) * sqrt (sigma[i] * sigma[j])
                         / (sigma[i] + sigma[j]);
  return t;
}

/* S = T Σ̄ T with Σ̄ = L Lᵀ. */
static double *
carry (const double *t, const double *l, gsize n)
{
  g_autofree double *half = test_product (t, l, n, n, n);

  return test_product_transposed (half, half, n, n, n);
}

static double *
diagonal_root (gsize n, double condition, double *sigma)
{
  double *root = g_new0 (double, n * n);

  for (gsize i = 0; i < n; i++)
    {
      sigma[i] = pow (condition, -(double) i / (n - 1));
      root[i * n + i] = sqrt (sigma[i]);
    }
  return root;
}

/* Σ̄ nearly diagonal, given by its factor. */
static double *
lower_root (gsize n, double condition, double *sigma)
{
  g_autoptr (GRand) random = ras_random_new (4, RAS_STREAM_DRAWN, 3);
  double *root = diagonal_root (n, condition, sigma);

  for (gsize i = 0; i < n; i++)
    {
      for (gsize j = 0; j < i; j++)
        root[i * n + j] = 0.05 * ras_random_normal (random) * root[i * n + i] / sqrt (n);
      sigma[i] = ras_dot (root + i * n, root + i * n, i + 1);
    }
  return root;
}

typedef struct
{
  double *sigma, *root, *expected, *s, *t, *scratch;
} Problem;

static Problem
problem_new (gsize n, double condition, gboolean factor)
{
  Problem p = { g_new (double, n) };

  p.root = factor ? lower_root (n, condition, p.sigma) : diagonal_root (n, condition, p.sigma);
  p.expected = make_map (n, 0.5, p.sigma, n);
  p.s = carry (p.expected, p.root, n);
  p.t = g_new (double, n * n);
  p.scratch = g_new (double, 3 * n * n);
  return p;
}

static void
problem_clear (Problem *p)
{
  g_free (p->sigma);
  g_free (p->root);
  g_free (p->expected);
  g_free (p->s);
  g_free (p->t);
  g_free (p->scratch);
}

static void
check_double (gsize n, double condition, gboolean factor)
{
  Problem p = problem_new (n, condition, factor);
  RasTransport tr = { .n = n,
                      .s = p.s,
                      .sigma = p.sigma,
                      .factor = factor ? p.root : NULL,
                      .t = p.t,
                      .r = p.scratch,
                      .product = p.scratch + n * n,
                      .step = p.scratch + 2 * n * n };

  ras_transport_start (&tr);
  g_assert_cmpfloat_with_epsilon (tr.norm, ras_symmetric_norm (p.s, n), 1e-12 * tr.norm);
  g_assert_true (ras_transport_estimate_bounds (&tr));
  g_assert_cmpfloat (tr.low, >, 0);
  g_assert_cmpfloat (tr.high, >, tr.low);
  g_assert_true (ras_transport_run (&tr, 1e-13, 200));
  g_assert_cmpfloat (tr.residual, <, 1e-12);
  /* Symmetric, and every entry as accurate on its own scale. */
  for (gsize i = 0; i < n; i++)
    for (gsize j = 0; j < i; j++)
      g_assert_cmpfloat (tr.t[i * n + j], ==, tr.t[j * n + i]);
  g_autofree double *reached = carry (tr.t, p.root, n);
  g_assert_cmpfloat (test_relative (reached, p.s, n * n), <, 1e-11);
  g_assert_cmpfloat (test_distance (tr.t, p.expected, n * n), <, 1e-8);
  /* The estimate of the least eigenvalue is from above only a little. */
  g_autofree double *copy = g_memdup2 (tr.t, n * n * sizeof (double));
  g_autofree double *w = g_new (double, n);
  g_assert_true (ras_symmetric_eigen (copy, n, w, NULL));
  problem_clear (&p);
}

static void
test_double (void)
{
  check_double (40, 10, FALSE);
  check_double (100, 1e6, FALSE);
  check_double (64, 1e3, TRUE);
  check_double (129, 1e6, TRUE);
}

static void
check_single (gsize n, double condition, gboolean factor)
{
  Problem p = problem_new (n, condition, factor);
  g_autofree float *memory = g_new (float, 6 * n * n);
  RasTransportF tr = { .n = n,
                       .s = memory,
                       .sigma = p.sigma,
                       .factor = factor ? memory + n * n : NULL,
                       .t = memory + 2 * n * n,
                       .r = memory + 3 * n * n,
                       .product = memory + 4 * n * n,
                       .step = memory + 5 * n * n };

  for (gsize i = 0; i < n * n; i++)
    {
      memory[i] = (float) p.s[i];
      memory[n * n + i] = (float) p.root[i];
    }
  ras_transport_f_start (&tr);
  g_assert_true (ras_transport_f_estimate_bounds (&tr));
  g_assert_true (ras_transport_f_run (&tr, 1e-6, 100));
  g_assert_cmpfloat (tr.residual, <, 5e-6);
  for (gsize i = 0; i < n * n; i++)
    p.t[i] = tr.t[i];
  g_autofree double *reached = carry (p.t, p.root, n);
  g_assert_cmpfloat (test_relative (reached, p.s, n * n), <, 5e-6);
  problem_clear (&p);
}

static void
test_single (void)
{
  check_single (40, 10, FALSE);
  check_single (100, 1e4, FALSE);
  check_single (65, 1e3, TRUE);
}

/* Diagonal: T_ii = √(S_ii / σ_i), exactly, at once. */
static void
test_diagonal (void)
{
  gsize n = 70;
  g_autofree double *sigma = g_new (double, n);
  g_autofree double *root = diagonal_root (n, 1e9, sigma);
  g_autofree double *memory = g_new0 (double, 5 * n * n);
  RasTransport tr = { .n = n,
                      .s = memory,
                      .sigma = sigma,
                      .t = memory + n * n,
                      .r = memory + 2 * n * n,
                      .product = memory + 3 * n * n,
                      .step = memory + 4 * n * n };

  for (gsize i = 0; i < n; i++)
    memory[i * n + i] = sigma[i] * (i + 1) * (i + 1);
  ras_transport_start (&tr);
  g_assert_true (ras_transport_estimate_bounds (&tr));
  g_assert_true (ras_transport_run (&tr, 1e-14, 20));
  for (gsize i = 0; i < n; i++)
    for (gsize j = 0; j < n; j++)
      g_assert_cmpfloat_with_epsilon (tr.t[i * n + j], i == j ? i + 1.0 : 0, 1e-12 * (i + 1));
}

/* Going on from a solution leaves it; a T that is not positive definite is declined. */
static void
test_continue (void)
{
  gsize n = 50;
  Problem p = problem_new (n, 100, FALSE);
  RasTransport tr = { .n = n,
                      .s = p.s,
                      .sigma = p.sigma,
                      .t = p.t,
                      .r = p.scratch,
                      .product = p.scratch + n * n,
                      .step = p.scratch + 2 * n * n };

  memcpy (p.t, p.expected, n * n * sizeof (double));
  ras_transport_continue_from (&tr);
  g_assert_true (ras_transport_estimate_bounds (&tr));
  g_assert_cmpfloat (ras_transport_sweep (&tr), <, 1e-14);
  g_assert_cmpfloat (test_distance (p.t, p.expected, n * n), <, 1e-13);
  p.t[0] = -1;
  g_assert_false (ras_transport_estimate_bounds (&tr));
  memcpy (p.t, p.expected, n * n * sizeof (double));
  p.t[1] = p.t[n] = 5;
  g_assert_true (ras_transport_estimate_bounds (&tr));
  g_assert_cmpfloat (tr.lowest, <, 0);
  g_assert_cmpfloat (tr.low, >, 0);
  problem_clear (&p);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/transport/double", test_double);
  g_test_add_func ("/transport/single", test_single);
  g_test_add_func ("/transport/diagonal", test_diagonal);
  g_test_add_func ("/transport/continue", test_continue);
  return g_test_run ();
}
