#include "bench-learn.h"

#include <glib/gi18n.h>
#include <string.h>

#include "arguments.h"
#include "command.h"
#include "json.h"
#include "memory.h"
#include "output.h"
#include "speed.h"
#include "table.h"

static char *nets, *seconds_text;
static gboolean as_json, no_cache;

static const GOptionEntry entries[] = {
  { "nets", 0, 0, G_OPTION_ARG_STRING, &nets,
    N_ ("Only these networks, separated by commas (default: all)"), N_ ("NAMES") },
  { "seconds", 0, 0, G_OPTION_ARG_STRING, &seconds_text,
    N_ ("So long for each figure (default: 2)"), N_ ("S") },
  { "no-cache", 0, 0, G_OPTION_ARG_NONE, &no_cache, N_ ("Fit anew and do not keep it"), NULL },
  { "json", 0, 0, G_OPTION_ARG_NONE, &as_json, N_ ("Write JSON"), NULL },
  { NULL },
};

/* The figures to reach are for images of this size, on two cores, without an eraser. */
#define GOAL_DIMENSION 3072

static const struct
{
  const char *net;
  guint width; /* 0: of any */
  double goal;
} goals[] = {
  { "mlp", 128, 45000 }, { "mlp", 512, 15000 }, { "mlp", 2048, 2300 }, { "convnext", 0, 120 },
};

/* More images than an epoch of the measurement has are of no use. */
#define MOST_IMAGES 12000

/* One network and one eraser. */
typedef struct
{
  RasRunConfig *config;
  double goal; /* images a second; 0: none */
  /* One thread; all cores for one run; a run of one thread for each core. */
  RasSpeedTrial trials[3];
  guint n_trials;
  guint64 peak_memory; /* of the process, after this one */
} Row;

static void
row_free (gpointer data)
{
  Row *row = data;

  ras_run_config_free (row->config);
  g_free (row);
}

/* --- What is measured --- */

static double
find_goal (RasDataset *dataset, const RasRunConfig *config)
{
  if (ras_dataset_get_dimension (dataset) != GOAL_DIMENSION
      || strcmp (config->eraser, "none") != 0)
    return 0;
  for (gsize i = 0; i < G_N_ELEMENTS (goals); i++)
    if (strcmp (goals[i].net, config->net) == 0
        && (goals[i].width == 0 || goals[i].width == config->width))
      return goals[i].goal;
  return 0;
}

/* A run of one thread for each core takes more memory than one run of them all. */
static gboolean
fits_side_by_side (RasDataset *dataset, RasRunConfig *config, guint cores)
{
  g_autoptr (GPtrArray) configs = g_ptr_array_new ();

  for (guint i = 0; i < cores; i++)
    g_ptr_array_add (configs, config);
  return ras_runner_memory (dataset, configs, cores) < ras_memory_available () / 2;
}

static gboolean
add_row (GPtrArray *rows, RasDataset *dataset, const char *net, guint width, const char *eraser,
         guint rank, GError **error)
{
  Row *row = g_new0 (Row, 1);
  RasRunConfig *config = row->config = ras_run_config_new ();
  gsize n = ras_dataset_get_n_images (dataset, RAS_SPLIT_TRAIN);
  guint cores = g_get_num_processors ();

  g_ptr_array_add (rows, row);
  config->net = g_strdup (net);
  config->width = width;
  config->images = MIN (n, MOST_IMAGES);
  config->rank = rank;
  g_free (config->eraser);
  config->eraser = g_strdup (eraser);
  if (!ras_run_config_complete (config, dataset, error))
    return FALSE;
  row->goal = find_goal (dataset, config);
  row->trials[0] = (RasSpeedTrial) { .threads = 1, .runs = 1 };
  row->trials[1] = (RasSpeedTrial) { .threads = cores, .runs = 1 };
  row->trials[2] = (RasSpeedTrial) { .threads = 1, .runs = cores };
  row->n_trials = cores == 1 ? 1 : fits_side_by_side (dataset, config, cores) ? 3 : 2;
  return TRUE;
}

static gboolean
is_wanted (const char *net)
{
  g_auto (GStrv) words = g_strsplit (nets ? nets : net, ",", -1);

  return g_strv_contains ((const char *const *) words, net);
}

static gboolean
check_nets (GError **error)
{
  g_auto (GStrv) words = g_strsplit (nets ? nets : "", ",", -1);

  for (guint i = 0; words[i]; i++)
    {
      g_autoptr (GError) wrong = NULL;

      if (ras_network_kind_find (words[i], &wrong) == NULL)
        return ras_cli_usage (error, "%s", wrong->message);
    }
  return TRUE;
}

