/* QLEACE: quadratic erasure with the least change (the paper, Theorem 2.6).
 *
 *   y = A_z (x − μ_z) + μ
 *
 * A_z carries N(0, Σ_z) onto the barycenter of all classes. Kept as "mean" (d), "class-means"
 * (k × d) and "maps": k symmetric matrices, each a packed lower triangle, rows one after the
 * other. */
#include "fit-private.h"

#include "barycenter.h"
#include "batch-builder.h"
#include "linalg.h"
#include "memory.h"
#include "packed.h"
#include "parallel.h"

#include <cblas.h>
#include <glib/gi18n.h>
#include <string.h>

/* The relative change of the barycenter at which its iteration stops; the guarantee holds
 * for any target that all classes reach. */
#define TOLERANCE 1e-4

/* So few images of a class are mapped with plain loops, straight from the packed triangle. */
#define PLAIN_LIMIT 4

static guint64
memory (gsize d, guint k)
{
  return (guint64) k * ras_packed (d) * sizeof (double) + (guint64) d * d * sizeof (double)
         + ras_barycenter_memory (d, k);
}

static void
describe (const RasFitOptions *options, GString *name)
{
  g_string_append (name, options->shrinkage ? "-shrunk" : "-plain");
}

typedef struct
{
  const RasFitContext *context;
  double *maps; /* k packed triangles */
  gsize d;
} Maps;

static void
covariance (guint z, double *out, gpointer user_data)
{
  Maps *maps = user_data;
  const RasFitContext *context = maps->context;

  ras_moments_class_covariance (context->moments, z, out);
  if (context->options.shrinkage)
    ras_moments_shrink (out, maps->d, ras_moments_get_class_count (context->moments, z));
}

static void
take_map (guint z, const double *map, gpointer user_data)
{
  Maps *maps = user_data;

  ras_pack_triangle (map, maps->d, maps->maps + z * ras_packed (maps->d));
}

static void
write_report (RasFitReport *report, const RasBarycenter *problem)
{
  report->iterations = problem->iterations;
  report->residual = problem->residual;
  report->losses = g_array_ref (problem->losses);
  if (!(problem->residual < 1e-6))
    report->remark
        = N_ ("Some class covariances are singular (too few images of a class): they could not be "
              "made equal everywhere. Optimal shrinkage avoids that.");
}

static RasFit *
fit (const RasFitContext *context, GError **error)
{
  const RasMoments *moments = context->moments;
  gsize d = ras_moments_get_dimension (moments);
  guint k = ras_moments_get_n_classes (moments);
  g_autoptr (RasFit) self = ras_fit_new (&ras_eraser_qleace, &context->options, d, k);
  g_autoptr (GArray) losses = g_array_new (FALSE, FALSE, sizeof (double));
  g_autofree double *weights = g_new0 (double, k);
  RAS_BIG double *barycenter = ras_alloc_big (d * d, sizeof (double), _ ("QLEACE"), error);
  double *mean = barycenter ? ras_fit_add_array (self, "mean", d, error) : NULL;
  double *class_means = mean ? ras_fit_add_array (self, "class-means", k * d, error) : NULL;
  double *triangles = class_means ? ras_fit_add_array (self, "maps", k * ras_packed (d), error) : NULL;
  Maps maps = { context, triangles, d };
  RasBarycenter problem = { d, k, weights, covariance, take_map, &maps, TOLERANCE,
                            context->progress, barycenter, .losses = losses };

  if (triangles == NULL)
    return NULL;
  memcpy (mean, ras_moments_get_mean (moments), d * sizeof *mean);
  for (guint z = 0; z < k; z++)
    {
      weights[z] = (double) ras_moments_get_class_count (moments, z)
                   / ras_moments_get_n_images (moments);
      /* A class without images stays as it is: x − μ + μ. */
      memcpy (class_means + z * d,
              weights[z] > 0 ? ras_moments_get_class_mean (moments, z) : mean, d * sizeof *mean);
    }
  if (!ras_barycenter_solve (&problem, error))
    return NULL;
  write_report (&self->report, &problem);
  return g_steal_pointer (&self);
}

typedef struct
{
  const RasFit *self;
  const double *mean, *class_means, *maps;
} Parts;

