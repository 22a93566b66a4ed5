#include "npy.h"
#include "npz.h"
#include "reader.h"
#include "temp-folder.h"

#include <archive.h>
#include <archive_entry.h>
#include <math.h>
#include <string.h>

/* An array on its way into a file. */
typedef struct
{
  const char *descr;
  gsize shape[4];
  guint n_dimensions;
  gconstpointer items;
  gsize size;
} Array;

static GBytes *
encode (const Array *array)
{
  g_autoptr (GBytes) head = ras_npy_make_header (array->descr, array->n_dimensions, array->shape);
  GByteArray *file = g_byte_array_new ();

  g_byte_array_append (file, g_bytes_get_data (head, NULL), g_bytes_get_size (head));
  g_byte_array_append (file, array->items, array->size);
  return g_byte_array_free_to_bytes (file);
}

static void
write_array (const char *folder, const char *name, const Array *array)
{
  g_autoptr (GBytes) bytes = encode (array);
  g_autofree char *path = temp_folder_write (folder, name, g_bytes_get_data (bytes, NULL),
                                             g_bytes_get_size (bytes));
}

static RasDataset *
open_in (const char *folder, const char *name, GError **error)
{
  g_autofree char *path = g_build_filename (folder, name, NULL);

  g_assert_true (ras_reader_npy.recognises (path));
  return ras_reader_npy.open (path, NULL, error);
}

/* 4 images of 3 × 2 × 2 with items 0 … 47, and labels 1 0 3 1. */
static guint8 bytes48[48];
static const gint64 labels4[] = { 1, 0, 3, 1 };
static const Array x_first = { "|u1", { 4, 3, 2, 2 }, 4, bytes48, 48 };
static const Array x_last = { "|u1", { 4, 2, 2, 3 }, 4, bytes48, 48 };
static const Array y = { "<i8", { 4 }, 1, labels4, sizeof labels4 };

static void
test_pair (void)
{
  g_autoptr (TempFolder) folder = temp_folder_new ();
  g_autoptr (GError) error = NULL;
  g_autoptr (RasDataset) set = NULL;
  g_autoptr (RasDataset) other = NULL;

  write_array (folder, "a.npy", &x_first);
  write_array (folder, "a.labels.npy", &y);
  set = open_in (folder, "a.npy", &error);
  g_assert_no_error (error);
  g_assert_cmpuint (ras_dataset_get_n_images (set, RAS_SPLIT_TRAIN), ==, 4);
  g_assert_cmpuint (ras_dataset_get_n_images (set, RAS_SPLIT_TEST), ==, 0);
  /* Label 2 is skipped, so there are four classes and one without images. */
  g_assert_cmpuint (ras_dataset_get_n_classes (set), ==, 4);
  g_assert_cmpstr (ras_dataset_get_class_name (set, 3), ==, "class 3");
  g_assert_cmpuint (ras_dataset_get_label (set, RAS_SPLIT_TRAIN, 2), ==, 3);
  g_assert_cmpuint (ras_dataset_get_image (set, RAS_SPLIT_TRAIN, 1)[5], ==, 17);
  other = open_in (folder, "a.labels.npy", &error);
  g_assert_no_error (error);
  g_assert_cmpstr (ras_dataset_get_fingerprint (set), ==, ras_dataset_get_fingerprint (other));
}

static void
test_channels_last (void)
{
  g_autoptr (TempFolder) folder = temp_folder_new ();
  g_autoptr (RasDataset) set = NULL;

  write_array (folder, "a.npy", &x_last);
  write_array (folder, "a.labels.npy", &y);
  set = open_in (folder, "a.npy", NULL);
  g_assert_nonnull (set);
  g_assert_cmpuint (ras_dataset_get_channels (set), ==, 3);
  for (guint c = 0; c < 3; c++)
    for (guint p = 0; p < 4; p++)
      g_assert_cmpuint (ras_dataset_get_image (set, RAS_SPLIT_TRAIN, 2)[c * 4 + p], ==,
                        24 + p * 3 + c);
}

