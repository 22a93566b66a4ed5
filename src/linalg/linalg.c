#include "linalg.h"

#include "memory.h"
#include "parallel.h"

#include <cblas.h>
#include <glib/gi18n.h>
#include <lapacke.h>
#include <math.h>
#include <string.h>

G_DEFINE_QUARK (ras-linalg-error-quark, ras_linalg_error)

/* A row-major lower triangle is a column-major upper one: LAPACK is called in its own
 * order throughout, so that LAPACKE never transposes a copy. */

gboolean
ras_cholesky (double *a, gsize n, double *reciprocal_condition, GError **error)
{
  RAS_BIG double *work = ras_alloc_big (3 * n, sizeof *work, "LAPACK", error);
  g_autofree lapack_int *iwork = g_new (lapack_int, n);
  double norm;

  if (work == NULL)
    return FALSE;
  norm = LAPACKE_dlansy_work (LAPACK_COL_MAJOR, '1', 'U', n, a, n, work);
  if (LAPACKE_dpotrf_work (LAPACK_COL_MAJOR, 'U', n, a, n) != 0)
    {
      g_set_error_literal (error, RAS_LINALG_ERROR, RAS_LINALG_ERROR_SINGULAR,
                           _ ("the covariance is singular"));
      return FALSE;
    }
  if (reciprocal_condition)
    LAPACKE_dpocon_work (LAPACK_COL_MAJOR, 'U', n, a, n, norm, reciprocal_condition, work, iwork);
  return TRUE;
}

void
ras_cholesky_solve (const double *factor, gsize n, double *b, gsize m)
{
  LAPACKE_dpotrs_work (LAPACK_COL_MAJOR, 'U', n, m, factor, n, b, n);
}

/* 'V' leaves eigenvectors in A, 'N' finds eigenvalues alone. */
static gboolean
decompose (double *a, gsize n, char job, double *w, GError **error)
{
  /* The documented sizes, not a workspace query: those are rounded for large n. */
  gsize lwork = job == 'V' ? 1 + 6 * n + 2 * n * n : 66 * n, liwork = 3 + 5 * n;
  RAS_BIG double *work = ras_alloc_big (lwork, sizeof *work, _ ("an eigendecomposition"), error);
  g_autofree lapack_int *iwork = g_new (lapack_int, liwork);
  lapack_int info;

  if (work == NULL)
    return FALSE;
  info = LAPACKE_dsyevd_work (LAPACK_COL_MAJOR, job, 'U', n, a, n, w, work, MIN (lwork, G_MAXINT),
                              iwork, liwork);
  if (info == 0)
    return TRUE;
  g_set_error (error, RAS_LINALG_ERROR, RAS_LINALG_ERROR_NO_CONVERGENCE,
               _ ("an eigendecomposition did not converge (LAPACK dsyevd, %d): are there pixels "
                  "that are not finite?"),
               (int) info);
  return FALSE;
}

gboolean
ras_symmetric_eigen (double *a, gsize n, double *w, GError **error)
{
  return decompose (a, n, 'V', w, error);
}

gboolean
ras_symmetric_eigenvalues (double *a, gsize n, double *w, GError **error)
{
  return decompose (a, n, 'N', w, error);
}

gboolean
ras_orthonormal_rows (double *a, gsize m, gsize n, double tolerance, gsize *rank, GError **error)
{
  gsize least = MIN (m, n);
  g_autofree double *s = g_new (double, least);
  g_autofree double *u = m > n ? g_new (double, n * n) : NULL;
  g_autofree double *vt = m > n ? NULL : g_new (double, m * m);
  lapack_int info;

  /* The rows are the columns of an n × m matrix, which its left singular vectors replace;
   * where there are more rows than their length, LAPACK writes those to U instead. */
  info = LAPACKE_dgesdd (LAPACK_COL_MAJOR, 'O', n, m, a, n, s, u, n, vt, m);
  if (info != 0)
    {
      g_set_error (error, RAS_LINALG_ERROR, RAS_LINALG_ERROR_NO_CONVERGENCE,
                   _ ("a singular value decomposition did not converge (LAPACK dgesdd, %d): are "
                      "there pixels that are not finite?"),
                   (int) info);
      return FALSE;
    }
  if (u)
    memcpy (a, u, n * n * sizeof *a);
  for (*rank = 0; *rank < least && s[*rank] > tolerance * s[0]; (*rank)++)
    ;
  return TRUE;
}

#define TILE 64

typedef struct
{
  double *a;
  gsize n;
} Square;

/* Tiles keep both the rows read and the columns written in cache. */
static void
mirror_tile_row (gsize tile, gpointer user_data)
{
  Square *square = user_data;
  gsize i0 = tile * TILE, i1 = MIN (i0 + TILE, square->n), n = square->n;

  for (gsize j0 = 0; j0 < i1; j0 += TILE)
    for (gsize i = i0; i < i1; i++)
      for (gsize j = j0; j < MIN (j0 + TILE, i); j++)
        square->a[j * n + i] = square->a[i * n + j];
}

void
ras_symmetrize (double *a, gsize n)
{
  Square square = { a, n };

  ras_parallel_for ((n + TILE - 1) / TILE, mirror_tile_row, &square);
}

double
ras_symmetric_norm (const double *a, gsize n)
{
  double off = 0, diagonal = 0;

  for (gsize i = 0; i < n; i++)
    {
      off += ras_dot (a + i * n, a + i * n, i);
      diagonal += a[i * n + i] * a[i * n + i];
    }
  return sqrt (2 * off + diagonal);
}

/* Eight sums let the compiler use vector registers without reordering a single sum. */
double
ras_dot (const double *x, const double *y, gsize n)
{
  double sums[8] = { 0 }, rest = 0;
  gsize i = 0;

  for (; i + 8 <= n; i += 8)
    for (int lane = 0; lane < 8; lane++)
      sums[lane] += x[i + lane] * y[i + lane];
  for (; i < n; i++)
    rest += x[i] * y[i];
  return ((sums[0] + sums[4]) + (sums[1] + sums[5])) + ((sums[2] + sums[6]) + (sums[3] + sums[7]))
         + rest;
}

void
ras_axpy (double alpha, const double *x, double *y, gsize n)
{
  for (gsize i = 0; i < n; i++)
    y[i] += alpha * x[i];
}
