/* The barycenter of large, positive definite covariances, and the maps onto it.
 *
 * 1. In the eigenbasis of the mean covariance all classes are nearly diagonal.
 * 2. The leading half of that basis holds nearly all variance: the fixed point
 *    Σ̄ ← T Σ̄ T is iterated there to the end, at an eighth of the cost.
 * 3. The basis is turned so that Σ̄ is diagonal in it. One class at a time, T_z Σ̄ T_z = Σ_z is
 *    solved in full (transport.h), in single precision first and then to the end in double.
 * 4. One round of the full fixed point is the check: if it would still change Σ̄ by more than
 *    the tolerance, it is done, and step 3 again. */
#include "barycenter-private.h"

#include "linalg.h"
#include "memory.h"
#include "transport.h"

#include <cblas.h>
#include <float.h>
#include <glib/gi18n.h>
#include <lapacke.h>
#include <math.h>
#include <string.h>

#define LEADING_ROUNDS 8
#define FULL_ROUNDS 3

/* Residuals of T Σ̄ T = S: where single precision has given what it can, and what the guarantee
 * asks for in the end. */
#define SINGLE_GOAL 1e-6
#define RESIDUAL_GOAL 8e-9
#define MOST_SWEEPS 60

typedef struct
{
  RasBarycenter *problem;
  gsize d, p;
  double *basis;  /* d × d: rows are basis vectors, descending variance of Σ̄ */
  double *lambda; /* d: Σ̄ in that basis */
  float *leading; /* k of p × p: the T_z found for the leading half, where to start from */
} Sweeps;

/* --- Basis --- */

static void
reverse_rows (double *a, gsize rows, gsize columns)
{
  for (gsize i = 0; i < rows / 2; i++)
    cblas_dswap (columns, a + i * columns, 1, a + (rows - 1 - i) * columns, 1);
}

/* Eigenvectors of `a` as rows, descending, into `a`; eigenvalues into w. */
static gboolean
descending_eigen (double *a, gsize n, double *w, GError **error)
{
  if (!ras_symmetric_eigen (a, n, w, error))
    return FALSE;
  reverse_rows (a, n, n);
  reverse_rows (w, n, 1);
  return TRUE;
}

/* Writes Σ̄ = Σ_i λ_i q_i q_iᵀ in pixels. */
static void
write_barycenter (Sweeps *sweeps, double *scratch)
{
  gsize d = sweeps->d;

  for (gsize i = 0; i < d; i++)
    for (gsize j = 0; j < d; j++)
      scratch[i * d + j] = sqrt (sweeps->lambda[i]) * sweeps->basis[i * d + j];
  cblas_dsyrk (CblasRowMajor, CblasLower, CblasTrans, d, d, 1, scratch, d, 0,
               sweeps->problem->barycenter, d);
  ras_symmetrize (sweeps->problem->barycenter, d);
}

/* S ← Q Σ_z Qᵀ for the first `rows` basis vectors (lower triangle, rows × rows), by way of
 * Σ_z = L Lᵀ; `wide` (d × d) is left with Q L. `square` is d × d scratch. FALSE if Σ_z is
 * singular. */
