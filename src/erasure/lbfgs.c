#include "lbfgs.h"

#include "eraser.h"
#include "lbfgs-vectors.h"
#include "memory.h"
#include "wolfe.h"

#include <float.h>
#include <glib/gi18n.h>
#include <math.h>
#include <string.h>

/* Of n floats each, beside the pairs and the caller's x: the position on trial, the gradient here
 * and on trial, and the direction. */
#define N_VECTORS 4

typedef struct
{
  const RasLbfgsProblem *problem;
  gsize n;
  float *x, *gradient;             /* where it is */
  float *trial, *trial_gradient;   /* where the line search looks */
  float *direction;
  guint most, count, next;         /* pairs: at most, there are, where the next one goes */
  const float **vectors;           /* s of every place, y of every place, the gradient */
  double *table;                   /* their dot products: (2 most + 1)² */
  double *factors;                 /* 2 most + 1: of the direction */
  double reach;                    /* length of the step to try along the bare gradient */
  RasLbfgsState *state;
} Lbfgs;

guint64
ras_lbfgs_memory (gsize n, guint history)
{
  return ((guint64) N_VECTORS + 2 * history) * n * sizeof (float);
}

static guint
width (const Lbfgs *self)
{
  return 2 * self->most + 1;
}

static double *
product (const Lbfgs *self, guint i, guint j)
{
  return self->table + i * width (self) + j;
}

static gboolean
is_used (const Lbfgs *self, guint i)
{
  return i == 2 * self->most || i % self->most < self->count;
}

/* The product of vector i with the sum of all vectors times their factors. */
static double
along (const Lbfgs *self, guint i)
{
  double sum = 0;

  for (guint j = 0; j < width (self); j++)
    if (is_used (self, j))
      sum += self->factors[j] * *product (self, i, j);
  return sum;
}

/* The place of the pair that is `age` steps old: 0 is the newest. */
static guint
place (const Lbfgs *self, guint age)
{
  return (self->next + 2 * self->most - 1 - age) % self->most;
}

/* −H g: the two loops over factors instead of vectors. */
static void
find_direction (Lbfgs *self)
{
  guint gradient = 2 * self->most, newest = place (self, 0);
  g_autofree double *alphas = g_new (double, self->most);

  memset (self->factors, 0, width (self) * sizeof *self->factors);
  self->factors[gradient] = -1;
  for (guint age = 0; age < self->count; age++)
    {
      guint s = place (self, age), y = s + self->most;

      alphas[age] = along (self, s) / *product (self, s, y);
      self->factors[y] -= alphas[age];
    }
  if (self->count > 0)
    for (guint i = 0; i < width (self); i++)
      self->factors[i] *= *product (self, newest, newest + self->most)
                          / *product (self, newest + self->most, newest + self->most);
  for (guint age = self->count; age-- > 0;)
    {
      guint s = place (self, age), y = s + self->most;

      self->factors[s] += alphas[age] - along (self, y) / *product (self, s, y);
    }
}

/* Makes the direction of its factors. */
static void
write_direction (Lbfgs *self)
{
  g_autofree const float **vectors = g_new (const float *, width (self));
  g_autofree double *factors = g_new (double, width (self));
  guint count = 0;

  for (guint i = 0; i < width (self); i++)
    if (is_used (self, i))
      {
        vectors[count] = self->vectors[i];
        factors[count++] = self->factors[i];
      }
  ras_long_combine (vectors, factors, count, self->direction, self->n);
}

/* Multiplies the newest pair and the gradient with everything. */
static void
fill_table (Lbfgs *self, guint s)
{
  guint changed[3] = { s, s + self->most, 2 * self->most }, count = 0;
  const float *with[3] = { self->vectors[changed[0]], self->vectors[changed[1]],
                           self->vectors[changed[2]] };
  g_autofree const float **vectors = g_new (const float *, width (self));
  g_autofree guint *index = g_new (guint, width (self));
  g_autofree double *products = g_new (double, 3 * width (self));

  for (guint i = 0; i < width (self); i++)
    if (is_used (self, i))
      {
        vectors[count] = self->vectors[i];
        index[count++] = i;
      }
  ras_long_products (vectors, count, with, self->n, products);
  for (guint i = 0; i < count; i++)
    for (guint j = 0; j < 3; j++)
      *product (self, index[i], changed[j]) = *product (self, changed[j], index[i])
          = products[3 * i + j];
}

static void
forget (Lbfgs *self)
{
  self->count = self->next = 0;
  *product (self, 2 * self->most, 2 * self->most)
      = ras_long_dot (self->gradient, self->gradient, self->n);
}

