#include <math.h>

#include "curve-private.h"
#include "number.h"

/* The least extent of an axis relative to its values: less would show rounding as if it were
 * news. */
#define LEAST_EXTENT 0.02
/* Air between the outermost points and the ends of the axis, as a share of it. */
#define AIR 0.04

/* A range of values in the scale of its axis: logarithms on a logarithmic one. */
typedef struct
{
  RasScale scale;
  double low, high;
} Range;

static void
include (Range *range, double value)
{
  if (!ras_scale_can_show (range->scale, value))
    return;
  range->low = MIN (range->low, ras_scale_from_value (range->scale, value));
  range->high = MAX (range->high, ras_scale_from_value (range->scale, value));
}

gboolean
ras_curve_get_point (const RasCurveChart *chart, const RasCurve *curve, gsize i, double *x,
                     double *y)
{
  *x = curve->x[i];
  *y = curve->y[i];
  return ras_scale_can_show (chart->x_scale, *x) && ras_scale_can_show (chart->y_scale, *y);
}

gboolean
ras_curve_plan_get_place (const RasCurvePlan *plan, const RasCurve *curve, gsize i, double *x,
                          double *y)
{
  if (!ras_curve_get_point (plan->chart, curve, i, x, y))
    return FALSE;
  *x = ras_value_axis_get_position (&plan->layout.x, *x);
  *y = ras_value_axis_get_position (&plan->layout.y, *y);
  return TRUE;
}

const RasCurve *
ras_curve_series_get_main (const RasCurveSeries *series)
{
  return series->mean ? series->mean : series->n_seeds > 0 ? series->seeds : NULL;
}

RasLook
ras_curve_series_get_look (const RasCurveSeries *series, const RasStyle *style)
{
  static const double dashes[] = { 3, 2 };
  RasLook look = ras_look_for (series->look, style);

  look.colour = ras_colour_mix (look.colour, style->background,
                                1 - 1 / (1 + 0.75 * MIN (series->variant, 2)));
  if (series->dashed || series->solid)
    {
      look.dashes = series->dashed ? dashes : NULL;
      look.n_dashes = series->dashed ? G_N_ELEMENTS (dashes) : 0;
    }
  return look;
}

/* --- Ranges --- */

static void
include_curve (const RasCurveChart *chart, const RasCurve *curve, Range *x, Range *y)
{
  for (gsize i = 0; i < curve->n; i++)
    {
      double at, value, deviation = curve->deviation ? curve->deviation[i] : NAN;

      if (!ras_curve_get_point (chart, curve, i, &at, &value))
        continue;
      include (x, at);
      include (y, value);
      if (isfinite (deviation))
        {
          include (y, value - deviation);
          include (y, value + deviation);
        }
    }
}

/* Widens evenly to at least `least`, in the scale of the axis. */
static void
give_extent (Range *range, double least)
{
  double missing = least - (range->high - range->low);

  if (missing > 0)
    {
      range->low -= missing / 2;
      range->high += missing / 2;
    }
}

static double
get_least_extent (const Range *range)
{
  double middle = fabs (range->low + range->high) / 2;

  if (range->scale == RAS_SCALE_LOG)
    return log10 (1 + LEAST_EXTENT);
  return middle > 0 ? LEAST_EXTENT * middle : 1;
}

/* An end that was asked for stays where it is; one that the data reach gets some air. */
static void
add_air (Range *range, double low, double high, double share)
{
  double air = share * (range->high - range->low);
  gboolean asked = low < high;

  if (!asked || range->low < ras_scale_from_value (range->scale, low))
    range->low -= air;
  if (!asked || range->high > ras_scale_from_value (range->scale, high))
    range->high += air;
}

static gboolean
is_plain (const RasCurveChart *chart)
{
  for (guint i = 0; i < chart->n_series; i++)
    if (!chart->series[i].plain)
      return FALSE;
  return TRUE;
}

