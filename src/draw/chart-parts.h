/* What all charts are put together from: text in the chart's type, sharp hairlines, dotted
 * levels, the title and the sentence of an empty chart. */
#pragma once

#include <cairo.h>
#include <glib.h>

#include "axis.h"
#include "palette.h"
#include "text.h"

G_BEGIN_DECLS

RasText ras_chart_text (const RasStyle *style, double size, RasAlign align);
double ras_chart_line_height (const RasStyle *style, double size);
double ras_chart_text_width (const RasStyle *style, double size, const char *text);

/* A horizontal or vertical hairline in the current colour; on the pixel grid in the middle of a
 * pixel, to be sharp. */
void ras_chart_hairline (const RasStyle *style, cairo_t *cr, double x0, double y0, double x1,
                         double y1);
/* The same dotted, in the colour of reference levels. */
void ras_chart_level (const RasStyle *style, cairo_t *cr, double x0, double y0, double x1,
                      double y1);

/* How much of the top a title takes; 0 for NULL. */
double ras_chart_title_height (const RasStyle *style, const char *title);
/* Bold at the top left. */
void ras_chart_draw_title (const RasStyle *style, cairo_t *cr, const char *title, double width);

/* A sentence in the middle of the box; NULL: nothing. */
void ras_chart_draw_empty (const RasStyle *style, cairo_t *cr, const char *text, double left,
                           double top, double right, double bottom);

/* The widest of the ticks' labels. */
double ras_chart_tick_width (const RasStyle *style, const GArray *ticks);

/* An eraser's line with its marker, `width` long around the height y: what stands in legends.
 * `strength` 1 is the full colour, less is mixed with the background. */
void ras_chart_draw_sample (const RasStyle *style, cairo_t *cr, const RasLook *look,
                            gboolean with_marker, double line_width, double strength, double x,
                            double y, double width);
/* The diameter of markers on curves. */
double ras_chart_marker_size (const RasStyle *style);

G_END_DECLS
