#include "walk.h"

#include "fit-private.h"
#include "linalg.h"

#include <string.h>

/* Ranks between two kept sums: a move costs at most this many axpys. */
#define STRIDE 32

struct _RasWalk
{
  RasFit *fit;
  double *start;          /* y_0: d */
  double *centred;        /* y_0 − μ, or y_0: what the coefficients are taken of */
  GArray *coefficients;   /* double: c_i, as far as they were needed */
  GPtrArray *waypoints;   /* double *: y at rank 0, STRIDE, 2 STRIDE … */
};

RasWalk *
ras_walk_new (RasFit *fit, const double *x, gboolean recentred)
{
  RasWalk *walk = g_new0 (RasWalk, 1);
  const double *mean = ras_fit_get_array (fit, "mean", NULL);
  RasApplyOptions at_start = { 0, recentred };

  walk->fit = ras_fit_ref (fit);
  walk->start = g_new (double, fit->d);
  ras_fit_apply (fit, &at_start, x, NULL, 1, walk->start);
  walk->centred = g_memdup2 (walk->start, fit->d * sizeof (double));
  if (recentred && mean)
    ras_axpy (-1, mean, walk->centred, fit->d);
  walk->coefficients = g_array_new (FALSE, FALSE, sizeof (double));
  walk->waypoints = g_ptr_array_new_with_free_func (g_free);
  g_ptr_array_add (walk->waypoints, g_memdup2 (walk->start, fit->d * sizeof (double)));
  return walk;
}

void
ras_walk_free (RasWalk *walk)
{
  if (walk == NULL)
    return;
  g_array_unref (walk->coefficients);
  g_ptr_array_unref (walk->waypoints);
  g_free (walk->centred);
  g_free (walk->start);
  ras_fit_unref (walk->fit);
  g_free (walk);
}

/* y ← y − Σ_{from ≤ i < to} c_i v_i */
static void
step (RasWalk *walk, guint from, guint to, double *y)
{
  for (guint i = from; i < to; i++)
    ras_axpy (-g_array_index (walk->coefficients, double, i), ras_fit_get_direction (walk->fit, i),
              y, walk->fit->d);
}

static void
learn_coefficients (RasWalk *walk, guint rank)
{
  for (guint i = walk->coefficients->len; i < rank; i++)
    {
      double c = ras_dot (ras_fit_get_direction (walk->fit, i), walk->centred, walk->fit->d);

      g_array_append_val (walk->coefficients, c);
    }
}

guint
ras_walk_to (RasWalk *walk, guint rank, double *y)
{
  gsize bytes = walk->fit->d * sizeof (double);
  guint target;

  rank = MIN (rank, ras_fit_get_path_length (walk->fit));
  target = rank / STRIDE;
  learn_coefficients (walk, rank);
  while (walk->waypoints->len <= target)
    {
      guint last = walk->waypoints->len - 1;
      double *next = g_memdup2 (g_ptr_array_index (walk->waypoints, last), bytes);

      step (walk, last * STRIDE, (last + 1) * STRIDE, next);
      g_ptr_array_add (walk->waypoints, next);
    }
  memcpy (y, g_ptr_array_index (walk->waypoints, target), bytes);
  step (walk, target * STRIDE, rank, y);
  return rank;
}
