/* From bytes to floats, with random crops and flips on the way. */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* How one image is moved: by dy rows and dx columns, what comes in from outside being black, then
 * mirrored. */
typedef struct
{
  gint8 dx, dy;
  guint8 flip;
} RasCrop;

/* Draws n of them: uniform in ± padding, padding being round (side / 8) of the shorter side; no
 * moves without `crop`, no mirror images without `flip`. */
void ras_augment_draw (GRand *random, guint height, guint width, gboolean crop, gboolean flip,
                       RasCrop *crops, gsize n);

/* out (C·H·W, values in [0, 1]) ← the moved image. */
void ras_augment_apply (const RasCrop *crop, const guint8 *image, guint channels, guint height,
                        guint width, float *out);
/* The image as it is: d bytes b to b / 255. */
void ras_augment_none (const guint8 *image, gsize d, float *out);

G_END_DECLS
