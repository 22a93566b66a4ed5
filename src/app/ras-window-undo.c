/* Undo and redo in the window: two actions, and a word on what was undone. */
#include "ras-window-private.h"

#include <glib/gi18n.h>

#define SECONDS 3

static void
dismissed_cb (RasWindow *self)
{
  self->undo_toast = NULL;
}

/* One at a time: who undoes ten steps does not read ten sentences. */
static void
say (RasWindow *self, const char *format, const char *step)
{
  g_autofree char *text = g_strdup_printf (format, step);
  g_autofree char *markup = g_markup_escape_text (text, -1);

  if (self->undo_toast)
    adw_toast_dismiss (self->undo_toast);
  self->undo_toast = adw_toast_new (markup);
  adw_toast_set_timeout (self->undo_toast, SECONDS);
  adw_toast_set_priority (self->undo_toast, ADW_TOAST_PRIORITY_HIGH);
  g_signal_connect_object (self->undo_toast, "dismissed", G_CALLBACK (dismissed_cb), self,
                           G_CONNECT_SWAPPED);
  adw_toast_overlay_add_toast (self->toasts, self->undo_toast);
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
