/* The list of what was trained: choose what the chart shows, rename, delete, resume, export. */
#pragma once

#include <gtk/gtk.h>

#include "store.h"

G_BEGIN_DECLS

#define RAS_TYPE_HISTORY (ras_history_get_type ())
G_DECLARE_FINAL_TYPE (RasHistory, ras_history, RAS, HISTORY, GtkWidget)

/* Signals: "loaded" when the list is up to date; "selection-changed"; "resume" (id), "export" (id)
 * and "failed" (sentence), "deleted" (id, name) as a person asks for them. */

/* Reads the store anew; what is chosen stays. */
void ras_history_reload (RasHistory *self);
/* Ids of the collections to be shown, NULL-terminated, newest first. Free with g_strfreev(). */
char **ras_history_get_selected (RasHistory *self);
/* Shows this one alone, also one that is not in the list yet. NULL: none. */
void ras_history_select (RasHistory *self, const char *id);
/* The same with several, NULL-terminated. */
void ras_history_select_several (RasHistory *self, const char *const *ids);
/* Brings back what was deleted. */
void ras_history_undelete (RasHistory *self, const char *id);

/* RasCollection *, newest first; NULL before they are loaded. */
const GPtrArray *ras_history_get_collections (RasHistory *self);
const RasCollection *ras_history_find (RasHistory *self, const char *id);

/* TRUE where runs of it are neither finished nor failed nor being trained just now. */
gboolean ras_collection_is_unfinished (const RasCollection *collection);

G_END_DECLS
