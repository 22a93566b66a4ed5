#include "shadow-chart.h"

#include <math.h>

#include "chart-parts.h"

/* Standard deviations: of the ellipse, and what each cloud is given room for. */
#define ELLIPSE 2.0
#define ROOM 2.7
#define TICK_SPACING 36
#define POINT_ALPHA 0.5
#define RADIUS 1.6

typedef struct
{
  RasValueAxis x, y; /* of one half */
  double left, right, top, bottom;
} Half;

void
ras_shadow_chart_get_ellipse (const double covariance[3], double radii[2], double *angle)
{
  double middle = (covariance[0] + covariance[2]) / 2, half = (covariance[0] - covariance[2]) / 2;
  double spread = hypot (half, covariance[1]);

  radii[0] = sqrt (MAX (middle + spread, 0));
  radii[1] = sqrt (MAX (middle - spread, 0));
  *angle = 0.5 * atan2 (covariance[1], half);
}

/* --- Layout --- */

static void
widen (RasValueAxis *axis, double low, double high)
{
  axis->low = MIN (axis->low, low);
  axis->high = MAX (axis->high, high);
}

static void
find_range (const RasShadowChart *chart, guint dimension, RasValueAxis *axis)
{
  axis->low = HUGE_VAL;
  axis->high = -HUGE_VAL;
  for (guint side = 0; side < RAS_SHADOW_N_SIDES; side++)
    for (guint i = 0; chart->sides[side] && i < 2; i++)
      {
        const RasShadowGroup *group = &chart->groups[side][i];
        double reach = ROOM * sqrt (MAX (group->covariance[2 * dimension], 0));

        widen (axis, group->mean[dimension] - reach, group->mean[dimension] + reach);
        if (chart->image_name)
          widen (axis, chart->image[side][dimension], chart->image[side][dimension]);
      }
  /* Single images, all in one place, still have a place. */
  if (!(axis->high - axis->low > 1e-9 * (1 + fabs (axis->high))))
    {
      double at = isfinite (axis->low) ? axis->low : 0;

      axis->low = at - 1;
      axis->high = at + 1;
    }
}

static double
get_foot (const RasStyle *style)
{
  return 2 * ras_chart_line_height (style, style->tick_size)
         + ras_chart_line_height (style, style->text_size) + 3 * style->space;
}

static GArray *
make_y_ticks (const Half *half)
{
  return ras_value_axis_make_ticks (&half->y, 0.7 * TICK_SPACING);
}

/* Heights first: the labels beside the left half make it narrower. */
static gboolean
lay_out (const RasShadowChart *chart, double width, double height, RasShadowSide side, Half *half)
{
  const RasStyle *style = chart->style;
  double gap = 2 * style->space, margin, air, each;
  g_autoptr (GArray) ticks = NULL;

  *half = (Half) { 0 };
  half->top = ras_chart_line_height (style, style->text_size) + style->space;
  half->bottom = height - get_foot (style);
  if (half->bottom - half->top < 1)
    return FALSE;
  find_range (chart, 0, &half->x);
  find_range (chart, 1, &half->y);
  half->y.from = half->bottom;
  half->y.to = half->top;
  ticks = make_y_ticks (half);
  margin = ras_chart_line_height (style, style->tick_size) + ras_chart_tick_width (style, ticks)
           + style->space;
  /* The label of a tick at the edge reaches beyond it. */
  air = ras_chart_text_width (style, style->tick_size, "−0.0") / 2 + 1;
  each = chart->single ? width - margin - air : (width - margin - gap - air) / 2;
  half->x.from = half->left = margin + side * (each + gap);
  half->x.to = half->right = half->left + each;
  return each >= 1;
}

static void
place (const Half *half, const double value[2], double position[2])
{
  position[0] = ras_value_axis_get_position (&half->x, value[0]);
  position[1] = ras_value_axis_get_position (&half->y, value[1]);
}

gboolean
ras_shadow_chart_place (const RasShadowChart *chart, double width, double height,
                        RasShadowSide side, const double value[2], double position[2])
{
  Half half;

  if (!lay_out (chart, width, height, side, &half))
    return FALSE;
  place (&half, value, position);
  return TRUE;
}

/* --- Marks --- */

/* Random projection's grey and the original's ink are too near to the second class's. */
static RasColour
get_colour (const RasShadowChart *chart, guint i)
{
  const RasStyle *style = chart->style;
  RasLook look = ras_look_for (chart->eraser_name, style);

  if (i == 1)
    return ras_colour_mix (style->ink, style->background, 0.25);
  if (chart->eraser_name == NULL || g_str_equal (chart->eraser_name, "none")
      || g_str_equal (chart->eraser_name, "random"))
    return style->accent;
  return look.colour;
}

