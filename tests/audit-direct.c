#include "audit-direct.h"

#include "common.h"
#include "dataset-builder.h"
#include "fit-private.h"
#include "linalg.h"
#include "ssim.h"

#include <math.h>
#include <string.h>

#define TIE 1e-6

RasDataset *
direct_dataset (guint channels, guint side, const gsize *train_counts, const gsize *test_counts,
                guint k, guint constant)
{
  RasDatasetParts parts = { "made by a test", "test", "test", channels, side, side, NULL, k };
  const gsize *counts[] = { train_counts, test_counts };
  g_autoptr (GError) error = NULL;
  RasDataset *both;

  for (RasSplit split = 0; split < RAS_N_SPLITS && counts[split]; split++)
    {
      g_autoptr (RasDataset) one
          = test_random_dataset (channels, side, counts[split], k, constant, 90 + split);
      gsize n = ras_dataset_get_n_images (one, RAS_SPLIT_TRAIN);
      guint16 *labels = test_labels (one, n);

      parts.pixels[split] = g_bytes_new (ras_dataset_get_image (one, RAS_SPLIT_TRAIN, 0),
                                         n * channels * side * side);
      parts.labels[split] = g_bytes_new_take (labels, n * sizeof *labels);
    }
  both = ras_dataset_new (&parts, &error);
  g_assert_no_error (error);
  ras_dataset_parts_clear (&parts);
  return both;
}

typedef struct
{
  gsize n, d;
  guint k;
  guint16 *labels;
  double *x, *y; /* n × d: before, after */
} Images;

static Images
erase_all (RasDataset *dataset, RasFit *fit, RasSplit split, guint rank)
{
  Images images = { ras_dataset_get_n_images (dataset, split), ras_dataset_get_dimension (dataset),
                    ras_dataset_get_n_classes (dataset) };

  images.labels = g_new (guint16, images.n);
  images.x = g_new (double, images.n * images.d);
  for (gsize i = 0; i < images.n; i++)
    {
      images.labels[i] = ras_dataset_get_label (dataset, split, i);
      for (gsize j = 0; j < images.d; j++)
        images.x[i * images.d + j] = ras_dataset_get_image (dataset, split, i)[j] / 255.0;
    }
  images.y = test_apply (fit, rank, images.x, images.labels, images.n);
  return images;
}

static void
images_clear (Images *images)
{
  g_free (images->labels);
  g_free (images->x);
  g_free (images->y);
}

/* Means (k × d) and covariances (k × d × d) of erased images. */
static void
estimate (const Images *images, double *means, double *covariances)
{
  for (guint z = 0; z < images->k; z++)
    test_class_moments (images->y, images->labels, images->n, images->d, z, means + z * images->d,
                        covariances + z * images->d * images->d);
}

/* M Σ_z Mᵀ with the map of class z as a matrix: what becomes of unit vectors. */
static void
carry (RasFit *fit, guint rank, const Images *images, double *means, double *covariances)
{
  gsize d = images->d;
  g_autofree double *map = g_new (double, d * d);

  for (guint z = 0; z < images->k; z++)
    {
      double *covariance = covariances + z * d * d, *mean = means + z * d;
      guint16 label = z;
      gsize count = 0;

      for (gsize i = 0; i < images->n; i++)
        count += images->labels[i] == z;
      test_class_moments (images->x, images->labels, images->n, d, z, mean, covariance);
      ras_moments_shrink (covariance, d, count);
      g_autofree double *centre = test_apply (fit, rank, mean, &label, 1);
      for (gsize j = 0; j < d; j++)
        {
          g_autofree double *x = g_memdup2 (mean, d * sizeof *x);
          g_autofree double *y = NULL;

          x[j] += 1;
          y = test_apply (fit, rank, x, &label, 1);
          for (gsize i = 0; i < d; i++)
            map[i * d + j] = y[i] - centre[i];
        }
      g_autofree double *half = test_product (map, covariance, d, d, d);
      g_autofree double *carried = test_product_transposed (half, map, d, d, d);
      memcpy (covariance, carried, d * d * sizeof *covariance);
      memcpy (mean, centre, d * sizeof *mean);
    }
}

/* Rows that span what the covariances together leave; their number. */
static gsize
find_range (const double *covariances, guint k, gsize d, double *rows)
{
  g_autofree double *w = g_new (double, d);
  gsize first = 0;

  memset (rows, 0, d * d * sizeof *rows);
  for (guint z = 0; z < k; z++)
    ras_axpy (1, covariances + z * d * d, rows, d * d);
  g_assert_true (ras_symmetric_eigen (rows, d, w, NULL));
  while (first < d && w[first] < 1e-10 * w[d - 1])
    first++;
  memmove (rows, rows + first * d, (d - first) * d * sizeof *rows);
  return d - first;
}

