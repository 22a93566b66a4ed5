/* Animals of the house: cat and dog. */
#include "drawn-shapes.h"

static const guint32 pink = 0xd88a8c, ink = 0x16141a;

typedef struct
{
  RasColour fur, light, dark;
  gboolean striped;
} Coat;

static Coat
choose_coat (RasBrush *b, const guint32 *colours, gsize n)
{
  Coat coat = { .fur = ras_brush_pick (b, colours, n) };

  coat.light = ras_brush_chance (b, 0.7) ? ras_brush_mix (coat.fur, ras_colour (0xfff6ea), 0.75)
                                         : ras_colour_shade (coat.fur, 0.15);
  coat.dark = ras_colour_shade (coat.fur, -0.5);
  coat.striped = ras_brush_chance (b, 0.5);
  return coat;
}

/* The neck and chest below a portrait, down to where the picture ends. */
static void
draw_shoulders (RasBrush *b, const Coat *coat)
{
  ras_brush_body (b, ras_colour_shade (coat->fur, -0.12),
                  RAS_POINTS (-0.4, 0.4, 0.4, 0.4, 0.72, 1.0, 0.86, 1.8, 0.86, 3.2, -0.86, 3.2,
                              -0.86, 1.8, -0.72, 1.0));
  ras_brush_ball (b, coat->light, 0, 1.3, 0.34, 0.6);
}

static Coat
choose_cat (RasBrush *b)
{
  static const guint32 furs[]
      = { 0xd88a3c, 0x8a8680, 0x2c2a2e, 0xf0ece4, 0x9a7450, 0x6c6a70, 0xc8a884 };

  return choose_coat (b, furs, G_N_ELEMENTS (furs));
}

static Coat
choose_dog (RasBrush *b)
{
  static const guint32 furs[]
      = { 0xc8945a, 0x7a4c2c, 0xf0e8dc, 0x302a2a, 0xb06a38, 0xe0c090, 0x8c847c };

  return choose_coat (b, furs, G_N_ELEMENTS (furs));
}

/* The face fills [−1, 1]² of the current coordinates. */
static void
draw_cat_face (RasBrush *b, const Coat *coat)
{
  RasColour iris = RAS_PICK (b, 0xb8d848, 0xf0c030, 0x78c8e8, 0x58b868);
  RasColour whisker = ras_colour_fade (ras_colour (0xffffff), 0.8);

  for (int i = -1; i <= 1; i += 2)
    {
      ras_brush_panel (b, coat->fur, RAS_POINTS (0.2 * i, -0.6, 0.78 * i, -1.12, 0.92 * i, -0.1));
      ras_brush_flat (b, ras_colour (pink),
                      RAS_POINTS (0.42 * i, -0.56, 0.72 * i, -0.9, 0.78 * i, -0.3));
    }
  ras_brush_body (b, coat->fur,
                  RAS_POINTS (0, -0.72, 0.6, -0.56, 0.94, 0.04, 0.84, 0.46, 0.4, 0.8, 0, 0.86, -0.4,
                              0.8, -0.84, 0.46, -0.94, 0.04, -0.6, -0.56));
  if (coat->striped)
    for (int i = -1; i <= 1; i++)
      {
        ras_brush_line (b, coat->dark, 0.1, RAS_POINTS (0.24 * i, -0.68, 0.18 * i, -0.38));
        if (i)
          ras_brush_line (b, coat->dark, 0.09, RAS_POINTS (0.86 * i, 0.14, 0.62 * i, 0.2));
      }
  ras_brush_dot (b, coat->light, 0, 0.46, 0.46, 0.34);
  for (int i = -1; i <= 1; i += 2)
    {
      ras_brush_eye (b, iris, 0.42 * i, -0.06, 0.25);
      ras_brush_line (b, whisker, 0.045, RAS_POINTS (0.36 * i, 0.44, 1.1 * i, 0.3));
      ras_brush_line (b, whisker, 0.045, RAS_POINTS (0.36 * i, 0.52, 1.05 * i, 0.66));
      ras_brush_line (b, ras_colour (ink), 0.07,
                      RAS_POINTS (0, 0.42, 0.02 * i, 0.54, 0.2 * i, 0.6));
    }
  ras_brush_flat (b, ras_colour (0xd06a70), RAS_POINTS (-0.15, 0.24, 0.15, 0.24, 0, 0.42));
}

