#include "download-trouble.h"

#include <glib/gi18n.h>

#include "address.h"
#include "fetch-error.h"

gboolean
ras_trouble_of_status (const char *address, const char *file, SoupMessage *message, GError **error)
{
  guint status = soup_message_get_status (message);
  const char *reason = soup_message_get_reason_phrase (message);

  if (status == 404 || status == 410)
    ras_fetch_refuse (error, RAS_FETCH_ERROR_ANSWER,
                      _ ("%s is not there (%u): the file has moved; use another address"), address,
                      status);
  else if (status == 401 || status == 403 || status == 407)
    ras_fetch_refuse (error, RAS_FETCH_ERROR_ANSWER,
                      _ ("the server does not give %s to us (%u): use another address"), address,
                      status);
  else
    ras_fetch_refuse (error, RAS_FETCH_ERROR_ANSWER,
                      _ ("the server answers “%u %s” instead of sending %s: try again later, or "
                         "use another address"),
                      status, reason ? reason : "", file);
  return status >= 500 || status == 408 || status == 429;
}

static gboolean
is_out_of_reach (const GError *cause)
{
  return g_error_matches (cause, G_IO_ERROR, G_IO_ERROR_CONNECTION_REFUSED)
         || g_error_matches (cause, G_IO_ERROR, G_IO_ERROR_HOST_UNREACHABLE)
         || g_error_matches (cause, G_IO_ERROR, G_IO_ERROR_NETWORK_UNREACHABLE);
}

/* Nobody, or nobody to be trusted, is at the other end. */
static gboolean
explain_absence (const char *host, const GError *cause, GError **error)
{
  if (cause->domain == G_RESOLVER_ERROR)
    ras_fetch_refuse (error, RAS_FETCH_ERROR_CONNECTION,
                      _ ("the server %s was not found: check the connection to the internet, or "
                         "use another address"),
                      host);
  else if (is_out_of_reach (cause))
    ras_fetch_refuse (error, RAS_FETCH_ERROR_CONNECTION,
                      _ ("the server %s cannot be reached: check the connection to the internet, "
                         "or use another address"),
                      host);
  else if (g_error_matches (cause, G_TLS_ERROR, G_TLS_ERROR_BAD_CERTIFICATE))
    ras_fetch_refuse (error, RAS_FETCH_ERROR_CONNECTION,
                      _ ("%s cannot prove that it is the server it says it is: check this "
                         "computer's date, or use another address"),
                      host);
  else if (g_error_matches (cause, G_TLS_ERROR, G_TLS_ERROR_UNAVAILABLE))
    ras_fetch_refuse (error, RAS_FETCH_ERROR_CONNECTION,
                      _ ("encrypted connections need the package glib-networking: install it and "
                         "try again"));
  else
    return FALSE;
  return TRUE;
}

gboolean
ras_trouble_of_connection (const char *address, guint stall, gboolean begun, const GError *cause,
                           GError **error)
{
  g_autofree char *host = ras_address_get_host (address);

  if (g_error_matches (cause, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    {
      g_propagate_error (error, g_error_copy (cause));
      return FALSE;
    }
  /* In the middle of a download it is the network that went away, and may come back. */
  if (explain_absence (host, cause, error))
    return begun && cause->domain != G_TLS_ERROR;
  if (g_error_matches (cause, G_IO_ERROR, G_IO_ERROR_TIMED_OUT))
    ras_fetch_refuse (error, RAS_FETCH_ERROR_CONNECTION,
                      g_dngettext (NULL,
                                   "%s has sent nothing for %u second: try again later, or use "
                                   "another address",
                                   "%s has sent nothing for %u seconds: try again later, or use "
                                   "another address",
                                   stall),
                      host, stall);
  else
    ras_fetch_refuse (error, RAS_FETCH_ERROR_CONNECTION,
                      _ ("the connection to %s broke (%s): try again, and it goes on from there"),
                      host, cause->message);
  return TRUE;
}
