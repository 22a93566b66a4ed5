/* One step of the lessons, to be read and done: its words, its small pictures, its formula. Shows a tour
 * and lets a person steer it.
 *
 * Signals: "leave": the lessons are to be closed; "stop-training". */
#pragma once

#include <adwaita.h>

#include "ras-lesson-tour.h"

G_BEGIN_DECLS

#define RAS_TYPE_LESSON_PANE (ras_lesson_pane_get_type ())
G_DECLARE_FINAL_TYPE (RasLessonPane, ras_lesson_pane, RAS, LESSON_PANE, GtkBox)

RasLessonPane *ras_lesson_pane_new (RasLessonTour *tour);

/* On the right, in one column; else above, in two, and it can be folded up. */
void ras_lesson_pane_set_beside (RasLessonPane *self, gboolean beside);
gboolean ras_lesson_pane_get_beside (RasLessonPane *self);

/* Of the training; a negative fraction: there is none. */
void ras_lesson_pane_set_training (RasLessonPane *self, double fraction);

G_END_DECLS
