/* LeNet-5 (LeCun, Bottou, Bengio & Haffner 1998) as it is built today: two 5 × 5 convolutions, each
 * with a 2 × 2 maximum pooling, and three linear layers; ReLU between them. No padding: 32 × 32
 * pixels become 28 × 28 × 6, 14 × 14 × 6, 10 × 10 × 16, 5 × 5 × 16 numbers, then 120, 84, k. */
#include "activation.h"
#include "conv.h"
#include "linear.h"
#include "network.h"
#include "patch.h"
#include "pool.h"

#include <glib/gi18n.h>
#include <math.h>

#define KERNEL 5
#define WINDOW 2
#define MIN_SIDE 16 /* 12, 6, 2, 1 */

static const gsize conv_outputs[] = { 6, 16 };
static const gsize hidden[] = { 120, 84 };

/* A convolution, the pooling and ReLU, which may as well come after the maximum: it sees a
 * quarter of the numbers there. `shape` becomes the output's. */
static void
add_conv (GPtrArray *layers, RasParameters *parameters, const char *name, gsize outputs,
          RasPool *shape)
{
  gsize patch = KERNEL * KERNEL * shape->channels;
  RasConv how = { .height = shape->height,
                  .width = shape->width,
                  .channels = shape->channels,
                  .outputs = outputs,
                  .kernel = KERNEL,
                  .init = RAS_INIT_UNIFORM,
                  .spread = 1 / sqrt (patch) };

  g_ptr_array_add (layers, ras_conv_new (parameters, name, &how));
  *shape = (RasPool) { .height = ras_conv_side (shape->height, KERNEL, 1, 0),
                       .width = ras_conv_side (shape->width, KERNEL, 1, 0),
                       .channels = outputs,
                       .window = WINDOW };
  g_ptr_array_add (layers, ras_max_pool_new (shape));
  shape->height /= WINDOW;
  shape->width /= WINDOW;
  g_ptr_array_add (layers, ras_relu_new (shape->height * shape->width * outputs));
}

static RasLayer *
build (const RasRunConfig *config, const RasNetworkInput *input, RasParameters *parameters,
       double *rate_scale, GError **error)
{
  RasPool shape
      = { .height = input->height, .width = input->width, .channels = input->channels };
  GPtrArray *layers;
  gsize in;

  if (MIN (input->height, input->width) < MIN_SIDE)
    {
      g_set_error (error, RAS_LEARN_ERROR, RAS_LEARN_ERROR_INVALID,
                   _ ("LeNet-5 needs images of at least %u × %u pixels, and these have %u × %u; "
                      "choose another network"),
                   MIN_SIDE, MIN_SIDE, input->width, input->height);
      return NULL;
    }
  layers = g_ptr_array_new ();
  g_ptr_array_add (layers, ras_patches_new (input->channels, input->height, input->width, 1));
  for (guint i = 0; i < G_N_ELEMENTS (conv_outputs); i++)
    {
      g_autofree char *name = g_strdup_printf ("conv.%u", i);

      add_conv (layers, parameters, name, conv_outputs[i], &shape);
    }
  in = shape.height * shape.width * shape.channels;
  for (guint i = 0; i < G_N_ELEMENTS (hidden); in = hidden[i++])
    {
      g_autofree char *name = g_strdup_printf ("hidden.%u", i);
      RasLinear how = { .inputs = in,
                        .outputs = hidden[i],
                        .init = RAS_INIT_UNIFORM,
                        .spread = 1 / sqrt (in) };

      g_ptr_array_add (layers, ras_linear_new (parameters, name, &how));
      g_ptr_array_add (layers, ras_relu_new (hidden[i]));
    }
  RasLinear readout = { .inputs = in, .outputs = input->n_classes, .init = RAS_INIT_ZERO };
  g_ptr_array_add (layers, ras_linear_new (parameters, "readout", &readout));
  return ras_sequence_new_take (layers);
}

const RasNetworkKind ras_network_lenet = {
  .name = "lenet",
  .title = N_ ("LeNet-5"),
  .summary = N_ ("Two small convolutions: the first network to read digits."),
  .learning_rate = 5e-4,
  .beta1 = 0.95,
  .build = build,
};
