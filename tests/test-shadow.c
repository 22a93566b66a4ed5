/* Shadows are compared with those of images that really were erased. */
#include "shadow.h"

#include "common.h"

#include <math.h>
#include <string.h>

#define D 12 /* of the random sets: 3 × 2 × 2 */

static RasShadowScene *
make_scene (RasDataset *dataset, int label, int other)
{
  g_autoptr (GError) error = NULL;
  RasShadowScene *scene = ras_shadow_scene_new (dataset, label, other, NULL, &error);

  g_assert_no_error (error);
  return scene;
}

static RasShadow *
make_shadow (const RasShadowScene *scene, const RasFit *fit, guint rank)
{
  RasApplyOptions options = { rank, TRUE };
  g_autoptr (GError) error = NULL;
  RasShadow *shadow = ras_shadow_new (scene, fit, &options, NULL, NULL, &error);

  g_assert_no_error (error);
  return shadow;
}

static RasDataset *
make_dataset (void)
{
  const gsize counts[] = { 90, 200, 60 };

  return test_random_dataset (3, 2, counts, G_N_ELEMENTS (counts), 0, 3);
}

static RasDataset *
make_tiny (const gsize *counts, guint k)
{
  return test_random_dataset (3, 2, counts, k, 2, 5);
}

/* Mean and covariance of the shadows of `y`, by definition. */
static void
cast_directly (const RasShadowScene *scene, const double *y, const guint16 *labels, gsize n,
               gsize d, guint label, double mean[2], double covariance[3])
{
  g_autofree double *points = g_new (double, 2 * n);
  double full[4];

  for (gsize i = 0; i < n; i++)
    ras_shadow_scene_project (scene, y + i * d, points + 2 * i);
  test_class_moments (points, labels, n, 2, label, mean, full);
  covariance[0] = full[0];
  covariance[1] = full[1];
  covariance[2] = full[3];
}

static void
assert_cloud (const RasShadowCloud *cloud, const double mean[2], const double covariance[3])
{
  for (guint i = 0; i < 2; i++)
    g_assert_cmpfloat_with_epsilon (cloud->mean[i], mean[i], 1e-9);
  for (guint i = 0; i < 3; i++)
    g_assert_cmpfloat_with_epsilon (cloud->covariance[i], covariance[i], 1e-9);
}

static double
dot (const double *a, const double *b, gsize n)
{
  double sum = 0;

  for (gsize i = 0; i < n; i++)
    sum += a[i] * b[i];
  return sum;
}

/* --- Before --- */

static void
test_before (void)
{
  g_autoptr (RasDataset) dataset = make_dataset ();
  g_autoptr (RasShadowScene) scene = make_scene (dataset, 1, -1);
  g_autofree double *x = test_pixels (dataset, 350);
  g_autofree guint16 *labels = test_labels (dataset, 350);
  double distances[3] = { 0 }, means[3][D], covariance[D * D];
  guint other = ras_shadow_scene_get_class (scene, 1);

  for (guint z = 0; z < 3; z++)
    test_class_moments (x, labels, 350, D, z, means[z], covariance);
  for (guint z = 0; z < 3; z++)
    for (gsize i = 0; i < D; i++)
      distances[z] += (means[z][i] - means[1][i]) * (means[z][i] - means[1][i]);
  g_assert_cmpuint (ras_shadow_scene_get_class (scene, 0), ==, 1);
  g_assert_cmpuint (other, ==, distances[0] > distances[2] ? 0 : 2);
  for (guint i = 0; i < 2; i++)
    {
      const RasShadowCloud *cloud = ras_shadow_scene_get_cloud (scene, i);
      guint z = ras_shadow_scene_get_class (scene, i);
      double mean[2], spread[3];

      cast_directly (scene, x, labels, 350, D, z, mean, spread);
      assert_cloud (cloud, mean, spread);
      g_assert_cmpuint (cloud->n_images, ==, ((gsize[]) { 90, 200, 60 })[z]);
      g_assert_cmpuint (cloud->n_points, ==, MIN (cloud->n_images, RAS_SHADOW_POINTS));
    }
  /* The first axis runs between the means: it shows all of their distance. */
  g_assert_cmpfloat_with_epsilon (ras_shadow_scene_get_cloud (scene, 0)->mean[0]
                                    - ras_shadow_scene_get_cloud (scene, 1)->mean[0],
                                  sqrt (distances[other]), 1e-9);
  g_assert_cmpfloat_with_epsilon (ras_shadow_scene_get_cloud (scene, 0)->mean[1],
                                  ras_shadow_scene_get_cloud (scene, 1)->mean[1], 1e-9);
}

