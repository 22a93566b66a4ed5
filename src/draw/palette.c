#include "palette.h"

#include <math.h>
#include <string.h>

#define RGB(hex)                                                                               \
  { (((hex) >> 16) & 255) / 255.0, (((hex) >> 8) & 255) / 255.0, ((hex) & 255) / 255.0 }

#define SANS "Cantarell, Adwaita Sans, Inter, sans-serif"
#define SERIF "STIX Two Text, STIX, DejaVu Serif, serif"

static const RasStyle styles[RAS_N_STYLES] = {
  [RAS_STYLE_SCREEN_LIGHT] = { "screen-light", FALSE, TRUE, RGB (0x1f1f23), RGB (0x6a6a70),
                               RGB (0xdcdce0), RGB (0xffffff), RGB (0x1c71d8), SANS, 14, 12, 11,
                               2, 6 },
  [RAS_STYLE_SCREEN_DARK] = { "screen-dark", TRUE, TRUE, RGB (0xf2f2f4), RGB (0xa4a4aa),
                              RGB (0x46464c), RGB (0x242424), RGB (0x78aeed), SANS, 14, 12, 11,
                              2, 6 },
  [RAS_STYLE_PAPER] = { "paper", FALSE, FALSE, RGB (0x000000), RGB (0x404040), RGB (0xc4c4c4),
                        RGB (0xffffff), RGB (0x0072b2), SERIF, 9, 8.5, 8, 1, 4 },
  [RAS_STYLE_SLIDE_LIGHT] = { "slide-light", FALSE, FALSE, RGB (0x1a1a1c), RGB (0x55555a),
                              RGB (0xd4d4d8), RGB (0xffffff), RGB (0x1c71d8), SANS, 21, 17, 15,
                              3, 9 },
  [RAS_STYLE_SLIDE_DARK] = { "slide-dark", TRUE, FALSE, RGB (0xffffff), RGB (0xbcbcc2),
                             RGB (0x4a4a52), RGB (0x16161a), RGB (0x78aeed), SANS, 21, 17, 15,
                             3, 9 },
};

const RasStyle *
ras_style_get (RasStyleKind kind)
{
  g_return_val_if_fail ((guint) kind < RAS_N_STYLES, &styles[0]);
  return &styles[kind];
}

const RasStyle *
ras_style_find (const char *name)
{
  for (guint i = 0; i < RAS_N_STYLES; i++)
    if (g_strcmp0 (styles[i].name, name) == 0)
      return &styles[i];
  return NULL;
}

double
ras_style_get_hairline (const RasStyle *style)
{
  return style->line_width / 2;
}

/* --- Erasers --- */

static const double dotted[] = { 1, 1.5 };
static const double dashed[] = { 4, 2 };
static const double dash_dot[] = { 4, 1.5, 1, 1.5 };
static const double long_dashed[] = { 7, 2 };

#define SOLID NULL, 0
#define DASHES(array) array, G_N_ELEMENTS (array)

typedef struct
{
  const char *name;
  RasLook light;
  RasColour dark; /* the lighter twin, for dark backgrounds */
} NamedLook;

/* Okabe and Ito's colours, which colour-blind readers can tell apart; those that would be too pale on
 * white (below 3 : 1) are a little darker than theirs. */
static const NamedLook known_looks[] = {
  { "leace", { RGB (0x0072b2), SOLID, RAS_MARKER_CIRCLE }, RGB (0x4ba3dc) },
  { "oracle-leace", { RGB (0x3496d2), DASHES (dotted), RAS_MARKER_OPEN_CIRCLE }, RGB (0x9cd6f7) },
  { "qleace", { RGB (0xd55e00), SOLID, RAS_MARKER_SQUARE }, RGB (0xff8b42) },
  { "alf-qleace", { RGB (0x009e73), DASHES (dashed), RAS_MARKER_TRIANGLE }, RGB (0x3fcfa3) },
  { "gradient", { RGB (0xc46f9f), DASHES (dash_dot), RAS_MARKER_DIAMOND }, RGB (0xe8a9cb) },
  { "random", { RGB (0x8c8c8c), DASHES (dotted), RAS_MARKER_CROSS }, RGB (0xb0b0b0) },
};

/* For erasers that are not in the table yet. */
static const NamedLook free_looks[] = {
  { NULL, { RGB (0xb98000), DASHES (long_dashed), RAS_MARKER_DIAMOND }, RGB (0xffc247) },
  { NULL, { RGB (0x7a4fa3), SOLID, RAS_MARKER_DIAMOND }, RGB (0xb494d6) },
  { NULL, { RGB (0x8b5a2b), DASHES (dash_dot), RAS_MARKER_SQUARE }, RGB (0xc99a6b) },
  { NULL, { RGB (0x7d7a00), DASHES (dashed), RAS_MARKER_OPEN_CIRCLE }, RGB (0xc9c54a) },
};

