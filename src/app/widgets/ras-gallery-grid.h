/* The grid of a gallery: titles that stay, and rows that scroll below them; to be put into a
 * GtkScrolledWindow. Pictures are as large as a whole number of screen pixels allows.
 *
 * The pointer or the arrow keys (Home, End, Page Up, Page Down) point to a picture; a click or
 * Enter chooses it.
 *
 * Signals: "pointed" (no arguments): another picture is pointed to, or none; "chosen" (row, column,
 * both guint). */
#pragma once

#include <gtk/gtk.h>

#include "gallery.h"

G_BEGIN_DECLS

#define RAS_TYPE_GALLERY_GRID (ras_gallery_grid_get_type ())
G_DECLARE_FINAL_TYPE (RasGalleryGrid, ras_gallery_grid, RAS, GALLERY_GRID, GtkWidget)

/* Takes the gallery; NULL: nothing is shown. */
void ras_gallery_grid_set_gallery (RasGalleryGrid *self, RasGallery *gallery);
/* To be filled; ras_gallery_grid_refresh() shows what was. Owned by the grid; may be NULL. */
RasGallery *ras_gallery_grid_get_gallery (RasGalleryGrid *self);
void ras_gallery_grid_refresh (RasGalleryGrid *self);

/* FALSE: none. */
gboolean ras_gallery_grid_get_pointed (RasGalleryGrid *self, guint *row, guint *column);
/* What is pointed to, for screen readers; NULL: nothing. */
void ras_gallery_grid_describe (RasGalleryGrid *self, const char *description);

/* Where a picture stands in the widget now; its corner may be out of sight. */
void ras_gallery_grid_get_cell (RasGalleryGrid *self, guint row, guint column, double *x,
                                double *y);
/* Screen pixels per picture pixel. */
guint ras_gallery_grid_get_scale (RasGalleryGrid *self);

G_END_DECLS
