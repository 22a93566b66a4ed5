#include "npz.h"
#include "dataset-builder.h"
#include "inflater.h"
#include "memory.h"

#include <archive.h>
#include <archive_entry.h>
#include <glib/gi18n.h>
#include <string.h>

typedef struct archive Archive;
G_DEFINE_AUTOPTR_CLEANUP_FUNC (Archive, archive_read_free)

static gboolean
refuse (GError **error, const char *name)
{
  return ras_dataset_refuse (error, RAS_DATASET_ERROR_DAMAGED,
                             _ ("%s is incomplete or no NPZ archive: copy it or save it again with "
                                "numpy.savez"),
                             name);
}

/* A block that libarchive handed out as a view of the archive itself, or NULL if it is none. */
static GBytes *
view_block (GBytes *file, const guint8 *block, gsize length)
{
  gsize size;
  const guint8 *start = g_bytes_get_data (file, &size);

  if (block < start || block > start + size || length > (gsize) (start + size - block))
    return NULL;
  return g_bytes_new_from_bytes (file, block - start, length);
}

/* Everything of the current member: exactly the bytes that it promises. One that is stored as it is
 * comes as a single block of the mapped file and needs no memory of its own. */
static GBytes *
read_member (Archive *archive, struct archive_entry *entry, GBytes *file, const char *name,
             const RasProgress *progress, GError **error)
{
  gint64 promised = archive_entry_size_is_set (entry) ? archive_entry_size (entry) : -1, offset;
  g_autofree char *stage = g_strdup_printf (_ ("Reading %s"), name);
  g_autoptr (GBytes) view = NULL;
  RAS_BIG guint8 *data = NULL;
  gsize size, length, done = 0;
  gconstpointer block;
  int status;

  if (promised < 0 || (guint64) promised / RAS_INFLATER_BEST_RATIO > g_bytes_get_size (file))
    {
      refuse (error, name);
      return NULL;
    }
  size = promised;
  while ((status = archive_read_data_block (archive, &block, &length, &offset)) == ARCHIVE_OK
         && offset == (gint64) done && length <= size - done)
    {
      if (!ras_progress_step (progress, stage, (double) done / MAX (size, 1), error))
        return NULL;
      if (done == 0 && length == size && view == NULL)
        view = view_block (file, block, length);
      if (view == NULL && data == NULL
          && (data = ras_dataset_alloc_pixels (name, 1, size, error)) == NULL)
        return NULL;
      if (data && length > 0)
        memcpy (data + done, block, length);
      done += length;
    }
  /* Only at the end does libarchive compare the checksum. */
  if (status != ARCHIVE_EOF || done < size)
    {
      refuse (error, name);
      return NULL;
    }
  if (view)
    return g_steal_pointer (&view);
  return ras_dataset_take_pixels (g_steal_pointer (&data), done);
}

static char *
array_name (struct archive_entry *entry)
{
  const char *path = archive_entry_pathname (entry);

  return path && g_str_has_suffix (path, ".npy") ? g_strndup (path, strlen (path) - 4) : NULL;
}

GHashTable *
ras_npz_read (GBytes *file, const char *name, const char *const *wanted,
              const RasProgress *progress, GError **error)
{
  g_autoptr (GHashTable) members
      = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, (GDestroyNotify) g_bytes_unref);
  g_autoptr (Archive) archive = archive_read_new ();
  struct archive_entry *entry;
  gsize size;
  gconstpointer data = g_bytes_get_data (file, &size);
  int status;

  /* The seekable kind goes by the directory at the end, which a truncated
   * archive lacks and which alone knows the lengths. */
  archive_read_support_format_zip_seekable (archive);
  if (data == NULL || archive_read_open_memory (archive, data, size) != ARCHIVE_OK)
    {
      refuse (error, name);
      return NULL;
    }
  while ((status = archive_read_next_header (archive, &entry)) == ARCHIVE_OK
         || status == ARCHIVE_WARN)
    {
      g_autofree char *key = array_name (entry);
      GBytes *bytes;

      if (key == NULL || !g_strv_contains (wanted, key) || g_hash_table_contains (members, key))
        continue;
      bytes = read_member (archive, entry, file, name, progress, error);
      if (bytes == NULL)
        return NULL;
      g_hash_table_insert (members, g_steal_pointer (&key), bytes);
    }
  if (status != ARCHIVE_EOF)
    {
      refuse (error, name);
      return NULL;
    }
  return g_steal_pointer (&members);
}
