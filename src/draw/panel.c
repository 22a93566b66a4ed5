#include "figure.h"

#include <math.h>

#include "picture.h"
#include "text.h"

/* Of lengths in user units. */
#define TOLERANCE 1e-6

/* --- The picture --- */

void
ras_panel_place (const RasPanelView *view, double side, guint width, guint height, double *x,
                 double *y, double *scale)
{
  guint longest = MAX (MAX (width, height), 1);
  double pan_x = view ? view->pan_x : 0, pan_y = view ? view->pan_y : 0;

  if (view && view->zoom > 0)
    *scale = view->zoom;
  else
    *scale = side >= longest ? floor (side / longest) : side / longest;
  *x = RAS_PANEL_PADDING + side / 2 + (pan_x - width / 2.0) * *scale;
  *y = RAS_PANEL_PADDING + side / 2 + (pan_y - height / 2.0) * *scale;
  /* On whole units the pixels of all panels stand alike. */
  if (*scale == floor (*scale))
    {
      *x = round (*x);
      *y = round (*y);
    }
}

gboolean
ras_panel_get_pixel_at (const RasPanelView *view, double side, guint width, guint height,
                        double x, double y, int *pixel_x, int *pixel_y)
{
  double left, top, scale;

  if (x < RAS_PANEL_PADDING || x >= RAS_PANEL_PADDING + side || y < RAS_PANEL_PADDING
      || y >= RAS_PANEL_PADDING + side)
    return FALSE;
  ras_panel_place (view, side, width, height, &left, &top, &scale);
  *pixel_x = (int) floor ((x - left) / scale);
  *pixel_y = (int) floor ((y - top) / scale);
  return *pixel_x >= 0 && *pixel_x < (int) width && *pixel_y >= 0 && *pixel_y < (int) height;
}

/* A line of `line_width` around a rectangle, `distance` away from it. */
static void
outline (cairo_t *cr, double x, double y, double width, double height, double distance,
         double line_width)
{
  double out = distance + line_width / 2;

  cairo_rectangle (cr, x - out, y - out, width + 2 * out, height + 2 * out);
  cairo_set_line_width (cr, line_width);
  cairo_stroke (cr);
}

/* Dark within light, to be seen on any picture. */
static void
draw_hovered_pixel (const RasPanelView *view, cairo_t *cr, double x, double y, double scale)
{
  x += view->hover_x * scale;
  y += view->hover_y * scale;
  cairo_set_dash (cr, NULL, 0, 0);
  cairo_set_source_rgba (cr, 0, 0, 0, 0.8);
  outline (cr, x, y, scale, scale, 1, 1);
  cairo_set_source_rgb (cr, 1, 1, 1);
  outline (cr, x, y, scale, scale, 0, 1);
}

static RasText
placeholder_text (const RasStyle *style, double side)
{
  return (RasText) { .style = style, .size = style->tick_size, .align = RAS_ALIGN_CENTRE,
                     .width = MAX (side - 2 * style->space, 1), .lines = 4 };
}

/* The line keeps its place whatever the message above it says: two lines and it are centred. */
static double
progress_line_y (const RasStyle *style, double side)
{
  RasText how = placeholder_text (style, side);
  double height;

  ras_text_measure (&how, "0", NULL, &height);
  return round (RAS_PANEL_PADDING + side / 2 + height + style->space / 2);
}

double
ras_panel_get_progress_bottom (const RasStyle *style, double side)
{
  return progress_line_y (style, side) + style->line_width;
}

static void
draw_progress_line (const RasFigurePanel *panel, const RasStyle *style, double side, cairo_t *cr)
{
  RasLook look = ras_look_for (panel->eraser_name, style);
  double length = 0.6 * side, left = RAS_PANEL_PADDING + side / 2 - length / 2;
  double y = progress_line_y (style, side);

  ras_colour_set (cr, style->grid);
  cairo_rectangle (cr, left, y, length, style->line_width);
  cairo_fill (cr);
  ras_colour_set (cr, look.colour);
  cairo_rectangle (cr, left, y, length * MIN (panel->fraction, 1), style->line_width);
  cairo_fill (cr);
}

