#include "cross-entropy.h"

#include <math.h>

/* ln Σ exp (logits_j), with the largest taken out so that nothing overflows. */
static double
log_sum_exp (const RasReal *logits, guint k)
{
  double largest = logits[0], sum = 0;

  for (guint j = 1; j < k; j++)
    largest = MAX (largest, logits[j]);
  for (guint j = 0; j < k; j++)
    sum += exp (logits[j] - largest);
  return largest + log (sum);
}

void
ras_cross_entropy (const RasReal *logits, const guint16 *labels, gsize m, guint k, double *losses,
                   RasReal *gradient, RasReal scale)
{
  for (gsize i = 0; i < m; i++)
    {
      const RasReal *row = logits + i * k;
      double normaliser = log_sum_exp (row, k);

      losses[i] = normaliser - row[labels[i]];
      if (gradient == NULL)
        continue;
      for (guint j = 0; j < k; j++)
        gradient[i * k + j]
            = scale * (RasReal) (exp (row[j] - normaliser) - (j == labels[i] ? 1 : 0));
    }
}
