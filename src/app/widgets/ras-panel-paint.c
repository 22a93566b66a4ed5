#include "ras-panel-private.h"

#include <glib/gi18n.h>
#include <math.h>

#include "ras-widget-style.h"
#include "text.h"

double
ras_panel_get_side (RasPanel *self)
{
  return MAX (gtk_widget_get_width (GTK_WIDGET (self)) - 2 * RAS_PANEL_PADDING, 1);
}

guint
ras_panel_get_length (RasPanel *self)
{
  guint length = MAX (ras_linked_view_get_width (self->view),
                      ras_linked_view_get_height (self->view));

  return length > 0 ? length : 32;
}

RasPanelView
ras_panel_get_look (RasPanel *self)
{
  RasPanelView look = { 0 };

  look.zoom = ras_linked_view_get_zoom (self->view);
  if (look.zoom != RAS_LINKED_VIEW_FIT)
    {
      look.pan_x = self->width / 2.0 - ras_linked_view_get_centre_x (self->view);
      look.pan_y = self->height / 2.0 - ras_linked_view_get_centre_y (self->view);
    }
  look.hovered = ras_linked_view_get_hovered (self->view, &look.hover_x, &look.hover_y);
  return look;
}

/* Three negative numbers of three decimals have no room below a narrower picture. */
#define NARROW_SIDE 120

/* --- What is shown --- */

static const double *
get_doubles (GBytes *bytes)
{
  return g_bytes_get_data (bytes, NULL);
}

/* Among differences the original stays itself: its own is nothing but grey. */
static gboolean
shows_difference (RasPanel *self)
{
  return ras_linked_view_get_difference (self->view)
         && !ras_linked_view_get_comparing (self->view) && self->values != self->original;
}

static cairo_surface_t *
make_surface (RasPanel *self)
{
  const double *values = get_doubles (self->values);
  const double *original = get_doubles (self->original);
  gboolean comparing = ras_linked_view_get_comparing (self->view);
  RasRangeMode range
    = ras_linked_view_get_rescale (self->view) ? RAS_RANGE_RESCALE : RAS_RANGE_CLIP;

  if (shows_difference (self))
    return ras_picture_from_difference (values, original, self->channels, self->height,
                                        self->width, ras_linked_view_get_gain (self->view));
  return ras_picture_from_values (comparing ? original : values, self->channels, self->height,
                                  self->width, range, NULL);
}

/* With a true minus sign, which never stands before zero. */
static void
append_value (GString *text, double value, int decimals)
{
  if (text->len > 0)
    g_string_append_c (text, ' ');
  g_string_append_printf (text, "%s%.*f", value < -0.5 * pow (10, -decimals) ? "−" : "", decimals,
                          ABS (value));
}

char *
ras_panel_format_hovered (RasPanel *self)
{
  GString *text;
  gsize plane = (gsize) self->height * self->width;
  gboolean comparing = ras_linked_view_get_comparing (self->view);
  gboolean difference = shows_difference (self);
  int decimals = ras_panel_get_side (self) < NARROW_SIDE ? 2 : 3;
  int x;
  int y;

  g_return_val_if_fail (RAS_IS_PANEL (self), NULL);

  if (self->state != RAS_PANEL_READY || !ras_linked_view_get_hovered (self->view, &x, &y)
      || x >= (int) self->width || y >= (int) self->height)
    return NULL;
  text = g_string_new (NULL);
  for (guint c = 0; c < self->channels; c++)
    {
      gsize i = c * plane + (gsize) y * self->width + x;
      double original = get_doubles (self->original)[i];
      double value = comparing ? original : get_doubles (self->values)[i];

      append_value (text, difference ? value - original : value, decimals);
    }
  return g_string_free (text, FALSE);
}

static char *
format_position (RasPanel *self)
{
  int x;
  int y;

  ras_linked_view_get_hovered (self->view, &x, &y);
  return g_strdup_printf (_ ("column %d, row %d"), x, y);
}

/* --- Measuring and painting --- */

/* The two lines under the caption always take their place, so that panels do not grow or
 * shrink when a picture arrives or a pixel is hovered. */
static void
describe (RasPanel *self, const char *details[3], RasFigurePanel *panel)
{
  details[0] = self->details[0] ? self->details[0] : " ";
  details[1] = self->details[1] ? self->details[1] : " ";
  details[2] = NULL;
  *panel = (RasFigurePanel) {
    .title = self->title,
    .title_lines = self->title_lines,
    .eraser_name = self->eraser_name,
    .details = details,
    .tag = self->tag,
    .placeholder = self->message,
    .fraction = self->state == RAS_PANEL_PENDING ? self->fraction : -1,
  };
}

guint
ras_panel_count_lines (RasPanel *self, int width)
{
  const char *details[3];
  RasFigurePanel panel;
  RasStyle style;

  g_return_val_if_fail (RAS_IS_PANEL (self), 1);

  ras_widget_get_style (GTK_WIDGET (self), &style);
  describe (self, details, &panel);
  return ras_panel_count_title_lines (&panel, &style, width);
}

/* The panel's height without controls; with `controls` the height of such, and where they stand: in
 * the middle of the tag's row, or of a row of their own. */
