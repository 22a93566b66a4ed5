#include "moments.h"

#include "linalg.h"
#include "memory.h"
#include "packed.h"
#include "parallel.h"

#include <cblas.h>
#include <glib/gi18n.h>
#include <string.h>

/* Images of one class a block. A byte minus 128 is at most 128 in size, so a sum of 1024
 * products is at most 2^24: every partial sum is an integer that single precision holds
 * exactly, and the fast single-precision product loses nothing. */
#define BLOCK 1024
#define OFFSET 128

/* Scatter sums up to here fit into 32 bits; larger classes take 64. */
#define NARROW_LIMIT (((gsize) 1 << 31) / (OFFSET * OFFSET) - 1)

#define ROWS_PER_TASK 32

struct _RasMoments
{
  gsize d, n;
  guint k;
  gsize *counts;       /* k */
  gint64 *sums;        /* k × d: Σ (b − 128) */
  gboolean wide;       /* which of the two below is used */
  gint32 **narrow;     /* k packed lower triangles of Σ (b − 128)(b − 128)ᵀ, */
  gint64 **broad;      /* row i at i (i + 1) / 2 */
  double *mean;        /* d, in [0, 1] */
  double *class_means; /* k × d */
};

guint64
ras_moments_memory (gsize d, guint k, gsize n, gboolean peak)
{
  guint64 item = n > NARROW_LIMIT ? sizeof (gint64) : sizeof (gint32);
  guint64 kept = (guint64) ras_packed (d) * k * item + (guint64) k * d * 2 * sizeof (double);

  return peak ? kept + (guint64) d * (d + BLOCK) * sizeof (float) : kept;
}

static gboolean
allocate (RasMoments *moments, GError **error)
{
  gsize size = ras_packed (moments->d), item = moments->wide ? sizeof (gint64) : sizeof (gint32);

  moments->counts = g_new0 (gsize, moments->k);
  moments->sums = g_new0 (gint64, moments->k * moments->d);
  moments->mean = g_new0 (double, moments->d);
  moments->class_means = g_new0 (double, moments->k * moments->d);
  moments->narrow = g_new0 (gint32 *, moments->k);
  moments->broad = g_new0 (gint64 *, moments->k);
  for (guint z = 0; z < moments->k; z++)
    {
      gpointer block = ras_alloc_big (size, item, _ ("the class covariances"), error);

      if (block == NULL)
        return FALSE;
      if (moments->wide)
        moments->broad[z] = block;
      else
        moments->narrow[z] = block;
    }
  return TRUE;
}

/* One block of at most BLOCK images of one class. */
typedef struct
{
  RasMoments *moments;
  RasDataset *dataset;
  RasSplit split;
  guint label;
  const guint32 *indices; /* of the block's images */
  gsize m;
  float *x;       /* m × d: pixels − 128 */
  float *product; /* d × d, lower triangle */
} Block;

static void
gather_image (gsize row, gpointer user_data)
{
  Block *block = user_data;
  gsize d = block->moments->d;
  const guint8 *bytes = ras_dataset_get_image (block->dataset, block->split, block->indices[row]);
  float *x = block->x + row * d;

  for (gsize i = 0; i < d; i++)
    x[i] = (float) ((int) bytes[i] - OFFSET);
}

static void
add_sums (Block *block)
{
  gsize d = block->moments->d;
  gint64 *sums = block->moments->sums + block->label * d;
  g_autofree gint32 *part = g_new0 (gint32, d);

  for (gsize row = 0; row < block->m; row++)
    {
      const guint8 *bytes
          = ras_dataset_get_image (block->dataset, block->split, block->indices[row]);

      for (gsize i = 0; i < d; i++)
        part[i] += (int) bytes[i] - OFFSET;
    }
  for (gsize i = 0; i < d; i++)
    sums[i] += part[i];
}

static void
add_rows (gsize task, gpointer user_data)
{
  Block *block = user_data;
  RasMoments *moments = block->moments;
  gsize d = moments->d, end = MIN ((task + 1) * ROWS_PER_TASK, d);

  for (gsize i = task * ROWS_PER_TASK; i < end; i++)
    {
      const float *row = block->product + i * d;

      if (moments->wide)
        for (gsize j = 0; j <= i; j++)
          moments->broad[block->label][ras_packed (i) + j] += (gint64) row[j];
      else
        {
          gint32 *sums = moments->narrow[block->label] + ras_packed (i);

          for (gsize j = 0; j <= i; j++)
            sums[j] += (gint32) row[j];
        }
    }
}

static void
add_block (Block *block)
{
  gsize d = block->moments->d;

  ras_parallel_for (block->m, gather_image, block);
  add_sums (block);
  /* S ← Xᵀ X */
  cblas_ssyrk (CblasRowMajor, CblasLower, CblasTrans, d, block->m, 1, block->x, d, 0,
               block->product, d);
  ras_parallel_for ((d + ROWS_PER_TASK - 1) / ROWS_PER_TASK, add_rows, block);
}

