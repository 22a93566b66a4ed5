#include "reader.h"

#include <glib/gi18n.h>
#include <string.h>

#include "dataset-builder.h"
#include "reduce.h"

#define SIDE_MARK "#side="

/* The folder reader comes last: any folder with folders of pictures is one. */
const RasReader *const ras_readers[] = {
  &ras_reader_drawn,
  &ras_reader_moments,
  &ras_reader_cifar,
  &ras_reader_svhn,
  &ras_reader_idx,
  &ras_reader_npy,
  &ras_reader_folder,
  NULL,
};

/* --- Locations --- */

char *
ras_location_split (const char *location, guint *side)
{
  const char *mark = g_strrstr (location, SIDE_MARK);
  guint64 number;

  *side = 0;
  /* A file that is really called so is meant itself. */
  if (mark == NULL || mark == location || g_file_test (location, G_FILE_TEST_EXISTS)
      || !g_ascii_string_to_unsigned (mark + strlen (SIDE_MARK), 10, 1, G_MAXINT, &number, NULL))
    return g_strdup (location);
  *side = number;
  return g_strndup (location, mark - location);
}

char *
ras_location_join (const char *base, guint side)
{
  return g_strdup_printf ("%s" SIDE_MARK "%u", base, side);
}

/* --- Opening --- */

static gboolean
is_archive (const char *location)
{
  static const char *const endings[] = { ".tar", ".tar.gz", ".tgz", ".tar.bz2", ".tar.xz", ".zip" };
  g_autofree char *lower = g_ascii_strdown (location, -1);

  for (gsize i = 0; i < G_N_ELEMENTS (endings); i++)
    if (g_str_has_suffix (lower, endings[i]))
      return TRUE;
  return FALSE;
}

static void
refuse (const char *location, GError **error)
{
  g_autofree char *name = g_filename_display_name (location);

  if (!g_file_test (location, G_FILE_TEST_EXISTS))
    ras_dataset_refuse (error, RAS_DATASET_ERROR_NOT_FOUND,
                        _ ("%s does not exist: give a folder, a file of one of the formats that "
                           "Rasura reads, or “drawn”"),
                        name);
  else if (is_archive (location))
    ras_dataset_refuse (error, RAS_DATASET_ERROR_UNRECOGNISED,
                        _ ("%s is an archive: unpack it and open the folder that it holds"), name);
  else
    ras_dataset_refuse (error, RAS_DATASET_ERROR_UNRECOGNISED,
                        _ ("%s is no data set that Rasura knows: it opens a folder with one folder "
                           "of pictures per class, CIFAR-10's binary folder, SVHN's .mat files, "
                           "MNIST's files, an .npz file or a pair of .npy files"),
                        name);
}

static RasDataset *
open_reduced (const char *location, const char *base, guint side, const RasProgress *progress,
              GError **error)
{
  g_autoptr (RasDataset) whole = ras_dataset_open (base, progress, error);

  return whole ? ras_dataset_reduce (whole, location, side, progress, error) : NULL;
}

RasDataset *
ras_dataset_open (const char *location, const RasProgress *progress, GError **error)
{
  guint side;
  g_autofree char *base = ras_location_split (location, &side);

  if (side > 0)
    return open_reduced (location, base, side, progress, error);
  for (gsize i = 0; ras_readers[i]; i++)
    if (ras_readers[i]->recognises (location))
      return ras_readers[i]->open (location, progress, error);
  refuse (location, error);
  return NULL;
}