static void
draw_placeholder (const RasFigurePanel *panel, const RasStyle *style, double side, cairo_t *cr)
{
  RasText how = placeholder_text (style, side);
  double middle = RAS_PANEL_PADDING + side / 2, height = 0, top;

  cairo_rectangle (cr, RAS_PANEL_PADDING, RAS_PANEL_PADDING, side, side);
  ras_colour_set_alpha (cr, style->grid, 0.4);
  cairo_fill (cr);
  if (panel->placeholder == NULL)
    return;
  ras_text_measure (&how, panel->placeholder, NULL, &height);
  top = panel->fraction < 0 ? middle - height / 2
                            : progress_line_y (style, side) - style->space - height;
  ras_colour_set (cr, style->dim);
  ras_text_draw (&how, cr, panel->placeholder, middle, top);
  if (panel->fraction >= 0)
    draw_progress_line (panel, style, side, cr);
}

void
ras_panel_draw_picture (const RasFigurePanel *panel, const RasStyle *style,
                        const RasPanelView *view, double side, cairo_t *cr)
{
  const double pad = RAS_PANEL_PADDING, hairline = ras_style_get_hairline (style);
  cairo_surface_t *picture = panel->picture;
  double x = pad, y = pad, scale = 1, width = side, height = side;

  cairo_save (cr);
  if (picture == NULL || panel->fade > 0)
    draw_placeholder (panel, style, side, cr);
  if (picture)
    {
      guint columns = cairo_image_surface_get_width (picture);
      guint rows = cairo_image_surface_get_height (picture);

      ras_panel_place (view, side, columns, rows, &x, &y, &scale);
      cairo_save (cr);
      /* In a file the square may end within a pixel: what fits is not cut there. */
      if (MIN (x, y) < pad - TOLERANCE
          || MAX (x + columns * scale, y + rows * scale) > pad + side + TOLERANCE)
        {
          cairo_rectangle (cr, pad, pad, side, side);
          cairo_clip (cr);
        }
      ras_picture_paint_faded (cr, picture, x, y, scale, 1 - panel->fade);
      if (view && view->hovered)
        draw_hovered_pixel (view, cr, x, y, scale);
      cairo_restore (cr);
      /* What is seen of it. */
      width = MIN (x + columns * scale, pad + side);
      height = MIN (y + rows * scale, pad + side);
      x = MAX (x, pad);
      y = MAX (y, pad);
      width = MAX (width - x, 0);
      height = MAX (height - y, 0);
      ras_colour_set (cr, ras_colour_mix (style->grid, style->dim, 0.35));
      if (width > 0 && height > 0 && ras_picture_melts_into (picture, style->background))
        outline (cr, x, y, width, height, 0, hairline);
    }
  if (panel->highlighted)
    {
      ras_colour_set (cr, style->accent);
      outline (cr, pad, pad, side, side, 1, 2);
    }
  cairo_restore (cr);
}

/* --- The caption --- */

static RasText
title_text (const RasStyle *style, double width)
{
  return (RasText) { .style = style, .size = style->title_size, .align = RAS_ALIGN_CENTRE,
                     .width = width, .lines = RAS_PANEL_TITLE_LINES };
}

static RasText
detail_text (const RasStyle *style, double size, double width)
{
  return (RasText) { .style = style, .size = size, .align = RAS_ALIGN_CENTRE, .width = width };
}

static double
line_height (const RasText *how)
{
  double height;

  ras_text_measure (how, "0", NULL, &height);
  return height;
}

guint
ras_panel_count_title_lines (const RasFigurePanel *panel, const RasStyle *style, double width)
{
  RasText how = title_text (style, width);
  double height;

  if (panel->title == NULL)
    return 0;
  ras_text_measure (&how, panel->title, NULL, &height);
  return (guint) round (height / line_height (&how));
}

/* The size of the pill around a tag. */
static void
measure_tag (const RasFigurePanel *panel, const RasStyle *style, double width, double *tag_width,
             double *tag_height)
{
  RasText how = detail_text (style, style->tick_size, MAX (width - 2 * style->space, 1));

  ras_text_measure (&how, panel->tag, tag_width, tag_height);
  *tag_width += 2 * style->space;
  *tag_height += style->space / 3;
}

