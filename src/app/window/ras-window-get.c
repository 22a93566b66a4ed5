#include "ras-window-private.h"

#include <glib/gi18n.h>

#include "catalogue.h"
#include "ras-get-dialog.h"

#define JOBS "get-jobs"
#define DIALOG "get-dialog"

/* Told where the dialog is closed; while it is open it tells by itself. */
static void
finished_cb (RasWindow *self, RasGetJob *job)
{
  const char *title = ras_get_job_get_source (job)->title;
  g_autofree char *text = g_strdup_printf (_ ("%s is here"), title);
  AdwToast *toast;

  if (g_object_get_data (G_OBJECT (self), DIALOG))
    return;
  toast = adw_toast_new (text);
  adw_toast_set_button_label (toast, _ ("Open"));
  adw_toast_set_detailed_action_name (toast, "win.open");
  adw_toast_set_action_target_value (toast, g_variant_new_string (ras_get_job_get_path (job)));
  adw_toast_set_timeout (toast, 0);
  adw_toast_overlay_add_toast (self->toasts, toast);
}

static void
changed_cb (RasWindow *self, RasGetJob *job)
{
  if (ras_get_job_get_phase (job) == RAS_GET_FAILED
      && g_object_get_data (G_OBJECT (self), DIALOG) == NULL)
    ras_window_toast (self, ras_get_job_get_sentence (job));
}

/* They live as long as the window, and so do downloads. */
static GPtrArray *
get_jobs (RasWindow *self)
{
  GPtrArray *jobs = g_object_get_data (G_OBJECT (self), JOBS);

  if (jobs)
    return jobs;
  jobs = g_ptr_array_new_with_free_func (g_object_unref);
  for (guint i = 0; i < ras_n_sources (); i++)
    {
      RasGetJob *job = ras_get_job_new (ras_source_nth (i));

      g_signal_connect_object (job, "finished", G_CALLBACK (finished_cb), self, G_CONNECT_SWAPPED);
      g_signal_connect_object (job, "changed", G_CALLBACK (changed_cb), self, G_CONNECT_SWAPPED);
      g_ptr_array_add (jobs, job);
    }
  g_object_set_data_full (G_OBJECT (self), JOBS, jobs, (GDestroyNotify) g_ptr_array_unref);
  return jobs;
}

static void
forget_cb (RasWindow *self)
{
  g_object_set_data (G_OBJECT (self), DIALOG, NULL);
}

void
ras_window_get_data (RasWindow *self)
{
  GtkWindow *dialog = g_object_get_data (G_OBJECT (self), DIALOG);

  if (dialog == NULL)
    {
      dialog = GTK_WINDOW (ras_get_dialog_new (GTK_WINDOW (self), get_jobs (self)));
      g_object_set_data (G_OBJECT (self), DIALOG, dialog);
      g_signal_connect_object (dialog, "destroy", G_CALLBACK (forget_cb), self, G_CONNECT_SWAPPED);
    }
  gtk_window_present (dialog);
}
