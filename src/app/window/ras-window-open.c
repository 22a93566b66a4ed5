#include "ras-window-private.h"

#include <glib/gi18n.h>

#include "image-file.h"
#include "ras-class-names.h"
#include "ras-load-job.h"
#include "ras-settings.h"

/* --- Opening a data set --- */

static void
end_opening (RasWindow *self)
{
  ras_clear_job (&self->load_job);
  gtk_revealer_set_reveal_child (self->progress_revealer, FALSE);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "win.stop-opening", FALSE);
}

static void
progress_cb (const char *stage, double fraction, gpointer user_data)
{
  RasWindow *self = user_data;

  gtk_label_set_text (self->progress_label, stage);
  if (fraction < 0)
    gtk_progress_bar_pulse (self->progress_bar);
  else
    gtk_progress_bar_set_fraction (self->progress_bar, fraction);
  gtk_revealer_set_reveal_child (self->progress_revealer, TRUE);
}

void
ras_window_take_dataset (RasWindow *self, RasDataset *dataset)
{
  g_autofree char *picture = g_steal_pointer (&self->awaited_picture);
  const char *location = ras_dataset_get_location (dataset);

  ras_window_show_dataset (self, dataset);
  ras_window_restore_session (self);
  if (g_path_is_absolute (location))
    {
      ras_settings_add_recent (location);
      ras_window_dismiss_welcome (self);
    }
  if (picture)
    g_object_set (self->session, "own-picture", picture, NULL);
  if (ras_window_is_on_page (self, "compare"))
  gtk_widget_grab_focus (GTK_WIDGET (self->thumbnails));
}

static void
opened_cb (RasDataset *dataset, gpointer user_data)
{
  RasWindow *self = user_data;

  ras_dataset_ref (dataset);
  end_opening (self);
  if (!ras_window_doubt_dataset (self, dataset))
    ras_window_take_dataset (self, dataset);
  ras_dataset_unref (dataset);
}

static void
show_failure (RasWindow *self, const char *icon, const char *title, const char *markup)
{
  ras_window_set_heading (self, NULL, NULL);
  adw_status_page_set_icon_name (self->failed_page, icon);
  adw_status_page_set_title (self->failed_page, title);
  adw_status_page_set_description (self->failed_page, markup);
  gtk_stack_set_visible_child_name (self->pages, "failed");
  g_object_set (self->session, "page", "compare", NULL);
}

/* Without a data set on show there is room to say what happened; else it goes on showing. */
static void
failed_cb (const char *location, const GError *error, gpointer user_data)
{
  RasWindow *self = user_data;
  g_autofree char *name = g_filename_display_basename (location);

  if (g_error_matches (error, RAS_DATASET_ERROR, RAS_DATASET_ERROR_NOT_FOUND))
    ras_settings_remove_recent (location);
  if (ras_window_take_failure (self, error))
    return;
  if (self->dataset)
    ras_window_toast (self, error->message);
  else
    {
      g_autofree char *title = g_strdup_printf (_ ("“%s” was not opened"), name);
      g_autofree char *escaped = g_markup_escape_text (error->message, -1);

      show_failure (self, "dialog-warning-symbolic", title, escaped);
    }
  end_opening (self);
}

void
ras_window_load (RasWindow *self, const char *location)
{
  static const RasLoadListener listener = { progress_cb, opened_cb, failed_cb };
  g_autofree char *name = g_filename_display_basename (location);
  g_autofree char *text = g_strdup_printf (_ ("Opening %s"), name);

  ras_clear_job (&self->load_job);
  gtk_label_set_text (self->progress_label, text);
  gtk_progress_bar_set_fraction (self->progress_bar, 0);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "win.stop-opening", TRUE);
  if (self->dataset == NULL)
    {
      gtk_stack_set_visible_child_name (self->pages, "figure");
      ras_window_set_heading (self, NULL, text);
    }
  self->load_job = ras_load_job_start (location, &listener, self);
}

void
ras_window_stop_opening (RasWindow *self)
{
  if (self->load_job == NULL)
    return;
  end_opening (self);
  if (self->dataset)
    return;
  show_failure (self, "folder-symbolic", _ ("Nothing is open"),
                _ ("Drop a folder of images here, or open one."));
}

void
ras_window_open (RasWindow *self, const char *location)
{
  if (ras_session_file_has_name (location) && !g_file_test (location, G_FILE_TEST_IS_DIR))
    {
      ras_window_open_session (self, location);
      return;
    }
  if (!g_file_test (location, G_FILE_TEST_IS_DIR) && ras_image_file_has_image_name (location))
    {
      if (self->dataset)
        {
          g_object_set (self->session, "own-picture", location, NULL);
          return;
        }
      g_free (self->awaited_picture);
      self->awaited_picture = g_strdup (location);
      location = RAS_WINDOW_BUILT_IN;
      if (self->load_job)
        return;
    }
  ras_window_forget_session (self);
  ras_window_load (self, location);
}

/* --- One's own picture --- */

static void
picture_cb (GBytes *values, const GError *error, gpointer user_data)
{
  RasWindow *self = user_data;
  const RasSessionState *state = ras_session_get_state (self->session);
  g_autofree char *name = g_filename_display_basename (state->own_picture);
  g_autofree char *path = g_filename_display_name (state->own_picture);

  ras_clear_job (&self->picture_job);
  if (values == NULL)
    {
      ras_window_toast (self, error->message);
      /* A picture that cannot be read leaves what was there before. */
      g_object_set (self->session, "own-picture", NULL, NULL);
      return;
    }
  g_clear_pointer (&self->own_values, g_bytes_unref);
  self->own_values = g_bytes_ref (values);
  gtk_label_set_text (self->own_label, name);
  gtk_widget_set_tooltip_text (GTK_WIDGET (self->own_label), path);
  gtk_revealer_set_reveal_child (self->own_revealer, TRUE);
  ras_window_show_image (self);
}