static void
draw_sitting_cat (RasBrush *b, const Coat *coat)
{
  ras_brush_shadow (b, 0, 0.9, 0.66, 0.12);
  ras_brush_line (b, coat->fur, 0.16, RAS_POINTS (0.3, 0.82, 0.66, 0.8, 0.82, 0.56, 0.74, 0.22));
  ras_brush_line (b, coat->striped ? coat->dark : coat->fur, 0.16,
                  RAS_POINTS (0.78, 0.36, 0.74, 0.22));
  ras_brush_body (b, coat->fur,
                  RAS_POINTS (0, -0.2, 0.34, 0.1, 0.54, 0.6, 0.48, 0.9, 0, 0.93, -0.48, 0.9, -0.54,
                              0.6, -0.34, 0.1));
  if (coat->striped)
    for (int i = 0; i < 2; i++)
      {
        ras_brush_line (b, coat->dark, 0.05,
                        RAS_POINTS (0.44, 0.36 + 0.2 * i, 0.3, 0.38 + 0.2 * i));
        ras_brush_line (b, coat->dark, 0.05,
                        RAS_POINTS (-0.44, 0.36 + 0.2 * i, -0.3, 0.38 + 0.2 * i));
      }
  ras_brush_ball (b, coat->light, 0, 0.34, 0.22, 0.34);
  for (int i = -1; i <= 1; i += 2)
    ras_brush_ball (b, coat->light, 0.17 * i, 0.86, 0.15, 0.1);
  cairo_translate (b->cr, ras_brush_random (b, -0.08, 0.08), -0.38);
  cairo_rotate (b->cr, ras_brush_random (b, -0.15, 0.15));
  cairo_scale (b->cr, 0.52, 0.52);
  draw_cat_face (b, coat);
}

static void
draw_lying_cat (RasBrush *b, const Coat *coat)
{
  ras_brush_shadow (b, 0, 0.72, 0.95, 0.13);
  ras_brush_body (b, coat->fur,
                  RAS_POINTS (-0.94, 0.4, -0.76, -0.02, -0.3, -0.16, 0.3, -0.06, 0.6, 0.3, 0.56,
                              0.7, -0.3, 0.76, -0.86, 0.7));
  if (coat->striped)
    for (int i = 0; i < 4; i++)
      ras_brush_line (b, coat->dark, 0.06, RAS_POINTS (-0.7 + 0.2 * i, 0.0, -0.76 + 0.2 * i, 0.34));
  ras_brush_line (b, coat->fur, 0.15, RAS_POINTS (-0.86, 0.6, -0.6, 0.74, -0.2, 0.72));
  ras_brush_line (b, coat->dark, 0.03, RAS_POINTS (-0.8, 0.5, -0.58, 0.64, -0.2, 0.63));
  ras_brush_ball (b, coat->light, 0.74, 0.68, 0.2, 0.1);
  cairo_translate (b->cr, 0.46, -0.04);
  cairo_rotate (b->cr, ras_brush_random (b, -0.1, 0.2));
  cairo_scale (b->cr, 0.46, 0.46);
  draw_cat_face (b, coat);
}

void
ras_draw_cat (RasBrush *brush)
{
  Coat coat = choose_cat (brush);
  double kind = ras_brush_random (brush, 0, 1);

  if (kind < 0.4)
    draw_sitting_cat (brush, &coat);
  else if (kind < 0.68)
    draw_lying_cat (brush, &coat);
  else
    {
      cairo_scale (brush->cr, 0.86, 0.86);
      cairo_translate (brush->cr, 0, 0.1);
      draw_shoulders (brush, &coat);
      draw_cat_face (brush, &coat);
    }
}

/* The face fills [−1, 1]² of the current coordinates. */
static void
draw_dog_face (RasBrush *b, const Coat *coat)
{
  RasColour ear = ras_brush_chance (b, 0.6) ? coat->dark : ras_colour_shade (coat->fur, -0.2);
  gboolean pants = ras_brush_chance (b, 0.65);

  ras_brush_body (b, coat->fur,
                  RAS_POINTS (0, -0.88, 0.48, -0.78, 0.7, -0.3, 0.6, 0.2, 0.4, 0.7, 0, 0.86, -0.4,
                              0.7, -0.6, 0.2, -0.7, -0.3, -0.48, -0.78));
  if (coat->striped) /* A patch around one eye. */
    ras_brush_dot (b, coat->dark, 0.34, -0.2, 0.28, 0.32);
  ras_brush_body (b, coat->light,
                  RAS_POINTS (0, -0.86, 0.12, -0.3, 0.42, 0.26, 0.38, 0.66, 0, 0.84, -0.38, 0.66,
                              -0.42, 0.26, -0.12, -0.3));
  if (pants)
    ras_brush_body (b, ras_colour (0xe05a68),
                    RAS_POINTS (-0.17, 0.62, 0.17, 0.62, 0.2, 0.98, 0, 1.1, -0.2, 0.98));
  for (int i = -1; i <= 1; i += 2)
    {
      ras_brush_body (b, ear,
                      RAS_POINTS (0.44 * i, -0.82, 0.8 * i, -0.78, 1.04 * i, -0.1, 0.94 * i, 0.42,
                                  0.72 * i, 0.34, 0.62 * i, -0.3));
      ras_brush_eye (b, ras_colour (0x5a3a20), 0.33 * i, -0.16, 0.15);
      ras_brush_line (b, ras_colour (ink), 0.06,
                      RAS_POINTS (0, 0.44, 0.04 * i, 0.58, 0.3 * i, 0.62));
    }
  ras_brush_dot (b, ras_colour (ink), 0, 0.3, 0.24, 0.17);
  ras_brush_dot (b, ras_colour (0x8a8a94), 0.06 * (b->light > 0 ? 1 : -1), 0.24, 0.07, 0.04);
}

