#include "fetch-error.h"

G_DEFINE_QUARK (ras-fetch-error-quark, ras_fetch_error)

gboolean
ras_fetch_refuse (GError **error, RasFetchError code, const char *format, ...)
{
  va_list arguments;

  va_start (arguments, format);
  if (error)
    *error = g_error_new_valist (RAS_FETCH_ERROR, code, format, arguments);
  va_end (arguments);
  return FALSE;
}
