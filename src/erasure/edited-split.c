#include "edited-private.h"

#include "dataset-builder.h"

#include <glib/gi18n.h>
#include <math.h>

struct _RasEditedImages
{
  gsize n, d;
  GPtrArray *classes;  /* GBytes by label; NULL where there is no image of it */
  const float **images; /* n */
};

static void
free_bytes (gpointer bytes)
{
  if (bytes)
    g_bytes_unref (bytes);
}

/* Calls `take` with each class of the split's first n images; `held` bytes are taken meanwhile. FALSE
 * once it fails. */
typedef gboolean (*TakeClass) (guint label, GBytes *images, gpointer user_data, GError **error);

static gboolean
edit_classes (const RasEditPlan *plan, gsize n, guint64 held, const RasProgress *progress,
              TakeClass take, gpointer user_data, GError **error)
{
  guint k = ras_dataset_get_n_classes (plan->dataset);

  if (!ras_edit_require_memory (ras_edited_memory (plan, n) + held, error))
    return FALSE;
  /* Not after hours of editing the classes before it. */
  for (guint z = 0; z < k; z++)
    {
      gsize count = ras_edited_count (plan, z, n);

      if (count > 0 && !ras_edited_require_two (plan, z, count, error))
        return FALSE;
    }
  for (guint z = 0; z < k; z++)
    {
      gsize count = ras_edited_count (plan, z, n);
      g_autoptr (GBytes) images = NULL;

      if (count == 0)
        continue;
      images = ras_edited_class_at (plan, z, count, (RasEditedPlace) { z, k }, progress, NULL, error);
      if (images == NULL || !take (z, images, user_data, error))
        return FALSE;
    }
  return TRUE;
}

/* --- As floats --- */

static gboolean
hold_class (guint label, GBytes *images, gpointer user_data, GError **error)
{
  RasEditedImages *self = user_data;

  self->classes->pdata[label] = g_bytes_ref (images);
  return TRUE;
}

RasEditedImages *
ras_edited_images_new (const RasEditPlan *plan, gsize n, const RasProgress *progress, GError **error)
{
  g_autoptr (RasEditedImages) self = g_new0 (RasEditedImages, 1);
  guint k = ras_dataset_get_n_classes (plan->dataset);
  g_autofree gsize *rows = g_new0 (gsize, k);
  guint64 held;

  self->n = n;
  self->d = ras_dataset_get_dimension (plan->dataset);
  self->classes = g_ptr_array_new_full (k, free_bytes);
  g_ptr_array_set_size (self->classes, k);
  self->images = g_new (const float *, n);
  /* What is kept is in files. */
  held = plan->cache ? 0 : (guint64) n * self->d * sizeof (float);
  if (!edit_classes (plan, n, held, progress, hold_class, self, error))
    return NULL;
  for (gsize i = 0; i < n; i++)
    {
      guint z = ras_dataset_get_label (plan->dataset, plan->split, i);
      const float *images = g_bytes_get_data (self->classes->pdata[z], NULL);

      self->images[i] = images + rows[z]++ * self->d;
    }
  return g_steal_pointer (&self);
}

void
ras_edited_images_free (RasEditedImages *self)
{
  g_ptr_array_unref (self->classes);
  g_free (self->images);
  g_free (self);
}

const float *
ras_edited_images_get (const RasEditedImages *self, gsize i)
{
  return self->images[i];
}

/* --- As a data set --- */

typedef struct
{
  const RasEditPlan *plan;
  guint8 *pixels;
} Rounding;

/* Puts the images of a class to where they were. */
static gboolean
round_class (guint label, GBytes *images, gpointer user_data, GError **error)
{
  const Rounding *self = user_data;
  const RasEditPlan *plan = self->plan;
  gsize d = ras_dataset_get_dimension (plan->dataset);
  const float *from = g_bytes_get_data (images, NULL);

  for (gsize i = 0; i < ras_dataset_get_n_images (plan->dataset, plan->split); i++)
    if (ras_dataset_get_label (plan->dataset, plan->split, i) == label)
      {
        for (gsize j = 0; j < d; j++)
          self->pixels[i * d + j] = lrintf (CLAMP (from[j], 0.f, 1.f) * 255);
        from += d;
      }
  return TRUE;
}

static gboolean
round_split (const RasEditPlan *plan, RasSplit split, const RasProgress *progress,
             RasDatasetParts *parts, GError **error)
{
  RasEditPlan own = *plan;
  gsize n = ras_dataset_get_n_images (plan->dataset, split);
  gsize d = ras_dataset_get_dimension (plan->dataset);
  Rounding rounding = { &own, NULL };

  own.split = split;
  if (n == 0)
    return TRUE;
  rounding.pixels = ras_dataset_alloc_pixels (parts->title, n, d, error);
  if (rounding.pixels == NULL)
    return FALSE;
  parts->pixels[split] = ras_dataset_take_pixels (rounding.pixels, n * d);
  parts->labels[split] = ras_dataset_ref_labels (plan->dataset, split);
  return edit_classes (&own, n, 0, progress, round_class, &rounding, error);
}

RasDataset *
ras_edited_dataset_new (const RasEditPlan *plan, const RasProgress *progress, GError **error)
{
  RasDataset *dataset = plan->dataset;
  g_autofree char *title
      = g_strdup_printf (_ ("%s, gradient-based"), ras_dataset_get_title (dataset));
  g_auto (RasDatasetParts) parts = ras_dataset_parts_like (dataset);

  parts.title = title;
  if (!round_split (plan, RAS_SPLIT_TRAIN, progress, &parts, error)
      || (plan->split == RAS_SPLIT_TEST
          && !round_split (plan, RAS_SPLIT_TEST, progress, &parts, error)))
    return NULL;
  return ras_dataset_new (&parts, error);
}
