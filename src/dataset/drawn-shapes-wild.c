/* Small animals of wood and water: bird and frog. */
#include "drawn-shapes.h"

static const guint32 ink = 0x16141a;

typedef struct
{
  RasColour back, belly, wing, beak;
} Plumage;

static Plumage
choose_plumage (RasBrush *b)
{
  static const guint32 colours[][4] = {
    { 0x7a5c40, 0xd8603a, 0x5c4430, 0x6a5030 }, /* robin */
    { 0x4a86c8, 0xf0d048, 0x3a68a8, 0x30343c }, /* blue tit */
    { 0xd03830, 0xd85040, 0x902828, 0xf0a030 }, /* cardinal */
    { 0x9a7450, 0xe8dcc4, 0x6c4c34, 0x8a7a50 }, /* sparrow */
    { 0xf0d040, 0xf8e880, 0xb89828, 0xe89050 }, /* canary */
    { 0x2a2c34, 0x3a3c46, 0x1c1e26, 0xe0a030 }, /* blackbird */
    { 0xc8ccd4, 0xfafaf8, 0x8890a0, 0xf0b030 }, /* gull */
    { 0x3c9a5c, 0xb8d868, 0x287048, 0xd85038 }, /* parakeet */
  };
  const guint32 *chosen = colours[g_rand_int_range (b->random, 0, G_N_ELEMENTS (colours))];

  Plumage plumage;

  plumage.back = ras_brush_pick (b, chosen, 1);
  plumage.belly = ras_brush_pick (b, chosen + 1, 1);
  plumage.wing = ras_brush_pick (b, chosen + 2, 1);
  plumage.beak = ras_colour (chosen[3]);
  return plumage;
}

static void
draw_perched_bird (RasBrush *b, const Plumage *plumage)
{
  RasColour leg = ras_colour (0x6a4a30);

  if (b->backdrop == RAS_BACKDROP_FOREST || b->backdrop == RAS_BACKDROP_SKY)
    {
      RasColour bark = RAS_PICK (b, 0x5c4430, 0x7a6048, 0x3c3028);
      RasColour leaf = RAS_PICK (b, 0x5a9a3c, 0x88b04c, 0xc88c38);

      ras_brush_line (b, bark, 0.13, RAS_POINTS (-2.4, 0.95, -0.2, 0.84, 2.4, 0.72));
      ras_brush_line (b, bark, 0.06, RAS_POINTS (0.6, 0.8, 0.95, 0.5));
      ras_brush_ball (b, leaf, 0.98, 0.46, 0.15, 0.09);
      ras_brush_ball (b, leaf, -0.86, 0.74, 0.13, 0.09);
    }
  else
    ras_brush_shadow (b, 0, 0.86, 0.5, 0.09);
  ras_brush_panel (b, plumage->wing, RAS_POINTS (-0.34, 0.16, -0.96, 0.52, -0.9, 0.68, -0.3, 0.42));
  ras_brush_line (b, leg, 0.055, RAS_POINTS (-0.04, 0.5, -0.06, 0.82));
  ras_brush_line (b, leg, 0.055, RAS_POINTS (0.16, 0.5, 0.14, 0.82));
  ras_brush_body (b, plumage->back,
                  RAS_POINTS (-0.5, 0.3, -0.3, -0.08, 0.06, -0.36, 0.2, -0.66, 0.46, -0.74, 0.68,
                              -0.58, 0.66, -0.3, 0.58, 0.1, 0.36, 0.48, -0.1, 0.58));
  ras_brush_body (
      b, plumage->belly,
      RAS_POINTS (0.6, -0.36, 0.6, 0.1, 0.36, 0.46, -0.06, 0.56, 0.06, 0.2, 0.34, -0.1));
  ras_brush_body (
      b, plumage->wing,
      RAS_POINTS (0.16, -0.18, 0.26, 0.06, 0.04, 0.32, -0.62, 0.5, -0.4, 0.12, -0.1, -0.14));
  ras_brush_line (b, ras_colour_shade (plumage->wing, 0.5), 0.04,
                  RAS_POINTS (0.08, 0.06, -0.36, 0.32));
  ras_brush_flat (b, plumage->beak, RAS_POINTS (0.62, -0.58, 0.96, -0.44, 0.62, -0.36));
  ras_brush_eye (b, ras_colour (0xf4ecd8), 0.47, -0.53, 0.1);
}

