/* Ten steps of small MLPs, held against the same ones written with PyTorch's automatic gradients
 * in double precision, from the same weights and batches. */
#include "cross-entropy.h"
#include "network.h"
#include "schedule-free.h"

#include <math.h>

#define BATCH 6
#define STEPS 10
#define D 12
#define K 3

typedef struct
{
  const char *activation;
  double losses[STEPS];     /* nats, by step */
  double sum_y, squares_y;  /* over all weights after the last step */
  double sum_x, squares_x;  /* of the averaged ones */
} Reference;

static const Reference references[] = {
  { "relu",
    { 1.127066045, 1.140488667, 1.120205210, 1.141091772, 1.105195684, 1.126245490, 1.092257296,
      1.122490220, 1.088454643, 1.118338033 },
    -2.188630131, 15.816989013, -2.084795665, 15.813623064 },
  { "gelu",
    { 1.137238079, 1.124032549, 1.137842258, 1.127114054, 1.116589911, 1.109422836, 1.101085326,
      1.110236489, 1.097828182, 1.105505363 },
    -0.134156949, 13.667736717, -0.128991581, 13.672930117 },
  { "swiglu",
    { 1.133266104, 1.135541629, 1.128925651, 1.127588247, 1.117287045, 1.117021603, 1.103221919,
      1.117169936, 1.090817270, 1.118273402 },
    -0.801370475, 24.835090175, -0.777573430, 24.576891271 },
};

static const RasScheduleFreeOptions options = { .learning_rate = 0.01,
                                                .beta1 = 0.9,
                                                .beta2 = 0.999,
                                                .epsilon = 1e-8,
                                                .weight_decay = 0.05,
                                                .warm_up = 4 };

static RasNetwork *
make_network (const char *activation)
{
  g_autoptr (RasRunConfig) config = ras_run_config_new ();
  RasNetworkInput input = { 3, 2, 2, K };
  RasNetwork *network;

  g_free (config->net);
  config->net = g_strdup ("mlp");
  config->activation = g_strdup (activation);
  config->width = 8;
  config->depth = 2;
  network = ras_network_new (config, &input, NULL);
  g_assert_nonnull (network);
  return network;
}

static float *
make_weights (const RasParameters *parameters)
{
  float *weights = g_aligned_alloc0 (parameters->count, sizeof *weights, 64);

  for (guint p = 0; p < parameters->list->len; p++)
    {
      const RasParameter *piece = &g_array_index (parameters->list, RasParameter, p);

      for (gsize i = 0; i < piece->count; i++)
        weights[piece->first + i] = 0.4 * sin (1.7 * i + p + 0.3);
    }
  return weights;
}

static void
make_batch (guint step, float *x, guint16 *labels)
{
  for (guint i = 0; i < BATCH * D; i++)
    x[i] = 0.5 + 0.5 * cos (0.9 * i + step);
  for (guint i = 0; i < BATCH; i++)
    labels[i] = (i + step) % K;
}

/* The batch's loss; the gradient of images first … first + m − 1 of it. */
static double
compute_gradient (const RasNetwork *network, const float *weights, guint step, gsize first,
                  gsize m, float *gradient)
{
  const RasLayer *root = network->root;
  g_autofree float *saved = g_new (float, root->saved * m + 1);
  g_autofree float *scratch = g_new (float, root->scratch * m + root->fixed_scratch + 1);
  float x[BATCH * D], logits[BATCH * K], d_logits[BATCH * K];
  guint16 labels[BATCH];
  double losses[BATCH], loss = 0;
  RasPass pass = { .mode = RAS_PASS_TRAIN,
                   .m = m,
                   .first = first,
                   .batch = BATCH,
                   .parameters = weights,
                   .gradient = gradient,
                   .scratch = scratch };

  make_batch (step, x, labels);
  ras_layer_forward (root, &pass, x + first * D, logits, saved);
  ras_cross_entropy (logits, labels + first, m, K, losses, d_logits, 1.0f / BATCH);
  ras_layer_backward (root, &pass, x + first * D, d_logits, NULL, saved);
  for (gsize i = 0; i < m; i++)
    loss += losses[i] / BATCH;
  return loss;
}

static void
sum_up (const RasParameters *parameters, const float *weights, double *sum, double *squares)
{
  *sum = *squares = 0;
  for (gsize i = 0; i < parameters->count; i++)
    {
      *sum += weights[i];
      *squares += (double) weights[i] * weights[i];
    }
}

