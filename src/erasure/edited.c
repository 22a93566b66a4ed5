#include "edited-private.h"

#include "cache-folder.h"
#include "edited-file.h"
#include "memory.h"

#include <glib/gi18n.h>
#include <glib/gstdio.h>
#include <utime.h>

RasEditedReport
ras_edited_begin (const RasEditPlan *plan, gsize n)
{
  RasEditedReport report = { .n = n, .recipe = ras_edit_recipe (ras_dataset_get_height (plan->dataset),
                                                                ras_dataset_get_width (plan->dataset)) };

  report.recipe.iterations = plan->iterations;
  return report;
}

GString *
ras_edited_start_name (const RasEditPlan *plan)
{
  GString *name = g_string_new (ras_dataset_get_fingerprint (plan->dataset));
  const RasEraser *eraser = ras_eraser_find ("gradient", NULL);

  g_string_append_printf (name, "-%s", eraser->name);
  eraser->describe (&plan->options, name);
  return name;
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
  double done = (double) state->iteration / MAX (watch->iterations, 1);
  g_autofree char *stage
      = place->n_classes > 0
            ? g_strdup_printf (_ ("Gradient-based erasure: class %u of %u, evaluation %u, loss %.4f"),
                               place->place + 1, place->n_classes, state->evaluation, state->loss)
            : g_strdup_printf (_ ("Gradient-based erasure: evaluation %u, loss %.4f"),
                               state->evaluation, state->loss);

  /* Cancellation is looked at by the edit itself. */
  if (watch->progress->func)
    watch->progress->func (stage, (place->place + MIN (done, 1)) / MAX (place->n_classes, 1),
                           watch->progress->user_data);
}

gboolean
ras_edited_run (const RasEditPlan *plan, float *images, RasEditedPlace place,
                const RasProgress *progress, RasEditedReport *report, GError **error)
{
  static const RasProgress nobody = { NULL };
  Watch watch = { place, plan->iterations, progress ? progress : &nobody };
  RasEditObserver observer = { .evaluated = evaluated_cb, .user_data = &watch,
                               .cancellable = watch.progress->cancellable };

  return ras_edit_images (plan->target, &report->recipe, images, report->n, &observer, &report->edit,
                          error);
}

/* --- Keeping --- */

GBytes *
ras_edited_load (const RasEditPlan *plan, const char *path, guint label, gsize rows,
                 RasEditedReport *report)
{
  GBytes *images = ras_edited_file_read (path, label, ras_dataset_get_dimension (plan->dataset), rows,
                                         report);

  report->from_cache = images != NULL;
  /* Used now: it is the last to go. A damaged file is of no use to anyone. */
  if (images)
    utime (path, NULL);
  else
    g_unlink (path);
  return images;
}

gboolean
ras_edited_keep (const RasEditPlan *plan, const char *path, guint label, gsize rows,
                 const float *images, const RasEditedReport *report)
{
  g_autoptr (GError) error = NULL;

  if (path == NULL)
    return FALSE;
  if (ras_cache_make_folder (plan->cache, &error)
      && ras_edited_file_write (path, label, ras_dataset_get_dimension (plan->dataset), rows, images,
                                report, &error))
    {
      ras_cache_enforce_limit (plan->cache);
      return TRUE;
    }
  g_info ("%s", error->message);
  return FALSE;
}