static void
draw_point (const RasShadowChart *chart, cairo_t *cr, guint i, double x, double y, double radius)
{
  cairo_new_sub_path (cr);
  cairo_arc (cr, x, y, radius, 0, 2 * G_PI);
  if (i == 0)
    cairo_fill (cr);
  else
    {
      cairo_set_line_width (cr, ras_style_get_hairline (chart->style));
      cairo_stroke (cr);
    }
}

static void
draw_points (const RasShadowChart *chart, cairo_t *cr, const Half *half, guint i,
             const RasShadowGroup *group)
{
  ras_colour_set_alpha (cr, get_colour (chart, i), POINT_ALPHA);
  for (gsize p = 0; p < group->n; p++)
    {
      double at[2];

      place (half, group->points + 2 * p, at);
      draw_point (chart, cr, i, at[0], at[1], RADIUS);
    }
}

/* On a halo that lifts it off the points. The first class's disc fits into the second's ring: where means
 * coincide both are seen. */
static void
draw_mean (const RasShadowChart *chart, cairo_t *cr, guint i, const double at[2])
{
  double size = ras_chart_marker_size (chart->style) * (i == 0 ? 0.55 : 0.9);

  ras_colour_set (cr, chart->style->background);
  draw_point (chart, cr, 0, at[0], at[1], size + 1);
  ras_colour_set (cr, get_colour (chart, i));
  cairo_set_line_width (cr, chart->style->line_width);
  cairo_new_sub_path (cr);
  cairo_arc (cr, at[0], at[1], i == 0 ? size : size - chart->style->line_width / 2, 0, 2 * G_PI);
  if (i == 0)
    cairo_fill (cr);
  else
    cairo_stroke (cr);
}

static void
draw_ellipse (const RasShadowChart *chart, cairo_t *cr, const Half *half, guint i,
              const RasShadowGroup *group)
{
  const double dashes[] = { 4, 3 };
  double radii[2], angle;

  ras_shadow_chart_get_ellipse (group->covariance, radii, &angle);
  cairo_new_path (cr);
  for (guint step = 0; step < 72; step++)
    {
      double t = 2 * G_PI * step / 72, at[2];
      double along = ELLIPSE * radii[0] * cos (t), across = ELLIPSE * radii[1] * sin (t);
      double value[2] = { group->mean[0] + along * cos (angle) - across * sin (angle),
                          group->mean[1] + along * sin (angle) + across * cos (angle) };

      place (half, value, at);
      cairo_line_to (cr, at[0], at[1]);
    }
  cairo_close_path (cr);
  ras_colour_set (cr, get_colour (chart, i));
  cairo_set_line_width (cr, chart->style->line_width);
  cairo_set_dash (cr, dashes, i == 1 ? 2 : 0, 0);
  cairo_stroke (cr);
  cairo_set_dash (cr, NULL, 0, 0);
}

static void
draw_image (const RasShadowChart *chart, cairo_t *cr, double x, double y)
{
  double arm = ras_chart_marker_size (chart->style) * 0.8;

  for (guint pass = 0; pass < 2; pass++)
    {
      ras_colour_set (cr, pass == 0 ? chart->style->background : chart->style->ink);
      cairo_set_line_width (cr, chart->style->line_width * (pass == 0 ? 2.5 : 1));
      cairo_move_to (cr, x - arm, y - arm);
      cairo_line_to (cr, x + arm, y + arm);
      cairo_move_to (cr, x - arm, y + arm);
      cairo_line_to (cr, x + arm, y - arm);
      cairo_stroke (cr);
    }
}

/* --- Axes and words --- */

static void
draw_axes (const RasShadowChart *chart, cairo_t *cr, const Half *half, RasShadowSide side)
{
  const RasStyle *style = chart->style;
  g_autoptr (GArray) across = ras_value_axis_make_ticks (&half->x, TICK_SPACING);
  g_autoptr (GArray) up = make_y_ticks (half);
  RasText how = ras_chart_text (style, style->tick_size, RAS_ALIGN_CENTRE);
  double line = ras_chart_line_height (style, style->tick_size);

  for (guint i = 0; i < across->len; i++)
    {
      const RasTick *tick = &g_array_index (across, RasTick, i);

      ras_colour_set (cr, style->grid);
      ras_chart_hairline (style, cr, tick->position, half->top, tick->position, half->bottom);
      ras_colour_set (cr, style->dim);
      ras_text_draw (&how, cr, tick->label, tick->position, half->bottom + style->space / 2);
    }
  how.align = RAS_ALIGN_RIGHT;
  for (guint i = 0; i < up->len; i++)
    {
      const RasTick *tick = &g_array_index (up, RasTick, i);

      ras_colour_set (cr, style->grid);
      ras_chart_hairline (style, cr, half->left, tick->position, half->right, tick->position);
      ras_colour_set (cr, style->dim);
      if (side == RAS_SHADOW_BEFORE)
        ras_text_draw (&how, cr, tick->label, half->left - style->space / 2,
                       tick->position - line / 2);
    }
}

