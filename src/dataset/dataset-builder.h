/* How a reader makes a data set. Only readers and tests include this. */
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

/* Checks the parts against each other (sizes, labels below k, at least two
 * classes with images in the training split, 1 or 3 channels) and computes the
 * fingerprint. A data set without a test split is fine. */
RasDataset *ras_dataset_new (const RasDatasetParts *parts, GError **error);

G_END_DECLS
