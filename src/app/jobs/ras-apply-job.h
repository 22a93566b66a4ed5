/* Keeps one image erased by every fitted eraser, on a thread of its own.
 *
 * The worker holds the image, the fits and a RasWalk for each path. Requests that come while
 * it is busy are taken together afterwards, so that a dragged slider is followed as fast as
 * the pictures can be made. */
#pragma once

#include "eraser.h"

G_BEGIN_DECLS

/* An erased image; immutable, valid during the call, `values` may be kept with a reference. */
typedef struct
{
  const RasEraser *eraser;
  guint image;    /* the number that ras_apply_job_set_image() returned */
  GBytes *values; /* d doubles */
  guint rank;     /* directions removed, for erasers with a path */
} RasErased;

typedef void (*RasErasedFunc) (const RasErased *erased, gpointer user_data);

typedef struct _RasApplyJob RasApplyJob;

RasApplyJob *ras_apply_job_start (RasErasedFunc erased, gpointer user_data);

/* d doubles in [0, 1] and the class the image counts as, or −1 where that is not known:
 * erasers that need the label then leave it alone. Results of an earlier image may still come;
 * they carry its number. */
guint ras_apply_job_set_image (RasApplyJob *self, GBytes *values, int label);
void ras_apply_job_add_fit (RasApplyJob *self, RasFit *fit);
/* Also asks again for a rank that the paths were too short for. */
void ras_apply_job_set_rank (RasApplyJob *self, guint rank);
void ras_apply_job_set_recentred (RasApplyJob *self, gboolean recentred);

/* Ends the thread and frees; nothing more is delivered. NULL is allowed. */
void ras_apply_job_supersede (RasApplyJob *self);

G_END_DECLS
