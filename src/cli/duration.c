#include "duration.h"

#include <glib/gi18n.h>
#include <math.h>

#define MINUTE 60.0
#define HOUR (60 * MINUTE)
#define DAY (24 * HOUR)
/* Up to so many of a unit the smaller one tells more. */
#define FEW 1.6

char *
ras_duration_format (double seconds)
{
  guint count;

  if (seconds < 5)
    return g_strdup (_ ("a few seconds"));
  if (seconds < FEW * MINUTE)
    {
      /* To five seconds. */
      count = 5 * lround (seconds / 5);
      return g_strdup_printf (_ ("about %u seconds"), count);
    }
  if (seconds < FEW * HOUR)
    {
      count = lround (seconds / MINUTE);
      return g_strdup_printf (g_dngettext (NULL, "about %u minute", "about %u minutes", count),
                              count);
    }
  if (seconds < FEW * DAY)
    {
      count = lround (seconds / HOUR);
      return g_strdup_printf (g_dngettext (NULL, "about %u hour", "about %u hours", count), count);
    }
  count = lround (fmin (seconds / DAY, 1e6));
  return g_strdup_printf (g_dngettext (NULL, "about %u day", "about %u days", count), count);
}
