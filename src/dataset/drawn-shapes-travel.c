/* What travels by air and by sea: airplane and ship. */
#include "drawn-shapes.h"

static void
draw_windows (RasBrush *b, RasColour colour, double x0, double x1, double y, double size)
{
  for (double x = x0; x < x1; x += 2 * size)
    cairo_rectangle (b->cr, x, y, size, size * 1.2);
  ras_brush_fill (b, colour);
}

static void
draw_jet (RasBrush *b)
{
  RasColour hull = RAS_PICK (b, 0xf4f4f0, 0xe4e8ee, 0xc4ccd4, 0xf0e8d8, 0x98a4b0);
  RasColour livery = ras_brush_paint (b, 0.85, 0.75);
  RasColour dark = ras_colour_shade (hull, -0.45);

  ras_brush_panel (b, dark, RAS_POINTS (0.25, -0.1, -0.12, -0.56, -0.28, -0.56, -0.1, -0.08));
  ras_brush_panel (b, livery, RAS_POINTS (-0.5, -0.1, -0.82, -0.55, -1.02, -0.55, -0.92, -0.06));
  ras_brush_body (b, hull,
                  RAS_POINTS (0.98, 0.02, 0.84, -0.11, 0.4, -0.17, -0.4, -0.17, -0.96, -0.1, -0.96,
                              -0.04, -0.5, 0.11, 0.1, 0.17, 0.7, 0.14, 0.92, 0.09));
  ras_brush_line (b, livery, 0.05, RAS_POINTS (-0.85, -0.02, -0.3, 0.05, 0.85, 0.05));
  draw_windows (b, ras_colour (0x2a3c58), -0.55, 0.65, -0.1, 0.06);
  ras_brush_flat (b, ras_colour (0x26344a),
                  RAS_POINTS (0.75, -0.11, 0.86, -0.06, 0.88, -0.02, 0.74, -0.02));
  ras_brush_panel (b, dark, RAS_POINTS (-0.66, -0.02, -0.9, 0.2, -1.04, 0.2, -0.9, -0.03));
  ras_brush_ball (b, livery, 0.06, 0.3, 0.16, 0.08);
  ras_brush_panel (b, ras_colour_shade (hull, -0.15),
                   RAS_POINTS (0.28, 0.06, -0.28, 0.64, -0.46, 0.64, -0.2, 0.05));
  if (b->backdrop != RAS_BACKDROP_ROAD && b->backdrop != RAS_BACKDROP_MEADOW)
    return;
  ras_brush_line (b, ras_colour (0x3a3c40), 0.05, RAS_POINTS (0.66, 0.14, 0.66, 0.42));
  ras_brush_dot (b, ras_colour (0x18181c), 0.66, 0.46, 0.09, 0.09);
  ras_brush_dot (b, ras_colour (0x18181c), -0.1, 0.46, 0.11, 0.11);
}

/* From below or above, as one sees it cross the sky. */
static void
draw_crossing (RasBrush *b)
{
  RasColour hull = RAS_PICK (b, 0xf4f4f0, 0xd4dae2, 0x8c98a4, 0x5c6670, 0xe8dcc0);
  RasColour wing = ras_colour_shade (hull, -0.22);
  RasColour livery = ras_brush_paint (b, 0.8, 0.7);
  double sweep = ras_brush_random (b, 0.1, 0.45);

  cairo_rotate (b->cr, ras_brush_random (b, -0.9, 0.9));
  ras_brush_panel (b, wing,
                   RAS_POINTS (0.3, 0, 0.18 - sweep, -0.95, -0.02 - sweep, -0.95, -0.15, 0,
                               -0.02 - sweep, 0.95, 0.18 - sweep, 0.95));
  ras_brush_panel (
      b, livery,
      RAS_POINTS (-0.62, 0, -0.82, -0.36, -0.96, -0.36, -0.88, 0, -0.96, 0.36, -0.82, 0.36));
  for (int i = -1; i <= 1; i += 2)
    ras_brush_ball (b, livery, 0.2 - 0.4 * sweep, 0.4 * i, 0.14, 0.07);
  ras_brush_body (b, hull,
                  RAS_POINTS (0.98, 0, 0.8, -0.11, 0.3, -0.14, -0.5, -0.12, -0.96, -0.04, -0.96,
                              0.04, -0.5, 0.12, 0.3, 0.14, 0.8, 0.11));
  ras_brush_flat (b, ras_colour (0x24324a),
                  RAS_POINTS (0.82, -0.07, 0.74, -0.09, 0.74, 0.09, 0.82, 0.07));
}

