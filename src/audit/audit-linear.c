/* The linear probe: one pooled covariance Σ = L Lᵀ for all classes.
 *
 * With ξ = L⁻¹ (x − μ) and u_z = L⁻¹ (μ_z − μ) the scores are linear in x,
 *
 *   s_z = ξᵀ u_z − ½ ‖u_z‖² + log π_z    less    (q_iᵀ ξ)(q_iᵀ u_z) − ½ (q_iᵀ u_z)²
 *
 * for every direction taken away, so a block of images is one product with the k + r rows L⁻ᵀ u_z
 * and L⁻ᵀ q_i. */
#include "audit-private.h"

#include "linalg.h"
#include "memory.h"
#include "parallel.h"

#include <cblas.h>
#include <glib/gi18n.h>
#include <math.h>
#include <string.h>

#define BLOCK 512

typedef struct
{
  const RasProbe *probe;
  guint n_rows;  /* k + r */
  double *rows;  /* n_rows × d: L⁻ᵀ u_z, L⁻ᵀ q_i */
  double *start; /* k: −½ ‖u_z‖² + log π_z */
  double *along; /* r × k: q_iᵀ u_z */
} Linear;

static gboolean
pool_covariances (const RasProbe *probe, double *pooled, const RasProgress *progress,
                  GError **error)
{
  gsize size = probe->d * probe->d;
  RAS_BIG double *one = ras_alloc_big (size, sizeof *one, _ ("a probe"), error);

  if (one == NULL)
    return FALSE;
  for (guint z = 0; z < probe->k; z++)
    {
      if (!ras_progress_step (progress, _ ("Linear probe: pooling covariances"), 0.3 * z / probe->k,
                              error))
        return FALSE;
      if (probe->shares[z] == 0)
        continue;
      if (!probe->covariance (z, one, probe->user_data, error))
        return FALSE;
      ras_axpy (probe->shares[z], one, pooled, size);
    }
  return TRUE;
}

static gboolean
linear_init (Linear *linear, const RasProbe *probe, const RasProgress *progress, GError **error)
{
  gsize d = probe->d, k = probe->k, r = ras_probe_n_directions (probe);
  RasProbeFactor factor = { 0 };
  gboolean ok;

  *linear = (Linear) { probe, k + r };
  linear->start = g_new0 (double, k);
  linear->along = g_new0 (double, r * k + 1);
  linear->rows = ras_alloc_big ((k + r) * d, sizeof (double), _ ("a probe"), error);
  ok = linear->rows && ras_probe_factor_alloc (&factor, probe, error)
       && pool_covariances (probe, factor.factor, progress, error)
       && ras_probe_factor_make (&factor, probe, error);
  if (ok)
    {
      for (guint z = 0; z < k; z++)
        if (probe->shares[z] > 0)
          {
            memcpy (linear->rows + z * d, probe->means + z * d, d * sizeof (double));
            ras_axpy (-1, probe->mean, linear->rows + z * d, d);
          }
      ras_probe_whiten (&factor, d, linear->rows, k, FALSE);
      memcpy (linear->rows + k * d, factor.basis, r * d * sizeof (double));
      for (guint z = 0; z < k; z++)
        linear->start[z]
            = log (probe->shares[z]) - ras_dot (linear->rows + z * d, linear->rows + z * d, d) / 2;
      if (r > 0)
        cblas_dgemm (CblasRowMajor, CblasNoTrans, CblasTrans, r, k, d, 1, factor.basis, d,
                     linear->rows, d, 0, linear->along, k);
      ras_probe_whiten (&factor, d, linear->rows, k + r, TRUE);
    }
  ras_probe_factor_clear (&factor);
  return ok;
}

static void
linear_clear (Linear *linear)
{
  ras_free_big (linear->rows);
  g_free (linear->start);
  g_free (linear->along);
}

