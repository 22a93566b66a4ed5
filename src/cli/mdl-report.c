#include "mdl-report.h"

#include <glib/gi18n.h>
#include <math.h>
#include <string.h>

#include "json.h"
#include "mdl-chart.h"
#include "output.h"
#include "summary.h"
#include "table.h"

static const char *const state_names[] = {
  [RAS_RUN_STARTED] = "started",
  [RAS_RUN_FINISHED] = "finished",
  [RAS_RUN_FAILED] = "failed",
};

/* Of the same network without an eraser; NAN where that is unknown. */
static double
find_increase (const GPtrArray *all, const RasSeries *series)
{
  const RasSeries *reference = ras_series_find_reference (all, series);

  return reference && reference != series ? series->mdl - reference->mdl : NAN;
}

/* --- JSON --- */

static void
add_point (JsonBuilder *builder, const RasRun *run, guint i)
{
  const RasPoint *point = run->points->pdata[i];

  json_builder_begin_object (builder);
  ras_json_add_count (builder, "block", point->block);
  ras_json_add_count (builder, "images", point->images);
  ras_json_add_count (builder, "test_images", point->test_images);
  ras_json_add_number (builder, "cross_entropy_bits", point->cross_entropy);
  ras_json_add_number (builder, "mdl_bits_per_sample", ras_run_get_mdl_at (run, i));
  ras_json_add_count (builder, "epochs", point->epochs);
  ras_json_add_count (builder, "best_epoch", point->best_epoch);
  ras_json_add_number (builder, "seconds", point->seconds);
  ras_json_add_number (builder, "augment_seconds", point->augment_seconds);
  ras_json_add_number (builder, "erase_seconds", point->erase_seconds);
  ras_json_add_number (builder, "learn_seconds", point->learn_seconds);
  json_builder_end_object (builder);
}

static void
add_run (JsonBuilder *builder, const RasRun *run)
{
  g_autofree char *config = ras_run_config_to_json (run->config);

  json_builder_begin_object (builder);
  ras_json_add_string (builder, "id", run->id);
  ras_json_add_string (builder, "state", state_names[run->state]);
  if (run->message)
    ras_json_add_string (builder, "message", run->message);
  ras_json_add_number (builder, "mdl_bits_per_sample", ras_run_get_mdl (run));
  json_builder_set_member_name (builder, "configuration");
  json_builder_add_value (builder, json_from_string (config, NULL));
  json_builder_set_member_name (builder, "points");
  json_builder_begin_array (builder);
  for (guint i = 0; i < run->points->len; i++)
    add_point (builder, run, i);
  json_builder_end_array (builder);
  json_builder_end_object (builder);
}

static void
add_series (JsonBuilder *builder, const GPtrArray *all, const RasSeries *series)
{
  json_builder_begin_object (builder);
  ras_json_add_string (builder, "eraser", series->config->eraser);
  ras_json_add_string (builder, "net", series->config->net);
  ras_json_add_count (builder, "width", series->config->width);
  ras_json_add_count (builder, "depth", series->config->depth);
  ras_json_add_count (builder, "finished", series->n_finished);
  ras_json_add_number (builder, "mdl_bits_per_sample", series->mdl);
  ras_json_add_number (builder, "deviation", series->mdl_deviation);
  ras_json_add_number (builder, "increase", find_increase (all, series));
  json_builder_end_object (builder);
}

static gboolean
print_json (const RasMdlJob *job, GError **error)
{
  g_autoptr (JsonBuilder) builder = json_builder_new ();
  g_autoptr (GPtrArray) series = ras_series_group (job->runs);

  json_builder_begin_object (builder);
  ras_json_add_dataset (builder, job->dataset);
  ras_json_add_string (builder, "store", job->store ? ras_store_get_path (job->store) : NULL);
  json_builder_set_member_name (builder, "runs");
  json_builder_begin_array (builder);
  for (guint i = 0; i < job->runs->len; i++)
    add_run (builder, job->runs->pdata[i]);
  json_builder_end_array (builder);
  json_builder_set_member_name (builder, "summary");
  json_builder_begin_array (builder);
  for (guint i = 0; i < series->len; i++)
    add_series (builder, series, series->pdata[i]);
  json_builder_end_array (builder);
  json_builder_end_object (builder);
  return ras_json_print (builder, error);
}

