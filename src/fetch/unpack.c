#include "unpack.h"

#include <archive.h>
#include <archive_entry.h>
#include <errno.h>
#include <glib/gi18n.h>
#include <glib/gstdio.h>
#include <string.h>
#include <sys/stat.h>

#include "atomic-file.h"
#include "fetch-error.h"

#define BUFFER (256 << 10)

typedef struct archive Archive;
G_DEFINE_AUTOPTR_CLEANUP_FUNC (Archive, archive_read_free)

typedef struct
{
  Archive *archive;
  char *name; /* of the archive, for sentences */
  const RasSourceMember *members;
  guint n_members;
  const char *folder;
  const RasProgress *progress;
  guint8 *buffer;
  guint64 done, total; /* bytes, for progress */
  gboolean *seen;      /* of each member */
} Unpacking;

static gboolean
refuse_damaged (const Unpacking *unpacking, GError **error)
{
  return ras_fetch_refuse (error, RAS_FETCH_ERROR_CONTENT,
                           _ ("%s ends early or is damaged: remove it and download it again"),
                           unpacking->name);
}

static gboolean
refuse_member (const Unpacking *unpacking, const char *path, GError **error)
{
  return ras_fetch_refuse (error, RAS_FETCH_ERROR_CONTENT,
                           _ ("in %s, %s is not the file it should be: remove the archive and "
                              "download it again"),
                           unpacking->name, path);
}

static Archive *
open_archive (const char *path, const char *name, GError **error)
{
  g_autoptr (Archive) archive = archive_read_new ();

  archive_read_support_filter_gzip (archive);
  archive_read_support_format_tar (archive);
  if (archive_read_open_filename (archive, path, BUFFER) == ARCHIVE_OK)
    return g_steal_pointer (&archive);
  ras_fetch_refuse (error, RAS_FETCH_ERROR_CONTENT,
                    _ ("%s is no archive or cannot be read: remove it and download it again"),
                    name);
  return NULL;
}

/* Exactly as the archive has it, but for a “./” in front. What lists no “..” and nothing
 * absolute cannot be made to match either. */
static int
find_member (const Unpacking *unpacking, const char *path)
{
  if (path && g_str_has_prefix (path, "./"))
    path += 2;
  for (guint i = 0; path && i < unpacking->n_members; i++)
    if (strcmp (unpacking->members[i].path, path) == 0)
      return i;
  return -1;
}

static gboolean
copy (Unpacking *unpacking, const RasSourceMember *member, RasAtomicFile *file, GError **error)
{
  g_autofree char *stage = g_strdup_printf (_ ("Unpacking %s"), member->path);
  guint64 length = 0;

  while (TRUE)
    {
      la_ssize_t got = archive_read_data (unpacking->archive, unpacking->buffer, BUFFER);

      if (got < 0)
        return refuse_damaged (unpacking, error);
      if (got == 0)
        break;
      length += got;
      unpacking->done += got;
      if (length > member->most)
        return refuse_member (unpacking, member->path, error);
      if (!ras_atomic_file_write (file, unpacking->buffer, got, error)
          || !ras_progress_step (unpacking->progress, stage,
                                 MIN (1, (double) unpacking->done / unpacking->total), error))
        return FALSE;
    }
  return length >= member->least || refuse_member (unpacking, member->path, error);
}

static gboolean
unpack_member (Unpacking *unpacking, const RasSourceMember *member, struct archive_entry *entry,
               GError **error)
{
  g_autofree char *path = g_build_filename (unpacking->folder, member->path, NULL);
  g_autofree char *parent = g_path_get_dirname (path);
  g_autoptr (RasAtomicFile) file = NULL;

  /* Hard links pass for plain files but for this. */
  if (archive_entry_filetype (entry) != AE_IFREG || archive_entry_hardlink (entry)
      || archive_entry_symlink (entry))
    return refuse_member (unpacking, member->path, error);
  if (g_mkdir_with_parents (parent, 0755) != 0)
    return ras_fetch_refuse (error, RAS_FETCH_ERROR_PLACE,
                             _ ("%s cannot be made (%s): choose another folder"), parent,
                             g_strerror (errno));
  file = ras_atomic_file_new (path, error);
  return file && copy (unpacking, member, file, error)
         && ras_atomic_file_commit (g_steal_pointer (&file), error);
}

static gboolean
unpack_all (Unpacking *unpacking, GError **error)
{
  struct archive_entry *entry;
  int status;

  while ((status = archive_read_next_header (unpacking->archive, &entry)) == ARCHIVE_OK
         || status == ARCHIVE_WARN)
    {
      int i = find_member (unpacking, archive_entry_pathname (entry));

      /* An unexpected member is skipped by reading over it, which may be long. */
      if (g_cancellable_set_error_if_cancelled (
              unpacking->progress ? unpacking->progress->cancellable : NULL, error))
        return FALSE;
      if (i < 0 || unpacking->seen[i])
        continue;
      if (!unpack_member (unpacking, &unpacking->members[i], entry, error))
        return FALSE;
      unpacking->seen[i] = TRUE;
    }
  if (status != ARCHIVE_EOF)
    return refuse_damaged (unpacking, error);
  for (guint i = 0; i < unpacking->n_members; i++)
    if (!unpacking->seen[i] && unpacking->members[i].least > 0)
      return ras_fetch_refuse (error, RAS_FETCH_ERROR_CONTENT,
                               _ ("%s lacks %s: remove it and download it again"),
                               unpacking->name, unpacking->members[i].path);
  return TRUE;
}

gboolean
ras_unpack (const char *path, const RasSourceMember *members, guint n_members, const char *folder,
            const RasProgress *progress, GError **error)
{
  g_autofree char *name = g_path_get_basename (path);
  g_autoptr (Archive) archive = open_archive (path, name, error);
  g_autofree guint8 *buffer = g_malloc (BUFFER);
  g_autofree gboolean *seen = g_new0 (gboolean, n_members);
  Unpacking unpacking = { archive, name, members, n_members, folder, progress, buffer, 0, 0, seen };

  for (guint i = 0; i < n_members; i++)
    unpacking.total += members[i].most;
  return archive && unpack_all (&unpacking, error);
}

gboolean
ras_unpack_is_done (const RasSourceMember *members, guint n_members, const char *folder)
{
  for (guint i = 0; i < n_members; i++)
    {
      g_autofree char *path = g_build_filename (folder, members[i].path, NULL);
      struct stat status;

      if (stat (path, &status) != 0)
        {
          if (members[i].least > 0)
            return FALSE;
        }
      else if (!S_ISREG (status.st_mode) || (guint64) status.st_size < members[i].least
               || (guint64) status.st_size > members[i].most)
        return FALSE;
    }
  return TRUE;
}
