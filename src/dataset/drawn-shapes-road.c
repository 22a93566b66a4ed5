/* What drives: automobile and truck. */
#include "drawn-shapes.h"

static const guint32 glass = 0x8fb4cc, rubber = 0x17171a;

static void
draw_wheel (RasBrush *b, double x, double y, double radius)
{
  ras_brush_dot (b, ras_colour (rubber), x, y, radius, radius);
  ras_brush_ball (b, ras_colour (0xc4c8cc), x, y, 0.55 * radius, 0.55 * radius);
  ras_brush_dot (b, ras_colour (0x4a4c50), x, y, 0.2 * radius, 0.2 * radius);
}

static RasColour
car_paint (RasBrush *b)
{
  if (ras_brush_chance (b, 0.4))
    return RAS_PICK (b, 0xd8dce0, 0x2a2c32, 0x8a9098, 0xf2f2ee);
  return ras_brush_paint (b, 0.85, 0.75);
}

static void
draw_car_side (RasBrush *b)
{
  RasColour paint = car_paint (b);
  RasColour dark = ras_colour_shade (paint, -0.55);
  double back = ras_brush_random (b, -0.86, -0.5); /* hatchback … sedan */
  double roof = ras_brush_random (b, -0.46, -0.3);
  double wheel = ras_brush_random (b, 0.19, 0.24);

  ras_brush_shadow (b, 0, 0.56, 1.0, 0.12);
  ras_brush_body (b, paint,
                  RAS_POINTS (back, 0.06, back + 0.12, roof + 0.1, back + 0.3, roof, 0.16, roof,
                              0.4, roof + 0.16, 0.62, 0.06));
  ras_brush_flat (
      b, ras_colour (glass),
      RAS_POINTS (back + 0.14, -0.04, back + 0.26, roof + 0.09, -0.16, roof + 0.09, -0.16, -0.04));
  ras_brush_flat (b, ras_colour_shade (ras_colour (glass), 0.25),
                  RAS_POINTS (-0.08, -0.04, -0.08, roof + 0.09, 0.16, roof + 0.09, 0.42, -0.04));
  ras_brush_body (b, paint,
                  RAS_POINTS (-0.97, 0.1, -0.9, -0.06, -0.5, -0.06, 0.0, -0.05, 0.5, -0.06, 0.86,
                              0.0, 0.98, 0.16, 0.96, 0.4, 0.7, 0.44, -0.7, 0.44, -0.96, 0.4));
  ras_brush_line (b, dark, 0.03, RAS_POINTS (-0.12, 0.0, -0.12, 0.38));
  ras_brush_line (b, ras_colour_shade (paint, 0.5), 0.035, RAS_POINTS (-0.85, 0.06, 0.8, 0.06));
  ras_brush_dot (b, ras_colour (0xfff2b0), 0.9, 0.14, 0.08, 0.07);
  ras_brush_dot (b, ras_colour (0xd02820), -0.93, 0.14, 0.06, 0.08);
  ras_brush_line (b, ras_colour (0xb0b4b8), 0.05, RAS_POINTS (-0.94, 0.38, -0.8, 0.38));
  ras_brush_line (b, ras_colour (0xb0b4b8), 0.05, RAS_POINTS (0.82, 0.38, 0.95, 0.38));
  draw_wheel (b, -0.56, 0.42, wheel);
  draw_wheel (b, 0.56, 0.42, wheel);
}

static void
draw_car_front (RasBrush *b)
{
  RasColour paint = car_paint (b);
  double roof = ras_brush_random (b, -0.66, -0.5);

  ras_brush_shadow (b, 0, 0.66, 0.95, 0.12);
  for (int i = -1; i <= 1; i += 2)
    ras_brush_box (b, ras_colour (rubber), 0.58 * i - 0.14, 0.3, 0.28, 0.38, 0.06);
  ras_brush_body (
      b, paint,
      RAS_POINTS (-0.66, 0, -0.5, roof + 0.1, -0.36, roof, 0.36, roof, 0.5, roof + 0.1, 0.66, 0));
  ras_brush_panel (b, ras_colour (glass),
                   RAS_POINTS (-0.54, -0.06, -0.4, roof + 0.12, 0.4, roof + 0.12, 0.54, -0.06));
  ras_brush_flat (b, ras_colour_fade (ras_colour (0xffffff), 0.4),
                  RAS_POINTS (-0.1, -0.06, 0.1, roof + 0.12, 0.24, roof + 0.12, 0.08, -0.06));
  ras_brush_body (b, paint,
                  RAS_POINTS (-0.8, 0.1, -0.66, -0.06, 0, -0.1, 0.66, -0.06, 0.8, 0.1, 0.82, 0.4,
                              0.7, 0.5, -0.7, 0.5, -0.82, 0.4));
  for (int i = -1; i <= 1; i += 2)
    {
      ras_brush_dot (b, ras_colour (0x505458), 0.56 * i, 0.16, 0.17, 0.14);
      ras_brush_dot (b, ras_colour (0xfff6cc), 0.56 * i, 0.16, 0.13, 0.11);
    }
  ras_brush_box (b, ras_colour (0x222428), -0.32, 0.1, 0.64, 0.14, 0.04);
  ras_brush_line (b, ras_colour (0xa8acb0), 0.07, RAS_POINTS (-0.74, 0.4, 0.74, 0.4));
  ras_brush_box (b, ras_colour (0xf4f4ec), -0.17, 0.33, 0.34, 0.12, 0);
}

