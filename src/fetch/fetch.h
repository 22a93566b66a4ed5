/* A data set from the catalogue onto this computer: found, downloaded, checked and unpacked. */
#pragma once

#include "catalogue.h"
#include "download.h"

G_BEGIN_DECLS

typedef enum
{
  RAS_FETCH_DOWNLOADING,
  RAS_FETCH_CHECKING,
  RAS_FETCH_UNPACKING,
} RasFetchStage;

typedef struct
{
  RasFetchStage stage;
  guint64 bytes, total; /* over all files of the source; of what is downloaded, or unpacked */
  double fraction;      /* of the stage */
  double rate;          /* bytes per second; 0: not known */
  double seconds_left;  /* negative: not known */
  const char *trouble;  /* a sentence while nothing comes, or NULL; valid during the call */
} RasFetchState;

/* On the thread that fetches. */
typedef void (*RasFetchFunc) (const RasFetchState *state, gpointer user_data);

typedef struct
{
  const char *base;                    /* of a mirror; NULL: the source's own */
  const char *folder;                  /* where it goes; NULL: ras_places_get_folder() */
  const RasDownloadPatience *patience; /* NULL: RAS_DOWNLOAD_PATIENCE */
} RasFetchOptions;

/* Fetches what is not in the folder yet and returns the location to open; NULL on failure. Blocks:
 * for a thread of its own. Ended at any moment, by a kill too, the next call goes on from there.
 * An archive that was downloaded elsewhere is checked and unpacked instead of downloading it. */
char *ras_fetch (const RasSource *source, const RasFetchOptions *options, RasFetchFunc func,
                 gpointer user_data, GCancellable *cancellable, GError **error);

/* Bytes of an interrupted download that wait in `folder` (NULL: our own); 0: there is none. */
guint64 ras_fetch_get_kept (const RasSource *source, const char *folder);

G_END_DECLS
