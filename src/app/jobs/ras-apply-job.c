#include "ras-apply-job.h"

#include "ras-job.h"
#include "walk.h"

/* What the interface asked for last. */
typedef struct
{
  GBytes *values; /* NULL before the first image */
  int label;
  guint image;
  guint rank;
  gboolean recentred;
  RasFit **fits; /* one place for each of the registry, NULL: not fitted yet */
} Request;

/* How one eraser stands on the worker. */
typedef struct
{
  RasFit *fit;   /* that the walk is of; borrowed from it */
  RasWalk *walk; /* of the present image; NULL for erasers without a path */
  gboolean made; /* the picture below is of this image, rank and centring */
  guint image;
  guint rank;
  gboolean recentred;
} Place;

typedef struct
{
  RasErasedFunc erased;
  Place *places; /* the worker's; one for each of the registry */

  /* Shared, under the lock. */
  GMutex lock;
  GCond cond;
  Request request;
  gboolean changed;
  gboolean ended;
} Work;

struct _RasApplyJob
{
  RasJob *job;
  Work *work; /* owned by the job */
};

typedef struct
{
  RasErasedFunc func;
  RasErased erased;
} Message;

static void
request_clear (Request *request)
{
  for (guint i = 0; i < ras_n_erasers (); i++)
    g_clear_pointer (&request->fits[i], ras_fit_unref);
  g_clear_pointer (&request->fits, g_free);
  g_clear_pointer (&request->values, g_bytes_unref);
}

static Request
request_copy (const Request *request)
{
  Request copy = *request;

  copy.values = request->values ? g_bytes_ref (request->values) : NULL;
  copy.fits = g_new0 (RasFit *, ras_n_erasers ());
  for (guint i = 0; i < ras_n_erasers (); i++)
    copy.fits[i] = request->fits[i] ? ras_fit_ref (request->fits[i]) : NULL;
  return copy;
}

static void
work_free (gpointer data)
{
  Work *work = data;

  for (guint i = 0; i < ras_n_erasers (); i++)
    g_clear_pointer (&work->places[i].walk, ras_walk_free);
  g_free (work->places);
  request_clear (&work->request);
  g_mutex_clear (&work->lock);
  g_cond_clear (&work->cond);
  g_free (work);
}

static void
message_free (gpointer data)
{
  Message *message = data;

  g_bytes_unref (message->erased.values);
  g_free (message);
}

static void
deliver (gpointer data, gpointer user_data)
{
  Message *message = data;

  message->func (&message->erased, user_data);
}

static gboolean
is_current (const Place *place, const RasFit *fit, const Request *request)
{
  if (!place->made || place->image != request->image)
    return FALSE;
  if (!ras_fit_get_eraser (fit)->has_path)
    return TRUE;
  return place->recentred == request->recentred
         && place->rank == MIN (request->rank, ras_fit_get_path_length (fit));
}

static guint
walk (Place *place, RasFit *fit, const Request *request, double *y)
{
  if (place->walk == NULL || place->image != request->image
      || place->recentred != request->recentred || place->fit != fit)
    {
      place->fit = fit;
      g_clear_pointer (&place->walk, ras_walk_free);
      place->walk
          = ras_walk_new (fit, g_bytes_get_data (request->values, NULL), request->recentred);
    }
  return ras_walk_to (place->walk, request->rank, y);
}

static void
erase (RasJob *job, Work *work, const Request *request, guint i)
{
  RasFit *fit = request->fits[i];
  const RasEraser *eraser = ras_fit_get_eraser (fit);
  Place *place = &work->places[i];
  gsize size = g_bytes_get_size (request->values);
  double *y = g_malloc (size);
  Message *message = g_new0 (Message, 1);

  if (eraser->has_path)
    place->rank = walk (place, fit, request, y);
  else
    {
      guint16 label = MAX (request->label, 0);

      ras_fit_apply (fit, &RAS_APPLY_OPTIONS_DEFAULT, g_bytes_get_data (request->values, NULL),
                     &label, 1, y);
      place->rank = 0;
    }
  place->made = TRUE;
  place->image = request->image;
  place->recentred = request->recentred;
  message->func = work->erased;
  message->erased.eraser = eraser;
  message->erased.image = request->image;
  message->erased.rank = place->rank;
  message->erased.values = g_bytes_new_take (y, size);
  ras_job_post (job, i + 1, message, message_free);
}

