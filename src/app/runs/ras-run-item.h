/* A row of the table of runs: a run, runs that differ in their seed alone, or an experiment.
 *
 * Plain values, made on a thread from what the store has; afterwards the interface thread's. */
#pragma once

#include <gio/gio.h>

#include "store.h"

G_BEGIN_DECLS

typedef enum
{
  RAS_ITEM_RUN,
  RAS_ITEM_SERIES,
  RAS_ITEM_EXPERIMENT,
} RasRunItemKind;

typedef enum
{
  RAS_ITEM_FINISHED,
  RAS_ITEM_RUNNING, /* being trained, or its experiment is */
  RAS_ITEM_STOPPED, /* to be resumed */
  RAS_ITEM_FAILED,
} RasRunItemState;

#define RAS_N_ITEM_STATES 4

/* In the order of the table: what was found comes first, where narrow windows show it. */
typedef enum
{
  RAS_COLUMN_NAME, /* what it is in the tree; the experiment of a run in the flat list */
  RAS_COLUMN_ERASER,
  RAS_COLUMN_RANK,
  RAS_COLUMN_MDL,
  RAS_COLUMN_INCREASE,
  RAS_COLUMN_NETWORK,
  RAS_COLUMN_DATASET,
  RAS_COLUMN_IMAGES,
  RAS_COLUMN_SEED,
  RAS_COLUMN_EPOCHS,
  RAS_COLUMN_TIME,
  RAS_COLUMN_DATE,
  RAS_COLUMN_STATE,
} RasRunColumn;

#define RAS_N_RUN_COLUMNS 13

#define RAS_TYPE_RUN_ITEM (ras_run_item_get_type ())
G_DECLARE_FINAL_TYPE (RasRunItem, ras_run_item, RAS, RUN_ITEM, GObject)

struct _RasRunItem
{
  GObject parent;

  RasRunItemKind kind;
  char *key;              /* the same for the same thing whenever it is read */
  RasRun *run;            /* of a run, else NULL */
  RasRunItem *experiment; /* that it belongs to, the newest of several; NULL: none, or it is one */
  RasCollection *collection; /* of an experiment, else NULL */
  char *name_order;       /* of an experiment: key to compare its name with */
  GPtrArray *runs;        /* RasRunItem of a group: those that are shown */
  GPtrArray *members;     /* of an experiment, else NULL: RasRunItem, not owned, whatever is shown */

  /* Of a run */
  char *dataset, *network, *network_kind, *search;
  char *dataset_order, *network_order; /* keys to compare the names with */
  char *series_key, *reference_key;
  double reference;       /* MDL of the same without eraser, bits a sample; NAN: not known */
  double progress;        /* of a run in training, 0 … 1; −1: it is not */
  gboolean in_training;   /* it, or its experiment, is */

  /* Of everything; what differs within a group is NULL, 0 or NAN */
  gint64 created;
  guint n_seeds;
  double mdl, deviation, increase, seconds;
  guint64 epochs;
};

/* Signal: "changed". */

/* The experiment may be NULL. Takes the run. */
RasRunItem *ras_run_item_new_run (RasRun *run, RasRunItem *experiment);
/* Takes the collection. */
RasRunItem *ras_run_item_new_experiment (RasCollection *collection);
RasRunItem *ras_run_item_new_series (const char *key, RasRunItem *experiment);

/* Sums up the runs of a series or an experiment (RasRunItem), in the order of the store. */
void ras_run_item_set_runs (RasRunItem *self, const GPtrArray *runs);
/* How a run goes: points and state are taken from `run`, which is copied where it has more. */
void ras_run_item_follow (RasRunItem *self, const RasRun *run, gboolean in_training,
                          double progress);
/* After a run or what it belongs to was changed: counts anew and tells. */
void ras_run_item_update (RasRunItem *self);

RasRunItemState ras_run_item_get_state (const RasRunItem *self);
const char *ras_run_item_state_title (RasRunItemState state);
/* The experiment's collection, its own or the one it belongs to; or NULL. */
const RasCollection *ras_run_item_get_collection (const RasRunItem *self);
/* That all of its runs share, or NULL. */
const char *ras_run_item_get_eraser (const RasRunItem *self);

/* What stands in a cell, numbers as the locale writes them. Free with g_free(). */
char *ras_run_item_format (const RasRunItem *self, RasRunColumn column);
/* "seed 3": the name of a run within its experiment. Free with g_free(). */
char *ras_run_item_format_seed (const RasRunItem *run);
/* What there is no room for in the cell; NULL: nothing. Free with g_free(). */
char *ras_run_item_format_tooltip (const RasRunItem *self, RasRunColumn column);
/* By the value, not by its text. What is not known comes last. */
int ras_run_item_compare (const RasRunItem *a, const RasRunItem *b, RasRunColumn column);

G_END_DECLS
