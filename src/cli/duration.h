/* Durations as a person says them. */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* "a few seconds", "about 40 seconds", "about 3 minutes", "about 2 hours", "about 5 days". Free with
 * g_free(). */
char *ras_duration_format (double seconds);

G_END_DECLS
