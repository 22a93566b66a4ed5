#include "ras-get-dialog.h"

#include <glib/gi18n.h>

#include "ras-get-row.h"

struct _RasGetDialog
{
  AdwWindow parent;

  AdwToastOverlay *toasts;
  AdwPreferencesPage *page;

  GPtrArray *jobs;
};

G_DEFINE_FINAL_TYPE (RasGetDialog, ras_get_dialog, ADW_TYPE_WINDOW)

static void
open_location (RasGetDialog *self, const char *location)
{
  GtkWindow *parent = gtk_window_get_transient_for (GTK_WINDOW (self));
  g_autofree char *path = g_strdup (location);

  gtk_window_close (GTK_WINDOW (self));
  if (parent)
    gtk_widget_activate_action (GTK_WIDGET (parent), "win.open", "s", path);
}

static void
open_cb (RasGetDialog *self, RasGetRow *row)
{
  open_location (self, ras_get_job_get_path (ras_get_row_get_job (row)));
}

static gboolean
is_any_running (RasGetDialog *self)
{
  for (guint i = 0; i < self->jobs->len; i++)
    if (ras_get_job_is_running (self->jobs->pdata[i]))
      return TRUE;
  return FALSE;
}

/* Whoever waits before the dialog wanted to see the images. Who is doing something else, or is
 * waiting for more of them, is told. */
static void
finished_cb (RasGetDialog *self, RasGetJob *job)
{
  g_autofree char *text = NULL;

  if (gtk_window_is_active (GTK_WINDOW (self)) && !is_any_running (self))
    {
      open_location (self, ras_get_job_get_path (job));
      return;
    }
  text = g_strdup_printf (_ ("%s is here"), ras_get_job_get_source (job)->title);
  adw_toast_overlay_add_toast (self->toasts, adw_toast_new (text));
}

static void
set_jobs (RasGetDialog *self, GPtrArray *jobs)
{
  self->jobs = g_ptr_array_ref (jobs);
  for (guint i = 0; i < jobs->len; i++)
    {
      RasGetRow *row = ras_get_row_new (jobs->pdata[i]);

      ras_get_job_look (jobs->pdata[i]);
      adw_preferences_page_add (self->page, ADW_PREFERENCES_GROUP (row));
      g_signal_connect_object (row, "open", G_CALLBACK (open_cb), self, G_CONNECT_SWAPPED);
      g_signal_connect_object (jobs->pdata[i], "finished", G_CALLBACK (finished_cb), self,
                               G_CONNECT_SWAPPED);
    }
}

static void
ras_get_dialog_dispose (GObject *object)
{
  g_clear_pointer (&RAS_GET_DIALOG (object)->jobs, g_ptr_array_unref);
  G_OBJECT_CLASS (ras_get_dialog_parent_class)->dispose (object);
}

static void
ras_get_dialog_class_init (RasGetDialogClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = ras_get_dialog_dispose;
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/org/rasura/Rasura/ui/ras-get-dialog.ui");
  gtk_widget_class_bind_template_child (widget_class, RasGetDialog, toasts);
  gtk_widget_class_bind_template_child (widget_class, RasGetDialog, page);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Escape, 0, "window.close", NULL);
}

static void
ras_get_dialog_init (RasGetDialog *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

RasGetDialog *
ras_get_dialog_new (GtkWindow *parent, GPtrArray *jobs)
{
  RasGetDialog *self
      = g_object_new (RAS_TYPE_GET_DIALOG, "transient-for", parent, "modal", TRUE, NULL);

  set_jobs (self, jobs);
  return self;
}
