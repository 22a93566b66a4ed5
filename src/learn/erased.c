/* What runs are erased with: fitted once for all that share it. */
#include "runner-private.h"

#include "edited.h"
#include "fitter.h"

#include <string.h>

typedef struct
{
  const RasRunConfig *config; /* of one run that is erased so */
  RasBatchEraser *eraser;     /* NULL until it is made */
  RasDataset *dataset;        /* where the images were edited beforehand; else NULL */
} Erased;

static void
erased_free (gpointer data)
{
  Erased *self = data;

  g_clear_pointer (&self->eraser, ras_batch_eraser_unref);
  g_clear_pointer (&self->dataset, ras_dataset_unref);
  g_free (self);
}

gboolean
ras_runs_are_erased_alike (const RasRunConfig *a, const RasRunConfig *b)
{
  return strcmp (a->eraser, b->eraser) == 0 && a->rank == b->rank
         && a->shrinkage == b->shrinkage && a->eraser_seed == b->eraser_seed;
}

static Erased *
find (const GPtrArray *all, const RasRunConfig *config)
{
  for (guint i = 0; i < all->len; i++)
    if (ras_runs_are_erased_alike (((Erased *) all->pdata[i])->config, config))
      return all->pdata[i];
  return NULL;
}

RasBatchEraser *
ras_erased_find (const GPtrArray *erased, const RasRunConfig *config)
{
  return find (erased, config)->eraser;
}

RasDataset *
ras_erased_find_dataset (const GPtrArray *erased, const RasRunConfig *config, RasDataset *original)
{
  const Erased *self = find (erased, config);

  return self->dataset ? self->dataset : original;
}

/* --- Fitting: one call for all that have the same options, so that moments are measured once --- */

typedef struct
{
  const RasRunnerOptions *options;
  GError *error; /* the first failure */
} Fitting;

static void
progress_cb (const RasEraser *eraser, const char *stage, double fraction, gpointer user_data)
{
  Fitting *self = user_data;
  const RasRunnerListener *listener = self->options->listener;

  if (listener && listener->preparing)
    listener->preparing (stage, fraction, listener->user_data);
}

static void
failed_cb (const RasEraser *eraser, const GError *error, gpointer user_data)
{
  Fitting *self = user_data;

  if (self->error == NULL)
    self->error = g_error_copy (error);
}

static gboolean
has_same_options (const RasRunConfig *a, const RasRunConfig *b)
{
  return a->shrinkage == b->shrinkage && a->eraser_seed == b->eraser_seed;
}

/* The plan for all that have the options of `config`. Erasers are in the registry's order. */
static GPtrArray *
list_erasers (const GPtrArray *all, const RasRunConfig *config, guint *max_rank)
{
  g_autoptr (GString) names = g_string_new (NULL);

  *max_rank = 0;
  for (guint i = 0; i < all->len; i++)
    {
      const RasRunConfig *other = ((Erased *) all->pdata[i])->config;

      if (!has_same_options (other, config))
        continue;
      g_string_append_printf (names, "%s%s", names->len > 0 ? "," : "", other->eraser);
      *max_rank = MAX (*max_rank, other->rank);
    }
  return ras_erasers_parse (names->str, NULL);
}

static RasFit *
find_fit (GPtrArray *fits, const char *eraser)
{
  for (guint i = 0; fits && i < fits->len; i++)
    if (strcmp (ras_fit_get_eraser (fits->pdata[i])->name, eraser) == 0)
      return fits->pdata[i];
  return NULL;
}

static RasFitOptions
get_fit_options (const RasRunConfig *config, guint max_rank)
{
  /* --rank's meaning: exactly so many directions. */
  return (RasFitOptions) { config->shrinkage, 1, max_rank, config->eraser_seed };
}

RasEditPlan
ras_erased_make_edit_plan (RasDataset *dataset, const RasRunConfig *config, RasCache *cache)
{
  return (RasEditPlan) { .dataset = dataset,
                         .split = RAS_SPLIT_TRAIN,
                         .options = get_fit_options (config, 0),
                         .iterations = RAS_EDIT_DEFAULT_ITERATIONS,
                         .cache = cache };
}

/* All training images, whichever a run learns from: then they are the same for every seed. */
static gboolean
edit_images (Erased *self, RasDataset *dataset, const RasFit *fit, const RasRunnerOptions *options,
             GError **error)
{
  const RasRunnerListener *listener = options->listener;
  RasProgress progress = { listener ? listener->preparing : NULL,
                           listener ? listener->user_data : NULL, options->cancellable };
  RasEditPlan plan = ras_erased_make_edit_plan (dataset, self->config, options->cache);

  plan.target = fit;
  self->dataset = ras_edited_dataset_new (&plan, &progress, error);
  return self->dataset != NULL;
}