/* The share of images that a Gaussian classifier has right; ties count by their share. */
static double
classify (const Images *images, const double *shares, const double *means,
          const double *covariances, gboolean quadratic)
{
  gsize d = images->d;
  g_autofree double *range = g_new (double, d * d);
  gsize m = find_range (covariances, images->k, d, range);
  g_autofree double *scores = g_new0 (double, images->n * images->k);
  double right = 0;

  for (guint z = 0; z < images->k; z++)
    {
      g_autofree double *covariance = g_new0 (double, d * d);
      double half_log = 0;

      if (quadratic)
        memcpy (covariance, covariances + z * d * d, d * d * sizeof *covariance);
      for (guint y = 0; !quadratic && y < images->k; y++)
        ras_axpy (shares[y], covariances + y * d * d, covariance, d * d);
      g_autofree double *half = test_product (range, covariance, m, d, d);
      g_autofree double *inside = test_product_transposed (half, range, m, d, m);
      g_assert_true (ras_cholesky (inside, m, NULL, NULL));
      for (gsize i = 0; i < m; i++)
        half_log += log (inside[i * m + i]);
      for (gsize i = 0; i < images->n; i++)
        {
          g_autofree double *off = g_memdup2 (images->y + i * d, d * sizeof *off);
          g_autofree double *a = NULL;
          g_autofree double *b = NULL;

          ras_axpy (-1, means + z * d, off, d);
          a = test_product_transposed (off, range, 1, d, m);
          b = g_memdup2 (a, m * sizeof *a);
          ras_cholesky_solve (inside, m, b, 1);
          scores[i * images->k + z] = log (shares[z]) - half_log - ras_dot (a, b, m) / 2;
        }
    }
  for (gsize i = 0; i < images->n; i++)
    {
      const double *score = scores + i * images->k;
      double best = score[0];
      guint equal = 0;

      for (guint z = 0; z < images->k; z++)
        best = MAX (best, score[z]);
      for (guint z = 0; z < images->k; z++)
        equal += score[z] >= best - TIE;
      if (score[images->labels[i]] >= best - TIE)
        right += 1.0 / equal;
    }
  return right / images->n;
}

/* max_z ‖Σ_z − average‖_F of erased images. */
static double
gap_of (const Images *images)
{
  gsize size = images->d * images->d;
  g_autofree double *means = g_new (double, images->k * images->d);
  g_autofree double *covariances = g_new (double, images->k * size);
  g_autofree double *average = g_new0 (double, size);
  double most = 0;

  estimate (images, means, covariances);
  for (guint z = 0; z < images->k; z++)
    ras_axpy (1.0 / images->k, covariances + z * size, average, size);
  for (guint z = 0; z < images->k; z++)
    {
      ras_axpy (-1, average, covariances + z * size, size);
      most = MAX (most, sqrt (ras_dot (covariances + z * size, covariances + z * size, size)));
    }
  return most;
}

static double
mean_gap_of (const Images *images, const double *means)
{
  gsize d = images->d;
  g_autofree double *mean = g_new0 (double, d);
  double sum = 0;

  for (gsize i = 0; i < images->n; i++)
    ras_axpy (1.0 / images->n, images->y + i * d, mean, d);
  for (gsize i = 0; i < images->n; i++)
    for (gsize j = 0; j < d; j++)
      {
        double off = means[images->labels[i] * d + j] - mean[j];

        sum += off * off / images->n;
      }
  return sum;
}

static void
compare_images (RasDataset *dataset, const Images *images, RasAuditRow *row)
{
  gsize d = images->d;
  double sum = 0, similarity = 0;

  for (gsize i = 0; i < images->n * d; i++)
    sum += (images->y[i] - images->x[i]) * (images->y[i] - images->x[i]);
  for (gsize i = 0; i < images->n; i++)
    similarity
        += ras_ssim (images->x + i * d, images->y + i * d, ras_dataset_get_channels (dataset),
                     ras_dataset_get_height (dataset), ras_dataset_get_width (dataset));
  row->distortion = sum / images->n;
  row->psnr = 10 * log10 (d / row->distortion);
  row->ssim = similarity / images->n;
}

RasAuditRow
direct_row (RasDataset *dataset, RasFit *fit, RasFit *leace, RasSplit split, guint rank,
            gboolean shrinkage)
{
  Images train = erase_all (dataset, fit, RAS_SPLIT_TRAIN, rank);
  Images images = erase_all (dataset, fit, split, rank);
  Images start = erase_all (dataset, leace, split, 0);
  gsize d = train.d;
  guint k = train.k;
  g_autofree double *shares = g_new0 (double, k);
  g_autofree double *means = g_new (double, k * d);
  g_autofree double *covariances = g_new (double, k * d * d);
  RasAuditRow row = { ras_fit_get_eraser (fit), split };

  for (gsize i = 0; i < train.n; i++)
    shares[train.labels[i]] += 1.0 / train.n;
  if (shrinkage)
    carry (fit, rank, &train, means, covariances);
  else
    estimate (&train, means, covariances);
  row.linear_accuracy = classify (&images, shares, means, covariances, FALSE);
  row.quadratic_accuracy = classify (&images, shares, means, covariances, TRUE);
  estimate (&images, means, covariances);
  row.mean_gap = mean_gap_of (&images, means);
  row.covariance_gap = gap_of (&images) / gap_of (&start);
  compare_images (dataset, &images, &row);
  images_clear (&train);
  images_clear (&images);
  images_clear (&start);
  return row;
}
