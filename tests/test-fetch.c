#include "fetch.h"

#include <sys/stat.h>
#include <unistd.h>

#include "fetch-error.h"
#include "sources.h"

static const RasDownloadPatience patience = { .stall = 1, .retries = 0, .pause = 1 };

static char *home;
static HttpServer *server;
static SmallSources small;

typedef struct
{
  guint n[3];      /* by stage */
  guint64 largest; /* bytes downloaded */
  double fraction;
  GCancellable *cancellable; /* cancelled at the first of `stage` */
  int stage;
} Told;

static void
told_cb (const RasFetchState *state, gpointer user_data)
{
  Told *told = user_data;

  g_assert_cmpfloat (state->fraction, >=, 0);
  g_assert_cmpfloat (state->fraction, <=, 1);
  g_assert_cmpuint (state->bytes, <=, state->total);
  told->n[state->stage]++;
  if (state->stage == RAS_FETCH_DOWNLOADING)
    {
      told->largest = MAX (told->largest, state->bytes);
      g_assert_cmpfloat (state->fraction, >=, told->fraction);
      told->fraction = state->fraction;
    }
  if (told->cancellable && (int) state->stage == told->stage)
    g_cancellable_cancel (told->cancellable);
}

static char *
fetch_to (const RasSource *source, const char *folder, Told *told, GError **error)
{
  g_autofree char *base = http_server_address (server, "/");
  RasFetchOptions options = { base, folder, &patience };

  return ras_fetch (source, &options, told ? told_cb : NULL, told,
                    told ? told->cancellable : NULL, error);
}

static gboolean
exists (const char *folder, const char *name)
{
  g_autofree char *path = g_build_filename (folder, name, NULL);

  return g_file_test (path, G_FILE_TEST_EXISTS);
}

/* In a home of its own each, and with an honest server. */
static void
begin (void)
{
  g_autofree char *share = g_build_filename (home, "share", NULL);
  g_autofree char *data = g_build_filename (home, "data", NULL);

  if (g_file_test (share, G_FILE_TEST_EXISTS))
    temp_folder_remove (share);
  if (g_file_test (data, G_FILE_TEST_EXISTS))
    temp_folder_remove (data);
  small_sources_serve (&small, server);
}

