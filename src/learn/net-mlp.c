/* Multilayer perceptron: `depth` hidden layers of `width`, then a readout that starts at zero.
 *
 * μP (Yang et al., arXiv 2203.03466, Table 8, Adam): with the width h relative to the base width
 * 128, matrices from hidden to hidden and the readout learn at 128/h times the rate, what the pixels
 * feed and all biases at the full one. Over depth the rate goes with (2/depth)^(3/2). */
#include "activation.h"
#include "linear.h"
#include "network.h"

#include <glib/gi18n.h>
#include <math.h>
#include <string.h>

#define BASE_WIDTH 128
#define BASE_DEPTH 2

static const char *const activations[] = { "relu", "gelu", "swiglu", NULL };

/* SwiGLU has two matrices where the others have one: two thirds of the width keep the size. */
static gsize
hidden_width (const RasRunConfig *config)
{
  if (strcmp (config->activation, "swiglu") == 0)
    return MAX (1, (config->width * 2 + 1) / 3);
  return config->width;
}

static RasLayer *
make_activation (const char *name, gsize h)
{
  if (strcmp (name, "gelu") == 0)
    return ras_gelu_new (h);
  if (strcmp (name, "swiglu") == 0)
    return ras_swiglu_new (h);
  return ras_relu_new (h);
}

static RasLayer *
build (const RasRunConfig *config, const RasNetworkInput *input, RasParameters *parameters,
       double *rate_scale, GError **error)
{
  GPtrArray *layers = g_ptr_array_new ();
  gsize in = (gsize) input->channels * input->height * input->width;
  gsize h = hidden_width (config);
  gsize made = strcmp (config->activation, "swiglu") == 0 ? 2 * h : h;
  double hidden_rate = (double) BASE_WIDTH / config->width;

  for (guint i = 0; i < config->depth; i++, in = h)
    {
      g_autofree char *name = g_strdup_printf ("hidden.%u", i);
      RasLinear how = { .inputs = in,
                        .outputs = made,
                        .init = RAS_INIT_UNIFORM,
                        .spread = 1 / sqrt (in),
                        .rate = i > 0 ? hidden_rate : 1 };

      g_ptr_array_add (layers, ras_linear_new (parameters, name, &how));
      g_ptr_array_add (layers, make_activation (config->activation, h));
    }
  RasLinear readout
      = { .inputs = h, .outputs = input->n_classes, .init = RAS_INIT_ZERO, .rate = hidden_rate };
  g_ptr_array_add (layers, ras_linear_new (parameters, "readout", &readout));
  *rate_scale = pow ((double) BASE_DEPTH / config->depth, 1.5);
  return ras_sequence_new_take (layers);
}

const RasNetworkKind ras_network_mlp = {
  .name = "mlp",
  .title = N_ ("MLP"),
  .summary = N_ ("Fully connected layers: every pixel meets every other."),
  .activations = activations,
  .default_width = BASE_WIDTH,
  .default_depth = BASE_DEPTH,
  .learning_rate = 5e-4,
  .beta1 = 0.95,
  .build = build,
};
