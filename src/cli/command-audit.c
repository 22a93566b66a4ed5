#include <glib/gi18n.h>
#include <math.h>
#include <string.h>

#include "arguments.h"
#include "audit.h"
#include "command.h"
#include "editing.h"
#include "fitting.h"
#include "json.h"
#include "number.h"
#include "output.h"
#include "table.h"

#define DEFAULT_TARGET 0.9

static RasFitArguments given;
static RasEditArguments edit_given;
static char *images, *output, *path;
static gboolean no_quadratic, as_json;

static const GOptionEntry entries[] = {
  { "erasers", 'e', 0, G_OPTION_ARG_STRING, &given.erasers,
    N_ ("Names, separated by commas (default: all but gradient, which takes minutes)"),
    N_ ("NAMES") },
  { "rank", 'r', 0, G_OPTION_ARG_STRING, &given.rank,
    N_ ("Of ALF-QLEACE and the random projection"), N_ ("R") },
  { "target", 't', 0, G_OPTION_ARG_STRING, &given.target,
    N_ ("The rank at which so much of the covariance gap is erased (default: 0.9)"),
    N_ ("FRACTION") },
  { "no-shrinkage", 0, 0, G_OPTION_ARG_NONE, &given.no_shrinkage,
    N_ ("Erasers and probes take the class covariances as they were measured"), NULL },
  { "images", 'n', 0, G_OPTION_ARG_STRING, &images,
    N_ ("Probe no more images of each split than this, evenly spread"), N_ ("N") },
  { "no-quadratic", 0, 0, G_OPTION_ARG_NONE, &no_quadratic,
    N_ ("Leave out the quadratic probe, which takes longest"), NULL },
  { "iterations", 0, 0, G_OPTION_ARG_STRING, &edit_given.iterations,
    N_ ("gradient: of L-BFGS or Adam for each class (default: 100)"), N_ ("I") },
  { "output", 'o', 0, G_OPTION_ARG_FILENAME, &output, N_ ("A CSV file of the table"), N_ ("FILE") },
  { "path", 0, 0, G_OPTION_ARG_FILENAME, &path,
    N_ ("A CSV file of ALF-QLEACE at every rank up to this one"), N_ ("FILE") },
  { "seed", 0, 0, G_OPTION_ARG_STRING, &given.seed, N_ ("Of the random projection (default: 1)"),
    N_ ("SEED") },
  { "no-cache", 0, 0, G_OPTION_ARG_NONE, &given.no_cache, N_ ("Fit anew and do not keep it"),
    NULL },
  { "json", 0, 0, G_OPTION_ARG_NONE, &as_json, N_ ("Write JSON to the standard output"), NULL },
  { NULL },
};

typedef struct
{
  GPtrArray *erasers; /* const RasEraser *, in the order of the registry */
  RasAudit *audit;    /* of those that are maps */
  RasAuditRow edited; /* of the one that edits, on the training split */
  guint rank;
} Result;

static gboolean
find_row (const Result *result, const RasEraser *eraser, RasSplit split, RasAuditRow *row)
{
  if (!eraser->edits)
    return ras_audit_get (result->audit, eraser, split, result->rank, row);
  *row = result->edited;
  return split == RAS_SPLIT_TRAIN;
}

typedef void (*RowFunc) (const RasAuditRow *row, const Result *result, gpointer user_data);

static void
for_each_row (const Result *result, RowFunc func, gpointer user_data)
{
  for (guint i = 0; i < result->erasers->len; i++)
    for (RasSplit split = 0; split < RAS_N_SPLITS; split++)
      {
        RasAuditRow row;

        if (find_row (result, result->erasers->pdata[i], split, &row))
          func (&row, result, user_data);
      }
}

/* --- CSV --- */

static void
append_csv_row (const RasAuditRow *row, const Result *result, gpointer user_data)
{
  ras_audit_append_csv (user_data, row);
}

static char *
make_csv (const Result *result)
{
  GString *text = g_string_new (RAS_AUDIT_CSV_HEADER);

  for_each_row (result, append_csv_row, text);
  return g_string_free (text, FALSE);
}

