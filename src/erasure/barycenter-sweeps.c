/* The barycenter of large, positive definite covariances, and the maps onto it.
 *
 * 1. In the eigenbasis of the mean covariance all classes are nearly diagonal.
 * 2. The leading half of that basis holds nearly all variance: the fixed point
 *    Σ̄ ← T Σ̄ T is iterated there to the end, at an eighth of the cost.
 * 3. The basis is turned so that Σ̄ is diagonal in it. One class at a time, T_z Σ̄ T_z = Σ_z is
 *    solved in full (transport.h), in single precision first and then to the end in double.
 * 4. One round of the full fixed point is the check: if it would still change Σ̄ by more than
 *    the tolerance, it is done, and step 3 again. */
#include "barycenter-sweeps.h"

#include "barycenter-private.h"
#include "linalg.h"
#include "memory.h"
#include "random.h"
#include "transport.h"

#include <cblas.h>
#include <float.h>
#include <glib/gi18n.h>
#include <lapacke.h>
#include <math.h>
#include <string.h>

#define FULL_ROUNDS 3

/* The guarantee: how far A_z Σ_z A_zᵀ may be from Σ̄, relatively. */
#define RESIDUAL_GOAL 8e-9

/* Smallest eigenvalue (diagonal scaled to 1) of a T put together from the leading half's and a
 * first estimate of the rest, at which sweeps from there are quicker than a decomposition. */
#define GOOD_START 0.3

#define PROBES 16
#define ATTEMPTS 4

static void
reverse_rows (double *a, gsize rows, gsize columns)
{
  for (gsize i = 0; i < rows / 2; i++)
    cblas_dswap (columns, a + i * columns, 1, a + (rows - 1 - i) * columns, 1);
}

gboolean
ras_sweeps_eigen (double *a, gsize n, double *w, GError **error)
{
  if (!ras_symmetric_eigen (a, n, w, error))
    return FALSE;
  reverse_rows (a, n, n);
  reverse_rows (w, n, 1);
  return TRUE;
}

gboolean
ras_sweeps_transform (RasSweeps *sweeps, guint z, gsize rows, double *square, double *wide, double *s,
                 double *trace)
{
  gsize d = sweeps->d;

  sweeps->problem->covariance (z, square, sweeps->problem->user_data);
  for (gsize i = 0; trace && i < d; i++)
    *trace += square[i * d + i];
  if (!ras_cholesky (square, d, NULL, NULL))
    return FALSE;
  memcpy (wide, sweeps->basis, d * d * sizeof *wide);
  cblas_dtrmm (CblasRowMajor, CblasRight, CblasLower, CblasNoTrans, CblasNonUnit, d, d, 1, square,
               d, wide, d);
  cblas_dsyrk (CblasRowMajor, CblasLower, CblasNoTrans, rows, d, 1, wide, d, 0, s, rows);
  return TRUE;
}

void
ras_sweeps_to_single (const double *from, float *to, gsize n)
{
  for (gsize i = 0; i < n; i++)
    for (gsize j = 0; j <= i; j++)
      to[i * n + j] = (float) from[i * n + j];
}

/* Writes Σ̄ = Σ_i λ_i q_i q_iᵀ in pixels. */
static void
write_barycenter (RasSweeps *sweeps, double *scratch)
{
  gsize d = sweeps->d;

  for (gsize i = 0; i < d; i++)
    for (gsize j = 0; j < d; j++)
      scratch[i * d + j] = sqrt (sweeps->lambda[i]) * sweeps->basis[i * d + j];
  cblas_dsyrk (CblasRowMajor, CblasLower, CblasTrans, d, d, 1, scratch, d, 0,
               sweeps->problem->barycenter, d);
  ras_symmetrize (sweeps->problem->barycenter, d);
}

typedef struct
{
  RasSweeps *sweeps;
  double *memory;                     /* of the next five, which a class leaves no use for */
  double *s, *t, *r, *product, *step; /* d × d */
  float *mean_map;                    /* d × d, lower triangle: Σ_z π_z T_z */
  double loss;
  guint round;
  gboolean partial;                   /* mean_map lacks a class: sweeps could not do it */
} Full;

/* T in single precision, starting from the leading half's; the float matrices live in the
 * double ones' memory. T and the state of the recurrence are handed on to `next`. */
