/* The built-in pairs of classes: each differs in the moments its name says, and in no other. */
#include "dataset.h"
#include "moments-field.h"
#include "reader.h"

#include <math.h>
#include <string.h>

#define D RAS_FIELD_PIXELS

/* What is known of one class of the training split. */
typedef struct
{
  gsize n;
  double mean[D];
  double covariance[D * D];
} Moments;

static RasDataset *
open_location (const char *location)
{
  g_autoptr (GError) error = NULL;
  RasDataset *dataset = ras_dataset_open (location, NULL, &error);

  g_assert_no_error (error);
  g_assert_nonnull (dataset);
  return dataset;
}

static Moments *
moments_new (RasDataset *dataset, guint label)
{
  Moments *moments = g_new0 (Moments, 1);
  gsize n = ras_dataset_get_n_images (dataset, RAS_SPLIT_TRAIN);

  for (gsize i = 0; i < n; i++)
    if (ras_dataset_get_label (dataset, RAS_SPLIT_TRAIN, i) == label)
      {
        const guint8 *image = ras_dataset_get_image (dataset, RAS_SPLIT_TRAIN, i);

        moments->n++;
        for (gsize a = 0; a < D; a++)
          {
            moments->mean[a] += image[a];
            for (gsize b = 0; b <= a; b++)
              moments->covariance[a * D + b] += image[a] * image[b];
          }
      }
  for (gsize a = 0; a < D; a++)
    moments->mean[a] /= moments->n;
  for (gsize a = 0; a < D; a++)
    for (gsize b = 0; b <= a; b++)
      moments->covariance[b * D + a] = moments->covariance[a * D + b]
          = moments->covariance[a * D + b] / moments->n - moments->mean[a] * moments->mean[b];
  return moments;
}

static double
entry (const Moments *moments, gsize a, gsize b)
{
  return moments->covariance[a * D + b];
}

/* The mean over all pixels of the squared difference of means, in standard errors: about 1 where
 * the classes have the same mean. */
static double
mean_surprise (const Moments *one, const Moments *other)
{
  double sum = 0;

  for (gsize a = 0; a < D; a++)
    {
      double difference = one->mean[a] - other->mean[a];
      double variance = entry (one, a, a) / one->n + entry (other, a, a) / other->n;

      sum += difference * difference / variance;
    }
  return sum / D;
}

/* The same for covariances of Gaussian pixels. `map` says where a pixel of the other class is. */
static double
covariance_surprise (const Moments *one, const Moments *other, gsize (*map) (gsize pixel))
{
  double inverse_n = 1.0 / one->n + 1.0 / other->n, sum = 0;

  for (gsize a = 0; a < D; a++)
    for (gsize b = 0; b <= a; b++)
      {
        double c = entry (one, a, b);
        double difference = c - entry (other, map (a), map (b));
        double variance = (entry (one, a, a) * entry (one, b, b) + c * c) * inverse_n;

        sum += difference * difference / variance;
      }
  return sum / (D * (D + 1) / 2);
}

static gsize
same_place (gsize pixel)
{
  return pixel;
}

static gsize
transposed (gsize pixel)
{
  return pixel % RAS_FIELD_SIDE * RAS_FIELD_SIDE + pixel / RAS_FIELD_SIDE;
}

static gsize
mirrored (gsize pixel)
{
  return pixel / RAS_FIELD_SIDE * RAS_FIELD_SIDE + RAS_FIELD_SIDE - 1 - pixel % RAS_FIELD_SIDE;
}

/* E (x − μ)^order of a class, in units of σ^order, over all pixels. */
static double
standardised (RasDataset *dataset, guint label, const Moments *moments, int order)
{
  gsize n = ras_dataset_get_n_images (dataset, RAS_SPLIT_TRAIN);
  double sum = 0;

  for (gsize i = 0; i < n; i++)
    if (ras_dataset_get_label (dataset, RAS_SPLIT_TRAIN, i) == label)
      {
        const guint8 *image = ras_dataset_get_image (dataset, RAS_SPLIT_TRAIN, i);

        for (gsize a = 0; a < D; a++)
          sum += pow ((image[a] - moments->mean[a]) / sqrt (entry (moments, a, a)), order);
      }
  return sum / ((double) moments->n * D);
}

static void
test_recognises (void)
{
  static const char *const others[]
      = { "", "moment", "momentsx", "./moments", "Moments", "/moments" };

  g_assert_true (ras_reader_moments.recognises ("moments"));
  g_assert_true (ras_reader_moments.recognises ("moments:mean"));
  for (gsize i = 0; i < G_N_ELEMENTS (others); i++)
    g_assert_false (ras_reader_moments.recognises (others[i]));
}

