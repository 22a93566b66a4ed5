/* One picture from a file: PNG through libpng, anything else through gdk-pixbuf. */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Decodes `path`, turns photos upright (EXIF), composes transparency over white,
 * and, when `side` is not 0, crops the centre square and scales it (area average
 * when shrinking) to side × side; otherwise keeps the picture's own size.
 * Returns C × H × W bytes, channel planes first, to be freed with g_free();
 * `channels` is 1 or 3 as asked (3 to 1 by Rec. 601 luma), or 0 on entry for
 * 1 if every pixel is grey and 3 if not. Errors are RAS_DATASET_ERROR or
 * G_IO_ERROR; the message names the file. Safe to call on any thread. */
guint8 *ras_image_file_load (const char *path, guint side, guint *channels, guint *height,
                             guint *width, GError **error);

/* The size as stored, before turning upright, without decoding the pixels. */
gboolean ras_image_file_probe (const char *path, guint *height, guint *width, GError **error);

/* TRUE for a file name whose ending is one of an image format we can decode. */
gboolean ras_image_file_has_image_name (const char *name);

G_END_DECLS
