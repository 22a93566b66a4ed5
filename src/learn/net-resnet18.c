/* ResNet-18 (He, Zhang, Ren & Sun, arXiv 1512.03385) for small images: a 3 × 3 stem without pooling,
 * then four stages of two blocks with w, 2w, 4w, 8w channels, every stage but the first at half the
 * resolution; the mean over positions; a readout that starts at zero.
 *
 * μP (Yang et al., arXiv 2203.03466, Table 8, Adam): with the first stage's width w relative to 64,
 * convolutions between hidden channels and the readout learn at 64/w times the rate, the stem and
 * the batch norms at the full one. */
#include "activation.h"
#include "batch-norm.h"
#include "conv.h"
#include "linear.h"
#include "network.h"
#include "patch.h"

#include <glib/gi18n.h>
#include <math.h>

#define BASE_WIDTH 64
#define N_STAGES 4
#define BLOCKS 2

typedef struct
{
  RasParameters *parameters;
  gsize height, width, channels; /* what the last layer put out */
  double rate;                   /* of the next convolutions */
} Builder;

/* Adds a convolution with batch norm, and ReLU if wanted, and moves on to its output. */
static void
add_conv (Builder *self, GPtrArray *layers, const char *name, guint kernel, gsize outputs,
          guint stride, gboolean relu)
{
  g_autofree char *conv_name = g_strconcat (name, ".conv", NULL);
  g_autofree char *norm_name = g_strconcat (name, ".norm", NULL);
  guint padding = kernel / 2;
  RasConv how = { .height = self->height,
                  .width = self->width,
                  .channels = self->channels,
                  .outputs = outputs,
                  .kernel = kernel,
                  .stride = stride,
                  .padding = padding,
                  .no_bias = TRUE,
                  .init = RAS_INIT_NORMAL,
                  .spread = sqrt (2.0 / (kernel * kernel * outputs)),
                  .rate = self->rate };
  gsize positions;

  g_ptr_array_add (layers, ras_conv_new (self->parameters, conv_name, &how));
  self->height = ras_conv_side (self->height, kernel, stride, padding);
  self->width = ras_conv_side (self->width, kernel, stride, padding);
  self->channels = outputs;
  positions = self->height * self->width;
  g_ptr_array_add (layers,
                   relu ? ras_batch_norm_relu_new (self->parameters, norm_name, positions, outputs)
                        : ras_batch_norm_new (self->parameters, norm_name, positions, outputs));
}

/* Two convolutions beside a short cut, and ReLU after their sum. */
static void
add_block (Builder *self, GPtrArray *layers, const char *name, gsize outputs, guint stride)
{
  g_autofree char *first = g_strconcat (name, ".0", NULL);
  g_autofree char *second = g_strconcat (name, ".1", NULL);
  g_autofree char *direct = g_strconcat (name, ".shortcut", NULL);
  GPtrArray *branch = g_ptr_array_new ();
  Builder start = *self;
  RasLayer *block;

  add_conv (self, branch, first, 3, outputs, stride, TRUE);
  add_conv (self, branch, second, 3, outputs, 1, FALSE);
  block = ras_sequence_new_take (branch);
  if (stride == 1 && start.channels == outputs)
    block = ras_residual_new (block, 0, 0);
  else
    {
      GPtrArray *shortcut = g_ptr_array_new ();

      add_conv (&start, shortcut, direct, 1, outputs, stride, FALSE);
      block = ras_residual_new_with_shortcut (block, ras_sequence_new_take (shortcut));
    }
  g_ptr_array_add (layers, block);
  g_ptr_array_add (layers, ras_relu_new (block->out));
}

static RasLayer *
build (const RasRunConfig *config, const RasNetworkInput *input, RasParameters *parameters,
       double *rate_scale, GError **error)
{
  GPtrArray *layers = g_ptr_array_new ();
  double hidden_rate = (double) BASE_WIDTH / config->width;
  Builder self = { parameters, input->height, input->width, input->channels, 1 };

  g_ptr_array_add (layers, ras_patches_new (input->channels, input->height, input->width, 1));
  add_conv (&self, layers, "stem", 3, config->width, 1, TRUE);
  self.rate = hidden_rate;
  for (guint stage = 0; stage < N_STAGES; stage++)
    for (guint block = 0; block < BLOCKS; block++)
      {
        g_autofree char *name = g_strdup_printf ("stages.%u.%u", stage, block);

        add_block (&self, layers, name, (gsize) config->width << stage,
                   stage > 0 && block == 0 ? 2 : 1);
      }
  g_ptr_array_add (layers, ras_global_pool_new (self.height * self.width, self.channels));
  RasLinear readout = { .inputs = self.channels,
                        .outputs = input->n_classes,
                        .init = RAS_INIT_ZERO,
                        .rate = hidden_rate };
  g_ptr_array_add (layers, ras_linear_new (parameters, "readout", &readout));
  return ras_sequence_new_take (layers);
}

const RasNetworkKind ras_network_resnet18 = {
  .name = "resnet18",
  .title = N_ ("ResNet-18"),
  .summary = N_ ("Eighteen layers of convolutions with short cuts and batch norm."),
  .default_width = BASE_WIDTH,
  .learning_rate = 1e-3,
  .beta1 = 0.9,
  .build = build,
};
