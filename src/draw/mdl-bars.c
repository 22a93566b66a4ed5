#include <glib/gi18n.h>
#include <math.h>
#include <string.h>

#include "mdl-private.h"
#include "summary.h"

static RasBar
make_bar (RasMdlChart *self, const GPtrArray *all, const RasSeries *series, const char *group,
          const char *label)
{
  const RasSeries *reference = ras_series_find_reference (all, series);
  RasBar bar = { .group = group, .label = label, .value = series->mdl,
                 .deviation = series->mdl_deviation, .reference = NAN,
                 .reference_deviation = NAN };

  bar.look = ras_mdl_chart_keep (self, g_strdup (series->config->eraser));
  if (reference && reference != series)
    {
      bar.reference = reference->mdl;
      bar.reference_deviation = reference->mdl_deviation;
    }
  return bar;
}

/* Names of networks in the order in which they first appear. */
static GPtrArray *
find_networks (const GPtrArray *all)
{
  GPtrArray *networks = g_ptr_array_new_with_free_func (g_free);

  for (guint i = 0; i < all->len; i++)
    {
      const RasSeries *series = all->pdata[i];
      g_autofree char *network = ras_run_config_describe_network (series->config);

      if (!g_ptr_array_find_with_equal_func (networks, network, g_str_equal, NULL))
        g_ptr_array_add (networks, g_steal_pointer (&network));
    }
  return networks;
}

static void
add_group (RasMdlChart *self, const GPtrArray *all, const char *network,
           const RasMdlDifferences *differences, RasMdlTitles titles)
{
  RasMdlDifferences within = *differences;
  const char *group = NULL;

  if (differences->networks)
    group = ras_mdl_chart_keep (self, g_strdup (network));
  within.networks = FALSE; /* the group says it */
  for (guint i = 0; i < all->len; i++)
    {
      const RasSeries *series = all->pdata[i];
      g_autofree char *own = ras_run_config_describe_network (series->config);
      char *label;
      RasBar bar;

      if (strcmp (own, network) != 0)
        continue;
      label = ras_mdl_name_series (series->config, &within, NULL, titles);
      bar = make_bar (self, all, series, group, ras_mdl_chart_keep (self, label));
      g_array_append_val (self->bar_array, bar);
    }
}

void
ras_mdl_make_bars (RasMdlChart *self, const GPtrArray *all, RasMdlTitles titles)
{
  RasMdlDifferences differences = ras_mdl_find_differences (all);
  g_autoptr (GPtrArray) networks = find_networks (all);
  const char *network = networks->len > 0 ? networks->pdata[0] : NULL;

  for (guint i = 0; i < networks->len; i++)
    add_group (self, all, networks->pdata[i], &differences, titles);
  ras_mdl_add_levels (self, all);
  /* Several numbers of classes have no level in common. */
  if (self->levels->len == 1)
    {
      self->bars.level = g_array_index (self->levels, RasCurveLevel, 0).y;
      self->bars.level_label = g_array_index (self->levels, RasCurveLevel, 0).label;
    }
  self->bars.title = ras_mdl_chart_keep (self, ras_mdl_name_all (all, &differences, network));
  self->bars.x_title = _ ("MDL, bits per sample");
  self->bars.empty = _ ("Bars appear as soon as a run has finished.");
}
