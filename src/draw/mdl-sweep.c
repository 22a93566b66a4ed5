/* MDL against width or depth: a line is all series that differ in that alone. */
#include <glib/gi18n.h>
#include <math.h>

#include "mdl-private.h"
#include "summary.h"

static guint
get_size (const RasMdlChart *self, const RasRunConfig *config)
{
  return self->kind == RAS_MDL_WIDTHS ? config->width : config->depth;
}

/* The same text for all runs of a line. How many threads a run has may go by its width. */
static char *
make_key (const RasMdlChart *self, const RasRunConfig *config)
{
  g_autoptr (RasRunConfig) same = ras_run_config_copy (config);

  same->seed = 0;
  same->threads = 0;
  if (self->kind == RAS_MDL_WIDTHS)
    same->width = 0;
  else
    same->depth = 0;
  return ras_run_config_make_id (same);
}

static int
compare_sizes (gconstpointer a, gconstpointer b, gpointer user_data)
{
  const RasSeries *one = *(const RasSeries *const *) a, *other = *(const RasSeries *const *) b;
  guint first = get_size (user_data, one->config), second = get_size (user_data, other->config);

  return (first > second) - (first < second);
}

/* Arrays of const RasSeries, each one line in the order of its sizes; unfinished ones and
 * networks without such a size are left out. */
static GPtrArray *
find_lines (RasMdlChart *self, const GPtrArray *all)
{
  GPtrArray *lines = g_ptr_array_new_with_free_func ((GDestroyNotify) g_ptr_array_unref);
  g_autoptr (GHashTable) by_key = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);

  for (guint i = 0; i < all->len; i++)
    {
      RasSeries *series = all->pdata[i];
      g_autofree char *key = make_key (self, series->config);
      GPtrArray *line = g_hash_table_lookup (by_key, key);

      if (series->n_finished == 0 || get_size (self, series->config) == 0)
        continue;
      if (line == NULL)
        {
          line = g_ptr_array_new ();
          g_ptr_array_add (lines, line);
          g_hash_table_insert (by_key, g_steal_pointer (&key), line);
        }
      g_ptr_array_add (line, series);
    }
  for (guint i = 0; i < lines->len; i++)
    g_ptr_array_sort_with_data (lines->pdata[i], compare_sizes, self);
  return lines;
}

/* Of a sweep over widths the depths see one width only: beside lines, lone points say nothing. */
static void
drop_lone_points (GPtrArray *lines)
{
  gboolean any = FALSE;

  for (guint i = 0; i < lines->len; i++)
    any |= ((GPtrArray *) lines->pdata[i])->len > 1;
  for (guint i = lines->len; any && i-- > 0;)
    if (((GPtrArray *) lines->pdata[i])->len == 1)
      g_ptr_array_remove_index (lines, i);
}

/* What the network of a line is called: the size that changes along it is left out. */
static char *
name_network (const RasMdlChart *self, const RasRunConfig *config)
{
  g_autoptr (RasRunConfig) copy = ras_run_config_copy (config);
  g_autofree char *network = NULL;

  copy->width = copy->depth = 0;
  network = ras_run_config_describe_network (copy);
  if (self->kind == RAS_MDL_WIDTHS && config->depth > 0)
    return g_strdup_printf (_ ("%s, depth %u"), network, config->depth);
  if (self->kind == RAS_MDL_DEPTHS && config->width > 0)
    return g_strdup_printf (_ ("%s, width %u"), network, config->width);
  return g_steal_pointer (&network);
}

static const RasRun *
find_finished (const RasSeries *series, guint64 seed)
{
  for (guint i = 0; i < series->runs->len; i++)
    {
      const RasRun *run = series->runs->pdata[i];

      if (run->config->seed == seed && run->state == RAS_RUN_FINISHED)
        return run;
    }
  return NULL;
}

static GArray *
find_seeds (const GPtrArray *line)
{
  GArray *seeds = g_array_new (FALSE, FALSE, sizeof (guint64));

  for (guint i = 0; i < line->len; i++)
    {
      const RasSeries *series = line->pdata[i];

      for (guint r = 0; r < series->runs->len; r++)
        {
          guint64 seed = ((const RasRun *) series->runs->pdata[r])->config->seed;
          gboolean known = FALSE;

          for (guint s = 0; s < seeds->len; s++)
            known |= g_array_index (seeds, guint64, s) == seed;
          if (!known)
            g_array_append_val (seeds, seed);
        }
    }
  return seeds;
}

/* Where a size has no finished run of the seed, the seed's line is broken. */
static RasCurve
make_seed (RasMdlChart *self, const GPtrArray *line, const double *x, guint64 seed)
{
  double *y = ras_mdl_chart_keep_doubles (self, line->len);

  for (guint i = 0; i < line->len; i++)
    {
      const RasRun *run = find_finished (line->pdata[i], seed);

      y[i] = run ? ras_run_get_mdl (run) : NAN;
    }
  return (RasCurve) { line->len, x, y, NULL };
}

