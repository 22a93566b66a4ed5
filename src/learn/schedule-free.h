/* Schedule-free AdamW (Defazio et al., arXiv 2405.15682, Algorithm 1), with warm-up.
 *
 * Three vectors as long as the parameters: y, where gradients are taken; z, the base iterate; v, the
 * second moment. x, the average that is evaluated, follows from y and z. */
#pragma once

#include "parameters.h"
#include "team.h"

G_BEGIN_DECLS

typedef struct
{
  double learning_rate; /* with the depth's factor; each piece's own factor comes on top */
  double beta1, beta2, epsilon, weight_decay;
  guint warm_up;        /* steps; 0: none */
} RasScheduleFreeOptions;

typedef struct _RasScheduleFree RasScheduleFree;

/* Starts at the values in y, which stays the caller's and is what each step changes. */
RasScheduleFree *ras_schedule_free_new (const RasParameters *parameters,
                                        const RasScheduleFreeOptions *options, RasReal *y,
                                        GError **error);
void ras_schedule_free_free (RasScheduleFree *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (RasScheduleFree, ras_schedule_free_free)

/* One step: by every thread of a team of n for its share of the vector, or by one with n = 1.
 * gradients: one vector a thread; their sum is the gradient. */
void ras_schedule_free_step (RasScheduleFree *self, RasReal *const *gradients, guint n_gradients,
                             guint thread, guint n);
/* Once after all threads' shares of a step (by one thread). */
void ras_schedule_free_advance (RasScheduleFree *self);

/* x ← the weights to evaluate, the thread's share. */
void ras_schedule_free_average (const RasScheduleFree *self, RasReal *x, guint thread, guint n);

G_END_DECLS
