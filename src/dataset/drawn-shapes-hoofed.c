/* Animals with hooves: deer and horse. */
#include "drawn-shapes.h"

static const guint32 ink = 0x16141a;

/* A leg from the body to the ground: thigh, shin and hoof. `swing` moves the foot. */
static void
draw_leg (RasBrush *b, RasColour colour, double x, double top, double thickness, double knee,
          double swing)
{
  double middle = (top + 0.88) / 2;

  ras_brush_line (b, colour, thickness, RAS_POINTS (x, top, x + knee + swing / 2, middle));
  ras_brush_line (b, colour, 0.62 * thickness,
                  RAS_POINTS (x + knee + swing / 2, middle, x + swing, 0.84));
  ras_brush_line (b, ras_colour (0x221c1a), 0.68 * thickness,
                  RAS_POINTS (x + swing, 0.86, x + swing + 0.03, 0.88));
}

static void
draw_antler (RasBrush *b, RasColour colour, double x, double y, double side, double size)
{
  ras_brush_line (b, colour, 0.065,
                  RAS_POINTS (x, y, x + 0.34 * side * size, y - 0.28 * size, x + 0.46 * side * size,
                              y - 0.62 * size, x + 0.34 * side * size, y - 0.9 * size));
  ras_brush_line (
      b, colour, 0.055,
      RAS_POINTS (x + 0.3 * side * size, y - 0.26 * size, x + 0.1 * side * size, y - 0.6 * size));
  ras_brush_line (b, colour, 0.055,
                  RAS_POINTS (x + 0.44 * side * size, y - 0.56 * size, x + 0.74 * side * size,
                              y - 0.82 * size));
}

static void
draw_deer_side (RasBrush *b, RasColour fur)
{
  RasColour far = ras_colour_shade (fur, -0.4),
            pale = ras_brush_mix (fur, ras_colour (0xfff4e4), 0.7);
  RasColour horn = RAS_PICK (b, 0x7a5c40, 0xc8ac84, 0x4c3828);
  double walk = ras_brush_random (b, -0.14, 0.14), size = ras_brush_random (b, 0.42, 0.58);
  gboolean stag = ras_brush_chance (b, 0.72), fawn = !stag || ras_brush_chance (b, 0.3);

  ras_brush_shadow (b, 0, 0.88, 0.72, 0.08);
  draw_leg (b, far, -0.4, 0.15, 0.12, -0.05, walk);
  draw_leg (b, far, 0.2, 0.15, 0.11, 0.02, -walk);
  if (stag)
    draw_antler (b, ras_colour_shade (horn, -0.2), 0.56, -0.5, 0.9, size);
  ras_brush_ball (b, ras_colour (0xfaf6ee), -0.64, 0.04, 0.1, 0.14);
  ras_brush_body (b, fur,
                  RAS_POINTS (-0.62, -0.02, -0.66, 0.14, -0.5, 0.3, 0, 0.26, 0.28, 0.3, 0.44, 0.08,
                              0.52, -0.2, 0.6, -0.28, 0.84, -0.22, 0.9, -0.32, 0.74, -0.46, 0.58,
                              -0.58, 0.44, -0.5, 0.3, -0.18, 0.14, -0.04, -0.25, -0.06));
  ras_brush_dot (b, pale, -0.05, 0.24, 0.34, 0.05);
  ras_brush_dot (b, pale, 0.44, 0.0, 0.07, 0.16);
  if (fawn)
    for (int i = 0; i < 8; i++)
      ras_brush_dot (b, ras_colour_fade (ras_colour (0xfff8ec), 0.9),
                     -0.48 + 0.15 * (i % 4) + 0.06 * (i / 4), 0.02 + 0.1 * (i / 4), 0.035, 0.035);
  draw_leg (b, fur, -0.54, 0.15, 0.15, -0.05, -walk);
  draw_leg (b, fur, 0.32, 0.18, 0.13, 0.02, walk);
  ras_brush_body (b, far, RAS_POINTS (0.5, -0.5, 0.4, -0.6, 0.2, -0.62, 0.3, -0.5));
  if (stag)
    draw_antler (b, horn, 0.52, -0.54, -0.8, size);
  ras_brush_dot (b, ras_colour (ink), 0.88, -0.3, 0.055, 0.05);
  ras_brush_dot (b, ras_colour (ink), 0.64, -0.42, 0.05, 0.05);
}

