#include "drawn-scene.h"

#include "random.h"

static void
fill_band (RasBrush *brush, double top, double bottom, RasColour from, RasColour to)
{
  cairo_pattern_t *pattern = cairo_pattern_create_linear (0, top, 0, bottom);

  cairo_pattern_add_color_stop_rgb (pattern, 0, from.red, from.green, from.blue);
  cairo_pattern_add_color_stop_rgb (pattern, 1, to.red, to.green, to.blue);
  cairo_set_source (brush->cr, pattern);
  cairo_pattern_destroy (pattern);
  cairo_rectangle (brush->cr, 0, top, 1, bottom - top);
  cairo_fill (brush->cr);
}

static void
paint_cloud (RasBrush *brush, double bottom)
{
  double x = ras_brush_random (brush, 0, 1);
  double y = ras_brush_random (brush, 0.05, 0.9) * bottom;
  double size = ras_brush_random (brush, 0.06, 0.16);
  RasColour white = ras_colour_fade (ras_colour (0xffffff), ras_brush_random (brush, 0.45, 0.9));

  cairo_new_path (brush->cr);
  cairo_arc (brush->cr, x - size, y, 0.6 * size, 0, 2 * G_PI);
  cairo_new_sub_path (brush->cr);
  cairo_arc (brush->cr, x, y - 0.3 * size, 0.8 * size, 0, 2 * G_PI);
  cairo_new_sub_path (brush->cr);
  cairo_arc (brush->cr, x + size, y, 0.6 * size, 0, 2 * G_PI);
  ras_brush_fill (brush, white);
}

static void
paint_sky (RasBrush *brush, double bottom)
{
  /* Blue days, pale days, storms and sunsets. */
  static const guint32 zenith[]
      = { 0x2f6fc4, 0x5a9bdc, 0x3f8ad8, 0x8fb4d4, 0x7d8a99, 0x5a5a92, 0xa8a6a0, 0x4c4a78 };
  static const guint32 low[]
      = { 0x9fc8ee, 0xcfe4f4, 0xb4dcf0, 0xdde6ec, 0xb8bec4, 0xf2a66a, 0xd8d0c0, 0xc87a8a };
  int kind = g_rand_int_range (brush->random, 0, G_N_ELEMENTS (zenith));
  int n_clouds = g_rand_int_range (brush->random, 0, 4);

  RasColour high = ras_brush_pick (brush, zenith + kind, 1);
  RasColour deep = ras_brush_pick (brush, low + kind, 1);

  fill_band (brush, 0, bottom, high, deep);
  if (ras_brush_chance (brush, 0.15))
    ras_brush_dot (brush, ras_colour_fade (ras_colour (0xfff3b0), 0.9), 0.5 + 0.35 * brush->light,
                   0.15, 0.08, 0.08);
  for (int i = 0; i < n_clouds; i++)
    paint_cloud (brush, bottom);
}

/* A row of round tops (hills, trees, bushes) along a line, all about the same size
 * between `small` and `large`. */
static void
paint_round_row (RasBrush *brush, RasColour colour, double y, double small, double large)
{
  double size = ras_brush_random (brush, small, large);

  cairo_new_path (brush->cr);
  for (double x = ras_brush_random (brush, -0.1, 0.1); x < 1.1;
       x += size * ras_brush_random (brush, 0.7, 1.7))
    {
      cairo_new_sub_path (brush->cr);
      cairo_arc (brush->cr, x, y, size * ras_brush_random (brush, 0.6, 1.1), 0, 2 * G_PI);
    }
  ras_brush_fill_shaded (brush, colour);
}

