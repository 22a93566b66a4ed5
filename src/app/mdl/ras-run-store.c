#include "ras-run-store.h"

static GMutex lock;
static RasStore *opened;

RasStore *
ras_run_store_open (GError **error)
{
  RasStore *store;

  g_mutex_lock (&lock);
  if (opened == NULL)
    opened = ras_store_open (NULL, FALSE, error);
  store = opened ? ras_store_ref (opened) : NULL;
  g_mutex_unlock (&lock);
  return store;
}
