/* What an eraser does to two classes, seen as the shadow that their images cast on a plane.
 *
 * The plane has two axes, which belong to the pair of classes a, b and to no eraser:
 *   u₁  the direction between their means, (μ_a − μ_b) / ‖μ_a − μ_b‖
 *   u₂  orthogonal to u₁, the direction in which their covariances differ most: the eigenvector of
 *       largest |λ| of Σ_a − Σ_b on what u₁ leaves, estimated from 400 images a class
 * Where the means coincide u₁ is such a direction, and u₂ the next; where nothing differs, any will do.
 *
 * An image x casts (u₁ᵀ (x − μ), u₂ᵀ (x − μ)). Erasers are affine within a class, x ↦ A_z x + b_z, so
 * the shadow of an erased image is a product with A_zᵀ u: nothing has to be erased for it, and means and
 * covariances are those of all training images of the class, not of a sample. */
#pragma once

#include "class-transport.h"
#include "eraser.h"

G_BEGIN_DECLS

/* Images of a class whose shadows are kept to be drawn, at most. */
#define RAS_SHADOW_POINTS 150

typedef struct
{
  gsize n_images;       /* that mean and covariance come from */
  double mean[2];
  double covariance[3]; /* xx, xy, yy; divisor n_images − 1, zeros for one image */
  gsize n_points;       /* min (n_images, RAS_SHADOW_POINTS), chosen by chance */
  double *points;       /* n_points × 2 */
} RasShadowCloud;

/* The two classes before erasure: immutable, reference counted. */
typedef struct _RasShadowScene RasShadowScene;

/* `label` is one of the classes, or −1: the first with training images. `other` is the second, or −1:
 * the one whose mean is farthest from the first's. One pass over the training images: well below a
 * second for 50 000 of 3072 values. No BLAS. Errors: G_IO_ERROR_CANCELLED; RAS_DATASET_ERROR_UNSUITABLE
 * where one of the classes, or all others, has no training images. */
RasShadowScene *ras_shadow_scene_new (RasDataset *dataset, int label, int other,
                                      const RasProgress *progress, GError **error);
RasShadowScene *ras_shadow_scene_ref (RasShadowScene *self);
void ras_shadow_scene_unref (RasShadowScene *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (RasShadowScene, ras_shadow_scene_unref)

guint ras_shadow_scene_get_class (const RasShadowScene *self, guint i); /* i: 0 or 1 */
const double *ras_shadow_scene_get_axis (const RasShadowScene *self, guint i); /* d */
const double *ras_shadow_scene_get_mean (const RasShadowScene *self); /* μ: d */
const RasShadowCloud *ras_shadow_scene_get_cloud (const RasShadowScene *self, guint i);
/* Where an image of d doubles, erased or not, falls. */
void ras_shadow_scene_project (const RasShadowScene *self, const double *x, double point[2]);

/* The same after erasure. */
typedef struct
{
  RasShadowCloud clouds[2];
  double mean_distance[2]; /* the largest distance between the means of any two classes, in all d
                              dimensions: before and after; of a transport, of these two classes */
  double energy;           /* mean ‖x' − x‖² / mean ‖x − μ‖² of these many images, evenly spread over the
                              training split (a transport: over the first class); NAN where x = μ */
  gsize n_energy;
} RasShadow;

/* `fit` is of any eraser that does not edit, or NULL: nothing is erased. `transport` is NULL, or the way to
 * the second class, which the first one's images then take and `fit` is not looked at. Errors:
 * G_IO_ERROR_CANCELLED. */
RasShadow *ras_shadow_new (const RasShadowScene *scene, const RasFit *fit,
                           const RasApplyOptions *options, const RasClassTransport *transport,
                           const RasProgress *progress, GError **error);
void ras_shadow_free (RasShadow *shadow);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (RasShadow, ras_shadow_free)

/* How many directions an image can move in, along the linear part of its class's map: of LEACE the k − 1 or
 * fewer, with a path as many more; d for QLEACE's affine maps; 0 where an image is only shifted. */
gsize ras_shadow_get_rank (const RasFit *fit, guint rank);

/* v ← A_zᵀ u, d doubles each: what a linear reading u of erased images of class z reads in the images
 * before. */
void ras_shadow_pull (const RasFit *fit, guint rank, guint label, const double *u, double *v);

G_END_DECLS
