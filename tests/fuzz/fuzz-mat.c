/* A MATLAB file, through the reader and libmatio behind it. That one wants a file, which is kept in
 * memory. A compressed stream with a wrong bit ends at its checksum; so what is not compressed is
 * tried a second time with each variable compressed anew. */
#include "reader.h"

#include <fcntl.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>
#include <zlib.h>

#define FILE_HEADER 128
#define TAG 8

int LLVMFuzzerTestOneInput (const guint8 *data, size_t size);

static void
run (const guint8 *data, size_t size)
{
  int fd = memfd_create ("fuzz.mat", MFD_CLOEXEC);
  g_autofree char *path = g_strdup_printf ("/proc/self/fd/%d", fd);
  g_autoptr (GError) error = NULL;
  g_autoptr (RasDataset) set = NULL;

  g_assert_cmpint (fd, >=, 0);
  g_assert_cmpint (write (fd, data, size), ==, size);
  set = ras_reader_svhn.open (path, NULL, &error);
  g_assert_true ((set == NULL) == (error != NULL));
  close (fd);
}

static void
append_compressed (GByteArray *out, const guint8 *data, gsize size)
{
  uLongf length = compressBound (size);
  g_autofree guint8 *packed = g_malloc (length);
  guint32 tag[2] = { GUINT32_TO_LE (15) };

  g_assert_cmpint (compress (packed, &length, data, size), ==, Z_OK);
  tag[1] = GUINT32_TO_LE ((guint32) length);
  g_byte_array_append (out, (const guint8 *) tag, sizeof tag);
  g_byte_array_append (out, packed, length);
}

static GByteArray *
compress_variables (const guint8 *data, gsize size)
{
  GByteArray *out = g_byte_array_new ();
  gsize at = MIN (size, FILE_HEADER), length;

  g_byte_array_append (out, data, at);
  for (; size - at >= TAG; at += length)
    {
      guint32 inner;

      memcpy (&inner, data + at + 4, sizeof inner);
      length = MIN (size - at, TAG + (gsize) GUINT32_FROM_LE (inner));
      append_compressed (out, data + at, length);
    }
  return out;
}

int
LLVMFuzzerTestOneInput (const guint8 *data, size_t size)
{
  g_autoptr (GByteArray) compressed = compress_variables (data, size);

  run (data, size);
  run (compressed->data, compressed->len);
  return 0;
}