static void
draw_flying_bird (RasBrush *b, const Plumage *plumage)
{
  double beat = ras_brush_random (b, -0.2, 0.15);
  RasColour tips = ras_colour_shade (plumage->wing, -0.5);

  ras_brush_body (b, ras_colour_shade (plumage->wing, -0.2),
                  RAS_POINTS (0.3, -0.06, 0.42, -0.5, 0.66, -0.86 - beat, 0.2, -0.7 - beat, -0.02,
                              -0.34, -0.04, -0.02));
  ras_brush_panel (b, plumage->wing,
                   RAS_POINTS (-0.36, 0.04, -0.98, -0.02, -0.9, 0.12, -0.98, 0.26, -0.36, 0.2));
  ras_brush_body (b, plumage->back,
                  RAS_POINTS (-0.6, 0.1, -0.2, -0.08, 0.3, -0.12, 0.5, -0.22, 0.7, -0.2, 0.78,
                              -0.04, 0.64, 0.12, 0.3, 0.28, -0.1, 0.28));
  ras_brush_dot (b, plumage->belly, 0.2, 0.2, 0.36, 0.09);
  ras_brush_body (b, plumage->wing,
                  RAS_POINTS (0.28, 0.0, 0.0, -0.4, -0.52, -0.9 - beat, -0.66, -0.84 - beat, -0.62,
                              -0.5 - beat / 2, -0.4, -0.16, -0.16, 0.1));
  ras_brush_body (b, tips,
                  RAS_POINTS (-0.34, -0.74 - beat, -0.52, -0.9 - beat, -0.66, -0.84 - beat, -0.62,
                              -0.54 - beat / 2));
  ras_brush_flat (b, plumage->beak, RAS_POINTS (0.74, -0.16, 0.98, -0.04, 0.74, 0.0));
  ras_brush_dot (b, ras_colour (ink), 0.62, -0.1, 0.055, 0.055);
}

static void
draw_duck (RasBrush *b)
{
  gboolean drake = ras_brush_chance (b, 0.6);
  RasColour body = RAS_PICK (b, 0x9a8670, 0xf4f0e8, 0x7a6a5c, 0xf0d860);
  RasColour head = drake ? RAS_PICK (b, 0x1f6a48, 0x2a5a7c) : ras_colour_shade (body, 0.1);
  RasColour ripple = ras_colour_fade (ras_colour_shade (b->ground, 0.6), 0.7);

  ras_brush_shadow (b, 0, 0.6, 0.9, 0.12);
  ras_brush_body (b, body,
                  RAS_POINTS (-0.98, -0.04, -0.6, 0.06, -0.1, -0.06, 0.3, 0.06, 0.62, 0.1, 0.7,
                              0.36, 0.4, 0.62, -0.4, 0.64, -0.82, 0.4));
  ras_brush_body (b, head,
                  RAS_POINTS (0.26, 0.16, 0.28, -0.3, 0.24, -0.6, 0.46, -0.76, 0.7, -0.6, 0.7, -0.4,
                              0.58, -0.2, 0.64, 0.16));
  if (drake)
    ras_brush_line (b, ras_colour (0xf8f8f4), 0.07, RAS_POINTS (0.28, 0.04, 0.62, 0.04));
  ras_brush_body (b, ras_colour_shade (body, -0.3),
                  RAS_POINTS (0.2, 0.16, -0.1, 0.04, -0.7, 0.14, -0.5, 0.36, -0.1, 0.44));
  ras_brush_body (b, ras_colour (0xf0a828),
                  RAS_POINTS (0.66, -0.56, 0.86, -0.46, 1.0, -0.42, 0.96, -0.34, 0.68, -0.36));
  ras_brush_dot (b, ras_colour (ink), 0.54, -0.54, 0.06, 0.06);
  ras_brush_box (b, ras_colour_fade (b->ground, 0.75), -0.9, 0.56, 1.8, 0.12, 0.05);
  ras_brush_line (b, ripple, 0.04, RAS_POINTS (-1.0, 0.6, -0.7, 0.66, -0.4, 0.64));
  ras_brush_line (b, ripple, 0.04, RAS_POINTS (0.3, 0.66, 0.7, 0.64, 0.95, 0.58));
}

void
ras_draw_bird (RasBrush *brush)
{
  Plumage plumage = choose_plumage (brush);
  gboolean aloft = brush->backdrop == RAS_BACKDROP_SKY || brush->backdrop == RAS_BACKDROP_SEA;

  if (brush->backdrop == RAS_BACKDROP_SEA && ras_brush_chance (brush, 0.6))
    draw_duck (brush);
  else if (ras_brush_chance (brush, aloft ? 0.75 : 0.1))
    draw_flying_bird (brush, &plumage);
  else
    draw_perched_bird (brush, &plumage);
}

static void
draw_lily_pad (RasBrush *b)
{
  RasColour pad = RAS_PICK (b, 0x3f7a3c, 0x5a8f3e, 0x2f6a4c);

  ras_brush_ball (b, pad, 0, 0.82, 1.15, 0.24);
  ras_brush_line (b, ras_colour_shade (pad, 0.35), 0.03, RAS_POINTS (-1, 0.82, 1, 0.86));
}

