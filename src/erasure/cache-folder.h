/* The cache's folder, for others who keep files in it. */
#pragma once

#include "cache.h"

G_BEGIN_DECLS

/* Creates the folder where it is missing. */
gboolean ras_cache_make_folder (RasCache *cache, GError **error);

/* Removes the files used longest ago while there is more than the limit. */
void ras_cache_enforce_limit (RasCache *cache);

G_END_DECLS
