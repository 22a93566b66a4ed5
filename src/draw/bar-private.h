/* Where everything stands in a bar chart: bar-layout.c finds it, bar-chart.c paints. */
#pragma once

#include "bar-chart.h"
#include "chart-parts.h"

G_BEGIN_DECLS

/* How much is written beside a bar; each says more than the one before. */
typedef enum
{
  RAS_BAR_WORDS_VALUE,    /* 3.181 */
  RAS_BAR_WORDS_SHARE,    /* 3.181  +37 % */
  RAS_BAR_WORDS_INCREASE, /* 3.181  +0.857 bits, +37 % */
  RAS_BAR_WORDS_ALL,      /* 3.181 ± 0.012  +0.857 bits, +37 % */
} RasBarWords;

typedef struct
{
  double top, height; /* of all that belongs to the bar */
  double head;        /* where the name of its group stands, above `top`; NAN: not here */
} RasBarRow;

typedef struct
{
  const RasBarChart *chart;
  const RasStyle *style;
  double width, height;
  gboolean stacked;    /* too narrow for columns: the words stand above the bar */
  double text_size;    /* smaller than the style's where rows are squeezed */
  RasBarWords words;
  double names;        /* width of the labels' column; not when stacked */
  double value_right;  /* the values' right edge */
  double spread_left;  /* "± 0.012" */
  double change_left;  /* "+0.857 bits, +37 %" */
  double words_width;  /* of the columns from value to change */
  RasValueAxis axis;
  double top, bottom;  /* of the plot */
  RasBarRow *rows;     /* one per bar */
} RasBarPlan;

void ras_bar_plan_init (RasBarPlan *plan, const RasBarChart *chart, double width, double height);
void ras_bar_plan_clear (RasBarPlan *plan);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (RasBarPlan, ras_bar_plan_clear)

GArray *ras_bar_plan_make_ticks (const RasBarPlan *plan);

/* The texts of a bar; empty where it has no such thing. `words` below _INCREASE leaves the bits
 * out of `change`, below _SHARE all of it; below _ALL `spread` is empty. */
typedef struct
{
  char value[24], spread[24], change[64];
} RasBarTexts;

void ras_bar_make_texts (const RasBar *bar, RasBarWords words, RasBarTexts *texts);

G_END_DECLS
