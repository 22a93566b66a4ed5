/* The run store: what was added comes back, bit by bit; collections; what cannot be. */
#include "store.h"
#include "stores.h"

#include <math.h>
#include <string.h>

static void
test_round_trip (void)
{
  g_autoptr (TempFolder) folder = temp_folder_new ();
  g_autoptr (RasRun) run = NULL;
  g_autoptr (RasRun) back = NULL;
  g_autoptr (RasStore) again = NULL;
  RasStore *store = test_store_open (folder, "a ü?#%/b/runs.db");

  run = test_store_add (store, "leace", G_MAXUINT64, test_bits, 3);
  ras_store_unref (store);
  again = test_store_open (folder, "a ü?#%/b/runs.db");
  back = test_store_load (again, run->id);
  g_assert_cmpint (ABS (g_get_real_time () / G_USEC_PER_SEC - back->created), <, 600);
  run->version = g_strdup ("0.1.0");
  run->created = back->created;
  assert_same_run (run, back);
}

static void
test_odd_points (void)
{
  g_autoptr (TempFolder) folder = temp_folder_new ();
  g_autoptr (RasStore) store = test_store_open (folder, "runs.db");
  g_autoptr (RasRun) run = test_store_add (store, "leace", 1, test_bits, 1);
  g_autoptr (RasRun) back = NULL;
  g_autoptr (GError) error = NULL;
  RasPoint *point = test_point_new (1, NAN);

  g_clear_pointer (&point->validation_losses, g_free);
  point->training_losses[0] = INFINITY;
  point->training_losses[1] = 1e-45f;
  point->seconds = 4.9406564584124654e-324;
  point->images = G_MAXINT64;
  g_ptr_array_add (run->points, point);
  ras_store_add_point (store, run->id, point, &error);
  g_assert_no_error (error);
  back = test_store_load (store, run->id);
  g_assert_cmpuint (back->points->len, ==, 2);
  g_assert_true (isnan (((RasPoint *) back->points->pdata[1])->cross_entropy));
  ((RasPoint *) back->points->pdata[1])->cross_entropy = point->cross_entropy;
  assert_same_point (back->points->pdata[1], point);
}

static void
test_adding_again (void)
{
  g_autoptr (TempFolder) folder = temp_folder_new ();
  g_autoptr (RasStore) store = test_store_open (folder, "runs.db");
  g_autoptr (RasRun) run = test_store_add (store, "leace", 1, test_bits, 3);
  g_autoptr (RasRun) back = NULL;
  g_autoptr (RasPoint) other = test_point_new (1, 1.5);
  g_autoptr (GError) error = NULL;

  ras_store_add_run (store, run->config, "9.9", &error);
  g_assert_no_error (error);
  ras_store_add_point (store, run->id, other, &error);
  g_assert_no_error (error);
  back = test_store_load (store, run->id);
  g_assert_cmpstr (back->version, ==, "0.1.0");
  g_assert_cmpint (back->state, ==, RAS_RUN_FINISHED);
  g_assert_cmpuint (back->points->len, ==, 3);
  assert_same_point (back->points->pdata[1], other);
  assert_same_point (back->points->pdata[2], run->points->pdata[2]);
}

static void
test_state (void)
{
  g_autoptr (TempFolder) folder = temp_folder_new ();
  g_autoptr (RasStore) store = test_store_open (folder, "runs.db");
  g_autoptr (RasRun) run = test_store_add (store, "leace", 1, test_bits, 1);
  g_autoptr (RasRun) failed = NULL;
  g_autoptr (RasRun) started = NULL;

  g_assert_true (ras_store_set_state (store, run->id, RAS_RUN_FAILED, "größer als ∞", NULL));
  failed = test_store_load (store, run->id);
  g_assert_cmpint (failed->state, ==, RAS_RUN_FAILED);
  g_assert_cmpstr (failed->message, ==, "größer als ∞");
  g_assert_true (ras_store_set_state (store, run->id, RAS_RUN_STARTED, NULL, NULL));
  started = test_store_load (store, run->id);
  g_assert_cmpint (started->state, ==, RAS_RUN_STARTED);
  g_assert_null (started->message);
}

static void
test_gap (void)
{
  g_autoptr (TempFolder) folder = temp_folder_new ();
  g_autoptr (RasStore) store = test_store_open (folder, "runs.db");
  g_autoptr (RasRun) run = test_store_add (store, "leace", 1, test_bits, 1);
  g_autoptr (RasPoint) last = test_point_new (2, 1);
  g_autoptr (RasRun) back = NULL;

  g_assert_true (ras_store_add_point (store, run->id, last, NULL));
  back = test_store_load (store, run->id);
  g_assert_cmpuint (back->points->len, ==, 1);
}

