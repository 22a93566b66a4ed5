/* Mean gap, covariance gap and distortion from the moments of a split.
 *
 * Erasers are fitted on the training split; on another split, μ_z, Σ_z and n_z are that split's
 * own, while μ, the centre of the map, stays the training split's. */
#include "audit-private.h"

#include "covariance-gap.h"
#include "fit-private.h"
#include "linalg.h"
#include "memory.h"

#include <cblas.h>
#include <glib/gi18n.h>
#include <math.h>
#include <string.h>

double
ras_audit_to_mean (gsize n)
{
  return n > 0 ? (n - 1.0) / n : 0;
}

/* --- Means --- */

/* Rows √π_z (μ_z − μ) of the split, less `shifts` and centred again where those are given. */
static double *
mean_deviations (const RasMoments *moments, const double *shifts)
{
  gsize d = ras_moments_get_dimension (moments);
  guint k = ras_moments_get_n_classes (moments);
  double n = ras_moments_get_n_images (moments);
  double *rows = g_new0 (double, k * d);
  g_autofree double *mean = g_memdup2 (ras_moments_get_mean (moments), d * sizeof *mean);

  for (guint z = 0; shifts && z < k; z++)
    ras_axpy (-(ras_moments_get_class_count (moments, z) / n), shifts + z * d, mean, d);
  for (guint z = 0; z < k; z++)
    {
      double root = sqrt (ras_moments_get_class_count (moments, z) / n);

      if (root == 0)
        continue;
      ras_axpy (root, ras_moments_get_class_mean (moments, z), rows + z * d, d);
      ras_axpy (-root, mean, rows + z * d, d);
      if (shifts)
        ras_axpy (-root, shifts + z * d, rows + z * d, d);
    }
  return rows;
}

/* Rows ← rows Pᵀ with LEACE's P = I − Uᵀ B (basis, probe). */
static void
project_rows (const RasFit *leace, double *rows, gsize n)
{
  gsize d = leace->d, count = 0;
  const double *basis = ras_fit_get_array (leace, "basis", &count);
  const double *probe = ras_fit_get_array (leace, "probe", NULL);
  gsize m = count / d;
  g_autofree double *c = g_new (double, n * m + 1);

  if (m == 0)
    return;
  cblas_dgemm (CblasRowMajor, CblasNoTrans, CblasTrans, n, m, d, 1, rows, d, probe, d, 0, c, m);
  cblas_dgemm (CblasRowMajor, CblasNoTrans, CblasNoTrans, n, d, m, -1, c, m, basis, d, 1, rows, d);
}

/* ‖rows‖² after each of the first r directions. */
static void
mean_gaps (const double *rows, guint k, const double *directions, guint r, gsize d,
           RasAuditRow *into)
{
  double square = ras_dot (rows, rows, k * d);

  for (guint i = 0; i <= r; i++)
    {
      into[i].mean_gap = MAX (square, 0);
      for (guint z = 0; i < r && z < k; z++)
        {
          double along = ras_dot (directions + i * d, rows + z * d, d);

          square -= along * along;
        }
    }
}

static void
measure_means (RasAudit *audit, const RasAuditPlan *plan, RasSplit split, const RasMoments *moments)
{
  gsize d = ras_moments_get_dimension (moments);
  guint k = ras_moments_get_n_classes (moments);
  RasFit *oracle = ras_audit_plan_find (plan, &ras_eraser_oracle_leace);
  g_autofree double *rows = mean_deviations (moments, NULL);
  RasAuditRow *into;

  if ((into = ras_audit_result_rows (audit, &ras_eraser_none, split)))
    mean_gaps (rows, k, NULL, 0, d, into);
  if ((into = ras_audit_result_rows (audit, &ras_eraser_random, split)))
    mean_gaps (rows, k, plan->chains[1], plan->n_random, d, into);
  if (oracle)
    {
      g_autofree double *shifted
          = mean_deviations (moments, ras_fit_get_array (oracle, "shifts", NULL));

      mean_gaps (shifted, k, NULL, 0, d,
                 ras_audit_result_rows (audit, &ras_eraser_oracle_leace, split));
    }
  project_rows (plan->leace, rows, k);
  if ((into = ras_audit_result_rows (audit, &ras_eraser_leace, split)))
    mean_gaps (rows, k, NULL, 0, d, into);
  if ((into = ras_audit_result_rows (audit, &ras_eraser_alf_qleace, split)))
    mean_gaps (rows, k, plan->chains[0] + plan->n_basis * d, plan->n_alf, d, into);
}

