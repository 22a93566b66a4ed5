/* Where the lessons lie beside what they are about: on the right in a wide window, above it in a narrow
 * one, as a card over it where there is no room to give. */
#pragma once

#include <gtk/gtk.h>

#include "ras-lesson-pane.h"

G_BEGIN_DECLS

#define RAS_TYPE_LESSON_FRAME (ras_lesson_frame_get_type ())
G_DECLARE_FINAL_TYPE (RasLessonFrame, ras_lesson_frame, RAS, LESSON_FRAME, GtkWidget)

/* Property "content": all else. */

/* NULL: no lessons. */
void ras_lesson_frame_set_pane (RasLessonFrame *self, RasLessonPane *pane);
RasLessonPane *ras_lesson_frame_get_pane (RasLessonFrame *self);

G_END_DECLS
