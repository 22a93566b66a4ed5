/* Merging stores: everything once, the further run wins, all or nothing. */
#include "stores.h"

#include <string.h>

static const double other_bits[] = { 3.25, 2, 1 };

static RasMergeReport
merge (RasStore *store, RasStore *other)
{
  g_autoptr (GError) error = NULL;
  RasMergeReport report;

  ras_store_merge (store, ras_store_get_path (other), &report, &error);
  g_assert_no_error (error);
  return report;
}

static void
assert_report (RasMergeReport report, guint runs, guint points, guint collections)
{
  g_assert_cmpuint (report.new_runs, ==, runs);
  g_assert_cmpuint (report.new_points, ==, points);
  g_assert_cmpuint (report.new_collections, ==, collections);
}

/* All that a person sees of it, as a text. */
static char *
dump (RasStore *store)
{
  g_autoptr (GPtrArray) runs = test_store_load_all (store, NULL);
  g_autoptr (GPtrArray) collections = test_store_collections (store);
  GString *text = g_string_new (NULL);
  g_autofree char *csv = ras_runs_to_csv (runs);

  g_string_append (text, csv);
  for (guint i = 0; i < runs->len; i++)
    g_string_append_printf (text, "%s %s\n", ((RasRun *) runs->pdata[i])->id,
                            ras_run_state_name (((RasRun *) runs->pdata[i])->state));
  for (guint i = 0; i < collections->len; i++)
    {
      const RasCollection *collection = collections->pdata[i];

      g_string_append_printf (text, "%s %s %u %u\n", collection->id, collection->name,
                              collection->n_runs, collection->n_finished);
    }
  return g_string_free (text, FALSE);
}

static void
test_overlap (void)
{
  g_autoptr (TempFolder) folder = temp_folder_new ();
  g_autoptr (RasStore) ours = test_store_open (folder, "ours.db");
  g_autoptr (RasStore) theirs = test_store_open (folder, "theirs.db");
  g_autoptr (RasRun) behind = test_store_add (ours, "none", 1, test_bits, 1);
  g_autoptr (RasRun) ahead = test_store_add (ours, "leace", 1, test_bits, 3);
  g_autoptr (RasRun) same = test_store_add (ours, "qleace", 1, test_bits, 3);
  g_autoptr (RasRun) finished = test_store_add (theirs, "none", 1, other_bits, 3);
  g_autoptr (RasRun) begun = test_store_add (theirs, "leace", 1, other_bits, 2);
  g_autoptr (RasRun) different = test_store_add (theirs, "qleace", 1, other_bits, 3);
  g_autoptr (RasRun) new = test_store_add (theirs, "random", 1, other_bits, 2);
  g_autofree char *own = test_store_add_plan (ours, "ours", "none");
  g_autofree char *first = test_store_add_plan (theirs, "first", "none,leace");
  g_autofree char *second = test_store_add_plan (theirs, "second", "random");
  g_autofree char *before = NULL;
  g_autofree char *after = NULL;
  g_autoptr (RasRun) back = NULL;
  g_autoptr (RasRun) kept = NULL;
  g_autoptr (RasRun) untouched = NULL;
  g_autoptr (GPtrArray) members = NULL;

  /* New: random with seeds 1 and 2, leace with seed 2; none's second seed is in both plans. */
  assert_report (merge (ours, theirs), 3, 2 + 2, 2);
  back = test_store_load (ours, finished->id);
  g_assert_cmpint (back->state, ==, RAS_RUN_FINISHED);
  g_assert_cmpuint (back->points->len, ==, 3);
  for (guint i = 0; i < 3; i++)
    assert_same_point (back->points->pdata[i], finished->points->pdata[i]);
  kept = test_store_load (ours, ahead->id);
  g_assert_cmpuint (kept->points->len, ==, 3);
  assert_same_point (kept->points->pdata[1], ahead->points->pdata[1]);
  untouched = test_store_load (ours, same->id);
  assert_same_point (untouched->points->pdata[2], same->points->pdata[2]);
  members = test_store_load_all (ours, first);
  g_assert_cmpuint (members->len, ==, 4);

  before = dump (ours);
  assert_report (merge (ours, theirs), 0, 0, 0);
  after = dump (ours);
  g_assert_cmpstr (before, ==, after);
  /* Back again, theirs gets what it lacks, and then there is nothing more to be had. */
  assert_report (merge (theirs, ours), 1 - 1, 1, 1);
  assert_report (merge (theirs, ours), 0, 0, 0);
  assert_report (merge (ours, theirs), 0, 0, 0);
}

