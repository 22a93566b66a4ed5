/* What ras-present-view.c (what is shown), ras-present-panels.c (which erasers), ras-present-keys.c
 * (keyboard and pointer) and ras-present-play.c (the rank on its walk) share. */
#pragma once

#include "ras-chart.h"
#include "ras-panel-grid.h"
#include "ras-present-view.h"
#include "ras-rank-walk.h"

G_BEGIN_DECLS

typedef struct
{
  char *name;
  RasPanel *panel; /* owned by the grid */
} RasPresentPanel;

struct _RasPresentView
{
  GtkWidget parent_instance;

  /* Template */
  GtkOverlay *overlay;
  GtkLabel *class_label;
  GtkStack *pages;
  RasPanelGrid *grid;
  RasChart *chart;
  GtkWidget *rank_box;
  GtkLabel *rank_figure;
  GtkLabel *rank_caption;
  RasRankScale *scale;
  GtkWidget *controls; /* that hide with the pointer */
  GtkLabel *note;
  GtkWidget *help;
  GtkWidget *blank;

  RasSession *session;
  RasMdlView *mdl_view;
  RasLinkedView *view;
  GArray *panels; /* of RasPresentPanel */
  GStrv shown;    /* names of the erasers on the stage */
  gboolean dark;
  gboolean on_stage;
  AdwColorScheme scheme_before;

  GtkCssProvider *size;
  guint size_idle;
  int size_height, size_width; /* that the type is made for */

  RasRankWalk walk;
  double pace;
  guint tick_id; /* 0: not playing */

  guint note_timeout, pointer_timeout, chart_timeout;
  double pointer_x, pointer_y;
};

/* ras-present-view.c */
void ras_present_view_say (RasPresentView *self, const char *note);
void ras_present_view_set_dark (RasPresentView *self, gboolean dark);
gboolean ras_present_view_shows_chart (RasPresentView *self);
void ras_present_view_set_blank (RasPresentView *self, gboolean blank);

/* ras-present-panels.c */
void ras_present_view_toggle_panel (RasPresentView *self, guint number); /* from 1 */
/* That panel is only computed while it is wanted. */
void ras_present_view_want_transport (RasPresentView *self);

/* ras-present-keys.c */
void ras_present_view_add_controllers (RasPresentView *self);
void ras_present_view_show_pointer (RasPresentView *self, gboolean show);

/* ras-present-play.c */
void ras_present_view_set_playing (RasPresentView *self, gboolean playing);
void ras_present_view_choose_rank (RasPresentView *self, guint rank);
void ras_present_view_change_pace (RasPresentView *self, int direction);

G_END_DECLS
