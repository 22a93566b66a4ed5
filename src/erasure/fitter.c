#include "fitter.h"

#include "fit-private.h"
#include "memory.h"
#include "threads.h"

#include <glib/gi18n.h>
#include <string.h>

typedef struct
{
  RasDataset *dataset;
  const RasFitPlan *plan;
  const RasFitObserver *observer;
  RasFitSummary *summary;
  RasMoments *moments;
  RasFit **fits; /* by registry index; NULL: not there (yet) */
  GError *leace_error; /* why there is no LEACE to build on */
  GError *first_error;
} Run;

/* --- Progress and cancellation of one stage --- */

typedef struct
{
  Run *run;
  const RasEraser *eraser; /* NULL: the moments */
  RasProgress progress;
  GCancellable *either;    /* cancelled with everything or with this eraser */
  gulong handlers[2];
  GCancellable *sources[2];
} Stage;

static void
report_stage (const char *text, double fraction, gpointer user_data)
{
  Stage *stage = user_data;
  const RasFitObserver *observer = stage->run->observer;

  if (observer && observer->progress)
    observer->progress (stage->eraser, text, fraction, observer->user_data);
}

static void
pass_on (GCancellable *source, gpointer user_data)
{
  g_cancellable_cancel (user_data);
}

static void
stage_begin (Stage *stage, Run *run, const RasEraser *eraser)
{
  const RasFitObserver *observer = run->observer;

  *stage = (Stage) { run, eraser };
  stage->either = g_cancellable_new ();
  stage->progress = (RasProgress) { report_stage, stage, stage->either };
  if (observer)
    {
      stage->sources[0] = observer->cancellable;
      if (eraser && observer->by_eraser)
        stage->sources[1] = observer->by_eraser[ras_eraser_index (eraser)];
    }
  for (int i = 0; i < 2; i++)
    if (stage->sources[i])
      stage->handlers[i] = g_cancellable_connect (stage->sources[i], G_CALLBACK (pass_on),
                                                  stage->either, NULL);
}

static void
stage_end (Stage *stage)
{
  for (int i = 0; i < 2; i++)
    if (stage->sources[i])
      g_cancellable_disconnect (stage->sources[i], stage->handlers[i]);
  g_object_unref (stage->either);
}

static gboolean
all_cancelled (Run *run)
{
  return run->observer && run->observer->cancellable
         && g_cancellable_is_cancelled (run->observer->cancellable);
}

/* --- Telling the observer --- */

static gboolean
wanted (Run *run, const RasEraser *eraser)
{
  return g_ptr_array_find (run->plan->erasers, eraser, NULL);
}

static void
say_ready (RasFit *fit, gpointer user_data)
{
  Run *run = user_data;

  if (run->observer && run->observer->ready)
    run->observer->ready (fit, run->observer->user_data);
}

static void
say_finished (Run *run, RasFit *fit)
{
  if (run->observer && run->observer->finished)
    run->observer->finished (fit, run->observer->user_data);
}

static void
say_failed (Run *run, const RasEraser *eraser, GError *error)
{
  if (!all_cancelled (run) && wanted (run, eraser) && run->observer && run->observer->failed)
    run->observer->failed (eraser, error, run->observer->user_data);
  if (eraser == &ras_eraser_leace)
    run->leace_error = g_error_copy (error);
  if (run->first_error == NULL)
    run->first_error = error;
  else
    g_error_free (error);
}

/* --- What is wanted and what there is --- */

/* LEACE is fitted for those on top of it, too, without being announced. */
static gboolean
needed (Run *run, const RasEraser *eraser)
{
  if (wanted (run, eraser))
    return TRUE;
  for (guint i = 0; eraser == &ras_eraser_leace && i < run->plan->erasers->len; i++)
    if (((const RasEraser *) g_ptr_array_index (run->plan->erasers, i))->needs_leace)
      return TRUE;
  return FALSE;
}

/* A path from the cache may be shorter than what is asked for now. */
static gboolean
long_enough (Run *run, const RasFit *fit)
{
  const RasFitOptions *options = &run->plan->options;
  guint length = fit->path.length;

  if (fit->path.max_rank == 0 || length >= fit->path.max_rank || fit->eraser->extend)
    return TRUE;
  if (options->max_rank && length >= options->max_rank)
    return TRUE;
  return ras_fit_get_rank_for_target (fit, options->target) >= 0;
}

static void
look_in_cache (Run *run, const RasEraser *eraser)
{
  RasFit **fit = &run->fits[ras_eraser_index (eraser)];

  if (eraser->fit == NULL)
    *fit = ras_fit_new (eraser, &run->plan->options, ras_dataset_get_dimension (run->dataset),
                        ras_dataset_get_n_classes (run->dataset));
  else if (run->plan->cache)
    *fit = ras_cache_load (run->plan->cache, ras_dataset_get_fingerprint (run->dataset), eraser,
                           &run->plan->options, ras_dataset_get_dimension (run->dataset),
                           ras_dataset_get_n_classes (run->dataset));
  if (*fit && wanted (run, eraser))
    {
      say_ready (*fit, run);
      if (long_enough (run, *fit))
        say_finished (run, *fit);
    }
}

/* --- Fitting --- */

guint64
ras_fit_memory (gsize d, gsize n, guint k, GPtrArray *erasers)
{
  guint64 most = 0;

  for (guint i = 0; i < erasers->len; i++)
    {
      const RasEraser *eraser = g_ptr_array_index (erasers, i);

      if (eraser->memory)
        most = MAX (most, eraser->memory (d, k));
      if (eraser->needs_leace)
        most = MAX (most, ras_eraser_leace.memory (d, k));
    }
  return MAX (ras_moments_memory (d, k, n, TRUE), ras_moments_memory (d, k, n, FALSE) + most);
}

