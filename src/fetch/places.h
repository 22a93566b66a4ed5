/* Where data sets are on this computer. */
#pragma once

#include "catalogue.h"

G_BEGIN_DECLS

/* What is at a place, going by names and sizes alone. */
typedef enum
{
  RAS_FOUND_READY,    /* can be opened */
  RAS_FOUND_ARCHIVE,  /* the download, not unpacked yet */
  RAS_FOUND_UNUSABLE, /* the data set in a form that we do not read */
} RasFoundKind;

typedef struct
{
  RasFoundKind kind;
  char *path;       /* what to open; the archive; the unusable folder */
  gboolean is_ours; /* in the folder of ras_places_get_folder() */
} RasFound;

void ras_found_free (RasFound *found);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (RasFound, ras_found_free)

/* What ras_places_get_folder() begins with from now on; NULL: the user's data folder/rasura/datasets,
 * which is looked into in any case. Any thread. */
void ras_places_set_root (const char *folder);
char *ras_places_get_root (void);

/* ROOT/NAME: where it goes unless told otherwise. */
char *ras_places_get_folder (const RasSource *source);

/* TRUE if `folder` has the file, as it is downloaded or as gunzip leaves it. */
gboolean ras_places_has_file (const char *folder, const RasSourceFile *file);

/* What `folder`, in which the source's files would lie as they are downloaded, has of it; NULL:
 * nothing. */
RasFound *ras_places_look_into (const RasSource *source, const char *folder);

/* The best there is: in our own folder, or in one of the usual places of other programs
 * (torchvision's among them). Something ready is preferred to an archive, and that to what is
 * unusable; NULL: nothing. Looks at names and sizes only, but at a slow disk: for a thread. */
RasFound *ras_places_find (const RasSource *source);

G_END_DECLS
