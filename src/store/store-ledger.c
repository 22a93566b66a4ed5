#include "store-private.h"

void
ras_ledger_free (RasLedger *ledger)
{
  if (ledger == NULL)
    return;
  g_clear_pointer (&ledger->members, g_ptr_array_unref);
  g_clear_pointer (&ledger->collections, g_ptr_array_unref);
  g_clear_pointer (&ledger->runs, g_ptr_array_unref);
  g_free (ledger);
}

static GHashTable *
index_runs (const RasLedger *ledger)
{
  GHashTable *runs = g_hash_table_new (g_str_hash, g_str_equal);

  for (guint i = 0; i < ledger->runs->len; i++)
    {
      RasRun *run = g_ptr_array_index (ledger->runs, i);

      g_hash_table_insert (runs, run->id, run);
    }
  return runs;
}

static GHashTable *
index_collections (const RasLedger *ledger)
{
  GHashTable *collections = g_hash_table_new (g_str_hash, g_str_equal);

  for (guint i = 0; i < ledger->collections->len; i++)
    g_hash_table_insert (collections,
                         ((RasCollection *) g_ptr_array_index (ledger->collections, i))->id,
                         g_ptr_array_index (ledger->members, i));
  return collections;
}

/* One query for all: members of what was left out have nowhere to go. */
static gboolean
read_members (RasStore *store, const RasLedger *ledger, GError **error)
{
  g_autoptr (GHashTable) runs = index_runs (ledger);
  g_autoptr (GHashTable) collections = index_collections (ledger);
  g_autoptr (sqlite3_stmt) statement
    = ras_store_prepare (store, error,
                         "SELECT collection, run FROM members ORDER BY collection, position", "");
  gboolean row;

  while (statement)
    {
      GPtrArray *members;
      RasRun *run;

      if (!ras_store_step (store, statement, &row, error))
        return FALSE;
      if (!row)
        return TRUE;
      members = g_hash_table_lookup (collections, ras_store_column_text (statement, 0));
      run = g_hash_table_lookup (runs, ras_store_column_text (statement, 1));
      if (members && run)
        g_ptr_array_add (members, run);
    }
  return FALSE;
}

static gboolean
read_ledger (RasStore *store, RasLedger *ledger, GError **error)
{
  ledger->runs = ras_store_read_all_runs (store, FALSE, &ledger->n_unreadable, error);
  if (ledger->runs == NULL)
    return FALSE;
  ledger->collections = ras_store_read_all_collections (store, &ledger->n_unreadable, error);
  if (ledger->collections == NULL)
    return FALSE;
  ledger->members = g_ptr_array_new_with_free_func ((GDestroyNotify) g_ptr_array_unref);
  for (guint i = 0; i < ledger->collections->len; i++)
    g_ptr_array_add (ledger->members, g_ptr_array_new ());
  return read_members (store, ledger, error);
}

RasLedger *
ras_store_load_ledger (RasStore *store, GError **error)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&store->mutex);
  g_autoptr (RasLedger) ledger = g_new0 (RasLedger, 1);

  if (!ras_store_begin (store, FALSE, error)
      || !ras_store_end (store, read_ledger (store, ledger, error), error))
    return NULL;
  return g_steal_pointer (&ledger);
}
