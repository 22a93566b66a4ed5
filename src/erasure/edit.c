#include "edit.h"

#include "fit-private.h"
#include "memory.h"

#include <cblas.h>
#include <glib/gi18n.h>
#include <math.h>
#include <string.h>

/* Images up to so many pixels a channel are edited as the paper edits CIFAR-10. */
#define SMALL_PIXELS (32 * 32)

RasEditRecipe
ras_edit_recipe (guint height, guint width)
{
  if ((guint64) height * width <= SMALL_PIXELS)
    return (RasEditRecipe) { RAS_EDIT_LBFGS, { 0.01, 0.01, 1 }, RAS_EDIT_DEFAULT_ITERATIONS, 10, 0 };
  return (RasEditRecipe) { RAS_EDIT_ADAM, { 1, 0.5, 1e-9 }, RAS_EDIT_DEFAULT_ITERATIONS, 0, 0.01 };
}

guint64
ras_edit_memory (gsize d, gsize n, const RasEditRecipe *recipe)
{
  return ((guint64) 5 * n * d + 2 * d * d) * sizeof (float);
}

typedef struct
{
  gsize d, n;
  const RasEditRecipe *recipe;
  const RasEditObserver *observer;
  float *target;     /* d × d: Σ* */
  float *mean;       /* d: μ */
  float *start;      /* n × d: x₀ */
  float *covariance; /* d × d: scratch */
  float *centred;    /* n × d: scratch */
  float *gradient;   /* n × d */
  RasEditState state;
} Edit;

/* mean ← mean (x) − μ, centred ← x − mean (x) */
static void
centre (Edit *self, const float *x, double *gap)
{
  for (gsize j = 0; j < self->d; j++)
    gap[j] = 0;
  for (gsize i = 0; i < self->n; i++)
    for (gsize j = 0; j < self->d; j++)
      gap[j] += x[i * self->d + j];
  for (gsize j = 0; j < self->d; j++)
    gap[j] /= self->n;
  for (gsize i = 0; i < self->n; i++)
    for (gsize j = 0; j < self->d; j++)
      self->centred[i * self->d + j] = x[i * self->d + j] - gap[j];
  for (gsize j = 0; j < self->d; j++)
    gap[j] -= self->mean[j];
}

/* Loss and gradient at x. */
static gboolean
evaluate (Edit *self, const float *x, GError **error)
{
  gsize d = self->d, n = self->n;
  const double *w = self->recipe->weights;
  double *terms = self->state.terms, squares = 0;
  g_autofree double *gap = g_new (double, d);
  RasProgress progress = { .cancellable = self->observer ? self->observer->cancellable : NULL };

  if (!ras_progress_step (&progress, "", -1, error))
    return FALSE;
  centre (self, x, gap);
  terms[RAS_EDIT_TERM_MEAN] = cblas_dnrm2 (d, gap, 1);
  /* C ← Xᵀ X / (n − 1) − Σ*, lower triangle */
  memcpy (self->covariance, self->target, d * d * sizeof *self->covariance);
  cblas_ssyrk (CblasRowMajor, CblasLower, CblasTrans, d, n, 1.f / (n - 1), self->centred, d, -1,
               self->covariance, d);
  for (gsize i = 0; i < d; i++)
    {
      const float *row = self->covariance + i * d;

      for (gsize j = 0; j < i; j++)
        squares += 2.0 * row[j] * row[j];
      squares += (double) row[i] * row[i];
    }
  terms[RAS_EDIT_TERM_COVARIANCE] = sqrt (squares);
  squares = 0;
  /* ∂ of the last term and the first; then of the covariance: 2 C X / ((n − 1) ‖C‖) */
  for (gsize i = 0; i < n * d; i++)
    {
      double change = x[i] - self->start[i];

      squares += change * change;
      self->gradient[i] = w[2] * 2 * change / ((double) n * d)
                          + w[0] * gap[i % d] / (n * MAX (terms[0], 1e-30));
    }
  terms[RAS_EDIT_TERM_CHANGE] = squares / ((double) n * d);
  cblas_ssymm (CblasRowMajor, CblasRight, CblasLower, n, d,
               w[1] * 2 / ((n - 1) * MAX (terms[1], 1e-30)), self->covariance, d, self->centred, d, 1,
               self->gradient, d);
  self->state.loss = w[0] * terms[0] + w[1] * terms[1] + w[2] * terms[2];
  self->state.evaluation++;
  if (self->observer && self->observer->evaluated)
    self->observer->evaluated (&self->state, self->observer->user_data);
  return TRUE;
}

static gboolean
run_adam (Edit *self, float *x, float *m, float *v, double step, RasEditReport *report, GError **error)
{
  for (guint t = 0;; t++)
    {
      self->state.iteration = t;
      if (!evaluate (self, x, error))
        return FALSE;
      if (t == 0)
        report->first = self->state;
      report->last = self->state;
      if (self->observer && self->observer->moved)
        self->observer->moved (&self->state, x, self->observer->user_data);
      if (t == self->recipe->iterations)
        return TRUE;
      for (gsize i = 0; i < self->n * self->d; i++)
        {
          float g = self->gradient[i];

          m[i] = 0.9f * m[i] + 0.1f * g;
          v[i] = 0.999f * v[i] + 0.001f * g * g;
          x[i] -= step * m[i] / (1 - powf (0.9f, t + 1))
                  / (sqrtf (v[i] / (1 - powf (0.999f, t + 1))) + 1e-12f);
        }
    }
}

gboolean
ras_edit_images (const RasFit *gradient, const RasEditRecipe *recipe, float *images, gsize n,
                 const RasEditObserver *observer, RasEditReport *report, GError **error)
{
  gsize d = gradient->d;
  const double *mean = ras_fit_get_array (gradient, "mean", NULL);
  const double *triangle = ras_fit_get_array (gradient, "covariance", NULL);
  gsize total = 2 * d * d + d + 5 * n * d;
  gint64 began = g_get_monotonic_time ();
  RasEditReport own = { 0 };
  Edit self = { d, n, recipe, observer };
  RAS_BIG float *memory = NULL;
  gboolean done;

  if (!ras_erasure_require_memory (ras_edit_memory (d, n, recipe), _ ("Gradient-based erasure"), error)
      || (memory = ras_alloc_big (total, sizeof *memory, _ ("gradient-based erasure"), error)) == NULL)
    return FALSE;
  self.target = memory;
  self.covariance = self.target + d * d;
  self.mean = self.covariance + d * d;
  self.start = self.mean + d;
  self.centred = self.start + n * d;
  self.gradient = self.centred + n * d;
  for (gsize i = 0; i < d; i++)
    {
      self.mean[i] = mean[i];
      for (gsize j = 0; j <= i; j++)
        self.target[i * d + j] = triangle[i * (i + 1) / 2 + j];
    }
  memcpy (self.start, images, n * d * sizeof *images);
  done = run_adam (&self, images, self.gradient + n * d, self.gradient + 2 * n * d,
                   recipe->step > 0 ? recipe->step : 0.01, &own, error);
  own.end = RAS_EDIT_ENDED_ITERATIONS;
  own.seconds = (g_get_monotonic_time () - began) / 1e6;
  if (report)
    *report = own;
  return done;
}
