/* What `rasura-cli runs` tells of runs, for people (runs-text.c), as JSON (runs-json.c) and as a
 * picture (runs-plot.c). */
#pragma once

#include "json.h"
#include "mdl-chart.h"
#include "store.h"

G_BEGIN_DECLS

/* One run: its configuration and blocks. Several: a line each. */
gboolean ras_runs_print_text (const GPtrArray *runs, GError **error);
/* {"runs": […]} with configurations, points and losses. */
gboolean ras_runs_print_json (const GPtrArray *runs, GError **error);
/* "runs": the same as a member of the object that is open. */
void ras_json_add_runs (JsonBuilder *builder, const GPtrArray *runs);

/* Writes the chart to `path`, together with the command; a sentence where these runs do not suit. */
gboolean ras_runs_plot (const GPtrArray *runs, RasMdlKind kind, const RasDrawingSize *size,
                        const char *path, const char *command, GError **error);

/* Says on the standard error how many entries of the store are left out, if any. */
void ras_runs_tell_unreadable (guint n);

/* What is in a store: its collections, and a line for every run that belongs to none. */
gboolean ras_store_print_text (RasStore *store, GError **error);
/* The same, and a line's worth of every run. */
gboolean ras_store_print_json (RasStore *store, GError **error);

G_END_DECLS
