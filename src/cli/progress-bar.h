/* The progress of long work as one line at the bottom of a terminal. */
#pragma once

#include "progress.h"

G_BEGIN_DECLS

typedef struct _RasProgressBar RasProgressBar;

/* NULL if standard error is no terminal: then nothing is to be shown. */
RasProgressBar *ras_progress_bar_new (void);
/* Hides it first. NULL is allowed. */
void ras_progress_bar_free (RasProgressBar *bar);

/* A RasProgressFunc; `user_data` is the bar. Draws at most twenty times a second. */
void ras_progress_bar_show (const char *stage, double fraction, gpointer user_data);
/* Leaves the line empty for other output. NULL is allowed. */
void ras_progress_bar_hide (RasProgressBar *bar);

G_END_DECLS
