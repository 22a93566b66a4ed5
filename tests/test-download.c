#include "download.h"

#include <signal.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

#include "address.h"
#include "fetch-error.h"
#include "http-server.h"
#include "pace.h"
#include "part-file.h"
#include "temp-folder.h"

/* More than a buffer, and no multiple of one. */
#define SIZE 300001
#define HALF 140000

static const RasDownloadPatience patience = { .stall = 1, .retries = 2, .pause = 1 };
static const RasDownloadPatience impatience = { .stall = 1, .retries = 0, .pause = 1 };

typedef struct
{
  HttpServer *server;
  char *folder, *path, *part, *origin, *address;
  GBytes *data;
  char *md5, *sha256;
  RasSourceFile file;
  HttpFile served;
  guint n_told;
  guint64 last;
  char *trouble;
  GCancellable *cancellable;
} Fixture;

static void
set_up (Fixture *f, gconstpointer unused)
{
  f->server = http_server_new ();
  f->folder = temp_folder_new ();
  f->path = g_build_filename (f->folder, "set.bin", NULL);
  f->part = g_build_filename (f->folder, ".set.bin.part", NULL);
  f->origin = g_build_filename (f->folder, ".set.bin.part.origin", NULL);
  f->address = http_server_address (f->server, "/set.bin");
  f->data = http_make_bytes (SIZE, 1);
  f->md5 = http_get_md5 (f->data);
  f->sha256 = http_get_sha256 (f->data);
  f->file = (RasSourceFile) { "set.bin", SIZE, f->md5, f->sha256 };
  f->served = (HttpFile) { .data = f->data, .etag = "\"1\"" };
  f->cancellable = g_cancellable_new ();
}

static void
tear_down (Fixture *f, gconstpointer unused)
{
  http_server_free (f->server);
  temp_folder_remove (f->folder);
  g_free (f->folder);
  g_free (f->path);
  g_free (f->part);
  g_free (f->origin);
  g_free (f->address);
  g_bytes_unref (f->data);
  g_free (f->md5);
  g_free (f->sha256);
  g_free (f->trouble);
  g_object_unref (f->cancellable);
}

static void
told_cb (guint64 bytes, const char *trouble, gpointer user_data)
{
  Fixture *f = user_data;

  g_assert_cmpuint (bytes, <=, SIZE);
  f->n_told++;
  f->last = bytes;
  if (trouble)
    {
      g_free (f->trouble);
      f->trouble = g_strdup (trouble);
    }
}

static void
serve (Fixture *f)
{
  http_server_set (f->server, "/set.bin", &f->served);
}

static gboolean
download (Fixture *f, const RasDownloadPatience *how, GError **error)
{
  return ras_download (f->address, &f->file, f->folder, how, told_cb, f, f->cancellable, error);
}

static void
assert_file (const char *path, GBytes *data)
{
  g_autofree char *text = NULL;
  gsize length;

  g_assert_true (g_file_get_contents (path, &text, &length, NULL));
  g_assert_cmpmem (text, length, g_bytes_get_data (data, NULL), g_bytes_get_size (data));
}

static gboolean
exists (const char *path)
{
  return g_file_test (path, G_FILE_TEST_EXISTS);
}

/* The file is there, and nothing beside it. */
static void
assert_done (Fixture *f, gboolean ok, GError *error)
{
  g_assert_no_error (error);
  g_assert_true (ok);
  assert_file (f->path, f->data);
  g_assert_false (exists (f->part));
  g_assert_false (exists (f->origin));
}

static gint64
measure (const char *path)
{
  struct stat status;

  return stat (path, &status) == 0 ? (gint64) status.st_size : -1;
}

/* Nothing under the final name; `kept` bytes of the part. */
static void
assert_failed (Fixture *f, gboolean ok, GError **error, int code, const char *words, gint64 kept)
{
  g_assert_error (*error, RAS_FETCH_ERROR, code);
  assert_refused (ok, *error, words);
  g_assert_false (exists (f->path));
  g_assert_cmpint (measure (f->part), ==, kept);
}

