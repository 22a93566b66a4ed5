/* Adam (Kingma & Ba, arXiv 1412.6980) on the pixels themselves, which may leave [0, 1]. */
#include "edit-private.h"

#include "hot.h"
#include "memory.h"
#include "parallel.h"

#include <glib/gi18n.h>
#include <math.h>

#define BETA1 0.9
#define BETA2 0.999
#define EPSILON 1e-8f

/* Numbers that one thread updates before it asks for more. */
#define BLOCK (1 << 17)

typedef struct
{
  gsize size;
  float *x, *gradient, *m, *v;
  float rate, root; /* x ← x − rate · m / (√v · root + ε) */
} Adam;

guint64
ras_edit_adam_memory (gsize d, gsize n)
{
  return (guint64) 4 * n * d * sizeof (float);
}

RAS_HOT static void
update (const float *restrict gradient, float rate, float root, float *restrict m,
        float *restrict v, float *restrict x, gsize n)
{
  for (gsize i = 0; i < n; i++)
    {
      float g = gradient[i];

      m[i] += (float) (1 - BETA1) * (g - m[i]);
      v[i] += (float) (1 - BETA2) * (g * g - v[i]);
      x[i] -= rate * m[i] / (sqrtf (v[i]) * root + EPSILON);
    }
}

static void
update_block (gsize block, gpointer user_data)
{
  Adam *adam = user_data;
  gsize from = block * BLOCK;

  update (adam->gradient + from, adam->rate, adam->root, adam->m + from, adam->v + from,
          adam->x + from, MIN (BLOCK, adam->size - from));
}

static gboolean
run (RasEdit *edit, Adam *adam, GError **error)
{
  double value;

  for (guint t = 0;; t++)
    {
      if (!ras_edit_evaluate (edit, adam->x, adam->gradient, &value, error))
        return FALSE;
      ras_edit_moved (edit, t);
      if (t == edit->recipe->iterations)
        return TRUE;
      adam->rate = edit->recipe->step / (1 - pow (BETA1, t + 1));
      adam->root = 1 / sqrt (1 - pow (BETA2, t + 1));
      ras_parallel_for ((adam->size + BLOCK - 1) / BLOCK, update_block, adam);
    }
}

gboolean
ras_edit_run_adam (RasEdit *edit, GError **error)
{
  gsize size = edit->loss.n * edit->loss.d;
  RAS_BIG float *memory
      = ras_alloc_big (4 * size, sizeof *memory, _ ("gradient-based erasure"), error);
  Adam adam = { size, memory, memory + size, memory + 2 * size, memory + 3 * size };

  if (memory == NULL)
    return FALSE;
  ras_edit_loss_get_start (&edit->loss, adam.x);
  edit->report->end = RAS_EDIT_ENDED_ITERATIONS;
  return run (edit, &adam, error);
}