static void
test_grey_and_ambiguous (void)
{
  static const Array grey = { "|u1", { 4, 4, 3 }, 3, bytes48, 48 };
  static const Array ambiguous = { "|u1", { 4, 3, 4, 1 }, 4, bytes48, 48 };
  g_autoptr (TempFolder) folder = temp_folder_new ();
  g_autoptr (RasDataset) one = NULL;
  g_autoptr (RasDataset) three = NULL;

  write_array (folder, "a.npy", &grey);
  write_array (folder, "a.labels.npy", &y);
  one = open_in (folder, "a.npy", NULL);
  g_assert_cmpuint (ras_dataset_get_channels (one), ==, 1);
  g_assert_cmpuint (ras_dataset_get_height (one), ==, 4);
  g_assert_cmpuint (ras_dataset_get_width (one), ==, 3);
  write_array (folder, "a.npy", &ambiguous);
  three = open_in (folder, "a.npy", NULL);
  g_assert_cmpuint (ras_dataset_get_channels (three), ==, 3);
  g_assert_nonnull (strstr (ras_dataset_get_remarks (three)[0], "(4, 3, 4, 1)"));
}

static void
test_test_split (void)
{
  static const Array smaller = { "|u1", { 12, 1, 2, 2 }, 4, bytes48, 48 };
  g_autoptr (TempFolder) folder = temp_folder_new ();
  g_autoptr (RasDataset) set = NULL;
  GError *error = NULL;

  write_array (folder, "a.npy", &x_first);
  write_array (folder, "a.labels.npy", &y);
  write_array (folder, "a.test.npy", &x_first);
  assert_refused (open_in (folder, "a.npy", &error), error, "save them as a.test.labels.npy");
  write_array (folder, "a.test.labels.npy", &y);
  set = open_in (folder, "a.test.labels.npy", &error);
  g_assert_no_error (error);
  g_assert_cmpuint (ras_dataset_get_n_images (set, RAS_SPLIT_TEST), ==, 4);
  write_array (folder, "a.test.npy", &smaller);
  assert_refused (open_in (folder, "a.npy", &error), error, "different sizes");
}

/* 48 floating-point items i / 47 in each of the widths, both byte orders. */
static void
test_floats (void)
{
  static const char *const descrs[] = { "<f4", "<f8", ">f4", ">f8" };

  for (guint t = 0; t < 4; t++)
    {
      g_autoptr (TempFolder) folder = temp_folder_new ();
      g_autoptr (RasDataset) set = NULL;
      guint size = t % 2 ? 8 : 4;
      guint8 items[48 * 8];
      Array x = { descrs[t], { 4, 3, 2, 2 }, 4, items, 48 * size };

      for (guint i = 0; i < 48; i++)
        {
          double value = i / 47.;
          float single = value;
          guint64 bits = 0;

          if (size == 8)
            memcpy (&bits, &value, 8);
          else
            {
              guint32 low;

              memcpy (&low, &single, 4);
              bits = low;
            }
          for (guint b = 0; b < size; b++)
            items[i * size + b] = bits >> 8 * (t < 2 ? b : size - 1 - b);
        }
      write_array (folder, "a.npy", &x);
      write_array (folder, "a.labels.npy", &y);
      set = open_in (folder, "a.npy", NULL);
      g_assert_nonnull (set);
      for (guint i = 0; i < 48; i++)
        g_assert_cmpuint (ras_dataset_get_image (set, RAS_SPLIT_TRAIN, 0)[i], ==,
                          lround (i / 47. * 255));
      g_assert_nonnull (strstr (ras_dataset_get_remarks (set)[0], size == 8 ? "float64" : "float32"));
    }
}

/* Half precision: 0, the smallest subnormal, 0.5, 1, 1.0009765625 (slack), −0. */
static void
test_half (void)
{
  static const guint16 items[] = { 0, 1, 0x3800, 0x3c00, 0x3c01, 0x8000, 0x3555, 0x2e66 };
  static const guint8 expected[] = { 0, 0, 128, 255, 255, 0, 85, 25 };
  static const Array x = { "<f2", { 4, 1, 2 }, 3, items, sizeof items };
  g_autoptr (TempFolder) folder = temp_folder_new ();
  g_autoptr (RasDataset) set = NULL;
  g_autoptr (GError) error = NULL;
  guint16 swapped[8];
  Array big = { ">f2", { 4, 1, 2 }, 3, swapped, sizeof swapped };

  for (guint i = 0; i < 8; i++)
    swapped[i] = GUINT16_SWAP_LE_BE (items[i]);
  write_array (folder, "a.npy", G_BYTE_ORDER == G_LITTLE_ENDIAN ? &x : &big);
  write_array (folder, "a.labels.npy", &y);
  set = open_in (folder, "a.npy", &error);
  g_assert_no_error (error);
  g_assert_cmpmem (ras_dataset_get_image (set, RAS_SPLIT_TRAIN, 0), 8, expected, 8);
}

