#include "dataset.h"
#include "npy.h"
#include "temp-folder.h"

#include <string.h>

/* A version 1 file with this dictionary and `size` zero bytes of items. */
static GBytes *
make_file (const char *dictionary, gsize size)
{
  GByteArray *file = g_byte_array_new ();
  guint8 length = strlen (dictionary);
  guint8 *zeros = g_malloc0 (size + 1);

  g_byte_array_append (file, (const guint8 *) "\x93NUMPY\x01\x00", 8);
  g_byte_array_append (file, &length, 1);
  g_byte_array_append (file, (const guint8 *) "\x00", 1);
  g_byte_array_append (file, (const guint8 *) dictionary, length);
  g_byte_array_append (file, zeros, size);
  g_free (zeros);
  return g_byte_array_free_to_bytes (file);
}

static gboolean
parse (const char *dictionary, gsize size, RasNpyHeader *header, GError **error)
{
  g_autoptr (GBytes) bytes = make_file (dictionary, size);

  return ras_npy_parse (bytes, "a.npy", header, error);
}

static void
test_round_trip (void)
{
  const gsize shape[] = { 7, 3, 2, 1 };
  g_autoptr (GBytes) head = ras_npy_make_header ("<f4", 4, shape);
  GByteArray *file = g_byte_array_new ();
  g_autoptr (GBytes) bytes = NULL;
  g_autofree char *text = NULL, *type = NULL;
  guint8 items[7 * 3 * 2 * 4] = { 0 };
  RasNpyHeader header;

  g_byte_array_append (file, g_bytes_get_data (head, NULL), g_bytes_get_size (head));
  g_byte_array_append (file, items, sizeof items);
  bytes = g_byte_array_free_to_bytes (file);
  g_assert_true (ras_npy_parse (bytes, "a.npy", &header, NULL));
  g_assert_cmpuint (g_bytes_get_size (head) % 64, ==, 0);
  g_assert_cmpuint (header.data_offset, ==, g_bytes_get_size (head));
  g_assert_cmpint (header.kind, ==, 'f');
  g_assert_cmpuint (header.item_size, ==, 4);
  g_assert_cmpuint (header.n_items, ==, 42);
  text = ras_npy_format_shape (&header);
  type = ras_npy_format_type (&header);
  g_assert_cmpstr (text, ==, "(7, 3, 2, 1)");
  g_assert_cmpstr (type, ==, "float32");
}

/* Byte for byte what numpy.save writes for numpy.zeros(3, 'int64'). */
static void
test_as_numpy (void)
{
  const gsize shape[] = { 3 };
  g_autoptr (GBytes) head = ras_npy_make_header ("<i8", 1, shape);
  static const char expected[] = "\x93NUMPY\x01\x00v\x00{'descr': '<i8', 'fortran_order': False, "
                                 "'shape': (3,), }";
  const char *data = g_bytes_get_data (head, NULL);

  g_assert_cmpuint (g_bytes_get_size (head), ==, 128);
  g_assert_cmpmem (data, sizeof expected - 1, expected, sizeof expected - 1);
  for (gsize i = sizeof expected - 1; i < 127; i++)
    g_assert_cmpint (data[i], ==, ' ');
  g_assert_cmpint (data[127], ==, '\n');
}

static void
test_dictionaries (void)
{
  RasNpyHeader header;

  g_assert_true (parse ("{\"shape\":(2,3),\"fortran_order\":True,\"descr\":\">i2\"}", 12, &header,
                        NULL));
  g_assert_true (header.fortran);
  g_assert_true (header.swapped == (G_BYTE_ORDER == G_LITTLE_ENDIAN));
  g_assert_cmpuint (header.shape[1], ==, 3);
  g_assert_true (parse ("{'descr': '|b1', 'fortran_order': False, 'shape': (), }  \n", 1, &header,
                        NULL));
  g_assert_cmpuint (header.n_dimensions, ==, 0);
  g_assert_cmpuint (header.n_items, ==, 1);
  g_assert_true (parse ("{'descr': '|u1', 'fortran_order': False, 'shape': (0, 5), }", 0, &header,
                        NULL));
  g_assert_cmpuint (header.n_items, ==, 0);
}

