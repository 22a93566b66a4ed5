/* The file format of a kept fit. */
#pragma once

#include "eraser.h"

G_BEGIN_DECLS

/* Writes all of a fit to `path`, atomically. */
gboolean ras_cache_file_write (const char *path, const RasFit *fit, GError **error);

/* Maps a fit from `path`. NULL if there is no such file, or it is not a whole and unharmed
 * fit of that eraser for images of d pixels in k classes. */
RasFit *ras_cache_file_read (const char *path, const RasEraser *eraser,
                             const RasFitOptions *options, gsize d, guint k);

G_END_DECLS
