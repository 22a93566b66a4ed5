/* Files that are no store, are damaged, newer or not ours to write. */
#include "stores.h"

#include <math.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#define ID "0x52617375"

static char *
make_store (const char *folder)
{
  g_autoptr (RasStore) store = test_store_open (folder, "runs.db");
  g_autofree char *id = test_store_add_plan (store, "plan", "none,leace");

  for (guint64 seed = 1; seed <= 20; seed++)
    ras_run_free (test_store_add (store, "qleace", seed, test_bits, 3));
  return g_strdup (ras_store_get_path (store));
}

static void
assert_not_opened (const char *path, gboolean read_only, RasStoreError code, const char *words)
{
  g_autoptr (GError) error = NULL;
  RasStore *store = ras_store_open (path, read_only, &error);

  if (!g_error_matches (error, RAS_STORE_ERROR, code))
    g_error ("%s: %s", path, error ? error->message : "was opened");
  g_assert_nonnull (strstr (error->message, path));
  assert_refused (store, error, words);
}

static void
test_garbage (void)
{
  g_autoptr (TempFolder) folder = temp_folder_new ();
  g_autofree char *noise = g_strnfill (5000, '#');
  g_autofree char *path = temp_folder_write (folder, "noise.db", noise, 5000);
  g_autofree char *text = temp_folder_write (folder, "text.db", "once", 4);
  g_autofree char *content = NULL;

  for (int read_only = 0; read_only < 2; read_only++)
    {
      assert_not_opened (path, read_only, RAS_STORE_ERROR_DAMAGED, "no run store");
      assert_not_opened (text, read_only, RAS_STORE_ERROR_DAMAGED, "no run store");
    }
  g_file_get_contents (path, &content, NULL, NULL);
  g_assert_cmpstr (content, ==, noise);
}

/* The runs of the store, NULL where it cannot be opened or read. */
static GPtrArray *
load_all (const char *path, gboolean read_only, GError **error)
{
  g_autoptr (RasStore) store = ras_store_open (path, read_only, error);

  return store ? ras_store_load_runs (store, NULL, error) : NULL;
}

static void
assert_damaged (const char *path, gboolean read_only)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) runs = load_all (path, read_only, &error);

  g_assert_true (g_error_matches (error, RAS_STORE_ERROR, RAS_STORE_ERROR_DAMAGED));
  assert_refused (runs, error, path);
}

static void
test_truncated (void)
{
  g_autoptr (TempFolder) folder = temp_folder_new ();
  g_autofree char *path = make_store (folder);
  g_autofree char *content = NULL;
  gsize size;

  g_file_get_contents (path, &content, &size, NULL);
  g_assert_cmpuint (size, >, 16384);
  for (gsize part = 100; part < size; part += 2345)
    {
      g_autofree char *cut = temp_folder_write (folder, "cut.db", content, part);

      assert_damaged (cut, TRUE);
      assert_damaged (cut, FALSE);
    }
}

/* Whatever byte is wrong: an answer or a sentence. */
static void
test_flipped (void)
{
  g_autoptr (TempFolder) folder = temp_folder_new ();
  g_autofree char *path = make_store (folder);
  g_autofree char *content = NULL;
  gsize size;
  guint n_refused = 0;

  g_file_get_contents (path, &content, &size, NULL);
  for (gsize at = 100; at < size; at += size / 60)
    {
      g_autofree char *broken = NULL;
      g_autoptr (GPtrArray) runs = NULL;
      g_autoptr (GError) error = NULL;

      memset (content + at, 0xa5, 16);
      broken = temp_folder_write (folder, "broken.db", content, size);
      runs = load_all (broken, TRUE, &error);
      g_assert_true ((runs == NULL) == (error != NULL));
      if (error)
        {
          n_refused++;
          g_assert_true (g_error_matches (error, RAS_STORE_ERROR, RAS_STORE_ERROR_DAMAGED));
          g_assert_nonnull (strstr (error->message, broken));
        }
    }
  g_assert_cmpuint (n_refused, >, 0);
}

static void
test_empty_file (void)
{
  g_autoptr (TempFolder) folder = temp_folder_new ();
  g_autofree char *path = temp_folder_write (folder, "runs.db", "", 0);
  g_autoptr (RasStore) store = NULL;
  g_autoptr (RasRun) run = NULL;

  assert_not_opened (path, TRUE, RAS_STORE_ERROR_DAMAGED, "is empty");
  store = test_store_open (folder, "runs.db");
  run = test_store_add (store, "none", 1, test_bits, 3);
}