void
ras_draw_automobile (RasBrush *brush)
{
  cairo_translate (brush->cr, 0, 0.14);
  if (ras_brush_chance (brush, 0.65))
    draw_car_side (brush);
  else
    draw_car_front (brush);
}

static void
draw_cab (RasBrush *b, RasColour paint)
{
  ras_brush_panel (
      b, paint,
      RAS_POINTS (0.38, -0.34, 0.7, -0.34, 0.86, -0.04, 0.96, 0.04, 0.96, 0.46, 0.38, 0.46));
  ras_brush_flat (b, ras_colour_shade (ras_colour (glass), 0.2),
                  RAS_POINTS (0.5, -0.25, 0.68, -0.25, 0.8, 0.0, 0.5, 0.0));
  ras_brush_line (b, ras_colour_shade (paint, -0.5), 0.03, RAS_POINTS (0.46, -0.26, 0.46, 0.36));
  ras_brush_dot (b, ras_colour (0xfff2b0), 0.92, 0.24, 0.06, 0.08);
  ras_brush_line (b, ras_colour (0xb8bcc0), 0.06, RAS_POINTS (0.84, 0.44, 0.97, 0.44));
}

static void
draw_cargo_box (RasBrush *b)
{
  RasColour box = ras_brush_chance (b, 0.5) ? RAS_PICK (b, 0xf4f2ec, 0xdfe2e4, 0xc8ccd0)
                                            : ras_brush_paint (b, 0.6, 0.8);

  ras_brush_box (b, box, -0.98, -0.72, 1.3, 1.06, 0);
  if (ras_brush_chance (b, 0.6))
    {
      double width = ras_brush_random (b, 0.08, 0.24);

      ras_brush_line (b, ras_brush_paint (b, 0.9, 0.7), width, RAS_POINTS (-0.8, -0.2, 0.14, -0.2));
    }
  for (int i = 0; i < 4; i++)
    ras_brush_line (b, ras_colour_shade (box, -0.25), 0.02,
                    RAS_POINTS (-0.72 + 0.26 * i, -0.7, -0.72 + 0.26 * i, 0.32));
}

static void
draw_tank (RasBrush *b)
{
  RasColour steel = RAS_PICK (b, 0xd0d6dc, 0xe8e4d8, 0xd04838, 0xe0b040, 0x4878a8);

  ras_brush_box (b, steel, -0.98, -0.48, 1.3, 0.8, 0.36);
  ras_brush_line (b, ras_colour_shade (steel, 0.7), 0.06, RAS_POINTS (-0.74, -0.34, 0.1, -0.34));
  ras_brush_box (b, ras_colour_shade (steel, -0.2), -0.46, -0.56, 0.24, 0.1, 0.03);
  ras_brush_line (b, ras_colour_shade (steel, -0.4), 0.03, RAS_POINTS (-0.34, -0.44, -0.34, 0.3));
}

static void
draw_dump_bed (RasBrush *b)
{
  RasColour bed = RAS_PICK (b, 0xe8b020, 0xd88420, 0x5a7a48, 0xa83c30, 0x3c68a0);

  ras_brush_body (b, RAS_PICK (b, 0x8a6a44, 0x9a9490, 0x4c4038),
                  RAS_POINTS (-0.9, -0.16, -0.62, -0.46, -0.3, -0.56, 0.06, -0.4, 0.24, -0.16));
  ras_brush_panel (b, bed, RAS_POINTS (-1.0, -0.24, 0.36, -0.24, 0.26, 0.34, -0.84, 0.34));
  for (int i = 0; i < 4; i++)
    ras_brush_line (b, ras_colour_shade (bed, -0.4), 0.05,
                    RAS_POINTS (-0.7 + 0.28 * i, -0.18, -0.66 + 0.26 * i, 0.3));
}

