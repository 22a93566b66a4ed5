/* Inside of editing whole splits. */
#pragma once

#include "edited.h"

G_BEGIN_DECLS

/* A class among the `n_classes` that are edited one after the other, for what is said of progress. 0:
 * it is the only one. */
typedef struct
{
  guint place, n_classes;
} RasEditedPlace;

GBytes *ras_edited_class_at (const RasEditPlan *plan, guint label, gsize count, RasEditedPlace place,
                             const RasProgress *progress, RasEditedReport *report, GError **error);

/* FALSE and a sentence, if what ras_edited_memory() says is not to be had. */
gboolean ras_edited_require_memory (const RasEditPlan *plan, gsize n, GError **error);

G_END_DECLS
