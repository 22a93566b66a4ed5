#include "part-file.h"

#include <signal.h>
#include <sys/resource.h>
#include <unistd.h>

#include "downloads.h"

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

#define ADD(name, test) ADD_DOWNLOAD ("/part-file/" name, test)

int
main (int argc, char **argv)
{
  http_server_avoid_proxies ();
  g_test_init (&argc, &argv, NULL);
  ADD ("complete-part", test_complete_part);
  ADD ("longer-part", test_longer_part);
  ADD ("no-folder", test_no_folder);
  ADD ("no-room", test_no_room);
  ADD ("two-at-once", test_two_at_once);
  ADD ("part-is-a-link", test_part_is_a_link);
  return g_test_run ();
}
