#include "unpack.h"

#include <string.h>

#include "archives.h"
#include "fetch-error.h"
#include "temp-folder.h"

/* More than a buffer. */
#define SIZE 600000

static const RasSourceMember expected[] = {
  { "set/a.bin", SIZE, SIZE },
  { "set/names.txt", 1, 20 },
  { "set/readme.html", 0, 100 },
};

typedef struct
{
  char *folder, *archive, *out;
  guint8 *data;
} Fixture;

static void
set_up (Fixture *f, gconstpointer unused)
{
  f->folder = temp_folder_new ();
  f->archive = g_build_filename (f->folder, "set.tar.gz", NULL);
  f->out = g_build_filename (f->folder, "out", NULL);
  f->data = g_malloc0 (2 * SIZE);
  for (gsize i = 0; i < 2 * SIZE; i++)
    f->data[i] = i * i / 7;
}

static void
tear_down (Fixture *f, gconstpointer unused)
{
  temp_folder_remove (f->folder);
  g_free (f->folder);
  g_free (f->archive);
  g_free (f->out);
  g_free (f->data);
}

static gboolean
unpack (Fixture *f, GError **error)
{
  return ras_unpack (f->archive, expected, G_N_ELEMENTS (expected), f->out, NULL, error);
}

static gboolean
is_done (Fixture *f)
{
  return ras_unpack_is_done (expected, G_N_ELEMENTS (expected), f->out);
}

static gboolean
exists (const char *folder, const char *name)
{
  g_autofree char *path = g_build_filename (folder, name, NULL);

  return g_file_test (path, G_FILE_TEST_EXISTS) || g_file_test (path, G_FILE_TEST_IS_SYMLINK);
}

static void
assert_member (Fixture *f, const char *name, gconstpointer data, gsize size)
{
  g_autofree char *path = g_build_filename (f->out, name, NULL);
  g_autofree char *text = NULL;
  gsize length;

  g_assert_true (g_file_get_contents (path, &text, &length, NULL));
  g_assert_cmpmem (text, length, data, size);
}

static guint
count_files (const char *folder)
{
  g_autoptr (GDir) dir = g_dir_open (folder, 0, NULL);
  guint n = 0;

  while (dir && g_dir_read_name (dir))
    n++;
  return n;
}

static void
test_good (Fixture *f, gconstpointer unused)
{
  const TarMember members[] = { { "set/a.bin", f->data, SIZE },
                                { "./set/names.txt", "one\ntwo\n", 8 },
                                { "set/readme.html", "<p>", 3 },
                                { NULL } };
  g_autoptr (GError) error = NULL;

  write_tar (f->archive, members);
  g_assert_false (is_done (f));
  g_assert_true (unpack (f, &error));
  g_assert_no_error (error);
  assert_member (f, "set/a.bin", f->data, SIZE);
  assert_member (f, "set/names.txt", "one\ntwo\n", 8);
  assert_member (f, "set/readme.html", "<p>", 3);
  g_assert_true (is_done (f));
  /* Again, over what is there. */
  g_assert_true (unpack (f, &error));
}

/* Paths out of the folder and members nobody asked for are passed over. */
static void
test_others (Fixture *f, gconstpointer unused)
{
  g_autofree char *absolute = g_build_filename (f->folder, "absolute", NULL);
  const TarMember members[] = { { "../escaped", "x", 1 },
                                { "set/../../escaped", "x", 1 },
                                { absolute, "x", 1 },
                                { "set/extra.bin", f->data, SIZE },
                                { "extra", NULL, 0, "/etc/passwd" },
                                { "set/a.bin", f->data, SIZE },
                                { "set/names.txt", "one", 3 },
                                { NULL } };
  g_autoptr (GError) error = NULL;

  write_tar (f->archive, members);
  g_assert_true (unpack (f, &error));
  g_assert_no_error (error);
  g_assert_true (is_done (f));
  g_assert_false (exists (f->folder, "escaped"));
  g_assert_false (exists (f->folder, "absolute"));
  g_assert_false (exists (f->out, "escaped"));
  g_assert_false (exists (f->out, "extra"));
  g_assert_false (exists (f->out, "set/extra.bin"));
  g_assert_cmpuint (count_files (f->out), ==, 1);
}

static void
assert_wrong (Fixture *f, const TarMember *members, const char *words)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *set = g_build_filename (f->out, "set", NULL);
  gboolean ok;

  write_tar (f->archive, members);
  ok = unpack (f, &error);
  g_assert_error (error, RAS_FETCH_ERROR, RAS_FETCH_ERROR_CONTENT);
  assert_refused (ok, error, words);
  g_assert_false (exists (f->out, "set/a.bin"));
  /* Nor under any other name. */
  g_assert_cmpuint (count_files (set), ==, 0);
}

