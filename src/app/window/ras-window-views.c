#include "ras-window-private.h"

#include <glib/gi18n.h>

#include "ras-settings.h"

/* Shorter ones end before one has turned away. */
#define LONG_RUN 30 /* seconds */

gboolean
ras_window_is_on_page (RasWindow *self, const char *page)
{
  return g_strcmp0 (adw_view_stack_get_visible_child_name (self->views), page) == 0;
}

/* --- Which page --- */

static void
show_buttons (RasWindow *self)
{
  gboolean compare = ras_window_is_on_page (self, "compare");
  gboolean mdl = ras_window_is_on_page (self, "mdl");
  gboolean gallery = ras_window_is_on_page (self, "gallery");
  gboolean runs = ras_window_is_on_page (self, "runs");

  gtk_widget_set_visible (self->thumbnails_button, compare);
  gtk_widget_set_visible (self->view_button, compare);
  gtk_widget_set_visible (self->export_button, compare || gallery);
  gtk_widget_set_visible (self->setup_button, mdl);
  gtk_widget_set_visible (self->mdl_export_button, mdl);
  if (runs)
    ras_window_show_runs (self);
}

static void
visible_child_cb (RasWindow *self)
{
  const char *page = adw_view_stack_get_visible_child_name (self->views);

  if (page && self->session)
    g_object_set (self->session, "page", page, NULL);
  show_buttons (self);
}

/* A page of another version of the program is passed over. */
static void
follow_page (RasWindow *self)
{
  const char *page = ras_session_get_state (self->session)->page;

  if (page && adw_view_stack_get_child_by_name (self->views, page))
    adw_view_stack_set_visible_child_name (self->views, page);
}

/* F9 shows or hides what stands beside the page. */
static void
show_side_cb (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  RasWindow *self = user_data;

  gtk_widget_activate_action (GTK_WIDGET (self),
                              ras_window_is_on_page (self, "mdl") ? "mdl.show-setup"
                              : ras_window_is_on_page (self, "runs") ? "runs.show-details"
                                                                  : "win.show-thumbnails",
                              NULL);
}

/* --- The MDL view --- */

/* Compare keeps what it fits: runs that need the same wait for it rather than fit it a second
 * time, at half the speed. What Compare only comes to later is not waited for, nor is a path:
 * training needs but its first directions. */
void
ras_window_update_hold (RasWindow *self, const char *stage, double fraction)
{
  const RasSessionState *state = ras_session_get_state (self->session);
  const RasEraser *fitting = self->fit_job ? self->fitting : NULL;
  gboolean held
      = fitting && !fitting->has_path && !ras_window_get_place (self, fitting)->settled
        && g_strv_contains ((const char *const *) state->mdl_erasers, fitting->name);

  ras_run_board_set_hold (ras_mdl_view_get_board (self->mdl_view), held ? stage : NULL, fraction);
  ras_window_update_audit (self);
  ras_window_tell_gallery (self, stage, fraction);
  ras_window_update_lessons (self);
}

static void
open_cb (RasWindow *self, const char *location)
{
  ras_window_open (self, location);
}

static void
wanted_cb (RasWindow *self)
{
  g_object_set (self->session, "page", "mdl", NULL);
}

/* Out of sight, the desktop says that the training is over. */
static void
ended_cb (RasWindow *self, const char *sentence)
{
  GApplication *application = G_APPLICATION (gtk_window_get_application (GTK_WINDOW (self)));
  g_autoptr (GNotification) notification = NULL;
  guint id = gtk_application_window_get_id (GTK_APPLICATION_WINDOW (self));

  if (application == NULL || !ras_settings_get_boolean ("notify-training", TRUE)
      || ras_run_board_get_seconds (ras_mdl_view_get_board (self->mdl_view)) < LONG_RUN
      || (gtk_window_is_active (GTK_WINDOW (self)) && ras_window_is_on_page (self, "mdl")))
    return;
  notification = g_notification_new (_ ("Training is over"));
  g_notification_set_body (notification, sentence);
  g_notification_set_default_action_and_target (notification, "app.show-mdl", "u", id);
  g_application_send_notification (application, "training", notification);
}

void
ras_window_init_views (RasWindow *self)
{
  const GActionEntry side = { "show-side", show_side_cb };
  g_autoptr (GPropertyAction) page = g_property_action_new ("page", self->session, "page");

  g_action_map_add_action (G_ACTION_MAP (self), G_ACTION (page));
  g_action_map_add_action_entries (G_ACTION_MAP (self), &side, 1, self);
  gtk_widget_insert_action_group (GTK_WIDGET (self), "mdl",
                                  ras_mdl_view_get_actions (self->mdl_view));
  g_signal_connect_object (self->views, "notify::visible-child", G_CALLBACK (visible_child_cb),
                           self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->session, "notify::page", G_CALLBACK (follow_page), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (self->mdl_view, "open", G_CALLBACK (open_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->mdl_view, "toast", G_CALLBACK (ras_window_toast), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (self->mdl_view, "ended", G_CALLBACK (ended_cb), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (self->mdl_view, "wanted", G_CALLBACK (wanted_cb), self,
                           G_CONNECT_SWAPPED);
  ras_mdl_view_set_session (self->mdl_view, self->session);
  follow_page (self);
  show_buttons (self);
}
