/* A folder with one folder of pictures per class. */
#include "dataset-builder.h"
#include "folder-scan.h"
#include "image-file.h"
#include "memory.h"
#include "parallel.h"
#include "reader.h"

#include <glib/gi18n.h>
#include <string.h>

#define MOST_NAMED 5 /* pictures left out that a remark names */

typedef struct
{
  const GPtrArray *images; /* of RasFolderImage */
  guint64 *sizes;          /* width and height packed, 0: undecodable */
  guint side;
  gsize dimension;  /* 3 · side² */
  guint8 *pixels;   /* a slot for each image, three planes */
  guint any_colour; /* atomic */
} Job;

static guint64
pack_size (guint width, guint height)
{
  return (guint64) width << 32 | height;
}

static void
probe_one (gsize i, gpointer user_data)
{
  Job *job = user_data;
  const RasFolderImage *image = job->images->pdata[i];
  guint height, width;

  if (ras_image_file_probe (image->path, &height, &width, NULL))
    job->sizes[i] = pack_size (width, height);
}

static void
decode_one (gsize i, gpointer user_data)
{
  Job *job = user_data;
  const RasFolderImage *image = job->images->pdata[i];
  guint8 *slot = job->pixels + i * job->dimension;
  gsize plane = job->dimension / 3;
  guint channels = 3, height, width;
  g_autofree guint8 *planes = NULL;

  if (job->sizes[i] == 0)
    return;
  planes = ras_image_file_load (image->path, job->side, &channels, &height, &width, NULL);
  if (planes == NULL)
    {
      job->sizes[i] = 0;
      return;
    }
  memcpy (slot, planes, job->dimension);
  if (memcmp (slot, slot + plane, plane) != 0 || memcmp (slot, slot + 2 * plane, plane) != 0)
    g_atomic_int_set (&job->any_colour, TRUE);
}

typedef struct
{
  gsize first;
  RasParallelFunc func;
  Job *job;
} Block;

static void
run_block_item (gsize i, gpointer user_data)
{
  Block *block = user_data;

  block->func (block->first + i, block->job);
}

/* A parallel loop over all images in blocks that take about a twentieth of a
 * second, with a progress step between them: icons and photos differ a lot. */
static gboolean
for_each_image (Job *job, RasParallelFunc func, const char *stage, double from, double to,
                const RasProgress *progress, GError **error)
{
  gsize n = job->images->len, length = 8;

  for (gsize first = 0; first < n;)
    {
      Block block = { first, func, job };
      gsize count = MIN (length, n - first);
      gint64 start = g_get_monotonic_time ();

      if (!ras_progress_step (progress, stage, from + (to - from) * first / n, error))
        return FALSE;
      ras_parallel_for (count, run_block_item, &block);
      first += count;
      if (g_get_monotonic_time () - start < 50000)
        length *= 2;
      else
        length = MAX (length / 2, 8);
    }
  return TRUE;
}

static int
compare_keys (gconstpointer a, gconstpointer b)
{
  guint64 x = *(const guint64 *) a, y = *(const guint64 *) b;

  return (x > y) - (x < y);
}

/* The most common of n keys other than 0 (the smallest of equals), or 0. Sorts. */
static guint64
most_common (guint64 *keys, gsize n)
{
  guint64 best = 0;
  gsize best_run = 0, run = 0;

  qsort (keys, n, sizeof *keys, compare_keys);
  for (gsize i = 0; i < n; i++)
    {
      run = i > 0 && keys[i] == keys[i - 1] ? run + 1 : 1;
      if (keys[i] && run > best_run)
        {
          best = keys[i];
          best_run = run;
        }
    }
  return best;
}

/* The most common size if it is square, else the most common shorter side. */
static guint
choose_side (const Job *job)
{
  gsize n = job->images->len;
  g_autofree guint64 *keys = g_memdup2 (job->sizes, n * sizeof *keys);
  guint64 size = most_common (keys, n);

  if (size >> 32 == (guint32) size)
    return (guint32) size;
  for (gsize i = 0; i < n; i++)
    keys[i] = MIN (keys[i] >> 32, (guint32) keys[i]);
  return most_common (keys, n);
}

static void
remark_left_out (const Job *job, GPtrArray *remarks)
{
  g_autoptr (GString) names = g_string_new (NULL);
  guint n = job->images->len, n_left_out = 0;

  for (guint i = 0; i < n; i++)
    if (job->sizes[i] == 0 && n_left_out++ < MOST_NAMED)
      {
        const RasFolderImage *image = job->images->pdata[i];
        g_autofree char *name = g_filename_display_basename (image->path);

        g_string_append_printf (names, "%s%s", names->len ? ", " : "", name);
      }
  if (n_left_out > MOST_NAMED)
    g_string_append (names, " …");
  if (n_left_out > 0)
    g_ptr_array_add (
        remarks, g_strdup_printf (ngettext ("%u of %u images was left out because it cannot be "
                                            "decoded: %s",
                                            "%u of %u images were left out because they cannot be "
                                            "decoded: %s",
                                            n_left_out),
                                  n_left_out, n, names->str));
}

