#include "edited-private.h"

#include "cache-folder.h"
#include "edited-file.h"
#include "memory.h"
#include "threads.h"

#include <glib/gi18n.h>
#include <glib/gstdio.h>
#include <utime.h>

/* Up to so many pixels BLAS's threads wait for each other longer than they work. */
#define SMALL_DIMENSION 512

/* --- What it is about --- */

static gsize
get_dimension (const RasEditPlan *plan)
{
  return ras_dataset_get_dimension (plan->dataset);
}

static RasEditRecipe
get_recipe (const RasEditPlan *plan)
{
  RasEditRecipe recipe = ras_edit_recipe (ras_dataset_get_height (plan->dataset),
                                          ras_dataset_get_width (plan->dataset));

  recipe.iterations = plan->iterations;
  return recipe;
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
  g_autoptr (GString) name = g_string_new (ras_dataset_get_fingerprint (plan->dataset));
  const RasEraser *eraser = ras_eraser_find ("gradient", NULL);

  if (plan->cache == NULL)
    return NULL;
  g_string_append_printf (name, "-%s", eraser->name);
  eraser->describe (&plan->options, name);
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
  RasEditRecipe recipe = get_recipe (plan);
  guint64 d = get_dimension (plan), most = 0, held = 0;

  for (guint z = 0; z < ras_dataset_get_n_classes (plan->dataset); z++)
    {
      guint64 count = ras_edited_count (plan, z, n), images = count * d * sizeof (float);

      if (count == 0 || ras_edited_is_kept (plan, z, count))
        continue;
      most = MAX (most, images + ras_edit_memory (d, count, &recipe));
      held += images;
    }
  /* What is kept is in files; else all of it stays. */
  return most + (plan->cache ? 0 : held);
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

static gboolean
require_memory (guint64 bytes, GError **error)
{
  guint64 available = ras_memory_available ();
  g_autofree char *need = g_format_size (bytes);
  g_autofree char *have = g_format_size (available);

  if (bytes <= available)
    return TRUE;
  g_set_error (error, RAS_ERASURE_ERROR, RAS_ERASURE_ERROR_MEMORY,
               _ ("editing all images of a class together needs %s of memory, but only %s is free: "
                  "close other programs, or edit fewer or smaller images"),
               need, have);
  return FALSE;
}

gboolean
ras_edited_require_memory (const RasEditPlan *plan, gsize n, GError **error)
{
  return require_memory (ras_edited_memory (plan, n), error);
}

/* --- Editing --- */

typedef struct
{
  RasEditedPlace place;
  guint iterations;
  const RasProgress *progress;
} Watch;

static void
evaluated_cb (const RasEditState *state, gpointer user_data)
{
  const Watch *watch = user_data;
  const RasEditedPlace *place = &watch->place;
  guint n_classes = MAX (place->n_classes, 1);
  double done = (double) state->iteration / MAX (watch->iterations, 1);
  g_autofree char *stage
      = place->n_classes > 0
            ? g_strdup_printf (_ ("Gradient-based erasure: class %u of %u, evaluation %u, loss %.4f"),
                               place->place + 1, n_classes, state->evaluation, state->loss)
            : g_strdup_printf (_ ("Gradient-based erasure: evaluation %u, loss %.4f"),
                               state->evaluation, state->loss);

  /* Cancellation is looked at by the edit itself. */
  if (watch->progress->func)
    watch->progress->func (stage, (place->place + MIN (done, 1)) / n_classes,
                           watch->progress->user_data);
}

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

static float *
edit (const RasEditPlan *plan, guint label, RasEditedPlace place, const RasProgress *progress,
      RasEditedReport *report, GError **error)
{
  static const RasProgress nobody = { NULL };
  Watch watch = { place, plan->iterations, progress ? progress : &nobody };
  RasEditObserver observer = { .evaluated = evaluated_cb, .user_data = &watch,
                               .cancellable = watch.progress->cancellable };
  RAS_BIG float *images = NULL;
  gboolean small = get_dimension (plan) <= SMALL_DIMENSION, done;

  if (report->n < 2)
    {
      g_set_error (error, RAS_ERASURE_ERROR, RAS_ERASURE_ERROR_NUMERICAL,
                   _ ("there is only one image of class “%s” to be edited, and it takes two to have a "
                      "covariance: take more images"),
                   ras_dataset_get_class_name (plan->dataset, label));
      return NULL;
    }
  if (!require_memory (report->n * get_dimension (plan) * sizeof *images
                           + ras_edit_memory (get_dimension (plan), report->n, &report->recipe),
                       error)
      || (images = gather (plan, label, report->n, error)) == NULL)
    return NULL;
  if (small)
    ras_blas_hold_single ();
  done = ras_edit_images (plan->target, &report->recipe, images, report->n, &observer, &report->edit,
                          error);
  if (small)
    ras_blas_release_single ();
  return done ? g_steal_pointer (&images) : NULL;
}

/* --- Keeping --- */

static GBytes *
load (const char *path, guint label, gsize d, RasEditedReport *report)
{
  GBytes *images = ras_edited_file_read (path, label, d, report);

  /* Used now: it is the last to go. A damaged file is of no use to anyone. */
  if (images)
    utime (path, NULL);
  else
    g_unlink (path);
  return images;
}

static gboolean
keep (const RasEditPlan *plan, const char *path, guint label, const float *images,
      const RasEditedReport *report)
{
  g_autoptr (GError) error = NULL;

  if (ras_cache_make_folder (plan->cache, &error)
      && ras_edited_file_write (path, label, get_dimension (plan), images, report, &error))
    return TRUE;
  /* Images that cannot be kept are as good as those that can: they are only edited again next
   * time. */
  g_info ("%s", error->message);
  return FALSE;
}

GBytes *
ras_edited_class_at (const RasEditPlan *plan, guint label, gsize count, RasEditedPlace place,
                     const RasProgress *progress, RasEditedReport *report, GError **error)
{
  gsize d = get_dimension (plan);
  g_autofree char *path = get_path (plan, label, count);
  RasEditedReport own = { .n = count, .recipe = get_recipe (plan), .from_cache = TRUE };
  RAS_BIG float *images = NULL;
  GBytes *result = path ? load (path, label, d, &own) : NULL;

  if (result == NULL)
    {
      own.from_cache = FALSE;
      if ((images = edit (plan, label, place, progress, &own, error)) == NULL)
        return NULL;
      /* From the file it takes no memory that the system could not have back. */
      if (path && keep (plan, path, label, images, &own))
        {
          RasEditedReport again = own;

          result = load (path, label, d, &again);
          ras_cache_enforce_limit (plan->cache);
        }
      if (result == NULL)
        {
          result = g_bytes_new_with_free_func (images, count * d * sizeof *images, ras_free_big,
                                               images);
          g_steal_pointer (&images);
        }
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
