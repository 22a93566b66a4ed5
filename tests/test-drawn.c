#include "dataset.h"
#include "drawn-store.h"
#include "reader.h"
#include "temp-folder.h"

#include <math.h>
#include <sched.h>
#include <string.h>

/* Made once: several tests look at it. */
static RasDataset *drawn;

static RasDataset *
open_location (const char *location)
{
  g_autoptr (GError) error = NULL;
  RasDataset *dataset = ras_reader_drawn.open (location, NULL, &error);

  g_assert_no_error (error);
  g_assert_nonnull (dataset);
  return dataset;
}

static void
test_recognises (void)
{
  static const char *const others[] = { "",         "drawn:",  "drawn:32", "drawn:65", "drawn:640",
                                        "./drawn", "drawnx", "Drawn",    "drawn ",   "/drawn" };

  g_assert_true (ras_reader_drawn.recognises ("drawn"));
  g_assert_true (ras_reader_drawn.recognises ("drawn:64"));
  for (gsize i = 0; i < G_N_ELEMENTS (others); i++)
    g_assert_false (ras_reader_drawn.recognises (others[i]));
}

static void
test_shape (void)
{
  static const char *const names[] = { "airplane", "automobile", "bird",  "cat",  "deer",
                                       "dog",      "frog",       "horse", "ship", "truck" };

  g_assert_cmpstr (ras_dataset_get_location (drawn), ==, "drawn");
  g_assert_cmpstr (ras_dataset_get_format (drawn), ==, "drawn");
  g_assert_cmpstr (ras_dataset_get_title (drawn), ==, "Drawn pictures");
  g_assert_null (ras_dataset_get_remarks (drawn)[0]);
  g_assert_cmpuint (ras_dataset_get_channels (drawn), ==, 3);
  g_assert_cmpuint (ras_dataset_get_height (drawn), ==, 32);
  g_assert_cmpuint (ras_dataset_get_width (drawn), ==, 32);
  g_assert_cmpuint (ras_dataset_get_n_images (drawn, RAS_SPLIT_TRAIN), ==, 10000);
  g_assert_cmpuint (ras_dataset_get_n_images (drawn, RAS_SPLIT_TEST), ==, 2000);
  g_assert_cmpuint (ras_dataset_get_n_classes (drawn), ==, 10);
  for (guint z = 0; z < 10; z++)
    {
      g_assert_cmpstr (ras_dataset_get_class_name (drawn, z), ==, names[z]);
      g_assert_cmpuint (ras_dataset_get_class_count (drawn, RAS_SPLIT_TRAIN, z), ==, 1000);
      g_assert_cmpuint (ras_dataset_get_class_count (drawn, RAS_SPLIT_TEST, z), ==, 200);
    }
}

/* Two neighbours share a class about one time in ten, as in a shuffled order. */
static void
test_shuffled (void)
{
  gsize n = ras_dataset_get_n_images (drawn, RAS_SPLIT_TRAIN), same = 0;

  for (gsize i = 1; i < n; i++)
    same += ras_dataset_get_label (drawn, RAS_SPLIT_TRAIN, i)
            == ras_dataset_get_label (drawn, RAS_SPLIT_TRAIN, i - 1);
  g_assert_cmpuint (same, >, n / 20);
  g_assert_cmpuint (same, <, n / 5);
}

/* The second opening runs on one processor only, hence with a single thread. */
static void
test_same_every_time (void)
{
  g_autoptr (RasDataset) again = NULL;
  cpu_set_t all, one;
  int cpu = 0;

  g_assert_cmpint (sched_getaffinity (0, sizeof all, &all), ==, 0);
  while (!CPU_ISSET (cpu, &all))
    cpu++;
  CPU_ZERO (&one);
  CPU_SET (cpu, &one);
  g_assert_cmpint (sched_setaffinity (0, sizeof one, &one), ==, 0);
  ras_drawn_store_remove (32);
  again = open_location ("drawn");
  g_assert_cmpint (sched_setaffinity (0, sizeof all, &all), ==, 0);
  g_assert_cmpstr (ras_dataset_get_fingerprint (again), ==, ras_dataset_get_fingerprint (drawn));
}

