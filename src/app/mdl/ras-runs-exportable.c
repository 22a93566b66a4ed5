#include "ras-runs-exportable.h"

#include <glib/gi18n.h>

#include "ras-mdl-plan.h"

static char *
make_table (gpointer runs)
{
  return ras_runs_to_csv (runs);
}

/* Without the lines that were switched off. */
static RasDrawing *
make_drawing (const GPtrArray *runs, RasMdlKind kind, RasChart *widget)
{
  RasMdlChart *shown = widget ? ras_chart_get_mdl (widget) : NULL;
  RasCurveChart *there = shown ? ras_mdl_chart_get_curves (shown) : NULL;
  RasMdlChart *chart = ras_mdl_chart_new (kind, runs, ras_mdl_title_of);
  RasCurveChart *curves = ras_mdl_chart_get_curves (chart);

  for (guint i = 0; there && curves && i < there->n_series; i++)
    for (guint j = 0; j < curves->n_series; j++)
      if (g_str_equal (curves->series[j].label, there->series[i].label))
        ras_mdl_chart_get_series (chart, j)->hidden = there->series[i].hidden;
  return ras_mdl_chart_to_drawing (chart);
}

RasExportable *
ras_runs_to_exportable (const GPtrArray *runs, RasMdlKind kind, RasChart *shown, const char *name,
                        char *command)
{
  RasExportable *exportable = ras_exportable_new (_ ("Chart"), name);
  GPtrArray *copies = g_ptr_array_new_with_free_func ((GDestroyNotify) ras_run_free);

  for (guint i = 0; i < runs->len; i++)
    g_ptr_array_add (copies, ras_run_copy (g_ptr_array_index (runs, i)));
  ras_exportable_set_drawing (exportable, make_drawing (runs, kind, shown));
  ras_exportable_set_table (exportable, make_table, copies, (GDestroyNotify) g_ptr_array_unref);
  ras_exportable_set_command (exportable, command, "--plot", FALSE);
  return exportable;
}
