/* Images and classes chosen without looking at them: by label, by chance, and by position. */
#pragma once

#include "dataset.h"

G_BEGIN_DECLS

/* The images of class `label` in a split, in their own order: gsize. Free with g_array_unref(). */
GArray *ras_dataset_list_class (RasDataset *dataset, RasSplit split, guint label);

/* `count` images of class `label` in a split, by chance and without repeats: gsize, in the order
 * drawn; all of them, in such an order, where there are fewer. The same seed gives the same ones,
 * and a smaller `count` the first of these. Free with g_array_unref(). */
GArray *ras_dataset_sample (RasDataset *dataset, RasSplit split, guint label, gsize count,
                            guint64 seed);

/* At most `count` of the classes that have images in a split, evenly spread over them: guint
 * labels, ascending. Free with g_array_unref(). */
GArray *ras_dataset_spread_classes (RasDataset *dataset, RasSplit split, guint count);

G_END_DECLS
