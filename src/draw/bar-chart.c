#include "bar-chart.h"

#include <math.h>

#include "bar-private.h"

/* How thick a bar is, as a share of its row; thinner below words. */
#define THICKNESS 0.56
#define STACKED_THICKNESS 0.34

/* The numbers below the bars and their grid; in a stacked chart grid lines would cross words. */
static void
draw_ticks (const RasBarPlan *plan, cairo_t *cr)
{
  const RasStyle *style = plan->style;
  RasText how = ras_chart_text (style, style->tick_size, RAS_ALIGN_CENTRE);
  g_autoptr (GArray) ticks = ras_bar_plan_make_ticks (plan);

  for (guint i = 0; i < ticks->len; i++)
    {
      const RasTick *tick = &g_array_index (ticks, RasTick, i);
      double half = ras_chart_text_width (style, style->tick_size, tick->label) / 2;

      ras_colour_set (cr, style->grid);
      ras_chart_hairline (style, cr, tick->position,
                          plan->stacked ? plan->bottom - style->space / 2 : plan->top,
                          tick->position, plan->bottom);
      ras_colour_set (cr, style->dim);
      ras_text_draw (&how, cr, tick->label,
                     MAX (MIN (tick->position, plan->width - half), half),
                     plan->bottom + style->space / 2);
    }
}

static void
draw_axis (const RasBarPlan *plan, cairo_t *cr)
{
  const RasStyle *style = plan->style;
  RasText how = ras_chart_text (style, style->tick_size, RAS_ALIGN_RIGHT);

  draw_ticks (plan, cr);
  if (plan->stacked)
    {
      ras_colour_set (cr, style->grid);
      ras_chart_hairline (style, cr, plan->axis.from, plan->bottom, plan->axis.to, plan->bottom);
    }
  if (plan->chart->x_title == NULL)
    return;
  how.width = MAX (plan->axis.to - style->space / 2, 1);
  ras_colour_set (cr, style->dim);
  ras_text_draw (&how, cr, plan->chart->x_title, plan->axis.to,
                 plan->bottom + style->space / 2
                     + 1.1 * ras_chart_line_height (style, style->tick_size));
}

/* --- Bars --- */

static void
get_bar_place (const RasBarPlan *plan, guint i, double *top, double *thickness)
{
  const RasBarRow *row = &plan->rows[i];

  *thickness = row->height * (plan->stacked ? STACKED_THICKNESS : THICKNESS);
  *top = plan->stacked ? row->top + 0.53 * row->height : row->top + (row->height - *thickness) / 2;
  if (plan->style->on_grid)
    {
      *top = round (*top);
      *thickness = MAX (round (*thickness), 1);
    }
}

/* The spread as a whisker; a seam in the background's colour lifts it off the bar. */
static void
draw_whisker (const RasBarPlan *plan, cairo_t *cr, const RasBar *bar, double middle,
              double thickness)
{
  double from = ras_value_axis_get_position (&plan->axis, MAX (bar->value - bar->deviation, 0));
  double to = ras_value_axis_get_position (&plan->axis, bar->value + bar->deviation);
  double cap = 0.22 * thickness, line = 0.6 * plan->style->line_width;

  for (int pass = 0; pass < 2; pass++)
    {
      cairo_move_to (cr, from, middle);
      cairo_line_to (cr, to, middle);
      cairo_move_to (cr, from, middle - cap);
      cairo_line_to (cr, from, middle + cap);
      cairo_move_to (cr, to, middle - cap);
      cairo_line_to (cr, to, middle + cap);
      cairo_set_line_width (cr, pass == 0 ? 3 * line : line);
      cairo_set_line_cap (cr, pass == 0 ? CAIRO_LINE_CAP_SQUARE : CAIRO_LINE_CAP_BUTT);
      ras_colour_set (cr, pass == 0 ? plan->style->background : plan->style->ink);
      cairo_stroke (cr);
    }
}

static void
draw_bar (const RasBarPlan *plan, cairo_t *cr, guint i)
{
  const RasBar *bar = &plan->chart->bars[i];
  double top, thickness, end;

  get_bar_place (plan, i, &top, &thickness);
  if (!isfinite (bar->value))
    return;
  end = ras_value_axis_get_position (&plan->axis, MAX (bar->value, 0));
  ras_colour_set (cr, ras_look_for (bar->look, plan->style).colour);
  cairo_rectangle (cr, plan->axis.from, top, end - plan->axis.from, thickness);
  cairo_fill (cr);
}

/* --- Words --- */

