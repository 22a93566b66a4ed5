/* Probes with the moments' own covariances, and a ridge where those are singular. */
#include "audit-private.h"

#include "linalg.h"

/* Of the mean variance of a pixel within its class: what is added to every variance where a
 * covariance is singular. */
#define RIDGE 1e-6

gboolean
ras_audit_source_covariance (guint z, double *out, gpointer user_data, GError **error)
{
  const RasAuditSource *source = user_data;

  ras_moments_class_covariance (source->moments, z, out);
  if (source->shrinkage)
    ras_moments_shrink (out, ras_moments_get_dimension (source->moments),
                        ras_moments_get_class_count (source->moments, z));
  return TRUE;
}

double
ras_audit_ridge (const RasMoments *moments)
{
  gsize d = ras_moments_get_dimension (moments);
  g_autofree double *row = g_new (double, d);
  double sum = 0;

  for (guint z = 0; z < ras_moments_get_n_classes (moments); z++)
    for (gsize i = 0; i < d && ras_moments_get_class_count (moments, z) > 0; i++)
      {
        ras_moments_class_covariance_row (moments, z, i, row);
        sum += row[i] * ras_moments_get_class_count (moments, z)
               / ras_moments_get_n_images (moments);
      }
  return sum > 0 ? RIDGE * sum / d : 1;
}

static void
reset_tallies (RasTally *tallies, const RasProbe *probe, const RasAuditImages *sets, guint n_sets)
{
  for (guint s = 0; s < n_sets; s++)
    {
      ras_tally_clear (&tallies[s]);
      ras_tally_init (&tallies[s], ras_probe_n_variants (probe), probe->k, sets[s].n);
    }
}

gboolean
ras_audit_run_probe (RasProbeFunc func, RasProbe *probe, const RasMoments *moments,
                     const RasAuditImages *sets, guint n_sets, RasTally *tallies,
                     const RasProgress *progress, GError **error)
{
  g_autoptr (GError) singular = NULL;

  reset_tallies (tallies, probe, sets, n_sets);
  if (func (probe, sets, n_sets, tallies, progress, &singular))
    return TRUE;
  if (probe->ridge > 0 || !g_error_matches (singular, RAS_LINALG_ERROR, RAS_LINALG_ERROR_SINGULAR))
    {
      g_propagate_error (error, g_steal_pointer (&singular));
      return FALSE;
    }
  probe->ridge = ras_audit_ridge (moments);
  reset_tallies (tallies, probe, sets, n_sets);
  return func (probe, sets, n_sets, tallies, progress, error);
}