static void
test_ended_run (void)
{
  g_autoptr (TempFolder) folder = temp_folder_new ();
  g_autoptr (RasStore) ours = test_store_open (folder, "ours.db");
  g_autoptr (RasStore) theirs = test_store_open (folder, "theirs.db");
  g_autoptr (RasRun) run = test_store_add (ours, "none", 1, test_bits, 2);
  g_autoptr (RasRun) failed = test_store_add (theirs, "none", 1, test_bits, 2);
  g_autoptr (RasRun) back = NULL;
  g_autoptr (RasRun) still = NULL;

  ras_store_set_state (theirs, failed->id, RAS_RUN_FAILED, "not finite", NULL);
  assert_report (merge (ours, theirs), 0, 0, 0);
  back = test_store_load (ours, run->id);
  g_assert_cmpint (back->state, ==, RAS_RUN_FAILED);
  g_assert_cmpstr (back->message, ==, "not finite");
  ras_store_set_state (theirs, failed->id, RAS_RUN_STARTED, NULL, NULL);
  assert_report (merge (ours, theirs), 0, 0, 0);
  still = test_store_load (ours, run->id);
  g_assert_cmpint (still->state, ==, RAS_RUN_FAILED);
}

static void
test_deleted (void)
{
  g_autoptr (TempFolder) folder = temp_folder_new ();
  g_autoptr (RasStore) ours = test_store_open (folder, "ours.db");
  g_autoptr (RasStore) theirs = test_store_open (folder, "theirs.db");
  g_autofree char *hidden = test_store_add_plan (theirs, "hidden", "none,leace");
  g_autofree char *shown = test_store_add_plan (theirs, "shown", "none");
  g_autoptr (GPtrArray) collections = NULL;
  g_autoptr (GPtrArray) still = NULL;

  ras_store_set_deleted (theirs, hidden, TRUE, NULL);
  assert_report (merge (ours, theirs), 2, 0, 1);
  ras_store_rename_collection (ours, shown, "renamed", NULL);
  assert_report (merge (ours, theirs), 0, 0, 0);
  collections = test_store_collections (ours);
  g_assert_cmpuint (collections->len, ==, 1);
  g_assert_cmpstr (((RasCollection *) collections->pdata[0])->name, ==, "renamed");
  /* What was deleted here stays so. */
  ras_store_set_deleted (ours, shown, TRUE, NULL);
  assert_report (merge (ours, theirs), 0, 0, 0);
  still = test_store_collections (ours);
  g_assert_cmpuint (still->len, ==, 0);
}

static void
test_itself (void)
{
  g_autoptr (TempFolder) folder = temp_folder_new ();
  g_autoptr (RasStore) store = test_store_open (folder, "runs.db");
  g_autoptr (RasRun) run = test_store_add (store, "none", 1, test_bits, 3);
  g_autofree char *link = g_build_filename (folder, "link.db", NULL);
  g_autoptr (GFile) file = g_file_new_for_path (link);
  g_autoptr (GError) error = NULL;
  RasMergeReport report = { 7, 7, 7 };
  g_autofree char *before = dump (store);
  g_autofree char *after = NULL;

  assert_report (merge (store, store), 0, 0, 0);
  g_file_make_symbolic_link (file, "runs.db", NULL, &error);
  g_assert_no_error (error);
  g_assert_true (ras_store_merge (store, link, &report, &error));
  assert_report (report, 0, 0, 0);
  after = dump (store);
  g_assert_cmpstr (before, ==, after);
}

