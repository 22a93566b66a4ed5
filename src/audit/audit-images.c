#include "audit-private.h"

#include "parallel.h"

#include <string.h>

static gsize
nth (const RasAuditImages *images, gsize i)
{
  gsize all = ras_dataset_get_n_images (images->dataset, images->split);

  return images->n == all ? i : (gsize) ((guint64) i * all / images->n);
}

guint
ras_audit_images_label (const RasAuditImages *images, gsize i)
{
  return ras_dataset_get_label (images->dataset, images->split, nth (images, i));
}

typedef struct
{
  const RasAuditImages *images;
  gsize first, d;
  double *x;
} Load;

static void
load_image (gsize row, gpointer user_data)
{
  Load *load = user_data;
  const guint8 *bytes = ras_dataset_get_image (load->images->dataset, load->images->split,
                                               nth (load->images, load->first + row));
  double *x = load->x + row * load->d;

  for (gsize i = 0; i < load->d; i++)
    x[i] = bytes[i] / 255.0;
}

void
ras_audit_images_load (const RasAuditImages *images, gsize first, gsize m, double *x)
{
  Load load = { images, first, ras_dataset_get_dimension (images->dataset), x };
  RasApplyOptions options = { images->rank, TRUE };
  g_autofree guint16 *labels = NULL;

  if (images->erased)
    {
      memcpy (x, images->erased + first * load.d, m * load.d * sizeof *x);
      return;
    }
  ras_parallel_for (m, load_image, &load);
  if (images->fit == NULL)
    return;
  labels = g_new (guint16, m);
  for (gsize i = 0; i < m; i++)
    labels[i] = ras_audit_images_label (images, first + i);
  ras_fit_apply (images->fit, &options, x, labels, m, x);
}
