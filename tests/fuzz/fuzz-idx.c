/* An IDX file as images and as labels. */
#include "idx-file.h"

int LLVMFuzzerTestOneInput (const guint8 *data, size_t size);

int
LLVMFuzzerTestOneInput (const guint8 *data, size_t size)
{
  static const guint ranks[] = { RAS_IDX_IMAGES, RAS_IDX_LABELS };
  g_autoptr (GBytes) file = g_bytes_new_static (data, size);

  for (gsize i = 0; i < G_N_ELEMENTS (ranks); i++)
    {
      gsize shape[RAS_IDX_IMAGES], n = 1;
      g_autoptr (GError) error = NULL;
      g_autoptr (GBytes) items = ras_idx_read (file, "fuzz", ranks[i], shape, NULL, &error);

      g_assert_true ((items == NULL) == (error != NULL));
      for (guint j = 0; items && j < ranks[i]; j++)
        n *= shape[j];
      if (items)
        g_assert_cmpuint (g_bytes_get_size (items), ==, n);
    }
  return 0;
}
