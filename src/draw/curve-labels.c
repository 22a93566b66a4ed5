#include <math.h>

#include "curve-private.h"

/* Narrower charts, in sizes of their text, have a legend: the plot needs the width. */
#define LEAST_WIDTH 35
/* Labels at the ends of lines take at most this share of the width. */
#define MOST_COLUMN 0.34

static double
text_line (const RasCurvePlan *plan)
{
  return ras_chart_line_height (plan->style, plan->style->text_size);
}

static double
sample_width (const RasCurvePlan *plan)
{
  return 2.2 * plan->style->text_size;
}

/* From the end of the plot to the labels: leaders fan out here. */
static double
leader_width (const RasCurvePlan *plan)
{
  return 4 * plan->style->space;
}

/* The last point of a series' curve; FALSE if it has none that can be drawn. */
static gboolean
find_end (const RasCurvePlan *plan, const RasCurveSeries *series, double *x, double *y)
{
  const RasCurve *curve = ras_curve_series_get_main (series);

  for (gsize i = curve ? curve->n : 0; i-- > 0;)
    if (ras_curve_get_point (plan->chart, curve, i, x, y))
      {
        *x = ras_value_axis_get_position (&plan->layout.x, *x);
        *y = ras_value_axis_get_position (&plan->layout.y, *y);
        return TRUE;
      }
  return FALSE;
}

static gboolean
has_points (const RasCurvePlan *plan, const RasCurveSeries *series)
{
  const RasCurve *curve = ras_curve_series_get_main (series);
  double x, y;

  for (gsize i = 0; curve && i < curve->n; i++)
    if (ras_curve_get_point (plan->chart, curve, i, &x, &y))
      return TRUE;
  return FALSE;
}

double
ras_curve_labels_measure (const RasCurvePlan *plan)
{
  const RasCurveChart *chart = plan->chart;
  double widest = 0;

  for (guint i = 0; i < chart->n_series; i++)
    if (chart->series[i].label)
      widest = MAX (widest, ras_chart_text_width (plan->style, plan->style->text_size,
                                                  chart->series[i].label));
  if (widest == 0)
    return 0;
  if (plan->width < LEAST_WIDTH * plan->style->text_size || widest > MOST_COLUMN * plan->width)
    return -1;
  return ceil (widest + leader_width (plan) + plan->style->space / 2);
}

/* --- Legend --- */

double
ras_curve_labels_lay_legend (RasCurvePlan *plan, double top)
{
  const RasCurveChart *chart = plan->chart;
  const RasStyle *style = plan->style;
  double height = ceil (1.25 * text_line (plan)), x = style->space / 2, y = top;

  for (guint i = 0; i < chart->n_series; i++)
    {
      RasCurveLabel label = { .series = i, .height = height, .end_x = NAN, .end_y = NAN };

      if (chart->series[i].label == NULL)
        continue;
      label.width = sample_width (plan) + style->space
                    + ceil (ras_chart_text_width (style, style->text_size, chart->series[i].label));
      label.width = MIN (label.width, MAX (plan->width - style->space, 1));
      if (x > style->space && x + label.width > plan->width - style->space / 2)
        {
          x = style->space / 2;
          y += height;
        }
      label.x = x;
      label.y = y;
      x += label.width + 2.5 * style->space;
      g_array_append_val (plan->labels, label);
    }
  return plan->labels->len > 0 ? y + height + style->space - top : 0;
}

/* --- Labels at the ends --- */

/* From top to bottom as the lines end; hidden ones come last. */
static gint
compare_ends (gconstpointer a, gconstpointer b)
{
  const RasCurveLabel *one = a, *other = b;
  int hidden = isnan (one->end_y) - isnan (other->end_y);

  if (hidden != 0)
    return hidden;
  if (one->end_y != other->end_y && !isnan (one->end_y))
    return one->end_y < other->end_y ? -1 : 1;
  return one->series < other->series ? -1 : 1;
}

/* Labels first … last − 1 stand directly under each other, the first one's top at `top`. */
typedef struct
{
  guint first, last;
  double top;
} Cluster;

/* Puts a cluster as near to its lines' ends as the plot allows. */
static void
place_cluster (const RasCurvePlan *plan, Cluster *cluster, double height)
{
  guint n = cluster->last - cluster->first;
  double sum = 0, lowest = plan->layout.bottom - n * height;

  for (guint i = cluster->first; i < cluster->last; i++)
    {
      double end = g_array_index (plan->labels, RasCurveLabel, i).end_y;

      sum += end - height / 2 - (i - cluster->first) * height;
    }
  cluster->top = CLAMP (sum / n, plan->layout.top - height / 2, MAX (lowest, plan->layout.top));
}

/* Spreads the first `shown` of the sorted labels so that none covers another and all are near
 * their line's end: neighbours that collide become one cluster around the middle of them. */
static void
spread (RasCurvePlan *plan, guint shown, double height)
{
  g_autofree Cluster *clusters = g_new (Cluster, MAX (shown, 1));
  guint n = 0;

  for (guint i = 0; i < shown; i++)
    {
      clusters[n++] = (Cluster) { i, i + 1, 0 };
      place_cluster (plan, &clusters[n - 1], height);
      while (n > 1
             && clusters[n - 2].top + (clusters[n - 2].last - clusters[n - 2].first) * height
                    > clusters[n - 1].top)
        {
          clusters[n - 2].last = clusters[n - 1].last;
          n--;
          place_cluster (plan, &clusters[n - 1], height);
        }
    }
  for (guint c = 0; c < n; c++)
    for (guint i = clusters[c].first; i < clusters[c].last; i++)
      g_array_index (plan->labels, RasCurveLabel, i).y
          = clusters[c].top + (i - clusters[c].first) * height;
}

