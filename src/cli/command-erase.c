#include <glib/gi18n.h>
#include <glib/gstdio.h>
#include <string.h>

#include "arguments.h"
#include "atomic-file.h"
#include "command.h"
#include "editing.h"
#include "memory.h"
#include "npy.h"
#include "output.h"

/* Images are erased in blocks of about this many bytes (in double precision), so that memory
 * stays small; there must still be enough of each class in one for QLEACE, which multiplies
 * those of a class at once. */
#define BLOCK_BYTES (G_GUINT64_CONSTANT (128) << 20)
#define SMALLEST_BLOCK 256
#define LARGEST_BLOCK 4000

static RasFitArguments given;
static RasEditArguments edit_given;
static char *eraser_name, *split_text, *limit_text, *output;
static gboolean not_recentred;

static const GOptionEntry entries[] = {
  { "eraser", 'e', 0, G_OPTION_ARG_STRING, &eraser_name, N_ ("The eraser"), N_ ("NAME") },
  { "output", 'o', 0, G_OPTION_ARG_FILENAME, &output,
    N_ ("Where to, ending in .npy; the labels go beside it"), N_ ("OUT.npy") },
  { "rank", 'r', 0, G_OPTION_ARG_STRING, &given.rank,
    N_ ("ALF-QLEACE, random projection: remove so many directions"), N_ ("R") },
  { "target", 't', 0, G_OPTION_ARG_STRING, &given.target,
    N_ ("As many as ALF-QLEACE needs to erase this much of the covariance gap (default: 0.99)"),
    N_ ("FRACTION") },
  { "split", 's', 0, G_OPTION_ARG_STRING, &split_text, N_ ("train (the default) or test"),
    N_ ("SPLIT") },
  { "limit", 'n', 0, G_OPTION_ARG_STRING, &limit_text, N_ ("Only the first N images"), N_ ("N") },
  { "iterations", 0, 0, G_OPTION_ARG_STRING, &edit_given.iterations,
    N_ ("gradient: at most so many for each class (default: 100)"), N_ ("I") },
  { "no-shrinkage", 0, 0, G_OPTION_ARG_NONE, &given.no_shrinkage,
    N_ ("QLEACE, gradient: take the covariances as they were measured"), NULL },
  { "not-recentred", 0, 0, G_OPTION_ARG_NONE, &not_recentred,
    N_ ("Project around black rather than the mean image (darker)"), NULL },
  { "seed", 0, 0, G_OPTION_ARG_STRING, &given.seed, N_ ("Of the random projection (default: 1)"),
    N_ ("SEED") },
  { "no-cache", 0, 0, G_OPTION_ARG_NONE, &given.no_cache,
    N_ ("Fit anew and do not keep it"), NULL },
  { NULL },
};

/* The two files being written, and which images go into them. */
typedef struct
{
  RasCli *cli;
  RasDataset *dataset;
  RasSplit split;
  gsize n; /* images */
  RasFitting fitting;
  RasApplyOptions apply;
  guint iterations; /* of an eraser that edits */
  char *labels_path;
  RasAtomicFile *images, *labels;
} Job;

static void
job_clear (Job *job)
{
  g_clear_pointer (&job->images, ras_atomic_file_abort);
  g_clear_pointer (&job->labels, ras_atomic_file_abort);
  g_clear_pointer (&job->fitting.erasers, g_ptr_array_unref);
  g_clear_pointer (&job->dataset, ras_dataset_unref);
  g_free (job->labels_path);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Job, job_clear)

