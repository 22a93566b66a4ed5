#include "reduce.h"
#include "dataset-builder.h"
#include "memory.h"
#include "parallel.h"

#include <glib/gi18n.h>
#include <string.h>

enum
{
  /* Images between two looks at progress and cancellation, and those a thread takes at once. */
  ROUND = 4096,
  BATCH = 64,
};

/* What a row or column of the reduced image covers: of `from` pixels that are made `to` long, pixel
 * i covers [i · to, (i + 1) · to) in units of which a reduced one has `from`. All is whole. */
typedef struct
{
  gsize from, to;
} Scale;

typedef struct
{
  RasDataset *dataset;
  RasSplit split;
  Scale rows, columns;
  gsize channels;
  gsize first, last; /* images of this round */
  guint8 *out;       /* of the split */
} Job;

/* How much of pixel i belongs to reduced pixel o. */
static gsize
overlap (const Scale *scale, gsize i, gsize o)
{
  gsize start = MAX (i * scale->to, o * scale->from);
  gsize end = MIN ((i + 1) * scale->to, (o + 1) * scale->from);

  return end - start;
}

/* The pixels that reduced pixel o covers, in part at least. */
static void
covered (const Scale *scale, gsize o, gsize *first, gsize *end)
{
  *first = o * scale->from / scale->to;
  *end = ((o + 1) * scale->from + scale->to - 1) / scale->to;
}

/* sums[x] ← how much of column x lies within a reduced row. */
static void
sum_rows (const Job *job, const guint8 *plane, gsize row, guint64 *sums)
{
  gsize width = job->columns.from, top, bottom;

  covered (&job->rows, row, &top, &bottom);
  memset (sums, 0, width * sizeof *sums);
  for (gsize y = top; y < bottom; y++)
    {
      const guint8 *line = plane + y * width;
      guint64 weight = overlap (&job->rows, y, row);

      for (gsize x = 0; x < width; x++)
        sums[x] += weight * line[x];
    }
}

static guint8
mean_of_columns (const Job *job, const guint64 *sums, gsize column)
{
  guint64 area = (guint64) job->rows.from * job->columns.from, sum = 0;
  gsize left, right;

  covered (&job->columns, column, &left, &right);
  for (gsize x = left; x < right; x++)
    sum += overlap (&job->columns, x, column) * sums[x];
  return (sum + area / 2) / area;
}

static void
reduce_batch (gsize batch, gpointer user_data)
{
  const Job *job = user_data;
  gsize plane = job->rows.from * job->columns.from;
  gsize first = job->first + batch * BATCH, last = MIN (job->last, first + BATCH);
  guint8 *out = job->out + first * job->channels * job->rows.to * job->columns.to;
  g_autofree guint64 *sums = g_new (guint64, job->columns.from);

  for (gsize i = first; i < last; i++)
    {
      const guint8 *image = ras_dataset_get_image (job->dataset, job->split, i);

      for (gsize c = 0; c < job->channels; c++)
        for (gsize y = 0; y < job->rows.to; y++)
          {
            sum_rows (job, image + c * plane, y, sums);
            for (gsize x = 0; x < job->columns.to; x++)
              *out++ = mean_of_columns (job, sums, x);
          }
    }
}

static gboolean
reduce_split (Job *job, RasSplit split, RasDatasetParts *parts, const RasProgress *progress,
              GError **error)
{
  gsize n = ras_dataset_get_n_images (job->dataset, split);
  gsize d = job->channels * job->rows.to * job->columns.to;

  if (n == 0)
    return TRUE;
  job->split = split;
  job->out = ras_dataset_alloc_pixels (parts->location, n, d, error);
  if (job->out == NULL)
    return FALSE;
  parts->pixels[split] = ras_dataset_take_pixels (job->out, n * d);
  parts->labels[split] = ras_dataset_ref_labels (job->dataset, split);
  for (job->first = 0; job->first < n; job->first = job->last)
    {
      if (!ras_progress_step (progress, _ ("Reducing images"), (double) job->first / n, error))
        return FALSE;
      job->last = MIN (n, job->first + ROUND);
      ras_parallel_for ((job->last - job->first + BATCH - 1) / BATCH, reduce_batch, job);
    }
  return TRUE;
}

static gboolean
check_side (RasDataset *dataset, guint side, guint longer, GError **error)
{
  const char *location = ras_dataset_get_location (dataset);

  if (side < RAS_REDUCE_LEAST_SIDE)
    return ras_dataset_refuse (error, RAS_DATASET_ERROR_UNSUITABLE,
                               _ ("%s cannot be reduced to a side of %u: choose %d pixels or more"),
                               location, side, RAS_REDUCE_LEAST_SIDE);
  if (side > longer)
    return ras_dataset_refuse (error, RAS_DATASET_ERROR_UNSUITABLE,
                               _ ("%s has images of %u × %u, which cannot be reduced to a side of "
                                  "%u: choose a smaller side"),
                               location, ras_dataset_get_height (dataset),
                               ras_dataset_get_width (dataset), side);
  return TRUE;
}

RasDataset *
ras_dataset_reduce (RasDataset *dataset, const char *location, guint side,
                    const RasProgress *progress, GError **error)
{
  gsize height = ras_dataset_get_height (dataset), width = ras_dataset_get_width (dataset);
  gsize longer = MAX (height, width);
  g_autofree char *title = NULL;
  g_auto (RasDatasetParts) parts = ras_dataset_parts_like (dataset);
  Job job = { .dataset = dataset };

  if (!check_side (dataset, side, longer, error))
    return NULL;
  if (side == longer)
    return ras_dataset_ref (dataset);
  job.channels = parts.channels;
  parts.location = location;
  parts.height = MAX (1, (height * side + longer / 2) / longer);
  parts.width = MAX (1, (width * side + longer / 2) / longer);
  parts.title = title = g_strdup_printf (_ ("%s, reduced to %u × %u"),
                                         ras_dataset_get_title (dataset), parts.height,
                                         parts.width);
  job.rows = (Scale) { height, parts.height };
  job.columns = (Scale) { width, parts.width };
  for (int split = 0; split < RAS_N_SPLITS; split++)
    if (!reduce_split (&job, split, &parts, progress, error))
      return NULL;
  return ras_dataset_new (&parts, error);
}
