/* A line search for the strong Wolfe conditions: bracketing and zoom with cubic interpolation
 * (Nocedal & Wright, Algorithms 3.5 and 3.6; bounds and safeguards as PyTorch has them).
 *
 * φ (t) is a function along a line, t > 0. A step t is good where
 *
 *   φ (t) ≤ φ (0) + c₁ t φ' (0)   and   |φ' (t)| ≤ c₂ |φ' (0)|,   c₁ = 10⁻⁴, c₂ = 0.9. */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

#define RAS_WOLFE_DECREASE 1e-4  /* c₁ */
#define RAS_WOLFE_CURVATURE 0.9  /* c₂ */
#define RAS_WOLFE_EVALUATIONS 25 /* at most */

typedef struct
{
  double t, value, slope; /* t, φ (t), φ' (t) */
} RasWolfePoint;

/* Fills in value and slope at point->t; may be infinite or not a number. */
typedef gboolean (*RasWolfeFunc) (RasWolfePoint *point, gpointer user_data, GError **error);

typedef enum
{
  RAS_WOLFE_FOUND,  /* both conditions hold */
  RAS_WOLFE_LOWER,  /* the first one alone holds */
  RAS_WOLFE_NOTHING /* no lower point was found */
} RasWolfeEnd;

/* Starts with `*point`, φ at 0 with a negative slope, and tries the step `t` first. Values are
 * exact to `precision` times their size: where less than that is to be gained it gives up. The
 * best point replaces `*point`, `*last` is the step evaluated last. FALSE: `func` failed. */
gboolean ras_wolfe_search (RasWolfePoint *point, double t, double precision, RasWolfeFunc func,
                           gpointer user_data, double *last, RasWolfeEnd *end, GError **error);

G_END_DECLS