static void
test_bad_values (void)
{
  g_autoptr (TempFolder) folder = temp_folder_new ();
  GError *error = NULL;
  float items[48] = { 0 };
  Array x = { G_BYTE_ORDER == G_LITTLE_ENDIAN ? "<f4" : ">f4", { 4, 3, 2, 2 }, 4, items, 192 };

  write_array (folder, "a.labels.npy", &y);
  items[2 * 12 + 1 * 4 + 1 * 2 + 0] = NAN;
  write_array (folder, "a.npy", &x);
  assert_refused (open_in (folder, "a.npy", &error), error, "not a number (NaN) at [2, 1, 1, 0]");
  items[30] = 255;
  write_array (folder, "a.npy", &x);
  assert_refused (open_in (folder, "a.npy", &error), error, "a.npy is 255 at [2, 1, 1, 0]");
  items[30] = 0;
  items[47] = -0.002;
  write_array (folder, "a.npy", &x);
  assert_refused (open_in (folder, "a.npy", &error), error, "-0.002 at [3, 2, 1, 1]");
}

static void
test_label_types (void)
{
  static const gint8 i1[] = { 1, 0, 3, 1 };
  static const guint8 u4_big[] = { 0, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0, 3, 0, 0, 0, 1 };
  static const guint8 u2_little[] = { 1, 0, 0, 0, 3, 0, 1, 0 };
  static const Array arrays[] = {
    { "|i1", { 4 }, 1, i1, 4 },
    { ">u4", { 4, 1 }, 2, u4_big, 16 },
    { "<u2", { 4 }, 1, u2_little, 8 },
  };

  for (gsize t = 0; t < G_N_ELEMENTS (arrays); t++)
    {
      g_autoptr (TempFolder) folder = temp_folder_new ();
      g_autoptr (RasDataset) set = NULL;

      write_array (folder, "a.npy", &x_first);
      write_array (folder, "a.labels.npy", &arrays[t]);
      set = open_in (folder, "a.npy", NULL);
      g_assert_nonnull (set);
      for (guint i = 0; i < 4; i++)
        g_assert_cmpint (ras_dataset_get_label (set, RAS_SPLIT_TRAIN, i), ==, labels4[i]);
    }
}

static void
test_bad_labels (void)
{
  static const gint8 negative[] = { 1, 0, -5, 1 };
  static const guint8 huge[32] = { 0, 0, 0, 0, 0, 0, 0, 0, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff,
                                   0xff };
  static const double real[4] = { 0 };
  static const struct
  {
    Array y;
    const char *words;
  } cases[] = {
    { { "|i1", { 4 }, 1, negative, 4 }, "label -5 in row 2" },
    { { "<u8", { 4 }, 1, huge, 32 }, "label 18446744073709551615 in row 1" },
    { { "<f8", { 4 }, 1, real, 32 }, "holds float64: save the labels as integers" },
    { { "|i1", { 2, 2 }, 2, negative, 4 }, "has the shape (2, 2)" },
    { { "<i8", { 3 }, 1, labels4, 24 }, "4 images but 3 labels" },
    { { "<i8", { 0 }, 1, labels4, 0 }, "4 images but 0 labels" },
  };
  g_autoptr (TempFolder) folder = temp_folder_new ();

  write_array (folder, "a.npy", &x_first);
  for (gsize t = 0; t < G_N_ELEMENTS (cases); t++)
    {
      GError *error = NULL;

      write_array (folder, "a.labels.npy", &cases[t].y);
      assert_refused (open_in (folder, "a.npy", &error), error, cases[t].words);
    }
}