static gboolean
transform_class (Sweeps *sweeps, guint z, gsize rows, double *square, double *wide, double *s,
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

static void
to_single (const double *from, float *to, gsize n)
{
  for (gsize i = 0; i < n; i++)
    for (gsize j = 0; j <= i; j++)
      to[i * n + j] = (float) from[i * n + j];
}

/* --- The leading half --- */

typedef struct
{
  Sweeps *sweeps;
  float *s;                      /* k of p × p: the classes' covariances */
  float *r, *product, *step;     /* p × p */
  float *factor;                 /* p × p */
  double *center;                /* p × p: Σ̄ */
  double *mean_map, *scratch, *next; /* p × p */
  double *sigma;                 /* p: diag Σ̄ */
} Leading;

static gboolean
leading_init (Leading *leading, Sweeps *sweeps, GError **error)
{
  gsize size = sweeps->p * sweeps->p;
  guint k = sweeps->problem->k;
  float *singles = ras_alloc_big ((k + 4) * size, sizeof (float), _ ("QLEACE"), error);
  double *doubles = singles ? ras_alloc_big (4 * size + sweeps->p, sizeof (double), _ ("QLEACE"),
                                             error)
                            : NULL;

  *leading = (Leading) { sweeps };
  leading->r = singles;
  leading->center = doubles;
  if (doubles == NULL)
    return FALSE;
  leading->product = singles + size;
  leading->step = singles + 2 * size;
  leading->factor = singles + 3 * size;
  leading->s = singles + 4 * size;
  leading->mean_map = doubles + size;
  leading->scratch = doubles + 2 * size;
  leading->next = doubles + 3 * size;
  leading->sigma = doubles + 4 * size;
  return TRUE;
}

static void
leading_clear (Leading *leading)
{
  ras_free_big (leading->r);
  ras_free_big (leading->center);
}

/* Fetches all classes; `suitable` tells whether they are positive definite. What is not in
 * the leading half gets the barycenter of its diagonals, λ_i = (Σ_z π_z √σ_zi)². */
static gboolean
leading_load (Leading *leading, gboolean *suitable, GError **error)
{
  Sweeps *sweeps = leading->sweeps;
  RasBarycenter *problem = sweeps->problem;
  gsize d = sweeps->d, p = sweeps->p;
  RAS_BIG double *memory = ras_alloc_big (2 * d * d, sizeof (double), _ ("QLEACE"), error);
  double *wide = memory ? memory + d * d : NULL;
  g_autofree double *roots = g_new0 (double, d);

  if (memory == NULL)
    return FALSE;
  for (guint z = 0; z < problem->k && *suitable; z++)
    {
      if (problem->weights[z] == 0)
        continue;
      if (!ras_barycenter_say (problem, 1, z, 0.05 + 0.08 * z / problem->k, error))
        return FALSE;
      *suitable = transform_class (sweeps, z, p, memory, wide, leading->scratch, NULL);
      to_single (leading->scratch, leading->s + z * p * p, p);
      for (gsize i = p; i < d; i++)
        roots[i] += problem->weights[z] * sqrt (ras_dot (wide + i * d, wide + i * d, d));
    }
  for (gsize i = p; i < d; i++)
    sweeps->lambda[i] = roots[i] * roots[i];
  return TRUE;
}

/* T_z for the present Σ̄ by sweeps down to `goal`; adds π_z T_z to the mean map. */
static gboolean
leading_class (Leading *leading, guint z, gboolean first, double goal)
{
  gsize p = leading->sweeps->p;
  float *t = leading->sweeps->leading + z * p * p;
  RasTransportF transport = { .n = p,
                              .s = leading->s + z * p * p,
                              .sigma = leading->sigma,
                              .factor = first ? NULL : leading->factor,
                              .t = t,
                              .r = leading->r,
                              .product = leading->product,
                              .step = leading->step };
  double weight = leading->sweeps->problem->weights[z];

  if (first)
    ras_transport_f_start (&transport);
  else
    ras_transport_f_continue_from (&transport);
  if (!ras_transport_f_estimate_bounds (&transport)
      || !ras_transport_f_run (&transport, goal, MOST_SWEEPS))
    return FALSE;
  for (gsize i = 0; i < p * p; i++)
    leading->mean_map[i] += weight * (double) t[i];
  return TRUE;
}

/* Σ̄ ← T Σ̄ T; returns the relative change. */
static double
leading_update (Leading *leading)
{
  gsize p = leading->sweeps->p;
  double change = 0, norm = 0;

  cblas_dgemm (CblasRowMajor, CblasNoTrans, CblasNoTrans, p, p, p, 1, leading->mean_map, p,
               leading->center, p, 0, leading->scratch, p);
  cblas_dgemm (CblasRowMajor, CblasNoTrans, CblasNoTrans, p, p, p, 1, leading->scratch, p,
               leading->mean_map, p, 0, leading->next, p);
  for (gsize i = 0; i < p * p; i++)
    {
      double step = leading->next[i] - leading->center[i];

      change += step * step;
      norm += leading->next[i] * leading->next[i];
    }
  memcpy (leading->center, leading->next, p * p * sizeof (double));
  return sqrt (change / norm);
}

/* σ and, after the first round, the factor of Σ̄. */
static gboolean
leading_prepare (Leading *leading, gboolean first)
{
  gsize p = leading->sweeps->p;

  for (gsize i = 0; i < p; i++)
    leading->sigma[i] = leading->center[i * p + i];
  memset (leading->mean_map, 0, p * p * sizeof (double));
  if (first)
    return TRUE;
  memcpy (leading->scratch, leading->center, p * p * sizeof (double));
  if (!ras_cholesky (leading->scratch, p, NULL, NULL))
    return FALSE;
  to_single (leading->scratch, leading->factor, p);
  return TRUE;
}

/* The fixed point in the leading half. Each round improves Σ̄ about fifty-fold, so the maps
 * need be no better than that. */
static gboolean
leading_iterate (Leading *leading, gboolean *suitable, GError **error)
{
  RasBarycenter *problem = leading->sweeps->problem;
  gsize p = leading->sweeps->p;
  double change = 0.1;

  for (gsize i = 0; i < p; i++)
    leading->center[i * p + i] = leading->sweeps->lambda[i];
  for (guint round = 0; round < LEADING_ROUNDS && change > problem->tolerance; round++)
    {
      if (!leading_prepare (leading, round == 0))
        *suitable = FALSE;
      for (guint z = 0; z < problem->k && *suitable; z++)
        {
          if (problem->weights[z] == 0)
            continue;
          if (!ras_barycenter_say (problem, round + 1, z, 0.13 + 0.02 * MIN (round, 2), error))
            return FALSE;
          *suitable = leading_class (leading, z, round == 0, MAX (SINGLE_GOAL, 0.02 * change));
        }
      if (!*suitable)
        return TRUE;
      change = leading_update (leading);
      problem->iterations++;
    }
  return TRUE;
}

/* Turns the leading half of the basis so that the Σ̄ found there is diagonal, and the T_z
 * with it: T ← V T Vᵀ. */
static gboolean
leading_finish (Leading *leading, GError **error)
{
  Sweeps *sweeps = leading->sweeps;
  gsize d = sweeps->d, p = sweeps->p;
  RAS_BIG double *turned = ras_alloc_big (p * d, sizeof (double), _ ("QLEACE"), error);

  if (turned == NULL || !descending_eigen (leading->center, p, sweeps->lambda, error))
    return FALSE;
  cblas_dgemm (CblasRowMajor, CblasNoTrans, CblasNoTrans, p, d, p, 1, leading->center, p,
               sweeps->basis, d, 0, turned, d);
  memcpy (sweeps->basis, turned, p * d * sizeof (double));
  for (gsize i = 0; i < p * p; i++)
    leading->factor[i] = (float) leading->center[i];
  for (guint z = 0; z < sweeps->problem->k; z++)
    {
      float *t = sweeps->leading + z * p * p;

      cblas_sgemm (CblasRowMajor, CblasNoTrans, CblasNoTrans, p, p, p, 1, leading->factor, p, t, p,
                   0, leading->r, p);
      cblas_sgemm (CblasRowMajor, CblasNoTrans, CblasTrans, p, p, p, 1, leading->r, p,
                   leading->factor, p, 0, t, p);
    }
  return TRUE;
}

static gboolean
solve_leading (Sweeps *sweeps, gboolean *suitable, GError **error)
{
  Leading leading;
  gboolean ok = leading_init (&leading, sweeps, error) && leading_load (&leading, suitable, error)
                && (!*suitable || leading_iterate (&leading, suitable, error))
                && (!*suitable || leading_finish (&leading, error));

  leading_clear (&leading);
  return ok;
}

/* --- All of it --- */

typedef struct
{
  Sweeps *sweeps;
  double *s, *t, *r, *product, *step; /* d × d */
  float *mean_map;                    /* d × d, lower triangle: Σ_z π_z T_z */
  double loss;
  guint round;
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

  to_single (full->s, s, n);
  ras_transport_f_start (&transport);
  for (gsize i = 0; full->round == 0 && i < p; i++)
    memcpy (transport.t + i * n, full->sweeps->leading + (z * p + i) * p, p * sizeof (float));
  if (!ras_transport_f_estimate_bounds (&transport)
      || !ras_transport_f_run (&transport, SINGLE_GOAL, MOST_SWEEPS))
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

/* Sweeps in double precision until A Σ_z Aᵀ, with A = T⁻¹, is close enough to Σ̄: the
 * difference is A R A for the residual R of T, so at most ‖R‖ / λ_min(T)². */
static gboolean
solve_double (Full *full, RasTransport *transport)
{
  RasBarycenter *problem = full->sweeps->problem;
  double least = ras_transport_least_eigenvalue (transport), scale;

  if (!(least > 0))
    return FALSE;
  scale = transport->norm / cblas_dnrm2 (transport->n, full->sweeps->lambda, 1) / (least * least);
  if (!ras_transport_run (transport, RESIDUAL_GOAL / scale, MOST_SWEEPS)
      || !(transport->residual * scale < 1e-6))
    return FALSE;
  problem->residual = MAX (problem->residual, transport->residual * scale);
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

/* A = T⁻¹ = Jᵀ J with T = K Kᵀ, J = K⁻¹; back in pixels it is (J Q)ᵀ (J Q). */
static gboolean
hand_out_map (Full *full, guint z)
{
  RasBarycenter *problem = full->sweeps->problem;
  gsize n = full->sweeps->d;

  if (!ras_cholesky (full->t, n, NULL, NULL)
      || LAPACKE_dtrtri_work (LAPACK_COL_MAJOR, 'U', 'N', n, full->t, n) != 0)
    return FALSE;
  memcpy (full->product, full->sweeps->basis, n * n * sizeof (double));
  cblas_dtrmm (CblasRowMajor, CblasLeft, CblasLower, CblasNoTrans, CblasNonUnit, n, n, 1, full->t,
               n, full->product, n);
  cblas_dsyrk (CblasRowMajor, CblasLower, CblasTrans, n, n, 1, full->product, n, 0, full->r, n);
  problem->take_map (z, full->r, problem->user_data);
  return TRUE;
}

static gboolean
solve_class (Full *full, guint z, GError **error)
{
  RasBarycenter *problem = full->sweeps->problem;
  gsize n = full->sweeps->d;
  RasTransport transport;
  double trace = 0;

  if (transform_class (full->sweeps, z, n, full->product, full->r, full->s, &trace)
      && solve_single (full, z, &transport))
    {
      if (solve_double (full, &transport))
        {
          add_to_mean (full, z, trace);
          if (hand_out_map (full, z))
            return TRUE;
        }
    }
  return ras_barycenter_map_dense (problem, z, z + 1, error);
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
  Sweeps *sweeps = full->sweeps;
  gsize n = sweeps->d;

  if (!descending_eigen (full->s, n, sweeps->lambda, error))
    return FALSE;
  cblas_dgemm (CblasRowMajor, CblasNoTrans, CblasNoTrans, n, n, n, 1, full->s, n, sweeps->basis, n,
               0, full->t, n);
  memcpy (sweeps->basis, full->t, n * n * sizeof (double));
  return TRUE;
}

static gboolean
solve_full (Sweeps *sweeps, GError **error)
{
  gsize size = sweeps->d * sweeps->d;
  RAS_BIG double *memory = ras_alloc_big (5 * size, sizeof (double), _ ("QLEACE"), error);
  RAS_BIG float *mean_map
      = memory ? ras_alloc_big (size, sizeof (float), _ ("QLEACE"), error) : NULL;
  Full full = { sweeps, memory, memory + size, memory + 2 * size, memory + 3 * size,
                memory + 4 * size, mean_map };

  if (mean_map == NULL)
    return FALSE;
  while (TRUE)
    {
      double change;

      if (!full_round (&full, error))
        return FALSE;
      change = next_center (&full);
      g_debug ("barycenter: change %g in full round %u", change, full.round);
      if (change <= sweeps->problem->tolerance || ++full.round == FULL_ROUNDS)
        return TRUE;
      if (!turn_basis (&full, error))
        return FALSE;
    }
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
  Sweeps sweeps = { problem, d, d / 2, basis, lambda, leading };

  if (leading == NULL)
    return FALSE;
  memcpy (basis, problem->barycenter, d * d * sizeof (double));
  if (!descending_eigen (basis, d, lambda, error))
    return FALSE;
  if (!(lambda[d - 1] > lambda[0] * d * DBL_EPSILON))
    *suitable = FALSE;
  if (*suitable && !solve_leading (&sweeps, suitable, error))
    return FALSE;
  if (!*suitable)
    {
      problem->iterations = 0;
      return TRUE;
    }
  return solve_full (&sweeps, error);
}
