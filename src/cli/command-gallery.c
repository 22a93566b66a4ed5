#include <glib/gi18n.h>
#include <string.h>

#include "arguments.h"
#include "command.h"
#include "editing.h"
#include "erase-class.h"
#include "fitting.h"
#include "gallery-file.h"
#include "image-sample.h"
#include "memory.h"
#include "output.h"
#include "picture.h"
#include "subject.h"

#define DEFAULT_TARGET 0.90
#define DEFAULT_CLASSES 4
#define DEFAULT_PER_CLASS 3
#define MAX_PER_CLASS 100

static RasFitArguments given;
static RasEditArguments edit_given;
static RasPictureArguments picture_given;
static char *split_text, *classes_text, *per_class_text, *gallery_seed_text;
static gboolean not_recentred;

static const GOptionEntry entries[] = {
  { "output", 'o', 0, G_OPTION_ARG_FILENAME, &picture_given.output, N_ ("The file: .png, .svg or .pdf"),
    N_ ("FILE") },
  { "classes", 'c', 0, G_OPTION_ARG_STRING, &classes_text,
    N_ ("Names, separated by commas, or all (default: four, spread over them)"), N_ ("NAMES") },
  { "per-class", 'p', 0, G_OPTION_ARG_STRING, &per_class_text,
    N_ ("Images of each class (default: 3)"), N_ ("N") },
  { "gallery-seed", 'g', 0, G_OPTION_ARG_STRING, &gallery_seed_text,
    N_ ("Another number, other images (default: 1)"), N_ ("SEED") },
  { "split", 's', 0, G_OPTION_ARG_STRING, &split_text, N_ ("train or test (default: train)"),
    N_ ("SPLIT") },
  { "erasers", 'e', 0, G_OPTION_ARG_STRING, &given.erasers,
    N_ ("Names, separated by commas (default: all)"), N_ ("NAMES") },
  { "rank", 'r', 0, G_OPTION_ARG_STRING, &given.rank,
    N_ ("So many directions are removed by ALF-QLEACE and the random projection"), N_ ("R") },
  { "target", 't', 0, G_OPTION_ARG_STRING, &given.target,
    N_ ("As many as erase this much of the covariance gap (default: 0.9)"), N_ ("FRACTION") },
  { "images", 0, 0, G_OPTION_ARG_STRING, &edit_given.images,
    N_ ("gradient: edit so many images of the class together, all or a number (default: 500)"), N_ ("N") },
  { "iterations", 0, 0, G_OPTION_ARG_STRING, &edit_given.iterations,
    N_ ("gradient: at most so many (default: 100)"), N_ ("I") },
  { "not-recentred", 0, 0, G_OPTION_ARG_NONE, &not_recentred,
    N_ ("Project around black rather than the mean image (darker)"), NULL },
  { "no-shrinkage", 0, 0, G_OPTION_ARG_NONE, &given.no_shrinkage,
    N_ ("QLEACE, gradient: take the covariances as they were measured"), NULL },
  { "seed", 0, 0, G_OPTION_ARG_STRING, &given.seed,
    N_ ("Of the random projection and of the images edited along (default: 1)"), N_ ("SEED") },
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
  RasClassErasing erasing;
  RasSplit split;
  guint64 per_class, seed, scale; /* scale 0: chosen */
  guint iterations;
  RasDrawingSize size;
  gboolean sized; /* by --width or --dpi */
} Plan;

/* One class of the gallery. */
typedef struct
{
  guint label;
  GArray *indices; /* gsize */
  double *values;  /* of these images */
} Group;

static void
group_clear (gpointer data)
{
  Group *group = data;

  g_array_unref (group->indices);
  g_free (group->values);
}

/* --- What is asked for --- */