static gboolean
solve_single (Full *full, guint z, RasTransport *next)
{
  gsize n = full->sweeps->d, p = full->sweeps->p;
  float *s = (float *) full->r;
  RasTransportF transport = { .n = n,
                              .s = s,
                              .sigma = full->sweeps->lambda,
                              .t = s + n * n,
                              .r = (float *) full->product,
                              .product = (float *) full->product + n * n,
                              .step = (float *) full->step };

  ras_sweeps_to_single (full->s, s, n);
  ras_transport_f_start (&transport);
  if (full->round == 0)
    for (gsize i = 0; i < p; i++)
      memcpy (transport.t + i * n, full->sweeps->leading + (z * p + i) * p, p * sizeof (float));
  transport.plain = 0;
  if (!ras_transport_f_estimate_bounds (&transport) || transport.lowest < GOOD_START
      || !ras_transport_f_run (&transport, RAS_SWEEPS_SINGLE_GOAL, RAS_SWEEPS_MOST))
    return FALSE;
  for (gsize i = 0; i < n * n; i++)
    full->t[i] = transport.t[i];
  /* From the end, since the wider numbers overwrite the narrower ones. */
  for (gsize i = n * n; i-- > 0;)
    full->step[i] = transport.step[i];
  *next = (RasTransport) { .n = n,
                           .s = full->s,
                           .sigma = full->sweeps->lambda,
                           .t = full->t,
                           .r = full->r,
                           .product = full->product,
                           .step = full->step };
  ras_transport_continue_from (next);
  next->low = transport.low;
  next->high = transport.high;
  next->rho = transport.rho;
  return TRUE;
}

/* ‖A Σ_z A − Σ̄‖_F / ‖Σ̄‖_F for A = T⁻¹, from its effect on random probes g: the mean of
 * ‖E g‖² is ‖E‖_F² (Hutchinson). Leaves T's Cholesky factor in full->product. Infinite if T
 * is not positive definite: then it solves the equation, but is not the optimal map. */
static double
measure_residual (Full *full)
{
  gsize n = full->sweeps->d, size = PROBES * n;
  const double *lambda = full->sweeps->lambda;
  GRand *random = ras_random_new (1, RAS_STREAM_LANCZOS, 0);
  g_autofree double *g = g_new (double, size);
  g_autofree double *y = g_new (double, size);
  g_autofree double *e = g_new (double, size);

  ras_random_fill_normal (random, g, size);
  g_rand_free (random);
  memcpy (full->product, full->t, n * n * sizeof (double));
  if (!ras_cholesky (full->product, n, NULL, NULL))
    return INFINITY;
  memcpy (y, g, size * sizeof *y);
  ras_cholesky_solve (full->product, n, y, PROBES);
  cblas_dsymm (CblasRowMajor, CblasRight, CblasLower, PROBES, n, 1, full->s, n, y, n, 0, e, n);
  ras_cholesky_solve (full->product, n, e, PROBES);
  for (gsize i = 0; i < size; i++)
    e[i] -= lambda[i % n] * g[i];
  return sqrt (ras_dot (e, e, size) / PROBES) / cblas_dnrm2 (n, lambda, 1);
}

/* T = Σ̄^(−½) (Σ̄^½ S Σ̄^½)^½ Σ̄^(−½) by eigendecomposition, for classes that are too far from Σ̄
 * for sweeps. Where variances differ by many orders the small ones lose digits: solve_double()
 * sees to that. */
static gboolean
solve_direct (Full *full, RasTransport *next)
{
  gsize n = full->sweeps->d;
  const double *lambda = full->sweeps->lambda;
  g_autofree double *w = g_new (double, n);

  for (gsize i = 0; i < n; i++)
    for (gsize j = 0; j <= i; j++)
      full->t[i * n + j] = full->s[i * n + j] * sqrt (lambda[i] * lambda[j]);
  if (!ras_symmetric_eigen (full->t, n, w, NULL) || !(w[0] > 0))
    return FALSE;
  for (gsize i = 0; i < n; i++)
    for (gsize j = 0; j < n; j++)
      full->product[i * n + j] = full->t[i * n + j] * pow (w[i], 0.25) / sqrt (lambda[j]);
  cblas_dsyrk (CblasRowMajor, CblasLower, CblasTrans, n, n, 1, full->product, n, 0, full->t, n);
  ras_symmetrize (full->t, n);
  *next = (RasTransport) { .n = n,
                           .s = full->s,
                           .sigma = lambda,
                           .t = full->t,
                           .r = full->r,
                           .product = full->product,
                           .step = full->step };
  ras_transport_continue_from (next);
  return ras_transport_estimate_bounds (next);
}

/* Sweeps in double precision until the map A = T⁻¹ is exact enough, if it is not yet. How
 * small T's own residual must be for that is found by measuring. */
