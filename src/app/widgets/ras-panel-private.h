/* What ras-panel.c (state), ras-panel-paint.c and ras-panel-input.c (pointer, keys) share. */
#pragma once

#include "figure.h"
#include "picture.h"
#include "ras-panel.h"

G_BEGIN_DECLS

struct _RasPanel
{
  GtkWidget parent_instance;

  RasLinkedView *view;
  char *eraser_name;
  char *title;
  char *tag;
  char *details[2];
  guint title_lines; /* that the caption has room for, 0: what it needs */

  RasPanelState state;
  char *message; /* the stage of a pending panel, the sentence of a failed one */
  double fraction;

  /* Of a ready panel; `surface` shows them as the view asks, NULL when that changed. */
  GBytes *values;
  GBytes *original;
  guint channels;
  guint height;
  guint width;
  cairo_surface_t *surface;

  double fade; /* 1: not visible yet … 0: fully there */
  gpointer fading; /* AdwAnimation */
  GtkWidget *cancel_button;
  GtkWidget *controls; /* or NULL */
  GtkWidget *info_button; /* how was this made? */
  double progress;     /* of a picture that is still changing; negative: none */
  RasPanelDrawFunc draw; /* in the caption, or NULL */
  gpointer draw_data;

  double pointer_x; /* where the pointer was last seen, in the widget */
  double pointer_y;
  /* Of a drag: what was in the middle when it began, and whether it moves the picture. */
  double drag_centre_x;
  double drag_centre_y;
  gboolean panning;
};

/* The side of the picture square as allocated, in screen pixels. */
double ras_panel_get_side (RasPanel *self);
/* The view as the drawing code wants it. */
RasPanelView ras_panel_get_look (RasPanel *self);

/* Where controls of that height stand in a panel of that width, from its top. */
int ras_panel_get_controls_top (RasPanel *self, int width, int height);

/* Paints everything but the button and the controls. */
void ras_panel_paint (RasPanel *self, GtkSnapshot *to);

void ras_panel_add_controllers (RasPanel *self);

/* ras-panel-info.c: the button, the context menu, and popovers that point at the panel. */
void ras_panel_class_init_info (GtkWidgetClass *widget_class);
void ras_panel_init_info (RasPanel *self);
gboolean ras_panel_is_info_at (RasPanel *self, double x, double y); /* the button lies there */
void ras_panel_place_info (RasPanel *self, int width);
void ras_panel_dispose_info (RasPanel *self);

G_END_DECLS
