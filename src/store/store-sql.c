#include "store-private.h"

#include <glib/gi18n.h>
#include <string.h>

/* --- Errors --- */

gboolean
ras_store_fail_damaged (RasStore *store, const char *what, GError **error)
{
  g_set_error (error, RAS_STORE_ERROR, RAS_STORE_ERROR_DAMAGED,
               _ ("%s is damaged (%s): put a copy of it in its place, or move it away to begin a "
                  "new one"),
               store->title, what);
  return FALSE;
}

gboolean
ras_store_fail_id (RasStoreError code, const char *what, const char *id, GError **error)
{
  g_autofree char *valid = g_utf8_make_valid (id, -1);

  g_set_error (error, RAS_STORE_ERROR, code, what, valid);
  return FALSE;
}

/* What the system said, where it was asked, is plainer than SQLite's words for it. */
static const char *
describe (RasStore *store)
{
  int code = sqlite3_errcode (store->db) & 0xff;
  int number = 0;

  if (code == SQLITE_CANTOPEN || code == SQLITE_IOERR)
    number = sqlite3_system_errno (store->db);
  return number != 0 ? g_strerror (number) : sqlite3_errmsg (store->db);
}

gboolean
ras_store_fail (RasStore *store, GError **error)
{
  RasStoreError code = RAS_STORE_ERROR_FAILED;
  const char *format;

  switch (sqlite3_errcode (store->db) & 0xff)
    {
    case SQLITE_NOTADB:
      code = RAS_STORE_ERROR_DAMAGED;
      format = _ ("%s is no run store (%s): move it away, or choose another file");
      break;
    /* The statements are right: what they do not find here is missing. */
    case SQLITE_CORRUPT:
    case SQLITE_ERROR:
    case SQLITE_CONSTRAINT:
    case SQLITE_MISMATCH:
      return ras_store_fail_damaged (store, sqlite3_errmsg (store->db), error);
    case SQLITE_BUSY:
    case SQLITE_LOCKED:
      format = _ ("%s is in use by another program (%s): try again when that is done");
      break;
    case SQLITE_FULL:
      format = _ ("%s cannot grow (%s): free some space");
      break;
    case SQLITE_READONLY:
    case SQLITE_PERM:
      format = _ ("%s cannot be written (%s): check the permissions of the file and its folder");
      break;
    case SQLITE_CANTOPEN:
    case SQLITE_AUTH:
      format = _ ("%s cannot be opened (%s): check the permissions of the file and its folder");
      break;
    default:
      format = _ ("%s cannot be read or written (%s): check the disk and its free space");
      break;
    }
  g_set_error (error, RAS_STORE_ERROR, code, format, store->title, describe (store));
  return FALSE;
}

/* --- Statements --- */

static void
bind (sqlite3_stmt *statement, const char *types, va_list values)
{
  for (int i = 0; types[i]; i++)
    {
      if (types[i] == 't')
        sqlite3_bind_text (statement, i + 1, va_arg (values, const char *), -1, SQLITE_STATIC);
      else if (types[i] == 'i')
        sqlite3_bind_int64 (statement, i + 1, va_arg (values, gint64));
      else if (types[i] == 'r')
        sqlite3_bind_double (statement, i + 1, va_arg (values, double));
      else
        {
          gconstpointer data = va_arg (values, gconstpointer);

          sqlite3_bind_blob64 (statement, i + 1, data, va_arg (values, gsize), SQLITE_STATIC);
        }
    }
}

static sqlite3_stmt *
prepare (RasStore *store, GError **error, const char *sql, const char *types, va_list values)
{
  sqlite3_stmt *statement = NULL;

  if (sqlite3_prepare_v2 (store->db, sql, -1, &statement, NULL) != SQLITE_OK)
    {
      ras_store_fail (store, error);
      return NULL;
    }
  bind (statement, types, values);
  return statement;
}

sqlite3_stmt *
ras_store_prepare (RasStore *store, GError **error, const char *sql, const char *types, ...)
{
  sqlite3_stmt *statement;
  va_list values;

  va_start (values, types);
  statement = prepare (store, error, sql, types, values);
  va_end (values);
  return statement;
}

gboolean
ras_store_step (RasStore *store, sqlite3_stmt *statement, gboolean *row, GError **error)
{
  int result = sqlite3_step (statement);

  *row = result == SQLITE_ROW;
  return result == SQLITE_ROW || result == SQLITE_DONE || ras_store_fail (store, error);
}

gboolean
ras_store_execute (RasStore *store, GError **error, const char *sql, const char *types, ...)
{
  g_autoptr (sqlite3_stmt) statement = NULL;
  gboolean row;
  va_list values;

  va_start (values, types);
  statement = prepare (store, error, sql, types, values);
  va_end (values);
  return statement && ras_store_step (store, statement, &row, error);
}

gboolean
ras_store_execute_all (RasStore *store, const char *sql, GError **error)
{
  return sqlite3_exec (store->db, sql, NULL, NULL, NULL) == SQLITE_OK
         || ras_store_fail (store, error);
}

gboolean
ras_store_query_count (RasStore *store, const char *sql, gint64 *value, GError **error)
{
  g_autoptr (sqlite3_stmt) statement = ras_store_prepare (store, error, sql, "");
  gboolean row;

  if (statement == NULL || !ras_store_step (store, statement, &row, error))
    return FALSE;
  *value = row ? sqlite3_column_int64 (statement, 0) : 0;
  return TRUE;
}

const char *
ras_store_column_text (sqlite3_stmt *statement, int column)
{
  const char *text = (const char *) sqlite3_column_text (statement, column);

  return text ? text : "";
}

/* --- Transactions --- */

gboolean
ras_store_begin (RasStore *store, gboolean write, GError **error)
{
  /* Immediate: a reader that turns into a writer half-way could not wait for another one. */
  return ras_store_execute_all (store, write ? "BEGIN IMMEDIATE" : "BEGIN", error);
}

gboolean
ras_store_end (RasStore *store, gboolean ok, GError **error)
{
  if (ok && ras_store_execute_all (store, "COMMIT", error))
    return TRUE;
  /* After some errors SQLite has rolled back already. */
  if (!sqlite3_get_autocommit (store->db))
    sqlite3_exec (store->db, "ROLLBACK", NULL, NULL, NULL);
  return FALSE;
}
