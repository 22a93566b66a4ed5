#include "layer-check.h"

#include "random.h"

#include <math.h>
#include <string.h>

/* Written behind every buffer, and expected to be there still. */
#define FENCE 16
#define FENCE_VALUE 12345.0

typedef struct
{
  const RasLayer *layer;
  const RasParameters *parameters;
  const LayerCheck *how;
  RasTeam *team;
  guint n_threads;
  RasReal *values, *state, *x, *y, *dy, *dx;
  RasReal **gradients, **saved, **scratch; /* one a thread */
  gboolean backward;
} Check;

static RasReal *
buffer_new (gsize n)
{
  RasReal *buffer = g_aligned_alloc (n + FENCE, sizeof (RasReal), 64);

  for (gsize i = 0; i < n; i++)
    buffer[i] = NAN;
  for (gsize i = n; i < n + FENCE; i++)
    buffer[i] = FENCE_VALUE;
  return buffer;
}

static void
buffer_free (RasReal *buffer, gsize n)
{
  for (gsize i = n; i < n + FENCE; i++)
    g_assert_cmpfloat (buffer[i], ==, FENCE_VALUE);
  g_aligned_free (buffer);
}

static void
fill_random (RasReal *values, gsize n, double spread, guint64 item)
{
  GRand *random = ras_random_new (17, RAS_STREAM_WEIGHTS, item);

  for (gsize i = 0; i < n; i++)
    values[i] = spread * ras_random_normal (random);
  g_rand_free (random);
}

static gsize
slice_scratch (const RasLayer *layer, gsize m)
{
  return layer->scratch * m + layer->fixed_scratch;
}

static void
run_slice (guint thread, gpointer user_data)
{
  Check *check = user_data;
  const RasLayer *layer = check->layer;
  gsize first, end;
  RasPass pass;

  ras_team_share (check->how->m, thread, check->n_threads, &first, &end);
  pass = (RasPass) { .mode = check->how->mode,
                     .m = end - first,
                     .first = first,
                     .batch = check->how->m,
                     .seed = 3,
                     .step = 5,
                     .parameters = check->values,
                     .gradient = check->gradients[thread],
                     .state = check->state,
                     .team = check->team,
                     .thread = thread,
                     .scratch = check->scratch[thread] };
  ras_layer_forward (layer, &pass, check->x + first * layer->in, check->y + first * layer->out,
                     check->saved[thread]);
  g_assert_true (pass.scratch == check->scratch[thread]);
  if (!check->backward)
    return;
  ras_layer_backward (layer, &pass, check->x + first * layer->in,
                      check->dy + first * layer->out, check->dx + first * layer->in,
                      check->saved[thread]);
  g_assert_true (pass.scratch == check->scratch[thread]);
}

static double
compute_loss (Check *check)
{
  gsize n = check->how->m * check->layer->out;
  double loss = 0;

  check->backward = FALSE;
  ras_team_run (check->team, run_slice, check);
  for (gsize i = 0; i < n; i++)
    loss += check->y[i] * check->dy[i];
  return loss;
}

/* ∂L/∂value by a central difference with Richardson's correction. */
static double
differentiate (Check *check, RasReal *value)
{
  double kept = *value, slopes[2];
  double step = (check->how->step > 0 ? check->how->step : 1e-4) * MAX (1, fabs (kept));

  for (int i = 0; i < 2; i++, step /= 2)
    {
      double above, below;

      *value = kept + step;
      above = compute_loss (check);
      *value = kept - step;
      below = compute_loss (check);
      slopes[i] = (above - below) / (2 * step);
    }
  *value = kept;
  return (4 * slopes[1] - slopes[0]) / 3;
}

static double
norm (const RasReal *values, gsize n)
{
  double sum = 0;

  for (gsize i = 0; i < n; i++)
    sum += values[i] * values[i];
  return sqrt (sum / n);
}

static void
compare (Check *check, const char *what, RasReal *values, const RasReal *gradient, gsize n)
{
  double tolerance = check->how->tolerance > 0 ? check->how->tolerance : 1e-6;
  double scale = norm (gradient, n);
  gsize stride = MAX (1, n / (check->how->samples > 0 ? check->how->samples : 48));

  for (gsize i = 0; i < n; i += stride)
    {
      double expected = differentiate (check, values + i);

      if (!(fabs (gradient[i] - expected) <= tolerance * (scale + fabs (expected) + 1e-3)))
        g_error ("%s: ∂L/∂%s[%" G_GSIZE_FORMAT "] is %.10g, finite differences say %.10g",
                 check->layer->class->name, what, i, (double) gradient[i], expected);
    }
}

