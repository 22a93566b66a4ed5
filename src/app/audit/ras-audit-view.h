/* What is still readable, below the panels: a table, or one of two plots. Folds up where the panels
 * need the room. */
#pragma once

#include <adwaita.h>

#include "eraser.h"
#include "ras-exportable.h"
#include "ras-session.h"

G_BEGIN_DECLS

#define RAS_TYPE_AUDIT_VIEW (ras_audit_view_get_type ())
G_DECLARE_FINAL_TYPE (RasAuditView, ras_audit_view, RAS, AUDIT_VIEW, GtkWidget)

/* Property "content": the widget above, which gets the larger share. Signals: "toast" (sentence);
 * "revealed" when table and plots came into sight or left it. */

typedef enum
{
  RAS_AUDIT_FREE,     /* nobody else needs the cores */
  RAS_AUDIT_FITTING,  /* an eraser is being fitted for the first time: only what is quick */
  RAS_AUDIT_TRAINING, /* a network learns: nothing */
} RasAuditLoad;

/* Once, before the view is shown. */
void ras_audit_view_set_session (RasAuditView *self, RasSession *session);
/* Forgets the fits. NULL: no data set. */
void ras_audit_view_set_dataset (RasAuditView *self, RasDataset *dataset);
/* Also again for a path that became longer. */
void ras_audit_view_add_fit (RasAuditView *self, RasFit *fit);
/* NULL: there is none yet. */
RasFit *ras_audit_view_get_fit (RasAuditView *self, const RasEraser *eraser);
void ras_audit_view_set_load (RasAuditView *self, RasAuditLoad load);

/* Opens it, even where the panels have to make room, or closes it. */
void ras_audit_view_toggle (RasAuditView *self);
gboolean ras_audit_view_get_revealed (RasAuditView *self);

/* Adds table and plots (RasExportable). */
void ras_audit_view_add_exports (RasAuditView *self, GPtrArray *list);
/* The name of the one that is shown. */
const char *ras_audit_view_get_export_name (RasAuditView *self);
/* Writes what is shown, as was chosen last: a plot as PNG, SVG or PDF, the table as CSV. */
void ras_audit_view_export_to (RasAuditView *self, const char *path);

G_END_DECLS
