#include "drawn-brush.h"

#include "random.h"

RasColour
ras_colour (guint32 rgb)
{
  return (RasColour){ (rgb >> 16 & 255) / 255.0, (rgb >> 8 & 255) / 255.0, (rgb & 255) / 255.0, 1 };
}

RasColour
ras_brush_mix (RasColour from, RasColour to, double t)
{
  return (RasColour){ from.red + t * (to.red - from.red), from.green + t * (to.green - from.green),
                      from.blue + t * (to.blue - from.blue),
                      from.alpha + t * (to.alpha - from.alpha) };
}

RasColour
ras_colour_shade (RasColour colour, double amount)
{
  double end = amount > 0 ? 1 : 0;

  return ras_brush_mix (colour, (RasColour){ end, end, end, colour.alpha }, ABS (amount));
}

RasColour
ras_colour_fade (RasColour colour, double alpha)
{
  colour.alpha = alpha;
  return colour;
}

double
ras_brush_random (RasBrush *brush, double low, double high)
{
  return ras_random_uniform (brush->random, low, high);
}

gboolean
ras_brush_chance (RasBrush *brush, double probability)
{
  return g_rand_double (brush->random) < probability;
}

RasColour
ras_brush_pick (RasBrush *brush, const guint32 *colours, gsize n)
{
  RasColour colour = ras_colour (colours[g_rand_int_range (brush->random, 0, n)]);

  colour.red = CLAMP (colour.red + ras_brush_random (brush, -0.05, 0.05), 0, 1);
  colour.green = CLAMP (colour.green + ras_brush_random (brush, -0.05, 0.05), 0, 1);
  colour.blue = CLAMP (colour.blue + ras_brush_random (brush, -0.05, 0.05), 0, 1);
  return ras_colour_shade (colour, ras_brush_random (brush, -0.2, 0.15));
}

RasColour
ras_brush_paint (RasBrush *brush, double saturation, double value)
{
  /* From crimson by yellow and green to blue: few things are painted magenta. */
  double hue = ras_brush_random (brush, -0.4, 4.4), channels[3];

  value *= ras_brush_random (brush, 0.8, 1.2);
  saturation *= ras_brush_random (brush, 0.6, 1.2);
  for (int c = 0; c < 3; c++)
    {
      /* The distance of the hue from this channel's own, around the circle. */
      double distance = ABS (hue - 2 * c);

      distance = MIN (distance, 6 - distance);
      channels[c] = CLAMP (value * (1 - saturation * CLAMP (distance - 1, 0, 1)), 0, 1);
    }
  return (RasColour){ channels[0], channels[1], channels[2], 1 };
}

static void
set_source (cairo_t *cr, RasColour colour)
{
  cairo_set_source_rgba (cr, colour.red, colour.green, colour.blue, colour.alpha);
}

void
ras_brush_fill (RasBrush *brush, RasColour colour)
{
  set_source (brush->cr, colour);
  cairo_fill (brush->cr);
}

static void
add_stop (cairo_pattern_t *pattern, double offset, RasColour colour)
{
  cairo_pattern_add_color_stop_rgba (pattern, offset, colour.red, colour.green, colour.blue,
                                     colour.alpha);
}

void
ras_brush_fill_shaded (RasBrush *brush, RasColour colour)
{
  double left, top, right, bottom, lean;
  cairo_pattern_t *pattern;

  cairo_path_extents (brush->cr, &left, &top, &right, &bottom);
  lean = brush->light * MIN (right - left, bottom - top) / 2;
  pattern = cairo_pattern_create_linear ((left + right) / 2 + lean, top, (left + right) / 2 - lean,
                                         bottom);
  add_stop (pattern, 0, ras_colour_shade (colour, 0.3));
  add_stop (pattern, 0.4, colour);
  add_stop (pattern, 1, ras_colour_shade (colour, -0.4));
  cairo_set_source (brush->cr, pattern);
  cairo_pattern_destroy (pattern);
  cairo_fill (brush->cr);
}

