#include "audit-private.h"

#include "covariance-gap.h"
#include "fit-private.h"
#include "memory.h"

#include <glib/gi18n.h>
#include <math.h>
#include <string.h>

#define AFTER_START 0.25
#define AFTER_PROBES 0.95

static gboolean
check_shape (RasDataset *original, RasDataset *edited, GError **error)
{
  if (ras_dataset_get_n_images (original, RAS_SPLIT_TRAIN)
          == ras_dataset_get_n_images (edited, RAS_SPLIT_TRAIN)
      && ras_dataset_get_dimension (original) == ras_dataset_get_dimension (edited)
      && ras_dataset_get_n_classes (original) == ras_dataset_get_n_classes (edited))
    return TRUE;
  g_set_error (error, RAS_DATASET_ERROR, RAS_DATASET_ERROR_UNSUITABLE,
               _ ("%s and %s have not the same number of training images of the same shape: they "
                  "cannot be compared"),
               ras_dataset_get_location (original), ras_dataset_get_location (edited));
  return FALSE;
}

/* max_z ‖D_z‖_F of the original after LEACE. */
static gboolean
measure_start (RasDataset *original, double *start, const RasProgress *progress, GError **error)
{
  RasAuditPart part;
  g_autoptr (RasMoments) moments = NULL;
  g_autoptr (RasFit) leace = NULL;
  g_autoptr (RasCovarianceGap) gap = NULL;

  ras_audit_part_init (&part, progress, 0, AFTER_START / 2);
  moments = ras_moments_new (original, RAS_SPLIT_TRAIN, &part.progress, error);
  if (moments == NULL)
    return FALSE;
  ras_audit_part_init (&part, progress, AFTER_START / 2, AFTER_START);
  leace = ras_eraser_leace.fit (&(RasFitContext) { moments, .options = RAS_FIT_OPTIONS_DEFAULT,
                                                   .progress = &part.progress },
                                error);
  if (leace)
    gap = ras_covariance_gap_new (moments, leace, &part.progress, error);
  if (gap == NULL)
    return FALSE;
  *start = gap->start;
  return TRUE;
}

static double
mean_square (RasDataset *original, RasDataset *edited)
{
  gsize n = ras_dataset_get_n_images (original, RAS_SPLIT_TRAIN);
  gsize d = ras_dataset_get_dimension (original);
  double sum = 0;

  for (gsize i = 0; i < n; i++)
    {
      const guint8 *x = ras_dataset_get_image (original, RAS_SPLIT_TRAIN, i);
      const guint8 *y = ras_dataset_get_image (edited, RAS_SPLIT_TRAIN, i);
      gint64 square = 0;

      for (gsize j = 0; j < d; j++)
        square += ((int) y[j] - x[j]) * ((int) y[j] - x[j]);
      sum += square;
    }
  return sum / (255.0 * 255.0) / n;
}

/* Σ_z π_z ‖μ_z − μ‖² */
static double
mean_gap (const RasProbe *probe)
{
  double sum = 0;

  for (guint z = 0; z < probe->k; z++)
    for (gsize i = 0; i < probe->d; i++)
      {
        double off = probe->means[z * probe->d + i] - probe->mean[i];

        sum += probe->shares[z] * off * off;
      }
  return sum;
}

/* Accuracies and gaps of the edited images by themselves. */
static gboolean
measure_edited (RasDataset *edited, const RasAuditOptions *options, double start,
                const RasProgress *progress, RasAuditRow *row, GError **error)
{
  RasAuditImages set = { edited, RAS_SPLIT_TRAIN, ras_dataset_get_n_images (edited, RAS_SPLIT_TRAIN) };
  g_autoptr (RasFit) none = ras_fit_new (&ras_eraser_none, &RAS_FIT_OPTIONS_DEFAULT,
                                         ras_dataset_get_dimension (edited),
                                         ras_dataset_get_n_classes (edited));
  g_autoptr (RasMoments) moments = NULL;
  g_autoptr (RasCovarianceGap) gap = NULL;
  g_auto (RasProbe) probe = { 0 };
  RasAuditSource source;
  RasTally tally = { 0 };
  RasAuditPart part;
  gboolean ok;

  if (options->most_images > 0)
    set.n = MIN (set.n, options->most_images);
  ras_audit_part_init (&part, progress, 0, 0.15);
  if ((moments = ras_moments_new (edited, RAS_SPLIT_TRAIN, &part.progress, error)) == NULL)
    return FALSE;
  ras_audit_part_init (&part, progress, 0.15, 0.25);
  if ((gap = ras_covariance_gap_new (moments, none, &part.progress, error)) == NULL)
    return FALSE;
  row->covariance_gap = start > 0 ? gap->start / start : gap->start > 0 ? NAN : 0;
  g_clear_pointer (&gap, ras_covariance_gap_free);
  source = (RasAuditSource) { moments, options->shrinkage };
  ras_probe_init (&probe, moments);
  probe.covariance = ras_audit_source_covariance;
  probe.user_data = &source;
  row->mean_gap = mean_gap (&probe);
  ras_audit_part_init (&part, progress, 0.25, 0.35);
  ok = ras_audit_run_probe (ras_probe_linear, &probe, moments, &set, 1, &tally, &part.progress,
                            error);
  row->linear_accuracy = ok ? ras_tally_accuracy (&tally, 0) : NAN;
  ras_audit_part_init (&part, progress, 0.35, 1);
  if (ok && options->quadratic)
    {
      ok = ras_audit_run_probe (ras_probe_quadratic, &probe, moments, &set, 1, &tally,
                                &part.progress, error);
      row->quadratic_accuracy = ok ? ras_tally_accuracy (&tally, 0) : NAN;
    }
  ras_tally_clear (&tally);
  return ok;
}

gboolean
ras_audit_edited (RasDataset *original, RasDataset *edited, const RasAuditOptions *options,
                  const RasProgress *progress, RasAuditRow *row, GError **error)
{
  gsize n = ras_dataset_get_n_images (original, RAS_SPLIT_TRAIN);
  gsize d = ras_dataset_get_dimension (original);
  guint k = ras_dataset_get_n_classes (original);
  RasAuditImages before = { original, RAS_SPLIT_TRAIN, n }, after = { edited, RAS_SPLIT_TRAIN, n };
  guint64 need = MAX (ras_moments_memory (d, k, n, TRUE),
                      ras_moments_memory (d, k, n, FALSE)
                          + MAX (ras_covariance_gap_memory (d, k), ras_probe_memory (d, k, 0, n)));
  RasAuditPart part;
  double start = 0;

  *row = (RasAuditRow) { NULL, RAS_SPLIT_TRAIN, NAN, NAN, ras_audit_chance (original, RAS_SPLIT_TRAIN),
                         NAN, NAN, NAN, NAN, NAN, d };
  if (!check_shape (original, edited, error)
      || !ras_erasure_require_memory (need, _ ("The audit"), error)
      || !measure_start (original, &start, progress, error))
    return FALSE;
  ras_audit_part_init (&part, progress, AFTER_START, AFTER_PROBES);
  if (!measure_edited (edited, options, start, &part.progress, row, error)
      || !ras_progress_step (progress, _ ("Comparing images"), AFTER_PROBES, error))
    return FALSE;
  row->distortion = mean_square (original, edited);
  row->psnr = 10 * log10 (d / row->distortion);
  return ras_audit_compare (&before, &after, &row->ssim, error);
}
