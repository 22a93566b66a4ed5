#include "downloads.h"

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
test_server_in_trouble (Fixture *f, gconstpointer unused)
{
  g_autoptr (GError) error = NULL;

  f->served.failures = 2;
  serve (f);
  assert_done (f, download (f, &patience, &error), error);
  g_assert_cmpuint (http_server_count (f->server), ==, 3);
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

#define ADD(name, test) ADD_DOWNLOAD ("/download/" name, test)

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
  ADD ("server-in-trouble", test_server_in_trouble);
  ADD ("failure-keeps-part", test_failure_keeps_part);
  ADD ("cancelled", test_cancelled);
  ADD ("cancelled-at-once", test_cancelled_at_once);
  ADD ("cancelled-between", test_cancelled_between);
  return g_test_run ();
}
