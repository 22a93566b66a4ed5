/* Images as the sigmoid of what L-BFGS changes, so that they never leave [0, 1]. */
#include "edit-private.h"

#include "lbfgs.h"
#include "memory.h"

#include <glib/gi18n.h>
#include <math.h>

/* Where logits start, pixels are kept this far from 0 and 1: half a step of 8-bit pixels. */
#define MARGIN (1 / 512.0)

/* Root mean square of the change of logits that is tried first. */
#define FIRST_STEP 0.1

guint64
ras_edit_lbfgs_memory (gsize d, gsize n, const RasEditRecipe *recipe)
{
  return (guint64) n * d * sizeof (float) + ras_lbfgs_memory (n * d, recipe->history);
}

static gboolean
evaluate (const float *x, float *gradient, double *value, gpointer user_data, GError **error)
{
  RasEdit *edit = user_data;

  if (!ras_edit_evaluate (edit, x, gradient, error))
    return FALSE;
  *value = edit->state.loss;
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
  RAS_BIG float *logits
      = ras_alloc_big (size, sizeof *logits, _ ("gradient-based erasure"), error);
  RasLbfgsProblem problem = { size, evaluate, moved, edit };
  RasLbfgsOptions options = { edit->recipe->iterations, edit->recipe->history, FIRST_STEP };
  RasLbfgsState state;
  gboolean converged;

  if (logits == NULL)
    return FALSE;
  for (gsize i = 0; i < size; i++)
    {
      double x = CLAMP (edit->start[i], MARGIN, 1 - MARGIN);

      logits[i] = log (x / (1 - x));
    }
  if (!ras_lbfgs_minimize (&problem, &options, logits, &state, &converged, error))
    return FALSE;
  edit->report->end = converged ? RAS_EDIT_ENDED_CONVERGED : RAS_EDIT_ENDED_ITERATIONS;
  return TRUE;
}
