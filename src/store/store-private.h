/* What the store's files share: the connection, and SQL in as few words as possible. Private to
 * src/store and its tests. */
#pragma once

#include <sqlite3.h>

#include "store.h"

G_BEGIN_DECLS

struct _RasStore
{
  gatomicrefcount references;
  char *path;  /* as it was named */
  char *title; /* the same, to be shown */
  char *uri;   /* what SQLite opened */
  gboolean read_only;
  GMutex mutex; /* held by every public call */
  sqlite3 *db;
};

G_DEFINE_AUTOPTR_CLEANUP_FUNC (sqlite3_stmt, sqlite3_finalize)

/* --- SQL (store-sql.c). The store is locked. --- */

/* Sets the sentence for SQLite's last error; returns FALSE. */
gboolean ras_store_fail (RasStore *store, GError **error);
/* The same for what SQLite has no complaint about: the words say what is damaged. */
gboolean ras_store_fail_damaged (RasStore *store, const char *what, GError **error);
/* `id` named no run or collection, or several; `what` is the translated sentence with one %s for
 * it. */
gboolean ras_store_fail_id (RasStoreError code, const char *what, const char *id, GError **error);

/* One letter of `types` a parameter: t const char *, i gint64, r double, b gconstpointer and gsize.
 * Texts and blobs must live as long as the statement; NULL is SQL's. */
sqlite3_stmt *ras_store_prepare (RasStore *store, GError **error, const char *sql,
                                 const char *types, ...);
/* FALSE at an error; *row tells whether there is one. */
gboolean ras_store_step (RasStore *store, sqlite3_stmt *statement, gboolean *row, GError **error);
/* A statement without a result. */
gboolean ras_store_execute (RasStore *store, GError **error, const char *sql, const char *types,
                            ...);
/* Several of them, without parameters. */
gboolean ras_store_execute_all (RasStore *store, const char *sql, GError **error);
/* A query of one row and one whole number. */
gboolean ras_store_query_count (RasStore *store, const char *sql, gint64 *value, GError **error);

/* Between these, other processes' changes are not seen, and with `write` there are none. */
gboolean ras_store_begin (RasStore *store, gboolean write, GError **error);
/* Commits where `ok`, otherwise undoes everything; TRUE if it was ok and is committed. */
gboolean ras_store_end (RasStore *store, gboolean ok, GError **error);

/* A text of a row, owned by it; "" for what is none. */
const char *ras_store_column_text (sqlite3_stmt *statement, int column);

/* --- The file --- */

/* Tells the file of a store from others, and brings it up to this version (store-schema.c). */
gboolean ras_store_migrate (RasStore *store, GError **error);

/* The whole id, or NULL where none or several begin with `prefix` (store-read.c). */
char *ras_store_find_run (RasStore *store, const char *prefix, GError **error);
char *ras_store_find_collection (RasStore *store, const char *prefix, GError **error);

/* TRUE, and no error any more, for what is damaged where that is counted (not NULL). */
gboolean ras_store_pass_over (GError **error, guint *n_unreadable);
/* As ras_store_load_readable_runs(); the store is locked. */
GPtrArray *ras_store_read_all_runs (RasStore *store, gboolean losses, guint *n_unreadable,
                                    GError **error);
GPtrArray *ras_store_read_all_collections (RasStore *store, guint *n_unreadable, GError **error);

/* Inside a transaction (store.c). */
gboolean ras_store_insert_run (RasStore *store, const RasRunConfig *config, const char *id,
                               const char *version, GError **error);

/* Runs that a person still sees: those of no collection, and those of one not deleted. To be put
 * behind "FROM runs AS r" of the database `main` or `other`. */
#define RAS_STORE_VISIBLE(db) \
  "(NOT EXISTS (SELECT 1 FROM " db ".members AS m WHERE m.run = r.id)" \
  " OR EXISTS (SELECT 1 FROM " db ".members AS m JOIN " db ".collections AS c" \
  " ON c.id = m.collection WHERE m.run = r.id AND c.deleted IS NULL))"

G_END_DECLS