static void
write_part (Fixture *f, gsize length, const char *validator)
{
  g_assert_true (g_file_set_contents (f->part, g_bytes_get_data (f->data, NULL), length, NULL));
  if (validator)
    g_assert_true (g_file_set_contents (f->origin, validator, -1, NULL));
}

static void
assert_header (Fixture *f, guint i, const char *name, const char *expected)
{
  g_autofree char *value = http_server_get_header (f->server, i, name);

  g_assert_cmpstr (value, ==, expected);
}

/* --- What goes well --- */

static void
test_whole (Fixture *f, gconstpointer unused)
{
  g_autoptr (GError) error = NULL;

  serve (f);
  assert_done (f, download (f, &patience, &error), error);
  g_assert_cmpuint (http_server_count (f->server), ==, 1);
  assert_header (f, 0, "Range", "");
  assert_header (f, 0, "Accept-Encoding", "identity");
  g_assert_cmpuint (f->n_told, >=, 1);
}

static void
test_md5_alone (Fixture *f, gconstpointer unused)
{
  g_autoptr (GError) error = NULL;

  f->file.sha256 = NULL;
  serve (f);
  assert_done (f, download (f, &patience, &error), error);
}

static void
test_no_length (Fixture *f, gconstpointer unused)
{
  g_autoptr (GError) error = NULL;

  f->served.no_length = TRUE;
  serve (f);
  assert_done (f, download (f, &patience, &error), error);
}

/* A folder that has to be made first. */
static void
test_new_folder (Fixture *f, gconstpointer unused)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *deep = g_build_filename (f->folder, "a", "b", NULL);
  g_autofree char *path = g_build_filename (deep, "set.bin", NULL);

  serve (f);
  g_assert_true (
      ras_download (f->address, &f->file, deep, &patience, NULL, NULL, NULL, &error));
  g_assert_no_error (error);
  assert_file (path, f->data);
}

/* --- Going on --- */

static void
test_resumed (Fixture *f, gconstpointer unused)
{
  g_autoptr (GError) error = NULL;

  write_part (f, HALF, "\"1\"");
  serve (f);
  assert_done (f, download (f, &patience, &error), error);
  g_assert_cmpuint (http_server_count (f->server), ==, 1);
  assert_header (f, 0, "Range", "bytes=140000-");
  assert_header (f, 0, "If-Range", "\"1\"");
}

/* Killed after the last byte and before it was renamed. */
static void
test_complete_part (Fixture *f, gconstpointer unused)
{
  g_autoptr (GError) error = NULL;

  write_part (f, SIZE, NULL);
  assert_done (f, download (f, &patience, &error), error);
  g_assert_cmpuint (http_server_count (f->server), ==, 0);
}

static void
test_longer_part (Fixture *f, gconstpointer unused)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) longer = http_make_bytes (SIZE + 1, 1);

  g_assert_true (g_file_set_contents (f->part, g_bytes_get_data (longer, NULL), SIZE + 1, NULL));
  serve (f);
  assert_done (f, download (f, &patience, &error), error);
  assert_header (f, 0, "Range", "");
}

static void
test_range_ignored (Fixture *f, gconstpointer unused)
{
  g_autoptr (GError) error = NULL;

  write_part (f, HALF, "\"1\"");
  f->served.ignores_range = TRUE;
  serve (f);
  assert_done (f, download (f, &patience, &error), error);
  g_assert_cmpuint (http_server_count (f->server), ==, 1);
}

/* The part is of another version: If-Range has the server send all of the new one. */
static void
test_changed (Fixture *f, gconstpointer unused)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) old = http_make_bytes (SIZE, 2);

  g_assert_true (g_file_set_contents (f->part, g_bytes_get_data (old, NULL), HALF, NULL));
  g_assert_true (g_file_set_contents (f->origin, "\"0\"", -1, NULL));
  serve (f);
  assert_done (f, download (f, &patience, &error), error);
  g_assert_cmpuint (http_server_count (f->server), ==, 1);
}

