#include "runs-report.h"

#include <glib/gi18n.h>
#include <math.h>

#include "output.h"
#include "table.h"

#define MOST_SECONDS 1e12 /* their hours still fit */
#define SHORT_ID 8 /* digits: enough to tell thousands of runs apart */

/* --- Cells --- */

static char *
format_time (gint64 seconds)
{
  g_autoptr (GDateTime) time = g_date_time_new_from_unix_local (seconds);

  return time ? g_date_time_format (time, "%Y-%m-%d %H:%M") : g_strdup ("");
}

/* Hours, minutes, seconds. */
static char *
format_duration (double seconds)
{
  guint64 whole = seconds > 0 ? (guint64) (MIN (seconds, MOST_SECONDS) + 0.5) : 0;

  return g_strdup_printf ("%u:%02u:%02u", (guint) (whole / 3600), (guint) (whole / 60 % 60),
                          (guint) (whole % 60));
}

static char *
format_bits (double bits)
{
  return isnan (bits) ? g_strdup ("–") : g_strdup_printf ("%.4f", bits);
}

static char *
describe_state (const RasRun *run)
{
  switch (run->state)
    {
    case RAS_RUN_FINISHED:
      return g_strdup (_ ("finished"));
    case RAS_RUN_FAILED:
      return g_strdup_printf (_ ("failed: %s"), run->message ? run->message : "");
    default:
      return g_strdup (_ ("not finished"));
    }
}

static double
sum_seconds (const RasRun *run)
{
  double seconds = 0;

  for (guint i = 0; i < run->points->len; i++)
    seconds += ((const RasPoint *) run->points->pdata[i])->seconds;
  return seconds;
}

/* --- Runs --- */

static char *
format_runs (const GPtrArray *runs)
{
  g_autoptr (RasTable) table = ras_table_new ("llrrrl");

  ras_table_add (table, _ ("ID"), _ ("Run"), _ ("Blocks"), _ ("MDL"), _ ("Time"), _ ("State"));
  for (guint i = 0; i < runs->len; i++)
    {
      const RasRun *run = runs->pdata[i];
      g_autofree char *id = g_strndup (run->id, SHORT_ID);
      g_autofree char *title = ras_run_config_describe (run->config);
      g_autofree char *blocks = g_strdup_printf ("%u", run->points->len);
      g_autofree char *mdl = format_bits (ras_run_get_mdl (run));
      g_autofree char *time = format_duration (sum_seconds (run));
      g_autofree char *state = describe_state (run);

      ras_table_add (table, id, title, blocks, mdl, time, state);
    }
  return ras_table_format (table);
}

static char *
format_points (const RasRun *run)
{
  g_autoptr (RasTable) table = ras_table_new ("rrrrrrr");

  ras_table_add (table, _ ("Block"), _ ("Trained on"), _ ("Coded"), _ ("Cross-entropy"), _ ("MDL"),
                 _ ("Epochs"), _ ("Time"));
  for (guint i = 0; i < run->points->len; i++)
    {
      const RasPoint *point = run->points->pdata[i];
      g_autofree char *block = g_strdup_printf ("%u", point->block);
      g_autofree char *images = g_strdup_printf ("%" G_GSIZE_FORMAT, point->images);
      g_autofree char *coded = g_strdup_printf ("%" G_GSIZE_FORMAT, point->test_images);
      g_autofree char *bits = format_bits (point->cross_entropy);
      g_autofree char *mdl = format_bits (ras_run_get_mdl_at (run, i));
      g_autofree char *epochs = g_strdup_printf ("%u", point->epochs);
      g_autofree char *time = format_duration (point->seconds);

      ras_table_add (table, block, images, coded, bits, mdl, epochs, time);
    }
  return ras_table_format (table);
}

static void
add_count (RasTable *table, const char *name, guint64 count)
{
  g_autofree char *text = g_strdup_printf ("%" G_GUINT64_FORMAT, count);

  ras_table_add (table, name, text);
}

static void
add_number (RasTable *table, const char *name, double number)
{
  g_autofree char *text = g_strdup_printf ("%g", number);

  ras_table_add (table, name, text);
}

