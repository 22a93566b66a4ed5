/* The sizes of networks of four stages, each half as high and wide as the one before it and with
 * twice as many channels. */
#pragma once

#include "run.h"

G_BEGIN_DECLS

#define RAS_N_STAGES 4
/* Atto's: what rates are relative to. */
#define RAS_STAGES_WIDTH 40
#define RAS_STAGES_DEPTH 2

typedef struct
{
  guint widths[RAS_N_STAGES]; /* channels */
  guint depths[RAS_N_STAGES]; /* blocks */
} RasStages;

/* "atto", "femto", "pico", "nano", "tiny", NULL */
extern const char *const ras_stage_sizes[];

/* From the configuration's size or, where that is NULL, its free width w and depth q: widths w, 2w,
 * 4w, 8w, depths q, q, 3q, q; a 0 means atto's. FALSE and RAS_LEARN_ERROR_INVALID for a size that
 * is none. */
gboolean ras_stages_find (const RasRunConfig *config, RasStages *stages, GError **error);

G_END_DECLS
