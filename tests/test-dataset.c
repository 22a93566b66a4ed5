#include "dataset-builder.h"
#include "temp-folder.h"

#include <glib/gstdio.h>
#include <string.h>

static const guint8 pixels[] = { 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12 };
static const guint16 labels[] = { 0, 1, 1 };
static const char *const names[] = { "left", "right", NULL };

/* Three grey images of 2 × 2 for training, one for testing. */
static RasDatasetParts
make_parts (void)
{
  RasDatasetParts parts = { "somewhere", "Some set", "test", 1, 2, 2, names };

  parts.pixels[RAS_SPLIT_TRAIN] = g_bytes_new_static (pixels, 12);
  parts.labels[RAS_SPLIT_TRAIN] = g_bytes_new_static (labels, 6);
  parts.pixels[RAS_SPLIT_TEST] = g_bytes_new_static (pixels + 4, 4);
  parts.labels[RAS_SPLIT_TEST] = g_bytes_new_static (labels + 2, 2);
  return parts;
}

static void
replace (GBytes **bytes, gconstpointer data, gsize size)
{
  g_bytes_unref (*bytes);
  *bytes = g_bytes_new (data, size);
}

static void
test_address (void)
{
  g_auto (RasDatasetParts) parts = make_parts ();
  g_autoptr (TempFolder) folder = temp_folder_new ();
  g_autofree char *path = g_build_filename (folder, "a.npy", NULL);
  g_autofree char *here = g_get_current_dir ();
  const struct
  {
    const char *location, *format, *expected;
  } cases[] = { { path, "npy", path },
                { "a.npy", "npy", path },
                { "./a.npy", "npy", path },
                { "a.npy", "drawn", "a.npy" },
                { "gone.npy", "npy", "gone.npy" } };

  g_assert_true (g_file_set_contents (path, "", 0, NULL));
  g_assert_cmpint (g_chdir (folder), ==, 0);
  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (RasDataset) set = NULL;
      g_autofree char *address = NULL;

      parts.location = cases[i].location;
      parts.format = cases[i].format;
      set = ras_dataset_new (&parts, NULL);
      address = ras_dataset_dup_address (set);
      g_assert_cmpstr (address, ==, cases[i].expected);
    }
  g_assert_cmpint (g_chdir (here), ==, 0);
}

static void
test_content (void)
{
  g_auto (RasDatasetParts) parts = make_parts ();
  g_autoptr (GError) error = NULL;
  g_autoptr (RasDataset) set = ras_dataset_new (&parts, &error);

  g_assert_no_error (error);
  g_assert_cmpuint (ras_dataset_get_dimension (set), ==, 4);
  g_assert_cmpuint (ras_dataset_get_n_classes (set), ==, 2);
  g_assert_cmpuint (ras_dataset_get_n_images (set, RAS_SPLIT_TRAIN), ==, 3);
  g_assert_cmpuint (ras_dataset_get_n_images (set, RAS_SPLIT_TEST), ==, 1);
  g_assert_cmpuint (ras_dataset_get_class_count (set, RAS_SPLIT_TRAIN, 1), ==, 2);
  g_assert_cmpuint (ras_dataset_get_class_count (set, RAS_SPLIT_TEST, 0), ==, 0);
  g_assert_cmpuint (ras_dataset_get_image (set, RAS_SPLIT_TRAIN, 2)[3], ==, 12);
  g_assert_cmpuint (ras_dataset_get_label (set, RAS_SPLIT_TEST, 0), ==, 1);
  g_assert_cmpint (ras_dataset_find_class (set, "right"), ==, 1);
  g_assert_cmpint (ras_dataset_find_class (set, "wrong"), ==, -1);
  g_assert_null (ras_dataset_get_remarks (set)[0]);
}

