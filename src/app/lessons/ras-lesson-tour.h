/* The guided tour: which step it stands at, what is known of it, and whether it is done. Knows no
 * widget: it changes the session, and hears of data set, fits and training from the window.
 *
 * Signals: "changed" after anything did; "pictures" when there are others; "open" (location): that data
 * set is needed; "train": the training is to be started. */
#pragma once

#include "ras-lesson.h"

G_BEGIN_DECLS

#define RAS_TYPE_LESSON_TOUR (ras_lesson_tour_get_type ())
G_DECLARE_FINAL_TYPE (RasLessonTour, ras_lesson_tour, RAS, LESSON_TOUR, GObject)

RasLessonTour *ras_lesson_tour_new (RasSession *session);

/* --- Where it stands --- */

/* Keeps the session as it is now, and goes to the step; ras_n_lessons is the page at the end. */
void ras_lesson_tour_begin (RasLessonTour *self, guint step);
/* Sets the step up: one group of changes, and once more when its data set has come. */
void ras_lesson_tour_go (RasLessonTour *self, guint step);
/* Nothing is noticed any more. `bring_back`: everything is as it was at the beginning. */
void ras_lesson_tour_end (RasLessonTour *self, gboolean bring_back);
/* Which panels are shown is remembered by the program: they are as they were at once. */
void ras_lesson_tour_leave_settings (RasLessonTour *self);

gboolean ras_lesson_tour_is_active (RasLessonTour *self);
guint ras_lesson_tour_get_step (RasLessonTour *self);
/* NULL at the end. */
const RasLesson *ras_lesson_tour_get_lesson (RasLessonTour *self);
/* What was there before is something else than what is there now. */
gboolean ras_lesson_tour_has_changed (RasLessonTour *self);

gboolean ras_lesson_tour_is_done (RasLessonTour *self);
/* Of a step that is done; NULL while its numbers are being computed. */
const char *ras_lesson_tour_get_acknowledgement (RasLessonTour *self);
const RasLessonFacts *ras_lesson_tour_get_facts (RasLessonTour *self);

/* --- What a person does --- */

/* What the small pictures show. */
void ras_lesson_tour_choose (RasLessonTour *self, RasLessonView view, RasLessonEraser eraser);
/* Does the task, one deed after the other. */
void ras_lesson_tour_show_me (RasLessonTour *self);

/* A GBytes of d doubles for each class; NULL while there are none. */
GPtrArray *ras_lesson_tour_get_pictures (RasLessonTour *self);
RasDataset *ras_lesson_tour_get_dataset (RasLessonTour *self);

/* --- What it is told --- */

/* What is on show; NULL: nothing yet. Forgets the fits of another. */
void ras_lesson_tour_set_dataset (RasLessonTour *self, RasDataset *dataset);
/* NULL: none yet. Also again for a path that became longer. */
void ras_lesson_tour_set_fit (RasLessonTour *self, RasLessonEraser eraser, RasFit *fit);
/* `runs` (RasRun *) were trained to the end just now. */
void ras_lesson_tour_set_trained (RasLessonTour *self, const GPtrArray *runs);

G_END_DECLS
