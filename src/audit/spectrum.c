#include "audit.h"

#include "linalg.h"
#include "memory.h"

#include <glib/gi18n.h>

gboolean
ras_audit_spectrum (const RasMoments *moments, guint label, const RasFit *fit, guint rank,
                    const RasProgress *progress, double *eigenvalues, GError **error)
{
  gsize d = ras_moments_get_dimension (moments);
  RAS_BIG double *covariance
      = ras_alloc_big (d * d, sizeof *covariance, _ ("the spectrum of a covariance"), error);

  if (covariance == NULL
      || !ras_progress_step (progress, _ ("Decomposing a covariance"), 0, error))
    return FALSE;
  ras_moments_class_covariance (moments, label, covariance);
  if (!ras_symmetric_eigen (covariance, d, eigenvalues, error))
    return FALSE;
  for (gsize i = 0; i < d / 2; i++)
    {
      double other = eigenvalues[d - 1 - i];

      eigenvalues[d - 1 - i] = eigenvalues[i];
      eigenvalues[i] = other;
    }
  return TRUE;
}