/* --- Covariances --- */

/* √square relative to the start; nothing is 0, whatever it is relative to. */
static double
relative (double square, double start)
{
  return square > 0 ? start > 0 ? sqrt (square) / start : NAN : 0;
}

/* The relative gap after each of the first r directions V, from
 * ‖(I − V Vᵀ) D (I − V Vᵀ)‖² = ‖D‖² − 2 ‖D V‖² + ‖Vᵀ D V‖². */
static gboolean
covariance_gaps (const RasCovarianceGap *gap, const double *directions, guint r, double start,
                 RasAuditRow *into, const RasProgress *progress, GError **error)
{
  gsize d = gap->d;
  g_autofree double *most = g_new0 (double, r + 1);
  RAS_BIG double *dv = ras_alloc_big (MAX (r, 1) * d, sizeof *dv, _ ("directions"), error);
  RAS_BIG double *inner
      = ras_alloc_big (MAX (r, 1) * (gsize) MAX (r, 1), sizeof *inner, _ ("directions"), error);

  if (dv == NULL || inner == NULL)
    return FALSE;
  for (guint z = 0; z < gap->k; z++)
    {
      double square = gap->squares[z];

      if (!ras_progress_step (progress, _ ("Measuring the covariance gap"), 1, error))
        return FALSE;
      most[0] = MAX (most[0], square);
      if (r == 0)
        continue;
      cblas_dsymm (CblasRowMajor, CblasRight, CblasLower, r, d, 1, gap->matrices[z], d, directions,
                   d, 0, dv, d);
      cblas_dgemm (CblasRowMajor, CblasNoTrans, CblasTrans, r, r, d, 1, dv, d, directions, d, 0,
                   inner, r);
      for (gsize i = 0; i < r; i++)
        {
          square += 2 * ras_dot (inner + i * r, inner + i * r, i)
                    + inner[i * r + i] * inner[i * r + i] - 2 * ras_dot (dv + i * d, dv + i * d, d);
          most[i + 1] = MAX (most[i + 1], square);
        }
    }
  for (guint i = 0; i <= r; i++)
    into[i].covariance_gap = relative (most[i], start);
  return TRUE;
}

/* After LEACE and along the ALF path; `start` is what all gaps are relative to. */
static gboolean
measure_projected (RasAudit *audit, const RasAuditPlan *plan, RasSplit split,
                   const RasMoments *moments, double *start, const RasProgress *progress,
                   GError **error)
{
  g_autoptr (RasCovarianceGap) gap = ras_covariance_gap_new (moments, plan->leace, progress, error);
  RasAuditRow *leace = ras_audit_result_rows (audit, &ras_eraser_leace, split);
  RasAuditRow *alf = ras_audit_result_rows (audit, &ras_eraser_alf_qleace, split);

  if (gap == NULL)
    return FALSE;
  *start = gap->start;
  return (leace == NULL || covariance_gaps (gap, NULL, 0, *start, leace, progress, error))
         && (alf == NULL
             || covariance_gaps (gap, plan->chains[0] + plan->n_basis * gap->d, plan->n_alf, *start,
                                 alf, progress, error));
}