static void
draw_deer_face (RasBrush *b, RasColour fur)
{
  RasColour horn = RAS_PICK (b, 0x7a5c40, 0xc8ac84, 0x5a4430);
  RasColour pale = ras_brush_mix (fur, ras_colour (0xfff4e4), 0.7);
  RasColour dark = ras_colour_shade (fur, -0.35);
  double size = ras_brush_random (b, 0.85, 1.1);

  ras_brush_body (b, dark,
                  RAS_POINTS (-0.26, 0.2, 0.26, 0.2, 0.42, 0.7, 0.6, 1.3, 0.7, 3, -0.7, 3, -0.6,
                              1.3, -0.42, 0.7));
  for (int i = -1; i <= 1; i += 2)
    {
      draw_antler (b, horn, 0.14 * i, -0.24, i, size);
      ras_brush_body (b, dark,
                      RAS_POINTS (0.24 * i, -0.1, 0.5 * i, -0.3, 0.84 * i, -0.26, 0.66 * i, -0.06,
                                  0.34 * i, 0.04));
      ras_brush_body (
          b, ras_colour (0xd8a898),
          RAS_POINTS (0.34 * i, -0.08, 0.52 * i, -0.22, 0.74 * i, -0.22, 0.58 * i, -0.09));
    }
  ras_brush_body (b, fur,
                  RAS_POINTS (0, -0.34, 0.28, -0.24, 0.32, 0.08, 0.2, 0.5, 0.16, 0.74, 0, 0.82,
                              -0.16, 0.74, -0.2, 0.5, -0.32, 0.08, -0.28, -0.24));
  ras_brush_dot (b, pale, 0, 0.62, 0.15, 0.16);
  for (int i = -1; i <= 1; i += 2)
    {
      ras_brush_dot (b, pale, 0.23 * i, 0.08, 0.11, 0.12);
      ras_brush_eye (b, ras_colour (0x3a2414), 0.23 * i, 0.07, 0.09);
    }
  ras_brush_dot (b, ras_colour (ink), 0, 0.6, 0.13, 0.09);
}

void
ras_draw_deer (RasBrush *brush)
{
  RasColour fur = RAS_PICK (brush, 0xa06a3c, 0x8c5a34, 0xb88450, 0x7c6248, 0xc09060);

  cairo_translate (brush->cr, 0, 0.08);
  if (ras_brush_chance (brush, 0.7))
    draw_deer_side (brush, fur);
  else
    {
      cairo_translate (brush->cr, 0, 0.06);
      draw_deer_face (brush, fur);
    }
}

typedef struct
{
  RasColour coat, mane;
  gboolean blaze;
} Horse;

static void
draw_saddle (RasBrush *b)
{
  RasColour cloth = ras_brush_paint (b, 0.85, 0.7);

  ras_brush_body (b, cloth,
                  RAS_POINTS (-0.3, -0.16, 0.1, -0.14, 0.12, 0.14, -0.1, 0.18, -0.28, 0.12));
  ras_brush_body (
      b, ras_colour (0x50301c),
      RAS_POINTS (-0.26, -0.22, -0.1, -0.13, 0.1, -0.24, 0.06, -0.06, -0.08, 0.04, -0.22, -0.06));
}

