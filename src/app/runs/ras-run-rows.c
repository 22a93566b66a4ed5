/* From the store's ledger to rows. */
#include "ras-run-model.h"

#include <math.h>

#include "summary.h"

/* Means of what was learned without eraser, by the key of what they are a reference for. */
typedef struct
{
  double sum;
  guint n;
} Mean;

static void
add_to_mean (GHashTable *means, const char *key, double value)
{
  Mean *mean = g_hash_table_lookup (means, key);

  if (mean == NULL)
    {
      mean = g_new0 (Mean, 1);
      g_hash_table_insert (means, g_strdup (key), mean);
    }
  mean->sum += value;
  mean->n++;
}

static double
get_mean (GHashTable *means, const char *key)
{
  const Mean *mean = g_hash_table_lookup (means, key);

  return mean ? mean->sum / mean->n : NAN;
}

/* As the charts have it: the same learning rate first, any other otherwise. */
static void
set_references (const GPtrArray *runs)
{
  g_autoptr (GHashTable) exact = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  g_autoptr (GHashTable) loose = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  g_autoptr (GPtrArray) loose_keys = g_ptr_array_new_with_free_func (g_free);

  for (guint i = 0; i < runs->len; i++)
    {
      const RasRunItem *item = g_ptr_array_index (runs, i);
      const RasRunConfig *config = item->run->config;
      char *loose_key = ras_series_make_reference_key (config, FALSE);

      g_ptr_array_add (loose_keys, loose_key);
      if (g_strcmp0 (config->eraser, "none") != 0 || isnan (item->mdl))
        continue;
      add_to_mean (exact, item->reference_key, item->mdl);
      add_to_mean (loose, loose_key, item->mdl);
    }
  for (guint i = 0; i < runs->len; i++)
    {
      RasRunItem *item = g_ptr_array_index (runs, i);

      item->reference = get_mean (exact, item->reference_key);
      if (isnan (item->reference))
        item->reference = get_mean (loose, g_ptr_array_index (loose_keys, i));
      ras_run_item_update (item);
    }
}

/* The newest experiment that a run belongs to. */
static GHashTable *
find_experiments (const RasLedger *ledger, const GPtrArray *experiments)
{
  GHashTable *found = g_hash_table_new (NULL, NULL);

  for (guint i = 0; i < experiments->len; i++)
    {
      const GPtrArray *members = g_ptr_array_index (ledger->members, i);

      for (guint j = 0; j < members->len; j++)
        if (!g_hash_table_contains (found, g_ptr_array_index (members, j)))
          g_hash_table_insert (found, g_ptr_array_index (members, j),
                               g_ptr_array_index (experiments, i));
    }
  return found;
}

static void
add_members (const RasLedger *ledger, RasRunRows *rows, GHashTable *items)
{
  for (guint i = 0; i < rows->experiments->len; i++)
    {
      const GPtrArray *members = g_ptr_array_index (ledger->members, i);
      RasRunItem *experiment = g_ptr_array_index (rows->experiments, i);

      experiment->members = g_ptr_array_new ();
      for (guint j = 0; j < members->len; j++)
        g_ptr_array_add (experiment->members,
                         g_hash_table_lookup (items, g_ptr_array_index (members, j)));
      ras_run_item_set_runs (experiment, experiment->members);
    }
}

RasRunRows *
ras_run_rows_new (RasLedger *ledger)
{
  RasRunRows *rows = g_new0 (RasRunRows, 1);
  g_autoptr (GHashTable) experiments = NULL;
  g_autoptr (GHashTable) items = g_hash_table_new (NULL, NULL);

  rows->runs = g_ptr_array_new_with_free_func (g_object_unref);
  rows->experiments = g_ptr_array_new_with_free_func (g_object_unref);
  rows->n_unreadable = ledger->n_unreadable;
  /* What lies in the ledger's arrays is taken from them. */
  g_ptr_array_set_free_func (ledger->collections, NULL);
  g_ptr_array_set_free_func (ledger->runs, NULL);
  for (guint i = 0; i < ledger->collections->len; i++)
    g_ptr_array_add (rows->experiments,
                     ras_run_item_new_experiment (g_ptr_array_index (ledger->collections, i)));
  experiments = find_experiments (ledger, rows->experiments);
  for (guint i = 0; i < ledger->runs->len; i++)
    {
      RasRun *run = g_ptr_array_index (ledger->runs, i);
      RasRunItem *item = ras_run_item_new_run (run, g_hash_table_lookup (experiments, run));

      g_ptr_array_add (rows->runs, item);
      g_hash_table_insert (items, run, item);
    }
  set_references (rows->runs);
  add_members (ledger, rows, items);
  ras_ledger_free (ledger);
  return rows;
}

#define FREED_AT_ONCE 100

/* Experiments and their runs hold each other. */
static void
let_go (RasRunRows *rows)
{
  for (guint i = 0; i < rows->experiments->len; i++)
    g_ptr_array_set_size (((RasRunItem *) g_ptr_array_index (rows->experiments, i))->runs, 0);
}

static gboolean
free_some_cb (gpointer user_data)
{
  RasRunRows *rows = user_data;

  if (rows->runs->len > FREED_AT_ONCE)
    {
      g_ptr_array_set_size (rows->runs, rows->runs->len - FREED_AT_ONCE);
      return G_SOURCE_CONTINUE;
    }
  ras_run_rows_free (rows);
  return G_SOURCE_REMOVE;
}

void
ras_run_rows_free_slowly (RasRunRows *rows)
{
  if (rows == NULL)
    return;
  let_go (rows);
  g_idle_add (free_some_cb, rows);
}

void
ras_run_rows_free (RasRunRows *rows)
{
  if (rows == NULL)
    return;
  let_go (rows);
  g_ptr_array_unref (rows->runs);
  g_ptr_array_unref (rows->experiments);
  g_free (rows);
}
