#include "ras-transport-job.h"

#include "ras-job.h"

typedef struct
{
  RasTransportListener listener;
  RasClassTransport *transport; /* the worker's: to the class ordered last */

  /* Shared, under the lock. */
  GMutex lock;
  GCond cond;
  RasTransportOrder order; /* fit NULL: none, or taken */
  guint number;
  gboolean ended;
} Work;

struct _RasTransportJob
{
  RasJob *job;
  Work *work; /* owned by the job */
};

typedef struct
{
  const RasTransportListener *listener; /* lives as long as the job */
  guint number;
  GBytes *values; /* NULL: it failed */
  GError *error;
} Message;

static void
order_clear (RasTransportOrder *order)
{
  g_clear_pointer (&order->qleace, ras_fit_unref);
  g_clear_pointer (&order->values, g_bytes_unref);
}

static void
work_free (gpointer data)
{
  Work *work = data;

  g_clear_pointer (&work->transport, ras_class_transport_unref);
  order_clear (&work->order);
  g_mutex_clear (&work->lock);
  g_cond_clear (&work->cond);
  g_free (work);
}

static void
message_free (gpointer data)
{
  Message *message = data;

  g_clear_pointer (&message->values, g_bytes_unref);
  g_clear_error (&message->error);
  g_free (message);
}

static void
deliver (gpointer data, gpointer user_data)
{
  Message *message = data;

  if (message->values)
    message->listener->arrived (message->values, message->number, user_data);
  else
    message->listener->failed (message->error, message->number, user_data);
}

/* The old factor goes first: two of them at once are not needed. */
static gboolean
prepare (Work *work, const RasTransportOrder *order, GError **error)
{
  if (work->transport && ras_class_transport_get_fit (work->transport) == order->qleace
      && ras_class_transport_get_to (work->transport) == order->to)
    return TRUE;
  g_clear_pointer (&work->transport, ras_class_transport_unref);
  work->transport = ras_class_transport_new (order->qleace, order->to, error);
  return work->transport != NULL;
}

static void
carry_out (RasJob *job, Work *work, const RasTransportOrder *order, guint number)
{
  Message *message = g_new0 (Message, 1);

  message->listener = &work->listener;
  message->number = number;
  if (prepare (work, order, &message->error))
    {
      gsize size = g_bytes_get_size (order->values);
      double *y = g_malloc (size);

      ras_class_transport_apply (work->transport, g_bytes_get_data (order->values, NULL),
                                 order->from, y);
      message->values = g_bytes_new_take (y, size);
    }
  ras_job_post (job, 1, message, message_free);
}

/* FALSE once the work is over. */
static gboolean
take_order (Work *work, RasTransportOrder *order, guint *number)
{
  gboolean ended;

  g_mutex_lock (&work->lock);
  while (work->order.qleace == NULL && !work->ended)
    g_cond_wait (&work->cond, &work->lock);
  ended = work->ended;
  if (!ended)
    {
      *order = work->order;
      *number = work->number;
      work->order = (RasTransportOrder) { 0 };
    }
  g_mutex_unlock (&work->lock);
  return !ended;
}

static void
run (RasJob *job, gpointer data)
{
  RasTransportOrder order;
  guint number;

  while (take_order (data, &order, &number))
    {
      carry_out (job, data, &order, number);
      order_clear (&order);
    }
}

RasTransportJob *
ras_transport_job_start (const RasTransportListener *listener, gpointer user_data)
{
  RasTransportJob *self = g_new0 (RasTransportJob, 1);
  Work *work = g_new0 (Work, 1);

  work->listener = *listener;
  g_mutex_init (&work->lock);
  g_cond_init (&work->cond);
  self->work = work;
  self->job = ras_job_start ("rasura-transport", run, work, work_free, deliver, user_data);
  return self;
}

guint
ras_transport_job_order (RasTransportJob *self, const RasTransportOrder *order)
{
  Work *work = self->work;
  guint number;

  g_mutex_lock (&work->lock);
  order_clear (&work->order);
  work->order = *order;
  ras_fit_ref (order->qleace);
  g_bytes_ref (order->values);
  number = ++work->number;
  g_cond_signal (&work->cond);
  g_mutex_unlock (&work->lock);
  return number;
}

void
ras_transport_job_supersede (RasTransportJob *self)
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
