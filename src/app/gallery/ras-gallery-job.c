#include "ras-gallery-job.h"

#include "picture.h"
#include "ras-job.h"

typedef struct
{
  RasClassErasing how;
  RasSplit split;
  GArray *classes, *tasks;
  RasGalleryListener listener;
  RasJob *job;
} Work;

struct _RasGalleryJob
{
  RasJob *job;
};

typedef enum
{
  MESSAGE_PICTURE,
  MESSAGE_PROGRESS,
  MESSAGE_DONE,
  MESSAGE_ENDED,
} MessageKind;

typedef struct
{
  const RasGalleryListener *listener;
  MessageKind kind;
  guint group, row, column;
  guint number; /* iteration or rank */
  double fraction;
  cairo_surface_t *picture;
  GError *error;
} Message;

void
ras_gallery_class_clear (gpointer gallery_class)
{
  g_array_unref (((RasGalleryClass *) gallery_class)->indices);
}

void
ras_gallery_task_clear (gpointer task)
{
  g_clear_pointer (&((RasGalleryTask *) task)->fit, ras_fit_unref);
}

/* --- Messages --- */

static void
message_free (gpointer data)
{
  Message *message = data;

  g_clear_pointer (&message->picture, cairo_surface_destroy);
  g_clear_error (&message->error);
  g_free (message);
}

static void
deliver (gpointer data, gpointer user_data)
{
  const Message *message = data;
  const RasGalleryListener *listener = message->listener;

  if (message->kind == MESSAGE_PICTURE)
    listener->picture (message->row, message->column, message->picture, user_data);
  else if (message->kind == MESSAGE_PROGRESS)
    listener->progress (message->group, message->column, message->number, message->fraction,
                        user_data);
  else if (message->kind == MESSAGE_DONE)
    listener->done (message->group, message->column, message->number, message->error, user_data);
  else
    listener->ended (user_data);
}

static Message *
message_new (const Work *work, MessageKind kind)
{
  Message *message = g_new0 (Message, 1);

  message->listener = &work->listener;
  message->kind = kind;
  return message;
}

/* --- Work --- */

/* One task under way. */
typedef struct
{
  Work *work;
  const RasGalleryTask *task;
  const RasGalleryClass *images;
  gsize d;
  double *values; /* of one image, for pictures */
} Run;

static void
post_picture (Run *run, guint i, const double *values)
{
  RasDataset *dataset = run->work->how.dataset;
  Message *message = message_new (run->work, MESSAGE_PICTURE);

  message->row = run->images->first_row + i;
  message->column = run->task->column;
  message->picture = ras_picture_from_values (values, ras_dataset_get_channels (dataset),
                                              ras_dataset_get_height (dataset),
                                              ras_dataset_get_width (dataset), RAS_RANGE_CLIP,
                                              NULL);
  /* Of one that is still being edited, only the latest picture counts. */
  ras_job_post (run->work->job, 1 + message->row * ras_n_erasers () + message->column, message,
                message_free);
}

static void
moved_cb (const RasEditState *state, const float *images, gpointer user_data)
{
  Run *run = user_data;
  Message *message = message_new (run->work, MESSAGE_PROGRESS);

  for (guint i = 0; i < run->images->indices->len; i++)
    {
      for (gsize j = 0; j < run->d; j++)
        run->values[j] = images[i * run->d + j];
      post_picture (run, i, run->values);
    }
  message->group = run->task->group;
  message->column = run->task->column;
  message->number = state->iteration;
  message->fraction = (double) state->iteration / run->work->how.recipe.iterations;
  ras_job_post (run->work->job, G_MAXUINT, message, message_free);
}

static double *
get_values (const Run *run)
{
  guint n = run->images->indices->len;
  double *x = g_new (double, n * run->d);

  for (guint i = 0; i < n; i++)
    {
      const guint8 *bytes
          = ras_dataset_get_image (run->work->how.dataset, run->work->split,
                                   g_array_index (run->images->indices, gsize, i));

      for (gsize j = 0; j < run->d; j++)
        x[i * run->d + j] = bytes[j] / 255.0;
    }
  return x;
}

/* Image by image, so that one sees them come. */
static gboolean
apply_map (Run *run, double *x)
{
  RasFit *fit = run->task->fit;

  for (guint i = 0; i < run->images->indices->len; i++, x += run->d)
    {
      if (ras_job_is_cancelled (run->work->job))
        return FALSE;
      if (fit)
        ras_erase_class (fit, &run->work->how, run->images->label, x, 1, x, NULL, NULL);
      post_picture (run, i, x);
    }
  return TRUE;
}

static gboolean
edit (Run *run, double *x, GError **error)
{
  const RasEditObserver observer = { .moved = moved_cb, .user_data = run,
                                     .cancellable = ras_job_get_cancellable (run->work->job) };
  guint n = run->images->indices->len;

  if (!ras_erase_class (run->task->fit, &run->work->how, run->images->label, x, n, x, &observer,
                        error))
    return FALSE;
  for (guint i = 0; i < n; i++)
    post_picture (run, i, x + i * run->d);
  return TRUE;
}

/* FALSE once the work is over. */
static gboolean
do_task (Work *work, const RasGalleryTask *task)
{
  gsize d = ras_dataset_get_dimension (work->how.dataset);
  g_autofree double *values = g_new (double, d);
  Run run = { work, task, &g_array_index (work->classes, RasGalleryClass, task->group), d, values };
  g_autofree double *x = get_values (&run);
  const RasEraser *eraser = task->fit ? ras_fit_get_eraser (task->fit) : NULL;
  Message *message = message_new (work, MESSAGE_DONE);

  message->group = task->group;
  message->column = task->column;
  /* Read before: a path that grows meanwhile is asked again. */
  if (eraser && eraser->has_path)
    message->number = MIN (work->how.apply.rank, ras_fit_get_path_length (task->fit));
  if (eraser && eraser->edits)
    edit (&run, x, &message->error);
  else
    apply_map (&run, x);
  ras_job_post (work->job, 0, message, message_free);
  return !ras_job_is_cancelled (work->job);
}

static void
run (RasJob *job, gpointer data)
{
  Work *work = data;

  work->job = job;
  for (guint i = 0; i < work->tasks->len; i++)
    if (!do_task (work, &g_array_index (work->tasks, RasGalleryTask, i)))
      return;
  ras_job_post (job, 0, message_new (work, MESSAGE_ENDED), message_free);
}

static void
work_free (gpointer data)
{
  Work *work = data;

  ras_dataset_unref (work->how.dataset);
  g_array_unref (work->classes);
  g_array_unref (work->tasks);
  g_free (work);
}

RasGalleryJob *
ras_gallery_job_start (const RasClassErasing *how, RasSplit split, GArray *classes, GArray *tasks,
                       const RasGalleryListener *listener, gpointer user_data)
{
  RasGalleryJob *self = g_new0 (RasGalleryJob, 1);
  Work *work = g_new0 (Work, 1);

  work->how = *how;
  ras_dataset_ref (work->how.dataset);
  work->split = split;
  work->classes = g_array_ref (classes);
  work->tasks = g_array_ref (tasks);
  work->listener = *listener;
  self->job = ras_job_start ("rasura-gallery", run, work, work_free, deliver, user_data);
  return self;
}

void
ras_gallery_job_supersede (RasGalleryJob *self)
{
  if (self == NULL)
    return;
  ras_clear_job (&self->job);
  g_free (self);
}
