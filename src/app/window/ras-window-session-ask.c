#include "ras-window-private.h"

#include <glib/gi18n.h>

#include "catalogue.h"
#include "ras-class-names.h"
#include "ras-save-chooser.h"

#define DATASET "dataset"
#define MOST_CLASSES 5 /* by name */

/* Without a data set there would be nothing to see. */
static void
give_up (RasWindow *self)
{
  if (self->dataset == NULL)
    ras_window_open (self, RAS_WINDOW_BUILT_IN);
  else
    ras_window_forget_session (self);
}

/* --- Files --- */

static GtkFileChooserNative *
make_chooser (RasWindow *self, const char *title, GtkFileChooserAction action, GCallback callback)
{
  GtkFileChooserNative *dialog
      = gtk_file_chooser_native_new (title, GTK_WINDOW (self), action, NULL, NULL);

  gtk_native_dialog_set_modal (GTK_NATIVE_DIALOG (dialog), TRUE);
  g_signal_connect_object (dialog, "response", callback, self, 0);
  /* The window keeps it alive until the answer. */
  g_object_set_data_full (G_OBJECT (self), "file-dialog", dialog, g_object_unref);
  return dialog;
}

/* NULL: none was chosen, or it is not on this computer. Ends the dialog. */
static char *
take_path (RasWindow *self, GtkNativeDialog *dialog, int response)
{
  g_autoptr (GFile) file = NULL;
  char *path = NULL;

  if (response == GTK_RESPONSE_ACCEPT)
    {
      file = gtk_file_chooser_get_file (GTK_FILE_CHOOSER (dialog));
      path = file ? g_file_get_path (file) : NULL;
      if (path == NULL)
        ras_window_toast (self, _ ("That place is not on this computer: choose a local folder."));
    }
  g_object_set_data (G_OBJECT (self), "file-dialog", NULL);
  return path;
}

static void
add_filter (GtkFileChooserNative *dialog)
{
  g_autoptr (GtkFileFilter) filter = gtk_file_filter_new ();

  gtk_file_filter_set_name (filter, _ ("Sessions of Rasura"));
  gtk_file_filter_add_suffix (filter, RAS_SESSION_FILE_SUFFIX + 1);
  gtk_file_chooser_add_filter (GTK_FILE_CHOOSER (dialog), filter);
}

static void
open_response_cb (GtkNativeDialog *dialog, int response, RasWindow *self)
{
  g_autofree char *path = take_path (self, dialog, response);

  if (path)
    ras_window_open_session (self, path);
}

void
ras_window_choose_session (RasWindow *self)
{
  GtkFileChooserNative *dialog = make_chooser (
      self, _ ("Open a session"), GTK_FILE_CHOOSER_ACTION_OPEN, G_CALLBACK (open_response_cb));

  add_filter (dialog);
  gtk_native_dialog_show (GTK_NATIVE_DIALOG (dialog));
}

static void
save_response_cb (GtkNativeDialog *dialog, int response, RasWindow *self)
{
  g_autoptr (GFile) file = gtk_file_chooser_get_file (GTK_FILE_CHOOSER (dialog));
  g_autofree char *chosen = file ? g_file_get_path (file) : NULL;
  g_autofree char *named = chosen ? ras_session_file_complete_name (chosen) : NULL;
  g_autofree char *path = NULL;

  if (response == GTK_RESPONSE_ACCEPT && ras_save_chooser_ask_again (dialog, named))
    return;
  path = take_path (self, dialog, response);
  if (path)
    ras_window_save_session_to (self, path);
}

void
ras_window_choose_session_to_save (RasWindow *self)
{
  g_autofree char *name = NULL;
  GtkFileChooserNative *dialog;

  if (self->dataset == NULL)
    return;
  name = g_strconcat (ras_dataset_get_title (self->dataset), RAS_SESSION_FILE_SUFFIX, NULL);
  g_strdelimit (name, "/", '-');
  dialog = make_chooser (self, _ ("Save the session"), GTK_FILE_CHOOSER_ACTION_SAVE,
                         G_CALLBACK (save_response_cb));
  add_filter (dialog);
  gtk_file_chooser_set_current_name (GTK_FILE_CHOOSER (dialog), name);
  gtk_native_dialog_show (GTK_NATIVE_DIALOG (dialog));
}

/* --- Where the data set is --- */

static char *
describe (guint64 n, guint width, guint height, guint n_classes)
{
  g_autofree char *count = ras_class_names_format_count (n);

  return g_strdup_printf (ngettext ("%s image of %u × %u pixels in %u classes",
                                    "%s images of %u × %u pixels in %u classes", n),
                          count, width, height, n_classes);
}

static char *
describe_file (const RasSessionFile *file)
{
  return describe (file->n_images[RAS_SPLIT_TRAIN] + file->n_images[RAS_SPLIT_TEST], file->width,
                   file->height, file->n_classes);
}

static char *
describe_dataset (RasDataset *dataset)
{
  return describe (ras_dataset_get_n_images (dataset, RAS_SPLIT_TRAIN)
                       + ras_dataset_get_n_images (dataset, RAS_SPLIT_TEST),
                   ras_dataset_get_width (dataset), ras_dataset_get_height (dataset),
                   ras_dataset_get_n_classes (dataset));
}

