#include "multiply.h"

#include <string.h>

static void
multiply (gsize m, gsize n, gsize k, const RasReal *a, RasOrientation a_is, const RasReal *b,
          RasOrientation b_is, RasReal beta, RasReal *c)
{
  gboolean a_turned = a_is == RAS_TRANSPOSED, b_turned = b_is == RAS_TRANSPOSED;

  ras_gemm (CblasRowMajor, a_turned ? CblasTrans : CblasNoTrans,
            b_turned ? CblasTrans : CblasNoTrans, m, n, k, 1, a, a_turned ? m : k, b,
            b_turned ? k : n, beta, c, n);
}

void
ras_multiply (gsize m, gsize n, gsize k, const RasReal *a, RasOrientation a_is, const RasReal *b,
              RasOrientation b_is, const RasReal *row, RasReal *c)
{
  for (gsize i = 0; row && i < m; i++)
    memcpy (c + i * n, row, n * sizeof *c);
  multiply (m, n, k, a, a_is, b, b_is, row ? 1 : 0, c);
}

void
ras_multiply_add (gsize m, gsize n, gsize k, const RasReal *a, RasOrientation a_is,
                  const RasReal *b, RasOrientation b_is, RasReal *c)
{
  multiply (m, n, k, a, a_is, b, b_is, 1, c);
}
