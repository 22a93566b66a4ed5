#include "file-bytes.h"
#include "dataset.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gi18n.h>
#include <glib/gstdio.h>
#include <sys/stat.h>
#include <unistd.h>

static gboolean
fail (GError **error, const char *path, int saved_errno)
{
  g_autofree char *name = g_filename_display_name (path);

  if (saved_errno == ENOENT || saved_errno == ENOTDIR)
    g_set_error (error, RAS_DATASET_ERROR, RAS_DATASET_ERROR_NOT_FOUND,
                 _ ("%s is not there (any more): check its name"), name);
  else
    g_set_error (error, G_IO_ERROR, g_io_error_from_errno (saved_errno),
                 _ ("%s cannot be read (%s): check the file and its permissions"), name,
                 g_strerror (saved_errno));
  return FALSE;
}

static gboolean
check_regular (const char *path, const struct stat *status, GError **error)
{
  g_autofree char *name = NULL;

  if (S_ISREG (status->st_mode))
    return TRUE;
  name = g_filename_display_name (path);
  g_set_error (error, G_IO_ERROR, G_IO_ERROR_NOT_REGULAR_FILE,
               _ ("%s cannot be read: it is not a file; choose one"), name);
  return FALSE;
}

static int
open_regular (const char *path, gsize *size, GError **error)
{
  int fd = open (path, O_RDONLY | O_CLOEXEC | O_NONBLOCK);
  struct stat status;

  if (fd < 0)
    {
      fail (error, path, errno);
      return -1;
    }
  if (fstat (fd, &status) != 0)
    fail (error, path, errno);
  else if (check_regular (path, &status, error))
    {
      *size = status.st_size;
      return fd;
    }
  close (fd);
  return -1;
}

static gboolean
read_all (int fd, const char *path, guint8 *data, gsize size, GError **error)
{
  for (gsize done = 0; done < size;)
    {
      ssize_t got = read (fd, data + done, MIN (size - done, 1 << 30));

      if (got < 0 && errno == EINTR)
        continue;
      if (got < 0)
        return fail (error, path, errno);
      if (got == 0)
        {
          g_autofree char *name = g_filename_display_name (path);

          g_set_error (error, G_IO_ERROR, G_IO_ERROR_PARTIAL_INPUT,
                       _ ("%s became shorter while it was read: try again"), name);
          return FALSE;
        }
      done += got;
    }
  return TRUE;
}

static GBytes *
read_file (const char *path, gsize limit, gsize length, GError **error)
{
  gsize size = 0;
  int fd = open_regular (path, &size, error);
  g_autofree guint8 *data = NULL;
  gboolean ok = FALSE;

  if (fd < 0)
    return NULL;
  size = MIN (size, length);
  if (size <= limit)
    data = g_try_malloc (MAX (size, 1));
  if (data == NULL)
    {
      g_autofree char *name = g_filename_display_name (path);
      g_autofree char *text = g_format_size (size);

      g_set_error (error, G_IO_ERROR, G_IO_ERROR_FAILED,
                   _ ("%s is too big to be read (%s): use a smaller file"), name, text);
    }
  else
    ok = read_all (fd, path, data, size, error);
  close (fd);
  return ok ? g_bytes_new_take (g_steal_pointer (&data), size) : NULL;
}

GBytes *
ras_file_read (const char *path, gsize limit, GError **error)
{
  return read_file (path, limit, G_MAXSIZE, error);
}

GBytes *
ras_file_read_start (const char *path, gsize length, GError **error)
{
  return read_file (path, length, length, error);
}

GBytes *
ras_file_map (const char *path, GError **error)
{
  gsize size = 0;
  int fd = open_regular (path, &size, error);
  g_autoptr (GMappedFile) mapped = NULL;

  if (fd < 0)
    return NULL;
  mapped = g_mapped_file_new_from_fd (fd, FALSE, error);
  close (fd);
  return mapped ? g_mapped_file_get_bytes (mapped) : NULL;
}

gboolean
ras_file_get_size (const char *path, gsize *size, GError **error)
{
  struct stat status;

  if (stat (path, &status) != 0)
    return fail (error, path, errno);
  *size = status.st_size;
  return check_regular (path, &status, error);
}
