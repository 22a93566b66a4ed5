/* Trains a plan on a thread of its own. Every block is in the store before the interface hears of
 * it. */
#pragma once

#include "dataset.h"
#include "plan.h"

G_BEGIN_DECLS

typedef struct _RasRunJob RasRunJob;

/* How a run in training stands: RasRunnerProgress, kept. */
typedef struct
{
  const char *run_id;
  guint block, n_blocks;
  gsize images;
  guint epoch;
  double images_per_second;
  double seconds_left; /* NAN: unknown */
  /* Nats by epoch, of the block in training: the first is that of the untrained weights (training:
   * NAN). GArray of double. */
  GArray *training_losses, *validation_losses;
} RasRunStatus;

/* Called on the interface thread; what is passed is valid during the call. */
typedef struct
{
  /* Erasers are being fitted … before the first run, and before those that need a slow fit. */
  void (*preparing) (const char *stage, double fraction, gpointer user_data);
  /* The runs (RasRun *), as the store has them; some may be finished already. */
  void (*planned) (const char *collection, const GPtrArray *runs, gpointer user_data);
  void (*started) (const char *run_id, gpointer user_data);
  void (*epoch) (const RasRunStatus *status, gpointer user_data);
  void (*point) (const char *run_id, const RasPoint *point, gpointer user_data);
  /* Finished, or failed with a sentence; the points are known. */
  void (*ended) (const char *run_id, RasRunState state, const char *message, gpointer user_data);
  /* The last call. NULL: all runs ended; G_IO_ERROR_CANCELLED after ras_run_job_stop(). */
  void (*done) (const GError *error, gpointer user_data);
} RasRunJobListener;

/* A new collection, named after its data set, network and preset. The plan is copied. */
RasRunJob *ras_run_job_start (RasDataset *dataset, const RasPlan *plan, const char *preset,
                              const RasRunJobListener *listener, gpointer user_data);
/* What is not finished of a collection that is in the store. */
RasRunJob *ras_run_job_resume (RasDataset *dataset, const char *collection,
                               const RasRunJobListener *listener, gpointer user_data);

/* All on the interface thread. */
void ras_run_job_set_paused (RasRunJob *self, gboolean paused);
/* A slow fit that is being made elsewhere and will be kept: `stage` says how it goes. Runs that need
 * a slow fit wait until it is NULL. */
void ras_run_job_set_hold (RasRunJob *self, const char *stage, double fraction);
/* Asks it to end; what it still delivers is delivered, `done` last. */
void ras_run_job_stop (RasRunJob *self);
/* Gives the job up: it ends by and by and delivers nothing more. NULL is allowed. */
void ras_run_job_supersede (RasRunJob *self);

G_END_DECLS
