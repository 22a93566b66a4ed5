#include "erase-class.h"

#include "memory.h"

static void
apply_map (const RasFit *fit, const RasClassErasing *how, guint label, const double *x, gsize m,
           double *y)
{
  g_autofree guint16 *labels = g_new (guint16, m);

  for (gsize i = 0; i < m; i++)
    labels[i] = label;
  ras_fit_apply (fit, &how->apply, x, labels, m, y);
}

gboolean
ras_erase_class (const RasFit *fit, const RasClassErasing *how, guint label, const double *x,
                 gsize m, double *y, const RasEditObserver *observer, GError **error)
{
  gsize d = ras_fit_get_dimension (fit), n;
  RAS_BIG float *images = NULL;

  if (!ras_fit_get_eraser (fit)->edits)
    {
      apply_map (fit, how, label, x, m, y);
      return TRUE;
    }
  images = ras_edit_gather (how->dataset, label, x, m, how->n_images, how->seed, &n, error);
  if (images == NULL
      || !ras_edit_images (fit, &how->recipe, images, n, observer, NULL, error))
    return FALSE;
  for (gsize i = 0; i < m * d; i++)
    y[i] = images[i];
  return TRUE;
}