/* The server sends the rest of another version all the same. */
static void
test_changed_unconditionally (Fixture *f, gconstpointer unused)
{
  g_autoptr (GError) error = NULL;

  write_part (f, HALF, "\"0\"");
  f->served.unconditional = TRUE;
  serve (f);
  assert_done (f, download (f, &patience, &error), error);
  g_assert_cmpuint (http_server_count (f->server), ==, 2);
  assert_header (f, 1, "Range", "");
}

/* Nothing told the versions apart, but the checksum does: all of it comes once more. */
static void
test_mixed (Fixture *f, gconstpointer unused)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) old = http_make_bytes (SIZE, 2);

  g_assert_true (g_file_set_contents (f->part, g_bytes_get_data (old, NULL), HALF, NULL));
  f->served.etag = NULL;
  serve (f);
  assert_done (f, download (f, &patience, &error), error);
  g_assert_cmpuint (http_server_count (f->server), ==, 2);
}

static void
test_date (Fixture *f, gconstpointer unused)
{
  g_autoptr (GError) error = NULL;

  f->served.etag = "W/\"weak\"";
  f->served.date = "Sat, 21 Nov 2026 06:00:00 GMT";
  f->served.cut_after = HALF;
  f->served.cuts = 1;
  serve (f);
  assert_done (f, download (f, &patience, &error), error);
  assert_header (f, 1, "If-Range", f->served.date);
}

static void
test_not_satisfiable (Fixture *f, gconstpointer unused)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) shorter = g_bytes_new_from_bytes (f->data, 0, HALF - 1);
  HttpFile served = { .data = shorter };

  write_part (f, HALF, NULL);
  http_server_set (f->server, "/set.bin", &served);
  /* From the start it is shorter than it should be, which is another matter. */
  assert_failed (f, download (f, &patience, &error), &error, RAS_FETCH_ERROR_CONTENT,
                 "another file", -1);
  g_assert_cmpuint (http_server_count (f->server), ==, 2);
}

static void
test_wrong_range (Fixture *f, gconstpointer unused)
{
  g_autoptr (GError) error = NULL;

  write_part (f, HALF, "\"1\"");
  f->served.wrong_range = TRUE;
  serve (f);
  assert_done (f, download (f, &patience, &error), error);
  assert_header (f, 1, "Range", "");
}

/* --- Broken connections --- */

static void
test_cut (Fixture *f, gconstpointer unused)
{
  g_autoptr (GError) error = NULL;

  f->served.cut_after = 50000;
  f->served.cuts = 5;
  serve (f);
  /* More cuts than retries, but each got further. */
  assert_done (f, download (f, &patience, &error), error);
  g_assert_cmpuint (http_server_count (f->server), ==, 6);
  assert_header (f, 1, "Range", "bytes=50000-");
  assert_header (f, 5, "Range", "bytes=250000-");
  g_assert_nonnull (strstr (f->trouble, "127.0.0.1"));
}

static void
test_cut_for_good (Fixture *f, gconstpointer unused)
{
  g_autoptr (GError) error = NULL;

  f->served.cut_after = HALF;
  f->served.cuts = G_MAXUINT;
  serve (f);
  assert_failed (f, download (f, &impatience, &error), &error, RAS_FETCH_ERROR_CONNECTION,
                 "goes on from there", HALF);
  f->served.cuts = 0;
  serve (f);
  assert_done (f, download (f, &patience, &error), error);
  assert_header (f, 1, "Range", "bytes=140000-");
}

