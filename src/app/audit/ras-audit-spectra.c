#include "ras-audit-spectra.h"

#include <glib/gi18n.h>

#include "memory.h"
#include "ras-job.h"

/* Of all messages of progress only the latest counts. */
#define PROGRESS_KEY 1

/* Moments are kept between requests if they take no more than this share of the free memory. */
#define KEPT_SHARE 0.25

typedef struct
{
  RasSpectraListener listener;

  /* The worker's. */
  RasJob *job;
  RasDataset *dataset;
  RasMoments *moments; /* NULL: not measured, or not kept */
  gboolean *before;    /* which classes' spectra before erasure were delivered */

  /* Shared, under the lock. */
  GMutex lock;
  GCond cond;
  RasFit *fit; /* NULL: nothing is asked */
  guint rank, request;
  gboolean ended;
} Work;

struct _RasAuditSpectra
{
  RasJob *job;
  Work *work; /* owned by the job */
};

typedef struct
{
  const RasSpectraListener *listener; /* lives as long as the job */
  RasSpectrum spectrum;               /* without values: one of the next two */
  char *stage;
  double fraction;
  GError *error;
} Message;

static void
work_free (gpointer data)
{
  Work *work = data;

  ras_dataset_unref (work->dataset);
  g_clear_pointer (&work->moments, ras_moments_unref);
  g_clear_pointer (&work->fit, ras_fit_unref);
  g_free (work->before);
  g_mutex_clear (&work->lock);
  g_cond_clear (&work->cond);
  g_free (work);
}

static void
message_free (gpointer data)
{
  Message *message = data;

  g_clear_pointer (&message->spectrum.values, g_bytes_unref);
  g_free (message->stage);
  g_clear_error (&message->error);
  g_free (message);
}

static void
deliver (gpointer data, gpointer user_data)
{
  Message *message = data;

  if (message->spectrum.values)
    message->listener->spectrum (&message->spectrum, user_data);
  else if (message->error)
    message->listener->failed (message->error, user_data);
  else
    message->listener->progress (message->stage, message->fraction, user_data);
}

static Message *
message_new (Work *work)
{
  Message *message = g_new0 (Message, 1);

  message->listener = &work->listener;
  return message;
}

static void
tell (Work *work, const char *stage, double fraction)
{
  Message *message = message_new (work);

  message->stage = g_strdup (stage);
  message->fraction = fraction;
  ras_job_post (work->job, PROGRESS_KEY, message, message_free);
}

static void
progress_cb (const char *stage, double fraction, gpointer user_data)
{
  tell (user_data, stage, fraction);
}

/* --- The work --- */

static gboolean
measure_moments (Work *work, GError **error)
{
  RasProgress progress = { progress_cb, work, ras_job_get_cancellable (work->job) };
  guint64 needed = ras_moments_memory (
      ras_dataset_get_dimension (work->dataset), ras_dataset_get_n_classes (work->dataset),
      ras_dataset_get_n_images (work->dataset, RAS_SPLIT_TRAIN), TRUE);
  guint64 available = ras_memory_available ();
  g_autofree char *need = g_format_size (needed);
  g_autofree char *have = g_format_size (available);

  if (work->moments)
    return TRUE;
  if (needed > available)
    {
      g_set_error (error, RAS_ERASURE_ERROR, RAS_ERASURE_ERROR_MEMORY,
                   _ ("The spectra take %s of memory and %s is free: close other programs, or open "
                      "images of fewer pixels."),
                   need, have);
      return FALSE;
    }
  work->moments = ras_moments_new (work->dataset, RAS_SPLIT_TRAIN, &progress, error);
  return work->moments != NULL;
}

static gboolean
make_spectrum (Work *work, guint label, const RasFit *fit, guint rank, guint request,
               GError **error)
{
  RasProgress progress = { NULL, NULL, ras_job_get_cancellable (work->job) };
  gsize d = ras_moments_get_dimension (work->moments);
  g_autofree double *values = g_new (double, d);
  Message *message;

  if (!ras_audit_spectrum (work->moments, label, fit, rank, &progress, values, error))
    return FALSE;
  message = message_new (work);
  message->spectrum.request = request;
  message->spectrum.label = label;
  message->spectrum.values = g_bytes_new_take (g_steal_pointer (&values), d * sizeof (double));
  ras_job_post (work->job, 0, message, message_free);
  return TRUE;
}

