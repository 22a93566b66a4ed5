#include "pace.h"

#include <math.h>

/* A mark every half second; the rate forgets what was within some five of them. */
#define MARK (G_USEC_PER_SEC / 2)
#define MEMORY (3.0 * G_USEC_PER_SEC)

void
ras_pace_step (RasPace *pace, guint64 bytes, gint64 now)
{
  double passed = now - pace->when, rate, keep;

  /* Starting over: what was downloaded before is worth nothing now. */
  if (pace->when == 0 || bytes < pace->bytes)
    {
      *pace = (RasPace) { now, bytes, 0 };
      return;
    }
  if (passed < MARK)
    return;
  rate = (bytes - pace->bytes) * (double) G_USEC_PER_SEC / passed;
  keep = pace->rate > 0 ? exp (-passed / MEMORY) : 0;
  *pace = (RasPace) { now, bytes, keep * pace->rate + (1 - keep) * rate };
}

double
ras_pace_get_seconds_left (const RasPace *pace, guint64 bytes, guint64 total)
{
  /* Slower than a byte a second is as good as standing still. */
  if (pace->rate < 1)
    return -1;
  return total > bytes ? (total - bytes) / pace->rate : 0;
}
