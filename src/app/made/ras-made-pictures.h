/* An image as what was taken from it and what is left: original = taken + left, side by side. */
#pragma once

#include "picture.h"

G_BEGIN_DECLS

typedef struct _RasMadePictures RasMadePictures;

/* Two pictures of channels · height · width doubles; nothing is kept of them. */
RasMadePictures *ras_made_pictures_new (const double *original, const double *erased,
                                        guint channels, guint height, guint width);
void ras_made_pictures_free (RasMadePictures *self);

void ras_made_pictures_draw (const RasMadePictures *self, cairo_t *cr, const RasStyle *style,
                             double width, double height);

/* For a screen reader. Free with g_free(). */
char *ras_made_pictures_describe (const RasMadePictures *self);

G_END_DECLS
