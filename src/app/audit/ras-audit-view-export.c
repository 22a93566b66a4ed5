#include "ras-audit-view-private.h"

#include <glib/gi18n.h>

#include "ras-export-choice.h"

static void
say (gpointer source, const char *sentence)
{
  ras_audit_view_toast (RAS_AUDIT_VIEW (source), sentence);
}

/* --- The table, with the columns of the command line --- */

/* The rows that are shown, at their ranks. */
static char *
make_table (RasAuditView *self)
{
  g_autoptr (GString) table = g_string_new (RAS_AUDIT_CSV_HEADER);

  for (guint i = 0; i < ras_n_erasers (); i++)
    for (RasSplit split = 0; split < RAS_N_SPLITS; split++)
      {
        const RasEraser *eraser = ras_eraser_nth (i);
        guint rank = 0;
        RasAudit *audit = ras_session_get_eraser_hidden (self->session, eraser->name)
                              ? NULL
                              : ras_audit_view_find (self, eraser, &rank);
        RasAuditRow row;

        if (audit && ras_audit_get (audit, eraser, split, rank, &row))
          ras_audit_append_csv (table, &row);
      }
  return g_string_free (g_steal_pointer (&table), FALSE);
}

static char *
copy_table (gpointer table)
{
  return g_strdup (table);
}

static void
add_chart (GPtrArray *list, const char *title, const char *name, RasCurveChart *curves,
           gpointer owner, GDestroyNotify free_owner)
{
  RasExportable *exportable;

  if (curves->n_series == 0)
    {
      free_owner (owner);
      return;
    }
  exportable = ras_exportable_new (title, name);
  ras_exportable_set_drawing (exportable,
                              ras_curve_chart_to_drawing (curves, owner, free_owner));
  g_ptr_array_add (list, exportable);
}

void
ras_audit_view_add_exports (RasAuditView *self, GPtrArray *list)
{
  RasExportable *table = ras_exportable_new (_ ("Table of what is still readable"), "audit");
  RasAccuracyChart *ranks = ras_audit_view_make_ranks (self);
  RasSpectrumChart *spectra = ras_audit_view_make_spectra (self);

  ras_exportable_set_table (table, copy_table, make_table (self), g_free);
  g_ptr_array_add (list, table);
  add_chart (list, _ ("Accuracy by rank"), "audit-ranks", ras_accuracy_chart_get_curves (ranks),
             ranks, (GDestroyNotify) ras_accuracy_chart_free);
  add_chart (list, _ ("Spectra"), "audit-spectra", ras_spectrum_chart_get_curves (spectra),
             spectra, (GDestroyNotify) ras_spectrum_chart_free);
}

const char *
ras_audit_view_get_export_name (RasAuditView *self)
{
  const char *page = ras_audit_view_get_page (self);

  return g_str_equal (page, "ranks")     ? "audit-ranks"
         : g_str_equal (page, "spectra") ? "audit-spectra"
                                         : "audit";
}

void
ras_audit_view_export_to (RasAuditView *self, const char *path)
{
  g_autoptr (GPtrArray) list = ras_exportable_new_list ();

  ras_audit_view_add_exports (self, list);
  for (guint i = 0; i < list->len; i++)
    if (g_str_equal (ras_exportable_get_name (list->pdata[i]),
                     ras_audit_view_get_export_name (self)))
      ras_exportable_save_as_chosen (list->pdata[i], path, self, say);
}
