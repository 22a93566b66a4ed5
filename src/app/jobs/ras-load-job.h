/* Opens a data set, or decodes a picture, on a thread of its own. */
#pragma once

#include "dataset.h"
#include "ras-job.h"

G_BEGIN_DECLS

/* All on the interface thread; exactly one of `opened` and `failed` comes, last. */
typedef struct
{
  void (*progress) (const char *stage, double fraction, gpointer user_data);
  void (*opened) (RasDataset *dataset, gpointer user_data);
  void (*failed) (const char *location, const GError *error, gpointer user_data);
} RasLoadListener;

/* `location` as ras_dataset_open() takes it. */
RasJob *ras_load_job_start (const char *location, const RasLoadListener *listener,
                            gpointer user_data);

/* `values` are d doubles in [0, 1], channel planes first; NULL if `error` is set. */
typedef void (*RasPictureFunc) (GBytes *values, const GError *error, gpointer user_data);

/* Decodes the picture file `path`, cropped around its centre and scaled to the shape of the
 * images of `dataset`. */
RasJob *ras_picture_job_start (const char *path, RasDataset *dataset, RasPictureFunc done,
                               gpointer user_data);

/* d bytes as d doubles in [0, 1]. */
GBytes *ras_values_from_bytes (const guint8 *bytes, gsize d);

G_END_DECLS
