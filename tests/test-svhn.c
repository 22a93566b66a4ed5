#include "mat-bytes.h"
#include "reader.h"
#include "temp-folder.h"

#include <math.h>
#include <string.h>

/* Twenty images of 6 × 5, as reference/mat/README.md has them. */
enum
{
  HEIGHT = 6,
  WIDTH = 5,
  CHANNELS = 3,
  N = 20,
  SIZE = HEIGHT * WIDTH * CHANNELS * N,
};

static guint8 images[SIZE], labels[N];

static void
fill (void)
{
  for (guint i = 0; i < N; i++)
    {
      labels[i] = i % 10 + 1;
      for (guint c = 0; c < CHANNELS; c++)
        for (guint w = 0; w < WIDTH; w++)
          for (guint h = 0; h < HEIGHT; h++)
            images[((i * CHANNELS + c) * WIDTH + w) * HEIGHT + h] = 7 * h + 13 * w + 31 * c + 3 * i;
    }
}

static MatVariableParts
make_x (void)
{
  return (MatVariableParts) { "X", 9, 2, 0, 4, { HEIGHT, WIDTH, CHANNELS, N }, images, SIZE };
}

static MatVariableParts
make_y (void)
{
  return (MatVariableParts) { "y", 9, 2, 0, 2, { N, 1 }, labels, N };
}

static GByteArray *
make_file (const MatVariableParts *x, const MatVariableParts *y, gboolean compressed)
{
  GByteArray *file = mat_make_header ();

  if (x)
    mat_append_variable (file, x, compressed);
  if (y)
    mat_append_variable (file, y, compressed);
  return file;
}

static RasDataset *
open_file (const char *path, GError **error)
{
  g_assert_true (ras_reader_svhn.recognises (path));
  return ras_reader_svhn.open (path, NULL, error);
}

/* Opens the bytes as some.mat, which is gone afterwards. */
static RasDataset *
open_bytes (const char *folder, gconstpointer data, gsize size, GError **error)
{
  g_autofree char *path = temp_folder_write (folder, "some.mat", data, size);
  RasDataset *set = open_file (path, error);

  g_remove (path);
  return set;
}

static void
assert_content (RasDataset *set, RasSplit split)
{
  g_assert_cmpuint (ras_dataset_get_height (set), ==, HEIGHT);
  g_assert_cmpuint (ras_dataset_get_width (set), ==, WIDTH);
  g_assert_cmpuint (ras_dataset_get_channels (set), ==, CHANNELS);
  g_assert_cmpuint (ras_dataset_get_n_images (set, split), ==, N);
  for (guint i = 0; i < N; i++)
    {
      const guint8 *pixels = ras_dataset_get_image (set, split, i);

      /* Label 10 is the digit 0. */
      g_assert_cmpuint (ras_dataset_get_label (set, split, i), ==, (i + 1) % 10);
      for (guint c = 0; c < CHANNELS; c++)
        for (guint h = 0; h < HEIGHT; h++)
          for (guint w = 0; w < WIDTH; w++)
            g_assert_cmpuint (pixels[(c * HEIGHT + h) * WIDTH + w], ==,
                              (7 * h + 13 * w + 31 * c + 3 * i) % 256);
    }
}

static void
test_other_programs (gconstpointer name)
{
  g_autofree char *path = g_test_build_filename (G_TEST_DIST, "reference", "mat", name, NULL);
  g_autoptr (GError) error = NULL;
  g_autoptr (RasDataset) set = open_file (path, &error);

  g_assert_no_error (error);
  assert_content (set, RAS_SPLIT_TRAIN);
  g_assert_cmpuint (ras_dataset_get_n_images (set, RAS_SPLIT_TEST), ==, 0);
  g_assert_cmpuint (ras_dataset_get_n_classes (set), ==, 10);
  g_assert_cmpstr (ras_dataset_get_class_name (set, 7), ==, "7");
  g_assert_cmpstr (ras_dataset_get_format (set), ==, "svhn");
}

/* The folder, or either file: the other is found beside it. */
static void
test_splits (void)
{
  g_autoptr (TempFolder) folder = temp_folder_new ();
  MatVariableParts x = make_x (), y = make_y ();
  g_autoptr (GByteArray) plain = make_file (&x, &y, FALSE), packed = make_file (&x, &y, TRUE);
  g_autofree char *train = temp_folder_write (folder, "train_32x32.mat", packed->data, packed->len);
  g_autofree char *test = NULL;
  GError *error = NULL;

  for (guint round = 0; round < 2; round++)
    {
      const char *places[] = { folder, train, test };

      for (guint i = 0; i < 2 + round; i++)
        {
          g_autoptr (RasDataset) set = open_file (places[i], &error);

          g_assert_no_error (error);
          assert_content (set, RAS_SPLIT_TRAIN);
          g_assert_cmpuint (ras_dataset_get_n_images (set, RAS_SPLIT_TEST), ==, round * N);
          if (round == 1)
            assert_content (set, RAS_SPLIT_TEST);
          g_assert_cmpstr (ras_dataset_get_title (set), ==, "SVHN");
        }
      if (round == 0)
        test = temp_folder_write (folder, "test_32x32.mat", plain->data, plain->len);
    }
  g_remove (train);
  assert_refused (open_file (folder, &error), error, "put train_32x32.mat beside");
  g_remove (test);
  g_assert_false (ras_reader_svhn.recognises (folder));
}