static void
test_unknown (void)
{
  static const char *const unknown[] = { "moments:xyz", "moments:", "moments:means" };

  for (gsize i = 0; i < G_N_ELEMENTS (unknown); i++)
    {
      g_autoptr (GError) error = NULL;

      g_assert_null (ras_dataset_open (unknown[i], NULL, &error));
      g_assert_error (error, RAS_DATASET_ERROR, RAS_DATASET_ERROR_NOT_FOUND);
      g_assert_nonnull (strstr (error->message, unknown[i]));
      g_assert_nonnull (strstr (error->message, "moments, moments:mean, moments:covariance, "));
    }
}

static void
check_shape (const char *location, const char *title, const char *const *names, guint k)
{
  g_autoptr (RasDataset) dataset = open_location (location);

  g_assert_cmpstr (ras_dataset_get_location (dataset), ==, location);
  g_assert_cmpstr (ras_dataset_get_format (dataset), ==, "moments");
  g_assert_cmpstr (ras_dataset_get_title (dataset), ==, title);
  g_assert_cmpuint (ras_dataset_get_channels (dataset), ==, 1);
  g_assert_cmpuint (ras_dataset_get_dimension (dataset), ==, 256);
  g_assert_cmpuint (ras_dataset_get_n_classes (dataset), ==, k);
  for (guint z = 0; z < k; z++)
    {
      g_assert_cmpstr (ras_dataset_get_class_name (dataset, z), ==, names[z]);
      g_assert_cmpuint (ras_dataset_get_class_count (dataset, RAS_SPLIT_TRAIN, z), ==,
                        k == 2 ? 5000 : 3000);
      g_assert_cmpuint (ras_dataset_get_class_count (dataset, RAS_SPLIT_TEST, z), ==,
                        k == 2 ? 1000 : 600);
    }
}

static void
test_shape (void)
{
  static const char *const names[]
      = { "mean: light",         "mean: dark",    "covariance: level",
          "covariance: upright", "beyond: light", "beyond: dark" };

  check_shape ("moments", "Moments: three pairs", names, 6);
  check_shape ("moments:mean", "Moments: mean", names, 2);
  check_shape ("moments:covariance", "Moments: covariance", names + 2, 2);
  check_shape ("moments:beyond", "Moments: beyond", names + 4, 2);
}

static void
test_same_every_time (void)
{
  g_autoptr (RasDataset) one = open_location ("moments");
  g_autoptr (RasDataset) other = open_location ("moments");

  g_assert_cmpstr (ras_dataset_get_fingerprint (one), ==, ras_dataset_get_fingerprint (other));
}

/* No picture is seen twice, be it in the other split or in another of the sets. */
static void
test_no_picture_twice (void)
{
  static const char *const locations[]
      = { "moments", "moments:mean", "moments:covariance", "moments:beyond" };
  g_autoptr (GHashTable) seen
      = g_hash_table_new_full (g_bytes_hash, g_bytes_equal, (GDestroyNotify) g_bytes_unref, NULL);

  for (gsize l = 0; l < G_N_ELEMENTS (locations); l++)
    {
      g_autoptr (RasDataset) dataset = open_location (locations[l]);

      for (int split = 0; split < RAS_N_SPLITS; split++)
        for (gsize i = 0; i < ras_dataset_get_n_images (dataset, split); i++)
          g_assert_true (
              g_hash_table_add (seen, g_bytes_new (ras_dataset_get_image (dataset, split, i), D)));
    }
}

/* Clipping would pile up pixels at the ends of the range, which hardly any reach. */
static void
test_not_clipped (void)
{
  g_autoptr (RasDataset) dataset = open_location ("moments");
  gsize n = ras_dataset_get_n_images (dataset, RAS_SPLIT_TRAIN), at_ends = 0;

  for (gsize i = 0; i < n; i++)
    for (gsize j = 0; j < D; j++)
      {
        guint8 pixel = ras_dataset_get_image (dataset, RAS_SPLIT_TRAIN, i)[j];

        at_ends += pixel == 0 || pixel == 255;
      }
  g_assert_cmpuint (at_ends, <, n * D / 100000);
}

/* Nothing of a Gaussian is left beyond the second moment. */
static void
check_gaussian (RasDataset *dataset, guint label, const Moments *moments)
{
  g_assert_cmpfloat (fabs (standardised (dataset, label, moments, 3)), <, 0.03);
  g_assert_cmpfloat (fabs (standardised (dataset, label, moments, 4) - 3), <, 0.06);
}