/* No direction orthogonal to the first axis shows a larger difference than the second axis does. */
static void
test_axes (void)
{
  g_autoptr (RasDataset) dataset = make_dataset ();
  g_autoptr (RasShadowScene) scene = make_scene (dataset, 0, 1);
  g_autofree double *x = test_pixels (dataset, 350);
  g_autofree guint16 *labels = test_labels (dataset, 350);
  const double *u = ras_shadow_scene_get_axis (scene, 0), *v = ras_shadow_scene_get_axis (scene, 1);
  double mean[D], a[D * D], b[D * D], shown = 0;

  g_assert_cmpfloat_with_epsilon (dot (u, u, D), 1, 1e-12);
  g_assert_cmpfloat_with_epsilon (dot (v, v, D), 1, 1e-12);
  g_assert_cmpfloat_with_epsilon (dot (u, v, D), 0, 1e-12);
  test_class_moments (x, labels, 350, D, 0, mean, a);
  test_class_moments (x, labels, 350, D, 1, mean, b);
  for (gsize i = 0; i < D; i++)
    for (gsize j = 0; j < D; j++)
      shown += v[i] * (a[i * D + j] - b[i * D + j]) * v[j];
  for (guint trial = 0; trial < 200; trial++)
    {
      double w[D], length, value = 0;

      for (gsize i = 0; i < D; i++)
        w[i] = g_test_rand_double_range (-1, 1);
      length = dot (u, w, D);
      for (gsize i = 0; i < D; i++)
        w[i] -= length * u[i];
      length = dot (w, w, D);
      for (gsize i = 0; i < D; i++)
        for (gsize j = 0; j < D; j++)
          value += w[i] * (a[i * D + j] - b[i * D + j]) * w[j] / length;
      g_assert_cmpfloat (fabs (value), <=, fabs (shown) * 1.01);
    }
}

/* --- After --- */

/* Every eraser's clouds are those of its erased images. */
static void
test_erasers (void)
{
  static const char *const names[] = { "leace", "oracle-leace", "qleace", "alf-qleace", "random" };
  g_autoptr (RasDataset) dataset = make_dataset ();
  g_autoptr (RasShadowScene) scene = make_scene (dataset, 2, 1);
  g_autofree double *x = test_pixels (dataset, 350);
  g_autofree guint16 *labels = test_labels (dataset, 350);

  for (guint e = 0; e < G_N_ELEMENTS (names); e++)
    {
      g_autoptr (RasFit) fit = test_fit (dataset, names[e], NULL);
      g_autoptr (RasShadow) shadow = make_shadow (scene, fit, 3);
      g_autofree double *y = test_apply (fit, 3, x, labels, 350);

      for (guint i = 0; i < 2; i++)
        {
          double mean[2], spread[3];

          cast_directly (scene, y, labels, 350, D, ras_shadow_scene_get_class (scene, i), mean,
                         spread);
          assert_cloud (&shadow->clouds[i], mean, spread);
        }
    }
}

static void
test_means_coincide (void)
{
  static const char *const names[] = { "leace", "oracle-leace", "qleace", "alf-qleace" };
  g_autoptr (RasDataset) dataset = make_dataset ();
  g_autoptr (RasShadowScene) scene = make_scene (dataset, 0, -1);

  for (guint e = 0; e < G_N_ELEMENTS (names); e++)
    {
      g_autoptr (RasFit) fit = test_fit (dataset, names[e], NULL);
      g_autoptr (RasShadow) shadow = make_shadow (scene, fit, 2);

      g_assert_cmpfloat (shadow->mean_distance[0], >, 0.01);
      g_assert_cmpfloat (shadow->mean_distance[1], <, 1e-9);
      for (guint i = 0; i < 2; i++)
        g_assert_cmpfloat_with_epsilon (shadow->clouds[0].mean[i], shadow->clouds[1].mean[i], 1e-9);
    }
}

