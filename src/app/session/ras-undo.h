/* Undo and redo of what a person changed in a session.
 *
 * Every group of changes ("changed") is a step. What goes on is one step, too: a drag until it
 * ends, and numbers or a text that change again within a second. Turning to another data set
 * starts anew: undoing does not open data sets. Properties "can-undo" and "can-redo". */
#pragma once

#include "ras-session.h"

G_BEGIN_DECLS

#define RAS_TYPE_UNDO (ras_undo_get_type ())
G_DECLARE_FINAL_TYPE (RasUndo, ras_undo, RAS, UNDO, GObject)

#define RAS_UNDO_MOST 200 /* steps; the oldest are forgotten */

/* Holds a reference to `session`. */
RasUndo *ras_undo_new (RasSession *session);

/* Microseconds, as g_get_monotonic_time(), which it is without this. */
typedef gint64 (*RasUndoClock) (gpointer user_data);
void ras_undo_set_clock (RasUndo *self, RasUndoClock clock, gpointer user_data);

/* While a drag lasts all that changes the same belongs together. */
void ras_undo_set_dragging (RasUndo *self, gboolean dragging);

/* What was changed so far stays as it is. */
void ras_undo_clear (RasUndo *self);

gboolean ras_undo_get_can_undo (RasUndo *self);
gboolean ras_undo_get_can_redo (RasUndo *self);

/* Takes the last step back, or makes it again, and says which: "rank 320 → 15". NULL if there is
 * none. Free with g_free(). */
char *ras_undo_undo (RasUndo *self);
char *ras_undo_redo (RasUndo *self);

G_END_DECLS
