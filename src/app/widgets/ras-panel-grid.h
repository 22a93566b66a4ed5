/* Panels in one row while there is room: equal squares at one integer scale, as large as fits.
 *
 * The grid chooses the number of columns that allows the largest scale, and among equals the
 * fewest rows. Hidden panels take no place. It asks for the height that its panels need at
 * their least side, so that it can live in a GtkScrolledWindow. */
#pragma once

#include "ras-panel.h"

G_BEGIN_DECLS

#define RAS_TYPE_PANEL_GRID (ras_panel_grid_get_type ())
G_DECLARE_FINAL_TYPE (RasPanelGrid, ras_panel_grid, RAS, PANEL_GRID, GtkWidget)

GtkWidget *ras_panel_grid_new (void);

/* The grid owns its panels; they appear in the order in which they were added. */
void ras_panel_grid_add (RasPanelGrid *self, RasPanel *panel);

/* As last laid out: columns, and screen pixels per image pixel. 0 before. */
guint ras_panel_grid_get_columns (RasPanelGrid *self);
int ras_panel_grid_get_scale (RasPanelGrid *self);

/* A picture narrower than `side` screen pixels has no room for its caption. */
void ras_panel_grid_set_least_side (RasPanelGrid *self, int side);

G_END_DECLS
