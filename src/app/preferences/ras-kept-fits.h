/* The folder of kept fits, for people: how much it takes, and clearing it once they agree. */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* Both work on a thread; `callback` comes on the interface's, with `owner` as its source object, which
 * lives until then. */
void ras_kept_fits_measure (GObject *owner, GAsyncReadyCallback callback, gpointer user_data);
/* In bytes. */
guint64 ras_kept_fits_measure_finish (GAsyncResult *result);

/* Asks first. `parent` is the source object. */
void ras_kept_fits_clear (GtkWindow *parent, GAsyncReadyCallback callback, gpointer user_data);
/* What to tell: a sentence, for g_free(). NULL: it was not wanted after all. */
char *ras_kept_fits_clear_finish (GAsyncResult *result);

/* The files used longest ago go while all take more than the settings allow. */
void ras_kept_fits_enforce_limit (GObject *owner, GAsyncReadyCallback callback,
                                  gpointer user_data);

G_END_DECLS