static char *
make_path_csv (const Result *result)
{
  GString *text = g_string_new ("rank,split,linear_accuracy,quadratic_accuracy,covariance_gap\n");
  const RasEraser *alf = ras_eraser_find ("alf-qleace", NULL);

  for (guint rank = 0; rank <= ras_audit_get_max_rank (result->audit, alf); rank++)
    for (RasSplit split = 0; split < RAS_N_SPLITS; split++)
      {
        RasAuditRow row;

        if (!ras_audit_get (result->audit, alf, split, rank, &row))
          continue;
        g_string_append_printf (text, "%u,%s", rank, ras_split_name (split));
        ras_audit_append_csv_number (text, row.linear_accuracy);
        ras_audit_append_csv_number (text, row.quadratic_accuracy);
        ras_audit_append_csv_number (text, row.covariance_gap);
        g_string_append_c (text, '\n');
      }
  return g_string_free (text, FALSE);
}

/* --- JSON --- */

static void
add_json_row (const RasAuditRow *row, const Result *result, gpointer user_data)
{
  JsonBuilder *builder = user_data;
  gsize n = ras_audit_get_n_images (result->audit, row->split);

  json_builder_begin_object (builder);
  ras_json_add_string (builder, "eraser", row->eraser->name);
  ras_json_add_string (builder, "split", ras_split_name (row->split));
  ras_json_add_count (builder, "images", n);
  ras_json_add_number (builder, "linear_accuracy", row->linear_accuracy);
  ras_json_add_number (builder, "quadratic_accuracy", row->quadratic_accuracy);
  ras_json_add_number (builder, "chance", row->chance);
  ras_json_add_boolean (builder, "linear_at_chance", ras_audit_holds (row, FALSE, n));
  if (!isnan (row->quadratic_accuracy))
    ras_json_add_boolean (builder, "quadratic_at_chance", ras_audit_holds (row, TRUE, n));
  ras_json_add_number (builder, "mean_gap", row->mean_gap);
  ras_json_add_number (builder, "covariance_gap", row->covariance_gap);
  ras_json_add_number (builder, "distortion", row->distortion);
  ras_json_add_number (builder, "psnr_db", row->psnr);
  ras_json_add_number (builder, "ssim", row->ssim);
  ras_json_add_count (builder, "rank", row->rank);
  json_builder_end_object (builder);
}

static gboolean
print_json (RasDataset *dataset, const Result *result, GError **error)
{
  g_autoptr (JsonBuilder) builder = json_builder_new ();

  json_builder_begin_object (builder);
  ras_json_add_dataset (builder, dataset);
  ras_json_add_count (builder, "path_rank", result->rank);
  ras_json_add_boolean (builder, "shrinkage", !given.no_shrinkage);
  json_builder_set_member_name (builder, "rows");
  json_builder_begin_array (builder);
  for_each_row (result, add_json_row, builder);
  json_builder_end_array (builder);
  if (ras_audit_get_remark (result->audit))
    ras_json_add_string (builder, "remark", ras_audit_get_remark (result->audit));
  json_builder_end_object (builder);
  return ras_json_print (builder, error);
}

/* --- Text --- */

/* "53.4 ± 0.2 %", with a star where it does not beat chance. */
static char *
format_accuracy (const RasAuditRow *row, gboolean quadratic, gsize n)
{
  double accuracy = quadratic ? row->quadratic_accuracy : row->linear_accuracy;
  char number[48], share[64];

  if (isnan (accuracy))
    return g_strdup ("–");
  g_snprintf (number, sizeof number, "%.1f ± %.1f", 100 * accuracy,
              100 * sqrt (accuracy * (1 - accuracy) / n));
  ras_put_percent (number, share, sizeof share);
  return g_strconcat (share, ras_audit_holds (row, quadratic, n) ? " *" : "  ", NULL);
}

static char *
format_quantity (double value)
{
  char text[32];

  ras_format_quantity (value, text, sizeof text);
  return g_strdup (text);
}