/* With the batch and the weights cut among `n` threads. */
static void
check_reference (const Reference *reference, guint n)
{
  g_autoptr (RasNetwork) network = make_network (reference->activation);
  const RasParameters *parameters = network->parameters;
  float *y = make_weights (parameters), *x = g_new0 (float, parameters->count), *gradients[3];
  g_autoptr (RasScheduleFree) optimiser
      = ras_schedule_free_new (parameters, &options, y, NULL);
  double sum, squares;

  for (guint t = 0; t < n; t++)
    gradients[t] = g_new0 (float, parameters->count);
  for (guint step = 0; step < STEPS; step++)
    {
      double loss = 0;

      for (guint t = 0; t < n; t++)
        loss += compute_gradient (network, y, step, t * BATCH / n, BATCH / n, gradients[t]);
      g_assert_cmpfloat_with_epsilon (loss, reference->losses[step], 2e-6);
      for (guint t = 0; t < n; t++)
        ras_schedule_free_step (optimiser, gradients, n, t, n);
      ras_schedule_free_advance (optimiser);
    }
  sum_up (parameters, y, &sum, &squares);
  g_assert_cmpfloat_with_epsilon (sum, reference->sum_y, 1e-4);
  g_assert_cmpfloat_with_epsilon (squares, reference->squares_y, 1e-4);
  for (guint t = 0; t < n; t++)
    ras_schedule_free_average (optimiser, x, t, n);
  sum_up (parameters, x, &sum, &squares);
  g_assert_cmpfloat_with_epsilon (sum, reference->sum_x, 1e-4);
  g_assert_cmpfloat_with_epsilon (squares, reference->squares_x, 1e-4);
  for (guint t = 0; t < n; t++)
    g_free (gradients[t]);
  g_free (x);
  g_aligned_free (y);
}

static void
test_reference (gconstpointer data)
{
  for (guint n = 1; n <= 3; n++)
    check_reference (data, n);
}

/* On a bowl the average goes to the bottom. */
static void
test_minimum (void)
{
  g_autoptr (RasParameters) parameters = ras_parameters_new ();
  RasScheduleFreeOptions bowl = options;
  float y[16] = { 0 }, x[16], gradient[16] = { 0 }, *gradients[] = { gradient };
  g_autoptr (RasScheduleFree) optimiser = NULL;

  ras_parameters_add (parameters, "a", 3, RAS_INIT_ZERO, 0, 1, FALSE);
  bowl.learning_rate = 0.05;
  optimiser = ras_schedule_free_new (parameters, &bowl, y, NULL);
  for (guint step = 0; step < 2000; step++)
    {
      for (guint i = 0; i < 3; i++)
        gradient[i] = (i + 1) * (y[i] - (float) i);
      ras_schedule_free_step (optimiser, gradients, 1, 0, 1);
      ras_schedule_free_advance (optimiser);
    }
  ras_schedule_free_average (optimiser, x, 0, 1);
  for (guint i = 0; i < 3; i++)
    g_assert_cmpfloat_with_epsilon (x[i], i, 1e-3);
  for (guint i = 3; i < 16; i++)
    g_assert_cmpfloat (y[i], ==, 0);
}

/* The first step during a warm-up of T steps: γ √(1 − β₂) / T, in the direction of the sign over
 * √(1 − β₂). */
static void
test_warm_up (void)
{
  g_autoptr (RasParameters) parameters = ras_parameters_new ();
  RasScheduleFreeOptions slow = options;
  float y[16] = { 1, 1 }, gradient[16] = { 3, -2 }, *gradients[] = { gradient };
  g_autoptr (RasScheduleFree) optimiser = NULL;

  ras_parameters_add (parameters, "a", 1, RAS_INIT_ZERO, 0, 1, FALSE);
  slow.warm_up = 10;
  optimiser = ras_schedule_free_new (parameters, &slow, y, NULL);
  ras_schedule_free_step (optimiser, gradients, 1, 0, 1);
  /* The first average is the new z itself, and so is y. */
  g_assert_cmpfloat_with_epsilon (y[0], 1 - 0.01 / 10, 1e-6);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  for (guint i = 0; i < G_N_ELEMENTS (references); i++)
    {
      g_autofree char *path
          = g_strconcat ("/schedule-free/reference/", references[i].activation, NULL);

      g_test_add_data_func (path, &references[i], test_reference);
    }
  g_test_add_func ("/schedule-free/minimum", test_minimum);
  g_test_add_func ("/schedule-free/warm-up", test_warm_up);
  return g_test_run ();
}
