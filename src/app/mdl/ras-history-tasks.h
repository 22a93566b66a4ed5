/* What the window asks of the store of runs, off the interface thread. */
#pragma once

#include "ras-run-model.h"

G_BEGIN_DECLS

/* `callback` gets `source`; a cancelled task ends with G_IO_ERROR_CANCELLED. */

/* RasCollection, newest first. */
void ras_history_load (gpointer source, GCancellable *cancellable, GAsyncReadyCallback callback);
GPtrArray *ras_history_load_finish (GAsyncResult *result, GError **error);

/* The runs of several collections: GPtrArray of RasRun * by id. */
void ras_history_load_runs (gpointer source, const char *const *ids, GCancellable *cancellable,
                            GAsyncReadyCallback callback);
GHashTable *ras_history_load_runs_finish (GAsyncResult *result, GError **error);

/* Everything: free with ras_run_rows_free(). */
void ras_history_load_rows (gpointer source, GCancellable *cancellable,
                            GAsyncReadyCallback callback);
RasRunRows *ras_history_load_rows_finish (GAsyncResult *result, GError **error);

/* Takes over what is in the store at `path`. */
void ras_history_merge (gpointer source, const char *path, GCancellable *cancellable,
                        GAsyncReadyCallback callback);
/* FALSE at an error. */
gboolean ras_history_merge_finish (GAsyncResult *result, RasMergeReport *report, GError **error);

/* The rest ends with ras_history_finish(). */
void ras_history_rename (gpointer source, const char *id, const char *name,
                         GCancellable *cancellable, GAsyncReadyCallback callback);
/* Of several collections, NULL-terminated. */
void ras_history_set_deleted (gpointer source, const char *const *ids, gboolean deleted,
                              GCancellable *cancellable, GAsyncReadyCallback callback);
/* All points of the collections as a table with commas. */
void ras_history_export (gpointer source, const char *const *ids, const char *path,
                         GCancellable *cancellable, GAsyncReadyCallback callback);
gboolean ras_history_finish (GAsyncResult *result, GError **error);

G_END_DECLS