static void
draw_fire_engine (RasBrush *b, RasColour red)
{
  ras_brush_box (b, red, -0.98, -0.3, 1.34, 0.7, 0.04);
  ras_brush_line (b, ras_colour (0xf6f4ee), 0.08, RAS_POINTS (-0.92, 0.12, 0.32, 0.12));
  for (int i = 0; i < 3; i++)
    ras_brush_box (b, ras_colour (0x9aa0a8), -0.88 + 0.4 * i, -0.2, 0.3, 0.22, 0.02);
  ras_brush_line (b, ras_colour (0xd4d8dc), 0.05, RAS_POINTS (-1.0, -0.42, 0.6, -0.62));
  ras_brush_line (b, ras_colour (0xd4d8dc), 0.05, RAS_POINTS (-1.0, -0.3, 0.6, -0.5));
  for (int i = 0; i < 7; i++)
    ras_brush_line (
        b, ras_colour (0xa8acb0), 0.03,
        RAS_POINTS (-0.9 + 0.22 * i, -0.43 - 0.0275 * i, -0.9 + 0.22 * i, -0.31 - 0.0275 * i));
  ras_brush_dot (b, ras_colour (0x3880ff), 0.6, -0.4, 0.1, 0.08);
}

static void
draw_truck_side (RasBrush *b)
{
  double kind = ras_brush_random (b, 0, 1);
  RasColour paint = ras_brush_paint (b, 0.85, 0.78);

  if (kind >= 0.8)
    paint = RAS_PICK (b, 0xd82820, 0xc41c1c, 0xe03c28);
  ras_brush_shadow (b, 0, 0.68, 1.05, 0.11);
  ras_brush_box (b, ras_colour (0x26282c), -0.96, 0.3, 1.8, 0.16, 0);
  if (kind < 0.45)
    draw_cargo_box (b);
  else if (kind < 0.62)
    draw_tank (b);
  else if (kind < 0.8)
    draw_dump_bed (b);
  else
    draw_fire_engine (b, paint);
  draw_cab (b, paint);
  draw_wheel (b, 0.66, 0.5, 0.2);
  draw_wheel (b, -0.34, 0.5, 0.2);
  draw_wheel (b, -0.76, 0.5, 0.2);
}

/* A long-nosed or flat-faced lorry that comes towards us. */
static void
draw_truck_front (RasBrush *b)
{
  RasColour paint = ras_brush_paint (b, 0.85, 0.75);
  RasColour box = RAS_PICK (b, 0xf0eee8, 0xc8ccd0, 0xa8a090, 0x8a98a8);

  ras_brush_shadow (b, 0, 0.8, 0.95, 0.12);
  for (int i = -1; i <= 1; i += 2)
    ras_brush_box (b, ras_colour (rubber), 0.54 * i - 0.16, 0.4, 0.32, 0.44, 0.06);
  ras_brush_box (b, box, -0.78, -0.95, 1.56, 1.3, 0.02);
  ras_brush_box (b, paint, -0.68, -0.62, 1.36, 1.26, 0.1);
  ras_brush_box (b, ras_colour (glass), -0.58, -0.5, 1.16, 0.42, 0.05);
  ras_brush_flat (b, ras_colour_fade (ras_colour (0xffffff), 0.4),
                  RAS_POINTS (-0.2, -0.1, 0, -0.48, 0.16, -0.48, -0.02, -0.1));
  for (int i = -1; i <= 1; i += 2)
    {
      ras_brush_line (b, ras_colour (0x202226), 0.09, RAS_POINTS (0.8 * i, -0.4, 0.8 * i, -0.12));
      ras_brush_dot (b, ras_colour (0xfff6cc), 0.53 * i, 0.34, 0.11, 0.11);
    }
  ras_brush_box (b, ras_colour (0x303238), -0.34, 0.06, 0.68, 0.4, 0.04);
  for (int i = 0; i < 3; i++)
    ras_brush_line (b, ras_colour (0xb8bcc0), 0.04,
                    RAS_POINTS (-0.3, 0.14 + 0.12 * i, 0.3, 0.14 + 0.12 * i));
  ras_brush_box (b, ras_colour (0xb0b4b8), -0.74, 0.52, 1.48, 0.14, 0.04);
}

void
ras_draw_truck (RasBrush *brush)
{
  if (ras_brush_chance (brush, 0.75))
    draw_truck_side (brush);
  else
    draw_truck_front (brush);
}
