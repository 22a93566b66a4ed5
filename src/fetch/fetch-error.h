/* What can go wrong between a server and the disk. Messages are whole sentences. */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

#define RAS_FETCH_ERROR (ras_fetch_error_quark ())
GQuark ras_fetch_error_quark (void);

typedef enum
{
  RAS_FETCH_ERROR_ADDRESS,    /* the address is none, or leads where we do not go */
  RAS_FETCH_ERROR_CONNECTION, /* no server, none any more, or one that has fallen silent */
  RAS_FETCH_ERROR_ANSWER,     /* the server answers with something else than the file */
  RAS_FETCH_ERROR_CONTENT,    /* these are not the bytes that were expected */
  RAS_FETCH_ERROR_SPACE,      /* the disk is too small for it */
  RAS_FETCH_ERROR_PLACE,      /* the folder cannot be written, or someone else is at it */
} RasFetchError;

/* Returns FALSE and sets the error. */
gboolean ras_fetch_refuse (GError **error, RasFetchError code, const char *format, ...)
    G_GNUC_PRINTF (3, 4);

G_END_DECLS
