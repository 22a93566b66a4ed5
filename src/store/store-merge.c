#include "store-private.h"

#include <glib/gi18n.h>
#include <glib/gstdio.h>

/* What there is to take: the other store's runs that are unknown here, further on there or, with as
 * many blocks, ended there only; and its unknown collections. What was deleted there stays there. */
#define COMPARE \
  "CREATE TEMP TABLE taken_runs (id TEXT PRIMARY KEY, new, points) WITHOUT ROWID;" \
  "INSERT INTO taken_runs" \
  " SELECT id, ours_state IS NULL, theirs - ours FROM" \
  " (SELECT r.id AS id, r.state AS state, o.state AS ours_state," \
  "  (SELECT count (*) FROM other.points AS p WHERE p.run = r.id) AS theirs," \
  "  (SELECT count (*) FROM main.points AS p WHERE p.run = r.id) AS ours" \
  "  FROM other.runs AS r LEFT JOIN main.runs AS o ON o.id = r.id" \
  "  WHERE " RAS_STORE_VISIBLE ("other") ")" \
  " WHERE ours_state IS NULL OR theirs > ours" \
  " OR (theirs = ours AND ours_state = 'started' AND state <> 'started');" \
  "CREATE TEMP TABLE taken_collections AS" \
  " SELECT id FROM other.collections" \
  " WHERE deleted IS NULL AND id NOT IN (SELECT id FROM main.collections);"

#define POINT_COLUMNS \
  "run, block, images, test_images, cross_entropy, epochs, best_epoch, seconds, augment_seconds," \
  " erase_seconds, learn_seconds, training_losses, validation_losses"

#define TAKE \
  "INSERT INTO main.runs (id, config, version, created, state, message)" \
  " SELECT id, config, version, created, state, message FROM other.runs" \
  " WHERE id IN (SELECT id FROM taken_runs) ORDER BY serial" \
  " ON CONFLICT (id) DO UPDATE SET" \
  " version = excluded.version, state = excluded.state, message = excluded.message;" \
  "DELETE FROM main.points WHERE run IN (SELECT id FROM taken_runs);" \
  "INSERT INTO main.points (" POINT_COLUMNS ") SELECT " POINT_COLUMNS " FROM other.points" \
  " WHERE run IN (SELECT id FROM taken_runs);" \
  "INSERT INTO main.collections (id, name, plan, created)" \
  " SELECT id, name, plan, created FROM other.collections" \
  " WHERE id IN (SELECT id FROM taken_collections) ORDER BY serial;" \
  "INSERT INTO main.members (collection, run, position)" \
  " SELECT collection, run, position FROM other.members" \
  " WHERE collection IN (SELECT id FROM taken_collections);"

#define FORGET "DROP TABLE taken_runs; DROP TABLE taken_collections;"

static gboolean
count_taken (RasStore *store, RasMergeReport *report, GError **error)
{
  gint64 runs, points, collections;

  if (!ras_store_query_count (store, "SELECT total (new) FROM taken_runs", &runs, error)
      || !ras_store_query_count (store, "SELECT total (points) FROM taken_runs", &points, error)
      || !ras_store_query_count (store, "SELECT count (*) FROM taken_collections", &collections,
                                 error))
    return FALSE;
  *report = (RasMergeReport) { runs, points, collections };
  return TRUE;
}

static gboolean
take_all (RasStore *store, RasMergeReport *report, GError **error)
{
  return ras_store_execute_all (store, COMPARE, error) && count_taken (store, report, error)
         && ras_store_execute_all (store, TAKE, error)
         && ras_store_execute_all (store, FORGET, error);
}

static gboolean
merge_attached (RasStore *store, const char *uri, RasMergeReport *report, GError **error)
{
  gboolean ok;

  if (!ras_store_execute (store, error, "ATTACH ? AS other", "t", uri))
    return FALSE;
  ok = ras_store_begin (store, TRUE, error)
       && ras_store_end (store, take_all (store, report, error), error);
  sqlite3_exec (store->db, "DETACH other", NULL, NULL, NULL);
  return ok;
}

/* The same file, whatever it is called. */
static gboolean
is_same_file (const char *a, const char *b)
{
  GStatBuf first, second;

  return g_stat (a, &first) == 0 && g_stat (b, &second) == 0 && first.st_dev == second.st_dev
         && first.st_ino == second.st_ino;
}

/* Reading all of it once keeps damage in another store from becoming damage in this one. */
static gboolean
check_other (RasStore *other, GError **error)
{
  g_autoptr (GPtrArray) runs = ras_store_load_runs (other, NULL, error);
  g_autoptr (GPtrArray) collections = runs ? ras_store_load_collections (other, error) : NULL;

  return collections != NULL;
}

gboolean
ras_store_merge (RasStore *store, const char *other, RasMergeReport *report, GError **error)
{
  g_autoptr (RasStore) source = ras_store_open (other, TRUE, error);
  g_autoptr (GMutexLocker) locker = NULL;
  RasMergeReport ignored;

  if (report == NULL)
    report = &ignored;
  *report = (RasMergeReport) { 0 };
  if (source == NULL)
    return FALSE;
  if (is_same_file (store->path, source->path))
    return TRUE;
  if (!check_other (source, error))
    return FALSE;
  locker = g_mutex_locker_new (&store->mutex);
  return merge_attached (store, source->uri, report, error);
}
