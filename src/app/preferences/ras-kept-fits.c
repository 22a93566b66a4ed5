#include "ras-kept-fits.h"

#include <adwaita.h>
#include <glib/gi18n.h>

#include "cache-folder.h"
#include "ras-settings.h"

/* --- How much there is --- */

static void
measure (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  const guint64 *limit = data;
  g_autoptr (RasCache) cache = ras_cache_new (NULL, limit ? *limit : 0);
  guint64 *size = g_new (guint64, 1);

  if (limit)
    ras_cache_enforce_limit (cache);
  *size = ras_cache_get_size (cache);
  g_task_return_pointer (task, size, g_free);
}

void
ras_kept_fits_measure (GObject *owner, GAsyncReadyCallback callback, gpointer user_data)
{
  g_autoptr (GTask) task = g_task_new (owner, NULL, callback, user_data);

  g_task_run_in_thread (task, measure);
}

void
ras_kept_fits_enforce_limit (GObject *owner, GAsyncReadyCallback callback, gpointer user_data)
{
  g_autoptr (GTask) task = g_task_new (owner, NULL, callback, user_data);
  guint64 limit = ras_settings_get_cache_limit ();

  g_task_set_task_data (task, g_memdup2 (&limit, sizeof limit), g_free);
  g_task_run_in_thread (task, measure);
}

guint64
ras_kept_fits_measure_finish (GAsyncResult *result)
{
  g_autofree guint64 *size = g_task_propagate_pointer (G_TASK (result), NULL);

  return *size;
}

/* --- Clearing it --- */

static void
clear (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  g_autoptr (RasCache) cache = ras_cache_new (NULL, 0);
  g_autoptr (GError) error = NULL;

  g_task_return_pointer (task,
                         g_strdup (ras_cache_clear (cache, &error) ? _ ("Kept fits were cleared")
                                                                   : error->message),
                         g_free);
}

static void
response_cb (GTask *task, const char *response)
{
  if (g_str_equal (response, "clear"))
    g_task_run_in_thread (task, clear);
  else
    g_task_return_pointer (task, NULL, NULL);
  g_object_unref (task);
}

static void
ask (GTask *task, guint64 size)
{
  g_autofree char *text = g_format_size (size);
  GtkWidget *dialog
      = adw_message_dialog_new (g_task_get_source_object (task), _ ("Clear kept fits?"), NULL);

  adw_message_dialog_format_body (
      ADW_MESSAGE_DIALOG (dialog),
      _ ("They take %s. Data sets are fitted anew when you open them again."), text);
  adw_message_dialog_add_responses (ADW_MESSAGE_DIALOG (dialog), "cancel", _ ("_Cancel"), "clear",
                                    _ ("Cl_ear"), NULL);
  adw_message_dialog_set_response_appearance (ADW_MESSAGE_DIALOG (dialog), "clear",
                                              ADW_RESPONSE_DESTRUCTIVE);
  g_signal_connect_swapped (dialog, "response", G_CALLBACK (response_cb), task);
  gtk_window_present (GTK_WINDOW (dialog));
}

static void
measured_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  GTask *task = user_data;
  guint64 size = ras_kept_fits_measure_finish (result);

  if (size > 0)
    {
      ask (task, size);
      return;
    }
  g_task_return_pointer (task, g_strdup (_ ("There are no kept fits")), g_free);
  g_object_unref (task);
}

void
ras_kept_fits_clear (GtkWindow *parent, GAsyncReadyCallback callback, gpointer user_data)
{
  GTask *task = g_task_new (parent, NULL, callback, user_data);

  ras_kept_fits_measure (G_OBJECT (parent), measured_cb, task);
}

char *
ras_kept_fits_clear_finish (GAsyncResult *result)
{
  return g_task_propagate_pointer (G_TASK (result), NULL);
}
