#include "strip.h"

#include <glib/gi18n.h>
#include <math.h>

#include "picture.h"
#include "text.h"

/* Size of a subscript to that of its letter. */
#define SUBSCRIPT 0.78

static double
tile_side (const RasStrip *strip)
{
  return (double) strip->pixels * strip->scale;
}

/* Distance between the centres of neighbouring tiles. */
static double
tile_pitch (const RasStrip *strip)
{
  return tile_side (strip) + strip->style->space;
}

/* Above the tiles there is room for the frame of the last removed one. */
static double
tile_top (const RasStrip *strip)
{
  return strip->style->line_width + 1;
}

static double
get_centre (const RasStrip *strip, guint direction)
{
  return ras_rank_axis_get_position (&strip->axis, direction);
}

/* The direction that is drawn at the slider's thumb; 0: none. */
static guint
get_last_removed (const RasStrip *strip)
{
  return MIN (MIN (strip->rank, strip->length), strip->axis.max_rank);
}

static double
label_height (const RasStrip *strip)
{
  RasText how = { .style = strip->style, .size = strip->style->tick_size };
  double height;

  ras_text_measure (&how, "v", NULL, &height);
  return height;
}

double
ras_strip_get_height (const RasStrip *strip)
{
  return tile_side (strip) + 2 * tile_top (strip) + strip->style->space / 6
         + ceil (label_height (strip) * 1.2);
}

static int
compare_directions (gconstpointer a, gconstpointer b)
{
  guint x = *(const guint *) a, y = *(const guint *) b;

  return x < y ? -1 : x > y;
}

static void
add_if_room (const RasStrip *strip, GArray *chosen, guint direction)
{
  double centre = get_centre (strip, direction), pitch = tile_pitch (strip);

  for (guint i = 0; i < chosen->len; i++)
    if (fabs (get_centre (strip, g_array_index (chosen, guint, i)) - centre) < pitch)
      return;
  g_array_append_val (chosen, direction);
}

GArray *
ras_strip_choose_directions (const RasStrip *strip)
{
  /* In tenths, from round to odd. */
  static const guint digits[] = { 10, 50, 20, 30, 70, 15, 40, 60, 80, 90 };
  GArray *chosen = g_array_new (FALSE, FALSE, sizeof (guint));
  /* Empty places show where tiles will be; beyond the first ones they would only be in the way. */
  guint last = strip->length > 0 ? MIN (strip->length, strip->axis.max_rank) : strip->axis.max_rank;

  for (guint i = 0; i < G_N_ELEMENTS (digits); i++)
    for (guint64 tenths = digits[i]; tenths <= last * 10ull; tenths *= 10)
      if (tenths % 10 == 0)
        add_if_room (strip, chosen, tenths / 10);
  g_array_sort (chosen, compare_directions);
  return chosen;
}

/* v with the direction's number as its subscript. */
static void
draw_label (const RasStrip *strip, cairo_t *cr, guint direction, gboolean removed)
{
  const RasStyle *style = strip->style;
  RasText letter = { .style = style, .size = style->tick_size, .italic = TRUE };
  RasText number = { .style = style, .size = style->tick_size * SUBSCRIPT };
  double y = tile_side (strip) + 2 * tile_top (strip) + style->space / 6, x, v, n;
  char digits[16];

  g_snprintf (digits, sizeof digits, "%u", direction);
  ras_text_measure (&letter, "v", &v, NULL);
  ras_text_measure (&number, digits, &n, NULL);
  x = get_centre (strip, direction) - (v + n) / 2;
  ras_colour_set (cr, removed ? style->ink : style->dim);
  ras_text_draw (&letter, cr, "v", x, y);
  ras_text_draw (&number, cr, digits, x + v, y + style->tick_size * (1.45 - SUBSCRIPT) * 0.75);
}

static void
draw_tile (const RasStrip *strip, cairo_t *cr, guint direction)
{
  gboolean removed = direction <= strip->rank;
  double side = tile_side (strip), x = round (get_centre (strip, direction) - side / 2);
  double y = tile_top (strip);
  cairo_surface_t *picture
      = direction <= strip->length ? strip->tile (direction, strip->user_data) : NULL;

  if (picture)
    ras_picture_paint_faded (cr, picture, x, y, strip->scale, removed ? 1 : 0.3);
  else
    {
      cairo_rectangle (cr, x, y, side, side);
      ras_colour_set_alpha (cr, strip->style->grid, 0.35);
      cairo_fill (cr);
    }
}

/* The last removed direction at the very place of the slider's thumb, over its neighbours. */
static void
draw_last_removed (const RasStrip *strip, cairo_t *cr)
{
  const RasStyle *style = strip->style;
  guint direction = get_last_removed (strip);
  RasLook look = ras_look_for (strip->eraser_name ? strip->eraser_name : "alf-qleace", style);
  double side = tile_side (strip), x = round (get_centre (strip, direction) - side / 2);
  double gap = style->line_width, y = tile_top (strip);

  cairo_rectangle (cr, x - gap - 1, y - gap - 1, side + 2 * gap + 2, side + 2 * gap + 2);
  ras_colour_set (cr, style->background);
  cairo_fill (cr);
  draw_tile (strip, cr, direction);
  cairo_rectangle (cr, x - gap / 2, y - gap / 2, side + gap, side + gap);
  ras_colour_set (cr, look.colour);
  cairo_set_line_width (cr, gap);
  cairo_stroke (cr);
  draw_label (strip, cr, direction, TRUE);
}

/* Whether little of a tile looks out from behind that of the last removed direction. */
static gboolean
tile_is_covered (const RasStrip *strip, guint direction)
{
  guint last = get_last_removed (strip);

  return last > 0
         && fabs (get_centre (strip, direction) - get_centre (strip, last))
                < tile_side (strip) * 0.6;
}

/* Whether the tile of the last removed direction, or its label, would cover this one's label. */
static gboolean
label_is_covered (const RasStrip *strip, guint direction)
{
  guint last = get_last_removed (strip);
  double reach = MAX (tile_side (strip) * 0.75, 2.2 * strip->style->tick_size);

  return last > 0 && fabs (get_centre (strip, direction) - get_centre (strip, last)) < reach;
}

void
ras_strip_draw (const RasStrip *strip, cairo_t *cr)
{
  g_autoptr (GArray) chosen = ras_strip_choose_directions (strip);

  cairo_save (cr);
  for (guint i = 0; i < chosen->len; i++)
    {
      guint direction = g_array_index (chosen, guint, i);

      if (!tile_is_covered (strip, direction))
        draw_tile (strip, cr, direction);
      if (direction <= strip->length && !label_is_covered (strip, direction))
        draw_label (strip, cr, direction, direction <= strip->rank);
    }
  if (get_last_removed (strip) > 0)
    draw_last_removed (strip, cr);
  cairo_restore (cr);
}

guint
ras_strip_get_direction_at (const RasStrip *strip, double x, double y)
{
  g_autoptr (GArray) chosen = ras_strip_choose_directions (strip);
  guint last = get_last_removed (strip);
  double half = tile_side (strip) / 2;

  if (y < tile_top (strip) || y >= tile_top (strip) + 2 * half)
    return 0;
  if (last > 0 && fabs (x - get_centre (strip, last)) <= half)
    return last;
  for (guint i = 0; i < chosen->len; i++)
    {
      guint direction = g_array_index (chosen, guint, i);

      if (direction <= strip->length && !tile_is_covered (strip, direction)
          && fabs (x - get_centre (strip, direction)) <= half)
        return direction;
    }
  return 0;
}
