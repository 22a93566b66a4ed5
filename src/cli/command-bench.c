#include <glib/gi18n.h>
#include <string.h>

#include "arguments.h"
#include "bench-learn.h"
#include "bench-move.h"
#include "command.h"
#include "editing.h"
#include "output.h"
#include "table.h"

static gboolean quick, as_json;

static const GOptionEntry entries[] = {
  { "quick", 'q', 0, G_OPTION_ARG_NONE, &quick, N_ ("Leave out QLEACE and the path to 99 %"),
    NULL },
  { "json", 0, 0, G_OPTION_ARG_NONE, &as_json, N_ ("Write JSON"), NULL },
  { NULL },
};

/* The figures to reach are for a set of this size. */
#define GOAL_IMAGES 50000
#define GOAL_DIMENSION 3072

/* Enough to be measured; images are edited far longer. */
#define EDIT_ITERATIONS 4

typedef enum
{
  UNIT_SECONDS,
  UNIT_MILLISECONDS,
  UNIT_BYTES,
  UNIT_NONE,
} Unit;

typedef struct
{
  const char *name; /* in JSON, with its unit */
  const char *title;
  Unit unit;
  double goal;      /* 0: none is set for this */
  double value;     /* negative: not measured */
} Measure;

enum
{
  OPENING,
  MOMENTS_AND_LEACE,
  ALF_90,
  ALF_99,
  QLEACE,
  QLEACE_RESIDUAL,
  PEAK_MEMORY,
  EVALUATION,
  SLIDER_MOVE,
  N_MEASURES
};

static const Measure measures_template[N_MEASURES] = {
  [OPENING] = { "open_seconds", N_ ("Opening the data set"), UNIT_SECONDS, 0, -1 },
  [MOMENTS_AND_LEACE]
  = { "moments_and_leace_seconds", N_ ("Moments and LEACE"), UNIT_SECONDS, 4, -1 },
  [ALF_90] = { "alf_90_seconds", N_ ("ALF path to 90 %, on top"), UNIT_SECONDS, 4, -1 },
  [ALF_99] = { "alf_99_seconds", N_ ("ALF path to 99 %, on top"), UNIT_SECONDS, 40, -1 },
  [QLEACE] = { "qleace_seconds", N_ ("QLEACE, on top"), UNIT_SECONDS, 60, -1 },
  [QLEACE_RESIDUAL]
  = { "qleace_residual", N_ ("QLEACE, how far covariances differ after"), UNIT_NONE, 1e-8, -1 },
  [PEAK_MEMORY] = { "peak_memory_bytes", N_ ("Peak memory of all fits"), UNIT_BYTES, 2.5e9, -1 },
  [EVALUATION] = { "gradient_evaluation_seconds", N_ ("Gradient-based, an evaluation of a class"),
                   UNIT_SECONDS, 0.84, -1 },
  [SLIDER_MOVE] = { "slider_move_milliseconds", N_ ("A move of the rank slider, redrawn"),
                    UNIT_MILLISECONDS, 4, -1 },
};

typedef struct
{
  Measure measures[N_MEASURES];
  RasFit *alf;         /* while it grows */
  gint64 alf_start;
} Bench;

/* --- Measuring --- */

static void
ready_cb (RasFit *fit, gpointer user_data)
{
  Bench *bench = user_data;

  /* ALF-QLEACE is ready as soon as its fit begins. */
  if (g_strcmp0 (ras_fit_get_eraser (fit)->name, "alf-qleace") == 0)
    {
      bench->alf = fit;
      bench->alf_start = g_get_monotonic_time ();
    }
}

static void
progress_cb (const RasEraser *eraser, gpointer user_data)
{
  Bench *bench = user_data;
  double *seconds = &bench->measures[ALF_90].value;

  if (bench->alf && *seconds < 0 && ras_fit_get_rank_for_target (bench->alf, 0.90) >= 0)
    *seconds = (g_get_monotonic_time () - bench->alf_start) / 1e6;
}