static void
compute_means (RasMoments *moments)
{
  for (gsize i = 0; i < moments->d; i++)
    {
      gint64 total = 0;

      for (guint z = 0; z < moments->k; z++)
        {
          gint64 sum = moments->sums[z * moments->d + i];

          total += sum;
          if (moments->counts[z])
            moments->class_means[z * moments->d + i]
                = ((double) sum / moments->counts[z] + OFFSET) / 255;
        }
      moments->mean[i] = ((double) total / moments->n + OFFSET) / 255;
    }
}

/* Image indices grouped by class: class z's begin at starts[z]. */
static guint32 *
group_by_class (RasMoments *moments, RasDataset *dataset, RasSplit split, gsize *starts)
{
  guint32 *indices = g_new (guint32, moments->n);
  g_autofree gsize *next = g_new (gsize, moments->k);

  starts[0] = 0;
  for (guint z = 0; z < moments->k; z++)
    {
      moments->counts[z] = ras_dataset_get_class_count (dataset, split, z);
      next[z] = starts[z];
      starts[z + 1] = starts[z] + moments->counts[z];
    }
  for (gsize i = 0; i < moments->n; i++)
    indices[next[ras_dataset_get_label (dataset, split, i)]++] = i;
  return indices;
}

static gboolean
accumulate (RasMoments *moments, RasDataset *dataset, RasSplit split, const RasProgress *progress,
            GError **error)
{
  g_autofree gsize *starts = g_new (gsize, moments->k + 1);
  g_autofree guint32 *indices = group_by_class (moments, dataset, split, starts);
  RAS_BIG float *x = ras_alloc_big (BLOCK * moments->d, sizeof *x, _ ("a block of images"), error);
  RAS_BIG float *product = NULL;

  if (x != NULL)
    product = ras_alloc_big (moments->d * moments->d, sizeof *product, _ ("a scatter matrix"),
                             error);
  if (product == NULL)
    return FALSE;
  for (guint z = 0; z < moments->k; z++)
    for (gsize start = starts[z]; start < starts[z + 1]; start += BLOCK)
      {
        Block block = { moments, dataset, split, z, indices + start,
                        MIN (BLOCK, starts[z + 1] - start), x, product };

        if (!ras_progress_step (progress, _ ("Measuring means and covariances"),
                                (double) start / moments->n, error))
          return FALSE;
        add_block (&block);
      }
  return TRUE;
}

RasMoments *
ras_moments_new (RasDataset *dataset, RasSplit split, const RasProgress *progress, GError **error)
{
  g_autoptr (RasMoments) moments = g_atomic_rc_box_new0 (RasMoments);

  moments->d = ras_dataset_get_dimension (dataset);
  moments->n = ras_dataset_get_n_images (dataset, split);
  moments->k = ras_dataset_get_n_classes (dataset);
  moments->wide = moments->n > NARROW_LIMIT;
  if (!allocate (moments, error) || !accumulate (moments, dataset, split, progress, error))
    return NULL;
  compute_means (moments);
  return g_steal_pointer (&moments);
}

RasMoments *
ras_moments_ref (RasMoments *moments)
{
  return g_atomic_rc_box_acquire (moments);
}

static void
clear (gpointer data)
{
  RasMoments *moments = data;

  for (guint z = 0; z < moments->k; z++)
    {
      ras_free_big (moments->narrow ? moments->narrow[z] : NULL);
      ras_free_big (moments->broad ? moments->broad[z] : NULL);
    }
  g_free (moments->narrow);
  g_free (moments->broad);
  g_free (moments->counts);
  g_free (moments->sums);
  g_free (moments->mean);
  g_free (moments->class_means);
}

void
ras_moments_unref (RasMoments *moments)
{
  g_atomic_rc_box_release_full (moments, clear);
}

gsize
ras_moments_get_dimension (const RasMoments *moments)
{
  return moments->d;
}

guint
ras_moments_get_n_classes (const RasMoments *moments)
{
  return moments->k;
}

gsize
ras_moments_get_n_images (const RasMoments *moments)
{
  return moments->n;
}

gsize
ras_moments_get_class_count (const RasMoments *moments, guint label)
{
  return moments->counts[label];
}

const double *
ras_moments_get_mean (const RasMoments *moments)
{
  return moments->mean;
}

const double *
ras_moments_get_class_mean (const RasMoments *moments, guint label)
{
  return moments->class_means + label * moments->d;
}

static gint64
scatter (const RasMoments *moments, guint label, gsize at)
{
  return moments->wide ? moments->broad[label][at] : moments->narrow[label][at];
}

