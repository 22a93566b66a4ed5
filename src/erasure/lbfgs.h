/* L-BFGS with a strong Wolfe line search for millions of unknowns in single precision.
 *
 * The pairs (s, y) are kept as they are, and with them all their dot products, in double. So the
 * two loops of the usual recursion run over a small table, and an iteration reads the pairs twice:
 * once to multiply them with what is new, once to sum them up to the next direction. */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

typedef struct
{
  guint iteration, evaluation; /* done */
  double value;
} RasLbfgsState;

typedef struct
{
  gsize n;
  /* Value and gradient (n) at x (n). A value that is not finite is a point not to go to. FALSE and
   * an error (a cancellation, say) ends everything. */
  gboolean (*evaluate) (const float *x, float *gradient, double *value, gpointer user_data,
                        GError **error);
  /* After the start and every iteration; what was evaluated last is x. May be NULL. */
  void (*moved) (const RasLbfgsState *state, const float *x, gpointer user_data);
  gpointer user_data;
} RasLbfgsProblem;

typedef struct
{
  guint iterations;  /* at most */
  guint history;     /* pairs, at least 1 */
  double first_step; /* root mean square of the change of x that is tried first */
} RasLbfgsOptions;

/* Bytes ras_lbfgs_minimize() allocates. */
guint64 ras_lbfgs_memory (gsize n, guint history);

/* Minimises from x, which is the best point when it returns, in error too. Values never rise.
 * *converged: no step along the gradient lowers the value any more. `state` tells how far it came.
 * Errors: those of `evaluate`, no memory, and RAS_ERASURE_ERROR_NUMERICAL for a start that has no
 * finite value. */
gboolean ras_lbfgs_minimize (const RasLbfgsProblem *problem, const RasLbfgsOptions *options,
                             float *x, RasLbfgsState *state, gboolean *converged, GError **error);

G_END_DECLS
