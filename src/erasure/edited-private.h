/* Inside of editing whole splits. */
#pragma once

#include "edit-private.h"
#include "edited.h"

G_BEGIN_DECLS

/* A class among the `n_classes` that are edited one after the other, for what is said of progress. 0:
 * it is the only one. */
typedef struct
{
  guint place, n_classes;
} RasEditedPlace;

/* What a report says before anything was edited. */
RasEditedReport ras_edited_begin (const RasEditPlan *plan, gsize n);
/* "FINGERPRINT-gradient-shrunk", to be gone on with. */
GString *ras_edited_start_name (const RasEditPlan *plan);

/* Edits report->n images in place. */
gboolean ras_edited_run (const RasEditPlan *plan, float *images, RasEditedPlace place,
                         const RasProgress *progress, RasEditedReport *report, GError **error);

/* The first `rows` of an edit from its file, which is removed where it is damaged; NULL: none. */
GBytes *ras_edited_load (const RasEditPlan *plan, const char *path, guint label, gsize rows,
                         RasEditedReport *report);
/* Keeps them. FALSE where that cannot be: images that are not kept are as good as those that are, they
 * are only edited again next time. `path` may be NULL. */
gboolean ras_edited_keep (const RasEditPlan *plan, const char *path, guint label, gsize rows,
                          const float *images, const RasEditedReport *report);

GBytes *ras_edited_class_at (const RasEditPlan *plan, guint label, gsize count, RasEditedPlace place,
                             const RasProgress *progress, RasEditedReport *report, GError **error);

/* FALSE and an error if `count` images of a class are too few to have a covariance. */
gboolean ras_edited_require_two (const RasEditPlan *plan, guint label, gsize count, GError **error);

G_END_DECLS