static void
ellipse_path (cairo_t *cr, double x, double y, double rx, double ry)
{
  /* Four Bézier arcs; 0.5523 makes them a circle to one part in a thousand. */
  double cx = 0.5523 * rx, cy = 0.5523 * ry;

  cairo_move_to (cr, x + rx, y);
  cairo_curve_to (cr, x + rx, y + cy, x + cx, y + ry, x, y + ry);
  cairo_curve_to (cr, x - cx, y + ry, x - rx, y + cy, x - rx, y);
  cairo_curve_to (cr, x - rx, y - cy, x - cx, y - ry, x, y - ry);
  cairo_curve_to (cr, x + cx, y - ry, x + rx, y - cy, x + rx, y);
  cairo_close_path (cr);
}

static void
polygon_path (cairo_t *cr, const double *points, gsize n)
{
  for (gsize i = 0; i < n; i++)
    cairo_line_to (cr, points[2 * i], points[2 * i + 1]);
}

void
ras_brush_dot (RasBrush *brush, RasColour colour, double x, double y, double rx, double ry)
{
  ellipse_path (brush->cr, x, y, rx, ry);
  ras_brush_fill (brush, colour);
}

void
ras_brush_ball (RasBrush *brush, RasColour colour, double x, double y, double rx, double ry)
{
  ellipse_path (brush->cr, x, y, rx, ry);
  ras_brush_fill_shaded (brush, colour);
}

void
ras_brush_flat (RasBrush *brush, RasColour colour, const double *points, gsize n)
{
  polygon_path (brush->cr, points, n);
  ras_brush_fill (brush, colour);
}

void
ras_brush_panel (RasBrush *brush, RasColour colour, const double *points, gsize n)
{
  polygon_path (brush->cr, points, n);
  ras_brush_fill_shaded (brush, colour);
}

void
ras_brush_box (RasBrush *brush, RasColour colour, double x, double y, double width, double height,
               double radius)
{
  cairo_t *cr = brush->cr;

  if (radius > 0)
    {
      cairo_arc (cr, x + width - radius, y + radius, radius, -G_PI_2, 0);
      cairo_arc (cr, x + width - radius, y + height - radius, radius, 0, G_PI_2);
      cairo_arc (cr, x + radius, y + height - radius, radius, G_PI_2, G_PI);
      cairo_arc (cr, x + radius, y + radius, radius, G_PI, 3 * G_PI_2);
    }
  else
    cairo_rectangle (cr, x, y, width, height);
  ras_brush_fill_shaded (brush, colour);
}

void
ras_brush_body (RasBrush *brush, RasColour colour, const double *points, gsize n)
{
  cairo_move_to (brush->cr, points[0], points[1]);
  for (gsize i = 0; i < n; i++)
    {
      /* A Catmull–Rom piece from b to c, between its neighbours a and d. */
      const double *a = points + 2 * ((i + n - 1) % n), *b = points + 2 * i;
      const double *c = points + 2 * ((i + 1) % n), *d = points + 2 * ((i + 2) % n);

      cairo_curve_to (brush->cr, b[0] + (c[0] - a[0]) / 6, b[1] + (c[1] - a[1]) / 6,
                      c[0] - (d[0] - b[0]) / 6, c[1] - (d[1] - b[1]) / 6, c[0], c[1]);
    }
  ras_brush_fill_shaded (brush, colour);
}

void
ras_brush_line (RasBrush *brush, RasColour colour, double width, const double *points, gsize n)
{
  polygon_path (brush->cr, points, n);
  set_source (brush->cr, colour);
  cairo_set_line_width (brush->cr, width);
  cairo_stroke (brush->cr);
}

void
ras_brush_eye (RasBrush *brush, RasColour iris, double x, double y, double radius)
{
  double glint = brush->light > 0 ? 0.35 : -0.35;

  ras_brush_dot (brush, iris, x, y, radius, radius);
  ras_brush_dot (brush, ras_colour (0x101014), x, y, 0.65 * radius, 0.75 * radius);
  ras_brush_dot (brush, ras_colour (0xffffff), x + glint * radius, y - 0.35 * radius, 0.25 * radius,
                 0.25 * radius);
}

void
ras_brush_shadow (RasBrush *brush, double x, double y, double rx, double ry)
{
  ras_brush_dot (brush, ras_colour_fade (ras_colour (0x0a0c18), 0.35), x - 0.15 * brush->light, y,
                 rx, ry);
}
