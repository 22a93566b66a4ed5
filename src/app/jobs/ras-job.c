#include "ras-job.h"

typedef struct
{
  guint key;
  gpointer data;
  GDestroyNotify data_free;
} Message;

struct _RasJob
{
  /* Set once, before the thread starts. */
  RasJobFunc run;
  gpointer data;
  GDestroyNotify data_free;
  RasJobDeliverFunc deliver;
  gpointer user_data;
  GMainContext *context;
  GCancellable *cancellable;

  /* The interface thread's. */
  gboolean superseded;

  /* Shared, under the lock. */
  GMutex lock;
  GQueue mailbox; /* of Message, oldest first */
  gboolean idle_pending;
};

/* The threads there are, so that the program can let them end before its libraries do. */
static GMutex running_lock;
static GCond running_cond;
static guint n_running;

static void
message_free (gpointer data)
{
  Message *message = data;

  if (message->data_free)
    message->data_free (message->data);
  g_free (message);
}

static void
clear (gpointer data)
{
  RasJob *job = data;

  g_queue_clear_full (&job->mailbox, message_free);
  if (job->data_free)
    job->data_free (job->data);
  g_object_unref (job->cancellable);
  g_main_context_unref (job->context);
  g_mutex_clear (&job->lock);
}

static RasJob *
ref (RasJob *job)
{
  return g_atomic_rc_box_acquire (job);
}

static void
unref (gpointer job)
{
  g_atomic_rc_box_release_full (job, clear);
}

static gpointer
run_thread (gpointer data)
{
  RasJob *job = data;

  job->run (job, job->data);
  unref (job);
  g_mutex_lock (&running_lock);
  n_running--;
  g_cond_broadcast (&running_cond);
  g_mutex_unlock (&running_lock);
  return NULL;
}

RasJob *
ras_job_start (const char *name, RasJobFunc run, gpointer data, GDestroyNotify data_free,
               RasJobDeliverFunc deliver, gpointer user_data)
{
  RasJob *job = g_atomic_rc_box_new0 (RasJob);

  job->run = run;
  job->data = data;
  job->data_free = data_free;
  job->deliver = deliver;
  job->user_data = user_data;
  job->context = g_main_context_ref_thread_default ();
  job->cancellable = g_cancellable_new ();
  g_mutex_init (&job->lock);
  g_queue_init (&job->mailbox);
  g_mutex_lock (&running_lock);
  n_running++;
  g_mutex_unlock (&running_lock);
  g_thread_unref (g_thread_new (name, run_thread, ref (job)));
  return job;
}

void
ras_job_supersede (RasJob *job)
{
  if (job == NULL)
    return;
  job->superseded = TRUE;
  g_cancellable_cancel (job->cancellable);
  unref (job);
}

GCancellable *
ras_job_get_cancellable (RasJob *job)
{
  return job->cancellable;
}

gboolean
ras_job_is_cancelled (RasJob *job)
{
  return g_cancellable_is_cancelled (job->cancellable);
}

gpointer
ras_job_get_data (RasJob *job)
{
  return job->data;
}

static gboolean
deliver_cb (gpointer user_data)
{
  RasJob *job = user_data;
  GQueue messages;
  Message *message;

  g_mutex_lock (&job->lock);
  messages = job->mailbox;
  g_queue_init (&job->mailbox);
  job->idle_pending = FALSE;
  g_mutex_unlock (&job->lock);

  /* Any of the messages may lead its receiver to supersede the job. */
  while ((message = g_queue_pop_head (&messages)))
    {
      if (!job->superseded)
        job->deliver (message->data, job->user_data);
      message_free (message);
    }
  return G_SOURCE_REMOVE;
}

static void
attach_idle (RasJob *job)
{
  g_autoptr (GSource) source = g_idle_source_new ();

  /* Before the next frame is painted, so that it shows what has just arrived. */
  g_source_set_priority (source, G_PRIORITY_HIGH_IDLE);
  g_source_set_callback (source, deliver_cb, ref (job), unref);
  g_source_attach (source, job->context);
}

void
ras_job_post (RasJob *job, guint key, gpointer data, GDestroyNotify data_free)
{
  Message *message = g_new0 (Message, 1);
  Message *replaced = NULL;

  message->key = key;
  message->data = data;
  message->data_free = data_free;
  g_mutex_lock (&job->lock);
  for (GList *link = key ? job->mailbox.head : NULL; link; link = link->next)
    if (((Message *) link->data)->key == key)
      {
        replaced = link->data;
        g_queue_delete_link (&job->mailbox, link);
        break;
      }
  g_queue_push_tail (&job->mailbox, message);
  if (!job->idle_pending)
    {
      job->idle_pending = TRUE;
      attach_idle (job);
    }
  g_mutex_unlock (&job->lock);
  if (replaced)
    message_free (replaced);
}

gboolean
ras_jobs_wait (double seconds)
{
  gint64 end = g_get_monotonic_time () + seconds * G_TIME_SPAN_SECOND;
  gboolean idle = TRUE;

  g_mutex_lock (&running_lock);
  while (n_running > 0 && idle)
    idle = g_cond_wait_until (&running_cond, &running_lock, end);
  idle = n_running == 0;
  g_mutex_unlock (&running_lock);
  return idle;
}