static void
test_other_programs (void)
{
  g_autoptr (TempFolder) folder = temp_folder_new ();
  g_autofree char *plain = g_build_filename (folder, "plain.db", NULL);
  g_autofree char *named = g_build_filename (folder, "named.db", NULL);
  g_autofree char *before = NULL;
  g_autofree char *after = NULL;
  gsize size, size_after;

  test_sql (plain, "CREATE TABLE runs (id)");
  test_sql (named, "PRAGMA application_id = 17; PRAGMA user_version = 1");
  g_file_get_contents (plain, &before, &size, NULL);
  assert_not_opened (plain, FALSE, RAS_STORE_ERROR_DAMAGED, "another program");
  assert_not_opened (named, FALSE, RAS_STORE_ERROR_DAMAGED, "another program");
  g_file_get_contents (plain, &after, &size_after, NULL);
  g_assert_cmpmem (before, size, after, size_after);
}

static void
test_newer (void)
{
  g_autoptr (TempFolder) folder = temp_folder_new ();
  g_autofree char *path = make_store (folder);

  test_sql (path, "PRAGMA user_version = 999");
  assert_not_opened (path, FALSE, RAS_STORE_ERROR_NEWER, "newer version of Rasura");
  assert_not_opened (path, TRUE, RAS_STORE_ERROR_NEWER, "newer version of Rasura");
}

static void
test_header (void)
{
  g_autoptr (TempFolder) folder = temp_folder_new ();
  g_autoptr (RasStore) store = test_store_open (folder, "runs.db");
  gint64 value;

  g_assert_true (ras_store_query_count (store, "PRAGMA application_id", &value, NULL));
  g_assert_cmpint (value, ==, 0x52617375);
  g_assert_true (ras_store_query_count (store, "PRAGMA user_version", &value, NULL));
  g_assert_cmpint (value, ==, 1);
  g_assert_true (ras_store_query_count (store, "PRAGMA foreign_keys", &value, NULL));
  g_assert_cmpint (value, ==, 1);
  g_assert_true (ras_store_query_count (store, "PRAGMA synchronous", &value, NULL));
  g_assert_cmpint (value, ==, 2);
  g_assert_true (ras_store_query_count (
    store, "SELECT journal_mode = 'wal' FROM pragma_journal_mode", &value, NULL));
  g_assert_cmpint (value, ==, 1);
}

static void
assert_not_loaded (const char *path, const char *words)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (RasStore) store = ras_store_open (path, TRUE, NULL);
  GPtrArray *runs = ras_store_load_runs (store, NULL, &error);

  g_assert_true (g_error_matches (error, RAS_STORE_ERROR, RAS_STORE_ERROR_DAMAGED));
  g_assert_nonnull (strstr (error->message, path));
  assert_refused (runs, error, words);
}

static void
test_damaged_rows (void)
{
  g_autoptr (TempFolder) folder = temp_folder_new ();
  g_autofree char *path = make_store (folder);
  g_autoptr (GError) error = NULL;
  g_autoptr (RasStore) store = NULL;

  test_sql (path, "UPDATE points SET training_losses = x'00' WHERE block = 2");
  assert_not_loaded (path, "losses");
  test_sql (path, "UPDATE points SET training_losses = NULL, validation_losses = NULL");
  test_sql (path, "UPDATE points SET images = -1 WHERE block = 2");
  assert_not_loaded (path, "block");
  test_sql (path, "UPDATE points SET images = 400, epochs = 1 << 40 WHERE block = 2");
  assert_not_loaded (path, "block");
  test_sql (path, "UPDATE points SET epochs = 0; UPDATE runs SET config = '{\"eraser\":null}'");
  assert_not_loaded (path, "eraser");
  test_sql (path, "UPDATE runs SET config = '{}}'");
  assert_not_loaded (path, "configuration");
  test_sql (path, "UPDATE runs SET config = '{}'; UPDATE collections SET plan = '?'");
  store = ras_store_open (path, TRUE, NULL);
  assert_refused (ras_store_load_collections (store, &error), error, "plan");
  g_clear_pointer (&store, ras_store_unref);
  test_sql (path, "PRAGMA foreign_keys = OFF; DROP TABLE points");
  assert_not_loaded (path, "no such table");
}

