#include "runner-private.h"

#include "memory.h"
#include "threads.h"

#include <glib/gi18n.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <unistd.h>

/* Speeds are averaged over about so many epochs. */
#define SPEED_MEMORY 0.3

/* --- The runs --- */

typedef struct
{
  RasDataset *dataset;
  GPtrArray *runs;
  const RasRunnerOptions *options;
  const RasRunnerListener *listener; /* never NULL */
  GPtrArray *erasers;        /* as ras_erased_make() gives */
  GCancellable *cancellable; /* ours: the caller's cancellation, or one run's failure */
  GMutex mutex;              /* for what follows, and for the listener */
  guint next;
  GError *error;
} Runner;

/* One worker and the run it is at. */
typedef struct
{
  Runner *runner;
  RasRun *run;
  double speed;     /* images a second */
} Worker;

static void
epoch_cb (const RasPrequentialEpoch *epoch, gpointer user_data)
{
  Worker *worker = user_data;
  Runner *runner = worker->runner;
  RasRunnerProgress progress = { .run = worker->run,
                                 .block = epoch->block,
                                 .n_blocks = epoch->n_blocks,
                                 .images = epoch->images,
                                 .epoch = epoch->epoch,
                                 .training_loss = epoch->training_loss,
                                 .validation_loss = epoch->validation_loss };

  if (epoch->epoch_seconds > 0)
    {
      double speed = epoch->images / epoch->epoch_seconds;

      worker->speed
          = worker->speed > 0 ? worker->speed + SPEED_MEMORY * (speed - worker->speed) : speed;
    }
  progress.images_per_second = worker->speed;
  progress.seconds_left = ras_runner_guess_left (epoch, worker->run->config, worker->speed);
  g_mutex_lock (&runner->mutex);
  if (runner->listener->epoch)
    runner->listener->epoch (&progress, runner->listener->user_data);
  g_mutex_unlock (&runner->mutex);
}

static void
point_cb (const RasRun *run, const RasPoint *point, gpointer user_data)
{
  Worker *worker = user_data;
  Runner *runner = worker->runner;

  g_mutex_lock (&runner->mutex);
  if (runner->listener->point)
    runner->listener->point (run, point, runner->listener->user_data);
  g_mutex_unlock (&runner->mutex);
}

/* A numerical accident is the run's own; anything else ends all of them. */
static void
take_error (Runner *self, RasRun *run, GError *error)
{
  if (g_error_matches (error, RAS_LEARN_ERROR, RAS_LEARN_ERROR_NUMERICAL))
    {
      run->state = RAS_RUN_FAILED;
      g_free (run->message);
      run->message = g_strdup (error->message);
      g_error_free (error);
      return;
    }
  g_mutex_lock (&self->mutex);
  if (self->error == NULL)
    self->error = error;
  else
    g_error_free (error);
  g_mutex_unlock (&self->mutex);
  g_cancellable_cancel (self->cancellable);
}

static void
train_run (Worker *worker)
{
  Runner *self = worker->runner;
  RasRun *run = worker->run;
  RasPrequentialObserver observer = { .epoch = epoch_cb,
                                      .point = point_cb,
                                      .user_data = worker,
                                      .gate = self->options->gate,
                                      .cancellable = self->cancellable };
  GError *error = NULL;

  worker->speed = 0;
  g_mutex_lock (&self->mutex);
  if (self->listener->started)
    self->listener->started (run, self->listener->user_data);
  g_mutex_unlock (&self->mutex);
  if (!ras_prequential_run (ras_erased_find_dataset (self->erasers, run->config, self->dataset), run,
                            ras_erased_find (self->erasers, run->config), &observer, &error))
    take_error (self, run, error);
  if (run->state == RAS_RUN_STARTED)
    return;
  g_mutex_lock (&self->mutex);
  if (self->listener->ended)
    self->listener->ended (run, self->listener->user_data);
  g_mutex_unlock (&self->mutex);
}

static RasRun *
take_next (Runner *self)
{
  RasRun *run = NULL;

  g_mutex_lock (&self->mutex);
  while (run == NULL && self->next < self->runs->len)
    {
      run = self->runs->pdata[self->next++];
      if (run->state != RAS_RUN_STARTED)
        run = NULL;
    }
  g_mutex_unlock (&self->mutex);
  return g_cancellable_is_cancelled (self->cancellable) ? NULL : run;
}

static gpointer
run_worker (gpointer data)
{
  Worker worker = { .runner = data };

#ifdef __linux__
  /* On Linux niceness is a thread's own, and passed on to the threads it starts. */
  if (worker.runner->options->background)
    setpriority (PRIO_PROCESS, syscall (SYS_gettid), 10);
#endif
  while ((worker.run = take_next (worker.runner)))
    train_run (&worker);
  return NULL;
}