/* Neither gets further nor allows to go on: it ends. */
static void
test_cut_without_ranges (Fixture *f, gconstpointer unused)
{
  g_autoptr (GError) error = NULL;

  f->served.cut_after = HALF;
  f->served.cuts = G_MAXUINT;
  f->served.ignores_range = TRUE;
  serve (f);
  assert_failed (f, download (f, &patience, &error), &error, RAS_FETCH_ERROR_CONNECTION,
                 "goes on from there", HALF);
  g_assert_cmpuint (http_server_count (f->server), ==, 3);
}

/* The end of the connection passes for the end of the file, too early. */
static void
test_cut_without_length (Fixture *f, gconstpointer unused)
{
  g_autoptr (GError) error = NULL;

  f->served.no_length = TRUE;
  f->served.cut_after = HALF;
  f->served.cuts = 1;
  serve (f);
  assert_failed (f, download (f, &impatience, &error), &error, RAS_FETCH_ERROR_CONNECTION,
                 "stopped in the middle of set.bin", HALF);
  assert_done (f, download (f, &impatience, &error), error);
}

static void
test_stall (Fixture *f, gconstpointer unused)
{
  g_autoptr (GError) error = NULL;

  f->served.stall_after = HALF;
  f->served.stalls = 1;
  serve (f);
  assert_failed (f, download (f, &impatience, &error), &error, RAS_FETCH_ERROR_CONNECTION,
                 "127.0.0.1 has sent nothing for 1 second", HALF);
  assert_done (f, download (f, &patience, &error), error);
}

static void
test_nobody_there (Fixture *f, gconstpointer unused)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GSocketListener) listener = g_socket_listener_new ();
  guint16 port = g_socket_listener_add_any_inet_port (listener, NULL, NULL);

  g_socket_listener_close (listener);
  g_free (f->address);
  f->address = g_strdup_printf ("http://127.0.0.1:%u/set.bin", port);
  assert_failed (f, download (f, &patience, &error), &error, RAS_FETCH_ERROR_CONNECTION,
                 "cannot be reached", -1);
}

static void
test_server_in_trouble (Fixture *f, gconstpointer unused)
{
  g_autoptr (GError) error = NULL;

  f->served.failures = 2;
  serve (f);
  assert_done (f, download (f, &patience, &error), error);
  g_assert_cmpuint (http_server_count (f->server), ==, 3);
}

/* --- Answers that are not the file --- */

static void
test_statuses (Fixture *f, gconstpointer unused)
{
  static const struct
  {
    guint status;
    const char *words;
    guint requests;
  } cases[] = {
    { 404, "has moved", 1 }, { 403, "does not give", 1 }, { 500, "“500 Test”", 3 },
    { 304, "“304 Test”", 1 }, { 204, "“204 Test”", 1 },   { 418, "“418 Test”", 1 },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (GError) error = NULL;
      HttpFile served = { .status = cases[i].status };
      guint before = http_server_count (f->server);

      http_server_set (f->server, "/set.bin", &served);
      assert_failed (f, download (f, &patience, &error), &error, RAS_FETCH_ERROR_ANSWER,
                     cases[i].words, -1);
      g_assert_cmpuint (http_server_count (f->server) - before, ==, cases[i].requests);
    }
}

/* What has come is not given up for a server that fails. */
static void
test_failure_keeps_part (Fixture *f, gconstpointer unused)
{
  g_autoptr (GError) error = NULL;
  HttpFile missing = { .status = 404 };
  HttpFile page = { .data = f->data, .type = "text/html; charset=utf-8" };

  write_part (f, HALF, "\"1\"");
  http_server_set (f->server, "/set.bin", &missing);
  assert_failed (f, download (f, &patience, &error), &error, RAS_FETCH_ERROR_ANSWER, "404", HALF);
  page.ignores_range = TRUE;
  http_server_set (f->server, "/set.bin", &page);
  assert_failed (f, download (f, &patience, &error), &error, RAS_FETCH_ERROR_CONTENT, "web page",
                 HALF);
}

