/* Gradient-based quadratic erasure (the paper, Figure 2): the pixels of a class's images are
 * optimised until the class has the mean and covariance of the whole data set.
 *
 * It is no map that extends to new images. What is fitted here is only where the images are to
 * go: "mean" (d), μ, and "covariance", Σ*, a packed lower triangle, rows one after the other.
 * edit.h takes the images there. */
#include "fit-private.h"

#include "memory.h"
#include "packed.h"

#include <glib/gi18n.h>
#include <string.h>

static guint64
memory (gsize d, guint k)
{
  return (guint64) (ras_packed (d) + d * d) * sizeof (double);
}

static void
describe (const RasFitOptions *options, GString *name)
{
  g_string_append (name, options->shrinkage ? "-shrunk" : "-plain");
}

static RasFit *
fit (const RasFitContext *context, GError **error)
{
  const RasMoments *moments = context->moments;
  gsize d = ras_moments_get_dimension (moments);
  g_autoptr (RasFit) self = ras_fit_new (&ras_eraser_gradient, &context->options, d,
                                         ras_moments_get_n_classes (moments));
  RAS_BIG double *total = ras_alloc_big (d * d, sizeof *total, _ ("gradient-based erasure"), error);
  double *mean = total ? ras_fit_add_array (self, "mean", d, error) : NULL;
  double *triangle = mean ? ras_fit_add_array (self, "covariance", ras_packed (d), error) : NULL;

  if (triangle == NULL
      || !ras_progress_step (context->progress, _ ("Covariance of all images"), 0, error))
    return NULL;
  memcpy (mean, ras_moments_get_mean (moments), d * sizeof *mean);
  ras_moments_total_covariance (moments, total);
  if (context->options.shrinkage)
    ras_moments_shrink (total, d, ras_moments_get_n_images (moments));
  ras_pack_triangle (total, d, triangle);
  return g_steal_pointer (&self);
}

const RasEraser ras_eraser_gradient = {
  .name = "gradient",
  .title = N_ ("Gradient-based"),
  .summary = N_ ("Optimises the pixels of a class's images together until they have the mean and "
                 "covariance of the whole data set. No map: other images need another run."),
  .needs_label = TRUE,
  .edits = TRUE,
  .order = 2,
  .describe = describe,
  .memory = memory,
  .fit = fit,
};
