#include "mdl-chart.h"

#include <math.h>

#include "mdl-private.h"

static const char *const kinds[] = {
  [RAS_MDL_CURVES] = "curves",
  [RAS_MDL_BARS] = "bars",
  [RAS_MDL_WIDTHS] = "widths",
  [RAS_MDL_DEPTHS] = "depths",
};

const char *
ras_mdl_kind_name (RasMdlKind kind)
{
  g_return_val_if_fail ((guint) kind < G_N_ELEMENTS (kinds), NULL);
  return kinds[kind];
}

gboolean
ras_mdl_kind_find (const char *name, RasMdlKind *kind)
{
  for (guint i = 0; i < G_N_ELEMENTS (kinds); i++)
    if (g_strcmp0 (kinds[i], name) == 0)
      {
        *kind = i;
        return TRUE;
      }
  return FALSE;
}

/* --- Memory --- */

gpointer
ras_mdl_chart_keep (RasMdlChart *self, gpointer memory)
{
  if (memory)
    g_ptr_array_add (self->memory, memory);
  return memory;
}

double *
ras_mdl_chart_keep_doubles (RasMdlChart *self, gsize n)
{
  return ras_mdl_chart_keep (self, g_new0 (double, MAX (n, 1)));
}

RasCurve *
ras_mdl_chart_keep_curves (RasMdlChart *self, guint n_curves)
{
  return ras_mdl_chart_keep (self, g_new0 (RasCurve, n_curves));
}

void
ras_mdl_chart_add_series (RasMdlChart *self, RasCurveSeries series)
{
  for (guint i = 0; i < self->series->len; i++)
    if (g_strcmp0 (g_array_index (self->series, RasCurveSeries, i).look, series.look) == 0)
      series.variant++;
  g_array_append_val (self->series, series);
}

/* --- The chart --- */

RasMdlChart *
ras_mdl_chart_new (RasMdlKind kind, const GPtrArray *runs, RasMdlTitles titles)
{
  static void (*const make[]) (RasMdlChart *, const GPtrArray *, RasMdlTitles) = {
    [RAS_MDL_CURVES] = ras_mdl_make_curves,
    [RAS_MDL_BARS] = ras_mdl_make_bars,
    [RAS_MDL_WIDTHS] = ras_mdl_make_sweep,
    [RAS_MDL_DEPTHS] = ras_mdl_make_sweep,
  };
  RasMdlChart *self = g_new0 (RasMdlChart, 1);
  g_autoptr (GPtrArray) all = ras_series_group (runs);

  self->kind = kind;
  self->memory = g_ptr_array_new_with_free_func (g_free);
  self->series = g_array_new (FALSE, FALSE, sizeof (RasCurveSeries));
  self->bar_array = g_array_new (FALSE, FALSE, sizeof (RasBar));
  self->levels = g_array_new (FALSE, FALSE, sizeof (RasCurveLevel));
  self->curves.style = self->bars.style = ras_style_get (RAS_STYLE_SCREEN_LIGHT);
  self->curves.hover_x = self->bars.level = NAN;
  make[kind](self, all, titles);

  self->curves.series = (RasCurveSeries *) (void *) self->series->data;
  self->curves.n_series = self->series->len;
  self->curves.levels = (RasCurveLevel *) (void *) self->levels->data;
  self->curves.n_levels = self->levels->len;
  self->bars.bars = (RasBar *) (void *) self->bar_array->data;
  self->bars.n_bars = self->bar_array->len;
  return self;
}

void
ras_mdl_chart_free (RasMdlChart *self)
{
  if (self == NULL)
    return;
  g_array_unref (self->series);
  g_array_unref (self->bar_array);
  g_array_unref (self->levels);
  g_ptr_array_unref (self->memory);
  g_free (self);
}

static const char *
say_name (const char *eraser)
{
  return eraser;
}

gboolean
ras_mdl_chart_can_show (RasMdlKind kind, const GPtrArray *runs)
{
  g_autoptr (RasMdlChart) chart = ras_mdl_chart_new (kind, runs, say_name);
  gsize needed = kind == RAS_MDL_CURVES ? 1 : 2;

  for (guint i = 0; i < chart->bars.n_bars; i++)
    if (isfinite (chart->bars.bars[i].value))
      return TRUE;
  for (guint i = 0; i < chart->curves.n_series; i++)
    if (chart->curves.series[i].mean->n >= needed)
      return TRUE;
  return FALSE;
}

RasMdlKind
ras_mdl_chart_get_kind (const RasMdlChart *self)
{
  return self->kind;
}

RasCurveChart *
ras_mdl_chart_get_curves (RasMdlChart *self)
{
  return self->kind == RAS_MDL_BARS ? NULL : &self->curves;
}

RasBarChart *
ras_mdl_chart_get_bars (RasMdlChart *self)
{
  return self->kind == RAS_MDL_BARS ? &self->bars : NULL;
}

RasCurveSeries *
ras_mdl_chart_get_series (RasMdlChart *self, guint i)
{
  g_return_val_if_fail (i < self->series->len, NULL);
  return &g_array_index (self->series, RasCurveSeries, i);
}

void
ras_mdl_chart_draw (const RasMdlChart *self, cairo_t *cr, double width, double height)
{
  if (self->kind == RAS_MDL_BARS)
    ras_bar_chart_draw (&self->bars, cr, width, height);
  else
    ras_curve_chart_draw (&self->curves, cr, width, height);
}
