/* Networks: the table of kinds, and one built network.
 *
 * A new kind is one file net-NAME.c that defines a RasNetworkKind and one line in network.c. */
#pragma once

#include "layer.h"
#include "run.h"

G_BEGIN_DECLS

#define RAS_LEARN_ERROR (ras_learn_error_quark ())
GQuark ras_learn_error_quark (void);

typedef enum
{
  RAS_LEARN_ERROR_INVALID,   /* no such network, a width that cannot be … */
  RAS_LEARN_ERROR_NUMERICAL, /* a loss that is not finite */
  RAS_LEARN_ERROR_MEMORY,    /* would not fit into memory */
} RasLearnError;

typedef struct
{
  guint channels, height, width; /* of the images */
  guint n_classes;
} RasNetworkInput;

typedef struct
{
  const char *name;    /* "mlp" */
  const char *title;   /* N_(): "MLP" */
  const char *summary; /* N_(): one sentence for a tooltip */
  const char *const *sizes;       /* "atto" …, NULL-terminated; NULL: has none */
  const char *const *activations; /* the first is the default; NULL: cannot be chosen */
  guint default_width, default_depth; /* 0: cannot be chosen */
  double learning_rate, beta1;    /* the paper's table */
  double drop_path;
  /* Learning rates that depend on what was erased; NULL: one for all. */
  double (*rate_for) (const char *eraser);
  /* The root: from d pixels, channel planes first, to k logits. Sets *rate_scale (1 before) to the
   * depth's factor on the learning rate. NULL and RAS_LEARN_ERROR_INVALID where the images do not
   * suit (too small for the poolings). */
  RasLayer *(*build) (const RasRunConfig *config, const RasNetworkInput *input,
                      RasParameters *parameters, double *rate_scale, GError **error);
} RasNetworkKind;

guint ras_n_network_kinds (void);
const RasNetworkKind *ras_network_kind_nth (guint i);
/* NULL and a sentence that lists the names. */
const RasNetworkKind *ras_network_kind_find (const char *name, GError **error);

extern const RasNetworkKind ras_network_linear;
extern const RasNetworkKind ras_network_mlp;
extern const RasNetworkKind ras_network_lenet;
extern const RasNetworkKind ras_network_resnet18;
extern const RasNetworkKind ras_network_convnext;
extern const RasNetworkKind ras_network_swin;

typedef struct
{
  const RasNetworkKind *kind;
  RasLayer *root;
  RasParameters *parameters;
  double rate_scale;
} RasNetwork;

RasNetwork *ras_network_new (const RasRunConfig *config, const RasNetworkInput *input,
                             GError **error);
void ras_network_free (RasNetwork *network);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (RasNetwork, ras_network_free)

/* Bytes that training it takes with batches of `batch` images on `threads` threads. */
guint64 ras_network_memory (const RasNetwork *network, gsize batch, guint threads);

G_END_DECLS