/* The fingerprint is of shape, labels and pixels, not of names or places. */
static void
test_fingerprint (void)
{
  g_auto (RasDatasetParts) parts = make_parts ();
  g_autoptr (RasDataset) first = ras_dataset_new (&parts, NULL);
  g_autoptr (RasDataset) moved = NULL;
  g_autoptr (RasDataset) changed = NULL;
  guint8 other[12];

  parts.location = "elsewhere";
  parts.class_names = NULL;
  parts.n_classes = 2;
  moved = ras_dataset_new (&parts, NULL);
  g_assert_cmpstr (ras_dataset_get_class_name (moved, 1), ==, "class 1");
  g_assert_cmpstr (ras_dataset_get_fingerprint (first), ==, ras_dataset_get_fingerprint (moved));
  memcpy (other, pixels, 12);
  other[7] ^= 1;
  replace (&parts.pixels[RAS_SPLIT_TRAIN], other, 12);
  changed = ras_dataset_new (&parts, NULL);
  g_assert_cmpstr (ras_dataset_get_fingerprint (first), !=, ras_dataset_get_fingerprint (changed));
  g_assert_cmpuint (strlen (ras_dataset_get_fingerprint (changed)), ==, 32);
}

static void
test_no_test_split (void)
{
  g_auto (RasDatasetParts) parts = make_parts ();
  g_autoptr (RasDataset) set = NULL;

  g_clear_pointer (&parts.pixels[RAS_SPLIT_TEST], g_bytes_unref);
  g_clear_pointer (&parts.labels[RAS_SPLIT_TEST], g_bytes_unref);
  set = ras_dataset_new (&parts, NULL);
  g_assert_nonnull (set);
  g_assert_cmpuint (ras_dataset_get_n_images (set, RAS_SPLIT_TEST), ==, 0);
  g_assert_cmpuint (ras_dataset_get_class_count (set, RAS_SPLIT_TEST, 1), ==, 0);
}

static void
test_contradictions (void)
{
  static const guint16 one_class[] = { 1, 1, 1 }, out_of_range[] = { 0, 1, 2 };
  g_auto (RasDatasetParts) parts = make_parts ();
  GError *error = NULL;

  replace (&parts.labels[RAS_SPLIT_TRAIN], labels, 4);
  assert_refused (ras_dataset_new (&parts, &error), error, "3 images but 2 labels");
  replace (&parts.labels[RAS_SPLIT_TRAIN], out_of_range, 6);
  assert_refused (ras_dataset_new (&parts, &error), error, "image 2 of the training split has label 2");
  replace (&parts.labels[RAS_SPLIT_TRAIN], one_class, 6);
  assert_refused (ras_dataset_new (&parts, &error), error, "one class");
  replace (&parts.labels[RAS_SPLIT_TRAIN], labels, 0);
  replace (&parts.pixels[RAS_SPLIT_TRAIN], pixels, 0);
  assert_refused (ras_dataset_new (&parts, &error), error, "no training images");
  parts.channels = 2;
  assert_refused (ras_dataset_new (&parts, &error), error, "1 channel");
  parts.channels = 3;
  parts.height = parts.width = G_MAXUINT;
  assert_refused (ras_dataset_new (&parts, &error), error, "impossible size");
}

static void
test_too_big (void)
{
  GError *error = NULL;

  assert_refused (ras_dataset_alloc_pixels ("huge", G_MAXSIZE / 2, 3, &error), error, "huge");
  assert_refused (ras_dataset_alloc_pixels ("huge", (gsize) 1 << 40, 1 << 20, &error), error,
                  "1099511627776 images of 1048576 bytes need");
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/dataset/address", test_address);
  g_test_add_func ("/dataset/content", test_content);
  g_test_add_func ("/dataset/fingerprint", test_fingerprint);
  g_test_add_func ("/dataset/no-test-split", test_no_test_split);
  g_test_add_func ("/dataset/contradictions", test_contradictions);
  g_test_add_func ("/dataset/too-big", test_too_big);
  return g_test_run ();
}
