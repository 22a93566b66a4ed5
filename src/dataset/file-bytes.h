/* Files as bytes, with sentences for what goes wrong.
 *
 * Only regular files are opened: a pipe would wait for ever and a device never
 * ends. A missing file is RAS_DATASET_ERROR_NOT_FOUND, anything else a
 * G_IO_ERROR; the message names the file. */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/* The whole file in memory of its own. Refuses more than `limit` bytes. */
GBytes *ras_file_read (const char *path, gsize limit, GError **error);

/* The first `length` bytes of a file, or all of a shorter one. */
GBytes *ras_file_read_start (const char *path, gsize length, GError **error);

/* The whole file, mapped. Its content must stay as it is while the bytes are in
 * use; replacing or deleting the file (as opposed to overwriting it) is fine. */
GBytes *ras_file_map (const char *path, GError **error);

/* The size of a regular file. */
gboolean ras_file_get_size (const char *path, gsize *size, GError **error);

G_END_DECLS
