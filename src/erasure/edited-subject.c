#include "edited-private.h"

#include "edited-file.h"
#include "memory.h"

#include <xxhash.h>

/* NULL without a cache. */
static char *
get_path (const RasEditPlan *plan, guint label, const double *subject, gsize count, guint64 seed)
{
  g_autoptr (GString) name = NULL;
  gsize d = ras_dataset_get_dimension (plan->dataset);

  if (plan->cache == NULL)
    return NULL;
  name = ras_edited_start_name (plan);
  g_string_append_printf (name, "-image%016" G_GINT64_MODIFIER "x-class%u-i%u-n%zu",
                          (guint64) XXH3_64bits (subject, d * sizeof *subject), label,
                          plan->iterations, count);
  g_string_append_printf (name, "-s%" G_GINT64_MODIFIER "u%s", seed, RAS_EDITED_SUFFIX);
  return g_build_filename (ras_cache_get_folder (plan->cache), name->str, NULL);
}

static float *
edit (const RasEditPlan *plan, guint label, const double *subject, gsize count, guint64 seed,
      const RasProgress *progress, RasEditedReport *report, GError **error)
{
  gsize d = ras_dataset_get_dimension (plan->dataset), n;
  gsize all = ras_dataset_get_class_count (plan->dataset, RAS_SPLIT_TRAIN, label) + 1;
  gsize most = count > 0 ? MIN (count, all) : all;
  RAS_BIG float *images = NULL;

  if (!ras_edit_require_memory (most * d * sizeof *images
                                      + ras_edit_memory (d, most, &report->recipe),
                                  error)
      || (images = ras_edit_gather (plan->dataset, label, subject, 1, count, seed, &n, error)) == NULL)
    return NULL;
  report->n = n;
  if (!ras_edited_run (plan, images, (RasEditedPlace) { 0, 0 }, progress, report, error))
    return NULL;
  return g_steal_pointer (&images);
}

/* How many there will be: a subject that is itself a training image is not counted twice. Known before
 * anything is edited, so that a file can be asked for it. */
static gsize
count_all (const RasEditPlan *plan, guint label, const double *subject, gsize count)
{
  gsize d = ras_dataset_get_dimension (plan->dataset), n = 1;

  for (gsize i = 0; i < ras_dataset_get_n_images (plan->dataset, RAS_SPLIT_TRAIN); i++)
    {
      const guint8 *bytes = ras_dataset_get_image (plan->dataset, RAS_SPLIT_TRAIN, i);
      gsize j = 0;

      if (ras_dataset_get_label (plan->dataset, RAS_SPLIT_TRAIN, i) != label)
        continue;
      while (j < d && bytes[j] / 255.f == (float) subject[j])
        j++;
      n += j < d;
    }
  return count > 0 ? MIN (count, n) : n;
}

GBytes *
ras_edited_subject (const RasEditPlan *plan, guint label, const double *subject, gsize count,
                    guint64 seed, const RasProgress *progress, RasEditedReport *report, GError **error)
{
  gsize n = count_all (plan, label, subject, count);
  g_autofree char *path = get_path (plan, label, subject, n, seed);
  RasEditedReport own = ras_edited_begin (plan, n);
  RAS_BIG float *images = NULL;
  GBytes *result = path ? ras_edited_load (plan, path, label, 1, &own) : NULL;

  if (result == NULL)
    {
      images = edit (plan, label, subject, count, seed, progress, &own, error);
      if (images == NULL)
        return NULL;
      ras_edited_keep (plan, path, label, 1, images, &own);
      result = g_bytes_new (images,
                            ras_dataset_get_dimension (plan->dataset) * sizeof *images);
    }
  if (report)
    *report = own;
  return result;
}
