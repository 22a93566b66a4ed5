/* QLEACE: what its maps A_z make of the class covariances.
 *
 * On the training data all A_z Σ_z A_z are to be the same, which is measured rather than believed.
 * If they are, as nearly as can matter, every image scores the same for all classes; if not
 * (covariances were singular, say), scores are computed from what they are. */
#include "audit-private.h"

#include "fit-private.h"
#include "linalg.h"
#include "memory.h"
#include "packed.h"
#include "random.h"

#include <cblas.h>
#include <glib/gi18n.h>
#include <math.h>
#include <string.h>

/* Random vectors that measure ‖E‖_F, to within a factor of two nearly always. */
#define N_SAMPLES 8
/* Gaussians whose covariances differ by E, seen through L⁻¹, have a Kullback–Leibler divergence of
 * ¼ ‖E‖_F² and can be told apart no more than √(KL / 2) = ‖E‖_F / √8 more often than by chance
 * (Pinsker). An advantage below this is none: it is a tenth of the standard error of 100 000
 * images. */
#define ADVANTAGE 1e-4
/* Images that are erased at once. */
#define MANY 4096

void
ras_audit_unpack_map (const RasFit *qleace, guint z, double *map)
{
  gsize d = qleace->d, size = ras_packed (d);
  const double *triangle = ras_fit_get_array (qleace, "maps", NULL) + z * size;

  ras_unpack_triangle (triangle, d, map);
  ras_symmetrize (map, d);
  ras_fit_forget_pages (qleace, triangle, size);
}

void
ras_audit_transform (const double *map, double *covariance, double *half, gsize d)
{
  cblas_dsymm (CblasRowMajor, CblasLeft, CblasLower, d, d, 1, map, d, covariance, d, 0, half, d);
  cblas_dsymm (CblasRowMajor, CblasRight, CblasLower, d, d, 1, map, d, half, d, 0, covariance, d);
}

static double
trace (const double *a, gsize d)
{
  double sum = 0;

  for (gsize i = 0; i < d; i++)
    sum += a[i * d + i];
  return sum;
}

/* --- Gaps and distortion --- */

typedef struct
{
  const RasFit *fit;
  const RasMoments *moments;
  double *map, *half; /* d × d */
  double **all;       /* k of d × d: A_z Σ_z A_z; NULL: no images */
  double *means;      /* k × d: √π_z times what became of μ_z, less μ */
  double distortion;
} Change;

/* mean ‖A (x − μ_z) + μ − x‖² over a class: tr ((A − I) Σ (A − I)) and the square of the means'
 * shift. */
static void
change_class (Change *change, guint z)
{
  gsize d = change->fit->d, n = ras_moments_get_class_count (change->moments, z);
  const double *centre = ras_fit_get_array (change->fit, "class-means", NULL) + z * d;
  const double *mean = ras_fit_get_array (change->fit, "mean", NULL);
  double share = (double) n / ras_moments_get_n_images (change->moments), before, cross;
  double *covariance = change->all[z], *to = change->means + z * d;
  g_autofree double *off
      = g_memdup2 (ras_moments_get_class_mean (change->moments, z), d * sizeof *off);

  ras_audit_unpack_map (change->fit, z, change->map);
  ras_moments_class_covariance (change->moments, z, covariance);
  before = trace (covariance, d);
  ras_audit_transform (change->map, covariance, change->half, d);
  cross = trace (change->half, d);
  change->distortion
      += share * ras_audit_to_mean (n) * (trace (covariance, d) - 2 * cross + before);
  ras_axpy (-1, centre, off, d);
  cblas_dsymv (CblasRowMajor, CblasLower, d, 1, change->map, d, off, 1, 0, to, 1);
  /* A (μ' − μ_z) + μ − μ', μ' being the class's mean in this split */
  ras_axpy (-1, to, off, d);
  ras_axpy (1, centre, off, d);
  ras_axpy (-1, mean, off, d);
  change->distortion += share * ras_dot (off, off, d);
  cblas_dscal (d, sqrt (share), to, 1);
}

/* Σ_z π_z ‖m_z − Σ_y π_y m_y‖² from rows √π_z m_z. */
static double
spread (const Change *change)
{
  gsize d = change->fit->d;
  guint k = change->fit->k;
  g_autofree double *mean = g_new0 (double, d);
  double sum = 0;

  for (guint z = 0; z < k; z++)
    ras_axpy (sqrt ((double) ras_moments_get_class_count (change->moments, z)
                    / ras_moments_get_n_images (change->moments)),
              change->means + z * d, mean, d);
  for (guint z = 0; z < k; z++)
    {
      double root = sqrt ((double) ras_moments_get_class_count (change->moments, z)
                          / ras_moments_get_n_images (change->moments));

      ras_axpy (-root, mean, change->means + z * d, d);
      sum += ras_dot (change->means + z * d, change->means + z * d, d);
    }
  return sum;
}

