/* Fitted erasers kept in a folder of the user's cache, one file a fit.
 *
 * A file is named by the data set's fingerprint, the eraser and its parameters. It is
 * written atomically, mapped when reopened, and verified (size, version, checksum) before
 * use; a damaged one is removed and fitted again. When the folder grows over its limit the
 * files used longest ago go first. What else is kept there, the drawn set's pixels and edited classes
 * (edited.h), counts and goes like the fits. */
#pragma once

#include "eraser.h"

G_BEGIN_DECLS

typedef struct _RasCache RasCache;

#define RAS_CACHE_DEFAULT_LIMIT (G_GUINT64_CONSTANT (4) << 30)

/* `folder` NULL: rasura/fits in the user's cache folder. `limit` in bytes, 0 for the
 * default. Nothing is created before the first store. */
RasCache *ras_cache_new (const char *folder, guint64 limit);
void ras_cache_free (RasCache *cache);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (RasCache, ras_cache_free)

const char *ras_cache_get_folder (RasCache *cache);

/* NULL if there is none or it was damaged (and is now gone); never an error. For an eraser
 * with a path the file may be shorter than options->target asks: check, go on from it. */
RasFit *ras_cache_load (RasCache *cache, const char *fingerprint, const RasEraser *eraser,
                        const RasFitOptions *options, gsize d, guint k);

/* Writes the fit, then enforces the limit. */
gboolean ras_cache_store (RasCache *cache, const char *fingerprint, RasFit *fit, GError **error);

guint64 ras_cache_get_size (RasCache *cache); /* bytes now in use */
/* Removes every kept file. */
gboolean ras_cache_clear (RasCache *cache, GError **error);

G_END_DECLS