static gboolean
read_plan (Plan *plan, GError **error)
{
  *plan = (Plan) { .per_class = DEFAULT_PER_CLASS, .seed = 1,
                   .erasing.n_images = RAS_EDIT_DEFAULT_IMAGES };
  if (!ras_arguments_picture (&picture_given, &plan->size, &plan->sized, error)
      || !ras_arguments_split (split_text, &plan->split, error)
      || !ras_arguments_count ("per-class", per_class_text, 1, MAX_PER_CLASS, &plan->per_class,
                               error)
      || !ras_arguments_count ("gallery-seed", gallery_seed_text, 0, G_MAXINT, &plan->seed, error)
      || !ras_edit_arguments_read (&edit_given, &plan->erasing.n_images, &plan->iterations, error)
      || !ras_arguments_count ("scale", picture_given.scale, 1, 1000, &plan->scale, error)
      || !ras_fit_arguments_read (&given, DEFAULT_TARGET, &plan->fitting.options, error))
    return FALSE;
  plan->erasing.seed = plan->fitting.options.seed;
  plan->erasing.apply.recentred = !not_recentred;
  return TRUE;
}

/* The labels of those that --classes names: guint, in the order of the data set. */
static GArray *
find_classes (RasDataset *dataset, GError **error)
{
  g_auto (GStrv) names = g_strsplit (classes_text, ",", -1);
  g_autoptr (GArray) labels = g_array_new (FALSE, FALSE, sizeof (guint));
  g_autofree gboolean *wanted = g_new0 (gboolean, ras_dataset_get_n_classes (dataset));

  for (guint i = 0; names[i]; i++)
    {
      int label;

      if (!ras_subject_find_class (dataset, g_strstrip (names[i]), &label, error))
        return NULL;
      wanted[label] = TRUE;
    }
  for (guint z = 0; z < ras_dataset_get_n_classes (dataset); z++)
    if (wanted[z])
      g_array_append_val (labels, z);
  return g_steal_pointer (&labels);
}

static GArray *
choose_classes (RasDataset *dataset, RasSplit split, GError **error)
{
  if (classes_text == NULL || *classes_text == '\0')
    return ras_dataset_spread_classes (dataset, split, DEFAULT_CLASSES);
  if (strcmp (classes_text, "all") == 0 && ras_dataset_find_class (dataset, "all") < 0)
    return ras_dataset_spread_classes (dataset, split, G_MAXUINT);
  return find_classes (dataset, error);
}

/* The images, by class: Group. */
static GArray *
choose_images (RasDataset *dataset, const Plan *plan, GError **error)
{
  g_autoptr (GArray) labels = choose_classes (dataset, plan->split, error);
  g_autoptr (GArray) groups = g_array_new (FALSE, TRUE, sizeof (Group));
  gsize d = ras_dataset_get_dimension (dataset);

  g_array_set_clear_func (groups, group_clear);
  for (guint i = 0; labels && i < labels->len; i++)
    {
      Group group = { .label = g_array_index (labels, guint, i) };

      group.indices = ras_dataset_sample (dataset, plan->split, group.label, plan->per_class,
                                          plan->seed);
      group.values = g_new (double, group.indices->len * d);
      for (guint j = 0; j < group.indices->len; j++)
        {
          const guint8 *bytes = ras_dataset_get_image (dataset, plan->split,
                                                       g_array_index (group.indices, gsize, j));

          for (gsize p = 0; p < d; p++)
            group.values[j * d + p] = bytes[p] / 255.0;
        }
      g_array_append_val (groups, group);
      if (group.indices->len == 0)
        {
          g_set_error (error, RAS_DATASET_ERROR, RAS_DATASET_ERROR_NOT_FOUND,
                       _ ("%s has no images of “%s” in its %s split; choose other --classes or the "
                          "other --split"),
                       ras_dataset_get_location (dataset),
                       ras_dataset_get_class_name (dataset, group.label),
                       ras_split_title (plan->split));
          return NULL;
        }
    }
  if (labels && groups->len == 0)
    g_set_error (error, RAS_DATASET_ERROR, RAS_DATASET_ERROR_NOT_FOUND,
                 _ ("%s has no %s split; choose the other --split"),
                 ras_dataset_get_location (dataset), ras_split_title (plan->split));
  return groups->len > 0 ? g_steal_pointer (&groups) : NULL;
}

/* --- Erasing --- */

/* Where the editing is, for the progress bar. */
typedef struct
{
  RasCli *cli;
  const char *eraser, *class_name;
  guint group, n_groups, iterations;
} Editing;

