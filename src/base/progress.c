#include "progress.h"

gboolean
ras_progress_step (const RasProgress *progress, const char *stage, double fraction, GError **error)
{
  if (progress == NULL)
    return TRUE;
  if (progress->cancellable && g_cancellable_set_error_if_cancelled (progress->cancellable, error))
    return FALSE;
  if (progress->func)
    progress->func (stage, fraction > 1 ? 1 : fraction, progress->user_data);
  return TRUE;
}

gboolean
ras_error_is_cancelled (const GError *error)
{
  return g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
}
