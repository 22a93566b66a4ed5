#include <glib/gi18n.h>
#include <math.h>

#include "bar-private.h"
#include "mdl-private.h"
#include "number.h"

/* Takes a list of cells that ends with NULL. */
static void
add_row (GPtrArray *rows, GStrvBuilder *cells)
{
  g_ptr_array_add (rows, g_strv_builder_end (cells));
}

/* A spread with the digits of the value beside it. */
static void
add_numbers (GStrvBuilder *cells, double value, double deviation)
{
  char text[48];

  ras_format_measured (value, deviation, FALSE, text, sizeof text);
  g_strv_builder_add (cells, text);
  if (deviation > 0)
    g_snprintf (text, sizeof text, "%.*f", (int) ras_measured_decimals (deviation), deviation);
  else
    g_strlcpy (text, "–", sizeof text);
  g_strv_builder_add (cells, text);
}

static void
add_curve (GPtrArray *rows, const RasCurveSeries *series)
{
  const RasCurve *mean = series->mean;

  for (gsize i = 0; i < mean->n; i++)
    {
      g_autoptr (GStrvBuilder) cells = g_strv_builder_new ();
      char x[32];

      ras_format_plain (mean->x[i], x, sizeof x);
      g_strv_builder_add_many (cells, series->label, x, NULL);
      add_numbers (cells, mean->y[i], mean->deviation[i]);
      add_row (rows, cells);
    }
}

static void
add_curves (GPtrArray *rows, const RasCurveChart *chart)
{
  g_autoptr (GStrvBuilder) head = g_strv_builder_new ();

  g_strv_builder_add_many (head, _ ("Eraser"), chart->x_title, chart->y_title,
                           _ ("Standard deviation"), NULL);
  add_row (rows, head);
  for (guint i = 0; i < chart->n_series; i++)
    if (!chart->series[i].hidden)
      add_curve (rows, &chart->series[i]);
}

static void
add_bars (GPtrArray *rows, const RasBarChart *chart)
{
  g_autoptr (GStrvBuilder) head = g_strv_builder_new ();
  gboolean groups = chart->n_bars > 0 && chart->bars[0].group != NULL;

  if (groups)
    g_strv_builder_add (head, _ ("Network"));
  g_strv_builder_add_many (head, _ ("Eraser"), chart->x_title, _ ("Standard deviation"),
                           _ ("Increase"), NULL);
  add_row (rows, head);
  for (guint i = 0; i < chart->n_bars; i++)
    {
      const RasBar *bar = &chart->bars[i];
      g_autoptr (GStrvBuilder) cells = g_strv_builder_new ();
      RasBarTexts texts;

      ras_bar_make_texts (bar, RAS_BAR_WORDS_ALL, &texts);
      if (groups)
        g_strv_builder_add (cells, bar->group);
      g_strv_builder_add (cells, bar->label);
      add_numbers (cells, bar->value, bar->deviation);
      g_strv_builder_add (cells, texts.change[0] ? texts.change : "–");
      add_row (rows, cells);
    }
}

GPtrArray *
ras_mdl_chart_to_table (const RasMdlChart *self)
{
  GPtrArray *rows = g_ptr_array_new_with_free_func ((GDestroyNotify) g_strfreev);

  if (self->kind == RAS_MDL_BARS)
    add_bars (rows, &self->bars);
  else
    add_curves (rows, &self->curves);
  return rows;
}
