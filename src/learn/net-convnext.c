/* ConvNeXt V2 (Woo et al., arXiv 2301.00808) for small images: a stem that sees single pixels, four
 * stages of blocks with a halving of the image between them, then a readout of the mean.
 *
 * μP (Yang et al., arXiv 2203.03466, Table 8, Adam): with the first stage's width w relative to 40,
 * matrices whose inner dimension grows with it learn at 40/w times the rate and start at
 * √(40/w) times the spread. Over depth the rate goes with (2/depth)^(1/2). */
#include "convnext-block.h"
#include "layer-norm.h"
#include "linear.h"
#include "network.h"
#include "patch.h"
#include "stages.h"

#include <glib/gi18n.h>
#include <math.h>

#define SPREAD 0.02

typedef struct
{
  GPtrArray *layers;
  RasParameters *parameters;
  guint height, width, channels; /* of the image so far */
  guint block, n_blocks;         /* how many there are so far, and will be */
  double drop, spread, rate;
} Building;

static void
add_norm (Building *self, const char *name, gsize positions)
{
  g_ptr_array_add (self->layers,
                   ras_layer_norm_new (self->parameters, name, positions, self->channels));
}

static void
add_stem (Building *self, guint width)
{
  gsize positions = (gsize) self->height * self->width;
  RasLinear how = { .positions = positions,
                    .inputs = self->channels,
                    .outputs = width,
                    .init = RAS_INIT_NORMAL,
                    .spread = SPREAD };

  g_ptr_array_add (self->layers,
                   ras_patches_new (self->channels, self->height, self->width, 1));
  g_ptr_array_add (self->layers, ras_linear_new (self->parameters, "stem", &how));
  self->channels = width;
  add_norm (self, "stem.norm", positions);
}

/* A layer norm and a 2 × 2 convolution with a step of two. */
static void
add_halving (Building *self, guint stage)
{
  g_autofree char *name = g_strdup_printf ("stages.%u.halve", stage);
  g_autofree char *norm = g_strconcat (name, ".norm", NULL);
  RasLinear how = { .inputs = 4 * self->channels,
                    .outputs = 2 * self->channels,
                    .init = RAS_INIT_NORMAL,
                    .spread = self->spread,
                    .rate = self->rate };

  add_norm (self, norm, (gsize) self->height * self->width);
  g_ptr_array_add (self->layers, ras_merge_new (self->channels, self->height, self->width));
  self->height /= 2;
  self->width /= 2;
  self->channels *= 2;
  how.positions = (gsize) self->height * self->width;
  g_ptr_array_add (self->layers, ras_linear_new (self->parameters, name, &how));
}

/* The further a block is from the stem, the more often it is left out. */
static void
add_block (Building *self, guint stage, guint i)
{
  g_autofree char *name = g_strdup_printf ("stages.%u.blocks.%u", stage, i);
  RasConvnextBlock how = { .height = self->height,
                           .width = self->width,
                           .channels = self->channels,
                           .drop = self->drop * self->block / MAX (1, self->n_blocks - 1),
                           .item = self->block,
                           .spread = self->spread,
                           .rate = self->rate };

  self->block++;
  g_ptr_array_add (self->layers, ras_convnext_block_new (self->parameters, name, &how));
}

static void
add_head (Building *self, guint n_classes)
{
  RasLinear how = { .inputs = self->channels,
                    .outputs = n_classes,
                    .init = RAS_INIT_ZERO,
                    .rate = self->rate };

  g_ptr_array_add (self->layers, ras_global_pool_new ((gsize) self->height * self->width,
                                                      self->channels));
  add_norm (self, "norm", 1);
  g_ptr_array_add (self->layers, ras_linear_new (self->parameters, "readout", &how));
}

static RasLayer *
build (const RasRunConfig *config, const RasNetworkInput *input, RasParameters *parameters,
       double *rate_scale, GError **error)
{
  RasStages stages;
  guint least = 1 << (RAS_N_STAGES - 1);
  Building self = { .parameters = parameters,
                    .height = input->height,
                    .width = input->width,
                    .channels = input->channels,
                    .drop = config->drop_path };

  if (!ras_stages_find (config, &stages, error))
    return NULL;
  if (input->height < least || input->width < least)
    {
      g_set_error (error, RAS_LEARN_ERROR, RAS_LEARN_ERROR_INVALID,
                   _ ("ConvNeXt needs images of %u × %u pixels or more, and these are %u × %u; "
                      "choose another network"),
                   least, least, input->width, input->height);
      return NULL;
    }
  self.layers = g_ptr_array_new ();
  self.rate = (double) RAS_STAGES_WIDTH / stages.widths[0];
  self.spread = SPREAD * sqrt (self.rate);
  for (guint stage = 0; stage < RAS_N_STAGES; stage++)
    self.n_blocks += stages.depths[stage];
  add_stem (&self, stages.widths[0]);
  for (guint stage = 0; stage < RAS_N_STAGES; stage++)
    {
      if (stage > 0)
        add_halving (&self, stage);
      for (guint i = 0; i < stages.depths[stage]; i++)
        add_block (&self, stage, i);
    }
  add_head (&self, input->n_classes);
  *rate_scale = sqrt ((double) RAS_STAGES_DEPTH / stages.depths[0]);
  return ras_sequence_new_take (self.layers);
}

static double
rate_for (const char *eraser)
{
  if (g_strcmp0 (eraser, "none") == 0)
    return 5e-5;
  if (g_strcmp0 (eraser, "leace") == 0 || g_strcmp0 (eraser, "oracle-leace") == 0)
    return 1e-4;
  return 1e-3;
}

const RasNetworkKind ras_network_convnext = {
  .name = "convnext",
  .title = N_ ("ConvNeXt V2"),
  .summary = N_ ("A modern convolutional network: 7 × 7 neighbourhoods, channel by channel."),
  .sizes = ras_stage_sizes,
  .default_width = RAS_STAGES_WIDTH,
  .default_depth = RAS_STAGES_DEPTH,
  .learning_rate = 1e-3,
  .beta1 = 0.9,
  .drop_path = 0.1,
  .rate_for = rate_for,
  .build = build,
};