static gboolean
read_options (Job *job, guint64 *limit, GError **error)
{
  job->split = RAS_SPLIT_TRAIN;
  job->apply = (RasApplyOptions) { G_MAXUINT, !not_recentred };
  job->fitting.no_cache = given.no_cache;
  job->fitting.by_rank = given.rank != NULL;
  if (eraser_name == NULL)
    return ras_cli_usage (error, _ ("which eraser? Add --eraser and its name"));
  if (output == NULL)
    return ras_cli_usage (error, _ ("where to? Add -o and the name of an npy file"));
  if (!g_str_has_suffix (output, ".npy") || g_str_has_suffix (output, ".labels.npy"))
    return ras_cli_usage (error, _ ("%s: the images go into a file that ends in .npy, and the "
                                    "labels beside it into one that ends in .labels.npy"), output);
  if (strchr (eraser_name, ','))
    return ras_cli_usage (error, _ ("--eraser takes one name, not “%s”"), eraser_name);
  job->fitting.erasers = ras_arguments_erasers (eraser_name, error);
  if (job->fitting.erasers && edit_given.iterations && !ras_erasers_edit (job->fitting.erasers))
    return ras_cli_usage (error, _ ("--iterations is for --eraser gradient; “%s” has none"),
                          eraser_name);
  return job->fitting.erasers
         && ras_edit_arguments_read (&edit_given, &(gsize) { 0 }, &job->iterations, error)
         && ras_arguments_split (split_text, &job->split, error)
         && ras_arguments_count ("limit", limit_text, 1, G_MAXINT, limit, error)
         && ras_fit_arguments_read (&given, RAS_FIT_OPTIONS_DEFAULT.target, &job->fitting.options,
                                    error);
}

/* --- The files --- */

static gboolean
write_header (RasAtomicFile *file, const char *type, guint n_dimensions, const gsize *shape,
              GError **error)
{
  g_autoptr (GBytes) header = ras_npy_make_header (type, n_dimensions, shape);

  return ras_atomic_file_write (file, g_bytes_get_data (header, NULL), g_bytes_get_size (header),
                                error);
}

/* Labels and headers are written at once: an unwritable place is noticed before a long fit. */
static gboolean
start_files (Job *job, GError **error)
{
  gsize shape[] = { job->n, ras_dataset_get_channels (job->dataset),
                    ras_dataset_get_height (job->dataset), ras_dataset_get_width (job->dataset) };
  g_autofree gint64 *labels = g_new (gint64, job->n);
  g_autofree char *base = g_strndup (output, strlen (output) - strlen (".npy"));

  for (gsize i = 0; i < job->n; i++)
    labels[i] = GINT64_TO_LE ((gint64) ras_dataset_get_label (job->dataset, job->split, i));
  job->labels_path = g_strconcat (base, ".labels.npy", NULL);
  return ras_output_check (output, error) && ras_output_check (job->labels_path, error)
         && (job->images = ras_atomic_file_new (output, error)) != NULL
         && (job->labels = ras_atomic_file_new (job->labels_path, error)) != NULL
         && write_header (job->images, "<f4", 4, shape, error)
         && write_header (job->labels, "<i8", 1, shape, error)
         && ras_atomic_file_write (job->labels, labels, job->n * sizeof *labels, error);
}

/* Both files or neither. */
static gboolean
finish_files (Job *job, GError **error)
{
  if (!ras_atomic_file_commit (g_steal_pointer (&job->images), error))
    return FALSE;
  if (ras_atomic_file_commit (g_steal_pointer (&job->labels), error))
    return TRUE;
  g_unlink (output);
  return FALSE;
}

/* --- Blocks of images --- */

static void
gather (const Job *job, gsize first, gsize count, double *x, guint16 *labels)
{
  gsize d = ras_dataset_get_dimension (job->dataset);

  for (gsize i = 0; i < count; i++)
    {
      const guint8 *bytes = ras_dataset_get_image (job->dataset, job->split, first + i);

      labels[i] = ras_dataset_get_label (job->dataset, job->split, first + i);
      for (gsize j = 0; j < d; j++)
        x[i * d + j] = bytes[j] / 255.0;
    }
}

static void
put_float (guint8 *out, float value)
{
  guint32 bits;

  memcpy (&bits, &value, sizeof bits);
  bits = GUINT32_TO_LE (bits);
  memcpy (out, &bits, sizeof bits);
}

/* In place: `x` is read as doubles and becomes little-endian floats at its beginning. */
static void
shorten (double *x, gsize length)
{
  for (gsize i = 0; i < length; i++)
    put_float ((guint8 *) x + i * sizeof (float), x[i]);
}

