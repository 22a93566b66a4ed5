#include "linalg.h"

#include "memory.h"
#include "parallel.h"

#include <cblas.h>
#include <glib/gi18n.h>
#include <lapacke.h>
#include <math.h>

/* OpenBLAS multiplies up to 64 · 64 · 64 on the calling thread. */
#define TILE 64

typedef struct
{
  double *a;
  gsize n;
  gsize first, end; /* columns of the present tile column */
} Column;

/* Tiles below the diagonal one. */
static gsize
count_tiles (const Column *column)
{
  return (column->n - column->first + TILE - 1) / TILE;
}

/* A_IJ ← A_IJ − Σ_K L_IK L_JKᵀ over the tile columns K before J. */
static void
update_tile (gsize tile, gpointer user_data)
{
  const Column *column = user_data;
  gsize n = column->n, row = column->first + tile * TILE;
  gsize rows = MIN (TILE, n - row), columns = column->end - column->first;

  for (gsize k = 0; k < column->first; k += TILE)
    cblas_dgemm (CblasRowMajor, CblasNoTrans, CblasTrans, rows, columns, TILE, -1,
                 column->a + row * n + k, n, column->a + column->first * n + k, n, 1,
                 column->a + row * n + column->first, n);
}

/* A_JJ = L_JJ L_JJᵀ, row by row. FALSE: not positive definite. */
static gboolean
factor_diagonal (const Column *column)
{
  gsize n = column->n, first = column->first;

  for (gsize i = first; i < column->end; i++)
    {
      double *row = column->a + i * n;

      for (gsize j = first; j < i; j++)
        row[j] = (row[j] - ras_dot (row + first, column->a + j * n + first, j - first))
                 / column->a[j * n + j];
      row[i] -= ras_dot (row + first, row + first, i - first);
      if (!(row[i] > 0))
        return FALSE;
      row[i] = sqrt (row[i]);
    }
  return TRUE;
}

/* L_IJ = A_IJ L_JJ⁻ᵀ below the diagonal, row by row. */
static void
solve_tile (gsize tile, gpointer user_data)
{
  const Column *column = user_data;
  gsize n = column->n, first = column->first, row = first + (tile + 1) * TILE;

  for (gsize i = row; i < MIN (row + TILE, n); i++)
    for (gsize j = first; j < column->end; j++)
      column->a[i * n + j]
          = (column->a[i * n + j]
             - ras_dot (column->a + i * n + first, column->a + j * n + first, j - first))
            / column->a[j * n + j];
}

gboolean
ras_cholesky_by_tiles (double *a, gsize n, double *reciprocal_condition, GError **error)
{
  RAS_BIG double *work = ras_alloc_big (3 * n, sizeof *work, "LAPACK", error);
  g_autofree lapack_int *iwork = g_new (lapack_int, n);
  double norm;

  if (work == NULL)
    return FALSE;
  norm = LAPACKE_dlansy_work (LAPACK_COL_MAJOR, '1', 'U', n, a, n, work);
  for (gsize first = 0; first < n; first += TILE)
    {
      Column column = { a, n, first, MIN (first + TILE, n) };

      ras_parallel_for (count_tiles (&column), update_tile, &column);
      if (!factor_diagonal (&column))
        {
          g_set_error_literal (error, RAS_LINALG_ERROR, RAS_LINALG_ERROR_SINGULAR,
                               _ ("the covariance is singular"));
          return FALSE;
        }
      ras_parallel_for (count_tiles (&column) - 1, solve_tile, &column);
    }
  if (reciprocal_condition)
    LAPACKE_dpocon_work (LAPACK_COL_MAJOR, 'U', n, a, n, norm, reciprocal_condition, work, iwork);
  return TRUE;
}
