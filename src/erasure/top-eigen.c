#include "top-eigen.h"

#include "fit-private.h"
#include "linalg.h"
#include "random.h"

#include <cblas.h>
#include <float.h>
#include <math.h>
#include <string.h>

/* The subspace grows to MOST vectors, then its best KEEP are kept. */
#define MOST 40
#define KEEP 16

/* Residual, relative to |λ|, at which a pair counts as found; its eigenvalue then has twice
 * as many digits. */
#define TOLERANCE 1e-9

/* Relative to ‖D‖: no residual can be made smaller than rounding. */
#define ROUNDING (100 * DBL_EPSILON)

/* A rival may have a larger |λ| than it seems: it must be known about this well. */
#define RIVAL_TOLERANCE 1e-3

struct _RasSearch
{
  const double *matrix;
  gsize d;
  double rounding; /* residuals below are as good as none */
  guint m;         /* vectors in the subspace */
  double *basis;   /* MOST × d: S, orthonormal rows */
  double *product; /* MOST × d: D S */
  double *scratch; /* MOST × d */
  double *vector;  /* d */
  GRand *random;
  /* Ritz pairs of the last Rayleigh–Ritz step, by descending |θ|. */
  double theta[MOST];
  double weights[MOST * MOST]; /* row i: the i-th Ritz vector's coordinates in S */
};

RasSearch *
ras_search_new (const double *matrix, gsize d, guint seed)
{
  RasSearch *search = g_new0 (RasSearch, 1);

  search->matrix = matrix;
  search->d = d;
  search->rounding = ROUNDING * ras_symmetric_norm (matrix, d);
  search->basis = g_new (double, MOST * d);
  search->product = g_new (double, MOST * d);
  search->scratch = g_new (double, MOST * d);
  search->vector = g_new (double, d);
  search->random = ras_random_new (seed, RAS_STREAM_LANCZOS, 0);
  return search;
}

void
ras_search_free (RasSearch *search)
{
  g_free (search->basis);
  g_free (search->product);
  g_free (search->scratch);
  g_free (search->vector);
  g_rand_free (search->random);
  g_free (search);
}

void
ras_search_remove (RasSearch *search, const double *v, const double *product)
{
  double c[MOST];
  gsize d = search->d;

  if (search->m == 0)
    return;
  /* S ← S (I − v vᵀ), D S ← D S − (S v) (D v)ᵀ, vectors as rows. */
  cblas_dgemv (CblasRowMajor, CblasNoTrans, search->m, d, 1, search->basis, d, v, 1, 0, c, 1);
  cblas_dger (CblasRowMajor, search->m, d, -1, c, 1, v, 1, search->basis, d);
  cblas_dger (CblasRowMajor, search->m, d, -1, c, 1, product, 1, search->product, d);
}

/* rows ← weights · rows for `count` new rows out of m. */
static void
recombine (RasSearch *search, const double *weights, guint count, double **rows)
{
  gsize d = search->d;
  double *old = *rows;

  cblas_dgemm (CblasRowMajor, CblasNoTrans, CblasNoTrans, count, d, search->m, 1, weights,
               search->m, old, d, 0, search->scratch, d);
  *rows = search->scratch;
  search->scratch = old;
}

/* Removals leave S short of orthonormal: S ← Λ^(−1/2) Eᵀ S with S Sᵀ = E Λ Eᵀ, dropping what
 * a removal has taken away. */
static void
orthonormalise (RasSearch *search)
{
  double gram[MOST * MOST], w[MOST], weights[MOST * MOST];
  guint m = search->m, kept = 0;
  gsize d = search->d;

  cblas_dgemm (CblasRowMajor, CblasNoTrans, CblasTrans, m, m, d, 1, search->basis, d,
               search->basis, d, 0, gram, m);
  if (!ras_symmetric_eigen (gram, m, w, NULL))
    {
      search->m = 0;
      return;
    }
  for (guint i = 0; i < m; i++)
    if (w[i] > 1e-4)
      {
        for (guint j = 0; j < m; j++)
          weights[kept * m + j] = gram[i * m + j] / sqrt (w[i]);
        kept++;
      }
  recombine (search, weights, kept, &search->basis);
  recombine (search, weights, kept, &search->product);
  search->m = kept;
}