/* max_z ‖C_z − average‖_F */
static double
largest_deviation (double **all, guint k, gsize d, double *average)
{
  double most = 0;
  guint present = 0;

  for (guint z = 0; z < k; z++)
    present += all[z] != NULL;
  memset (average, 0, d * d * sizeof *average);
  for (guint z = 0; z < k; z++)
    if (all[z])
      ras_axpy (1.0 / present, all[z], average, d * d);
  for (guint z = 0; z < k; z++)
    if (all[z])
      {
        ras_axpy (-1, average, all[z], d * d);
        most = MAX (most, ras_symmetric_norm (all[z], d));
      }
  return most;
}

static gboolean
change_all (Change *change, const RasProgress *progress, GError **error)
{
  gsize d = change->fit->d;

  for (guint z = 0; z < change->fit->k; z++)
    {
      if (!ras_progress_step (progress, _ ("Measuring what QLEACE leaves"),
                              (double) z / change->fit->k, error))
        return FALSE;
      if (ras_moments_get_class_count (change->moments, z) == 0)
        continue;
      change->all[z] = ras_alloc_big (d * d, sizeof (double), _ ("QLEACE"), error);
      if (change->all[z] == NULL)
        return FALSE;
      change_class (change, z);
    }
  return TRUE;
}

gboolean
ras_audit_measure_qleace (const RasFit *qleace, const RasMoments *moments, double start,
                          RasAuditRow *row, const RasProgress *progress, GError **error)
{
  gsize d = qleace->d;
  guint k = qleace->k;
  RAS_BIG double *map = ras_alloc_big (d * d, sizeof *map, _ ("QLEACE"), error);
  RAS_BIG double *half = map ? ras_alloc_big (d * d, sizeof *half, _ ("QLEACE"), error) : NULL;
  g_autofree double **all = g_new0 (double *, k);
  g_autofree double *means = g_new0 (double, k * d);
  Change change = { qleace, moments, map, half, all, means, 0 };
  gboolean ok = half && change_all (&change, progress, error);

  if (ok)
    {
      double most = largest_deviation (all, k, d, half);

      row->mean_gap = spread (&change);
      row->covariance_gap = most > 0 ? start > 0 ? most / start : NAN : 0;
      row->distortion = MAX (change.distortion, 0);
      row->psnr = 10 * log10 (d / row->distortion);
    }
  for (guint z = 0; z < k; z++)
    ras_free_big (all[z]);
  return ok;
}

/* --- The quadratic probe --- */

typedef struct
{
  const RasFit *fit;
  const RasMoments *train;
  double *map, *half; /* d × d */
} Carried;

/* Σ_z as the fit was made from it. */
static void
fitted_covariance (const Carried *carried, guint z, double *out)
{
  ras_moments_class_covariance (carried->train, z, out);
  if (carried->fit->options.shrinkage)
    ras_moments_shrink (out, carried->fit->d, ras_moments_get_class_count (carried->train, z));
}

static gboolean
carried_covariance (guint z, double *out, gpointer user_data, GError **error)
{
  Carried *carried = user_data;

  fitted_covariance (carried, z, out);
  ras_audit_unpack_map (carried->fit, z, carried->map);
  ras_audit_transform (carried->map, out, carried->half, carried->fit->d);
  return TRUE;
}

/* Rows of `out` ← rows of x through A_z Σ_z A_z. */
static void
carry_rows (Carried *carried, guint z, const double *x, double *out, double *scratch)
{
  gsize d = carried->fit->d;

  ras_audit_unpack_map (carried->fit, z, carried->map);
  fitted_covariance (carried, z, carried->half);
  cblas_dsymm (CblasRowMajor, CblasRight, CblasLower, N_SAMPLES, d, 1, carried->map, d, x, d, 0,
               out, d);
  cblas_dsymm (CblasRowMajor, CblasRight, CblasLower, N_SAMPLES, d, 1, carried->half, d, out, d, 0,
               scratch, d);
  cblas_dsymm (CblasRowMajor, CblasRight, CblasLower, N_SAMPLES, d, 1, carried->map, d, scratch, d,
               0, out, d);
}

/* Σ ‖L⁻¹ (C_z − C) L⁻ᵀ x‖² over random x, C = L Lᵀ being that of class `first`; the largest of all z. */
static gboolean
compare_classes (const RasProbe *probe, Carried *carried, guint first,
                 const RasProbeFactor *factor, double *most, const RasProgress *progress,
                 GError **error)
{
  gsize d = probe->d, size = N_SAMPLES * d;
  g_autofree double *x = g_new (double, size);
  g_autofree double *at_first = g_new (double, size);
  g_autofree double *at_other = g_new (double, size);
  g_autofree double *scratch = g_new (double, size);
  g_autoptr (GRand) random = ras_random_new (0, RAS_STREAM_LANCZOS, 0);

  *most = 0;
  ras_random_fill_normal (random, x, size);
  ras_probe_whiten (factor, d, x, N_SAMPLES, TRUE);
  carry_rows (carried, first, x, at_first, scratch);
  for (guint z = first + 1; z < probe->k; z++)
    {
      if (!ras_progress_step (progress, _ ("Comparing covariances after QLEACE"),
                              0.1 * z / probe->k, error))
        return FALSE;
      if (probe->shares[z] == 0)
        continue;
      carry_rows (carried, z, x, at_other, scratch);
      ras_axpy (-1, at_first, at_other, size);
      ras_probe_whiten (factor, d, at_other, N_SAMPLES, FALSE);
      *most = MAX (*most, ras_dot (at_other, at_other, size));
    }
  return TRUE;
}