/* (n S_ij − t_i t_j) / (n (n − 1) 255²): the numerator is exact. */
void
ras_moments_class_covariance_row (const RasMoments *moments, guint label, gsize i, double *row)
{
  gint64 n = moments->counts[label];
  const gint64 *sums = moments->sums + label * moments->d;
  double scale = n > 1 ? 1 / ((double) n * (double) (n - 1) * (255.0 * 255.0)) : 0;
  gsize at = ras_packed (i);

  if (moments->wide)
    for (gsize j = 0; j <= i; j++)
      row[j] = (double) (n * moments->broad[label][at + j] - sums[i] * sums[j]) * scale;
  else
    for (gsize j = 0; j <= i; j++)
      row[j] = (double) (n * moments->narrow[label][at + j] - sums[i] * sums[j]) * scale;
}

typedef struct
{
  const RasMoments *moments;
  guint label;
  const gint64 *totals; /* d: sums over all classes */
  double *out;
} Expansion;

static void
expand_class_rows (gsize task, gpointer user_data)
{
  Expansion *expansion = user_data;
  gsize d = expansion->moments->d, end = MIN ((task + 1) * ROWS_PER_TASK, d);

  for (gsize i = task * ROWS_PER_TASK; i < end; i++)
    ras_moments_class_covariance_row (expansion->moments, expansion->label, i,
                                      expansion->out + i * d);
}

void
ras_moments_class_covariance (const RasMoments *moments, guint label, double *out)
{
  Expansion expansion = { moments, label, NULL, out };

  ras_parallel_for ((moments->d + ROWS_PER_TASK - 1) / ROWS_PER_TASK, expand_class_rows,
                    &expansion);
  ras_symmetrize (out, moments->d);
}

static void
expand_total_rows (gsize task, gpointer user_data)
{
  Expansion *expansion = user_data;
  const RasMoments *moments = expansion->moments;
  gsize d = moments->d, end = MIN ((task + 1) * ROWS_PER_TASK, d);
  gint64 n = moments->n;
  double scale = n > 1 ? 1 / ((double) n * (double) (n - 1) * (255.0 * 255.0)) : 0;

  for (gsize i = task * ROWS_PER_TASK; i < end; i++)
    for (gsize j = 0; j <= i; j++)
      {
        gint64 sum = 0;

        for (guint z = 0; z < moments->k; z++)
          sum += scatter (moments, z, ras_packed (i) + j);
        expansion->out[i * d + j]
            = (double) (n * sum - expansion->totals[i] * expansion->totals[j]) * scale;
      }
}

void
ras_moments_total_covariance (const RasMoments *moments, double *out)
{
  gsize d = moments->d;
  g_autofree gint64 *totals = g_new0 (gint64, d);
  Expansion expansion = { moments, 0, totals, out };

  for (guint z = 0; z < moments->k; z++)
    for (gsize i = 0; i < d; i++)
      totals[i] += moments->sums[z * d + i];
  ras_parallel_for ((d + ROWS_PER_TASK - 1) / ROWS_PER_TASK, expand_total_rows, &expansion);
  ras_symmetrize (out, d);
}

typedef struct
{
  double *covariance;
  gsize d;
  double scale;
  double *squares; /* d: of a row */
} Shrinking;

static void
square_row (gsize i, gpointer user_data)
{
  Shrinking *shrinking = user_data;
  const double *row = shrinking->covariance + i * shrinking->d;

  shrinking->squares[i] = ras_dot (row, row, shrinking->d);
}

static void
scale_row (gsize i, gpointer user_data)
{
  Shrinking *shrinking = user_data;
  double *row = shrinking->covariance + i * shrinking->d;

  for (gsize j = 0; j < shrinking->d; j++)
    row[j] *= shrinking->scale;
}

double
ras_moments_shrink (double *covariance, gsize d, gsize n_images)
{
  g_autofree double *squares = g_new (double, d);
  Shrinking shrinking = { covariance, d, 1, squares };
  /* The formula is for the maximum-likelihood covariance, divisor n. */
  double to_n = (n_images - 1.0) / n_images;
  double trace = 0, square = 0, spread, alpha;

  ras_parallel_for (d, square_row, &shrinking);
  for (gsize i = 0; i < d; i++)
    {
      trace += covariance[i * d + i];
      square += squares[i];
    }
  /* With Σ₀ = (tr S / d) I the formula's products reduce to ‖Σ₀‖² = tr S Σ₀ = (tr S)² / d,
   * and α to 1 − ((tr S)² / n) / (‖S‖² − (tr S)² / d). */
  spread = square - trace * trace / d;
  alpha = trace > 0 && spread > 0 ? 1 - trace * trace / n_images / spread : trace > 0 ? 0 : 1;
  alpha = CLAMP (alpha, 0, 1);
  shrinking.scale = alpha * to_n;
  ras_parallel_for (d, scale_row, &shrinking);
  for (gsize i = 0; i < d; i++)
    covariance[i * d + i] += (1 - alpha) * to_n * trace / d;
  return alpha;
}