/* Without an eraser. The smallest first, while the peak of memory is still its own. */
static gboolean
add_networks (GPtrArray *rows, RasDataset *dataset, GError **error)
{
  static const guint widths[] = { 128, 512, 2048 };

  for (guint i = 0; i < G_N_ELEMENTS (widths) && is_wanted ("mlp"); i++)
    if (!add_row (rows, dataset, "mlp", widths[i], "none", 0, error))
      return FALSE;
  for (guint i = 0; i < ras_n_network_kinds (); i++)
    {
      const char *net = ras_network_kind_nth (i)->name;

      if (strcmp (net, "mlp") != 0 && is_wanted (net)
          && !add_row (rows, dataset, net, 0, "none", 0, error))
        return FALSE;
    }
  return TRUE;
}

static gboolean
add_erasers (GPtrArray *rows, RasDataset *dataset, guint rank, GError **error)
{
  return add_row (rows, dataset, "mlp", 128, "leace", 0, error)
         && add_row (rows, dataset, "mlp", 128, "alf-qleace", rank, error)
         && add_row (rows, dataset, "mlp", 128, "random", rank, error)
         && add_row (rows, dataset, "mlp", 128, "qleace", 0, error);
}

static gboolean
measure_rows (RasCli *cli, RasDataset *dataset, RasCache *cache, double seconds, GPtrArray *rows,
              guint from, GError **error)
{
  for (guint i = from; i < rows->len; i++)
    {
      Row *row = rows->pdata[i];
      g_autofree char *name = ras_run_config_describe (row->config);
      g_autoptr (GError) wrong = NULL;

      if (cli->bar)
        ras_progress_bar_show (name, (double) i / rows->len, cli->bar);
      ras_learn_measure (dataset, row->config, cache, seconds, &cli->progress, row->trials,
                         row->n_trials, &wrong);
      ras_progress_bar_hide (cli->bar);
      /* A network that these images do not suit is left out. */
      if (g_error_matches (wrong, RAS_LEARN_ERROR, RAS_LEARN_ERROR_INVALID))
        {
          g_printerr ("rasura-cli: %s\n", wrong->message);
          g_ptr_array_remove_index (rows, i--);
          continue;
        }
      if (wrong)
        {
          g_propagate_error (error, g_steal_pointer (&wrong));
          return FALSE;
        }
      row->peak_memory = ras_memory_peak ();
    }
  return TRUE;
}

static gboolean
measure (RasCli *cli, RasDataset *dataset, RasCache *cache, double seconds, GPtrArray *rows,
         GError **error)
{
  guint rank = 0, networks;

  if (!add_networks (rows, dataset, error)
      || !measure_rows (cli, dataset, cache, seconds, rows, 0, error))
    return FALSE;
  networks = rows->len;
  if (!is_wanted ("mlp"))
    return TRUE;
  if (!ras_runner_find_rank (dataset, 0.9, cache, &cli->progress, &rank, error))
    return FALSE;
  return add_erasers (rows, dataset, MAX (rank, 1), error)
         && measure_rows (cli, dataset, cache, seconds, rows, networks, error);
}

/* --- Reporting --- */

static void
add_json_trial (JsonBuilder *builder, const RasSpeedTrial *trial)
{
  json_builder_begin_object (builder);
  ras_json_add_count (builder, "threads", trial->threads);
  ras_json_add_count (builder, "runs", trial->runs);
  ras_json_add_number (builder, "images_per_second", trial->images_per_second);
  ras_json_add_number (builder, "augment_share", trial->augment);
  ras_json_add_number (builder, "erase_share", trial->erase);
  ras_json_add_number (builder, "learn_share", trial->learn);
  json_builder_end_object (builder);
}

static void
add_json_row (JsonBuilder *builder, const Row *row)
{
  const RasRunConfig *config = row->config;

  json_builder_begin_object (builder);
  ras_json_add_string (builder, "net", config->net);
  ras_json_add_string (builder, "size", config->size);
  ras_json_add_count (builder, "width", config->width);
  ras_json_add_count (builder, "depth", config->depth);
  ras_json_add_string (builder, "eraser", config->eraser);
  ras_json_add_count (builder, "rank", config->rank);
  ras_json_add_count (builder, "batch", config->batch);
  if (row->goal > 0)
    ras_json_add_number (builder, "goal", row->goal);
  json_builder_set_member_name (builder, "measures");
  json_builder_begin_array (builder);
  for (guint i = 0; i < row->n_trials; i++)
    add_json_trial (builder, &row->trials[i]);
  json_builder_end_array (builder);
  ras_json_add_count (builder, "peak_memory_bytes", row->peak_memory);
  json_builder_end_object (builder);
}

