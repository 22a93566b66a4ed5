/* Oracle LEACE: y = x − (μ_z − μ). The least change of all linear erasers, but it must be
 * told the class. Kept as "shifts" (k × d): μ_z − μ, zero for a class without images. */
#include "batch-builder.h"
#include "fit-private.h"

#include "linalg.h"

#include <glib/gi18n.h>
#include <string.h>

static guint64
memory (gsize d, guint k)
{
  return (guint64) d * k * sizeof (double);
}

static RasFit *
fit (const RasFitContext *context, GError **error)
{
  const RasMoments *moments = context->moments;
  gsize d = ras_moments_get_dimension (moments);
  guint k = ras_moments_get_n_classes (moments);
  g_autoptr (RasFit) self = ras_fit_new (&ras_eraser_oracle_leace, &context->options, d, k);
  const double *mean = ras_moments_get_mean (moments);
  double *shifts = ras_fit_add_array (self, "shifts", k * d, error);

  if (shifts == NULL)
    return NULL;
  for (guint z = 0; z < k; z++)
    if (ras_moments_get_class_count (moments, z) > 0)
      {
        memcpy (shifts + z * d, ras_moments_get_class_mean (moments, z), d * sizeof *shifts);
        ras_axpy (-1, mean, shifts + z * d, d);
      }
  return g_steal_pointer (&self);
}

static void
apply (const RasFit *self, const RasApplyOptions *options, const double *x, const guint16 *labels,
       gsize m, double *y)
{
  const double *shifts = ras_fit_get_array (self, "shifts", NULL);

  if (x != y)
    memcpy (y, x, m * self->d * sizeof *y);
  for (gsize row = 0; row < m; row++)
    ras_axpy (-1, shifts + labels[row] * self->d, y + row * self->d, self->d);
}

static gboolean
batch (const RasFit *self, const RasApplyOptions *options, RasBatchEraser *into, GError **error)
{
  return ras_batch_add_shifts (into, ras_fit_get_array (self, "shifts", NULL), error);
}

static guint64
batch_memory (gsize d, guint k, guint rank)
{
  return (guint64) d * k * sizeof (float);
}

const RasEraser ras_eraser_oracle_leace = {
  .name = "oracle-leace",
  .title = N_ ("Oracle LEACE"),
  .summary = N_ ("Subtracts the difference between the class mean and the mean of all images: the "
                 "least change, but the class must be known."),
  .needs_label = TRUE,
  .order = 1,
  .memory = memory,
  .fit = fit,
  .apply = apply,
  .batch = batch,
  .batch_memory = batch_memory,
};
