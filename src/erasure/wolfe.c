#include "wolfe.h"

#include <math.h>

typedef struct
{
  RasWolfePoint start;
  RasWolfePoint low, high; /* of the bracket: low is the best point so far */
  double precision;
  RasWolfeFunc func;
  gpointer user_data;
  guint n_evaluations;
  double last;
} Search;

static gboolean
evaluate (Search *self, RasWolfePoint *point, double t, GError **error)
{
  point->t = self->last = t;
  self->n_evaluations++;
  return self->func (point, self->user_data, error);
}

/* Also FALSE for what is no number. */
static gboolean
is_lower (const Search *self, const RasWolfePoint *point)
{
  return point->value
         <= self->start.value + RAS_WOLFE_DECREASE * point->t * self->start.slope;
}

static gboolean
is_flat (const Search *self, const RasWolfePoint *point)
{
  return fabs (point->slope) <= RAS_WOLFE_CURVATURE * -self->start.slope;
}

/* Where the cubic through two points has its minimum, kept within the bounds; their middle where
 * it has none. */
static double
interpolate (const RasWolfePoint *a, const RasWolfePoint *b, double least, double most)
{
  const RasWolfePoint *left = a->t <= b->t ? a : b, *right = a->t <= b->t ? b : a;
  double width = right->t - left->t;
  double d1 = left->slope + right->slope - 3 * (right->value - left->value) / width;
  double square = d1 * d1 - left->slope * right->slope;
  double d2 = sqrt (MAX (square, 0));
  double t = right->t
             - width * (right->slope + d2 - d1) / (right->slope - left->slope + 2 * d2);

  return square >= 0 && isfinite (t) ? CLAMP (t, least, most) : (least + most) / 2;
}

/* Goes on until a bracket holds a good step. *found: low is one already. */
static gboolean
bracket (Search *self, double t, gboolean *found, GError **error)
{
  RasWolfePoint before = self->start, now;

  *found = FALSE;
  if (!evaluate (self, &now, t, error))
    return FALSE;
  while (is_lower (self, &now) && (self->n_evaluations == 1 || now.value < before.value))
    {
      self->low = now;
      self->high = before;
      *found = is_flat (self, &now);
      if (*found || now.slope >= 0 || self->n_evaluations == RAS_WOLFE_EVALUATIONS)
        return TRUE;
      t = interpolate (&before, &now, now.t + 0.01 * (now.t - before.t), 10 * now.t);
      before = now;
      if (!evaluate (self, &now, t, error))
        return FALSE;
    }
  self->low = before;
  self->high = now;
  return TRUE;
}

/* A step within the bracket; not too near to its ends twice in a row. */
static double
choose (const Search *self, gboolean *near)
{
  double left = MIN (self->low.t, self->high.t), right = MAX (self->low.t, self->high.t);
  double t = interpolate (&self->low, &self->high, left, right), margin = 0.1 * (right - left);

  if (MIN (right - t, t - left) >= margin)
    *near = FALSE;
  else if (*near || t >= right || t <= left)
    {
      t = right - t < t - left ? right - margin : left + margin;
      *near = FALSE;
    }
  else
    *near = TRUE;
  return t;
}

static gboolean
zoom (Search *self, gboolean *found, GError **error)
{
  gboolean near = FALSE;

  while (!*found && self->n_evaluations < RAS_WOLFE_EVALUATIONS)
    {
      double width = fabs (self->high.t - self->low.t);
      RasWolfePoint now;

      if (!(width * fabs (self->low.slope) > self->precision * fabs (self->low.value)))
        return TRUE;
      if (!evaluate (self, &now, choose (self, &near), error))
        return FALSE;
      if (!is_lower (self, &now) || now.value >= self->low.value)
        {
          self->high = now;
          continue;
        }
      *found = is_flat (self, &now);
      if (now.slope * (self->high.t - self->low.t) >= 0)
        self->high = self->low;
      self->low = now;
    }
  return TRUE;
}

gboolean
ras_wolfe_search (RasWolfePoint *point, double t, double precision, RasWolfeFunc func,
                  gpointer user_data, double *last, RasWolfeEnd *end, GError **error)
{
  Search self = { .start = *point, .precision = precision, .func = func, .user_data = user_data };
  gboolean found;

  if (!bracket (&self, t, &found, error) || !zoom (&self, &found, error))
    return FALSE;
  *end = found ? RAS_WOLFE_FOUND : self.low.t > 0 ? RAS_WOLFE_LOWER : RAS_WOLFE_NOTHING;
  *point = self.low;
  *last = self.last;
  return TRUE;
}