static void
test_ellipses_coincide (void)
{
  RasFitOptions options = RAS_FIT_OPTIONS_DEFAULT;
  g_autoptr (RasDataset) dataset = make_dataset ();
  g_autoptr (RasShadowScene) scene = make_scene (dataset, 0, 1);
  g_autoptr (RasFit) fit = NULL;
  g_autoptr (RasShadow) shadow = NULL;
  double gap = 0;

  options.shrinkage = FALSE;
  fit = test_fit (dataset, "qleace", &options);
  shadow = make_shadow (scene, fit, 0);
  for (guint i = 0; i < 3; i++)
    {
      gap += fabs (ras_shadow_scene_get_cloud (scene, 0)->covariance[i]
                   - ras_shadow_scene_get_cloud (scene, 1)->covariance[i]);
      g_assert_cmpfloat_with_epsilon (shadow->clouds[0].covariance[i],
                                      shadow->clouds[1].covariance[i], 1e-8);
    }
  g_assert_cmpfloat (gap, >, 1e-4);
}

/* The class that was sent has the other's mean and covariance; the other has not moved. */
static void
test_transport (void)
{
  RasFitOptions options = RAS_FIT_OPTIONS_DEFAULT;
  RasApplyOptions apply = RAS_APPLY_OPTIONS_DEFAULT;
  g_autoptr (RasDataset) dataset = make_dataset ();
  g_autoptr (RasShadowScene) scene = make_scene (dataset, 2, 1);
  g_autoptr (RasFit) fit = NULL;
  g_autoptr (RasClassTransport) transport = NULL;
  g_autoptr (RasShadow) shadow = NULL;
  g_autoptr (GError) error = NULL;
  const RasShadowCloud *target = ras_shadow_scene_get_cloud (scene, 1);

  options.shrinkage = FALSE;
  fit = test_fit (dataset, "qleace", &options);
  transport = ras_class_transport_new (fit, 1, &error);
  g_assert_no_error (error);
  shadow = ras_shadow_new (scene, NULL, &apply, transport, NULL, &error);
  g_assert_no_error (error);
  assert_cloud (&shadow->clouds[1], target->mean, target->covariance);
  for (guint i = 0; i < 2; i++)
    g_assert_cmpfloat_with_epsilon (shadow->clouds[0].mean[i], target->mean[i], 1e-8);
  for (guint i = 0; i < 3; i++)
    g_assert_cmpfloat_with_epsilon (shadow->clouds[0].covariance[i], target->covariance[i], 1e-7);
  g_assert_cmpfloat (shadow->mean_distance[0], >, 0.01);
  g_assert_cmpfloat (shadow->mean_distance[1], <, 1e-8);
}

static void
test_energy (void)
{
  g_autoptr (RasDataset) dataset = make_dataset ();
  g_autoptr (RasShadowScene) scene = make_scene (dataset, 0, 1);
  g_autoptr (RasFit) random = test_fit (dataset, "random", NULL);
  g_autoptr (RasShadow) before = make_shadow (scene, NULL, 0);
  g_autoptr (RasShadow) half = make_shadow (scene, random, ras_fit_get_max_rank (random) / 2);

  g_assert_cmpfloat (before->energy, ==, 0);
  g_assert_cmpuint (before->n_energy, ==, 12);
  g_assert_cmpfloat (before->mean_distance[0], ==, before->mean_distance[1]);
  g_assert_cmpfloat (half->energy, >, 0.1);
  g_assert_cmpfloat (half->energy, <, 0.9);
}

static void
test_rank (void)
{
  static const struct
  {
    const char *name;
    guint rank;
    gsize answer;
  } cases[] = { { "leace", 5, 2 }, { "oracle-leace", 5, 0 }, { "qleace", 5, D }, { "alf-qleace", 0, 2 },
                { "alf-qleace", 3, 5 }, { "random", 4, 4 } };
  g_autoptr (RasDataset) dataset = make_dataset ();

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (RasFit) fit = test_fit (dataset, cases[i].name, NULL);

      g_assert_cmpuint (ras_shadow_get_rank (fit, cases[i].rank), ==, cases[i].answer);
    }
}

/* --- Little to go by --- */

static void
assert_finite (const RasShadowCloud *cloud)
{
  for (guint i = 0; i < 2; i++)
    g_assert_true (isfinite (cloud->mean[i]));
  for (guint i = 0; i < 3; i++)
    g_assert_true (isfinite (cloud->covariance[i]));
  for (gsize i = 0; i < 2 * cloud->n_points; i++)
    g_assert_true (isfinite (cloud->points[i]));
}

