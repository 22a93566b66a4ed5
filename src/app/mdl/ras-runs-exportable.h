/* Runs as what can be exported: their chart, and the table of all their points. */
#pragma once

#include "ras-chart.h"
#include "ras-exportable.h"

G_BEGIN_DECLS

/* `runs` are RasRun and copied. Lines that are hidden in `shown` (may be NULL) are left out of the
 * chart. `name` is that of a file, without ending; takes `command`, which may be NULL. */
RasExportable *ras_runs_to_exportable (const GPtrArray *runs, RasMdlKind kind, RasChart *shown,
                                       const char *name, char *command);

G_END_DECLS
