#include "part-file.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gi18n.h>
#include <glib/gstdio.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include "fetch-error.h"

#define BUFFER (256 << 10)

struct _RasPartFile
{
  const RasSourceFile *file;
  char *folder, *path, *origin_path;
  char *validator;
  int fd;
  guint64 length;
  GChecksum *checksum; /* of the first `length` bytes */
  gboolean resumed;
};

static gboolean
fail (const char *path, int saved_errno, GError **error)
{
  if (saved_errno == ENOSPC || saved_errno == EDQUOT || saved_errno == EFBIG)
    return ras_fetch_refuse (error, RAS_FETCH_ERROR_SPACE,
                             _ ("there is no room for more of %s (%s): free some space and try "
                                "again; what has come is kept"),
                             path, g_strerror (saved_errno));
  return ras_fetch_refuse (error, RAS_FETCH_ERROR_PLACE,
                           _ ("%s cannot be written (%s): choose another folder"), path,
                           g_strerror (saved_errno));
}

/* --- Checksums --- */

static GChecksum *
new_checksum (const RasSourceFile *file)
{
  return g_checksum_new (file->sha256 ? G_CHECKSUM_SHA256 : G_CHECKSUM_MD5);
}

static gboolean
checksum_is_right (const RasSourceFile *file, GChecksum *checksum)
{
  return g_ascii_strcasecmp (g_checksum_get_string (checksum),
                             file->sha256 ? file->sha256 : file->md5)
         == 0;
}

/* Everything from where `fd` stands. */
static gboolean
read_all (int fd, const RasSourceFile *file, const char *path, GChecksum *checksum,
          guint64 *length, const RasProgress *progress, GError **error)
{
  g_autofree guint8 *buffer = g_malloc (BUFFER);
  g_autofree char *stage = g_strdup_printf (_ ("Checking %s"), file->name);
  ssize_t got;

  while ((got = read (fd, buffer, BUFFER)) != 0)
    {
      if (got < 0 && errno == EINTR)
        continue;
      if (got < 0)
        return ras_fetch_refuse (error, RAS_FETCH_ERROR_PLACE, _ ("%s cannot be read: %s"), path,
                                 g_strerror (errno));
      g_checksum_update (checksum, buffer, got);
      *length += got;
      if (!ras_progress_step (progress, stage, MIN (1, (double) *length / file->size), error))
        return FALSE;
    }
  return TRUE;
}

gboolean
ras_source_file_verify (const RasSourceFile *file, const char *path, const RasProgress *progress,
                        GError **error)
{
  g_autoptr (GChecksum) checksum = new_checksum (file);
  struct stat status;
  guint64 length = 0;
  gboolean ok;
  int fd;

  if (stat (path, &status) != 0 || !S_ISREG (status.st_mode)
      || (guint64) status.st_size != file->size)
    return FALSE;
  fd = open (path, O_RDONLY | O_CLOEXEC);
  if (fd < 0)
    return ras_fetch_refuse (error, RAS_FETCH_ERROR_PLACE, _ ("%s cannot be read: %s"), path,
                             g_strerror (errno));
  ok = read_all (fd, file, path, checksum, &length, progress, error)
       && checksum_is_right (file, checksum);
  close (fd);
  return ok;
}

/* --- Opening --- */

static char *
make_path (const char *folder, const char *name, const char *ending)
{
  g_autofree char *hidden = g_strconcat (".", name, ending, NULL);

  return g_build_filename (folder, hidden, NULL);
}

static void
read_validator (RasPartFile *part)
{
  g_autofree char *text = NULL;
  gsize length;

  if (g_file_get_contents (part->origin_path, &text, &length, NULL) && length < 1024
      && g_utf8_validate (text, length, NULL))
    part->validator = g_strdup (g_strstrip (text));
}

/* Between opening and locking, another process may have given it its final name. */
static gboolean
is_still_there (const RasPartFile *part)
{
  struct stat ours, named;

  return fstat (part->fd, &ours) == 0 && stat (part->path, &named) == 0
         && ours.st_dev == named.st_dev && ours.st_ino == named.st_ino;
}

static gboolean
open_and_lock (RasPartFile *part, GError **error)
{
  if (g_mkdir_with_parents (part->folder, 0755) != 0)
    return fail (part->folder, errno, error);
  /* Nobody's link is followed to a file that is none of ours. */
  part->fd = open (part->path, O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0666);
  if (part->fd < 0)
    return fail (part->path, errno, error);
  if ((flock (part->fd, LOCK_EX | LOCK_NB) != 0 && errno == EWOULDBLOCK) || !is_still_there (part))
    {
      /* What is in it is another's. */
      close (part->fd);
      part->fd = -1;
      return ras_fetch_refuse (error, RAS_FETCH_ERROR_PLACE,
                               _ ("%s is being downloaded into %s already: wait for that to "
                                  "finish"),
                               part->file->name, part->folder);
    }
  return TRUE;
}

