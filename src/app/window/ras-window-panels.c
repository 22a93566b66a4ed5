/* The panels of Compare: one for every eraser of the registry, and the one of another class. */
#include "ras-window-private.h"

#include <glib/gi18n.h>

static void
cancel_cb (RasPanel *panel, RasWindow *self)
{
  for (guint i = 0; i < ras_n_erasers (); i++)
    if (self->places[i].panel == panel && self->fit_job)
      ras_fit_job_cancel_eraser (self->fit_job, self->places[i].eraser);
}

/* What the eraser does, told at its caption; over the picture it would be in the way. */
static gboolean
tooltip_cb (GtkWidget *panel, int x, int y, gboolean keyboard, GtkTooltip *tooltip,
            const RasEraser *eraser)
{
  g_autofree char *run = NULL, *text = NULL;

  if (y < gtk_widget_get_width (panel))
    return FALSE;
  if (eraser->edits)
    run = ras_window_describe_edit (RAS_WINDOW (gtk_widget_get_root (panel)));
  text = g_strjoin ("\n\n", _ (eraser->summary), run, NULL);
  gtk_tooltip_set_text (tooltip, text);
  return TRUE;
}

void
ras_window_init_panels (RasWindow *self)
{
  self->view = ras_linked_view_new ();
  self->places = g_new0 (RasPlace, ras_n_erasers ());
  for (guint i = 0; i < ras_n_erasers (); i++)
    {
      const RasEraser *eraser = ras_eraser_nth (i);
      RasPlace *place = &self->places[i];

      place->eraser = eraser;
      place->panel
          = RAS_PANEL (ras_panel_new (self->view, eraser->name, _ (eraser->title),
                                      eraser->needs_label ? _ ("needs the label") : NULL));
      gtk_widget_set_has_tooltip (GTK_WIDGET (place->panel), TRUE);
      g_signal_connect (place->panel, "query-tooltip", G_CALLBACK (tooltip_cb),
                        (gpointer) eraser);
      g_signal_connect (place->panel, "cancel", G_CALLBACK (cancel_cb), self);
      ras_panel_grid_add (self->grid, place->panel);
      if (g_str_equal (eraser->name, "qleace"))
        ras_window_init_transport (self);
    }
}
