/* Splits whose images were edited class by class (edit.h), and kept.
 *
 * An edited class is one file in the folder of the kept fits, named by all that decides its pixels, so
 * whoever is interrupted goes on with the next class, and nobody edits the same images twice. Its
 * pixels are floats in the order of the data set; with RAS_EDIT_ADAM they may leave [0, 1]. */
#pragma once

#include "cache.h"
#include "edit.h"

G_BEGIN_DECLS

/* Plain data; borrows what it points to. */
typedef struct
{
  RasDataset *dataset;
  RasSplit split;        /* which is edited; the target is always that of the training split */
  RasFitOptions options; /* of the target */
  const RasFit *target;  /* a fit of the eraser "gradient"; NULL: only questions are asked */
  guint iterations;      /* at most */
  RasCache *cache;       /* NULL: neither read nor written */
} RasEditPlan;

/* --- One class (edited-class.c) --- */

typedef struct
{
  gsize n;
  RasEditRecipe recipe;
  RasEditReport edit;  /* of when it was edited */
  gboolean from_cache;
} RasEditedReport;

/* How many of the split's first `n` images are of this class. */
gsize ras_edited_count (const RasEditPlan *plan, guint label, gsize n);

/* The first `count` images of a class, edited together: count × d floats. Mapped where they are kept.
 * NULL and an error, RAS_ERASURE_ERROR_MEMORY, RAS_ERASURE_ERROR_NUMERICAL for fewer than two images or
 * G_IO_ERROR_CANCELLED. Blocks and calls BLAS. `report` and `progress` may be NULL. */
GBytes *ras_edited_class (const RasEditPlan *plan, guint label, gsize count,
                          const RasProgress *progress, RasEditedReport *report, GError **error);

/* TRUE if there is a file of it, sound or not. */
gboolean ras_edited_is_kept (const RasEditPlan *plan, guint label, gsize count);

/* Bytes it takes, beyond the data set, to edit what is not kept yet of the split's first `n` images, class
 * by class; what comes out not counted. */
guint64 ras_edited_memory (const RasEditPlan *plan, gsize n);
/* Products of one evaluation of each of those classes: what its time goes with. */
double ras_edited_products (const RasEditPlan *plan, gsize n);

/* --- One image (edited-subject.c) --- */

/* An image (d doubles, of any origin) edited together with others of the class, `count` in all as
 * ras_edit_gather() chooses them by `seed`; 0: all training images of the class. d floats, kept
 * likewise. report->n: how many there were. */
GBytes *ras_edited_subject (const RasEditPlan *plan, guint label, const double *subject, gsize count,
                            guint64 seed, const RasProgress *progress, RasEditedReport *report,
                            GError **error);

/* --- Many classes (edited-split.c) --- */

/* The first images of a split. Immutable. */
typedef struct _RasEditedImages RasEditedImages;

/* Edits the first `n` images of the split, class by class. Refuses at once what does not fit into
 * memory. */
RasEditedImages *ras_edited_images_new (const RasEditPlan *plan, gsize n, const RasProgress *progress,
                                        GError **error);
void ras_edited_images_free (RasEditedImages *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (RasEditedImages, ras_edited_images_free)

/* Image i of the split: d floats, owned by `self`. */
const float *ras_edited_images_get (const RasEditedImages *self, gsize i);

/* All training images of plan->dataset edited, as a data set with the same labels and classes, to learn
 * from or to be measured; with its test images, edited likewise, if plan->split is RAS_SPLIT_TEST.
 * Pixels are cut off at black and white and rounded to bytes, which adds (1/255)²/12 = 1.3e-6 to the
 * variance of each. */
RasDataset *ras_edited_dataset_new (const RasEditPlan *plan, const RasProgress *progress,
                                    GError **error);

G_END_DECLS