static void
compare_all (Check *check)
{
  const RasParameters *parameters = check->parameters;
  g_autofree RasReal *total = g_new0 (RasReal, parameters->count + 1);
  g_autofree RasReal *dx
      = g_memdup2 (check->dx, check->how->m * check->layer->in * sizeof (RasReal));

  for (guint t = 0; t < check->n_threads; t++)
    for (gsize i = 0; i < parameters->count; i++)
      total[i] += check->gradients[t][i];
  compare (check, "x", check->x, dx, check->how->m * check->layer->in);
  for (guint i = 0; i < parameters->list->len; i++)
    {
      const RasParameter *piece = &g_array_index (parameters->list, RasParameter, i);

      compare (check, piece->name, check->values + piece->first, total + piece->first,
               piece->count);
    }
}

void
layer_check_gradients (const RasLayer *layer, const RasParameters *parameters,
                       const LayerCheck *how)
{
  guint n = MAX (how->threads, 1);
  gsize in = how->m * layer->in, out = how->m * layer->out;
  RasReal *kept_x, *kept_values;
  Check check = { .layer = layer, .parameters = parameters, .how = how, .n_threads = n };

  check.team = ras_team_new (n, NULL);
  check.values = buffer_new (parameters->count);
  check.state = g_new0 (RasReal, parameters->n_state + 1);
  check.x = buffer_new (in);
  check.y = buffer_new (out);
  check.dy = buffer_new (out);
  check.dx = buffer_new (in);
  check.gradients = g_new0 (RasReal *, n);
  check.saved = g_new0 (RasReal *, n);
  check.scratch = g_new0 (RasReal *, n);
  for (guint t = 0; t < n; t++)
    {
      gsize m = how->m * (t + 1) / n - how->m * t / n;

      check.gradients[t] = buffer_new (parameters->count);
      check.saved[t] = buffer_new (layer->saved * m);
      check.scratch[t] = buffer_new (slice_scratch (layer, m));
    }
  ras_parameters_initialise (parameters, 1, check.values);
  for (guint i = 0; !how->keep_weights && i < parameters->list->len; i++)
    {
      const RasParameter *piece = &g_array_index (parameters->list, RasParameter, i);

      fill_random (check.values + piece->first, piece->count, 0.5, 10 + i);
    }
  fill_random (check.x, in, how->spread > 0 ? how->spread : 1, 1);
  fill_random (check.dy, out, 1, 2);
  kept_x = g_memdup2 (check.x, in * sizeof *kept_x);
  kept_values = g_memdup2 (check.values, parameters->count * sizeof *kept_values);
  check.backward = TRUE;
  ras_team_run (check.team, run_slice, &check);
  g_assert_cmpmem (check.x, in * sizeof *kept_x, kept_x, in * sizeof *kept_x);
  g_assert_cmpmem (check.values, parameters->count * sizeof (RasReal), kept_values,
                   parameters->count * sizeof (RasReal));
  compare_all (&check);

  for (guint t = 0; t < n; t++)
    {
      gsize m = how->m * (t + 1) / n - how->m * t / n;

      buffer_free (check.gradients[t], parameters->count);
      buffer_free (check.saved[t], layer->saved * m);
      buffer_free (check.scratch[t], slice_scratch (layer, m));
    }
  buffer_free (check.values, parameters->count);
  buffer_free (check.x, in);
  buffer_free (check.y, out);
  buffer_free (check.dy, out);
  buffer_free (check.dx, in);
  g_free (kept_x);
  g_free (kept_values);
  g_free (check.state);
  g_free (check.gradients);
  g_free (check.saved);
  g_free (check.scratch);
  ras_team_free (check.team);
}

void
layer_check_forward (const RasLayer *layer, const RasReal *parameters, RasReal *state,
                     RasPassMode mode, const RasReal *x, gsize m, RasReal *y)
{
  RasReal *saved = buffer_new (layer->saved * m);
  RasReal *scratch = buffer_new (slice_scratch (layer, m));
  RasPass pass = { .mode = mode,
                   .m = m,
                   .batch = m,
                   .parameters = parameters,
                   .state = state,
                   .scratch = scratch };
  RasTeam *team = ras_team_new (1, NULL);

  pass.team = team;
  ras_layer_forward (layer, &pass, x, y, saved);
  ras_team_free (team);
  buffer_free (saved, layer->saved * m);
  buffer_free (scratch, slice_scratch (layer, m));
}
