#include "curve-chart.h"

#include <math.h>

#include "curve-private.h"

static void
draw_y_axis (const RasCurvePlan *plan, cairo_t *cr)
{
  const RasStyle *style = plan->style;
  const RasCurveLayout *layout = &plan->layout;
  double line = ras_chart_line_height (style, style->tick_size);
  RasText how = ras_chart_text (style, style->tick_size, RAS_ALIGN_RIGHT);
  g_autoptr (GArray) ticks = ras_curve_plan_make_y_ticks (plan);

  for (guint i = 0; i < ticks->len; i++)
    {
      const RasTick *tick = &g_array_index (ticks, RasTick, i);

      ras_colour_set (cr, style->grid);
      ras_chart_hairline (style, cr, layout->left, tick->position, layout->right, tick->position);
      ras_colour_set (cr, style->dim);
      ras_text_draw (&how, cr, tick->label, layout->left - 1.5 * style->space,
                     tick->position - line / 2);
    }
  if (plan->chart->y_title == NULL)
    return;
  how.align = RAS_ALIGN_LEFT;
  how.width = MAX (plan->width - style->space, 1);
  ras_colour_set (cr, style->dim);
  ras_text_draw (&how, cr, plan->chart->y_title, style->space / 2,
                 layout->top - 1.5 * line - style->space / 2);
}

static gboolean
has_x_range (const RasCurvePlan *plan)
{
  return !plan->empty || plan->chart->n_x_ticks > 0 || plan->chart->x_low < plan->chart->x_high;
}

static void
draw_x_axis (const RasCurvePlan *plan, cairo_t *cr)
{
  const RasStyle *style = plan->style;
  const RasCurveLayout *layout = &plan->layout;
  RasText how = ras_chart_text (style, style->tick_size, RAS_ALIGN_CENTRE);
  double y = layout->bottom, line = ras_chart_line_height (style, style->tick_size);
  g_autoptr (GArray) ticks = ras_curve_plan_make_x_ticks (plan);

  ras_colour_set (cr, style->dim);
  ras_chart_hairline (style, cr, layout->left, y, layout->right, y);
  /* An axis without points and without a range has nothing to say. */
  for (guint i = 0; i < ticks->len && has_x_range (plan); i++)
    {
      const RasTick *tick = &g_array_index (ticks, RasTick, i);

      ras_chart_hairline (style, cr, tick->position, y, tick->position,
                          y + style->space * (tick->label[0] ? 0.7 : 0.4));
      if (tick->label[0])
        ras_text_draw (&how, cr, tick->label, tick->position, y + style->space);
    }
  if (plan->chart->x_title == NULL)
    return;
  how.align = RAS_ALIGN_RIGHT;
  how.width = MAX (layout->right - style->space / 2, 1);
  ras_text_draw (&how, cr, plan->chart->x_title, layout->right, y + style->space + line);
}

/* --- Curves --- */

/* Adds the curve to the path, broken where it has no point. Points closer than half a unit are
 * skipped: thousands of epochs end in a few pixels. */
static void
trace_curve (const RasCurvePlan *plan, cairo_t *cr, const RasCurve *curve)
{
  double last_x = -INFINITY;

  for (gsize i = 0; i < curve->n; i++)
    {
      double x, y;

      if (!ras_curve_plan_get_place (plan, curve, i, &x, &y))
        {
          last_x = -INFINITY;
          continue;
        }
      if (fabs (x - last_x) < 0.5 && i + 1 < curve->n)
        continue;
      if (isinf (last_x))
        cairo_move_to (cr, x, y);
      else
        cairo_line_to (cr, x, y);
      last_x = x;
    }
}

static gboolean
has_band (const RasCurvePlan *plan, const RasCurve *curve, gsize i)
{
  double x, y;

  return i < curve->n && isfinite (curve->deviation[i])
         && ras_curve_get_point (plan->chart, curve, i, &x, &y);
}

/* The band's edge at a point: a logarithmic axis cannot show what is not positive. */
static void
trace_edge (const RasCurvePlan *plan, cairo_t *cr, const RasCurve *curve, gsize i, double sign)
{
  double value = MAX (curve->y[i] + sign * curve->deviation[i], plan->layout.y.low);

  cairo_line_to (cr, ras_value_axis_get_position (&plan->layout.x, curve->x[i]),
                 ras_value_axis_get_position (&plan->layout.y, value));
}

