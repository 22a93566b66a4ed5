#include "runs-report.h"

#include <glib/gi18n.h>

#include "eraser.h"

static const char *
get_title (const char *name)
{
  const RasEraser *eraser = ras_eraser_find (name, NULL);

  return eraser ? _ (eraser->title) : name;
}

/* Why there is nothing to be seen, and what to do. */
static const char *
describe_lack (RasMdlKind kind)
{
  switch (kind)
    {
    case RAS_MDL_BARS:
      return _ ("there are no bars without a run that is finished; choose --kind curves, or other "
                "runs");
    case RAS_MDL_WIDTHS:
      return _ ("MDL against width takes finished runs of two widths, alike in all else; "
                "rasura-cli sweep trains them");
    case RAS_MDL_DEPTHS:
      return _ ("MDL against depth takes finished runs of two depths, alike in all else; "
                "rasura-cli sweep trains them");
    default:
      return _ ("there are no curves without a block that a network has coded; choose other runs");
    }
}

gboolean
ras_runs_plot (const GPtrArray *runs, RasMdlKind kind, const RasDrawingSize *size,
               const char *path, const char *command, GError **error)
{
  g_autoptr (RasDrawing) drawing = NULL;

  if (!ras_mdl_chart_can_show (kind, runs))
    {
      g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_INVALID_ARGUMENT, describe_lack (kind));
      return FALSE;
    }
  drawing = ras_mdl_chart_to_drawing (ras_mdl_chart_new (kind, runs, get_title));
  return ras_drawing_write (drawing, size, command, path, error);
}
