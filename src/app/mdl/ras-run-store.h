/* The store of runs: one for the whole program, opened when it is first needed. */
#pragma once

#include "store.h"

G_BEGIN_DECLS

/* Any thread but the interface's, as opening may take a while. NULL and a sentence if it cannot
 * be opened; the next call tries again. Give the reference back with ras_store_unref(). */
RasStore *ras_run_store_open (GError **error);

G_END_DECLS
