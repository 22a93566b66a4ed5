#include "common.h"

#include "dataset-builder.h"
#include "random.h"

#include <math.h>
#include <string.h>

/* The items of a small .npy file made for these tests (format version 1). */
static gpointer
load_items (const char *name)
{
  g_autofree char *path = g_test_build_filename (G_TEST_DIST, "reference", name, NULL);
  g_autofree char *text = NULL;
  gsize length = 0, start;
  g_autoptr (GError) error = NULL;

  g_file_get_contents (path, &text, &length, &error);
  g_assert_no_error (error);
  start = 10 + (guint8) text[8] + 256 * (guint8) text[9];
  g_assert_cmpuint (start, <, length);
  return g_memdup2 (text + start, length - start);
}

RasDataset *
test_dataset_new (guint channels, guint side, gsize n, guint k, guint8 *pixels, guint16 *labels)
{
  RasDatasetParts parts = { "made by a test", "test", "test", channels, side, side, NULL, k };
  g_autoptr (GError) error = NULL;
  RasDataset *dataset;

  parts.pixels[RAS_SPLIT_TRAIN] = g_bytes_new_take (pixels, n * channels * side * side);
  parts.labels[RAS_SPLIT_TRAIN] = g_bytes_new_take (labels, n * sizeof *labels);
  dataset = ras_dataset_new (&parts, &error);
  g_assert_no_error (error);
  g_bytes_unref (parts.pixels[RAS_SPLIT_TRAIN]);
  g_bytes_unref (parts.labels[RAS_SPLIT_TRAIN]);
  return dataset;
}

RasDataset *
test_reference_dataset (void)
{
  guint8 *pixels = load_items ("small.npy");
  g_autofree guint8 *bytes = load_items ("small.labels.npy");
  guint16 *labels = g_new (guint16, 2000);

  for (gsize i = 0; i < 2000; i++)
    labels[i] = bytes[i];
  return test_dataset_new (3, 6, 2000, 4, pixels, labels);
}

double *
test_reference_answer (int which)
{
  g_autofree double *all = load_items ("erased.npy");

  return g_memdup2 (all + (gsize) which * N_ANSWERED * 108, N_ANSWERED * 108 * sizeof (double));
}

double *
test_reference_path (void)
{
  return load_items ("path.npy");
}

double *
test_reference_shrunk_diagonal (void)
{
  return load_items ("shrunk-class0-diagonal.npy");
}

/* Pixel = 128 + class pattern + a few shared waves of class-dependent strength + noise. */
static void
draw_random_image (GRand *random, guint z, gsize d, guint8 *out)
{
  double waves[4];

  for (int w = 0; w < 4; w++)
    waves[w] = ras_random_normal (random) * (8 + 6 * ((z + w) % 3));
  for (gsize i = 0; i < d; i++)
    {
      double value = 128 + 12 * sin (0.37 * (i + 1) * (z + 1)) + 6 * ras_random_normal (random);

      for (int w = 0; w < 4; w++)
        value += waves[w] * cos (0.11 * (w + 1) * i + w);
      out[i] = (guint8) CLAMP (lrint (value), 0, 255);
    }
}

RasDataset *
test_random_dataset (guint channels, guint side, const gsize *counts, guint k, guint constant,
                     guint64 seed)
{
  gsize n = 0, d = channels * side * side, at = 0;
  g_autoptr (GRand) random = ras_random_new (seed, RAS_STREAM_DRAWN, 0);
  guint16 *labels;
  guint8 *pixels;

  for (guint z = 0; z < k; z++)
    n += counts[z];
  labels = g_new (guint16, n);
  pixels = g_new (guint8, n * d);
  for (guint z = 0; z < k; z++)
    for (gsize i = 0; i < counts[z]; i++)
      labels[at++] = z;
  for (gsize i = n - 1; i > 0; i--)
    {
      gsize j = g_rand_int_range (random, 0, i + 1);
      guint16 swap = labels[i];

      labels[i] = labels[j];
      labels[j] = swap;
    }
  for (gsize i = 0; i < n; i++)
    {
      draw_random_image (random, labels[i], d, pixels + i * d);
      memset (pixels + i * d + d - constant, 200, constant);
    }
  return test_dataset_new (channels, side, n, k, pixels, labels);
}

double *
test_pixels (RasDataset *dataset, gsize n)
{
  gsize d = ras_dataset_get_dimension (dataset);
  double *x = g_new (double, n * d);

  for (gsize i = 0; i < n; i++)
    for (gsize j = 0; j < d; j++)
      x[i * d + j] = ras_dataset_get_image (dataset, RAS_SPLIT_TRAIN, i)[j] / 255.0;
  return x;
}

guint16 *
test_labels (RasDataset *dataset, gsize n)
{
  guint16 *labels = g_new (guint16, n);

  for (gsize i = 0; i < n; i++)
    labels[i] = ras_dataset_get_label (dataset, RAS_SPLIT_TRAIN, i);
  return labels;
}

RasFit *
test_fit (RasDataset *dataset, const char *name, const RasFitOptions *options)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (RasMoments) moments = ras_moments_new (dataset, RAS_SPLIT_TRAIN, NULL, &error);
  g_autoptr (RasFit) leace = NULL;
  const RasEraser *eraser = ras_eraser_find (name, &error);
  RasFitContext context = { .moments = moments,
                            .options = options ? *options : RAS_FIT_OPTIONS_DEFAULT };
  RasFit *fit;

  g_assert_no_error (error);
  if (eraser->needs_leace)
    context.leace = leace = ras_eraser_find ("leace", NULL)->fit (&context, &error);
  g_assert_no_error (error);
  fit = eraser->fit (&context, &error);
  g_assert_no_error (error);
  return fit;
}

