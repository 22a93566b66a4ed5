#include "ras-gallery-view-private.h"

#include <glib/gi18n.h>

#include "export.h"
#include "gallery-file.h"
#include "ras-command.h"

typedef struct
{
  RasGallery *gallery;
  char *note, *command, *path;
} Export;

static void
export_free (gpointer data)
{
  Export *export = data;

  ras_gallery_free (export->gallery);
  g_free (export->note);
  g_free (export->command);
  g_free (export->path);
  g_free (export);
}

static void
run_in_thread (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  const Export *export = data;
  const RasGalleryFile file = { .style = ras_style_get (RAS_STYLE_PAPER), .note = export->note,
                                .command = export->command };
  GError *error = NULL;

  if (ras_gallery_file_write (export->gallery, &file, export->path, &error))
    g_task_return_boolean (task, TRUE);
  else
    g_task_return_error (task, error);
}

static void
exported_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GError) error = NULL;

  if (g_task_propagate_boolean (G_TASK (result), &error))
    ras_gallery_view_toast (RAS_GALLERY_VIEW (source), _ ("The gallery was exported"));
  else
    ras_gallery_view_toast (RAS_GALLERY_VIEW (source), error->message);
}

/* What is seen, or with `complete` those columns of it that a file shows. */
static char *
make_command (RasGalleryView *self, gboolean complete, const char *output)
{
  const RasGallery *gallery = ras_gallery_grid_get_gallery (self->grid);
  RasSessionState state = *ras_session_get_state (self->session);
  g_autoptr (GPtrArray) erasers = g_ptr_array_new ();
  g_autoptr (GArray) labels = ras_gallery_view_choose_labels (self);

  for (guint c = 0; c < self->columns->len; c++)
    {
      const RasEraser *eraser = ras_gallery_view_get_eraser (self, c);

      /* A path that is too short for the rank was drawn at the length it has. */
      if (eraser->has_path && !eraser->extend && self->classes->len > 0
          && ras_gallery_view_get_block (self, 0, c)->state == RAS_BLOCK_DONE)
        state.rank = ras_gallery_view_get_block (self, 0, c)->rank;
      if (!complete || ras_gallery_is_complete (gallery, c))
        g_ptr_array_add (erasers, (gpointer) eraser->name);
    }
  g_ptr_array_add (erasers, NULL);
  return ras_command_make_gallery (&state, self->dataset, (const char *const *) erasers->pdata,
                                   labels, output);
}

void
ras_gallery_view_copy_command (RasGalleryView *self)
{
  g_autofree char *command = NULL;

  if (self->classes == NULL)
    return;
  command = make_command (self, FALSE, "gallery.png");
  gdk_clipboard_set_text (gtk_widget_get_clipboard (GTK_WIDGET (self)), command);
  ras_gallery_view_toast (self, _ ("The command is on the clipboard"));
}

void
ras_gallery_view_export_to (RasGalleryView *self, const char *path)
{
  g_autoptr (GTask) task = NULL;
  g_autoptr (RasGallery) complete = NULL;
  Export *export;

  if (self->classes == NULL || self->classes->len == 0)
    return;
  complete = ras_gallery_copy_complete (ras_gallery_grid_get_gallery (self->grid));
  if (ras_gallery_get_n_columns (complete) == 0)
    {
      ras_gallery_view_toast (self, _ ("No column is complete yet: try again in a moment."));
      return;
    }
  export = g_new0 (Export, 1);
  export->gallery = g_steal_pointer (&complete);
  export->note = ras_gallery_view_make_note (self);
  export->command = make_command (self, TRUE, path);
  export->path = g_strdup (path);
  task = g_task_new (self, NULL, exported_cb, NULL);
  g_task_set_task_data (task, export, export_free);
  g_task_run_in_thread (task, run_in_thread);
}

static void
response_cb (GtkNativeDialog *dialog, int response, RasGalleryView *self)
{
  if (response == GTK_RESPONSE_ACCEPT)
    {
      g_autoptr (GFile) file = gtk_file_chooser_get_file (GTK_FILE_CHOOSER (dialog));
      g_autofree char *path = file ? g_file_get_path (file) : NULL;
      g_autoptr (GError) error = NULL;

      if (path == NULL)
        ras_gallery_view_toast (self,
                                _ ("That place is not on this computer: choose a local folder."));
      else if (!ras_export_check_name (path, &error))
        ras_gallery_view_toast (self, error->message);
      else
        ras_gallery_view_export_to (self, path);
    }
  g_clear_object (&self->dialog);
}

void
ras_gallery_view_export (RasGalleryView *self)
{
  GtkRoot *root = gtk_widget_get_root (GTK_WIDGET (self));
  g_autoptr (GtkFileFilter) filter = gtk_file_filter_new ();

  if (self->classes == NULL || self->classes->len == 0)
    return;
  g_clear_object (&self->dialog);
  self->dialog = gtk_file_chooser_native_new (_ ("Export the gallery"), GTK_WINDOW (root),
                                              GTK_FILE_CHOOSER_ACTION_SAVE, _ ("_Export"), NULL);
  gtk_native_dialog_set_modal (GTK_NATIVE_DIALOG (self->dialog), TRUE);
  gtk_file_filter_set_name (filter, _ ("PNG, SVG or PDF"));
  gtk_file_filter_add_suffix (filter, "png");
  gtk_file_filter_add_suffix (filter, "svg");
  gtk_file_filter_add_suffix (filter, "pdf");
  gtk_file_chooser_add_filter (GTK_FILE_CHOOSER (self->dialog), filter);
  gtk_file_chooser_set_current_name (GTK_FILE_CHOOSER (self->dialog), "gallery.png");
  g_signal_connect_object (self->dialog, "response", G_CALLBACK (response_cb), self, 0);
  gtk_native_dialog_show (GTK_NATIVE_DIALOG (self->dialog));
}
