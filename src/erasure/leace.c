/* LEACE: least-squares concept erasure (Belrose et al., arXiv 2306.03819, section 4).
 *
 *   y = x − Σ_xz (Σ_zx Σ_xx⁻¹ Σ_xz)⁺ Σ_zx Σ_xx⁻¹ (x − μ)
 *
 * Only the span of Σ_xz's columns matters: with Q an orthonormal basis of it (m ≤ k − 1
 * directions in which class means differ) the map is y = x − Q (Qᵀ Σ_xx⁻¹ Q)⁻¹ Qᵀ Σ_xx⁻¹ (x − μ),
 * which needs no pseudo-inverse. Kept as "basis" (Qᵀ, m × d) and "probe" (m × d). */
#include "batch-builder.h"
#include "fit-private.h"

#include "linalg.h"
#include "memory.h"

#include <cblas.h>
#include <float.h>
#include <glib/gi18n.h>
#include <math.h>
#include <string.h>

/* Differences of means below this, relative to the largest, are rounding. */
#define SPAN_TOLERANCE 1e-13

/* Few images are done with plain loops: the window applies erasers on a thread of its own
 * while a fit keeps BLAS busy on another. */
#define PLAIN_LIMIT 4

static guint64
memory (gsize d, guint k)
{
  /* The covariance; where it is singular, two more for the eigendecomposition. */
  return (guint64) d * d * sizeof (double) * 3 + (guint64) d * k * sizeof (double) * 4;
}

/* Rows √π_z (μ_z − μ), turned into an orthonormal basis of the k − 1 or fewer directions. */
static gboolean
mean_span (const RasMoments *moments, double *rows, gsize *rank, GError **error)
{
  gsize d = ras_moments_get_dimension (moments);
  guint k = ras_moments_get_n_classes (moments);
  const double *mean = ras_moments_get_mean (moments);

  for (guint z = 0; z < k; z++)
    {
      double share = (double) ras_moments_get_class_count (moments, z)
                     / ras_moments_get_n_images (moments);
      const double *class_mean = ras_moments_get_class_mean (moments, z);

      for (gsize i = 0; i < d; i++)
        rows[z * d + i] = sqrt (share) * (share > 0 ? class_mean[i] - mean[i] : 0);
    }
  if (!ras_orthonormal_rows (rows, k, d, SPAN_TOLERANCE, rank, error))
    return FALSE;
  *rank = MIN (*rank, k - 1);
  return TRUE;
}

/* B ← Σ⁺ B for m rows, by eigendecomposition with the usual cut-off λ_max · d · ε. */
static gboolean
solve_singular (double *covariance, gsize d, double *b, gsize m, GError **error)
{
  g_autofree double *w = g_new (double, d);
  g_autofree double *c = g_new (double, m * d);

  if (!ras_symmetric_eigen (covariance, d, w, error))
    return FALSE;
  /* C ← B Vᵀ: coordinates along the eigenvectors. */
  cblas_dgemm (CblasRowMajor, CblasNoTrans, CblasTrans, m, d, d, 1, b, d, covariance, d, 0, c, d);
  for (gsize row = 0; row < m; row++)
    for (gsize i = 0; i < d; i++)
      c[row * d + i] = w[i] > w[d - 1] * d * DBL_EPSILON ? c[row * d + i] / w[i] : 0;
  cblas_dgemm (CblasRowMajor, CblasNoTrans, CblasNoTrans, m, d, d, 1, c, d, covariance, d, 0, b,
               d);
  return TRUE;
}

/* B ← Σ_xx⁻¹ B for m rows; notes in the report how well that was possible. */
static gboolean
solve_covariance (const RasMoments *moments, double *b, gsize m, RasFitReport *report,
                  GError **error)
{
  gsize d = ras_moments_get_dimension (moments);
  RAS_BIG double *covariance
      = ras_alloc_big (d * d, sizeof *covariance, _ ("the covariance"), error);

  if (covariance == NULL)
    return FALSE;
  ras_moments_total_covariance (moments, covariance);
  if (ras_cholesky (covariance, d, &report->condition, NULL)
      && report->condition > d * DBL_EPSILON)
    {
      ras_cholesky_solve (covariance, d, b, m);
      return TRUE;
    }
  report->condition = 0;
  report->remark = N_ ("The covariance of the images is singular (fewer images than pixels, or "
                       "constant pixels): its pseudo-inverse was used.");
  ras_moments_total_covariance (moments, covariance);
  return solve_singular (covariance, d, b, m, error);
}

/* probe ← (Qᵀ Σ⁻¹ Q)⁻¹ Qᵀ Σ⁻¹, given Qᵀ Σ⁻¹ in `probe`. */
static gboolean
normalise_probe (const double *basis, double *probe, gsize m, gsize d, GError **error)
{
  g_autofree double *gram = g_new (double, m * m);
  g_autofree double *transposed = g_new (double, m * d);

  cblas_dgemm (CblasRowMajor, CblasNoTrans, CblasTrans, m, m, d, 1, basis, d, probe, d, 0, gram,
               m);
  if (!ras_cholesky (gram, m, NULL, error))
    return FALSE;
  /* The solver takes right-hand sides of length m: the columns of the probe. */
  for (gsize row = 0; row < m; row++)
    for (gsize i = 0; i < d; i++)
      transposed[i * m + row] = probe[row * d + i];
  ras_cholesky_solve (gram, m, transposed, d);
  for (gsize row = 0; row < m; row++)
    for (gsize i = 0; i < d; i++)
      probe[row * d + i] = transposed[i * m + row];
  return TRUE;
}

