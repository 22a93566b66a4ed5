#include "downloads.h"

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
test_no_web_address (Fixture *f, gconstpointer unused)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *local = g_strconcat ("file://", f->folder, "/x", NULL);

  assert_refused (ras_download (local, &f->file, f->folder, &patience, NULL, NULL, NULL, &error),
                  error, "http:// or https://");
}

#define ADD(name, test) ADD_DOWNLOAD ("/download-trouble/" name, test)

int
main (int argc, char **argv)
{
  http_server_avoid_proxies ();
  g_test_init (&argc, &argv, NULL);
  ADD ("stall", test_stall);
  ADD ("nobody-there", test_nobody_there);
  ADD ("statuses", test_statuses);
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
  return g_test_run ();
}
