/* Images as the sigmoid of what L-BFGS changes, so that they never leave [0, 1]. */
#include "edit-private.h"

#include "lbfgs.h"
#include "memory.h"

#include <glib/gi18n.h>

/* Root mean square of the change of pixels that is tried first. */
#define FIRST_STEP 0.02

/* δ, of the mean gap at the start: how closely the mean is brought to its target. */
#define TIP 1e-3

guint64
ras_edit_lbfgs_memory (gsize d, gsize n, const RasEditRecipe *recipe)
{
  return (guint64) n * d * sizeof (float) + ras_lbfgs_memory (n * d, recipe->history);
}

static gboolean
evaluate (const float *x, float *gradient, double *value, gpointer user_data, GError **error)
{
  RasEdit *edit = user_data;

  if (!ras_edit_evaluate (edit, x, gradient, value, error))
    return FALSE;
  /* At the start itself δ would change the value by 5 · 10⁻⁷ of the mean term: nothing. */
  if (edit->state.evaluation == 1)
    edit->loss.tip = TIP * edit->state.terms[RAS_EDIT_TERM_MEAN];
  return TRUE;
}

static void
moved (const RasLbfgsState *state, const float *x, gpointer user_data)
{
  ras_edit_moved (user_data, state->iteration);
}

gboolean
ras_edit_run_lbfgs (RasEdit *edit, GError **error)
{
  gsize size = edit->loss.n * edit->loss.d;
  RAS_BIG float *point
      = ras_alloc_big (size, sizeof *point, _ ("gradient-based erasure"), error);
  RasLbfgsProblem problem = { size, evaluate, moved, edit };
  RasLbfgsOptions options = { edit->recipe->iterations, edit->recipe->history, FIRST_STEP };
  RasLbfgsState state;
  gboolean converged;

  if (point == NULL)
    return FALSE;
  ras_edit_loss_get_start (&edit->loss, point);
  if (!ras_lbfgs_minimize (&problem, &options, point, &state, &converged, error))
    return FALSE;
  edit->report->end = converged ? RAS_EDIT_ENDED_CONVERGED : RAS_EDIT_ENDED_ITERATIONS;
  return TRUE;
}
