/* Gradient-based erasure from the command line: its options, and what came of a class. */
#pragma once

#include "edited.h"
#include "fitting.h"
#include "json.h"

G_BEGIN_DECLS

/* The texts of the options; NULL: not given. */
typedef struct
{
  char *images, *iterations;
} RasEditArguments;

/* What they say, checked. `images` is 0 for all of a class, and as it was without an option. */
gboolean ras_edit_arguments_read (const RasEditArguments *arguments, gsize *images,
                                  guint *iterations, GError **error);

/* TRUE if one of `erasers` edits. */
gboolean ras_erasers_edit (GPtrArray *erasers);

/* A plan for what was fitted; `cache` NULL for --no-cache. All of it is borrowed. */
RasEditPlan ras_edit_plan_make (RasDataset *dataset, GPtrArray *fits, const RasFitting *fitting,
                                guint iterations, RasCache *cache);

/* An object: what was edited, how, and how far the loss came down. */
void ras_json_append_edit (JsonBuilder *builder, RasDataset *dataset, guint label,
                           const RasEditedReport *report);
/* The same as lines of text, with a line's end. Free with g_free(). */
char *ras_edit_describe (RasDataset *dataset, guint label, const RasEditedReport *report);

/* Says on the standard error why this eraser, which nobody named, is missing. */
void ras_cli_leave_out (RasCli *cli, const RasEraser *eraser, const GError *why);

G_END_DECLS
