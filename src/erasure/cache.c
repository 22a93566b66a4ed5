#include "cache.h"

#include "cache-file.h"
#include "cache-folder.h"
#include "edited-file.h"
#include "fit-private.h"

#include <errno.h>
#include <glib/gi18n.h>
#include <glib/gstdio.h>
#include <string.h>
#include <utime.h>

#define SUFFIX ".fit"
/* The drawn set keeps its pixels in the same folder. */
#define PIXELS_SUFFIX ".pixels"

struct _RasCache
{
  char *folder;
  guint64 limit;
};

RasCache *
ras_cache_new (const char *folder, guint64 limit)
{
  RasCache *cache = g_new0 (RasCache, 1);

  cache->folder = folder ? g_strdup (folder)
                         : g_build_filename (g_get_user_cache_dir (), "rasura", "fits", NULL);
  cache->limit = limit ? limit : RAS_CACHE_DEFAULT_LIMIT;
  return cache;
}

void
ras_cache_free (RasCache *cache)
{
  if (cache == NULL)
    return;
  g_free (cache->folder);
  g_free (cache);
}

const char *
ras_cache_get_folder (RasCache *cache)
{
  return cache->folder;
}

static char *
file_name (RasCache *cache, const char *fingerprint, const RasEraser *eraser,
           const RasFitOptions *options)
{
  g_autoptr (GString) name = g_string_new (fingerprint);

  g_string_append_printf (name, "-%s", eraser->name);
  if (eraser->describe)
    eraser->describe (options, name);
  g_string_append (name, SUFFIX);
  return g_build_filename (cache->folder, name->str, NULL);
}

/* --- The folder --- */

typedef struct
{
  char *path;
  guint64 size;
  gint64 used; /* nanoseconds: when the file was last written or read */
} Entry;

static void
entry_free (gpointer data)
{
  Entry *entry = data;

  g_free (entry->path);
  g_free (entry);
}

static int
compare_use (gconstpointer a, gconstpointer b)
{
  const Entry *first = *(Entry *const *) a, *second = *(Entry *const *) b;

  return (first->used > second->used) - (first->used < second->used);
}

static GPtrArray *
list_entries (RasCache *cache)
{
  GPtrArray *entries = g_ptr_array_new_with_free_func (entry_free);
  g_autoptr (GDir) dir = g_dir_open (cache->folder, 0, NULL);
  const char *name;

  while (dir && (name = g_dir_read_name (dir)))
    {
      g_autofree char *path = g_build_filename (cache->folder, name, NULL);
      GStatBuf status;
      Entry *entry;

      /* Temporary files of a process that was killed count, and go, like the others. */
      if ((strstr (name, SUFFIX) == NULL && strstr (name, PIXELS_SUFFIX) == NULL
           && strstr (name, RAS_EDITED_SUFFIX) == NULL)
          || g_stat (path, &status) != 0)
        continue;
      entry = g_new0 (Entry, 1);
      entry->path = g_steal_pointer (&path);
      entry->size = status.st_size;
      entry->used = (gint64) status.st_mtim.tv_sec * 1000000000 + status.st_mtim.tv_nsec;
      g_ptr_array_add (entries, entry);
    }
  g_ptr_array_sort (entries, compare_use);
  return entries;
}

static guint64
total_size (GPtrArray *entries)
{
  guint64 total = 0;

  for (guint i = 0; i < entries->len; i++)
    total += ((Entry *) g_ptr_array_index (entries, i))->size;
  return total;
}

void
ras_cache_enforce_limit (RasCache *cache)
{
  g_autoptr (GPtrArray) entries = list_entries (cache);
  guint64 total = total_size (entries);

  for (guint i = 0; i < entries->len && total > cache->limit; i++)
    {
      Entry *entry = g_ptr_array_index (entries, i);

      if (g_unlink (entry->path) == 0)
        total -= entry->size;
    }
}

guint64
ras_cache_get_size (RasCache *cache)
{
  g_autoptr (GPtrArray) entries = list_entries (cache);

  return total_size (entries);
}

gboolean
ras_cache_clear (RasCache *cache, GError **error)
{
  g_autoptr (GPtrArray) entries = list_entries (cache);

  for (guint i = 0; i < entries->len; i++)
    {
      Entry *entry = g_ptr_array_index (entries, i);

      if (g_unlink (entry->path) != 0 && errno != ENOENT)
        {
          g_set_error (error, RAS_ERASURE_ERROR, RAS_ERASURE_ERROR_CACHE,
                       _ ("%s cannot be removed (%s): check the permissions of its folder"),
                       entry->path, g_strerror (errno));
          return FALSE;
        }
    }
  return TRUE;
}

gboolean
ras_cache_make_folder (RasCache *cache, GError **error)
{
  if (g_mkdir_with_parents (cache->folder, 0700) == 0)
    return TRUE;
  g_set_error (error, RAS_ERASURE_ERROR, RAS_ERASURE_ERROR_CACHE,
               _ ("the folder %s cannot be created (%s): check the permissions above it"),
               cache->folder, g_strerror (errno));
  return FALSE;
}

gboolean
ras_cache_store (RasCache *cache, const char *fingerprint, RasFit *fit, GError **error)
{
  g_autofree char *path = file_name (cache, fingerprint, fit->eraser, &fit->options);

  if (!ras_cache_make_folder (cache, error) || !ras_cache_file_write (path, fit, error))
    return FALSE;
  ras_cache_enforce_limit (cache);
  return TRUE;
}

RasFit *
ras_cache_load (RasCache *cache, const char *fingerprint, const RasEraser *eraser,
                const RasFitOptions *options, gsize d, guint k)
{
  g_autofree char *path = file_name (cache, fingerprint, eraser, options);
  RasFit *fit = ras_cache_file_read (path, eraser, options, d, k);

  /* Used now: it is the last to go. A damaged file is of no use to anyone. */
  if (fit)
    utime (path, NULL);
  else
    g_unlink (path);
  return fit;
}
