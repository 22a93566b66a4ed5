#include "npz.h"
#include "dataset-builder.h"
#include "memory.h"

#include <archive.h>
#include <archive_entry.h>
#include <glib/gi18n.h>
#include <string.h>

/* Deflate never packs tighter than 1 : 1032, so a longer promise is a lie. */
#define BEST_RATIO 1032
#define CHUNK ((gsize) 16 << 20)

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

/* Everything of the current member: exactly the bytes that it promises. */
static GBytes *
read_member (Archive *archive, struct archive_entry *entry, gsize file_size, const char *name,
             const RasProgress *progress, GError **error)
{
  gint64 promised = archive_entry_size_is_set (entry) ? archive_entry_size (entry) : -1;
  g_autofree char *stage = g_strdup_printf (_ ("Reading %s"), name);
  RAS_BIG guint8 *data = NULL;
  gsize size, done = 0;
  guint8 beyond;

  if (promised < 0 || (guint64) promised / BEST_RATIO > file_size)
    {
      refuse (error, name);
      return NULL;
    }
  size = promised;
  data = ras_dataset_alloc_pixels (name, 1, size, error);
  if (data == NULL)
    return NULL;
  while (done < size)
    {
      la_ssize_t got = archive_read_data (archive, data + done, MIN (size - done, CHUNK));

      if (!ras_progress_step (progress, stage, (double) done / size, error))
        return NULL;
      if (got <= 0)
        break;
      done += got;
    }
  /* Only at the end does libarchive compare the checksum. */
  if (done < size || archive_read_data (archive, &beyond, 1) != 0)
    {
      refuse (error, name);
      return NULL;
    }
  return ras_dataset_take_pixels (g_steal_pointer (&data), size);
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
      bytes = read_member (archive, entry, size, name, progress, error);
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