static RasCurve
make_mean (RasMdlChart *self, const GPtrArray *line)
{
  double *x = ras_mdl_chart_keep_doubles (self, line->len);
  double *y = ras_mdl_chart_keep_doubles (self, line->len);
  double *deviation = ras_mdl_chart_keep_doubles (self, line->len);

  for (guint i = 0; i < line->len; i++)
    {
      const RasSeries *series = line->pdata[i];

      x[i] = get_size (self, series->config);
      y[i] = series->mdl;
      deviation[i] = series->mdl_deviation;
    }
  return (RasCurve) { line->len, x, y, deviation };
}

static void
add_line (RasMdlChart *self, const GPtrArray *line, const char *label)
{
  const RasRunConfig *config = ((const RasSeries *) line->pdata[0])->config;
  g_autoptr (GArray) seeds = find_seeds (line);
  RasCurve *mean = ras_mdl_chart_keep_curves (self, 1);
  RasCurveSeries drawn = { .label = label, .mean = mean };

  *mean = make_mean (self, line);
  drawn.look = ras_mdl_chart_keep (self, g_strdup (config->eraser));
  if (seeds->len > 1)
    {
      RasCurve *curves = ras_mdl_chart_keep_curves (self, seeds->len);

      for (guint i = 0; i < seeds->len; i++)
        curves[i] = make_seed (self, line, mean->x, g_array_index (seeds, guint64, i));
      drawn.seeds = curves;
      drawn.n_seeds = seeds->len;
    }
  ras_mdl_chart_add_series (self, drawn);
}

static int
compare_doubles (gconstpointer a, gconstpointer b)
{
  double first = *(const double *) a, second = *(const double *) b;

  return (first > second) - (first < second);
}

/* The sizes there are, each once. */
static void
make_ticks (RasMdlChart *self)
{
  g_autoptr (GArray) ticks = g_array_new (FALSE, FALSE, sizeof (double));
  gsize n = 0;
  double *values;

  for (guint i = 0; i < self->series->len; i++)
    {
      const RasCurve *mean = g_array_index (self->series, RasCurveSeries, i).mean;

      g_array_append_vals (ticks, mean->x, mean->n);
    }
  g_array_sort (ticks, compare_doubles);
  values = ras_mdl_chart_keep_doubles (self, ticks->len);
  for (guint i = 0; i < ticks->len; i++)
    if (n == 0 || g_array_index (ticks, double, i) > values[n - 1])
      values[n++] = g_array_index (ticks, double, i);
  self->curves.x_ticks = values;
  self->curves.n_x_ticks = n;
}

static void
name_axes (RasMdlChart *self)
{
  gboolean widths = self->kind == RAS_MDL_WIDTHS;

  self->curves.x_title = widths ? _ ("Width") : _ ("Depth");
  self->curves.y_title = _ ("MDL, bits per sample");
  self->curves.x_scale = RAS_SCALE_LOG;
  self->curves.empty = widths
                           ? _ ("Lines appear as soon as runs of two widths have finished.")
                           : _ ("Lines appear as soon as runs of two depths have finished.");
}

void
ras_mdl_make_sweep (RasMdlChart *self, const GPtrArray *all, RasMdlTitles titles)
{
  g_autoptr (GPtrArray) lines = find_lines (self, all);
  g_autoptr (GPtrArray) shown = g_ptr_array_new ();
  g_autoptr (GPtrArray) networks = g_ptr_array_new_with_free_func (g_free);
  RasMdlDifferences differences;

  drop_lone_points (lines);
  for (guint i = 0; i < lines->len; i++)
    {
      RasSeries *first = ((GPtrArray *) lines->pdata[i])->pdata[0];

      g_ptr_array_add (shown, first);
      g_ptr_array_add (networks, name_network (self, first->config));
    }
  differences = ras_mdl_find_differences (shown);
  differences.networks = FALSE;
  for (guint i = 1; i < networks->len; i++)
    differences.networks |= g_strcmp0 (networks->pdata[0], networks->pdata[i]) != 0;
  for (guint i = 0; i < lines->len; i++)
    {
      const RasSeries *first = shown->pdata[i];

      add_line (self, lines->pdata[i],
                ras_mdl_chart_keep (self, ras_mdl_name_series (first->config, &differences,
                                                               networks->pdata[i], titles)));
    }
  ras_mdl_add_levels (self, shown);
  self->curves.title = ras_mdl_chart_keep (
      self, ras_mdl_name_all (shown, &differences, networks->len > 0 ? networks->pdata[0] : NULL));
  make_ticks (self);
  name_axes (self);
}