double *
test_apply (RasFit *fit, guint rank, const double *x, const guint16 *labels, gsize n)
{
  RasApplyOptions options = { rank, TRUE };
  double *y = g_new (double, n * ras_fit_get_dimension (fit));

  ras_fit_apply (fit, &options, x, labels, n, y);
  return y;
}

void
test_class_moments (const double *x, const guint16 *labels, gsize n, gsize d, guint label,
                    double *mean, double *covariance)
{
  gsize count = 0;

  memset (mean, 0, d * sizeof *mean);
  memset (covariance, 0, d * d * sizeof *covariance);
  for (gsize i = 0; i < n; i++)
    if (labels[i] == label)
      {
        count++;
        for (gsize j = 0; j < d; j++)
          mean[j] += x[i * d + j];
      }
  for (gsize j = 0; j < d; j++)
    mean[j] /= count;
  for (gsize i = 0; i < n; i++)
    if (labels[i] == label)
      for (gsize a = 0; a < d; a++)
        for (gsize b = 0; b < d; b++)
          covariance[a * d + b]
              += (x[i * d + a] - mean[a]) * (x[i * d + b] - mean[b]) / (count - 1.0);
}

double
test_distance (const double *a, const double *b, gsize n)
{
  double most = 0;

  for (gsize i = 0; i < n; i++)
    most = MAX (most, fabs (a[i] - b[i]));
  return most;
}

double
test_relative (const double *a, const double *b, gsize n)
{
  double off = 0, norm = 0;

  for (gsize i = 0; i < n; i++)
    {
      off += (a[i] - b[i]) * (a[i] - b[i]);
      norm += b[i] * b[i];
    }
  return norm > 0 ? sqrt (off / norm) : sqrt (off);
}

double *
test_product (const double *a, const double *b, gsize m, gsize d, gsize n)
{
  double *c = g_new0 (double, m * n);

  for (gsize i = 0; i < m; i++)
    for (gsize l = 0; l < d; l++)
      for (gsize j = 0; j < n; j++)
        c[i * n + j] += a[i * d + l] * b[l * n + j];
  return c;
}

double *
test_product_transposed (const double *a, const double *b, gsize m, gsize d, gsize n)
{
  double *c = g_new0 (double, m * n);

  for (gsize i = 0; i < m; i++)
    for (gsize j = 0; j < n; j++)
      for (gsize l = 0; l < d; l++)
        c[i * n + j] += a[i * d + l] * b[j * d + l];
  return c;
}

static void
remove_projection (const double *from, double *v, gsize d)
{
  double along = 0;

  for (gsize i = 0; i < d; i++)
    along += from[i] * v[i];
  for (gsize i = 0; i < d; i++)
    v[i] -= along * from[i];
}

/* Gram–Schmidt, every row twice. */
double *
test_random_rotation (gsize d, guint64 seed)
{
  g_autoptr (GRand) random = ras_random_new (seed, RAS_STREAM_DRAWN, 1);
  double *q = g_new (double, d * d);

  ras_random_fill_normal (random, q, d * d);
  for (gsize i = 0; i < d; i++)
    {
      double norm = 0;

      for (gsize pass = 0; pass < 2; pass++)
        for (gsize j = 0; j < i; j++)
          remove_projection (q + j * d, q + i * d, d);
      for (gsize j = 0; j < d; j++)
        norm += q[i * d + j] * q[i * d + j];
      for (gsize j = 0; j < d; j++)
        q[i * d + j] /= sqrt (norm);
    }
  return q;
}

double *
test_random_symmetric (gsize d, const double *w, guint64 seed)
{
  g_autofree double *q = test_random_rotation (d, seed);
  double *a = g_new0 (double, d * d);

  for (gsize l = 0; l < d; l++)
    for (gsize i = 0; i < d; i++)
      for (gsize j = 0; j < d; j++)
        a[i * d + j] += w[l] * q[l * d + i] * q[l * d + j];
  return a;
}

double
test_orthonormality (const double *rows, gsize m, gsize d)
{
  g_autofree double *gram = test_product_transposed (rows, rows, m, d, m);
  double most = 0;

  for (gsize i = 0; i < m; i++)
    for (gsize j = 0; j < m; j++)
      most = MAX (most, fabs (gram[i * m + j] - (i == j)));
  return most;
}

TestCase
test_case_make (RasDataset *dataset, const char *eraser, const RasFitOptions *options)
{
  TestCase c = { .dataset = dataset };

  c.fit = test_fit (dataset, eraser, options);
  c.n = ras_dataset_get_n_images (dataset, RAS_SPLIT_TRAIN);
  c.d = ras_dataset_get_dimension (dataset);
  c.k = ras_dataset_get_n_classes (dataset);
  c.x = test_pixels (dataset, c.n);
  c.labels = test_labels (dataset, c.n);
  c.y = test_apply (c.fit, 0, c.x, c.labels, c.n);
  return c;
}

void
test_case_clear (TestCase *c)
{
  ras_dataset_unref (c->dataset);
  ras_fit_unref (c->fit);
  g_free (c->x);
  g_free (c->y);
  g_free (c->labels);
}
