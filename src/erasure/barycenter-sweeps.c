/* The barycenter of large, positive definite covariances, and the maps onto it.
 *
 * 1. In the eigenbasis of the mean covariance all classes are nearly diagonal.
 * 2. The leading half of that basis holds nearly all variance: the fixed point
 *    Σ̄ ← T Σ̄ T is iterated there to the end, at an eighth of the cost.
 * 3. The basis is turned so that Σ̄ is diagonal in it. One class at a time, T_z Σ̄ T_z = Σ_z is
 *    solved in full (barycenter-class.c), in single precision first and then to the end in
 *    double, or by decomposition where sweeps would take longer.
 * 4. One round of the full fixed point is the check: if it would still change Σ̄ by more than
 *    the tolerance, it is done, and step 3 again. */
#include "barycenter-sweeps.h"

#include "barycenter-private.h"
#include "linalg.h"
#include "memory.h"
#include "parallel.h"

#include <cblas.h>
#include <float.h>
#include <glib/gi18n.h>
#include <math.h>
#include <string.h>

#define FULL_ROUNDS 3

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
ras_sweeps_transform (RasSweeps *sweeps, guint z, gsize rows, double *square, double *wide,
                      double *s, double *trace)
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

typedef struct
{
  const double *from;
  float *to;
  gsize n;
} Narrowing;

static void
narrow_row (gsize i, gpointer user_data)
{
  Narrowing *narrowing = user_data;
  gsize start = i * narrowing->n;

  for (gsize j = start; j <= start + i; j++)
    narrowing->to[j] = (float) narrowing->from[j];
}

void
ras_sweeps_to_single (const double *from, float *to, gsize n)
{
  Narrowing narrowing = { from, to, n };

  ras_parallel_for (n, narrow_row, &narrowing);
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

static gboolean
round_allocate (RasSweepsRound *round, GError **error)
{
  gsize size = round->sweeps->d * round->sweeps->d;

  round->memory = ras_alloc_big (5 * size, sizeof (double), _ ("QLEACE"), error);
  if (round->memory == NULL)
    return FALSE;
  round->s = round->memory;
  round->t = round->memory + size;
  round->r = round->memory + 2 * size;
  round->product = round->memory + 3 * size;
  round->step = round->memory + 4 * size;
  return TRUE;
}

/* By eigendecompositions, in the memory that the sweeps give up meanwhile. */
static gboolean
solve_class_dense (RasSweepsRound *round, guint z, GError **error)
{
  g_clear_pointer (&round->memory, ras_free_big);
  return ras_barycenter_map_dense (round->sweeps->problem, z, &round->loss, error)
         && round_allocate (round, error);
}

static gboolean
solve_class (RasSweepsRound *round, guint z, GError **error)
{
  double before = round->loss;

  if (ras_sweeps_solve_class (round, z))
    return TRUE;
  round->partial = TRUE;
  round->loss = before;
  return solve_class_dense (round, z, error);
}

/* Solves every class for the present Σ̄. */
static gboolean
full_round (RasSweepsRound *round, GError **error)
{
  RasBarycenter *problem = round->sweeps->problem;
  gsize n = round->sweeps->d;

  round->loss = 0;
  problem->residual = 0;
  memset (round->mean_map, 0, n * n * sizeof (float));
  write_barycenter (round->sweeps, round->product);
  for (guint z = 0; z < problem->k; z++)
    {
      if (!ras_barycenter_say (problem, round->number > 0 ? problem->iterations + 1 : 0, z,
                               0.2 + 0.8 * z / problem->k, error))
        return FALSE;
      if (problem->weights[z] == 0)
        {
          memset (round->r, 0, n * n * sizeof (double));
          for (gsize i = 0; i < n; i++)
            round->r[i * n + i] = 1;
          problem->take_map (z, round->r, problem->user_data);
        }
      else if (!solve_class (round, z, error))
        return FALSE;
    }
  problem->iterations++;
  g_array_append_val (problem->losses, round->loss);
  return TRUE;
}

/* Σ̄' = T Σ̄ T in the basis, lower triangle, into round->s; returns the relative change. */
static double
next_center (RasSweepsRound *round)
{
  gsize n = round->sweeps->d;
  const double *lambda = round->sweeps->lambda;
  double change = 0;

  for (gsize i = 0; i < n; i++)
    for (gsize j = 0; j <= i; j++)
      {
        double mean = round->mean_map[i * n + j];

        round->t[i * n + j] = mean * sqrt (lambda[j]);
        round->t[j * n + i] = mean * sqrt (lambda[i]);
      }
  cblas_dsyrk (CblasRowMajor, CblasLower, CblasNoTrans, n, n, 1, round->t, n, 0, round->s, n);
  for (gsize i = 0; i < n; i++)
    for (gsize j = 0; j <= i; j++)
      {
        double step = round->s[i * n + j] - (i == j ? lambda[i] : 0);

        change += (i == j ? 1 : 2) * step * step;
      }
  return sqrt (change) / cblas_dnrm2 (n, lambda, 1);
}

/* The basis in which Σ̄' (in round->s) is diagonal. */
static gboolean
turn_basis (RasSweepsRound *round, GError **error)
{
  RasSweeps *sweeps = round->sweeps;
  gsize n = sweeps->d;

  if (!ras_sweeps_eigen (round->s, n, sweeps->lambda, error))
    return FALSE;
  cblas_dgemm (CblasRowMajor, CblasNoTrans, CblasNoTrans, n, n, n, 1, round->s, n, sweeps->basis, n,
               0, round->t, n);
  memcpy (sweeps->basis, round->t, n * n * sizeof (double));
  return TRUE;
}

static gboolean
run_rounds (RasSweepsRound *round, GError **error)
{
  double tolerance = round->sweeps->problem->tolerance;

  while (TRUE)
    {
      double change;

      if (!full_round (round, error))
        return FALSE;
      /* Without a class's T the mean map is none: Σ̄, which the maps reach, stays. */
      if (round->partial)
        return TRUE;
      change = next_center (round);
      g_debug ("barycenter: change %g in full round %u", change, round->number);
      if (change <= tolerance || ++round->number == FULL_ROUNDS)
        return TRUE;
      if (!turn_basis (round, error))
        return FALSE;
    }
}

static gboolean
solve_full (RasSweeps *sweeps, GError **error)
{
  RAS_BIG float *mean_map
      = ras_alloc_big (sweeps->d * sweeps->d, sizeof (float), _ ("QLEACE"), error);
  RasSweepsRound round = { .sweeps = sweeps, .mean_map = mean_map };
  gboolean ok = mean_map != NULL && round_allocate (&round, error) && run_rounds (&round, error);

  ras_free_big (round.memory);
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
