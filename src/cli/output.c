#include "output.h"

#include <errno.h>
#include <glib/gi18n.h>
#include <stdio.h>
#include <string.h>

#include "atomic-file.h"

gboolean
ras_output_print_raw (const char *text, gsize length, GError **error)
{
  if (fwrite (text, 1, length, stdout) == length && fflush (stdout) == 0)
    return TRUE;
  g_set_error (error, G_IO_ERROR, g_io_error_from_errno (errno),
               _ ("the standard output cannot be written: %s"), g_strerror (errno));
  return FALSE;
}

gboolean
ras_output_print (const char *text, GError **error)
{
  const char *charset;
  g_autofree char *converted = NULL;

  if (!g_get_charset (&charset))
    converted = g_convert_with_fallback (text, -1, charset, "UTF-8", "?", NULL, NULL, NULL);
  if (converted)
    text = converted;
  return ras_output_print_raw (text, strlen (text), error);
}

gboolean
ras_output_check (const char *path, GError **error)
{
  g_autoptr (RasAtomicFile) file = NULL;

  if (g_file_test (path, G_FILE_TEST_IS_DIR))
    {
      g_set_error (error, G_IO_ERROR, G_IO_ERROR_IS_DIRECTORY,
                   _ ("%s is a folder; add the name of a file"), path);
      return FALSE;
    }
  file = ras_atomic_file_new (path, error);
  return file != NULL;
}

gboolean
ras_output_write_file (const char *path, const char *text, gsize length, GError **error)
{
  g_autoptr (RasAtomicFile) file = ras_atomic_file_new (path, error);

  return file && ras_atomic_file_write (file, text, length, error)
         && ras_atomic_file_commit (g_steal_pointer (&file), error);
}
