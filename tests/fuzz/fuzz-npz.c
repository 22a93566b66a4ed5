/* An .npz: what comes out of the archive is whole, or nothing comes out. */
#include "npz.h"

int LLVMFuzzerTestOneInput (const guint8 *data, size_t size);

int
LLVMFuzzerTestOneInput (const guint8 *data, size_t size)
{
  static const char *const wanted[] = { "x", "y", NULL };
  g_autoptr (GBytes) bytes = g_bytes_new_static (data, size);
  g_autoptr (GError) error = NULL;
  g_autoptr (GHashTable) members = ras_npz_read (bytes, "fuzz.npz", wanted, NULL, &error);

  g_assert_true ((members == NULL) == (error != NULL));
  return 0;
}
