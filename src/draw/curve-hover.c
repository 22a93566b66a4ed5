#include <math.h>

#include "curve-private.h"
#include "number.h"

/* One line of the box: what a series has at the place read out. */
typedef struct
{
  const RasCurveSeries *series;
  double y; /* position in the plot */
  char value[48];
} Reading;

/* The place next to `hover_x` where a shown series has a point: as a value and as a position. */
static gboolean
find_nearest (const RasCurvePlan *plan, double hover_x, double *value, double *position)
{
  const RasCurveChart *chart = plan->chart;
  double slack = 4 * plan->style->space, nearest = INFINITY;

  if (isnan (hover_x) || hover_x < plan->layout.left - slack
      || hover_x > plan->layout.right + slack)
    return FALSE;
  for (guint s = 0; s < chart->n_series; s++)
    {
      const RasCurve *curve = ras_curve_series_get_main (&chart->series[s]);

      for (gsize i = 0; curve && !chart->series[s].hidden && i < curve->n; i++)
        {
          double x, y;

          if (!ras_curve_plan_get_place (plan, curve, i, &x, &y)
              || !(fabs (x - hover_x) < nearest))
            continue;
          nearest = fabs (x - hover_x);
          *value = curve->x[i];
          *position = x;
        }
    }
  return isfinite (nearest);
}

gboolean
ras_curve_chart_pick_x (const RasCurveChart *chart, double width, double height, double hover_x,
                        double *x)
{
  g_auto (RasCurvePlan) plan;
  double position;

  ras_curve_plan_init (&plan, chart, width, height);
  return find_nearest (&plan, hover_x, x, &position);
}

/* The point of a curve that stands at this position, give or take rounding. */
static gboolean
find_point (const RasCurvePlan *plan, const RasCurve *curve, double position, gsize *found,
            double *y)
{
  for (gsize i = 0; i < curve->n; i++)
    {
      double x;

      *found = i;
      if (ras_curve_plan_get_place (plan, curve, i, &x, y) && fabs (x - position) < 0.5)
        return TRUE;
    }
  return FALSE;
}

static gint
compare_readings (gconstpointer a, gconstpointer b)
{
  const Reading *one = a, *other = b;

  return one->y < other->y ? -1 : one->y > other->y;
}

static void
format_reading (const RasCurveChart *chart, const RasCurveSeries *series, const RasCurve *curve, gsize i,
                Reading *reading)
{
  double deviation = curve->deviation ? curve->deviation[i] : NAN;

  if (chart->y_percent)
    ras_format_percent (curve->y[i], 1, reading->value, sizeof reading->value);
  else if (series->plain && chart->y_scale == RAS_SCALE_LOG)
    ras_format_quantity (curve->y[i], reading->value, sizeof reading->value);
  else if (series->plain)
    g_snprintf (reading->value, sizeof reading->value, "%.3f", curve->y[i]);
  else
    ras_format_measured (curve->y[i], deviation, TRUE, reading->value, sizeof reading->value);
}

/* From top to bottom, as the lines stand. */
static GArray *
read_values (const RasCurvePlan *plan, double position)
{
  GArray *readings = g_array_new (FALSE, FALSE, sizeof (Reading));

  for (guint s = 0; s < plan->chart->n_series; s++)
    {
      const RasCurveSeries *series = &plan->chart->series[s];
      const RasCurve *curve = ras_curve_series_get_main (series);
      Reading reading = { .series = series };
      gsize i;

      if (series->hidden || !curve || !find_point (plan, curve, position, &i, &reading.y))
        continue;
      format_reading (plan->chart, series, curve, i, &reading);
      g_array_append_val (readings, reading);
    }
  g_array_sort (readings, compare_readings);
  return readings;
}

/* --- The box --- */

typedef struct
{
  const RasCurvePlan *plan;
  const GArray *readings;
  char head[32]; /* the x value */
  double line, pad, sample;
  double names, values; /* widths of the columns */
  double x, y, width, height;
} HoverBox;

