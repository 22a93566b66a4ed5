#include "store-private.h"

#include <glib/gi18n.h>

void
ras_collection_free (RasCollection *collection)
{
  if (collection == NULL)
    return;
  g_free (collection->id);
  g_free (collection->name);
  ras_plan_free (collection->plan);
  g_free (collection);
}

/* --- Adding --- */

static gboolean
insert_members (RasStore *store, const char *id, const GPtrArray *configs, const char *version,
                GError **error)
{
  for (guint i = 0; i < configs->len; i++)
    {
      g_autofree char *run = ras_run_config_make_id (configs->pdata[i]);

      /* A plan may come to the same run twice. */
      if (!ras_store_insert_run (store, configs->pdata[i], run, version, error)
          || !ras_store_execute (store, error,
                                 "INSERT OR IGNORE INTO members (collection, run, position)"
                                 " VALUES (?, ?, ?)",
                                 "tti", id, run, (gint64) i))
        return FALSE;
    }
  return TRUE;
}

static gboolean
insert_collection (RasStore *store, const char *id, const char *name, const RasPlan *plan,
                   GError **error)
{
  g_autofree char *json = ras_plan_to_json (plan);
  g_autofree char *valid = g_utf8_make_valid (name, -1);

  return ras_store_execute (store, error,
                            "INSERT INTO collections (id, name, plan, created)"
                            " VALUES (?, ?, ?, ?)",
                            "ttti", id, valid, json, g_get_real_time () / G_USEC_PER_SEC);
}

char *
ras_store_add_collection (RasStore *store, const char *name, const RasPlan *plan,
                          const GPtrArray *configs, const char *version, GError **error)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&store->mutex);
  g_autofree char *id = g_uuid_string_random ();

  if (!ras_store_begin (store, TRUE, error)
      || !ras_store_end (store,
                         insert_collection (store, id, name, plan, error)
                           && insert_members (store, id, configs, version, error),
                         error))
    return NULL;
  return g_steal_pointer (&id);
}

/* --- Reading --- */

static RasCollection *
read_collection (RasStore *store, sqlite3_stmt *row, GError **error)
{
  g_autoptr (GError) wrong = NULL;
  RasPlan *plan = ras_plan_from_json (ras_store_column_text (row, 2), &wrong);
  RasCollection *collection;

  if (plan == NULL)
    {
      ras_store_fail_damaged (store, wrong->message, error);
      return NULL;
    }
  collection = g_new0 (RasCollection, 1);
  collection->id = g_strdup (ras_store_column_text (row, 0));
  collection->name = g_utf8_make_valid (ras_store_column_text (row, 1), -1);
  collection->plan = plan;
  collection->created = sqlite3_column_int64 (row, 3);
  collection->n_runs = sqlite3_column_int64 (row, 4);
  collection->n_finished = sqlite3_column_int64 (row, 5);
  collection->n_failed = sqlite3_column_int64 (row, 6);
  collection->seconds = sqlite3_column_double (row, 7);
  return collection;
}

GPtrArray *
ras_store_read_all_collections (RasStore *store, guint *n_unreadable, GError **error)
{
  g_autoptr (GPtrArray) all = g_ptr_array_new_with_free_func ((GDestroyNotify) ras_collection_free);
  g_autoptr (sqlite3_stmt) statement = ras_store_prepare (
    store, error,
    "SELECT c.id, c.name, c.plan, c.created,"
    " (SELECT count (*) FROM members AS m WHERE m.collection = c.id),"
    " (SELECT count (*) FROM members AS m JOIN runs AS r ON r.id = m.run"
    "  WHERE m.collection = c.id AND r.state = 'finished'),"
    " (SELECT count (*) FROM members AS m JOIN runs AS r ON r.id = m.run"
    "  WHERE m.collection = c.id AND r.state = 'failed'),"
    " (SELECT total (p.seconds) FROM members AS m JOIN points AS p ON p.run = m.run"
    "  WHERE m.collection = c.id)"
    " FROM collections AS c WHERE c.deleted IS NULL ORDER BY c.created DESC, c.serial DESC",
    "");
  gboolean row;

  while (statement)
    {
      g_autoptr (GError) wrong = NULL;
      RasCollection *collection;

      if (!ras_store_step (store, statement, &row, error))
        return NULL;
      if (!row)
        return g_steal_pointer (&all);
      collection = read_collection (store, statement, &wrong);
      if (collection)
        g_ptr_array_add (all, collection);
      else if (!ras_store_pass_over (&wrong, n_unreadable))
        {
          g_propagate_error (error, g_steal_pointer (&wrong));
          return NULL;
        }
    }
  return NULL;
}

GPtrArray *
ras_store_load_collections (RasStore *store, GError **error)
{
  return ras_store_load_readable_collections (store, NULL, error);
}

GPtrArray *
ras_store_load_readable_collections (RasStore *store, guint *n_unreadable, GError **error)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&store->mutex);

  return ras_store_read_all_collections (store, n_unreadable, error);
}

/* --- Changing --- */

gboolean
ras_store_rename_collection (RasStore *store, const char *id, const char *name, GError **error)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&store->mutex);
  g_autofree char *whole = ras_store_find_collection (store, id, error);
  g_autofree char *valid = g_utf8_make_valid (name, -1);

  return whole
         && ras_store_execute (store, error, "UPDATE collections SET name = ? WHERE id = ?", "tt",
                               valid, whole);
}

gboolean
ras_store_set_deleted (RasStore *store, const char *id, gboolean deleted, GError **error)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&store->mutex);
  g_autofree char *whole = ras_store_find_collection (store, id, error);

  if (whole == NULL)
    return FALSE;
  if (!deleted)
    return ras_store_execute (store, error,
                              "UPDATE collections SET deleted = NULL WHERE id = ?", "t", whole);
  return ras_store_execute (store, error, "UPDATE collections SET deleted = ? WHERE id = ?", "it",
                            g_get_real_time () / G_USEC_PER_SEC, whole);
}

gboolean
ras_store_purge (RasStore *store, GError **error)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&store->mutex);

  /* Points and members go with what they belong to. */
  return ras_store_begin (store, TRUE, error)
         && ras_store_end (store,
                           ras_store_execute_all (store,
                                                  "DELETE FROM runs AS r WHERE NOT "
                                                  RAS_STORE_VISIBLE ("main") ";"
                                                  "DELETE FROM collections"
                                                  " WHERE deleted IS NOT NULL;",
                                                  error),
                           error);
}
