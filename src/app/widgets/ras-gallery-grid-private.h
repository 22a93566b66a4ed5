/* What the grid's files share. */
#pragma once

#include "ras-gallery-grid.h"

G_BEGIN_DECLS

struct _RasGalleryGrid
{
  GtkWidget parent;

  RasGallery *gallery; /* NULL: nothing is shown */
  RasStyle style;
  RasGalleryLayout layout;
  double offset; /* the layout stands in the middle */

  GtkAdjustment *across, *down;
  GtkScrollablePolicy across_policy, down_policy;

  gboolean hovered;    /* the pointer is on a picture, */
  gboolean placed;     /* or the keyboard: */
  guint row, column;   /* this one */
  double pointer_x, pointer_y;
};

/* ras-gallery-grid.c */
double ras_gallery_grid_get_scrolled (RasGalleryGrid *self);
void ras_gallery_grid_point (RasGalleryGrid *self, gboolean hovered, gboolean placed, guint row,
                             guint column);

/* ras-gallery-grid-input.c */
void ras_gallery_grid_add_controllers (RasGalleryGrid *self);

G_END_DECLS
