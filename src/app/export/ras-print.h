/* A picture on paper and on the clipboard. */
#pragma once

#include "ras-exportable.h"

G_BEGIN_DECLS

/* Prints the drawing alone on a page, in the paper's style, as large as fits. Asks for the printer
 * unless `path` is given: then a PDF file of the page is written. Only failures are said. */
void ras_print (GtkWindow *parent, RasExportable *exportable, const char *path, gpointer source,
                RasSayFunc say);

/* Copies it as PNG and as SVG. */
void ras_copy_picture (GdkClipboard *clipboard, RasExportable *exportable,
                       const RasDrawingSize *size, gpointer source, RasSayFunc say);

G_END_DECLS