/* An estimate of max_z ‖L⁻¹ (C_z − C) L⁻ᵀ‖_F; RAS_LINALG_ERROR_SINGULAR if C is singular. */
static gboolean
measure_disagreement (const RasProbe *probe, Carried *carried, double *disagreement,
                      const RasProgress *progress, GError **error)
{
  RasProbe alone = *probe;
  RasProbeFactor factor = { 0 };
  guint first = 0;
  double square = 0;
  gboolean ok;

  alone.lengths[0] = alone.lengths[1] = 0;
  while (probe->shares[first] == 0)
    first++;
  ok = ras_probe_factor_alloc (&factor, &alone, error)
       && carried_covariance (first, factor.factor, carried, error)
       && ras_probe_factor_make (&factor, &alone, error)
       && compare_classes (probe, carried, first, &factor, &square, progress, error);
  ras_probe_factor_clear (&factor);
  *disagreement = sqrt (square / N_SAMPLES);
  return ok;
}

/* Erases the images at once, so that it is not done for every class again; leaves them where memory is
 * short. Many at a time: each class's map is unpacked once for all of them. Free with ras_free_big(). */
static gboolean
erase_beforehand (RasAuditImages *images, gsize d, double **erased, const RasProgress *progress,
                  GError **error)
{
  guint64 size = (guint64) images->n * d * sizeof (double);

  if (size < ras_memory_available () / 2)
    *erased = ras_alloc_big (images->n * d, sizeof **erased, "", NULL);
  for (gsize first = 0; *erased && first < images->n; first += MANY)
    {
      if (!ras_progress_step (progress, _ ("Quadratic probe: erasing images"),
                              0.2 * first / images->n, error))
        return FALSE;
      ras_audit_images_load (images, first, MIN (MANY, images->n - first), *erased + first * d);
    }
  images->erased = *erased;
  return TRUE;
}

static gboolean
probe_carried (const RasProbe *probe, const RasFit *qleace, const RasAuditImages *set,
               double *accuracy, const RasProgress *progress, GError **error)
{
  RasAuditImages images = *set;
  RAS_BIG double *erased = NULL;
  RasTally tally = { 0 };
  RasAuditPart part;
  gboolean ok;

  images.fit = qleace;
  if (!erase_beforehand (&images, probe->d, &erased, progress, error))
    return FALSE;
  ras_tally_init (&tally, 1, probe->k, images.n);
  ras_audit_part_init (&part, progress, 0.2, 1);
  ok = ras_probe_quadratic (probe, &images, 1, &tally, &part.progress, error);
  *accuracy = ras_tally_accuracy (&tally, 0);
  ras_tally_clear (&tally);
  return ok;
}

gboolean
ras_audit_probe_qleace (const RasFit *qleace, const RasMoments *train, double ridge,
                        const RasAuditImages *sets, guint n_sets, double *accuracies,
                        const RasProgress *progress, GError **error)
{
  gsize d = qleace->d;
  RAS_BIG double *map = ras_alloc_big (d * d, sizeof *map, _ ("QLEACE"), error);
  RAS_BIG double *half = map ? ras_alloc_big (d * d, sizeof *half, _ ("QLEACE"), error) : NULL;
  Carried carried = { qleace, train, map, half };
  g_auto (RasProbe) probe = { 0 };
  RasAuditPart part;
  double disagreement = 0;

  if (half == NULL)
    return FALSE;
  ras_probe_init (&probe, train);
  probe.covariance = carried_covariance;
  probe.user_data = &carried;
  probe.ridge = ridge;
  /* A map sends every class mean to the mean of all. */
  for (guint z = 0; z < probe.k; z++)
    memcpy (probe.means + z * d, probe.mean, d * sizeof (double));
  if (!measure_disagreement (&probe, &carried, &disagreement, progress, error))
    return FALSE;
  g_debug ("QLEACE: covariances differ by %g", disagreement);
  if (disagreement / sqrt (8) < ADVANTAGE)
    {
      for (guint s = 0; s < n_sets; s++)
        accuracies[s] = ras_probe_constant_accuracy (probe.shares, probe.k, &sets[s]);
      return TRUE;
    }
  for (guint s = 0; s < n_sets; s++)
    {
      ras_audit_part_init (&part, progress, 0.1 + 0.9 * s / n_sets, 0.1 + 0.9 * (s + 1) / n_sets);
      if (!probe_carried (&probe, qleace, &sets[s], &accuracies[s], &part.progress, error))
        return FALSE;
    }
  return TRUE;
}