static void
draw_titles (const RasShadowChart *chart, cairo_t *cr, const Half *before, const Half *after)
{
  const RasStyle *style = chart->style;
  RasText how = ras_chart_text (style, style->tick_size, RAS_ALIGN_CENTRE);
  double line = ras_chart_line_height (style, style->tick_size), height;

  ras_colour_set (cr, style->dim);
  how.width = after->right - before->left;
  ras_text_draw (&how, cr, chart->x_title, (before->left + after->right) / 2,
                 before->bottom + line + style->space / 2);
  how.width = before->bottom - before->top;
  ras_text_measure (&how, chart->y_title, NULL, &height);
  cairo_save (cr);
  cairo_translate (cr, 0, (before->top + before->bottom) / 2);
  cairo_rotate (cr, -G_PI / 2);
  ras_text_draw (&how, cr, chart->y_title, 0, 0);
  cairo_restore (cr);
}

static void
draw_legend (const RasShadowChart *chart, cairo_t *cr, double left, double width, double height)
{
  const RasStyle *style = chart->style;
  guint n = chart->image_name ? 3 : 2;
  double line = ras_chart_line_height (style, style->text_size), room = 3.5 * style->space;
  double each = (width - left) / n;

  for (guint i = 0; i < n; i++)
    {
      const char *name = i < 2 ? chart->names[i] : chart->image_name;
      double at[2] = { left + i * each + room / 2, height - line / 2 };
      RasText how = ras_chart_text (style, style->tick_size, RAS_ALIGN_LEFT);

      how.width = MAX (each - room - style->space, 1);
      if (i < 2)
        draw_mean (chart, cr, i, at);
      else
        draw_image (chart, cr, at[0], at[1]);
      ras_colour_set (cr, style->ink);
      ras_text_draw (&how, cr, name, left + i * each + room,
                     at[1] - ras_chart_line_height (style, style->tick_size) / 2);
    }
}

static void
draw_half (const RasShadowChart *chart, cairo_t *cr, const Half *half, RasShadowSide side)
{
  const RasStyle *style = chart->style;
  RasText how = ras_chart_text (style, style->text_size, RAS_ALIGN_CENTRE);

  how.bold = TRUE;
  how.width = half->right - half->left;
  ras_colour_set (cr, style->ink);
  ras_text_draw (&how, cr, chart->titles[side], (half->left + half->right) / 2, 0);
  draw_axes (chart, cr, half, side);
  if (!chart->sides[side])
    {
      ras_chart_draw_empty (style, cr, chart->missing, half->left, half->top, half->right,
                            half->bottom);
      return;
    }
  cairo_save (cr);
  cairo_rectangle (cr, half->left, half->top, half->right - half->left, half->bottom - half->top);
  cairo_clip (cr);
  /* The first class last: it is the one in question. */
  for (guint i = 2; i-- > 0;)
    draw_points (chart, cr, half, i, &chart->groups[side][i]);
  for (guint i = 2; i-- > 0;)
    draw_ellipse (chart, cr, half, i, &chart->groups[side][i]);
  cairo_restore (cr);
  for (guint i = 2; i-- > 0;)
    {
      double at[2];

      place (half, chart->groups[side][i].mean, at);
      draw_mean (chart, cr, i, at);
    }
  if (chart->image_name)
    {
      double at[2];

      place (half, chart->image[side], at);
      draw_image (chart, cr, at[0], at[1]);
    }
}

void
ras_shadow_chart_draw (const RasShadowChart *chart, cairo_t *cr, double width, double height)
{
  Half halves[RAS_SHADOW_N_SIDES];
  guint n = chart->single ? 1 : RAS_SHADOW_N_SIDES;

  for (guint side = 0; side < n; side++)
    if (!lay_out (chart, width, height, side, &halves[side]))
      return;
  cairo_save (cr);
  for (guint side = 0; side < n; side++)
    draw_half (chart, cr, &halves[side], side);
  draw_titles (chart, cr, &halves[0], &halves[n - 1]);
  draw_legend (chart, cr, halves[0].left, width, height);
  cairo_restore (cr);
}