static void
assert_not_merged (RasStore *store, const char *other, const char *words)
{
  g_autofree char *before = dump (store);
  g_autofree char *after = NULL;
  g_autoptr (GError) error = NULL;
  RasMergeReport report = { 7, 7, 7 };

  g_assert_false (ras_store_merge (store, other, &report, &error));
  g_assert_nonnull (strstr (error->message, other));
  assert_refused (FALSE, error, words);
  assert_report (report, 0, 0, 0);
  after = dump (store);
  g_assert_cmpstr (before, ==, after);
}

static void
test_refused (void)
{
  g_autoptr (TempFolder) folder = temp_folder_new ();
  g_autoptr (RasStore) store = test_store_open (folder, "runs.db");
  g_autoptr (RasRun) run = test_store_add (store, "none", 1, test_bits, 1);
  RasStore *theirs = test_store_open (folder, "their's ?.db");
  g_autofree char *other = g_strdup (ras_store_get_path (theirs));
  g_autofree char *noise = temp_folder_write (folder, "noise.db", "This is no database.", 20);
  g_autofree char *missing = g_build_filename (folder, "missing.db", NULL);
  g_autoptr (RasRun) added = test_store_add (theirs, "none", 1, test_bits, 3);
  g_autoptr (RasRun) second = test_store_add (theirs, "leace", 1, test_bits, 3);

  ras_store_unref (theirs);
  assert_not_merged (store, noise, "no run store");
  assert_not_merged (store, missing, "there is no");
  test_sql (other, "UPDATE points SET validation_losses = x'17' WHERE block = 2");
  assert_not_merged (store, other, "damaged");
  test_sql (other, "UPDATE points SET validation_losses = NULL; PRAGMA user_version = 2");
  assert_not_merged (store, other, "newer");
  test_sql (other, "PRAGMA user_version = 1");
  g_assert_true (ras_store_merge (store, other, NULL, NULL));
}

/* The mutex and the attached file are free again, whatever happened. */
static void
test_full (void)
{
  g_autoptr (TempFolder) folder = temp_folder_new ();
  g_autoptr (RasStore) store = test_store_open (folder, "runs.db");
  g_autoptr (RasStore) theirs = test_store_open (folder, "theirs.db");
  g_autoptr (GError) error = NULL;
  g_autofree char *before = dump (store);
  g_autofree char *after = NULL;

  for (guint64 seed = 1; seed <= 50; seed++)
    ras_run_free (test_store_add (theirs, "none", seed, test_bits, 3));
  sqlite3_exec (store->db, "PRAGMA max_page_count = 20", NULL, NULL, NULL);
  g_assert_false (ras_store_merge (store, ras_store_get_path (theirs), NULL, &error));
  g_assert_true (g_error_matches (error, RAS_STORE_ERROR, RAS_STORE_ERROR_FAILED));
  assert_refused (FALSE, error, "runs.db cannot grow");
  after = dump (store);
  g_assert_cmpstr (before, ==, after);
  sqlite3_exec (store->db, "PRAGMA max_page_count = 1000000", NULL, NULL, NULL);
  assert_report (merge (store, theirs), 50, 150, 0);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/store-merge/overlap", test_overlap);
  g_test_add_func ("/store-merge/ended-run", test_ended_run);
  g_test_add_func ("/store-merge/deleted", test_deleted);
  g_test_add_func ("/store-merge/itself", test_itself);
  g_test_add_func ("/store-merge/refused", test_refused);
  g_test_add_func ("/store-merge/full", test_full);
  return g_test_run ();
}
