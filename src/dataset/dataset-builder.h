/* How a reader makes a data set. Only readers, tests and what makes one data set from another include
 * this. */
#pragma once

#include "dataset.h"

G_BEGIN_DECLS

typedef struct
{
  const char *location; /* as the user gave it; copied */
  const char *title;    /* copied */
  const char *format;   /* the reader's name; a literal */
  guint channels, height, width;
  const char *const *class_names; /* NULL-terminated; copied; labels without a name get "class 7" */
  guint n_classes;                /* 0: the number of names */
  /* n × d bytes and n labels for each split, either may be NULL for an empty
   * split. Pixels may be a view into a mapped file. References are taken. */
  GBytes *pixels[RAS_N_SPLITS];
  GBytes *labels[RAS_N_SPLITS]; /* guint16 each */
  const char *const *remarks;   /* NULL or NULL-terminated; copied */
} RasDatasetParts;

/* Lets go of the pixels and labels. */
void ras_dataset_parts_clear (RasDatasetParts *parts);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (RasDatasetParts, ras_dataset_parts_clear)

/* What a data set made from `original` has in common with it: all but pixels and labels. Borrowed from
 * it, shape and title to be changed where they differ. */
RasDatasetParts ras_dataset_parts_like (RasDataset *original);
/* A reference to the labels of a split; NULL if that is empty. */
GBytes *ras_dataset_ref_labels (RasDataset *dataset, RasSplit split);

/* Checks the parts against each other (sizes, labels below k, at least two
 * classes with images in the training split, 1 or 3 channels) and computes the
 * fingerprint. A data set without a test split is fine. */
RasDataset *ras_dataset_new (const RasDatasetParts *parts, GError **error);

/* Room for `n` images of `d` bytes, to be freed with ras_free_big(). Refuses,
 * saying how much it needs and how much there is, what does not fit in memory. */
guint8 *ras_dataset_alloc_pixels (const char *name, gsize n, gsize d, GError **error);

/* Hands `size` bytes from ras_dataset_alloc_pixels() over to a GBytes. */
GBytes *ras_dataset_take_pixels (guint8 *pixels, gsize size);

/* Sets a RAS_DATASET_ERROR and returns FALSE. */
gboolean ras_dataset_refuse (GError **error, RasDatasetError code, const char *format, ...)
    G_GNUC_PRINTF (3, 4);

G_END_DECLS
