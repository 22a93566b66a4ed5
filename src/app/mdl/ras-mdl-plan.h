/* What the session says is to be trained, as a plan and its runs. */
#pragma once

#include "dataset.h"
#include "plan.h"
#include "ras-session.h"

G_BEGIN_DECLS

#define RAS_MDL_CUSTOM "custom" /* the preset whose figures are the session's own */

/* `preset`: a name, or RAS_MDL_CUSTOM. Budgets above what the data set has are cut down to it.
 * NULL and one sentence where what was typed makes no sense or no eraser is chosen. */
RasPlan *ras_mdl_plan_make (const RasSessionState *state, const char *preset, RasDataset *dataset,
                            GError **error);

/* Complete configurations in the order of training, each once. NULL and a sentence for what
 * cannot be. */
GPtrArray *ras_mdl_plan_list_runs (const RasPlan *plan, RasDataset *dataset, guint cores,
                                   GError **error);

/* What the history calls it: "Drawn · MLP 128 × 2 · Glance". Free with g_free(). */
char *ras_mdl_plan_name (const GPtrArray *configs, const char *preset);

/* An eraser's translated title; the name itself where there is no such eraser. */
const char *ras_mdl_title_of (const char *eraser);

/* "64, 128 256" as a GArray of guint, empty for NULL; NULL and a sentence for anything else. */
GArray *ras_mdl_plan_parse_numbers (const char *text, GError **error);

G_END_DECLS
