/* Export…: what, in which style, how large and in which format, with a preview; then where to. */
#pragma once

#include <adwaita.h>

#include "ras-exportable.h"

G_BEGIN_DECLS

#define RAS_TYPE_EXPORT_DIALOG (ras_export_dialog_get_type ())
G_DECLARE_FINAL_TYPE (RasExportDialog, ras_export_dialog, RAS, EXPORT_DIALOG, AdwWindow)

/* Signal "export" (exportable: pointer, size: pointer to RasDrawingSize, path: string): a file was
 * chosen, and the dialog is about to be closed. */

/* `exportables` are RasExportable, at least one; `chosen` is the one shown first. */
RasExportDialog *ras_export_dialog_new (GtkWindow *parent, GPtrArray *exportables, guint chosen);
/* As if this file had been chosen. */
void ras_export_dialog_export_to (RasExportDialog *self, const char *path);

G_END_DECLS
