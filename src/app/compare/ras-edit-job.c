#include "ras-edit-job.h"

#include "memory.h"
#include "ras-job.h"

/* The companions are those of rasura-cli, whose seed this is unless another is asked for. */
#define SEED 1

/* --- The images that were edited --- */

struct _RasEditSet
{
  gatomicrefcount references;
  gsize n, d;
  guint label;
  float *images;  /* n × d */
  guint64 *keys;  /* n: of the images before */
  gboolean stopped;
  RasEditReport report;
};

/* FNV-1a of the pixels in single precision, by which an image is found again. */
static guint64
make_key (const float *image, gsize d)
{
  const guint8 *bytes = (const guint8 *) image;
  guint64 key = 14695981039346656037u;

  for (gsize i = 0; i < d * sizeof *image; i++)
    key = (key ^ bytes[i]) * 1099511628211u;
  return key;
}

static GBytes *
widen (const float *image, gsize d)
{
  double *values = g_new (double, d);

  for (gsize i = 0; i < d; i++)
    values[i] = image[i];
  return g_bytes_new_take (values, d * sizeof *values);
}

static RasEditSet *
set_new (float *images, gsize n, gsize d, guint label)
{
  RasEditSet *set = g_new0 (RasEditSet, 1);

  g_atomic_ref_count_init (&set->references);
  set->n = n;
  set->d = d;
  set->label = label;
  set->images = images;
  set->keys = g_new (guint64, n);
  for (gsize i = 0; i < n; i++)
    set->keys[i] = make_key (images + i * d, d);
  return set;
}

RasEditSet *
ras_edit_set_ref (RasEditSet *set)
{
  g_atomic_ref_count_inc (&set->references);
  return set;
}

void
ras_edit_set_unref (RasEditSet *set)
{
  if (!g_atomic_ref_count_dec (&set->references))
    return;
  ras_free_big (set->images);
  g_free (set->keys);
  g_free (set);
}

gsize
ras_edit_set_get_n_images (const RasEditSet *set)
{
  return set->n;
}

gboolean
ras_edit_set_get_stopped (const RasEditSet *set)
{
  return set->stopped;
}

const RasEditReport *
ras_edit_set_get_report (const RasEditSet *set)
{
  return &set->report;
}

GBytes *
ras_edit_set_find (const RasEditSet *set, guint label, GBytes *original)
{
  const double *values = g_bytes_get_data (original, NULL);
  g_autofree float *image = g_new (float, set->d);
  guint64 key;

  if (label != set->label || g_bytes_get_size (original) != set->d * sizeof *values)
    return NULL;
  for (gsize i = 0; i < set->d; i++)
    image[i] = values[i];
  key = make_key (image, set->d);
  for (gsize i = 0; i < set->n; i++)
    if (set->keys[i] == key)
      return widen (set->images + i * set->d, set->d);
  return NULL;
}

/* --- The work --- */

typedef enum
{
  MESSAGE_EVALUATED,
  MESSAGE_MOVED,
  MESSAGE_FINISHED,
  MESSAGE_FAILED,
} MessageKind;

typedef struct
{
  MessageKind kind;
  const RasEditListener *listener; /* lives as long as the job */
  RasEditState state;
  GBytes *values;
  RasEditSet *set;
  GError *error;
} Message;

typedef struct
{
  RasEditOrder order;
  RasEditListener listener;

  /* The worker's. */
  RasJob *job;
  gsize d;
} Work;

struct _RasEditJob
{
  RasJob *job;
};

static void
work_free (gpointer data)
{
  Work *work = data;

  ras_dataset_unref (work->order.dataset);
  ras_fit_unref (work->order.gradient);
  g_bytes_unref (work->order.values);
  g_free (work);
}

static void
message_free (gpointer data)
{
  Message *message = data;

  g_clear_pointer (&message->values, g_bytes_unref);
  g_clear_pointer (&message->set, ras_edit_set_unref);
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
  const RasEditListener *listener = message->listener;

  switch (message->kind)
    {
    case MESSAGE_EVALUATED:
      listener->evaluated (&message->state, user_data);
      break;
    case MESSAGE_MOVED:
      listener->moved (message->values, &message->state, user_data);
      break;
    case MESSAGE_FINISHED:
      listener->finished (message->set, user_data);
      break;
    case MESSAGE_FAILED:
      listener->failed (message->error, user_data);
      break;
    }
}

static void
evaluated_cb (const RasEditState *state, gpointer user_data)
{
  Work *work = user_data;
  Message *message = message_new (work, MESSAGE_EVALUATED);

  message->state = *state;
  ras_job_post (work->job, 0, message, message_free);
}

/* Only the latest picture counts. */
static void
moved_cb (const RasEditState *state, const float *images, gpointer user_data)
{
  Work *work = user_data;
  Message *message = message_new (work, MESSAGE_MOVED);

  message->state = *state;
  message->values = widen (images, work->d);
  ras_job_post (work->job, 1, message, message_free);
}

static RasEditSet *
edit (Work *work, GError **error)
{
  const RasEditOrder *order = &work->order;
  RasEditRecipe recipe = ras_edit_recipe (ras_dataset_get_height (order->dataset),
                                          ras_dataset_get_width (order->dataset));
  RasEditObserver observer = { evaluated_cb, moved_cb, work, ras_job_get_cancellable (work->job) };
  g_autoptr (RasEditSet) set = NULL;
  g_autoptr (GError) ended = NULL;
  gsize n;
  float *images = ras_edit_gather (order->dataset, order->label,
                                   g_bytes_get_data (order->values, NULL), 1, order->images, SEED,
                                   &n, error);

  if (images == NULL)
    return NULL;
  set = set_new (images, n, work->d, order->label);
  recipe.iterations = order->iterations;
  if (!ras_edit_images (order->gradient, &recipe, images, n, &observer, &set->report, &ended))
    {
      if (!ras_error_is_cancelled (ended))
        {
          g_propagate_error (error, g_steal_pointer (&ended));
          return NULL;
        }
      set->stopped = TRUE;
    }
  return g_steal_pointer (&set);
}

static void
run (RasJob *job, gpointer data)
{
  Work *work = data;
  Message *message = message_new (work, MESSAGE_FINISHED);

  work->job = job;
  message->set = edit (work, &message->error);
  if (message->set == NULL)
    message->kind = MESSAGE_FAILED;
  ras_job_post (job, 0, message, message_free);
}

RasEditJob *
ras_edit_job_start (const RasEditOrder *order, const RasEditListener *listener, gpointer user_data)
{
  RasEditJob *self = g_new0 (RasEditJob, 1);
  Work *work = g_new0 (Work, 1);

  work->order = *order;
  ras_dataset_ref (order->dataset);
  ras_fit_ref (order->gradient);
  g_bytes_ref (order->values);
  work->listener = *listener;
  work->d = ras_dataset_get_dimension (order->dataset);
  self->job = ras_job_start ("rasura-edit", run, work, work_free, deliver, user_data);
  return self;
}

void
ras_edit_job_stop (RasEditJob *self)
{
  g_cancellable_cancel (ras_job_get_cancellable (self->job));
}

void
ras_edit_job_supersede (RasEditJob *self)
{
  if (self == NULL)
    return;
  ras_clear_job (&self->job);
  g_free (self);
}
