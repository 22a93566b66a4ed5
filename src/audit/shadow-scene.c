#include "shadow-private.h"

#include "image-sample.h"
#include "linalg.h"
#include "random.h"

#include <glib/gi18n.h>
#include <math.h>
#include <string.h>

/* Images of a class that the second axis is estimated from, and how often the estimate is refined. It
 * need not be exact: the axis only has to tell. */
#define N_ESTIMATE 400
#define N_ROUNDS 24
#define SEED 7
/* Lengths below this share of a typical one are rounding. */
#define TINY 1e-9

void
ras_shadow_read (const RasShadowScene *scene, gsize index, double *x)
{
  const guint8 *bytes = ras_dataset_get_image (scene->dataset, RAS_SPLIT_TRAIN, index);

  for (gsize i = 0; i < scene->d; i++)
    x[i] = bytes[i] / 255.0;
}

/* --- Means --- */

static gboolean
measure_means (RasShadowScene *self, const RasProgress *progress, GError **error)
{
  gsize n = ras_dataset_get_n_images (self->dataset, RAS_SPLIT_TRAIN), d = self->d;
  g_autofree guint64 *sums = g_new0 (guint64, self->k * d);
  g_autofree guint64 *total = g_new0 (guint64, d);

  for (gsize i = 0; i < n; i++)
    {
      const guint8 *bytes = ras_dataset_get_image (self->dataset, RAS_SPLIT_TRAIN, i);
      guint64 *sum = sums + ras_dataset_get_label (self->dataset, RAS_SPLIT_TRAIN, i) * d;

      for (gsize j = 0; j < d; j++)
        sum[j] += bytes[j];
      if (i % 1024 == 0
          && !ras_progress_step (progress, _ ("Measuring the class means"), 0.5 * i / n, error))
        return FALSE;
    }
  for (guint z = 0; z < self->k; z++)
    {
      gsize count = ras_dataset_get_class_count (self->dataset, RAS_SPLIT_TRAIN, z);

      for (gsize j = 0; j < d; j++)
        {
          total[j] += sums[z * d + j];
          self->class_means[z * d + j] = count > 0 ? sums[z * d + j] / (255.0 * count) : 0;
        }
    }
  for (gsize j = 0; j < d; j++)
    self->mean[j] = n > 0 ? total[j] / (255.0 * n) : 0;
  return TRUE;
}

static gboolean
has_images (const RasShadowScene *self, guint z)
{
  return ras_dataset_get_class_count (self->dataset, RAS_SPLIT_TRAIN, z) > 0;
}

static double
square_distance (const double *a, const double *b, gsize d)
{
  double sum = 0;

  for (gsize i = 0; i < d; i++)
    sum += (a[i] - b[i]) * (a[i] - b[i]);
  return sum;
}

/* The class whose mean is farthest from that of `label`; −1: no other has images. */
static int
find_farthest (const RasShadowScene *self, guint label)
{
  double most = -1;
  int farthest = -1;

  for (guint z = 0; z < self->k; z++)
    if (z != label && has_images (self, z))
      {
        double square = square_distance (self->class_means + z * self->d,
                                         self->class_means + label * self->d, self->d);

        if (square > most)
          {
            most = square;
            farthest = z;
          }
      }
  return farthest;
}

static gboolean
choose_classes (RasShadowScene *self, int label, int other, GError **error)
{
  for (guint z = 0; z < self->k && label < 0; z++)
    if (has_images (self, z))
      label = z;
  if (other < 0 && label >= 0)
    other = find_farthest (self, label);
  if (label < 0 || other < 0 || !has_images (self, label) || !has_images (self, other))
    {
      g_set_error_literal (error, RAS_DATASET_ERROR, RAS_DATASET_ERROR_UNSUITABLE,
                           _ ("There are no training images of two classes to compare here."));
      return FALSE;
    }
  self->classes[0] = label;
  self->classes[1] = other;
  return TRUE;
}

/* --- The axes --- */

