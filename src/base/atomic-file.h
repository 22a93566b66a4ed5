/* Files that appear whole or not at all. */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/* A file being written under a temporary name beside its destination. */
typedef struct _RasAtomicFile RasAtomicFile;

/* Starts writing `path`. NULL and a sentence that names the file on failure. */
RasAtomicFile *ras_atomic_file_new (const char *path, GError **error);

/* Appends `length` bytes. A full disk is an error here, never a shorter file. */
gboolean ras_atomic_file_write (RasAtomicFile *file, gconstpointer data, gsize length,
                                GError **error);

/* Flushes to disk and renames into place. Frees `file` either way; on failure
 * nothing is left behind and what was at the destination before still is. */
gboolean ras_atomic_file_commit (RasAtomicFile *file, GError **error);

/* Gives up: removes the temporary file and frees. NULL is allowed. */
void ras_atomic_file_abort (RasAtomicFile *file);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (RasAtomicFile, ras_atomic_file_abort)

G_END_DECLS
