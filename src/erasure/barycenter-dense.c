#include "barycenter-private.h"

#include "fit-private.h"
#include "linalg.h"
#include "memory.h"

#include <cblas.h>
#include <float.h>
#include <glib/gi18n.h>
#include <math.h>
#include <string.h>

#define MAX_ITERATIONS 50

/* F ← A^power for a symmetric positive semidefinite A (used up), eigenvalues below the usual
 * cut-off taken as 0 (also for a negative power: the pseudo-inverse). Returns tr A^½. */
static gboolean
symmetric_power (double *a, gsize d, double power, double *f, double *root_trace, GError **error)
{
  g_autofree double *w = g_new (double, d);
  double cut, sum = 0;

  if (!ras_symmetric_eigen (a, d, w, error))
    return FALSE;
  cut = w[d - 1] * d * DBL_EPSILON;
  for (gsize i = 0; i < d; i++)
    {
      double scale = w[i] > cut && w[i] > 0 ? pow (w[i], power / 2) : 0;

      sum += w[i] > 0 ? sqrt (w[i]) : 0;
      cblas_dscal (d, scale, a + i * d, 1);
    }
  /* F = (diag(w^(p/2)) V)ᵀ (diag(w^(p/2)) V), rows of V the eigenvectors. */
  cblas_dsyrk (CblasRowMajor, CblasLower, CblasTrans, d, d, 1, a, d, 0, f, d);
  ras_symmetrize (f, d);
  if (root_trace)
    *root_trace = sum;
  return TRUE;
}

typedef struct
{
  RasBarycenter *problem;
  double *covariance;          /* Σ_z of the class at hand */
  double *root, *inverse_root; /* Σ̄^(±½) */
  double *product, *middle;    /* scratch */
  double *mean_map;            /* Σ_z π_z T_z */
} Dense;

/* C ← A B, all symmetric or square d × d. */
static void
multiply (const Dense *dense, const double *a, const double *b, double *c)
{
  gsize d = dense->problem->d;

  cblas_dgemm (CblasRowMajor, CblasNoTrans, CblasNoTrans, d, d, d, 1, a, d, b, d, 0, c, d);
}

static double
trace (const double *a, gsize d)
{
  double sum = 0;

  for (gsize i = 0; i < d; i++)
    sum += a[i * d + i];
  return sum;
}

static gboolean
take_roots (Dense *dense, GError **error)
{
  RasBarycenter *problem = dense->problem;
  gsize bytes = problem->d * problem->d * sizeof (double);

  memcpy (dense->middle, problem->barycenter, bytes);
  if (!symmetric_power (dense->middle, problem->d, 0.5, dense->root, NULL, error))
    return FALSE;
  memcpy (dense->middle, problem->barycenter, bytes);
  return symmetric_power (dense->middle, problem->d, -0.5, dense->inverse_root, NULL, error);
}

/* Fetches Σ_z; M = Σ̄^½ Σ_z Σ̄^½ into `middle`. */
static void
form_middle (Dense *dense, guint z)
{
  dense->problem->covariance (z, dense->covariance, dense->problem->user_data);
  multiply (dense, dense->root, dense->covariance, dense->product);
  multiply (dense, dense->product, dense->root, dense->middle);
}

/* Adds π_z T_z to the mean map, T_z = Σ̄^(−½) M^½ Σ̄^(−½); adds to the loss. */
static gboolean
add_map (Dense *dense, guint z, double *loss, GError **error)
{
  RasBarycenter *problem = dense->problem;
  gsize d = problem->d;
  double weight = problem->weights[z], root_trace;

  form_middle (dense, z);
  if (!symmetric_power (dense->middle, d, 0.5, dense->product, &root_trace, error))
    return FALSE;
  *loss += weight
           * (trace (dense->covariance, d) + trace (problem->barycenter, d)
              - 2 * root_trace);
  multiply (dense, dense->inverse_root, dense->product, dense->middle);
  cblas_dgemm (CblasRowMajor, CblasNoTrans, CblasNoTrans, d, d, d, weight, dense->middle, d,
               dense->inverse_root, d, 1, dense->mean_map, d);
  return TRUE;
}

/* Σ̄ ← T Σ̄ T; returns the relative change. */
static double
update (Dense *dense)
{
  RasBarycenter *problem = dense->problem;
  gsize size = problem->d * problem->d;
  double change = 0, norm = 0;

  multiply (dense, dense->mean_map, problem->barycenter, dense->product);
  multiply (dense, dense->product, dense->mean_map, dense->middle);
  for (gsize i = 0; i < size; i++)
    {
      double step = dense->middle[i] - problem->barycenter[i];

      change += step * step;
      norm += dense->middle[i] * dense->middle[i];
    }
  memcpy (problem->barycenter, dense->middle, size * sizeof (double));
  return norm > 0 ? sqrt (change / norm) : 0;
}