/* Rows of a class's images less their own mean, each divided by √(m − 1): Σ = Rᵀ R. */
static double *
gather (const RasShadowScene *self, guint i, gsize *m)
{
  gsize d = self->d;
  double *rows, *mean;

  *m = MIN (self->images[i]->len, N_ESTIMATE);
  rows = g_new (double, *m * d);
  mean = g_new0 (double, d);
  for (gsize row = 0; row < *m; row++)
    {
      ras_shadow_read (self, g_array_index (self->images[i], gsize, row), rows + row * d);
      ras_axpy (1.0 / *m, rows + row * d, mean, d);
    }
  for (gsize row = 0; row < *m; row++)
    for (gsize j = 0; j < d; j++)
      rows[row * d + j] = (rows[row * d + j] - mean[j]) / sqrt (MAX (*m, 2) - 1);
  g_free (mean);
  return rows;
}

/* y ← y + sign · Rᵀ R v */
static void
add_product (const double *rows, gsize m, gsize d, const double *v, double sign, double *y)
{
  for (gsize row = 0; row < m; row++)
    ras_axpy (sign * ras_dot (rows + row * d, v, d), rows + row * d, y, d);
}

/* Takes u out of v and makes v a unit vector, or 0 where nothing is left of it. */
static gboolean
normalise (double *v, const double *u, gsize d)
{
  double before = sqrt (ras_dot (v, v, d)), length;

  if (u)
    ras_axpy (-ras_dot (u, v, d), u, v, d);
  length = sqrt (ras_dot (v, v, d));
  if (!(length > TINY * before))
    {
      memset (v, 0, d * sizeof *v);
      return FALSE;
    }
  for (gsize i = 0; i < d; i++)
    v[i] /= length;
  return TRUE;
}

/* v ← the eigenvector of largest |λ| of Σ_a − Σ_b orthogonal to u, by the power method. */
static void
find_difference (double *const rows[2], const gsize m[2], gsize d, const double *u, double *v)
{
  g_autofree double *next = g_new (double, d);
  GRand *random = ras_random_new (SEED, RAS_STREAM_LANCZOS, u != NULL);

  ras_random_fill_normal (random, v, d);
  g_rand_free (random);
  normalise (v, u, d);
  for (guint round = 0; round < N_ROUNDS; round++)
    {
      memset (next, 0, d * sizeof *next);
      add_product (rows[0], m[0], d, v, 1, next);
      add_product (rows[1], m[1], d, v, -1, next);
      if (ras_dot (next, next, d) == 0 || !normalise (next, u, d))
        return;
      memcpy (v, next, d * sizeof *v);
    }
}

static void
find_axes (RasShadowScene *self)
{
  gsize d = self->d, m[2];
  double *rows[2] = { gather (self, 0, &m[0]), gather (self, 1, &m[1]) };
  const double *a = self->class_means + self->classes[0] * d;
  const double *b = self->class_means + self->classes[1] * d;

  memcpy (self->axes[0], a, d * sizeof *a);
  ras_axpy (-1, b, self->axes[0], d);
  if (ras_dot (self->axes[0], self->axes[0], d) > TINY * TINY * d)
    normalise (self->axes[0], NULL, d);
  else
    find_difference (rows, m, d, NULL, self->axes[0]);
  find_difference (rows, m, d, self->axes[0], self->axes[1]);
  g_free (rows[0]);
  g_free (rows[1]);
}

/* --- Shadows --- */

static void
count_in (RasShadowCloud *cloud, gsize n, const double at[2], double sums[5])
{
  if (n < cloud->n_points)
    memcpy (cloud->points + 2 * n, at, 2 * sizeof *at);
  sums[0] += at[0];
  sums[1] += at[1];
  sums[2] += at[0] * at[0];
  sums[3] += at[0] * at[1];
  sums[4] += at[1] * at[1];
}

