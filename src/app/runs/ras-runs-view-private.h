/* What the files of the view share. */
#pragma once

#include "ras-runs-view.h"

#include "ras-chart.h"
#include "ras-text-table.h"

G_BEGIN_DECLS

struct _RasRunsView
{
  GtkWidget parent;

  /* Template */
  GtkWidget *box;
  GtkSearchEntry *search_entry;
  GtkDropDown *dataset_drop_down, *network_drop_down, *eraser_drop_down, *state_drop_down;
  GtkMenuButton *menu_button;
  GMenu *column_menu;
  GtkWidget *unreadable_box;
  GtkLabel *unreadable_label, *count_label;
  GtkStack *pages, *details;
  AdwStatusPage *failed_page;
  GtkColumnView *table;
  GtkWidget *bottom;
  GtkDropDown *kind_drop_down;
  GtkWidget *kind_box;
  GtkLabel *chart_note, *title_label;
  GtkStack *chart_stack, *settings_stack;
  RasChart *chart;
  RasTextTable *settings, *blocks;
  GtkLabel *command_label;
  GtkWidget *context_menu;

  GSimpleActionGroup *actions;
  RasRunBoard *board;
  RasRunModel *model;
  GtkSelectionModel *selection;
  GtkColumnViewColumn *columns[RAS_N_RUN_COLUMNS];
  GHashTable *chosen;    /* keys of the rows that are selected */
  gboolean following;    /* widgets or the selection are being set */
  gboolean loading;
  gboolean stale;        /* to be read again as soon as that is done */
  RasMdlKind kind;
  guint update_timer;    /* 0: nothing is to be brought up to date */
  guint board_version;   /* of the runs in the chart */
  guint n_ended;         /* runs of the board when the store was read */
  char *announced;       /* the experiment of the board when the store was read */
  GCancellable *cancellable;
  GtkFileChooserNative *dialog;
};

/* ras-runs-view.c */
void ras_runs_view_toast (RasRunsView *self, const char *sentence);

/* ras-runs-view-columns.c */
void ras_runs_view_add_columns (RasRunsView *self);

/* ras-runs-view-filters.c */
void ras_runs_view_init_filters (RasRunsView *self);
/* Other runs have other data sets, networks … */
void ras_runs_view_fill_filters (RasRunsView *self);
void ras_runs_view_clear_filters (RasRunsView *self);

/* ras-runs-view-details.c */
/* RasRunItem, owned by the array. */
GPtrArray *ras_runs_view_list_selected (RasRunsView *self);
/* Their runs (RasRunItem, owned by the array), each once. */
GPtrArray *ras_runs_view_list_selected_runs (RasRunsView *self);
void ras_runs_view_init_details (RasRunsView *self);
void ras_runs_view_show_details (RasRunsView *self);
/* The command line that makes what is selected; NULL: nothing one line makes. */
char *ras_runs_view_make_command (RasRunsView *self, const char *plot);

/* ras-runs-view-actions.c */
void ras_runs_view_add_actions (RasRunsView *self);
void ras_runs_view_update_actions (RasRunsView *self);
void ras_runs_view_activate (RasRunsView *self, guint position);

/* ras-runs-view-files.c */
void ras_runs_view_choose_table (RasRunsView *self);
void ras_runs_view_choose_import (RasRunsView *self);

/* ras-runs-view-menu.c */
void ras_runs_view_init_menu (RasRunsView *self);
/* Lets a cell open the menu for its row. */
void ras_runs_view_add_menu_gesture (RasRunsView *self, GtkWidget *cell, GtkListItem *item);

G_END_DECLS