/* Goes to the trial point and remembers the way there. */
static void
move (Lbfgs *self)
{
  guint s = self->next, y = s + self->most;
  float *x = self->x, *gradient = self->gradient;

  ras_long_subtract (self->trial, x, (float *) self->vectors[s], self->n);
  ras_long_subtract (self->trial_gradient, gradient, (float *) self->vectors[y], self->n);
  self->x = self->trial;
  self->gradient = self->trial_gradient;
  self->vectors[2 * self->most] = self->gradient;
  self->trial = x;
  self->trial_gradient = gradient;
  self->count = MIN (self->count + 1, self->most);
  fill_table (self, s);
  self->next = (s + 1) % self->most;
  self->reach = sqrt (*product (self, s, s));
  /* Where the curvature along the step is not positive the pairs say nothing. */
  if (!(*product (self, s, y) > FLT_EPSILON * self->reach * sqrt (*product (self, y, y))))
    forget (self);
}

static gboolean
look (RasWolfePoint *point, gpointer user_data, GError **error)
{
  Lbfgs *self = user_data;

  ras_long_step (self->x, point->t, self->direction, self->trial, self->n);
  if (!self->problem->evaluate (self->trial, self->trial_gradient, &point->value,
                                self->problem->user_data, error))
    return FALSE;
  self->state->evaluation++;
  point->slope = ras_long_dot (self->trial_gradient, self->direction, self->n);
  return TRUE;
}

/* One step along a new direction. *end: whether there was one. */
static gboolean
step (Lbfgs *self, RasWolfeEnd *end, GError **error)
{
  RasWolfePoint point = { 0, self->state->value };
  double t = 1, last = 0;

  *end = RAS_WOLFE_NOTHING;
  find_direction (self);
  write_direction (self);
  point.slope = ras_long_dot (self->gradient, self->direction, self->n);
  if (!(point.slope < 0))
    return TRUE;
  if (self->count == 0)
    t = self->reach / sqrt (-point.slope);
  if (!ras_wolfe_search (&point, t, FLT_EPSILON, look, self, &last, end, error))
    return FALSE;
  if (*end == RAS_WOLFE_NOTHING)
    return TRUE;
  if (last != point.t && !look (&point, self, error))
    return FALSE;
  self->state->value = point.value;
  move (self);
  return TRUE;
}

static gboolean
run (Lbfgs *self, const RasLbfgsOptions *options, gboolean *converged, GError **error)
{
  const RasLbfgsProblem *problem = self->problem;

  if (!problem->evaluate (self->x, self->gradient, &self->state->value, problem->user_data, error))
    return FALSE;
  self->state->evaluation++;
  if (!isfinite (self->state->value))
    {
      g_set_error (error, RAS_ERASURE_ERROR, RAS_ERASURE_ERROR_NUMERICAL,
                   _ ("the optimisation cannot start here, for the loss is not finite: check the "
                      "images for values that are no numbers"));
      return FALSE;
    }
  forget (self);
  while (TRUE)
    {
      RasWolfeEnd end = RAS_WOLFE_NOTHING;

      if (problem->moved)
        problem->moved (self->state, self->x, problem->user_data);
      if (self->state->iteration == options->iterations)
        return TRUE;
      if (!step (self, &end, error))
        return FALSE;
      /* The pairs may have misled: the gradient alone has the last word. */
      if (end == RAS_WOLFE_NOTHING && self->count > 0)
        {
          forget (self);
          if (!step (self, &end, error))
            return FALSE;
        }
      if ((*converged = end == RAS_WOLFE_NOTHING))
        return TRUE;
      self->state->iteration++;
    }
}

gboolean
ras_lbfgs_minimize (const RasLbfgsProblem *problem, const RasLbfgsOptions *options, float *x,
                    RasLbfgsState *state, gboolean *converged, GError **error)
{
  gsize n = problem->n;
  guint most = options->history, pairs = 2 * most;
  RAS_BIG float *memory
      = ras_alloc_big (n * (N_VECTORS + pairs), sizeof *memory, _ ("the optimisation"), error);
  g_autofree const float **vectors = g_new (const float *, pairs + 1);
  g_autofree double *table = g_new0 (double, (pairs + 1) * (pairs + 1));
  g_autofree double *factors = g_new0 (double, pairs + 1);
  Lbfgs self = { .problem = problem, .n = n, .most = most, .vectors = vectors, .table = table,
                 .factors = factors, .state = state,
                 .reach = options->first_step * sqrt (n) };
  gboolean done;

  *state = (RasLbfgsState) { 0 };
  *converged = FALSE;
  if (memory == NULL)
    return FALSE;
  self.x = x;
  self.trial = memory;
  self.gradient = memory + n;
  self.trial_gradient = memory + 2 * n;
  self.direction = memory + 3 * n;
  for (guint i = 0; i < pairs; i++)
    vectors[i] = memory + (N_VECTORS + i) * n;
  vectors[pairs] = self.gradient;
  done = run (&self, options, converged, error);
  if (self.x != x)
    memcpy (x, self.x, n * sizeof *x);
  return done;
}
