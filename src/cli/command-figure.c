#include <glib/gi18n.h>

#include "arguments.h"
#include "command.h"
#include "figure-panels.h"
#include "output.h"

#define DEFAULT_GAIN 4.0 /* as in the window */
#define DEFAULT_TARGET 0.90

static RasFitArguments given;
static RasSubjectArguments subject_given;
static RasEditArguments edit_given;
static RasPictureArguments picture_given;
static char *gain_text, *transport_names;
static gboolean difference, clip, rescale, not_recentred;

static const GOptionEntry entries[] = {
  { "output", 'o', 0, G_OPTION_ARG_FILENAME, &picture_given.output, N_ ("The file: .png, .svg or .pdf"),
    N_ ("FILE") },
  { "split", 's', 0, G_OPTION_ARG_STRING, &subject_given.split,
    N_ ("train or test (default: test if there is one)"), N_ ("SPLIT") },
  { "index", 'i', 0, G_OPTION_ARG_STRING, &subject_given.index,
    N_ ("The image, counted from 0 (default: 0); with --class among those of the class"),
    N_ ("I") },
  { "class", 'c', 0, G_OPTION_ARG_STRING, &subject_given.class_name,
    N_ ("The first image of this class"), N_ ("NAME") },
  { "image", 0, 0, G_OPTION_ARG_FILENAME, &subject_given.image,
    N_ ("A picture of your own: its centre square, scaled"), N_ ("FILE") },
  { "as", 0, 0, G_OPTION_ARG_STRING, &subject_given.as,
    N_ ("The class your picture is to pass for"), N_ ("NAME") },
  { "erasers", 'e', 0, G_OPTION_ARG_STRING, &given.erasers,
    N_ ("Names, separated by commas (default: all)"), N_ ("NAMES") },
  { "rank", 'r', 0, G_OPTION_ARG_STRING, &given.rank,
    N_ ("So many directions are removed by ALF-QLEACE and the random projection"), N_ ("R") },
  { "target", 't', 0, G_OPTION_ARG_STRING, &given.target,
    N_ ("As many as erase this much of the covariance gap (default: 0.9)"), N_ ("FRACTION") },
  { "images", 0, 0, G_OPTION_ARG_STRING, &edit_given.images,
    N_ ("gradient: edit so many images of the class together, all or a number (default: 500)"),
    N_ ("N") },
  { "iterations", 0, 0, G_OPTION_ARG_STRING, &edit_given.iterations,
    N_ ("gradient: at most so many (default: 100)"), N_ ("I") },
  { "transport", 0, 0, G_OPTION_ARG_STRING, &transport_names,
    N_ ("Classes, separated by commas: a panel more as an image of each"), N_ ("NAMES") },
  { "not-recentred", 0, 0, G_OPTION_ARG_NONE, &not_recentred,
    N_ ("Project around black rather than the mean image (darker)"), NULL },
  { "no-shrinkage", 0, 0, G_OPTION_ARG_NONE, &given.no_shrinkage,
    N_ ("QLEACE, gradient: take the covariances as they were measured"), NULL },
  { "seed", 0, 0, G_OPTION_ARG_STRING, &given.seed,
    N_ ("Of the random projection and of gradient's other images (default: 1)"), N_ ("SEED") },
  { "difference", 'd', 0, G_OPTION_ARG_NONE, &difference,
    N_ ("Show what changed, around mid grey"), NULL },
  { "gain", 0, 0, G_OPTION_ARG_STRING, &gain_text,
    N_ ("Magnify the differences (default: 4)"), N_ ("GAIN") },
  { "clip", 0, 0, G_OPTION_ARG_NONE, &clip,
    N_ ("Cut off values below black and above white (the default)"), NULL },
  { "rescale", 0, 0, G_OPTION_ARG_NONE, &rescale,
    N_ ("Show every picture from its smallest to its largest value"), NULL },
  { "scale", 0, 0, G_OPTION_ARG_STRING, &picture_given.scale,
    N_ ("PNG: file pixels per image pixel; SVG, PDF: points"), N_ ("S") },
  RAS_PICTURE_ENTRIES (picture_given),
  { "no-cache", 0, 0, G_OPTION_ARG_NONE, &given.no_cache,
    N_ ("Fit anew and do not keep it"), NULL },
  { NULL },
};

/* What the options say, checked. */
typedef struct
{
  RasFitting fitting;
  RasApplyOptions apply;
  gsize edit_images;
  guint iterations;
  RasDrawingSize size;
  gboolean sized; /* by --width or --dpi */
  double scale;   /* 0: chosen */
  double gain;
} Plan;

