/* ALF-QLEACE: approximate label-free quadratic erasure (the paper, section 4).
 *
 * LEACE, then r directions are removed: y = LEACE(x) − V_r V_rᵀ (LEACE(x) − μ). Each v is the
 * eigenvector of largest |λ| over all classes' D_z (covariance-gap.h), after which every D_z
 * loses it: D_z ← (I − v vᵀ) D_z (I − v vᵀ).
 *
 * Removing directions can only shrink a class's largest |λ| (Cauchy interlacing), so a value
 * found earlier is an upper bound: in most steps most classes need no search at all. */
#include "fit-private.h"

#include "batch-builder.h"
#include "covariance-gap.h"
#include "linalg.h"
#include "top-eigen.h"

#include <cblas.h>
#include <float.h>
#include <glib/gi18n.h>
#include <math.h>
#include <string.h>

typedef struct
{
  RasFit *self;
  RasCovarianceGap *gap;
  RasSearch **searches; /* k */
  double *bounds;       /* k: no |λ| of this class is larger */
  gboolean *current;    /* k: the bound is the eigenvalue, and its vector is in `vectors` */
  double *vectors;      /* k × d */
  double *products;     /* k × d */
} Growth;

static guint64
memory (gsize d, guint k)
{
  return ras_covariance_gap_memory (d, k) + (guint64) k * d * 130 * sizeof (double);
}

/* Directions beyond the rank of P have nothing to remove. */
static guint
max_rank (const RasFit *leace)
{
  gsize count = 0;

  ras_fit_get_array (leace, "basis", &count);
  return leace->d - count / leace->d;
}

/* The class with the largest |λ|, its vector up to date. */
static guint
leading_class (Growth *growth)
{
  guint k = growth->gap->k, best = 0;

  while (TRUE)
    {
      best = 0;
      for (guint z = 1; z < k; z++)
        if (growth->bounds[z] > growth->bounds[best])
          best = z;
      if (growth->current[best])
        return best;
      growth->bounds[best]
          = fabs (ras_search_solve (growth->searches[best], growth->self,
                                    growth->vectors + best * growth->gap->d, NULL));
      growth->current[best] = TRUE;
    }
}

/* One step of the path; `more` becomes FALSE when there is nothing left to remove. */
static gboolean
grow (Growth *growth, gboolean *more, GError **error)
{
  RasCovarianceGap *gap = growth->gap;
  guint z = leading_class (growth);
  const double *v = growth->vectors + z * gap->d;

  /* What is left is rounding. */
  if (!(growth->bounds[z] > gap->d * DBL_EPSILON * gap->start))
    {
      *more = FALSE;
      return TRUE;
    }
  for (guint y = 0; y < gap->k; y++)
    {
      double *product = growth->products + y * gap->d;

      ras_covariance_gap_multiply (gap, y, v, product);
      ras_search_remove (growth->searches[y], v, product);
    }
  ras_covariance_gap_remove (gap, growth->self, v, growth->products);
  for (guint y = 0; y < gap->k; y++)
    growth->current[y] = FALSE;
  return ras_fit_append_direction (growth->self, v, ras_covariance_gap_relative (gap), z,
                                   growth->bounds[z], error);
}

static double
fraction_done (double gap, double target)
{
  double goal = log (MAX (1 - target, 1e-6));

  return gap > 0 && goal < 0 ? CLAMP (log (gap) / goal, 0, 1) : 1;
}

/* Grows until the target, the rank limit or the end; says so after every step. */
static gboolean
grow_path (Growth *growth, const RasFitContext *context, GError **error)
{
  RasFit *self = growth->self;
  guint limit = self->path.max_rank;
  gboolean more = TRUE;

  if (context->options.max_rank)
    limit = MIN (limit, context->options.max_rank);
  while (more && self->path.length < limit
         && self->path.gaps[self->path.length] > 1 - context->options.target)
    {
      double gap = self->path.gaps[self->path.length];
      g_autofree char *stage
          = g_strdup_printf (g_dngettext (NULL,
                                          "Growing the ALF path: %u direction, %.1f %% of the gap left",
                                          "Growing the ALF path: %u directions, %.1f %% of the gap left",
                                          self->path.length),
                             self->path.length, 100 * gap);

      if (!ras_progress_step (context->progress, stage,
                              fraction_done (gap, context->options.target), error)
          || !grow (growth, &more, error))
        return FALSE;
    }
  return TRUE;
}

static void
growth_init (Growth *growth, RasFit *self, RasCovarianceGap *gap)
{
  gsize d = gap->d;

  *growth = (Growth) { self, gap };
  growth->searches = g_new (RasSearch *, gap->k);
  growth->bounds = g_new (double, gap->k);
  growth->current = g_new0 (gboolean, gap->k);
  growth->vectors = g_new (double, gap->k * d);
  growth->products = g_new (double, gap->k * d);
  for (guint z = 0; z < gap->k; z++)
    {
      growth->searches[z] = ras_search_new (gap->matrices[z], d, z);
      growth->bounds[z] = sqrt (gap->squares[z]);
    }
}

