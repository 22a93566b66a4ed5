/* The runs of one command: completed, found in the store, trained, kept. */
#pragma once

#include "mdl-arguments.h"
#include "runner.h"
#include "store.h"

G_BEGIN_DECLS

typedef struct
{
  RasCli *cli;
  const RasMdlArguments *given;
  const char *location; /* as it was typed */
  RasDataset *dataset;
  RasMdlOrder order;
  RasCache *cache;      /* NULL with --no-cache */
  RasStore *store;      /* NULL with --no-store and --list */
  GPtrArray *configs;   /* RasRunConfig *, complete, in the plan's order */
  GPtrArray *runs;      /* RasRun * of these; NULL before ras_mdl_job_load() */
} RasMdlJob;

/* Reads the command line, opens the data set, finds the rank and completes every run. */
gboolean ras_mdl_job_prepare (RasMdlJob *job, RasCli *cli, gboolean sweep, int argc, char **argv,
                              GError **error);
void ras_mdl_job_clear (RasMdlJob *job);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (RasMdlJob, ras_mdl_job_clear)

/* Opens the store and takes from it what is there of the runs. */
gboolean ras_mdl_job_load (RasMdlJob *job, GError **error);
/* Trains what is not finished, telling how it goes. TRUE also where single runs failed, which were
 * told. */
gboolean ras_mdl_job_train (RasMdlJob *job, GError **error);

/* How many runs are in this state. */
guint ras_mdl_job_count (const RasMdlJob *job, RasRunState state);

/* --list: one command for each run. Free with g_free(). */
char *ras_mdl_job_list (const RasMdlJob *job);

G_END_DECLS