static void
add_table_row (const RasAuditRow *row, const Result *result, gpointer user_data)
{
  gsize n = ras_audit_get_n_images (result->audit, row->split);
  g_autofree char *linear = format_accuracy (row, FALSE, n);
  g_autofree char *quadratic = format_accuracy (row, TRUE, n);
  g_autofree char *means = format_quantity (row->mean_gap);
  g_autofree char *covariances = format_quantity (row->covariance_gap);
  g_autofree char *distortion = format_quantity (row->distortion);
  g_autofree char *psnr = isinf (row->psnr) ? g_strdup ("∞") : g_strdup_printf ("%.1f", row->psnr);
  g_autofree char *ssim = g_strdup_printf ("%.3f", row->ssim);
  g_autofree char *rank = g_strdup_printf ("%u", row->rank);
  char chance[32];

  ras_format_percent (row->chance, 1, chance, sizeof chance);
  ras_table_add (user_data, _ (row->eraser->title),
                 ras_split_title (row->split), linear, quadratic, chance, means, covariances, distortion, psnr, ssim, rank);
}

static gboolean
print_text (const Result *result, GError **error)
{
  g_autoptr (RasTable) table = ras_table_new ("llrrrrrrrrr");
  g_autoptr (GString) text = g_string_new (NULL);
  g_autofree char *rows = NULL;

  ras_table_add (table, _ ("Eraser"), _ ("Images"), _ ("Linear probe"), _ ("Quadratic probe"),
                 _ ("Chance"), _ ("Mean gap"), _ ("Covariance gap"), _ ("Distortion"), _ ("PSNR"),
                 _ ("SSIM"), _ ("Rank"));
  for_each_row (result, add_table_row, table);
  rows = ras_table_format (table);
  g_string_append_printf (text, "%s\n%s\n", rows,
                          _ ("* no better than chance: within two standard errors of it"));
  if (ras_audit_get_remark (result->audit))
    g_string_append_printf (text, "%s\n", ras_audit_get_remark (result->audit));
  return ras_output_print (text->str, error);
}

/* --- Auditing --- */

static gboolean
write_all (RasDataset *dataset, const Result *result, GError **error)
{
  g_autofree char *csv = make_csv (result);
  g_autofree char *path_csv = path ? make_path_csv (result) : NULL;

  if (output && !ras_output_write_file (output, csv, strlen (csv), error))
    return FALSE;
  if (path && !ras_output_write_file (path, path_csv, strlen (path_csv), error))
    return FALSE;
  return as_json ? print_json (dataset, result, error) : print_text (result, error);
}

/* Those asked for; ALF-QLEACE is fitted, too, where only its path knows the rank. */
static GPtrArray *
choose_fitted (GPtrArray *erasers, gboolean by_rank)
{
  g_autoptr (GPtrArray) fitted = g_ptr_array_copy (erasers, NULL, NULL);

  if (ras_erasers_have_path (fitted) && !by_rank)
    ras_erasers_add_alf (fitted);
  return g_steal_pointer (&fitted);
}

/* The fits of maps: what edits is audited by itself. */
static GPtrArray *
choose_audited (GPtrArray *fits, GPtrArray *erasers)
{
  GPtrArray *audited = g_ptr_array_new ();

  for (guint i = 0; i < erasers->len; i++)
    {
      const RasEraser *eraser = erasers->pdata[i];

      if (!eraser->edits)
        g_ptr_array_add (audited, ras_fits_find (fits, eraser->name));
    }
  return audited;
}

/* Edits all training images, or takes those that are kept, and audits them. */
static gboolean
audit_edited (RasCli *cli, RasDataset *dataset, GPtrArray *fits, const RasFitting *fitting,
              guint iterations, const RasAuditOptions *options, RasAuditRow *row, GError **error)
{
  g_autoptr (RasCache) cache = fitting->no_cache ? NULL : ras_cache_new (NULL, 0);
  RasEditPlan plan = ras_edit_plan_make (dataset, fits, fitting, iterations, cache);
  g_autoptr (RasDataset) edited = ras_edited_dataset_new (&plan, &cli->progress, error);
  gboolean ok = edited && ras_audit_edited (dataset, edited, options, &cli->progress, row, error);

  row->eraser = ras_fit_get_eraser (plan.target);
  return ok;
}