static void
take_fits (Bench *bench, GPtrArray *fits, const RasFitSummary *summary)
{
  RasFit *leace = ras_fits_find (fits, "leace"), *qleace = ras_fits_find (fits, "qleace");
  RasFit *alf = ras_fits_find (fits, "alf-qleace");
  Measure *measures = bench->measures;

  measures[MOMENTS_AND_LEACE].value
      = summary->moments_seconds + ras_fit_get_report (leace)->seconds;
  measures[quick ? ALF_90 : ALF_99].value = ras_fit_get_report (alf)->seconds;
  /* A short path may get to both with its last step. */
  if (measures[ALF_90].value < 0)
    measures[ALF_90].value = ras_fit_get_report (alf)->seconds;
  if (qleace)
    {
      measures[QLEACE].value = ras_fit_get_report (qleace)->seconds;
      measures[QLEACE_RESIDUAL].value = ras_fit_get_report (qleace)->residual;
    }
  measures[PEAK_MEMORY].value = summary->peak_memory;
}

/* Loss and gradient of all images of the first class that has any to be edited. */
static gboolean
measure_evaluation (RasCli *cli, RasDataset *dataset, GPtrArray *fits, const RasFitting *fitting,
                    double *seconds, GError **error)
{
  RasEditPlan plan = ras_edit_plan_make (dataset, fits, fitting, EDIT_ITERATIONS, NULL);
  RasEditedReport report;
  g_autoptr (GBytes) images = NULL;
  guint z = 0;

  while (ras_dataset_get_class_count (dataset, RAS_SPLIT_TRAIN, z) < 2)
    if (++z == ras_dataset_get_n_classes (dataset))
      return TRUE;
  images = ras_edited_class (&plan, z, ras_dataset_get_class_count (dataset, RAS_SPLIT_TRAIN, z),
                             &cli->progress, &report, error);
  ras_progress_bar_hide (cli->bar);
  if (images)
    *seconds = report.edit.seconds / report.edit.last.evaluation;
  return images != NULL;
}

/* The figures to reach are set for one size; a slider move for any of a known size. */
static void
choose_goals (Bench *bench, RasDataset *dataset)
{
  gsize d = ras_dataset_get_dimension (dataset);
  gboolean same = d == GOAL_DIMENSION
                  && ras_dataset_get_n_images (dataset, RAS_SPLIT_TRAIN) == GOAL_IMAGES;

  for (guint i = 0; !same && i < N_MEASURES; i++)
    if (i != SLIDER_MOVE && i != QLEACE_RESIDUAL)
      bench->measures[i].goal = 0;
  if (d > GOAL_DIMENSION)
    bench->measures[SLIDER_MOVE].goal = 16;
}

static gboolean
measure (RasCli *cli, RasDataset *dataset, Bench *bench, GError **error)
{
  g_autoptr (GPtrArray) erasers
      = ras_erasers_parse (quick ? "leace,alf-qleace,gradient" : "leace,alf-qleace,qleace,gradient",
                           NULL);
  RasFitting fitting = { .erasers = erasers, .options = RAS_FIT_OPTIONS_DEFAULT, .no_cache = TRUE,
                         .progress = progress_cb, .ready = ready_cb, .user_data = bench };
  RasFitSummary summary;
  g_autoptr (GPtrArray) fits = NULL;

  if (quick)
    fitting.options.target = 0.90;
  fits = ras_cli_fit (cli, dataset, &fitting, &summary, error);
  if (fits == NULL)
    return FALSE;
  if (!measure_evaluation (cli, dataset, fits, &fitting, &bench->measures[EVALUATION].value, error))
    return FALSE;
  take_fits (bench, fits, &summary);
  choose_goals (bench, dataset);
  bench->measures[SLIDER_MOVE].value
      = ras_bench_measure_move (dataset, ras_fits_find (fits, "alf-qleace"));
  return TRUE;
}

/* --- Reporting --- */

