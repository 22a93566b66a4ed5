#include "number.h"

#include <glib/gi18n.h>
#include <math.h>

#include "axis.h"

#define MINUS "−"
#define MAX_DECIMALS 4

static gboolean
is_known (double deviation)
{
  return isfinite (deviation) && deviation > 0;
}

guint
ras_measured_decimals (double deviation)
{
  int place;

  if (!is_known (deviation))
    return 2;
  place = (int) floor (log10 (deviation));
  /* 0.0996 is "0.10": rounding may gain a digit in front. */
  if (round (deviation / pow (10, place - 1)) >= 100)
    place++;
  return CLAMP (1 - place, 0, MAX_DECIMALS);
}

/* What a logarithmic axis shows far below 0.01 is not to be read as "0.00". */
static int
choose_decimals (double value, double deviation)
{
  double size = fabs (value);

  return is_known (deviation) || !(size > 0 && size < 0.1)
             ? ras_measured_decimals (deviation)
             : ras_measured_decimals (size);
}

void
ras_format_measured (double value, double deviation, gboolean with_deviation, char *out,
                     gsize size)
{
  int decimals = choose_decimals (value, deviation);
  const char *sign = value < 0 ? MINUS : "";

  if (!isfinite (value))
    g_strlcpy (out, "–", size);
  else if (with_deviation && is_known (deviation))
    g_snprintf (out, size, "%s%.*f\u00a0±\u00a0%.*f", sign, decimals, fabs (value), decimals,
                deviation);
  else
    g_snprintf (out, size, "%s%.*f", sign, decimals, fabs (value));
}

void
ras_format_signed (double value, guint decimals, char *out, gsize size)
{
  double unit = pow (10, -(double) decimals);
  const char *sign = fabs (value) < unit / 2 ? "±" : value < 0 ? MINUS : "+";

  g_snprintf (out, size, "%s%.*f", sign, (int) decimals, fabs (value));
}

void
ras_put_percent (const char *number, char *out, gsize size)
{
  /* Translators: a share such as "12.3 %". Some languages have no space, or the sign in front. */
  g_snprintf (out, size, C_ ("share", "%s\u202f%%"), number);
}

void
ras_format_percent (double share, guint decimals, char *out, gsize size)
{
  char number[32];

  g_snprintf (number, sizeof number, "%.*f", (int) decimals, 100 * share);
  ras_put_percent (number, out, size);
}

void
ras_format_signed_percent (double share, char *out, gsize size)
{
  double percent = 100 * share;
  char number[32];

  ras_format_signed (percent, fabs (percent) < 9.95 ? 1 : 0, number, sizeof number);
  ras_put_percent (number, out, size);
}

void
ras_format_plain (double value, char *out, gsize size)
{
  if (value >= 0 && value < 1e15 && fabs (value - round (value)) < 1e-9 * MAX (value, 1))
    ras_format_count ((guint64) round (value), out, size);
  else
    g_snprintf (out, size, "%s%.4g", value < 0 ? MINUS : "", fabs (value));
}

void
ras_format_quantity (double value, char *out, gsize size)
{
  double absolute = fabs (value);
  const char *sign = value < 0 ? MINUS : "";
  char text[24];
  int decimals;

  if (!isfinite (value) || absolute == 0)
    {
      g_strlcpy (out, isfinite (value) ? "0" : "–", size);
      return;
    }
  if (absolute >= 999.5 && absolute < 1e6)
    ras_format_count ((guint64) (absolute + 0.5), text, sizeof text);
  else if (absolute >= 1e6 || absolute < 9.95e-4)
    ras_format_power (absolute, 2, text, sizeof text);
  else
    {
      decimals = (int) CLAMP (2 - floor (log10 (absolute) + 1e-9), 0, 4);
      g_snprintf (text, sizeof text, "%.*f", decimals, absolute);
    }
  g_snprintf (out, size, "%s%s", sign, text);
}
