#include <math.h>

#include "curve-private.h"

/* A place for the words of a level, and how much of the curves it would cover. */
typedef struct
{
  double x, y, width, height;
} Box;

static gboolean
is_inside (const Box *box, double x, double y)
{
  return x > box->x && x < box->x + box->width && y > box->y && y < box->y + box->height;
}

/* How many units of the line between two points lie in the box. */
static double
measure_segment (const Box *box, double x0, double y0, double x1, double y1)
{
  double length = hypot (x1 - x0, y1 - y0), covered = 0;
  int steps = CLAMP ((int) (length / 3), 1, 1000);

  if (MAX (x0, x1) < box->x || MIN (x0, x1) > box->x + box->width || MAX (y0, y1) < box->y
      || MIN (y0, y1) > box->y + box->height)
    return 0;
  for (int i = 0; i <= steps; i++)
    {
      double t = (double) i / steps;

      if (is_inside (box, x0 + t * (x1 - x0), y0 + t * (y1 - y0)))
        covered += length / steps;
    }
  return covered;
}

static double
measure_curve (const RasCurvePlan *plan, const RasCurve *curve, const Box *box)
{
  double covered = 0, last_x = NAN, last_y = NAN;

  for (gsize i = 0; i < curve->n; i++)
    {
      double x, y;

      if (!ras_curve_plan_get_place (plan, curve, i, &x, &y))
        {
          last_x = NAN;
          continue;
        }
      covered += isnan (last_x) ? is_inside (box, x, y)
                                : measure_segment (box, last_x, last_y, x, y);
      last_x = x;
      last_y = y;
    }
  return covered;
}

static double
measure_all (const RasCurvePlan *plan, const Box *box)
{
  double covered = 0;

  for (guint i = 0; i < plan->chart->n_series; i++)
    {
      const RasCurveSeries *series = &plan->chart->series[i];
      const RasCurve *curve = ras_curve_series_get_main (series);

      if (!series->hidden && curve)
        covered += measure_curve (plan, curve, box);
    }
  return covered;
}

/* Above or below the line, at its right end, its left end or between, where the least of the
 * curves is covered; the first of equals. */
static Box
find_place (const RasCurvePlan *plan, double level, double width, double height)
{
  const RasCurveLayout *layout = &plan->layout;
  double gap = plan->style->space * 0.6, air = plan->style->space / 2;
  double room = MAX (layout->right - layout->left - width - 2 * air, 0), least = INFINITY;
  Box best = { layout->left, level - height, width, height };

  for (int below = 0; below < 2; below++)
    for (int i = 0; i <= 4; i++)
      {
        Box box = { layout->left + air + room * (4 - i) / 4, below ? level + gap
                                                                   : level - height - gap,
                    width, height };
        double here;

        if (box.y < layout->top - height || box.y + height > layout->bottom)
          continue;
        here = measure_all (plan, &box);
        if (here < least)
          {
            least = here;
            best = box;
          }
      }
  return best;
}

/* FALSE for a level that the plot does not show. */
static gboolean
get_position (const RasCurvePlan *plan, const RasCurveLevel *level, double *y)
{
  if (!ras_scale_can_show (plan->chart->y_scale, level->y))
    return FALSE;
  *y = ras_value_axis_get_position (&plan->layout.y, level->y);
  return TRUE;
}

void
ras_curve_levels_draw (const RasCurvePlan *plan, cairo_t *cr)
{
  for (guint i = 0; i < plan->chart->n_levels; i++)
    {
      double y;

      if (get_position (plan, &plan->chart->levels[i], &y))
        ras_chart_level (plan->style, cr, plan->layout.left, y, plan->layout.right, y);
    }
}

void
ras_curve_levels_draw_words (const RasCurvePlan *plan, cairo_t *cr)
{
  const RasStyle *style = plan->style;
  RasText how = ras_chart_text (style, style->tick_size, RAS_ALIGN_LEFT);

  for (guint i = 0; i < plan->chart->n_levels; i++)
    {
      const RasCurveLevel *level = &plan->chart->levels[i];
      double width, height, y;
      Box box;

      if (level->label == NULL || !get_position (plan, level, &y))
        continue;
      ras_text_measure (&how, level->label, &width, &height);
      width = MIN (ceil (width) + 1, MAX (plan->layout.right - plan->layout.left, 1));
      box = find_place (plan, y, width, height);
      /* A veil over grid and curves keeps the words legible. */
      ras_colour_set_alpha (cr, style->background, 0.75);
      cairo_rectangle (cr, box.x - style->space / 3, box.y, box.width + style->space / 1.5,
                       box.height);
      cairo_fill (cr);
      how.width = width;
      ras_colour_set (cr, style->dim);
      ras_text_draw (&how, cr, level->label, box.x, box.y);
      how.width = 0;
    }
}