/* --- The table --- */

static char *
format_bits (const char *format, double bits)
{
  /* No minus before a zero. */
  if (fabs (bits) < 0.0005)
    bits = 0;
  return isfinite (bits) ? g_strdup_printf (format, bits) : g_strdup ("");
}

/* The network and the eraser: a run's name without its seed. */
static void
add_row (RasTable *table, const GPtrArray *all, const RasSeries *series)
{
  g_autofree char *name = ras_run_config_describe (series->config);
  g_autofree char *mdl = format_bits ("%.3f", series->mdl);
  g_autofree char *deviation = format_bits ("± %.3f", series->mdl_deviation);
  g_autofree char *increase = format_bits ("%+.3f", find_increase (all, series));
  g_autofree char *seeds = g_strdup_printf ("%u", series->n_finished);

  *strrchr (name, ',') = '\0';
  ras_table_add (table, name, seeds, mdl, deviation, increase);
}

static gboolean
print_table (const RasMdlJob *job, GError **error)
{
  g_autoptr (RasTable) table = ras_table_new ("lrrrr");
  g_autoptr (GPtrArray) series = ras_series_group (job->runs);
  g_autofree char *text = NULL;

  ras_table_add (table, _ ("Bits per sample"), _ ("Seeds"), _ ("MDL"), "", _ ("Over none"));
  for (guint i = 0; i < series->len; i++)
    add_row (table, series, series->pdata[i]);
  text = ras_table_format (table);
  return ras_output_print (text, error);
}

/* --- The chart --- */

static const char *
get_title (const char *name)
{
  const RasEraser *eraser = ras_eraser_find (name, NULL);

  return eraser ? _ (eraser->title) : name;
}

static gboolean
draw_plot (const RasMdlJob *job, gboolean sweep, GError **error)
{
  RasMdlKind kind = RAS_MDL_CURVES;
  g_autoptr (RasMdlChart) chart = NULL;

  if (sweep && ras_mdl_chart_can_show (RAS_MDL_WIDTHS, job->runs))
    kind = RAS_MDL_WIDTHS;
  else if (sweep && ras_mdl_chart_can_show (RAS_MDL_DEPTHS, job->runs))
    kind = RAS_MDL_DEPTHS;
  chart = ras_mdl_chart_new (kind, job->runs, get_title);
  return ras_mdl_chart_write (chart, job->given->plot, job->cli->command_line, error);
}

/* --- All --- */

/* The others' numbers are written all the same; each failure has been told. */
static gboolean
check_failures (const RasMdlJob *job, GError **error)
{
  guint failed = ras_mdl_job_count (job, RAS_RUN_FAILED);

  if (failed == 0)
    return TRUE;
  g_set_error (error, RAS_LEARN_ERROR, RAS_LEARN_ERROR_NUMERICAL,
               g_dngettext (NULL, "%u of %u runs failed; what there is of it was written",
                            "%u of %u runs failed; what there is of them was written", failed),
               failed, job->runs->len);
  return FALSE;
}

gboolean
ras_mdl_report (const RasMdlJob *job, gboolean sweep, GError **error)
{
  const RasMdlArguments *given = job->given;
  g_autofree char *csv = ras_runs_to_csv (job->runs);
  gboolean written;

  if (given->plot && !draw_plot (job, sweep, error))
    return FALSE;
  if (given->output && !ras_output_write_file (given->output, csv, strlen (csv), error))
    return FALSE;
  if (given->as_json)
    written = print_json (job, error);
  else if (given->output)
    written = given->quiet || print_table (job, error);
  else
    written = ras_output_print_raw (csv, strlen (csv), error);
  return written && check_failures (job, error);
}
