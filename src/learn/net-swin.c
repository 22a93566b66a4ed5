/* Swin Transformer V2 for small images (Liu et al., arXiv 2111.09883): patches of 2 × 2 pixels,
 * four stages of blocks that attend within windows of 7 × 7, every second one with its windows
 * shifted, norms behind the branches.
 *
 * μP (Yang et al., arXiv 2203.03466, Table 8, Adam): with the first stage's width w relative to 40,
 * matrices whose inner dimension grows with it learn at 40/w times the rate and start at √(40/w)
 * times the spread; the attention's logits are cosines, which need no scaling. What the pixels
 * feed, the small network of the position bias and all vectors learn at the full rate. Over depth
 * the rate goes with (2/depth)^(1/2). */
#include "activation.h"
#include "layer-norm.h"
#include "linear.h"
#include "network.h"
#include "patch-merging.h"
#include "patch.h"
#include "stages.h"
#include "window-attention.h"

#include <glib/gi18n.h>
#include <math.h>

#define WINDOW 7
#define FIRST_HEADS 2
#define MLP_RATIO 4
#define SPREAD 0.02
/* One pixel more than where the last stage would see nothing but padding. */
#define MIN_SIDE 9

typedef struct
{
  RasParameters *parameters;
  RasStages stages;
  double rate, spread; /* of hidden matrices */
  double drop;         /* of the last block */
  guint block, blocks; /* this one, and of all stages */
  guint height, width; /* of the map, now */
} Builder;

static RasLayer *
make_linear (Builder *builder, const char *name, gsize positions, gsize inputs, gsize outputs,
             double rate, double spread)
{
  RasLinear how = { .positions = positions,
                    .inputs = inputs,
                    .outputs = outputs,
                    .init = RAS_INIT_NORMAL,
                    .spread = spread,
                    .rate = rate };

  return ras_linear_new (builder->parameters, name, &how);
}

/* Stochastic depth grows linearly from 0 at the first block. */
static double
get_drop (const Builder *builder)
{
  return builder->blocks > 1 ? builder->drop * builder->block / (builder->blocks - 1) : 0;
}

/* The norm behind a branch. Its weights start at 0, as the authors' do, so that an untrained block
 * is the identity: starting at 1, at this learning rate, the network soon forgets its input. */
static RasLayer *
make_norm (Builder *builder, const char *norm, gsize positions, gsize channels)
{
  g_autofree char *name = g_strdup_printf ("blocks.%u.%s", builder->block, norm);
  g_autofree char *weight = g_strconcat (name, ".weight", NULL);
  RasLayer *layer = ras_layer_norm_new (builder->parameters, name, positions, channels);

  ras_parameters_set_init (builder->parameters, weight, RAS_INIT_ZERO);
  return layer;
}

static RasLayer *
make_attention (Builder *builder, guint stage, gboolean shifted)
{
  g_autofree char *name = g_strdup_printf ("blocks.%u.attention", builder->block);
  guint channels = builder->stages.widths[stage];
  RasWindowAttention how = { .height = builder->height,
                             .width = builder->width,
                             .channels = channels,
                             .heads = FIRST_HEADS << stage,
                             .side = WINDOW,
                             .shift = shifted ? WINDOW / 2 : 0,
                             .rate = builder->rate,
                             .spread = builder->spread };
  RasLayer *layers[]
      = { ras_window_attention_new (builder->parameters, name, &how),
          make_norm (builder, "norm1", (gsize) how.height * how.width, channels) };

  return ras_residual_new (ras_sequence_new (layers, G_N_ELEMENTS (layers)), get_drop (builder),
                           2 * builder->block);
}

static RasLayer *
make_mlp (Builder *builder, guint stage)
{
  g_autofree char *in = g_strdup_printf ("blocks.%u.mlp.in", builder->block);
  g_autofree char *out = g_strdup_printf ("blocks.%u.mlp.out", builder->block);
  gsize positions = (gsize) builder->height * builder->width;
  gsize channels = builder->stages.widths[stage], hidden = MLP_RATIO * channels;
  RasLayer *layers[] = { make_linear (builder, in, positions, channels, hidden, builder->rate,
                                      builder->spread),
                         ras_gelu_new (positions * hidden),
                         make_linear (builder, out, positions, hidden, channels, builder->rate,
                                      builder->spread),
                         make_norm (builder, "norm2", positions, channels) };

  return ras_residual_new (ras_sequence_new (layers, G_N_ELEMENTS (layers)), get_drop (builder),
                           2 * builder->block + 1);
}

