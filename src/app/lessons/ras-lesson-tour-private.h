/* What the files of the tour share. */
#pragma once

#include "ras-lesson-tour.h"

#include "ras-job.h"

G_BEGIN_DECLS

struct _RasLessonTour
{
  GObject parent;

  RasSession *session;
  gboolean active;
  guint step;
  GVariant *before;  /* the session when the tour began; NULL: it never did */
  GVariant *pending; /* to be set once its data set is there, or NULL */
  char *awaited;     /* that data set's location */
  gboolean setting;  /* the session is being set up: that is nobody's doing */

  RasLessonFacts facts;
  gboolean done;
  char *acknowledgement;
  guint deeds, deed_timer; /* of "Show me"; 0: nothing is being shown */

  RasDataset *dataset;
  RasFit *fits[RAS_LESSON_N_ERASERS]; /* NULL: not there yet */
  guint index;                        /* of the image last looked at */

  RasMoments *moments; /* of the data set, once pictures were made */
  GPtrArray *pictures;
  RasJob *picture_job;
  gboolean ordered; /* the pictures that are wanted are there or on their way */

  RasJob *audit_job;
  RasAudit *audit;
  guint audit_timer;
  gboolean numberless; /* the audit failed */
};

/* ras-lesson-tour.c: brings what follows from the facts up to date. */
void ras_lesson_tour_update (RasLessonTour *self);
/* The step's own data set is on show. */
gboolean ras_lesson_tour_is_ready (RasLessonTour *self);

/* ras-lesson-tour-work.c */
/* Ends what is being computed and forgets what was: another data set, or another step. */
void ras_lesson_tour_forget_audit (RasLessonTour *self);
void ras_lesson_tour_forget_pictures (RasLessonTour *self);
/* Begins what is missing and can be had. */
void ras_lesson_tour_consider (RasLessonTour *self);
/* The rows of the audit there is, at the present rank. */
void ras_lesson_tour_read_audit (RasLessonTour *self);

G_END_DECLS
