#include "store-private.h"

#include <glib/gi18n.h>
#include <math.h>

/* --- Ids, whole or shortened --- */

/* The sentences have one %s. */
static char *
find_id (RasStore *store, const char *sql, const char *prefix, const char *unknown,
         const char *ambiguous, GError **error)
{
  g_autoptr (sqlite3_stmt) statement = ras_store_prepare (store, error, sql, "t", prefix);
  g_autofree char *id = NULL;
  gboolean row;

  if (statement == NULL || !ras_store_step (store, statement, &row, error))
    return NULL;
  if (!row || *prefix == '\0')
    {
      ras_store_fail_id (RAS_STORE_ERROR_NOT_FOUND, unknown, prefix, error);
      return NULL;
    }
  id = g_strdup (ras_store_column_text (statement, 0));
  if (!ras_store_step (store, statement, &row, error))
    return NULL;
  /* A whole id is no prefix of another one of the same length. */
  if (row)
    {
      ras_store_fail_id (RAS_STORE_ERROR_AMBIGUOUS, ambiguous, prefix, error);
      return NULL;
    }
  return g_steal_pointer (&id);
}

char *
ras_store_find_run (RasStore *store, const char *prefix, GError **error)
{
  return find_id (store, "SELECT id FROM runs WHERE substr (id, 1, length (?1)) = ?1 LIMIT 2",
                  prefix, _ ("there is no run %s"),
                  _ ("several runs begin with %s: write more of the id"), error);
}

char *
ras_store_find_collection (RasStore *store, const char *prefix, GError **error)
{
  return find_id (store,
                  "SELECT id FROM collections WHERE substr (id, 1, length (?1)) = ?1 LIMIT 2",
                  prefix, _ ("there is no collection of runs %s"),
                  _ ("several collections of runs begin with %s: write more of the id"), error);
}

/* --- Points --- */

/* A NaN is kept as NULL. */
static double
get_number (sqlite3_stmt *row, int column)
{
  double value = sqlite3_column_double (row, column);

  return sqlite3_column_type (row, column) == SQLITE_NULL || isinf (value) ? NAN : value;
}

static gboolean
is_count (sqlite3_stmt *row, int column, gint64 max)
{
  gint64 value = sqlite3_column_int64 (row, column);

  return value >= 0 && value <= max;
}

static gboolean
unpack_losses (sqlite3_stmt *row, int column, guint epochs, float **losses)
{
  gconstpointer data = sqlite3_column_blob (row, column);
  gsize size = sqlite3_column_bytes (row, column);
  guint32 *unpacked;

  if (data == NULL)
    return TRUE;
  if (size != epochs * sizeof (float))
    return FALSE;
  unpacked = g_memdup2 (data, size);
  for (guint i = 0; i < epochs; i++)
    unpacked[i] = GUINT32_FROM_LE (unpacked[i]);
  *losses = (float *) unpacked;
  return TRUE;
}

/* NULL for counts that are none, or losses that are not as many as there are epochs. */
static RasPoint *
read_point (sqlite3_stmt *row)
{
  g_autoptr (RasPoint) point = g_new0 (RasPoint, 1);

  if (!is_count (row, 1, G_MAXINT64) || !is_count (row, 2, G_MAXINT64)
      || !is_count (row, 4, G_MAXUINT) || !is_count (row, 5, G_MAXUINT))
    return NULL;
  point->block = sqlite3_column_int64 (row, 0);
  point->images = sqlite3_column_int64 (row, 1);
  point->test_images = sqlite3_column_int64 (row, 2);
  point->cross_entropy = get_number (row, 3);
  point->epochs = sqlite3_column_int64 (row, 4);
  point->best_epoch = sqlite3_column_int64 (row, 5);
  point->seconds = get_number (row, 6);
  point->augment_seconds = get_number (row, 7);
  point->erase_seconds = get_number (row, 8);
  point->learn_seconds = get_number (row, 9);
  if (!unpack_losses (row, 10, point->epochs, &point->training_losses)
      || !unpack_losses (row, 11, point->epochs, &point->validation_losses))
    return NULL;
  return g_steal_pointer (&point);
}

#define POINT_QUERY(losses) \
  "SELECT block, images, test_images, cross_entropy, epochs, best_epoch," \
  " seconds, augment_seconds, erase_seconds, learn_seconds, " losses \
  " FROM points WHERE run = ? ORDER BY block"

static gboolean
load_points (RasStore *store, RasRun *run, gboolean losses, GError **error)
{
  g_autoptr (sqlite3_stmt) statement
    = ras_store_prepare (store, error,
                         losses ? POINT_QUERY ("training_losses, validation_losses")
                                : POINT_QUERY ("NULL, NULL"),
                         "t", run->id);
  gboolean row;

  while (statement)
    {
      RasPoint *point;

      if (!ras_store_step (store, statement, &row, error))
        return FALSE;
      /* What lies behind a gap cannot be built upon. */
      if (!row || sqlite3_column_int64 (statement, 0) != run->points->len)
        return TRUE;
      point = read_point (statement);
      if (point == NULL)
        return ras_store_fail_damaged (store, _ ("a block whose numbers or losses cannot be"), error);
      g_ptr_array_add (run->points, point);
    }
  return FALSE;
}

/* --- Runs --- */

#define RUN_COLUMNS "r.id, r.config, r.version, r.created, r.state, r.message"

