#include "ras-fit-job.h"

#include "ras-job.h"

typedef enum
{
  MESSAGE_PROGRESS,
  MESSAGE_READY,
  MESSAGE_GROWN,
  MESSAGE_FINISHED,
  MESSAGE_FAILED,
  MESSAGE_DONE,
} MessageKind;

typedef struct
{
  MessageKind kind;
  const RasFitListener *listener; /* lives as long as the job */
  const RasEraser *eraser;
  char *stage;
  double fraction;
  RasFit *fit;
  GError *error;
} Message;

/* Shared between the two threads: immutable but for the worker's own part. */
typedef struct
{
  RasDataset *dataset;
  double target;
  guint64 cache_limit;
  RasFitListener listener;
  GCancellable **by_eraser; /* one for each of the registry */

  /* The worker's. */
  RasJob *job;
  GPtrArray *paths;   /* of RasFit: those with a path that were announced */
  guint length;       /* of the longest path that was told of */
  RasFit *succeeding; /* goes on where one of `paths` stopped, but is not as long yet */
} Work;

struct _RasFitJob
{
  RasJob *job;
  Work *work; /* owned by the job */
};

static void
work_free (gpointer data)
{
  Work *work = data;

  for (guint i = 0; i < ras_n_erasers (); i++)
    g_object_unref (work->by_eraser[i]);
  g_free (work->by_eraser);
  g_ptr_array_unref (work->paths);
  g_clear_pointer (&work->succeeding, ras_fit_unref);
  ras_dataset_unref (work->dataset);
  g_free (work);
}

static void
message_free (gpointer data)
{
  Message *message = data;

  g_free (message->stage);
  g_clear_pointer (&message->fit, ras_fit_unref);
  g_clear_error (&message->error);
  g_free (message);
}

static Message *
message_new (Work *work, MessageKind kind)
{
  Message *message = g_new0 (Message, 1);

  message->kind = kind;
  message->listener = &work->listener;
  return message;
}

static void
deliver (gpointer data, gpointer user_data)
{
  Message *message = data;
  const RasFitListener *listener = message->listener;

  switch (message->kind)
    {
    case MESSAGE_PROGRESS:
      listener->progress (message->eraser, message->stage, message->fraction, user_data);
      break;
    case MESSAGE_READY:
      listener->ready (message->fit, user_data);
      break;
    case MESSAGE_GROWN:
      listener->grown (user_data);
      break;
    case MESSAGE_FINISHED:
      listener->finished (message->fit, user_data);
      break;
    case MESSAGE_FAILED:
      listener->failed (message->eraser, message->error, user_data);
      break;
    case MESSAGE_DONE:
      listener->done (message->error, user_data);
      break;
    }
}

/* Keys of messages of which only the latest counts: 1 is growth, then the moments' progress,
 * then each eraser's. */
static guint
progress_key (const RasEraser *eraser)
{
  return eraser ? 3 + ras_eraser_index (eraser) : 2;
}

static void
announce (Work *work, MessageKind kind, RasFit *fit)
{
  Message *message = message_new (work, kind);

  message->fit = ras_fit_ref (fit);
  ras_job_post (work->job, 0, message, message_free);
}

static RasFit **
find_path (Work *work, const RasEraser *eraser)
{
  for (guint i = 0; i < work->paths->len; i++)
    if (ras_fit_get_eraser (work->paths->pdata[i]) == eraser)
      return (RasFit **) &work->paths->pdata[i];
  return NULL;
}

/* What is on show never becomes shorter: another fit of the same path takes over when it has
 * caught up. */
static void
let_succeed (Work *work)
{
  RasFit *fit = work->succeeding;
  RasFit **old = fit ? find_path (work, ras_fit_get_eraser (fit)) : NULL;

  if (old == NULL || ras_fit_get_path_length (fit) < ras_fit_get_path_length (*old))
    return;
  ras_fit_unref (*old);
  *old = g_steal_pointer (&work->succeeding);
  announce (work, MESSAGE_READY, *old);
}

/* Random directions follow the path that has to be searched for, so that both panels can show
 * the same rank. A failure leaves the shorter path, which shows what it has. */
static void
follow_growth (Work *work)
{
  guint length = 0;

  let_succeed (work);
  for (guint i = 0; i < work->paths->len; i++)
    {
      RasFit *fit = work->paths->pdata[i];

      if (ras_fit_get_eraser (fit)->extend == NULL)
        length = MAX (length, ras_fit_get_path_length (fit));
    }
  if (length <= work->length)
    return;
  for (guint i = 0; i < work->paths->len; i++)
    {
      RasFit *fit = work->paths->pdata[i];
      const RasEraser *eraser = ras_fit_get_eraser (fit);
      g_autoptr (GError) error = NULL;

      if (eraser->extend && ras_fit_get_path_length (fit) < length
          && !eraser->extend (fit, length, &error))
        g_info ("%s stays at %u directions: %s", eraser->name, ras_fit_get_path_length (fit),
                error->message);
    }
  work->length = length;
  ras_job_post (work->job, 1, message_new (work, MESSAGE_GROWN), message_free);
}