static void
apply_one (const Parts *parts, guint z, const double *x, double *y)
{
  gsize d = parts->self->d;
  g_autofree double *centred = g_memdup2 (x, d * sizeof *x);

  ras_axpy (-1, parts->class_means + z * d, centred, d);
  ras_packed_multiply (parts->maps + z * ras_packed (d), d, centred, y);
  ras_axpy (1, parts->mean, y, d);
}

/* All rows of class z at once: gathered, multiplied with the full matrix, put back. */
static void
apply_class (const Parts *parts, guint z, const double *x, const guint16 *labels, gsize m,
             gsize count, double *y)
{
  gsize d = parts->self->d, row = 0;
  RAS_BIG double *map = ras_alloc_big (d * d, sizeof *map, "QLEACE", NULL);
  RAS_BIG double *in = ras_alloc_big (count * d, sizeof *in, "QLEACE", NULL);
  RAS_BIG double *out = ras_alloc_big (count * d, sizeof *out, "QLEACE", NULL);

  if (map == NULL || in == NULL || out == NULL)
    {
      for (gsize i = 0; i < m; i++)
        if (labels[i] == z)
          apply_one (parts, z, x + i * d, y + i * d);
      return;
    }
  ras_unpack_triangle (parts->maps + z * ras_packed (d), d, map);
  for (gsize i = 0; i < m; i++)
    if (labels[i] == z)
      {
        memcpy (in + row * d, x + i * d, d * sizeof *in);
        ras_axpy (-1, parts->class_means + z * d, in + row * d, d);
        memcpy (out + row++ * d, parts->mean, d * sizeof *out);
      }
  /* Y ← (X − μ_z) A_z + μ; A_z is symmetric. */
  cblas_dsymm (CblasRowMajor, CblasRight, CblasLower, count, d, 1, map, d, in, d, 1, out, d);
  row = 0;
  for (gsize i = 0; i < m; i++)
    if (labels[i] == z)
      memcpy (y + i * d, out + row++ * d, d * sizeof *y);
}

static void
apply (const RasFit *self, const RasApplyOptions *options, const double *x, const guint16 *labels,
       gsize m, double *y)
{
  Parts parts = { self, ras_fit_get_array (self, "mean", NULL),
                  ras_fit_get_array (self, "class-means", NULL),
                  ras_fit_get_array (self, "maps", NULL) };
  g_autofree gsize *counts = g_new0 (gsize, self->k);

  for (gsize i = 0; i < m; i++)
    counts[labels[i]]++;
  for (gsize i = 0; i < m; i++)
    if (counts[labels[i]] <= PLAIN_LIMIT)
      apply_one (&parts, labels[i], x + i * self->d, y + i * self->d);
  for (guint z = 0; z < self->k; z++)
    if (counts[z] > PLAIN_LIMIT)
      apply_class (&parts, z, x, labels, m, counts[z], y);
}

static gboolean
batch (const RasFit *self, const RasApplyOptions *options, RasBatchEraser *into, GError **error)
{
  gsize d = self->d;
  const double *class_means = ras_fit_get_array (self, "class-means", NULL);
  const double *maps = ras_fit_get_array (self, "maps", NULL);

  if (!ras_batch_reserve_maps (into, ras_fit_get_array (self, "mean", NULL), error))
    return FALSE;
  for (guint z = 0; z < self->k; z++)
    {
      const double *triangle = maps + z * ras_packed (d);

      ras_batch_add_map (into, triangle, class_means + z * d);
      ras_fit_forget_pages (self, triangle, ras_packed (d));
    }
  return TRUE;
}

static guint64
batch_memory (gsize d, guint k, guint rank)
{
  return ras_batch_maps_memory (d, k);
}

const RasEraser ras_eraser_qleace = {
  .name = "qleace",
  .title = N_ ("QLEACE"),
  .summary = N_ ("Makes all class means and covariances coincide with the least change: no "
                 "quadratic classifier can tell the classes apart. The class must be known."),
  .needs_label = TRUE,
  .order = 3,
  .describe = describe,
  .memory = memory,
  .fit = fit,
  .apply = apply,
  .batch = batch,
  .batch_memory = batch_memory,
};
