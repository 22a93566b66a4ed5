/* What a person orders: one network (or a sweep over widths and depths), some erasers, some
 * seeds. A plan unfolds into the configurations of single runs. */
#pragma once

#include "run.h"

G_BEGIN_DECLS

/* Budgets with a name. */
typedef struct
{
  const char *name;    /* "glance", "lesson", "paper" */
  const char *title;   /* N_() */
  const char *summary; /* N_(): one sentence */
  gsize images;        /* 0: all there are */
  guint seeds, max_epochs, patience;
} RasPreset;

extern const RasPreset ras_presets[];
extern const guint ras_n_presets;
/* NULL and a sentence that lists the names. */
const RasPreset *ras_preset_find (const char *name, GError **error);

typedef struct
{
  RasRunConfig *common; /* all that the runs share */
  char **erasers;       /* names; empty: common->eraser */
  guint seeds;          /* how many, from common->seed on */
  GArray *widths;       /* guint; empty: common->width */
  GArray *depths;       /* guint; empty: common->depth */
} RasPlan;

RasPlan *ras_plan_new (void);
RasPlan *ras_plan_copy (const RasPlan *plan);
void ras_plan_free (RasPlan *plan);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (RasPlan, ras_plan_free)

/* One line of JSON and back, as for a configuration: how the store keeps a plan. */
char *ras_plan_to_json (const RasPlan *plan);
RasPlan *ras_plan_from_json (const char *json, GError **error);

/* RasRunConfig, seed by seed and, within, eraser by eraser, so that a first picture of all erasers
 * is there early. The rank stays only where `has_path (eraser)`, shrinkage and the eraser's seed only
 * where they count is the caller's business: learn's ras_run_config_complete() sees to it. */
GPtrArray *ras_plan_unfold (const RasPlan *plan);

G_END_DECLS
