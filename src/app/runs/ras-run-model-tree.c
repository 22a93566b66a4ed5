#include "ras-run-model-private.h"

#include <string.h>

#include "ras-mdl-plan.h"

/* --- Filters --- */

const char *
ras_run_model_get_value (const RasRunItem *run, RasRunFilter filter)
{
  switch (filter)
    {
    case RAS_FILTER_DATASET:
      return run->dataset;
    case RAS_FILTER_NETWORK:
      return run->network_kind;
    case RAS_FILTER_ERASER:
      return ras_mdl_title_of (run->run->config->eraser);
    default:
      return ras_run_item_state_title (ras_run_item_get_state (run));
    }
}

static gboolean
matches (RasRunModel *self, const RasRunItem *run)
{
  for (guint i = 0; i < RAS_N_RUN_FILTERS; i++)
    if (self->filters[i] && g_strcmp0 (self->filters[i], ras_run_model_get_value (run, i)) != 0)
      return FALSE;
  for (guint i = 0; self->words && self->words[i]; i++)
    if (strstr (run->search, self->words[i]) == NULL)
      return FALSE;
  return TRUE;
}

/* --- Order --- */

static int
compare_cb (gconstpointer a, gconstpointer b, gpointer sorter)
{
  return gtk_sorter_compare (sorter, *(gpointer *) a, *(gpointer *) b);
}

void
ras_run_model_sort (RasRunModel *self, GPtrArray *items)
{
  if (self->sorter && gtk_sorter_get_order (self->sorter) != GTK_SORTER_ORDER_NONE)
    g_ptr_array_sort_with_data (items, compare_cb, self->sorter);
}

/* --- The tree --- */

static void
add_series (GPtrArray *shown, RasRunItem *experiment, const char *key, const GPtrArray *runs)
{
  g_autofree char *whole = g_strjoin (" ", "series", experiment->key, key, NULL);
  RasRunItem *series;

  /* One seed is no series. */
  if (runs->len == 1)
    {
      g_ptr_array_add (shown, g_object_ref (g_ptr_array_index (runs, 0)));
      return;
    }
  series = ras_run_item_new_series (whole, experiment);
  ras_run_item_set_runs (series, runs);
  g_ptr_array_add (shown, series);
}

/* In the order in which they were planned. */
static GPtrArray *
group_series (RasRunItem *experiment, const GPtrArray *runs)
{
  GPtrArray *shown = g_ptr_array_new_with_free_func (g_object_unref);
  g_autoptr (GHashTable) series = g_hash_table_new_full (g_str_hash, g_str_equal, NULL,
                                                         (GDestroyNotify) g_ptr_array_unref);
  g_autoptr (GPtrArray) keys = g_ptr_array_new ();

  for (guint i = 0; i < runs->len; i++)
    {
      RasRunItem *run = g_ptr_array_index (runs, i);
      GPtrArray *seeds = g_hash_table_lookup (series, run->series_key);

      if (seeds == NULL)
        {
          seeds = g_ptr_array_new ();
          g_hash_table_insert (series, run->series_key, seeds);
          g_ptr_array_add (keys, run->series_key);
        }
      g_ptr_array_add (seeds, run);
    }
  for (guint i = 0; i < keys->len; i++)
    add_series (shown, experiment, g_ptr_array_index (keys, i),
                g_hash_table_lookup (series, g_ptr_array_index (keys, i)));
  return shown;
}

static GPtrArray *
copy_items (const GPtrArray *items)
{
  GPtrArray *copy = g_ptr_array_new_full (items->len, g_object_unref);

  for (guint i = 0; i < items->len; i++)
    g_ptr_array_add (copy, g_object_ref (g_ptr_array_index (items, i)));
  return copy;
}

static void
keep_children (RasRunModel *self, RasRunItem *item, GPtrArray *children)
{
  ras_run_model_sort (self, children);
  g_hash_table_insert (self->children, item, children);
}

static void
add_group (RasRunModel *self, GPtrArray *roots, RasRunItem *experiment, GHashTable *shown)
{
  const GPtrArray *all = experiment->members;
  g_autoptr (GPtrArray) runs = g_ptr_array_new ();
  GPtrArray *children;

  for (guint i = 0; i < all->len; i++)
    if (matches (self, g_ptr_array_index (all, i)))
      {
        g_ptr_array_add (runs, g_ptr_array_index (all, i));
        g_hash_table_add (shown, g_ptr_array_index (all, i));
      }
  /* An experiment without runs, as where none could be read, can still be deleted. */
  if (runs->len == 0 && (all->len > 0 || ras_run_model_is_filtered (self)))
    return;
  ras_run_item_set_runs (experiment, runs);
  children = group_series (experiment, runs);
  for (guint i = 0; i < children->len; i++)
    {
      RasRunItem *child = g_ptr_array_index (children, i);

      if (child->kind == RAS_ITEM_SERIES)
        keep_children (self, child, copy_items (child->runs));
    }
  keep_children (self, experiment, children);
  g_ptr_array_add (roots, experiment);
}

GPtrArray *
ras_run_model_list_groups (RasRunModel *self)
{
  GPtrArray *roots = g_ptr_array_new ();
  g_autoptr (GHashTable) shown = g_hash_table_new (NULL, NULL);

  for (guint i = 0; i < self->rows->experiments->len; i++)
    add_group (self, roots, g_ptr_array_index (self->rows->experiments, i), shown);
  for (guint i = 0; i < self->rows->runs->len; i++)
    {
      RasRunItem *run = g_ptr_array_index (self->rows->runs, i);

      if (run->experiment == NULL && matches (self, run))
        {
          g_ptr_array_add (roots, run);
          g_hash_table_add (shown, run);
        }
    }
  self->n_shown = g_hash_table_size (shown);
  return roots;
}

GPtrArray *
ras_run_model_list_runs (RasRunModel *self)
{
  GPtrArray *roots = g_ptr_array_new ();

  for (guint i = 0; i < self->rows->runs->len; i++)
    if (matches (self, g_ptr_array_index (self->rows->runs, i)))
      g_ptr_array_add (roots, g_ptr_array_index (self->rows->runs, i));
  self->n_shown = roots->len;
  return roots;
}