static void
draw_frog_front (RasBrush *b, RasColour skin)
{
  RasColour pale = ras_brush_mix (skin, ras_colour (0xf6f4cc), 0.65);
  RasColour iris = RAS_PICK (b, 0xf4d040, 0xf0a030, 0xf4f0d8, 0xe05030);
  RasColour dark = ras_colour_shade (skin, -0.35);

  for (int i = -1; i <= 1; i += 2)
    {
      ras_brush_ball (b, dark, 0.66 * i, 0.44, 0.32, 0.42);
      ras_brush_line (b, dark, 0.1, RAS_POINTS (0.7 * i, 0.82, 1.0 * i, 0.86));
    }
  ras_brush_body (b, skin,
                  RAS_POINTS (0, -0.38, 0.5, -0.36, 0.76, 0, 0.66, 0.5, 0.4, 0.82, 0, 0.86, -0.4,
                              0.82, -0.66, 0.5, -0.76, 0, -0.5, -0.36));
  ras_brush_ball (b, pale, 0, 0.52, 0.46, 0.33);
  for (int i = -1; i <= 1; i += 2)
    {
      ras_brush_line (b, skin, 0.17, RAS_POINTS (0.44 * i, 0.4, 0.42 * i, 0.8));
      ras_brush_line (b, skin, 0.07, RAS_POINTS (0.56 * i, 0.88, 0.42 * i, 0.82, 0.3 * i, 0.88));
      ras_brush_ball (b, skin, 0.42 * i, -0.42, 0.29, 0.29);
      ras_brush_eye (b, iris, 0.43 * i, -0.45, 0.2);
      ras_brush_dot (b, ras_colour (ink), 0.09 * i, -0.08, 0.035, 0.03);
    }
  for (int i = 0; i < 4; i++)
    {
      double x = ras_brush_random (b, -0.5, 0.5), y = ras_brush_random (b, -0.32, -0.1);

      ras_brush_dot (b, ras_colour_fade (dark, 0.7), x, y, 0.06, 0.05);
    }
  ras_brush_line (b, ras_colour (0x3a1c18), 0.06,
                  RAS_POINTS (-0.58, 0.04, -0.36, 0.16, 0, 0.2, 0.36, 0.16, 0.58, 0.04));
}

static void
draw_frog_side (RasBrush *b, RasColour skin)
{
  RasColour pale = ras_brush_mix (skin, ras_colour (0xf6f4cc), 0.65);
  RasColour dark = ras_colour_shade (skin, -0.3);

  ras_brush_body (b, skin,
                  RAS_POINTS (-0.84, 0.56, -0.6, 0.14, -0.1, -0.22, 0.3, -0.4, 0.66, -0.32, 0.94,
                              -0.04, 0.84, 0.14, 0.56, 0.3, 0.36, 0.66, -0.3, 0.8));
  ras_brush_body (b, pale,
                  RAS_POINTS (0.88, 0.08, 0.56, 0.28, 0.36, 0.66, -0.1, 0.74, 0.2, 0.4, 0.5, 0.12));
  for (int i = 0; i < 4; i++)
    ras_brush_dot (b, ras_colour_fade (dark, 0.8), -0.5 + 0.22 * i, 0.14 - 0.11 * i, 0.07, 0.06);
  ras_brush_line (b, skin, 0.13, RAS_POINTS (0.4, 0.4, 0.44, 0.66, 0.56, 0.84));
  ras_brush_line (b, skin, 0.08, RAS_POINTS (0.5, 0.86, 0.74, 0.88));
  ras_brush_body (
      b, ras_colour_shade (skin, -0.1),
      RAS_POINTS (-0.7, 0.78, -0.76, 0.4, -0.4, 0.24, 0.02, 0.44, 0.06, 0.68, -0.3, 0.82));
  ras_brush_line (b, dark, 0.04, RAS_POINTS (-0.6, 0.66, -0.3, 0.62, 0.0, 0.62));
  ras_brush_line (b, ras_colour_shade (skin, -0.1), 0.1,
                  RAS_POINTS (-0.6, 0.84, -0.1, 0.88, 0.14, 0.86));
  ras_brush_ball (b, skin, 0.46, -0.42, 0.25, 0.24);
  ras_brush_eye (b, RAS_PICK (b, 0xf4d040, 0xf0a030, 0xe05030), 0.5, -0.44, 0.17);
  ras_brush_line (b, ras_colour (0x3a1c18), 0.05, RAS_POINTS (0.92, 0.02, 0.7, 0.08, 0.46, 0.02));
}

void
ras_draw_frog (RasBrush *brush)
{
  RasColour skin = RAS_PICK (brush, 0x5aa838, 0x3f8a34, 0x84b840, 0x7a7840, 0x96703c, 0x4aa070,
                             0x66c83c, 0xe0b830, 0x3c7cc0, 0xc85a38);

  if (brush->backdrop == RAS_BACKDROP_SEA)
    draw_lily_pad (brush);
  else
    ras_brush_shadow (brush, 0, 0.86, 0.95, 0.12);
  if (ras_brush_chance (brush, 0.58))
    draw_frog_front (brush, skin);
  else
    draw_frog_side (brush, skin);
}
