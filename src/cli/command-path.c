#include <glib/gi18n.h>
#include <math.h>
#include <string.h>

#include "arguments.h"
#include "command.h"
#include "fitting.h"
#include "gap-chart.h"
#include "json.h"
#include "output.h"

/* Of the chart on paper, in points. */
#define CHART_WIDTH (120 * RAS_POINTS_PER_MM)
#define CHART_ASPECT 0.6
#define CHART_MARGIN 8

static RasFitArguments given;
static char *output;
static RasPictureArguments plot;
static RasDrawingSize size;
static gboolean as_json;

static const GOptionEntry entries[] = {
  { "target", 't', 0, G_OPTION_ARG_STRING, &given.target,
    N_ ("Go on until so much of the covariance gap is erased (default: 0.99)"), N_ ("FRACTION") },
  { "max-rank", 0, 0, G_OPTION_ARG_STRING, &given.max_rank,
    N_ ("Go on to this many directions"), N_ ("R") },
  { "output", 'o', 0, G_OPTION_ARG_FILENAME, &output,
    N_ ("The CSV file (default: the standard output)"), N_ ("FILE") },
  { "plot", 0, 0, G_OPTION_ARG_FILENAME, &plot.output,
    N_ ("Draw the gap against the rank, too: .svg, .pdf or .png"), N_ ("FILE") },
  RAS_PICTURE_ENTRIES (plot),
  { "no-cache", 0, 0, G_OPTION_ARG_NONE, &given.no_cache,
    N_ ("Fit anew and do not keep it"), NULL },
  { "json", 0, 0, G_OPTION_ARG_NONE, &as_json,
    N_ ("Write JSON to the standard output"), NULL },
  { NULL },
};

/* A kept path may be longer than what was asked for. */
static guint
find_length (const RasFit *fit, const RasFitOptions *options)
{
  guint length = ras_fit_get_path_length (fit);
  int rank = ras_fit_get_rank_for_target (fit, options->target);

  if (options->max_rank > 0)
    length = MIN (length, options->max_rank);
  return rank >= 0 ? MIN (length, (guint) rank) : length;
}

static char *
make_csv (const RasFit *fit, guint length)
{
  GString *text = g_string_new ("rank,relative_gap,class,abs_eigenvalue\n");

  for (guint r = 1; r <= length; r++)
    {
      char gap[G_ASCII_DTOSTR_BUF_SIZE], eigenvalue[G_ASCII_DTOSTR_BUF_SIZE];

      g_ascii_formatd (gap, sizeof gap, "%.12g", ras_fit_get_gap (fit, r));
      g_ascii_formatd (eigenvalue, sizeof eigenvalue, "%.12g",
                       ras_fit_get_step_eigenvalue (fit, r - 1));
      g_string_append_printf (text, "%u,%s,%d,%s\n", r, gap, ras_fit_get_step_class (fit, r - 1),
                              eigenvalue);
    }
  return g_string_free (text, FALSE);
}

static gboolean
print_json (RasDataset *dataset, const RasFit *fit, guint length, GError **error)
{
  g_autoptr (JsonBuilder) builder = json_builder_new ();

  json_builder_begin_object (builder);
  ras_json_add_dataset (builder, dataset);
  ras_json_add_boolean (builder, "from_cache", ras_fit_get_report (fit)->from_cache);
  ras_json_add_number (builder, "seconds", ras_fit_get_report (fit)->seconds);
  ras_json_add_count (builder, "max_rank", ras_fit_get_max_rank (fit));
  json_builder_set_member_name (builder, "path");
  json_builder_begin_array (builder);
  for (guint r = 1; r <= length; r++)
    {
      json_builder_begin_object (builder);
      ras_json_add_count (builder, "rank", r);
      ras_json_add_number (builder, "relative_gap", ras_fit_get_gap (fit, r));
      ras_json_add_count (builder, "class", ras_fit_get_step_class (fit, r - 1));
      ras_json_add_number (builder, "abs_eigenvalue", ras_fit_get_step_eigenvalue (fit, r - 1));
      json_builder_end_object (builder);
    }
  json_builder_end_array (builder);
  json_builder_end_object (builder);
  return ras_json_print (builder, error);
}

