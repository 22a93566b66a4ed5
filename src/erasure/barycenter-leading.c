/* The leading half of the basis holds nearly all variance: here the barycenter's fixed point
 * is iterated to the end, at an eighth of the cost of a full round. */
#include "barycenter-sweeps.h"

#include "barycenter-private.h"
#include "linalg.h"
#include "memory.h"
#include "transport.h"

#include <cblas.h>
#include <glib/gi18n.h>
#include <math.h>
#include <string.h>

#define ROUNDS 8

typedef struct
{
  RasSweeps *sweeps;
  float *s;                      /* k of p × p: the classes' covariances */
  float *r, *product, *step;     /* p × p */
  float *factor;                 /* p × p */
  double *center;                /* p × p: Σ̄ */
  double *mean_map, *scratch, *next; /* p × p */
  double *sigma;                 /* p: diag Σ̄ */
} Leading;

static gboolean
leading_init (Leading *leading, RasSweeps *sweeps, GError **error)
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
  RasSweeps *sweeps = leading->sweeps;
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
      *suitable = ras_sweeps_transform (sweeps, z, p, memory, wide, leading->scratch, NULL);
      ras_sweeps_to_single (leading->scratch, leading->s + z * p * p, p);
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
  if ((!ras_transport_f_estimate_bounds (&transport)
       || !ras_transport_f_run (&transport, goal, RAS_SWEEPS_MOST))
      && !ras_transport_f_run_plainly (&transport, goal, RAS_SWEEPS_MOST))
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
  ras_sweeps_to_single (leading->scratch, leading->factor, p);
  return TRUE;
}

/* The fixed point in the leading half. Each round improves Σ̄ about fifty-fold, so the maps
 * need be no better than that. */
static gboolean
leading_iterate (Leading *leading, gboolean *suitable, GError **error)
{
  RasBarycenter *problem = leading->sweeps->problem;
  gsize p = leading->sweeps->p;
  double change = 0.1, ahead = 1;

  for (gsize i = 0; i < p; i++)
    leading->center[i * p + i] = leading->sweeps->lambda[i];
  for (guint round = 0; round < ROUNDS && ahead > problem->tolerance; round++)
    {
      double before = change;

      if (!leading_prepare (leading, round == 0))
        *suitable = FALSE;
      for (guint z = 0; z < problem->k && *suitable; z++)
        {
          if (problem->weights[z] == 0)
            continue;
          if (!ras_barycenter_say (problem, round + 1, z, 0.13 + 0.02 * MIN (round, 2), error))
            return FALSE;
          *suitable = leading_class (leading, z, round == 0,
                                     MAX (RAS_SWEEPS_SINGLE_GOAL, 0.02 * change));
        }
      if (!*suitable)
        return TRUE;
      change = leading_update (leading);
      /* What is still ahead, going by how fast the changes shrink. */
      ahead = change * MIN (change / before, 1);
      problem->iterations++;
    }
  return TRUE;
}

/* Turns the leading half of the basis so that the Σ̄ found there is diagonal, and the T_z
 * with it: T ← V T Vᵀ. */
static gboolean
leading_finish (Leading *leading, GError **error)
{
  RasSweeps *sweeps = leading->sweeps;
  gsize d = sweeps->d, p = sweeps->p;
  RAS_BIG double *turned = ras_alloc_big (p * d, sizeof (double), _ ("QLEACE"), error);

  if (turned == NULL || !ras_sweeps_eigen (leading->center, p, sweeps->lambda, error))
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

gboolean
ras_sweeps_solve_leading (RasSweeps *sweeps, gboolean *suitable, GError **error)
{
  Leading leading;
  gboolean ok = leading_init (&leading, sweeps, error) && leading_load (&leading, suitable, error)
                && (!*suitable || leading_iterate (&leading, suitable, error))
                && (!*suitable || leading_finish (&leading, error));

  leading_clear (&leading);
  return ok;
}
