#include "atomic-file.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gi18n.h>
#include <glib/gstdio.h>
#include <unistd.h>

struct _RasAtomicFile
{
  char *path;
  char *temporary;
  int fd;
};

static gboolean
fail (RasAtomicFile *file, int saved_errno, GError **error)
{
  g_set_error (error, G_IO_ERROR, g_io_error_from_errno (saved_errno),
               _ ("%s cannot be written (%s): choose another place or free some space"), file->path,
               g_strerror (saved_errno));
  return FALSE;
}

RasAtomicFile *
ras_atomic_file_new (const char *path, GError **error)
{
  RasAtomicFile *file = g_new0 (RasAtomicFile, 1);

  file->path = g_strdup (path);
  file->temporary = g_strdup_printf ("%s.XXXXXX", path);
  file->fd = g_mkstemp_full (file->temporary, O_WRONLY | O_CLOEXEC, 0666);
  if (file->fd < 0)
    {
      fail (file, errno, error);
      g_clear_pointer (&file->temporary, g_free);
      ras_atomic_file_abort (file);
      return NULL;
    }
  return file;
}

gboolean
ras_atomic_file_write (RasAtomicFile *file, gconstpointer data, gsize length, GError **error)
{
  const char *next = data;

  while (length > 0)
    {
      ssize_t written = write (file->fd, next, MIN (length, 1 << 30));

      if (written < 0 && errno == EINTR)
        continue;
      if (written < 0)
        return fail (file, errno, error);
      next += written;
      length -= written;
    }
  return TRUE;
}

gboolean
ras_atomic_file_commit (RasAtomicFile *file, GError **error)
{
  gboolean ok = fsync (file->fd) == 0 || errno == EINVAL;

  if (!ok)
    fail (file, errno, error);
  if (close (file->fd) != 0 && ok)
    ok = fail (file, errno, error);
  file->fd = -1;
  if (ok && g_rename (file->temporary, file->path) != 0)
    ok = fail (file, errno, error);
  if (ok)
    g_clear_pointer (&file->temporary, g_free);
  ras_atomic_file_abort (file);
  return ok;
}

void
ras_atomic_file_abort (RasAtomicFile *file)
{
  if (file == NULL)
    return;
  if (file->fd >= 0)
    close (file->fd);
  if (file->temporary)
    g_unlink (file->temporary);
  g_free (file->temporary);
  g_free (file->path);
  g_free (file);
}