static void
test_mean (void)
{
  g_autoptr (RasDataset) dataset = open_location ("moments:mean");
  g_autofree Moments *light = moments_new (dataset, 0);
  g_autofree Moments *dark = moments_new (dataset, 1);
  gsize centre = D / 2 + RAS_FIELD_SIDE / 2;

  g_assert_cmpfloat (light->mean[centre] - dark->mean[centre], >, 60);
  g_assert_cmpfloat (fabs (light->mean[0] - dark->mean[0]), <, 2);
  g_assert_cmpfloat (mean_surprise (light, dark), >, 1000);
  g_assert_cmpfloat (covariance_surprise (light, dark, same_place), <, 1.3);
  check_gaussian (dataset, 0, light);
  check_gaussian (dataset, 1, dark);
}

static void
test_covariance (void)
{
  g_autoptr (RasDataset) dataset = open_location ("moments:covariance");
  g_autofree Moments *level = moments_new (dataset, 0);
  g_autofree Moments *upright = moments_new (dataset, 1);

  g_assert_cmpfloat (mean_surprise (level, upright), <, 2);
  g_assert_cmpfloat (covariance_surprise (level, upright, same_place), >, 50);
  g_assert_cmpfloat (covariance_surprise (level, upright, transposed), <, 1.3);
  check_gaussian (dataset, 0, level);
  check_gaussian (dataset, 1, upright);
}

static void
test_beyond (void)
{
  g_autoptr (RasDataset) dataset = open_location ("moments:beyond");
  g_autofree Moments *light = moments_new (dataset, 0);
  g_autofree Moments *dark = moments_new (dataset, 1);

  g_assert_cmpfloat (mean_surprise (light, dark), <, 2);
  for (gsize i = 0; i < D * D; i++)
    g_assert_cmpfloat (fabs (light->covariance[i] - dark->covariance[i]), <, 1e-6);
  g_assert_cmpfloat (standardised (dataset, 0, light, 3), >, 0.5);
  g_assert_cmpfloat (standardised (dataset, 1, dark, 3), <, -0.5);
}

/* Every picture of the one class has its negative in the other. */
static void
test_negatives (void)
{
  g_autoptr (RasDataset) dataset = open_location ("moments:beyond");

  for (gsize i = 0; i < ras_dataset_get_n_images (dataset, RAS_SPLIT_TRAIN); i += 2)
    {
      const guint8 *light = ras_dataset_get_image (dataset, RAS_SPLIT_TRAIN, i);
      const guint8 *dark = ras_dataset_get_image (dataset, RAS_SPLIT_TRAIN, i + 1);

      for (gsize j = 0; j < D; j++)
        g_assert_cmpuint (light[j] + dark[j], ==, 255);
    }
}

/* Training mirrors images, which must not make another class of them. */
static void
test_mirrored (void)
{
  g_autoptr (RasDataset) dataset = open_location ("moments");

  for (guint z = 0; z < 6; z++)
    {
      g_autofree Moments *moments = moments_new (dataset, z);
      double difference = 0;

      g_assert_cmpfloat (covariance_surprise (moments, moments, mirrored), <, 1.5);
      for (gsize a = 0; a < D; a++)
        difference = MAX (difference, fabs (moments->mean[a] - moments->mean[mirrored (a)]));
      g_assert_cmpfloat (difference, <, 4);
    }
}

static void
cancel_midway (const char *stage, double fraction, gpointer user_data)
{
  g_assert_cmpfloat (fraction, <, 0.9);
  if (fraction > 0.5)
    g_cancellable_cancel (user_data);
}

static void
test_cancelled (void)
{
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (GError) error = NULL;
  RasProgress progress = { cancel_midway, cancellable, cancellable };

  g_assert_null (ras_dataset_open ("moments", &progress, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/moments-set/recognises", test_recognises);
  g_test_add_func ("/moments-set/unknown", test_unknown);
  g_test_add_func ("/moments-set/shape", test_shape);
  g_test_add_func ("/moments-set/same-every-time", test_same_every_time);
  g_test_add_func ("/moments-set/no-picture-twice", test_no_picture_twice);
  g_test_add_func ("/moments-set/not-clipped", test_not_clipped);
  g_test_add_func ("/moments-set/mean", test_mean);
  g_test_add_func ("/moments-set/covariance", test_covariance);
  g_test_add_func ("/moments-set/beyond", test_beyond);
  g_test_add_func ("/moments-set/negatives", test_negatives);
  g_test_add_func ("/moments-set/mirrored", test_mirrored);
  g_test_add_func ("/moments-set/cancelled", test_cancelled);
  return g_test_run ();
}