/* Counts an image's k scores. */
static void
count (RasTally *tally, guint variant, const double *scores, guint label)
{
  double best = scores[0];
  guint equal = 0;

  for (guint z = 1; z < tally->k; z++)
    best = MAX (best, scores[z]);
  best -= RAS_AUDIT_TIE;
  if (scores[label] < best)
    return;
  for (guint z = 0; z < tally->k; z++)
    equal += scores[z] >= best;
  tally->hits[(gsize) variant * tally->k + equal - 1]++;
}

/* One image: `c` are the k + r products of its row. */
static void
score_image (const Linear *linear, const double *c, guint label, RasTally *tally, double *scores)
{
  const RasProbe *probe = linear->probe;
  guint k = probe->k;
  const double *q = c + k, *along = linear->along;

  for (guint chain = 0; chain < probe->n_chains; chain++)
    {
      guint variant = ras_probe_variant (probe, chain, 0);

      for (guint z = 0; z < k; z++)
        scores[z] = probe->shares[z] > 0 ? linear->start[z] + c[z] : -G_MAXDOUBLE;
      count (tally, variant, scores, label);
      for (guint i = 0; i < probe->lengths[chain]; i++, q++, along += k)
        {
          for (guint z = 0; z < k; z++)
            scores[z] -= (*q - along[z] / 2) * along[z];
          count (tally, variant + i + 1, scores, label);
        }
    }
  if (probe->shifts)
    {
      /* All means coincide: only the shares are left. */
      for (guint z = 0; z < k; z++)
        scores[z] = probe->shares[z] > 0 ? log (probe->shares[z]) : -G_MAXDOUBLE;
      count (tally, ras_probe_shifted_variant (probe), scores, label);
    }
}

static void
centre (double *x, gsize m, const double *mean, gsize d)
{
  for (gsize i = 0; i < m; i++)
    ras_axpy (-1, mean, x + i * d, d);
}

/* `before` of `all` images are done. */
static gboolean
score_set (const Linear *linear, const RasAuditImages *images, RasTally *tally, double before,
           double all, const RasProgress *progress, GError **error)
{
  gsize d = linear->probe->d;
  RAS_BIG double *x = ras_alloc_big (BLOCK * d, sizeof *x, _ ("a block of images"), error);
  RAS_BIG double *c
      = x ? ras_alloc_big ((gsize) BLOCK * linear->n_rows, sizeof *c, _ ("a block of images"), error)
          : NULL;
  g_autofree double *scores = g_new (double, linear->probe->k);

  if (c == NULL)
    return FALSE;
  for (gsize first = 0; first < images->n; first += BLOCK)
    {
      gsize m = MIN (BLOCK, images->n - first);

      if (!ras_progress_step (progress, _ ("Linear probe"), 0.3 + 0.7 * (before + first) / all,
                              error))
        return FALSE;
      ras_audit_images_load (images, first, m, x);
      centre (x, m, linear->probe->mean, d);
      cblas_dgemm (CblasRowMajor, CblasNoTrans, CblasTrans, m, linear->n_rows, d, 1, x, d,
                   linear->rows, d, 0, c, linear->n_rows);
      for (gsize i = 0; i < m; i++)
        score_image (linear, c + i * linear->n_rows, ras_audit_images_label (images, first + i),
                     tally, scores);
    }
  return TRUE;
}

gboolean
ras_probe_linear (const RasProbe *probe, const RasAuditImages *sets, guint n_sets,
                  RasTally *tallies, const RasProgress *progress, GError **error)
{
  Linear linear;
  gboolean ok = linear_init (&linear, probe, progress, error);
  double before = 0, all = 0;

  for (guint s = 0; s < n_sets; s++)
    all += sets[s].n;
  for (guint s = 0; s < n_sets && ok; before += sets[s++].n)
    ok = score_set (&linear, &sets[s], &tallies[s], before, all, progress, error);
  linear_clear (&linear);
  return ok;
}
