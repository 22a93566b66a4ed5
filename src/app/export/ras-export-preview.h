/* What a drawing will look like as a picture of some size, painted on a thread. */
#pragma once

#include <gtk/gtk.h>

#include "drawing.h"

G_BEGIN_DECLS

typedef struct
{
  RasDrawingSize size;       /* that was asked for */
  double points;             /* the height that the drawing takes with it */
  GBytes *pixels;            /* opaque, smaller where the picture would be large */
  int width, height, stride; /* of them */
} RasExportPreview;

/* Either there is an error, or the preview, which is owned by the caller of this function. */
typedef void (*RasPreviewFunc) (gpointer owner, const RasExportPreview *preview,
                                const GError *error);

/* Calls `painted` on the interface thread, unless `owner`, a GObject, is gone by then. */
void ras_export_preview_paint (RasDrawing *drawing, const RasDrawingSize *size, gpointer owner,
                               RasPreviewFunc painted);

GdkTexture *ras_export_preview_make_texture (const RasExportPreview *preview);

G_END_DECLS
