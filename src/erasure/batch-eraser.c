#include "batch-eraser.h"

#include "batch-private.h"
#include "memory.h"

#include <cblas.h>
#include <glib/gi18n.h>
#include <string.h>

/* Rows that are done at once: so many images of 3072 floats stay in a core's cache between reading
 * and writing. Parts get whole blocks, so the numbers do not depend on how many parts there are. */
#define BLOCK 64

/* Rows at once through an eraser's apply(), in double precision. */
#define PLAIN_BLOCK 16

/* Images gathered by class: some hundred of each make the most of reading its map. */
#define MAP_ROWS 2048

/* --- What it is made of --- */

gboolean
ras_batch_reserve_directions (RasBatchEraser *self, gsize rank, GError **error)
{
  self->probes = ras_alloc_big (rank * self->d, sizeof *self->probes, _ ("an eraser"), error);
  if (self->probes == NULL)
    return FALSE;
  self->lifts = ras_alloc_big (rank * self->d, sizeof *self->lifts, _ ("an eraser"), error);
  self->offsets = g_new (float, rank);
  return self->lifts != NULL;
}

void
ras_batch_add_direction (RasBatchEraser *self, const double *probe, double offset,
                         const double *lift)
{
  gsize d = self->d, at = self->rank * d;

  for (gsize i = 0; i < d; i++)
    {
      self->probes[at + i] = probe[i];
      self->lifts[at + i] = lift[i];
    }
  self->offsets[self->rank++] = offset;
}

guint64
ras_batch_directions_memory (gsize d, gsize rank)
{
  return (guint64) rank * (2 * d + 1) * sizeof (float);
}

gboolean
ras_batch_add_shifts (RasBatchEraser *self, const double *shifts, GError **error)
{
  gsize count = self->k * self->d;

  self->shifts = ras_alloc_big (count, sizeof *self->shifts, _ ("an eraser"), error);
  for (gsize i = 0; self->shifts && i < count; i++)
    self->shifts[i] = shifts[i];
  return self->shifts != NULL;
}

/* --- Life --- */

guint64
ras_batch_eraser_memory (const RasEraser *eraser, gsize d, guint k, guint rank)
{
  return eraser->batch_memory ? eraser->batch_memory (d, k, rank) : 0;
}

static gboolean
describe (RasBatchEraser *self, const RasFit *fit, const RasApplyOptions *options, GError **error)
{
  g_autoptr (GError) failure = NULL;

  if (!ras_erasure_require_memory (ras_batch_eraser_memory (fit->eraser, fit->d, fit->k,
                                                            MIN (options->rank, fit->path.length)),
                                   _ (fit->eraser->title), error))
    return FALSE;
  if (fit->eraser->batch (fit, options, self, &failure))
    return TRUE;
  g_set_error_literal (error, RAS_ERASURE_ERROR, RAS_ERASURE_ERROR_MEMORY, failure->message);
  return FALSE;
}

RasBatchEraser *
ras_batch_eraser_new (const RasFit *fit, const RasApplyOptions *options, GError **error)
{
  g_autoptr (RasBatchEraser) self = g_atomic_rc_box_new0 (RasBatchEraser);

  if (fit == NULL)
    return g_steal_pointer (&self);
  if (fit->eraser->edits)
    {
      g_set_error (error, G_IO_ERROR, G_IO_ERROR_NOT_SUPPORTED,
                   _ ("“%s” is no map that could be applied to batches: it edits the images of a "
                      "class together"),
                   _ (fit->eraser->title));
      return NULL;
    }
  self->d = fit->d;
  self->k = fit->k;
  if (fit->eraser->batch == NULL)
    {
      self->fit = ras_fit_ref ((RasFit *) fit);
      self->options = *options;
    }
  else if (!describe (self, fit, options, error))
    return NULL;
  return g_steal_pointer (&self);
}

RasBatchEraser *
ras_batch_eraser_ref (RasBatchEraser *self)
{
  return g_atomic_rc_box_acquire (self);
}

