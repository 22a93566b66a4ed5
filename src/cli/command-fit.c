#include <glib/gi18n.h>
#include <math.h>

#include "arguments.h"
#include "command.h"
#include "editing.h"
#include "memory.h"
#include "output.h"
#include "subject.h"
#include "table.h"

static RasFitArguments given;
static RasEditArguments edit_given;
static char *class_name;
static gboolean as_json;

static const GOptionEntry entries[] = {
  { "erasers", 'e', 0, G_OPTION_ARG_STRING, &given.erasers,
    N_ ("Names, separated by commas (default: all)"), N_ ("NAMES") },
  { "target", 't', 0, G_OPTION_ARG_STRING, &given.target,
    N_ ("Grow the ALF path until so much of the covariance gap is erased (default: 0.99)"),
    N_ ("FRACTION") },
  { "max-rank", 0, 0, G_OPTION_ARG_STRING, &given.max_rank,
    N_ ("No more directions than this"), N_ ("R") },
  { "no-shrinkage", 0, 0, G_OPTION_ARG_NONE, &given.no_shrinkage,
    N_ ("QLEACE, gradient: take the covariances as they were measured"), NULL },
  { "class", 'c', 0, G_OPTION_ARG_STRING, &class_name,
    N_ ("gradient: edit the training images of this class, too, and tell how that went"),
    N_ ("NAME") },
  { "images", 0, 0, G_OPTION_ARG_STRING, &edit_given.images,
    N_ ("Only the first N of the class (default: all)"), N_ ("N") },
  { "iterations", 0, 0, G_OPTION_ARG_STRING, &edit_given.iterations,
    N_ ("At most so many (default: 100)"), N_ ("I") },
  { "seed", 0, 0, G_OPTION_ARG_STRING, &given.seed, N_ ("Of the random projection (default: 1)"),
    N_ ("SEED") },
  { "no-cache", 0, 0, G_OPTION_ARG_NONE, &given.no_cache,
    N_ ("Fit anew and do not keep it"), NULL },
  { "json", 0, 0, G_OPTION_ARG_NONE, &as_json, N_ ("Write JSON"), NULL },
  { NULL },
};

static const double targets[] = { 0.90, 0.99, 0.999 };

/* What --class asks for, and what came of it. */
typedef struct
{
  gsize images; /* 0: all */
  guint iterations;
  int label;    /* −1: nothing is edited */
  RasEditedReport report;
} Edit;

/* --- JSON --- */

static void
add_path (JsonBuilder *builder, const RasFit *fit)
{
  guint length = ras_fit_get_path_length (fit);

  ras_json_add_count (builder, "directions", length);
  if (!isfinite (ras_fit_get_gap (fit, 0)))
    return;
  ras_json_add_number (builder, "relative_gap", ras_fit_get_gap (fit, length));
  json_builder_set_member_name (builder, "ranks");
  json_builder_begin_object (builder);
  for (gsize i = 0; i < G_N_ELEMENTS (targets); i++)
    {
      int rank = ras_fit_get_rank_for_target (fit, targets[i]);
      char name[G_ASCII_DTOSTR_BUF_SIZE];

      g_ascii_formatd (name, sizeof name, "%g", targets[i]);
      if (rank >= 0)
        ras_json_add_count (builder, name, rank);
    }
  json_builder_end_object (builder);
}

static void
add_fit (JsonBuilder *builder, const RasFit *fit)
{
  const RasEraser *eraser = ras_fit_get_eraser (fit);
  const RasFitReport *report = ras_fit_get_report (fit);

  json_builder_begin_object (builder);
  ras_json_add_string (builder, "eraser", eraser->name);
  ras_json_add_boolean (builder, "from_cache", report->from_cache);
  ras_json_add_number (builder, "seconds", report->seconds);
  if (report->iterations > 0)
    {
      ras_json_add_count (builder, "iterations", report->iterations);
      ras_json_add_number (builder, "residual", report->residual);
    }
  if (report->losses)
    {
      json_builder_set_member_name (builder, "losses");
      json_builder_begin_array (builder);
      for (guint i = 0; i < report->losses->len; i++)
        ras_json_append_number (builder, g_array_index (report->losses, double, i));
      json_builder_end_array (builder);
    }
  if (report->condition > 0)
    ras_json_add_number (builder, "reciprocal_condition", report->condition);
  if (eraser->has_path)
    add_path (builder, fit);
  if (report->remark)
    ras_json_add_string (builder, "remark", report->remark);
  json_builder_end_object (builder);
}

