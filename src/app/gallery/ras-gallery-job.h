/* Erases the images of a gallery on a thread of its own, class by class. */
#pragma once

#include <cairo.h>

#include "erase-class.h"

G_BEGIN_DECLS

/* The images of one class in a gallery. */
typedef struct
{
  guint label;
  GArray *indices; /* gsize, within the split */
  guint first_row;
} RasGalleryClass;

/* For arrays of them. */
void ras_gallery_class_clear (gpointer gallery_class);

/* One class in one column: what is to be done. */
typedef struct
{
  guint group, column;
  RasFit *fit; /* a reference; NULL: the original */
} RasGalleryTask;

void ras_gallery_task_clear (gpointer task);

/* All on the interface thread; each must be set. */
typedef struct
{
  void (*picture) (guint row, guint column, cairo_surface_t *picture, gpointer user_data);
  /* Where images are edited together: their pictures so far came before. */
  void (*progress) (guint group, guint column, guint iteration, double fraction,
                    gpointer user_data);
  /* All pictures of the task came, or `error` says why not. */
  void (*done) (guint group, guint column, guint rank, const GError *error, gpointer user_data);
  /* The last call. */
  void (*ended) (gpointer user_data);
} RasGalleryListener;

typedef struct _RasGalleryJob RasGalleryJob;

/* `how` is copied; its data set and the arrays (RasGalleryClass, RasGalleryTask) are kept with
 * references and must not change any more. */
RasGalleryJob *ras_gallery_job_start (const RasClassErasing *how, RasSplit split, GArray *classes,
                                      GArray *tasks, const RasGalleryListener *listener,
                                      gpointer user_data);

/* Cancels and frees; the listener hears nothing more. NULL is allowed. */
void ras_gallery_job_supersede (RasGalleryJob *self);

G_END_DECLS