static void
test_web_page (Fixture *f, gconstpointer unused)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) page = g_bytes_new_static ("<html>Please log in</html>", 26);
  HttpFile served = { .data = page, .type = "text/html" };

  http_server_set (f->server, "/set.bin", &served);
  assert_failed (f, download (f, &patience, &error), &error, RAS_FETCH_ERROR_CONTENT, "web page",
                 -1);
}

static void
test_wrong_bytes (Fixture *f, gconstpointer unused)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) wrong = http_make_bytes (SIZE, 3);

  f->served.data = wrong;
  serve (f);
  assert_failed (f, download (f, &patience, &error), &error, RAS_FETCH_ERROR_CONTENT,
                 "checksum differs", -1);
  g_assert_cmpuint (http_server_count (f->server), ==, 1);
  g_assert_false (exists (f->origin));
}

/* Resumed and wrong, whole and wrong: twice is enough. */
static void
test_always_wrong_bytes (Fixture *f, gconstpointer unused)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) wrong = http_make_bytes (SIZE, 3);

  write_part (f, HALF, NULL);
  f->served.data = wrong;
  serve (f);
  assert_failed (f, download (f, &patience, &error), &error, RAS_FETCH_ERROR_CONTENT,
                 "checksum differs", -1);
  g_assert_cmpuint (http_server_count (f->server), ==, 2);
}

/* --- Lengths that lie --- */

static void
test_announced_length (Fixture *f, gconstpointer unused)
{
  for (int sign = -1; sign <= 1; sign += 2)
    {
      g_autoptr (GError) error = NULL;
      HttpFile served = f->served;

      served.length_error = sign;
      http_server_set (f->server, "/set.bin", &served);
      assert_failed (f, download (f, &patience, &error), &error, RAS_FETCH_ERROR_CONTENT,
                     "another file", -1);
    }
  g_assert_cmpuint (http_server_count (f->server), ==, 2);
}

/* Promises what is right and sends less. */
static void
test_shorter_than_announced (Fixture *f, gconstpointer unused)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) shorter = g_bytes_new_from_bytes (f->data, 0, HALF);

  f->served.data = shorter;
  f->served.length_error = SIZE - HALF;
  f->served.ignores_range = TRUE;
  serve (f);
  assert_failed (f, download (f, &patience, &error), &error, RAS_FETCH_ERROR_CONNECTION,
                 "goes on from there", HALF);
}

/* Says nothing and sends more: not a byte beyond is written. */
static void
test_longer_than_expected (Fixture *f, gconstpointer unused)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) longer = http_make_bytes (SIZE + 1000000, 1);

  f->served.data = longer;
  f->served.no_length = TRUE;
  serve (f);
  assert_failed (f, download (f, &patience, &error), &error, RAS_FETCH_ERROR_CONTENT,
                 "sends more", -1);
  g_assert_cmpuint (f->last, <=, SIZE);
}

static void
test_range_of_another_total (Fixture *f, gconstpointer unused)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) longer = http_make_bytes (SIZE + 5, 1);

  write_part (f, HALF, "\"1\"");
  f->served.data = longer;
  serve (f);
  assert_failed (f, download (f, &patience, &error), &error, RAS_FETCH_ERROR_CONTENT,
                 "another file", HALF);
}

/* --- Redirections --- */

static void
redirect (Fixture *f, const char *path, const char *location)
{
  HttpFile served = { .status = 302, .location = location };

  http_server_set (f->server, path, &served);
}

static void
test_redirected (Fixture *f, gconstpointer unused)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *there = http_server_address (f->server, "/there");

  redirect (f, "/set.bin", "/moved/set.bin");
  redirect (f, "/moved/set.bin", there);
  write_part (f, HALF, "\"1\"");
  http_server_set (f->server, "/there", &f->served);
  assert_done (f, download (f, &patience, &error), error);
  g_assert_cmpuint (http_server_count (f->server), ==, 3);
  assert_header (f, 2, "Range", "bytes=140000-");
}

