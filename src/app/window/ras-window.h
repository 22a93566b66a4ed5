/* The window: a data set, one of its images, and that image through every eraser. */
#pragma once

#include <adwaita.h>

#include "ras-session.h"

G_BEGIN_DECLS

#define RAS_TYPE_WINDOW (ras_window_get_type ())
G_DECLARE_FINAL_TYPE (RasWindow, ras_window, RAS, WINDOW, AdwApplicationWindow)

/* The data set that is always there. */
#define RAS_WINDOW_BUILT_IN "drawn"

RasWindow *ras_window_new (AdwApplication *application);

/* Opens a data set ("drawn", a path), a session file, or a picture file as one's own picture. Returns at once;
 * what was being opened before is given up. */
void ras_window_open (RasWindow *self, const char *location);

/* As it was left: the last data set and what was on show of it; the built-in one if there is none. */
void ras_window_open_last (RasWindow *self);
/* Rank and view options, of `state` (ras_session_save()) or, NULL, as they were left. */
void ras_window_take_view (RasWindow *self, GVariant *state);
/* From now on how the window is left is written down. */
void ras_window_remember (RasWindow *self);

RasSession *ras_window_get_session (RasWindow *self);

G_END_DECLS
