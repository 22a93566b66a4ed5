/* Random projection, the figure's control: y = x − V_r V_rᵀ (x − μ) with r random orthonormal
 * directions, the Q of a QR decomposition of a seeded d × r Gaussian. QR is done in blocks
 * of columns (block Gram–Schmidt), so the directions are nested: a higher rank goes on where
 * the lower one stopped. */
#include "batch-builder.h"
#include "fit-private.h"

#include "linalg.h"
#include "random.h"

#include <glib/gi18n.h>
#include <math.h>
#include <string.h>

/* How many directions a fit starts with; extend() makes more. */
#define FIRST_RANK 128

static guint64
memory (gsize d, guint k)
{
  return (guint64) d * FIRST_RANK * sizeof (double);
}

/* Makes row i of the block orthogonal to the rows before it and of unit length. */
static void
orthogonalise_row (double *block, gsize i, gsize d)
{
  double *v = block + i * d, norm;

  for (gsize j = 0; j < i; j++)
    ras_axpy (-ras_dot (block + j * d, v, d), block + j * d, v, d);
  norm = sqrt (ras_dot (v, v, d));
  for (gsize j = 0; j < d; j++)
    v[j] /= norm;
}

/* Appends one whole chunk (or what is left up to d). Two passes keep it orthogonal to the
 * last digit (Kahan: twice is enough). */
static gboolean
append_chunk (RasFit *self, double *block, GError **error)
{
  guint start = self->path.length;
  gsize d = self->d, m = MIN (RAS_PATH_CHUNK, self->path.max_rank - start);

  for (gsize i = 0; i < m; i++)
    {
      GRand *random = ras_random_new (self->options.seed, RAS_STREAM_DIRECTIONS, start + i);

      ras_random_fill_normal (random, block + i * d, d);
      g_rand_free (random);
    }
  for (int pass = 0; pass < 2; pass++)
    {
      ras_fit_project_out (self, start, block, m, NULL);
      for (gsize i = 0; i < m; i++)
        orthogonalise_row (block, i, d);
    }
  for (gsize i = 0; i < m; i++)
    if (!ras_fit_append_direction (self, block + i * d, NAN, -1, NAN, error))
      return FALSE;
  return TRUE;
}

static gboolean
extend (RasFit *self, guint rank, GError **error)
{
  g_autofree double *block = g_new (double, RAS_PATH_CHUNK * self->d);

  rank = MIN (rank, self->path.max_rank);
  while (self->path.length < rank)
    if (!append_chunk (self, block, error))
      return FALSE;
  return TRUE;
}

static void
describe (const RasFitOptions *options, GString *name)
{
  g_string_append_printf (name, "-seed%" G_GUINT64_FORMAT, options->seed);
}

static RasFit *
fit (const RasFitContext *context, GError **error)
{
  gsize d = ras_moments_get_dimension (context->moments);
  guint k = ras_moments_get_n_classes (context->moments);
  g_autoptr (RasFit) self = ras_fit_new (&ras_eraser_random, &context->options, d, k);
  double *mean = ras_fit_add_array (self, "mean", d, error);
  guint first = context->options.max_rank ? context->options.max_rank : FIRST_RANK;

  if (mean == NULL)
    return NULL;
  memcpy (mean, ras_moments_get_mean (context->moments), d * sizeof *mean);
  ras_fit_start_path (self, d);
  if (!ras_progress_step (context->progress, _ ("Drawing random directions"), 0, error)
      || !extend (self, first, error))
    return NULL;
  return g_steal_pointer (&self);
}

static void
apply (const RasFit *self, const RasApplyOptions *options, const double *x, const guint16 *labels,
       gsize m, double *y)
{
  if (x != y)
    memcpy (y, x, m * self->d * sizeof *y);
  ras_fit_remove_directions (self, MIN (options->rank, ras_fit_get_path_length (self)),
                             options->recentred ? ras_fit_get_array (self, "mean", NULL) : NULL, y,
                             m);
}

static gboolean
batch (const RasFit *self, const RasApplyOptions *options, RasBatchEraser *into, GError **error)
{
  guint rank = MIN (options->rank, ras_fit_get_path_length (self));
  const double *mean = ras_fit_get_array (self, "mean", NULL);

  if (!ras_batch_reserve_directions (into, rank, error))
    return FALSE;
  for (guint i = 0; i < rank; i++)
    {
      const double *v = ras_fit_get_direction (self, i);

      ras_batch_add_direction (into, v, options->recentred ? ras_dot (v, mean, self->d) : 0, v);
    }
  return TRUE;
}

static guint64
batch_memory (gsize d, guint k, guint rank)
{
  return ras_batch_directions_memory (d, MIN (rank, d));
}

const RasEraser ras_eraser_random = {
  .name = "random",
  .title = N_ ("Random projection"),
  .summary = N_ ("Removes as many random directions as ALF-QLEACE removes chosen ones: what is "
                 "left when the choice does not matter."),
  .has_path = TRUE,
  .order = 1,
  .describe = describe,
  .memory = memory,
  .fit = fit,
  .apply = apply,
  .batch = batch,
  .batch_memory = batch_memory,
  .extend = extend,
};
