#include "edit.h"

#include "image-sample.h"
#include "memory.h"
#include "random.h"

#include <glib/gi18n.h>
#include <string.h>

/* The training images of a class in the order named by `seed`: gsize. */
static GArray *
shuffle_class (RasDataset *dataset, guint label, guint64 seed)
{
  GArray *indices = ras_dataset_list_class (dataset, RAS_SPLIT_TRAIN, label);
  GRand *random = ras_random_new (seed, RAS_STREAM_COMPANIONS, label);

  for (gsize i = indices->len; i > 1; i--)
    {
      gsize *all = (gsize *) indices->data, other = g_rand_int_range (random, 0, i), kept;

      kept = all[i - 1];
      all[i - 1] = all[other];
      all[other] = kept;
    }
  g_rand_free (random);
  return indices;
}

static gboolean
is_subject (const guint8 *bytes, const float *subjects, gsize m, gsize d)
{
  for (gsize s = 0; s < m; s++)
    {
      gsize i = 0;

      while (i < d && bytes[i] / 255.f == subjects[s * d + i])
        i++;
      if (i == d)
        return TRUE;
    }
  return FALSE;
}

float *
ras_edit_gather (RasDataset *dataset, guint label, const double *subjects, gsize m, gsize count,
                 guint64 seed, gsize *n, GError **error)
{
  gsize d = ras_dataset_get_dimension (dataset);
  g_autoptr (GArray) indices = shuffle_class (dataset, label, seed);
  gsize most = count > 0 ? MIN (MAX (count, m), m + indices->len) : m + indices->len;
  RAS_BIG float *images = ras_alloc_big (most * d, sizeof *images, _ ("the images of a class"), error);

  if (images == NULL)
    return NULL;
  for (gsize i = 0; i < m * d; i++)
    images[i] = subjects[i];
  *n = m;
  for (gsize i = 0; i < indices->len && *n < most; i++)
    {
      const guint8 *bytes = ras_dataset_get_image (dataset, RAS_SPLIT_TRAIN,
                                                   g_array_index (indices, gsize, i));

      if (is_subject (bytes, images, m, d))
        continue;
      for (gsize j = 0; j < d; j++)
        images[*n * d + j] = bytes[j] / 255.f;
      ++*n;
    }
  if (*n >= 2)
    return g_steal_pointer (&images);
  g_set_error (error, RAS_ERASURE_ERROR, RAS_ERASURE_ERROR_NUMERICAL,
               _ ("“%s” has too few images to be edited together: it takes at least two"),
               ras_dataset_get_class_name (dataset, label));
  return NULL;
}
