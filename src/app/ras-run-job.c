#include "ras-run-job.h"

#include "config.h"

#include "ras-job.h"
#include "ras-mdl-plan.h"
#include "ras-run-store.h"
#include "ras-settings.h"
#include "runner.h"

enum
{
  KEY_NONE,
  KEY_PREPARING,
  KEY_FIRST_RUN, /* and so on, one for the progress of each run */
};

typedef struct
{
  RasRunJobListener listener;
  RasDataset *dataset;
  RasPlan *plan;    /* NULL: to be resumed */
  char *preset;     /* with a plan */
  char *collection; /* NULL with a plan until it is in the store */
  RasRunnerGate *gate;
  guint64 cache_limit;

  /* The worker's alone */
  RasJob *job;
  RasStore *store;
  GPtrArray *runs;    /* RasRun * */
  GHashTable *losses; /* RasRun * to Losses */
  GError *error;      /* the store could not be written */
} Work;

typedef struct
{
  guint block;
  GArray *training, *validation;
} Losses;

struct _RasRunJob
{
  RasJob *job;
  RasRunnerGate *gate;
};

typedef enum
{
  PREPARING,
  PLANNED,
  STARTED,
  EPOCH,
  POINT,
  ENDED,
  DONE,
} MessageKind;

typedef struct
{
  MessageKind kind;
  const RasRunJobListener *listener; /* lives as long as its job */
  char *text;                        /* stage, collection or run */
  double fraction;
  GPtrArray *runs;
  RasRunStatus status;
  RasPoint *point;
  RasRunState state;
  char *sentence;
  GError *error;
} Message;

static void
losses_free (gpointer data)
{
  Losses *losses = data;

  g_array_unref (losses->training);
  g_array_unref (losses->validation);
  g_free (losses);
}

static void
work_free (gpointer data)
{
  Work *work = data;

  ras_dataset_unref (work->dataset);
  g_clear_pointer (&work->plan, ras_plan_free);
  g_clear_pointer (&work->store, ras_store_unref);
  g_clear_pointer (&work->runs, g_ptr_array_unref);
  g_hash_table_unref (work->losses);
  g_clear_error (&work->error);
  ras_runner_gate_unref (work->gate);
  g_free (work->preset);
  g_free (work->collection);
  g_free (work);
}

/* --- Messages --- */

static void
message_free (gpointer data)
{
  Message *message = data;

  g_clear_pointer (&message->runs, g_ptr_array_unref);
  g_clear_pointer (&message->status.training_losses, g_array_unref);
  g_clear_pointer (&message->status.validation_losses, g_array_unref);
  g_clear_pointer (&message->point, ras_point_free);
  g_clear_error (&message->error);
  g_free (message->sentence);
  g_free (message->text);
  g_free (message);
}

static Message *
message_new (Work *work, MessageKind kind, const char *text)
{
  Message *message = g_new0 (Message, 1);

  message->kind = kind;
  message->listener = &work->listener;
  message->text = g_strdup (text);
  return message;
}

static void
deliver (gpointer data, gpointer user_data)
{
  Message *message = data;
  const RasRunJobListener *listener = message->listener;

  switch (message->kind)
    {
    case PREPARING:
      listener->preparing (message->text, message->fraction, user_data);
      break;
    case PLANNED:
      listener->planned (message->text, message->runs, user_data);
      break;
    case STARTED:
      listener->started (message->text, user_data);
      break;
    case EPOCH:
      message->status.run_id = message->text;
      listener->epoch (&message->status, user_data);
      break;
    case POINT:
      listener->point (message->text, message->point, user_data);
      break;
    case ENDED:
      listener->ended (message->text, message->state, message->sentence, user_data);
      break;
    case DONE:
      listener->done (message->error, user_data);
      break;
    }
}

/* --- What the runner tells --- */

static void
preparing_cb (const char *stage, double fraction, gpointer user_data)
{
  Work *work = user_data;
  Message *message = message_new (work, PREPARING, stage);

  message->fraction = fraction;
  ras_job_post (work->job, KEY_PREPARING, message, message_free);
}

static void
started_cb (const RasRun *run, gpointer user_data)
{
  Work *work = user_data;

  ras_job_post (work->job, KEY_NONE, message_new (work, STARTED, run->id), message_free);
}

static Losses *
get_losses (Work *work, const RasRun *run)
{
  Losses *losses = g_hash_table_lookup (work->losses, run);

  if (losses == NULL)
    {
      losses = g_new0 (Losses, 1);
      losses->training = g_array_new (FALSE, FALSE, sizeof (double));
      losses->validation = g_array_new (FALSE, FALSE, sizeof (double));
      g_hash_table_insert (work->losses, (gpointer) run, losses);
    }
  return losses;
}

static guint
find_run (Work *work, const RasRun *run)
{
  guint i;

  return g_ptr_array_find (work->runs, run, &i) ? i : work->runs->len;
}