static gboolean
iterate (Dense *dense, GError **error)
{
  RasBarycenter *problem = dense->problem;
  gsize size = problem->d * problem->d;
  double change = G_MAXDOUBLE;

  while (change > problem->tolerance && problem->iterations < MAX_ITERATIONS)
    {
      double loss = 0;

      if (!take_roots (dense, error))
        return FALSE;
      memset (dense->mean_map, 0, size * sizeof (double));
      for (guint z = 0; z < problem->k; z++)
        if (!ras_barycenter_say (problem, problem->iterations + 1, z,
                                 0.7 * (1 - exp2 (-(double) problem->iterations)), error)
            || (problem->weights[z] > 0 && !add_map (dense, z, &loss, error)))
          return FALSE;
      g_array_append_val (problem->losses, loss);
      change = update (dense);
      problem->iterations++;
    }
  return take_roots (dense, error);
}

/* A_z = Σ̄^½ M^(−½) Σ̄^½, and how exactly it reaches Σ̄; adds π_z W₂² to the loss, where
 * W₂² = tr Σ_z + tr Σ̄ − 2 tr A_z Σ_z. */
static gboolean
finish_class (Dense *dense, guint z, double *loss, GError **error)
{
  RasBarycenter *problem = dense->problem;
  gsize d = problem->d, size = d * d;
  double *map = dense->mean_map, error2 = 0, norm2 = 0;

  form_middle (dense, z);
  if (!symmetric_power (dense->middle, d, -0.5, dense->product, NULL, error))
    return FALSE;
  multiply (dense, dense->root, dense->product, dense->middle);
  multiply (dense, dense->middle, dense->root, map);
  multiply (dense, map, dense->covariance, dense->product);
  *loss += problem->weights[z]
           * (trace (dense->covariance, d) + trace (problem->barycenter, d)
              - 2 * trace (dense->product, d));
  multiply (dense, dense->product, map, dense->middle);
  for (gsize i = 0; i < size; i++)
    {
      double off = dense->middle[i] - problem->barycenter[i];

      error2 += off * off;
      norm2 += problem->barycenter[i] * problem->barycenter[i];
    }
  if (norm2 > 0)
    problem->residual = MAX (problem->residual, sqrt (error2 / norm2));
  problem->take_map (z, map, problem->user_data);
  return TRUE;
}

static void
set_identity (double *a, gsize d)
{
  memset (a, 0, d * d * sizeof *a);
  for (gsize i = 0; i < d; i++)
    a[i * d + i] = 1;
}

static gboolean
dense_init (Dense *dense, RasBarycenter *problem, GError **error)
{
  gsize size = problem->d * problem->d;
  double *memory = NULL;

  /* With those of the eigendecomposition itself it is eight matrices. */
  if (ras_erasure_require_memory ((guint64) 8 * size * sizeof (double), _ ("QLEACE"), error))
    memory = ras_alloc_big (6 * size, sizeof (double), _ ("QLEACE"), error);
  *dense = (Dense) { problem, NULL };
  if (memory == NULL)
    return FALSE;
  *dense = (Dense) { problem, memory, memory + size, memory + 2 * size, memory + 3 * size,
                     memory + 4 * size, memory + 5 * size };
  return TRUE;
}

static gboolean
finish (Dense *dense, GError **error)
{
  RasBarycenter *problem = dense->problem;
  double loss = 0;

  for (guint z = 0; z < problem->k; z++)
    {
      if (!ras_barycenter_say (problem, 0, z, 0.7 + 0.3 * z / problem->k, error))
        return FALSE;
      if (problem->weights[z] > 0)
        {
          if (!finish_class (dense, z, &loss, error))
            return FALSE;
        }
      else
        {
          set_identity (dense->middle, problem->d);
          problem->take_map (z, dense->middle, problem->user_data);
        }
    }
  return TRUE;
}

gboolean
ras_barycenter_map_dense (RasBarycenter *problem, guint z, double *loss, GError **error)
{
  Dense dense;
  gboolean ok = dense_init (&dense, problem, error) && take_roots (&dense, error)
                && finish_class (&dense, z, loss, error);

  ras_free_big (dense.covariance);
  return ok;
}

gboolean
ras_barycenter_solve_dense (RasBarycenter *problem, GError **error)
{
  Dense dense;
  gboolean ok = dense_init (&dense, problem, error) && iterate (&dense, error)
                && finish (&dense, error);

  ras_free_big (dense.covariance);
  return ok;
}