static void
assert_not_found (gboolean found, GError **error, const char *words)
{
  g_assert_true (g_error_matches (*error, RAS_STORE_ERROR, RAS_STORE_ERROR_NOT_FOUND));
  assert_refused (found, *error, words);
}

static void
test_not_found (void)
{
  g_autoptr (TempFolder) folder = temp_folder_new ();
  g_autoptr (RasStore) store = test_store_open (folder, "runs.db");
  g_autoptr (RasPoint) point = test_point_new (0, 1);
  GError *error = NULL;

  assert_not_found (ras_store_load_run (store, "17", &error) != NULL, &error,
                    "17");
  assert_not_found (ras_store_load_run (store, "", &error) != NULL, &error, "no");
  assert_not_found (ras_store_load_runs (store, "18", &error) != NULL, &error,
                    "18");
  assert_not_found (ras_store_add_point (store, "19", point, &error), &error,
                    "19");
  assert_not_found (ras_store_set_state (store, "20", RAS_RUN_FAILED, NULL, &error),
                    &error, "20");
  assert_not_found (ras_store_rename_collection (store, "21", "x", &error),
                    &error, "21");
  assert_not_found (ras_store_set_deleted (store, "2%", TRUE, &error), &error,
                    "2%");
}

static void
test_short_ids (void)
{
  g_autoptr (TempFolder) folder = temp_folder_new ();
  g_autoptr (RasStore) store = test_store_open (folder, "runs.db");
  g_autoptr (GHashTable) firsts = g_hash_table_new (NULL, NULL);
  GError *error = NULL;
  gboolean ambiguous = FALSE;

  /* Of seventeen ids two begin with the same of sixteen digits. */
  for (guint64 seed = 1; seed <= 17; seed++)
    {
      g_autoptr (RasRun) run = test_store_add (store, "leace", seed, test_bits, 0);
      g_autoptr (RasRun) back = NULL;
      g_autofree char *part = g_strndup (run->id, 12);
      g_autofree char *digit = g_strndup (run->id, 1);

      back = test_store_load (store, part);
      g_assert_cmpstr (back->id, ==, run->id);
      if (!g_hash_table_add (firsts, GINT_TO_POINTER (*digit)))
        {
          ambiguous = TRUE;
          g_assert_null (ras_store_load_run (store, digit, &error));
          g_assert_true (g_error_matches (error, RAS_STORE_ERROR, RAS_STORE_ERROR_AMBIGUOUS));
          assert_refused (FALSE, error, "several");
        }
    }
  g_assert_true (ambiguous);
}

static void
assert_erasers (const GPtrArray *runs, const char *expected)
{
  g_autoptr (GString) text = g_string_new (NULL);

  for (guint i = 0; i < runs->len; i++)
    {
      const RasRun *run = runs->pdata[i];

      g_string_append_printf (text, "%s %d, ", run->config->eraser, (int) run->config->seed);
    }
  g_assert_cmpstr (text->str, ==, expected);
}

static void
test_order (void)
{
  g_autoptr (TempFolder) folder = temp_folder_new ();
  g_autoptr (RasStore) store = test_store_open (folder, "runs.db");
  g_autoptr (RasRun) first = test_store_add (store, "none", 1, test_bits, 3);
  g_autoptr (RasRun) second = test_store_add (store, "leace", 1, test_bits, 2);
  g_autoptr (RasRun) third = test_store_add (store, "qleace", 1, test_bits, 0);
  g_autoptr (GPtrArray) runs = test_store_load_all (store, NULL);

  assert_erasers (runs, "qleace 1, leace 1, none 1, ");
  g_assert_cmpuint (((RasRun *) runs->pdata[1])->points->len, ==, 2);
}

/* --- Collections --- */

