/* How a panel's picture was made: words, formula, numbers, what was taken from the image, and a chart.
 *
 * Signals "close" and "copied" (no arguments): the buttons. */
#pragma once

#include <gtk/gtk.h>

#include "ras-made-text.h"
#include "ras-widget-style.h"

G_BEGIN_DECLS

#define RAS_TYPE_MADE_CARD (ras_made_card_get_type ())
G_DECLARE_FINAL_TYPE (RasMadeCard, ras_made_card, RAS, MADE_CARD, GtkBox)

GtkWidget *ras_made_card_new (void);

/* Paints 0 … width × 0 … height. */
typedef void (*RasMadeDrawFunc) (cairo_t *cr, const RasStyle *style, double width, double height,
                                 gpointer user_data);

/* What `subject` tells; values are copied, scene and shadow borrowed until the next call. Pictures are
 * channels × height × width. `draw` paints a loss curve in the place of the clouds, or NULL. */
void ras_made_card_set_subject (RasMadeCard *self, const RasMadeSubject *subject, guint channels,
                                guint height, guint width, RasMadeDrawFunc draw,
                                gpointer draw_data);

/* As much of the window's height as it may take. */
void ras_made_card_set_max_height (RasMadeCard *self, int height);

/* To the text, which then scrolls by keys. */
void ras_made_card_focus (RasMadeCard *self);

/* All that it says, as the button copies it. */
char *ras_made_card_format (RasMadeCard *self);

G_END_DECLS