/* --- Folders and permissions --- */

static void
test_no_folder (void)
{
  g_autoptr (TempFolder) folder = temp_folder_new ();
  g_autofree char *file = temp_folder_write (folder, "file", "", 0);
  g_autofree char *below = g_build_filename (file, "runs.db", NULL);
  g_autofree char *missing = g_build_filename (folder, "missing.db", NULL);
  g_autoptr (GError) error = NULL;

  assert_refused (ras_store_open (below, FALSE, &error), error, file);
  g_assert_null (ras_store_open (missing, TRUE, &error));
  g_assert_true (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_NOT_FOUND));
  assert_refused (FALSE, error, missing);
  g_assert_false (g_file_test (missing, G_FILE_TEST_EXISTS));
  assert_refused (ras_store_open (folder, FALSE, &error), error, "is a folder");
  assert_refused (ras_store_open (folder, TRUE, &error), error, "is a folder");
}

/* The rest of a test in a process whose user, unlike root, permissions apply to. */
static void
run_unprivileged (void (*check) (const char *path), const char *path)
{
  int status;
  pid_t child = fork ();

  g_assert_cmpint (child, >=, 0);
  if (child == 0)
    {
      if (geteuid () == 0)
        g_assert_cmpint (seteuid (65534), ==, 0);
      check (path);
      _exit (0);
    }
  g_assert_cmpint (waitpid (child, &status, 0), ==, child);
  g_assert_cmpint (status, ==, 0);
}

static void
check_unwritable (const char *path)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (RasStore) store = NULL;
  g_autoptr (GPtrArray) runs = NULL;
  g_autofree char *other = g_strconcat (path, "2", NULL);

  assert_not_opened (path, FALSE, RAS_STORE_ERROR_FAILED, "check the permissions");
  assert_not_opened (other, FALSE, RAS_STORE_ERROR_FAILED, "check the permissions");
  store = ras_store_open (path, TRUE, &error);
  g_assert_no_error (error);
  runs = test_store_load_all (store, NULL);
  g_assert_cmpuint (runs->len, ==, 24);
}

static void
test_unwritable_folder (void)
{
  g_autoptr (TempFolder) folder = temp_folder_new ();
  g_autofree char *path = make_store (folder);

  g_assert_cmpint (g_chmod (path, 0444), ==, 0);
  g_assert_cmpint (g_chmod (folder, 0555), ==, 0);
  run_unprivileged (check_unwritable, path);
  g_assert_cmpint (g_chmod (folder, 0755), ==, 0);
}

static void
check_log (const char *path)
{
  assert_not_opened (path, TRUE, RAS_STORE_ERROR_FAILED, "together with its log");
}

/* Half of the truth would be worse than none. */
static void
test_unwritable_folder_with_a_log (void)
{
  g_autoptr (TempFolder) folder = temp_folder_new ();
  g_autofree char *path = make_store (folder);
  g_autofree char *log = temp_folder_write (folder, "runs.db-wal", "not read", 8);

  g_assert_cmpint (g_chmod (log, 0444), ==, 0);
  g_assert_cmpint (g_chmod (path, 0444), ==, 0);
  g_assert_cmpint (g_chmod (folder, 0555), ==, 0);
  run_unprivileged (check_log, path);
  g_assert_cmpint (g_chmod (folder, 0755), ==, 0);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/store-schema/garbage", test_garbage);
  g_test_add_func ("/store-schema/truncated", test_truncated);
  g_test_add_func ("/store-schema/flipped", test_flipped);
  g_test_add_func ("/store-schema/empty-file", test_empty_file);
  g_test_add_func ("/store-schema/other-programs", test_other_programs);
  g_test_add_func ("/store-schema/newer", test_newer);
  g_test_add_func ("/store-schema/header", test_header);
  g_test_add_func ("/store-schema/damaged-rows", test_damaged_rows);
  g_test_add_func ("/store-schema/no-folder", test_no_folder);
  g_test_add_func ("/store-schema/unwritable-folder", test_unwritable_folder);
  g_test_add_func ("/store-schema/unwritable-folder-with-a-log", test_unwritable_folder_with_a_log);
  return g_test_run ();
}