/* "airplane, automobile, bird, cat, deer …" */
static char *
list_classes (const RasSessionFile *file)
{
  g_autoptr (GString) list = g_string_new (NULL);

  for (guint i = 0; file->class_names[i] && i < MOST_CLASSES; i++)
    g_string_append_printf (list, "%s%s", i > 0 ? ", " : "", file->class_names[i]);
  if (list->len > 0 && file->n_classes > MOST_CLASSES)
    g_string_append (list, " …");
  return g_string_free (g_steal_pointer (&list), FALSE);
}

static void
located_cb (GtkNativeDialog *dialog, int response, RasWindow *self)
{
  g_autofree char *path = take_path (self, dialog, response);

  if (path)
    ras_window_load (self, path);
  else
    give_up (self);
}

static void
locate (RasWindow *self, GtkFileChooserAction action)
{
  GtkFileChooserNative *dialog
      = make_chooser (self, _ ("Where is the data set?"), action, G_CALLBACK (located_cb));

  gtk_native_dialog_show (GTK_NATIVE_DIALOG (dialog));
}

static void
response_cb (AdwMessageDialog *dialog, const char *response, RasWindow *self)
{
  RasDataset *dataset = g_object_get_data (G_OBJECT (dialog), DATASET);

  if (g_str_equal (response, "folder"))
    locate (self, GTK_FILE_CHOOSER_ACTION_SELECT_FOLDER);
  else if (g_str_equal (response, "file"))
    locate (self, GTK_FILE_CHOOSER_ACTION_OPEN);
  else if (g_str_equal (response, "open"))
    ras_window_take_dataset (self, dataset);
  else if (g_str_equal (response, "get"))
    {
      ras_window_get_dataset (self);
      if (self->dataset == NULL)
        ras_window_load (self, RAS_WINDOW_BUILT_IN);
    }
  else
    give_up (self);
}

static GtkWidget *
make_dialog (RasWindow *self, const char *heading, const char *body)
{
  GtkWidget *dialog = adw_message_dialog_new (GTK_WINDOW (self), heading, body);

  adw_message_dialog_add_response (ADW_MESSAGE_DIALOG (dialog), "cancel", _ ("_Cancel"));
  adw_message_dialog_set_close_response (ADW_MESSAGE_DIALOG (dialog), "cancel");
  g_signal_connect_object (dialog, "response", G_CALLBACK (response_cb), self, 0);
  return dialog;
}

void
ras_window_ask_for_dataset (RasWindow *self, const RasSessionFile *file)
{
  g_autofree char *name
      = file->title ? g_strdup (file->title) : g_filename_display_basename (file->location);
  g_autofree char *heading = g_strdup_printf (_ ("Where is “%s”?"), name);
  g_autofree char *what = describe_file (file);
  g_autofree char *classes = list_classes (file);
  g_autofree char *shown = g_filename_display_name (file->location);
  g_autofree char *body
      = g_strdup_printf (*classes ? _ ("The session needs this data set: %s (%s). It is no longer "
                                       "there:\n%s")
                                  : _ ("The session needs this data set: %s%s. It is no longer "
                                       "there:\n%s"),
                         what, classes, shown);
  AdwMessageDialog *dialog = ADW_MESSAGE_DIALOG (make_dialog (self, heading, body));

  if (ras_source_find (name))
    adw_message_dialog_add_response (dialog, "get", _ ("_Get it…"));
  adw_message_dialog_add_responses (dialog, "file", _ ("Choose a _file…"), "folder",
                                    _ ("Choose a f_older…"), NULL);
  adw_message_dialog_set_response_appearance (dialog, "folder", ADW_RESPONSE_SUGGESTED);
  adw_message_dialog_set_default_response (dialog, "folder");
  gtk_window_present (GTK_WINDOW (dialog));
}

void
ras_window_ask_about_dataset (RasWindow *self, const RasSessionFile *file, RasDataset *dataset)
{
  guint side;
  g_autofree char *here = describe_dataset (dataset);
  g_autofree char *there = describe_file (file);
  g_autofree char *shown = g_filename_display_name (ras_dataset_get_location (dataset));
  g_autofree char *body
      = g_str_equal (here, there)
            ? g_strdup_printf (_ ("The data set at %s is not the one that the session was made with: "
                                  "it also has %s, but they are others."),
                               shown, here)
            : g_strdup_printf (_ ("The data set at %s is not the one that the session was made with: "
                                  "it has %s instead of %s."),
                               shown, here, there);
  g_autofree char *base = ras_location_split (ras_dataset_get_location (dataset), &side);
  AdwMessageDialog *dialog
      = ADW_MESSAGE_DIALOG (make_dialog (self, _ ("This is another data set"), body));

  g_object_set_data_full (G_OBJECT (dialog), DATASET, ras_dataset_ref (dataset),
                          (GDestroyNotify) ras_dataset_unref);
  adw_message_dialog_add_responses (
      dialog, g_file_test (base, G_FILE_TEST_IS_REGULAR) ? "file" : "folder",
      _ ("Choose _another…"), "open", _ ("_Open anyway"), NULL);
  adw_message_dialog_set_default_response (dialog, "cancel");
  gtk_window_present (GTK_WINDOW (dialog));
}
