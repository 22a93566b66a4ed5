/* One class of a full round: T_z, how exactly it solves its equation, and the map A_z. */
#include "barycenter-sweeps.h"

#include "linalg.h"
#include "parallel.h"
#include "random.h"
#include "transport.h"

#include <cblas.h>
#include <float.h>
#include <math.h>
#include <string.h>

/* The guarantee: how far A_z Σ_z A_zᵀ may be from Σ̄, relatively. */
#define RESIDUAL_GOAL 9e-9

/* And ‖Σ̄^(−½) A_z Σ_z A_zᵀ Σ̄^(−½) − I‖_F: small variances count as much as large ones, as they do for a
 * quadratic classifier. */
#define WHITENED_GOAL 9e-5

/* Smallest eigenvalue (diagonal scaled to 1) of a T put together from the leading half's and a
 * first estimate of the rest, at which sweeps from there are quicker than a decomposition. */
#define GOOD_START 0.3

#define PROBES 16
#define ATTEMPTS 4

typedef struct
{
  const RasTransportF *from;
  RasSweepsRound *round;
} Widening;

static void
widen_row (gsize i, gpointer user_data)
{
  Widening *widening = user_data;
  gsize n = widening->from->n;

  for (gsize j = i * n; j < (i + 1) * n; j++)
    {
      widening->round->t[j] = widening->from->t[j];
      widening->round->product[j] = widening->from->step[j];
    }
}

/* T and the last step in double precision. The single ones fill the first half of
 * round->step; so the double ones go where products are made, and the two change places. */
static void
widen (RasSweepsRound *round, const RasTransportF *from)
{
  Widening widening = { from, round };
  double *step = round->product;

  ras_parallel_for (from->n, widen_row, &widening);
  round->product = round->step;
  round->step = step;
}

/* T in single precision, starting from the leading half's; the float matrices live in the
 * double ones' memory. T and the state of the recurrence are handed on to `next`. */
static gboolean
solve_single (RasSweepsRound *round, guint z, RasTransport *next)
{
  gsize n = round->sweeps->d, p = round->sweeps->p;
  float *s = (float *) round->r;
  RasTransportF transport = { .n = n,
                              .s = s,
                              .sigma = round->sweeps->lambda,
                              .t = s + n * n,
                              .r = (float *) round->product,
                              .product = (float *) round->product + n * n,
                              .step = (float *) round->step };

  ras_sweeps_to_single (round->s, s, n);
  ras_transport_f_start (&transport);
  if (round->number == 0)
    for (gsize i = 0; i < p; i++)
      memcpy (transport.t + i * n, round->sweeps->leading + (z * p + i) * p, p * sizeof (float));
  transport.plain = 0;
  if (!ras_transport_f_estimate_bounds (&transport) || transport.lowest < GOOD_START
      || !ras_transport_f_run (&transport, RAS_SWEEPS_SINGLE_GOAL, RAS_SWEEPS_MOST))
    return FALSE;
  widen (round, &transport);
  *next = (RasTransport) { .n = n,
                           .s = round->s,
                           .sigma = round->sweeps->lambda,
                           .t = round->t,
                           .r = round->r,
                           .product = round->product,
                           .step = round->step };
  ras_transport_continue_from (next);
  next->low = transport.low;
  next->high = transport.high;
  next->rho = transport.rho;
  return TRUE;
}

/* M (A Σ_z A − Σ̄) M g for random probes g, the rows of `e`. M is 1 for the first half of them and Σ̄^(−½)
 * for the second. A = T⁻¹, and T's Cholesky factor is in round->product. */
static void
probe (const RasSweepsRound *round, double *e)
{
  gsize n = round->sweeps->d, half = PROBES / 2 * n, size = PROBES * n;
  const double *lambda = round->sweeps->lambda;
  GRand *random = ras_random_new (1, RAS_STREAM_LANCZOS, 0);
  g_autofree double *g = g_new (double, size);
  g_autofree double *y = g_new (double, size);

  ras_random_fill_normal (random, g, size);
  g_rand_free (random);
  for (gsize i = half; i < size; i++)
    g[i] /= sqrt (lambda[i % n]);
  memcpy (y, g, size * sizeof *y);
  ras_cholesky_solve (round->product, n, y, PROBES);
  cblas_dsymm (CblasRowMajor, CblasRight, CblasLower, PROBES, n, 1, round->s, n, y, n, 0, e, n);
  ras_cholesky_solve (round->product, n, e, PROBES);
  for (gsize i = 0; i < size; i++)
    e[i] -= lambda[i % n] * g[i];
  for (gsize i = half; i < size; i++)
    e[i] /= sqrt (lambda[i % n]);
}

