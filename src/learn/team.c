#include "team.h"

#include <gio/gio.h>

/* A step's barriers are fractions of a millisecond apart: waiting for them begins with a short spin,
 * which is cheaper than sleeping, and sleeps when it takes longer (a pause, a busy machine). */
#define SPINS 4000

struct _RasTeam
{
  guint n;
  GThread **threads; /* n − 1 */
  RasTeamFunc func;
  gpointer user_data;
  gboolean ends;

  /* The barrier: the last to arrive begins a new round. */
  gint arrived; /* atomic */
  gint round;   /* atomic */
  GMutex mutex;
  GCond next_round;
};

typedef struct
{
  RasTeam *team;
  guint thread;
} Member;

static inline void
pause_cpu (void)
{
#if defined(__x86_64__) || defined(__i386__)
  __builtin_ia32_pause ();
#endif
}

void
ras_team_barrier (RasTeam *self)
{
  gint round;

  if (self->n == 1)
    return;
  round = g_atomic_int_get (&self->round);
  if (g_atomic_int_add (&self->arrived, 1) == (gint) self->n - 1)
    {
      g_atomic_int_set (&self->arrived, 0);
      g_mutex_lock (&self->mutex);
      g_atomic_int_inc (&self->round);
      g_cond_broadcast (&self->next_round);
      g_mutex_unlock (&self->mutex);
      return;
    }
  for (int i = 0; i < SPINS; i++)
    {
      if (g_atomic_int_get (&self->round) != round)
        return;
      pause_cpu ();
    }
  g_mutex_lock (&self->mutex);
  while (g_atomic_int_get (&self->round) == round)
    g_cond_wait (&self->next_round, &self->mutex);
  g_mutex_unlock (&self->mutex);
}

static gpointer
run_member (gpointer data)
{
  g_autofree Member *member = data;
  RasTeam *self = member->team;

  for (;;)
    {
      ras_team_barrier (self);
      if (self->ends)
        return NULL;
      self->func (member->thread, self->user_data);
      ras_team_barrier (self);
    }
}

RasTeam *
ras_team_new (guint n, GError **error)
{
  RasTeam *self = g_new0 (RasTeam, 1);

  self->n = n;
  self->threads = g_new0 (GThread *, n);
  g_mutex_init (&self->mutex);
  g_cond_init (&self->next_round);
  for (guint i = 1; i < n; i++)
    {
      Member *member = g_new (Member, 1);

      *member = (Member) { self, i };
      self->threads[i - 1] = g_thread_try_new ("rasura-learn", run_member, member, error);
      if (self->threads[i - 1] == NULL)
        {
          g_free (member);
          /* Stands in for the missing ones at the barrier where the others are let go. */
          g_atomic_int_add (&self->arrived, (gint) (n - i));
          ras_team_free (self);
          return NULL;
        }
    }
  return self;
}

void
ras_team_free (RasTeam *self)
{
  self->ends = TRUE;
  ras_team_barrier (self);
  for (guint i = 0; i + 1 < self->n; i++)
    if (self->threads[i])
      g_thread_join (self->threads[i]);
  g_mutex_clear (&self->mutex);
  g_cond_clear (&self->next_round);
  g_free (self->threads);
  g_free (self);
}

guint
ras_team_get_size (const RasTeam *self)
{
  return self->n;
}

void
ras_team_run (RasTeam *self, RasTeamFunc func, gpointer user_data)
{
  self->func = func;
  self->user_data = user_data;
  ras_team_barrier (self);
  func (0, user_data);
  ras_team_barrier (self);
}
