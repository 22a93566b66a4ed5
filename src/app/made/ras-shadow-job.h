/* Casts the shadows of two classes before and after erasure, on a thread of its own. */
#pragma once

#include "shadow.h"

G_BEGIN_DECLS

typedef struct
{
  RasDataset *dataset;
  RasFit *fit;           /* NULL: nothing is erased; of a transport: QLEACE */
  RasApplyOptions options;
  int label, other;      /* as ras_shadow_scene_new() has them */
  gboolean transport;    /* from `label` to `other`, which both must be classes */
} RasShadowOrder;

/* On the interface thread; each must be set. `number` is what ras_shadow_job_order() returned. */
typedef struct
{
  /* Comes twice: as soon as the scene is there, with shadow NULL, and with the shadow, which is taken.
   * `scene` may be kept with a reference. */
  void (*arrived) (RasShadowScene *scene, RasShadow *shadow, guint number, gpointer user_data);
  void (*failed) (const GError *error, guint number, gpointer user_data);
} RasShadowListener;

typedef struct _RasShadowJob RasShadowJob;

RasShadowJob *ras_shadow_job_start (const RasShadowListener *listener, gpointer user_data);

/* Takes references, and the place of an order that was not begun yet. What belongs to the classes alone is
 * kept until others are ordered, and so is the way to a target class. */
guint ras_shadow_job_order (RasShadowJob *self, const RasShadowOrder *order);

/* Ends the thread and frees; nothing more is delivered. NULL is allowed. */
void ras_shadow_job_supersede (RasShadowJob *self);

G_END_DECLS