/* How exact the map A = T⁻¹ is: its residual ‖A Σ_z A − Σ̄‖_F / ‖Σ̄‖_F and, in terms of RESIDUAL_GOAL, the
 * larger of the two measures that have a goal; the mean of ‖E g‖² over probes is ‖E‖_F² (Hutchinson).
 * Leaves T's Cholesky factor in round->product. Infinite if T is not positive definite: then it
 * solves the equation, but is not the optimal map. */
static double
measure_residual (RasSweepsRound *round, double *residual)
{
  gsize n = round->sweeps->d, half = PROBES / 2 * n;
  g_autofree double *e = g_new (double, 2 * half);
  double whitened;

  memcpy (round->product, round->t, n * n * sizeof (double));
  if (!ras_cholesky (round->product, n, NULL, NULL))
    return INFINITY;
  probe (round, e);
  *residual = sqrt (ras_dot (e, e, half) / (PROBES / 2))
              / cblas_dnrm2 (n, round->sweeps->lambda, 1);
  whitened = sqrt (ras_dot (e + half, e + half, half) / (PROBES / 2));
  g_debug ("QLEACE: residual %g, with all variances scaled to 1: %g", *residual, whitened);
  return MAX (*residual, whitened / WHITENED_GOAL * RESIDUAL_GOAL);
}

/* T = Σ̄^(−½) (Σ̄^½ S Σ̄^½)^½ Σ̄^(−½) by eigendecomposition into round->t. FALSE where the smallest
 * eigenvalues are lost in the rounding of the largest. */
static gboolean
decompose (RasSweepsRound *round)
{
  gsize n = round->sweeps->d;
  const double *lambda = round->sweeps->lambda;
  g_autofree double *w = g_new (double, n);

  for (gsize i = 0; i < n; i++)
    for (gsize j = 0; j <= i; j++)
      round->t[i * n + j] = round->s[i * n + j] * sqrt (lambda[i] * lambda[j]);
  if (!ras_symmetric_eigen (round->t, n, w, NULL) || !(w[0] > 4 * DBL_EPSILON * w[n - 1]))
    return FALSE;
  for (gsize i = 0; i < n; i++)
    for (gsize j = 0; j < n; j++)
      round->product[i * n + j] = round->t[i * n + j] * pow (w[i], 0.25) / sqrt (lambda[j]);
  cblas_dsyrk (CblasRowMajor, CblasLower, CblasTrans, n, n, 1, round->product, n, 0, round->t, n);
  ras_symmetrize (round->t, n);
  return TRUE;
}

/* The same by a polar decomposition: with S = K Kᵀ and B = Σ̄^½ K = H W the root is H, and nothing
 * was squared. Takes longer. */
static gboolean
decompose_factor (RasSweepsRound *round, guint z)
{
  gsize n = round->sweeps->d;
  const double *lambda = round->sweeps->lambda;
  double *b = round->r;

  if (!ras_sweeps_transform (round->sweeps, z, n, round->product, b, round->s, NULL))
    return FALSE;
  for (gsize i = 0; i < n; i++)
    cblas_dscal (n, sqrt (lambda[i]), b + i * n, 1);
  memcpy (round->t, b, n * n * sizeof *b);
  if (!ras_orthogonal_factor (round->t, n, round->product, NULL))
    return FALSE;
  cblas_dgemm (CblasRowMajor, CblasNoTrans, CblasTrans, n, n, n, 1, b, n, round->t, n, 0,
               round->product, n);
  for (gsize i = 0; i < n; i++)
    for (gsize j = 0; j <= i; j++)
      round->t[i * n + j] = (round->product[i * n + j] + round->product[j * n + i])
                            / (2 * sqrt (lambda[i] * lambda[j]));
  ras_symmetrize (round->t, n);
  return TRUE;
}