/* Labels as doubles, lying, and in front of the images. */
static void
test_labels (void)
{
  g_autoptr (TempFolder) folder = temp_folder_new ();
  MatVariableParts x = make_x (), y = make_y ();
  double numbers[N];
  GError *error = NULL;

  for (guint i = 0; i < N; i++)
    numbers[i] = labels[i];
  y = (MatVariableParts) { "y", 6, 9, 0, 2, { 1, N }, numbers, sizeof numbers };
  for (guint compressed = 0; compressed < 2; compressed++)
    {
      g_autoptr (GByteArray) file = make_file (&y, &x, compressed);
      g_autoptr (RasDataset) set = open_bytes (folder, file->data, file->len, &error);

      g_assert_no_error (error);
      assert_content (set, RAS_SPLIT_TRAIN);
    }
}

static void
refuse_variables (const char *folder, const MatVariableParts *x, const MatVariableParts *y,
                  const char *words)
{
  GError *error = NULL;

  for (guint compressed = 0; compressed < 2; compressed++)
    {
      g_autoptr (GByteArray) file = make_file (x, y, compressed);

      assert_refused (open_bytes (folder, file->data, file->len, &error), error, words);
    }
}

static void
test_wrong_images (void)
{
  g_autoptr (TempFolder) folder = temp_folder_new ();
  const MatVariableParts good = make_x (), y = make_y ();
  g_autofree double *doubles = g_new0 (double, SIZE);
  MatVariableParts x;

  refuse_variables (folder, NULL, &y, "no variable X");
  x = good;
  x.name = "images";
  refuse_variables (folder, &x, &y, "no variable X");
  x = good;
  x.n_dimensions = 3;
  x.shape[2] = CHANNELS * N;
  refuse_variables (folder, &x, &y, "3 dimensions");
  x = good;
  x.shape[2] = CHANNELS * 2;
  x.shape[3] = N / 2;
  refuse_variables (folder, &x, &y, "neither 1 nor 3 channels");
  x = good;
  x.class = 6;
  x.stored = 9;
  x.items = doubles;
  x.size = SIZE * sizeof *doubles;
  refuse_variables (folder, &x, &y, "X = uint8 (X)");
  x = good;
  x.class = 4;
  refuse_variables (folder, &x, &y, "X = uint8 (X)");
  x = good;
  x.flags = 0x800;
  refuse_variables (folder, &x, &y, "X = uint8 (X)");
  x = good;
  x.shape[3] = x.size = 0;
  refuse_variables (folder, &x, &y, "X is empty");
  x = good;
  x.class = 2;
  refuse_variables (folder, &x, &y, "structures");
}

/* More than the file holds, more than any file could, and more than a number can say. */
static void
test_absurd_sizes (void)
{
  g_autoptr (TempFolder) folder = temp_folder_new ();
  const guint32 shapes[][4] = { { HEIGHT, WIDTH, CHANNELS, N + 1 },
                                { HEIGHT, WIDTH, CHANNELS, N - 1 },
                                { 0x7fffffff, 0x7fffffff, 3, 0x7fffffff },
                                { 0x80000000, 1, 3, 1 },
                                { 0xffffffff, 1, 3, 1 },
                                { 1 << 16, 1 << 16, 3, 1 << 16 } };
  MatVariableParts x = make_x (), y = make_y ();

  for (gsize i = 0; i < G_N_ELEMENTS (shapes); i++)
    {
      memcpy (x.shape, shapes[i], sizeof shapes[i]);
      refuse_variables (folder, &x, &y, "damaged");
    }
}

