/* The quiet pane beside the chart: what is to be trained, and how long that will take. */
#pragma once

#include <gtk/gtk.h>

#include "dataset.h"
#include "ras-session.h"

G_BEGIN_DECLS

#define RAS_TYPE_MDL_SETUP (ras_mdl_setup_get_type ())
G_DECLARE_FINAL_TYPE (RasMdlSetup, ras_mdl_setup, RAS, MDL_SETUP, GtkWidget)

/* "changed" is emitted when what the functions below return may have changed. */

void ras_mdl_setup_set_session (RasMdlSetup *self, RasSession *session);
/* NULL: none. */
void ras_mdl_setup_set_dataset (RasMdlSetup *self, RasDataset *dataset);
/* Times are measured only while it is active, that is on show and nothing is being trained. */
void ras_mdl_setup_set_active (RasMdlSetup *self, gboolean active);

/* While a larger button says the same, the pane's own keeps back. */
void ras_mdl_setup_set_quiet (RasMdlSetup *self, gboolean quiet);

/* Why nothing can be started, one sentence, or NULL. */
const char *ras_mdl_setup_get_problem (RasMdlSetup *self);
/* Of the chosen preset; NAN: not measured yet. */
double ras_mdl_setup_get_seconds (RasMdlSetup *self);
/* How many presets have a measured time; for tests. */
guint ras_mdl_setup_get_n_estimates (RasMdlSetup *self);

G_END_DECLS