/* Without LEACE: none, oracle LEACE, random directions. */
static gboolean
measure_plain (RasAudit *audit, const RasAuditPlan *plan, RasSplit split, const RasMoments *moments,
               double start, const RasProgress *progress, GError **error)
{
  RasAuditRow *none = ras_audit_result_rows (audit, &ras_eraser_none, split);
  RasAuditRow *oracle = ras_audit_result_rows (audit, &ras_eraser_oracle_leace, split);
  RasAuditRow *random = ras_audit_result_rows (audit, &ras_eraser_random, split);
  g_autoptr (RasCovarianceGap) gap = NULL;

  if (none == NULL && oracle == NULL && random == NULL)
    return TRUE;
  gap = ras_covariance_gap_new (moments, plan->none, progress, error);
  return gap && (none == NULL || covariance_gaps (gap, NULL, 0, start, none, progress, error))
         && (oracle == NULL || covariance_gaps (gap, NULL, 0, start, oracle, progress, error))
         && (random == NULL
             || covariance_gaps (gap, plan->chains[1], plan->n_random, start, random, progress,
                                 error));
}

/* --- Distortions --- */

/* S = mean (x − μ)(x − μ)ᵀ over the split, μ the training split's mean. */
static double *
second_moment (const RasAuditPlan *plan, const RasMoments *moments, GError **error)
{
  gsize d = ras_moments_get_dimension (moments);
  double *s = ras_alloc_big (d * d, sizeof *s, _ ("a covariance"), error);
  g_autofree double *off = g_memdup2 (ras_moments_get_mean (moments), d * sizeof *off);
  double scale = ras_audit_to_mean (ras_moments_get_n_images (moments));

  if (s == NULL)
    return NULL;
  ras_axpy (-1, ras_moments_get_mean (plan->train), off, d);
  ras_moments_total_covariance (moments, s);
  for (gsize i = 0; i < d * d; i++)
    s[i] *= scale;
  cblas_dsyr (CblasRowMajor, CblasLower, d, 1, off, 1, s, d);
  return s;
}

static void
set_distortion (RasAuditRow *row, double distortion, gsize d)
{
  row->distortion = MAX (distortion, 0);
  row->psnr = 10 * log10 (d / row->distortion);
}

/* x' − x = −V Vᵀ x̃: vᵀ S v for every v. */
static gboolean
random_distortions (const double *s, const double *directions, guint r, gsize d, RasAuditRow *into,
                    GError **error)
{
  RAS_BIG double *sv = ras_alloc_big (MAX (r, 1) * d, sizeof *sv, _ ("directions"), error);
  double sum = 0;

  if (sv == NULL)
    return FALSE;
  if (r > 0)
    cblas_dsymm (CblasRowMajor, CblasRight, CblasLower, r, d, 1, s, d, directions, d, 0, sv, d);
  for (gsize i = 0; i <= r; i++)
    {
      set_distortion (&into[i], sum, d);
      if (i < r)
        sum += ras_dot (directions + i * d, sv + i * d, d);
    }
  return TRUE;
}

/* x' − x = −Uᵀ B x̃ − V Vᵀ P x̃ with orthonormal U and V, which are not orthogonal to each other.
 * With p = Pᵀ v a direction adds pᵀ S p + 2 (U v)ᵀ B S p to tr (B S Bᵀ). */
