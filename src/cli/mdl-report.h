/* What came of runs: CSV, JSON, a table, a chart. */
#pragma once

#include "mdl-job.h"

G_BEGIN_DECLS

/* Writes all that was asked for. With `sweep` the chart is MDL against width or depth. */
gboolean ras_mdl_report (const RasMdlJob *job, gboolean sweep, GError **error);

G_END_DECLS