static gboolean
solve_double (Full *full, RasTransport *transport, gboolean direct)
{
  RasBarycenter *problem = full->sweeps->problem;
  double goal = RESIDUAL_GOAL / 1.2, measured = INFINITY;

  goal *= cblas_dnrm2 (transport->n, full->sweeps->lambda, 1) / transport->norm;
  for (int attempt = 0; attempt < ATTEMPTS && measured > RESIDUAL_GOAL; attempt++)
    {
      if ((attempt > 0 || !direct) && !ras_transport_run (transport, goal, RAS_SWEEPS_MOST))
        return FALSE;
      measured = measure_residual (full);
      if (!(measured < 1e-3))
        return FALSE;
      if (attempt > 0 || !direct)
        goal = MIN (goal, transport->residual) * MIN (0.7 * RESIDUAL_GOAL / measured, 0.7);
    }
  if (measured > RESIDUAL_GOAL)
    return FALSE;
  problem->residual = MAX (problem->residual, measured);
  return TRUE;
}

static void
add_to_mean (Full *full, guint z, double trace)
{
  gsize n = full->sweeps->d;
  double weight = full->sweeps->problem->weights[z], loss = trace;

  for (gsize i = 0; i < n; i++)
    {
      for (gsize j = 0; j <= i; j++)
        full->mean_map[i * n + j] += (float) (weight * full->t[i * n + j]);
      loss += full->sweeps->lambda[i] * (1 - 2 * full->t[i * n + i]);
    }
  full->loss += weight * loss;
}

/* A = T⁻¹ = Jᵀ J with T = K Kᵀ, J = K⁻¹; back in pixels it is (J Q)ᵀ (J Q). K is in
 * full->product. */
static gboolean
hand_out_map (Full *full, guint z)
{
  RasBarycenter *problem = full->sweeps->problem;
  gsize n = full->sweeps->d;

  if (LAPACKE_dtrtri_work (LAPACK_COL_MAJOR, 'U', 'N', n, full->product, n) != 0)
    return FALSE;
  memcpy (full->step, full->sweeps->basis, n * n * sizeof (double));
  cblas_dtrmm (CblasRowMajor, CblasLeft, CblasLower, CblasNoTrans, CblasNonUnit, n, n, 1,
               full->product, n, full->step, n);
  cblas_dsyrk (CblasRowMajor, CblasLower, CblasTrans, n, n, 1, full->step, n, 0, full->r, n);
  problem->take_map (z, full->r, problem->user_data);
  return TRUE;
}

static gboolean
full_allocate (Full *full, GError **error)
{
  gsize size = full->sweeps->d * full->sweeps->d;

  full->memory = ras_alloc_big (5 * size, sizeof (double), _ ("QLEACE"), error);
  if (full->memory == NULL)
    return FALSE;
  full->s = full->memory;
  full->t = full->memory + size;
  full->r = full->memory + 2 * size;
  full->product = full->memory + 3 * size;
  full->step = full->memory + 4 * size;
  return TRUE;
}

/* By eigendecompositions, in the memory that the sweeps give up meanwhile. */
static gboolean
solve_class_dense (Full *full, guint z, GError **error)
{
  g_clear_pointer (&full->memory, ras_free_big);
  return ras_barycenter_map_dense (full->sweeps->problem, z, &full->loss, error)
         && full_allocate (full, error);
}

/* T_z, by sweeps or by decomposition, and from it A_z. */
static gboolean
solve_iteratively (Full *full, guint z)
{
  gsize n = full->sweeps->d;
  RasTransport transport;
  double trace = 0;
  gboolean swept;

  if (!ras_sweeps_transform (full->sweeps, z, n, full->product, full->r, full->s, &trace))
    return FALSE;
  swept = solve_single (full, z, &transport);
  if (!(swept && solve_double (full, &transport, FALSE))
      && !(solve_direct (full, &transport) && solve_double (full, &transport, TRUE)))
    return FALSE;
  add_to_mean (full, z, trace);
  return hand_out_map (full, z);
}

static gboolean
solve_class (Full *full, guint z, GError **error)
{
  double before = full->loss;

  if (solve_iteratively (full, z))
    return TRUE;
  full->partial = TRUE;
  full->loss = before;
  return solve_class_dense (full, z, error);
}

