/* Asks for the name of a file to be written. */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* `path` is NULL, and `sentence` says why, where the place cannot be written to. */
typedef void (*RasSaveFunc) (gpointer owner, const char *path, const char *sentence);

/* The chooser stays until it is answered or `owner` (a GObject) is gone; one an owner at a time.
 * `ending` has no dot; a name without any gets it. `data` belongs to the chooser until then and is
 * found with ras_save_chooser_get_data(). */
void ras_save_chooser_show (GtkWindow *parent, gpointer owner, const char *title, const char *name,
                            const char *ending, const char *filter_name, RasSaveFunc chosen,
                            gpointer data, GDestroyNotify free_data);
gpointer ras_save_chooser_get_data (gpointer owner);
gboolean ras_save_chooser_is_shown (gpointer owner);

/* For whoever adds an ending to what a dialog answered: it asked about the name without. If there is a
 * file `path` that it did not ask about, it is shown again with the whole name, and TRUE returned. */
gboolean ras_save_chooser_ask_again (GtkNativeDialog *dialog, const char *path);

G_END_DECLS