static void
test_collections (void)
{
  g_autoptr (TempFolder) folder = temp_folder_new ();
  g_autoptr (RasStore) store = test_store_open (folder, "runs.db");
  g_autoptr (RasRun) run = test_store_add (store, "leace", 1, test_bits, 3);
  g_autofree char *first = test_store_add_plan (store, "Zürich", "none,leace,leace");
  g_autofree char *second = test_store_add_plan (store, "", "leace");
  g_autoptr (GPtrArray) collections = NULL;
  g_autoptr (GPtrArray) runs = test_store_load_all (store, first);
  g_autoptr (GPtrArray) all = test_store_load_all (store, NULL);
  const RasCollection *newest, *oldest;

  assert_erasers (runs, "none 1, leace 1, none 2, leace 2, ");
  g_assert_cmpuint (((RasRun *) runs->pdata[1])->points->len, ==, 3);
  g_assert_cmpuint (all->len, ==, 4);
  ras_store_set_state (store, ((RasRun *) runs->pdata[2])->id, RAS_RUN_FAILED, "x", NULL);
  collections = test_store_collections (store);
  g_assert_cmpuint (collections->len, ==, 2);
  newest = collections->pdata[0];
  oldest = collections->pdata[1];
  g_assert_cmpstr (newest->id, ==, second);
  g_assert_cmpstr (newest->name, ==, "");
  g_assert_cmpuint (newest->n_runs, ==, 2);
  g_assert_cmpstr (oldest->id, ==, first);
  g_assert_cmpstr (oldest->name, ==, "Zürich");
  g_assert_cmpstr (oldest->plan->erasers[1], ==, "leace");
  g_assert_cmpuint (oldest->plan->seeds, ==, 2);
  g_assert_cmpuint (oldest->n_runs, ==, 4);
  g_assert_cmpuint (oldest->n_finished, ==, 1);
  g_assert_cmpuint (oldest->n_failed, ==, 1);
  g_assert_cmpfloat_with_epsilon (oldest->seconds, 0.1 + 1.1 + 2.1, 1e-12);
}

static void
test_rename (void)
{
  g_autoptr (TempFolder) folder = temp_folder_new ();
  g_autoptr (RasStore) store = test_store_open (folder, "runs.db");
  g_autofree char *first = test_store_add_plan (store, "one", "none");
  g_autofree char *second = test_store_add_plan (store, "two", "none");
  g_autofree char *part = g_strndup (first, 8);
  g_autoptr (GPtrArray) collections = NULL;

  g_assert_true (ras_store_rename_collection (store, part, "'; DROP TABLE runs; --", NULL));
  collections = test_store_collections (store);
  g_assert_cmpstr (((RasCollection *) collections->pdata[1])->name, ==, "'; DROP TABLE runs; --");
  g_assert_cmpstr (((RasCollection *) collections->pdata[0])->name, ==, "two");
}

static void
assert_counts (RasStore *store, guint n_collections, guint n_runs)
{
  g_autoptr (GPtrArray) collections = test_store_collections (store);
  g_autoptr (GPtrArray) runs = test_store_load_all (store, NULL);

  g_assert_cmpuint (collections->len, ==, n_collections);
  g_assert_cmpuint (runs->len, ==, n_runs);
}

static void
test_delete_and_restore (void)
{
  g_autoptr (TempFolder) folder = temp_folder_new ();
  g_autoptr (RasStore) store = test_store_open (folder, "runs.db");
  g_autofree char *first = test_store_add_plan (store, "one", "none,leace");
  g_autofree char *second = test_store_add_plan (store, "two", "leace,qleace");

  assert_counts (store, 2, 6);
  g_assert_true (ras_store_set_deleted (store, first, TRUE, NULL));
  assert_counts (store, 1, 4);
  g_assert_true (ras_store_set_deleted (store, second, TRUE, NULL));
  assert_counts (store, 0, 0);
  g_assert_true (ras_store_set_deleted (store, first, FALSE, NULL));
  assert_counts (store, 1, 4);
  g_assert_true (ras_store_set_deleted (store, second, FALSE, NULL));
  assert_counts (store, 2, 6);
}

static void
test_purge (void)
{
  g_autoptr (TempFolder) folder = temp_folder_new ();
  g_autoptr (RasStore) store = test_store_open (folder, "runs.db");
  g_autoptr (RasRun) alone = test_store_add (store, "random", 1, test_bits, 3);
  g_autoptr (RasRun) shared = test_store_add (store, "leace", 1, test_bits, 3);
  g_autoptr (RasRun) gone = test_store_add (store, "none", 1, test_bits, 3);
  g_autofree char *first = test_store_add_plan (store, "one", "none,leace");
  g_autofree char *second = test_store_add_plan (store, "two", "leace");
  GError *error = NULL;
  gint64 points;

  g_assert_true (ras_store_purge (store, NULL));
  assert_counts (store, 2, 5);
  g_assert_true (ras_store_set_deleted (store, first, TRUE, NULL));
  g_assert_true (ras_store_purge (store, NULL));
  assert_counts (store, 1, 3);
  assert_not_found (ras_store_set_deleted (store, first, FALSE, &error), &error,
                    first);
  assert_not_found (ras_store_load_run (store, gone->id, &error) != NULL,
                    &error, gone->id);
  g_assert_true (ras_store_query_count (store, "SELECT count (*) FROM points", &points, NULL));
  g_assert_cmpint (points, ==, 6);
}

/* --- Trouble --- */

