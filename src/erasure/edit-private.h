/* What the two ways to edit images share. For edit*.c and edited*.c alone. */
#pragma once

#include "edit-loss.h"

G_BEGIN_DECLS

typedef struct
{
  const RasEditRecipe *recipe;
  const RasEditObserver *observer; /* may be NULL */
  RasEditLoss loss;
  float *images;      /* n × d: the caller's, as far as they have come */
  RasEditState state; /* of the last evaluation */
  RasEditReport *report;
} RasEdit;

/* FALSE and a sentence, if that many bytes are not to be had now. */
gboolean ras_edit_require_memory (guint64 bytes, GError **error);

/* Evaluates loss and gradient (n × d) at a point, unless the user has cancelled, and tells. `value`
 * is what the gradient is of. */
gboolean ras_edit_evaluate (RasEdit *edit, const float *point, float *gradient, double *value,
                            GError **error);

/* Reports that the images are where the loss was evaluated last, after so many iterations. */
void ras_edit_moved (RasEdit *edit, guint iteration);

/* edit-lbfgs.c and edit-adam.c: the memory beyond the loss and the start, and the work itself, from
 * the loss's start to edit->images. */
guint64 ras_edit_lbfgs_memory (gsize d, gsize n, const RasEditRecipe *recipe);
gboolean ras_edit_run_lbfgs (RasEdit *edit, GError **error);
guint64 ras_edit_adam_memory (gsize d, gsize n);
gboolean ras_edit_run_adam (RasEdit *edit, GError **error);

G_END_DECLS
