#include "fetch.h"

#include <errno.h>
#include <glib/gi18n.h>
#include <glib/gstdio.h>
#include <string.h>
#include <sys/statvfs.h>

#include "address.h"
#include "fetch-error.h"
#include "pace.h"
#include "part-file.h"
#include "places.h"
#include "unpack.h"

typedef struct
{
  const RasSource *source;
  const char *base;
  char *folder;
  const RasDownloadPatience *patience;
  RasFetchFunc func;
  gpointer user_data;
  GCancellable *cancellable;
  RasPace pace;
  guint64 before, total; /* bytes of the files that are done, and of all */
} Fetch;

/* --- Telling --- */

static void
tell (Fetch *fetch, const RasFetchState *state)
{
  if (fetch->func)
    fetch->func (state, fetch->user_data);
}

static void
downloading_cb (guint64 bytes, const char *trouble, gpointer user_data)
{
  Fetch *fetch = user_data;
  RasFetchState state = { RAS_FETCH_DOWNLOADING, fetch->before + bytes, fetch->total };

  ras_pace_step (&fetch->pace, state.bytes, g_get_monotonic_time ());
  state.fraction = (double) state.bytes / state.total;
  state.rate = trouble ? 0 : fetch->pace.rate;
  state.seconds_left = ras_pace_get_seconds_left (&fetch->pace, state.bytes, state.total);
  state.trouble = trouble;
  tell (fetch, &state);
}

static void
tell_stage (Fetch *fetch, RasFetchStage stage, double fraction)
{
  RasFetchState state = { .stage = stage, .fraction = fraction, .seconds_left = -1 };

  state.total = ras_source_get_unpacked_size (fetch->source);
  state.bytes = fraction * state.total;
  tell (fetch, &state);
}

static void
checking_cb (const char *stage, double fraction, gpointer user_data)
{
  tell_stage (user_data, RAS_FETCH_CHECKING, fraction);
}

static void
unpacking_cb (const char *stage, double fraction, gpointer user_data)
{
  tell_stage (user_data, RAS_FETCH_UNPACKING, fraction);
}

/* --- Room --- */

static gboolean
make_folder (Fetch *fetch, GError **error)
{
  if (g_mkdir_with_parents (fetch->folder, 0755) == 0 && g_access (fetch->folder, W_OK) == 0)
    return TRUE;
  return ras_fetch_refuse (error, RAS_FETCH_ERROR_PLACE,
                           _ ("%s cannot be written (%s): choose another folder"), fetch->folder,
                           g_strerror (errno));
}

/* An archive that is there was found wrong already, or it would have been unpacked. */
static gboolean
is_there (Fetch *fetch, const RasSourceFile *file)
{
  return fetch->source->members == NULL && ras_places_has_file (fetch->folder, file);
}

/* What is still to be written. */
static guint64
count_missing (Fetch *fetch, gboolean download)
{
  guint64 missing = fetch->source->members ? ras_source_get_unpacked_size (fetch->source) : 0;

  for (guint i = 0; download && i < fetch->source->n_files; i++)
    {
      const RasSourceFile *file = &fetch->source->files[i];

      if (!is_there (fetch, file))
        missing += file->size - MIN (file->size, ras_part_file_measure (fetch->folder, file->name));
    }
  return missing;
}

static gboolean
check_room (Fetch *fetch, gboolean download, GError **error)
{
  guint64 missing = count_missing (fetch, download), there;
  g_autofree char *wanted = g_format_size (missing);
  g_autofree char *has = NULL;
  struct statvfs status;

  /* A file system that does not tell may have room. */
  if (statvfs (fetch->folder, &status) != 0)
    return TRUE;
  there = (guint64) status.f_bavail * status.f_frsize;
  has = g_format_size (there);
  if (there >= missing)
    return TRUE;
  return ras_fetch_refuse (error, RAS_FETCH_ERROR_SPACE,
                           _ ("%s needs %s more, and only %s are free in %s: free some space or "
                              "choose another folder"),
                           fetch->source->title, wanted, has, fetch->folder);
}

/* --- Steps --- */

static gboolean
download_files (Fetch *fetch, GError **error)
{
  fetch->total = ras_source_get_download_size (fetch->source);
  for (guint i = 0; i < fetch->source->n_files; i++)
    {
      const RasSourceFile *file = &fetch->source->files[i];
      g_autofree char *address = ras_address_join (fetch->base, file->name);

      if (!is_there (fetch, file)
          && !ras_download (address, file, fetch->folder, fetch->patience, downloading_cb, fetch,
                            fetch->cancellable, error))
        return FALSE;
      fetch->before += file->size;
    }
  return TRUE;
}

