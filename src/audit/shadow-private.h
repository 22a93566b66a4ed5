/* Inside of a scene: shadow-scene.c makes it, shadow.c looks at what erasers do to it. */
#pragma once

#include "shadow.h"

G_BEGIN_DECLS

struct _RasShadowScene
{
  gatomicrefcount references;
  RasDataset *dataset;
  gsize d;
  guint k;
  double *class_means; /* k × d; zeros for a class without images */
  double *mean;        /* d */
  guint classes[2];
  double *axes[2];     /* d each */
  GArray *images[2];   /* gsize: all training images of the class, those to be drawn first */
  RasShadowCloud clouds[2];
};

/* x ← pixels of a training image as doubles. */
void ras_shadow_read (const RasShadowScene *scene, gsize index, double *x);

/* Fills `cloud` for class i: the shadow of an image x is `centre` + (vᵀ (x − μ_z)) for both v. */
gboolean ras_shadow_cast (const RasShadowScene *scene, guint i, double *const v[2],
                          const double centre[2], RasShadowCloud *cloud,
                          const RasProgress *progress, GError **error);

G_END_DECLS
