#include "reader.h"
#include "temp-folder.h"

#include <string.h>
#include <zlib.h>

#define N 12
#define SIDE 3
#define PLANE (SIDE * SIDE)

/* A magic number and the extents, in one string. */
#define IMAGES_HEAD "\0\0\x08\x03\0\0\0\x0c\0\0\0\x03\0\0\0\x03"
#define LABELS_HEAD "\0\0\x08\x01\0\0\0\x0c"

static GByteArray *
make_images (void)
{
  GByteArray *out = g_byte_array_new ();

  g_byte_array_append (out, (const guint8 *) IMAGES_HEAD, 16);
  for (guint8 i = 0; i < N * PLANE; i++)
    g_byte_array_append (out, &i, 1);
  return out;
}

static GByteArray *
make_labels (void)
{
  GByteArray *out = g_byte_array_new ();

  g_byte_array_append (out, (const guint8 *) LABELS_HEAD, 8);
  for (guint8 i = 0; i < N; i++)
    {
      guint8 label = i % 10;

      g_byte_array_append (out, &label, 1);
    }
  return out;
}

static GByteArray *
compress_gzip (const GByteArray *in)
{
  GByteArray *out = g_byte_array_new ();
  z_stream stream = { .next_in = in->data, .avail_in = in->len };

  g_assert_cmpint (deflateInit2 (&stream, 9, Z_DEFLATED, 16 + MAX_WBITS, 9, 0), ==, Z_OK);
  g_byte_array_set_size (out, deflateBound (&stream, in->len));
  stream.next_out = out->data;
  stream.avail_out = out->len;
  g_assert_cmpint (deflate (&stream, Z_FINISH), ==, Z_STREAM_END);
  g_byte_array_set_size (out, stream.total_out);
  deflateEnd (&stream);
  return out;
}

static void
write_bytes (const char *folder, const char *name, const GByteArray *bytes)
{
  g_autofree char *old = g_build_filename (folder, name, NULL);
  g_autofree char *path = NULL;

  /* Replacing a file waits for the disk. */
  g_remove (old);
  path = temp_folder_write (folder, name, bytes->data, bytes->len);
}

static void
write_split (const char *folder, const char *images, const char *labels)
{
  g_autoptr (GByteArray) x = make_images (), y = make_labels ();

  write_bytes (folder, images, x);
  write_bytes (folder, labels, y);
}

static RasDataset *
open_place (const char *folder, const char *name, GError **error)
{
  g_autofree char *path = g_build_filename (folder, name, NULL);

  g_assert_true (ras_reader_idx.recognises (path));
  return ras_reader_idx.open (path, NULL, error);
}

static void
assert_content (RasDataset *set, RasSplit split)
{
  g_assert_cmpuint (ras_dataset_get_channels (set), ==, 1);
  g_assert_cmpuint (ras_dataset_get_height (set), ==, SIDE);
  g_assert_cmpuint (ras_dataset_get_n_images (set, split), ==, N);
  for (guint i = 0; i < N; i++)
    {
      g_assert_cmpuint (ras_dataset_get_label (set, split, i), ==, i % 10);
      for (guint j = 0; j < PLANE; j++)
        g_assert_cmpuint (ras_dataset_get_image (set, split, i)[j], ==, i * PLANE + j);
    }
}

static void
test_folder_and_files (void)
{
  static const char *const names[] = { "", "train-images-idx3-ubyte", "t10k-labels-idx1-ubyte" };
  g_autoptr (TempFolder) folder = temp_folder_new ();
  GError *error = NULL;

  g_assert_false (ras_reader_idx.recognises (folder));
  write_split (folder, "train-images-idx3-ubyte", "train-labels-idx1-ubyte");
  write_split (folder, "t10k-images-idx3-ubyte", "t10k-labels-idx1-ubyte");
  for (gsize i = 0; i < G_N_ELEMENTS (names); i++)
    {
      g_autoptr (RasDataset) set = open_place (folder, names[i], &error);

      g_assert_no_error (error);
      assert_content (set, RAS_SPLIT_TRAIN);
      assert_content (set, RAS_SPLIT_TEST);
      g_assert_cmpstr (ras_dataset_get_title (set), ==, "MNIST");
      g_assert_cmpstr (ras_dataset_get_class_name (set, 9), ==, "9");
    }
}

