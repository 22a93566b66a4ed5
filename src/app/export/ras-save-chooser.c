#include "ras-save-chooser.h"

#include <glib/gi18n.h>
#include <string.h>

#define CHOOSER "save-chooser"

typedef struct
{
  GtkFileChooserNative *dialog;
  char *ending;
  RasSaveFunc chosen;
  gpointer data;
  GDestroyNotify free_data;
} Chooser;

static void
chooser_free (gpointer data)
{
  Chooser *chooser = data;

  g_object_unref (chooser->dialog);
  if (chooser->free_data)
    chooser->free_data (chooser->data);
  g_free (chooser->ending);
  g_free (chooser);
}

gpointer
ras_save_chooser_get_data (gpointer owner)
{
  Chooser *chooser = g_object_get_data (owner, CHOOSER);

  return chooser ? chooser->data : NULL;
}

gboolean
ras_save_chooser_is_shown (gpointer owner)
{
  return g_object_get_data (owner, CHOOSER) != NULL;
}

static char *
get_path (const Chooser *chooser)
{
  g_autoptr (GFile) file = gtk_file_chooser_get_file (GTK_FILE_CHOOSER (chooser->dialog));
  char *path = file ? g_file_get_path (file) : NULL;
  const char *name = path ? strrchr (path, G_DIR_SEPARATOR) : NULL;

  if (name && strchr (name, '.') == NULL)
    {
      char *whole = g_strconcat (path, ".", chooser->ending, NULL);

      g_free (path);
      return whole;
    }
  return path;
}

gboolean
ras_save_chooser_ask_again (GtkNativeDialog *dialog, const char *path)
{
  g_autoptr (GFile) asked = gtk_file_chooser_get_file (GTK_FILE_CHOOSER (dialog));
  g_autoptr (GFile) whole = path ? g_file_new_for_path (path) : NULL;
  g_autofree char *name = NULL;

  if (asked == NULL || whole == NULL || g_file_equal (asked, whole)
      || !g_file_query_exists (whole, NULL))
    return FALSE;
  name = g_path_get_basename (path);
  gtk_file_chooser_set_current_name (GTK_FILE_CHOOSER (dialog), name);
  gtk_native_dialog_show (dialog);
  return TRUE;
}

static void
response_cb (GtkNativeDialog *dialog, int response, GObject *owner)
{
  Chooser *chooser = g_object_get_data (owner, CHOOSER);

  if (response == GTK_RESPONSE_ACCEPT)
    {
      g_autofree char *path = get_path (chooser);

      if (ras_save_chooser_ask_again (dialog, path))
        return;
      chooser->chosen (owner, path,
                       path ? NULL
                            : _ ("That place is not on this computer: choose a local folder."));
    }
  g_object_set_data (owner, CHOOSER, NULL);
}

void
ras_save_chooser_show (GtkWindow *parent, gpointer owner, const char *title, const char *name,
                       const char *ending, const char *filter_name, RasSaveFunc chosen,
                       gpointer data, GDestroyNotify free_data)
{
  Chooser *chooser = g_new0 (Chooser, 1);
  g_autoptr (GtkFileFilter) filter = gtk_file_filter_new ();
  g_autofree char *whole = g_strdup_printf ("%s.%s", name, ending);

  chooser->dialog = gtk_file_chooser_native_new (title, parent, GTK_FILE_CHOOSER_ACTION_SAVE,
                                                 _ ("_Export"), NULL);
  chooser->ending = g_strdup (ending);
  chooser->chosen = chosen;
  chooser->data = data;
  chooser->free_data = free_data;
  gtk_native_dialog_set_modal (GTK_NATIVE_DIALOG (chooser->dialog), TRUE);
  gtk_file_filter_set_name (filter, filter_name);
  gtk_file_filter_add_suffix (filter, ending);
  gtk_file_chooser_add_filter (GTK_FILE_CHOOSER (chooser->dialog), filter);
  gtk_file_chooser_set_current_name (GTK_FILE_CHOOSER (chooser->dialog), whole);
  g_signal_connect_object (chooser->dialog, "response", G_CALLBACK (response_cb), owner, 0);
  g_object_set_data_full (owner, CHOOSER, chooser, chooser_free);
  gtk_native_dialog_show (GTK_NATIVE_DIALOG (chooser->dialog));
}