static void
find_ranges (RasCurvePlan *plan, Range *x, Range *y)
{
  const RasCurveChart *chart = plan->chart;

  *x = (Range) { chart->x_scale, INFINITY, -INFINITY };
  *y = (Range) { chart->y_scale, INFINITY, -INFINITY };
  for (guint i = 0; i < chart->n_series; i++)
    {
      const RasCurveSeries *series = &chart->series[i];

      if (series->hidden)
        continue;
      if (series->mean)
        include_curve (chart, series->mean, x, y);
      for (guint s = 0; s < series->n_seeds; s++)
        include_curve (chart, &series->seeds[s], x, y);
    }
  plan->empty = x->low > x->high;
  if (chart->x_low < chart->x_high)
    {
      include (x, chart->x_low);
      include (x, chart->x_high);
    }
  if (chart->y_low < chart->y_high)
    {
      include (y, chart->y_low);
      include (y, chart->y_high);
    }
  for (guint i = 0; i < chart->n_levels; i++)
    include (y, chart->levels[i].y);
}

static void
finish_range (Range *range, double least, double low, double high, double air)
{
  if (range->low > range->high)
    {
      range->low = range->scale == RAS_SCALE_LOG ? -1 : 0;
      range->high = 1;
    }
  give_extent (range, MAX (least, get_least_extent (range)));
  add_air (range, low, high, air);
}

/* The words of a level stand above it: there must be `room`, a share of the plot, for them. */
static void
leave_room_for_words (const RasCurveChart *chart, Range *y, double room)
{
  for (guint i = 0; i < chart->n_levels && room < 0.4; i++)
    {
      double level;

      if (chart->levels[i].label == NULL || !ras_scale_can_show (y->scale, chart->levels[i].y))
        continue;
      level = ras_scale_from_value (y->scale, chart->levels[i].y);
      if (level > y->high - room * (y->high - y->low))
        y->high = (level - room * y->low) / (1 - room);
    }
}

/* --- Places --- */

static double
tick_line (const RasCurvePlan *plan)
{
  return ras_chart_line_height (plan->style, plan->style->tick_size);
}

static void
set_axis (RasValueAxis *axis, const Range *range)
{
  axis->scale = range->scale;
  axis->low = ras_scale_to_value (range->scale, range->low);
  axis->high = ras_scale_to_value (range->scale, range->high);
}

/* Everything but the labels of the lines; `legend` is the height of theirs, `column` the width
 * right of the plot. */
static void
lay_plot (RasCurvePlan *plan, double legend, double column)
{
  const RasStyle *style = plan->style;
  RasCurveLayout *layout = &plan->layout;
  double line = tick_line (plan), least_right = 3 * style->space;
  Range x, y;

  find_ranges (plan, &x, &y);
  finish_range (&x, x.scale == RAS_SCALE_LOG && x.low == x.high ? log10 (4) : 0,
                plan->chart->x_low, plan->chart->x_high, is_plain (plan->chart) ? 0 : AIR / 2);
  finish_range (&y, 0, plan->chart->y_low, plan->chart->y_high, AIR);

  layout->top = ras_chart_title_height (style, plan->chart->title) + legend;
  /* The name of the vertical axis stands above it. */
  layout->top += plan->chart->y_title ? 1.5 * line + style->space / 2 : line / 2;
  layout->bottom = plan->height - line - 2 * style->space - (plan->chart->x_title ? line : 0);
  layout->bottom = MAX (layout->bottom, layout->top + 1);
  leave_room_for_words (plan->chart, &y, 1.5 * line / (layout->bottom - layout->top));

  set_axis (&layout->y, &y);
  layout->y.from = layout->bottom;
  layout->y.to = layout->top;
  layout->y.dense = TRUE;
  layout->y.percent = plan->chart->y_percent;
  {
    g_autoptr (GArray) ticks = ras_curve_plan_make_y_ticks (plan);

    layout->left = ras_chart_tick_width (style, ticks) + 2 * style->space;
  }
  layout->right = MAX (plan->width - MAX (column, least_right), layout->left + 1);
  set_axis (&layout->x, &x);
  layout->x.from = layout->left;
  layout->x.to = layout->right;
}