static gboolean
make_single (Erased *self, RasDataset *dataset, GPtrArray *fits, Fitting *fitting, GError **error)
{
  RasApplyOptions options = { self->config->rank, TRUE };
  const RasEraser *eraser = ras_eraser_find (self->config->eraser, NULL);
  RasFit *fit = find_fit (fits, self->config->eraser);

  if (eraser->fit != NULL && fit == NULL)
    {
      if (fitting->error)
        g_propagate_error (error, g_steal_pointer (&fitting->error));
      return FALSE;
    }
  if (fit && eraser->extend && ras_fit_get_path_length (fit) < options.rank
      && !eraser->extend (fit, options.rank, error))
    return FALSE;
  /* Edited images are learnt from as they are. */
  if (eraser->edits && !edit_images (self, dataset, fit, fitting->options, error))
    return FALSE;
  self->eraser = ras_batch_eraser_new (eraser->edits ? NULL : fit, &options, error);
  return self->eraser != NULL;
}

static gboolean
fit_alike (RasDataset *dataset, GPtrArray *all, const RasRunConfig *config,
           const RasRunnerOptions *options, GError **error)
{
  guint max_rank;
  g_autoptr (GPtrArray) erasers = list_erasers (all, config, &max_rank);
  g_autoptr (GPtrArray) fits = NULL;
  Fitting fitting = { options, NULL };
  RasFitPlan plan = { erasers, get_fit_options (config, max_rank), options->cache };
  RasFitObserver observer = { .progress = progress_cb,
                              .failed = failed_cb,
                              .user_data = &fitting,
                              .cancellable = options->cancellable };
  gboolean done = TRUE;

  fits = ras_fit_run (dataset, &plan, &observer, NULL, error);
  done = fits != NULL;
  for (guint i = 0; done && i < all->len; i++)
    if (has_same_options (((Erased *) all->pdata[i])->config, config))
      done = make_single (all->pdata[i], dataset, fits, &fitting, error);
  g_clear_error (&fitting.error);
  return done;
}

GPtrArray *
ras_erased_make (RasDataset *dataset, const GPtrArray *runs, const RasRunnerOptions *options,
                 GError **error)
{
  g_autoptr (GPtrArray) all = g_ptr_array_new_with_free_func (erased_free);

  for (guint i = 0; i < runs->len; i++)
    {
      const RasRun *run = runs->pdata[i];
      Erased *erased;

      if (run->state != RAS_RUN_STARTED || find (all, run->config))
        continue;
      erased = g_new0 (Erased, 1);
      erased->config = run->config;
      g_ptr_array_add (all, erased);
    }
  for (guint i = 0; i < all->len; i++)
    {
      Erased *erased = all->pdata[i];

      if (erased->eraser == NULL
          && !fit_alike (dataset, all, erased->config, options, error))
        return NULL;
    }
  return g_steal_pointer (&all);
}

gboolean
ras_runner_find_rank (RasDataset *dataset, double target, RasCache *cache,
                      const RasProgress *progress, guint *rank, GError **error)
{
  RasRunnerListener listener = { .preparing = progress ? progress->func : NULL,
                                 .user_data = progress ? progress->user_data : NULL };
  RasRunnerOptions options = { .cache = cache,
                               .cancellable = progress ? progress->cancellable : NULL,
                               .listener = &listener };
  Fitting fitting = { &options, NULL };
  g_autoptr (GPtrArray) erasers = ras_erasers_parse ("alf-qleace", NULL);
  g_autoptr (GPtrArray) fits = NULL;
  RasFitPlan plan = { erasers, RAS_FIT_OPTIONS_DEFAULT, cache };
  RasFitObserver observer = { .progress = progress_cb,
                              .user_data = &fitting,
                              .cancellable = options.cancellable };
  int found;

  plan.options.target = target;
  if ((fits = ras_fit_run (dataset, &plan, &observer, NULL, error)) == NULL)
    return FALSE;
  found = ras_fit_get_rank_for_target (fits->pdata[0], target);
  /* A path that ended before it got there has nothing left to remove. */
  *rank = found >= 0 ? (guint) found : ras_fit_get_path_length (fits->pdata[0]);
  return TRUE;
}