static void
draw_sitting_dog (RasBrush *b, const Coat *coat)
{
  RasColour collar = RAS_PICK (b, 0xd82c2c, 0x2858c8, 0x28a048, 0xe0b020);

  ras_brush_shadow (b, 0, 0.9, 0.66, 0.12);
  ras_brush_line (b, coat->fur, 0.14, RAS_POINTS (0.36, 0.8, 0.7, 0.66, 0.84, 0.36));
  for (int i = -1; i <= 1; i += 2)
    ras_brush_ball (b, coat->fur, 0.38 * i, 0.74, 0.24, 0.22);
  ras_brush_body (
      b, coat->fur,
      RAS_POINTS (0, -0.1, 0.32, 0.1, 0.38, 0.5, 0.3, 0.9, -0.3, 0.9, -0.38, 0.5, -0.32, 0.1));
  ras_brush_ball (b, coat->light, 0, 0.4, 0.2, 0.3);
  for (int i = -1; i <= 1; i += 2)
    {
      ras_brush_line (b, coat->fur, 0.2, RAS_POINTS (0.18 * i, 0.4, 0.19 * i, 0.84));
      ras_brush_ball (b, coat->light, 0.2 * i, 0.88, 0.16, 0.09);
    }
  ras_brush_line (b, coat->dark, 0.03, RAS_POINTS (0, 0.6, 0, 0.88));
  ras_brush_line (b, collar, 0.1, RAS_POINTS (-0.26, 0.1, 0, 0.16, 0.26, 0.1));
  cairo_translate (b->cr, ras_brush_random (b, -0.08, 0.08), -0.36);
  cairo_rotate (b->cr, ras_brush_random (b, -0.2, 0.2));
  cairo_scale (b->cr, 0.54, 0.54);
  draw_dog_face (b, coat);
}

static void
draw_standing_dog (RasBrush *b, const Coat *coat)
{
  double step = ras_brush_random (b, -0.12, 0.12);
  RasColour far = ras_colour_shade (coat->fur, -0.35);
  RasColour ear = ras_brush_chance (b, 0.6) ? coat->dark : ras_colour_shade (coat->fur, -0.25);

  ras_brush_shadow (b, -0.05, 0.86, 0.8, 0.1);
  ras_brush_line (b, far, 0.15, RAS_POINTS (-0.42, 0.2, -0.5 + step, 0.5, -0.42 + step, 0.82));
  ras_brush_line (b, far, 0.14, RAS_POINTS (0.24, 0.2, 0.28 - step, 0.82));
  ras_brush_line (b, coat->fur, 0.12, RAS_POINTS (-0.6, 0.02, -0.82, -0.24, -0.8, -0.52));
  ras_brush_body (b, coat->fur,
                  RAS_POINTS (-0.66, 0.0, -0.3, -0.14, 0.1, -0.14, 0.26, -0.4, 0.5, -0.34, 0.5, 0.0,
                              0.42, 0.3, 0.1, 0.34, -0.3, 0.24, -0.6, 0.36, -0.72, 0.2));
  if (coat->striped)
    ras_brush_dot (b, coat->dark, -0.26, 0.02, 0.24, 0.15);
  ras_brush_line (b, coat->fur, 0.17,
                  RAS_POINTS (-0.56, 0.22, -0.64 - step, 0.52, -0.56 - step, 0.84));
  ras_brush_line (b, coat->fur, 0.16, RAS_POINTS (0.34, 0.2, 0.36 + step, 0.84));
  ras_brush_dot (b, coat->light, -0.52 - step, 0.86, 0.12, 0.07);
  ras_brush_dot (b, coat->light, 0.4 + step, 0.86, 0.12, 0.07);
  ras_brush_line (b, RAS_PICK (b, 0xd82c2c, 0x2858c8, 0x28a048), 0.09,
                  RAS_POINTS (0.22, -0.22, 0.52, -0.1));
  ras_brush_body (b, coat->fur,
                  RAS_POINTS (0.16, -0.5, 0.3, -0.76, 0.58, -0.76, 0.7, -0.58, 0.96, -0.48, 0.98,
                              -0.3, 0.7, -0.2, 0.4, -0.2, 0.2, -0.3));
  ras_brush_ball (b, coat->light, 0.82, -0.34, 0.17, 0.12);
  ras_brush_body (
      b, ear,
      RAS_POINTS (0.28, -0.74, 0.44, -0.66, 0.44, -0.3, 0.3, -0.1, 0.14, -0.24, 0.16, -0.56));
  ras_brush_dot (b, ras_colour (ink), 0.96, -0.44, 0.09, 0.08);
  ras_brush_eye (b, ras_colour (0x4a3018), 0.6, -0.54, 0.09);
}

void
ras_draw_dog (RasBrush *brush)
{
  Coat coat = choose_dog (brush);
  double kind = ras_brush_random (brush, 0, 1);

  if (kind < 0.36)
    draw_sitting_dog (brush, &coat);
  else if (kind < 0.68)
    draw_standing_dog (brush, &coat);
  else
    {
      cairo_scale (brush->cr, 0.86, 0.86);
      draw_shoulders (brush, &coat);
      draw_dog_face (brush, &coat);
    }
}
