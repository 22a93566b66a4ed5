#include "barycenter.h"

#include "barycenter-private.h"
#include "linalg.h"
#include "memory.h"

#include <glib/gi18n.h>
#include <string.h>

/* Below this an eigendecomposition is quicker than anything cleverer. */
#define SWEEPS_FROM 512
#define SMALL_TOLERANCE 1e-4

guint64
ras_barycenter_memory (gsize d, guint k)
{
  /* The sweeps, in halves of a matrix: their basis, and either seven matrices, a mean in single
   * precision and the classes' leading halves, or while those are found, three and a half
   * matrices and the leading halves twice. */
  return (guint64) d * d * sizeof (double) / 2 * MAX (17 + k / 4, 9 + k / 2);
}

gboolean
ras_barycenter_say (const RasBarycenter *problem, guint iteration, guint z, double fraction,
                    GError **error)
{
  g_autofree char *stage
      = iteration > 0 ? g_strdup_printf (_ ("Fitting QLEACE: round %u, class %u of %u"),
                                         iteration, z + 1, problem->k)
                      : g_strdup_printf (_ ("Fitting QLEACE: map of class %u of %u"), z + 1,
                                         problem->k);

  return ras_progress_step (problem->progress, stage, fraction, error);
}

gboolean
ras_barycenter_start (RasBarycenter *problem, GError **error)
{
  gsize d = problem->d;
  RAS_BIG double *covariance = ras_alloc_big (d * d, sizeof (double), _ ("QLEACE"), error);

  if (covariance == NULL)
    return FALSE;
  memset (problem->barycenter, 0, d * d * sizeof (double));
  for (guint z = 0; z < problem->k; z++)
    {
      if (problem->weights[z] == 0)
        continue;
      if (!ras_barycenter_say (problem, 1, z, 0, error))
        return FALSE;
      problem->covariance (z, covariance, problem->user_data);
      ras_axpy (problem->weights[z], covariance, problem->barycenter, d * d);
    }
  return TRUE;
}

gboolean
ras_barycenter_solve (RasBarycenter *problem, GError **error)
{
  gboolean suitable = problem->d >= SWEEPS_FROM;

  problem->iterations = 0;
  problem->residual = 0;
  if (!ras_barycenter_start (problem, error))
    return FALSE;
  if (suitable && !ras_barycenter_solve_sweeps (problem, &suitable, error))
    return FALSE;
  if (suitable)
    return TRUE;
  /* What a round costs here is next to nothing. */
  if (problem->d < SWEEPS_FROM)
    problem->tolerance *= SMALL_TOLERANCE;
  return ras_barycenter_solve_dense (problem, error);
}