static void
draw_band (const RasCurvePlan *plan, cairo_t *cr, const RasCurve *curve, RasColour colour)
{
  if (curve->deviation == NULL)
    return;
  for (gsize i = 0; i < curve->n; i++)
    {
      gsize end = i;

      while (has_band (plan, curve, end))
        end++;
      cairo_new_sub_path (cr);
      for (gsize k = i; k < end; k++)
        trace_edge (plan, cr, curve, k, 1);
      for (gsize k = end; k-- > i;)
        trace_edge (plan, cr, curve, k, -1);
      cairo_close_path (cr);
      i = end;
    }
  ras_colour_set_alpha (cr, colour, 0.2);
  cairo_fill (cr);
}

static void
draw_seeds (const RasCurvePlan *plan, cairo_t *cr, const RasCurveSeries *series, RasColour colour)
{
  cairo_set_line_width (cr, plan->style->line_width * 0.4);
  cairo_set_line_join (cr, CAIRO_LINE_JOIN_ROUND);
  ras_colour_set_alpha (cr, colour, 0.55);
  for (guint s = 0; s < series->n_seeds; s++)
    {
      trace_curve (plan, cr, &series->seeds[s]);
      cairo_stroke (cr);
    }
}

/* A point that no line leads to or from would be invisible without a marker. */
static void
draw_lone_points (const RasCurvePlan *plan, cairo_t *cr, const RasCurve *curve)
{
  double x, y, other_x, other_y;

  for (gsize i = 0; i < curve->n; i++)
    {
      if (!ras_curve_plan_get_place (plan, curve, i, &x, &y)
          || (i > 0 && ras_curve_plan_get_place (plan, curve, i - 1, &other_x, &other_y))
          || (i + 1 < curve->n
              && ras_curve_plan_get_place (plan, curve, i + 1, &other_x, &other_y)))
        continue;
      cairo_new_path (cr);
      cairo_arc (cr, x, y, plan->style->line_width * 1.2, 0, 2 * G_PI);
      cairo_fill (cr);
    }
}

static void
draw_mean (const RasCurvePlan *plan, cairo_t *cr, const RasCurveSeries *series,
           const RasLook *look)
{
  const RasStyle *style = plan->style;
  double size = ras_chart_marker_size (style), last_x = -INFINITY;

  cairo_save (cr);
  ras_look_set_line (look, cr, style->line_width * (series->faint ? 0.6 : 1));
  ras_colour_set_alpha (cr, look->colour, series->faint ? 0.5 : 1);
  trace_curve (plan, cr, series->mean);
  cairo_stroke (cr);
  draw_lone_points (plan, cr, series->mean);
  cairo_restore (cr);
  for (gsize i = 0; i < series->mean->n && !series->plain; i++)
    {
      double x, y;

      if (!ras_curve_plan_get_place (plan, series->mean, i, &x, &y)
          || (x - last_x < 1.5 * size && i + 1 < series->mean->n))
        continue;
      ras_look_draw_marker (look, cr, x, y, size);
      last_x = x;
    }
}

/* Bands lie under all lines, single seeds under the means; the first series lies on top. */
static void
draw_curves (const RasCurvePlan *plan, cairo_t *cr)
{
  for (int layer = 0; layer < 3; layer++)
    for (guint i = plan->chart->n_series; i-- > 0;)
      {
        const RasCurveSeries *series = &plan->chart->series[i];
        RasLook look = ras_curve_series_get_look (series, plan->style);

        if (series->hidden)
          continue;
        if (layer == 0 && series->mean)
          draw_band (plan, cr, series->mean, look.colour);
        else if (layer == 1)
          draw_seeds (plan, cr, series, look.colour);
        else if (layer == 2 && series->mean)
          draw_mean (plan, cr, series, &look);
      }
}

void
ras_curve_chart_draw (const RasCurveChart *chart, cairo_t *cr, double width, double height)
{
  g_auto (RasCurvePlan) plan;

  ras_curve_plan_init (&plan, chart, width, height);
  cairo_save (cr);
  cairo_rectangle (cr, 0, 0, width, height);
  cairo_clip (cr);
  ras_chart_draw_title (chart->style, cr, chart->title, width);
  draw_x_axis (&plan, cr);
  if (!plan.empty || chart->n_levels > 0 || chart->y_low < chart->y_high)
    draw_y_axis (&plan, cr);
  ras_curve_levels_draw (&plan, cr);
  draw_curves (&plan, cr);
  ras_curve_mark_draw (&plan, cr);
  ras_curve_levels_draw_words (&plan, cr);
  ras_curve_labels_draw (&plan, cr);
  if (plan.empty)
    ras_chart_draw_empty (chart->style, cr, chart->empty, plan.layout.left, plan.layout.top,
                          plan.layout.right, plan.layout.bottom);
  else
    ras_curve_hover_draw (&plan, cr);
  cairo_restore (cr);
}
