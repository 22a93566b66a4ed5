#include "dataset-builder.h"
#include "memory.h"

#include <glib/gi18n.h>

void
ras_dataset_parts_clear (RasDatasetParts *parts)
{
  for (int split = 0; split < RAS_N_SPLITS; split++)
    {
      g_clear_pointer (&parts->pixels[split], g_bytes_unref);
      g_clear_pointer (&parts->labels[split], g_bytes_unref);
    }
}

guint8 *
ras_dataset_alloc_pixels (const char *name, gsize n, gsize d, GError **error)
{
  guint64 available = ras_memory_available ();
  gsize size = 0;

  if (__builtin_mul_overflow (n, d, &size) || size > available)
    {
      g_autofree char *needed = g_format_size (size ? size : G_MAXSIZE);
      g_autofree char *present = g_format_size (available);

      g_set_error (error, G_IO_ERROR, G_IO_ERROR_FAILED,
                   _ ("%s: %zu images of %zu bytes need %s of "
                      "memory, but only %s is free: use fewer or smaller images"),
                   name, n, d, needed, present);
      return NULL;
    }
  return ras_alloc_big (size, 1, _ ("the images"), error);
}

GBytes *
ras_dataset_take_pixels (guint8 *pixels, gsize size)
{
  return g_bytes_new_with_free_func (pixels, size, ras_free_big, pixels);
}

gboolean
ras_dataset_refuse (GError **error, RasDatasetError code, const char *format, ...)
{
  va_list arguments;

  va_start (arguments, format);
  if (error)
    *error = g_error_new_valist (RAS_DATASET_ERROR, code, format, arguments);
  va_end (arguments);
  return FALSE;
}
