#include "transport.h"

#include "linalg.h"
#include "parallel.h"

#include <cblas.h>
#include <math.h>
#include <string.h>

#define LANCZOS_STEPS 24

/* Lanczos approaches the ends of the spectrum from inside: the bounds are set a little
 * further out. A lower end this near to 0 would make sweeps endless. */
#define MARGIN 0.03
#define LEAST 0.02

static gboolean
tridiagonal_bounds (const double *alpha, const double *beta, guint n, double *low, double *high)
{
  double a[LANCZOS_STEPS * LANCZOS_STEPS] = { 0 }, w[LANCZOS_STEPS];

  if (n == 0)
    return FALSE;
  for (guint i = 0; i < n; i++)
    {
      a[i * n + i] = alpha[i];
      if (i > 0)
        a[i * n + i - 1] = beta[i];
    }
  if (!ras_symmetric_eigen (a, n, w, NULL) || !(w[0] > LEAST))
    return FALSE;
  *low = w[0] * (1 - MARGIN);
  *high = w[n - 1] * (1 + MARGIN) + 1e-3;
  return TRUE;
}

#define TYPE RasTransportF
#define REAL float
#define NAME(x) ras_transport_f_##x
#define SYRK cblas_ssyrk
#define TRMM cblas_strmm
#define GEMV cblas_sgemv
#include "transport-body.h"
#undef TYPE
#undef REAL
#undef NAME
#undef SYRK
#undef TRMM
#undef GEMV

#define TYPE RasTransport
#define REAL double
#define NAME(x) ras_transport_##x
#define SYRK cblas_dsyrk
#define TRMM cblas_dtrmm
#define GEMV cblas_dgemv
#include "transport-body.h"