void
ras_curve_plan_init (RasCurvePlan *plan, const RasCurveChart *chart, double width, double height)
{
  double column, legend;

  *plan = (RasCurvePlan) { .chart = chart, .style = chart->style, .width = width,
                           .height = height };
  plan->labels = g_array_new (FALSE, FALSE, sizeof (RasCurveLabel));
  column = ras_curve_labels_measure (plan);
  if (column >= 0)
    {
      lay_plot (plan, 0, column);
      if (ras_curve_labels_lay_ends (plan))
        return;
    }
  plan->legend = TRUE;
  legend = ras_curve_labels_lay_legend (plan, ras_chart_title_height (plan->style, chart->title));
  lay_plot (plan, legend, 0);
}

void
ras_curve_plan_clear (RasCurvePlan *plan)
{
  g_clear_pointer (&plan->labels, g_array_unref);
}

void
ras_curve_chart_layout (const RasCurveChart *chart, double width, double height,
                        RasCurveLayout *layout)
{
  g_auto (RasCurvePlan) plan;

  ras_curve_plan_init (&plan, chart, width, height);
  *layout = plan.layout;
}

/* --- Ticks --- */

/* The values that the chart was told, all of them ticks, labelled where there is room; the ends
 * come first. */
static GArray *
make_given_ticks (const RasCurvePlan *plan)
{
  const RasCurveChart *chart = plan->chart;
  GArray *ticks = g_array_new (FALSE, FALSE, sizeof (RasTick));
  double last_right = -INFINITY, last_left = INFINITY;

  for (guint i = 0; i < chart->n_x_ticks; i++)
    {
      RasTick tick = { .value = chart->x_ticks[i], .major = TRUE };

      tick.position = ras_value_axis_get_position (&plan->layout.x, tick.value);
      ras_format_plain (tick.value, tick.label, sizeof tick.label);
      g_array_append_val (ticks, tick);
    }
  for (guint i = 0; i < ticks->len; i++)
    {
      RasTick *tick = &g_array_index (ticks, RasTick, i == 0 ? ticks->len - 1 : i - 1);
      double half = ras_chart_text_width (plan->style, plan->style->tick_size, tick->label) / 2
                    + plan->style->space / 2;

      if (i == 0)
        last_left = tick->position - half;
      else if (tick->position - half < last_right || tick->position + half > last_left)
        tick->label[0] = '\0';
      else
        last_right = tick->position + half;
    }
  return ticks;
}

GArray *
ras_curve_plan_make_x_ticks (const RasCurvePlan *plan)
{
  double spacing = 4 * plan->style->space;
  GArray *ticks;

  if (plan->chart->n_x_ticks > 0)
    return make_given_ticks (plan);
  ticks = ras_value_axis_make_ticks (&plan->layout.x, spacing);
  /* Wider labels need more room, which may make the labels others. */
  for (int i = 0; i < 3; i++)
    {
      double needed = ras_chart_tick_width (plan->style, ticks) + 2 * plan->style->space;

      if (needed <= spacing)
        break;
      spacing = needed;
      g_array_unref (ticks);
      ticks = ras_value_axis_make_ticks (&plan->layout.x, spacing);
    }
  return ticks;
}

GArray *
ras_curve_plan_make_y_ticks (const RasCurvePlan *plan)
{
  /* Few grid lines in a tall plot, too. */
  double tenth = (plan->layout.bottom - plan->layout.top) / 10;

  return ras_value_axis_make_ticks (&plan->layout.y, MAX (1.8 * tick_line (plan), tenth));
}
