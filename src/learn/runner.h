/* Trains a list of runs: fits the erasers, shares the cores among runs, can be paused, resumed and
 * cancelled. Blocks: call it on a thread of its own. */
#pragma once

#include "cache.h"
#include "complete.h"
#include "runner-gate.h"

G_BEGIN_DECLS

/* How a run in training stands. */
typedef struct
{
  const RasRun *run;    /* with the points there are so far */
  guint block;          /* the one to be coded next; training is on all images before it */
  guint n_blocks;
  gsize images;         /* trained on */
  guint epoch;          /* epochs completed in this block */
  double training_loss, validation_loss; /* nats, of that epoch; epoch 0: of the untrained weights,
                                            training NAN */
  double images_per_second; /* trained, lately */
  double seconds_left;  /* of this run, a guess; NAN: none yet */
} RasRunnerProgress;

/* Called on the runner's threads, never two at once; each may be NULL. What is passed is valid
 * during the call. */
typedef struct
{
  /* Before the first run: erasers are being fitted. */
  void (*preparing) (const char *stage, double fraction, gpointer user_data);
  void (*started) (const RasRun *run, gpointer user_data);
  void (*epoch) (const RasRunnerProgress *progress, gpointer user_data);
  void (*point) (const RasRun *run, const RasPoint *point, gpointer user_data);
  /* Finished or failed, see run->state. Not for runs that a cancellation cut short. */
  void (*ended) (const RasRun *run, gpointer user_data);
  gpointer user_data;
} RasRunnerListener;

typedef struct
{
  RasCache *cache;            /* of fits; may be NULL */
  guint cores;                /* to use at most; 0: all. A run takes config->threads of them */
  gboolean background;        /* give way to everything else on the machine */
  RasRunnerGate *gate;        /* may be NULL */
  GCancellable *cancellable;  /* may be NULL */
  const RasRunnerListener *listener;
} RasRunnerOptions;

/* `runs`: RasRun * with complete configurations; those that ended are passed over, others go on after
 * the points they have. They are filled in place. TRUE also when single runs failed numerically; FALSE
 * and G_IO_ERROR_CANCELLED, RAS_LEARN_ERROR_INVALID for a configuration that is not what
 * ras_run_config_complete() makes of it for this data set, or what else kept all of them from going
 * on. */
gboolean ras_runner_run (RasDataset *dataset, GPtrArray *runs, const RasRunnerOptions *options,
                         GError **error);

/* The rank that stands for `target` on this data set (ALF-QLEACE is fitted for it), so that it can be
 * written into configurations. */
gboolean ras_runner_find_rank (RasDataset *dataset, double target, RasCache *cache,
                               const RasProgress *progress, guint *rank, GError **error);

/* What the runs will take, in seconds: from the speed of a few steps of each kind of network that is
 * among them, measured now (well under a second each), and a usual number of epochs. */
double ras_runner_estimate (RasDataset *dataset, const GPtrArray *configs, guint cores);
/* What comes before them, in seconds, where their eraser edits images that are not kept yet. `cache` may
 * be NULL. */
double ras_runner_estimate_editing (RasDataset *dataset, const GPtrArray *configs, RasCache *cache);
/* Bytes the runs need at once, beyond the data set, erasers included. */
guint64 ras_runner_memory (RasDataset *dataset, const GPtrArray *configs, guint cores);

/* How many threads each run should have so that `n_runs` of them are done soonest: a core each where
 * there are enough runs (measured, see `rasura-cli bench learn`). cores 0: all. */
guint ras_runner_choose_threads (guint n_runs, guint cores);

/* "OpenBLAS 0.3.21 Haswell, 8 threads": which one computes here. Free with g_free(). */
char *ras_runner_describe_blas (void);

G_END_DECLS
