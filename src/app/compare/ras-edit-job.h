/* Edits one image together with others of its class, on a thread of its own: the gradient-based
 * eraser for the window. */
#pragma once

#include "edit.h"

G_BEGIN_DECLS

/* --- What comes of it: all the images that were edited, so that the others of them can be shown
 *     without another run. Immutable, reference counted. --- */

typedef struct _RasEditSet RasEditSet;

RasEditSet *ras_edit_set_ref (RasEditSet *set);
void ras_edit_set_unref (RasEditSet *set);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (RasEditSet, ras_edit_set_unref)

gsize ras_edit_set_get_n_images (const RasEditSet *set);
/* Whether the person ended it before its time. */
gboolean ras_edit_set_get_stopped (const RasEditSet *set);
const RasEditReport *ras_edit_set_get_report (const RasEditSet *set);
/* What became of an image (d doubles, as it was before) that counts as `label`: d doubles, or NULL
 * if it was not among those edited. Free with g_bytes_unref(). */
GBytes *ras_edit_set_find (const RasEditSet *set, guint label, GBytes *original);

/* --- The work --- */

typedef struct
{
  RasDataset *dataset;
  RasFit *gradient; /* where the images are taken to */
  GBytes *values;   /* the image: d doubles */
  guint label;
  guint images;     /* edited together, this one among them; 0: the whole class */
  guint iterations;
} RasEditOrder;

/* All on the interface thread; each must be set. */
typedef struct
{
  /* After every evaluation, none left out. */
  void (*evaluated) (const RasEditState *state, gpointer user_data);
  /* The image as it is now: d doubles. States that follow fast upon one another come as one. */
  void (*moved) (GBytes *values, const RasEditState *state, gpointer user_data);
  /* The last call is one of these two. */
  void (*finished) (RasEditSet *set, gpointer user_data);
  void (*failed) (const GError *error, gpointer user_data);
} RasEditListener;

typedef struct _RasEditJob RasEditJob;

/* Takes references to what is in `order`. */
RasEditJob *ras_edit_job_start (const RasEditOrder *order, const RasEditListener *listener,
                                gpointer user_data);

/* Ends at the next evaluation and keeps what there is: finished() follows. */
void ras_edit_job_stop (RasEditJob *self);

/* Ends at the next evaluation and frees; the listener hears nothing more. NULL is allowed. */
void ras_edit_job_supersede (RasEditJob *self);

G_END_DECLS
