/* Layers: pairs of a forward and a backward function over a slice of a batch.
 *
 * Shapes. m images in the slice; a layer maps `in` numbers an image to `out`. Vectors of a batch are
 * m × in, row by row. Inside of image networks an image is H × W × C, channels last, so that
 * position-wise linear maps are one matrix product; only the network's input has channel planes
 * first ("planes to channels" of patch.h turns it).
 *
 * Threads. A batch is cut into slices, one a thread of the team; every thread goes through the same
 * layers in the same order with a pass of its own. Layers are immutable while passes go on. A
 * layer that must see the whole batch (batch norm) meets the others at pass->team's barrier.
 *
 * Memory. Nothing is allocated during a pass. A layer says at its making how many numbers an image it
 * keeps from forward to backward (`saved`), how many it needs meanwhile (`scratch` an image, and
 * `fixed_scratch` besides); its parent gives it `saved`, and scratch is at pass->scratch. A layer that
 * calls others moves pass->scratch on beyond what it uses itself, and back afterwards. */
#pragma once

#include "parameters.h"
#include "real.h"
#include "team.h"

G_BEGIN_DECLS

typedef enum
{
  RAS_PASS_TRAIN,     /* backward follows; stochastic layers are stochastic */
  RAS_PASS_EVALUATE,  /* no backward, nothing stochastic, running statistics are used */
  RAS_PASS_CALIBRATE, /* as EVALUATE, but the batch's statistics are used, and counted into the
                         running ones as pass->step-th of equally weighted batches, from 0 */
} RasPassMode;

typedef struct
{
  RasPassMode mode;
  gsize m;      /* images in this slice; at least 1 */
  gsize first;  /* where the slice begins within the batch */
  gsize batch;  /* images in the batch, of all slices */
  guint64 seed; /* with step and image index: names every random draw of the pass */
  guint64 step;
  const RasReal *parameters;
  RasReal *gradient; /* this thread's own, the size of the parameters; NULL unless training */
  RasReal *state;    /* running statistics, of all threads together */
  RasTeam *team;
  guint thread;
  RasReal *scratch; /* 64-byte aligned */
} RasPass;

typedef struct _RasLayer RasLayer;

typedef struct
{
  const char *name; /* "linear" */
  /* y ← f (x). x: m × in, y: m × out; they do not overlap. */
  void (*forward) (const RasLayer *self, RasPass *pass, const RasReal *x, RasReal *y,
                   RasReal *saved);
  /* From dy = ∂L/∂y: dx ← ∂L/∂x (NULL: not wanted), and ∂L/∂θ is WRITTEN, not added, to the
   * layer's pieces of pass->gradient, summed over the slice. x and saved are as forward left them
   * (y is not: a layer that needs it keeps it); saved may be overwritten. dx does not overlap the
   * others. */
  void (*backward) (const RasLayer *self, RasPass *pass, const RasReal *x, const RasReal *dy,
                    RasReal *dx, RasReal *saved);
  void (*free) (RasLayer *self); /* the struct itself, too */
} RasLayerClass;

/* Every layer's struct begins with this. Made by the layer's ras_…_new(). */
struct _RasLayer
{
  const RasLayerClass *class;
  gsize in, out;
  gsize saved;         /* numbers an image */
  gsize scratch;       /* numbers an image */
  gsize fixed_scratch; /* numbers */
  gboolean calibrates; /* has running statistics */
  gboolean fixed;      /* has no parameters: nothing is to do backward where dx is not wanted */
};

static inline void
ras_layer_forward (const RasLayer *self, RasPass *pass, const RasReal *x, RasReal *y,
                   RasReal *saved)
{
  self->class->forward (self, pass, x, y, saved);
}

static inline void
ras_layer_backward (const RasLayer *self, RasPass *pass, const RasReal *x, const RasReal *dy,
                    RasReal *dx, RasReal *saved)
{
  self->class->backward (self, pass, x, dy, dx, saved);
}

void ras_layer_free (RasLayer *self); /* NULL is allowed */
G_DEFINE_AUTOPTR_CLEANUP_FUNC (RasLayer, ras_layer_free)

/* --- Layers made of layers (compose.c). They own their children. --- */

/* One after the other; takes the children. At least one; each one's `out` is the next one's `in`. */
RasLayer *ras_sequence_new (RasLayer *const *layers, guint n_layers);
/* For building step by step: an array of RasLayer *, emptied and freed. */
RasLayer *ras_sequence_new_take (GPtrArray *layers);

/* y = x + branch (x) · (survives ? 1/(1 − p) : 0), drawn image by image when training (stochastic
 * depth, arXiv 1603.09382); p = 0: a plain residual connection. `item` tells the draws of several such
 * layers apart. */
RasLayer *ras_residual_new (RasLayer *branch, double drop, guint64 item);
/* The same where the short cut changes the shape: y = shortcut (x) + branch (x). */
RasLayer *ras_residual_new_with_shortcut (RasLayer *branch, RasLayer *shortcut);

/* What residual layers multiply the branch of image i (within the batch) with. */
RasReal ras_pass_draw_survival (const RasPass *pass, gsize i, double drop, guint64 item);

G_END_DECLS
