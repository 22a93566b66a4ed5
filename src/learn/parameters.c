#include "parameters.h"

#include "random.h"

#include <string.h>

static void
clear_parameter (gpointer data)
{
  RasParameter *parameter = data;

  g_free (parameter->name);
}

RasParameters *
ras_parameters_new (void)
{
  RasParameters *self = g_new0 (RasParameters, 1);

  self->list = g_array_new (FALSE, FALSE, sizeof (RasParameter));
  g_array_set_clear_func (self->list, clear_parameter);
  return self;
}

void
ras_parameters_free (RasParameters *self)
{
  g_array_unref (self->list);
  g_free (self);
}

gsize
ras_parameters_add (RasParameters *self, const char *name, gsize count, RasInit init,
                    double spread, double rate, gboolean decays)
{
  RasParameter parameter = { g_strdup (name), self->count, count, init, spread, rate, decays };

  g_array_append_val (self->list, parameter);
  self->count += ras_round_up (count);
  return parameter.first;
}

gsize
ras_parameters_add_state (RasParameters *self, gsize count)
{
  gsize first = self->n_state;

  self->n_state += ras_round_up (count);
  return first;
}

void
ras_parameters_add_map (RasParameters *self, const char *name, gsize count, gsize outputs,
                        RasInit init, double spread, double rate, gsize *weight, gsize *bias)
{
  g_autofree char *weight_name = g_strconcat (name, ".weight", NULL);
  g_autofree char *bias_name = g_strconcat (name, ".bias", NULL);

  *weight
      = ras_parameters_add (self, weight_name, count, init, spread, rate > 0 ? rate : 1, TRUE);
  if (bias)
    *bias = ras_parameters_add (self, bias_name, outputs,
                                init == RAS_INIT_UNIFORM ? RAS_INIT_UNIFORM : RAS_INIT_ZERO,
                                spread, 1, FALSE);
}

/* Normal, drawn again beyond two standard deviations. */
static double
draw_normal (GRand *random, double deviation)
{
  double value;

  do
    value = ras_random_normal (random);
  while (value < -2 || value > 2);
  return value * deviation;
}

static void
initialise_piece (const RasParameter *piece, guint64 seed, RasReal *values)
{
  GRand *random = ras_random_new (seed, RAS_STREAM_WEIGHTS, g_str_hash (piece->name));

  for (gsize i = 0; i < piece->count; i++)
    switch (piece->init)
      {
      case RAS_INIT_ZERO:
        values[i] = 0;
        break;
      case RAS_INIT_ONE:
        values[i] = 1;
        break;
      case RAS_INIT_UNIFORM:
        values[i] = ras_random_uniform (random, -piece->spread, piece->spread);
        break;
      case RAS_INIT_NORMAL:
        values[i] = draw_normal (random, piece->spread);
        break;
      }
  g_rand_free (random);
}

void
ras_parameters_initialise (const RasParameters *self, guint64 seed, RasReal *values)
{
  memset (values, 0, self->count * sizeof *values);
  for (guint i = 0; i < self->list->len; i++)
    {
      const RasParameter *piece = &g_array_index (self->list, RasParameter, i);

      initialise_piece (piece, seed, values + piece->first);
    }
}

const RasParameter *
ras_parameters_find (const RasParameters *self, const char *name)
{
  for (guint i = 0; i < self->list->len; i++)
    {
      const RasParameter *piece = &g_array_index (self->list, RasParameter, i);

      if (strcmp (piece->name, name) == 0)
        return piece;
    }
  return NULL;
}

void
ras_parameters_set_init (RasParameters *self, const char *name, RasInit init)
{
  const RasParameter *piece = ras_parameters_find (self, name);

  g_assert (piece);
  g_array_index (self->list, RasParameter, piece - &g_array_index (self->list, RasParameter, 0)).init
      = init;
}

gsize
ras_parameters_get_n_values (const RasParameters *self)
{
  gsize n = 0;

  for (guint i = 0; i < self->list->len; i++)
    n += g_array_index (self->list, RasParameter, i).count;
  return n;
}
