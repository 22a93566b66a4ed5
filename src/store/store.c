#include "store-private.h"

#include <errno.h>
#include <glib/gi18n.h>
#include <glib/gstdio.h>
#include <stdlib.h>

G_DEFINE_QUARK (ras-store-error-quark, ras_store_error)

/* How long a call waits for other processes. Theirs are transactions of milliseconds. */
#define BUSY_MILLISECONDS 10000

/* In write-ahead mode, synchronous = NORMAL would do for a process that is killed: what was
 * committed is with the system. A block is minutes of training, though, and a commit that also
 * waits for the disk (FULL) milliseconds, so that a power failure takes nothing either. */
#define CONNECTION "PRAGMA foreign_keys = ON; PRAGMA synchronous = FULL;"

char *
ras_store_default_path (void)
{
  return g_build_filename (g_get_user_data_dir (), "rasura", "runs.db", NULL);
}

const char *
ras_store_get_path (const RasStore *store)
{
  return store->path;
}

RasStore *
ras_store_ref (RasStore *store)
{
  g_atomic_ref_count_inc (&store->references);
  return store;
}

void
ras_store_unref (RasStore *store)
{
  if (store == NULL || !g_atomic_ref_count_dec (&store->references))
    return;
  sqlite3_close (store->db);
  g_mutex_clear (&store->mutex);
  g_free (store->path);
  g_free (store->title);
  g_free (store->uri);
  g_free (store);
}

/* --- Opening --- */

static RasStore *
store_new (const char *path, gboolean read_only)
{
  RasStore *store = g_new0 (RasStore, 1);

  g_atomic_ref_count_init (&store->references);
  g_mutex_init (&store->mutex);
  store->path = path ? g_strdup (path) : ras_store_default_path ();
  store->title = g_filename_display_name (store->path);
  store->read_only = read_only;
  return store;
}

/* The whole path, so that no name means something else to SQLite. */
static char *
make_uri (RasStore *store, const char *query)
{
  g_autofree char *path = g_canonicalize_filename (store->path, NULL);
  g_autofree char *uri = g_filename_to_uri (path, NULL, NULL);

  return g_strconcat (uri, query, NULL);
}

static gboolean
make_folder (RasStore *store, GError **error)
{
  g_autofree char *folder = g_path_get_dirname (store->path);
  g_autofree char *title = g_filename_display_name (folder);

  if (g_mkdir_with_parents (folder, 0700) == 0)
    return TRUE;
  g_set_error (error, RAS_STORE_ERROR, RAS_STORE_ERROR_FAILED,
               _ ("the folder %s cannot be created (%s): check the permissions above it"), title,
               g_strerror (errno));
  return FALSE;
}

static gboolean
connect_to (RasStore *store, const char *query, GError **error)
{
  int flags = SQLITE_OPEN_URI | SQLITE_OPEN_NOMUTEX
              | (store->read_only ? SQLITE_OPEN_READONLY
                                  : SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE);
  int result;

  g_clear_pointer (&store->db, sqlite3_close);
  g_free (store->uri);
  store->uri = make_uri (store, query);
  result = sqlite3_open_v2 (store->uri, &store->db, flags, NULL);
  if (result != SQLITE_OK)
    return ras_store_fail (store, error);
  sqlite3_busy_timeout (store->db, BUSY_MILLISECONDS);
  if (!store->read_only && sqlite3_db_readonly (store->db, "main"))
    {
      g_set_error (error, RAS_STORE_ERROR, RAS_STORE_ERROR_FAILED,
                   _ ("%s cannot be written: check the permissions of the file and its folder"),
                   store->title);
      return FALSE;
    }
  return ras_store_execute_all (store, CONNECTION, error) && ras_store_migrate (store, error);
}

/* Without a write-ahead log, or with an empty one, the file is all there is. SQLite has it beside the
 * file that symbolic links lead to. */
static gboolean
has_log (RasStore *store)
{
  g_autofree char *file = realpath (store->path, NULL);
  g_autofree char *log = g_strconcat (file ? file : store->path, "-wal", NULL);
  GStatBuf status;

  return g_stat (log, &status) == 0 && status.st_size > 0;
}

static gboolean
check_exists (RasStore *store, GError **error)
{
  if (g_file_test (store->path, G_FILE_TEST_EXISTS))
    return TRUE;
  g_set_error (error, G_IO_ERROR, G_IO_ERROR_NOT_FOUND,
               _ ("there is no run store %s: check the name"), store->title);
  return FALSE;
}