static void
evaluated_cb (const RasEditState *state, gpointer user_data)
{
  const Editing *editing = user_data;
  double done = (double) state->iteration / editing->iterations;
  g_autofree char *stage = NULL;

  if (editing->cli->bar == NULL)
    return;
  stage = g_strdup_printf (_ ("%s: %s, iteration %u of %u"), editing->eraser, editing->class_name,
                           state->iteration, editing->iterations);
  ras_progress_bar_show (stage, (editing->group + MIN (done, 1)) / editing->n_groups,
                         editing->cli->bar);
}

static gboolean
erase_group (RasCli *cli, const Plan *plan, const RasFit *fit, const GArray *groups, guint g,
             double *y, GError **error)
{
  const Group *group = &g_array_index (groups, Group, g);
  RasDataset *dataset = plan->erasing.dataset;
  Editing editing = { cli, _ (ras_fit_get_eraser (fit)->title),
                      ras_dataset_get_class_name (dataset, group->label), g, groups->len,
                      plan->erasing.recipe.iterations };
  const RasEditObserver observer = { .evaluated = evaluated_cb, .user_data = &editing,
                                     .cancellable = cli->cancellable };

  return ras_progress_step (&cli->progress, editing.eraser, (double) g / groups->len, error)
         && ras_erase_class (fit, &plan->erasing, group->label, group->values,
                             group->indices->len, y, &observer, error);
}

static gboolean
fill_column (RasCli *cli, const Plan *plan, const RasFit *fit, const GArray *groups,
             RasGallery *gallery, guint column, GError **error)
{
  RasDataset *dataset = plan->erasing.dataset;
  gsize d = ras_dataset_get_dimension (dataset);

  for (guint g = 0; g < groups->len; g++)
    {
      guint n = g_array_index (groups, Group, g).indices->len;
      g_autofree double *y = g_new (double, n * d);

      if (!erase_group (cli, plan, fit, groups, g, y, error))
        return FALSE;
      for (guint i = 0; i < n; i++)
        {
          cairo_surface_t *picture
              = ras_picture_from_values (y + i * d, ras_dataset_get_channels (dataset),
                                         ras_dataset_get_height (dataset),
                                         ras_dataset_get_width (dataset), RAS_RANGE_CLIP, NULL);

          ras_gallery_set_picture (gallery, ras_gallery_get_first_row (gallery, g) + i, column,
                                   picture);
          cairo_surface_destroy (picture);
        }
    }
  return TRUE;
}

/* --- The file --- */

static RasGallery *
start_gallery (RasDataset *dataset, const GArray *groups, const GPtrArray *shown)
{
  g_autofree RasGalleryColumn *columns = g_new0 (RasGalleryColumn, shown->len);
  g_autofree RasGalleryGroup *rows = g_new0 (RasGalleryGroup, groups->len);

  for (guint c = 0; c < shown->len; c++)
    {
      const RasEraser *eraser = shown->pdata[c];

      columns[c] = (RasGalleryColumn) { eraser->name, _ (eraser->title) };
    }
  for (guint g = 0; g < groups->len; g++)
    {
      const Group *group = &g_array_index (groups, Group, g);

      rows[g] = (RasGalleryGroup) { ras_dataset_get_class_name (dataset, group->label),
                                    group->indices->len };
    }
  return ras_gallery_new (ras_dataset_get_width (dataset), ras_dataset_get_height (dataset),
                          columns, shown->len, rows, groups->len);
}

/* A class of one image has nothing to be edited together with: without a choice of erasers the one
 * that edits is then left out, and the gallery is complete. */
static void
leave_out_edited (RasCli *cli, const Plan *plan, GPtrArray *shown, const GArray *groups)
{
  for (guint g = 0; g < groups->len; g++)
    for (guint c = shown->len; c > 0; c--)
      {
        const RasEraser *eraser = shown->pdata[c - 1];
        const Group *group = &g_array_index (groups, Group, g);
        g_autoptr (GError) wrong = NULL;
        RAS_BIG float *two = NULL;
        gsize n;

        if (!eraser->edits)
          continue;
        two = ras_edit_gather (plan->erasing.dataset, group->label, group->values,
                               group->indices->len, 2, plan->erasing.seed, &n, &wrong);
        if (two)
          continue;
        ras_cli_leave_out (cli, eraser, wrong);
        g_ptr_array_remove_index (shown, c - 1);
      }
}