/* For classes that are too far from Σ̄ for sweeps. Where variances differ by many orders the small
 * ones lose digits: solve_double() sees to that. */
static gboolean
solve_direct (RasSweepsRound *round, guint z, RasTransport *next)
{
  gsize n = round->sweeps->d;

  if (!decompose (round) && !decompose_factor (round, z))
    return FALSE;
  *next = (RasTransport) { .n = n,
                           .s = round->s,
                           .sigma = round->sweeps->lambda,
                           .t = round->t,
                           .r = round->r,
                           .product = round->product,
                           .step = round->step };
  ras_transport_continue_from (next);
  return ras_transport_estimate_bounds (next);
}

/* Sweeps in double precision until the map A = T⁻¹ is exact enough, if it is not yet. How
 * small T's own residual must be for that is found by measuring. */
static gboolean
solve_double (RasSweepsRound *round, RasTransport *transport, gboolean direct)
{
  RasBarycenter *problem = round->sweeps->problem;
  double goal = 1.8 * RESIDUAL_GOAL, measured = INFINITY, residual = INFINITY;

  /* The residual is that of T before the last sweep, which makes it less than half. */
  goal *= cblas_dnrm2 (transport->n, round->sweeps->lambda, 1) / transport->norm;
  for (int attempt = 0; attempt < ATTEMPTS && measured > RESIDUAL_GOAL; attempt++)
    {
      if ((attempt > 0 || !direct) && !ras_transport_run (transport, goal, RAS_SWEEPS_MOST))
        return FALSE;
      measured = measure_residual (round, &residual);
      if (!(residual < 1e-3))
        return FALSE;
      if (attempt > 0 || !direct)
        goal = MIN (goal, transport->residual) * MIN (0.7 * RESIDUAL_GOAL / measured, 0.7);
    }
  if (measured > RESIDUAL_GOAL)
    return FALSE;
  problem->residual = MAX (problem->residual, residual);
  return TRUE;
}

static void
add_to_mean (RasSweepsRound *round, guint z, double trace)
{
  gsize n = round->sweeps->d;
  double weight = round->sweeps->problem->weights[z], loss = trace;

  for (gsize i = 0; i < n; i++)
    {
      for (gsize j = 0; j <= i; j++)
        round->mean_map[i * n + j] += (float) (weight * round->t[i * n + j]);
      loss += round->sweeps->lambda[i] * (1 - 2 * round->t[i * n + i]);
    }
  round->loss += weight * loss;
}

/* A = T⁻¹ = (K⁻¹)ᵀ K⁻¹ with T = K Kᵀ; back in pixels it is (K⁻¹ Q)ᵀ (K⁻¹ Q). K is in
 * round->product. */
static void
hand_out_map (RasSweepsRound *round, guint z)
{
  RasBarycenter *problem = round->sweeps->problem;
  gsize n = round->sweeps->d;

  memcpy (round->step, round->sweeps->basis, n * n * sizeof (double));
  cblas_dtrsm (CblasRowMajor, CblasLeft, CblasLower, CblasNoTrans, CblasNonUnit, n, n, 1,
               round->product, n, round->step, n);
  cblas_dsyrk (CblasRowMajor, CblasLower, CblasTrans, n, n, 1, round->step, n, 0, round->r, n);
  problem->take_map (z, round->r, problem->user_data);
}

/* T_z, by sweeps or by decomposition, and from it A_z. */
gboolean
ras_sweeps_solve_class (RasSweepsRound *round, guint z)
{
  gsize n = round->sweeps->d;
  RasTransport transport;
  double trace = 0;
  gboolean swept;

  if (!ras_sweeps_transform (round->sweeps, z, n, round->product, round->r, round->s, &trace))
    return FALSE;
  swept = solve_single (round, z, &transport);
  if (!(swept && solve_double (round, &transport, FALSE))
      && !(solve_direct (round, z, &transport) && solve_double (round, &transport, TRUE)))
    return FALSE;
  add_to_mean (round, z, trace);
  hand_out_map (round, z);
  return TRUE;
}
