/* How all panels of a figure look at their pictures: one zoom, one place, one hovered pixel.
 *
 * Every panel holds the same view and redraws when it changes. Positions are in image pixels,
 * x to the right from the left edge and y down from the top edge; a pixel covers one unit. */
#pragma once

#include <glib-object.h>

G_BEGIN_DECLS

#define RAS_TYPE_LINKED_VIEW (ras_linked_view_get_type ())
G_DECLARE_FINAL_TYPE (RasLinkedView, ras_linked_view, RAS, LINKED_VIEW, GObject)

/* The zoom that shows the whole picture at the largest integer scale. */
#define RAS_LINKED_VIEW_FIT 0
#define RAS_LINKED_VIEW_MAX_ZOOM 128

RasLinkedView *ras_linked_view_new (void);

/* Shape of all pictures; another shape goes back to the fitting zoom and forgets the hovered
 * pixel. Panels set it from the pictures they are given. */
void ras_linked_view_set_shape (RasLinkedView *self, guint width, guint height);
guint ras_linked_view_get_width (RasLinkedView *self);
guint ras_linked_view_get_height (RasLinkedView *self);

/* Screen pixels per image pixel, or RAS_LINKED_VIEW_FIT. The centre is the image point in the
 * middle of every panel; it only matters, and only moves, while zoomed. */
int ras_linked_view_get_zoom (RasLinkedView *self);
double ras_linked_view_get_centre_x (RasLinkedView *self);
double ras_linked_view_get_centre_y (RasLinkedView *self);

/* Sets zoom and centre together. The centre is kept where a panel whose fitting scale is
 * `fit_scale` stays filled; a zoom at or below `fit_scale` becomes RAS_LINKED_VIEW_FIT. */
void ras_linked_view_look_at (RasLinkedView *self, int zoom, double x, double y, int fit_scale);

/* The hovered pixel, or FALSE (and −1, −1) if there is none. x and y may be NULL. */
gboolean ras_linked_view_get_hovered (RasLinkedView *self, int *x, int *y);
/* A pixel outside the shape means none. */
void ras_linked_view_set_hovered (RasLinkedView *self, int x, int y);

/* While comparing, all panels show the original. */
gboolean ras_linked_view_get_comparing (RasLinkedView *self);
void ras_linked_view_set_comparing (RasLinkedView *self, gboolean comparing);

/* Panels show gain · (picture − original) instead of the picture. */
gboolean ras_linked_view_get_difference (RasLinkedView *self);
void ras_linked_view_set_difference (RasLinkedView *self, gboolean difference);
double ras_linked_view_get_gain (RasLinkedView *self);
void ras_linked_view_set_gain (RasLinkedView *self, double gain); /* in [1, 64] */

/* Values outside [0, 1] are clipped (FALSE) or the picture's range is brought to [0, 1]. */
gboolean ras_linked_view_get_rescale (RasLinkedView *self);
void ras_linked_view_set_rescale (RasLinkedView *self, gboolean rescale);

G_END_DECLS
