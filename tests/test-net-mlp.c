/* Whole MLPs: gradients, shapes, the widths' learning rates, the zero readout. */
#include "layer-check.h"
#include "network.h"

#include <math.h>
#include <string.h>

static const RasNetworkInput input = { 1, 3, 4, 3 };

static RasNetwork *
make (const char *net, const char *activation, guint width, guint depth)
{
  g_autoptr (RasRunConfig) config = ras_run_config_new ();
  RasNetwork *network;

  g_free (config->net);
  config->net = g_strdup (net);
  config->activation = g_strdup (activation);
  config->width = width;
  config->depth = depth;
  network = ras_network_new (config, &input, NULL);
  g_assert_nonnull (network);
  g_assert_cmpuint (network->root->in, ==, 12);
  g_assert_cmpuint (network->root->out, ==, 3);
  return network;
}

static void
test_gradients (void)
{
  static const char *const activations[] = { "relu", "gelu", "swiglu" };

  for (guint i = 0; i < G_N_ELEMENTS (activations); i++)
    for (guint depth = 1; depth <= 3; depth++)
      {
        g_autoptr (RasNetwork) network = make ("mlp", activations[i], 9, depth);
        LayerCheck how = { .m = 5, .threads = depth };

        layer_check_gradients (network->root, network->parameters, &how);
      }
}

static void
test_linear (void)
{
  g_autoptr (RasNetwork) network = make ("linear", NULL, 0, 0);
  LayerCheck how = { .m = 4 };

  layer_check_gradients (network->root, network->parameters, &how);
  g_assert_cmpuint (ras_parameters_get_n_values (network->parameters), ==, 12 * 3 + 3);
}

/* Untrained networks predict uniformly. */
static void
test_zero_readout (void)
{
  g_autoptr (RasNetwork) network = make ("mlp", "gelu", 16, 2);
  g_autofree RasReal *weights = g_new (RasReal, network->parameters->count);
  RasReal x[12], logits[3];

  ras_parameters_initialise (network->parameters, 5, weights);
  for (guint i = 0; i < 12; i++)
    x[i] = 0.1 * i;
  layer_check_forward (network->root, weights, NULL, RAS_PASS_EVALUATE, x, 1, logits);
  for (guint j = 0; j < 3; j++)
    g_assert_cmpfloat (logits[j], ==, 0);
}

static double
rate_of (const RasNetwork *network, const char *name)
{
  const RasParameter *piece = ras_parameters_find (network->parameters, name);

  g_assert_nonnull (piece);
  return piece->rate;
}

/* μP: at twice the base width hidden matrices and readout learn at half the rate. */
static void
test_rates (void)
{
  g_autoptr (RasNetwork) network = make ("mlp", "relu", 256, 3);

  g_assert_cmpfloat (rate_of (network, "hidden.0.weight"), ==, 1);
  g_assert_cmpfloat (rate_of (network, "hidden.1.weight"), ==, 0.5);
  g_assert_cmpfloat (rate_of (network, "hidden.2.weight"), ==, 0.5);
  g_assert_cmpfloat (rate_of (network, "readout.weight"), ==, 0.5);
  g_assert_cmpfloat (rate_of (network, "hidden.1.bias"), ==, 1);
  g_assert_cmpfloat_with_epsilon (network->rate_scale, pow (2.0 / 3, 1.5), 1e-12);
  g_assert_true (ras_parameters_find (network->parameters, "hidden.0.weight")->decays);
  g_assert_false (ras_parameters_find (network->parameters, "hidden.0.bias")->decays);
  g_assert_null (ras_parameters_find (network->parameters, "hidden.3.weight"));
}

/* SwiGLU has about as many weights as the others. */
static void
test_swiglu_size (void)
{
  g_autoptr (RasNetwork) relu = make ("mlp", "relu", 96, 2);
  g_autoptr (RasNetwork) swiglu = make ("mlp", "swiglu", 96, 2);
  double ratio = (double) ras_parameters_get_n_values (swiglu->parameters)
                 / ras_parameters_get_n_values (relu->parameters);

  g_assert_cmpfloat (ratio, >, 0.9);
  g_assert_cmpfloat (ratio, <, 1.1);
}

/* The weights depend on the seed and on nothing else. */
static void
test_initial_weights (void)
{
  g_autoptr (RasNetwork) a = make ("mlp", "relu", 16, 2);
  g_autoptr (RasNetwork) b = make ("mlp", "relu", 16, 3);
  gsize count = ras_parameters_find (a->parameters, "hidden.1.weight")->count;
  gsize at_a = ras_parameters_find (a->parameters, "hidden.1.weight")->first;
  gsize at_b = ras_parameters_find (b->parameters, "hidden.1.weight")->first;
  g_autofree RasReal *first = g_new (RasReal, a->parameters->count);
  g_autofree RasReal *second = g_new (RasReal, b->parameters->count);
  double sum = 0, squares = 0;

  ras_parameters_initialise (a->parameters, 1, first);
  ras_parameters_initialise (b->parameters, 1, second);
  g_assert_cmpmem (first + at_a, count * sizeof *first, second + at_b, count * sizeof *second);
  ras_parameters_initialise (b->parameters, 2, second);
  g_assert_cmpint (memcmp (first + at_a, second + at_b, count * sizeof *first), !=, 0);
  for (gsize i = 0; i < count; i++)
    {
      sum += first[at_a + i];
      squares += first[at_a + i] * first[at_a + i];
      g_assert_cmpfloat (fabs (first[at_a + i]), <=, 0.25);
    }
  /* Uniform in ± 1/4: mean 0, variance 1/48. */
  g_assert_cmpfloat_with_epsilon (sum / count, 0, 0.04);
  g_assert_cmpfloat_with_epsilon (squares / count, 1 / 48.0, 0.005);
}

static void
test_unknown (void)
{
  g_autoptr (GError) error = NULL;

  g_assert_null (ras_network_kind_find ("transformer", &error));
  g_assert_error (error, RAS_LEARN_ERROR, RAS_LEARN_ERROR_INVALID);
  g_assert_nonnull (strstr (error->message, "mlp"));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/net-mlp/gradients", test_gradients);
  g_test_add_func ("/net-mlp/linear", test_linear);
  g_test_add_func ("/net-mlp/zero-readout", test_zero_readout);
  g_test_add_func ("/net-mlp/rates", test_rates);
  g_test_add_func ("/net-mlp/swiglu-size", test_swiglu_size);
  g_test_add_func ("/net-mlp/initial-weights", test_initial_weights);
  g_test_add_func ("/net-mlp/unknown", test_unknown);
  return g_test_run ();
}
