/* Progress and cancellation of long work.
 *
 * A long function takes a `const RasProgress *` (NULL: nobody listens, nobody
 * cancels) and calls ras_progress_step() at least every 100 ms or so. */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/* Called on the thread that does the work. `stage` is a translated sentence
 * fragment such as "Fitting QLEACE: class 4 of 10", valid during the call;
 * `fraction` is in [0, 1], or negative when it cannot be known. */
typedef void (*RasProgressFunc) (const char *stage, double fraction, gpointer user_data);

typedef struct
{
  RasProgressFunc func;      /* may be NULL */
  gpointer user_data;
  GCancellable *cancellable; /* may be NULL */
} RasProgress;

/* Reports a step. Returns FALSE and sets G_IO_ERROR_CANCELLED once the work
 * was cancelled; the caller then undoes what it began and returns. */
gboolean ras_progress_step (const RasProgress *progress, const char *stage, double fraction,
                            GError **error);

/* TRUE if `error` says that the user cancelled (which is never shown as a failure). */
gboolean ras_error_is_cancelled (const GError *error);

G_END_DECLS
