/* The images of the data set as small pictures, with a choice of split and class.
 *
 * Follows and sets the session's split, class filter and index. */
#pragma once

#include <gtk/gtk.h>

#include "dataset.h"
#include "ras-session.h"

G_BEGIN_DECLS

#define RAS_TYPE_THUMBNAILS (ras_thumbnails_get_type ())
G_DECLARE_FINAL_TYPE (RasThumbnails, ras_thumbnails, RAS, THUMBNAILS, GtkWidget)

void ras_thumbnails_set_session (RasThumbnails *self, RasSession *session);
/* After the session has turned to it. NULL for none. */
void ras_thumbnails_set_dataset (RasThumbnails *self, RasDataset *dataset);

/* Chooses any other image of the present split and class. */
void ras_thumbnails_pick_another (RasThumbnails *self);
/* Chooses the next image (1) or the one before (−1), as far as there are any. */
void ras_thumbnails_move (RasThumbnails *self, int step);
guint ras_thumbnails_get_n_images (RasThumbnails *self); /* of the present split and class */

G_END_DECLS
