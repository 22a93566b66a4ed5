/* Softmax regression: one linear map, starting at zero. */
#include "linear.h"
#include "network.h"

#include <glib/gi18n.h>

static RasLayer *
build (const RasRunConfig *config, const RasNetworkInput *input, RasParameters *parameters,
       double *rate_scale, GError **error)
{
  gsize d = (gsize) input->channels * input->height * input->width;
  RasLinear readout = { .inputs = d, .outputs = input->n_classes, .init = RAS_INIT_ZERO };

  return ras_linear_new (parameters, "readout", &readout);
}

const RasNetworkKind ras_network_linear = {
  .name = "linear",
  .title = N_ ("Linear classifier"),
  .summary = N_ ("One linear map from pixels to classes: what LEACE makes blind."),
  .learning_rate = 5e-4,
  .beta1 = 0.95,
  .build = build,
};