/* Patches are gathered like the neighbours of later stages, so that odd sides work, too. */
static void
add_patches (Builder *builder, GPtrArray *layers, const RasNetworkInput *input)
{
  gsize positions, width = builder->stages.widths[0];

  g_ptr_array_add (layers, ras_patches_new (input->channels, input->height, input->width, 1));
  g_ptr_array_add (layers, ras_gather_neighbours_new (input->height, input->width,
                                                      input->channels));
  builder->height = (input->height + 1) / 2;
  builder->width = (input->width + 1) / 2;
  positions = (gsize) builder->height * builder->width;
  g_ptr_array_add (layers, make_linear (builder, "patches", positions,
                                        4 * (gsize) input->channels, width, 1, SPREAD));
  g_ptr_array_add (layers,
                   ras_layer_norm_new (builder->parameters, "patches.norm", positions, width));
}

static void
add_stage (Builder *builder, GPtrArray *layers, guint stage)
{
  if (stage > 0)
    {
      g_autofree char *name = g_strdup_printf ("merging.%u", stage);

      g_ptr_array_add (layers, ras_patch_merging_new (builder->parameters, name, builder->height,
                                                      builder->width,
                                                      builder->stages.widths[stage - 1],
                                                      builder->rate, builder->spread));
      builder->height = (builder->height + 1) / 2;
      builder->width = (builder->width + 1) / 2;
    }
  for (guint i = 0; i < builder->stages.depths[stage]; i++, builder->block++)
    {
      g_ptr_array_add (layers, make_attention (builder, stage, i % 2 == 1));
      g_ptr_array_add (layers, make_mlp (builder, stage));
    }
}

static void
add_head (Builder *builder, GPtrArray *layers, guint n_classes)
{
  gsize positions = (gsize) builder->height * builder->width;
  gsize channels = builder->stages.widths[RAS_N_STAGES - 1];
  RasLinear readout = { .inputs = channels,
                        .outputs = n_classes,
                        .init = RAS_INIT_ZERO,
                        .rate = builder->rate };

  g_ptr_array_add (layers, ras_layer_norm_new (builder->parameters, "norm", positions, channels));
  g_ptr_array_add (layers, ras_global_pool_new (positions, channels));
  g_ptr_array_add (layers, ras_linear_new (builder->parameters, "readout", &readout));
}

static gboolean
check (const RasStages *stages, const RasNetworkInput *input, GError **error)
{
  if (MIN (input->height, input->width) < MIN_SIDE)
    {
      g_set_error (error, RAS_LEARN_ERROR, RAS_LEARN_ERROR_INVALID,
                   _ ("images of %u × %u pixels are too small for Swin, which halves them four "
                      "times; use images of at least %d × %d pixels or another network"),
                   input->width, input->height, MIN_SIDE, MIN_SIDE);
      return FALSE;
    }
  if (stages->widths[0] % FIRST_HEADS != 0)
    {
      g_set_error (error, RAS_LEARN_ERROR, RAS_LEARN_ERROR_INVALID,
                   _ ("a Swin network's width is shared by %d attention heads, so it cannot be "
                      "%u; use an even width"),
                   FIRST_HEADS, stages->widths[0]);
      return FALSE;
    }
  return TRUE;
}

static RasLayer *
build (const RasRunConfig *config, const RasNetworkInput *input, RasParameters *parameters,
       double *rate_scale, GError **error)
{
  Builder builder = { .parameters = parameters, .drop = config->drop_path };
  GPtrArray *layers;

  if (!ras_stages_find (config, &builder.stages, error) || !check (&builder.stages, input, error))
    return NULL;
  builder.rate = (double) RAS_STAGES_WIDTH / builder.stages.widths[0];
  builder.spread = SPREAD * sqrt (builder.rate);
  for (guint stage = 0; stage < RAS_N_STAGES; stage++)
    builder.blocks += builder.stages.depths[stage];
  layers = g_ptr_array_new ();
  add_patches (&builder, layers, input);
  for (guint stage = 0; stage < RAS_N_STAGES; stage++)
    add_stage (&builder, layers, stage);
  add_head (&builder, layers, input->n_classes);
  *rate_scale = sqrt ((double) RAS_STAGES_DEPTH / builder.stages.depths[0]);
  return ras_sequence_new_take (layers);
}

const RasNetworkKind ras_network_swin = {
  .name = "swin",
  .title = N_ ("Swin V2"),
  .summary = N_ ("A transformer: patches attend to one another within small, shifting windows."),
  .sizes = ras_stage_sizes,
  .default_width = RAS_STAGES_WIDTH,
  .default_depth = RAS_STAGES_DEPTH,
  .learning_rate = 1e-3,
  .beta1 = 0.9,
  .drop_path = 0.2,
  .build = build,
};
