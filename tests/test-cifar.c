#include "reader.h"
#include "temp-folder.h"

#include <string.h>
#include <unistd.h>

#define IMAGE 3072

/* A file of n records with labels first, first + 1 … (mod 3); each image is
 * filled with 10 · label + its channel. `extra` bytes are added or cut. */
static void
write_batch (const char *folder, const char *name, guint n, guint label_bytes, int extra)
{
  gsize record = label_bytes + IMAGE, size = n * record + extra;
  g_autofree guint8 *data = g_malloc0 ((n + 2) * record);
  g_autofree char *path = NULL;

  for (guint i = 0; i < n; i++)
    {
      guint8 *next = data + i * record;

      next[label_bytes - 1] = i % 3;
      for (guint c = 0; c < 3; c++)
        memset (next + label_bytes + c * 1024, 10 * (i % 3) + c, 1024);
    }
  path = temp_folder_write (folder, name, data, size);
}

static void
write_text (const char *folder, const char *name, const char *text)
{
  g_autofree char *path = temp_folder_write (folder, name, text, strlen (text));
}

static RasDataset *
open_folder (const char *folder, GError **error)
{
  g_assert_true (ras_reader_cifar.recognises (folder));
  return ras_reader_cifar.open (folder, NULL, error);
}

static void
test_cifar10 (void)
{
  g_autoptr (TempFolder) folder = temp_folder_new ();
  g_autoptr (GError) error = NULL;
  g_autoptr (RasDataset) set = NULL;

  write_text (folder, "batches.meta.txt", "ant\nbee\r\ncicada\n\n");
  write_batch (folder, "data_batch_1.bin", 4, 1, 0);
  write_batch (folder, "data_batch_2.bin", 2, 1, 0);
  write_batch (folder, "test_batch.bin", 5, 1, 0);
  set = open_folder (folder, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (ras_dataset_get_n_images (set, RAS_SPLIT_TRAIN), ==, 6);
  g_assert_cmpuint (ras_dataset_get_n_images (set, RAS_SPLIT_TEST), ==, 5);
  g_assert_cmpuint (ras_dataset_get_n_classes (set), ==, 3);
  g_assert_cmpstr (ras_dataset_get_class_name (set, 1), ==, "bee");
  g_assert_cmpuint (ras_dataset_get_label (set, RAS_SPLIT_TRAIN, 5), ==, 1);
  g_assert_cmpuint (ras_dataset_get_image (set, RAS_SPLIT_TRAIN, 5)[0], ==, 10);
  g_assert_cmpuint (ras_dataset_get_image (set, RAS_SPLIT_TRAIN, 2)[IMAGE - 1], ==, 22);
}

/* The parent folder is opened too; without names the usual ones are used. */
static void
test_parent_without_names (void)
{
  g_autoptr (TempFolder) folder = temp_folder_new ();
  g_autoptr (RasDataset) set = NULL;

  write_batch (folder, "cifar-10-batches-bin/data_batch_1.bin", 3, 1, 0);
  set = open_folder (folder, NULL);
  g_assert_nonnull (set);
  g_assert_cmpuint (ras_dataset_get_n_classes (set), ==, 10);
  g_assert_cmpstr (ras_dataset_get_class_name (set, 8), ==, "ship");
  g_assert_nonnull (strstr (ras_dataset_get_remarks (set)[0], "batches.meta.txt is missing"));
}

static void
test_cifar100 (void)
{
  g_autoptr (TempFolder) folder = temp_folder_new ();
  g_autoptr (RasDataset) set = NULL;

  write_batch (folder, "train.bin", 3, 2, 0);
  g_assert_false (ras_reader_cifar.recognises (folder));
  write_text (folder, "fine_label_names.txt", "apple\nbeaver\ncamel\n");
  set = open_folder (folder, NULL);
  g_assert_nonnull (set);
  g_assert_cmpstr (ras_dataset_get_title (set), ==, "CIFAR-100");
  g_assert_cmpuint (ras_dataset_get_label (set, RAS_SPLIT_TRAIN, 2), ==, 2);
  g_assert_cmpuint (ras_dataset_get_image (set, RAS_SPLIT_TRAIN, 2)[0], ==, 20);
}

static void
test_damage (void)
{
  g_autoptr (TempFolder) folder = temp_folder_new ();
  GError *error = NULL;

  write_batch (folder, "data_batch_1.bin", 3, 1, 0);
  write_batch (folder, "data_batch_3.bin", 3, 1, -1);
  assert_refused (open_folder (folder, &error), error,
                  "data_batch_3.bin ends in the middle of an image (record 3)");
  write_batch (folder, "data_batch_3.bin", 3, 1, 100);
  assert_refused (open_folder (folder, &error), error, "middle of an image (record 4)");
  write_batch (folder, "data_batch_3.bin", 10000, 1, 17);
  assert_refused (open_folder (folder, &error), error,
                  "data_batch_3.bin goes on after its last image (record 10000)");
  write_batch (folder, "data_batch_3.bin", 3, 1, 0);
  write_text (folder, "batches.meta.txt", "ant\nbee\n");
  assert_refused (open_folder (folder, &error), error,
                  "data_batch_1.bin has label 2 at record 3, but there are 2 classes");
  write_text (folder, "batches.meta.txt", "\n\n");
  assert_refused (open_folder (folder, &error), error, "names no class");
}

static void
test_empty_and_one_class (void)
{
  g_autoptr (TempFolder) folder = temp_folder_new ();
  GError *error = NULL;

  write_batch (folder, "test_batch.bin", 3, 1, 0);
  assert_refused (open_folder (folder, &error), error, "no training images");
  write_batch (folder, "data_batch_1.bin", 0, 1, 0);
  assert_refused (open_folder (folder, &error), error, "no training images");
  write_batch (folder, "data_batch_1.bin", 1, 1, 0);
  assert_refused (open_folder (folder, &error), error, "one class");
}

static void
test_python_version (void)
{
  g_autoptr (TempFolder) folder = temp_folder_new ();
  GError *error = NULL;

  g_assert_false (ras_reader_cifar.recognises (folder));
  write_text (folder, "data_batch_1", "\x80\x02}q\x01");
  assert_refused (open_folder (folder, &error), error, "cifar-10-binary.tar.gz");
  assert_refused (open_folder (folder, &error), error, "rasura-cli get cifar-10");
}

/* CIFAR-100's, and both inside the folders that their archives unpack. */
static void
test_other_python_versions (void)
{
  g_autoptr (TempFolder) parent = temp_folder_new ();
  g_autofree char *hundred = g_build_filename (parent, "cifar-100-python", NULL);
  g_autofree char *ten = g_build_filename (parent, "cifar-10-batches-py", NULL);
  GError *error = NULL;

  write_text (hundred, "train", "\x80\x02}q\x01");
  g_assert_false (ras_reader_cifar.recognises (hundred));
  write_text (hundred, "meta", "\x80\x02}q\x01");
  assert_refused (open_folder (hundred, &error), error, "cifar-100-binary.tar.gz");
  assert_refused (open_folder (parent, &error), error, "Python version of CIFAR-100");
  write_text (ten, "batches.meta", "\x80\x02}q\x01");
  write_text (ten, "test_batch", "\x80\x02}q\x01");
  assert_refused (open_folder (ten, &error), error, "Python version of CIFAR-10:");
  assert_refused (open_folder (parent, &error), error, "Python version of CIFAR-10:");
}

/* A folder or a dangling link where a file should be, and a folder that went. */
static void
test_unreadable (void)
{
  g_autoptr (TempFolder) folder = temp_folder_new ();
  g_autofree char *batch = g_build_filename (folder, "data_batch_1.bin", NULL);
  g_autofree char *gone = g_build_filename (folder, "gone", NULL);
  GError *error = NULL;

  g_mkdir (batch, 0700);
  assert_refused (open_folder (folder, &error), error, "is not a file");
  g_rmdir (batch);
  g_assert_no_errno (symlink ("nowhere", batch));
  assert_refused (open_folder (folder, &error), error, "is not there");
  assert_refused (ras_reader_cifar.open (gone, NULL, &error), error, "gone");
}

static void
test_cancelled (void)
{
  g_autoptr (TempFolder) folder = temp_folder_new ();
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (GError) error = NULL;
  RasProgress progress = { NULL, NULL, cancellable };

  write_batch (folder, "data_batch_1.bin", 3, 1, 0);
  g_cancellable_cancel (cancellable);
  g_assert_null (ras_reader_cifar.open (folder, &progress, &error));
  g_assert_true (ras_error_is_cancelled (error));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/cifar/cifar10", test_cifar10);
  g_test_add_func ("/cifar/parent-without-names", test_parent_without_names);
  g_test_add_func ("/cifar/cifar100", test_cifar100);
  g_test_add_func ("/cifar/damage", test_damage);
  g_test_add_func ("/cifar/empty-and-one-class", test_empty_and_one_class);
  g_test_add_func ("/cifar/python-version", test_python_version);
  g_test_add_func ("/cifar/other-python-versions", test_other_python_versions);
  g_test_add_func ("/cifar/unreadable", test_unreadable);
  g_test_add_func ("/cifar/cancelled", test_cancelled);
  return g_test_run ();
}
