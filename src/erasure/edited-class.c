#include "edited-private.h"

#include "edited-file.h"
#include "memory.h"

#include <glib/gi18n.h>

static gsize
get_dimension (const RasEditPlan *plan)
{
  return ras_dataset_get_dimension (plan->dataset);
}

gsize
ras_edited_count (const RasEditPlan *plan, guint label, gsize n)
{
  gsize count = 0;

  if (n >= ras_dataset_get_n_images (plan->dataset, plan->split))
    return ras_dataset_get_class_count (plan->dataset, plan->split, label);
  for (gsize i = 0; i < n; i++)
    count += ras_dataset_get_label (plan->dataset, plan->split, i) == label;
  return count;
}

/* NULL without a cache. */
static char *
get_path (const RasEditPlan *plan, guint label, gsize count)
{
  g_autoptr (GString) name = NULL;

  if (plan->cache == NULL)
    return NULL;
  name = ras_edited_start_name (plan);
  g_string_append_printf (name, "-%s-class%u-i%u", ras_split_name (plan->split), label,
                          plan->iterations);
  if (count < ras_dataset_get_class_count (plan->dataset, plan->split, label))
    g_string_append_printf (name, "-n%zu", count);
  g_string_append (name, RAS_EDITED_SUFFIX);
  return g_build_filename (ras_cache_get_folder (plan->cache), name->str, NULL);
}

gboolean
ras_edited_is_kept (const RasEditPlan *plan, guint label, gsize count)
{
  g_autofree char *path = get_path (plan, label, count);

  return path && g_file_test (path, G_FILE_TEST_IS_REGULAR);
}

/* --- What it takes --- */

guint64
ras_edited_memory (const RasEditPlan *plan, gsize n)
{
  RasEditRecipe recipe = ras_edited_begin (plan, 0).recipe;
  guint64 d = get_dimension (plan), most = 0;

  for (guint z = 0; z < ras_dataset_get_n_classes (plan->dataset); z++)
    {
      guint64 count = ras_edited_count (plan, z, n), images = count * d * sizeof (float);

      if (count > 0 && !ras_edited_is_kept (plan, z, count))
        most = MAX (most, images + ras_edit_memory (d, count, &recipe));
    }
  return most;
}

double
ras_edited_products (const RasEditPlan *plan, gsize n)
{
  double d = get_dimension (plan), products = 0;

  for (guint z = 0; z < ras_dataset_get_n_classes (plan->dataset); z++)
    {
      gsize count = ras_edited_count (plan, z, n);

      /* A symmetric product of rank n, and one of the result with the images. */
      if (count > 0 && !ras_edited_is_kept (plan, z, count))
        products += 1.5 * count * d * MIN (count, d);
    }
  return products;
}

/* --- Editing --- */

/* The class's first images, count × d. */
static float *
gather (const RasEditPlan *plan, guint label, gsize count, GError **error)
{
  gsize d = get_dimension (plan), row = 0;
  float *images = ras_alloc_big (count * d, sizeof *images, _ ("the images of a class"), error);

  for (gsize i = 0; images && row < count; i++)
    if (ras_dataset_get_label (plan->dataset, plan->split, i) == label)
      {
        const guint8 *bytes = ras_dataset_get_image (plan->dataset, plan->split, i);

        for (gsize j = 0; j < d; j++)
          images[row * d + j] = bytes[j] / 255.f;
        row++;
      }
  return images;
}

gboolean
ras_edited_require_two (const RasEditPlan *plan, guint label, gsize count, GError **error)
{
  if (count >= 2)
    return TRUE;
  g_set_error (error, RAS_ERASURE_ERROR, RAS_ERASURE_ERROR_NUMERICAL,
               _ ("there is only one image of “%s” to be edited, and it takes two to have a "
                  "covariance: take more images"),
               ras_dataset_get_class_name (plan->dataset, label));
  return FALSE;
}

static float *
edit (const RasEditPlan *plan, guint label, RasEditedPlace place, const RasProgress *progress,
      RasEditedReport *report, GError **error)
{
  gsize d = get_dimension (plan);
  RAS_BIG float *images = NULL;

  if (!ras_edited_require_two (plan, label, report->n, error)
      || !ras_edit_require_memory (report->n * d * sizeof *images
                                      + ras_edit_memory (d, report->n, &report->recipe),
                                  error)
      || (images = gather (plan, label, report->n, error)) == NULL
      || !ras_edited_run (plan, images, place, progress, report, error))
    return NULL;
  return g_steal_pointer (&images);
}

GBytes *
ras_edited_class_at (const RasEditPlan *plan, guint label, gsize count, RasEditedPlace place,
                     const RasProgress *progress, RasEditedReport *report, GError **error)
{
  g_autofree char *path = get_path (plan, label, count);
  RasEditedReport own = ras_edited_begin (plan, count);
  RAS_BIG float *images = NULL;
  GBytes *result = path ? ras_edited_load (plan, path, label, count, &own) : NULL;

  if (result == NULL)
    {
      if ((images = edit (plan, label, place, progress, &own, error)) == NULL)
        return NULL;
      /* From the file it takes no memory that the system could not have back. */
      if (ras_edited_keep (plan, path, label, count, images, &own))
        result = ras_edited_load (plan, path, label, count, &(RasEditedReport) { own.n, own.recipe });
    }
  if (result == NULL)
    {
      result = g_bytes_new_with_free_func (images, count * get_dimension (plan) * sizeof *images,
                                           ras_free_big, images);
      g_steal_pointer (&images);
    }
  if (report)
    *report = own;
  return result;
}

GBytes *
ras_edited_class (const RasEditPlan *plan, guint label, gsize count, const RasProgress *progress,
                  RasEditedReport *report, GError **error)
{
  return ras_edited_class_at (plan, label, count, (RasEditedPlace) { 0, 0 }, progress, report, error);
}