/* Short strokes scattered over the ground: blades of grass, ripples, leaves. */
static void
scatter (RasBrush *brush, RasColour colour, double top, int n, double dx, double dy)
{
  for (int i = 0; i < n; i++)
    {
      double x = ras_brush_random (brush, 0, 1);
      double y = ras_brush_random (brush, top, 1);
      /* Nearer strokes are longer. */
      double near = 0.4 + (y - top) / (1 - top);

      cairo_move_to (brush->cr, x - near * dx, y - near * dy);
      cairo_line_to (brush->cr, x + near * dx, y + near * dy);
    }
  cairo_set_source_rgba (brush->cr, colour.red, colour.green, colour.blue, 0.55);
  cairo_set_line_width (brush->cr, 0.022);
  cairo_stroke (brush->cr);
}

static void
paint_sea (RasBrush *brush)
{
  double horizon = ras_brush_random (brush, 0.2, 0.5);
  RasColour water = RAS_PICK (brush, 0x2c6f9c, 0x1f5a86, 0x3a8c9e, 0x5b7f94, 0x28506e, 0x4a8fbf,
                              0x7a94a0, 0x5c8468, 0x9a7a78, 0x6c7a58);

  paint_sky (brush, horizon);
  if (ras_brush_chance (brush, 0.35))
    paint_round_row (brush, RAS_PICK (brush, 0x6f8a86, 0x7b8b9c, 0x56705c, 0xa09a80), horizon, 0.04,
                     0.12);
  fill_band (brush, horizon, 1, ras_colour_shade (water, 0.25), ras_colour_shade (water, -0.2));
  scatter (brush, ras_colour_shade (water, 0.55), horizon, 12, 0.05, 0);
  brush->ground = water;
}

/* A beach for those who do not swim. */
static void
paint_shore (RasBrush *brush)
{
  double edge = ras_brush_random (brush, 0.5, 0.62);
  RasColour sand = RAS_PICK (brush, 0xe4cc98, 0xd0b078, 0xb8a888, 0xf0dfc0);

  paint_sea (brush);
  fill_band (brush, edge, 1, ras_colour_shade (sand, 0.1), ras_colour_shade (sand, -0.15));
  ras_brush_line (
      brush, ras_colour_fade (ras_colour (0xffffff), 0.8), 0.03,
      RAS_POINTS (-0.1, edge, 0.2, edge + 0.02, 0.5, edge - 0.01, 0.8, edge + 0.02, 1.1, edge));
  brush->ground = sand;
}

static void
paint_meadow (RasBrush *brush)
{
  double horizon = ras_brush_random (brush, 0.15, 0.58);
  RasColour grass
      = RAS_PICK (brush, 0x5f9a3a, 0x7aa848, 0x4f8434, 0xa8a050, 0xc2b068, 0x86985a, 0xd0cdb8);

  paint_sky (brush, horizon);
  if (ras_brush_chance (brush, 0.7))
    paint_round_row (brush, RAS_PICK (brush, 0x3d6a35, 0x5c7f4a, 0x74906c, 0x7c8c8e), horizon, 0.06,
                     0.2);
  fill_band (brush, horizon, 1, ras_colour_shade (grass, 0.2), ras_colour_shade (grass, -0.25));
  scatter (brush, ras_colour_shade (grass, -0.4), horizon, 12, 0.008, 0.03);
  if (ras_brush_chance (brush, 0.3))
    scatter (brush, RAS_PICK (brush, 0xf4e04a, 0xffffff, 0xe06a7a), horizon, 6, 0.008, 0);
  brush->ground = grass;
}

static void
paint_houses (RasBrush *brush, double bottom)
{
  for (double x = ras_brush_random (brush, -0.15, 0.05); x < 1;)
    {
      double width = ras_brush_random (brush, 0.14, 0.35);
      double top = bottom - ras_brush_random (brush, 0.12, 0.5);

      ras_brush_box (brush,
                     RAS_PICK (brush, 0xa86a50, 0xc8b8a0, 0x8c9098, 0xd8cdb6, 0x7c6a60, 0x9aa8b0),
                     x, top, width, bottom - top, 0);
      cairo_rectangle (brush->cr, x + 0.2 * width, top + 0.06, 0.2 * width, 0.07);
      cairo_rectangle (brush->cr, x + 0.6 * width, top + 0.06, 0.2 * width, 0.07);
      ras_brush_fill (brush, RAS_PICK (brush, 0x3a4656, 0xf2dc8c));
      x += width + (ras_brush_chance (brush, 0.4) ? ras_brush_random (brush, 0, 0.25) : 0);
    }
}