static void
test_links (Fixture *f, gconstpointer unused)
{
  g_autofree char *victim = temp_folder_write (f->folder, "victim", "precious", 8);
  const TarMember symbolic[] = { { "set/a.bin", NULL, 0, victim }, { NULL } };
  const TarMember hard[] = { { "victim", "x", 1 }, { "set/a.bin", NULL, 0, NULL, "victim" }, { NULL } };
  const TarMember parent[] = { { "set", NULL, 0, f->folder },
                               { "set/a.bin", f->data, SIZE },
                               { "set/names.txt", "one", 3 },
                               { NULL } };
  g_autofree char *text = NULL;
  g_autoptr (GError) error = NULL;

  assert_wrong (f, symbolic, "set/a.bin is not the file");
  assert_wrong (f, hard, "set/a.bin is not the file");
  /* A link in the place of the folder is passed over. */
  write_tar (f->archive, parent);
  g_assert_true (unpack (f, &error));
  g_assert_no_error (error);
  g_assert_false (exists (f->folder, "a.bin"));
  g_assert_true (is_done (f));
  g_assert_true (g_file_get_contents (victim, &text, NULL, NULL));
  g_assert_cmpstr (text, ==, "precious");
}

static void
test_wrong_sizes (Fixture *f, gconstpointer unused)
{
  const TarMember longer[] = { { "set/a.bin", f->data, SIZE + 1 }, { NULL } };
  const TarMember bomb[] = { { "set/a.bin", f->data, 2 * SIZE }, { NULL } };
  const TarMember shorter[] = { { "set/a.bin", f->data, SIZE - 1 }, { NULL } };
  const TarMember empty[] = { { "set/a.bin", f->data, 0 }, { NULL } };

  assert_wrong (f, longer, "set/a.bin is not the file");
  assert_wrong (f, bomb, "set/a.bin is not the file");
  assert_wrong (f, shorter, "set/a.bin is not the file");
  assert_wrong (f, empty, "set/a.bin is not the file");
}

static void
test_missing (Fixture *f, gconstpointer unused)
{
  const TarMember members[] = { { "set/a.bin", f->data, SIZE }, { NULL } };
  g_autoptr (GError) error = NULL;

  write_tar (f->archive, members);
  assert_refused (unpack (f, &error), error, "lacks set/names.txt");
  g_assert_false (is_done (f));
}

static void
test_truncated (Fixture *f, gconstpointer unused)
{
  const TarMember members[] = { { "set/a.bin", f->data, SIZE }, { "set/names.txt", "one", 3 }, { NULL } };
  g_autofree char *text = NULL;
  gsize length;

  write_tar (f->archive, members);
  g_assert_true (g_file_get_contents (f->archive, &text, &length, NULL));
  for (guint i = 1; i <= 4; i++)
    {
      g_autoptr (GError) error = NULL;

      g_assert_true (g_file_set_contents (f->archive, text, length * i / 5, NULL));
      g_assert_false (unpack (f, &error));
      g_assert_error (error, RAS_FETCH_ERROR, RAS_FETCH_ERROR_CONTENT);
      g_assert_false (is_done (f));
      g_assert_false (exists (f->out, "set/a.bin"));
    }
}

static void
test_no_archive (Fixture *f, gconstpointer unused)
{
  g_autoptr (GError) error = NULL;

  assert_refused (unpack (f, &error), error, "set.tar.gz");
  g_assert_true (g_file_set_contents (f->archive, "<html>", -1, NULL));
  assert_refused (unpack (f, &error), error, "set.tar.gz");
  g_assert_true (g_file_set_contents (f->archive, "", -1, NULL));
  assert_refused (unpack (f, &error), error, "set.tar.gz");
}

static void
cancel_cb (const char *stage, double fraction, gpointer user_data)
{
  g_assert_cmpfloat (fraction, <=, 1);
  g_cancellable_cancel (user_data);
}

static void
test_cancelled (Fixture *f, gconstpointer unused)
{
  const TarMember members[] = { { "set/a.bin", f->data, SIZE }, { "set/names.txt", "one", 3 }, { NULL } };
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  RasProgress progress = { cancel_cb, cancellable, cancellable };
  g_autofree char *set = g_build_filename (f->out, "set", NULL);
  g_autoptr (GError) error = NULL;

  write_tar (f->archive, members);
  g_assert_false (
      ras_unpack (f->archive, expected, G_N_ELEMENTS (expected), f->out, &progress, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  g_assert_cmpuint (count_files (set), ==, 0);
}

static void
test_no_place (Fixture *f, gconstpointer unused)
{
  const TarMember members[] = { { "set/a.bin", f->data, SIZE }, { NULL } };
  g_autofree char *in_the_way = temp_folder_write (f->folder, "out", "x", 1);
  g_autoptr (GError) error = NULL;

  write_tar (f->archive, members);
  assert_refused (unpack (f, &error), error, "choose another folder");
}

#define ADD(name, test) g_test_add ("/unpack/" name, Fixture, NULL, set_up, test, tear_down)

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  ADD ("good", test_good);
  ADD ("others", test_others);
  ADD ("links", test_links);
  ADD ("wrong-sizes", test_wrong_sizes);
  ADD ("missing", test_missing);
  ADD ("truncated", test_truncated);
  ADD ("no-archive", test_no_archive);
  ADD ("cancelled", test_cancelled);
  ADD ("no-place", test_no_place);
  return g_test_run ();
}
