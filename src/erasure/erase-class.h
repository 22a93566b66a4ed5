/* A few images of one class erased, whatever the eraser is: each by a map, or all of them edited
 * together with others of their class. */
#pragma once

#include "edit.h"

G_BEGIN_DECLS

typedef struct
{
  RasDataset *dataset;   /* where the others come from; borrowed */
  RasApplyOptions apply; /* of maps */
  RasEditRecipe recipe;
  gsize n_images;        /* edited together in all, as ras_edit_gather() has it */
  guint64 seed;          /* of the others */
} RasClassErasing;

/* x, y are m × d (may be the same); m ≥ 1. `observer` hears of editing alone, for which errors are
 * those of ras_edit_gather() and ras_edit_images(); the images it is shown begin with these m. Maps
 * never fail, and call no BLAS. */
gboolean ras_erase_class (const RasFit *fit, const RasClassErasing *how, guint label,
                          const double *x, gsize m, double *y, const RasEditObserver *observer,
                          GError **error);

G_END_DECLS
