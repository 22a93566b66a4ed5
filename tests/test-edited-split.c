/* Whole splits edited: images in their order, and as a data set. */
#include "edits.h"

#include "dataset-builder.h"

#include <math.h>
#include <stdio.h>

/* Image i of n from the start is row r of its class. */
static void
check_order (const EditCase *c, gsize n)
{
  gsize d = ras_dataset_get_dimension (c->dataset), rows[EDIT_CLASSES] = { 0 };
  g_autoptr (GError) error = NULL;
  g_autoptr (RasEditedImages) images = ras_edited_images_new (&c->plan, n, NULL, &error);
  GBytes *classes[EDIT_CLASSES];

  g_assert_no_error (error);
  for (guint z = 0; z < EDIT_CLASSES; z++)
    classes[z] = edit_case_class (c, z, ras_edited_count (&c->plan, z, n), NULL);
  for (gsize i = 0; i < n; i++)
    {
      guint z = ras_dataset_get_label (c->dataset, RAS_SPLIT_TRAIN, i);
      const float *expected = g_bytes_get_data (classes[z], NULL);

      g_assert_cmpmem (ras_edited_images_get (images, i), d * sizeof (float),
                       expected + rows[z]++ * d, d * sizeof (float));
    }
  for (guint z = 0; z < EDIT_CLASSES; z++)
    g_bytes_unref (classes[z]);
}

static void
test_order (void)
{
  g_auto (EditCase) c;

  edit_case_init (&c);
  check_order (&c, 190);
  check_order (&c, 100);
  c.plan.cache = NULL;
  c.plan.iterations = 3;
  check_order (&c, 100);
}

/* All classes get the mean and covariance of the whole set, more or less. */
static void
test_moments (void)
{
  g_auto (EditCase) c;
  g_autoptr (GError) error = NULL;
  g_autoptr (RasEditedImages) images = NULL;
  g_autofree double *means = NULL;
  double before = 0, after = 0;
  gsize n = 190, d;

  edit_case_init (&c);
  d = ras_dataset_get_dimension (c.dataset);
  c.plan.iterations = 100;
  images = ras_edited_images_new (&c.plan, n, NULL, &error);
  g_assert_no_error (error);
  means = g_new0 (double, 2 * EDIT_CLASSES * d);
  for (gsize i = 0; i < n; i++)
    {
      guint z = ras_dataset_get_label (c.dataset, RAS_SPLIT_TRAIN, i);

      for (gsize j = 0; j < d; j++)
        {
          means[z * d + j]
              += ras_dataset_get_image (c.dataset, RAS_SPLIT_TRAIN, i)[j] / 255. / edit_counts[z];
          means[(EDIT_CLASSES + z) * d + j] += ras_edited_images_get (images, i)[j] / edit_counts[z];
        }
    }
  for (gsize j = 0; j < d; j++)
    {
      before += fabs (means[j] - means[d + j]);
      after += fabs (means[EDIT_CLASSES * d + j] - means[(EDIT_CLASSES + 1) * d + j]);
    }
  g_assert_cmpfloat (after, <, 0.1 * before);
}

/* What an interrupted job has finished is there for the next. */
typedef struct
{
  GCancellable *cancellable;
  guint by_class[EDIT_CLASSES]; /* evaluations heard of */
} Ear;

static void
stop_in_second_class (const char *stage, double fraction, gpointer user_data)
{
  Ear *ear = user_data;
  guint place, n;

  g_assert_cmpint (sscanf (strstr (stage, "class"), "class %u of 3, evaluation %u,", &place, &n), ==,
                   2);
  g_assert_cmpuint (n, ==, ++ear->by_class[place - 1]);
  g_assert_cmpfloat (fraction, >=, (place - 1) / 3.0);
  if (place == 2 && n == 3)
    g_cancellable_cancel (ear->cancellable);
}

static void
test_goes_on (void)
{
  g_auto (EditCase) c;
  g_autoptr (GError) error = NULL;
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  Ear ear = { cancellable, { 0 } };
  RasProgress progress = { stop_in_second_class, &ear, cancellable };

  edit_case_init (&c);
  g_assert_null (ras_edited_images_new (&c.plan, 190, &progress, &error));
  g_assert_true (ras_error_is_cancelled (error));
  g_clear_error (&error);
  g_assert_true (ras_edited_is_kept (&c.plan, 0, 60));
  g_assert_false (ras_edited_is_kept (&c.plan, 1, 80));
  g_assert_cmpuint (ear.by_class[0], >, 3);
  /* Again as far as that, but without the first class. */
  ear = (Ear) { cancellable, { 0 } };
  g_cancellable_reset (cancellable);
  g_assert_null (ras_edited_images_new (&c.plan, 190, &progress, &error));
  g_assert_cmpuint (ear.by_class[0], ==, 0);
  g_assert_cmpuint (ear.by_class[1], ==, 3);
}

/* --- As a data set --- */

