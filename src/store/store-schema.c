#include "store-private.h"

#include <glib/gi18n.h>

/* "Rasu", at a fixed place in the file's header: what tells it from other programs' databases. */
#define APPLICATION_ID 0x52617375

/* Step i makes version i + 1 of version i. Steps that have been released are never changed; a new
 * version is a new step. Texts are UTF-8, times Unix seconds, entropies bits a label, losses nats as
 * little-endian 32-bit floats, one an epoch. */
static const char *const steps[] = {
  "CREATE TABLE runs ("
  "  serial INTEGER PRIMARY KEY,"
  "  id TEXT NOT NULL UNIQUE,"
  "  config TEXT NOT NULL,"
  "  version TEXT,"
  "  created INTEGER NOT NULL,"
  "  state TEXT NOT NULL CHECK (state IN ('started', 'finished', 'failed')),"
  "  message TEXT);"
  "CREATE TABLE points ("
  "  run TEXT NOT NULL REFERENCES runs (id) ON DELETE CASCADE,"
  "  block INTEGER NOT NULL,"
  "  images INTEGER NOT NULL,"
  "  test_images INTEGER NOT NULL,"
  "  cross_entropy REAL,"
  "  epochs INTEGER NOT NULL,"
  "  best_epoch INTEGER NOT NULL,"
  "  seconds REAL, augment_seconds REAL, erase_seconds REAL, learn_seconds REAL,"
  "  training_losses BLOB,"
  "  validation_losses BLOB,"
  "  PRIMARY KEY (run, block));"
  "CREATE TABLE collections ("
  "  serial INTEGER PRIMARY KEY,"
  "  id TEXT NOT NULL UNIQUE,"
  "  name TEXT NOT NULL,"
  "  plan TEXT NOT NULL,"
  "  created INTEGER NOT NULL,"
  "  deleted INTEGER);"
  "CREATE TABLE members ("
  "  collection TEXT NOT NULL REFERENCES collections (id) ON DELETE CASCADE,"
  "  run TEXT NOT NULL REFERENCES runs (id) ON DELETE CASCADE,"
  "  position INTEGER NOT NULL,"
  "  PRIMARY KEY (collection, run)) WITHOUT ROWID;"
  "CREATE INDEX members_by_run ON members (run);",
};

typedef struct
{
  gint64 application, version, tables;
} Header;

static gboolean
read_header (RasStore *store, Header *header, GError **error)
{
  return ras_store_query_count (store, "PRAGMA application_id", &header->application, error)
         && ras_store_query_count (store, "PRAGMA user_version", &header->version, error)
         && ras_store_query_count (store, "SELECT count (*) FROM sqlite_schema", &header->tables,
                                   error);
}

static gboolean
is_empty (const Header *header)
{
  return header->application == 0 && header->version == 0 && header->tables == 0;
}

static gboolean
check_header (RasStore *store, const Header *header, GError **error)
{
  if (header->application == APPLICATION_ID && header->version > (gint64) G_N_ELEMENTS (steps))
    {
      g_set_error (error, RAS_STORE_ERROR, RAS_STORE_ERROR_NEWER,
                   _ ("%s was written by a newer version of Rasura: update this one, or choose "
                      "another file"),
                   store->title);
      return FALSE;
    }
  if (header->application == APPLICATION_ID && header->version > 0)
    return TRUE;
  if (is_empty (header) && !store->read_only)
    return TRUE;
  g_set_error (error, RAS_STORE_ERROR, RAS_STORE_ERROR_DAMAGED,
               is_empty (header) ? _ ("%s is empty, it is no run store: move it away, or choose another file")
                                 : _ ("%s belongs to another program: move it away, or choose another file"),
               store->title);
  return FALSE;
}

/* Once in the file's life. Two processes that both do it for the first time can be in each other's
 * way so that SQLite does not wait. */
static gboolean
use_write_ahead_log (RasStore *store, GError **error)
{
  for (guint attempt = 0; attempt < 200; attempt++)
    {
      int result = sqlite3_exec (store->db, "PRAGMA journal_mode = WAL", NULL, NULL, NULL);

      if (result != SQLITE_BUSY)
        return result == SQLITE_OK || ras_store_fail (store, error);
      g_usleep (10000);
    }
  return ras_store_fail (store, error);
}

static gboolean
take_steps (RasStore *store, GError **error)
{
  Header header;

  /* Anew, now that nobody else can write: another process may have been faster. */
  if (!read_header (store, &header, error) || !check_header (store, &header, error))
    return FALSE;
  for (gsize i = header.version; i < G_N_ELEMENTS (steps); i++)
    {
      g_autofree char *finish = g_strdup_printf ("PRAGMA user_version = %u", (guint) i + 1);

      if (!ras_store_execute_all (store, steps[i], error)
          || !ras_store_execute_all (store, finish, error))
        return FALSE;
    }
  return ras_store_execute_all (store,
                                "PRAGMA application_id = " G_STRINGIFY (APPLICATION_ID), error);
}

gboolean
ras_store_migrate (RasStore *store, GError **error)
{
  Header header;

  if (!read_header (store, &header, error) || !check_header (store, &header, error))
    return FALSE;
  if (store->read_only || header.version == (gint64) G_N_ELEMENTS (steps))
    return TRUE;
  return use_write_ahead_log (store, error) && ras_store_begin (store, TRUE, error)
         && ras_store_end (store, take_steps (store, error), error);
}
