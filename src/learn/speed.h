/* How fast a network learns on this machine. */
#pragma once

#include "runner.h"

G_BEGIN_DECLS

/* One way of using the cores, and what came of it. */
typedef struct
{
  guint threads; /* of each run */
  guint runs;    /* side by side */
  double images_per_second; /* trained, of all runs together */
  double augment, erase, learn; /* shares of the first run's time, in [0, 1] */
} RasSpeedTrial;

/* Trains the network of `config` (complete; its threads are not looked at) for about `seconds` in each
 * way. The eraser is fitted once, before anything is measured. `progress` and `cache` may be NULL.
 * Errors: RAS_LEARN_ERROR, those of a fit, or a cancellation. */
gboolean ras_learn_measure (RasDataset *dataset, const RasRunConfig *config, RasCache *cache,
                            double seconds, const RasProgress *progress, RasSpeedTrial *trials,
                            guint n_trials, GError **error);

G_END_DECLS
