#include "strip.h"

#include <glib/gi18n.h>
#include <math.h>

#include "picture.h"
#include "text.h"

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
  return tile_side (strip) + 2 * tile_top (strip) + strip->style->space / 3
         + label_height (strip);
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
  static const guint digits[] = { 1, 5, 2, 3, 7, 4, 6, 8, 9 };
  GArray *chosen = g_array_new (FALSE, FALSE, sizeof (guint));

  for (guint i = 0; i < G_N_ELEMENTS (digits); i++)
    for (guint64 direction = digits[i]; direction <= strip->axis.max_rank; direction *= 10)
      add_if_room (strip, chosen, direction);
  /* Wide strips have room between the leading digits as well. */
  for (guint direction = 11; direction <= MIN (strip->axis.max_rank, 99); direction++)
    add_if_room (strip, chosen, direction);
  g_array_sort (chosen, compare_directions);
  return chosen;
}

/* "v₁₅" */
static void
format_label (guint direction, char *out, gsize size)
{
  static const char *const digits[] = { "₀", "₁", "₂", "₃", "₄", "₅", "₆", "₇", "₈", "₉" };
  char plain[16];

  g_snprintf (plain, sizeof plain, "%u", direction);
  g_strlcpy (out, "v", size);
  for (const char *p = plain; *p; p++)
    g_strlcat (out, digits[*p - '0'], size);
}

static void
draw_label (const RasStrip *strip, cairo_t *cr, guint direction, gboolean removed)
{
  const RasStyle *style = strip->style;
  RasText how = { .style = style, .size = style->tick_size, .align = RAS_ALIGN_CENTRE };
  char label[48];

  format_label (direction, label, sizeof label);
  ras_colour_set_alpha (cr, removed ? style->ink : style->dim, removed ? 1 : 0.6);
  ras_text_draw (&how, cr, label, get_centre (strip, direction),
                 tile_side (strip) + 2 * tile_top (strip) + style->space / 3);
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

      if (direction <= strip->length && fabs (x - get_centre (strip, direction)) <= half)
        return direction;
    }
  return 0;
}