/* The losses of all epochs so far go with every message: one that was replaced is not missed. */
static void
epoch_cb (const RasRunnerProgress *progress, gpointer user_data)
{
  Work *work = user_data;
  Losses *losses = get_losses (work, progress->run);
  Message *message = message_new (work, EPOCH, progress->run->id);
  RasRunStatus *status = &message->status;

  if (losses->block != progress->block || progress->epoch == 0)
    {
      g_array_set_size (losses->training, 0);
      g_array_set_size (losses->validation, 0);
      losses->block = progress->block;
    }
  g_array_append_val (losses->training, progress->training_loss);
  g_array_append_val (losses->validation, progress->validation_loss);
  status->block = progress->block;
  status->n_blocks = progress->n_blocks;
  status->images = progress->images;
  status->epoch = progress->epoch;
  status->images_per_second = progress->images_per_second;
  status->seconds_left = progress->seconds_left;
  status->training_losses = g_array_copy (losses->training);
  status->validation_losses = g_array_copy (losses->validation);
  ras_job_post (work->job, KEY_FIRST_RUN + find_run (work, progress->run), message, message_free);
}

/* What cannot be kept is not worth training. */
static void
give_up (Work *work, GError *error)
{
  if (work->error == NULL)
    work->error = error;
  else
    g_error_free (error);
  g_cancellable_cancel (ras_job_get_cancellable (work->job));
}

static void
point_cb (const RasRun *run, const RasPoint *point, gpointer user_data)
{
  Work *work = user_data;
  Message *message = message_new (work, POINT, run->id);
  GError *error = NULL;

  if (!ras_store_add_point (work->store, run->id, point, &error))
    give_up (work, error);
  message->point = ras_point_copy (point);
  ras_job_post (work->job, KEY_NONE, message, message_free);
}

static void
ended_cb (const RasRun *run, gpointer user_data)
{
  Work *work = user_data;
  Message *message = message_new (work, ENDED, run->id);
  GError *error = NULL;

  if (!ras_store_set_state (work->store, run->id, run->state,
                            run->state == RAS_RUN_FAILED ? run->message : NULL, &error))
    give_up (work, error);
  message->state = run->state;
  message->sentence = g_strdup (run->message);
  ras_job_post (work->job, KEY_NONE, message, message_free);
}

/* --- The thread --- */

static gboolean
load_runs (Work *work, GError **error)
{
  work->store = ras_run_store_open (error);
  if (work->store == NULL)
    return FALSE;
  if (work->plan)
    {
      g_autoptr (GPtrArray) configs
          = ras_mdl_plan_list_runs (work->plan, work->dataset, g_get_num_processors (), error);
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

static GPtrArray *
copy_runs (const GPtrArray *runs)
{
  GPtrArray *copies = g_ptr_array_new_full (runs->len, (GDestroyNotify) ras_run_free);

  for (guint i = 0; i < runs->len; i++)
    g_ptr_array_add (copies, ras_run_copy (g_ptr_array_index (runs, i)));
  return copies;
}

static gboolean
train (Work *work, GError **error)
{
  const RasRunnerListener listener = { preparing_cb, started_cb, epoch_cb, point_cb, ended_cb,
                                       work };
  g_autoptr (RasCache) cache = ras_cache_new (NULL, work->cache_limit);
  const RasRunnerOptions options = {
    .cache = cache,
    .background = TRUE,
    .gate = work->gate,
    .cancellable = ras_job_get_cancellable (work->job),
    .listener = &listener,
  };
  Message *message;

  if (!load_runs (work, error))
    return FALSE;
  message = message_new (work, PLANNED, work->collection);
  message->runs = copy_runs (work->runs);
  ras_job_post (work->job, KEY_NONE, message, message_free);
  return ras_runner_run (work->dataset, work->runs, &options, error);
}

static void
run (RasJob *job, gpointer data)
{
  Work *work = data;
  g_autoptr (GError) error = NULL;
  Message *message;

  work->job = job;
  train (work, &error);
  message = message_new (work, DONE, NULL);
  message->error = work->error ? g_steal_pointer (&work->error) : g_steal_pointer (&error);
  ras_job_post (job, KEY_NONE, message, message_free);
}

/* --- The interface thread --- */

static RasRunJob *
start (RasDataset *dataset, const RasPlan *plan, const char *preset, const char *collection,
       const RasRunJobListener *listener, gpointer user_data)
{
  RasRunJob *self = g_new0 (RasRunJob, 1);
  Work *work = g_new0 (Work, 1);

  work->listener = *listener;
  work->dataset = ras_dataset_ref (dataset);
  work->plan = plan ? ras_plan_copy (plan) : NULL;
  work->preset = g_strdup (preset);
  work->collection = g_strdup (collection);
  work->gate = ras_runner_gate_new ();
  work->cache_limit = ras_settings_get_cache_limit ();
  work->losses = g_hash_table_new_full (NULL, NULL, NULL, losses_free);
  self->gate = ras_runner_gate_ref (work->gate);
  self->job = ras_job_start ("rasura-runs", run, work, work_free, deliver, user_data);
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
  g_free (self);
}
