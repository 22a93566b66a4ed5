/* Addresses of files on the web. */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/* A sentence if `text` is no http or https address of a server. */
gboolean ras_address_check (const char *text, GError **error);

/* The address of the file `name` in the folder `base`, whether or not this ends with a “/”. An
 * address that ends with the name, or has a query, is that of the file already. Free with
 * g_free(). */
char *ras_address_join (const char *base, const char *name);

/* Where a redirection from `from` to `location` leads. A sentence if that is no web address, or
 * if it gives up encryption. */
char *ras_address_redirect (const char *from, const char *location, GError **error);

/* The server, to be named in sentences. */
char *ras_address_get_host (const char *address);

G_END_DECLS