static gboolean
print_json (RasDataset *dataset, GPtrArray *fits, const RasFitSummary *summary, const Edit *edit,
            GError **error)
{
  g_autoptr (JsonBuilder) builder = json_builder_new ();

  json_builder_begin_object (builder);
  ras_json_add_dataset (builder, dataset);
  ras_json_add_number (builder, "moments_seconds", summary->moments_seconds);
  json_builder_set_member_name (builder, "fits");
  json_builder_begin_array (builder);
  for (guint i = 0; i < fits->len; i++)
    if (ras_fit_get_eraser (g_ptr_array_index (fits, i))->fit)
      add_fit (builder, g_ptr_array_index (fits, i));
  json_builder_end_array (builder);
  if (edit->label >= 0)
    {
      json_builder_set_member_name (builder, "edits");
      json_builder_begin_array (builder);
      ras_json_append_edit (builder, dataset, edit->label, &edit->report);
      json_builder_end_array (builder);
    }
  ras_json_add_count (builder, "peak_memory_bytes", summary->peak_memory);
  json_builder_end_object (builder);
  return ras_json_print (builder, error);
}

/* --- Text --- */

static void
describe_path (GString *text, const RasFit *fit)
{
  guint length = ras_fit_get_path_length (fit);

  g_string_append_printf (text, g_dngettext (NULL, "%u direction", "%u directions", length),
                          length);
  for (gsize i = 0; isfinite (ras_fit_get_gap (fit, 0)) && i < G_N_ELEMENTS (targets); i++)
    {
      int rank = ras_fit_get_rank_for_target (fit, targets[i]);

      if (rank >= 0)
        g_string_append_printf (text, _ ("; %.3g %% of the gap erased at rank %d"),
                                100 * targets[i], rank);
    }
}

static char *
describe_fit (const RasFit *fit)
{
  const RasFitReport *report = ras_fit_get_report (fit);
  GString *text = g_string_new (NULL);

  if (report->iterations > 0)
    g_string_append_printf (text, _ ("%u iterations, residual %.1e"), report->iterations,
                            report->residual);
  if (report->condition > 0)
    g_string_append_printf (text, _ ("reciprocal condition %.1e"), report->condition);
  if (ras_fit_get_eraser (fit)->has_path)
    describe_path (text, fit);
  return g_string_free (text, FALSE);
}

static void
add_row (RasTable *table, const RasFit *fit)
{
  const RasFitReport *report = ras_fit_get_report (fit);
  g_autofree char *seconds = report->from_cache ? g_strdup (_ ("kept"))
                                                : g_strdup_printf ("%.2f", report->seconds);
  g_autofree char *details = describe_fit (fit);

  ras_table_add (table, _ (ras_fit_get_eraser (fit)->title), seconds, details);
}

static gboolean
print_text (RasDataset *dataset, GPtrArray *fits, const RasFitSummary *summary, const Edit *edit,
            GError **error)
{
  g_autoptr (RasTable) table = ras_table_new ("lrl");
  g_autoptr (GString) text = g_string_new (NULL);
  g_autofree char *moments = g_strdup_printf ("%.2f", summary->moments_seconds);
  g_autofree char *memory = g_format_size (summary->peak_memory);
  g_autofree char *rows = NULL;

  ras_table_add (table, _ ("Stage"), _ ("Seconds"), "");
  if (summary->moments_seconds > 0)
    ras_table_add (table, _ ("Means and covariances"), moments, "");
  for (guint i = 0; i < fits->len; i++)
    if (ras_fit_get_eraser (g_ptr_array_index (fits, i))->fit)
      add_row (table, g_ptr_array_index (fits, i));
  rows = ras_table_format (table);
  g_string_append (text, rows);
  if (edit->label >= 0)
    {
      g_autofree char *edited = ras_edit_describe (dataset, edit->label, &edit->report);

      g_string_append_printf (text, "\n%s", edited);
    }
  g_string_append_printf (text, _ ("\nPeak memory: %s\n"), memory);
  for (guint i = 0; i < fits->len; i++)
    {
      const RasFit *fit = g_ptr_array_index (fits, i);

      if (ras_fit_get_report (fit)->remark)
        g_string_append_printf (text, "\n%s: %s\n", _ (ras_fit_get_eraser (fit)->title),
                                _ (ras_fit_get_report (fit)->remark));
    }
  return ras_output_print (text->str, error);
}

