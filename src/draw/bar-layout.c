#include <glib/gi18n.h>
#include <math.h>
#include <string.h>

#include "bar-private.h"
#include "number.h"

/* Narrower charts, in sizes of their text, have the words above the bars. */
#define LEAST_WIDTH 36
/* The columns beside the bars take at most these shares of the width. */
#define MOST_NAMES 0.3
#define MOST_WORDS 0.4
/* Rows are stretched at most so much where there is room. */
#define MOST_STRETCH 2.2

/* A difference is as uncertain as both of its ends together. */
static guint
change_decimals (const RasBar *bar)
{
  if (!(bar->deviation > 0 && bar->reference_deviation > 0))
    return ras_measured_decimals (NAN);
  return ras_measured_decimals (hypot (bar->deviation, bar->reference_deviation));
}

void
ras_bar_make_texts (const RasBar *bar, RasBarWords words, RasBarTexts *texts)
{
  guint decimals = ras_measured_decimals (bar->deviation);
  double change = bar->value - bar->reference;
  char bits[24], share[24];

  memset (texts, 0, sizeof *texts);
  ras_format_measured (bar->value, bar->deviation, FALSE, texts->value, sizeof texts->value);
  if (words >= RAS_BAR_WORDS_ALL && isfinite (bar->value) && bar->deviation > 0)
    g_snprintf (texts->spread, sizeof texts->spread, "±\u00a0%.*f", (int) decimals,
                bar->deviation);
  if (words < RAS_BAR_WORDS_SHARE || !isfinite (change) || !(bar->reference > 0))
    return;
  ras_format_signed (change, change_decimals (bar), bits, sizeof bits);
  ras_format_signed_percent (change / bar->reference, share, sizeof share);
  if (words >= RAS_BAR_WORDS_INCREASE)
    /* Translators: an increase, absolute and relative: "+0.86 bits, +37 %". */
    g_snprintf (texts->change, sizeof texts->change, _ ("%s bits, %s"), bits, share);
  else
    g_strlcpy (texts->change, share, sizeof texts->change);
}

/* --- Columns --- */

static double
text_width (const RasBarPlan *plan, const char *text)
{
  return text[0] ? ceil (ras_chart_text_width (plan->style, plan->text_size, text)) : 0;
}

static double
name_width (const RasBarPlan *plan, const RasBar *bar)
{
  return text_width (plan, bar->label ? bar->label : "");
}

/* Sets the columns' widths as seen from the left edge of the values' column; TRUE if they fit,
 * in stacked rows beside the labels. */
static gboolean
measure_words (RasBarPlan *plan, RasBarWords words)
{
  double value = 0, spread = 0, change = 0, widest_name = 0, gap = 1.5 * plan->style->space;

  for (guint i = 0; i < plan->chart->n_bars; i++)
    {
      RasBarTexts texts;

      ras_bar_make_texts (&plan->chart->bars[i], words, &texts);
      value = MAX (value, text_width (plan, texts.value));
      spread = MAX (spread, text_width (plan, texts.spread));
      change = MAX (change, text_width (plan, texts.change));
      widest_name = MAX (widest_name, name_width (plan, &plan->chart->bars[i]));
    }
  plan->words = words;
  plan->value_right = value;
  plan->spread_left = value + gap / 2;
  plan->change_left = value + (spread > 0 ? gap / 2 + spread : 0) + gap;
  plan->words_width = change > 0 ? plan->change_left + change : plan->change_left - gap;
  if (!plan->stacked)
    return plan->words_width <= MOST_WORDS * plan->width;
  widest_name = MIN (widest_name, MOST_WORDS * plan->width);
  return widest_name + 2 * gap + plan->words_width <= plan->width - plan->style->space;
}

static void
choose_columns (RasBarPlan *plan)
{
  RasBarWords words = RAS_BAR_WORDS_ALL;
  double left = plan->style->space / 2, right = plan->width - plan->style->space / 2, words_left;

  plan->names = 0;
  for (guint i = 0; i < plan->chart->n_bars; i++)
    plan->names = MAX (plan->names, name_width (plan, &plan->chart->bars[i]));
  plan->names = MIN (plan->names, MOST_NAMES * plan->width);
  while (!measure_words (plan, words) && words > RAS_BAR_WORDS_VALUE)
    words--;
  words_left = MAX (right - plan->words_width, left);
  plan->value_right += words_left;
  plan->spread_left += words_left;
  plan->change_left += words_left;
  if (!plan->stacked)
    {
      left += plan->names + 2 * plan->style->space;
      right = words_left - 2 * plan->style->space;
    }
  plan->axis.from = left;
  plan->axis.to = MAX (right, left + 1);
}

/* --- Rows --- */

static double
natural_row (const RasBarPlan *plan)
{
  double line = ras_chart_line_height (plan->style, plan->style->text_size);

  return plan->stacked ? 2.4 * line : 1.6 * line;
}

