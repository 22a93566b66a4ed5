#include "ras-window-private.h"

#include <glib/gi18n.h>

#include "export.h"
#include "ras-command.h"
#include "ras-figure-export.h"

static gboolean
is_shown (RasWindow *self, const RasPlace *place)
{
  return place->erased && gtk_widget_get_visible (GTK_WIDGET (place->panel));
}

/* What the session says, as far as it can be shown: a path that is still too short for the rank
 * is drawn at the length it has. */
static RasSessionState
get_shown_state (RasWindow *self)
{
  RasSessionState state = *ras_session_get_state (self->session);

  for (guint i = 0; i < ras_n_erasers (); i++)
    {
      const RasPlace *place = &self->places[i];

      if (place->eraser->has_path && !place->eraser->extend && is_shown (self, place))
        state.rank = place->rank;
    }
  if (ras_window_is_own_picture (self))
    state.own_class = ras_window_get_label (self);
  /* Likewise images that are still edited, or were until somebody stopped it. */
  state.gradient_iterations = ras_window_get_edit_iterations (self);
  state.transport_class = state.transport && ras_window_get_label (self) >= 0
                              ? ras_window_get_transport_class (self)
                              : RAS_NEXT_CLASS;
  return state;
}

/* Erasers that need a label are left out where there is none: the command line insists on it. */
static char *
make_command (RasWindow *self, const char *output)
{
  RasSessionState state = get_shown_state (self);
  g_autoptr (GPtrArray) names = g_ptr_array_new ();

  for (guint i = 0; i < ras_n_erasers (); i++)
    if (gtk_widget_get_visible (GTK_WIDGET (self->places[i].panel))
        && (!self->places[i].eraser->needs_label || ras_window_get_label (self) >= 0))
      g_ptr_array_add (names, (gpointer) self->places[i].eraser->name);
  g_ptr_array_add (names, NULL);
  return ras_command_make (&state, self->dataset, (const char *const *) names->pdata, output);
}

void
ras_window_copy_command (RasWindow *self)
{
  g_autofree char *command = NULL;

  if (ras_window_is_on_page (self, "runs"))
    {
      gtk_widget_activate_action (GTK_WIDGET (self), "runs.copy-command", NULL);
      return;
    }
  if (ras_window_is_on_page (self, "mdl"))
    {
      gtk_widget_activate_action (GTK_WIDGET (self), "mdl.copy-command", NULL);
      return;
    }
  if (ras_window_is_on_page (self, "gallery"))
    {
      ras_gallery_view_copy_command (self->gallery_view);
      return;
    }
  if (self->dataset == NULL)
    return;
  command = make_command (self, "figure1.png");
  gdk_clipboard_set_text (gtk_widget_get_clipboard (GTK_WIDGET (self)), command);
  ras_window_toast (self, _ ("The command is on the clipboard"));
}

static void
exported_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GError) error = NULL;

  if (ras_figure_export_finish (result, &error))
    ras_window_toast (RAS_WINDOW (source), _ ("The figure was exported"));
  else
    ras_window_toast (RAS_WINDOW (source), error->message);
}

/* A figure stands alone: it says the rank, which the window shows large. */
static void
add_panel (RasWindow *self, RasFigureExport *export, const RasPlace *place)
{
  const RasEraser *eraser = place->eraser;
  g_autoptr (GPtrArray) details = g_ptr_array_new_with_free_func (g_free);

  for (guint i = 0; i < G_N_ELEMENTS (place->details) && place->details[i]; i++)
    g_ptr_array_add (details, g_strdup (place->details[i]));
  if (eraser->edits)
    ras_window_add_edit_details (self, details);
  if (eraser->has_path)
    g_ptr_array_add (details, g_strdup_printf (_ ("rank %u"), place->rank));
  g_ptr_array_add (details, NULL);
  ras_figure_export_add (export, eraser->name, _ (eraser->title), place->erased,
                         (const char *const *) details->pdata,
                         eraser->needs_label ? _ ("needs the label") : NULL);
}