/* Gzip shows in the content; the name may say otherwise. */
static void
test_gzip (void)
{
  static const char *const names[][2]
      = { { "train-images-idx3-ubyte.gz", "train-labels-idx1-ubyte.gz" },
          { "train-images-idx3-ubyte", "train-labels.idx1-ubyte" } };
  g_autoptr (GByteArray) x = make_images (), y = make_labels ();
  g_autoptr (GByteArray) packed_x = compress_gzip (x), packed_y = compress_gzip (y);
  GError *error = NULL;

  for (gsize i = 0; i < G_N_ELEMENTS (names); i++)
    {
      g_autoptr (TempFolder) folder = temp_folder_new ();
      g_autoptr (RasDataset) set = NULL;

      write_bytes (folder, names[i][0], packed_x);
      write_bytes (folder, names[i][1], packed_y);
      set = open_place (folder, "", &error);
      g_assert_no_error (error);
      assert_content (set, RAS_SPLIT_TRAIN);
      g_assert_cmpuint (ras_dataset_get_n_images (set, RAS_SPLIT_TEST), ==, 0);
    }
}

static void
test_fashion (void)
{
  g_autoptr (TempFolder) folder = temp_folder_new ();
  g_autoptr (GError) error = NULL;
  g_autoptr (RasDataset) set = NULL;

  write_split (folder, "FashionMNIST/raw/train-images-idx3-ubyte",
               "FashionMNIST/raw/train-labels-idx1-ubyte");
  set = open_place (folder, "FashionMNIST", &error);
  g_assert_no_error (error);
  g_assert_cmpstr (ras_dataset_get_title (set), ==, "Fashion-MNIST");
  g_assert_cmpstr (ras_dataset_get_class_name (set, 0), ==, "T-shirt/top");
  g_assert_cmpstr (ras_dataset_get_class_name (set, 9), ==, "Ankle boot");
}

/* Several sets in one folder: a file says which of them. */
static void
test_prefixes (void)
{
  g_autoptr (TempFolder) folder = temp_folder_new ();
  g_autoptr (RasDataset) set = NULL;
  GError *error = NULL;

  write_split (folder, "emnist-letters-train-images-idx3-ubyte",
               "emnist-letters-train-labels-idx1-ubyte");
  write_split (folder, "emnist-letters-test-images-idx3-ubyte",
               "emnist-letters-test-labels-idx1-ubyte");
  write_split (folder, "own-images.idx3-ubyte", "own-labels.idx1-ubyte");
  assert_refused (open_place (folder, "", &error), error, "2 data sets");
  set = open_place (folder, "emnist-letters-test-images-idx3-ubyte", &error);
  g_assert_no_error (error);
  assert_content (set, RAS_SPLIT_TEST);
  g_assert_cmpstr (ras_dataset_get_title (set), ==, "emnist-letters");
  ras_dataset_unref (set);
  set = open_place (folder, "own-labels.idx1-ubyte", &error);
  g_assert_no_error (error);
  assert_content (set, RAS_SPLIT_TRAIN);
  g_assert_cmpuint (ras_dataset_get_n_images (set, RAS_SPLIT_TEST), ==, 0);
}

/* More than ten classes are called by their numbers. */
static void
test_many_classes (void)
{
  g_autoptr (TempFolder) folder = temp_folder_new ();
  g_autoptr (GByteArray) y = make_labels ();
  g_autoptr (GError) error = NULL;
  g_autoptr (RasDataset) set = NULL;

  write_split (folder, "train-images-idx3-ubyte", "train-labels-idx1-ubyte");
  y->data[8 + 5] = 255;
  write_bytes (folder, "train-labels-idx1-ubyte", y);
  set = open_place (folder, "", &error);
  g_assert_no_error (error);
  g_assert_cmpuint (ras_dataset_get_n_classes (set), ==, 256);
  g_assert_cmpstr (ras_dataset_get_class_name (set, 255), ==, "255");
}

static void
test_missing (void)
{
  g_autoptr (TempFolder) folder = temp_folder_new ();
  g_autofree char *images = g_build_filename (folder, "train-images-idx3-ubyte", NULL);
  g_autofree char *labels = g_build_filename (folder, "train-labels-idx1-ubyte", NULL);
  g_autofree char *gone = g_build_filename (folder, "gone", NULL);
  GError *error = NULL;

  write_split (folder, "train-images-idx3-ubyte", "train-labels-idx1-ubyte");
  g_remove (labels);
  assert_refused (open_place (folder, "", &error), error, "no file of labels");
  write_split (folder, "train-images-idx3-ubyte", "train-labels-idx1-ubyte");
  g_remove (images);
  assert_refused (open_place (folder, "", &error), error, "no file of images");
  assert_refused (ras_reader_idx.open (gone, NULL, &error), error, "gone");
  write_split (folder, "train-images-idx3-ubyte", "train-labels-idx1-ubyte");
  g_rename (images, gone);
  g_rename (labels, images);
  g_rename (gone, labels);
  assert_refused (open_place (folder, "", &error), error, "holds no images");
}

/* Puts a byte into the header of the images and opens the set. */
static void
refuse_header (const char *folder, guint place, guint8 value, const char *words)
{
  g_autoptr (GByteArray) x = make_images ();
  g_autoptr (GByteArray) packed = NULL;
  GError *error = NULL;

  x->data[place] = value;
  packed = compress_gzip (x);
  write_bytes (folder, "train-images-idx3-ubyte", x);
  assert_refused (open_place (folder, "", &error), error, words);
  write_bytes (folder, "train-images-idx3-ubyte", packed);
  assert_refused (open_place (folder, "", &error), error, words);
}