/* Solves every class for the present Σ̄. */
static gboolean
full_round (Full *full, GError **error)
{
  RasBarycenter *problem = full->sweeps->problem;
  gsize n = full->sweeps->d;

  full->loss = 0;
  problem->residual = 0;
  memset (full->mean_map, 0, n * n * sizeof (float));
  write_barycenter (full->sweeps, full->product);
  for (guint z = 0; z < problem->k; z++)
    {
      if (!ras_barycenter_say (problem, full->round > 0 ? problem->iterations + 1 : 0, z,
                               0.2 + 0.8 * z / problem->k, error))
        return FALSE;
      if (problem->weights[z] == 0)
        {
          memset (full->r, 0, n * n * sizeof (double));
          for (gsize i = 0; i < n; i++)
            full->r[i * n + i] = 1;
          problem->take_map (z, full->r, problem->user_data);
        }
      else if (!solve_class (full, z, error))
        return FALSE;
    }
  problem->iterations++;
  g_array_append_val (problem->losses, full->loss);
  return TRUE;
}

/* Σ̄' = T Σ̄ T in the basis, lower triangle, into full->s; returns the relative change. */
static double
next_center (Full *full)
{
  gsize n = full->sweeps->d;
  const double *lambda = full->sweeps->lambda;
  double change = 0;

  for (gsize i = 0; i < n; i++)
    for (gsize j = 0; j <= i; j++)
      {
        double mean = full->mean_map[i * n + j];

        full->t[i * n + j] = mean * sqrt (lambda[j]);
        full->t[j * n + i] = mean * sqrt (lambda[i]);
      }
  cblas_dsyrk (CblasRowMajor, CblasLower, CblasNoTrans, n, n, 1, full->t, n, 0, full->s, n);
  for (gsize i = 0; i < n; i++)
    for (gsize j = 0; j <= i; j++)
      {
        double step = full->s[i * n + j] - (i == j ? lambda[i] : 0);

        change += (i == j ? 1 : 2) * step * step;
      }
  return sqrt (change) / cblas_dnrm2 (n, lambda, 1);
}

/* The basis in which Σ̄' (in full->s) is diagonal. */
static gboolean
turn_basis (Full *full, GError **error)
{
  RasSweeps *sweeps = full->sweeps;
  gsize n = sweeps->d;

  if (!ras_sweeps_eigen (full->s, n, sweeps->lambda, error))
    return FALSE;
  cblas_dgemm (CblasRowMajor, CblasNoTrans, CblasNoTrans, n, n, n, 1, full->s, n, sweeps->basis, n,
               0, full->t, n);
  memcpy (sweeps->basis, full->t, n * n * sizeof (double));
  return TRUE;
}

static gboolean
run_rounds (Full *full, GError **error)
{
  double tolerance = full->sweeps->problem->tolerance;

  while (TRUE)
    {
      double change;

      if (!full_round (full, error))
        return FALSE;
      /* Without a class's T the mean map is none: Σ̄, which the maps reach, stays. */
      if (full->partial)
        return TRUE;
      change = next_center (full);
      g_debug ("barycenter: change %g in full round %u", change, full->round);
      if (change <= tolerance || ++full->round == FULL_ROUNDS)
        return TRUE;
      if (!turn_basis (full, error))
        return FALSE;
    }
}

static gboolean
solve_full (RasSweeps *sweeps, GError **error)
{
  RAS_BIG float *mean_map
      = ras_alloc_big (sweeps->d * sweeps->d, sizeof (float), _ ("QLEACE"), error);
  Full full = { .sweeps = sweeps, .mean_map = mean_map };
  gboolean ok = mean_map != NULL && full_allocate (&full, error) && run_rounds (&full, error);

  ras_free_big (full.memory);
  return ok;
}

gboolean
ras_barycenter_solve_sweeps (RasBarycenter *problem, gboolean *suitable, GError **error)
{
  gsize d = problem->d;
  RAS_BIG double *basis = ras_alloc_big (d * d, sizeof (double), _ ("QLEACE"), error);
  g_autofree double *lambda = g_new (double, d);
  RAS_BIG float *leading
      = basis ? ras_alloc_big (problem->k * (d / 2) * (d / 2), sizeof (float), _ ("QLEACE"), error)
              : NULL;
  RasSweeps sweeps = { problem, d, d / 2, basis, lambda, leading };

  if (leading == NULL)
    return FALSE;
  memcpy (basis, problem->barycenter, d * d * sizeof (double));
  if (!ras_sweeps_eigen (basis, d, lambda, error))
    return FALSE;
  if (!(lambda[d - 1] > lambda[0] * d * DBL_EPSILON))
    *suitable = FALSE;
  if (*suitable && !ras_sweeps_solve_leading (&sweeps, suitable, error))
    return FALSE;
  if (!*suitable)
    {
      problem->iterations = 0;
      return TRUE;
    }
  return solve_full (&sweeps, error);
}