static gboolean
print_json (RasDataset *dataset, const GPtrArray *rows, GError **error)
{
  g_autoptr (JsonBuilder) builder = json_builder_new ();

  json_builder_begin_object (builder);
  ras_json_add_dataset (builder, dataset);
  json_builder_set_member_name (builder, "networks");
  json_builder_begin_array (builder);
  for (guint i = 0; i < rows->len; i++)
    add_json_row (builder, rows->pdata[i]);
  json_builder_end_array (builder);
  json_builder_end_object (builder);
  return ras_json_print (builder, error);
}

static char *
format_speed (const Row *row, guint trial)
{
  return trial < row->n_trials ? g_strdup_printf ("%.0f", row->trials[trial].images_per_second)
                               : g_strdup ("–");
}

static void
add_text_row (RasTable *table, const Row *row)
{
  const RasSpeedTrial *one = &row->trials[0];
  g_autofree char *name = ras_run_config_describe (row->config);
  g_autofree char *single = format_speed (row, 0);
  g_autofree char *all = format_speed (row, 1);
  g_autofree char *beside = format_speed (row, 2);
  g_autofree char *goal = row->goal > 0 ? g_strdup_printf ("%.0f", row->goal) : NULL;
  g_autofree char *shares = g_strdup_printf ("%.0f + %.0f + %.0f %%", 100 * one->augment,
                                             100 * one->erase, 100 * one->learn);
  g_autofree char *memory = g_format_size (row->peak_memory);

  /* Without the seed. */
  *strrchr (name, ',') = '\0';
  ras_table_add (table, name, single, all, beside, goal, shares, memory);
}

static gboolean
print_text (RasDataset *dataset, const GPtrArray *rows, GError **error)
{
  g_autoptr (RasTable) table = ras_table_new ("lrrrrrr");
  guint cores = g_get_num_processors ();
  g_autofree char *all = g_strdup_printf (g_dngettext (NULL, "%u thread", "%u threads", cores),
                                          cores);
  g_autofree char *beside = g_strdup_printf (g_dngettext (NULL, "%u run", "%u runs", cores),
                                             cores);
  g_autofree char *text = NULL;
  g_autofree char *lines = NULL;

  ras_table_add (table, _ ("Images a second"), _ ("1 thread"), all, beside, _ ("To reach"),
                 _ ("Augment + erase + learn"), _ ("Peak memory"));
  for (guint i = 0; i < rows->len; i++)
    add_text_row (table, rows->pdata[i]);
  lines = ras_table_format (table);
  text = g_strdup_printf (_ ("%s: batches of 128 images of %zu values\n\n%s"),
                          ras_dataset_get_title (dataset), ras_dataset_get_dimension (dataset),
                          lines);
  return ras_output_print (text, error);
}

static gboolean
run (RasCli *cli, int argc, char **argv, GError **error)
{
  const char *location = ras_arguments_parse (cli, entries, "drawn", &argc, &argv, error);
  double seconds = 2;
  g_autoptr (RasDataset) dataset = NULL;
  g_autoptr (RasCache) cache = NULL;
  g_autoptr (GPtrArray) rows = g_ptr_array_new_with_free_func (row_free);

  if (location == NULL
      || !ras_arguments_number ("seconds", seconds_text, 0.01, 3600, &seconds, error)
      || !check_nets (error) || (dataset = ras_cli_open (cli, location, error)) == NULL)
    return FALSE;
  cache = no_cache ? NULL : ras_cache_new (NULL, 0);
  if (!measure (cli, dataset, cache, seconds, rows, error))
    return FALSE;
  return as_json ? print_json (dataset, rows, error) : print_text (dataset, rows, error);
}

static const RasCommand command = {
  .name = "bench learn",
  .arguments = N_ ("[DATASET]"),
  .summary = N_ ("Measures how many images a second networks learn from on this machine."),
  .details = N_ ("With one thread; with one for every core; and with a run of one thread for every "
                 "core, all\ntogether. Shares are of one thread's time. The figures to reach are "
                 "for images of 3 × 32 × 32 on\ntwo cores."),
  .run = run,
};

gboolean
ras_bench_learn (RasCli *cli, int argc, char **argv, GError **error)
{
  cli->command = &command;
  return run (cli, argc, argv, error);
}
