#include "ras-run-job-private.h"

#include "config.h"

#include "ras-mdl-plan.h"
#include "ras-run-store.h"
#include "ras-settings.h"

/* Milliseconds between looks at a fit that is made elsewhere. */
#define HOLD_INTERVAL 100

struct _RasRunJob
{
  RasJob *job;
  RasRunnerGate *gate;
  RasRunHold *hold;
};

static void
hold_clear (gpointer data)
{
  RasRunHold *hold = data;

  g_mutex_clear (&hold->mutex);
  g_free (hold->stage);
}

static void
hold_unref (RasRunHold *hold)
{
  g_atomic_rc_box_release_full (hold, hold_clear);
}

static void
work_free (gpointer data)
{
  RasRunWork *work = data;

  ras_dataset_unref (work->dataset);
  g_clear_pointer (&work->plan, ras_plan_free);
  g_clear_pointer (&work->store, ras_store_unref);
  g_clear_pointer (&work->runs, g_ptr_array_unref);
  g_hash_table_unref (work->losses);
  g_clear_error (&work->error);
  ras_runner_gate_unref (work->gate);
  hold_unref (work->hold);
  g_free (work->preset);
  g_free (work->collection);
  g_free (work);
}

/* --- The thread --- */

static gboolean
load_runs (RasRunWork *work, GError **error)
{
  work->store = ras_run_store_open (error);
  if (work->store == NULL)
    return FALSE;
  if (work->plan)
    {
      g_autoptr (GPtrArray) configs
          = ras_mdl_plan_list_runs (work->plan, work->dataset, work->cores, error);
      g_autofree char *name = configs ? ras_mdl_plan_name (configs, work->preset) : NULL;

      if (configs == NULL)
        return FALSE;
      work->collection = ras_store_add_collection (work->store, name, work->plan, configs,
                                                   RAS_VERSION, error);
      if (work->collection == NULL)
        return FALSE;
    }
  work->runs = ras_store_load_runs (work->store, work->collection, error);
  return work->runs != NULL;
}

/* Fits run in the order of their erasers, the quick ones first: what comes after the ALF path takes
 * minutes on large images, and so does editing a whole split. */
static gboolean
is_slow (const RasRun *run)
{
  const RasEraser *eraser = ras_eraser_find (run->config->eraser, NULL);

  return eraser && (eraser->order > 2 || eraser->edits);
}

static GPtrArray *
list_runs (RasRunWork *work, gboolean slow)
{
  GPtrArray *runs = g_ptr_array_new ();

  for (guint i = 0; i < work->runs->len; i++)
    {
      RasRun *run = g_ptr_array_index (work->runs, i);

      if (run->state == RAS_RUN_STARTED && is_slow (run) == slow)
        g_ptr_array_add (runs, run);
    }
  return runs;
}

/* Until nobody else makes the fit that is needed; it is in the cache then. */
static gboolean
wait_for_hold (RasRunWork *work, GError **error)
{
  GCancellable *cancellable = ras_job_get_cancellable (work->job);

  for (;;)
    {
      g_autofree char *stage = NULL;
      double fraction;

      g_mutex_lock (&work->hold->mutex);
      stage = g_strdup (work->hold->stage);
      fraction = work->hold->fraction;
      g_mutex_unlock (&work->hold->mutex);
      if (g_cancellable_set_error_if_cancelled (cancellable, error))
        return FALSE;
      if (stage == NULL)
        return TRUE;
      ras_run_work_tell_preparing (work, stage, fraction);
      g_usleep (HOLD_INTERVAL * 1000);
    }
}

static gboolean
train_some (RasRunWork *work, GPtrArray *runs, GError **error)
{
  const RasRunnerListener listener = ras_run_work_get_listener (work);
  g_autoptr (RasCache) cache = ras_cache_new (NULL, work->cache_limit);
  const RasRunnerOptions options = {
    .cache = cache,
    .cores = work->cores,
    .background = TRUE,
    .gate = work->gate,
    .cancellable = ras_job_get_cancellable (work->job),
    .listener = &listener,
  };

  return runs->len == 0 || ras_runner_run (work->dataset, runs, &options, error);
}

/* First all that can begin soon, so that there is something to look at; then what needs slow fits. */
static gboolean
train (RasRunWork *work, GError **error)
{
  g_autoptr (GPtrArray) soon = NULL;
  g_autoptr (GPtrArray) late = NULL;

  if (!load_runs (work, error))
    return FALSE;
  ras_run_work_tell_planned (work);
  soon = list_runs (work, FALSE);
  late = list_runs (work, TRUE);
  return train_some (work, soon, error) && (late->len == 0 || wait_for_hold (work, error))
         && train_some (work, late, error);
}

static void
run (RasJob *job, gpointer data)
{
  RasRunWork *work = data;
  g_autoptr (GError) error = NULL;

  work->job = job;
  train (work, &error);
  ras_run_work_tell_done (work, work->error ? g_steal_pointer (&work->error)
                                            : g_steal_pointer (&error));
}

/* --- The interface thread --- */

static RasRunJob *
start (RasDataset *dataset, const RasPlan *plan, const char *preset, const char *collection,
       const RasRunJobListener *listener, gpointer user_data)
{
  RasRunJob *self = g_new0 (RasRunJob, 1);
  RasRunWork *work = g_new0 (RasRunWork, 1);

  work->listener = *listener;
  work->dataset = ras_dataset_ref (dataset);
  work->plan = plan ? ras_plan_copy (plan) : NULL;
  work->preset = g_strdup (preset);
  work->collection = g_strdup (collection);
  work->gate = ras_runner_gate_new ();
  work->hold = g_atomic_rc_box_new0 (RasRunHold);
  g_mutex_init (&work->hold->mutex);
  work->cache_limit = ras_settings_get_cache_limit ();
  work->cores = ras_settings_get_training_cores ();
  work->losses = g_hash_table_new_full (NULL, NULL, NULL, ras_run_losses_free);
  self->gate = ras_runner_gate_ref (work->gate);
  self->hold = g_atomic_rc_box_acquire (work->hold);
  self->job = ras_job_start ("rasura-runs", run, work, work_free, ras_run_work_deliver, user_data);
  return self;
}

RasRunJob *
ras_run_job_start (RasDataset *dataset, const RasPlan *plan, const char *preset,
                   const RasRunJobListener *listener, gpointer user_data)
{
  return start (dataset, plan, preset, NULL, listener, user_data);
}

RasRunJob *
ras_run_job_resume (RasDataset *dataset, const char *collection,
                    const RasRunJobListener *listener, gpointer user_data)
{
  return start (dataset, NULL, NULL, collection, listener, user_data);
}

void
ras_run_job_set_paused (RasRunJob *self, gboolean paused)
{
  ras_runner_gate_set_paused (self->gate, paused);
}

void
ras_run_job_set_hold (RasRunJob *self, const char *stage, double fraction)
{
  g_mutex_lock (&self->hold->mutex);
  g_free (self->hold->stage);
  self->hold->stage = g_strdup (stage);
  self->hold->fraction = fraction;
  g_mutex_unlock (&self->hold->mutex);
}

void
ras_run_job_stop (RasRunJob *self)
{
  g_cancellable_cancel (ras_job_get_cancellable (self->job));
  ras_runner_gate_set_paused (self->gate, FALSE);
}

void
ras_run_job_supersede (RasRunJob *self)
{
  if (self == NULL)
    return;
  ras_run_job_stop (self);
  ras_job_supersede (self->job);
  ras_runner_gate_unref (self->gate);
  hold_unref (self->hold);
  g_free (self);
}
