/* What a network learns: one long vector, of which every layer owns named pieces. */
#pragma once

#include "real.h"

G_BEGIN_DECLS

typedef enum
{
  RAS_INIT_ZERO,
  RAS_INIT_ONE,
  RAS_INIT_UNIFORM, /* in ± spread */
  RAS_INIT_NORMAL,  /* standard deviation `spread`, cut off at twice that */
} RasInit;

typedef struct
{
  char *name;     /* "blocks.3.depthwise.weight" */
  gsize first, count;
  RasInit init;
  double spread;
  double rate;    /* factor on the learning rate (μP, arXiv 2203.03466) */
  gboolean decays; /* weight decay applies: matrices, not biases and norms */
} RasParameter;

typedef struct
{
  GArray *list;    /* RasParameter */
  gsize count;     /* length of the vector; pieces start at multiples of 16 */
  gsize n_state;   /* length of the vector of running statistics, not learnt (batch norm) */
} RasParameters;

RasParameters *ras_parameters_new (void);
void ras_parameters_free (RasParameters *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (RasParameters, ras_parameters_free)

/* Both return where the piece starts. */
gsize ras_parameters_add (RasParameters *self, const char *name, gsize count, RasInit init,
                          double spread, double rate, gboolean decays);
gsize ras_parameters_add_state (RasParameters *self, gsize count);

/* A matrix of `count` numbers, "NAME.weight", and, unless `bias` is NULL, what is added to each of its
 * outputs, "NAME.bias": uniform like the matrix, or 0. A rate of 0 means 1. */
void ras_parameters_add_map (RasParameters *self, const char *name, gsize count, gsize outputs,
                             RasInit init, double spread, double rate, gsize *weight,
                             gsize *bias);

/* Makes the piece of that name start otherwise than its layer has it. */
void ras_parameters_set_init (RasParameters *self, const char *name, RasInit init);

/* The untrained weights; every piece has a random stream of its own, so one does not depend on
 * what comes before it. Gaps between pieces are 0. `values`: count. */
void ras_parameters_initialise (const RasParameters *self, guint64 seed, RasReal *values);

/* NULL if there is none of that name. */
const RasParameter *ras_parameters_find (const RasParameters *self, const char *name);
/* Values that are learnt, without the gaps. */
gsize ras_parameters_get_n_values (const RasParameters *self);

G_END_DECLS
