/* What writing and reading a session file share. */
#pragma once

#include "ras-session-file.h"

G_BEGIN_DECLS

#define RAS_SESSION_FILE_FORMAT "rasura-session"

/* Where a property of the session stands in the file. */
typedef struct
{
  const char *property, *group, *key;
} RasSessionPlace;

/* Ends with NULLs; groups stand together. */
extern const RasSessionPlace ras_session_places[];

/* The value as it stands in the session's vardict is a path. */
gboolean ras_session_place_is_path (const RasSessionPlace *place);

/* What ras_location_split() took apart. Free with g_free(). */
char *ras_session_file_join (const char *base, guint side);

G_END_DECLS
