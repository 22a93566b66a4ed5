/* Finds the pictures of a folder with one folder per class. */
#pragma once

#include "dataset.h"

G_BEGIN_DECLS

typedef struct
{
  char *path;
  guint16 label;
  RasSplit split;
} RasFolderImage;

typedef struct
{
  GStrv class_names;  /* sorted; of both splits together */
  GPtrArray *images;  /* of RasFolderImage: training split first, then by class and name */
  GPtrArray *remarks; /* of char* */
} RasFolderScan;

/* Only looks at names. Accepts LOCATION/CLASS/… and LOCATION/train/CLASS/… with
 * or without a test, val, valid or validation folder beside it. Hidden files and
 * files without an image's name are ignored. */
RasFolderScan *ras_folder_scan (const char *location, GError **error);

void ras_folder_scan_free (RasFolderScan *scan);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (RasFolderScan, ras_folder_scan_free)

G_END_DECLS
