/* No erasure: the original image, the reference of every comparison. */
#include "fit-private.h"

#include <glib/gi18n.h>
#include <string.h>

static void
apply (const RasFit *self, const RasApplyOptions *options, const double *x, const guint16 *labels,
       gsize m, double *y)
{
  if (x != y)
    memcpy (y, x, m * self->d * sizeof *y);
}

/* There is nothing to write down. */
static gboolean
batch (const RasFit *self, const RasApplyOptions *options, RasBatchEraser *into, GError **error)
{
  return TRUE;
}

const RasEraser ras_eraser_none = {
  .name = "none",
  .title = N_ ("Original"),
  .summary = N_ ("The image as it is in the data set."),
  .order = 0,
  .apply = apply,
  .batch = batch,
};
