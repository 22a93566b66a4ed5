/* Makes a lesson's small pictures, one a class, on a thread of its own. */
#pragma once

#include "ras-job.h"
#include "ras-lesson.h"

G_BEGIN_DECLS

typedef struct
{
  RasDataset *dataset;
  RasMoments *moments; /* of its training split; NULL: not known yet */
  RasLessonView view;
  RasFit *fit;   /* NULL: nothing is erased */
  GBytes *image; /* for RAS_LESSON_IMAGE: d doubles */
} RasLessonOrder;

/* On the interface thread. `pictures`: a GBytes of d doubles for each class; `moments` may be handed in
 * again with the next order. References to be taken. Nothing comes of an order that failed. */
typedef void (*RasLessonPicturesFunc) (GPtrArray *pictures, RasMoments *moments,
                                       gpointer user_data);

/* Takes references to what the order holds. End it with ras_clear_job(). */
RasJob *ras_lesson_job_start (const RasLessonOrder *order, RasLessonPicturesFunc arrived,
                              gpointer user_data);

G_END_DECLS
