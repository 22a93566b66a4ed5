/* Tooltips for what changes often, such as the cells of a list.
 *
 * gtk_widget_set_tooltip_text() asks the display where the pointer is, and waits for the answer: a list
 * that binds hundreds of cells would stop for that long. This one says the text when it is asked for. */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* `text` is copied; NULL or "": no tooltip. Not together with gtk_widget_set_tooltip_text(). */
void ras_tooltip_set (GtkWidget *widget, const char *text);

G_END_DECLS
