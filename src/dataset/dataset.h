/* A labelled image data set: bytes, labels, class names, a train/test split.
 *
 * Shapes: n images, C channels (1 or 3), H × W pixels, d = C·H·W, k classes.
 * One image is d bytes, channel planes first ([C, H, W]); images follow each
 * other ([n, C, H, W]). A byte b stands for the pixel value b / 255. */
#pragma once

#include <gio/gio.h>

#include "progress.h"

G_BEGIN_DECLS

#define RAS_DATASET_ERROR (ras_dataset_error_quark ())
GQuark ras_dataset_error_quark (void);

typedef enum
{
  RAS_DATASET_ERROR_NOT_FOUND,    /* nothing there, or it vanished */
  RAS_DATASET_ERROR_UNRECOGNISED, /* no reader knows this layout */
  RAS_DATASET_ERROR_DAMAGED,      /* truncated, overlong or contradictory */
  RAS_DATASET_ERROR_UNSUITABLE,   /* well-formed, but nothing to erase: one class, no images … */
} RasDatasetError;

typedef enum
{
  RAS_SPLIT_TRAIN,
  RAS_SPLIT_TEST,
  RAS_N_SPLITS
} RasSplit;

const char *ras_split_name (RasSplit split);  /* "train", "test"; never translated */
const char *ras_split_title (RasSplit split); /* for sentences, in the user's language */

/* Immutable once built; reference counted and safe to share between threads. */
typedef struct _RasDataset RasDataset;

/* Opens `location`: "drawn", "drawn:64", "moments", "moments:mean", "moments:covariance",
 * "moments:beyond", or the path of a file or folder; any of them with "#side=32" behind it for
 * images that are reduced to a longer side of 32 pixels (reduce.h). The readers of reader.h are
 * asked in turn. Errors are RAS_DATASET_ERROR, G_IO_ERROR_CANCELLED or another
 * G_IO_ERROR; the message is one sentence that names the file, what is wrong and
 * what to do. */
RasDataset *ras_dataset_open (const char *location, const RasProgress *progress, GError **error);

RasDataset *ras_dataset_ref (RasDataset *dataset);
void ras_dataset_unref (RasDataset *dataset);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (RasDataset, ras_dataset_unref)

/* What a location names and the side behind it, 0 if there is none; and the two put together.
 * Both are freed with g_free(). */
char *ras_location_split (const char *location, guint *side);
char *ras_location_join (const char *base, guint side);

const char *ras_dataset_get_location (const RasDataset *dataset); /* as it was opened */
char *ras_dataset_dup_address (const RasDataset *dataset); /* opens it from any folder; g_free() */
const char *ras_dataset_get_title (const RasDataset *dataset);    /* short, for people */
const char *ras_dataset_get_format (const RasDataset *dataset);   /* the reader's name */

/* 32 hexadecimal digits (XXH3, 128 bits) of shape, labels and pixels of both
 * splits: the same content has the same fingerprint wherever it came from. */
const char *ras_dataset_get_fingerprint (const RasDataset *dataset);

guint ras_dataset_get_channels (const RasDataset *dataset);
guint ras_dataset_get_height (const RasDataset *dataset);
guint ras_dataset_get_width (const RasDataset *dataset);
gsize ras_dataset_get_dimension (const RasDataset *dataset); /* d = C·H·W */

guint ras_dataset_get_n_classes (const RasDataset *dataset); /* k ≥ 2 */
const char *ras_dataset_get_class_name (const RasDataset *dataset, guint label);
/* The label of a class by its name, or −1. */
int ras_dataset_find_class (const RasDataset *dataset, const char *name);

gsize ras_dataset_get_n_images (const RasDataset *dataset, RasSplit split);
/* Images of one class in one split. */
gsize ras_dataset_get_class_count (const RasDataset *dataset, RasSplit split, guint label);
/* d bytes, owned by the data set. */
const guint8 *ras_dataset_get_image (const RasDataset *dataset, RasSplit split, gsize index);
guint ras_dataset_get_label (const RasDataset *dataset, RasSplit split, gsize index);

/* Sentences about what was left out or assumed while reading (an undecodable
 * image, say); NULL-terminated, possibly empty. */
const char *const *ras_dataset_get_remarks (const RasDataset *dataset);

G_END_DECLS