/* --- The chart --- */

static double
measure_chart (gpointer data, const RasSheet *sheet)
{
  return CHART_ASPECT * sheet->width;
}

static void
draw_chart (gpointer data, const RasSheet *sheet, cairo_t *cr)
{
  RasGapChart chart = *(const RasGapChart *) data;

  chart.style = sheet->style;
  cairo_translate (cr, CHART_MARGIN, CHART_MARGIN);
  ras_gap_chart_draw (&chart, cr, sheet->width - 2 * CHART_MARGIN,
                      sheet->height - 2 * CHART_MARGIN);
}

/* It is the caller's. */
static void
leave_chart (gpointer data)
{
}

static gboolean
draw_plot (RasCli *cli, RasDataset *dataset, const RasFit *fit, guint length, GError **error)
{
  static const RasDrawingKind kind = { measure_chart, draw_chart, leave_chart };
  g_autofree double *gap = g_new (double, length + 1);
  RasGapChart chart = { .gap = gap,
                        .length = length,
                        .hide_rank = TRUE,
                        .max_rank = MAX (length, 1),
                        .title = ras_dataset_get_title (dataset),
                        .inset_left = -1,
                        .inset_right = -1 };
  g_autoptr (RasDrawing) drawing = ras_drawing_new (&kind, &chart, chart.title);

  for (guint r = 0; r <= length; r++)
    gap[r] = ras_fit_get_gap (fit, r);
  if (!(size.width > 0) && size.style == ras_style_get (RAS_STYLE_PAPER))
    size.width = CHART_WIDTH;
  return ras_drawing_write (drawing, &size, cli->command_line, plot.output, error);
}

static gboolean
write_all (RasCli *cli, RasDataset *dataset, const RasFit *fit, guint length, GError **error)
{
  g_autofree char *csv = make_csv (fit, length);

  if (plot.output && !draw_plot (cli, dataset, fit, length, error))
    return FALSE;
  if (output && !ras_output_write_file (output, csv, strlen (csv), error))
    return FALSE;
  if (as_json)
    return print_json (dataset, fit, length, error);
  return output || ras_output_print_raw (csv, strlen (csv), error);
}

static gboolean
check_outputs (GError **error)
{
  return ras_arguments_plot (&plot, &size, error)
         && (output == NULL || ras_output_check (output, error))
         && (plot.output == NULL || ras_output_check (plot.output, error));
}

static gboolean
run (RasCli *cli, int argc, char **argv, GError **error)
{
  const char *location = ras_arguments_parse (cli, entries, NULL, &argc, &argv, error);
  g_autoptr (GPtrArray) erasers = ras_erasers_parse ("alf-qleace", NULL);
  RasFitting fitting = { .erasers = erasers, .no_cache = given.no_cache };
  g_autoptr (RasDataset) dataset = NULL;
  g_autoptr (GPtrArray) fits = NULL;

  if (location == NULL
      || !ras_arguments_exclude ("target", given.target, "max-rank", given.max_rank, error)
      || !ras_fit_arguments_read (&given, given.max_rank ? 1 : RAS_FIT_OPTIONS_DEFAULT.target,
                                  &fitting.options, error)
      || !check_outputs (error)
      || (dataset = ras_cli_open (cli, location, error)) == NULL
      || (fits = ras_cli_fit (cli, dataset, &fitting, NULL, error)) == NULL)
    return FALSE;
  return write_all (cli, dataset, fits->pdata[0], find_length (fits->pdata[0], &fitting.options),
                    error);
}

const RasCommand ras_command_path = {
  .name = "path",
  .arguments = N_ ("DATASET"),
  .summary = N_ ("Writes how the covariance gap shrinks with every direction ALF-QLEACE removes."),
  .details = N_ ("Columns: rank; relative_gap, that which is left; class, the number of the one "
                 "whose\ncovariance the direction came from; abs_eigenvalue, how strongly."),
  .run = run,
};