static void
draw_biplane (RasBrush *b)
{
  RasColour paint = ras_brush_paint (b, 0.85, 0.78);
  RasColour wing = ras_brush_chance (b, 0.5) ? RAS_PICK (b, 0xf0e4c0, 0xf4f0e8)
                                             : ras_colour_shade (paint, 0.2);
  RasColour wood = ras_colour (0x5a4028);

  ras_brush_ball (b, wing, 0.22, 0.26, 0.62, 0.08);
  ras_brush_panel (b, paint, RAS_POINTS (-0.6, -0.02, -0.78, -0.4, -0.98, -0.36, -0.96, 0.04));
  ras_brush_body (b, paint,
                  RAS_POINTS (0.72, -0.1, 0.5, -0.2, 0.1, -0.18, -0.5, -0.06, -0.95, 0, -0.9, 0.08,
                              -0.3, 0.2, 0.4, 0.26, 0.72, 0.14));
  ras_brush_line (b, wood, 0.05, RAS_POINTS (-0.1, 0.2, -0.06, -0.46));
  ras_brush_line (b, wood, 0.05, RAS_POINTS (0.48, 0.2, 0.52, -0.46));
  ras_brush_ball (b, wing, 0.22, -0.48, 0.72, 0.1);
  ras_brush_dot (b, ras_colour (0x7a4a30), -0.02, -0.22, 0.1, 0.1);
  ras_brush_dot (b, ras_colour (0x2c2c30), 0.74, 0.02, 0.1, 0.16);
  ras_brush_dot (b, ras_colour_fade (ras_colour (0x303438), 0.35), 0.88, 0.02, 0.06, 0.5);
  ras_brush_dot (b, ras_colour (0xd8c060), 0.86, 0.02, 0.06, 0.06);
  ras_brush_line (b, wood, 0.05, RAS_POINTS (0.4, 0.2, 0.3, 0.5));
  ras_brush_dot (b, ras_colour (0x1c1c20), 0.3, 0.55, 0.14, 0.14);
}

void
ras_draw_airplane (RasBrush *brush)
{
  double kind = ras_brush_random (brush, 0, 1);

  if (kind < 0.5)
    draw_jet (brush);
  else if (kind < 0.75 && brush->backdrop != RAS_BACKDROP_ROAD)
    draw_crossing (brush);
  else
    draw_biplane (brush);
}

static void
draw_smoke (RasBrush *b, double x, double y)
{
  RasColour smoke = ras_colour_fade (ras_colour (0x8c8c90), 0.55);

  for (int i = 0; i < 3; i++)
    ras_brush_dot (b, smoke, x - 0.16 * i, y - 0.1 * i, 0.08 + 0.04 * i, 0.06 + 0.03 * i);
}

static void
draw_hull (RasBrush *b, RasColour paint, double deck)
{
  ras_brush_panel (b, paint,
                   RAS_POINTS (-0.96, deck, 0.55, deck, 1.0, deck - 0.16, 0.76, 0.56, -0.84, 0.56));
  ras_brush_flat (b, RAS_PICK (b, 0x9c2c28, 0x7a2420, 0x203a5c),
                  RAS_POINTS (-0.88, 0.42, 0.8, 0.42, 0.74, 0.6, -0.84, 0.6));
}

static void
draw_liner (RasBrush *b)
{
  RasColour white = RAS_PICK (b, 0xfaf8f4, 0xf0ece0, 0xe4e8ec);
  RasColour funnel = RAS_PICK (b, 0xd04030, 0xe0a030, 0x3060a0, 0x303238);
  int n_funnels = g_rand_int_range (b->random, 1, 4);

  for (int i = 0; i < n_funnels; i++)
    {
      double x = -0.42 + 0.32 * i;

      draw_smoke (b, x, -0.74);
      ras_brush_box (b, funnel, x - 0.08, -0.68, 0.16, 0.4, 0);
      ras_brush_box (b, ras_colour (0x202024), x - 0.08, -0.7, 0.16, 0.09, 0);
    }
  ras_brush_box (b, white, -0.62, -0.36, 1.05, 0.24, 0);
  ras_brush_box (b, white, -0.78, -0.16, 1.4, 0.26, 0);
  draw_windows (b, ras_colour (0x34506e), -0.54, 0.36, -0.28, 0.08);
  draw_windows (b, ras_colour (0x34506e), -0.7, 0.55, -0.06, 0.08);
  draw_hull (b, RAS_PICK (b, 0x22304c, 0x1c1e24, 0xf4f2ee, 0x2a4a78, 0x84302c), 0.08);
}

static void
draw_freighter (RasBrush *b)
{
  RasColour white = RAS_PICK (b, 0xf4f2ec, 0xe4dcc8);
  double top;

  for (double x = -0.42; x < 0.6; x += 0.22)
    {
      top = ras_brush_chance (b, 0.5) ? -0.3 : -0.12;
      for (double y = top; y < 0.1; y += 0.18)
        ras_brush_box (b, ras_brush_paint (b, 0.75, 0.7), x, y, 0.2, 0.17, 0);
    }
  ras_brush_box (b, RAS_PICK (b, 0xd04030, 0x30405c, 0xe0a030), -0.86, -0.66, 0.14, 0.3, 0);
  draw_smoke (b, -0.8, -0.72);
  ras_brush_box (b, white, -0.9, -0.42, 0.42, 0.56, 0);
  draw_windows (b, ras_colour (0x34506e), -0.84, -0.52, -0.34, 0.09);
  draw_windows (b, ras_colour (0x34506e), -0.84, -0.52, -0.12, 0.09);
  ras_brush_line (b, ras_colour (0x606468), 0.04, RAS_POINTS (0.8, 0, 0.8, -0.4));
  draw_hull (b, RAS_PICK (b, 0x1e2a44, 0x24262c, 0xa03830, 0x2c5c4c, 0x4c5a68), 0.1);
}

