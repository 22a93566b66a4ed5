/* Loops spread over the machine's cores. */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Does item `i` of a loop; called on any thread, each i exactly once. */
typedef void (*RasParallelFunc) (gsize i, gpointer user_data);

/* Calls func(0 … n−1), handing the next item to whichever thread is free, and
 * returns when all are done. The calling thread works too. */
void ras_parallel_for (gsize n, RasParallelFunc func, gpointer user_data);

G_END_DECLS