static void
test_redirected_in_circles (Fixture *f, gconstpointer unused)
{
  g_autoptr (GError) error = NULL;

  redirect (f, "/set.bin", "/moved");
  redirect (f, "/moved", "/set.bin");
  assert_failed (f, download (f, &patience, &error), &error, RAS_FETCH_ERROR_ADDRESS,
                 "without an end", -1);
  g_assert_cmpuint (http_server_count (f->server), ==, 9);
}

static void
test_redirected_astray (Fixture *f, gconstpointer unused)
{
  const char *const places[] = { "file:///etc/passwd", "ftp://127.0.0.1/set.bin", "http://" };

  for (gsize i = 0; i < G_N_ELEMENTS (places); i++)
    {
      g_autoptr (GError) error = NULL;

      redirect (f, "/set.bin", places[i]);
      assert_failed (f, download (f, &patience, &error), &error, RAS_FETCH_ERROR_ADDRESS,
                     "no web address", -1);
    }
}

static void
test_redirect_rules (void)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *relative = ras_address_redirect ("https://a.org/x/y", "../z", &error);
  g_autofree char *upgraded = ras_address_redirect ("http://a.org/x", "https://b.org/x", &error);
  g_autofree char *elsewhere = ras_address_redirect ("https://a.org/x", "//b.org/x", &error);
  char *refused;

  g_assert_no_error (error);
  g_assert_cmpstr (relative, ==, "https://a.org/z");
  g_assert_cmpstr (upgraded, ==, "https://b.org/x");
  g_assert_cmpstr (elsewhere, ==, "https://b.org/x");
  refused = ras_address_redirect ("https://a.org/x", "http://a.org/x", &error);
  assert_refused (refused, error, "not encrypted");
}

/* --- Addresses --- */

static void
test_addresses (void)
{
  const char *const good[] = { "https://example.org/", "http://localhost:80/a/b", "HTTPS://a.org" };
  const char *const bad[] = { "",          "example.org/x", "/home/me/x", "file:///x",
                              "ftp://a/b", "http://",       "https:///x", "http://me:it@a.org/",
                              "http://a b/" };

  for (gsize i = 0; i < G_N_ELEMENTS (good); i++)
    g_assert_true (ras_address_check (good[i], NULL));
  for (gsize i = 0; i < G_N_ELEMENTS (bad); i++)
    {
      g_autoptr (GError) error = NULL;

      g_assert_false (ras_address_check (bad[i], &error));
      g_assert_error (error, RAS_FETCH_ERROR, RAS_FETCH_ERROR_ADDRESS);
    }
}

static void
test_joined (void)
{
  const char *const cases[][2] = {
    { "https://a.org/x/", "https://a.org/x/f.gz" },
    { "https://a.org/x", "https://a.org/x/f.gz" },
    { "https://a.org/x/f.gz", "https://a.org/x/f.gz" },
    { "https://a.org/get?id=3", "https://a.org/get?id=3" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *joined = ras_address_join (cases[i][0], "f.gz");

      g_assert_cmpstr (joined, ==, cases[i][1]);
    }
}

static void
test_no_web_address (Fixture *f, gconstpointer unused)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *local = g_strconcat ("file://", f->folder, "/x", NULL);

  assert_refused (ras_download (local, &f->file, f->folder, &patience, NULL, NULL, NULL, &error),
                  error, "http:// or https://");
}

/* --- Cancelling --- */

static void
cancel_cb (guint64 bytes, const char *trouble, gpointer user_data)
{
  Fixture *f = user_data;

  if (bytes > 0 || trouble)
    g_cancellable_cancel (f->cancellable);
}

static gpointer
cancel_later (gpointer user_data)
{
  Fixture *f = user_data;

  while (measure (f->part) < HALF)
    g_usleep (1000);
  g_cancellable_cancel (f->cancellable);
  return NULL;
}