/* The lowest place that labels 0 … n − 1 leave free. */
static gboolean
find_free_place (const RasCurvePlan *plan, guint n, double height, double *found)
{
  double y = plan->layout.bottom - height / 2;
  gboolean free = FALSE;

  while (!free && y >= plan->layout.top - height / 2)
    {
      free = TRUE;
      for (guint i = 0; i < n && free; i++)
        {
          const RasCurveLabel *label = &g_array_index (plan->labels, RasCurveLabel, i);

          free = label->y >= y + height || label->y + height <= y;
          if (!free)
            y = MIN (label->y - height, y - 1);
        }
    }
  *found = y;
  return free;
}

/* Hidden lines wait at the bottom of the column to be switched on again. */
static gboolean
lay_hidden (RasCurvePlan *plan, guint shown, double height)
{
  for (guint i = shown; i < plan->labels->len; i++)
    if (!find_free_place (plan, i, height, &g_array_index (plan->labels, RasCurveLabel, i).y))
      return FALSE;
  return TRUE;
}

gboolean
ras_curve_labels_lay_ends (RasCurvePlan *plan)
{
  const RasCurveChart *chart = plan->chart;
  const RasStyle *style = plan->style;
  double height = ceil (text_line (plan) + style->space / 6);
  guint shown = 0;

  for (guint i = 0; i < chart->n_series; i++)
    {
      const RasCurveSeries *series = &chart->series[i];
      RasCurveLabel label = { .series = i, .height = height, .end_x = NAN, .end_y = NAN };

      /* A line that has not begun is not named yet. */
      if (series->label == NULL || !has_points (plan, series))
        continue;
      label.x = plan->layout.right + leader_width (plan);
      label.width = ceil (ras_chart_text_width (style, style->text_size, series->label));
      if (!series->hidden && find_end (plan, series, &label.end_x, &label.end_y))
        shown++;
      g_array_append_val (plan->labels, label);
    }
  g_array_sort (plan->labels, compare_ends);
  if (plan->labels->len * height <= plan->layout.bottom - plan->layout.top + height / 2)
    {
      spread (plan, shown, height);
      if (lay_hidden (plan, shown, height))
        return TRUE;
    }
  g_array_set_size (plan->labels, 0);
  return FALSE;
}

/* --- Drawing --- */

/* Text in the line's own colour, towards ink, as light colours are hard to read. */
static RasColour
get_text_colour (const RasCurvePlan *plan, const RasCurveSeries *series)
{
  RasColour ink = plan->style->ink;

  if (series->hidden)
    return ras_colour_mix (plan->style->dim, plan->style->background, 0.4);
  if (plan->legend)
    return ink;
  return ras_colour_mix (ras_curve_series_get_look (series, plan->style).colour, ink,
                         plan->style->dark ? 0.15 : 0.35);
}

/* From the end of the line to its name. A line that ends early is led along its height to the
 * end of the plot first. */
static void
draw_leader (const RasCurvePlan *plan, cairo_t *cr, const RasCurveLabel *label, RasColour colour)
{
  double gap = ras_chart_marker_size (plan->style) / 2 + plan->style->space / 2;
  double middle = label->y + label->height / 2, start = plan->layout.right + gap;

  cairo_set_line_width (cr, ras_style_get_hairline (plan->style));
  cairo_set_line_join (cr, CAIRO_LINE_JOIN_ROUND);
  ras_colour_set_alpha (cr, colour, 0.55);
  if (label->end_x + gap < start - 1)
    cairo_move_to (cr, label->end_x + gap, label->end_y);
  cairo_line_to (cr, start, label->end_y);
  cairo_line_to (cr, label->x - plan->style->space / 2, middle);
  cairo_stroke (cr);
}

static void
draw_label (const RasCurvePlan *plan, cairo_t *cr, const RasCurveLabel *label)
{
  const RasStyle *style = plan->style;
  const RasCurveSeries *series = &plan->chart->series[label->series];
  RasLook look = ras_curve_series_get_look (series, style);
  RasText how = ras_chart_text (style, style->text_size, RAS_ALIGN_LEFT);
  double x = label->x, middle = label->y + label->height / 2;

  if (plan->legend)
    {
      double strength = series->hidden ? 0.3 : series->faint ? 0.5 : 1;

      ras_chart_draw_sample (style, cr, &look, !series->plain,
                             style->line_width * (series->faint ? 0.6 : 1), strength, x, middle,
                             sample_width (plan));
      x += sample_width (plan) + style->space;
    }
  else if (!isnan (label->end_y))
    draw_leader (plan, cr, label, look.colour);
  how.width = MAX (label->x + label->width - x, 1) + 1;
  ras_colour_set (cr, get_text_colour (plan, series));
  ras_text_draw (&how, cr, series->label, x, middle - text_line (plan) / 2);
}

void
ras_curve_labels_draw (const RasCurvePlan *plan, cairo_t *cr)
{
  for (guint i = 0; i < plan->labels->len; i++)
    draw_label (plan, cr, &g_array_index (plan->labels, RasCurveLabel, i));
}

int
ras_curve_chart_pick_label (const RasCurveChart *chart, double width, double height, double x,
                            double y)
{
  g_auto (RasCurvePlan) plan;

  ras_curve_plan_init (&plan, chart, width, height);
  for (guint i = 0; i < plan.labels->len; i++)
    {
      const RasCurveLabel *label = &g_array_index (plan.labels, RasCurveLabel, i);

      if (x >= label->x && x < label->x + label->width && y >= label->y
          && y < label->y + label->height)
        return (int) label->series;
    }
  return -1;
}