static gboolean
take_up (RasPartFile *part, const RasProgress *progress, GError **error)
{
  if (!read_all (part->fd, part->file, part->path, part->checksum, &part->length, progress, error))
    return FALSE;
  /* Longer than the file ever gets: none of it can be trusted. */
  if (part->length > part->file->size && !ras_part_file_restart (part, error))
    return FALSE;
  part->resumed = part->length > 0;
  if (part->resumed)
    read_validator (part);
  return TRUE;
}

RasPartFile *
ras_part_file_open (const char *folder, const RasSourceFile *file, const RasProgress *progress,
                    GError **error)
{
  g_autoptr (RasPartFile) part = g_new0 (RasPartFile, 1);

  part->file = file;
  part->fd = -1;
  part->folder = g_strdup (folder);
  part->path = make_path (folder, file->name, ".part");
  part->origin_path = make_path (folder, file->name, ".part.origin");
  part->checksum = new_checksum (file);
  if (!open_and_lock (part, error) || !take_up (part, progress, error))
    return NULL;
  return g_steal_pointer (&part);
}

void
ras_part_file_close (RasPartFile *part)
{
  struct stat status;

  if (part == NULL)
    return;
  /* An empty one tells nothing. */
  if (part->fd >= 0 && fstat (part->fd, &status) == 0 && status.st_size == 0)
    ras_part_file_discard (part);
  else if (part->fd >= 0)
    close (part->fd);
  g_checksum_free (part->checksum);
  g_free (part->validator);
  g_free (part->origin_path);
  g_free (part->path);
  g_free (part->folder);
  g_free (part);
}

/* --- State --- */

guint64
ras_part_file_get_length (const RasPartFile *part)
{
  return part->length;
}

gboolean
ras_part_file_is_complete (const RasPartFile *part)
{
  return part->length == part->file->size;
}

gboolean
ras_part_file_was_resumed (const RasPartFile *part)
{
  return part->resumed;
}

const char *
ras_part_file_get_validator (const RasPartFile *part)
{
  return part->validator;
}

void
ras_part_file_set_validator (RasPartFile *part, const char *validator)
{
  if (g_strcmp0 (validator, part->validator) == 0)
    return;
  g_free (part->validator);
  part->validator = g_strdup (validator);
  /* Without it the checksum still tells at the end whether the parts belong together. */
  if (validator == NULL || !g_file_set_contents (part->origin_path, validator, -1, NULL))
    g_unlink (part->origin_path);
}

guint64
ras_part_file_measure (const char *folder, const char *name)
{
  g_autofree char *path = make_path (folder, name, ".part");
  struct stat status;

  return stat (path, &status) == 0 && S_ISREG (status.st_mode) ? status.st_size : 0;
}

/* --- Growing and ending --- */

static gboolean
refuse_too_long (RasPartFile *part, GError **error)
{
  g_autofree char *size = g_format_size_full (part->file->size, G_FORMAT_SIZE_LONG_FORMAT);

  ras_part_file_discard (part);
  return ras_fetch_refuse (error, RAS_FETCH_ERROR_CONTENT,
                           _ ("the server sends more than the %s of %s: this is another file; "
                              "use another address"),
                           size, part->file->name);
}

gboolean
ras_part_file_append (RasPartFile *part, gconstpointer data, gsize length, GError **error)
{
  const char *next = data;

  if (part->length + length > part->file->size)
    return refuse_too_long (part, error);
  while (length > 0)
    {
      ssize_t written = write (part->fd, next, length);

      if (written < 0 && errno == EINTR)
        continue;
      if (written < 0)
        return fail (part->path, errno, error);
      g_checksum_update (part->checksum, (const guint8 *) next, written);
      part->length += written;
      next += written;
      length -= written;
    }
  return TRUE;
}

gboolean
ras_part_file_restart (RasPartFile *part, GError **error)
{
  ras_part_file_set_validator (part, NULL);
  g_checksum_reset (part->checksum);
  part->length = 0;
  part->resumed = FALSE;
  if (ftruncate (part->fd, 0) != 0 || lseek (part->fd, 0, SEEK_SET) != 0)
    return fail (part->path, errno, error);
  return TRUE;
}

void
ras_part_file_discard (RasPartFile *part)
{
  g_unlink (part->origin_path);
  g_unlink (part->path);
  if (part->fd >= 0)
    close (part->fd);
  part->fd = -1;
}

gboolean
ras_part_file_finish (RasPartFile *part, GError **error)
{
  g_autofree char *path = g_build_filename (part->folder, part->file->name, NULL);

  if (part->length != part->file->size || !checksum_is_right (part->file, part->checksum))
    {
      ras_part_file_discard (part);
      return ras_fetch_refuse (error, RAS_FETCH_ERROR_CONTENT,
                               _ ("%s is not the file it should be (its checksum differs), and was "
                                  "removed: try again, or use another address"),
                               part->file->name);
    }
  if (fsync (part->fd) != 0 && errno != EINVAL)
    return fail (part->path, errno, error);
  if (g_rename (part->path, path) != 0)
    return fail (path, errno, error);
  g_unlink (part->origin_path);
  close (part->fd);
  part->fd = -1;
  return TRUE;
}
