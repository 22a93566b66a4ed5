/* What the job's files share. */
#pragma once

#include "ras-run-job.h"

#include "ras-job.h"
#include "runner.h"
#include "store.h"

G_BEGIN_DECLS

/* What the worker waits for before it begins with slow fits; shared by both threads. */
typedef struct
{
  GMutex mutex;
  char *stage; /* NULL: nothing */
  double fraction;
} RasRunHold;

typedef struct
{
  RasRunJobListener listener;
  RasDataset *dataset;
  RasPlan *plan;    /* NULL: to be resumed */
  char *preset;     /* with a plan */
  char *collection; /* NULL with a plan until it is in the store */
  RasRunnerGate *gate;
  RasRunHold *hold;
  guint64 cache_limit;
  guint cores;

  /* The worker's alone */
  RasJob *job;
  RasStore *store;
  GPtrArray *runs;    /* RasRun * */
  GHashTable *losses; /* RasRun * to RasRunLosses */
  GError *error;      /* the store could not be written */
} RasRunWork;

/* Of the block in training, by epoch: see RasRunStatus. */
typedef struct
{
  guint block;
  GArray *training, *validation;
} RasRunLosses;

void ras_run_losses_free (gpointer losses);

/* ras-run-job-tell.c, on the worker's thread but for the first. */
void ras_run_work_deliver (gpointer message, gpointer user_data);
/* What the runner tells is written down and passed on. Valid as long as `work`. */
RasRunnerListener ras_run_work_get_listener (RasRunWork *work);
void ras_run_work_tell_preparing (RasRunWork *work, const char *stage, double fraction);
void ras_run_work_tell_planned (RasRunWork *work);
/* Takes the error, which may be NULL. */
void ras_run_work_tell_done (RasRunWork *work, GError *error);

G_END_DECLS
