#include "loss-sketch.h"

#include <math.h>

#include "chart-parts.h"

/* Powers of ten. Less looks like nothing but noise, more like nothing but a fall. */
#define LEAST_RANGE 1.0
#define MOST_RANGE 4.0

static void
widen (const double *values, gsize n, double *low, double *high)
{
  for (gsize i = 0; i < n; i++)
    if (values[i] > 0 && isfinite (values[i]))
      {
        *low = MIN (*low, values[i]);
        *high = MAX (*high, values[i]);
      }
}

gboolean
ras_loss_sketch_get_range (const RasLossSketch *sketch, double *low, double *high)
{
  double least = HUGE_VAL, most = 0;

  widen (sketch->loss, sketch->n, &least, &most);
  for (guint p = 0; p < sketch->n_parts; p++)
    widen (sketch->parts[p], sketch->n, &least, &most);
  if (most <= 0)
    return FALSE;
  *high = most;
  *low = CLAMP (least, most * pow (10, -MOST_RANGE), most * pow (10, -LEAST_RANGE));
  return TRUE;
}

/* A line through the positive values; one that falls off the scale goes on along the foot. */
static void
trace (const RasLossSketch *sketch, const double *values, const RasValueAxis *y, double step,
       cairo_t *cr)
{
  gboolean drawing = FALSE;

  cairo_new_path (cr);
  for (gsize i = 0; i < sketch->n; i++)
    {
      double at;

      if (!(values[i] > 0) || !isfinite (values[i]))
        {
          drawing = FALSE;
          continue;
        }
      at = ras_value_axis_get_position (y, MAX (values[i], y->low));
      if (drawing)
        cairo_line_to (cr, i * step, at);
      else
        cairo_move_to (cr, i * step, at);
      drawing = TRUE;
    }
  cairo_stroke (cr);
}

void
ras_loss_sketch_draw (const RasLossSketch *sketch, cairo_t *cr, double width, double height)
{
  static const double dashes[RAS_LOSS_SKETCH_MOST_PARTS][2] = { { 1 }, { 4, 2 }, { 1.5, 1.5 }, { 7, 3 } };
  const RasStyle *style = sketch->style;
  RasLook look = ras_look_for (sketch->eraser_name, style);
  double air = style->line_width, step = width / (MAX (MAX (sketch->n, sketch->room), 2) - 1);
  RasValueAxis y = { .scale = RAS_SCALE_LOG, .from = height - air, .to = air };

  if (width <= 0 || height <= 0)
    return;
  cairo_save (cr);
  ras_colour_set (cr, style->grid);
  ras_chart_hairline (style, cr, 0, height - air / 2, width, height - air / 2);
  if (ras_loss_sketch_get_range (sketch, &y.low, &y.high))
    {
      cairo_set_line_join (cr, CAIRO_LINE_JOIN_ROUND);
      cairo_set_line_width (cr, MAX (style->line_width * 0.6, ras_style_get_hairline (style)));
      ras_colour_set (cr, ras_colour_mix (style->dim, style->background, 0.3));
      for (guint p = 0; p < sketch->n_parts; p++)
        {
          cairo_set_dash (cr, dashes[p], p > 0 ? 2 : 0, 0);
          trace (sketch, sketch->parts[p], &y, step, cr);
        }
      cairo_set_dash (cr, NULL, 0, 0);
      cairo_set_line_width (cr, style->line_width);
      ras_colour_set (cr, look.colour);
      trace (sketch, sketch->loss, &y, step, cr);
    }
  cairo_restore (cr);
}
