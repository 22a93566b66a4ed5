/* Batch norm: statistics of the whole batch whatever the threads, the running ones, gradients. */
#include "batch-norm.h"
#include "layer-check.h"
#include "layer-reference.h"

#include <math.h>
#include <string.h>

#define POSITIONS 6
#define CHANNELS 5
#define IMAGES 7

typedef struct
{
  RasParameters *parameters;
  RasLayer *layer;
  RasReal values[64], state[64];
} Fixture;

static void
set_up (Fixture *self, gboolean relu)
{
  self->parameters = ras_parameters_new ();
  self->layer = relu ? ras_batch_norm_relu_new (self->parameters, "a", POSITIONS, CHANNELS)
                     : ras_batch_norm_new (self->parameters, "a", POSITIONS, CHANNELS);
  g_assert_cmpuint (self->parameters->count, <=, 64);
  g_assert_cmpuint (self->parameters->n_state, <=, 64);
  memset (self->state, 0, sizeof self->state);
  for (guint i = 0; i < 64; i++)
    self->values[i] = layer_reference_number (3, i);
}

static void
tear_down (Fixture *self)
{
  ras_layer_free (self->layer);
  ras_parameters_free (self->parameters);
}

/* Channel by channel, far from 0 so that sloppy sums would show. */
static void
fill (RasReal *x, guint32 item)
{
  for (gsize i = 0; i < IMAGES * POSITIONS * CHANNELS; i++)
    x[i] = 100.0 * (i % CHANNELS) + (1 + i % CHANNELS) * layer_reference_number (item, i);
}

/* Two passes over one channel, in long double. */
static void
measure (const RasReal *x, gsize c, double *mean, double *scatter)
{
  long double sum = 0, squares = 0;

  for (gsize i = 0; i < IMAGES * POSITIONS; i++)
    sum += x[i * CHANNELS + c];
  sum /= IMAGES * POSITIONS;
  for (gsize i = 0; i < IMAGES * POSITIONS; i++)
    squares += (x[i * CHANNELS + c] - sum) * (x[i * CHANNELS + c] - sum);
  *mean = sum;
  *scatter = squares;
}

static void
test_gradients (void)
{
  for (guint threads = 1; threads <= 3; threads++)
    for (guint relu = 0; relu < 2; relu++)
      {
        Fixture fixture;
        LayerCheck how = { .m = 5, .threads = threads, .step = 1e-5 };

        set_up (&fixture, relu);
        layer_check_gradients (fixture.layer, fixture.parameters, &how);
        tear_down (&fixture);
      }
}

/* Sums over more rows than one chunk has. */
static void
test_long (void)
{
  g_autoptr (RasParameters) parameters = ras_parameters_new ();
  g_autoptr (RasLayer) layer = ras_batch_norm_relu_new (parameters, "a", 3000, 2);
  LayerCheck how = { .m = 3, .threads = 2, .step = 1e-6, .tolerance = 1e-5 };

  layer_check_gradients (layer, parameters, &how);
}

static void
test_forward (void)
{
  Fixture fixture;
  RasReal x[IMAGES * POSITIONS * CHANNELS], y[G_N_ELEMENTS (x)];

  for (guint relu = 0; relu < 2; relu++)
    {
      const RasReal *scale, *shift;

      set_up (&fixture, relu);
      scale = fixture.values + ras_parameters_find (fixture.parameters, "a.weight")->first;
      shift = fixture.values + ras_parameters_find (fixture.parameters, "a.bias")->first;
      fill (x, 1);
      layer_check_forward (fixture.layer, fixture.values, fixture.state, RAS_PASS_TRAIN, x,
                           IMAGES, y);
      for (gsize i = 0; i < G_N_ELEMENTS (x); i++)
        {
          gsize c = i % CHANNELS;
          double mean, scatter, expected;

          measure (x, c, &mean, &scatter);
          expected = (x[i] - mean) / sqrt (scatter / (IMAGES * POSITIONS) + 1e-5) * scale[c]
                     + shift[c];
          g_assert_cmpfloat_with_epsilon (y[i], relu ? MAX (expected, 0) : expected, 1e-11);
        }
      tear_down (&fixture);
    }
}

/* --- Several threads --- */

typedef struct
{
  Fixture *fixture;
  RasTeam *team;
  RasPassMode mode;
  guint64 step;
  const RasReal *x;
  RasReal *y, *dx; /* dx from dy = x; NULL: forward only */
  RasReal gradients[3][64];
} Job;

