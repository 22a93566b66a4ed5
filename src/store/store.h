/* The run store: an SQLite file (write-ahead log) with every run's configuration and blocks.
 *
 * Each call is one transaction, so a killed process loses nothing that was added. Several
 * processes may use one file. Any thread; calls on one store are serialised. Errors are
 * RAS_STORE_ERROR or G_IO_ERROR, one sentence that names the file.
 *
 * Collections are what a person started together and sees as one entry in the history: a plan and
 * the runs that belong to it. The same run may belong to several. */
#pragma once

#include "plan.h"
#include "run.h"

G_BEGIN_DECLS

#define RAS_STORE_ERROR (ras_store_error_quark ())
GQuark ras_store_error_quark (void);

typedef enum
{
  RAS_STORE_ERROR_DAMAGED,  /* no run store, or a broken one */
  RAS_STORE_ERROR_NEWER,    /* written by a newer version of the program */
  RAS_STORE_ERROR_NOT_FOUND, /* no such run or collection */
  RAS_STORE_ERROR_AMBIGUOUS, /* a shortened id with which several begin */
  RAS_STORE_ERROR_FAILED,   /* disk full, locked for long, unwritable … */
} RasStoreError;

typedef struct _RasStore RasStore;

/* runs.db in the user's data folder for Rasura. Free with g_free(). */
char *ras_store_default_path (void);

/* Opens `path`, NULL standing for the default; makes it, and the folders above it, where there is
 * none. With `read_only` it must be there (G_IO_ERROR_NOT_FOUND) and is not changed. */
RasStore *ras_store_open (const char *path, gboolean read_only, GError **error);
RasStore *ras_store_ref (RasStore *store);
void ras_store_unref (RasStore *store);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (RasStore, ras_store_unref)
const char *ras_store_get_path (const RasStore *store);

/* --- Writing, while runs go on --- */

/* Notes that the run exists; whatever of it is there already stays. */
gboolean ras_store_add_run (RasStore *store, const RasRunConfig *config, const char *version,
                            GError **error);
/* Replaces the same block of the same run. */
gboolean ras_store_add_point (RasStore *store, const char *run_id, const RasPoint *point,
                              GError **error);
/* `message` for RAS_RUN_FAILED, else NULL. */
gboolean ras_store_set_state (RasStore *store, const char *run_id, RasRunState state,
                              const char *message, GError **error);

/* --- Reading --- */

/* NULL with NOT_FOUND if there is none. `id` may be shortened as long as it is not AMBIGUOUS. */
RasRun *ras_store_load_run (RasStore *store, const char *id, GError **error);
/* RasRun, newest first; those of one collection in its plan's order. `collection`, which may be
 * shortened, too, is NULL for all but those that only deleted collections have. */
GPtrArray *ras_store_load_runs (RasStore *store, const char *collection, GError **error);
/* The same, but runs that are damaged are left out and added to *n_unreadable. */
GPtrArray *ras_store_load_readable_runs (RasStore *store, const char *collection,
                                         guint *n_unreadable, GError **error);

/* --- Collections --- */

typedef struct
{
  char *id;          /* a UUID */
  char *name;        /* the person's, or what ras_store_add_collection() was given */
  RasPlan *plan;
  gint64 created;    /* Unix time, seconds */
  guint n_runs, n_finished, n_failed;
  double seconds;    /* spent on the blocks that are there */
} RasCollection;

void ras_collection_free (RasCollection *collection);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (RasCollection, ras_collection_free)

/* Adds the plan and all its runs (not begun yet) and returns the new id; free with g_free().
 * `configs` as unfolded and completed. */
char *ras_store_add_collection (RasStore *store, const char *name, const RasPlan *plan,
                                const GPtrArray *configs, const char *version, GError **error);
/* RasCollection, newest first, without the deleted ones. Below, an id may be shortened. */
GPtrArray *ras_store_load_collections (RasStore *store, GError **error);
/* The same without those that are damaged. */
GPtrArray *ras_store_load_readable_collections (RasStore *store, guint *n_unreadable,
                                                GError **error);
gboolean ras_store_rename_collection (RasStore *store, const char *id, const char *name,
                                      GError **error);
/* Hides it, or brings it back. */
gboolean ras_store_set_deleted (RasStore *store, const char *id, gboolean deleted, GError **error);
/* Removes hidden collections, and the runs that belong to no other, for good. */
gboolean ras_store_purge (RasStore *store, GError **error);

/* --- All at once --- */

/* Everything that a person still sees and that can be read, at one moment. */
typedef struct
{
  GPtrArray *runs;        /* RasRun, newest first, without losses: thousands stay small */
  GPtrArray *collections; /* RasCollection, newest first */
  GPtrArray *members;     /* of each collection: GPtrArray of RasRun * (of `runs`), as planned */
  guint n_unreadable;     /* runs and collections that are left out */
} RasLedger;

void ras_ledger_free (RasLedger *ledger);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (RasLedger, ras_ledger_free)
RasLedger *ras_store_load_ledger (RasStore *store, GError **error);

/* --- Merging --- */

typedef struct
{
  guint new_runs, new_points, new_collections;
} RasMergeReport;

/* Takes over everything from the store at `other` that is not here yet, but for what was deleted
 * there. Doing it again changes nothing, nor does merging a store with itself. Where both have a
 * run, the one with more blocks wins, and of equally many the one that ended. `report` may be
 * NULL. */
gboolean ras_store_merge (RasStore *store, const char *other, RasMergeReport *report,
                          GError **error);

G_END_DECLS
