/* NumPy arrays as images and labels. */
#pragma once

#include "npy.h"
#include "progress.h"

G_BEGIN_DECLS

typedef struct
{
  GBytes *bytes; /* the whole .npy, header and all */
  RasNpyHeader header;
  char *name; /* for people: "digits.npy", "small.npz: x" */
} RasNpyArray;

/* Parses `bytes`, of which it takes a reference. Copies `name`. */
RasNpyArray *ras_npy_array_new (GBytes *bytes, const char *name, GError **error);
void ras_npy_array_free (RasNpyArray *array);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (RasNpyArray, ras_npy_array_free)

typedef struct
{
  gsize n_images;
  guint channels, height, width;
  gboolean channels_last; /* [n, H, W, C] */
} RasNpyLayout;

/* How an array of shape [n, C, H, W], [n, H, W, C] or [n, H, W] holds images.
 * Where both of the first two are possible it is channels first, and a remark
 * (a char* for the array `remarks`) says so. */
gboolean ras_npy_find_layout (const RasNpyArray *array, RasNpyLayout *layout, GPtrArray *remarks,
                              GError **error);

/* n × C × H × W bytes, channel planes first. uint8 that is already in this order
 * is a view of the array's own bytes; floating-point values in [0, 1] are
 * rounded to bytes, which a remark says. */
GBytes *ras_npy_to_pixels (const RasNpyArray *array, const RasNpyLayout *layout,
                           GPtrArray *remarks, const RasProgress *progress, GError **error);

/* [n] or [n, 1] integers as guint16. Raises `n_classes` to the largest label + 1. */
GBytes *ras_npy_to_labels (const RasNpyArray *array, guint *n_classes, GError **error);

G_END_DECLS