void
ras_window_load_own_picture (RasWindow *self)
{
  if (self->dataset)
    self->picture_job
        = ras_picture_job_start (ras_session_get_state (self->session)->own_picture,
                                 self->dataset, picture_cb, self);
}

/* --- Choosing a file --- */

static void
response_cb (GtkNativeDialog *dialog, int response, RasWindow *self)
{
  g_autoptr (GFile) file = NULL;
  g_autofree char *path = NULL;

  if (response == GTK_RESPONSE_ACCEPT)
    {
      file = gtk_file_chooser_get_file (GTK_FILE_CHOOSER (dialog));
      path = file ? g_file_get_path (file) : NULL;
      if (path)
        ras_window_open (self, path);
      else
        ras_window_toast (self, _ ("That place is not on this computer: copy it to a local folder "
                                   "and open it there."));
    }
  /* The window kept the dialog alive until this answer. */
  g_object_set_data (G_OBJECT (self), "file-dialog", NULL);
}

static void
choose (RasWindow *self, const char *title, GtkFileChooserAction action, GtkFileFilter *filter)
{
  GtkFileChooserNative *dialog
      = gtk_file_chooser_native_new (title, GTK_WINDOW (self), action, NULL, NULL);

  gtk_native_dialog_set_modal (GTK_NATIVE_DIALOG (dialog), TRUE);
  if (filter)
    {
      gtk_file_chooser_add_filter (GTK_FILE_CHOOSER (dialog), filter);
      g_object_unref (filter);
    }
  g_signal_connect_object (dialog, "response", G_CALLBACK (response_cb), self, 0);
  g_object_set_data_full (G_OBJECT (self), "file-dialog", dialog, g_object_unref);
  gtk_native_dialog_show (GTK_NATIVE_DIALOG (dialog));
}

void
ras_window_choose_folder (RasWindow *self)
{
  choose (self, _ ("Open a folder of images"), GTK_FILE_CHOOSER_ACTION_SELECT_FOLDER, NULL);
}

void
ras_window_choose_file (RasWindow *self)
{
  GtkFileFilter *filter = gtk_file_filter_new ();

  gtk_file_filter_set_name (filter, _ ("Data sets"));
  gtk_file_filter_add_suffix (filter, "npz");
  gtk_file_filter_add_suffix (filter, "npy");
  gtk_file_filter_add_suffix (filter, "mat");
  gtk_file_filter_add_pattern (filter, "*ubyte");
  gtk_file_filter_add_pattern (filter, "*ubyte.gz");
  choose (self, _ ("Open a data file"), GTK_FILE_CHOOSER_ACTION_OPEN, filter);
}

void
ras_window_choose_picture (RasWindow *self)
{
  GtkFileFilter *filter = gtk_file_filter_new ();

  gtk_file_filter_set_name (filter, _ ("Pictures"));
  gtk_file_filter_add_pixbuf_formats (filter);
  choose (self, _ ("Open your own picture"), GTK_FILE_CHOOSER_ACTION_OPEN, filter);
}

/* --- Recent data sets --- */

void
ras_window_fill_recent (RasWindow *self)
{
  g_auto (GStrv) recent = ras_settings_get_recent ();

  g_menu_remove_all (self->recent_menu);
  for (char **location = recent; *location; location++)
    {
      g_autofree char *name = g_path_get_basename (*location);
      g_autofree char *folder = g_path_get_dirname (*location);
      g_autofree char *parent = g_path_get_basename (folder);
      g_autofree char *full = g_strdup_printf ("%s (%s)", name, parent);
      g_auto (GStrv) parts = g_strsplit (g_path_is_absolute (*location) ? full : name, "_", -1);
      g_autofree char *label = g_strjoinv ("__", parts);
      g_autoptr (GMenuItem) item = g_menu_item_new (label, NULL);

      g_menu_item_set_action_and_target (item, "win.open", "s", *location);
      g_menu_append_item (self->recent_menu, item);
    }
}

/* --- Dropping --- */

static gboolean
drop_cb (RasWindow *self, const GValue *value)
{
  GSList *files = g_value_get_boxed (value);
  g_autofree char *path = files ? g_file_get_path (files->data) : NULL;

  if (path == NULL)
    return FALSE;
  ras_window_open (self, path);
  return TRUE;
}

static void
dragged_cb (RasWindow *self, GParamSpec *pspec, GtkDropTarget *target)
{
  ras_window_show_drop (self, gtk_drop_target_get_current_drop (target) != NULL);
}

void
ras_window_init_opening (RasWindow *self)
{
  GtkDropTarget *target = gtk_drop_target_new (GDK_TYPE_FILE_LIST, GDK_ACTION_COPY);

  g_signal_connect_swapped (target, "drop", G_CALLBACK (drop_cb), self);
  g_signal_connect_swapped (target, "notify::current-drop", G_CALLBACK (dragged_cb), self);
  gtk_widget_add_controller (GTK_WIDGET (self), GTK_EVENT_CONTROLLER (target));
  self->recent_menu = g_menu_new ();
  g_menu_append_section (self->open_menu, _ ("Recent"), G_MENU_MODEL (self->recent_menu));
  ras_window_fill_recent (self);
}
