/* PNG in, through libpng. */
#pragma once

#include <gdk-pixbuf/gdk-pixbuf.h>

G_BEGIN_DECLS

/* The longest side and the most pixels that a picture may claim to have. */
#define RAS_PICTURE_MAX_SIDE 32768
#define RAS_PICTURE_MAX_PIXELS 200000000

/* TRUE if the data begins as every PNG does. */
gboolean ras_png_is_png (gconstpointer data, gsize size);

/* The size from the header at the beginning, FALSE if that is damaged or absurd. */
gboolean ras_png_get_size (gconstpointer data, gsize size, int *height, int *width);

/* Decodes a PNG of any colour type and depth to 8-bit RGB or RGBA. `name` is for
 * the messages; errors are RAS_DATASET_ERROR. */
GdkPixbuf *ras_png_decode (gconstpointer data, gsize size, const char *name, GError **error);

G_END_DECLS
