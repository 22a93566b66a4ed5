#include "ras-history-tasks.h"

#include "atomic-file.h"
#include "ras-run-store.h"

typedef struct
{
  char **ids;
  char *text; /* a name or a path */
  gboolean deleted;
} Request;

static void
request_free (gpointer data)
{
  Request *request = data;

  g_strfreev (request->ids);
  g_free (request->text);
  g_free (request);
}

static void
run (gpointer source, const char *const *ids, const char *text, gboolean deleted,
     GCancellable *cancellable, GAsyncReadyCallback callback, GTaskThreadFunc func)
{
  g_autoptr (GTask) task = g_task_new (source, cancellable, callback, NULL);
  Request *request = g_new0 (Request, 1);

  request->ids = g_strdupv ((char **) ids);
  request->text = g_strdup (text);
  request->deleted = deleted;
  g_task_set_task_data (task, request, request_free);
  g_task_run_in_thread (task, func);
}

static void
return_done (GTask *task, gboolean done, GError *error)
{
  if (done)
    g_task_return_boolean (task, TRUE);
  else
    g_task_return_error (task, error);
}

/* --- Reading --- */

/* What was deleted before this start of the program is not wanted back. */
static gboolean
purge_once (RasStore *store, GError **error)
{
  static gsize purged;

  if (g_once_init_enter (&purged))
    {
      gboolean done = ras_store_purge (store, error);

      g_once_init_leave (&purged, 1);
      return done;
    }
  return TRUE;
}

static void
load_in_thread (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  GError *error = NULL;
  guint n_unreadable = 0;
  g_autoptr (RasStore) store = ras_run_store_open (&error);
  GPtrArray *collections
      = store && purge_once (store, &error)
            ? ras_store_load_readable_collections (store, &n_unreadable, &error)
            : NULL;

  if (collections)
    g_task_return_pointer (task, collections, (GDestroyNotify) g_ptr_array_unref);
  else
    g_task_return_error (task, error);
}

void
ras_history_load (gpointer source, GCancellable *cancellable, GAsyncReadyCallback callback)
{
  run (source, NULL, NULL, FALSE, cancellable, callback, load_in_thread);
}

GPtrArray *
ras_history_load_finish (GAsyncResult *result, GError **error)
{
  return g_task_propagate_pointer (G_TASK (result), error);
}

static GHashTable *
load_runs (const Request *request, GError **error)
{
  g_autoptr (RasStore) store = ras_run_store_open (error);
  g_autoptr (GHashTable) loaded = g_hash_table_new_full (g_str_hash, g_str_equal, g_free,
                                                         (GDestroyNotify) g_ptr_array_unref);

  if (store == NULL)
    return NULL;
  for (char **id = request->ids; *id; id++)
    {
      guint n_unreadable = 0;
      GPtrArray *runs = ras_store_load_readable_runs (store, *id, &n_unreadable, error);

      if (runs == NULL)
        return NULL;
      g_hash_table_insert (loaded, g_strdup (*id), runs);
    }
  return g_steal_pointer (&loaded);
}

static void
load_runs_in_thread (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  GError *error = NULL;
  GHashTable *loaded = load_runs (data, &error);

  if (loaded)
    g_task_return_pointer (task, loaded, (GDestroyNotify) g_hash_table_unref);
  else
    g_task_return_error (task, error);
}

void
ras_history_load_runs (gpointer source, const char *const *ids, GCancellable *cancellable,
                       GAsyncReadyCallback callback)
{
  run (source, ids, NULL, FALSE, cancellable, callback, load_runs_in_thread);
}

GHashTable *
ras_history_load_runs_finish (GAsyncResult *result, GError **error)
{
  return g_task_propagate_pointer (G_TASK (result), error);
}

static void
load_rows_in_thread (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  GError *error = NULL;
  g_autoptr (RasStore) store = ras_run_store_open (&error);
  RasLedger *ledger
      = store && purge_once (store, &error) ? ras_store_load_ledger (store, &error) : NULL;

  if (ledger)
    g_task_return_pointer (task, ras_run_rows_new (ledger), (GDestroyNotify) ras_run_rows_free);
  else
    g_task_return_error (task, error);
}

