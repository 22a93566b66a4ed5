#include "linalg.h"

#include "memory.h"
#include "parallel.h"

#include <cblas.h>
#include <glib/gi18n.h>
#include <lapacke.h>
#include <math.h>
#include <string.h>

/* Scaled, it takes nine or so for any condition that double precision can hold. */
#define MOST_STEPS 40

/* Relative change after which the next step, the last, changes nothing that counts: the error is
 * squared in every step. */
#define LAST_CHANGE 1e-6

/* (‖X‖₁ ‖X‖_∞)^½; in either order of rows and columns. */
static double
mixed_norm (const double *x, gsize n, double *work)
{
  return sqrt (LAPACKE_dlange_work (LAPACK_COL_MAJOR, '1', n, n, x, n, work)
               * LAPACKE_dlange_work (LAPACK_COL_MAJOR, 'I', n, n, x, n, work));
}

/* The transpose of a row-major matrix is itself in LAPACK's order, and so are their inverses. */
static gboolean
invert (double *x, gsize n, lapack_int *pivots, double *work, gsize lwork)
{
  return LAPACKE_dgetrf_work (LAPACK_COL_MAJOR, n, n, x, n, pivots) == 0
         && LAPACKE_dgetri_work (LAPACK_COL_MAJOR, n, x, n, pivots, work, lwork) == 0;
}

typedef struct
{
  double *x;             /* n × d */
  const double *inverse;
  gsize n;
  double scale;
  double *changes;       /* n: of a row, squared */
} Step;

/* X ← (γ X + X⁻ᵀ / γ) / 2 */
static void
step_row (gsize i, gpointer user_data)
{
  Step *step = user_data;
  gsize n = step->n;
  double *row = step->x + i * n, sum = 0;

  for (gsize j = 0; j < n; j++)
    {
      double next = (step->scale * row[j] + step->inverse[j * n + i] / step->scale) / 2;

      sum += (next - row[j]) * (next - row[j]);
      row[j] = next;
    }
  step->changes[i] = sum;
}

gboolean
ras_orthogonal_factor (double *a, gsize n, double *scratch, GError **error)
{
  gsize lwork = 64 * n;
  g_autofree double *work = g_new (double, lwork);
  g_autofree double *changes = g_new (double, n);
  g_autofree lapack_int *pivots = g_new (lapack_int, n);
  double change = INFINITY;

  for (guint i = 0; i < MOST_STEPS; i++)
    {
      Step step = { a, scratch, n, 1, changes };
      gboolean last = change <= LAST_CHANGE;
      double sum = 0;

      memcpy (scratch, a, n * n * sizeof *a);
      if (!invert (scratch, n, pivots, work, lwork))
        break;
      /* Higham's choice brings the singular values together around 1; near the end it is 1. */
      if (change > 1e-2)
        step.scale = sqrt (mixed_norm (scratch, n, work) / mixed_norm (a, n, work));
      ras_parallel_for (n, step_row, &step);
      for (gsize row = 0; row < n; row++)
        sum += changes[row];
      change = sqrt (sum / n);
      if (!isfinite (change))
        break;
      if (last)
        return TRUE;
    }
  g_set_error_literal (error, RAS_LINALG_ERROR, RAS_LINALG_ERROR_SINGULAR,
                       _ ("a matrix is singular: it has no polar decomposition"));
  return FALSE;
}