/* FALSE once the work is over. */
static gboolean
wait_for_request (Work *work, Request *request)
{
  gboolean ended;

  g_mutex_lock (&work->lock);
  while (!work->changed && !work->ended)
    g_cond_wait (&work->cond, &work->lock);
  ended = work->ended;
  work->changed = FALSE;
  if (!ended)
    *request = request_copy (&work->request);
  g_mutex_unlock (&work->lock);
  return !ended;
}

static gboolean
is_superseded (Work *work)
{
  gboolean changed;

  g_mutex_lock (&work->lock);
  changed = work->changed || work->ended;
  g_mutex_unlock (&work->lock);
  return changed;
}

static void
run (RasJob *job, gpointer data)
{
  Work *work = data;
  Request request;

  while (wait_for_request (work, &request))
    {
      /* Paths first: they are quick and the slider is waiting for them. */
      for (int pass = 0; pass < 2; pass++)
        for (guint i = 0; i < ras_n_erasers () && request.values; i++)
          {
            RasFit *fit = request.fits[i];
            const RasEraser *eraser = fit ? ras_fit_get_eraser (fit) : NULL;

            if (fit == NULL || eraser->edits || eraser->has_path != (pass == 0)
                || (eraser->needs_label && request.label < 0)
                || is_current (&work->places[i], fit, &request))
              continue;
            if (pass == 1 && is_superseded (work))
              break;
            erase (job, work, &request, i);
          }
      request_clear (&request);
    }
}

RasApplyJob *
ras_apply_job_start (RasErasedFunc erased, gpointer user_data)
{
  RasApplyJob *self = g_new0 (RasApplyJob, 1);
  Work *work = g_new0 (Work, 1);

  work->erased = erased;
  work->places = g_new0 (Place, ras_n_erasers ());
  work->request.fits = g_new0 (RasFit *, ras_n_erasers ());
  work->request.recentred = TRUE;
  g_mutex_init (&work->lock);
  g_cond_init (&work->cond);
  self->work = work;
  self->job = ras_job_start ("rasura-apply", run, work, work_free, deliver, user_data);
  return self;
}

static void
change (Work *work)
{
  work->changed = TRUE;
  g_cond_signal (&work->cond);
  g_mutex_unlock (&work->lock);
}

guint
ras_apply_job_set_image (RasApplyJob *self, GBytes *values, int label)
{
  Request *request = &self->work->request;
  guint image;

  g_mutex_lock (&self->work->lock);
  g_bytes_ref (values);
  g_clear_pointer (&request->values, g_bytes_unref);
  request->values = values;
  request->label = label;
  image = ++request->image;
  change (self->work);
  return image;
}

void
ras_apply_job_add_fit (RasApplyJob *self, RasFit *fit)
{
  guint i = ras_eraser_index (ras_fit_get_eraser (fit));
  Request *request = &self->work->request;

  g_mutex_lock (&self->work->lock);
  if (request->fits[i] != fit)
    {
      g_clear_pointer (&request->fits[i], ras_fit_unref);
      request->fits[i] = ras_fit_ref (fit);
    }
  change (self->work);
}

void
ras_apply_job_set_rank (RasApplyJob *self, guint rank)
{
  g_mutex_lock (&self->work->lock);
  self->work->request.rank = rank;
  change (self->work);
}

void
ras_apply_job_set_recentred (RasApplyJob *self, gboolean recentred)
{
  g_mutex_lock (&self->work->lock);
  self->work->request.recentred = recentred;
  change (self->work);
}

void
ras_apply_job_supersede (RasApplyJob *self)
{
  if (self == NULL)
    return;
  g_mutex_lock (&self->work->lock);
  self->work->ended = TRUE;
  change (self->work);
  ras_clear_job (&self->job);
  g_free (self);
}
