/* How fast bytes come, and how long the rest will take. */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

typedef struct
{
  gint64 when;   /* of the last mark, in µs; 0: none yet */
  guint64 bytes; /* then */
  double rate;   /* bytes per second; 0: not known yet */
} RasPace;

/* `bytes` had come at the monotonic time `now`. What was there at the first call does not count. */
void ras_pace_step (RasPace *pace, guint64 bytes, gint64 now);
/* Negative: not known. */
double ras_pace_get_seconds_left (const RasPace *pace, guint64 bytes, guint64 total);

G_END_DECLS
