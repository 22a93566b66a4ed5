/* One eraser's panel: its picture with name, distance and PSNR, or what is missing still.
 *
 * All panels of a figure share a RasLinkedView. Scrolling zooms around the pointer, dragging
 * moves a zoomed picture, holding a press (or space) shows the original, hovering reads the
 * values of that pixel in every panel; + − 0 and the arrow keys do the same without a mouse.
 *
 * Signals, without arguments: "cancel": the button of a pending panel was pressed; "changed":
 * something else is shown than before; "how-made": a person asks how the picture was made, with the
 * small button that is there under the pointer and with the keyboard's focus, or in the context
 * menu. */
#pragma once

#include <gtk/gtk.h>

#include "palette.h"
#include "ras-linked-view.h"

G_BEGIN_DECLS

#define RAS_TYPE_PANEL (ras_panel_get_type ())
G_DECLARE_FINAL_TYPE (RasPanel, ras_panel, RAS, PANEL, GtkWidget)

typedef enum
{
  RAS_PANEL_EMPTY,   /* nothing to say yet */
  RAS_PANEL_PENDING, /* computing */
  RAS_PANEL_FAILED,
  RAS_PANEL_READY,   /* has a picture */
} RasPanelState;

/* Takes a reference to `view`. `eraser_name` ("leace", or NULL) chooses the colour, `title` is
 * the caption, `tag` a small remark such as "needs the label", or NULL. All are copied. */
GtkWidget *ras_panel_new (RasLinkedView *view, const char *eraser_name, const char *title,
                          const char *tag);

const char *ras_panel_get_eraser_name (RasPanel *self);
const char *ras_panel_get_title (RasPanel *self);
void ras_panel_set_title (RasPanel *self, const char *title);

/* One or two lines below the caption, such as distance and PSNR; each may be NULL. */
void ras_panel_set_details (RasPanel *self, const char *first, const char *second);

/* Of a picture that is still changing: a thin line below it, `fraction` in [0, 1]; negative: none.
 * The picture may be replaced as often as one likes. */
void ras_panel_set_progress (RasPanel *self, double fraction);

/* Paints 0 … width × 0 … height, in the style of the panel. */
typedef void (*RasPanelDrawFunc) (cairo_t *cr, const RasStyle *style, double width, double height,
                                  gpointer user_data);
/* Something small to be painted in the caption, in the place of the second detail and the tag; the
 * second detail is then a shorter form of the first, for narrow panels. NULL: nothing. Painted anew
 * whenever the details, the progress or the picture are set. */
void ras_panel_set_drawing (RasPanel *self, RasPanelDrawFunc draw, gpointer user_data);

/* A widget at the foot of the caption, as wide as the panel, in the row of the tag; seen where the
 * panel is ready or has failed. */
void ras_panel_set_controls (RasPanel *self, GtkWidget *controls);

/* Shows a picture: d = channels · height · width doubles (channel planes first) in `values`,
 * and as many of the original in `original`, with which it is compared. Takes references to
 * both, which must not change any more. The first one after another state fades in. */
void ras_panel_set_picture (RasPanel *self, GBytes *values, GBytes *original, guint channels,
                            guint height, guint width);

/* `stage` says what is being done; `fraction` is in [0, 1], or negative when unknown. With
 * `can_cancel` there is a button. */
void ras_panel_set_pending (RasPanel *self, const char *stage, double fraction,
                            gboolean can_cancel);
/* `sentence` says what happened and what to do. */
void ras_panel_set_failed (RasPanel *self, const char *sentence);
void ras_panel_set_empty (RasPanel *self);

RasPanelState ras_panel_get_state (RasPanel *self);

/* From now on shows what `source` shows, in a view and with details of its own. For life. */
void ras_panel_follow (RasPanel *self, RasPanel *source);

/* The values under the hovered pixel as they are read out below the caption ("0.213 0.412
 * 0.555"), or NULL if no pixel is hovered. Free with g_free(). */
char *ras_panel_format_hovered (RasPanel *self);

/* For the grid that aligns panels: how many lines the caption takes in a panel of `width`
 * screen pixels, how high such a panel is if its caption has room for `title_lines`, and how
 * many it is to have room for. */
guint ras_panel_count_lines (RasPanel *self, int width);
int ras_panel_get_height_for (RasPanel *self, int width, guint title_lines);
void ras_panel_set_title_lines (RasPanel *self, guint title_lines);

/* Pixels along the longer side of the picture (or of the picture to come). */
guint ras_panel_get_length (RasPanel *self);

G_END_DECLS
