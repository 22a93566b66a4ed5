/* NPY files that a test makes. */
#pragma once

#include "npy.h"
#include "temp-folder.h"

/* Writes FOLDER/name with a header for `shape` and returns its path. */
static inline char *
npy_file_write (const char *folder, const char *name, const char *descr, guint n_dimensions,
                const gsize *shape, gconstpointer data, gsize size)
{
  g_autoptr (GBytes) header = ras_npy_make_header (descr, n_dimensions, shape);
  g_autoptr (GByteArray) all = g_byte_array_new ();

  g_byte_array_append (all, g_bytes_get_data (header, NULL), g_bytes_get_size (header));
  g_byte_array_append (all, data, size);
  return temp_folder_write (folder, name, all->data, all->len);
}