static gboolean
draw_gallery (RasCli *cli, const Plan *plan, GPtrArray *fits, GPtrArray *shown,
              const GArray *groups, GError **error)
{
  g_autoptr (RasGallery) gallery = start_gallery (plan->erasing.dataset, groups, shown);
  int rank = ras_erasers_have_path (shown) ? (int) plan->erasing.apply.rank : -1;
  g_autofree char *note
      = ras_gallery_make_note (plan->split == RAS_SPLIT_TEST, plan->seed, rank);
  const RasGalleryFile file = { plan->size.style, plan->scale, note, cli->command_line };

  for (guint c = 0; c < shown->len; c++)
    {
      const RasEraser *eraser = shown->pdata[c];

      if (!fill_column (cli, plan, ras_fits_find (fits, eraser->name), groups, gallery, c, error))
        {
          ras_progress_bar_hide (cli->bar);
          return FALSE;
        }
    }
  ras_progress_bar_hide (cli->bar);
  if (plan->sized)
    {
      g_autoptr (RasDrawing) drawing = ras_gallery_to_drawing (g_steal_pointer (&gallery), note);

      return ras_drawing_write (drawing, &plan->size, cli->command_line, picture_given.output,
                                error);
    }
  return ras_gallery_file_write (gallery, &file, picture_given.output, error);
}

static gboolean
make_gallery (RasCli *cli, Plan *plan, RasDataset *dataset, GPtrArray *shown, GError **error)
{
  g_autoptr (GArray) groups = choose_images (dataset, plan, error);
  g_autoptr (GPtrArray) fitted = NULL;
  g_autoptr (GPtrArray) fits = NULL;

  if (groups == NULL)
    return FALSE;
  plan->erasing.dataset = dataset;
  if (given.erasers == NULL)
    leave_out_edited (cli, plan, shown, groups);
  plan->erasing.recipe = ras_edit_recipe (ras_dataset_get_height (dataset),
                                          ras_dataset_get_width (dataset));
  plan->erasing.recipe.iterations = plan->iterations;
  fitted = g_ptr_array_copy (shown, NULL, NULL);
  if (!given.rank && ras_erasers_have_path (fitted))
    ras_erasers_add_alf (fitted);
  plan->fitting.erasers = fitted;
  plan->fitting.no_cache = given.no_cache;
  plan->fitting.by_rank = given.rank != NULL;
  fits = ras_cli_fit (cli, dataset, &plan->fitting, NULL, error);
  return fits
         && ras_cli_find_rank (fits, &plan->fitting, &plan->erasing.apply.rank, error)
         && draw_gallery (cli, plan, fits, shown, groups, error);
}

static gboolean
run (RasCli *cli, int argc, char **argv, GError **error)
{
  const char *location = ras_arguments_parse (cli, entries, NULL, &argc, &argv, error);
  g_autoptr (GPtrArray) shown = NULL;
  g_autoptr (RasDataset) dataset = NULL;
  Plan plan;

  if (location == NULL || !read_plan (&plan, error) || (shown = ras_arguments_erasers (given.erasers, error)) == NULL
      || !ras_output_check (picture_given.output, error)
      || (dataset = ras_cli_open (cli, location, error)) == NULL)
    return FALSE;
  return make_gallery (cli, &plan, dataset, shown, error);
}

const RasCommand ras_command_gallery = {
  .name = "gallery",
  .arguments = N_ ("DATASET -o FILE"),
  .summary = N_ ("Draws random images of several classes, a column an eraser."),
  .details = N_ ("Nothing is picked: the images are drawn by chance, and another --gallery-seed "
                 "shows others.\nThe gradient-based eraser edits those of a class together with "
                 "others of the training split.\nThe file names the command that made it."),
  .run = run,
};