static RasRun *
read_run (RasStore *store, sqlite3_stmt *row, gboolean losses, GError **error)
{
  g_autoptr (GError) wrong = NULL;
  RasRunConfig *config = ras_run_config_from_json (ras_store_column_text (row, 1), &wrong);
  g_autoptr (RasRun) run = NULL;

  if (config == NULL)
    {
      ras_store_fail_damaged (store, wrong->message, error);
      return NULL;
    }
  run = ras_run_new (config);
  if (config->eraser == NULL)
    {
      ras_store_fail_damaged (store, _ ("a run without an eraser"), error);
      return NULL;
    }
  /* What it was begun under: another version of the program may count differently. */
  g_free (run->id);
  run->id = g_strdup (ras_store_column_text (row, 0));
  run->version = g_strdup ((const char *) sqlite3_column_text (row, 2));
  run->created = sqlite3_column_int64 (row, 3);
  if (sqlite3_column_type (row, 5) != SQLITE_NULL)
    run->message = g_utf8_make_valid (ras_store_column_text (row, 5), -1);
  if (!ras_run_state_find (ras_store_column_text (row, 4), &run->state))
    {
      ras_store_fail_damaged (store, _ ("a run in no known state"), error);
      return NULL;
    }
  if (!load_points (store, run, losses, error))
    return NULL;
  return g_steal_pointer (&run);
}

gboolean
ras_store_pass_over (GError **error, guint *n_unreadable)
{
  if (n_unreadable == NULL || !g_error_matches (*error, RAS_STORE_ERROR, RAS_STORE_ERROR_DAMAGED))
    return FALSE;
  g_clear_error (error);
  ++*n_unreadable;
  return TRUE;
}

/* All runs of a query for RUN_COLUMNS. `n_unreadable`, where it is not NULL, counts those that are
 * left out. */
static GPtrArray *
read_runs (RasStore *store, sqlite3_stmt *statement, gboolean losses, guint *n_unreadable,
           GError **error)
{
  g_autoptr (GPtrArray) runs = g_ptr_array_new_with_free_func ((GDestroyNotify) ras_run_free);
  gboolean row;

  while (statement)
    {
      g_autoptr (GError) wrong = NULL;
      RasRun *run;

      if (!ras_store_step (store, statement, &row, error))
        return NULL;
      if (!row)
        return g_steal_pointer (&runs);
      run = read_run (store, statement, losses, &wrong);
      if (run)
        g_ptr_array_add (runs, run);
      else if (!ras_store_pass_over (&wrong, n_unreadable))
        {
          g_propagate_error (error, g_steal_pointer (&wrong));
          return NULL;
        }
    }
  return NULL;
}

GPtrArray *
ras_store_read_all_runs (RasStore *store, gboolean losses, guint *n_unreadable, GError **error)
{
  g_autoptr (sqlite3_stmt) statement
    = ras_store_prepare (store, error,
                         "SELECT " RUN_COLUMNS " FROM runs AS r WHERE " RAS_STORE_VISIBLE (
                           "main") " ORDER BY r.created DESC, r.serial DESC",
                         "");

  return read_runs (store, statement, losses, n_unreadable, error);
}

static GPtrArray *
load_members (RasStore *store, const char *collection, guint *n_unreadable, GError **error)
{
  g_autofree char *id = ras_store_find_collection (store, collection, error);
  g_autoptr (sqlite3_stmt) statement = NULL;

  if (id)
    statement = ras_store_prepare (store, error,
                                   "SELECT " RUN_COLUMNS " FROM runs AS r"
                                   " JOIN members AS m ON m.run = r.id"
                                   " WHERE m.collection = ? ORDER BY m.position",
                                   "t", id);
  return read_runs (store, statement, TRUE, n_unreadable, error);
}

static GPtrArray *
load_one (RasStore *store, const char *prefix, GError **error)
{
  g_autofree char *id = ras_store_find_run (store, prefix, error);
  g_autoptr (sqlite3_stmt) statement = NULL;

  if (id)
    statement = ras_store_prepare (store, error,
                                   "SELECT " RUN_COLUMNS " FROM runs AS r WHERE r.id = ?", "t", id);
  return read_runs (store, statement, TRUE, NULL, error);
}

RasRun *
ras_store_load_run (RasStore *store, const char *id, GError **error)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&store->mutex);
  g_autoptr (GPtrArray) runs = NULL;

  if (!ras_store_begin (store, FALSE, error))
    return NULL;
  runs = load_one (store, id, error);
  if (!ras_store_end (store, runs != NULL, error))
    return NULL;
  return g_ptr_array_steal_index (runs, 0);
}

GPtrArray *
ras_store_load_runs (RasStore *store, const char *collection, GError **error)
{
  return ras_store_load_readable_runs (store, collection, NULL, error);
}

GPtrArray *
ras_store_load_readable_runs (RasStore *store, const char *collection, guint *n_unreadable,
                              GError **error)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&store->mutex);
  g_autoptr (GPtrArray) runs = NULL;

  if (!ras_store_begin (store, FALSE, error))
    return NULL;
  runs = collection ? load_members (store, collection, n_unreadable, error)
                    : ras_store_read_all_runs (store, TRUE, n_unreadable, error);
  if (!ras_store_end (store, runs != NULL, error))
    return NULL;
  return g_steal_pointer (&runs);
}