static gboolean
is_superseded (Work *work, guint request)
{
  gboolean superseded;

  g_mutex_lock (&work->lock);
  superseded = work->ended || work->request != request;
  g_mutex_unlock (&work->lock);
  return superseded;
}

/* One class after the other, before and after, so that lines come in pairs. */
static gboolean
answer (Work *work, const RasFit *fit, guint rank, guint request, GError **error)
{
  guint k = ras_dataset_get_n_classes (work->dataset);

  if (!measure_moments (work, error))
    return FALSE;
  for (guint z = 0; z < k && !is_superseded (work, request); z++)
    {
      g_autofree char *stage = g_strdup_printf (_ ("Spectra: class %u of %u"), z + 1, k);

      if (ras_moments_get_class_count (work->moments, z) < 2)
        continue;
      tell (work, stage, (double) z / k);
      if (!work->before[z] && !make_spectrum (work, z, NULL, 0, 0, error))
        return FALSE;
      work->before[z] = TRUE;
      if (!make_spectrum (work, z, fit, rank, request, error))
        return FALSE;
    }
  if (ras_moments_memory (ras_moments_get_dimension (work->moments), k,
                          ras_moments_get_n_images (work->moments), FALSE)
      > KEPT_SHARE * ras_memory_available ())
    g_clear_pointer (&work->moments, ras_moments_unref);
  return TRUE;
}

/* NULL once the work is over. */
static RasFit *
wait_for_request (Work *work, guint *rank, guint *request)
{
  RasFit *fit;

  g_mutex_lock (&work->lock);
  while (work->fit == NULL && !work->ended)
    g_cond_wait (&work->cond, &work->lock);
  fit = work->ended ? NULL : g_steal_pointer (&work->fit);
  *rank = work->rank;
  *request = work->request;
  g_mutex_unlock (&work->lock);
  return fit;
}

static void
run (RasJob *job, gpointer data)
{
  Work *work = data;
  guint rank, request;

  work->job = job;
  while (TRUE)
    {
      g_autoptr (RasFit) fit = wait_for_request (work, &rank, &request);
      g_autoptr (GError) error = NULL;
      Message *message;

      if (fit == NULL)
        return;
      if (answer (work, fit, rank, request, &error))
        {
          tell (work, NULL, 1);
          continue;
        }
      message = message_new (work);
      message->error = g_steal_pointer (&error);
      ras_job_post (job, 0, message, message_free);
    }
}

/* --- For the interface --- */

RasAuditSpectra *
ras_audit_spectra_start (RasDataset *dataset, const RasSpectraListener *listener,
                         gpointer user_data)
{
  RasAuditSpectra *self = g_new0 (RasAuditSpectra, 1);
  Work *work = g_new0 (Work, 1);

  work->dataset = ras_dataset_ref (dataset);
  work->listener = *listener;
  work->before = g_new0 (gboolean, ras_dataset_get_n_classes (dataset));
  g_mutex_init (&work->lock);
  g_cond_init (&work->cond);
  self->work = work;
  self->job = ras_job_start ("rasura-spectra", run, work, work_free, deliver, user_data);
  return self;
}

guint
ras_audit_spectra_ask (RasAuditSpectra *self, RasFit *fit, guint rank)
{
  Work *work = self->work;
  guint request;

  g_mutex_lock (&work->lock);
  g_clear_pointer (&work->fit, ras_fit_unref);
  work->fit = ras_fit_ref (fit);
  work->rank = rank;
  request = ++work->request;
  g_cond_signal (&work->cond);
  g_mutex_unlock (&work->lock);
  return request;
}

void
ras_audit_spectra_supersede (RasAuditSpectra *self)
{
  if (self == NULL)
    return;
  g_mutex_lock (&self->work->lock);
  self->work->ended = TRUE;
  g_cond_signal (&self->work->cond);
  g_mutex_unlock (&self->work->lock);
  ras_clear_job (&self->job);
  g_free (self);
}