static void
test_bad_images (void)
{
  static const struct
  {
    Array x;
    const char *words;
  } cases[] = {
    { { "|i1", { 4, 3, 2, 2 }, 4, bytes48, 48 }, "holds int8: save the images as uint8" },
    { { "|u1", { 4, 12 }, 2, bytes48, 48 }, "has the shape (4, 12): reshape it" },
    { { "|u1", { 4, 2, 3, 2 }, 4, bytes48, 48 }, "has the shape (4, 2, 3, 2): reshape it" },
    { { "|u1", { 4, 3, 0, 2 }, 4, bytes48, 0 }, "1 to 65535 pixels" },
    { { "|u1", { 0, 3, 2, 2 }, 4, bytes48, 0 }, "0 images but 4 labels" },
  };
  g_autoptr (TempFolder) folder = temp_folder_new ();
  GError *error = NULL;
  g_autoptr (GBytes) bytes = encode (&x_first);
  g_autofree char *data = g_memdup2 (g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes));
  g_autofree char *path = NULL;

  write_array (folder, "a.labels.npy", &y);
  for (gsize t = 0; t < G_N_ELEMENTS (cases); t++)
    {
      write_array (folder, "a.npy", &cases[t].x);
      assert_refused (open_in (folder, "a.npy", &error), error, cases[t].words);
    }
  memcpy (strstr (data + 10, "False"), "True ", 5);
  path = temp_folder_write (folder, "a.npy", data, g_bytes_get_size (bytes));
  assert_refused (open_in (folder, "a.npy", &error), error, "a.npy is stored in Fortran order");
}

static void
test_missing_half (void)
{
  g_autoptr (TempFolder) folder = temp_folder_new ();
  g_autofree char *gone = g_build_filename (folder, "gone.npy", NULL);
  GError *error = NULL;

  write_array (folder, "a.npy", &x_first);
  assert_refused (open_in (folder, "a.npy", &error), error,
                  "a.npy has no labels beside it: save them as a.labels.npy");
  write_array (folder, "b.labels.npy", &y);
  assert_refused (open_in (folder, "b.labels.npy", &error), error, "b.npy is not there");
  g_assert_false (ras_reader_npy.recognises (gone));
  assert_refused (ras_reader_npy.open (gone, NULL, &error), error, "gone.npy is not there");
}

/* Packs `names[i]` with the content of `arrays[i]`; returns the file's path. */
static char *
write_npz (const char *folder, const char *name, const char *const *names,
           const Array *const *arrays)
{
  char *path = g_build_filename (folder, name, NULL);
  struct archive *archive = archive_write_new ();

  archive_write_set_format_zip (archive);
  g_assert_cmpint (archive_write_open_filename (archive, path), ==, ARCHIVE_OK);
  for (; *names; names++, arrays++)
    {
      struct archive_entry *entry = archive_entry_new ();
      g_autoptr (GBytes) bytes = encode (*arrays);

      archive_entry_set_pathname (entry, *names);
      archive_entry_set_filetype (entry, AE_IFREG);
      archive_entry_set_size (entry, g_bytes_get_size (bytes));
      g_assert_cmpint (archive_write_header (archive, entry), ==, ARCHIVE_OK);
      g_assert_cmpint (archive_write_data (archive, g_bytes_get_data (bytes, NULL),
                                           g_bytes_get_size (bytes)),
                       ==, g_bytes_get_size (bytes));
      archive_entry_free (entry);
    }
  g_assert_cmpint (archive_write_close (archive), ==, ARCHIVE_OK);
  archive_write_free (archive);
  return path;
}

