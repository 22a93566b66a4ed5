#include "threads.h"

#include <cblas.h>

static GMutex lock;
static guint holds;
static int threads_before;

void
ras_blas_hold_single (void)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&lock);

  if (holds++ == 0)
    {
      threads_before = openblas_get_num_threads ();
      openblas_set_num_threads (1);
    }
}

void
ras_blas_release_single (void)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&lock);

  g_return_if_fail (holds > 0);
  if (--holds == 0)
    openblas_set_num_threads (threads_before);
}