static guint
count_workers (GPtrArray *runs, guint cores)
{
  guint threads = 1, pending = 0;

  for (guint i = 0; i < runs->len; i++)
    {
      const RasRun *run = runs->pdata[i];

      if (run->state != RAS_RUN_STARTED)
        continue;
      pending++;
      threads = MAX (threads, run->config->threads);
    }
  return MAX (1, MIN (pending, cores / threads));
}

/* All on threads of their own, so that the caller's keeps its priority. Where there are fewer than
 * wanted, these do all the work. */
static void
run_workers (Runner *self, guint n)
{
  g_autofree GThread **threads = g_new0 (GThread *, n);
  g_autoptr (GError) error = NULL;
  guint there = 0;

  ras_blas_hold_single ();
  while (there < n
         && (threads[there] = g_thread_try_new ("rasura-run", run_worker, self, &error)))
    there++;
  for (guint i = 0; i < there; i++)
    g_thread_join (threads[i]);
  ras_blas_release_single ();
  if (there == 0)
    self->error = g_steal_pointer (&error);
}

static void
pass_on_cb (GCancellable *from, gpointer to)
{
  g_cancellable_cancel (to);
}

/* What a store says of a run may be damaged, or about other images: training relies on every one of
 * its values. */
static gboolean
check_run (RasDataset *dataset, const RasRun *run, GError **error)
{
  g_autoptr (RasRunConfig) completed = ras_run_config_copy (run->config);
  g_autofree char *expected = NULL;
  g_autofree char *name = NULL;

  if (!ras_run_config_complete (completed, dataset, error))
    return FALSE;
  expected = ras_run_config_make_id (completed);
  if (strcmp (run->id, expected) == 0)
    return ras_run_config_check_network (completed, dataset, error);
  name = ras_run_config_describe (run->config);
  g_set_error (error, RAS_LEARN_ERROR, RAS_LEARN_ERROR_INVALID,
               _ ("“%s” was begun with other images or by another version of Rasura: order it "
                  "anew"),
               name);
  return FALSE;
}

static gboolean
check_runs (RasDataset *dataset, const GPtrArray *runs, GError **error)
{
  for (guint i = 0; i < runs->len; i++)
    {
      const RasRun *run = runs->pdata[i];

      if (run->state == RAS_RUN_STARTED && !check_run (dataset, run, error))
        return FALSE;
    }
  return TRUE;
}

static gboolean
check_memory (RasDataset *dataset, GPtrArray *runs, guint cores, GError **error)
{
  g_autoptr (GPtrArray) configs = g_ptr_array_new ();
  guint64 needed, available = ras_memory_available ();

  for (guint i = 0; i < runs->len; i++)
    if (((RasRun *) runs->pdata[i])->state == RAS_RUN_STARTED)
      g_ptr_array_add (configs, ((RasRun *) runs->pdata[i])->config);
  needed = ras_runner_memory (dataset, configs, cores);
  if (needed <= available)
    return TRUE;
  g_autofree char *needs = g_format_size (needed);
  g_autofree char *has = g_format_size (available);
  g_set_error (error, RAS_LEARN_ERROR, RAS_LEARN_ERROR_MEMORY,
               _ ("training would need %s of memory, and %s is free: choose a smaller network or "
                  "fewer erasers at once"),
               needs, has);
  return FALSE;
}

gboolean
ras_runner_run (RasDataset *dataset, GPtrArray *runs, const RasRunnerOptions *options,
                GError **error)
{
  static const RasRunnerListener nobody = { NULL };
  guint cores = options->cores > 0 ? options->cores : g_get_num_processors ();
  g_autoptr (GPtrArray) erasers = NULL;
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  Runner self = { .dataset = dataset,
                  .runs = runs,
                  .options = options,
                  .listener = options->listener ? options->listener : &nobody,
                  .cancellable = cancellable };
  gulong handler = 0;

  if (!check_runs (dataset, runs, error) || !check_memory (dataset, runs, cores, error)
      || (erasers = ras_erased_make (dataset, runs, options, error)) == NULL)
    return FALSE;
  self.erasers = erasers;
  g_mutex_init (&self.mutex);
  if (options->cancellable)
    handler = g_cancellable_connect (options->cancellable, G_CALLBACK (pass_on_cb), cancellable,
                                     NULL);
  run_workers (&self, count_workers (runs, cores));
  g_cancellable_disconnect (options->cancellable, handler);
  g_mutex_clear (&self.mutex);
  if (self.error)
    {
      g_propagate_error (error, self.error);
      return FALSE;
    }
  return !g_cancellable_set_error_if_cancelled (options->cancellable, error);
}
