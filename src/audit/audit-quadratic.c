/* The quadratic probe: a covariance per class.
 *
 * Factors are large, so one class after the other is held against a panel of images; what is kept
 * of each image and variant is its best score so far, how many classes share it, and its own
 * class's. */
#include "audit-private.h"

#include "linalg.h"
#include "memory.h"
#include "parallel.h"

#include <cblas.h>
#include <glib/gi18n.h>
#include <math.h>
#include <string.h>

#define BLOCK 512
/* What is kept of a panel's images takes no more than about this many bytes. */
#define PANEL_BYTES ((gsize) 1 << 29)

typedef struct
{
  double best, own;
  guint equal;
} Standing;

typedef struct
{
  const RasProbe *probe;
  const RasAuditImages *images;
  RasTally *tally;
  gsize first, n;        /* the panel */
  Standing *standings;   /* n × variants */
  RasProbeFactor factor; /* of class y */
  guint y;
  double *shifts;        /* k × d: L⁻¹ (μ_y − μ + shift of class l), for shifted images */
  double *shift_squares; /* k */
  double *x;             /* BLOCK × d: a block, then whitened */
  double *c;             /* BLOCK × r: Q w */
  gsize block;           /* the block's first image within the panel */
} Quadratic;

static gsize
panel_size (const RasProbe *probe)
{
  return MAX (BLOCK,
              PANEL_BYTES / (ras_probe_n_variants (probe) * sizeof (Standing)) / BLOCK * BLOCK);
}

guint64
ras_probe_memory (gsize d, guint k, guint n_directions, gsize n)
{
  guint64 kept = (guint64) n * (n_directions + 3) * sizeof (Standing);

  kept = MIN (kept, MAX (PANEL_BYTES, (guint64) BLOCK * (n_directions + 3) * sizeof (Standing)));
  return kept
         + ((guint64) d * (2 * d + BLOCK + k + 2 * n_directions) + BLOCK * n_directions)
               * sizeof (double);
}

/* A class's score of an image; better ones supersede, equal ones join. */
static void
note (Standing *standing, double score, gboolean own)
{
  if (score > standing->best + RAS_AUDIT_TIE)
    standing->equal = 1;
  else if (score >= standing->best - RAS_AUDIT_TIE)
    standing->equal++;
  standing->best = MAX (standing->best, score);
  if (own)
    standing->own = score;
}

static void
score_image (gsize row, gpointer user_data)
{
  Quadratic *work = user_data;
  const RasProbe *probe = work->probe;
  const RasProbeFactor *factor = &work->factor;
  gsize r = ras_probe_n_directions (probe), d = probe->d;
  const double *w = work->x + row * d, *c = work->c + row * r, *half_log = factor->half_log;
  guint label = ras_audit_images_label (work->images, work->first + work->block + row);
  Standing *standing = work->standings + (work->block + row) * ras_probe_n_variants (probe);
  double square = ras_dot (w, w, d), bias = log (probe->shares[work->y]) - factor->log_root;

  for (guint chain = 0; chain < probe->n_chains; chain++)
    {
      double left = square, constant = bias;

      note (standing++, constant - left / 2, work->y == label);
      for (guint i = 0; i < probe->lengths[chain]; i++, c++, half_log++)
        {
          left -= *c * *c;
          constant -= *half_log;
          note (standing++, constant - left / 2, work->y == label);
        }
    }
  if (probe->shifts)
    {
      const double *shift = work->shifts + label * d;

      note (standing, bias - (square + 2 * ras_dot (w, shift, d) + work->shift_squares[label]) / 2,
            work->y == label);
    }
}

/* w of a shifted image is L⁻¹ (x − shift_l − μ) = L⁻¹ (x − μ_y) + L⁻¹ (μ_y − μ − shift_l). */
static void
prepare_shifts (Quadratic *work)
{
  const RasProbe *probe = work->probe;
  gsize d = probe->d;

  for (guint l = 0; l < probe->k; l++)
    {
      double *shift = work->shifts + l * d;

      memcpy (shift, probe->means + work->y * d, d * sizeof *shift);
      ras_axpy (-1, probe->mean, shift, d);
      ras_axpy (-1, probe->shifts + l * d, shift, d);
    }
  ras_probe_whiten (&work->factor, d, work->shifts, probe->k, FALSE);
  for (guint l = 0; l < probe->k; l++)
    work->shift_squares[l] = ras_dot (work->shifts + l * d, work->shifts + l * d, d);
}

static gboolean
prepare_class (Quadratic *work, GError **error)
{
  const RasProbe *probe = work->probe;

  if (!probe->covariance (work->y, work->factor.factor, probe->user_data, error)
      || !ras_probe_factor_make (&work->factor, probe, error))
    return FALSE;
  if (probe->shifts)
    prepare_shifts (work);
  return TRUE;
}