static gboolean
read_look (Plan *plan, GError **error)
{
  guint64 scale = 0;

  plan->gain = DEFAULT_GAIN;
  if (!ras_arguments_exclude ("clip", clip ? "" : NULL, "rescale", rescale ? "" : NULL, error)
      || !ras_arguments_count ("scale", picture_given.scale, 1, 1000, &scale, error)
      || !ras_arguments_number ("gain", gain_text, 1e-3, 1e6, &plan->gain, error))
    return FALSE;
  if (gain_text && !difference)
    return ras_cli_usage (error, _ ("--gain magnifies differences; add --difference"));
  plan->scale = scale;
  return TRUE;
}

static gboolean
read_plan (Plan *plan, GError **error)
{
  *plan = (Plan) { .apply = { G_MAXUINT, !not_recentred },
                   .edit_images = RAS_EDIT_DEFAULT_IMAGES };
  return ras_arguments_picture (&picture_given, &plan->size, &plan->sized, error)
         && read_look (plan, error) && ras_subject_arguments_check (&subject_given, error)
         && ras_edit_arguments_read (&edit_given, &plan->edit_images, &plan->iterations, error)
         && ras_fit_arguments_read (&given, DEFAULT_TARGET, &plan->fitting.options, error);
}

/* --- The file --- */

static gboolean
draw_figure (RasCli *cli, const Plan *plan, const RasSubject *subject,
             const RasFigurePanels *panels, GError **error)
{
  const RasFigureFile file = {
    .style = plan->size.style,
    .channels = subject->channels,
    .height = subject->height,
    .width = subject->width,
    .original = subject->values,
    .difference = difference,
    .gain = plan->gain,
    .rescale = rescale,
    .scale = plan->scale,
    .command = cli->command_line,
  };
  guint n;
  const RasFigureFilePanel *looks = ras_figure_panels_get (panels, &n);

  if (plan->sized)
    {
      g_autoptr (RasDrawing) drawing = ras_figure_file_to_drawing (&file, looks, n);

      return ras_drawing_write (drawing, &plan->size, cli->command_line, picture_given.output,
                                error);
    }
  return ras_figure_file_write (&file, looks, n, picture_given.output, error);
}

/* --- What is shown --- */

/* Without a class those that need one are left out, unless they were asked for. */
static GPtrArray *
choose_erasers (const RasSubject *subject, GError **error)
{
  g_autoptr (GPtrArray) erasers = ras_arguments_erasers (given.erasers, error);

  for (guint i = erasers ? erasers->len : 0; subject->label < 0 && i > 0; i--)
    {
      const RasEraser *eraser = g_ptr_array_index (erasers, i - 1);

      if (eraser->needs_label && given.erasers)
        {
          ras_cli_usage (error, _ ("%s needs to know a class: add --as and the one your picture "
                                   "is to pass for"), eraser->name);
          return NULL;
        }
      if (eraser->needs_label)
        g_ptr_array_remove_index (erasers, i - 1);
    }
  return g_steal_pointer (&erasers);
}

/* The labels of --transport's classes: guint. */
static GArray *
list_transports (RasDataset *dataset, const RasSubject *subject, GError **error)
{
  g_autoptr (GArray) labels = g_array_new (FALSE, FALSE, sizeof (guint));
  g_auto (GStrv) names = g_strsplit (transport_names ? transport_names : "", ",", -1);
  g_autoptr (GError) wrong = NULL;

  if (names[0] && subject->label < 0)
    {
      ras_cli_usage (error, _ ("--transport needs to know which class it starts from: add --as and "
                               "the one your picture is to pass for"));
      return NULL;
    }
  for (guint i = 0; names[i]; i++)
    {
      int label;

      if (!ras_subject_find_class (dataset, g_strstrip (names[i]), &label, &wrong))
        {
          ras_cli_usage (error, "--transport: %s", wrong->message);
          return NULL;
        }
      g_array_append_val (labels, label);
    }
  return g_steal_pointer (&labels);
}

