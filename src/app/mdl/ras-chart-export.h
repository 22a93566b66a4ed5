/* Runs as a chart or a table in a file, written off the interface thread. */
#pragma once

#include "ras-chart.h"

G_BEGIN_DECLS

/* By the ending: PNG, SVG or PDF of the chart of this kind, or the table of all points as CSV. Lines
 * that are hidden in `shown` (may be NULL) are left out of the chart. RasRun, copied. `command` is
 * kept in the file; may be NULL. */
void ras_chart_export (gpointer source, const GPtrArray *runs, RasMdlKind kind, RasChart *shown,
                       const char *path, const char *command, GAsyncReadyCallback callback);
gboolean ras_chart_export_finish (GAsyncResult *result, GError **error);

/* FALSE and a sentence for an ending that is none of these. */
gboolean ras_chart_export_check_name (const char *path, GError **error);

G_END_DECLS
