#include "address.h"

#include <glib/gi18n.h>
#include <string.h>

#include "fetch-error.h"

static gboolean
is_web (GUri *uri)
{
  const char *scheme = g_uri_get_scheme (uri);

  return g_str_equal (scheme, "https") || g_str_equal (scheme, "http");
}

static gboolean
has_host (GUri *uri)
{
  const char *host = g_uri_get_host (uri);

  return host && *host;
}

static GUri *
parse (const char *text)
{
  return g_uri_parse (text, G_URI_FLAGS_ENCODED | G_URI_FLAGS_SCHEME_NORMALIZE, NULL);
}

gboolean
ras_address_check (const char *text, GError **error)
{
  g_autoptr (GUri) uri = strpbrk (text, " \t\r\n") ? NULL : parse (text);

  if (uri == NULL || (is_web (uri) && !has_host (uri)))
    return ras_fetch_refuse (error, RAS_FETCH_ERROR_ADDRESS,
                             _ ("“%s” is no web address: write it like https://example.org/folder/"),
                             text);
  if (!is_web (uri))
    return ras_fetch_refuse (error, RAS_FETCH_ERROR_ADDRESS,
                             _ ("“%s” does not begin with http:// or https://, which are the "
                                "addresses that data sets are fetched from; open a folder of this "
                                "computer instead"),
                             text);
  if (g_uri_get_userinfo (uri))
    return ras_fetch_refuse (error, RAS_FETCH_ERROR_ADDRESS,
                             _ ("“%s” has a name or password in it: use an address without"), text);
  return TRUE;
}

char *
ras_address_join (const char *base, const char *name)
{
  g_autofree char *ending = g_strconcat ("/", name, NULL);

  if (g_str_has_suffix (base, ending) || strchr (base, '?'))
    return g_strdup (base);
  return g_strconcat (base, g_str_has_suffix (base, "/") ? "" : "/", name, NULL);
}

char *
ras_address_redirect (const char *from, const char *location, GError **error)
{
  g_autofree char *target
      = g_uri_resolve_relative (from, location, G_URI_FLAGS_ENCODED | G_URI_FLAGS_PARSE_RELAXED,
                                NULL);
  g_autoptr (GUri) uri = target ? parse (target) : NULL;
  g_autoptr (GUri) old = parse (from);

  if (uri == NULL || !is_web (uri) || !has_host (uri))
    ras_fetch_refuse (error, RAS_FETCH_ERROR_ADDRESS,
                      _ ("%s sends us on to “%s”, which is no web address: use another address"),
                      from, location);
  else if (g_str_equal (g_uri_get_scheme (uri), "http")
           && old && g_str_equal (g_uri_get_scheme (old), "https"))
    ras_fetch_refuse (error, RAS_FETCH_ERROR_ADDRESS,
                      _ ("%s sends us on to %s, which is not encrypted: use another address"), from,
                      target);
  else
    return g_steal_pointer (&target);
  return NULL;
}

char *
ras_address_get_host (const char *address)
{
  g_autoptr (GUri) uri = parse (address);

  return g_strdup (uri && g_uri_get_host (uri) ? g_uri_get_host (uri) : address);
}
