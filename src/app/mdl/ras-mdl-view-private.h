/* What the files of the view share. */
#pragma once

#include "ras-mdl-view.h"

#include "ras-chart.h"
#include "ras-history.h"
#include "ras-mdl-setup.h"
#include "ras-run-list.h"
#include "ras-text-table.h"

G_BEGIN_DECLS

#define RAS_N_MDL_KINDS 4

struct _RasMdlView
{
  GtkWidget parent;

  /* Template */
  AdwFlap *flap;
  GtkStack *pane, *main;
  RasMdlSetup *setup;
  RasHistory *history;
  GtkRevealer *resume_revealer, *run_revealer;
  GtkLabel *resume_label, *stage_label;
  GtkProgressBar *stage_bar;
  GtkWidget *toolbar;
  GtkBox *kind_box;
  GtkButton *empty_button;
  RasChart *chart;
  RasTextTable *table;
  RasRunList *run_list;

  GtkToggleButton *kinds[RAS_N_MDL_KINDS];
  GSimpleActionGroup *actions;
  RasSession *session;
  RasDataset *dataset;
  RasRunBoard *board;
  gboolean showing_table;
  gboolean following; /* a widget is being set */

  GHashTable *loaded;   /* id to runs (GPtrArray of RasRun *) of collections that were read */
  guint board_version;  /* of the runs in the chart */
  guint update_timer;   /* 0: nothing is to be brought up to date */
  gint64 updated;       /* monotonic microseconds */
  gboolean looked;      /* the history was read once */
  char *unfinished;     /* a collection that is offered to be resumed, or NULL */
  char *pending;        /* one to be resumed as soon as its data set is there, or NULL */
  char *awaited;        /* that data set's location, or NULL */
  gboolean reopened;    /* that data set was opened for it */
  GCancellable *cancellable;
};

/* ras-mdl-view.c */
void ras_mdl_view_start (RasMdlView *self);
void ras_mdl_view_toast (RasMdlView *self, const char *sentence);

/* ras-mdl-view-resume.c */
/* What was to be resumed when its data set came. */
void ras_mdl_view_go_on_with_pending (RasMdlView *self);
/* Once: the newest collection that is not finished. */
void ras_mdl_view_offer_unfinished (RasMdlView *self);
void ras_mdl_view_hide_offer (RasMdlView *self);

/* ras-mdl-view-chart.c */
void ras_mdl_view_add_kinds (RasMdlView *self);
/* RasRun * of all that is chosen in the history, not owned. Free with g_ptr_array_unref(). */
GPtrArray *ras_mdl_view_list_runs (RasMdlView *self);
RasMdlKind ras_mdl_view_get_kind (RasMdlView *self, const GPtrArray *runs);
/* Makes the chart anew from the runs there are. */
void ras_mdl_view_show_runs (RasMdlView *self);
/* The page that suits what there is to show. */
void ras_mdl_view_choose_page (RasMdlView *self);

/* ras-mdl-view-actions.c */
void ras_mdl_view_add_actions (RasMdlView *self);
void ras_mdl_view_update_actions (RasMdlView *self);

/* ras-mdl-view-export.c */
void ras_mdl_view_export_collection (RasMdlView *self, const char *id);
void ras_mdl_view_copy_command (RasMdlView *self);

G_END_DECLS