static void
test_wrong_labels (void)
{
  g_autoptr (TempFolder) folder = temp_folder_new ();
  const MatVariableParts x = make_x (), good = make_y ();
  guint8 changed[N + 1] = { 0 };
  double fractions[N];
  MatVariableParts y;

  refuse_variables (folder, &x, NULL, "no variable y");
  y = good;
  y.shape[0] = y.size = N - 1;
  refuse_variables (folder, &x, &y, "19 labels in y for 20 images");
  y = good;
  y.shape[0] = N / 2;
  y.shape[1] = 2;
  refuse_variables (folder, &x, &y, "each image needs one");
  y = good;
  y.class = 4;
  refuse_variables (folder, &x, &y, "numbers in y");
  memcpy (changed, labels, N);
  changed[3] = 0;
  y = good;
  y.items = changed;
  refuse_variables (folder, &x, &y, "label 0 at image 4");
  changed[3] = 11;
  refuse_variables (folder, &x, &y, "label 11 at image 4");
  for (guint i = 0; i < N; i++)
    fractions[i] = i == 5 ? 2.5 : 1;
  y = (MatVariableParts) { "y", 6, 9, 0, 2, { N, 1 }, fractions, sizeof fractions };
  refuse_variables (folder, &x, &y, "label 2.5 at image 6");
  fractions[5] = NAN;
  refuse_variables (folder, &x, &y, "at image 6");
}

static void
test_other_versions (void)
{
  g_autoptr (TempFolder) folder = temp_folder_new ();
  g_autoptr (GByteArray) file = mat_make_header ();
  guint8 hdf5[1024] = "MATLAB 7.3 MAT-file";
  /* Version 4: type, rows, columns, no imaginary part, length of the name. */
  const guint32 four[40] = { 0, 1, 1, 0, 2 };
  GError *error = NULL;

  memcpy (hdf5 + 124, "\x00\x02IM", 4);
  memcpy (hdf5 + 512, "\x89HDF\r\n\x1a\n", 8);
  assert_refused (open_bytes (folder, hdf5, sizeof hdf5, &error), error, "version 7.3");
  assert_refused (open_bytes (folder, hdf5 + 512, 512, &error), error, "save -v7");
  assert_refused (open_bytes (folder, four, sizeof four, &error), error,
                  "no MATLAB file of version 5");
  assert_refused (open_bytes (folder, "", 0, &error), error, "no MATLAB file of version 5");
  assert_refused (open_bytes (folder, file->data, file->len, &error), error, "no variable X");
}

/* Whatever is cut off: a sentence, and the same for all but the last bytes that fill up. */
static void
test_truncated (void)
{
  g_autoptr (TempFolder) folder = temp_folder_new ();
  MatVariableParts x = make_x (), y = make_y ();
  GError *error = NULL;

  for (guint compressed = 0; compressed < 2; compressed++)
    {
      g_autoptr (GByteArray) file = make_file (&x, &y, compressed);

      for (gsize length = 0; length < file->len; length++)
        assert_refused (open_bytes (folder, file->data, length, &error), error, "some.mat");
    }
}

/* A compressed stream in which a byte is wrong anywhere is never believed. */
static void
test_damaged_stream (void)
{
  g_autoptr (TempFolder) folder = temp_folder_new ();
  MatVariableParts x = make_x (), y = make_y ();
  g_autoptr (GByteArray) file = make_file (&x, NULL, TRUE);
  gsize start = 128 + 8, end = file->len;
  GError *error = NULL;

  mat_append_variable (file, &y, TRUE);
  for (gsize i = start; i < end; i++)
    {
      file->data[i] ^= 0x10;
      assert_refused (open_bytes (folder, file->data, file->len, &error), error, "some.mat");
      file->data[i] ^= 0x10;
    }
}

static void
test_cancelled (void)
{
  g_autofree char *path
      = g_test_build_filename (G_TEST_DIST, "reference", "mat", "octave-v7.mat", NULL);
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (GError) error = NULL;
  RasProgress progress = { NULL, NULL, cancellable };

  g_cancellable_cancel (cancellable);
  g_assert_null (ras_reader_svhn.open (path, &progress, &error));
  g_assert_true (ras_error_is_cancelled (error));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  fill ();
  g_test_add_data_func ("/svhn/octave-v6", "octave-v6.mat", test_other_programs);
  g_test_add_data_func ("/svhn/octave-v7", "octave-v7.mat", test_other_programs);
  g_test_add_data_func ("/svhn/scipy-plain", "scipy-plain.mat", test_other_programs);
  g_test_add_data_func ("/svhn/scipy-compressed", "scipy-compressed.mat", test_other_programs);
  g_test_add_func ("/svhn/splits", test_splits);
  g_test_add_func ("/svhn/labels", test_labels);
  g_test_add_func ("/svhn/wrong-images", test_wrong_images);
  g_test_add_func ("/svhn/absurd-sizes", test_absurd_sizes);
  g_test_add_func ("/svhn/wrong-labels", test_wrong_labels);
  g_test_add_func ("/svhn/other-versions", test_other_versions);
  g_test_add_func ("/svhn/truncated", test_truncated);
  g_test_add_func ("/svhn/damaged-stream", test_damaged_stream);
  g_test_add_func ("/svhn/cancelled", test_cancelled);
  return g_test_run ();
}