RasLook
ras_look_for (const char *eraser_name, const RasStyle *style)
{
  const NamedLook *found = NULL;
  RasLook look;

  if (eraser_name == NULL || strcmp (eraser_name, "none") == 0)
    return (RasLook) { style->ink, SOLID, RAS_MARKER_NONE };
  for (guint i = 0; i < G_N_ELEMENTS (known_looks) && !found; i++)
    if (strcmp (known_looks[i].name, eraser_name) == 0)
      found = &known_looks[i];
  if (!found)
    found = &free_looks[g_str_hash (eraser_name) % G_N_ELEMENTS (free_looks)];
  look = found->light;
  if (style->dark)
    look.colour = found->dark;
  return look;
}

void
ras_look_set_line (const RasLook *look, cairo_t *cr, double line_width)
{
  double dashes[8];

  g_return_if_fail (look->n_dashes <= (int) G_N_ELEMENTS (dashes));
  for (int i = 0; i < look->n_dashes; i++)
    dashes[i] = look->dashes[i] * line_width;
  ras_colour_set (cr, look->colour);
  cairo_set_line_width (cr, line_width);
  cairo_set_dash (cr, dashes, look->n_dashes, 0);
  cairo_set_line_join (cr, CAIRO_LINE_JOIN_ROUND);
}

/* A closed polygon of `n` corners on a circle of radius r, the first at `angle`. */
static void
polygon (cairo_t *cr, double x, double y, double r, int n, double angle)
{
  for (int i = 0; i < n; i++, angle += 2 * G_PI / n)
    cairo_line_to (cr, x + r * cos (angle), y + r * sin (angle));
  cairo_close_path (cr);
}

void
ras_look_draw_marker (const RasLook *look, cairo_t *cr, double x, double y, double size)
{
  double r = size / 2;
  gboolean stroked = look->marker == RAS_MARKER_OPEN_CIRCLE || look->marker == RAS_MARKER_CROSS;

  cairo_save (cr);
  cairo_new_path (cr);
  ras_colour_set (cr, look->colour);
  cairo_set_dash (cr, NULL, 0, 0);
  cairo_set_line_width (cr, size / 5);
  if (stroked)
    r -= size / 10;
  switch (look->marker)
    {
    case RAS_MARKER_NONE:
      break;
    case RAS_MARKER_CIRCLE:
    case RAS_MARKER_OPEN_CIRCLE:
      cairo_arc (cr, x, y, r, 0, 2 * G_PI);
      break;
    case RAS_MARKER_SQUARE:
      polygon (cr, x, y, r * 1.1, 4, G_PI / 4);
      break;
    case RAS_MARKER_TRIANGLE:
      polygon (cr, x, y + r * 0.1, r, 3, -G_PI / 2);
      break;
    case RAS_MARKER_DIAMOND:
      polygon (cr, x, y, r, 4, 0);
      break;
    case RAS_MARKER_CROSS:
      cairo_move_to (cr, x - r * 0.75, y - r * 0.75);
      cairo_line_to (cr, x + r * 0.75, y + r * 0.75);
      cairo_move_to (cr, x + r * 0.75, y - r * 0.75);
      cairo_line_to (cr, x - r * 0.75, y + r * 0.75);
      break;
    }
  if (stroked)
    cairo_stroke (cr);
  else
    cairo_fill (cr);
  cairo_restore (cr);
}

/* --- Colours and maps --- */

void
ras_colour_set (cairo_t *cr, RasColour colour)
{
  cairo_set_source_rgb (cr, colour.r, colour.g, colour.b);
}

void
ras_colour_set_alpha (cairo_t *cr, RasColour colour, double alpha)
{
  cairo_set_source_rgba (cr, colour.r, colour.g, colour.b, alpha);
}

RasColour
ras_colour_mix (RasColour a, RasColour b, double t)
{
  return (RasColour) { a.r + (b.r - a.r) * t, a.g + (b.g - a.g) * t, a.b + (b.b - a.b) * t };
}

double
ras_colour_get_luma (RasColour colour)
{
  return 0.2126 * colour.r + 0.7152 * colour.g + 0.0722 * colour.b;
}

/* Interpolates in a table of n evenly spaced colours; t in [0, 1], NaN is 0. */
static RasColour
interpolate (const RasColour *table, guint n, double t)
{
  double place = (t > 0 ? MIN (t, 1) : 0) * (n - 1);
  guint i = MIN ((guint) place, n - 2);

  return ras_colour_mix (table[i], table[i + 1], place - i);
}

RasColour
ras_map_diverging (double t)
{
  static const RasColour table[] = { RGB (0x2166ac), RGB (0x4393c3), RGB (0x92c5de),
                                     RGB (0xd1e5f0), RGB (0xf7f7f7), RGB (0xfddbc7),
                                     RGB (0xf4a582), RGB (0xd6604d), RGB (0xb2182b) };

  return interpolate (table, G_N_ELEMENTS (table), isnan (t) ? 0.5 : (t + 1) / 2);
}

RasColour
ras_map_viridis (double t)
{
  static const RasColour table[] = { RGB (0x440154), RGB (0x482878), RGB (0x3e4989),
                                     RGB (0x31688e), RGB (0x26828e), RGB (0x1f9e89),
                                     RGB (0x35b779), RGB (0x6ece58), RGB (0xb5de2b),
                                     RGB (0xfde725) };

  return interpolate (table, G_N_ELEMENTS (table), t);
}
