/* Work on a thread of its own that reports to the interface thread.
 *
 * The worker posts messages into the job's mailbox; at most one idle is pending to deliver
 * them. A message with a key replaces an undelivered one with the same key, so a thread that
 * reports faster than the interface draws never floods it. Once a job was superseded nothing
 * more of it is delivered, whatever the thread still does. */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

typedef struct _RasJob RasJob;

/* The work; on the job's thread. */
typedef void (*RasJobFunc) (RasJob *job, gpointer data);
/* Receives a message on the interface thread. */
typedef void (*RasJobDeliverFunc) (gpointer message, gpointer user_data);

/* Starts `run` on a new thread. `data` is freed after the thread has ended. `deliver` is
 * called in the order of the posts, in the main context of the calling thread. */
RasJob *ras_job_start (const char *name, RasJobFunc run, gpointer data, GDestroyNotify data_free,
                       RasJobDeliverFunc deliver, gpointer user_data);

/* Interface thread: cancels the work, drops what was not delivered and gives up the caller's
 * reference. NULL is allowed. Does not wait. */
void ras_job_supersede (RasJob *job);
/* For g_clear_pointer() and the like. */
#define ras_clear_job(location) g_clear_pointer (location, ras_job_supersede)

/* Any thread. Triggered when the job is superseded. */
GCancellable *ras_job_get_cancellable (RasJob *job);
gboolean ras_job_is_cancelled (RasJob *job);

/* The data given at the start, and the worker's thread: takes `message`. `key` 0 never
 * replaces another message. */
void ras_job_post (RasJob *job, guint key, gpointer message, GDestroyNotify message_free);
gpointer ras_job_get_data (RasJob *job);

/* Waits until no job's thread is running any more, but not longer than `seconds`; TRUE if none
 * is. For the end of the program and for tests. */
gboolean ras_jobs_wait (double seconds);

G_END_DECLS
