/* One file from the web into a folder. */
#pragma once

#include "catalogue.h"

G_BEGIN_DECLS

/* `bytes` of the file are there. `trouble` is a sentence on why it stands still and what is being
 * done, or NULL. Called on the downloading thread, ten times a second at most. */
typedef void (*RasDownloadFunc) (guint64 bytes, const char *trouble, gpointer user_data);

typedef struct
{
  guint stall;   /* seconds without a byte that are taken for a broken connection */
  guint retries; /* after a broken connection that brought nothing new */
  guint pause;   /* milliseconds before the first of them; twice as long before each other */
} RasDownloadPatience;

/* 30 s; 4 times, after 1, 2, 4 and 8 s. */
extern const RasDownloadPatience RAS_DOWNLOAD_PATIENCE;

/* Gets `file` from the http or https address into `folder`, which is made, and returns when its
 * content was found right and it has its name. Blocks: for a thread of its own.
 *
 * Goes on from where an earlier attempt stopped, if the server plays along; what has come is kept
 * whenever it may serve a later one. Errors are of RAS_FETCH_ERROR, or G_IO_ERROR_CANCELLED. */
gboolean ras_download (const char *address, const RasSourceFile *file, const char *folder,
                       const RasDownloadPatience *patience, RasDownloadFunc func,
                       gpointer user_data, GCancellable *cancellable, GError **error);

G_END_DECLS
