#include "parallel.h"

typedef struct
{
  gsize n;
  gsize next; /* atomic */
  RasParallelFunc func;
  gpointer user_data;
} Loop;

static gpointer
run_items (gpointer data)
{
  Loop *loop = data;
  gsize i;

  while ((i = g_atomic_pointer_add (&loop->next, 1)) < loop->n)
    loop->func (i, loop->user_data);
  return NULL;
}

void
ras_parallel_for (gsize n, RasParallelFunc func, gpointer user_data)
{
  Loop loop = { n, 0, func, user_data };
  gsize n_helpers = MIN (n, g_get_num_processors ());
  g_autofree GThread **helpers = NULL;

  n_helpers = n_helpers ? n_helpers - 1 : 0;
  helpers = g_new0 (GThread *, n_helpers + 1);
  /* A thread that cannot be had is no failure: the others take its share. */
  for (gsize i = 0; i < n_helpers; i++)
    helpers[i] = g_thread_try_new ("rasura-loop", run_items, &loop, NULL);
  run_items (&loop);
  for (gsize i = 0; i < n_helpers; i++)
    if (helpers[i])
      g_thread_join (helpers[i]);
}