/* Readers and writers share files beside the store. Where those cannot be made, as in a folder that
 * is not ours to write, nobody is writing, and SQLite can be told so; but then it leaves out what is
 * in a log. */
static gboolean
open_read_only (RasStore *store, GError **error)
{
  g_autoptr (GError) wrong = NULL;
  int code;

  if (!check_exists (store, error))
    return FALSE;
  if (connect_to (store, "?mode=ro", &wrong))
    return TRUE;
  code = sqlite3_errcode (store->db) & 0xff;
  if (code != SQLITE_CANTOPEN && code != SQLITE_READONLY)
    {
      g_propagate_error (error, g_steal_pointer (&wrong));
      return FALSE;
    }
  if (!has_log (store))
    return connect_to (store, "?mode=ro&immutable=1", error);
  g_set_error (error, RAS_STORE_ERROR, RAS_STORE_ERROR_FAILED,
               _ ("%s cannot be opened together with its log (%s-wal): copy both to a folder that "
                  "can be written"),
               store->title, store->title);
  return FALSE;
}

RasStore *
ras_store_open (const char *path, gboolean read_only, GError **error)
{
  g_autoptr (RasStore) store = store_new (path, read_only);

  if (g_file_test (store->path, G_FILE_TEST_IS_DIR))
    {
      g_set_error (error, G_IO_ERROR, G_IO_ERROR_IS_DIRECTORY, _ ("%s is a folder: name a file"),
                   store->title);
      return NULL;
    }
  if (read_only ? !open_read_only (store, error)
                : !make_folder (store, error) || !connect_to (store, "", error))
    return NULL;
  return g_steal_pointer (&store);
}

/* --- Writing --- */

gboolean
ras_store_insert_run (RasStore *store, const RasRunConfig *config, const char *id,
                      const char *version, GError **error)
{
  g_autofree char *json = ras_run_config_to_json (config);

  return ras_store_execute (store, error,
                            "INSERT INTO runs (id, config, version, created, state)"
                            " VALUES (?, ?, ?, ?, 'started') ON CONFLICT (id) DO NOTHING",
                            "ttti", id, json, version, g_get_real_time () / G_USEC_PER_SEC);
}

gboolean
ras_store_add_run (RasStore *store, const RasRunConfig *config, const char *version,
                   GError **error)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&store->mutex);
  g_autofree char *id = ras_run_config_make_id (config);

  return ras_store_insert_run (store, config, id, version, error);
}

/* Little-endian on every machine; NULL for no losses. */
static guint32 *
pack_losses (const float *losses, guint epochs)
{
  guint32 *packed = g_memdup2 (losses, epochs * sizeof *losses);

  for (guint i = 0; packed && i < epochs; i++)
    packed[i] = GUINT32_TO_LE (packed[i]);
  return packed;
}

gboolean
ras_store_add_point (RasStore *store, const char *run_id, const RasPoint *point, GError **error)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&store->mutex);
  g_autofree guint32 *training = pack_losses (point->training_losses, point->epochs);
  g_autofree guint32 *validation = pack_losses (point->validation_losses, point->epochs);
  gsize size = point->epochs * sizeof (float);

  if (ras_store_execute (store, error,
                         "INSERT OR REPLACE INTO points (run, block, images, test_images,"
                         " cross_entropy, epochs, best_epoch, seconds, augment_seconds,"
                         " erase_seconds, learn_seconds, training_losses, validation_losses)"
                         " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
                         "tiiiriirrrrbb", run_id, (gint64) point->block, (gint64) point->images,
                         (gint64) point->test_images, point->cross_entropy, (gint64) point->epochs,
                         (gint64) point->best_epoch, point->seconds, point->augment_seconds,
                         point->erase_seconds, point->learn_seconds, training, size, validation,
                         size))
    return TRUE;
  if (sqlite3_extended_errcode (store->db) == SQLITE_CONSTRAINT_FOREIGNKEY)
    {
      g_clear_error (error);
      ras_store_fail_id (RAS_STORE_ERROR_NOT_FOUND, _ ("there is no run %s"), run_id, error);
    }
  return FALSE;
}

gboolean
ras_store_set_state (RasStore *store, const char *run_id, RasRunState state, const char *message,
                     GError **error)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&store->mutex);

  if (!ras_store_execute (store, error, "UPDATE runs SET state = ?, message = ? WHERE id = ?",
                          "ttt", ras_run_state_name (state), message, run_id))
    return FALSE;
  return sqlite3_changes (store->db) > 0
         || ras_store_fail_id (RAS_STORE_ERROR_NOT_FOUND, _ ("there is no run %s"), run_id, error);
}