static void
test_lengths (void)
{
  static const char dictionary[] = "{'descr': '<i4', 'fortran_order': False, 'shape': (3,), }";
  GError *error = NULL;
  RasNpyHeader header;

  g_assert_true (parse (dictionary, 12, &header, NULL));
  assert_refused (parse (dictionary, 11, &header, &error), error, "ends before its last item");
  assert_refused (parse (dictionary, 13, &header, &error), error, "goes on after its last item");
  assert_refused (parse ("{'descr': '<i8', 'fortran_order': False, "
                         "'shape': (4611686018427387904,), }", 0, &header, &error),
                  error, "ends before");
  assert_refused (parse ("{'descr': '|u1', 'fortran_order': False, "
                         "'shape': (4294967296, 4294967296), }", 0, &header, &error),
                  error, "damaged header");
}

static void
test_no_numbers (void)
{
  static const char *const types[] = { "'<U5'", "'|S3'", "'|O'", "'<c8'", "'<f16'", "'<M8[ns]'",
                                       "'|b8'", "'<i3'", "[('a', '<i4')]" };
  RasNpyHeader header;

  for (gsize i = 0; i < G_N_ELEMENTS (types); i++)
    {
      g_autofree char *text
          = g_strdup_printf ("{'descr': %s, 'fortran_order': False, 'shape': (1,), }", types[i]);
      g_autoptr (GError) error = NULL;

      g_assert_false (parse (text, 8, &header, &error));
      g_assert_error (error, RAS_DATASET_ERROR, RAS_DATASET_ERROR_UNSUITABLE);
    }
}

static void
test_damaged_headers (void)
{
  static const char *const headers[] = {
    "",
    "{",
    "{}",
    "{'descr': '<i4', 'fortran_order': False}",
    "{'descr': '<i4', 'fortran_order': Maybe, 'shape': (1,)}",
    "{'descr': '<i4', 'fortran_order': False, 'shape': (1",
    "{'descr': '<i4', 'fortran_order': False, 'shape': (-1,)}",
    "{'descr': '<i4', 'descr': '<i4', 'fortran_order': False, 'shape': (1,)}",
    "{'descr': '<i4', 'fortran_order': False, 'shape': (1,1,1,1,1,1,1,1,1)}",
    "{'descr': '<i4', 'fortran_order': False, 'shape': (99999999999999999999,)}",
    "{'descr': '<i4', 'more': 1, 'fortran_order': False, 'shape': (1,)}",
  };
  RasNpyHeader header;

  for (gsize i = 0; i < G_N_ELEMENTS (headers); i++)
    {
      GError *error = NULL;

      assert_refused (parse (headers[i], 4, &header, &error), error, "a.npy has a damaged header");
    }
}

static void
test_not_npy (void)
{
  g_autoptr (GBytes) empty = g_bytes_new_static (NULL, 0);
  g_autoptr (GBytes) text = g_bytes_new_static ("hello, world", 12);
  g_autoptr (GBytes) version = g_bytes_new_static ("\x93NUMPY\x09\x00\x00\x00", 10);
  g_autoptr (GBytes) promise = g_bytes_new_static ("\x93NUMPY\x02\x00\xff\xff\xff\xff", 12);
  GError *error = NULL;
  RasNpyHeader header;

  assert_refused (ras_npy_parse (empty, "a.npy", &header, &error), error, "no NumPy array");
  assert_refused (ras_npy_parse (text, "a.npy", &header, &error), error, "no NumPy array");
  assert_refused (ras_npy_parse (version, "a.npy", &header, &error), error, "damaged header");
  assert_refused (ras_npy_parse (promise, "a.npy", &header, &error), error, "damaged header");
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/npy/round-trip", test_round_trip);
  g_test_add_func ("/npy/as-numpy", test_as_numpy);
  g_test_add_func ("/npy/dictionaries", test_dictionaries);
  g_test_add_func ("/npy/lengths", test_lengths);
  g_test_add_func ("/npy/no-numbers", test_no_numbers);
  g_test_add_func ("/npy/damaged-headers", test_damaged_headers);
  g_test_add_func ("/npy/not-npy", test_not_npy);
  return g_test_run ();
}
