#include "shadow-private.h"

#include "fit-private.h"
#include "image-sample.h"
#include "linalg.h"
#include "packed.h"

#include <glib/gi18n.h>
#include <math.h>
#include <string.h>

/* The energy is measured on so many classes and images of each; so few are erased with plain loops, which
 * do not wait for a fit's BLAS calls. */
#define ENERGY_CLASSES 10
#define ENERGY_IMAGES 4
#define SEED 11

/* v ← (I − Qᵀ B)ᵀ v, rows of Q and B being LEACE's "basis" and "probe". */
static void
pull_leace (const RasFit *fit, double *v)
{
  gsize d = fit->d, count = 0;
  const double *basis = ras_fit_get_array (fit, "basis", &count);
  const double *probe = ras_fit_get_array (fit, "probe", NULL);
  g_autofree double *c = g_new (double, count / d + 1);

  for (gsize i = 0; i < count / d; i++)
    c[i] = ras_dot (basis + i * d, v, d);
  for (gsize i = 0; i < count / d; i++)
    ras_axpy (-c[i], probe + i * d, v, d);
}

void
ras_shadow_pull (const RasFit *fit, guint rank, guint label, const double *u, double *v)
{
  gsize d = fit->d;
  const double *maps = ras_fit_get_array (fit, "maps", NULL);

  if (maps)
    {
      ras_packed_multiply (maps + label * ras_packed (d), d, u, v);
      return;
    }
  memcpy (v, u, d * sizeof *v);
  rank = MIN (rank, ras_fit_get_path_length (fit));
  /* The directions are orthonormal, so they can be taken out one after the other. */
  for (guint i = 0; i < rank; i++)
    {
      const double *direction = ras_fit_get_direction (fit, i);

      ras_axpy (-ras_dot (direction, v, d), direction, v, d);
    }
  pull_leace (fit, v);
}

gsize
ras_shadow_get_rank (const RasFit *fit, guint rank)
{
  gsize count = 0;

  if (ras_fit_get_array (fit, "maps", NULL))
    return fit->d;
  ras_fit_get_array (fit, "basis", &count);
  return count / fit->d + MIN (rank, ras_fit_get_path_length (fit));
}

/* --- Clouds --- */

typedef struct
{
  const RasShadowScene *scene;
  const RasFit *fit;
  const RasApplyOptions *options;
  const RasClassTransport *transport;
  const RasProgress *progress;
} Erasing;

/* A transport moves the first class alone. */
static gboolean
stays (const Erasing *how, guint label)
{
  return how->transport ? label != how->scene->classes[0] : how->fit == NULL;
}

static void
erase (const Erasing *how, guint label, const double *x, gsize m, double *y)
{
  gsize d = how->scene->d;
  g_autofree guint16 *labels = g_new (guint16, m);

  for (gsize i = 0; i < m; i++)
    labels[i] = label;
  if (stays (how, label))
    memcpy (y, x, m * d * sizeof *y);
  else if (how->transport == NULL)
    ras_fit_apply (how->fit, how->options, x, labels, m, y);
  else
    for (gsize i = 0; i < m; i++)
      ras_class_transport_apply (how->transport, x + i * d, label, y + i * d);
}

static gboolean
cast (const Erasing *how, guint i, const double *erased_mean, RasShadowCloud *cloud, GError **error)
{
  const RasShadowScene *scene = how->scene;
  guint label = scene->classes[i];
  g_autofree double *pulled = g_new (double, 2 * scene->d);
  double *const v[2] = { pulled, pulled + scene->d };
  double centre[2];

  ras_shadow_scene_project (scene, erased_mean, centre);
  for (guint axis = 0; axis < 2; axis++)
    if (stays (how, label))
      memcpy (v[axis], scene->axes[axis], scene->d * sizeof (double));
    else if (how->transport)
      ras_class_transport_pull (how->transport, scene->axes[axis], label, v[axis]);
    else
      ras_shadow_pull (how->fit, how->options->rank, label, scene->axes[axis], v[axis]);
  return ras_shadow_cast (scene, i, v, centre, cloud, how->progress, error);
}