static gboolean
print_json (RasDataset *dataset, const Measure *measures, GError **error)
{
  g_autoptr (JsonBuilder) builder = json_builder_new ();

  json_builder_begin_object (builder);
  ras_json_add_dataset (builder, dataset);
  json_builder_set_member_name (builder, "measures");
  json_builder_begin_array (builder);
  for (guint i = 0; i < N_MEASURES; i++)
    if (measures[i].value >= 0)
      {
        json_builder_begin_object (builder);
        ras_json_add_string (builder, "name", measures[i].name);
        ras_json_add_number (builder, "value", measures[i].value);
        if (measures[i].goal > 0)
          ras_json_add_number (builder, "goal", measures[i].goal);
        json_builder_end_object (builder);
      }
  json_builder_end_array (builder);
  json_builder_end_object (builder);
  return ras_json_print (builder, error);
}

static char *
format_value (Unit unit, double value)
{
  switch (unit)
    {
    case UNIT_SECONDS:
      return g_strdup_printf ("%.2f s", value);
    case UNIT_MILLISECONDS:
      return g_strdup_printf ("%.2f ms", value);
    case UNIT_BYTES:
      return g_format_size (value);
    default:
      return g_strdup_printf ("%.1e", value);
    }
}

static gboolean
print_text (RasDataset *dataset, const Measure *measures, GError **error)
{
  g_autoptr (RasTable) table = ras_table_new ("lrr");
  g_autofree char *rows = NULL;
  g_autofree char *text = NULL;

  ras_table_add (table, _ ("Work"), _ ("Measured"), _ ("To reach"));
  for (guint i = 0; i < N_MEASURES; i++)
    {
      g_autofree char *value = format_value (measures[i].unit, measures[i].value);
      g_autofree char *goal = format_value (measures[i].unit, measures[i].goal);

      if (measures[i].value >= 0)
        ras_table_add (table, _ (measures[i].title), value, measures[i].goal > 0 ? goal : NULL);
    }
  rows = ras_table_format (table);
  text = g_strdup_printf ("%s: %zu × %zu\n\n%s", ras_dataset_get_title (dataset),
                          ras_dataset_get_n_images (dataset, RAS_SPLIT_TRAIN),
                          ras_dataset_get_dimension (dataset), rows);
  return ras_output_print (text, error);
}

static gboolean
bench_fits (RasCli *cli, int argc, char **argv, GError **error)
{
  const char *location = ras_arguments_parse (cli, entries, "drawn", &argc, &argv, error);
  g_autoptr (RasDataset) dataset = NULL;
  gint64 start = g_get_monotonic_time ();
  Bench bench = { .alf = NULL };

  if (location == NULL || (dataset = ras_cli_open (cli, location, error)) == NULL)
    return FALSE;
  for (guint i = 0; i < N_MEASURES; i++)
    bench.measures[i] = measures_template[i];
  bench.measures[OPENING].value = (g_get_monotonic_time () - start) / 1e6;
  if (!measure (cli, dataset, &bench, error))
    return FALSE;
  return as_json ? print_json (dataset, bench.measures, error)
                 : print_text (dataset, bench.measures, error);
}

static const char *const *
list_words (void)
{
  static const char *const words[] = { "learn", NULL };

  return words;
}

static gboolean
run (RasCli *cli, int argc, char **argv, GError **error)
{
  /* A data set of that name is “./learn”. */
  if (argc > 1 && strcmp (argv[1], "learn") == 0)
    return ras_bench_learn (cli, argc - 1, argv + 1, error);
  return bench_fits (cli, argc, argv, error);
}

const RasCommand ras_command_bench = {
  .name = "bench",
  .arguments = N_ ("[DATASET]"),
  .summary = N_ ("Measures how fast the work is on this machine."),
  .details = N_ ("Nothing is taken from the cache. The figures to reach are for 50 000 images of "
                 "3 × 32 × 32 on\ntwo cores; for other sets there are none. “rasura-cli bench learn” "
                 "measures learning."),
  .words = list_words,
  .run = run,
};
