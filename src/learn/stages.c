#include "stages.h"

#include "network.h"

#include <glib/gi18n.h>

const char *const ras_stage_sizes[] = { "atto", "femto", "pico", "nano", "tiny", NULL };

static const RasStages sizes[] = {
  { { 40, 80, 160, 320 }, { 2, 2, 6, 2 } }, { { 48, 96, 192, 384 }, { 2, 2, 6, 2 } },
  { { 64, 128, 256, 512 }, { 2, 2, 6, 2 } }, { { 80, 160, 320, 640 }, { 2, 2, 8, 2 } },
  { { 96, 192, 384, 768 }, { 3, 3, 9, 3 } },
};

gboolean
ras_stages_find (const RasRunConfig *config, RasStages *stages, GError **error)
{
  guint width = config->width > 0 ? config->width : RAS_STAGES_WIDTH;
  guint depth = config->depth > 0 ? config->depth : RAS_STAGES_DEPTH;

  for (guint i = 0; i < RAS_N_STAGES; i++)
    {
      stages->widths[i] = width << i;
      stages->depths[i] = i == 2 ? 3 * depth : depth;
    }
  if (config->size == NULL)
    return TRUE;
  for (guint i = 0; i < G_N_ELEMENTS (sizes); i++)
    if (g_strcmp0 (config->size, ras_stage_sizes[i]) == 0)
      {
        *stages = sizes[i];
        return TRUE;
      }
  g_set_error (error, RAS_LEARN_ERROR, RAS_LEARN_ERROR_INVALID,
               _ ("there is no size called “%s”; there are atto, femto, pico, nano, tiny"),
               config->size);
  return FALSE;
}