static void
test_read_only (void)
{
  g_autoptr (TempFolder) folder = temp_folder_new ();
  g_autoptr (RasStore) store = test_store_open (folder, "runs.db");
  g_autoptr (RasStore) reader = NULL;
  g_autoptr (RasRun) run = test_store_add (store, "leace", 1, test_bits, 3);
  g_autoptr (RasRun) back = NULL;
  g_autoptr (GError) error = NULL;

  reader = ras_store_open (ras_store_get_path (store), TRUE, &error);
  g_assert_no_error (error);
  back = test_store_load (reader, run->id);
  g_assert_cmpuint (back->points->len, ==, 3);
  g_assert_false (ras_store_add_point (reader, run->id, run->points->pdata[0], &error));
  g_assert_true (g_error_matches (error, RAS_STORE_ERROR, RAS_STORE_ERROR_FAILED));
  assert_refused (FALSE, error, ras_store_get_path (store));
}

static void
test_locked (void)
{
  g_autoptr (TempFolder) folder = temp_folder_new ();
  g_autoptr (RasStore) store = test_store_open (folder, "runs.db");
  g_autoptr (RasRun) run = test_store_add (store, "leace", 1, test_bits, 3);
  g_autoptr (RasRun) back = NULL;
  g_autoptr (GError) error = NULL;
  sqlite3 *db = NULL;

  sqlite3_busy_timeout (store->db, 1);
  g_assert_cmpint (sqlite3_open (ras_store_get_path (store), &db), ==, SQLITE_OK);
  g_assert_cmpint (sqlite3_exec (db, "BEGIN IMMEDIATE", NULL, NULL, NULL), ==, SQLITE_OK);
  g_assert_false (ras_store_set_state (store, run->id, RAS_RUN_FAILED, NULL, &error));
  g_assert_true (g_error_matches (error, RAS_STORE_ERROR, RAS_STORE_ERROR_FAILED));
  assert_refused (FALSE, error, "runs.db is in use by another program");
  g_assert_false (ras_store_purge (store, &error));
  assert_refused (FALSE, error, "in use");
  back = test_store_load (store, run->id);
  g_assert_cmpint (back->state, ==, RAS_RUN_FINISHED);
  g_assert_cmpint (sqlite3_close (db), ==, SQLITE_OK);
  g_assert_true (ras_store_set_state (store, run->id, RAS_RUN_FAILED, NULL, &error));
}

/* A call that runs out of room leaves nothing behind, and the store goes on afterwards. */
static void
test_full (void)
{
  g_autoptr (TempFolder) folder = temp_folder_new ();
  g_autoptr (RasStore) store = test_store_open (folder, "runs.db");
  g_autoptr (RasRun) run = test_store_add (store, "leace", 1, test_bits, 1);
  g_autoptr (RasRun) back = NULL;
  g_autoptr (GError) error = NULL;
  g_autoptr (RasPoint) point = test_point_new (1, 1);

  g_clear_pointer (&point->training_losses, g_free);
  g_clear_pointer (&point->validation_losses, g_free);
  point->epochs = 100000;
  point->training_losses = g_new0 (float, point->epochs);
  sqlite3_exec (store->db, "PRAGMA max_page_count = 20", NULL, NULL, NULL);
  g_assert_false (ras_store_add_point (store, run->id, point, &error));
  g_assert_true (g_error_matches (error, RAS_STORE_ERROR, RAS_STORE_ERROR_FAILED));
  assert_refused (FALSE, error, "runs.db cannot grow");
  sqlite3_exec (store->db, "PRAGMA max_page_count = 1000000", NULL, NULL, NULL);
  g_assert_true (ras_store_add_point (store, run->id, point, &error));
  back = test_store_load (store, run->id);
  assert_same_point (back->points->pdata[1], point);
}

static void
test_default_path (void)
{
  g_autofree char *path = ras_store_default_path ();

  g_assert_true (g_str_has_prefix (path, g_get_user_data_dir ()));
  g_assert_true (g_str_has_suffix (path, "/rasura/runs.db"));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/store/round-trip", test_round_trip);
  g_test_add_func ("/store/odd-points", test_odd_points);
  g_test_add_func ("/store/adding-again", test_adding_again);
  g_test_add_func ("/store/state", test_state);
  g_test_add_func ("/store/gap", test_gap);
  g_test_add_func ("/store/not-found", test_not_found);
  g_test_add_func ("/store/short-ids", test_short_ids);
  g_test_add_func ("/store/order", test_order);
  g_test_add_func ("/store/collections", test_collections);
  g_test_add_func ("/store/rename", test_rename);
  g_test_add_func ("/store/delete-and-restore", test_delete_and_restore);
  g_test_add_func ("/store/purge", test_purge);
  g_test_add_func ("/store/read-only", test_read_only);
  g_test_add_func ("/store/locked", test_locked);
  g_test_add_func ("/store/full", test_full);
  g_test_add_func ("/store/default-path", test_default_path);
  return g_test_run ();
}
