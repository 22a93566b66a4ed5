/* Layers made of layers: sequences and residual connections. */
#include "layer.h"

#include "random.h"

#include <string.h>

void
ras_layer_free (RasLayer *self)
{
  if (self)
    self->class->free (self);
}

/* --- Sequence --- */

typedef struct
{
  RasLayer base;
  RasLayer **layers;
  guint n;
  gsize *saved;   /* where each child's `saved` begins, numbers an image */
  gsize *outputs; /* where the output of each child but the last is kept; likewise */
  gsize widest;   /* of those outputs */
  guint n_fixed;  /* children at the beginning that have no parameters */
} Sequence;

static void
sequence_forward (const RasLayer *base, RasPass *pass, const RasReal *x, RasReal *y,
                  RasReal *saved)
{
  const Sequence *self = (const Sequence *) base;

  for (guint i = 0; i < self->n; i++)
    {
      RasReal *out = i + 1 < self->n ? saved + pass->m * self->outputs[i] : y;

      ras_layer_forward (self->layers[i], pass, x, out, saved + pass->m * self->saved[i]);
      x = out;
    }
}

static void
sequence_backward (const RasLayer *base, RasPass *pass, const RasReal *x, const RasReal *dy,
                   RasReal *dx, RasReal *saved)
{
  const Sequence *self = (const Sequence *) base;
  RasReal *scratch = pass->scratch;
  RasReal *buffers[2] = { scratch, scratch + pass->m * self->widest };
  guint last = dx ? 0 : self->n_fixed; /* what the network's input is reordered by */

  pass->scratch += 2 * pass->m * self->widest;
  for (guint i = self->n; i-- > last;)
    {
      const RasReal *in = i > 0 ? saved + pass->m * self->outputs[i - 1] : x;
      RasReal *d_in = i > last ? buffers[i % 2] : dx;

      ras_layer_backward (self->layers[i], pass, in, dy, d_in, saved + pass->m * self->saved[i]);
      dy = d_in;
    }
  pass->scratch = scratch;
}

static void
sequence_free (RasLayer *base)
{
  Sequence *self = (Sequence *) base;

  for (guint i = 0; i < self->n; i++)
    ras_layer_free (self->layers[i]);
  g_free (self->layers);
  g_free (self->saved);
  g_free (self->outputs);
  g_free (self);
}

static const RasLayerClass sequence_class
    = { "sequence", sequence_forward, sequence_backward, sequence_free };

RasLayer *
ras_sequence_new (RasLayer *const *layers, guint n_layers)
{
  Sequence *self = g_new0 (Sequence, 1);
  RasLayer *base = &self->base;

  base->class = &sequence_class;
  base->in = layers[0]->in;
  base->out = layers[n_layers - 1]->out;
  self->layers = g_memdup2 (layers, n_layers * sizeof *layers);
  self->n = n_layers;
  self->saved = g_new0 (gsize, n_layers);
  self->outputs = g_new0 (gsize, n_layers);
  for (guint i = 0; i < n_layers; i++)
    {
      const RasLayer *child = layers[i];

      g_assert (i == 0 || child->in == layers[i - 1]->out);
      self->saved[i] = base->saved;
      base->saved += ras_round_up (child->saved);
      base->scratch = MAX (base->scratch, child->scratch);
      base->fixed_scratch = MAX (base->fixed_scratch, child->fixed_scratch);
      base->calibrates |= child->calibrates;
      self->n_fixed += self->n_fixed == i && child->fixed;
      if (i + 1 == n_layers)
        break;
      self->outputs[i] = base->saved;
      base->saved += ras_round_up (child->out);
      self->widest = MAX (self->widest, ras_round_up (child->out));
    }
  base->scratch += 2 * self->widest;
  return base;
}

RasLayer *
ras_sequence_new_take (GPtrArray *layers)
{
  RasLayer *self = ras_sequence_new ((RasLayer *const *) layers->pdata, layers->len);

  g_ptr_array_set_free_func (layers, NULL);
  g_ptr_array_unref (layers);
  return self;
}

/* --- Residual --- */

typedef struct
{
  RasLayer base;
  RasLayer *branch;
  RasLayer *shortcut; /* NULL: x itself */
  double drop;
  guint64 item;
} Residual;

RasReal
ras_pass_draw_survival (const RasPass *pass, gsize i, double drop, guint64 item)
{
  GRand *random;
  gboolean survives;

  if (pass->mode != RAS_PASS_TRAIN || drop <= 0)
    return 1;
  random = ras_random_new (pass->seed, RAS_STREAM_SURVIVAL,
                           pass->step << 24 | (item & 0xfff) << 12 | (i & 0xfff));
  survives = g_rand_double (random) >= drop;
  g_rand_free (random);
  return survives ? 1 / (1 - drop) : 0;
}

