/* Spans of time in words, as exact as a guess deserves. */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* "20 s", "4 min", "3 h", "5 days"; NULL for NAN. Free with g_free(). */
char *ras_duration_format (double seconds);

G_END_DECLS