static RasFit *
fit (const RasFitContext *context, GError **error)
{
  const RasMoments *moments = context->moments;
  gsize d = ras_moments_get_dimension (moments), m = 0;
  guint k = ras_moments_get_n_classes (moments);
  g_autoptr (RasFit) self = ras_fit_new (&ras_eraser_leace, &context->options, d, k);
  g_autofree double *rows = g_new (double, k * d);
  double *mean, *basis, *probe;

  if (!ras_progress_step (context->progress, _ ("Fitting LEACE"), 0, error)
      || !mean_span (moments, rows, &m, error))
    return NULL;
  if ((mean = ras_fit_add_array (self, "mean", d, error)) == NULL
      || (basis = ras_fit_add_array (self, "basis", m * d, error)) == NULL
      || (probe = ras_fit_add_array (self, "probe", m * d, error)) == NULL)
    return NULL;
  memcpy (mean, ras_moments_get_mean (moments), d * sizeof *mean);
  memcpy (basis, rows, m * d * sizeof *basis);
  memcpy (probe, rows, m * d * sizeof *probe);
  if (m > 0
      && (!solve_covariance (moments, probe, m, &self->report, error)
          || !normalise_probe (basis, probe, m, d, error)))
    return NULL;
  return g_steal_pointer (&self);
}

static void
apply_one (const double *mean, const double *basis, const double *probe, gsize m, gsize d,
           const double *x, double *y)
{
  g_autofree double *centred = g_memdup2 (x, d * sizeof *x);

  ras_axpy (-1, mean, centred, d);
  if (x != y)
    memcpy (y, x, d * sizeof *y);
  for (gsize i = 0; i < m; i++)
    ras_axpy (-ras_dot (probe + i * d, centred, d), basis + i * d, y, d);
}

void
ras_leace_apply (const RasFit *self, const double *x, gsize n, double *y)
{
  gsize d = self->d, count = 0;
  const double *mean = ras_fit_get_array (self, "mean", NULL);
  const double *probe = ras_fit_get_array (self, "probe", NULL);
  const double *basis = ras_fit_get_array (self, "basis", &count);
  gsize m = count / d;
  g_autofree double *c = NULL;
  g_autofree double *offset = NULL;

  if (n <= PLAIN_LIMIT || m == 0)
    {
      for (gsize row = 0; row < n; row++)
        apply_one (mean, basis, probe, m, d, x + row * d, y + row * d);
      return;
    }
  if (x != y)
    memcpy (y, x, n * d * sizeof *y);
  c = g_new (double, n * m);
  offset = g_new (double, m);
  for (gsize i = 0; i < m; i++)
    offset[i] = ras_dot (probe + i * d, mean, d);
  /* C ← X probeᵀ − 1 (probe μ)ᵀ, then Y ← X − C basis. */
  cblas_dgemm (CblasRowMajor, CblasNoTrans, CblasTrans, n, m, d, 1, x, d, probe, d, 0, c, m);
  for (gsize row = 0; row < n; row++)
    for (gsize i = 0; i < m; i++)
      c[row * m + i] -= offset[i];
  cblas_dgemm (CblasRowMajor, CblasNoTrans, CblasNoTrans, n, d, m, -1, c, m, basis, d, 1, y, d);
}

gboolean
ras_leace_batch (const RasFit *self, gsize more, RasBatchEraser *into, GError **error)
{
  gsize d = self->d, count = 0;
  const double *mean = ras_fit_get_array (self, "mean", NULL);
  const double *probe = ras_fit_get_array (self, "probe", NULL);
  const double *basis = ras_fit_get_array (self, "basis", &count);

  if (!ras_batch_reserve_directions (into, count / d + more, error))
    return FALSE;
  for (gsize i = 0; i < count / d; i++)
    ras_batch_add_direction (into, probe + i * d, ras_dot (probe + i * d, mean, d), basis + i * d);
  return TRUE;
}

gboolean
ras_leace_copy (const RasFit *leace, RasFit *target, GError **error)
{
  static const char *const names[] = { "mean", "basis", "probe" };

  for (gsize i = 0; i < G_N_ELEMENTS (names); i++)
    {
      gsize count = 0;
      const double *from = ras_fit_get_array (leace, names[i], &count);
      double *to = ras_fit_add_array (target, names[i], count, error);

      if (to == NULL)
        return FALSE;
      memcpy (to, from, count * sizeof *to);
    }
  return TRUE;
}

static void
apply (const RasFit *self, const RasApplyOptions *options, const double *x, const guint16 *labels,
       gsize m, double *y)
{
  ras_leace_apply (self, x, m, y);
}

static gboolean
batch (const RasFit *self, const RasApplyOptions *options, RasBatchEraser *into, GError **error)
{
  return ras_leace_batch (self, 0, into, error);
}

static guint64
batch_memory (gsize d, guint k, guint rank)
{
  return ras_batch_directions_memory (d, k - 1);
}

const RasEraser ras_eraser_leace = {
  .name = "leace",
  .title = N_ ("LEACE"),
  .summary = N_ ("Makes all class means coincide with the least change: no linear classifier can "
                 "tell the classes apart."),
  .order = 1,
  .memory = memory,
  .fit = fit,
  .apply = apply,
  .batch = batch,
  .batch_memory = batch_memory,
};
