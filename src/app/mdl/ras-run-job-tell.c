#include "ras-run-job-private.h"

enum
{
  KEY_NONE,
  KEY_PREPARING,
  KEY_FIRST_RUN, /* and so on, one for the progress of each run */
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

void
ras_run_losses_free (gpointer data)
{
  RasRunLosses *losses = data;

  g_array_unref (losses->training);
  g_array_unref (losses->validation);
  g_free (losses);
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
message_new (RasRunWork *work, MessageKind kind, const char *text)
{
  Message *message = g_new0 (Message, 1);

  message->kind = kind;
  message->listener = &work->listener;
  message->text = g_strdup (text);
  return message;
}

void
ras_run_work_deliver (gpointer data, gpointer user_data)
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
  RasRunWork *work = user_data;
  Message *message = message_new (work, PREPARING, stage);

  message->fraction = fraction;
  ras_job_post (work->job, KEY_PREPARING, message, message_free);
}

static void
started_cb (const RasRun *run, gpointer user_data)
{
  RasRunWork *work = user_data;

  ras_job_post (work->job, KEY_NONE, message_new (work, STARTED, run->id), message_free);
}

static RasRunLosses *
get_losses (RasRunWork *work, const RasRun *run)
{
  RasRunLosses *losses = g_hash_table_lookup (work->losses, run);

  if (losses == NULL)
    {
      losses = g_new0 (RasRunLosses, 1);
      losses->training = g_array_new (FALSE, FALSE, sizeof (double));
      losses->validation = g_array_new (FALSE, FALSE, sizeof (double));
      g_hash_table_insert (work->losses, (gpointer) run, losses);
    }
  return losses;
}

static guint
find_run (RasRunWork *work, const RasRun *run)
{
  guint i;

  return g_ptr_array_find (work->runs, run, &i) ? i : work->runs->len;
}

/* The losses of all epochs so far go with every message: one that was replaced is not missed. */
static void
epoch_cb (const RasRunnerProgress *progress, gpointer user_data)
{
  RasRunWork *work = user_data;
  RasRunLosses *losses = get_losses (work, progress->run);
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
give_up (RasRunWork *work, GError *error)
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
  RasRunWork *work = user_data;
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
  RasRunWork *work = user_data;
  Message *message = message_new (work, ENDED, run->id);
  GError *error = NULL;

  if (!ras_store_set_state (work->store, run->id, run->state,
                            run->state == RAS_RUN_FAILED ? run->message : NULL, &error))
    give_up (work, error);
  message->state = run->state;
  message->sentence = g_strdup (run->message);
  ras_job_post (work->job, KEY_NONE, message, message_free);
}

RasRunnerListener
ras_run_work_get_listener (RasRunWork *work)
{
  return (RasRunnerListener) { preparing_cb, started_cb, epoch_cb, point_cb, ended_cb, work };
}

void
ras_run_work_tell_preparing (RasRunWork *work, const char *stage, double fraction)
{
  preparing_cb (stage, fraction, work);
}

/* --- What the thread itself tells --- */

static GPtrArray *
copy_runs (const GPtrArray *runs)
{
  GPtrArray *copies = g_ptr_array_new_full (runs->len, (GDestroyNotify) ras_run_free);

  for (guint i = 0; i < runs->len; i++)
    g_ptr_array_add (copies, ras_run_copy (g_ptr_array_index (runs, i)));
  return copies;
}

void
ras_run_work_tell_planned (RasRunWork *work)
{
  Message *message = message_new (work, PLANNED, work->collection);

  message->runs = copy_runs (work->runs);
  ras_job_post (work->job, KEY_NONE, message, message_free);
}

void
ras_run_work_tell_done (RasRunWork *work, GError *error)
{
  Message *message = message_new (work, DONE, NULL);

  message->error = error;
  ras_job_post (work->job, KEY_NONE, message, message_free);
}