static void
draw_sailing_boat (RasBrush *b)
{
  RasColour sail = RAS_PICK (b, 0xfcfaf4, 0xf4ecd8, 0xf8f8fa, 0xd86048);
  RasColour paint = RAS_PICK (b, 0x8a4a2c, 0xf4f2ee, 0x28446c, 0xb03830, 0x2a2c34);

  ras_brush_body (
      b, sail,
      RAS_POINTS (-0.02, -0.92, -0.06, -0.4, -0.12, 0.16, -0.5, 0.2, -0.78, 0.16, -0.42, -0.3));
  ras_brush_panel (b, ras_colour_shade (sail, -0.12),
                   RAS_POINTS (0.06, -0.84, 0.82, 0.18, 0.1, 0.18));
  ras_brush_line (b, ras_colour (0x4a3424), 0.05, RAS_POINTS (0.0, -0.98, 0.0, 0.3));
  if (ras_brush_chance (b, 0.6))
    ras_brush_flat (b, RAS_PICK (b, 0xd83030, 0x3050c0, 0xf0c030),
                    RAS_POINTS (0, -1, 0, -0.86, -0.24, -0.93));
  ras_brush_body (
      b, paint,
      RAS_POINTS (-0.8, 0.28, 0, 0.3, 0.92, 0.22, 0.7, 0.48, 0.5, 0.58, -0.5, 0.6, -0.72, 0.5));
  ras_brush_line (b, ras_colour_shade (paint, 0.6), 0.04,
                  RAS_POINTS (-0.7, 0.34, 0, 0.36, 0.76, 0.3));
}

static void
draw_tug (RasBrush *b)
{
  RasColour house = RAS_PICK (b, 0xf4f0e4, 0xe8b840, 0xd8e4e8);

  draw_smoke (b, -0.32, -0.66);
  ras_brush_box (b, RAS_PICK (b, 0xd04030, 0x2c2e34, 0xe09030), -0.42, -0.58, 0.2, 0.6, 0);
  ras_brush_line (b, ras_colour (0x50443a), 0.045, RAS_POINTS (-0.7, 0.1, -0.7, -0.5, -0.34, 0.1));
  ras_brush_box (b, house, -0.16, -0.4, 0.5, 0.5, 0.04);
  ras_brush_box (b, ras_colour_shade (house, -0.3), -0.22, -0.48, 0.62, 0.1, 0.04);
  draw_windows (b, ras_colour (0x2c4c6c), -0.08, 0.3, -0.3, 0.13);
  draw_hull (b, RAS_PICK (b, 0x1e3a5c, 0x24262c, 0xb03c2c, 0x2c6448), 0.06);
  for (int i = 0; i < 3; i++)
    ras_brush_dot (b, ras_colour (0x141416), -0.5 + 0.4 * i, 0.3, 0.09, 0.09);
}

/* The water closes over the keel and foams at the bow. */
static void
draw_waterline (RasBrush *b)
{
  RasColour foam = ras_colour_fade (ras_colour (0xf8fcff), 0.85);

  cairo_move_to (b->cr, -3, 1);
  cairo_line_to (b->cr, -3, 0.54);
  for (double x = -3; x < 3; x += 0.3)
    cairo_curve_to (b->cr, x + 0.1, 0.62, x + 0.2, 0.62, x + 0.3, 0.54);
  cairo_line_to (b->cr, 3, 1);
  ras_brush_fill (b, ras_colour_shade (b->ground, 0.06));
  ras_brush_dot (b, ras_colour_fade (ras_colour (0x06101c), 0.3), 0, 0.64, 0.85, 0.1);
  ras_brush_line (b, foam, 0.06, RAS_POINTS (0.9, 0.56, 0.72, 0.6, 0.5, 0.6));
  ras_brush_line (b, foam, 0.04, RAS_POINTS (-0.95, 0.64, -0.7, 0.6, -0.5, 0.62));
  ras_brush_line (b, ras_colour_fade (foam, 0.4), 0.04, RAS_POINTS (-0.4, 0.78, -0.1, 0.8));
  ras_brush_line (b, ras_colour_fade (foam, 0.4), 0.04, RAS_POINTS (0.2, 0.74, 0.5, 0.72));
}

void
ras_draw_ship (RasBrush *brush)
{
  double kind = ras_brush_random (brush, 0, 1);

  if (kind < 0.3)
    draw_liner (brush);
  else if (kind < 0.5)
    draw_freighter (brush);
  else if (kind < 0.78)
    draw_sailing_boat (brush);
  else
    draw_tug (brush);
  draw_waterline (brush);
}
