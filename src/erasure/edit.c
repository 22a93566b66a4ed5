#include "edit-private.h"

#include "fit-private.h"
#include "memory.h"
#include "threads.h"

#include <glib/gi18n.h>
#include <string.h>

/* Images up to so many pixels a channel are edited as the paper edits CIFAR-10. */
#define SMALL_PIXELS (32 * 32)

RasEditRecipe
ras_edit_recipe (guint height, guint width)
{
  if ((guint64) height * width <= SMALL_PIXELS)
    return (RasEditRecipe) { RAS_EDIT_LBFGS, { 0.01, 0.01, 1 }, RAS_EDIT_DEFAULT_ITERATIONS, 10, 0 };
  return (RasEditRecipe) { RAS_EDIT_ADAM, { 1, 0.5, 1e-9 }, RAS_EDIT_DEFAULT_ITERATIONS, 0, 0.01 };
}

guint64
ras_edit_memory (gsize d, gsize n, const RasEditRecipe *recipe)
{
  return (guint64) n * d * sizeof (float) + ras_edit_loss_memory (d, n)
         + (recipe->method == RAS_EDIT_LBFGS ? ras_edit_lbfgs_memory (d, n, recipe)
                                             : ras_edit_adam_memory (d, n));
}

gboolean
ras_edit_require_memory (guint64 bytes, GError **error)
{
  guint64 available = ras_memory_available ();
  g_autofree char *need = g_format_size (bytes);
  g_autofree char *have = g_format_size (available);

  if (bytes <= available)
    return TRUE;
  g_set_error (error, RAS_ERASURE_ERROR, RAS_ERASURE_ERROR_MEMORY,
               _ ("editing the images of a class together needs %s of memory, but only %s is free: "
                  "close other programs, or edit fewer or smaller images"),
               need, have);
  return FALSE;
}

gboolean
ras_edit_evaluate (RasEdit *edit, const float *point, float *gradient, double *value,
                   GError **error)
{
  const RasEditObserver *observer = edit->observer;
  RasProgress progress = { .cancellable = observer ? observer->cancellable : NULL };

  if (!ras_progress_step (&progress, "", -1, error))
    return FALSE;
  *value = ras_edit_loss_evaluate (&edit->loss, point, gradient, edit->state.terms);
  edit->state.loss = 0;
  for (guint i = 0; i < RAS_EDIT_N_TERMS; i++)
    edit->state.loss += edit->recipe->weights[i] * edit->state.terms[i];
  edit->state.evaluation++;
  if (observer && observer->evaluated)
    observer->evaluated (&edit->state, observer->user_data);
  return TRUE;
}

void
ras_edit_moved (RasEdit *edit, guint iteration)
{
  const RasEditObserver *observer = edit->observer;

  edit->state.iteration = iteration;
  if (iteration == 0)
    edit->report->first = edit->state;
  edit->report->last = edit->state;
  ras_edit_loss_get_images (&edit->loss, edit->images);
  if (observer && observer->moved)
    observer->moved (&edit->state, edit->images, observer->user_data);
}

gboolean
ras_edit_images (const RasFit *gradient, const RasEditRecipe *recipe, float *images, gsize n,
                 const RasEditObserver *observer, RasEditReport *report, GError **error)
{
  gsize d = gradient->d;
  gint64 began = g_get_monotonic_time ();
  RasEditReport own = { 0 };
  RasEdit edit = { .recipe = recipe, .observer = observer, .images = images, .report = &own };
  RAS_BIG float *start = NULL;
  gboolean done;

  if (!ras_edit_require_memory (ras_edit_memory (d, n, recipe), error)
      || !(start = ras_alloc_big (n * d, sizeof *start, _ ("gradient-based erasure"), error))
      || !ras_edit_loss_init (&edit.loss, gradient, recipe->weights,
                              recipe->method == RAS_EDIT_LBFGS, start, n, error))
    return FALSE;
  memcpy (start, images, n * d * sizeof *start);
  if (d <= RAS_BLAS_SMALL_DIMENSION)
    ras_blas_hold_single ();
  done = recipe->method == RAS_EDIT_LBFGS ? ras_edit_run_lbfgs (&edit, error)
                                          : ras_edit_run_adam (&edit, error);
  if (d <= RAS_BLAS_SMALL_DIMENSION)
    ras_blas_release_single ();
  ras_edit_loss_clear (&edit.loss);
  own.seconds = (g_get_monotonic_time () - began) / 1e6;
  if (report)
    *report = own;
  return done;
}
