#include "ras-lesson-job.h"

#include <string.h>

#include "class-picture.h"

typedef struct
{
  RasLessonOrder order;
  RasLessonPicturesFunc arrived;
} Work;

typedef struct
{
  RasLessonPicturesFunc arrived;
  GPtrArray *pictures;
  RasMoments *moments;
} Message;

static void
work_free (gpointer data)
{
  Work *work = data;

  g_clear_pointer (&work->order.dataset, ras_dataset_unref);
  g_clear_pointer (&work->order.moments, ras_moments_unref);
  g_clear_pointer (&work->order.fit, ras_fit_unref);
  g_clear_pointer (&work->order.image, g_bytes_unref);
  g_free (work);
}

static void
message_free (gpointer data)
{
  Message *message = data;

  g_ptr_array_unref (message->pictures);
  ras_moments_unref (message->moments);
  g_free (message);
}

static void
deliver (gpointer data, gpointer user_data)
{
  Message *message = data;

  message->arrived (message->pictures, message->moments, user_data);
}

static gsize
get_middle (RasDataset *dataset)
{
  guint width = ras_dataset_get_width (dataset), height = ras_dataset_get_height (dataset);

  return (gsize) (height / 2) * width + width / 2;
}

static gboolean
make_picture (const RasLessonOrder *order, guint label, const RasProgress *progress, double *picture)
{
  guint16 class = label;

  switch (order->view)
    {
    case RAS_LESSON_COVARIANCE:
      return ras_class_covariance_picture (order->moments, label, order->fit, 0,
                                           get_middle (order->dataset), progress, picture, NULL);
    case RAS_LESSON_IMAGE:
      if (order->fit)
        ras_fit_apply (order->fit, &RAS_APPLY_OPTIONS_DEFAULT,
                       g_bytes_get_data (order->image, NULL), &class, 1, picture);
      else
        memcpy (picture, g_bytes_get_data (order->image, NULL), g_bytes_get_size (order->image));
      return TRUE;
    default:
      ras_class_mean_picture (order->moments, label, order->fit, 0, picture);
      return TRUE;
    }
}

static void
run (RasJob *job, gpointer data)
{
  Work *work = data;
  RasLessonOrder *order = &work->order;
  RasProgress progress = { .cancellable = ras_job_get_cancellable (job) };
  gsize d = ras_dataset_get_dimension (order->dataset);
  g_autoptr (GPtrArray) pictures
      = g_ptr_array_new_with_free_func ((GDestroyNotify) g_bytes_unref);
  Message *message;

  if (order->moments == NULL)
    order->moments = ras_moments_new (order->dataset, RAS_SPLIT_TRAIN, &progress, NULL);
  if (order->moments == NULL)
    return;
  for (guint z = 0; z < ras_moments_get_n_classes (order->moments); z++)
    {
      g_autofree double *picture = g_new (double, d);

      if (!make_picture (order, z, &progress, picture))
        return;
      g_ptr_array_add (pictures, g_bytes_new_take (g_steal_pointer (&picture), d * sizeof (double)));
    }
  message = g_new0 (Message, 1);
  message->arrived = work->arrived;
  message->pictures = g_steal_pointer (&pictures);
  message->moments = ras_moments_ref (order->moments);
  ras_job_post (job, 0, message, message_free);
}

RasJob *
ras_lesson_job_start (const RasLessonOrder *order, RasLessonPicturesFunc arrived,
                      gpointer user_data)
{
  Work *work = g_new0 (Work, 1);

  work->order = *order;
  work->arrived = arrived;
  ras_dataset_ref (order->dataset);
  if (order->moments)
    ras_moments_ref (order->moments);
  if (order->fit)
    ras_fit_ref (order->fit);
  if (order->image)
    g_bytes_ref (order->image);
  return ras_job_start ("lesson", run, work, work_free, deliver, user_data);
}
