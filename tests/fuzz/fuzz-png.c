/* A PNG. Its checksums are set right first: otherwise nearly every input would
 * end at the first of them and nothing behind it would be tried. */
#include "png-reader.h"

#include <string.h>
#include <zlib.h>

#define SIGNATURE 8
#define AROUND 12 /* length, name and checksum of a chunk */

int LLVMFuzzerTestOneInput (const guint8 *data, size_t size);

static void
mend_checksums (guint8 *data, gsize size)
{
  gsize length;

  for (gsize at = SIGNATURE; at + AROUND <= size; at += AROUND + length)
    {
      guint32 word;

      memcpy (&word, data + at, 4);
      length = GUINT32_FROM_BE (word);
      if (length > size - at - AROUND)
        break;
      word = GUINT32_TO_BE (crc32 (0, data + at + 4, length + 4));
      memcpy (data + at + 8 + length, &word, 4);
    }
}

int
LLVMFuzzerTestOneInput (const guint8 *data, size_t size)
{
  g_autofree guint8 *mended = g_memdup2 (data, size);
  g_autoptr (GError) error = NULL;
  g_autoptr (GdkPixbuf) pixbuf = NULL;

  mend_checksums (mended, size);
  pixbuf = ras_png_decode (mended, size, "fuzz.png", &error);
  g_assert_true ((pixbuf == NULL) == (error != NULL));
  return 0;
}