/* --- Editing --- */

static gboolean
read_edit (GPtrArray *erasers, Edit *edit, GError **error)
{
  *edit = (Edit) { .label = -1 };
  if (!ras_edit_arguments_read (&edit_given, &edit->images, &edit->iterations, error))
    return FALSE;
  if (class_name && !ras_erasers_edit (erasers))
    return ras_cli_usage (error, _ ("--class names the images that gradient-based erasure edits; add "
                                    "--erasers gradient"));
  if (class_name == NULL && (edit_given.images || edit_given.iterations))
    return ras_cli_usage (error, _ ("--images and --iterations tell how a class is edited; add "
                                    "--class and its name"));
  return TRUE;
}

/* A misspelt class is noticed before a long fit. */
static gboolean
find_class (RasDataset *dataset, Edit *edit, GError **error)
{
  return class_name == NULL || ras_subject_find_class (dataset, class_name, &edit->label, error);
}

static gboolean
edit_class (RasCli *cli, RasDataset *dataset, GPtrArray *fits, const RasFitting *fitting,
            RasFitSummary *summary, Edit *edit, GError **error)
{
  g_autoptr (RasCache) cache = given.no_cache ? NULL : ras_cache_new (NULL, 0);
  RasEditPlan plan = ras_edit_plan_make (dataset, fits, fitting, edit->iterations, cache);
  g_autoptr (GBytes) images = NULL;
  gsize count;

  if (edit->label < 0)
    return TRUE;
  count = ras_dataset_get_class_count (dataset, RAS_SPLIT_TRAIN, edit->label);
  if (edit->images > 0)
    count = MIN (count, edit->images);
  images = ras_edited_class (&plan, edit->label, count, &cli->progress, &edit->report, error);
  ras_progress_bar_hide (cli->bar);
  summary->peak_memory = ras_memory_peak ();
  return images != NULL;
}

static gboolean
run (RasCli *cli, int argc, char **argv, GError **error)
{
  const char *location = ras_arguments_parse (cli, entries, NULL, &argc, &argv, error);
  RasFitting fitting = { 0 };
  RasFitSummary summary;
  Edit edit;
  g_autoptr (GPtrArray) erasers = NULL;
  g_autoptr (RasDataset) dataset = NULL;
  g_autoptr (GPtrArray) fits = NULL;

  if (location == NULL
      || !ras_fit_arguments_read (&given, RAS_FIT_OPTIONS_DEFAULT.target, &fitting.options, error)
      || (erasers = ras_arguments_erasers (given.erasers, error)) == NULL
      || !read_edit (erasers, &edit, error)
      || (dataset = ras_cli_open (cli, location, error)) == NULL
      || !find_class (dataset, &edit, error))
    return FALSE;
  fitting.erasers = erasers;
  fitting.no_cache = given.no_cache;
  fits = ras_cli_fit (cli, dataset, &fitting, &summary, error);
  if (fits == NULL || !edit_class (cli, dataset, fits, &fitting, &summary, &edit, error))
    return FALSE;
  return as_json ? print_json (dataset, fits, &summary, &edit, error)
                 : print_text (dataset, fits, &summary, &edit, error);
}

const RasCommand ras_command_fit = {
  .name = "fit",
  .arguments = N_ ("DATASET"),
  .summary = N_ ("Fits erasers, keeps them for later, and tells how that went."),
  .details = N_ ("Erasers: none, leace, oracle-leace, qleace, alf-qleace, gradient, random. Seconds "
                 "are of each stage\nalone; what was kept from an earlier fit takes none. Of gradient "
                 "only the mean and covariance that\nimages are edited to are fitted; with --class "
                 "the images of a class are edited, too, and kept."),
  .run = run,
};
