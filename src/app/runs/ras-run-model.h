/* All runs as a list or a tree: searched, filtered, sorted, grouped by experiment.
 *
 * Knows no widget but for the tree model that a column view wants. */
#pragma once

#include <gtk/gtk.h>

#include "ras-run-board.h"
#include "ras-run-item.h"

G_BEGIN_DECLS

/* What was read of the store, as rows. */
typedef struct
{
  GPtrArray *runs;        /* RasRunItem of runs, newest first */
  GPtrArray *experiments; /* RasRunItem, newest first, each with all of its runs */
  guint n_unreadable;
} RasRunRows;

/* On any thread; takes the ledger. */
RasRunRows *ras_run_rows_new (RasLedger *ledger);
void ras_run_rows_free (RasRunRows *rows);
/* The same by and by, whenever there is nothing else to do. */
void ras_run_rows_free_slowly (RasRunRows *rows);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (RasRunRows, ras_run_rows_free)

typedef enum
{
  RAS_FILTER_DATASET,
  RAS_FILTER_NETWORK,
  RAS_FILTER_ERASER,
  RAS_FILTER_STATE,
} RasRunFilter;

#define RAS_N_RUN_FILTERS 4

#define RAS_TYPE_RUN_MODEL (ras_run_model_get_type ())
G_DECLARE_FINAL_TYPE (RasRunModel, ras_run_model, RAS, RUN_MODEL, GObject)

/* Signals: "changed" after other rows are shown: the list has new objects for rows that stay, and
 * ras_run_model_find() finds them by key. */

RasRunModel *ras_run_model_new (void);

/* Takes the rows. */
void ras_run_model_set_rows (RasRunModel *self, RasRunRows *rows);
/* Every word must be found somewhere in a run; NULL or "": all runs. */
void ras_run_model_set_search (RasRunModel *self, const char *text);
/* NULL: any. */
void ras_run_model_set_filter (RasRunModel *self, RasRunFilter filter, const char *value);
const char *ras_run_model_get_filter (RasRunModel *self, RasRunFilter filter);
/* Search and all filters. */
void ras_run_model_clear_filters (RasRunModel *self);
gboolean ras_run_model_is_filtered (RasRunModel *self);
void ras_run_model_set_grouped (RasRunModel *self, gboolean grouped);
gboolean ras_run_model_get_grouped (RasRunModel *self);
/* Of RasRunItem; NULL: newest first. */
void ras_run_model_set_sorter (RasRunModel *self, GtkSorter *sorter);

/* Of GtkTreeListRow with RasRunItem in them; owned by the model. */
GtkTreeListModel *ras_run_model_get_list (RasRunModel *self);
/* Values that the runs have, in their order; free with g_strfreev(). Titles of states are
 * translated, so are those of networks and erasers. */
char **ras_run_model_list_values (RasRunModel *self, RasRunFilter filter);

guint ras_run_model_get_n_runs (RasRunModel *self);
guint ras_run_model_get_n_shown (RasRunModel *self);
guint ras_run_model_get_n_unreadable (RasRunModel *self);
/* FALSE before the first rows. */
gboolean ras_run_model_is_loaded (RasRunModel *self);

/* Positions of the rows with these keys (a set of strings). Free with gtk_bitset_unref(). */
GtkBitset *ras_run_model_find (RasRunModel *self, GHashTable *keys);
/* Runs that the board trains go on in the rows there are. */
void ras_run_model_follow (RasRunModel *self, RasRunBoard *board);

G_END_DECLS
