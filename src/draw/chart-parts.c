#include "chart-parts.h"

#include <math.h>

RasText
ras_chart_text (const RasStyle *style, double size, RasAlign align)
{
  return (RasText) { .style = style, .size = size, .align = align };
}

double
ras_chart_line_height (const RasStyle *style, double size)
{
  RasText how = ras_chart_text (style, size, RAS_ALIGN_LEFT);
  double height;

  ras_text_measure (&how, "0", NULL, &height);
  return height;
}

double
ras_chart_text_width (const RasStyle *style, double size, const char *text)
{
  RasText how = ras_chart_text (style, size, RAS_ALIGN_LEFT);
  double width;

  ras_text_measure (&how, text, &width, NULL);
  return width;
}

void
ras_chart_hairline (const RasStyle *style, cairo_t *cr, double x0, double y0, double x1, double y1)
{
  if (style->on_grid && x0 == x1)
    x0 = x1 = floor (x0) + 0.5;
  else if (style->on_grid && y0 == y1)
    y0 = y1 = floor (y0) + 0.5;
  cairo_set_line_width (cr, ras_style_get_hairline (style));
  cairo_move_to (cr, x0, y0);
  cairo_line_to (cr, x1, y1);
  cairo_stroke (cr);
}

void
ras_chart_level (const RasStyle *style, cairo_t *cr, double x0, double y0, double x1, double y1)
{
  double hairline = ras_style_get_hairline (style), dots[] = { hairline, 2.5 * hairline };

  ras_colour_set (cr, ras_colour_mix (style->dim, style->background, 0.3));
  cairo_set_dash (cr, dots, 2, 0);
  ras_chart_hairline (style, cr, x0, y0, x1, y1);
  cairo_set_dash (cr, NULL, 0, 0);
}

double
ras_chart_title_height (const RasStyle *style, const char *title)
{
  return title ? ras_chart_line_height (style, style->title_size) + 2 * style->space : 0;
}

void
ras_chart_draw_title (const RasStyle *style, cairo_t *cr, const char *title, double width)
{
  RasText how = ras_chart_text (style, style->title_size, RAS_ALIGN_LEFT);

  if (title == NULL)
    return;
  how.bold = TRUE;
  how.width = MAX (width - style->space, 1);
  ras_colour_set (cr, style->ink);
  ras_text_draw (&how, cr, title, style->space / 2, 0);
}

void
ras_chart_draw_empty (const RasStyle *style, cairo_t *cr, const char *text, double left,
                      double top, double right, double bottom)
{
  RasText how = ras_chart_text (style, style->text_size, RAS_ALIGN_CENTRE);
  double height;

  if (text == NULL)
    return;
  how.width = MAX (right - left, 1);
  how.lines = 3;
  ras_text_measure (&how, text, NULL, &height);
  ras_colour_set (cr, style->dim);
  ras_text_draw (&how, cr, text, (left + right) / 2, (top + bottom - height) / 2);
}

double
ras_chart_tick_width (const RasStyle *style, const GArray *ticks)
{
  double widest = 0;

  for (guint i = 0; i < ticks->len; i++)
    widest = MAX (widest, ras_chart_text_width (style, style->tick_size,
                                                g_array_index (ticks, RasTick, i).label));
  return ceil (widest);
}

void
ras_chart_draw_sample (const RasStyle *style, cairo_t *cr, const RasLook *look,
                       gboolean with_marker, double line_width, double strength, double x,
                       double y, double width)
{
  RasLook shown = *look;

  shown.colour = ras_colour_mix (style->background, look->colour, strength);
  cairo_save (cr);
  ras_look_set_line (&shown, cr, line_width);
  cairo_move_to (cr, x, y);
  cairo_line_to (cr, x + width, y);
  cairo_stroke (cr);
  cairo_restore (cr);
  if (with_marker)
    ras_look_draw_marker (&shown, cr, x + width / 2, y, ras_chart_marker_size (style));
}

double
ras_chart_marker_size (const RasStyle *style)
{
  return 3 + 2 * style->line_width;
}
