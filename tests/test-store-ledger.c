/* All runs and collections at once; damaged ones are left out and counted. */
#include "stores.h"

static RasLedger *
load (RasStore *store)
{
  g_autoptr (GError) error = NULL;
  RasLedger *ledger = ras_store_load_ledger (store, &error);

  g_assert_no_error (error);
  return ledger;
}

static void
assert_ledger (const RasLedger *ledger, guint n_runs, guint n_collections, guint n_unreadable)
{
  g_assert_cmpuint (ledger->runs->len, ==, n_runs);
  g_assert_cmpuint (ledger->collections->len, ==, n_collections);
  g_assert_cmpuint (ledger->members->len, ==, n_collections);
  g_assert_cmpuint (ledger->n_unreadable, ==, n_unreadable);
}

static void
test_whole (void)
{
  g_autoptr (TempFolder) folder = temp_folder_new ();
  g_autoptr (RasStore) store = test_store_open (folder, "runs.db");
  g_autoptr (RasRun) alone = test_store_add (store, "qleace", 7, test_bits, 3);
  g_autofree char *first = test_store_add_plan (store, "first", "none,leace");
  g_autofree char *second = test_store_add_plan (store, "second", "leace");
  g_autoptr (RasRun) finished = test_store_add (store, "leace", 2, test_bits, 3);
  g_autoptr (RasLedger) ledger = load (store);
  g_autoptr (RasLedger) fewer = NULL;
  const GPtrArray *members;
  const RasRun *run;

  assert_ledger (ledger, 5, 2, 0);
  g_assert_cmpstr (((RasCollection *) ledger->collections->pdata[1])->id, ==, first);
  members = ledger->members->pdata[1];
  g_assert_cmpuint (members->len, ==, 4);
  run = members->pdata[3];
  g_assert_cmpstr (run->id, ==, finished->id);
  g_assert_cmpuint (run->points->len, ==, 3);
  g_assert_null (((RasPoint *) run->points->pdata[2])->training_losses);
  g_assert_cmpfloat (ras_run_get_mdl (run), ==, ras_run_get_mdl (finished));
  /* The same run in the other collection is the same object. */
  g_assert_true (((GPtrArray *) ledger->members->pdata[0])->pdata[1] == run);

  g_assert_true (ras_store_set_deleted (store, first, TRUE, NULL));
  fewer = load (store);
  assert_ledger (fewer, 3, 1, 0);
}

static void
test_damaged (void)
{
  g_autoptr (TempFolder) folder = temp_folder_new ();
  g_autoptr (RasStore) store = test_store_open (folder, "runs.db");
  g_autofree char *first = test_store_add_plan (store, "first", "none,leace");
  g_autofree char *second = test_store_add_plan (store, "second", "qleace");
  g_autoptr (RasRun) broken = test_store_add (store, "none", 1, test_bits, 3);
  g_autofree char *sql
    = g_strdup_printf ("UPDATE runs SET config = '?' WHERE id = '%s';"
                       "UPDATE collections SET plan = '?' WHERE id = '%s'", broken->id, second);
  g_autoptr (RasLedger) ledger = NULL;
  g_autoptr (GPtrArray) runs = NULL;
  g_autoptr (GPtrArray) collections = NULL;
  g_autoptr (GError) error = NULL;
  guint n_unreadable = 0;

  test_sql (ras_store_get_path (store), sql);
  ledger = load (store);
  assert_ledger (ledger, 5, 1, 2);
  g_assert_cmpuint (((GPtrArray *) ledger->members->pdata[0])->len, ==, 3);

  runs = ras_store_load_readable_runs (store, first, &n_unreadable, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (runs->len, ==, 3);
  g_assert_cmpuint (n_unreadable, ==, 1);
  collections = ras_store_load_readable_collections (store, &n_unreadable, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (collections->len, ==, 1);
  g_assert_cmpuint (n_unreadable, ==, 2);

  /* Who must have all of them is still told. */
  g_assert_null (ras_store_load_runs (store, first, &error));
  g_assert_true (g_error_matches (error, RAS_STORE_ERROR, RAS_STORE_ERROR_DAMAGED));
}

/* What is not damage of a single run is an error as ever. */
static void
test_broken_file (void)
{
  g_autoptr (TempFolder) folder = temp_folder_new ();
  g_autoptr (RasStore) store = test_store_open (folder, "runs.db");
  g_autoptr (RasRun) run = test_store_add (store, "none", 1, test_bits, 1);
  g_autoptr (GError) error = NULL;

  test_sql (ras_store_get_path (store), "PRAGMA foreign_keys = OFF; DROP TABLE points");
  assert_refused (ras_store_load_ledger (store, &error), error, "no such table");
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/store-ledger/whole", test_whole);
  g_test_add_func ("/store-ledger/damaged", test_damaged);
  g_test_add_func ("/store-ledger/broken-file", test_broken_file);
  return g_test_run ();
}
