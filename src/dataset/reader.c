#include "reader.h"

#include <glib/gi18n.h>

/* The folder reader comes last: any folder with folders of pictures is one. */
const RasReader *const ras_readers[] = {
  &ras_reader_drawn,
  &ras_reader_moments,
  &ras_reader_cifar,
  &ras_reader_npy,
  &ras_reader_folder,
  NULL,
};

RasDataset *
ras_dataset_open (const char *location, const RasProgress *progress, GError **error)
{
  for (gsize i = 0; ras_readers[i]; i++)
    if (ras_readers[i]->recognises (location))
      return ras_readers[i]->open (location, progress, error);

  if (!g_file_test (location, G_FILE_TEST_EXISTS))
    g_set_error (error, RAS_DATASET_ERROR, RAS_DATASET_ERROR_NOT_FOUND,
                 _ ("%s does not exist: give a folder, an .npz or .npy file, or “drawn”"),
                 location);
  else
    g_set_error (error, RAS_DATASET_ERROR, RAS_DATASET_ERROR_UNRECOGNISED,
                 _ ("%s is no data set that Rasura knows: it opens a folder with one folder of "
                    "pictures per class, a CIFAR-10 binary folder, an .npz file or a pair of "
                    ".npy files"),
                 location);
  return NULL;
}