typedef struct
{
  RasCli *cli;
  GPtrArray *erasers;
  RasFitting fitting;
  guint64 most;
  guint iterations;
} Job;

static gboolean
audit (Job *job, RasDataset *dataset, GError **error)
{
  RasCli *cli = job->cli;
  Result result = { job->erasers };
  RasAuditOptions options = { !given.no_shrinkage, job->most, 0, !no_quadratic };
  g_autoptr (GPtrArray) fits = ras_cli_fit (cli, dataset, &job->fitting, NULL, error);
  g_autoptr (GPtrArray) audited = NULL;
  g_autoptr (RasAudit) done = NULL;
  gboolean ok = TRUE;

  if (fits == NULL || !ras_cli_find_rank (fits, &job->fitting, &result.rank, error))
    return FALSE;
  audited = choose_audited (fits, job->erasers);
  options.max_rank = result.rank;
  result.audit = done = ras_audit_new (dataset, audited, &options, &cli->progress, error);
  if (done && ras_erasers_edit (job->erasers))
    ok = audit_edited (cli, dataset, fits, &job->fitting, job->iterations, &options, &result.edited,
                       error);
  ras_progress_bar_hide (cli->bar);
  return done && ok && write_all (dataset, &result, error);
}

/* Those asked for, or all that are maps: editing a whole split takes minutes, so it waits to be asked
 * for. */
static GPtrArray *
choose_erasers (GError **error)
{
  g_autoptr (GPtrArray) erasers = ras_arguments_erasers (given.erasers, error);

  for (guint i = erasers && given.erasers == NULL ? erasers->len : 0; i > 0; i--)
    if (((const RasEraser *) erasers->pdata[i - 1])->edits)
      g_ptr_array_remove_index (erasers, i - 1);
  return g_steal_pointer (&erasers);
}

static gboolean
check (GPtrArray *erasers, GError **error)
{
  if (edit_given.iterations && !ras_erasers_edit (erasers))
    return ras_cli_usage (error, _ ("--iterations is for gradient: name it among the --erasers"));
  if (path && !g_ptr_array_find (erasers, ras_eraser_find ("alf-qleace", NULL), NULL))
    return ras_cli_usage (error, _ ("--path is about ALF-QLEACE: name alf-qleace among the "
                                    "--erasers"));
  return (output == NULL || ras_output_check (output, error))
         && (path == NULL || ras_output_check (path, error));
}

static gboolean
run (RasCli *cli, int argc, char **argv, GError **error)
{
  const char *location = ras_arguments_parse (cli, entries, NULL, &argc, &argv, error);
  Job job = { cli, .fitting = { .by_rank = given.rank != NULL, .no_cache = given.no_cache } };
  g_autoptr (GPtrArray) erasers = NULL;
  g_autoptr (GPtrArray) fitted = NULL;
  g_autoptr (RasDataset) dataset = NULL;

  if (location == NULL
      || !ras_fit_arguments_read (&given, DEFAULT_TARGET, &job.fitting.options, error)
      || !ras_arguments_count ("images", images, 1, G_MAXINT, &job.most, error)
      || !ras_edit_arguments_read (&edit_given, &(gsize) { 0 }, &job.iterations, error)
      || (erasers = choose_erasers (error)) == NULL || !check (erasers, error)
      || (dataset = ras_cli_open (cli, location, error)) == NULL)
    return FALSE;
  fitted = choose_fitted (erasers, job.fitting.by_rank);
  job.erasers = erasers;
  job.fitting.erasers = fitted;
  return audit (&job, dataset, error);
}

const RasCommand ras_command_audit = {
  .name = "audit",
  .arguments = N_ ("DATASET"),
  .summary = N_ ("Tells what is still readable after each eraser, and how much was changed."),
  .details = N_ ("Probes are the Gaussian classifiers with one covariance for all classes (linear) "
                 "and one\nfor each (quadratic), fitted to the training split after erasure. Equal "
                 "scores are ties:\nan image with m of them counts 1/m."),
  .run = run,
};