static void
score_block (Quadratic *work, gsize m)
{
  const RasProbe *probe = work->probe;
  gsize d = probe->d, r = ras_probe_n_directions (probe);

  ras_audit_images_load (work->images, work->first + work->block, m, work->x);
  for (gsize i = 0; i < m; i++)
    ras_axpy (-1, probe->means + work->y * d, work->x + i * d, d);
  ras_probe_whiten (&work->factor, d, work->x, m, FALSE);
  if (r > 0)
    cblas_dgemm (CblasRowMajor, CblasNoTrans, CblasTrans, m, r, d, 1, work->x, d,
                 work->factor.basis, d, 0, work->c, r);
  ras_parallel_for (m, score_image, work);
}

static void
count_panel (Quadratic *work)
{
  RasTally *tally = work->tally;
  const Standing *standing = work->standings;

  for (gsize i = 0; i < work->n; i++)
    for (guint variant = 0; variant < tally->n_variants; variant++, standing++)
      if (standing->own >= standing->best - RAS_AUDIT_TIE)
        tally->hits[(gsize) variant * tally->k + standing->equal - 1]++;
}

/* Where a panel is in all the work: n images of `before` + this set's. */
typedef struct
{
  const RasProgress *progress;
  double done, all; /* images × classes */
} Way;

static gboolean
score_panel (Quadratic *work, Way *way, GError **error)
{
  const RasProbe *probe = work->probe;
  gsize count = work->n * ras_probe_n_variants (probe);

  for (gsize i = 0; i < count; i++)
    work->standings[i] = (Standing) { -G_MAXDOUBLE, -G_MAXDOUBLE, 0 };
  for (work->y = 0; work->y < probe->k; work->y++)
    {
      g_autofree char *stage
          = g_strdup_printf (_ ("Quadratic probe: class %u of %u"), work->y + 1, probe->k);

      if (!ras_progress_step (way->progress, stage, way->done / way->all, error))
        return FALSE;
      if (probe->shares[work->y] > 0 && !prepare_class (work, error))
        return FALSE;
      for (work->block = 0; work->block < work->n; work->block += BLOCK)
        {
          gsize m = MIN (BLOCK, work->n - work->block);

          if (!ras_progress_step (way->progress, stage, way->done / way->all, error))
            return FALSE;
          if (probe->shares[work->y] > 0)
            score_block (work, m);
          way->done += m;
        }
    }
  count_panel (work);
  return TRUE;
}

static gboolean
quadratic_alloc (Quadratic *work, gsize most, GError **error)
{
  const RasProbe *probe = work->probe;
  gsize d = probe->d, size = MIN (most, panel_size (probe));

  if (!ras_probe_factor_alloc (&work->factor, probe, error))
    return FALSE;
  work->shifts = g_new (double, probe->k * d);
  work->shift_squares = g_new (double, probe->k);
  work->standings = ras_alloc_big (size * ras_probe_n_variants (probe), sizeof *work->standings,
                                   _ ("scores"), error);
  work->x = work->standings
                ? ras_alloc_big (BLOCK * d, sizeof (double), _ ("a block of images"), error)
                : NULL;
  work->c = work->x ? ras_alloc_big (BLOCK * MAX (ras_probe_n_directions (probe), 1),
                                     sizeof (double), _ ("a block of images"), error)
                    : NULL;
  return work->c != NULL;
}

static void
quadratic_clear (Quadratic *work)
{
  ras_probe_factor_clear (&work->factor);
  ras_free_big (work->standings);
  ras_free_big (work->x);
  ras_free_big (work->c);
  g_free (work->shifts);
  g_free (work->shift_squares);
}

gboolean
ras_probe_quadratic (const RasProbe *probe, const RasAuditImages *sets, guint n_sets,
                     RasTally *tallies, const RasProgress *progress, GError **error)
{
  Quadratic work = { probe };
  Way way = { progress };
  gsize most = 0;
  gboolean ok;

  for (guint s = 0; s < n_sets; s++)
    {
      most = MAX (most, sets[s].n);
      way.all += (double) sets[s].n * probe->k;
    }
  ok = quadratic_alloc (&work, most, error);
  for (guint s = 0; s < n_sets && ok; s++)
    for (work.first = 0; work.first < sets[s].n && ok; work.first += work.n)
      {
        work.images = &sets[s];
        work.tally = &tallies[s];
        work.n = MIN (panel_size (probe), sets[s].n - work.first);
        ok = score_panel (&work, &way, error);
      }
  quadratic_clear (&work);
  return ok;
}
