#include "covariance-gap.h"

#include "fit-private.h"
#include "linalg.h"
#include "memory.h"
#include "parallel.h"

#include <cblas.h>
#include <glib/gi18n.h>
#include <math.h>
#include <string.h>

guint64
ras_covariance_gap_memory (gsize d, guint k)
{
  return (guint64) d * d * k * sizeof (double);
}

typedef struct
{
  RasCovarianceGap *gap;
  const RasMoments *moments;
  guint present; /* classes with images */
} Deviations;

/* Row i of E_z = Σ_z − (1/k) Σ_y Σ_y for all classes. A class without images has no covariance:
 * it takes no part in the average, and its E is 0. */
static void
fill_row (gsize i, gpointer user_data)
{
  Deviations *deviations = user_data;
  RasCovarianceGap *gap = deviations->gap;
  g_autofree double *average = g_new0 (double, i + 1);

  for (guint z = 0; z < gap->k; z++)
    {
      double *row = gap->matrices[z] + i * gap->d;

      ras_moments_class_covariance_row (deviations->moments, z, i, row);
      ras_axpy (1.0 / deviations->present, row, average, i + 1);
    }
  for (guint z = 0; z < gap->k; z++)
    if (ras_moments_get_class_count (deviations->moments, z) > 0)
      ras_axpy (-1, average, gap->matrices[z] + i * gap->d, i + 1);
}

/* With F = B E and G = F − ½ (F Bᵀ) Q, P E Pᵀ is E − Qᵀ G − Gᵀ Q. */
void
ras_covariance_project (double *e, gsize d, const double *q, const double *b, gsize m)
{
  g_autofree double *g = g_new (double, m * d);
  g_autofree double *k = g_new (double, m * m);

  cblas_dsymm (CblasRowMajor, CblasRight, CblasLower, m, d, 1, e, d, b, d, 0, g, d);
  cblas_dgemm (CblasRowMajor, CblasNoTrans, CblasTrans, m, m, d, 1, g, d, b, d, 0, k, m);
  cblas_dgemm (CblasRowMajor, CblasNoTrans, CblasNoTrans, m, d, m, -0.5, k, m, q, d, 1, g, d);
  cblas_dsyr2k (CblasRowMajor, CblasLower, CblasTrans, d, m, -1, q, d, g, d, 1, e, d);
}

RasCovarianceGap *
ras_covariance_gap_new (const RasMoments *moments, const RasFit *leace,
                        const RasProgress *progress, GError **error)
{
  g_autoptr (RasCovarianceGap) gap = g_new0 (RasCovarianceGap, 1);
  Deviations deviations = { gap, moments, 0 };
  gsize count = 0;
  const double *basis = ras_fit_get_array (leace, "basis", &count);
  const double *probe = ras_fit_get_array (leace, "probe", NULL);

  gap->d = ras_moments_get_dimension (moments);
  gap->k = ras_moments_get_n_classes (moments);
  gap->squares = g_new0 (double, gap->k);
  gap->matrices = g_new0 (double *, gap->k);
  for (guint z = 0; z < gap->k; z++)
    {
      deviations.present += ras_moments_get_class_count (moments, z) > 0;
      gap->matrices[z]
          = ras_alloc_big (gap->d * gap->d, sizeof (double), _ ("the covariance gap"), error);
      if (gap->matrices[z] == NULL)
        return NULL;
    }
  ras_parallel_for (gap->d, fill_row, &deviations);
  for (guint z = 0; z < gap->k; z++)
    {
      double norm;

      if (!ras_progress_step (progress, _ ("Measuring the covariance gap"), (double) z / gap->k,
                              error))
        return NULL;
      if (count > 0)
        ras_covariance_project (gap->matrices[z], gap->d, basis, probe, count / gap->d);
      /* With as many classes as pixels LEACE leaves nothing, and rounding is no gap. */
      norm = count / gap->d < gap->d ? ras_symmetric_norm (gap->matrices[z], gap->d) : 0;
      gap->squares[z] = norm * norm;
      gap->start = MAX (gap->start, norm);
    }
  return g_steal_pointer (&gap);
}

void
ras_covariance_gap_free (RasCovarianceGap *gap)
{
  if (gap == NULL)
    return;
  for (guint z = 0; gap->matrices && z < gap->k; z++)
    ras_free_big (gap->matrices[z]);
  g_free (gap->matrices);
  g_free (gap->squares);
  g_free (gap);
}

void
ras_covariance_gap_multiply (const RasCovarianceGap *gap, guint z, const double *v,
                             double *product)
{
  cblas_dsymv (CblasRowMajor, CblasLower, gap->d, 1, gap->matrices[z], gap->d, v, 1, 0, product,
               1);
}

static double
square (const double *x, gsize n)
{
  return ras_dot (x, x, n);
}

/* With V the directions before v: the norm of (I − V Vᵀ − v vᵀ) D (I − V Vᵀ − v vᵀ) is that
 * without v, less 2 ‖w‖² − (vᵀ w)², where w = (I − V Vᵀ) D v. */
void
ras_covariance_gap_remove (RasCovarianceGap *gap, const RasFit *path, const double *v,
                           const double *products)
{
  gsize d = gap->d;
  g_autofree double *w = g_memdup2 (products, gap->k * d * sizeof *w);

  ras_fit_project_out (path, ras_fit_get_path_length (path), w, gap->k, NULL);
  for (guint z = 0; z < gap->k; z++)
    {
      double along = ras_dot (v, w + z * d, d);

      gap->squares[z] -= 2 * square (w + z * d, d) - along * along;
      gap->squares[z] = MAX (gap->squares[z], 0);
    }
}

/* ‖(I − V Vᵀ) D (I − V Vᵀ)‖² = ‖D‖² − 2 ‖D V‖² + ‖Vᵀ D V‖² */
gboolean
ras_covariance_gap_remove_path (RasCovarianceGap *gap, const RasFit *path, GError **error)
{
  guint length = ras_fit_get_path_length (path);
  gsize d = gap->d;
  RAS_BIG double *dv = ras_alloc_big (RAS_PATH_CHUNK * d, sizeof *dv, _ ("directions"), error);
  g_autofree double *inner = g_new (double, (gsize) RAS_PATH_CHUNK * RAS_PATH_CHUNK);

  if (dv == NULL)
    return FALSE;
  for (guint z = 0; z < gap->k; z++)
    for (guint a = 0; a < length; a += RAS_PATH_CHUNK)
      {
        guint na = MIN (RAS_PATH_CHUNK, length - a);

        cblas_dsymm (CblasRowMajor, CblasRight, CblasLower, na, d, 1, gap->matrices[z], d,
                     ras_fit_get_direction (path, a), d, 0, dv, d);
        gap->squares[z] -= 2 * square (dv, na * d);
        for (guint b = 0; b < length; b += RAS_PATH_CHUNK)
          {
            guint nb = MIN (RAS_PATH_CHUNK, length - b);

            cblas_dgemm (CblasRowMajor, CblasNoTrans, CblasTrans, na, nb, d, 1, dv, d,
                         ras_fit_get_direction (path, b), d, 0, inner, nb);
            gap->squares[z] += square (inner, (gsize) na * nb);
          }
      }
  for (guint z = 0; z < gap->k; z++)
    gap->squares[z] = MAX (gap->squares[z], 0);
  return TRUE;
}

double
ras_covariance_gap_relative (const RasCovarianceGap *gap)
{
  double most = 0;

  for (guint z = 0; z < gap->k; z++)
    most = MAX (most, gap->squares[z]);
  return gap->start > 0 ? sqrt (most) / gap->start : 0;
}
