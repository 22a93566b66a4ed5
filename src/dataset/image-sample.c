#include "image-sample.h"

#include "random.h"

GArray *
ras_dataset_list_class (RasDataset *dataset, RasSplit split, guint label)
{
  GArray *indices = g_array_new (FALSE, FALSE, sizeof (gsize));
  gsize n = ras_dataset_get_n_images (dataset, split);

  for (gsize i = 0; i < n; i++)
    if (ras_dataset_get_label (dataset, split, i) == label)
      g_array_append_val (indices, i);
  return indices;
}

GArray *
ras_dataset_sample (RasDataset *dataset, RasSplit split, guint label, gsize count, guint64 seed)
{
  GArray *indices = ras_dataset_list_class (dataset, split, label);
  gsize *all = (gsize *) indices->data;
  GRand *random = ras_random_new (seed, RAS_STREAM_GALLERY, label);

  /* The first `count` steps of a shuffle. */
  count = MIN (count, indices->len);
  for (gsize i = 0; i < count; i++)
    {
      gsize other = g_rand_int_range (random, i, indices->len), kept = all[i];

      all[i] = all[other];
      all[other] = kept;
    }
  g_rand_free (random);
  return g_array_set_size (indices, count);
}

GArray *
ras_dataset_spread_classes (RasDataset *dataset, RasSplit split, guint count)
{
  g_autoptr (GArray) filled = g_array_new (FALSE, FALSE, sizeof (guint));
  GArray *chosen = g_array_new (FALSE, FALSE, sizeof (guint));

  for (guint z = 0; z < ras_dataset_get_n_classes (dataset); z++)
    if (ras_dataset_get_class_count (dataset, split, z) > 0)
      g_array_append_val (filled, z);
  count = MIN (count, filled->len);
  for (guint i = 0; i < count; i++)
    g_array_append_val (chosen, g_array_index (filled, guint, (gsize) i * filled->len / count));
  return chosen;
}