static gboolean
projected_distortions (const double *s, const RasFit *leace, const double *directions, guint r,
                       RasAuditRow *into, GError **error)
{
  gsize d = leace->d, count = 0;
  const double *basis = ras_fit_get_array (leace, "basis", &count);
  const double *probe = ras_fit_get_array (leace, "probe", NULL);
  gsize m = count / d;
  RAS_BIG double *p = ras_alloc_big (MAX (r, 1) * d, sizeof *p, _ ("directions"), error);
  RAS_BIG double *sp = ras_alloc_big (MAX (r, m) * d + 1, sizeof *sp, _ ("directions"), error);
  double sum = 0;

  if (p == NULL || sp == NULL)
    return FALSE;
  if (m > 0)
    cblas_dsymm (CblasRowMajor, CblasRight, CblasLower, m, d, 1, s, d, probe, d, 0, sp, d);
  sum = ras_dot (probe, sp, m * d);
  for (gsize i = 0; i < r; i++)
    {
      memcpy (p + i * d, directions + i * d, d * sizeof *p);
      for (gsize j = 0; j < m; j++)
        ras_axpy (-ras_dot (basis + j * d, directions + i * d, d), probe + j * d, p + i * d, d);
    }
  if (r > 0)
    cblas_dsymm (CblasRowMajor, CblasRight, CblasLower, r, d, 1, s, d, p, d, 0, sp, d);
  for (gsize i = 0; i <= r; i++)
    {
      set_distortion (&into[i], sum, d);
      if (i == r)
        break;
      sum += ras_dot (p + i * d, sp + i * d, d);
      for (gsize j = 0; j < m; j++)
        sum += 2 * ras_dot (basis + j * d, directions + i * d, d)
               * ras_dot (probe + j * d, sp + i * d, d);
    }
  return TRUE;
}

static double
oracle_distortion (const RasFit *oracle, const RasMoments *moments)
{
  const double *shifts = ras_fit_get_array (oracle, "shifts", NULL);
  gsize d = oracle->d;
  double sum = 0;

  for (guint z = 0; z < oracle->k; z++)
    sum += ras_moments_get_class_count (moments, z) * ras_dot (shifts + z * d, shifts + z * d, d);
  return sum / ras_moments_get_n_images (moments);
}

static gboolean
measure_distortions (RasAudit *audit, const RasAuditPlan *plan, RasSplit split,
                     const RasMoments *moments, GError **error)
{
  gsize d = ras_moments_get_dimension (moments);
  RAS_BIG double *s = second_moment (plan, moments, error);
  RasAuditRow *into;

  if (s == NULL)
    return FALSE;
  if ((into = ras_audit_result_rows (audit, &ras_eraser_none, split)))
    set_distortion (into, 0, d);
  if ((into = ras_audit_result_rows (audit, &ras_eraser_oracle_leace, split)))
    set_distortion (
        into, oracle_distortion (ras_audit_plan_find (plan, &ras_eraser_oracle_leace), moments), d);
  if ((into = ras_audit_result_rows (audit, &ras_eraser_random, split))
      && !random_distortions (s, plan->chains[1], plan->n_random, d, into, error))
    return FALSE;
  if ((into = ras_audit_result_rows (audit, &ras_eraser_leace, split))
      && !projected_distortions (s, plan->leace, NULL, 0, into, error))
    return FALSE;
  into = ras_audit_result_rows (audit, &ras_eraser_alf_qleace, split);
  return into == NULL
         || projected_distortions (s, plan->leace, plan->chains[0] + plan->n_basis * d, plan->n_alf,
                                   into, error);
}

gboolean
ras_audit_measure_changes (RasAudit *audit, const RasAuditPlan *plan, RasSplit split,
                           const RasMoments *moments, const RasProgress *progress, GError **error)
{
  RasFit *qleace = ras_audit_plan_find (plan, &ras_eraser_qleace);
  double start = 0;
  RasAuditPart part;

  ras_audit_part_init (&part, progress, 0, 0.2);
  measure_means (audit, plan, split, moments);
  if (!measure_projected (audit, plan, split, moments, &start, &part.progress, error))
    return FALSE;
  ras_audit_part_init (&part, progress, 0.2, 0.4);
  if (!measure_plain (audit, plan, split, moments, start, &part.progress, error)
      || !measure_distortions (audit, plan, split, moments, error))
    return FALSE;
  ras_audit_part_init (&part, progress, 0.4, 1);
  return qleace == NULL
         || ras_audit_measure_qleace (qleace, moments, start,
                                      ras_audit_result_rows (audit, &ras_eraser_qleace, split),
                                      &part.progress, error);
}
