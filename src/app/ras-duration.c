#include "ras-duration.h"

#include <glib/gi18n.h>
#include <math.h>

#define MINUTE 60.0
#define HOUR 3600.0
#define DAY 86400.0

char *
ras_duration_format (double seconds)
{
  guint days;

  if (isnan (seconds))
    return NULL;
  if (seconds < 10)
    return g_strdup_printf (_ ("%.0f s"), MAX (1, round (seconds)));
  if (seconds < 90)
    return g_strdup_printf (_ ("%.0f s"), 5 * round (seconds / 5));
  if (seconds < 90 * MINUTE)
    return g_strdup_printf (_ ("%.0f min"), round (seconds / MINUTE));
  if (seconds < 36 * HOUR)
    return g_strdup_printf (_ ("%.0f h"), round (seconds / HOUR));
  days = (guint) MIN (round (seconds / DAY), 10000);
  return g_strdup_printf (ngettext ("%u day", "%u days", days), days);
}
