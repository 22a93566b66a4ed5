#include "schedule-free.h"

#include "memory.h"

#include <glib/gi18n.h>
#include <math.h>
#include <string.h>

struct _RasScheduleFree
{
  const RasParameters *parameters;
  RasScheduleFreeOptions options;
  RasReal *y; /* borrowed */
  RasReal *z, *v;
  guint64 step;      /* completed */
  double weight_sum; /* Σ γ_i² */
};

/* What one step does to every number alike. */
typedef struct
{
  RasReal beta2, epsilon, decay;
  RasReal rate;     /* γ_t, with the piece's factor */
  RasReal average;  /* c_{t+1} = γ_t² / Σ γ_i² */
  RasReal extrapolated; /* γ_t (1 − β₁ (1 − c_{t+1})): how far y follows the step of z */
} Step;

RasScheduleFree *
ras_schedule_free_new (const RasParameters *parameters, const RasScheduleFreeOptions *options,
                       RasReal *y, GError **error)
{
  RasScheduleFree *self = g_new0 (RasScheduleFree, 1);
  gsize count = parameters->count;

  self->parameters = parameters;
  self->options = *options;
  self->y = y;
  self->z = ras_alloc_big (count, sizeof (RasReal), _ ("the optimiser"), error);
  self->v = self->z ? ras_alloc_big (count, sizeof (RasReal), _ ("the optimiser"), error) : NULL;
  if (self->v == NULL)
    {
      ras_schedule_free_free (self);
      return NULL;
    }
  memcpy (self->z, y, count * sizeof *y);
  return self;
}

void
ras_schedule_free_free (RasScheduleFree *self)
{
  ras_free_big (self->z);
  ras_free_big (self->v);
  g_free (self);
}

/* γ_t = γ √(1 − β₂ᵗ) min (1, t / T) for the step to come. */
static double
current_rate (const RasScheduleFree *self)
{
  double t = self->step + 1;
  double warm = self->options.warm_up > 0 ? MIN (1, t / self->options.warm_up) : 1;

  return self->options.learning_rate * sqrt (1 - pow (self->options.beta2, t)) * warm;
}

/* One fused pass: g is the sum of two vectors (often the same thread count as cores), others were
 * added up before. */
static RAS_HOT void
update (const Step *s, const RasReal *g, const RasReal *g2, gsize n, RasReal *y, RasReal *z,
        RasReal *v)
{
  Step step = *s;

  for (gsize i = 0; i < n; i++)
    {
      RasReal gradient = g2 ? g[i] + g2[i] : g[i];
      RasReal second = step.beta2 * v[i] + (1 - step.beta2) * gradient * gradient;
      RasReal direction
          = gradient / (ras_real_sqrt (second) + step.epsilon) + step.decay * y[i];

      v[i] = second;
      y[i] += step.average * (z[i] - y[i]) - step.extrapolated * direction;
      z[i] -= step.rate * direction;
    }
}

static void
add_gradients (RasReal *const *gradients, guint n_gradients, gsize first, gsize n)
{
  for (guint t = 2; t < n_gradients; t++)
    for (gsize i = first; i < first + n; i++)
      gradients[1][i] += gradients[t][i];
}

void
ras_schedule_free_step (RasScheduleFree *self, RasReal *const *gradients, guint n_gradients,
                        guint thread, guint n)
{
  const RasScheduleFreeOptions *options = &self->options;
  double rate = current_rate (self), average = rate * rate / (self->weight_sum + rate * rate);
  gsize from, to;

  ras_team_share (self->parameters->count / 16, thread, n, &from, &to);
  from *= 16;
  to = thread + 1 == n ? self->parameters->count : to * 16;
  for (guint i = 0; i < self->parameters->list->len; i++)
    {
      const RasParameter *piece = &g_array_index (self->parameters->list, RasParameter, i);
      gsize first = MAX (from, piece->first), end = MIN (to, piece->first + piece->count);
      double own = rate * piece->rate;
      Step step = { options->beta2, options->epsilon, piece->decays ? options->weight_decay : 0,
                    own, average, own * (1 - options->beta1 * (1 - average)) };

      if (first >= end)
        continue;
      add_gradients (gradients, n_gradients, first, end - first);
      update (&step, gradients[0] + first, n_gradients > 1 ? gradients[1] + first : NULL,
              end - first, self->y + first, self->z + first, self->v + first);
    }
}

void
ras_schedule_free_advance (RasScheduleFree *self)
{
  double rate = current_rate (self);

  self->weight_sum += rate * rate;
  self->step++;
}

void
ras_schedule_free_average (const RasScheduleFree *self, RasReal *x, guint thread, guint n)
{
  /* y = (1 − β₁) z + β₁ x. */
  RasReal beta1 = self->options.beta1, back = 1 - 1 / beta1;
  gsize from, to;

  ras_team_share (self->parameters->count, thread, n, &from, &to);
  for (gsize i = from; i < to; i++)
    x[i] = self->y[i] + back * (self->z[i] - self->y[i]);
}