void
ras_history_load_rows (gpointer source, GCancellable *cancellable, GAsyncReadyCallback callback)
{
  run (source, NULL, NULL, FALSE, cancellable, callback, load_rows_in_thread);
}

RasRunRows *
ras_history_load_rows_finish (GAsyncResult *result, GError **error)
{
  return g_task_propagate_pointer (G_TASK (result), error);
}

/* --- Changing --- */

static void
rename_in_thread (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  const Request *request = data;
  GError *error = NULL;
  g_autoptr (RasStore) store = ras_run_store_open (&error);

  return_done (task,
               store
                   && ras_store_rename_collection (store, request->ids[0], request->text, &error),
               error);
}

void
ras_history_rename (gpointer source, const char *id, const char *name, GCancellable *cancellable,
                    GAsyncReadyCallback callback)
{
  run (source, (const char *const[]) { id, NULL }, name, FALSE, cancellable, callback,
       rename_in_thread);
}

static void
delete_in_thread (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  const Request *request = data;
  GError *error = NULL;
  g_autoptr (RasStore) store = ras_run_store_open (&error);

  gboolean done = store != NULL;

  for (char **id = request->ids; done && *id; id++)
    done = ras_store_set_deleted (store, *id, request->deleted, &error);
  return_done (task, done, error);
}

void
ras_history_set_deleted (gpointer source, const char *const *ids, gboolean deleted,
                         GCancellable *cancellable, GAsyncReadyCallback callback)
{
  run (source, ids, NULL, deleted, cancellable, callback, delete_in_thread);
}

static void
merge_in_thread (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  const Request *request = data;
  GError *error = NULL;
  g_autoptr (RasStore) store = ras_run_store_open (&error);
  g_autofree RasMergeReport *report = g_new0 (RasMergeReport, 1);

  if (store && ras_store_merge (store, request->text, report, &error))
    g_task_return_pointer (task, g_steal_pointer (&report), g_free);
  else
    g_task_return_error (task, error);
}

void
ras_history_merge (gpointer source, const char *path, GCancellable *cancellable,
                   GAsyncReadyCallback callback)
{
  run (source, NULL, path, FALSE, cancellable, callback, merge_in_thread);
}

gboolean
ras_history_merge_finish (GAsyncResult *result, RasMergeReport *report, GError **error)
{
  g_autofree RasMergeReport *merged = g_task_propagate_pointer (G_TASK (result), error);

  if (merged)
    *report = *merged;
  return merged != NULL;
}

/* --- Exporting --- */

static gboolean
export (const Request *request, GError **error)
{
  g_autoptr (GHashTable) loaded = load_runs (request, error);
  g_autoptr (GPtrArray) all = g_ptr_array_new ();
  g_autofree char *csv = NULL;
  g_autoptr (RasAtomicFile) file = NULL;

  if (loaded == NULL)
    return FALSE;
  for (char **id = request->ids; *id; id++)
    {
      const GPtrArray *runs = g_hash_table_lookup (loaded, *id);

      for (guint i = 0; i < runs->len; i++)
        g_ptr_array_add (all, g_ptr_array_index (runs, i));
    }
  csv = ras_runs_to_csv (all);
  file = ras_atomic_file_new (request->text, error);
  return file && ras_atomic_file_write (file, csv, strlen (csv), error)
         && ras_atomic_file_commit (g_steal_pointer (&file), error);
}

static void
export_in_thread (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  GError *error = NULL;

  return_done (task, export (data, &error), error);
}

void
ras_history_export (gpointer source, const char *const *ids, const char *path,
                    GCancellable *cancellable, GAsyncReadyCallback callback)
{
  run (source, ids, path, FALSE, cancellable, callback, export_in_thread);
}

gboolean
ras_history_finish (GAsyncResult *result, GError **error)
{
  return g_task_propagate_boolean (G_TASK (result), error);
}
