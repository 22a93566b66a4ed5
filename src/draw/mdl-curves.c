#include <glib/gi18n.h>
#include <math.h>

#include "mdl-private.h"
#include "summary.h"

/* A first look at a curve is not stretched over the whole plot: the axis reaches from the level
 * of nothing learned at least down to this share of it. */
#define LEAST_SHOWN 0.75

/* Nothing was seen before block 0: it has no place on a logarithmic axis. */
static RasCurve
make_seed (RasMdlChart *self, const RasRun *run)
{
  double *x = ras_mdl_chart_keep_doubles (self, run->points->len);
  double *y = ras_mdl_chart_keep_doubles (self, run->points->len);
  gsize n = 0;

  for (guint i = 0; i < run->points->len; i++)
    {
      const RasPoint *point = run->points->pdata[i];

      if (point->images == 0)
        continue;
      x[n] = point->images;
      y[n++] = point->cross_entropy;
    }
  return (RasCurve) { n, x, y, NULL };
}

static RasCurve
make_mean (RasMdlChart *self, const RasSeries *series)
{
  double *x = ras_mdl_chart_keep_doubles (self, series->points->len);
  double *y = ras_mdl_chart_keep_doubles (self, series->points->len);
  double *deviation = ras_mdl_chart_keep_doubles (self, series->points->len);
  gsize n = 0;

  for (guint i = 0; i < series->points->len; i++)
    {
      const RasSeriesPoint *point = &g_array_index (series->points, RasSeriesPoint, i);

      if (!(point->images > 0))
        continue;
      x[n] = point->images;
      y[n] = point->mean;
      deviation[n++] = point->deviation;
    }
  return (RasCurve) { n, x, y, deviation };
}

static void
add_series (RasMdlChart *self, const RasSeries *series, const char *label)
{
  RasCurve *mean = ras_mdl_chart_keep_curves (self, 1);
  RasCurveSeries drawn = { .label = label, .mean = mean };

  drawn.look = ras_mdl_chart_keep (self, g_strdup (series->config->eraser));
  *mean = make_mean (self, series);
  /* A single seed is its own mean. */
  if (series->runs->len > 1)
    {
      RasCurve *seeds = ras_mdl_chart_keep_curves (self, series->runs->len);

      for (guint i = 0; i < series->runs->len; i++)
        seeds[i] = make_seed (self, series->runs->pdata[i]);
      drawn.seeds = seeds;
      drawn.n_seeds = series->runs->len;
    }
  ras_mdl_chart_add_series (self, drawn);
}

static const char *
find_y_title (const GPtrArray *all, const RasMdlDifferences *differences)
{
  const RasSeries *first = all->len > 0 ? all->pdata[0] : NULL;

  if (differences->estimators)
    return _ ("Cross-entropy, bits");
  if (first && first->config->estimator == RAS_ESTIMATOR_FIXED_TEST)
    return _ ("Cross-entropy of the last block, bits");
  return _ ("Cross-entropy of the next block, bits");
}

void
ras_mdl_make_curves (RasMdlChart *self, const GPtrArray *all, RasMdlTitles titles)
{
  RasMdlDifferences differences = ras_mdl_find_differences (all);
  g_autofree char *network = NULL;

  for (guint i = 0; i < all->len; i++)
    {
      const RasSeries *series = all->pdata[i];

      g_free (network);
      network = ras_run_config_describe_network (series->config);
      add_series (self, series,
                  ras_mdl_chart_keep (self, ras_mdl_name_series (series->config, &differences,
                                                                 network, titles)));
    }
  ras_mdl_add_levels (self, all);
  self->curves.title = ras_mdl_chart_keep (self, ras_mdl_name_all (all, &differences, network));
  self->curves.x_title = _ ("Images seen");
  self->curves.y_title = find_y_title (all, &differences);
  self->curves.x_scale = self->curves.y_scale = RAS_SCALE_LOG;
  self->curves.empty = _ ("The first point appears as soon as a network has learned a block.");
  for (guint i = 0; i < self->levels->len; i++)
    {
      double level = g_array_index (self->levels, RasCurveLevel, i).y;

      self->curves.y_high = MAX (self->curves.y_high, level);
      if (i == 0 || LEAST_SHOWN * level < self->curves.y_low)
        self->curves.y_low = LEAST_SHOWN * level;
    }
}