static void
test_tiny_classes (void)
{
  static const gsize counts[][2] = { { 1, 1 }, { 1, 7 }, { 3, 2 } };
  static const char *const names[] = { "leace", "qleace", "alf-qleace", "random" };

  for (guint c = 0; c < G_N_ELEMENTS (counts); c++)
    for (guint e = 0; e < G_N_ELEMENTS (names); e++)
      {
        g_autoptr (RasDataset) dataset = make_tiny (counts[c], 2);
        g_autoptr (RasShadowScene) scene = make_scene (dataset, -1, -1);
        g_autoptr (RasFit) fit = test_fit (dataset, names[e], NULL);
        g_autoptr (RasShadow) shadow = make_shadow (scene, fit, 1);

        for (guint i = 0; i < 2; i++)
          {
            assert_finite (ras_shadow_scene_get_cloud (scene, i));
            assert_finite (&shadow->clouds[i]);
            g_assert_cmpuint (shadow->clouds[i].n_points, ==, counts[c][i]);
          }
        if (counts[c][0] == 1)
          g_assert_cmpfloat (shadow->clouds[0].covariance[0], ==, 0);
        if (e < 3)
          g_assert_cmpfloat (shadow->mean_distance[1], <, 1e-9);
      }
}

/* Two classes of the very same images: nothing tells them apart, and any axes will do. */
static void
test_equal_classes (void)
{
  guint8 *pixels = g_malloc0 (4 * D);
  guint16 *labels = g_new (guint16, 4);
  g_autoptr (RasDataset) dataset = NULL;
  g_autoptr (RasShadowScene) scene = NULL;

  for (guint i = 0; i < 4; i++)
    {
      labels[i] = i / 2;
      memset (pixels + i * D, i % 2 ? 200 : 40, D);
    }
  dataset = test_dataset_new (3, 2, 4, 2, pixels, labels);
  scene = make_scene (dataset, 1, 0);
  for (guint i = 0; i < 2; i++)
    {
      const double *axis = ras_shadow_scene_get_axis (scene, i);

      assert_finite (ras_shadow_scene_get_cloud (scene, i));
      g_assert_cmpfloat_with_epsilon (dot (axis, axis, D), 1, 1e-12);
    }
  g_assert_cmpfloat_with_epsilon (ras_shadow_scene_get_cloud (scene, 0)->mean[0], 0, 1e-12);
}

static void
test_missing_class (void)
{
  const gsize counts[] = { 5, 0, 5 };
  g_autoptr (RasDataset) dataset = make_tiny (counts, 3);
  g_autoptr (RasShadowScene) scene = make_scene (dataset, 0, -1);
  g_autoptr (RasShadowScene) none = NULL;
  g_autoptr (GError) error = NULL;

  g_assert_cmpuint (ras_shadow_scene_get_class (scene, 1), ==, 2);
  none = ras_shadow_scene_new (dataset, 1, -1, NULL, &error);
  g_assert_null (none);
  g_assert_error (error, RAS_DATASET_ERROR, RAS_DATASET_ERROR_UNSUITABLE);
}

static void
test_cancelled (void)
{
  g_autoptr (RasDataset) dataset = make_dataset ();
  g_autoptr (RasShadowScene) scene = make_scene (dataset, 0, 1);
  g_autoptr (RasFit) fit = test_fit (dataset, "leace", NULL);
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  RasProgress progress = { .cancellable = cancellable };
  RasApplyOptions options = RAS_APPLY_OPTIONS_DEFAULT;
  g_autoptr (GError) error = NULL;

  g_cancellable_cancel (cancellable);
  g_assert_null (ras_shadow_scene_new (dataset, 0, 1, &progress, &error));
  g_assert_true (ras_error_is_cancelled (error));
  g_clear_error (&error);
  g_assert_null (ras_shadow_new (scene, fit, &options, NULL, &progress, &error));
  g_assert_true (ras_error_is_cancelled (error));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/shadow/before", test_before);
  g_test_add_func ("/shadow/axes", test_axes);
  g_test_add_func ("/shadow/erasers", test_erasers);
  g_test_add_func ("/shadow/means-coincide", test_means_coincide);
  g_test_add_func ("/shadow/ellipses-coincide", test_ellipses_coincide);
  g_test_add_func ("/shadow/transport", test_transport);
  g_test_add_func ("/shadow/energy", test_energy);
  g_test_add_func ("/shadow/rank", test_rank);
  g_test_add_func ("/shadow/tiny-classes", test_tiny_classes);
  g_test_add_func ("/shadow/equal-classes", test_equal_classes);
  g_test_add_func ("/shadow/missing-class", test_missing_class);
  g_test_add_func ("/shadow/cancelled", test_cancelled);
  return g_test_run ();
}