/* Pictures that were kept are taken, unless they are not what is drawn nowadays. */
static void
test_kept (void)
{
  gsize d = ras_dataset_get_dimension (drawn), n = 12000 * d, n_train = 10000 * d;
  g_autofree guint8 *black = g_malloc0 (n);
  g_autoptr (GBytes) train = g_bytes_new_static (black, n_train);
  g_autoptr (GBytes) test = g_bytes_new_static (black + n_train, n - n_train);
  GBytes *const others[] = { train, test };
  g_autoptr (RasDataset) again = open_location ("drawn");
  g_autoptr (GBytes) kept = ras_drawn_store_load (32, n);

  g_assert_nonnull (kept);
  g_assert_cmpmem (g_bytes_get_data (kept, NULL), d,
                   ras_dataset_get_image (drawn, RAS_SPLIT_TRAIN, 0), d);
  g_assert_cmpstr (ras_dataset_get_fingerprint (again), ==, ras_dataset_get_fingerprint (drawn));
  ras_dataset_unref (again);
  ras_drawn_store_save (32, others);
  again = open_location ("drawn");
  g_assert_cmpstr (ras_dataset_get_fingerprint (again), ==, ras_dataset_get_fingerprint (drawn));
}

static void
test_no_picture_twice (void)
{
  gsize n = ras_dataset_get_n_images (drawn, RAS_SPLIT_TRAIN);
  gsize d = ras_dataset_get_dimension (drawn);
  g_autoptr (GHashTable) seen = g_hash_table_new_full (g_bytes_hash, g_bytes_equal,
                                                       (GDestroyNotify) g_bytes_unref, NULL);

  for (int split = 0; split < RAS_N_SPLITS; split++)
    for (gsize i = 0; i < ras_dataset_get_n_images (drawn, split); i++)
      g_hash_table_add (seen, g_bytes_new_static (ras_dataset_get_image (drawn, split, i), d));
  g_assert_cmpuint (g_hash_table_size (seen), ==,
                    n + ras_dataset_get_n_images (drawn, RAS_SPLIT_TEST));
}

/* Mean and standard deviation of every pixel within class `label`, in bytes. */
static void
measure_class (guint label, double *mean, double *deviation)
{
  gsize n = ras_dataset_get_n_images (drawn, RAS_SPLIT_TRAIN);
  gsize d = ras_dataset_get_dimension (drawn);
  double count = ras_dataset_get_class_count (drawn, RAS_SPLIT_TRAIN, label);

  memset (mean, 0, d * sizeof *mean);
  memset (deviation, 0, d * sizeof *deviation);
  for (gsize i = 0; i < n; i++)
    {
      const guint8 *image = ras_dataset_get_image (drawn, RAS_SPLIT_TRAIN, i);

      if (ras_dataset_get_label (drawn, RAS_SPLIT_TRAIN, i) != label)
        continue;
      for (gsize j = 0; j < d; j++)
        {
          mean[j] += image[j] / count;
          deviation[j] += image[j] * image[j] / count;
        }
    }
  for (gsize j = 0; j < d; j++)
    deviation[j] = sqrt (deviation[j] - mean[j] * mean[j]);
}

static double
distance (const double *a, const double *b, gsize d)
{
  double sum = 0;

  for (gsize j = 0; j < d; j++)
    sum += (a[j] - b[j]) * (a[j] - b[j]);
  return sqrt (sum / d);
}

/* There is a concept to erase: means and spreads of any two classes differ by far
 * more than sampling explains (some 60 / √1000 ≈ 2 bytes). And every pixel of
 * every class varies by more than the sensor's noise alone. */
static void
test_classes_differ (void)
{
  gsize d = ras_dataset_get_dimension (drawn);
  g_autofree double *means = g_new (double, 10 * d), *deviations = g_new (double, 10 * d);

  for (guint z = 0; z < 10; z++)
    {
      measure_class (z, means + z * d, deviations + z * d);
      for (gsize j = 0; j < d; j++)
        g_assert_cmpfloat (deviations[z * d + j], >, 10);
      for (guint other = 0; other < z; other++)
        {
          g_assert_cmpfloat (distance (means + z * d, means + other * d, d), >, 4);
          g_assert_cmpfloat (distance (deviations + z * d, deviations + other * d, d), >, 2);
        }
    }
}

/* Neighbouring pixels of one picture are not equal over large parts, as they would
 * be without noise; this is what gives the covariances full rank. */
