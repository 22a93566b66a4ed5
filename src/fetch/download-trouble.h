/* What failures of servers and networks mean, as sentences. */
#pragma once

#include <libsoup/soup.h>

G_BEGIN_DECLS

/* Both set RAS_FETCH_ERROR and return TRUE if another attempt in a moment may well succeed. */

/* The answer to a request for `file` is neither the file nor a part of it. */
gboolean ras_trouble_of_status (const char *address, const char *file, SoupMessage *message,
                                GError **error);

/* A request or its answer failed with `cause`. `stall`: the seconds that were waited. `begun`: some
 * of the file has come, so that the server was there. Being cancelled stays what it is. */
gboolean ras_trouble_of_connection (const char *address, guint stall, gboolean begun,
                                    const GError *cause, GError **error);

G_END_DECLS