/* What people ask for; JSON has the rest. */
static char *
format_config (const RasRun *run)
{
  const RasRunConfig *config = run->config;
  g_autoptr (RasTable) table = ras_table_new ("ll");
  g_autofree char *state = describe_state (run);
  g_autofree char *created = format_time (run->created);

  ras_table_add (table, _ ("ID"), run->id);
  ras_table_add (table, _ ("State"), state);
  ras_table_add (table, _ ("Begun"), created);
  ras_table_add (table, _ ("By version"), run->version);
  ras_table_add (table, _ ("Data set"), config->title ? config->title : config->dataset);
  add_count (table, _ ("Images"), config->images);
  add_number (table, _ ("Learning rate"), config->learning_rate);
  add_count (table, _ ("Batch"), config->batch);
  add_count (table, _ ("Epochs at most"), config->max_epochs);
  add_count (table, _ ("Patience"), config->patience);
  add_count (table, _ ("Threads"), config->threads);
  ras_table_add (table, _ ("Estimator"), ras_estimator_name (config->estimator));
  return ras_table_format (table);
}

static char *
format_run (const RasRun *run)
{
  g_autofree char *title = ras_run_config_describe (run->config);
  g_autofree char *config = format_config (run);
  g_autofree char *points = format_points (run);

  return g_strconcat (title, "\n", config, "\n", points, NULL);
}

gboolean
ras_runs_print_text (const GPtrArray *runs, GError **error)
{
  g_autofree char *text = runs->len == 1 ? format_run (runs->pdata[0]) : format_runs (runs);

  return ras_output_print (text, error);
}

/* --- Stores --- */

static char *
format_collections (const GPtrArray *collections)
{
  g_autoptr (RasTable) table = ras_table_new ("lllrrr");

  ras_table_add (table, _ ("ID"), _ ("Begun"), _ ("Collection"), _ ("Finished"), _ ("Failed"),
                 _ ("Time"));
  for (guint i = 0; i < collections->len; i++)
    {
      const RasCollection *collection = collections->pdata[i];
      g_autofree char *id = g_strndup (collection->id, SHORT_ID);
      g_autofree char *created = format_time (collection->created);
      g_autofree char *finished
        = g_strdup_printf (_ ("%u of %u"), collection->n_finished, collection->n_runs);
      g_autofree char *failed = g_strdup_printf ("%u", collection->n_failed);
      g_autofree char *time = format_duration (collection->seconds);

      ras_table_add (table, id, created, collection->name, finished, failed, time);
    }
  return ras_table_format (table);
}

void
ras_runs_tell_unreadable (guint n)
{
  if (n > 0)
    {
      g_autofree char *text
        = g_strdup_printf (g_dngettext (NULL,
                                        "%u entry of the store is damaged and cannot be read; the "
                                        "others are shown.",
                                        "%u entries of the store are damaged and cannot be read; "
                                        "the others are shown.", n), n);

      g_printerr ("rasura-cli: %s\n", text);
    }
}

/* Those that belong to no collection; borrows them. */
static GPtrArray *
list_loose_runs (const RasLedger *ledger)
{
  g_autoptr (GHashTable) members = g_hash_table_new (NULL, NULL);
  GPtrArray *loose = g_ptr_array_new ();

  for (guint i = 0; i < ledger->members->len; i++)
    {
      const GPtrArray *own = ledger->members->pdata[i];

      for (guint r = 0; r < own->len; r++)
        g_hash_table_add (members, own->pdata[r]);
    }
  for (guint r = 0; r < ledger->runs->len; r++)
    if (!g_hash_table_contains (members, ledger->runs->pdata[r]))
      g_ptr_array_add (loose, ledger->runs->pdata[r]);
  return loose;
}

gboolean
ras_store_print_text (RasStore *store, GError **error)
{
  g_autoptr (RasLedger) ledger = ras_store_load_ledger (store, error);
  g_autoptr (GPtrArray) loose = ledger ? list_loose_runs (ledger) : NULL;
  g_autoptr (GString) text = g_string_new (NULL);

  if (loose == NULL)
    return FALSE;
  ras_runs_tell_unreadable (ledger->n_unreadable);
  if (ledger->collections->len > 0)
    {
      g_autofree char *table = format_collections (ledger->collections);

      g_string_append (text, table);
    }
  if (loose->len > 0)
    {
      g_autofree char *table = format_runs (loose);

      g_string_append_printf (text, "%s%s", text->len > 0 ? "\n" : "", table);
    }
  return ras_output_print (text->len > 0 ? text->str : _ ("There are no runs yet.\n"), error);
}