static void
test_noise (void)
{
  for (gsize i = 0; i < 200; i++)
    {
      const guint8 *image = ras_dataset_get_image (drawn, RAS_SPLIT_TEST, i);
      guint equal = 0;

      for (gsize j = 1; j < 3072; j++)
        equal += image[j] == image[j - 1];
      g_assert_cmpuint (equal, <, 3072 / 2);
    }
}

/* drawn:64 shows the same scenes: shrunk by two they look like those of drawn. */
static void
test_64 (void)
{
  g_autoptr (RasDataset) large = open_location ("drawn:64");
  double own = 0, foreign = 0;

  g_assert_cmpuint (ras_dataset_get_height (large), ==, 64);
  g_assert_cmpuint (ras_dataset_get_width (large), ==, 64);
  g_assert_cmpuint (ras_dataset_get_n_images (large, RAS_SPLIT_TRAIN), ==, 10000);
  g_assert_cmpuint (ras_dataset_get_n_images (large, RAS_SPLIT_TEST), ==, 2000);
  for (gsize i = 0; i < 100; i++)
    {
      const guint8 *image = ras_dataset_get_image (large, RAS_SPLIT_TEST, i);
      const guint8 *small = ras_dataset_get_image (drawn, RAS_SPLIT_TEST, i);
      const guint8 *next = ras_dataset_get_image (drawn, RAS_SPLIT_TEST, i + 1);

      g_assert_cmpuint (ras_dataset_get_label (large, RAS_SPLIT_TEST, i), ==,
                        ras_dataset_get_label (drawn, RAS_SPLIT_TEST, i));
      for (gsize j = 0; j < 3072; j++)
        {
          const guint8 *block = image + j / 1024 * 4096 + j % 1024 / 32 * 128 + j % 32 * 2;
          double mean = (block[0] + block[1] + block[64] + block[65]) / 4.0;

          own += fabs (mean - small[j]);
          foreign += fabs (mean - next[j]);
        }
    }
  g_assert_cmpfloat (own, <, foreign / 5);
}

static void
cancel_midway (const char *stage, double fraction, gpointer user_data)
{
  g_assert_cmpstr (stage, !=, "");
  g_assert_cmpfloat (fraction, <, 0.6);
  if (fraction > 0.5)
    g_cancellable_cancel (user_data);
}

static void
test_cancelled (void)
{
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (GError) error = NULL;
  RasProgress progress = { cancel_midway, cancellable, cancellable };

  ras_drawn_store_remove (32);
  g_assert_null (ras_reader_drawn.open ("drawn", &progress, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
}

static void
remember_fraction (const char *stage, double fraction, gpointer user_data)
{
  double *last = user_data;

  g_assert_cmpfloat (fraction, >=, *last);
  *last = fraction;
}

static void
test_progress (void)
{
  double last = 0;
  RasProgress progress = { remember_fraction, &last, NULL };
  g_autoptr (RasDataset) dataset = NULL;

  ras_drawn_store_remove (32);
  dataset = ras_reader_drawn.open ("drawn", &progress, NULL);
  g_assert_nonnull (dataset);
  g_assert_cmpfloat (last, ==, 1);
}

int
main (int argc, char **argv)
{
  g_autofree char *folder = temp_folder_new ();
  int result;

  g_setenv ("XDG_CACHE_HOME", folder, TRUE);
  g_test_init (&argc, &argv, NULL);
  drawn = open_location ("drawn");
  g_test_add_func ("/drawn/recognises", test_recognises);
  g_test_add_func ("/drawn/shape", test_shape);
  g_test_add_func ("/drawn/shuffled", test_shuffled);
  g_test_add_func ("/drawn/same-every-time", test_same_every_time);
  g_test_add_func ("/drawn/kept", test_kept);
  g_test_add_func ("/drawn/no-picture-twice", test_no_picture_twice);
  g_test_add_func ("/drawn/classes-differ", test_classes_differ);
  g_test_add_func ("/drawn/noise", test_noise);
  g_test_add_func ("/drawn/64", test_64);
  g_test_add_func ("/drawn/cancelled", test_cancelled);
  g_test_add_func ("/drawn/progress", test_progress);
  result = g_test_run ();
  ras_dataset_unref (drawn);
  temp_folder_remove (folder);
  return result;
}
