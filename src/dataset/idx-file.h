/* The IDX format of MNIST: a magic number, big-endian extents, then bytes; plain or gzipped. */
#pragma once

#include <gio/gio.h>

#include "progress.h"

G_BEGIN_DECLS

#define RAS_IDX_IMAGES 3 /* dimensions: n, H, W */
#define RAS_IDX_LABELS 1 /* n */

/* The bytes of `file`, an array of `rank` dimensions whose extents are put into `shape`. A view of
 * `file` itself unless that is gzipped, which its first bytes tell, not its name. `name` is for the
 * messages. RAS_DATASET_ERROR_DAMAGED for what is no whole file of this kind, _UNSUITABLE for other
 * numbers of dimensions or types, G_IO_ERROR for what does not fit in memory. */
GBytes *ras_idx_read (GBytes *file, const char *name, guint rank, gsize *shape,
                      const RasProgress *progress, GError **error);

G_END_DECLS
