/* The data sets that can be had from the internet. */
#pragma once

#include <adwaita.h>

#include "ras-get-job.h"

G_BEGIN_DECLS

#define RAS_TYPE_GET_DIALOG (ras_get_dialog_get_type ())
G_DECLARE_FINAL_TYPE (RasGetDialog, ras_get_dialog, RAS, GET_DIALOG, AdwWindow)

/* `jobs` holds a RasGetJob each, and a reference is taken. What a person opens goes to the action
 * win.open of `parent`. The jobs go on when the dialog is closed. */
RasGetDialog *ras_get_dialog_new (GtkWindow *parent, GPtrArray *jobs);

G_END_DECLS
