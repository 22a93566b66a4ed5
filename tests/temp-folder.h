/* A folder of a test's own that goes away with everything in it. */
#pragma once

#include <gio/gio.h>
#include <glib/gstdio.h>

static inline char *
temp_folder_new (void)
{
  g_autoptr (GError) error = NULL;
  char *folder = g_dir_make_tmp ("rasura-XXXXXX", &error);

  g_assert_no_error (error);
  return folder;
}

/* Writes FOLDER/name, making the folders in between, and returns its path. */
static inline char *
temp_folder_write (const char *folder, const char *name, gconstpointer data, gsize size)
{
  g_autoptr (GError) error = NULL;
  char *path = g_build_filename (folder, name, NULL);
  g_autofree char *parent = g_path_get_dirname (path);

  g_assert_cmpint (g_mkdir_with_parents (parent, 0700), ==, 0);
  g_file_set_contents (path, data, size, &error);
  g_assert_no_error (error);
  return path;
}

static inline void
temp_folder_remove (const char *path)
{
  g_autoptr (GDir) dir = NULL;
  const char *name;

  if (!g_file_test (path, G_FILE_TEST_IS_SYMLINK))
    dir = g_dir_open (path, 0, NULL);
  while (dir && (name = g_dir_read_name (dir)))
    {
      g_autofree char *inner = g_build_filename (path, name, NULL);

      temp_folder_remove (inner);
    }
  g_assert_cmpint (g_remove (path), ==, 0);
}

/* Removes the folder and frees its name: for g_autoptr (TempFolder). */
typedef char TempFolder;
static inline void
temp_folder_finish (TempFolder *folder)
{
  temp_folder_remove (folder);
  g_free (folder);
}
G_DEFINE_AUTOPTR_CLEANUP_FUNC (TempFolder, temp_folder_finish)

/* A refusal: nothing came back, and the sentence contains the words. */
#define assert_refused(result, error, words)                                                       \
  G_STMT_START                                                                                     \
  {                                                                                                \
    g_assert_true ((result) == 0);                                                                 \
    g_assert_nonnull (error);                                                                      \
    if (!strstr ((error)->message, words))                                                         \
      g_error ("“%s” does not contain “%s”", (error)->message, words);                             \
    g_clear_error (&(error));                                                                      \
  }                                                                                                \
  G_STMT_END
