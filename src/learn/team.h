/* A few threads that do one network's work together, step after step.
 *
 * They live as long as the team, so that a step of a millisecond does not pay for starting them. */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

typedef struct _RasTeam RasTeam;

/* `thread` is 0 … n − 1. */
typedef void (*RasTeamFunc) (guint thread, gpointer user_data);

/* n ≥ 1 threads, the caller of ras_team_run() being one of them. Where a thread cannot be had the
 * team is NULL, with G_THREAD_ERROR. */
RasTeam *ras_team_new (guint n, GError **error);
void ras_team_free (RasTeam *team);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (RasTeam, ras_team_free)

guint ras_team_get_size (const RasTeam *team);

/* func on every thread; returns when all are done. */
void ras_team_run (RasTeam *team, RasTeamFunc func, gpointer user_data);
/* Inside of func: waits until every thread of the team is here. */
void ras_team_barrier (RasTeam *team);

/* The share [first, end) of `count` items that thread `thread` of n has; contiguous, in order. */
static inline void
ras_team_share (gsize count, guint thread, guint n, gsize *first, gsize *end)
{
  *first = count * thread / n;
  *end = count * (thread + 1) / n;
}

G_END_DECLS