static void
growth_clear (Growth *growth)
{
  for (guint z = 0; z < growth->gap->k; z++)
    ras_search_free (growth->searches[z]);
  g_free (growth->searches);
  g_free (growth->bounds);
  g_free (growth->current);
  g_free (growth->vectors);
  g_free (growth->products);
}

static RasFit *
start (const RasFitContext *context, GError **error)
{
  g_autoptr (RasFit) self = NULL;

  if (context->previous)
    return ras_fit_ref (context->previous);
  self = ras_fit_new (&ras_eraser_alf_qleace, &context->options, context->leace->d,
                      context->leace->k);
  if (!ras_leace_copy (context->leace, self, error))
    return NULL;
  ras_fit_start_path (self, max_rank (context->leace));
  return g_steal_pointer (&self);
}

static RasFit *
fit (const RasFitContext *context, GError **error)
{
  g_autoptr (RasFit) self = start (context, error);
  g_autoptr (RasCovarianceGap) gap = NULL;
  g_autoptr (GError) stopped = NULL;
  Growth growth;
  gboolean ok;

  if (self == NULL)
    return NULL;
  gap = ras_covariance_gap_new (context->moments, context->leace, context->progress, &stopped);
  ok = gap && (self->path.length == 0 || ras_covariance_gap_remove_path (gap, self, &stopped));
  if (ok)
    {
      /* Where the covariances are alike from the start, no direction is needed. */
      if (gap->start == 0)
        self->path.gaps[0] = 0;
      if (context->growing)
        context->growing (self, context->user_data);
      growth_init (&growth, self, gap);
      ok = grow_path (&growth, context, &stopped);
      growth_clear (&growth);
    }
  /* What was found before a cancellation is the beginning of the same path: it stays useful. */
  if (ok || (ras_error_is_cancelled (stopped) && self->path.length > 0))
    return g_steal_pointer (&self);
  g_propagate_error (error, g_steal_pointer (&stopped));
  return NULL;
}

static void
apply (const RasFit *self, const RasApplyOptions *options, const double *x, const guint16 *labels,
       gsize m, double *y)
{
  ras_leace_apply (self, x, m, y);
  ras_fit_remove_directions (self, MIN (options->rank, ras_fit_get_path_length (self)),
                             options->recentred ? ras_fit_get_array (self, "mean", NULL) : NULL, y,
                             m);
}

/* Direction v reads v · (LEACE(x) − μ) = (v − (v Bᵀ) probe) · (x − μ), B being LEACE's basis. Not
 * re-centred, v · μ is read as well. */
static void
add_direction (const RasFit *self, const double *v, gboolean recentred, double *probe,
               RasBatchEraser *into)
{
  gsize d = self->d, count = 0;
  const double *mean = ras_fit_get_array (self, "mean", NULL);
  const double *leace_probe = ras_fit_get_array (self, "probe", NULL);
  const double *basis = ras_fit_get_array (self, "basis", &count);
  double offset;

  memcpy (probe, v, d * sizeof *probe);
  for (gsize i = 0; i < count / d; i++)
    ras_axpy (-ras_dot (v, basis + i * d, d), leace_probe + i * d, probe, d);
  offset = ras_dot (probe, mean, d) - (recentred ? 0 : ras_dot (v, mean, d));
  ras_batch_add_direction (into, probe, offset, v);
}

static gboolean
batch (const RasFit *self, const RasApplyOptions *options, RasBatchEraser *into, GError **error)
{
  guint rank = MIN (options->rank, ras_fit_get_path_length (self));
  g_autofree double *probe = g_new (double, self->d);

  if (!ras_leace_batch (self, rank, into, error))
    return FALSE;
  for (guint i = 0; i < rank; i++)
    add_direction (self, ras_fit_get_direction (self, i), options->recentred, probe, into);
  return TRUE;
}

static guint64
batch_memory (gsize d, guint k, guint rank)
{
  return ras_batch_directions_memory (d, MIN (k - 1 + (guint64) rank, d));
}

const RasEraser ras_eraser_alf_qleace = {
  .name = "alf-qleace",
  .title = N_ ("ALF-QLEACE"),
  .summary = N_ ("LEACE, then removes the directions in which the classes' covariances differ "
                 "most: quadratic erasure without labels, as strong as the rank you choose."),
  .has_path = TRUE,
  .needs_leace = TRUE,
  .order = 2,
  .memory = memory,
  .fit = fit,
  .apply = apply,
  .batch = batch,
  .batch_memory = batch_memory,
};