static void
clear (gpointer data)
{
  RasBatchEraser *self = data;

  ras_free_big (self->probes);
  ras_free_big (self->lifts);
  ras_free_big (self->shifts);
  g_free (self->offsets);
  ras_batch_maps_clear (&self->maps);
  g_clear_pointer (&self->fit, ras_fit_unref);
}

void
ras_batch_eraser_unref (RasBatchEraser *self)
{
  g_atomic_rc_box_release_full (self, clear);
}

gsize
ras_batch_eraser_get_preferred_rows (const RasBatchEraser *self)
{
  return self->maps.n ? MAP_ROWS : 1;
}

gboolean
ras_batch_eraser_does_anything (const RasBatchEraser *self)
{
  return self->rank || self->shifts || self->maps.n || self->fit;
}

/* --- Applying --- */

gsize
ras_batch_eraser_get_scratch (const RasBatchEraser *self, gsize m)
{
  if (self->maps.n)
    return 2 * MIN (m, RAS_BATCH_UNIT) * self->d;
  if (self->fit)
    return MIN (m, PLAIN_BLOCK) * self->d * (sizeof (double) / sizeof (float));
  return MIN (m, BLOCK) * self->rank;
}

/* X ← X − (X probesᵀ − offsets) lifts for n rows. */
static void
remove_directions (const RasBatchEraser *self, float *x, gsize n, float *c)
{
  gsize d = self->d, r = self->rank;

  for (gsize row = 0; row < n; row++)
    memcpy (c + row * r, self->offsets, r * sizeof *c);
  cblas_sgemm (CblasRowMajor, CblasNoTrans, CblasTrans, n, r, d, 1, x, d, self->probes, d, -1, c,
               r);
  cblas_sgemm (CblasRowMajor, CblasNoTrans, CblasNoTrans, n, d, r, -1, c, r, self->lifts, d, 1, x,
               d);
}

static void
subtract_shifts (const RasBatchEraser *self, float *x, const guint16 *labels, gsize n)
{
  gsize d = self->d;

  for (gsize row = 0; row < n; row++)
    {
      const float *shift = self->shifts + labels[row] * d;

      for (gsize i = 0; i < d; i++)
        x[row * d + i] -= shift[i];
    }
}

/* With the eraser's own apply(). */
static void
apply_plain (const RasBatchEraser *self, float *x, const guint16 *labels, gsize n, double *rows)
{
  gsize d = self->d;

  for (gsize first = 0; first < n; first += PLAIN_BLOCK)
    {
      gsize m = MIN (PLAIN_BLOCK, n - first);
      float *block = x + first * d;

      for (gsize i = 0; i < m * d; i++)
        rows[i] = block[i];
      ras_fit_apply (self->fit, &self->options, rows, labels ? labels + first : NULL, m, rows);
      for (gsize i = 0; i < m * d; i++)
        block[i] = rows[i];
    }
}

static void
apply_block (const RasBatchEraser *self, float *x, const guint16 *labels, gsize n, float *scratch)
{
  if (self->fit)
    apply_plain (self, x, labels, n, (double *) scratch);
  if (self->rank)
    remove_directions (self, x, n, scratch);
  if (self->shifts)
    subtract_shifts (self, x, labels, n);
}

void
ras_batch_eraser_apply (const RasBatchEraser *self, float *x, const guint16 *labels, gsize m,
                        guint part, guint n_parts, float *scratch)
{
  gsize n_blocks = (m + BLOCK - 1) / BLOCK;
  gsize first = n_blocks * part / n_parts, end = n_blocks * (part + 1) / n_parts;

  if (!ras_batch_eraser_does_anything (self))
    return;
  if (self->maps.n)
    {
      ras_batch_maps_apply (&self->maps, x, labels, m, part, n_parts, scratch);
      return;
    }
  for (gsize block = first; block < end; block++)
    {
      gsize row = block * BLOCK;

      apply_block (self, x + row * self->d, labels ? labels + row : NULL, MIN (BLOCK, m - row),
                   scratch);
    }
}