static void
run_slice (guint thread, gpointer user_data)
{
  Job *job = user_data;
  const RasLayer *layer = job->fixture->layer;
  gsize first, end;
  RasReal *scratch, *saved;

  ras_team_share (IMAGES, thread, ras_team_get_size (job->team), &first, &end);
  scratch = g_aligned_alloc (layer->scratch * IMAGES + layer->fixed_scratch, sizeof *scratch, 64);
  saved = g_new (RasReal, layer->saved * IMAGES);
  RasPass pass = { .mode = job->mode,
                   .m = end - first,
                   .first = first,
                   .batch = IMAGES,
                   .step = job->step,
                   .parameters = job->fixture->values,
                   .gradient = job->gradients[thread],
                   .state = job->fixture->state,
                   .team = job->team,
                   .thread = thread,
                   .scratch = scratch };
  ras_layer_forward (layer, &pass, job->x + first * layer->in, job->y + first * layer->out, saved);
  if (job->dx)
    ras_layer_backward (layer, &pass, job->x + first * layer->in, job->x + first * layer->in,
                        job->dx + first * layer->in, saved);
  g_aligned_free (scratch);
  g_free (saved);
}

static void
run (Job *job, guint threads)
{
  g_autoptr (RasTeam) team = ras_team_new (threads, NULL);

  memset (job->gradients, 0, sizeof job->gradients);
  job->team = team;
  ras_team_run (team, run_slice, job);
}

/* Equal but for rounding; equal to the last bit when repeated. */
static void
test_threads (void)
{
  Fixture fixture;
  RasReal x[IMAGES * POSITIONS * CHANNELS], y[4][G_N_ELEMENTS (x)], dx[4][G_N_ELEMENTS (x)];
  Job *jobs = g_new0 (Job, 4);

  set_up (&fixture, TRUE);
  fill (x, 1);
  for (guint i = 0; i < 4; i++)
    {
      jobs[i] = (Job) { .fixture = &fixture, .x = x, .y = y[i], .dx = dx[i] };
      run (&jobs[i], MIN (i + 1, 3));
    }
  for (guint i = 1; i < 3; i++)
    {
      for (gsize j = 0; j < G_N_ELEMENTS (x); j++)
        {
          g_assert_cmpfloat_with_epsilon (y[i][j], y[0][j], 1e-11);
          g_assert_cmpfloat_with_epsilon (dx[i][j], dx[0][j], 1e-9);
        }
      for (gsize j = 0; j < fixture.parameters->count; j++)
        {
          double sum = jobs[i].gradients[0][j] + jobs[i].gradients[1][j] + jobs[i].gradients[2][j];

          g_assert_cmpfloat_with_epsilon (sum, jobs[0].gradients[0][j], 1e-9);
        }
    }
  g_assert_cmpmem (y[3], sizeof *y, y[2], sizeof *y);
  g_assert_cmpmem (dx[3], sizeof *dx, dx[2], sizeof *dx);
  g_assert_cmpmem (jobs[3].gradients, sizeof jobs[3].gradients, jobs[2].gradients,
                   sizeof jobs[2].gradients);
  g_free (jobs);
  tear_down (&fixture);
}

/* Three batches are averaged with equal weights; evaluating uses that average, and training leaves
 * it alone. */
static void
test_running (void)
{
  for (guint threads = 1; threads <= 3; threads++)
    {
      Fixture fixture;
      RasReal x[IMAGES * POSITIONS * CHANNELS], y[G_N_ELEMENTS (x)], trained[G_N_ELEMENTS (x)];
      double means[CHANNELS] = { 0 }, variances[CHANNELS] = { 0 };
      Job job = { .fixture = &fixture, .x = x, .y = y, .mode = RAS_PASS_CALIBRATE };

      set_up (&fixture, FALSE);
      g_assert_true (fixture.layer->calibrates);
      for (guint i = 0; i < 64; i++)
        fixture.state[i] = 1e6; /* what an earlier calibration left */
      for (job.step = 0; job.step < 3; job.step++)
        {
          fill (x, 20 + job.step);
          for (gsize c = 0; c < CHANNELS; c++)
            {
              double mean, scatter;

              measure (x, c, &mean, &scatter);
              means[c] += mean / 3;
              variances[c] += scatter / (IMAGES * POSITIONS - 1) / 3;
            }
          run (&job, threads);
        }
      memcpy (trained, y, sizeof y);
      job.mode = RAS_PASS_TRAIN;
      run (&job, threads);
      g_assert_cmpmem (y, sizeof y, trained, sizeof trained);

      job.mode = RAS_PASS_EVALUATE;
      fill (x, 30);
      run (&job, threads);
      for (gsize i = 0; i < G_N_ELEMENTS (x); i++)
        {
          gsize c = i % CHANNELS;
          double expected = (x[i] - means[c]) / sqrt (variances[c] + 1e-5) * fixture.values[c]
                            + fixture.values[16 + c];

          g_assert_cmpfloat_with_epsilon (y[i], expected, 1e-10);
        }
      tear_down (&fixture);
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/batch-norm/forward", test_forward);
  g_test_add_func ("/batch-norm/gradients", test_gradients);
  g_test_add_func ("/batch-norm/long", test_long);
  g_test_add_func ("/batch-norm/threads", test_threads);
  g_test_add_func ("/batch-norm/running", test_running);
  return g_test_run ();
}