/* --- Numbers over all classes --- */

static gboolean
counts (const Erasing *how, guint z)
{
  if (how->transport)
    return z == how->scene->classes[0] || z == how->scene->classes[1];
  return ras_dataset_get_class_count (how->scene->dataset, RAS_SPLIT_TRAIN, z) > 0;
}

static double
find_largest_distance (const Erasing *how, const double *means)
{
  gsize d = how->scene->d;
  double most = 0;

  for (guint a = 0; a < how->scene->k; a++)
    for (guint b = 0; b < a; b++)
      if (counts (how, a) && counts (how, b))
        {
          double square = 0;

          for (gsize i = 0; i < d; i++)
            square += (means[a * d + i] - means[b * d + i]) * (means[a * d + i] - means[b * d + i]);
          most = MAX (most, square);
        }
  return sqrt (most);
}

/* Adds ‖x' − x‖² and ‖x − μ‖² of a few images of class z. */
static void
add_energy (const Erasing *how, guint z, double sums[2], gsize *n)
{
  const RasShadowScene *scene = how->scene;
  gsize d = scene->d;
  g_autoptr (GArray) images
      = ras_dataset_sample (scene->dataset, RAS_SPLIT_TRAIN, z, ENERGY_IMAGES, SEED);
  g_autofree double *x = g_new (double, 2 * ENERGY_IMAGES * d);
  double *y = x + images->len * d;

  for (guint i = 0; i < images->len; i++)
    ras_shadow_read (scene, g_array_index (images, gsize, i), x + i * d);
  erase (how, z, x, images->len, y);
  for (gsize i = 0; i < images->len * d; i++)
    {
      sums[0] += (y[i] - x[i]) * (y[i] - x[i]);
      sums[1] += (x[i] - scene->mean[i % d]) * (x[i] - scene->mean[i % d]);
    }
  *n += images->len;
}

static gboolean
measure_energy (const Erasing *how, RasShadow *shadow, GError **error)
{
  g_autoptr (GArray) classes
      = ras_dataset_spread_classes (how->scene->dataset, RAS_SPLIT_TRAIN, ENERGY_CLASSES);
  double sums[2] = { 0 };

  if (how->transport)
    {
      g_array_set_size (classes, 1);
      g_array_index (classes, guint, 0) = how->scene->classes[0];
    }
  for (guint i = 0; i < classes->len; i++)
    {
      if (!ras_progress_step (how->progress, _ ("Measuring what is removed"),
                              (double) i / classes->len, error))
        return FALSE;
      add_energy (how, g_array_index (classes, guint, i), sums, &shadow->n_energy);
    }
  shadow->energy = sums[1] > 0 ? sums[0] / sums[1] : NAN;
  return TRUE;
}

RasShadow *
ras_shadow_new (const RasShadowScene *scene, const RasFit *fit, const RasApplyOptions *options,
                const RasClassTransport *transport, const RasProgress *progress, GError **error)
{
  g_autoptr (RasShadow) self = g_new0 (RasShadow, 1);
  Erasing how = { scene, fit, options, transport, progress };
  gsize d = scene->d;
  g_autofree double *means = g_new0 (double, scene->k * d);

  for (guint z = 0; z < scene->k; z++)
    if (counts (&how, z))
      {
        if (!ras_progress_step (progress, _ ("Erasing the class means"), (double) z / scene->k, error))
          return NULL;
        erase (&how, z, scene->class_means + z * d, 1, means + z * d);
      }
  self->mean_distance[0] = find_largest_distance (&how, scene->class_means);
  self->mean_distance[1] = find_largest_distance (&how, means);
  for (guint i = 0; i < 2; i++)
    if (!cast (&how, i, means + scene->classes[i] * d, &self->clouds[i], error))
      return NULL;
  if (!measure_energy (&how, self, error))
    return NULL;
  return g_steal_pointer (&self);
}

void
ras_shadow_free (RasShadow *shadow)
{
  for (guint i = 0; i < 2; i++)
    g_free (shadow->clouds[i].points);
  g_free (shadow);
}
