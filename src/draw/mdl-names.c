#include <glib/gi18n.h>
#include <math.h>

#include "mdl-private.h"
#include "summary.h"

RasMdlDifferences
ras_mdl_find_differences (const GPtrArray *all)
{
  RasMdlDifferences differences = { FALSE };

  for (guint i = 1; i < all->len; i++)
    {
      const RasRunConfig *first = ((const RasSeries *) all->pdata[0])->config;
      const RasRunConfig *config = ((const RasSeries *) all->pdata[i])->config;
      g_autofree char *first_network = ras_run_config_describe_network (first);
      g_autofree char *network = ras_run_config_describe_network (config);

      differences.datasets |= g_strcmp0 (first->fingerprint, config->fingerprint) != 0;
      differences.networks |= g_strcmp0 (first_network, network) != 0;
      differences.estimators |= first->estimator != config->estimator;
      for (guint k = 0; k < i; k++)
        {
          const RasRunConfig *other = ((const RasSeries *) all->pdata[k])->config;

          differences.ranks |= g_strcmp0 (other->eraser, config->eraser) == 0
                               && other->rank != config->rank;
        }
    }
  return differences;
}

static void
append (GString *text, const char *part)
{
  if (part && part[0])
    g_string_append_printf (text, "%s%s", text->len > 0 ? ", " : "", part);
}

char *
ras_mdl_name_series (const RasRunConfig *config, const RasMdlDifferences *differences,
                     const char *network, RasMdlTitles titles)
{
  g_autoptr (GString) text = g_string_new (titles (config->eraser));

  if (differences->ranks && config->rank > 0)
    g_string_append_printf (text, "\u00a0%u", config->rank);
  if (differences->networks)
    append (text, network);
  if (differences->datasets)
    append (text, config->title);
  if (differences->estimators)
    append (text, config->estimator == RAS_ESTIMATOR_FIXED_TEST ? _ ("fixed test set")
                                                                : _ ("prequential"));
  return g_string_free (g_steal_pointer (&text), FALSE);
}

char *
ras_mdl_name_all (const GPtrArray *all, const RasMdlDifferences *differences, const char *network)
{
  g_autoptr (GString) text = g_string_new (NULL);

  if (all->len > 0 && !differences->datasets)
    append (text, ((const RasSeries *) all->pdata[0])->config->title);
  if (!differences->networks)
    append (text, network);
  return text->len > 0 ? g_string_free (g_steal_pointer (&text), FALSE) : NULL;
}

static gboolean
has_level (const RasMdlChart *self, double y)
{
  for (guint i = 0; i < self->levels->len; i++)
    if (g_array_index (self->levels, RasCurveLevel, i).y == y)
      return TRUE;
  return FALSE;
}

void
ras_mdl_add_levels (RasMdlChart *self, const GPtrArray *all)
{
  for (guint i = 0; i < all->len; i++)
    {
      guint k = ((const RasSeries *) all->pdata[i])->config->n_classes;
      RasCurveLevel level = { .y = k > 1 ? log2 (k) : 0 };

      if (k < 2 || has_level (self, level.y))
        continue;
      /* Translators: the number of classes and its logarithm, the cost of a guess:
       * "log₂ 10 = 3.32 bits: nothing learned". */
      level.label = ras_mdl_chart_keep (
          self, g_strdup_printf (_ ("log₂ %u = %.2f bits: nothing learned"), k, level.y));
      g_array_append_val (self->levels, level);
    }
}
