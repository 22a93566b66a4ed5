#include "ras-shadow-job.h"

#include "ras-job.h"
#include "ras-order-box.h"

typedef struct
{
  RasShadowListener listener;

  /* The worker's, with what they were made from. */
  RasShadowOrder made; /* dataset NULL: no scene */
  RasShadowScene *scene;
  RasClassTransport *transport;
  RasOrderBox *orders;
} Work;

struct _RasShadowJob
{
  RasJob *job;
  Work *work; /* owned by the job */
};

typedef struct
{
  const RasShadowListener *listener; /* lives as long as the job */
  guint number;
  RasShadowScene *scene;
  RasShadow *shadow; /* NULL: on its way, or it failed */
  GError *error;
} Message;

static void
order_free (gpointer data)
{
  RasShadowOrder *order = data;

  g_clear_pointer (&order->dataset, ras_dataset_unref);
  g_clear_pointer (&order->fit, ras_fit_unref);
  g_free (order);
}

static void
work_free (gpointer data)
{
  Work *work = data;

  g_clear_pointer (&work->scene, ras_shadow_scene_unref);
  g_clear_pointer (&work->transport, ras_class_transport_unref);
  g_clear_pointer (&work->made.dataset, ras_dataset_unref);
  ras_order_box_free (work->orders);
  g_free (work);
}

static void
message_free (gpointer data)
{
  Message *message = data;

  g_clear_pointer (&message->scene, ras_shadow_scene_unref);
  g_clear_pointer (&message->shadow, ras_shadow_free);
  g_clear_error (&message->error);
  g_free (message);
}

static void
deliver (gpointer data, gpointer user_data)
{
  Message *message = data;

  if (message->scene)
    message->listener->arrived (message->scene, g_steal_pointer (&message->shadow),
                                message->number, user_data);
  else
    message->listener->failed (message->error, message->number, user_data);
}

static gboolean
prepare_scene (Work *work, const RasShadowOrder *order, const RasProgress *progress, GError **error)
{
  if (work->scene && work->made.dataset == order->dataset && work->made.label == order->label
      && work->made.other == order->other)
    return TRUE;
  g_clear_pointer (&work->scene, ras_shadow_scene_unref);
  g_clear_pointer (&work->made.dataset, ras_dataset_unref);
  work->scene
      = ras_shadow_scene_new (order->dataset, order->label, order->other, progress, error);
  work->made.dataset = ras_dataset_ref (order->dataset);
  work->made.label = order->label;
  work->made.other = order->other;
  return work->scene != NULL;
}

static gboolean
prepare_transport (Work *work, const RasShadowOrder *order, GError **error)
{
  if (!order->transport)
    {
      g_clear_pointer (&work->transport, ras_class_transport_unref);
      return TRUE;
    }
  if (work->transport && ras_class_transport_get_fit (work->transport) == order->fit
      && (int) ras_class_transport_get_to (work->transport) == order->other)
    return TRUE;
  g_clear_pointer (&work->transport, ras_class_transport_unref);
  work->transport = ras_class_transport_new (order->fit, order->other, error);
  return work->transport != NULL;
}

/* Takes `shadow` and `error`. */
static void
post (RasJob *job, Work *work, guint number, RasShadow *shadow, GError *error)
{
  Message *message = g_new0 (Message, 1);

  message->listener = &work->listener;
  message->number = number;
  message->scene = error ? NULL : ras_shadow_scene_ref (work->scene);
  message->shadow = shadow;
  message->error = error;
  ras_job_post (job, 1, message, message_free);
}

static void
carry_out (RasJob *job, Work *work, const RasShadowOrder *order, guint number)
{
  RasProgress progress = { .cancellable = ras_job_get_cancellable (job) };
  RasShadow *shadow = NULL;
  GError *error = NULL;

  if (prepare_scene (work, order, &progress, &error))
    {
      post (job, work, number, NULL, NULL);
      if (prepare_transport (work, order, &error))
        shadow = ras_shadow_new (work->scene, order->fit, &order->options, work->transport,
                                 &progress, &error);
    }
  post (job, work, number, shadow, error);
}

static void
run (RasJob *job, gpointer data)
{
  Work *work = data;
  RasShadowOrder *order;
  guint number;

  while ((order = ras_order_box_take (work->orders, &number)))
    {
      carry_out (job, work, order, number);
      order_free (order);
    }
}

RasShadowJob *
ras_shadow_job_start (const RasShadowListener *listener, gpointer user_data)
{
  RasShadowJob *self = g_new0 (RasShadowJob, 1);
  Work *work = g_new0 (Work, 1);

  work->listener = *listener;
  work->orders = ras_order_box_new (order_free);
  self->work = work;
  self->job = ras_job_start ("rasura-shadow", run, work, work_free, deliver, user_data);
  return self;
}

guint
ras_shadow_job_order (RasShadowJob *self, const RasShadowOrder *order)
{
  RasShadowOrder *own = g_memdup2 (order, sizeof *order);

  ras_dataset_ref (order->dataset);
  if (order->fit)
    ras_fit_ref (order->fit);
  return ras_order_box_put (self->work->orders, own);
}

void
ras_shadow_job_supersede (RasShadowJob *self)
{
  if (self == NULL)
    return;
  ras_order_box_end (self->work->orders);
  ras_clear_job (&self->job);
  g_free (self);
}
