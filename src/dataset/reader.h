/* The table of data set formats. A new format is one new file that defines a
 * RasReader and one line in reader.c. */
#pragma once

#include "dataset.h"

G_BEGIN_DECLS

typedef struct
{
  const char *name;  /* "cifar", "folder", "npy" … as `rasura-cli info` prints it */
  const char *title; /* N_() for people: "CIFAR-10 binary folder" */

  /* A quick look (names, a magic number), never a full read. */
  gboolean (*recognises) (const char *location);

  /* Reads it all. Every length in a file is checked before it is believed. */
  RasDataset *(*open) (const char *location, const RasProgress *progress, GError **error);
} RasReader;

/* NULL-terminated, in the order in which they are asked. */
extern const RasReader *const ras_readers[];

extern const RasReader ras_reader_drawn;  /* drawn.c: the built-in set */
extern const RasReader ras_reader_moments; /* moments-set.c: built-in pairs of classes */
extern const RasReader ras_reader_cifar;  /* cifar.c: data_batch_*.bin, test_batch.bin */
extern const RasReader ras_reader_svhn;  /* svhn.c: train_32x32.mat, test_32x32.mat */
extern const RasReader ras_reader_idx;   /* idx.c: train-images-idx3-ubyte and its like */
extern const RasReader ras_reader_npy;    /* npy-reader.c: NAME.npy + NAME.labels.npy, NPZ */
extern const RasReader ras_reader_folder; /* folder.c: one folder per class */

G_END_DECLS
