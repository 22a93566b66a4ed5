#include "ras-rank-text.h"

#include <glib/gi18n.h>
#include <math.h>

#include "axis.h"
#include "number.h"

char *
ras_rank_text_format_share (double share)
{
  double percent = 100 * share;
  int decimals = percent >= 9.95 ? 0 : percent >= 0.995 ? 1 : percent >= 0.0995 ? 2 : 3;
  char text[32];

  ras_format_percent (share, decimals, text, sizeof text);
  return g_strdup (text);
}

char *
ras_rank_text_format (guint rank, double gap)
{
  g_autofree char *removed = NULL;
  g_autofree char *share = NULL;
  char count[32];

  ras_format_count (rank, count, sizeof count);
  removed = g_strdup_printf (ngettext ("%s direction removed", "%s directions removed", rank),
                             count);
  if (isnan (gap))
    return g_steal_pointer (&removed);
  share = ras_rank_text_format_share (gap);
  /* Translators: "15 directions removed", then a share such as "18 %". */
  return g_strdup_printf (_ ("%s, %s of the covariance gap left"), removed, share);
}
