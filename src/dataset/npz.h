/* NumPy's .npz: a ZIP archive of .npy files. */
#pragma once

#include <gio/gio.h>

#include "progress.h"

G_BEGIN_DECLS

/* The members "NAME.npy" of the archive held in `file` whose NAME is one of
 * `wanted` (NULL-terminated), as a table from NAME to GBytes. Others are skipped
 * unread. `name` is for the messages. RAS_DATASET_ERROR_DAMAGED for what is no
 * whole archive, G_IO_ERROR for what does not fit in memory. */
GHashTable *ras_npz_read (GBytes *file, const char *name, const char *const *wanted,
                          const RasProgress *progress, GError **error);

G_END_DECLS