/* Last, as on the command line. */
static void
add_transport (RasWindow *self, RasFigureExport *export)
{
  const RasPlace *place = ras_window_get_transport_place (self);
  const char *name = ras_dataset_get_class_name (self->dataset, ras_window_get_transport_class (self));
  g_autofree char *title = g_strdup_printf (_ ("As “%s”"), name);
  const char *const details[] = { place->details[0], place->details[1], NULL };

  ras_figure_export_add (export, place->eraser->name, title, place->erased, details,
                         _ ("needs the label"));
}

void
ras_window_export_to (RasWindow *self, const char *path)
{
  const RasSessionState *state = ras_session_get_state (self->session);
  g_autofree char *command = make_command (self, path);
  RasFigureExport *export = ras_figure_export_new (&(RasFigureExportLook) {
      ras_dataset_get_channels (self->dataset), ras_dataset_get_height (self->dataset),
      ras_dataset_get_width (self->dataset), state->difference, state->gain, state->rescale,
      self->original, command });

  for (guint i = 0; i < ras_n_erasers (); i++)
    {
      RasPlace *place = &self->places[i];

      if (is_shown (self, place))
        add_panel (self, export, place);
    }
  if (is_shown (self, ras_window_get_transport_place (self)))
    add_transport (self, export);
  ras_figure_export_run (export, path, self, exported_cb, NULL);
}

static void
response_cb (GtkNativeDialog *dialog, int response, RasWindow *self)
{
  if (response == GTK_RESPONSE_ACCEPT && self->original)
    {
      g_autoptr (GFile) file = gtk_file_chooser_get_file (GTK_FILE_CHOOSER (dialog));
      g_autofree char *path = file ? g_file_get_path (file) : NULL;
      g_autoptr (GError) error = NULL;

      if (path == NULL)
        ras_window_toast (self, _ ("That place is not on this computer: choose a local folder."));
      else if (!ras_export_check_name (path, &error))
        ras_window_toast (self, error->message);
      else
        ras_window_export_to (self, path);
    }
  g_object_set_data (G_OBJECT (self), "file-dialog", NULL);
}

void
ras_window_export (RasWindow *self)
{
  GtkFileChooserNative *dialog;
  g_autoptr (GtkFileFilter) filter = gtk_file_filter_new ();

  if (ras_window_is_on_page (self, "runs"))
    {
      gtk_widget_activate_action (GTK_WIDGET (self), "runs.export-chart", NULL);
      return;
    }
  if (ras_window_is_on_page (self, "mdl"))
    {
      gtk_widget_activate_action (GTK_WIDGET (self), "mdl.export", NULL);
      return;
    }
  if (ras_window_is_on_page (self, "gallery"))
    {
      ras_gallery_view_export (self->gallery_view);
      return;
    }
  if (self->original == NULL)
    return;
  dialog = gtk_file_chooser_native_new (_ ("Export the figure"), GTK_WINDOW (self),
                                        GTK_FILE_CHOOSER_ACTION_SAVE, _ ("_Export"), NULL);
  gtk_native_dialog_set_modal (GTK_NATIVE_DIALOG (dialog), TRUE);
  gtk_file_filter_set_name (filter, _ ("PNG, SVG or PDF"));
  gtk_file_filter_add_suffix (filter, "png");
  gtk_file_filter_add_suffix (filter, "svg");
  gtk_file_filter_add_suffix (filter, "pdf");
  gtk_file_chooser_add_filter (GTK_FILE_CHOOSER (dialog), filter);
  gtk_file_chooser_set_current_name (GTK_FILE_CHOOSER (dialog), "figure1.png");
  g_signal_connect_object (dialog, "response", G_CALLBACK (response_cb), self, 0);
  g_object_set_data_full (G_OBJECT (self), "file-dialog", dialog, g_object_unref);
  gtk_native_dialog_show (GTK_NATIVE_DIALOG (dialog));
}