static void
add (const RasReal *x, gsize n, RasReal *y)
{
  for (gsize i = 0; i < n; i++)
    y[i] += x[i];
}

static void
residual_forward (const RasLayer *base, RasPass *pass, const RasReal *x, RasReal *y,
                  RasReal *saved)
{
  const Residual *self = (const Residual *) base;
  gsize out = base->out;

  ras_layer_forward (self->branch, pass, x, y, saved);
  if (self->shortcut)
    {
      RasReal *direct = pass->scratch;

      pass->scratch += pass->m * ras_round_up (out);
      ras_layer_forward (self->shortcut, pass, x, direct,
                         saved + pass->m * ras_round_up (self->branch->saved));
      add (direct, pass->m * out, y);
      pass->scratch = direct;
      return;
    }
  for (gsize i = 0; i < pass->m; i++)
    {
      RasReal factor = ras_pass_draw_survival (pass, pass->first + i, self->drop, self->item);

      for (gsize j = 0; j < out; j++)
        y[i * out + j] = x[i * out + j] + factor * y[i * out + j];
    }
}

static void
backward_shortcut (const Residual *self, RasPass *pass, const RasReal *x, const RasReal *dy,
                   RasReal *dx, RasReal *saved)
{
  RasReal *direct = pass->scratch;

  pass->scratch += pass->m * ras_round_up (self->base.in);
  ras_layer_backward (self->branch, pass, x, dy, dx, saved);
  ras_layer_backward (self->shortcut, pass, x, dy, dx ? direct : NULL,
                      saved + pass->m * ras_round_up (self->branch->saved));
  if (dx)
    add (direct, pass->m * self->base.in, dx);
  pass->scratch = direct;
}

static void
residual_backward (const RasLayer *base, RasPass *pass, const RasReal *x, const RasReal *dy,
                   RasReal *dx, RasReal *saved)
{
  const Residual *self = (const Residual *) base;
  RasReal *scaled = pass->scratch;
  gsize out = base->out;

  if (self->shortcut)
    {
      backward_shortcut (self, pass, x, dy, dx, saved);
      return;
    }
  if (self->drop > 0)
    {
      pass->scratch += pass->m * ras_round_up (out);
      for (gsize i = 0; i < pass->m; i++)
        {
          RasReal factor = ras_pass_draw_survival (pass, pass->first + i, self->drop, self->item);

          for (gsize j = 0; j < out; j++)
            scaled[i * out + j] = factor * dy[i * out + j];
        }
    }
  ras_layer_backward (self->branch, pass, x, self->drop > 0 ? scaled : dy, dx, saved);
  if (dx)
    add (dy, pass->m * out, dx);
  pass->scratch = scaled;
}

static void
residual_free (RasLayer *base)
{
  Residual *self = (Residual *) base;

  ras_layer_free (self->branch);
  ras_layer_free (self->shortcut);
  g_free (self);
}

static const RasLayerClass residual_class
    = { "residual", residual_forward, residual_backward, residual_free };

static RasLayer *
residual_new (RasLayer *branch, RasLayer *shortcut, double drop, guint64 item)
{
  Residual *self = g_new0 (Residual, 1);
  RasLayer *base = &self->base;

  base->class = &residual_class;
  base->in = branch->in;
  base->out = branch->out;
  base->saved = ras_round_up (branch->saved) + (shortcut ? shortcut->saved : 0);
  base->scratch = MAX (branch->scratch, shortcut ? shortcut->scratch : 0)
                  + ras_round_up (MAX (branch->in, branch->out));
  base->fixed_scratch = MAX (branch->fixed_scratch, shortcut ? shortcut->fixed_scratch : 0);
  base->calibrates = branch->calibrates || (shortcut && shortcut->calibrates);
  self->branch = branch;
  self->shortcut = shortcut;
  self->drop = drop;
  self->item = item;
  return base;
}

RasLayer *
ras_residual_new (RasLayer *branch, double drop, guint64 item)
{
  g_assert (branch->in == branch->out);
  return residual_new (branch, NULL, drop, item);
}

RasLayer *
ras_residual_new_with_shortcut (RasLayer *branch, RasLayer *shortcut)
{
  g_assert (branch->in == shortcut->in && branch->out == shortcut->out);
  return residual_new (branch, shortcut, 0, 0);
}