static void
draw_words (const RasBarPlan *plan, cairo_t *cr, guint i)
{
  const RasBar *bar = &plan->chart->bars[i];
  const RasBarRow *row = &plan->rows[i];
  const RasStyle *style = plan->style;
  RasText how = ras_chart_text (style, plan->text_size, RAS_ALIGN_LEFT);
  double line = ras_chart_line_height (style, plan->text_size), left = style->space / 2;
  double y = row->top + (plan->stacked ? 0.5 * row->height - line : (row->height - line) / 2);
  RasBarTexts texts;
  double value_width;

  ras_bar_make_texts (bar, plan->words, &texts);
  ras_text_measure (&how, texts.value, &value_width, NULL);
  how.width = plan->stacked ? plan->value_right - value_width - left - style->space : plan->names;
  how.width = MAX (how.width, 1) + 1;
  ras_colour_set (cr, isfinite (bar->value) ? style->ink : style->dim);
  ras_text_draw (&how, cr, bar->label ? bar->label : "", left, y);
  how.width = 0;
  ras_text_draw (&how, cr, texts.value, plan->value_right - value_width, y);
  ras_colour_set (cr, style->dim);
  ras_text_draw (&how, cr, texts.spread, plan->spread_left, y);
  ras_text_draw (&how, cr, texts.change, plan->change_left, y);
}

static void
draw_head (const RasBarPlan *plan, cairo_t *cr, guint i)
{
  RasText how = ras_chart_text (plan->style, plan->text_size, RAS_ALIGN_LEFT);

  if (isnan (plan->rows[i].head))
    return;
  how.bold = TRUE;
  how.width = MAX (plan->width - plan->style->space, 1);
  ras_colour_set (cr, plan->style->ink);
  ras_text_draw (&how, cr, plan->chart->bars[i].group, plan->style->space / 2,
                 plan->rows[i].head);
}

/* The dotted line; in a stacked chart over the bars alone, not through the words. */
static void
draw_level_line (const RasBarPlan *plan, cairo_t *cr, double x)
{
  double overhang = 0.3 * ras_chart_line_height (plan->style, plan->style->tick_size);

  for (guint i = 0; plan->stacked && i < plan->chart->n_bars; i++)
    {
      double top, thickness;

      get_bar_place (plan, i, &top, &thickness);
      ras_chart_level (plan->style, cr, x, top - overhang / 2, x, top + thickness + overhang / 2);
    }
  if (!plan->stacked)
    ras_chart_level (plan->style, cr, x, plan->top - overhang, x, plan->bottom);
}

static void
draw_level (const RasBarPlan *plan, cairo_t *cr)
{
  const RasStyle *style = plan->style;
  RasText how = ras_chart_text (style, style->tick_size, RAS_ALIGN_RIGHT);
  double x, width;

  if (!isfinite (plan->chart->level))
    return;
  x = ras_value_axis_get_position (&plan->axis, plan->chart->level);
  draw_level_line (plan, cr, x);
  if (plan->chart->level_label == NULL)
    return;
  ras_text_measure (&how, plan->chart->level_label, &width, NULL);
  how.width = MAX (MIN (ceil (width) + 1, plan->width - style->space), 1);
  ras_colour_set (cr, style->dim);
  ras_text_draw (&how, cr, plan->chart->level_label, MAX (x, how.width + style->space / 2),
                 plan->top - 1.35 * ras_chart_line_height (style, style->tick_size));
}

void
ras_bar_chart_draw (const RasBarChart *chart, cairo_t *cr, double width, double height)
{
  g_auto (RasBarPlan) plan;

  ras_bar_plan_init (&plan, chart, width, height);
  cairo_save (cr);
  cairo_rectangle (cr, 0, 0, width, height);
  cairo_clip (cr);
  ras_chart_draw_title (chart->style, cr, chart->title, width);
  if (chart->n_bars == 0)
    ras_chart_draw_empty (chart->style, cr, chart->empty, 0, plan.top, width, plan.bottom);
  else
    draw_axis (&plan, cr);
  for (guint i = 0; i < chart->n_bars; i++)
    {
      draw_head (&plan, cr, i);
      draw_bar (&plan, cr, i);
      draw_words (&plan, cr, i);
    }
  if (chart->n_bars > 0)
    {
      draw_level (&plan, cr);
      ras_colour_set (cr, chart->style->dim);
      if (!plan.stacked)
        ras_chart_hairline (chart->style, cr, plan.axis.from, plan.top, plan.axis.from,
                            plan.bottom);
    }
  for (guint i = 0; i < chart->n_bars; i++)
    if (isfinite (chart->bars[i].value) && chart->bars[i].deviation > 0)
      {
        double top, thickness;

        get_bar_place (&plan, i, &top, &thickness);
        draw_whisker (&plan, cr, &chart->bars[i], top + thickness / 2, thickness);
      }
  cairo_restore (cr);
}