static void
test_dataset (void)
{
  g_auto (EditCase) c;
  g_autoptr (GError) error = NULL;
  g_autoptr (RasDataset) edited = NULL;
  g_autoptr (RasEditedImages) images = NULL;
  gsize d, n_changed = 0;

  edit_case_init (&c);
  d = ras_dataset_get_dimension (c.dataset);
  images = ras_edited_images_new (&c.plan, 190, NULL, &error);
  edited = ras_edited_dataset_new (&c.plan, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (ras_dataset_get_n_images (edited, RAS_SPLIT_TRAIN), ==, 190);
  g_assert_cmpuint (ras_dataset_get_n_images (edited, RAS_SPLIT_TEST), ==, 0);
  g_assert_cmpstr (ras_dataset_get_title (edited), ==, "test, gradient-based");
  g_assert_cmpstr (ras_dataset_get_class_name (edited, 2), ==,
                   ras_dataset_get_class_name (c.dataset, 2));
  g_assert_cmpstr (ras_dataset_get_fingerprint (edited), !=,
                   ras_dataset_get_fingerprint (c.dataset));
  for (gsize i = 0; i < 190; i++)
    {
      const guint8 *bytes = ras_dataset_get_image (edited, RAS_SPLIT_TRAIN, i);
      const float *values = ras_edited_images_get (images, i);

      g_assert_cmpuint (ras_dataset_get_label (edited, RAS_SPLIT_TRAIN, i), ==,
                        ras_dataset_get_label (c.dataset, RAS_SPLIT_TRAIN, i));
      for (gsize j = 0; j < d; j++)
        {
          g_assert_cmpfloat (fabs (bytes[j] - 255. * CLAMP (values[j], 0, 1)), <=, 0.5001);
          n_changed += bytes[j] != ras_dataset_get_image (c.dataset, RAS_SPLIT_TRAIN, i)[j];
        }
    }
  g_assert_cmpuint (n_changed, >, 190 * d / 2);
}

/* The test images are edited among themselves, towards the training target. */
static void
test_test_split (void)
{
  g_auto (EditCase) c;
  RasDatasetParts parts = { "made by a test", "test", "test", 1, 6, 6, NULL, EDIT_CLASSES };
  g_autofree guint16 *labels = NULL;
  g_autoptr (GError) error = NULL;
  g_autoptr (RasDataset) both = NULL;
  g_autoptr (RasDataset) edited = NULL;
  const guint8 *pixels;

  edit_case_init (&c);
  labels = test_labels (c.dataset, 190);
  pixels = ras_dataset_get_image (c.dataset, RAS_SPLIT_TRAIN, 0);
  parts.pixels[RAS_SPLIT_TRAIN] = g_bytes_new (pixels, 190 * 36);
  parts.labels[RAS_SPLIT_TRAIN] = g_bytes_new (labels, 190 * sizeof *labels);
  parts.pixels[RAS_SPLIT_TEST] = g_bytes_new (pixels, 70 * 36);
  parts.labels[RAS_SPLIT_TEST] = g_bytes_new (labels, 70 * sizeof *labels);
  both = ras_dataset_new (&parts, &error);
  g_assert_no_error (error);
  ras_dataset_parts_clear (&parts);
  c.plan.dataset = both;
  c.plan.split = RAS_SPLIT_TEST;
  edited = ras_edited_dataset_new (&c.plan, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (ras_dataset_get_n_images (edited, RAS_SPLIT_TRAIN), ==, 190);
  g_assert_cmpuint (ras_dataset_get_n_images (edited, RAS_SPLIT_TEST), ==, 70);
  g_assert_cmpuint (edit_case_count_files (&c), ==, 2 * EDIT_CLASSES);
  /* In other company the same image becomes another. */
  g_assert_cmpint (memcmp (ras_dataset_get_image (edited, RAS_SPLIT_TRAIN, 0),
                           ras_dataset_get_image (edited, RAS_SPLIT_TEST, 0), 36), !=, 0);
}

/* A class of one image cannot be edited; one without any is no obstacle. */
static void
test_few_images (void)
{
  static const gsize counts[] = { 30, 1, 30 }, gap[] = { 30, 0, 30 };
  g_autoptr (RasDataset) dataset = test_random_dataset (1, 6, counts, 3, 0, 3);
  g_autoptr (RasDataset) sparse = test_random_dataset (1, 6, gap, 3, 0, 3);
  g_autoptr (RasFit) target = test_fit (sparse, "gradient", NULL);
  RasEditPlan plan = { dataset, RAS_SPLIT_TRAIN, RAS_FIT_OPTIONS_DEFAULT, target, 3, NULL };
  g_autoptr (GError) error = NULL;
  g_autoptr (RasEditedImages) images = NULL;

  images = ras_edited_images_new (&plan, 61, NULL, &error);
  assert_refused (images, error, "class 1");
  plan.dataset = sparse;
  images = ras_edited_images_new (&plan, 60, NULL, &error);
  g_assert_no_error (error);
  g_assert_nonnull (images);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/edited-split/order", test_order);
  g_test_add_func ("/edited-split/moments", test_moments);
  g_test_add_func ("/edited-split/goes-on", test_goes_on);
  g_test_add_func ("/edited-split/dataset", test_dataset);
  g_test_add_func ("/edited-split/test-split", test_test_split);
  g_test_add_func ("/edited-split/few-images", test_few_images);
  return g_test_run ();
}