static gboolean
measure_moments (Run *run, GError **error)
{
  gint64 start = g_get_monotonic_time ();
  Stage stage;

  if (run->moments)
    return TRUE;
  if (!ras_erasure_require_memory (ras_moments_memory (ras_dataset_get_dimension (run->dataset),
                                        ras_dataset_get_n_classes (run->dataset),
                                        ras_dataset_get_n_images (run->dataset, RAS_SPLIT_TRAIN),
                                        TRUE),
                    _ ("Measuring means and covariances"), error))
    return FALSE;
  stage_begin (&stage, run, NULL);
  run->moments = ras_moments_new (run->dataset, RAS_SPLIT_TRAIN, &stage.progress, error);
  stage_end (&stage);
  if (run->summary)
    run->summary->moments_seconds = (g_get_monotonic_time () - start) / 1e6;
  return run->moments != NULL;
}

static RasFit *
fit_one (Run *run, const RasEraser *eraser, GError **error)
{
  RasFit *leace = run->fits[ras_eraser_index (&ras_eraser_leace)];
  RasFit *previous = run->fits[ras_eraser_index (eraser)], *fit;
  gboolean small = ras_dataset_get_dimension (run->dataset) <= RAS_BLAS_SMALL_DIMENSION;
  gint64 start;
  Stage stage;

  if (!measure_moments (run, error)
      || !ras_erasure_require_memory (eraser->memory (ras_dataset_get_dimension (run->dataset),
                                       ras_dataset_get_n_classes (run->dataset)),
                       _ (eraser->title), error))
    return NULL;
  start = g_get_monotonic_time ();
  stage_begin (&stage, run, eraser);
  if (small)
    ras_blas_hold_single ();
  fit = eraser->fit (&(RasFitContext) { run->moments, eraser->needs_leace ? leace : NULL, previous,
                                        run->plan->options, &stage.progress,
                                        previous ? NULL : say_ready, run },
                     error);
  if (small)
    ras_blas_release_single ();
  stage_end (&stage);
  if (fit)
    {
      fit->report.seconds = (g_get_monotonic_time () - start) / 1e6;
      fit->report.from_cache = FALSE;
    }
  return fit;
}

static void
keep (Run *run, RasFit *fit)
{
  g_autoptr (GError) error = NULL;

  /* A fit that cannot be kept is as good as one that can: it is only made again next time. */
  if (run->plan->cache
      && !ras_cache_store (run->plan->cache, ras_dataset_get_fingerprint (run->dataset), fit,
                           &error))
    g_info ("%s", error->message);
}

static void
complete (Run *run, const RasEraser *eraser)
{
  RasFit **slot = &run->fits[ras_eraser_index (eraser)], *fit;
  GError *error = NULL;
  gboolean announced = *slot != NULL;

  if (*slot && long_enough (run, *slot))
    return;
  if (eraser->needs_leace && run->fits[ras_eraser_index (&ras_eraser_leace)] == NULL)
    {
      say_failed (run, eraser, g_error_copy (run->leace_error));
      return;
    }
  fit = fit_one (run, eraser, &error);
  if (fit == NULL)
    {
      say_failed (run, eraser, error);
      return;
    }
  g_clear_pointer (slot, ras_fit_unref);
  *slot = fit;
  if (wanted (run, eraser))
    {
      if (!announced && !eraser->needs_leace)
        say_ready (fit, run);
      say_finished (run, fit);
    }
  keep (run, fit);
}

static int
highest_order (void)
{
  int highest = 0;

  for (guint i = 0; i < ras_n_erasers (); i++)
    highest = MAX (highest, ras_eraser_nth (i)->order);
  return highest;
}

static GPtrArray *
collect (Run *run, GError **error)
{
  g_autoptr (GPtrArray) fits = g_ptr_array_new_with_free_func ((GDestroyNotify) ras_fit_unref);

  for (guint i = 0; i < ras_n_erasers (); i++)
    {
      if (run->fits[i] && wanted (run, ras_eraser_nth (i)))
        g_ptr_array_add (fits, ras_fit_ref (run->fits[i]));
      g_clear_pointer (&run->fits[i], ras_fit_unref);
    }
  if (all_cancelled (run))
    {
      g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_CANCELLED, _ ("cancelled"));
      g_clear_error (&run->first_error);
      return NULL;
    }
  if (fits->len == 0 && run->first_error)
    {
      g_propagate_error (error, g_steal_pointer (&run->first_error));
      return NULL;
    }
  g_clear_error (&run->first_error);
  return g_steal_pointer (&fits);
}

GPtrArray *
ras_fit_run (RasDataset *dataset, const RasFitPlan *plan, const RasFitObserver *observer,
             RasFitSummary *summary, GError **error)
{
  g_autofree RasFit **fits = g_new0 (RasFit *, ras_n_erasers ());
  Run run = { dataset, plan, observer, summary, .fits = fits };
  GPtrArray *result;

  if (summary)
    *summary = (RasFitSummary) { 0, 0 };
  for (guint i = 0; i < ras_n_erasers (); i++)
    if (needed (&run, ras_eraser_nth (i)))
      look_in_cache (&run, ras_eraser_nth (i));
  for (int order = 0; order <= highest_order (); order++)
    for (guint i = 0; i < ras_n_erasers () && !all_cancelled (&run); i++)
      if (ras_eraser_nth (i)->order == order && needed (&run, ras_eraser_nth (i)))
        complete (&run, ras_eraser_nth (i));
  g_clear_pointer (&run.moments, ras_moments_unref);
  g_clear_error (&run.leace_error);
  if (summary)
    summary->peak_memory = ras_memory_peak ();
  result = collect (&run, error);
  return result;
}
