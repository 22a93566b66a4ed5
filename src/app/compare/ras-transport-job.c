#include "ras-transport-job.h"

#include "ras-job.h"
#include "ras-order-box.h"

typedef struct
{
  RasTransportListener listener;
  RasClassTransport *transport; /* the worker's: to the class ordered last */
  RasOrderBox *orders;
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
order_free (gpointer data)
{
  RasTransportOrder *order = data;

  g_clear_pointer (&order->qleace, ras_fit_unref);
  g_clear_pointer (&order->values, g_bytes_unref);
  g_free (order);
}

static void
work_free (gpointer data)
{
  Work *work = data;

  g_clear_pointer (&work->transport, ras_class_transport_unref);
  ras_order_box_free (work->orders);
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

static void
run (RasJob *job, gpointer data)
{
  Work *work = data;
  RasTransportOrder *order;
  guint number;

  while ((order = ras_order_box_take (work->orders, &number)))
    {
      carry_out (job, work, order, number);
      order_free (order);
    }
}

RasTransportJob *
ras_transport_job_start (const RasTransportListener *listener, gpointer user_data)
{
  RasTransportJob *self = g_new0 (RasTransportJob, 1);
  Work *work = g_new0 (Work, 1);

  work->listener = *listener;
  work->orders = ras_order_box_new (order_free);
  self->work = work;
  self->job = ras_job_start ("rasura-transport", run, work, work_free, deliver, user_data);
  return self;
}

guint
ras_transport_job_order (RasTransportJob *self, const RasTransportOrder *order)
{
  RasTransportOrder *own = g_memdup2 (order, sizeof *order);

  ras_fit_ref (order->qleace);
  g_bytes_ref (order->values);
  return ras_order_box_put (self->work->orders, own);
}

void
ras_transport_job_supersede (RasTransportJob *self)
{
  if (self == NULL)
    return;
  ras_order_box_end (self->work->orders);
  ras_clear_job (&self->job);
  g_free (self);
}
