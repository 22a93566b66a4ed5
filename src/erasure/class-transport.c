#include "class-transport.h"

#include "fit-private.h"
#include "linalg.h"
#include "memory.h"
#include "packed.h"

#include <float.h>
#include <glib/gi18n.h>

struct _RasClassTransport
{
  gatomicrefcount references;
  RasFit *qleace;
  const double *class_means; /* k × d, the fit's */
  gsize d;
  guint to;
  double *factor; /* d × d: L in the lower triangle, A_y = L Lᵀ */
};

guint64
ras_class_transport_memory (gsize d)
{
  return (guint64) d * d * sizeof (double);
}

static const double *
map_of (const RasClassTransport *self, guint z)
{
  return ras_fit_get_array (self->qleace, "maps", NULL) + z * ras_packed (self->d);
}

/* A_y = L Lᵀ, so that it need not wait for a fit or for images that are edited. A map that is singular
 * but for rounding would blow rounding up. */
static gboolean
factor (RasClassTransport *self, GError **error)
{
  const double *triangle = map_of (self, self->to);
  double condition = 0;

  ras_unpack_triangle (triangle, self->d, self->factor);
  if (ras_cholesky_by_tiles (self->factor, self->d, &condition, NULL)
      && condition > self->d * DBL_EPSILON)
    return TRUE;
  g_set_error_literal (error, RAS_ERASURE_ERROR, RAS_ERASURE_ERROR_NUMERICAL,
                       _ ("No image can be given this class's covariance, which is singular: the "
                          "class has too few images for it. Use optimal shrinkage, or choose "
                          "another class."));
  return FALSE;
}

RasClassTransport *
ras_class_transport_new (RasFit *qleace, guint to, GError **error)
{
  g_autoptr (RasClassTransport) self = g_new0 (RasClassTransport, 1);

  g_assert (qleace->eraser == &ras_eraser_qleace && to < qleace->k);
  g_atomic_ref_count_init (&self->references);
  self->qleace = ras_fit_ref (qleace);
  self->class_means = ras_fit_get_array (qleace, "class-means", NULL);
  self->d = qleace->d;
  self->to = to;
  if (!ras_erasure_require_memory (ras_class_transport_memory (self->d), _ ("Class transport"), error))
    return NULL;
  self->factor = ras_alloc_big (self->d * self->d, sizeof (double), _ ("class transport"), error);
  if (self->factor == NULL || !factor (self, error))
    return NULL;
  return g_steal_pointer (&self);
}

RasClassTransport *
ras_class_transport_ref (RasClassTransport *self)
{
  g_atomic_ref_count_inc (&self->references);
  return self;
}

void
ras_class_transport_unref (RasClassTransport *self)
{
  if (!g_atomic_ref_count_dec (&self->references))
    return;
  ras_free_big (self->factor);
  ras_fit_unref (self->qleace);
  g_free (self);
}

guint
ras_class_transport_get_to (const RasClassTransport *self)
{
  return self->to;
}

RasFit *
ras_class_transport_get_fit (const RasClassTransport *self)
{
  return self->qleace;
}

/* L Lᵀ y ← y, the rows of L read in order both ways. */
static void
solve (const double *l, gsize d, double *y)
{
  for (gsize i = 0; i < d; i++)
    y[i] = (y[i] - ras_dot (l + i * d, y, i)) / l[i * d + i];
  for (gsize i = d; i-- > 0;)
    {
      y[i] /= l[i * d + i];
      ras_axpy (-y[i], l + i * d, y, i);
    }
}

void
ras_class_transport_apply (const RasClassTransport *self, const double *x, guint from, double *y)
{
  gsize d = self->d;
  g_autofree double *centred = g_memdup2 (x, d * sizeof *x);

  ras_axpy (-1, self->class_means + from * d, centred, d);
  ras_packed_multiply (map_of (self, from), d, centred, y);
  solve (self->factor, d, y);
  ras_axpy (1, self->class_means + self->to * d, y, d);
}

/* A_y⁻¹ and A_z are symmetric: Tᵀ = A_z A_y⁻¹. */
void
ras_class_transport_pull (const RasClassTransport *self, const double *u, guint from, double *v)
{
  g_autofree double *solved = g_memdup2 (u, self->d * sizeof *u);

  solve (self->factor, self->d, solved);
  ras_packed_multiply (map_of (self, from), self->d, solved, v);
}