/* Long names are shortened where the box would have no room on either side of the hairline. */
static void
measure_box (HoverBox *box, double position)
{
  const RasStyle *style = box->plan->style;
  const char *x_title = box->plan->chart->x_title;
  double side = MAX (box->plan->width - position, position) - 2 * style->space, most;

  box->line = ceil (1.2 * ras_chart_line_height (style, style->tick_size));
  box->pad = style->space;
  box->sample = 1.8 * style->text_size;
  box->names = x_title ? ras_chart_text_width (style, style->tick_size, x_title)
                             - box->sample - style->space : 0;
  box->values = ras_chart_text_width (style, style->tick_size, box->head);
  for (guint i = 0; i < box->readings->len; i++)
    {
      const Reading *reading = &g_array_index (box->readings, Reading, i);
      const char *label = reading->series->label ? reading->series->label : "";

      box->names = MAX (box->names, ras_chart_text_width (style, style->tick_size, label));
      box->values = MAX (box->values,
                         ras_chart_text_width (style, style->tick_size, reading->value));
    }
  most = side - 3 * box->pad - box->sample - box->values - 3 * style->space;
  box->names = ceil (CLAMP (box->names, 1, MAX (most, 4 * style->text_size)));
  box->values = ceil (box->values);
  box->width = 2 * box->pad + box->sample + style->space + box->names + 2 * style->space
               + box->values;
  box->height = 1.5 * box->pad + box->line * (1 + box->readings->len);
}

/* Right of the hairline where there is room in the plot, else left, else over the labels; never
 * outside the chart. */
static void
place_box (HoverBox *box, double position)
{
  const RasCurvePlan *plan = box->plan;
  double gap = 2 * plan->style->space, needed = box->width + gap + 1;
  gboolean right = plan->layout.right - position >= needed
                   || (position < needed && position < plan->width / 2);

  box->x = right ? position + gap : position - gap - box->width;
  box->x = CLAMP (box->x, 0, MAX (plan->width - box->width - 1, 0));
  box->y = CLAMP (plan->layout.top + gap, 0, MAX (plan->height - box->height - 1, 0));
  if (plan->style->on_grid)
    {
      box->x = floor (box->x);
      box->y = floor (box->y);
    }
}

static void
paint_frame (const HoverBox *box, cairo_t *cr)
{
  const RasStyle *style = box->plan->style;
  double half = style->on_grid ? 0.5 : 0, radius = style->space * 0.8;
  double left = box->x + half, top = box->y + half;
  double right = left + box->width, bottom = top + box->height;

  cairo_new_path (cr);
  cairo_arc (cr, left + radius, top + radius, radius, G_PI, 1.5 * G_PI);
  cairo_arc (cr, right - radius, top + radius, radius, 1.5 * G_PI, 2 * G_PI);
  cairo_arc (cr, right - radius, bottom - radius, radius, 0, 0.5 * G_PI);
  cairo_arc (cr, left + radius, bottom - radius, radius, 0.5 * G_PI, G_PI);
  cairo_close_path (cr);
  ras_colour_set_alpha (cr, ras_colour_mix (style->background, style->ink,
                                            style->dark ? 0.08 : 0), 0.94);
  cairo_fill_preserve (cr);
  ras_colour_set (cr, style->grid);
  cairo_set_line_width (cr, ras_style_get_hairline (style));
  cairo_stroke (cr);
}

