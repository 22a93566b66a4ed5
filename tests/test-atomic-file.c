#include "atomic-file.h"

#include <glib/gstdio.h>
#include <string.h>

static char *folder;

static gboolean
folder_is_empty (void)
{
  g_autoptr (GDir) dir = g_dir_open (folder, 0, NULL);

  return g_dir_read_name (dir) == NULL;
}

static void
test_commit (void)
{
  g_autofree char *path = g_build_filename (folder, "whole", NULL);
  g_autofree char *text = NULL;
  RasAtomicFile *file = ras_atomic_file_new (path, NULL);

  g_assert_true (ras_atomic_file_write (file, "two ", 4, NULL));
  g_assert_false (g_file_test (path, G_FILE_TEST_EXISTS));
  g_assert_true (ras_atomic_file_write (file, "parts", 5, NULL));
  g_assert_true (ras_atomic_file_commit (file, NULL));
  g_assert_true (g_file_get_contents (path, &text, NULL, NULL));
  g_assert_cmpstr (text, ==, "two parts");
  g_unlink (path);
  g_assert_true (folder_is_empty ());
}

static void
test_abort (void)
{
  g_autofree char *path = g_build_filename (folder, "never", NULL);
  RasAtomicFile *file = ras_atomic_file_new (path, NULL);

  g_assert_true (ras_atomic_file_write (file, "half", 4, NULL));
  g_assert_false (folder_is_empty ());
  ras_atomic_file_abort (file);
  g_assert_true (folder_is_empty ());
}

static void
test_unwritable (void)
{
  g_autofree char *path = g_build_filename (folder, "no-such-folder", "file", NULL);
  g_autoptr (GError) error = NULL;

  g_assert_null (ras_atomic_file_new (path, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_NOT_FOUND);
  g_assert_nonnull (strstr (error->message, path));
}

int
main (int argc, char **argv)
{
  int result;

  g_test_init (&argc, &argv, NULL);
  folder = g_dir_make_tmp ("rasura-XXXXXX", NULL);
  g_test_add_func ("/atomic-file/commit", test_commit);
  g_test_add_func ("/atomic-file/abort", test_abort);
  g_test_add_func ("/atomic-file/unwritable", test_unwritable);
  result = g_test_run ();
  g_rmdir (folder);
  g_free (folder);
  return result;
}
