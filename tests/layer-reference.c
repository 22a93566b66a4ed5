#include "layer-reference.h"

#include <math.h>

#define TOLERANCE 1e-9

double
layer_reference_number (guint32 item, gsize i)
{
  guint32 hash = ((guint32) i + 1) * 2654435761u + item * 1013904223u;

  hash = (hash ^ hash >> 15) * 2246822519u;
  hash = (hash ^ hash >> 13) * 3266489917u;
  hash ^= hash >> 16;
  return hash / 2147483648.0 - 1;
}

static RasReal *
make_numbers (guint32 item, gsize n)
{
  RasReal *values = g_new (RasReal, n);

  for (gsize i = 0; i < n; i++)
    values[i] = layer_reference_number (item, i);
  return values;
}

static void
compare (const char *what, const RasReal *values, guint32 item, gsize n, double expected)
{
  double sum = 0, size = 0;

  for (gsize i = 0; i < n; i++)
    {
      sum += values[i] * layer_reference_number (item, i);
      size += fabs (values[i]);
    }
  if (!(fabs (sum - expected) <= TOLERANCE * (size / sqrt (n) + 1)))
    g_error ("∂L/∂%s: the sum is %.15g, not %.15g", what, sum, expected);
}

void
layer_reference_check (const RasLayer *layer, const RasParameters *parameters, gsize m,
                       const double *y, const double *sums)
{
  gsize scratch = layer->scratch * m + layer->fixed_scratch;
  g_autofree RasReal *x = make_numbers (1, m * layer->in);
  g_autofree RasReal *dy = make_numbers (2, m * layer->out);
  g_autofree RasReal *dx = g_new (RasReal, m * layer->in);
  g_autofree RasReal *answer = g_new (RasReal, m * layer->out);
  g_autofree RasReal *values = g_new0 (RasReal, parameters->count);
  g_autofree RasReal *gradient = g_new (RasReal, parameters->count);
  g_autofree RasReal *state = g_new0 (RasReal, parameters->n_state + 1);
  g_autofree RasReal *saved = g_new (RasReal, m * layer->saved);
  RasReal *aligned = g_aligned_alloc (scratch, sizeof *aligned, 64);
  g_autoptr (RasTeam) team = ras_team_new (1, NULL);
  RasPass pass = { .m = m,
                   .batch = m,
                   .parameters = values,
                   .gradient = gradient,
                   .state = state,
                   .team = team,
                   .scratch = aligned };

  for (guint p = 0; p < parameters->list->len; p++)
    {
      const RasParameter *piece = &g_array_index (parameters->list, RasParameter, p);

      for (gsize i = 0; i < piece->count; i++)
        values[piece->first + i] = layer_reference_number (10 + p, i) / 2;
    }
  ras_layer_forward (layer, &pass, x, answer, saved);
  ras_layer_backward (layer, &pass, x, dy, dx, saved);
  g_aligned_free (aligned);

  for (gsize i = 0; i < m * layer->out; i++)
    g_assert_cmpfloat_with_epsilon (answer[i], y[i], TOLERANCE * (1 + fabs (y[i])));
  compare ("x", dx, 100, m * layer->in, sums[0]);
  for (guint p = 0; p < parameters->list->len; p++)
    {
      const RasParameter *piece = &g_array_index (parameters->list, RasParameter, p);

      compare (piece->name, gradient + piece->first, 110 + p, piece->count, sums[1 + p]);
    }
}
