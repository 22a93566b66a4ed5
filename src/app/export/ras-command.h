/* The command line that makes what the window shows. */
#pragma once

#include "dataset.h"
#include "drawing.h"
#include "plan.h"
#include "ras-session.h"

G_BEGIN_DECLS

/* A rasura-cli line, every word quoted for a shell as needed; ends in "-o OUTPUT" unless that is NULL. `erasers`
 * are the names of those shown. Free with g_free(). */
char *ras_command_make (const RasSessionState *state, RasDataset *dataset,
                        const char *const *erasers, const char *output);

/* The `rasura-cli gallery` for the session's seed, number per class, split and rank. `labels` (guint)
 * are the classes, `erasers` the columns shown. Free with g_free(). */
char *ras_command_make_gallery (const RasSessionState *state, RasDataset *dataset,
                                const char *const *erasers, const GArray *labels,
                                const char *output);

/* The `rasura-cli mdl` that trains this one run; what differs from the network's defaults is written
 * out. `plot` may be NULL. Free with g_free(). */
char *ras_command_make_run (const RasRunConfig *config, const char *plot);

/* The `rasura-cli mdl` or `sweep` that trains the plan. Free with g_free(). */
char *ras_command_make_mdl (const RasPlan *plan, const char *plot);

/* A line made without an output, completed: `option` ("-o") and `output`, and the style and size where
 * these are not NULL. Free with g_free(). */
char *ras_command_add_output (const char *command, const char *option, const char *output,
                              const RasDrawingSize *size);

G_END_DECLS
