/* How runs in training stand, as a bar, and a line for every block. */
#pragma once

#include "cli.h"
#include "runner.h"

G_BEGIN_DECLS

typedef struct _RasMdlProgress RasMdlProgress;

/* `runs`: all of them, as they are before they begin. With `lines` every block is told. */
RasMdlProgress *ras_mdl_progress_new (RasCli *cli, const GPtrArray *runs, guint cores,
                                      gboolean lines);
void ras_mdl_progress_free (RasMdlProgress *self);

/* What the runner's listener hears. One at a time. */
void ras_mdl_progress_start (RasMdlProgress *self, const RasRun *run);
void ras_mdl_progress_epoch (RasMdlProgress *self, const RasRunnerProgress *progress);
void ras_mdl_progress_point (RasMdlProgress *self, const RasRun *run, const RasPoint *point);
void ras_mdl_progress_end (RasMdlProgress *self, const RasRun *run);

/* A sentence on standard error for a run that failed; nothing for any other. */
void ras_mdl_progress_tell_failure (RasCli *cli, const RasRun *run);

G_END_DECLS