static double
measure_height (RasPanel *self, int width, guint title_lines, int controls, double *controls_top)
{
  const char *details[3];
  RasFigurePanel panel;
  RasStyle style;
  double ignored, height, tagless;

  ras_widget_get_style (GTK_WIDGET (self), &style);
  describe (self, details, &panel);
  panel.title_lines = title_lines;
  ras_panel_measure (&panel, &style, width - 2 * RAS_PANEL_PADDING, &ignored, &height);
  if (controls == 0)
    return height;
  panel.tag = NULL;
  ras_panel_measure (&panel, &style, width - 2 * RAS_PANEL_PADDING, &ignored, &tagless);
  *controls_top = tagless + style.space / 2;
  if (self->tag)
    *controls_top = MAX ((*controls_top + height - controls) / 2, tagless);
  return MAX (height, *controls_top + controls);
}

int
ras_panel_get_controls_top (RasPanel *self, int width, int height)
{
  double top = 0;

  measure_height (self, width, self->title_lines, height, &top);
  return (int) round (top);
}

void
ras_panel_set_title_lines (RasPanel *self, guint title_lines)
{
  g_return_if_fail (RAS_IS_PANEL (self));

  if (self->title_lines != title_lines)
    {
      self->title_lines = title_lines;
      gtk_widget_queue_draw (GTK_WIDGET (self));
    }
}

int
ras_panel_get_height_for (RasPanel *self, int width, guint title_lines)
{
  int controls = 0;
  double top;

  g_return_val_if_fail (RAS_IS_PANEL (self), 0);

  if (self->controls && gtk_widget_should_layout (self->controls))
    gtk_widget_measure (self->controls, GTK_ORIENTATION_VERTICAL, width, NULL, &controls, NULL,
                        NULL);
  return (int) ceil (measure_height (self, width, title_lines, controls, &top));
}

/* A line close below the picture, which leaves the picture itself alone. */
static void
paint_progress (RasPanel *self, const RasStyle *style, cairo_t *cr)
{
  double side = ras_panel_get_side (self), top = RAS_PANEL_PADDING + side + 1;
  RasLook look = ras_look_for (self->eraser_name, style);

  ras_colour_set (cr, style->grid);
  cairo_rectangle (cr, RAS_PANEL_PADDING, top, side, style->line_width);
  cairo_fill (cr);
  ras_colour_set (cr, look.colour);
  cairo_rectangle (cr, RAS_PANEL_PADDING, top, side * MIN (self->progress, 1), style->line_width);
  cairo_fill (cr);
}

/* From below the first detail to the foot, beside what the controls take. */
static void
paint_drawing (RasPanel *self, const RasFigurePanel *panel, const RasStyle *style, cairo_t *cr)
{
  int width = gtk_widget_get_width (GTK_WIDGET (self)), beside = 0;
  double top = width + ras_panel_get_details_top (panel, style, width)
               + ras_panel_get_detail_height (style) + style->space / 3;
  double bottom = ras_panel_get_height_for (self, width, self->title_lines);

  if (self->controls)
    gtk_widget_measure (self->controls, GTK_ORIENTATION_HORIZONTAL, -1, &beside, NULL, NULL, NULL);
  cairo_save (cr);
  cairo_translate (cr, RAS_PANEL_PADDING, top);
  self->draw (cr, style, width - 2 * RAS_PANEL_PADDING - beside, bottom - top, self->draw_data);
  cairo_restore (cr);
}

/* The longest form of the first detail that there is room for. */
static const char *
choose_detail (RasPanel *self, const RasStyle *style)
{
  RasText how = { .style = style, .size = style->text_size };
  double width = 0;

  if (self->details[0])
    ras_text_measure (&how, self->details[0], &width, NULL);
  return self->details[1] && width > gtk_widget_get_width (GTK_WIDGET (self)) ? self->details[1]
                                                                             : self->details[0];
}

void
ras_panel_paint (RasPanel *self, GtkSnapshot *to)
{
  GtkWidget *widget = GTK_WIDGET (self);
  g_autofree char *position = NULL;
  g_autofree char *values = ras_panel_format_hovered (self);
  RasPanelView look = ras_panel_get_look (self);
  const char *details[3];
  RasFigurePanel panel;
  RasStyle style;
  cairo_t *cr;

  ras_widget_get_style (widget, &style);
  describe (self, details, &panel);
  if (self->state == RAS_PANEL_READY)
    {
      if (self->surface == NULL)
        self->surface = make_surface (self);
      panel.picture = self->surface;
      panel.placeholder = NULL;
      panel.fade = self->fade;
    }
  if (self->draw && self->state == RAS_PANEL_READY)
    {
      details[0] = choose_detail (self, &style);
      details[1] = NULL;
      panel.tag = NULL;
    }
  if (values)
    {
      position = format_position (self);
      details[0] = position;
      details[1] = values;
    }
  else if (self->state != RAS_PANEL_READY && !self->details[0] && !self->details[1])
    details[0] = NULL; /* the tag stands right below the caption */
  panel.highlighted = gtk_widget_has_visible_focus (widget);
  cr = gtk_snapshot_append_cairo (to, &GRAPHENE_RECT_INIT (0, 0, gtk_widget_get_width (widget),
                                                           gtk_widget_get_height (widget)));
  ras_panel_draw (&panel, &style, &look, ras_panel_get_side (self), cr);
  if (self->state == RAS_PANEL_READY && self->progress >= 0)
    paint_progress (self, &style, cr);
  if (self->state == RAS_PANEL_READY && self->draw && values == NULL)
    paint_drawing (self, &panel, &style, cr);
  cairo_destroy (cr);
}
