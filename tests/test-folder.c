#include "png-files.h"
#include "reader.h"

#include <string.h>

static RasDataset *
open_folder (const char *folder, GError **error)
{
  g_assert_true (ras_reader_folder.recognises (folder));
  return ras_reader_folder.open (folder, NULL, error);
}

static void
write_text (const char *folder, const char *name)
{
  g_autofree char *path = temp_folder_write (folder, name, "no picture", 10);
}

static void
test_flat (void)
{
  g_autoptr (TempFolder) folder = temp_folder_new ();
  g_autoptr (GError) error = NULL;
  g_autoptr (RasDataset) set = NULL;

  write_plain_png (folder, "wolf/2.png", 4, 4, 30, 0, 1);
  write_plain_png (folder, "wolf/1.png", 4, 4, 20, 0, 1);
  write_plain_png (folder, "ape/a.PNG", 4, 4, 10, 0, 1);
  write_text (folder, "wolf/notes.txt");
  write_text (folder, "wolf/.hidden.png");
  write_text (folder, ".cache/x.png");
  write_text (folder, "README.png");
  set = open_folder (folder, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (ras_dataset_get_n_classes (set), ==, 2);
  g_assert_cmpstr (ras_dataset_get_class_name (set, 0), ==, "ape");
  g_assert_cmpstr (ras_dataset_get_class_name (set, 1), ==, "wolf");
  g_assert_cmpuint (ras_dataset_get_n_images (set, RAS_SPLIT_TRAIN), ==, 3);
  g_assert_cmpuint (ras_dataset_get_channels (set), ==, 3);
  g_assert_cmpuint (ras_dataset_get_height (set), ==, 4);
  for (guint i = 0; i < 3; i++)
    g_assert_cmpuint (ras_dataset_get_image (set, RAS_SPLIT_TRAIN, i)[0], ==, 10 * (i + 1));
  g_assert_null (ras_dataset_get_remarks (set)[0]);
}

/* Classes are those of both splits; one may be missing from either. */
static void
test_splits (void)
{
  static const char *const names[] = { "test", "val", "valid", "validation" };

  for (gsize i = 0; i < G_N_ELEMENTS (names); i++)
    {
      g_autoptr (TempFolder) folder = temp_folder_new ();
      g_autoptr (RasDataset) set = NULL;
      g_autofree char *dog = g_build_filename (names[i], "dog", "1.png", NULL);
      g_autofree char *cat = g_build_filename (names[i], "cat", "1.png", NULL);

      write_plain_png (folder, "train/ant/1.png", 3, 3, 1, 2, 3);
      write_plain_png (folder, "train/dog/1.png", 3, 3, 4, 5, 6);
      write_plain_png (folder, "train/dog/2.png", 3, 3, 4, 5, 6);
      write_plain_png (folder, dog, 3, 3, 7, 8, 9);
      write_plain_png (folder, cat, 3, 3, 10, 11, 12);
      set = open_folder (folder, NULL);
      g_assert_nonnull (set);
      g_assert_cmpuint (ras_dataset_get_n_classes (set), ==, 3);
      g_assert_cmpstr (ras_dataset_get_class_name (set, 1), ==, "cat");
      g_assert_cmpuint (ras_dataset_get_n_images (set, RAS_SPLIT_TRAIN), ==, 3);
      g_assert_cmpuint (ras_dataset_get_n_images (set, RAS_SPLIT_TEST), ==, 2);
      g_assert_cmpuint (ras_dataset_get_class_count (set, RAS_SPLIT_TRAIN, 1), ==, 0);
      g_assert_cmpuint (ras_dataset_get_class_count (set, RAS_SPLIT_TRAIN, 2), ==, 2);
      g_assert_cmpuint (ras_dataset_get_label (set, RAS_SPLIT_TEST, 0), ==, 1);
      g_assert_cmpuint (ras_dataset_get_image (set, RAS_SPLIT_TEST, 0)[9], ==, 11);
    }
}

/* Most are 4 × 4, so that is the side; all grey, so there is one channel. */
static void
test_mixed_sizes (void)
{
  g_autoptr (TempFolder) folder = temp_folder_new ();
  g_autoptr (RasDataset) set = NULL;

  write_plain_png (folder, "a/1.png", 4, 4, 50, 50, 50);
  write_plain_png (folder, "a/2.png", 4, 4, 60, 60, 60);
  write_plain_png (folder, "b/1.png", 9, 5, 70, 70, 70);
  write_plain_png (folder, "b/2.png", 2, 2, 80, 80, 80);
  set = open_folder (folder, NULL);
  g_assert_nonnull (set);
  g_assert_cmpuint (ras_dataset_get_channels (set), ==, 1);
  g_assert_cmpuint (ras_dataset_get_width (set), ==, 4);
  g_assert_cmpuint (ras_dataset_get_dimension (set), ==, 16);
  for (guint i = 0; i < 4; i++)
    for (guint p = 0; p < 16; p++)
      g_assert_cmpuint (ras_dataset_get_image (set, RAS_SPLIT_TRAIN, i)[p], ==, 50 + 10 * i);
  g_assert_nonnull (strstr (ras_dataset_get_remarks (set)[0], "2 of 4 images had another size"));
}

/* The most common size is not square, so the most common shorter side counts. */
static void
test_oblong (void)
{
  g_autoptr (TempFolder) folder = temp_folder_new ();
  g_autoptr (RasDataset) set = NULL;

  write_plain_png (folder, "a/1.png", 8, 5, 1, 2, 3);
  write_plain_png (folder, "a/2.png", 8, 5, 1, 2, 3);
  write_plain_png (folder, "b/1.png", 3, 3, 1, 2, 3);
  write_plain_png (folder, "b/2.png", 5, 7, 1, 2, 3);
  set = open_folder (folder, NULL);
  g_assert_nonnull (set);
  g_assert_cmpuint (ras_dataset_get_width (set), ==, 5);
  g_assert_cmpuint (ras_dataset_get_height (set), ==, 5);
}

static void
test_undecodable (void)
{
  g_autoptr (TempFolder) folder = temp_folder_new ();
  g_autoptr (RasDataset) set = NULL;
  g_autofree char *whole = NULL, *cut = NULL, *data = NULL;
  const char *remark;
  gsize size;

  write_plain_png (folder, "a/1.png", 40, 40, 1, 2, 3);
  write_plain_png (folder, "b/9.png", 40, 40, 4, 5, 6);
  write_text (folder, "a/bad.png");
  /* Its header is whole, so that only decoding finds out. */
  whole = g_build_filename (folder, "a", "1.png", NULL);
  g_assert_true (g_file_get_contents (whole, &data, &size, NULL));
  cut = temp_folder_write (folder, "b/1-cut.png", data, size - 20);
  set = open_folder (folder, NULL);
  g_assert_nonnull (set);
  g_assert_cmpuint (ras_dataset_get_n_images (set, RAS_SPLIT_TRAIN), ==, 2);
  g_assert_cmpuint (ras_dataset_get_label (set, RAS_SPLIT_TRAIN, 1), ==, 1);
  g_assert_cmpuint (ras_dataset_get_image (set, RAS_SPLIT_TRAIN, 1)[0], ==, 4);
  remark = ras_dataset_get_remarks (set)[0];
  g_assert_cmpstr (remark, ==, "2 of 4 images were left out because they cannot be decoded: "
                               "bad.png, 1-cut.png");
}

static void
test_unsuitable (void)
{
  g_autoptr (TempFolder) folder = temp_folder_new ();
  g_autofree char *gone = g_build_filename (folder, "gone", NULL);
  g_autofree char *one = g_build_filename (folder, "one", NULL);
  g_autofree char *two = g_build_filename (folder, "two", NULL);
  GError *error = NULL;

  assert_refused (open_folder (folder, &error), error, "has no folders in it");
  g_mkdir (one, 0700);
  g_mkdir (two, 0700);
  assert_refused (open_folder (folder, &error), error, "hold no pictures");
  write_text (folder, "one/a.png");
  assert_refused (open_folder (folder, &error), error, "the 1 picture in");
  write_plain_png (folder, "one/a.png", 4, 4, 1, 2, 3);
  assert_refused (open_folder (folder, &error), error, "one class");
  g_assert_false (ras_reader_folder.recognises (gone));
  assert_refused (ras_reader_folder.open (gone, NULL, &error), error, "gone cannot be read");
}

static void
test_empty_class (void)
{
  g_autoptr (TempFolder) folder = temp_folder_new ();
  g_autofree char *empty = g_build_filename (folder, "b-empty", NULL);
  g_autoptr (RasDataset) set = NULL;

  g_mkdir (empty, 0700);
  write_plain_png (folder, "a/1.png", 4, 4, 1, 2, 3);
  write_plain_png (folder, "c/1.png", 4, 4, 1, 2, 3);
  set = open_folder (folder, NULL);
  g_assert_nonnull (set);
  g_assert_cmpuint (ras_dataset_get_n_classes (set), ==, 2);
  g_assert_cmpstr (ras_dataset_get_class_name (set, 1), ==, "c");
  g_assert_nonnull (strstr (ras_dataset_get_remarks (set)[0], "b-empty was left out"));
}

static void
cancel_when_decoding (const char *stage, double fraction, gpointer user_data)
{
  g_assert_cmpfloat (fraction, >=, 0);
  g_assert_cmpfloat (fraction, <=, 1);
  if (strstr (stage, "Decoding"))
    g_cancellable_cancel (user_data);
}

static void
test_cancelled (void)
{
  g_autoptr (TempFolder) folder = temp_folder_new ();
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (GError) error = NULL;
  RasProgress progress = { cancel_when_decoding, cancellable, cancellable };

  for (guint i = 0; i < 20; i++)
    {
      g_autofree char *name = g_strdup_printf ("%c/%u.png", 'a' + i % 2, i);

      write_plain_png (folder, name, 4, 4, i, 2, 3);
    }
  g_assert_null (ras_reader_folder.open (folder, &progress, &error));
  g_assert_true (ras_error_is_cancelled (error));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/folder/flat", test_flat);
  g_test_add_func ("/folder/splits", test_splits);
  g_test_add_func ("/folder/mixed-sizes", test_mixed_sizes);
  g_test_add_func ("/folder/oblong", test_oblong);
  g_test_add_func ("/folder/undecodable", test_undecodable);
  g_test_add_func ("/folder/unsuitable", test_unsuitable);
  g_test_add_func ("/folder/empty-class", test_empty_class);
  g_test_add_func ("/folder/cancelled", test_cancelled);
  return g_test_run ();
}