static void
paint_road (RasBrush *brush)
{
  double horizon = ras_brush_random (brush, 0.25, 0.55);
  RasColour asphalt = RAS_PICK (brush, 0x6c6e74, 0x8a8a88, 0x55575e, 0xa8a298, 0x9a8a74);

  paint_sky (brush, horizon);
  if (ras_brush_chance (brush, 0.5))
    paint_houses (brush, horizon);
  else if (ras_brush_chance (brush, 0.8))
    paint_round_row (brush, RAS_PICK (brush, 0x3f6a38, 0x5a7a48, 0x7a8a62, 0x8a8478), horizon, 0.08,
                     0.2);
  fill_band (brush, horizon, 1, ras_colour_shade (asphalt, 0.15),
             ras_colour_shade (asphalt, -0.15));
  if (ras_brush_chance (brush, 0.5))
    {
      double x = ras_brush_random (brush, -0.2, 0);
      double y = ras_brush_random (brush, 0.9, 0.98);

      for (; x < 1; x += 0.4)
        cairo_rectangle (brush->cr, x, y, 0.22, 0.03);
      ras_brush_fill (brush, ras_colour_fade (ras_colour (0xf0ead0), 0.8));
    }
  brush->ground = asphalt;
}

static void
paint_forest (RasBrush *brush)
{
  double horizon = ras_brush_random (brush, 0.35, 0.6);
  double high = ras_brush_random (brush, -0.4, 0.5), low = ras_brush_random (brush, -0.4, 0.5);
  double crowns = ras_brush_random (brush, 0.1, 0.5), top = ras_brush_random (brush, -0.3, 0.2);
  RasColour leaves = RAS_PICK (brush, 0x2f5a2c, 0x48743a, 0x6a8a44, 0x8a7a34, 0x36503a, 0xb07a3a);
  RasColour soil = RAS_PICK (brush, 0x5a6a34, 0x7a6a44, 0x6a5238, 0x4c5c30, 0x96844e);
  int n_trunks = g_rand_int_range (brush->random, 2, 7);

  fill_band (brush, 0, horizon, ras_colour_shade (leaves, high), ras_colour_shade (leaves, low));
  paint_round_row (brush, leaves, crowns, 0.1, 0.25);
  fill_band (brush, horizon, 1, ras_colour_shade (soil, 0.15), ras_colour_shade (soil, -0.3));
  for (int i = 0; i < n_trunks; i++)
    {
      double x = ras_brush_random (brush, -0.05, 1), width = ras_brush_random (brush, 0.02, 0.09);

      cairo_rectangle (brush->cr, x, 0, width, horizon + ras_brush_random (brush, -0.02, 0.08));
    }
  ras_brush_fill (brush, RAS_PICK (brush, 0x3c2c20, 0x5a4634, 0x8a7c6a, 0x2c2820));
  paint_round_row (brush, ras_colour_shade (leaves, top), 0, 0.1, 0.25);
  scatter (brush, ras_colour_shade (leaves, 0.2), horizon, 10, 0.02, 0.015);
  brush->ground = soil;
}

