#include "ras-load-job.h"

#include "image-file.h"
#include "progress.h"

enum
{
  KEY_NONE,
  KEY_PROGRESS,
};

typedef struct
{
  char *location;
  RasLoadListener listener;
} Load;

typedef struct
{
  const Load *load; /* lives as long as its job */
  char *stage;
  double fraction;
  RasDataset *dataset;
  GError *error;
} LoadMessage;

static void
load_free (gpointer data)
{
  Load *load = data;

  g_free (load->location);
  g_free (load);
}

static void
load_message_free (gpointer data)
{
  LoadMessage *message = data;

  g_free (message->stage);
  g_clear_pointer (&message->dataset, ras_dataset_unref);
  g_clear_error (&message->error);
  g_free (message);
}

static void
load_deliver (gpointer data, gpointer user_data)
{
  LoadMessage *message = data;
  const RasLoadListener *listener = &message->load->listener;

  if (message->dataset)
    listener->opened (message->dataset, user_data);
  else if (message->error)
    listener->failed (message->load->location, message->error, user_data);
  else
    listener->progress (message->stage, message->fraction, user_data);
}

static void
load_progress_cb (const char *stage, double fraction, gpointer user_data)
{
  RasJob *job = user_data;
  LoadMessage *message = g_new0 (LoadMessage, 1);

  message->load = ras_job_get_data (job);
  message->stage = g_strdup (stage);
  message->fraction = fraction;
  ras_job_post (job, KEY_PROGRESS, message, load_message_free);
}

static void
load_run (RasJob *job, gpointer data)
{
  Load *load = data;
  RasProgress progress = { load_progress_cb, job, ras_job_get_cancellable (job) };
  LoadMessage *message = g_new0 (LoadMessage, 1);

  message->load = load;
  message->dataset = ras_dataset_open (load->location, &progress, &message->error);
  ras_job_post (job, KEY_NONE, message, load_message_free);
}

RasJob *
ras_load_job_start (const char *location, const RasLoadListener *listener, gpointer user_data)
{
  Load *load = g_new0 (Load, 1);

  load->location = g_strdup (location);
  load->listener = *listener;
  return ras_job_start ("rasura-load", load_run, load, load_free, load_deliver, user_data);
}

typedef struct
{
  char *path;
  guint channels, height, width;
  RasPictureFunc done;
} Picture;

typedef struct
{
  RasPictureFunc done;
  GBytes *values;
  GError *error;
} PictureMessage;

static void
picture_free (gpointer data)
{
  Picture *picture = data;

  g_free (picture->path);
  g_free (picture);
}

static void
picture_message_free (gpointer data)
{
  PictureMessage *message = data;

  g_clear_pointer (&message->values, g_bytes_unref);
  g_clear_error (&message->error);
  g_free (message);
}

static void
picture_deliver (gpointer data, gpointer user_data)
{
  PictureMessage *message = data;

  message->done (message->values, message->error, user_data);
}

GBytes *
ras_values_from_bytes (const guint8 *bytes, gsize d)
{
  double *values = g_new (double, d);

  for (gsize i = 0; i < d; i++)
    values[i] = bytes[i] / 255.0;
  return g_bytes_new_take (values, d * sizeof (double));
}

/* The middle of a square picture, for data sets whose images are not square. */
static GBytes *
crop (const guint8 *square, guint side, guint channels, guint height, guint width)
{
  double *values = g_new (double, (gsize) channels * height * width);
  guint top = (side - height) / 2, left = (side - width) / 2;
  double *next = values;

  for (guint c = 0; c < channels; c++)
    for (guint y = 0; y < height; y++)
      for (guint x = 0; x < width; x++)
        *next++ = square[((gsize) c * side + top + y) * side + left + x] / 255.0;
  return g_bytes_new_take (values, (gsize) (next - values) * sizeof (double));
}

static void
picture_run (RasJob *job, gpointer data)
{
  Picture *picture = data;
  PictureMessage *message = g_new0 (PictureMessage, 1);
  guint channels = picture->channels, height = 0, width = 0;
  g_autofree guint8 *square
      = ras_image_file_load (picture->path, MAX (picture->height, picture->width), &channels,
                             &height, &width, &message->error);

  message->done = picture->done;
  if (square)
    message->values = crop (square, width, channels, picture->height, picture->width);
  ras_job_post (job, KEY_NONE, message, picture_message_free);
}

RasJob *
ras_picture_job_start (const char *path, RasDataset *dataset, RasPictureFunc done,
                       gpointer user_data)
{
  Picture *picture = g_new0 (Picture, 1);

  picture->path = g_strdup (path);
  picture->channels = ras_dataset_get_channels (dataset);
  picture->height = ras_dataset_get_height (dataset);
  picture->width = ras_dataset_get_width (dataset);
  picture->done = done;
  return ras_job_start ("rasura-picture", picture_run, picture, picture_free, picture_deliver,
                        user_data);
}