static void
remark_resized (const Job *job, GPtrArray *remarks)
{
  guint n = job->images->len, n_resized = 0;

  for (guint i = 0; i < n; i++)
    n_resized += job->sizes[i] != 0 && job->sizes[i] != pack_size (job->side, job->side);
  if (n_resized > 0)
    g_ptr_array_add (remarks,
                     g_strdup_printf (ngettext ("%u of %u images had another size and was cropped "
                                                "and scaled to %u × %u.",
                                                "%u of %u images had another size and were cropped "
                                                "and scaled to %u × %u.",
                                                n_resized),
                                      n_resized, n, job->side, job->side));
}

/* Closes the gaps that undecodable images left and drops two of three planes
 * when all images are grey: an image never moves to a higher address. */
static RasDataset *
build (Job *job, const RasFolderScan *scan, RasDatasetParts *parts, GError **error)
{
  g_autofree guint16 *labels = g_new (guint16, job->images->len);
  gsize d = job->any_colour ? job->dimension : job->dimension / 3;
  gsize n[RAS_N_SPLITS] = { 0 }, n_all = 0;
  g_autoptr (GBytes) all_pixels = NULL;
  g_autoptr (GBytes) all_labels = NULL;

  for (guint i = 0; i < job->images->len; i++)
    if (job->sizes[i])
      {
        const RasFolderImage *image = job->images->pdata[i];

        memmove (job->pixels + n_all * d, job->pixels + i * job->dimension, d);
        labels[n_all++] = image->label;
        n[image->split]++;
      }
  all_pixels = ras_dataset_take_pixels (g_steal_pointer (&job->pixels), n_all * d);
  all_labels = g_bytes_new_take (g_steal_pointer (&labels), n_all * sizeof (guint16));
  for (gsize split = 0, first = 0; split < RAS_N_SPLITS; first += n[split++])
    {
      parts->pixels[split] = g_bytes_new_from_bytes (all_pixels, first * d, n[split] * d);
      parts->labels[split] = g_bytes_new_from_bytes (all_labels, first * sizeof (guint16),
                                                     n[split] * sizeof (guint16));
    }
  parts->channels = job->any_colour ? 3 : 1;
  parts->height = parts->width = job->side;
  parts->class_names = (const char *const *) scan->class_names;
  remark_left_out (job, scan->remarks);
  remark_resized (job, scan->remarks);
  g_ptr_array_add (scan->remarks, NULL);
  parts->remarks = (const char *const *) scan->remarks->pdata;
  return ras_dataset_new (parts, error);
}

static gboolean
decode_all (Job *job, const char *name, const RasProgress *progress, GError **error)
{
  if (!for_each_image (job, probe_one, _ ("Looking at the pictures"), 0, 0.3, progress, error))
    return FALSE;
  job->side = choose_side (job);
  if (job->side == 0)
    return ras_dataset_refuse (error, RAS_DATASET_ERROR_UNSUITABLE,
                               ngettext ("the %u picture in %s cannot be decoded: save it as PNG "
                                         "or JPEG",
                                         "none of the %u pictures in %s can be decoded: save "
                                         "them as PNG or JPEG",
                                         job->images->len),
                               job->images->len, name);
  job->dimension = (gsize) 3 * job->side * job->side;
  job->pixels = ras_dataset_alloc_pixels (name, job->images->len, job->dimension, error);
  return job->pixels
         && for_each_image (job, decode_one, _ ("Decoding the pictures"), 0.3, 1, progress, error);
}

static gboolean
recognises (const char *location)
{
  return g_file_test (location, G_FILE_TEST_IS_DIR);
}

static RasDataset *
open_folder (const char *location, const RasProgress *progress, GError **error)
{
  g_autoptr (RasFolderScan) scan = ras_folder_scan (location, error);
  g_autofree char *name = g_filename_display_name (location);
  g_autofree char *title = g_filename_display_basename (location);
  g_autofree guint64 *sizes = NULL;
  g_auto (RasDatasetParts) parts = { location, title, ras_reader_folder.name };
  Job job = { 0 };
  RasDataset *dataset = NULL;

  if (scan == NULL)
    return NULL;
  job.images = scan->images;
  job.sizes = sizes = g_new0 (guint64, scan->images->len);
  if (decode_all (&job, name, progress, error))
    dataset = build (&job, scan, &parts, error);
  ras_free_big (job.pixels);
  return dataset;
}

const RasReader ras_reader_folder = { "folder", N_ ("One folder of pictures per class"),
                                      recognises, open_folder };