gboolean
ras_shadow_cast (const RasShadowScene *scene, guint i, double *const v[2], const double centre[2],
                 RasShadowCloud *cloud, const RasProgress *progress, GError **error)
{
  const GArray *images = scene->images[i];
  const double *mean = scene->class_means + scene->classes[i] * scene->d;
  gsize n = images->len, free_n = MAX (n, 2) - 1;
  double sums[5] = { 0 };
  g_autofree double *x = g_new (double, scene->d);

  cloud->n_images = n;
  cloud->n_points = MIN (n, RAS_SHADOW_POINTS);
  cloud->points = g_new (double, 2 * MAX (cloud->n_points, 1));
  for (gsize row = 0; row < n; row++)
    {
      double at[2];

      ras_shadow_read (scene, g_array_index (images, gsize, row), x);
      ras_axpy (-1, mean, x, scene->d);
      at[0] = ras_dot (v[0], x, scene->d);
      at[1] = ras_dot (v[1], x, scene->d);
      count_in (cloud, row, at, sums);
      if (row % 256 == 0
          && !ras_progress_step (progress, _ ("Casting shadows"), (double) row / n, error))
        return FALSE;
    }
  /* About the class mean, so that what is far from 0 loses no digits. */
  for (guint c = 0; c < 3; c++)
    cloud->covariance[c]
        = n > 1 ? (sums[2 + c] - sums[c == 2] * sums[c > 0] / n) / free_n : 0;
  for (guint axis = 0; axis < 2; axis++)
    {
      cloud->mean[axis] = centre[axis] + sums[axis] / n;
      for (gsize p = 0; p < cloud->n_points; p++)
        cloud->points[2 * p + axis] += centre[axis];
    }
  return TRUE;
}

void
ras_shadow_scene_project (const RasShadowScene *self, const double *x, double point[2])
{
  for (guint axis = 0; axis < 2; axis++)
    point[axis] = ras_dot (self->axes[axis], x, self->d)
                  - ras_dot (self->axes[axis], self->mean, self->d);
}

/* --- The scene --- */

RasShadowScene *
ras_shadow_scene_new (RasDataset *dataset, int label, int other, const RasProgress *progress,
                      GError **error)
{
  g_autoptr (RasShadowScene) self = g_new0 (RasShadowScene, 1);

  g_atomic_ref_count_init (&self->references);
  self->dataset = ras_dataset_ref (dataset);
  self->d = ras_dataset_get_dimension (dataset);
  self->k = ras_dataset_get_n_classes (dataset);
  self->class_means = g_new0 (double, self->k * self->d);
  self->mean = g_new0 (double, self->d);
  self->axes[0] = g_new0 (double, self->d);
  self->axes[1] = g_new0 (double, self->d);
  if (!measure_means (self, progress, error) || !choose_classes (self, label, other, error))
    return NULL;
  for (guint i = 0; i < 2; i++)
    self->images[i] = ras_dataset_sample (dataset, RAS_SPLIT_TRAIN, self->classes[i], G_MAXSIZE,
                                          SEED);
  find_axes (self);
  for (guint i = 0; i < 2; i++)
    {
      double centre[2];

      ras_shadow_scene_project (self, self->class_means + self->classes[i] * self->d, centre);
      if (!ras_shadow_cast (self, i, self->axes, centre, &self->clouds[i], progress, error))
        return NULL;
    }
  return g_steal_pointer (&self);
}

RasShadowScene *
ras_shadow_scene_ref (RasShadowScene *self)
{
  g_atomic_ref_count_inc (&self->references);
  return self;
}

void
ras_shadow_scene_unref (RasShadowScene *self)
{
  if (!g_atomic_ref_count_dec (&self->references))
    return;
  for (guint i = 0; i < 2; i++)
    {
      g_free (self->axes[i]);
      g_free (self->clouds[i].points);
      g_clear_pointer (&self->images[i], g_array_unref);
    }
  g_free (self->class_means);
  g_free (self->mean);
  ras_dataset_unref (self->dataset);
  g_free (self);
}

guint
ras_shadow_scene_get_class (const RasShadowScene *self, guint i)
{
  return self->classes[i];
}

const double *
ras_shadow_scene_get_axis (const RasShadowScene *self, guint i)
{
  return self->axes[i];
}

const double *
ras_shadow_scene_get_mean (const RasShadowScene *self)
{
  return self->mean;
}

const RasShadowCloud *
ras_shadow_scene_get_cloud (const RasShadowScene *self, guint i)
{
  return &self->clouds[i];
}
