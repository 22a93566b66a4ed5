/* The small pictures of a lesson: one a class, with its name. */
#pragma once

#include <gtk/gtk.h>

#include "dataset.h"
#include "ras-lesson.h"

G_BEGIN_DECLS

#define RAS_TYPE_LESSON_STRIP (ras_lesson_strip_get_type ())
G_DECLARE_FINAL_TYPE (RasLessonStrip, ras_lesson_strip, RAS, LESSON_STRIP, GtkWidget)

/* `pictures`: a GBytes of d doubles for each class of the data set. NULL: what was shown stays in its
 * place, paler, until there are others, or, with `dataset` NULL, goes. `title` is read to those who do
 * not see them. */
void ras_lesson_strip_show (RasLessonStrip *self, GPtrArray *pictures, RasDataset *dataset,
                            RasLessonView view, const char *title);

G_END_DECLS
