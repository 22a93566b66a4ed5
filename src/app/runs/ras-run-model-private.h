/* What the files of the model share. */
#pragma once

#include "ras-run-model.h"

G_BEGIN_DECLS

struct _RasRunModel
{
  GObject parent;

  RasRunRows *rows;      /* NULL: not read yet */
  GHashTable *by_id;     /* of a run to its row */
  GHashTable *followed;  /* rows that the board says something of */
  GListStore *roots;     /* RasRunItem */
  GtkTreeListModel *list;
  GHashTable *children;  /* row to GPtrArray of RasRunItem, as they are shown */
  GHashTable *expanded;  /* keys of rows whose runs are on show */
  GtkSorter *sorter;
  gulong sorter_handler;
  char **words;          /* of the search, case folded; NULL: none */
  char *filters[RAS_N_RUN_FILTERS];
  gboolean grouped;
  gboolean arranging;
  guint n_shown;
  GPtrArray *arranged;   /* RasRunItem: what is, or soon will be, in `roots` */
  guint n_listed;        /* of them, so far */
  guint list_idle;       /* 0: all are */
};

/* ras-run-model-tree.c: which runs are shown, in what order and groups. */
const char *ras_run_model_get_value (const RasRunItem *run, RasRunFilter filter);
void ras_run_model_sort (RasRunModel *self, GPtrArray *items);
/* RasRunItem, not owned; both count what is shown. */
GPtrArray *ras_run_model_list_runs (RasRunModel *self);
/* Notes the children, too. */
GPtrArray *ras_run_model_list_groups (RasRunModel *self);

G_END_DECLS
