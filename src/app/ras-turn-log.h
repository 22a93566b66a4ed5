/* How long the turns of the main loop take, and how regularly frames come, written to a file.
 *
 * For those who work on the program: with RASURA_TURN_LOG=FILE in the environment a line is written
 * for each turn longer than 8 ms ("TIME turn MS computing MS": on a busy machine a turn may wait for the
 * processor) and each interval between two frames of a window ("TIME frame MS"), times in ms since the start, and in the end the longest turn and how many there
 * were of which length. A turn is what happens between two calls of poll(): while it lasts the window
 * does not answer. Without the variable nothing is done at all. */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* The first turn begins here. For the thread of the main loop. */
void ras_turn_log_start (GtkApplication *application);
void ras_turn_log_end (void);

G_END_DECLS