static void
draw_horse_side (RasBrush *b, const Horse *horse)
{
  RasColour far = ras_colour_shade (horse->coat, -0.4);
  double trot = ras_brush_random (b, -0.22, 0.22), flow = ras_brush_random (b, -0.1, 0.16);

  ras_brush_shadow (b, -0.05, 0.9, 0.85, 0.08);
  draw_leg (b, far, -0.44, 0.15, 0.17, -0.04, trot);
  draw_leg (b, far, 0.24, 0.15, 0.16, 0.04, -trot);
  ras_brush_body (b, horse->mane,
                  RAS_POINTS (-0.6, -0.16, -0.8, -0.14, -0.98 - flow, 0.24, -0.92 - flow, 0.58,
                              -0.8, 0.4, -0.74, 0.1));
  ras_brush_body (b, horse->coat,
                  RAS_POINTS (-0.66, -0.08, -0.74, 0.12, -0.6, 0.34, -0.25, 0.3, 0.1, 0.34, 0.36,
                              0.28, 0.48, 0.04, 0.6, -0.28, 0.68, -0.34, 0.86, -0.12, 0.98, -0.22,
                              0.9, -0.42, 0.74, -0.7, 0.58, -0.74, 0.34, -0.42, 0.16, -0.16, -0.2,
                              -0.1, -0.46, -0.2));
  ras_brush_panel (b, horse->coat, RAS_POINTS (0.56, -0.68, 0.62, -0.94, 0.74, -0.68));
  draw_leg (b, horse->coat, -0.58, 0.15, 0.22, -0.04, -trot);
  draw_leg (b, horse->coat, 0.36, 0.18, 0.19, 0.04, trot);
  ras_brush_body (b, horse->mane,
                  RAS_POINTS (0.68, -0.76, 0.5, -0.76, 0.24, -0.48, 0.06, -0.16, 0.1, 0.04, 0.3,
                              -0.12, 0.42, -0.34, 0.58, -0.56));
  if (horse->blaze)
    ras_brush_line (b, ras_colour (0xf8f4ec), 0.06, RAS_POINTS (0.76, -0.62, 0.92, -0.3));
  if (ras_brush_chance (b, 0.3))
    draw_saddle (b);
  ras_brush_dot (b, ras_colour (ink), 0.7, -0.52, 0.05, 0.05);
  ras_brush_dot (b, ras_colour_fade (ras_colour (ink), 0.7), 0.92, -0.22, 0.04, 0.04);
}

static void
draw_horse_head (RasBrush *b, const Horse *horse)
{
  ras_brush_body (b, horse->mane,
                  RAS_POINTS (0.02, -0.86, -0.3, -0.78, -0.7, -0.2, -0.98, 0.6, -1.1, 3, -0.5, 3,
                              -0.3, 0, 0, -0.6));
  ras_brush_body (b, horse->coat,
                  RAS_POINTS (-0.95, 3, -0.8, 1.1, -0.62, 0.3, -0.36, -0.44, -0.04, -0.76, 0.22,
                              -0.68, 0.48, -0.2, 0.8, 0.32, 0.82, 0.54, 0.58, 0.6, 0.3, 0.28, 0.06,
                              0.2, 0.02, 0.5, 0.26, 1.2, 0.4, 3));
  ras_brush_panel (b, horse->coat, RAS_POINTS (-0.16, -0.66, -0.06, -1.04, 0.12, -0.7));
  ras_brush_body (b, horse->mane,
                  RAS_POINTS (0.02, -0.86, -0.24, -0.7, -0.5, -0.1, -0.72, 0.6, -0.5, 0.62, -0.26,
                              0.06, -0.1, -0.46, 0.16, -0.5));
  if (horse->blaze)
    ras_brush_line (b, ras_colour (0xf8f4ec), 0.09,
                    RAS_POINTS (0.26, -0.54, 0.46, -0.16, 0.74, 0.3));
  if (ras_brush_chance (b, 0.5))
    {
      RasColour strap = RAS_PICK (b, 0xc02828, 0x2850b0, 0x3c2818, 0x288848);

      ras_brush_line (b, strap, 0.06, RAS_POINTS (0.34, 0.28, 0.64, 0.02));
      ras_brush_line (b, strap, 0.06, RAS_POINTS (0.42, 0.2, -0.14, -0.5));
    }
  ras_brush_dot (b, ras_colour (ink), 0.14, -0.34, 0.09, 0.09);
  ras_brush_dot (b, ras_colour (0xffffff), 0.17, -0.38, 0.03, 0.03);
  ras_brush_dot (b, ras_colour_fade (ras_colour (ink), 0.8), 0.7, 0.36, 0.06, 0.05);
  ras_brush_line (b, ras_colour_fade (ras_colour (ink), 0.6), 0.04,
                  RAS_POINTS (0.76, 0.5, 0.6, 0.46));
}

void
ras_draw_horse (RasBrush *brush)
{
  Horse horse;

  horse.coat
      = RAS_PICK (brush, 0x7a4826, 0x9a5228, 0x302826, 0xe0dcd4, 0xc89c5c, 0x8e8c8c, 0x5c3a28);
  horse.mane = RAS_PICK (brush, 0x241e1c, 0x3c2a20, 0xe8d8b0, 0x58504c);
  horse.blaze = ras_brush_chance (brush, 0.5);

  if (ras_brush_chance (brush, 0.7))
    draw_horse_side (brush, &horse);
  else
    draw_horse_head (brush, &horse);
}
