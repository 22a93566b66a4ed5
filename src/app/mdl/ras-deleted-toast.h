/* "… was deleted", with a button that brings it back. */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* In the overlay that `widget` lies in. `undo (widget, ids)` is called unless the widget is gone;
 * `name` is that of the only collection, or NULL where there are several. */
void ras_deleted_toast_show (GtkWidget *widget, const char *const *ids, const char *name,
                             void (*undo) (GObject *widget, const char *const *ids));

G_END_DECLS