static void
paint_row (const HoverBox *box, cairo_t *cr, guint row, const RasCurveSeries *series,
           const char *name, const char *value)
{
  const RasStyle *style = box->plan->style;
  double left = box->x + box->pad, top = box->y + 0.75 * box->pad + row * box->line;
  double indent = series ? box->sample + style->space : 0;
  RasText how = ras_chart_text (style, style->tick_size, RAS_ALIGN_LEFT);

  top += (box->line - ras_chart_line_height (style, style->tick_size)) / 2;
  if (series)
    {
      RasLook look = ras_curve_series_get_look (series, style);

      ras_chart_draw_sample (style, cr, &look, !series->plain, style->line_width,
                             series->faint ? 0.5 : 1, left,
                             box->y + 0.75 * box->pad + (row + 0.5) * box->line, box->sample);
    }
  how.width = box->names + (series ? 0 : box->sample + style->space) + 1;
  ras_colour_set (cr, series ? style->ink : style->dim);
  ras_text_draw (&how, cr, name, left + indent, top);
  how.width = 0;
  how.align = RAS_ALIGN_RIGHT;
  ras_colour_set (cr, style->ink);
  ras_text_draw (&how, cr, value, box->x + box->width - box->pad, top);
}

static void
paint_rings (const RasCurvePlan *plan, cairo_t *cr, const GArray *readings, double position)
{
  double radius = plan->style->line_width * 2;

  for (guint i = 0; i < readings->len; i++)
    {
      const Reading *reading = &g_array_index (readings, Reading, i);

      cairo_arc (cr, position, reading->y, radius, 0, 2 * G_PI);
      ras_colour_set (cr, plan->style->background);
      cairo_fill_preserve (cr);
      ras_colour_set (cr, ras_curve_series_get_look (reading->series, plan->style).colour);
      cairo_set_line_width (cr, plan->style->line_width * 0.8);
      cairo_stroke (cr);
    }
}

/* The points are full ones: they are the chart's, the hollow ones the reader's. */
void
ras_curve_mark_draw (const RasCurvePlan *plan, cairo_t *cr)
{
  const RasCurveChart *chart = plan->chart;
  const RasStyle *style = plan->style;
  double position;

  if (chart->mark_x == NULL || !ras_scale_can_show (chart->x_scale, *chart->mark_x))
    return;
  position = ras_value_axis_get_position (&plan->layout.x, *chart->mark_x);
  if (position < plan->layout.left - 0.5 || position > plan->layout.right + 0.5)
    return;
  ras_colour_set (cr, style->dim);
  ras_chart_hairline (style, cr, position, plan->layout.top, position, plan->layout.bottom);
  for (guint s = chart->n_series; s-- > 0;)
    {
      const RasCurveSeries *series = &chart->series[s];
      const RasCurve *curve = ras_curve_series_get_main (series);
      double y;
      gsize i;

      if (series->hidden || !curve || !find_point (plan, curve, position, &i, &y))
        continue;
      cairo_arc (cr, position, y, style->line_width * 2.6, 0, 2 * G_PI);
      ras_colour_set (cr, style->background);
      cairo_fill (cr);
      cairo_arc (cr, position, y, style->line_width * 1.8, 0, 2 * G_PI);
      ras_colour_set (cr, ras_curve_series_get_look (series, style).colour);
      cairo_fill (cr);
    }
}

void
ras_curve_hover_draw (const RasCurvePlan *plan, cairo_t *cr)
{
  g_autoptr (GArray) readings = NULL;
  HoverBox box = { .plan = plan };
  double value, position;

  if (!find_nearest (plan, plan->chart->hover_x, &value, &position))
    return;
  readings = read_values (plan, position);
  box.readings = readings;
  ras_format_plain (value, box.head, sizeof box.head);
  ras_colour_set (cr, plan->style->dim);
  ras_chart_hairline (plan->style, cr, position, plan->layout.top, position,
                      plan->layout.bottom);
  paint_rings (plan, cr, readings, position);
  measure_box (&box, position);
  place_box (&box, position);
  paint_frame (&box, cr);
  paint_row (&box, cr, 0, NULL, plan->chart->x_title ? plan->chart->x_title : "", box.head);
  for (guint i = 0; i < readings->len; i++)
    {
      const Reading *reading = &g_array_index (readings, Reading, i);

      paint_row (&box, cr, i + 1, reading->series,
                 reading->series->label ? reading->series->label : "", reading->value);
    }
}