static void
draw_tag (const RasFigurePanel *panel, const RasStyle *style, double width, cairo_t *cr,
          double x, double y)
{
  RasText how = detail_text (style, style->tick_size, MAX (width - 2 * style->space, 1));
  double tag_width, tag_height, r, left;

  measure_tag (panel, style, width, &tag_width, &tag_height);
  r = tag_height / 2;
  left = x - tag_width / 2;
  cairo_new_path (cr);
  cairo_arc (cr, left + r, y + r, r, G_PI / 2, 3 * G_PI / 2);
  cairo_arc (cr, left + tag_width - r, y + r, r, -G_PI / 2, G_PI / 2);
  cairo_close_path (cr);
  ras_colour_set_alpha (cr, style->grid, 0.5);
  cairo_fill (cr);
  ras_colour_set (cr, style->dim);
  ras_text_draw (&how, cr, panel->tag, x, y + style->space / 6);
}

double
ras_panel_get_details_top (const RasFigurePanel *panel, const RasStyle *style, double width)
{
  RasText how = title_text (style, width);
  guint lines = MAX (panel->title_lines, ras_panel_count_title_lines (panel, style, width));

  return style->space / 2
         + (lines > 0 ? lines * line_height (&how) + 2 * style->line_width + style->space / 2 : 0);
}

double
ras_panel_get_detail_height (const RasStyle *style)
{
  RasText how = detail_text (style, style->text_size, 0);

  return line_height (&how);
}

/* Paints the caption, or with `cr` NULL only finds its height. */
static double
lay_out_caption (const RasFigurePanel *panel, const RasStyle *style, double width, cairo_t *cr,
                 double x, double top)
{
  RasText title = title_text (style, width);
  RasText detail = detail_text (style, style->text_size, width);
  double y = top + style->space / 2;
  double needed = ras_panel_count_title_lines (panel, style, width) * line_height (&title);

  if (cr && panel->title)
    {
      RasLook look = ras_look_for (panel->eraser_name, style);
      double title_width, line_y = y + needed + style->line_width;

      ras_text_measure (&title, panel->title, &title_width, NULL);
      ras_colour_set (cr, style->ink);
      ras_text_draw (&title, cr, panel->title, x, y);
      if (panel->eraser_name)
        {
          ras_look_set_line (&look, cr, style->line_width);
          cairo_move_to (cr, x - title_width / 2, line_y);
          cairo_line_to (cr, x + title_width / 2, line_y);
          cairo_stroke (cr);
          cairo_set_dash (cr, NULL, 0, 0);
        }
    }
  y = top + ras_panel_get_details_top (panel, style, width);
  for (guint i = 0; panel->details && panel->details[i]; i++, y += line_height (&detail))
    if (cr)
      {
        ras_colour_set (cr, style->dim);
        ras_text_draw (&detail, cr, panel->details[i], x, y);
      }
  if (panel->tag)
    {
      double tag_width, tag_height;

      y += style->space / 2;
      measure_tag (panel, style, width, &tag_width, &tag_height);
      if (cr)
        draw_tag (panel, style, width, cr, x, y);
      y += tag_height;
    }
  return ceil (y - top);
}

double
ras_panel_measure_caption (const RasFigurePanel *panel, const RasStyle *style, double width)
{
  return lay_out_caption (panel, style, width, NULL, 0, 0);
}

void
ras_panel_draw_caption (const RasFigurePanel *panel, const RasStyle *style, double width,
                        cairo_t *cr, double x, double y)
{
  lay_out_caption (panel, style, width, cr, x, y);
}

/* --- Both --- */

void
ras_panel_measure (const RasFigurePanel *panel, const RasStyle *style, double side,
                   double *width, double *height)
{
  double whole = side + 2 * RAS_PANEL_PADDING;

  *width = whole;
  *height = whole + ras_panel_measure_caption (panel, style, whole);
}

void
ras_panel_draw (const RasFigurePanel *panel, const RasStyle *style, const RasPanelView *view,
                double side, cairo_t *cr)
{
  double whole = side + 2 * RAS_PANEL_PADDING;

  ras_panel_draw_picture (panel, style, view, side, cr);
  ras_panel_draw_caption (panel, style, whole, cr, whole / 2, whole);
}