static gboolean
add_panels (RasCli *cli, RasFigurePanels *panels, GPtrArray *fits, GPtrArray *shown,
            GArray *transports, GError **error)
{
  for (guint i = 0; i < shown->len; i++)
    {
      const RasEraser *eraser = g_ptr_array_index (shown, i);
      g_autoptr (GError) wrong = NULL;

      if (ras_figure_panels_add (panels, ras_fits_find (fits, eraser->name), &wrong))
        continue;
      /* A class of one image has nothing to be edited together with; the other panels have. */
      if (given.erasers || !eraser->edits || wrong->domain != RAS_ERASURE_ERROR)
        {
          g_propagate_error (error, g_steal_pointer (&wrong));
          return FALSE;
        }
      ras_cli_leave_out (cli, eraser, wrong);
    }
  for (guint i = 0; i < transports->len; i++)
    if (!ras_figure_panels_add_transport (panels, ras_fits_find (fits, "qleace"),
                                          g_array_index (transports, guint, i), error))
      return FALSE;
  return TRUE;
}

static gboolean
make_panels (RasCli *cli, const Plan *plan, RasDataset *dataset, const RasSubject *subject,
             GPtrArray *fits, GPtrArray *shown, GArray *transports, GError **error)
{
  g_autoptr (RasCache) cache = given.no_cache ? NULL : ras_cache_new (NULL, 0);
  RasFigureSource source
      = { .subject = subject,
          .apply = plan->apply,
          .edit = ras_edit_plan_make (dataset, fits, &plan->fitting, plan->iterations, cache),
          .edit_images = plan->edit_images,
          .progress = cli->progress };
  g_autoptr (RasFigurePanels) panels = ras_figure_panels_new (&source);
  gboolean there = add_panels (cli, panels, fits, shown, transports, error);

  ras_progress_bar_hide (cli->bar);
  return there && draw_figure (cli, plan, subject, panels, error);
}

/* What has to be fitted for all that is shown. */
static GPtrArray *
list_fitted (GPtrArray *shown, const GArray *transports)
{
  GPtrArray *fitted = g_ptr_array_copy (shown, NULL, NULL);
  const RasEraser *qleace = ras_eraser_find ("qleace", NULL);

  if (!given.rank && ras_erasers_have_path (fitted))
    ras_erasers_add_alf (fitted);
  if (transports->len > 0 && !g_ptr_array_find (fitted, qleace, NULL))
    g_ptr_array_add (fitted, (gpointer) qleace);
  return fitted;
}

static gboolean
make_figure (RasCli *cli, Plan *plan, RasDataset *dataset, const RasSubject *subject,
             GError **error)
{
  g_autoptr (GArray) transports = list_transports (dataset, subject, error);
  g_autoptr (GPtrArray) shown = transports ? choose_erasers (subject, error) : NULL;
  g_autoptr (GPtrArray) fitted = shown ? list_fitted (shown, transports) : NULL;
  g_autoptr (GPtrArray) fits = NULL;

  if (fitted == NULL)
    return FALSE;
  plan->fitting.erasers = fitted;
  plan->fitting.no_cache = given.no_cache;
  plan->fitting.by_rank = given.rank != NULL;
  fits = ras_cli_fit (cli, dataset, &plan->fitting, NULL, error);
  return fits && ras_cli_find_rank (fits, &plan->fitting, &plan->apply.rank, error)
         && make_panels (cli, plan, dataset, subject, fits, shown, transports, error);
}

static gboolean
run (RasCli *cli, int argc, char **argv, GError **error)
{
  const char *location = ras_arguments_parse (cli, entries, NULL, &argc, &argv, error);
  g_autoptr (GPtrArray) known = NULL;
  g_autoptr (RasDataset) dataset = NULL;
  g_autoptr (RasSubject) subject = NULL;
  Plan plan;

  /* A misspelt name is noticed before the data set is read. */
  if (location == NULL || !read_plan (&plan, error)
      || (known = ras_arguments_erasers (given.erasers, error)) == NULL
      || !ras_output_check (picture_given.output, error)
      || (dataset = ras_cli_open (cli, location, error)) == NULL
      || (subject = ras_subject_new (dataset, &subject_given, error)) == NULL)
    return FALSE;
  return make_figure (cli, &plan, dataset, subject, error);
}

const RasCommand ras_command_figure = {
  .name = "figure",
  .arguments = N_ ("DATASET -o FILE"),
  .summary = N_ ("Draws one image as every eraser leaves it, side by side."),
  .details = N_ ("Without a choice it is the first test image, or the first image of a set without "
                 "a test split.\nThe random projection removes as many directions as ALF-QLEACE. "
                 "gradient edits the image\ntogether with others of its class from the training split, "
                 "chosen at random. The file names the\ncommand that made it."),
  .run = run,
};
