#include "reduce.h"
#include "dataset-builder.h"
#include "temp-folder.h"

#include <glib/gstdio.h>
#include <string.h>

static const char *const names[] = { "left", "right", NULL };

/* Two classes of random images, the same for the same seed. */
static RasDataset *
make_set (guint channels, guint height, guint width, gsize n)
{
  g_autoptr (GRand) random = g_rand_new_with_seed (7);
  g_auto (RasDatasetParts) parts
      = { "somewhere", "Some set", "test", channels, height, width, names };
  static const char *const remarks[] = { "One was left out.", NULL };
  gsize d = (gsize) channels * height * width;

  parts.remarks = remarks;
  for (int split = 0; split < RAS_N_SPLITS; split++)
    {
      guint8 *pixels = g_malloc (n * d);
      guint16 *labels = g_new (guint16, n);

      for (gsize i = 0; i < n * d; i++)
        pixels[i] = g_rand_int_range (random, 0, 256);
      for (gsize i = 0; i < n; i++)
        labels[i] = (i + split) % 2;
      parts.pixels[split] = g_bytes_new_take (pixels, n * d);
      parts.labels[split] = g_bytes_new_take (labels, n * sizeof *labels);
    }
  return ras_dataset_new (&parts, NULL);
}

/* The part of [i, i + 1) that lies in [start, end). */
static double
part (guint i, double start, double end)
{
  return CLAMP (MIN (i + 1, end) - MAX (i, start), 0, 1);
}

/* The mean over the area of one reduced pixel, by definition. */
static double
mean_of (const guint8 *plane, guint height, guint width, guint small_height, guint small_width,
         guint row, guint column)
{
  double tall = (double) height / small_height, wide = (double) width / small_width, sum = 0;

  for (guint y = 0; y < height; y++)
    for (guint x = 0; x < width; x++)
      sum += part (y, row * tall, (row + 1) * tall) * part (x, column * wide, (column + 1) * wide)
             * plane[y * width + x];
  return sum / (tall * wide);
}

static void
assert_means (guint channels, guint height, guint width, guint side, guint small_height,
              guint small_width)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (RasDataset) whole = make_set (channels, height, width, 5);
  g_autoptr (RasDataset) small = ras_dataset_reduce (whole, "somewhere#side", side, NULL, &error);

  g_assert_no_error (error);
  g_assert_cmpuint (ras_dataset_get_height (small), ==, small_height);
  g_assert_cmpuint (ras_dataset_get_width (small), ==, small_width);
  for (int split = 0; split < RAS_N_SPLITS; split++)
    for (gsize i = 0; i < 5; i++)
      {
        const guint8 *from = ras_dataset_get_image (whole, split, i);
        const guint8 *to = ras_dataset_get_image (small, split, i);

        g_assert_cmpuint (ras_dataset_get_label (small, split, i), ==, (i + split) % 2);
        for (guint c = 0; c < channels; c++)
          for (guint y = 0; y < small_height; y++)
            for (guint x = 0; x < small_width; x++)
              g_assert_cmpfloat_with_epsilon (to[(c * small_height + y) * small_width + x],
                                              mean_of (from + c * height * width, height, width,
                                                       small_height, small_width, y, x),
                                              0.5 + 1e-9);
      }
}

static void
test_means (void)
{
  assert_means (3, 16, 16, 8, 8, 8);
  assert_means (1, 16, 16, 4, 4, 4);
  assert_means (3, 16, 16, 5, 5, 5);
  assert_means (1, 15, 15, 14, 14, 14);
  assert_means (1, 6, 12, 8, 4, 8);
  assert_means (3, 11, 7, 5, 5, 3);
  assert_means (1, 90, 1, 10, 10, 1);
}

/* Halves are rounded up: 0 0 / 1 1 is 1 (of 0.5), 0 0 / 0 1 is 0. */
static void
test_rounding (void)
{
  static const guint8 pixels[64] = { [8] = 1, [9] = 1, [11] = 1, [54] = 255, [55] = 255, [62] = 255,
                                     [63] = 255 };
  static const guint16 labels[2] = { 0, 1 };
  guint8 both[128];
  g_auto (RasDatasetParts) parts = { "somewhere", "Some set", "test", 1, 8, 8, names };
  g_autoptr (RasDataset) whole = NULL;
  g_autoptr (RasDataset) small = NULL;
  const guint8 *image;

  memcpy (both, pixels, 64);
  memcpy (both + 64, pixels, 64);
  parts.pixels[RAS_SPLIT_TRAIN] = g_bytes_new (both, sizeof both);
  parts.labels[RAS_SPLIT_TRAIN] = g_bytes_new (labels, sizeof labels);
  whole = ras_dataset_new (&parts, NULL);
  small = ras_dataset_reduce (whole, "x", 4, NULL, NULL);
  image = ras_dataset_get_image (small, RAS_SPLIT_TRAIN, 1);
  g_assert_cmpuint (image[0], ==, 1);
  g_assert_cmpuint (image[1], ==, 0);
  g_assert_cmpuint (image[15], ==, 255);
  g_assert_cmpuint (ras_dataset_get_n_images (small, RAS_SPLIT_TEST), ==, 0);
}