/* In the middle of a silence much longer than any test. */
static void
test_cancelled (Fixture *f, gconstpointer unused)
{
  static const RasDownloadPatience endless = { .stall = 3600, .retries = 0, .pause = 1 };
  g_autoptr (GError) error = NULL;
  GThread *thread;

  f->served.stall_after = HALF;
  f->served.stalls = 1;
  serve (f);
  thread = g_thread_new ("cancel", cancel_later, f);
  g_assert_false (download (f, &endless, &error));
  g_thread_join (thread);
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  g_assert_cmpint (measure (f->part), ==, HALF);
  g_clear_error (&error);
  g_cancellable_reset (f->cancellable);
  assert_done (f, download (f, &patience, &error), error);
}

/* Before the first byte of the part was even read again. */
static void
test_cancelled_at_once (Fixture *f, gconstpointer unused)
{
  g_autoptr (GError) error = NULL;

  write_part (f, HALF, "\"1\"");
  g_cancellable_cancel (f->cancellable);
  g_assert_false (download (f, &patience, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  g_assert_cmpint (measure (f->part), ==, HALF);
  g_assert_true (exists (f->origin));
}

/* While it waits for the next attempt, which would be in an hour. */
static void
test_cancelled_between (Fixture *f, gconstpointer unused)
{
  static const RasDownloadPatience endless = { .stall = 1, .retries = 1, .pause = 3600000 };
  g_autoptr (GError) error = NULL;

  f->served.cut_after = HALF;
  f->served.cuts = 1;
  serve (f);
  g_assert_false (ras_download (f->address, &f->file, f->folder, &endless, cancel_cb, f,
                                f->cancellable, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  g_assert_cmpint (measure (f->part), >, 0);
}

/* --- Places that cannot take it --- */

static void
test_no_folder (Fixture *f, gconstpointer unused)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *file = temp_folder_write (f->folder, "file", "x", 1);

  serve (f);
  assert_refused (ras_download (f->address, &f->file, file, &patience, NULL, NULL, NULL, &error),
                  error, "choose another folder");
  g_assert_cmpuint (http_server_count (f->server), ==, 0);
}

/* As on a full disk: what fits is kept, and serves later. */
static void
test_no_room (Fixture *f, gconstpointer unused)
{
  g_autoptr (GError) error = NULL;
  struct rlimit old, small;
  gboolean ok;

  serve (f);
  signal (SIGXFSZ, SIG_IGN);
  g_assert_cmpint (getrlimit (RLIMIT_FSIZE, &old), ==, 0);
  small = (struct rlimit) { HALF, old.rlim_max };
  g_assert_cmpint (setrlimit (RLIMIT_FSIZE, &small), ==, 0);
  ok = download (f, &patience, &error);
  g_assert_cmpint (setrlimit (RLIMIT_FSIZE, &old), ==, 0);
  assert_failed (f, ok, &error, RAS_FETCH_ERROR_SPACE, "free some space", HALF);
  assert_done (f, download (f, &patience, &error), error);
}

static void
test_two_at_once (Fixture *f, gconstpointer unused)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (RasPartFile) other = ras_part_file_open (f->folder, &f->file, NULL, &error);

  g_assert_no_error (error);
  g_assert_true (ras_part_file_append (other, "abc", 3, &error));
  serve (f);
  assert_failed (f, download (f, &patience, &error), &error, RAS_FETCH_ERROR_PLACE,
                 "being downloaded", 3);
}

/* A link under the part's name leads nobody's file to ruin. */
static void
test_part_is_a_link (Fixture *f, gconstpointer unused)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *victim = temp_folder_write (f->folder, "victim", "precious", 8);
  g_autofree char *text = NULL;

  g_assert_cmpint (symlink (victim, f->part), ==, 0);
  serve (f);
  g_assert_false (download (f, &patience, &error));
  g_assert_error (error, RAS_FETCH_ERROR, RAS_FETCH_ERROR_PLACE);
  g_assert_true (g_file_get_contents (victim, &text, NULL, NULL));
  g_assert_cmpstr (text, ==, "precious");
}

/* --- Pace --- */

static void
test_pace (void)
{
  RasPace pace = { 0 };
  gint64 now = 5;

  ras_pace_step (&pace, 1000000, now);
  g_assert_cmpfloat (ras_pace_get_seconds_left (&pace, 1000000, 2000000), <, 0);
  for (guint i = 1; i <= 40; i++)
    ras_pace_step (&pace, 1000000 + 50000 * i, now += G_USEC_PER_SEC / 2);
  g_assert_cmpfloat_with_epsilon (pace.rate, 100000, 1);
  g_assert_cmpfloat_with_epsilon (ras_pace_get_seconds_left (&pace, 3000000, 4000000), 10, 0.01);
  /* Standing still it forgets. */
  for (guint i = 1; i <= 200; i++)
    ras_pace_step (&pace, 3000000, now += G_USEC_PER_SEC / 2);
  g_assert_cmpfloat (ras_pace_get_seconds_left (&pace, 3000000, 4000000), <, 0);
  ras_pace_step (&pace, 10, now += G_USEC_PER_SEC / 2);
  g_assert_cmpfloat (pace.rate, ==, 0);
}

#define ADD(name, test) g_test_add ("/download/" name, Fixture, NULL, set_up, test, tear_down)

int
main (int argc, char **argv)
{
  http_server_avoid_proxies ();
  g_test_init (&argc, &argv, NULL);
  ADD ("whole", test_whole);
  ADD ("md5-alone", test_md5_alone);
  ADD ("no-length", test_no_length);
  ADD ("new-folder", test_new_folder);
  ADD ("resumed", test_resumed);
  ADD ("complete-part", test_complete_part);
  ADD ("longer-part", test_longer_part);
  ADD ("range-ignored", test_range_ignored);
  ADD ("changed", test_changed);
  ADD ("changed-unconditionally", test_changed_unconditionally);
  ADD ("mixed", test_mixed);
  ADD ("date", test_date);
  ADD ("not-satisfiable", test_not_satisfiable);
  ADD ("wrong-range", test_wrong_range);
  ADD ("cut", test_cut);
  ADD ("cut-for-good", test_cut_for_good);
  ADD ("cut-without-ranges", test_cut_without_ranges);
  ADD ("cut-without-length", test_cut_without_length);
  ADD ("stall", test_stall);
  ADD ("nobody-there", test_nobody_there);
  ADD ("server-in-trouble", test_server_in_trouble);
  ADD ("statuses", test_statuses);
  ADD ("failure-keeps-part", test_failure_keeps_part);
  ADD ("web-page", test_web_page);
  ADD ("wrong-bytes", test_wrong_bytes);
  ADD ("always-wrong-bytes", test_always_wrong_bytes);
  ADD ("announced-length", test_announced_length);
  ADD ("shorter-than-announced", test_shorter_than_announced);
  ADD ("longer-than-expected", test_longer_than_expected);
  ADD ("range-of-another-total", test_range_of_another_total);
  ADD ("redirected", test_redirected);
  ADD ("redirected-in-circles", test_redirected_in_circles);
  ADD ("redirected-astray", test_redirected_astray);
  ADD ("no-web-address", test_no_web_address);
  ADD ("cancelled", test_cancelled);
  ADD ("cancelled-at-once", test_cancelled_at_once);
  ADD ("cancelled-between", test_cancelled_between);
  ADD ("no-folder", test_no_folder);
  ADD ("no-room", test_no_room);
  ADD ("two-at-once", test_two_at_once);
  ADD ("part-is-a-link", test_part_is_a_link);
  g_test_add_func ("/address/redirect", test_redirect_rules);
  g_test_add_func ("/address/check", test_addresses);
  g_test_add_func ("/address/join", test_joined);
  g_test_add_func ("/pace", test_pace);
  return g_test_run ();
}