/* Adds a vector to S, made orthogonal to the path and to S; FALSE if nothing is left of it. */
static gboolean
extend (RasSearch *search, const RasFit *path, guint length, double *v)
{
  gsize d = search->d;
  double c[MOST], norm = sqrt (ras_dot (v, v, d));

  for (int pass = 0; pass < 2; pass++)
    {
      double before = norm;

      ras_fit_project_out (path, length, v, 1, NULL);
      cblas_dgemv (CblasRowMajor, CblasNoTrans, search->m, d, 1, search->basis, d, v, 1, 0, c, 1);
      cblas_dgemv (CblasRowMajor, CblasTrans, search->m, d, -1, search->basis, d, c, 1, 1, v, 1);
      norm = sqrt (ras_dot (v, v, d));
      if (!(norm > 1e-14 * before) || !(norm > 0))
        return FALSE;
      cblas_dscal (d, 1 / norm, v, 1);
      norm = 1;
    }
  memcpy (search->basis + search->m * d, v, d * sizeof *v);
  cblas_dsymv (CblasRowMajor, CblasLower, d, 1, search->matrix, d, v, 1, 0,
               search->product + search->m * d, 1);
  search->m++;
  return TRUE;
}

/* H = S D Sᵀ = E Θ Eᵀ, sorted by |θ|. */
static gboolean
rayleigh_ritz (RasSearch *search)
{
  double h[MOST * MOST], w[MOST];
  guint m = search->m;
  gsize d = search->d, low = 0, high = m - 1;

  cblas_dgemm (CblasRowMajor, CblasNoTrans, CblasTrans, m, m, d, 1, search->basis, d,
               search->product, d, 0, h, m);
  if (!ras_symmetric_eigen (h, m, w, NULL))
    return FALSE;
  for (guint i = 0; i < m; i++)
    {
      gsize from = fabs (w[low]) > fabs (w[high]) ? low++ : high--;

      search->theta[i] = w[from];
      memcpy (search->weights + i * m, h + from * m, m * sizeof *h);
    }
  return TRUE;
}

/* The residual of Ritz pair i into search->vector; returns its norm. */
static double
residual (RasSearch *search, const RasFit *path, guint length, guint i)
{
  gsize d = search->d;
  const double *weights = search->weights + i * search->m;

  /* r = (I − V Vᵀ) D u − θ u */
  cblas_dgemv (CblasRowMajor, CblasTrans, search->m, d, 1, search->product, d, weights, 1, 0,
               search->vector, 1);
  ras_fit_project_out (path, length, search->vector, 1, NULL);
  cblas_dgemv (CblasRowMajor, CblasTrans, search->m, d, -search->theta[i], search->basis, d,
               weights, 1, 1, search->vector, 1);
  return sqrt (ras_dot (search->vector, search->vector, d));
}

/* The first Ritz pair that still needs work, its residual in search->vector; −1 if the
 * leading one has been found and no rival can be larger. */
static int
unfinished_pair (RasSearch *search, const RasFit *path, guint length)
{
  double top = fabs (search->theta[0]);

  for (guint i = 0; i < MIN (search->m, 3); i++)
    {
      double norm = residual (search, path, length, i), size = fabs (search->theta[i]);

      if (norm > search->rounding
          && (i == 0 ? norm > TOLERANCE * top
                     : size + norm > top && norm > RIVAL_TOLERANCE * top))
        return i;
    }
  return -1;
}

static void
restart (RasSearch *search)
{
  recombine (search, search->weights, KEEP, &search->basis);
  recombine (search, search->weights, KEEP, &search->product);
  search->m = KEEP;
}

static gboolean
extend_randomly (RasSearch *search, const RasFit *path, guint length)
{
  ras_random_fill_normal (search->random, search->vector, search->d);
  return extend (search, path, length, search->vector);
}

double
ras_search_solve (RasSearch *search, const RasFit *path, double *v, guint *steps)
{
  guint length = ras_fit_get_path_length (path), left = search->d - length;
  gsize d = search->d;

  if (search->m > 0)
    orthonormalise (search);
  if (search->m == 0 && !extend_randomly (search, path, length))
    return 0;
  while (rayleigh_ritz (search) && unfinished_pair (search, path, length) >= 0)
    {
      if (search->m >= left)
        break; /* the subspace is all there is: its pairs are exact */
      if (search->m == MOST)
        {
          restart (search);
          continue;
        }
      if (steps)
        ++*steps;
      if (!extend (search, path, length, search->vector)
          && !extend_randomly (search, path, length))
        break;
    }
  cblas_dgemv (CblasRowMajor, CblasTrans, search->m, d, 1, search->basis, d, search->weights, 1, 0,
               v, 1);
  ras_fit_project_out (path, length, v, 1, NULL);
  cblas_dscal (d, 1 / sqrt (ras_dot (v, v, d)), v, 1);
  return search->theta[0];
}