static void
test_description (void)
{
  g_autoptr (RasDataset) whole = make_set (3, 16, 16, 5);
  g_autoptr (RasDataset) small = ras_dataset_reduce (whole, "a#side=8", 8, NULL, NULL);
  g_autoptr (RasDataset) again = ras_dataset_reduce (whole, "b#side=8", 8, NULL, NULL);
  g_autoptr (RasDataset) same = ras_dataset_reduce (whole, "a#side=16", 16, NULL, NULL);

  g_assert_cmpstr (ras_dataset_get_title (small), ==, "Some set, reduced to 8 × 8");
  g_assert_cmpstr (ras_dataset_get_location (small), ==, "a#side=8");
  g_assert_cmpstr (ras_dataset_get_format (small), ==, "test");
  g_assert_cmpstr (ras_dataset_get_class_name (small, 1), ==, "right");
  g_assert_cmpstr (ras_dataset_get_remarks (small)[0], ==, "One was left out.");
  g_assert_cmpstr (ras_dataset_get_fingerprint (small), !=, ras_dataset_get_fingerprint (whole));
  g_assert_cmpstr (ras_dataset_get_fingerprint (small), ==, ras_dataset_get_fingerprint (again));
  g_assert_true (same == whole);
}

static void
test_refused (void)
{
  g_autoptr (RasDataset) whole = make_set (1, 6, 12, 5);
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  RasProgress progress = { NULL, NULL, cancellable };
  GError *error = NULL;

  assert_refused (ras_dataset_reduce (whole, "x", 3, NULL, &error), error, "4 pixels or more");
  assert_refused (ras_dataset_reduce (whole, "x", 13, NULL, &error), error, "images of 6 × 12");
  g_cancellable_cancel (cancellable);
  g_assert_null (ras_dataset_reduce (whole, "x", 8, &progress, &error));
  g_assert_true (ras_error_is_cancelled (error));
  g_clear_error (&error);
}

/* A location with a side opens the reduced set, and its address does so from anywhere. */
static void
test_location (void)
{
  g_autoptr (TempFolder) folder = temp_folder_new ();
  g_autofree char *here = g_get_current_dir ();
  g_autofree char *expected = g_build_filename (folder, "set#side=4", NULL);
  g_autofree char *image = NULL;
  g_autofree char *label = NULL;
  g_autofree char *address = NULL;
  g_autoptr (RasDataset) set = NULL;
  g_autoptr (RasDataset) again = NULL;
  GError *error = NULL;

  image = temp_folder_write (folder, "set/train-images-idx3-ubyte",
                             "\0\0\x08\x03\0\0\0\x02\0\0\0\x05\0\0\0\x05"
                             "abcdefghijklmnopqrstuvwxyabcdefghijklmnopqrstuvwxy", 66);
  label = temp_folder_write (folder, "set/train-labels-idx1-ubyte",
                             "\0\0\x08\x01\0\0\0\x02\0\1", 10);
  g_assert_cmpint (g_chdir (folder), ==, 0);
  set = ras_dataset_open ("set#side=4", NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (ras_dataset_get_width (set), ==, 4);
  address = ras_dataset_dup_address (set);
  g_assert_cmpstr (address, ==, expected);
  g_assert_cmpint (g_chdir (here), ==, 0);
  again = ras_dataset_open (address, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (ras_dataset_get_fingerprint (set), ==, ras_dataset_get_fingerprint (again));
  assert_refused (ras_dataset_open ("nowhere#side=8", NULL, &error), error,
                  "nowhere does not exist");
  assert_refused (ras_dataset_open ("nowhere#side=x", NULL, &error), error, "nowhere#side=x does");
}

/* A folder that is really called so is opened itself. */
static void
test_literal_name (void)
{
  g_autoptr (TempFolder) folder = temp_folder_new ();
  g_autofree char *path = g_build_filename (folder, "a#side=8", NULL);
  g_autofree char *base = NULL;
  guint side = 1;

  g_assert_cmpint (g_mkdir (path, 0700), ==, 0);
  base = ras_location_split (path, &side);
  g_assert_cmpstr (base, ==, path);
  g_assert_cmpuint (side, ==, 0);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/reduce/means", test_means);
  g_test_add_func ("/reduce/rounding", test_rounding);
  g_test_add_func ("/reduce/description", test_description);
  g_test_add_func ("/reduce/refused", test_refused);
  g_test_add_func ("/reduce/location", test_location);
  g_test_add_func ("/reduce/literal-name", test_literal_name);
  return g_test_run ();
}
