/* What the linear and the quadratic probe share.
 *
 * Taking directions N away by a map M with null space span N leaves a Gaussian whose Mahalanobis
 * distance, in terms of the image x before, is x̃ᵀ (Σ⁻¹ − Σ⁻¹ N (Nᵀ Σ⁻¹ N)⁻¹ Nᵀ Σ⁻¹) x̃, x̃ = x − μ_z,
 * and whose determinant on what is left is det Σ · det (Nᵀ Σ⁻¹ N) but for a factor that all classes
 * share. With Σ = L Lᵀ, w = L⁻¹ x̃ and the QR decomposition L⁻¹ N = Q R, they are
 *
 *   ‖w‖² − ‖Qᵀ w‖²   and   log det Σ + 2 Σ_i log |R_ii|,
 *
 * and as Q's columns are nested like N's, one image gives the scores of all ranks by running sums.
 */
#include "audit-private.h"

#include "linalg.h"
#include "memory.h"

#include <cblas.h>
#include <float.h>
#include <glib/gi18n.h>
#include <lapacke.h>
#include <math.h>
#include <string.h>

void
ras_probe_init (RasProbe *probe, const RasMoments *moments)
{
  gsize d = ras_moments_get_dimension (moments);
  guint k = ras_moments_get_n_classes (moments);

  *probe = (RasProbe) { d, k };
  probe->shares = g_new0 (double, k);
  probe->means = g_new0 (double, k * d);
  probe->mean = g_memdup2 (ras_moments_get_mean (moments), d * sizeof (double));
  for (guint z = 0; z < k; z++)
    {
      probe->shares[z]
          = (double) ras_moments_get_class_count (moments, z) / ras_moments_get_n_images (moments);
      if (probe->shares[z] > 0)
        memcpy (probe->means + z * d, ras_moments_get_class_mean (moments, z), d * sizeof (double));
    }
  probe->n_chains = 1;
}

void
ras_probe_clear (RasProbe *probe)
{
  g_free (probe->shares);
  g_free (probe->means);
  g_free (probe->mean);
}

guint
ras_probe_variant (const RasProbe *probe, guint chain, guint length)
{
  return (chain > 0 ? probe->lengths[0] + 1 : 0) + length;
}

guint
ras_probe_shifted_variant (const RasProbe *probe)
{
  return ras_probe_variant (probe, probe->n_chains - 1, probe->lengths[probe->n_chains - 1]) + 1;
}

guint
ras_probe_n_variants (const RasProbe *probe)
{
  return ras_probe_shifted_variant (probe) + (probe->shifts != NULL);
}

guint
ras_probe_n_directions (const RasProbe *probe)
{
  return probe->lengths[0] + probe->lengths[1];
}

/* --- A factor --- */

gboolean
ras_probe_factor_alloc (RasProbeFactor *factor, const RasProbe *probe, GError **error)
{
  gsize d = probe->d, count = ras_probe_n_directions (probe);

  *factor = (RasProbeFactor) { 0 };
  factor->half_log = g_new0 (double, count + 1);
  factor->factor = ras_alloc_big (d * d, sizeof (double), _ ("a probe"), error);
  if (factor->factor)
    factor->basis = ras_alloc_big (MAX (count, 1) * d, sizeof (double), _ ("a probe"), error);
  return factor->basis != NULL;
}

void
ras_probe_factor_clear (RasProbeFactor *factor)
{
  ras_free_big (factor->factor);
  ras_free_big (factor->basis);
  g_free (factor->half_log);
}

void
ras_probe_whiten (const RasProbeFactor *factor, gsize d, double *x, gsize m, gboolean transposed)
{
  /* Xᵀ ← L⁻¹ Xᵀ is X ← X L⁻ᵀ. */
  if (m > 0)
    cblas_dtrsm (CblasRowMajor, CblasRight, CblasLower, transposed ? CblasNoTrans : CblasTrans,
                 CblasNonUnit, m, d, 1, factor->factor, d, x, d);
}

/* The rows of `basis`, L⁻¹ N, become an orthonormal basis; log |R_ii| go to half_log. */
static gboolean
orthonormalise (double *basis, double *half_log, gsize m, gsize d, GError **error)
{
  gsize size = 64 * m;
  g_autofree double *tau = g_new (double, m);
  g_autofree double *work = g_new (double, size);

  if (m == 0)
    return TRUE;
  /* In LAPACK's column-major order the rows are the columns of L⁻¹ N. */
  if (LAPACKE_dgeqrf_work (LAPACK_COL_MAJOR, d, m, basis, d, tau, work, size) == 0)
    {
      for (gsize i = 0; i < m; i++)
        half_log[i] = log (fabs (basis[i * d + i]));
      if (LAPACKE_dorgqr_work (LAPACK_COL_MAJOR, d, m, m, basis, d, tau, work, size) == 0)
        return TRUE;
    }
  g_set_error_literal (error, RAS_LINALG_ERROR, RAS_LINALG_ERROR_NO_CONVERGENCE,
                       _ ("the directions of a probe could not be made orthonormal: are there "
                          "pixels that are not finite?"));
  return FALSE;
}

gboolean
ras_probe_factor_make (RasProbeFactor *factor, const RasProbe *probe, GError **error)
{
  gsize d = probe->d, at = 0;
  double condition = 0;

  for (gsize i = 0; i < d; i++)
    factor->factor[i * d + i] += probe->ridge;
  if (!ras_cholesky (factor->factor, d, &condition, error))
    return FALSE;
  if (!(condition > d * DBL_EPSILON))
    {
      g_set_error_literal (error, RAS_LINALG_ERROR, RAS_LINALG_ERROR_SINGULAR,
                           _ ("the covariance of a probe is singular"));
      return FALSE;
    }
  factor->log_root = 0;
  for (gsize i = 0; i < d; i++)
    factor->log_root += log (factor->factor[i * d + i]);
  for (guint c = 0; c < probe->n_chains; c++)
    {
      double *basis = factor->basis + at * d;

      if (probe->lengths[c] > 0)
        memcpy (basis, probe->chains[c], probe->lengths[c] * d * sizeof *basis);
      ras_probe_whiten (factor, d, basis, probe->lengths[c], FALSE);
      if (!orthonormalise (basis, factor->half_log + at, probe->lengths[c], d, error))
        return FALSE;
      at += probe->lengths[c];
    }
  return TRUE;
}

/* --- Tallies --- */

void
ras_tally_init (RasTally *tally, guint n_variants, guint k, gsize n)
{
  *tally = (RasTally) { n_variants, k, n, g_new0 (gsize, (gsize) n_variants * k) };
}

void
ras_tally_clear (RasTally *tally)
{
  g_clear_pointer (&tally->hits, g_free);
}

double
ras_tally_accuracy (const RasTally *tally, guint variant)
{
  double right = 0;

  for (guint m = 0; m < tally->k; m++)
    right += (double) tally->hits[(gsize) variant * tally->k + m] / (m + 1);
  return tally->n > 0 ? right / tally->n : NAN;
}

double
ras_probe_constant_accuracy (const double *shares, guint k, const RasAuditImages *images)
{
  double most = 0;
  guint equal = 0;
  gsize right = 0;

  for (guint z = 0; z < k; z++)
    most = MAX (most, shares[z]);
  most = log (most) - RAS_AUDIT_TIE;
  for (guint z = 0; z < k; z++)
    equal += log (shares[z]) >= most;
  for (gsize i = 0; i < images->n; i++)
    right += log (shares[ras_audit_images_label (images, i)]) >= most;
  return (double) right / equal / images->n;
}
