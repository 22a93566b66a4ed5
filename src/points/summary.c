#include "summary.h"

#include <math.h>

static void
series_free (gpointer data)
{
  RasSeries *series = data;

  g_ptr_array_unref (series->runs);
  g_array_unref (series->points);
  g_free (series);
}

/* --- Means --- */

typedef struct
{
  guint n;
  double sum, mean, deviation;
} Statistics;

/* Two passes: the values lie close to each other. */
static void
finish_statistics (Statistics *statistics, const GArray *values)
{
  double squares = 0;

  *statistics = (Statistics) { .n = values->len };
  for (guint i = 0; i < values->len; i++)
    statistics->sum += g_array_index (values, double, i);
  statistics->mean = values->len > 0 ? statistics->sum / values->len : NAN;
  for (guint i = 0; i < values->len; i++)
    {
      double distance = g_array_index (values, double, i) - statistics->mean;

      squares += distance * distance;
    }
  statistics->deviation = values->len > 1 ? sqrt (squares / (values->len - 1)) : NAN;
}

static void
add_points (RasSeries *series)
{
  g_autoptr (GArray) values = g_array_new (FALSE, FALSE, sizeof (double));

  for (guint block = 0;; block++)
    {
      Statistics statistics;
      double images = 0;
      RasSeriesPoint mean;

      g_array_set_size (values, 0);
      for (guint r = 0; r < series->runs->len; r++)
        {
          const RasRun *run = series->runs->pdata[r];
          const RasPoint *point;

          if (block >= run->points->len)
            continue;
          point = run->points->pdata[block];
          g_array_append_val (values, point->cross_entropy);
          images += point->images;
        }
      if (values->len == 0)
        return;
      finish_statistics (&statistics, values);
      mean = (RasSeriesPoint) { images / statistics.n, statistics.n, statistics.mean,
                                statistics.deviation };
      g_array_append_val (series->points, mean);
    }
}

static void
add_mdl (RasSeries *series)
{
  g_autoptr (GArray) values = g_array_new (FALSE, FALSE, sizeof (double));
  Statistics statistics;

  for (guint r = 0; r < series->runs->len; r++)
    {
      const RasRun *run = series->runs->pdata[r];
      double mdl = ras_run_get_mdl (run);

      if (run->state == RAS_RUN_FINISHED && run->points->len > 0)
        g_array_append_val (values, mdl);
    }
  finish_statistics (&statistics, values);
  series->n_finished = statistics.n;
  series->mdl = statistics.mean;
  series->mdl_deviation = statistics.deviation;
}

/* --- Grouping --- */

static int
compare_seeds (gconstpointer a, gconstpointer b)
{
  guint64 first = (*(const RasRun *const *) a)->config->seed;
  guint64 second = (*(const RasRun *const *) b)->config->seed;

  return (first > second) - (first < second);
}

char *
ras_series_make_key (const RasRunConfig *config)
{
  g_autoptr (RasRunConfig) seedless = ras_run_config_copy (config);

  seedless->seed = 0;
  return ras_run_config_make_id (seedless);
}

typedef struct
{
  GHashTable *erasers; /* name → order of first appearance, from 1 */
  GHashTable *series;  /* RasSeries → the same */
} Order;

static char *
eraser_of (const RasRunConfig *config)
{
  return config->eraser ? config->eraser : "";
}

static void
note (GHashTable *order, gpointer key)
{
  if (!g_hash_table_contains (order, key))
    g_hash_table_insert (order, key, GUINT_TO_POINTER (g_hash_table_size (order) + 1));
}

static int
compare_series (gconstpointer a, gconstpointer b, gpointer user_data)
{
  const Order *order = user_data;
  const RasSeries *series[] = { *(RasSeries *const *) a, *(RasSeries *const *) b };
  guint keys[2][4];

  for (guint i = 0; i < 2; i++)
    {
      const RasRunConfig *config = series[i]->config;

      keys[i][0] = GPOINTER_TO_UINT (g_hash_table_lookup (order->erasers, eraser_of (config)));
      ras_run_config_get_shape (config, &keys[i][1], &keys[i][2]);
      keys[i][3] = GPOINTER_TO_UINT (g_hash_table_lookup (order->series, series[i]));
    }
  for (guint k = 0; k < 4; k++)
    if (keys[0][k] != keys[1][k])
      return keys[0][k] < keys[1][k] ? -1 : 1;
  return 0;
}

static RasSeries *
series_new (const RasRun *first)
{
  RasSeries *series = g_new0 (RasSeries, 1);

  series->config = first->config;
  series->runs = g_ptr_array_new ();
  series->points = g_array_new (FALSE, FALSE, sizeof (RasSeriesPoint));
  return series;
}

GPtrArray *
ras_series_group (const GPtrArray *runs)
{
  GPtrArray *all = g_ptr_array_new_with_free_func (series_free);
  g_autoptr (GHashTable) by_key = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  g_autoptr (GHashTable) erasers = g_hash_table_new (g_str_hash, g_str_equal);
  g_autoptr (GHashTable) appearance = g_hash_table_new (NULL, NULL);
  Order order = { erasers, appearance };

  for (guint r = 0; r < runs->len; r++)
    {
      RasRun *run = runs->pdata[r];
      g_autofree char *key = ras_series_make_key (run->config);
      RasSeries *series = g_hash_table_lookup (by_key, key);

      if (series == NULL)
        {
          series = series_new (run);
          g_ptr_array_add (all, series);
          g_hash_table_insert (by_key, g_steal_pointer (&key), series);
          note (erasers, eraser_of (run->config));
          note (appearance, series);
        }
      g_ptr_array_add (series->runs, run);
    }
  g_ptr_array_sort_with_data (all, compare_series, &order);
  for (guint i = 0; i < all->len; i++)
    {
      RasSeries *series = all->pdata[i];

      g_ptr_array_sort (series->runs, compare_seeds);
      series->config = ((const RasRun *) series->runs->pdata[0])->config;
      add_points (series);
      add_mdl (series);
    }
  return all;
}

/* --- What MDL's increase is measured against --- */

/* Learning rates belong to the eraser: for some networks the paper's table has one each. */
char *
ras_series_make_reference_key (const RasRunConfig *config, gboolean with_rate)
{
  g_autoptr (RasRunConfig) bare = ras_run_config_copy (config);

  bare->seed = 0;
  g_clear_pointer (&bare->eraser, g_free);
  bare->rank = 0;
  bare->shrinkage = FALSE;
  bare->eraser_seed = 0;
  bare->threads = 0;
  if (!with_rate)
    bare->learning_rate = 0;
  return ras_run_config_make_id (bare);
}

static const RasSeries *
find_reference (const GPtrArray *all, const RasRunConfig *config, gboolean with_rate)
{
  g_autofree char *key = ras_series_make_reference_key (config, with_rate);

  for (guint i = 0; i < all->len; i++)
    {
      const RasSeries *candidate = all->pdata[i];
      g_autofree char *other = ras_series_make_reference_key (candidate->config, with_rate);

      if (g_strcmp0 (candidate->config->eraser, "none") == 0 && g_str_equal (key, other))
        return candidate;
    }
  return NULL;
}

const RasSeries *
ras_series_find_reference (const GPtrArray *all, const RasSeries *series)
{
  const RasSeries *reference = find_reference (all, series->config, TRUE);

  return reference ? reference : find_reference (all, series->config, FALSE);
}
