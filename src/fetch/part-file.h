/* A file that is on its way: what has come of it, checked while it grows.
 *
 * FOLDER/.NAME.part holds the bytes so far and FOLDER/.NAME.part.origin what the server said
 * about their version. Both outlive the program, so that the download can go on later. */
#pragma once

#include "catalogue.h"
#include "progress.h"

G_BEGIN_DECLS

typedef struct _RasPartFile RasPartFile;

/* Opens what is there of `file` in `folder` (which is made), or begins. What is there is read
 * once for the checksum. One process at a time. */
RasPartFile *ras_part_file_open (const char *folder, const RasSourceFile *file,
                                 const RasProgress *progress, GError **error);
/* Closes it; what has come stays. NULL is allowed. */
void ras_part_file_close (RasPartFile *part);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (RasPartFile, ras_part_file_close)

guint64 ras_part_file_get_length (const RasPartFile *part);
gboolean ras_part_file_is_complete (const RasPartFile *part);
/* TRUE if some of it was there when it was opened. */
gboolean ras_part_file_was_resumed (const RasPartFile *part);

/* Which version of the file these bytes are of: an entity tag that starts with “"”, or else a
 * date. NULL: not known. */
const char *ras_part_file_get_validator (const RasPartFile *part);
/* NULL forgets it. */
void ras_part_file_set_validator (RasPartFile *part, const char *validator);

/* A full disk is RAS_FETCH_ERROR_SPACE; what could be written stays. More than the file may have
 * is RAS_FETCH_ERROR_CONTENT, and nothing stays. */
gboolean ras_part_file_append (RasPartFile *part, gconstpointer data, gsize length,
                               GError **error);
/* Begins anew with nothing. */
gboolean ras_part_file_restart (RasPartFile *part, GError **error);
/* Removes it. Nothing more can be done with it then. */
void ras_part_file_discard (RasPartFile *part);

/* Compares length and checksum and renames to FOLDER/NAME. Wrong content is
 * RAS_FETCH_ERROR_CONTENT and is removed. */
gboolean ras_part_file_finish (RasPartFile *part, GError **error);

/* Bytes that FOLDER/.NAME.part has, without opening it. */
guint64 ras_part_file_measure (const char *folder, const char *name);

/* TRUE if the file at `path` has the right length and checksum. FALSE with no error set: it has
 * not. */
gboolean ras_source_file_verify (const RasSourceFile *file, const char *path,
                                 const RasProgress *progress, GError **error);

G_END_DECLS
