#include "reader.h"

/* The folder reader comes last: any folder with folders of pictures is one. */
const RasReader *const ras_readers[] = {
  &ras_reader_drawn,
  &ras_reader_cifar,
  &ras_reader_npy,
  &ras_reader_folder,
  NULL,
};
