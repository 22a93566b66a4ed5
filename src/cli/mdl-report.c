#include "mdl-report.h"

#include <glib/gi18n.h>
#include <math.h>
#include <string.h>

#include "output.h"
#include "runs-report.h"
#include "summary.h"
#include "table.h"

/* Of the same network without an eraser; NAN where that is unknown. */
static double
find_increase (const GPtrArray *all, const RasSeries *series)
{
  const RasSeries *reference = ras_series_find_reference (all, series);

  return reference && reference != series ? series->mdl - reference->mdl : NAN;
}

/* --- JSON --- */

static void
add_series (JsonBuilder *builder, const GPtrArray *all, const RasSeries *series)
{
  guint width, depth;

  ras_run_config_get_shape (series->config, &width, &depth);
  json_builder_begin_object (builder);
  ras_json_add_string (builder, "eraser", series->config->eraser);
  ras_json_add_string (builder, "net", series->config->net);
  ras_json_add_string (builder, "size", series->config->size);
  ras_json_add_count (builder, "width", width);
  ras_json_add_count (builder, "depth", depth);
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
  ras_json_add_runs (builder, job->runs);
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

static gboolean
draw_plot (const RasMdlJob *job, gboolean sweep, GError **error)
{
  RasMdlKind kind = RAS_MDL_CURVES;
  RasDrawingSize size;

  if (sweep && ras_mdl_chart_can_show (RAS_MDL_WIDTHS, job->runs))
    kind = RAS_MDL_WIDTHS;
  else if (sweep && ras_mdl_chart_can_show (RAS_MDL_DEPTHS, job->runs))
    kind = RAS_MDL_DEPTHS;
  return ras_arguments_plot (&job->given->plot, &size, error)
         && ras_runs_plot (job->runs, kind, &size, job->given->plot.output,
                           job->cli->command_line, error);
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

  if (given->output && !ras_output_write_file (given->output, csv, strlen (csv), error))
    return FALSE;
  if (given->as_json)
    written = print_json (job, error);
  else if (given->output)
    written = given->quiet || print_table (job, error);
  else
    written = ras_output_print_raw (csv, strlen (csv), error);
  return written && (given->plot.output == NULL || draw_plot (job, sweep, error))
         && check_failures (job, error);
}
