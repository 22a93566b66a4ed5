/* The expected files out of an archive, and nothing else. */
#pragma once

#include "catalogue.h"
#include "progress.h"

G_BEGIN_DECLS

/* Writes the members that are listed to FOLDER/their path, each whole or not at all, and passes
 * over everything else in the archive. Fails if one is missing, is no plain file, or is shorter
 * or longer than it may be: no more than `most` bytes of any are ever written. */
gboolean ras_unpack (const char *archive, const RasSourceMember *members, guint n_members,
                     const char *folder, const RasProgress *progress, GError **error);

/* TRUE if all of them are in `folder`, going by names and sizes. */
gboolean ras_unpack_is_done (const RasSourceMember *members, guint n_members, const char *folder);

G_END_DECLS