static void
test_wrong_headers (void)
{
  g_autoptr (TempFolder) folder = temp_folder_new ();

  write_split (folder, "train-images-idx3-ubyte", "train-labels-idx1-ubyte");
  refuse_header (folder, 0, 1, "no IDX file");
  refuse_header (folder, 2, 0x0d, "does not hold bytes");
  refuse_header (folder, 3, 4, "which of them is the colour");
  refuse_header (folder, 3, 1, "holds no images");
  refuse_header (folder, 7, N - 1, "does not end after its last item");
  refuse_header (folder, 7, N + 1, "ends in item 13 of the 13");
  refuse_header (folder, 4, 0xff, "ends in item");
  refuse_header (folder, 8, 0xff, "ends in item");
}

static void
test_impossible_size (void)
{
  g_autoptr (TempFolder) folder = temp_folder_new ();
  g_autoptr (GByteArray) x = make_images ();
  GError *error = NULL;

  write_split (folder, "train-images-idx3-ubyte", "train-labels-idx1-ubyte");
  memset (x->data + 4, 0xff, 12);
  write_bytes (folder, "train-images-idx3-ubyte", x);
  assert_refused (open_place (folder, "", &error), error, "impossible size");
  memset (x->data + 4, 0, 12);
  write_bytes (folder, "train-images-idx3-ubyte", x);
  assert_refused (open_place (folder, "", &error), error, "does not end");
  g_byte_array_set_size (x, 16);
  write_bytes (folder, "train-images-idx3-ubyte", x);
  assert_refused (open_place (folder, "", &error), error, "12 labels for 0 images");
}

static void
test_counts (void)
{
  g_autoptr (TempFolder) folder = temp_folder_new ();
  g_autoptr (GByteArray) y = make_labels ();
  GError *error = NULL;

  write_split (folder, "train-images-idx3-ubyte", "train-labels-idx1-ubyte");
  y->data[7] = N - 1;
  g_byte_array_set_size (y, y->len - 1);
  write_bytes (folder, "train-labels-idx1-ubyte", y);
  assert_refused (open_place (folder, "", &error), error, "11 labels for 12 images");
}

/* Every beginning of a plain and of a gzipped file, and what comes behind the end. */
static void
test_truncated (void)
{
  g_autoptr (TempFolder) folder = temp_folder_new ();
  g_autoptr (GByteArray) plain = make_images ();
  g_autoptr (GByteArray) packed = compress_gzip (plain);
  GByteArray *files[] = { plain, packed };
  GError *error = NULL;

  write_split (folder, "train-images-idx3-ubyte", "train-labels-idx1-ubyte");
  for (gsize i = 0; i < G_N_ELEMENTS (files); i++)
    {
      guint whole = files[i]->len;

      for (guint length = 0; length < whole; length++)
        {
          GByteArray part = { files[i]->data, length };

          write_bytes (folder, "train-images-idx3-ubyte", &part);
          assert_refused (open_place (folder, "", &error), error, "train-images-idx3-ubyte");
        }
      g_byte_array_append (files[i], (const guint8 *) "x", 1);
      write_bytes (folder, "train-images-idx3-ubyte", files[i]);
      assert_refused (open_place (folder, "", &error), error, "does not end after its last item");
    }
}

/* A wrong checksum means wrong pixels. */
static void
test_checksum (void)
{
  g_autoptr (TempFolder) folder = temp_folder_new ();
  g_autoptr (GByteArray) plain = make_images ();
  g_autoptr (GByteArray) packed = compress_gzip (plain);
  GError *error = NULL;

  write_split (folder, "train-images-idx3-ubyte", "train-labels-idx1-ubyte");
  packed->data[packed->len - 6] ^= 1;
  write_bytes (folder, "train-images-idx3-ubyte", packed);
  assert_refused (open_place (folder, "", &error), error, "the file is damaged");
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/idx/folder-and-files", test_folder_and_files);
  g_test_add_func ("/idx/gzip", test_gzip);
  g_test_add_func ("/idx/fashion", test_fashion);
  g_test_add_func ("/idx/prefixes", test_prefixes);
  g_test_add_func ("/idx/many-classes", test_many_classes);
  g_test_add_func ("/idx/missing", test_missing);
  g_test_add_func ("/idx/wrong-headers", test_wrong_headers);
  g_test_add_func ("/idx/impossible-size", test_impossible_size);
  g_test_add_func ("/idx/counts", test_counts);
  g_test_add_func ("/idx/truncated", test_truncated);
  g_test_add_func ("/idx/checksum", test_checksum);
  return g_test_run ();
}