static void
test_packed (void)
{
  g_autofree char *expected
      = g_build_filename (home, "share/rasura/datasets/packed/cifar-10-batches-bin", NULL);
  g_autofree char *folder = g_path_get_dirname (expected);
  g_autoptr (GError) error = NULL;
  g_autofree char *location = NULL, *again = NULL;
  Told told = { 0 }, told_again = { 0 };
  guint count;

  begin ();
  count = http_server_count (server);
  location = fetch_to (&small.packed, NULL, &told, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (location, ==, expected);
  g_assert_true (exists (location, "a.bin"));
  g_assert_true (exists (location, "names.txt"));
  g_assert_false (exists (folder, "small.tar.gz"));
  g_assert_cmpuint (told.n[RAS_FETCH_DOWNLOADING], >, 0);
  g_assert_cmpuint (told.n[RAS_FETCH_UNPACKING], >, 0);
  /* It is there: nothing is to be done. */
  again = fetch_to (&small.packed, NULL, &told_again, &error);
  g_assert_cmpstr (again, ==, expected);
  g_assert_cmpuint (http_server_count (server), ==, count + 1);
  g_assert_cmpuint (ras_fetch_get_kept (&small.packed, NULL), ==, 0);
}

static void
test_plain (void)
{
  g_autofree char *folder = g_build_filename (home, "data", "here", NULL);
  g_autoptr (GError) error = NULL;
  g_autofree char *location = NULL;
  Told told = { 0 };

  begin ();
  location = fetch_to (&small.plain, folder, &told, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (location, ==, folder);
  g_assert_true (exists (folder, "images.mat"));
  g_assert_true (exists (folder, "labels.gz"));
  g_assert_cmpuint (told.n[RAS_FETCH_UNPACKING], ==, 0);
}

/* The second file fails; later only that one is asked for. */
static void
test_second_file_fails (void)
{
  HttpFile missing = { .status = 404 };
  g_autoptr (GError) error = NULL;
  g_autofree char *location = NULL;
  guint count;

  begin ();
  http_server_set (server, "/labels.gz", &missing);
  location = fetch_to (&small.plain, NULL, NULL, &error);
  g_assert_null (location);
  g_assert_error (error, RAS_FETCH_ERROR, RAS_FETCH_ERROR_ANSWER);
  g_clear_error (&error);
  g_assert_cmpuint (ras_fetch_get_kept (&small.plain, NULL), ==, 150000);
  small_sources_serve (&small, server);
  count = http_server_count (server);
  location = fetch_to (&small.plain, NULL, NULL, &error);
  g_assert_no_error (error);
  g_assert_nonnull (location);
  g_assert_cmpuint (http_server_count (server), ==, count + 1);
}

static void
test_interrupted (void)
{
  HttpFile broken = { .data = small.archive, .etag = "\"a\"", .cut_after = 70000, .cuts = 1 };
  g_autoptr (GError) error = NULL;
  g_autofree char *location = NULL, *range = NULL;
  Told told = { 0 };

  begin ();
  http_server_set (server, "/small.tar.gz", &broken);
  location = fetch_to (&small.packed, NULL, NULL, &error);
  g_assert_null (location);
  g_assert_error (error, RAS_FETCH_ERROR, RAS_FETCH_ERROR_CONNECTION);
  g_clear_error (&error);
  g_assert_cmpuint (ras_fetch_get_kept (&small.packed, NULL), ==, 70000);
  location = fetch_to (&small.packed, NULL, &told, &error);
  g_assert_no_error (error);
  g_assert_nonnull (location);
  range = http_server_get_header (server, http_server_count (server) - 1, "Range");
  g_assert_cmpstr (range, ==, "bytes=70000-");
}

/* Ended while unpacking: what was downloaded is not asked for again. */
static void
test_cancelled_unpacking (void)
{
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  Told told = { .cancellable = cancellable, .stage = RAS_FETCH_UNPACKING };
  Told again = { 0 };
  g_autoptr (GError) error = NULL;
  g_autofree char *location = NULL;
  guint count;

  begin ();
  location = fetch_to (&small.packed, NULL, &told, &error);
  g_assert_null (location);
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  g_clear_error (&error);
  count = http_server_count (server);
  location = fetch_to (&small.packed, NULL, &again, &error);
  g_assert_no_error (error);
  g_assert_nonnull (location);
  g_assert_cmpuint (http_server_count (server), ==, count);
  g_assert_cmpuint (again.n[RAS_FETCH_CHECKING], >, 0);
}

static char *
leave_archive (const char *folder, GBytes *bytes)
{
  return temp_folder_write (folder, "small.tar.gz", g_bytes_get_data (bytes, NULL),
                            g_bytes_get_size (bytes));
}

/* Somebody downloaded it before: it is unpacked, and stays where it is. */
static void
test_archive_elsewhere (void)
{
  g_autofree char *data = g_build_filename (home, "data", NULL);
  g_autoptr (GError) error = NULL;
  g_autofree char *archive = NULL, *location = NULL;
  guint count;

  begin ();
  archive = leave_archive (data, small.archive);
  count = http_server_count (server);
  location = fetch_to (&small.packed, NULL, NULL, &error);
  g_assert_no_error (error);
  g_assert_true (exists (location, "a.bin"));
  g_assert_cmpuint (http_server_count (server), ==, count);
  g_assert_true (g_file_test (archive, G_FILE_TEST_EXISTS));
}

/* It has the right length, but that is all. */
static void
test_wrong_archive_elsewhere (void)
{
  g_autoptr (GBytes) wrong = http_make_bytes (g_bytes_get_size (small.archive), 5);
  const char *const places[] = { "data", "share/rasura/datasets/packed" };

  for (guint i = 0; i < 2; i++)
    {
      g_autofree char *folder = g_build_filename (home, places[i], NULL);
      g_autoptr (GError) error = NULL;
      g_autofree char *archive = NULL, *location = NULL;
      guint count;

      begin ();
      archive = leave_archive (folder, wrong);
      count = http_server_count (server);
      location = fetch_to (&small.packed, NULL, NULL, &error);
      g_assert_no_error (error);
      g_assert_true (exists (location, "a.bin"));
      g_assert_cmpuint (http_server_count (server), ==, count + 1);
    }
}

static void
test_wrong_content (void)
{
  HttpFile page = { .data = small.contents[1], .type = "text/html" };
  g_autoptr (GError) error = NULL;
  g_autofree char *location = NULL;

  begin ();
  http_server_set (server, "/small.tar.gz", &page);
  location = fetch_to (&small.packed, NULL, NULL, &error);
  assert_refused (location, error, "web page");
}

/* The address of one of several files is that of their folder. */
static void
test_address_of_a_file (void)
{
  g_autofree char *base = http_server_address (server, "/images.mat");
  RasFetchOptions options = { base, NULL, &patience };
  g_autoptr (GError) error = NULL;
  g_autofree char *location = NULL;

  begin ();
  location = ras_fetch (&small.plain, &options, NULL, NULL, NULL, &error);
  g_assert_no_error (error);
  g_assert_true (exists (location, "labels.gz"));
}

static void
test_no_web_address (void)
{
  RasFetchOptions options = { "file:///srv/mirror/", NULL, &patience };
  g_autoptr (GError) error = NULL;
  char *location;

  begin ();
  location = ras_fetch (&small.plain, &options, NULL, NULL, NULL, &error);
  assert_refused (location, error, "http:// or https://");
}

static void
test_no_room (void)
{
  RasSource huge = small.packed;
  RasSourceFile file = small.packed_file;
  g_autoptr (GError) error = NULL;
  char *location;
  guint count = http_server_count (server);

  begin ();
  file.size = (guint64) 1 << 60;
  huge.files = &file;
  location = fetch_to (&huge, NULL, NULL, &error);
  g_assert_error (error, RAS_FETCH_ERROR, RAS_FETCH_ERROR_SPACE);
  assert_refused (location, error, "free some space");
  g_assert_cmpuint (http_server_count (server), ==, count);
}

static void
test_no_folder (void)
{
  g_autofree char *file = temp_folder_write (home, "data/file", "x", 1);
  g_autoptr (GError) error = NULL;
  char *location = fetch_to (&small.packed, file, NULL, &error);

  assert_refused (location, error, "choose another folder");
}

static void
set_folder (const char *variable, const char *name)
{
  g_autofree char *path = g_build_filename (home, name, NULL);

  g_setenv (variable, path, TRUE);
}

int
main (int argc, char **argv)
{
  int status;

  http_server_avoid_proxies ();
  home = temp_folder_new ();
  g_setenv ("HOME", home, TRUE);
  g_unsetenv ("TORCH_HOME");
  set_folder ("XDG_DATA_HOME", "share");
  set_folder ("XDG_CACHE_HOME", "cache");
  set_folder ("XDG_CONFIG_HOME", "config");
  g_assert_cmpint (chdir (home), ==, 0);
  g_test_init (&argc, &argv, NULL);
  small_sources_init (&small);
  server = http_server_new ();
  g_test_add_func ("/fetch/packed", test_packed);
  g_test_add_func ("/fetch/plain", test_plain);
  g_test_add_func ("/fetch/second-file-fails", test_second_file_fails);
  g_test_add_func ("/fetch/interrupted", test_interrupted);
  g_test_add_func ("/fetch/cancelled-unpacking", test_cancelled_unpacking);
  g_test_add_func ("/fetch/archive-elsewhere", test_archive_elsewhere);
  g_test_add_func ("/fetch/wrong-archive", test_wrong_archive_elsewhere);
  g_test_add_func ("/fetch/wrong-content", test_wrong_content);
  g_test_add_func ("/fetch/address-of-a-file", test_address_of_a_file);
  g_test_add_func ("/fetch/no-web-address", test_no_web_address);
  g_test_add_func ("/fetch/no-room", test_no_room);
  g_test_add_func ("/fetch/no-folder", test_no_folder);
  status = g_test_run ();
  http_server_free (server);
  small_sources_clear (&small);
  g_assert_cmpint (chdir ("/"), ==, 0);
  temp_folder_remove (home);
  g_free (home);
  return status;
}