static void
progress_cb (const RasEraser *eraser, const char *stage, double fraction, gpointer user_data)
{
  Work *work = user_data;
  Message *message = message_new (work, MESSAGE_PROGRESS);

  message->eraser = eraser;
  message->stage = g_strdup (stage);
  message->fraction = fraction;
  ras_job_post (work->job, progress_key (eraser), message, message_free);
  follow_growth (work);
}

static void
ready_cb (RasFit *fit, gpointer user_data)
{
  Work *work = user_data;
  RasFit **old = find_path (work, ras_fit_get_eraser (fit));

  if (old == NULL)
    announce (work, MESSAGE_READY, fit);
  if (!ras_fit_get_eraser (fit)->has_path || (old && *old == fit))
    return;
  if (old == NULL)
    g_ptr_array_add (work->paths, ras_fit_ref (fit));
  else
    {
      g_clear_pointer (&work->succeeding, ras_fit_unref);
      work->succeeding = ras_fit_ref (fit);
    }
  work->length = 0; /* a newcomer has to catch up */
  follow_growth (work);
}

static void
finished_cb (RasFit *fit, gpointer user_data)
{
  Work *work = user_data;

  RasFit **path = find_path (work, ras_fit_get_eraser (fit));

  follow_growth (work);
  announce (work, MESSAGE_FINISHED, path ? *path : fit);
}

static void
failed_cb (const RasEraser *eraser, const GError *error, gpointer user_data)
{
  Work *work = user_data;
  Message *message = message_new (work, MESSAGE_FAILED);

  message->eraser = eraser;
  message->error = g_error_copy (error);
  ras_job_post (work->job, 0, message, message_free);
}

/* As much of the path as is grown before the slower erasers have their turn. */
#define FIRST_TARGET 0.9

static void
fit_stage (Work *work, GPtrArray *erasers, double target, RasCache *cache, GError **error)
{
  RasFitPlan plan = { erasers, RAS_FIT_OPTIONS_DEFAULT, cache };
  RasFitObserver observer = {
    .progress = progress_cb,
    .ready = ready_cb,
    .finished = finished_cb,
    .failed = failed_cb,
    .user_data = work,
    .cancellable = ras_job_get_cancellable (work->job),
    .by_eraser = work->by_eraser,
  };
  g_autoptr (GPtrArray) fits = NULL;

  plan.options.target = target;
  fits = ras_fit_run (work->dataset, &plan, &observer, NULL, error);
}

/* Of those that were fitted and not stopped, the ones whose path is too short for `target`. */
static GPtrArray *
find_short_paths (Work *work, double target)
{
  GPtrArray *erasers = g_ptr_array_new ();

  for (guint i = 0; i < work->paths->len; i++)
    {
      RasFit *fit = work->paths->pdata[i];
      const RasEraser *eraser = ras_fit_get_eraser (fit);

      if (eraser->extend == NULL && ras_fit_get_rank_for_target (fit, target) < 0
          && ras_fit_get_path_length (fit) < ras_fit_get_max_rank (fit)
          && !g_cancellable_is_cancelled (work->by_eraser[ras_eraser_index (eraser)]))
        g_ptr_array_add (erasers, (gpointer) eraser);
    }
  return erasers;
}

static void
run (RasJob *job, gpointer data)
{
  Work *work = data;
  g_autoptr (RasCache) cache = ras_cache_new (NULL, work->cache_limit);
  g_autoptr (GPtrArray) erasers = g_ptr_array_new ();
  g_autoptr (GPtrArray) unfinished = NULL;
  Message *message = message_new (work, MESSAGE_DONE);

  work->job = job;
  for (guint i = 0; i < ras_n_erasers (); i++)
    g_ptr_array_add (erasers, (gpointer) ras_eraser_nth (i));
  /* The whole figure first; then the rest of the path, which may take many times as long. */
  fit_stage (work, erasers, MIN (work->target, FIRST_TARGET), cache, &message->error);
  unfinished = find_short_paths (work, work->target);
  if (unfinished->len > 0 && message->error == NULL && !ras_job_is_cancelled (job))
    fit_stage (work, unfinished, work->target, cache, &message->error);
  ras_job_post (job, 0, message, message_free);
}

RasFitJob *
ras_fit_job_start (RasDataset *dataset, double target, guint64 cache_limit,
                   const RasFitListener *listener, gpointer user_data)
{
  RasFitJob *self = g_new0 (RasFitJob, 1);
  Work *work = g_new0 (Work, 1);

  work->dataset = ras_dataset_ref (dataset);
  work->target = target;
  work->cache_limit = cache_limit;
  work->listener = *listener;
  work->paths = g_ptr_array_new_with_free_func ((GDestroyNotify) ras_fit_unref);
  work->by_eraser = g_new (GCancellable *, ras_n_erasers ());
  for (guint i = 0; i < ras_n_erasers (); i++)
    work->by_eraser[i] = g_cancellable_new ();
  self->work = work;
  self->job = ras_job_start ("rasura-fit", run, work, work_free, deliver, user_data);
  return self;
}

void
ras_fit_job_cancel_eraser (RasFitJob *self, const RasEraser *eraser)
{
  g_cancellable_cancel (self->work->by_eraser[ras_eraser_index (eraser)]);
}

void
ras_fit_job_supersede (RasFitJob *self)
{
  if (self == NULL)
    return;
  ras_clear_job (&self->job);
  g_free (self);
}
