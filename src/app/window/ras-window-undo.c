/* Undo and redo in the window: two actions, and a word on what was undone. */
#include "ras-window-private.h"

#include <glib/gi18n.h>

#define SECONDS 3

static void
dismissed_cb (RasWindow *self)
{
  self->undo_toast = NULL;
  g_clear_handle_id (&self->undo_timer, g_source_remove);
}

static gboolean
said_cb (gpointer user_data)
{
  RasWindow *self = user_data;

  self->undo_timer = 0;
  adw_toast_dismiss (self->undo_toast);
  return G_SOURCE_REMOVE;
}

static AdwToast *
add_toast (RasWindow *self)
{
  AdwToast *toast = adw_toast_new ("");

  adw_toast_set_timeout (toast, 0);
  adw_toast_set_priority (toast, ADW_TOAST_PRIORITY_HIGH);
  g_signal_connect_object (toast, "dismissed", G_CALLBACK (dismissed_cb), self,
                           G_CONNECT_SWAPPED);
  adw_toast_overlay_add_toast (self->toasts, toast);
  return toast;
}

/* One for all: who undoes ten steps does not read ten sentences. It says another one rather than being
 * dismissed, as libadwaita 1.2 may crash where toasts come and go faster than they fade. */
static void
say (RasWindow *self, const char *format, const char *step)
{
  g_autofree char *text = g_strdup_printf (format, step);
  g_autofree char *markup = g_markup_escape_text (text, -1);

  if (self->undo_toast == NULL)
    self->undo_toast = add_toast (self);
  adw_toast_set_title (self->undo_toast, markup);
  g_clear_handle_id (&self->undo_timer, g_source_remove);
  self->undo_timer = g_timeout_add_seconds (SECONDS, said_cb, self);
}

static void
undo_cb (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  RasWindow *self = user_data;
  g_autofree char *step = ras_undo_undo (self->undo);

  if (step)
    say (self, _ ("Undone: %s"), step);
}

static void
redo_cb (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  RasWindow *self = user_data;
  g_autofree char *step = ras_undo_redo (self->undo);

  if (step)
    say (self, _ ("Redone: %s"), step);
}

/* The gain is dragged on a plain scale, which tells nobody when that begins and ends. */
static gboolean
gain_event_cb (RasWindow *self, GdkEvent *event)
{
  GdkEventType type = gdk_event_get_event_type (event);

  if (type == GDK_BUTTON_PRESS || type == GDK_TOUCH_BEGIN)
    ras_undo_set_dragging (self->undo, TRUE);
  else if (type == GDK_BUTTON_RELEASE || type == GDK_TOUCH_END || type == GDK_TOUCH_CANCEL)
    ras_undo_set_dragging (self->undo, FALSE);
  return GDK_EVENT_PROPAGATE;
}

void
ras_window_init_undo (RasWindow *self)
{
  const GActionEntry entries[] = { { "undo", undo_cb }, { "redo", redo_cb } };
  GtkEventController *legacy = gtk_event_controller_legacy_new ();

  self->undo = ras_undo_new (self->session);
  g_action_map_add_action_entries (G_ACTION_MAP (self), entries, G_N_ELEMENTS (entries), self);
  g_object_bind_property (self->undo, "can-undo",
                          g_action_map_lookup_action (G_ACTION_MAP (self), "undo"), "enabled",
                          G_BINDING_SYNC_CREATE);
  g_object_bind_property (self->undo, "can-redo",
                          g_action_map_lookup_action (G_ACTION_MAP (self), "redo"), "enabled",
                          G_BINDING_SYNC_CREATE);
  gtk_event_controller_set_propagation_phase (legacy, GTK_PHASE_CAPTURE);
  g_signal_connect_object (legacy, "event", G_CALLBACK (gain_event_cb), self, G_CONNECT_SWAPPED);
  gtk_widget_add_controller (GTK_WIDGET (self->gain_scale), legacy);
}