static gboolean
unpack (Fetch *fetch, const char *archive, GError **error)
{
  RasProgress progress = { unpacking_cb, fetch, fetch->cancellable };

  return ras_unpack (archive, fetch->source->members, fetch->source->n_members, fetch->folder,
                     &progress, error);
}

/* An archive that somebody else may have put there. */
static gboolean
is_right (Fetch *fetch, const char *archive, GError **error)
{
  RasProgress progress = { checking_cb, fetch, fetch->cancellable };

  return ras_source_file_verify (&fetch->source->files[0], archive, &progress, error);
}

/* TRUE if an archive that is there already was enough. FALSE with no error: there is none, or none
 * that is right. */
static gboolean
use_archive (Fetch *fetch, const RasFound *found, GError **error)
{
  if (found == NULL || found->kind != RAS_FOUND_ARCHIVE || !is_right (fetch, found->path, error)
      || !check_room (fetch, FALSE, error) || !unpack (fetch, found->path, error))
    return FALSE;
  if (found->is_ours)
    g_unlink (found->path);
  return TRUE;
}

static gboolean
download_and_unpack (Fetch *fetch, GError **error)
{
  g_autofree char *archive = NULL;

  if (!check_room (fetch, TRUE, error) || !download_files (fetch, error))
    return FALSE;
  if (fetch->source->members == NULL)
    return TRUE;
  archive = g_build_filename (fetch->folder, fetch->source->files[0].name, NULL);
  if (!unpack (fetch, archive, error))
    return FALSE;
  /* Everything in it is beside it now. */
  g_unlink (archive);
  return TRUE;
}

static char *
run (Fetch *fetch, RasFound *found, GError **error)
{
  GError *trouble = NULL;

  if (found && found->kind == RAS_FOUND_READY)
    return g_steal_pointer (&found->path);
  if (!make_folder (fetch, error))
    return NULL;
  if (!use_archive (fetch, found, &trouble))
    {
      if (trouble)
        {
          g_propagate_error (error, trouble);
          return NULL;
        }
      if (!download_and_unpack (fetch, error))
        return NULL;
    }
  return fetch->source->folder ? g_build_filename (fetch->folder, fetch->source->folder, NULL)
                               : g_strdup (fetch->folder);
}

/* An address of one of the files stands for their folder. */
static char *
get_base (const RasSource *source, const char *base)
{
  for (guint i = 0; base && source->n_files > 1 && i < source->n_files; i++)
    {
      g_autofree char *ending = g_strconcat ("/", source->files[i].name, NULL);

      if (g_str_has_suffix (base, ending))
        return g_strndup (base, strlen (base) - strlen (source->files[i].name));
    }
  return g_strdup (base ? base : source->base);
}

char *
ras_fetch (const RasSource *source, const RasFetchOptions *options, RasFetchFunc func,
           gpointer user_data, GCancellable *cancellable, GError **error)
{
  g_autofree char *base = get_base (source, options->base);
  g_autofree char *folder
      = options->folder ? g_strdup (options->folder) : ras_places_get_folder (source);
  g_autoptr (RasFound) found = NULL;
  Fetch fetch = { source, base, folder,
                  options->patience ? options->patience : &RAS_DOWNLOAD_PATIENCE, func, user_data,
                  cancellable };

  if (!ras_address_check (base, error))
    return NULL;
  /* Told where, a person wants it there. */
  found = options->folder ? ras_places_look_into (source, folder) : ras_places_find (source);
  return run (&fetch, found, error);
}

guint64
ras_fetch_get_kept (const RasSource *source, const char *folder)
{
  g_autofree char *ours = folder ? g_strdup (folder) : ras_places_get_folder (source);
  guint64 kept = 0;
  gboolean partial = FALSE;

  for (guint i = 0; i < source->n_files; i++)
    {
      guint64 part = ras_part_file_measure (ours, source->files[i].name);

      partial = partial || part > 0;
      if (part > 0)
        kept += part;
      else if (ras_places_has_file (ours, &source->files[i]))
        kept += source->files[i].size;
    }
  return partial || (kept > 0 && source->members == NULL) ? kept : 0;
}