/* A group's name with air above it, but for the first. */
static double
natural_head (const RasBarPlan *plan, gboolean first)
{
  return (first ? 1.4 : 2) * ras_chart_line_height (plan->style, plan->style->text_size);
}

static gboolean
starts_group (const RasBarChart *chart, guint i)
{
  return chart->bars[i].group != NULL
         && (i == 0 || g_strcmp0 (chart->bars[i].group, chart->bars[i - 1].group) != 0);
}

static double
natural_plot (const RasBarPlan *plan)
{
  double height = plan->chart->n_bars * natural_row (plan);

  for (guint i = 0; i < plan->chart->n_bars; i++)
    if (starts_group (plan->chart, i))
      height += natural_head (plan, i == 0);
  return height;
}

static double
get_top (const RasBarPlan *plan)
{
  const RasBarChart *chart = plan->chart;
  double top = ras_chart_title_height (plan->style, chart->title);

  if (chart->level_label && isfinite (chart->level))
    top += 1.4 * ras_chart_line_height (plan->style, plan->style->tick_size);
  return top;
}

static double
get_foot (const RasBarPlan *plan)
{
  double line = ras_chart_line_height (plan->style, plan->style->tick_size);

  return (plan->chart->x_title ? 2 : 1) * line + 2 * plan->style->space;
}

static void
lay_rows (RasBarPlan *plan)
{
  double natural = natural_plot (plan), row = natural_row (plan), y = get_top (plan);
  double room = MAX (plan->height - y - get_foot (plan), 1);
  double stretch = natural > 0 ? MIN (room / natural, MOST_STRETCH) : 1;

  plan->top = y;
  plan->rows = g_new0 (RasBarRow, MAX (plan->chart->n_bars, 1));
  for (guint i = 0; i < plan->chart->n_bars; i++)
    {
      plan->rows[i].head = NAN;
      if (starts_group (plan->chart, i))
        {
          double head = natural_head (plan, i == 0) * stretch;

          plan->rows[i].head = y + head - natural_head (plan, TRUE) * stretch;
          y += head;
        }
      plan->rows[i].top = y;
      plan->rows[i].height = row * stretch;
      y += row * stretch;
    }
  plan->bottom = plan->chart->n_bars > 0 ? y : plan->top + room;
  /* Half of a squeezed row is text at least; beyond that the text shrinks with it. */
  plan->text_size = plan->style->text_size * CLAMP (1.35 * stretch, 0.3, 1);
}

/* --- All of it --- */

static gboolean
is_stacked (const RasBarChart *chart, double width)
{
  return width < LEAST_WIDTH * chart->style->text_size;
}

static void
find_range (RasBarPlan *plan)
{
  const RasBarChart *chart = plan->chart;
  double high = isfinite (chart->level) ? chart->level : 0;

  for (guint i = 0; i < chart->n_bars; i++)
    {
      const RasBar *bar = &chart->bars[i];

      if (isfinite (bar->value))
        high = MAX (high, bar->value + (isfinite (bar->deviation) ? bar->deviation : 0));
    }
  plan->axis.scale = RAS_SCALE_LINEAR;
  plan->axis.low = 0;
  plan->axis.high = high > 0 ? 1.02 * high : 1;
}

void
ras_bar_plan_init (RasBarPlan *plan, const RasBarChart *chart, double width, double height)
{
  *plan = (RasBarPlan) { .chart = chart, .style = chart->style, .width = width,
                         .height = height };
  plan->stacked = is_stacked (chart, width);
  find_range (plan);
  lay_rows (plan);
  choose_columns (plan);
}

void
ras_bar_plan_clear (RasBarPlan *plan)
{
  g_clear_pointer (&plan->rows, g_free);
}

GArray *
ras_bar_plan_make_ticks (const RasBarPlan *plan)
{
  double widest = ras_chart_text_width (plan->style, plan->style->tick_size, "0.00");
  double eighth = (plan->axis.to - plan->axis.from) / 8;

  return ras_value_axis_make_ticks (&plan->axis, MAX (2 * widest, eighth));
}

double
ras_bar_chart_natural_height (const RasBarChart *chart, double width)
{
  RasBarPlan plan = { .chart = chart, .style = chart->style,
                      .stacked = is_stacked (chart, width) };

  return ceil (get_top (&plan) + natural_plot (&plan) + get_foot (&plan));
}

int
ras_bar_chart_pick (const RasBarChart *chart, double width, double height, double x, double y)
{
  g_auto (RasBarPlan) plan;

  ras_bar_plan_init (&plan, chart, width, height);
  for (guint i = 0; i < chart->n_bars && x >= 0 && x < width; i++)
    if (y >= plan.rows[i].top && y < plan.rows[i].top + plan.rows[i].height)
      return (int) i;
  return -1;
}
