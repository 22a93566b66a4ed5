#include "audit-private.h"

#include "covariance-gap.h"
#include "fit-private.h"
#include "linalg.h"
#include "memory.h"

#include <glib/gi18n.h>

static gboolean
erase_by_map (const RasFit *fit, guint label, double *covariance, GError **error)
{
  gsize size = fit->d * fit->d;
  RAS_BIG double *map = ras_alloc_big (size, sizeof *map, _ ("a spectrum"), error);
  RAS_BIG double *half = map ? ras_alloc_big (size, sizeof *half, _ ("a spectrum"), error) : NULL;

  if (half == NULL)
    return FALSE;
  ras_audit_unpack_map (fit, label, map);
  ras_audit_transform (map, covariance, half, fit->d);
  return TRUE;
}

/* Σ ← P Σ Pᵀ, then without the directions of the path. What only shifts means changes nothing. */
static void
erase_by_projection (const RasFit *fit, guint rank, double *covariance)
{
  gsize d = fit->d, count = 0;
  const double *basis = ras_fit_get_array (fit, "basis", &count);
  const double *probe = ras_fit_get_array (fit, "probe", NULL);

  if (count > 0)
    ras_covariance_project (covariance, d, basis, probe, count / d);
  rank = MIN (rank, ras_fit_get_path_length (fit));
  for (guint start = 0; start < rank; start += RAS_PATH_CHUNK)
    {
      const double *v = ras_fit_get_direction (fit, start);

      ras_covariance_project (covariance, d, v, v, MIN (RAS_PATH_CHUNK, rank - start));
    }
}

static void
reverse (double *values, gsize n)
{
  for (gsize i = 0; i < n / 2; i++)
    {
      double other = values[n - 1 - i];

      values[n - 1 - i] = values[i];
      values[i] = other;
    }
}

gboolean
ras_audit_spectrum (const RasMoments *moments, guint label, const RasFit *fit, guint rank,
                    const RasProgress *progress, double *eigenvalues, GError **error)
{
  gsize d = ras_moments_get_dimension (moments);
  RAS_BIG double *covariance = ras_alloc_big (d * d, sizeof *covariance, _ ("a spectrum"), error);

  if (covariance == NULL || !ras_progress_step (progress, _ ("Decomposing a covariance"), 0, error))
    return FALSE;
  ras_moments_class_covariance (moments, label, covariance);
  if (fit && ras_fit_get_array (fit, "maps", NULL))
    {
      if (!erase_by_map (fit, label, covariance, error))
        return FALSE;
    }
  else if (fit)
    erase_by_projection (fit, rank, covariance);
  if (!ras_progress_step (progress, _ ("Decomposing a covariance"), 0.3, error)
      || !ras_symmetric_eigenvalues (covariance, d, eigenvalues, error)
      || !ras_progress_step (progress, _ ("Decomposing a covariance"), 1, error))
    return FALSE;
  reverse (eigenvalues, d);
  for (gsize i = 0; i < d; i++)
    eigenvalues[i] = MAX (eigenvalues[i], 0);
  return TRUE;
}
