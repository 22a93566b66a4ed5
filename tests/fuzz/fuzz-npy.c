/* An .npy as images and as labels. */
#include "npy-convert.h"

int LLVMFuzzerTestOneInput (const guint8 *data, size_t size);

int
LLVMFuzzerTestOneInput (const guint8 *data, size_t size)
{
  g_autoptr (GBytes) bytes = g_bytes_new_static (data, size);
  g_autoptr (GPtrArray) remarks = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (RasNpyArray) array = ras_npy_array_new (bytes, "fuzz.npy", NULL);
  g_autoptr (GBytes) pixels = NULL;
  g_autoptr (GBytes) labels = NULL;
  RasNpyLayout layout;
  guint n_classes = 0;

  if (array == NULL)
    return 0;
  if (ras_npy_find_layout (array, &layout, remarks, NULL))
    pixels = ras_npy_to_pixels (array, &layout, remarks, NULL, NULL);
  labels = ras_npy_to_labels (array, &n_classes, NULL);
  if (pixels)
    g_assert_cmpuint (g_bytes_get_size (pixels), ==,
                      layout.n_images * layout.channels * layout.height * layout.width);
  if (labels)
    g_assert_cmpuint (g_bytes_get_size (labels), ==, 2 * array->header.n_items);
  return 0;
}
