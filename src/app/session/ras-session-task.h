/* Session files on a thread of their own: one after the other, in the order of the calls. */
#pragma once

#include <gio/gio.h>

#include "ras-session-file.h"

G_BEGIN_DECLS

/* Takes `file`. The program does not end before it is written, even when its last window is
 * closed. `source` and `callback` may be NULL. */
void ras_session_write_async (RasSessionFile *file, const char *path, gpointer source,
                              GAsyncReadyCallback callback, gpointer user_data);
gboolean ras_session_write_finish (GAsyncResult *result, GError **error);

void ras_session_read_async (const char *path, GCancellable *cancellable, gpointer source,
                             GAsyncReadyCallback callback, gpointer user_data);
RasSessionFile *ras_session_read_finish (GAsyncResult *result, GError **error);

/* Where the program keeps how it was left. Free with g_free(). */
char *ras_session_dup_last_path (void);

G_END_DECLS
