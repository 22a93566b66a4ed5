/* How long plans will take, measured on a thread of its own. */
#pragma once

#include "dataset.h"
#include "plan.h"
#include "ras-job.h"

G_BEGIN_DECLS

typedef struct
{
  const char *preset;
  guint n_runs;
  gsize images;      /* of each run */
  double seconds;    /* editing images included; NAN: there is a failure */
  guint64 memory;    /* bytes, beyond the data set */
  const char *failure; /* one sentence on what cannot be, or NULL */
} RasEstimate;

/* Once for each plan, on the interface thread. */
typedef void (*RasEstimateFunc) (const RasEstimate *estimate, gpointer user_data);

/* `plans`: RasPlan *, taken; `presets`: as many names, copied. Ends with ras_job_supersede(). */
RasJob *ras_estimate_job_start (RasDataset *dataset, GPtrArray *plans, const char *const *presets,
                                RasEstimateFunc estimated, gpointer user_data);

G_END_DECLS
