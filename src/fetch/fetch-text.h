/* What fetching says, on a terminal and in the window. All are to be freed with g_free(). */
#pragma once

#include "fetch.h"

G_BEGIN_DECLS

/* "12.3 MB of 170.1 MB · 2.1 MB/s · 2 min left", or what is being done instead. */
char *ras_fetch_state_describe (const RasFetchState *state);

/* "60 000 colour images of 32 × 32 in 10 classes". */
char *ras_source_describe_images (const RasSource *source);

G_END_DECLS
