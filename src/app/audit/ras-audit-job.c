#include "ras-audit-job.h"

#include <glib/gi18n.h>

#include "memory.h"

/* Of all messages of progress only the latest counts. */
#define PROGRESS_KEY 1

typedef struct
{
  RasDataset *dataset;
  GPtrArray *fits;
  RasAuditOptions options;
  RasAuditListener listener;
  RasJob *job;
} Work;

typedef struct
{
  const RasAuditListener *listener; /* lives as long as the job */
  char *stage;                      /* NULL: one of the next two */
  double fraction;
  RasAudit *audit;
  GError *error;
} Message;

static void
work_free (gpointer data)
{
  Work *work = data;

  ras_dataset_unref (work->dataset);
  g_ptr_array_unref (work->fits);
  g_free (work);
}

static void
message_free (gpointer data)
{
  Message *message = data;

  g_free (message->stage);
  g_clear_pointer (&message->audit, ras_audit_unref);
  g_clear_error (&message->error);
  g_free (message);
}

static Message *
message_new (Work *work)
{
  Message *message = g_new0 (Message, 1);

  message->listener = &work->listener;
  return message;
}

static void
deliver (gpointer data, gpointer user_data)
{
  Message *message = data;

  if (message->audit)
    message->listener->audited (message->audit, user_data);
  else if (message->error)
    message->listener->failed (message->error, user_data);
  else
    message->listener->progress (message->stage, message->fraction, user_data);
}

static void
progress_cb (const char *stage, double fraction, gpointer user_data)
{
  Work *work = user_data;
  Message *message = message_new (work);

  message->stage = g_strdup (stage);
  message->fraction = fraction;
  ras_job_post (work->job, PROGRESS_KEY, message, message_free);
}

static gboolean
check_memory (Work *work, GError **error)
{
  guint64 needed = ras_audit_memory (work->dataset, work->fits, &work->options);
  guint64 available = ras_memory_available ();
  g_autofree char *need = g_format_size (needed);
  g_autofree char *have = g_format_size (available);

  if (needed <= available)
    return TRUE;
  g_set_error (error, RAS_ERASURE_ERROR, RAS_ERASURE_ERROR_MEMORY,
               _ ("Finding out what is still readable takes %s of memory and %s is free: close other "
                  "programs, or open images of fewer pixels."),
               need, have);
  return FALSE;
}

static void
run (RasJob *job, gpointer data)
{
  Work *work = data;
  RasProgress progress = { progress_cb, work, ras_job_get_cancellable (job) };
  Message *message = message_new (work);

  work->job = job;
  if (check_memory (work, &message->error))
    message->audit = ras_audit_new (work->dataset, work->fits, &work->options, &progress,
                                    &message->error);
  ras_job_post (job, 0, message, message_free);
}

RasJob *
ras_audit_job_start (RasDataset *dataset, GPtrArray *fits, const RasAuditOptions *options,
                     const RasAuditListener *listener, gpointer user_data)
{
  Work *work = g_new0 (Work, 1);

  work->dataset = ras_dataset_ref (dataset);
  work->fits = g_ptr_array_new_with_free_func ((GDestroyNotify) ras_fit_unref);
  for (guint i = 0; i < fits->len; i++)
    g_ptr_array_add (work->fits, ras_fit_ref (fits->pdata[i]));
  work->options = *options;
  work->listener = *listener;
  return ras_job_start ("rasura-audit", run, work, work_free, deliver, user_data);
}