static void
test_npz (void)
{
  static const Array strings = { "<U2", { 1 }, 1, bytes48, 8 };
  static const char *const plain[] = { "names.npy", "x.npy", "y.npy", NULL };
  static const Array *const plain_arrays[] = { &strings, &x_first, &y };
  static const char *const keras[] = { "x_test.npy", "x_train.npy", "y_test.npy", "y_train.npy",
                                       NULL };
  static const Array *const keras_arrays[] = { &x_last, &x_last, &y, &y };
  g_autoptr (TempFolder) folder = temp_folder_new ();
  g_autofree char *a = write_npz (folder, "a.npz", plain, plain_arrays);
  g_autofree char *b = write_npz (folder, "b.npz", keras, keras_arrays);
  g_autoptr (GError) error = NULL;
  g_autoptr (RasDataset) first = ras_reader_npy.open (a, NULL, &error);
  g_autoptr (RasDataset) second = NULL;

  g_assert_no_error (error);
  g_assert_cmpuint (ras_dataset_get_image (first, RAS_SPLIT_TRAIN, 3)[11], ==, 47);
  g_assert_cmpuint (ras_dataset_get_label (first, RAS_SPLIT_TRAIN, 2), ==, 3);
  second = ras_reader_npy.open (b, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (ras_dataset_get_n_images (second, RAS_SPLIT_TEST), ==, 4);
  g_assert_cmpuint (ras_dataset_get_image (second, RAS_SPLIT_TEST, 0)[4], ==, 1);
}

/* What is not compressed stays where it is in the file; a wrong byte is still seen. */
static void
test_stored_npz (void)
{
  static const char *const wanted[] = { "x", NULL };
  g_autofree char *path
      = g_test_build_filename (G_TEST_DIST, "fuzz", "corpus", "npz", "stored.npz", NULL);
  g_autoptr (GBytes) file = NULL, damaged = NULL;
  g_autoptr (GHashTable) members = NULL;
  GError *error = NULL;
  g_autofree guint8 *copy = NULL;
  const guint8 *data, *x;
  char *content;
  gsize size, length;

  g_assert_true (g_file_get_contents (path, &content, &size, NULL));
  file = g_bytes_new_take (content, size);
  data = g_bytes_get_data (file, NULL);
  members = ras_npz_read (file, "stored.npz", wanted, NULL, &error);
  g_assert_no_error (error);
  x = g_bytes_get_data (g_hash_table_lookup (members, "x"), &length);
  g_assert_true (x > data && x + length < data + size);
  copy = g_memdup2 (data, size);
  copy[x + length - 1 - data] ^= 1;
  damaged = g_bytes_new_static (copy, size);
  assert_refused (ras_npz_read (damaged, "stored.npz", wanted, NULL, &error), error,
                  "stored.npz is incomplete");
}

static void
test_bad_npz (void)
{
  static const char *const names[] = { "x.npy", "z.npy", NULL };
  static const Array *const arrays[] = { &x_first, &y };
  g_autoptr (TempFolder) folder = temp_folder_new ();
  g_autofree char *path = write_npz (folder, "a.npz", names, arrays);
  g_autofree char *data = NULL;
  g_autofree char *empty = NULL;
  GError *error = NULL;
  gsize size;

  assert_refused (open_in (folder, "a.npz", &error), error, "a.npz has no y");
  g_assert_true (g_file_get_contents (path, &data, &size, NULL));
  g_assert_true (g_file_set_contents (path, data, size / 2, NULL));
  assert_refused (open_in (folder, "a.npz", &error), error, "a.npz is incomplete");
  empty = temp_folder_write (folder, "empty.npz", "", 0);
  assert_refused (open_in (folder, "empty.npz", &error), error, "empty.npz is incomplete");
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  for (guint i = 0; i < sizeof bytes48; i++)
    bytes48[i] = i;
  g_test_add_func ("/npy-reader/pair", test_pair);
  g_test_add_func ("/npy-reader/channels-last", test_channels_last);
  g_test_add_func ("/npy-reader/grey-and-ambiguous", test_grey_and_ambiguous);
  g_test_add_func ("/npy-reader/test-split", test_test_split);
  g_test_add_func ("/npy-reader/floats", test_floats);
  g_test_add_func ("/npy-reader/half", test_half);
  g_test_add_func ("/npy-reader/bad-values", test_bad_values);
  g_test_add_func ("/npy-reader/label-types", test_label_types);
  g_test_add_func ("/npy-reader/bad-labels", test_bad_labels);
  g_test_add_func ("/npy-reader/bad-images", test_bad_images);
  g_test_add_func ("/npy-reader/missing-half", test_missing_half);
  g_test_add_func ("/npy-reader/npz", test_npz);
  g_test_add_func ("/npy-reader/stored-npz", test_stored_npz);
  g_test_add_func ("/npy-reader/bad-npz", test_bad_npz);
  return g_test_run ();
}