static gboolean
erase_blocks (Job *job, const RasFit *fit, GError **error)
{
  gsize d = ras_dataset_get_dimension (job->dataset);
  gsize block = CLAMP (BLOCK_BYTES / (d * sizeof (double)), SMALLEST_BLOCK, LARGEST_BLOCK);
  RAS_BIG double *x = NULL;
  g_autofree guint16 *labels = NULL;

  block = MIN (block, job->n);
  labels = g_new (guint16, block);
  x = ras_alloc_big (block * d, sizeof *x, _ ("a block of images"), error);
  if (x == NULL)
    return FALSE;
  for (gsize i = 0; i < job->n; i += block)
    {
      gsize count = MIN (block, job->n - i);

      if (!ras_progress_step (&job->cli->progress, _ ("Erasing images"), (double) i / job->n,
                              error))
        return FALSE;
      gather (job, i, count, x, labels);
      ras_fit_apply (fit, &job->apply, x, labels, count, x);
      shorten (x, count * d);
      if (!ras_atomic_file_write (job->images, x, count * d * sizeof (float), error))
        return FALSE;
    }
  return TRUE;
}

/* Images that are edited instead: image by image from where their classes are kept. */
static gboolean
edit_images (Job *job, GPtrArray *fits, GError **error)
{
  gsize d = ras_dataset_get_dimension (job->dataset);
  g_autoptr (RasCache) cache = given.no_cache ? NULL : ras_cache_new (NULL, 0);
  RasEditPlan plan
      = ras_edit_plan_make (job->dataset, fits, &job->fitting, job->iterations, cache);
  g_autofree guint8 *row = g_malloc (d * sizeof (float));
  g_autoptr (RasEditedImages) images = NULL;

  plan.split = job->split;
  if ((images = ras_edited_images_new (&plan, job->n, &job->cli->progress, error)) == NULL)
    return FALSE;
  for (gsize i = 0; i < job->n; i++)
    {
      const float *image = ras_edited_images_get (images, i);

      for (gsize j = 0; j < d; j++)
        put_float (row + j * sizeof (float), image[j]);
      if (!ras_progress_step (&job->cli->progress, _ ("Writing images"), (double) i / job->n, error)
          || !ras_atomic_file_write (job->images, row, d * sizeof (float), error))
        return FALSE;
    }
  return TRUE;
}

static gboolean
fit_and_erase (Job *job, GError **error)
{
  const RasEraser *eraser = job->fitting.erasers->pdata[0];
  g_autoptr (GPtrArray) fits = NULL;
  gboolean ok;

  if (eraser->has_path && !given.rank)
    ras_erasers_add_alf (job->fitting.erasers);
  fits = ras_cli_fit (job->cli, job->dataset, &job->fitting, NULL, error);
  if (fits == NULL
      || (eraser->has_path
          && !ras_cli_find_rank (fits, &job->fitting, &job->apply.rank, error)))
    return FALSE;
  ok = eraser->edits ? edit_images (job, fits, error)
                     : erase_blocks (job, ras_fits_find (fits, eraser->name), error);
  ras_progress_bar_hide (job->cli->bar);
  return ok;
}

static gboolean
run (RasCli *cli, int argc, char **argv, GError **error)
{
  const char *location = ras_arguments_parse (cli, entries, NULL, &argc, &argv, error);
  g_auto (Job) job = { .cli = cli };
  guint64 limit = G_MAXINT;

  if (location == NULL || !read_options (&job, &limit, error)
      || (job.dataset = ras_cli_open (cli, location, error)) == NULL)
    return FALSE;
  job.n = MIN (ras_dataset_get_n_images (job.dataset, job.split), limit);
  if (job.n == 0)
    {
      g_set_error (error, RAS_DATASET_ERROR, RAS_DATASET_ERROR_UNSUITABLE,
                   _ ("%s has no images in its %s split; choose the other"),
                   ras_dataset_get_location (job.dataset), ras_split_title (job.split));
      return FALSE;
    }
  return start_files (&job, error) && fit_and_erase (&job, error) && finish_files (&job, error);
}

const RasCommand ras_command_erase = {
  .name = "erase",
  .arguments = N_ ("DATASET --eraser NAME -o OUT.npy"),
  .summary = N_ ("Writes erased images, in the order of the data set."),
  .details = N_ ("Erasers: none, leace, oracle-leace, qleace, alf-qleace, gradient, random. They are "
                 "fitted to the training\nsplit. gradient edits the images of each class together, "
                 "towards the mean and covariance of the\ntraining split: with --limit only those "
                 "that are written. Finished classes are kept; interrupted, the\nsame command goes on "
                 "with the next. OUT.npy gets float32 [n, C, H, W], OUT.labels.npy the labels as\n"
                 "int64: a pair that Rasura opens itself."),
  .run = run,
};
