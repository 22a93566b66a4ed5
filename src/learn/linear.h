/* Linear maps, at every position alike. */
#pragma once

#include "layer.h"

G_BEGIN_DECLS

typedef struct
{
  gsize positions;     /* how often an image has the inputs; 0 means 1 */
  gsize inputs, outputs;
  gboolean no_bias;
  RasInit init;        /* of the weights; biases start at 0, or uniform like the weights */
  double spread;
  double rate;         /* factor on the learning rate of the weights; 0 means 1 */
} RasLinear;

/* Y = X Wᵀ + b, X: (m · positions) × inputs, W: outputs × inputs ("NAME.weight", "NAME.bias"). */
RasLayer *ras_linear_new (RasParameters *parameters, const char *name, const RasLinear *how);

G_END_DECLS
