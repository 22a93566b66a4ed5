/* Global response norm: by hand, and its gradients against finite differences. */
#include "grn.h"

#include <math.h>
#include <string.h>

enum { POSITIONS = 3, CHANNELS = 5, N = POSITIONS * CHANNELS };

static void
sum_products (const RasReal *a, const RasReal *b, RasReal *sums)
{
  memset (sums, 0, CHANNELS * sizeof *sums);
  for (guint i = 0; i < N; i++)
    sums[i % CHANNELS] += a[i] * b[i];
}

/* Norms 3 and 5: mean 4. */
static void
test_by_hand (void)
{
  const RasReal squares[] = { 9, 25 }, gamma[] = { 2, -1 };
  RasReal factors[2];

  ras_grn_factors (squares, gamma, 2, factors);
  g_assert_cmpfloat_with_epsilon (factors[0], 1 + 2 * 3 / 4.000001, 1e-12);
  g_assert_cmpfloat_with_epsilon (factors[1], 1 - 5 / 4.000001, 1e-12);
}

/* L = Σ du_pc g_pc a_c */
static double
compute_loss (const RasReal *g, const RasReal *gamma, const RasReal *du)
{
  RasReal squares[CHANNELS], factors[CHANNELS];
  double loss = 0;

  sum_products (g, g, squares);
  ras_grn_factors (squares, gamma, CHANNELS, factors);
  for (guint i = 0; i < N; i++)
    loss += du[i] * g[i] * factors[i % CHANNELS];
  return loss;
}

static double
differentiate (const RasReal *g, const RasReal *gamma, const RasReal *du, RasReal *value)
{
  double kept = *value, above, below;

  *value = kept + 1e-5;
  above = compute_loss (g, gamma, du);
  *value = kept - 1e-5;
  below = compute_loss (g, gamma, du);
  *value = kept;
  return (above - below) / 2e-5;
}

static void
test_gradients (void)
{
  RasReal g[N], du[N], gamma[CHANNELS], squares[CHANNELS], factors[CHANNELS], pull[CHANNELS];
  RasReal d_gamma[CHANNELS] = { 1, 1, 1, 1, 1 };

  for (guint i = 0; i < N; i++)
    {
      g[i] = sin (1.3 * i * i);
      du[i] = cos (0.7 * i * i);
      gamma[i % CHANNELS] = sin (2 + i);
    }
  sum_products (g, g, squares);
  sum_products (du, g, pull);
  ras_grn_factors (squares, gamma, CHANNELS, factors);
  ras_grn_backward (squares, gamma, pull, CHANNELS, pull, d_gamma);
  for (guint i = 0; i < N; i++)
    g_assert_cmpfloat_with_epsilon (du[i] * factors[i % CHANNELS] + g[i] * pull[i % CHANNELS],
                                    differentiate (g, gamma, du, &g[i]), 1e-8);
  for (guint c = 0; c < CHANNELS; c++)
    g_assert_cmpfloat_with_epsilon (d_gamma[c] - 1, differentiate (g, gamma, du, &gamma[c]),
                                    1e-8);
}

/* A channel that is 0 everywhere, and an image that is, have finite numbers. */
static void
test_nothing (void)
{
  const RasReal gamma[] = { 2, -1 }, d_factors[] = { 3, 4 };
  RasReal factors[2], pull[2], d_gamma[2] = { 0 };

  for (guint i = 0; i < 2; i++)
    {
      const RasReal squares[] = { 0, i };

      ras_grn_factors (squares, gamma, 2, factors);
      g_assert_cmpfloat (factors[0], ==, 1);
      ras_grn_backward (squares, gamma, d_factors, 2, pull, d_gamma);
      g_assert_cmpfloat (pull[0], ==, 0);
      g_assert_true (isfinite (pull[1]) && isfinite (d_gamma[0]) && isfinite (d_gamma[1]));
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/grn/by-hand", test_by_hand);
  g_test_add_func ("/grn/gradients", test_gradients);
  g_test_add_func ("/grn/nothing", test_nothing);
  return g_test_run ();
}