/* Indoors or a blurred nowhere: a wall, a floor, and things lying about. */
static void
paint_room (RasBrush *brush)
{
  double floor = ras_brush_random (brush, 0.4, 0.62);
  RasColour wall = RAS_PICK (brush, 0xc8b89a, 0xa8b4b8, 0x8a6a52, 0xd8d4cc, 0x6a7a6c, 0xb88a7a,
                             0x54545c, 0xe6dcc4);
  RasColour boards
      = RAS_PICK (brush, 0x9a7048, 0xb89468, 0x7a5c48, 0xa8a49c, 0x8c3a3a, 0x4a5a7c, 0xd4c8b4);
  int n_things = g_rand_int_range (brush->random, 1, 4);
  double high = ras_brush_random (brush, -0.2, 0.3), low = ras_brush_random (brush, -0.3, 0.1);

  fill_band (brush, 0, floor, ras_colour_shade (wall, high), ras_colour_shade (wall, low));
  for (int i = 0; i < n_things; i++)
    {
      double x = ras_brush_random (brush, -0.1, 0.9), y = ras_brush_random (brush, 0, floor);
      double width = ras_brush_random (brush, 0.12, 0.4),
             height = ras_brush_random (brush, 0.1, 0.4);
      double radius = ras_brush_chance (brush, 0.5) ? 0.05 : 0;

      ras_brush_box (brush, ras_brush_paint (brush, 0.45, 0.7), x, y, width, height, radius);
    }
  fill_band (brush, floor, 1, ras_colour_shade (boards, 0.15), ras_colour_shade (boards, -0.2));
  if (ras_brush_chance (brush, 0.5)) /* A rug. */
    {
      double x = ras_brush_random (brush, 0.2, 0.8);

      ras_brush_dot (brush, ras_brush_paint (brush, 0.5, 0.65), x, 1, 0.55, 0.9 * (1 - floor));
    }
  brush->ground = boards;
}

void
ras_scene_paint (RasBrush *brush)
{
  switch (brush->backdrop)
    {
    case RAS_BACKDROP_SEA:
      paint_sea (brush);
      break;
    case RAS_BACKDROP_SHORE:
      paint_shore (brush);
      break;
    case RAS_BACKDROP_MEADOW:
      paint_meadow (brush);
      break;
    case RAS_BACKDROP_ROAD:
      paint_road (brush);
      break;
    case RAS_BACKDROP_FOREST:
      paint_forest (brush);
      break;
    case RAS_BACKDROP_ROOM:
      paint_room (brush);
      break;
    default:
      paint_sky (brush, 1);
      brush->ground = ras_colour (0xb0c8dc);
    }
}

RasExposure
ras_scene_expose (RasBrush *brush)
{
  double brightness = ras_brush_random (brush, 0.76, 1.22);
  double warmth = ras_brush_random (brush, -0.14, 0.16);
  double fall = ras_brush_random (brush, 0, 0.3);
  double slope_y = ras_brush_random (brush, -0.2, 0.05);
  double haze = ras_brush_random (brush, 0, 0.15);

  return (RasExposure){ { brightness * (1 + warmth), brightness, brightness * (1 - warmth) },
                        fall * brush->light,
                        slope_y,
                        haze,
                        ras_brush_random (brush, 2, 5.5) };
}

void
ras_scene_develop (const RasExposure *exposure, cairo_surface_t *painting, guint side,
                   const float *grains, GRand *random, guint8 *planes)
{
  const guint8 *rows = cairo_image_surface_get_data (painting);
  int stride = cairo_image_surface_get_stride (painting);
  gsize plane = (gsize)side * side;
  float haze = 210 * exposure->haze, noise = exposure->noise;

  for (guint y = 0; y < side; y++)
    for (guint x = 0; x < side; x++)
      {
        guint32 pixel = *(const guint32 *)(gconstpointer)(rows + (gsize)y * stride + 4 * x);
        guint32 dice = g_rand_int (random);
        double light = 1 + exposure->slope_x * ((x + 0.5) / side - 0.5)
                       + exposure->slope_y * ((y + 0.5) / side - 0.5);

        /* Three throws of ten bits each choose this pixel's three grains. */
        for (int c = 0; c < 3; c++, dice >>= 10)
          {
            float paint = pixel >> (16 - 8 * c) & 255;
            float value = paint * (float)(exposure->gain[c] * light * (1 - exposure->haze)) + haze
                          + noise * grains[dice & (RAS_N_GRAINS - 1)];

            planes[c * plane + y * side + x] = CLAMP ((int)(value + 0.5f), 0, 255);
          }
      }
}
