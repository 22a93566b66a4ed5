#include "ras-window-private.h"

#include <glib/gi18n.h>

#include "ras-kept-fits.h"

#define WINDOW_ACTION(name, call) \
  static void name##_cb (GSimpleAction *action, GVariant *parameter, gpointer self) \
  { \
    call; \
  }

WINDOW_ACTION (open_folder, ras_window_choose_folder (self))
WINDOW_ACTION (open_file, ras_window_choose_file (self))
WINDOW_ACTION (open_picture, ras_window_choose_picture (self))
WINDOW_ACTION (open, ras_window_open (self, g_variant_get_string (parameter, NULL)))
WINDOW_ACTION (get_data, ras_window_get_data (self))
WINDOW_ACTION (stop_opening, ras_window_stop_opening (self))
WINDOW_ACTION (stop_growth, ras_window_stop_growth (self))
WINDOW_ACTION (copy_command, ras_window_copy_command (self))

static void
leave_picture_cb (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  RasWindow *self = user_data;

  g_object_set (self->session, "own-picture", NULL, NULL);
  gtk_widget_grab_focus (GTK_WIDGET (self->thumbnails));
}

static void
another_cb (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  RasWindow *self = user_data;

  if (ras_window_is_on_page (self, "gallery"))
    ras_gallery_view_reshuffle (self->gallery_view);
  else
    ras_thumbnails_pick_another (self->thumbnails);
}

static void
fit_again_cb (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  RasWindow *self = user_data;

  if (self->dataset)
    ras_window_start_fits (self);
}

/* --- Images and zoom --- */

static void
previous_image_cb (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  ras_thumbnails_move (((RasWindow *) user_data)->thumbnails, -1);
}

static void
next_image_cb (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  ras_thumbnails_move (((RasWindow *) user_data)->thumbnails, 1);
}

static void
zoom (RasWindow *self, int step)
{
  int fit = ras_panel_grid_get_scale (self->grid);
  int now = ras_linked_view_get_zoom (self->view);
  int next = step == 0 ? RAS_LINKED_VIEW_FIT : (now ? now : fit) + step * MAX (1, now / 4);

  ras_linked_view_look_at (self->view, CLAMP (next, 0, RAS_LINKED_VIEW_MAX_ZOOM),
                           ras_linked_view_get_centre_x (self->view),
                           ras_linked_view_get_centre_y (self->view), fit);
}

WINDOW_ACTION (zoom_in, zoom (self, 1))
WINDOW_ACTION (zoom_out, zoom (self, -1))
WINDOW_ACTION (zoom_fit, zoom (self, 0))

/* --- Kept fits --- */

static void
cleared_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autofree char *sentence = ras_kept_fits_clear_finish (result);

  if (sentence)
    ras_window_toast (RAS_WINDOW (source), sentence);
}

WINDOW_ACTION (clear_cache, ras_kept_fits_clear (self, cleared_cb, NULL))

/* --- Which erasers are shown: one switch each --- */

static void
show_eraser_cb (GSimpleAction *action, GVariant *state, gpointer user_data)
{
  RasWindow *self = user_data;
  const char *name = g_action_get_name (G_ACTION (action)) + strlen ("show-eraser-");

  ras_session_set_eraser_hidden (self->session, name, !g_variant_get_boolean (state));
}

static void
follow_hidden_cb (RasWindow *self)
{
  for (guint i = 0; i < ras_n_erasers (); i++)
    {
      const RasEraser *eraser = ras_eraser_nth (i);
      g_autofree char *name = g_strconcat ("show-eraser-", eraser->name, NULL);
      GAction *action = g_action_map_lookup_action (G_ACTION_MAP (self), name);
      gboolean shown = !ras_session_get_eraser_hidden (self->session, eraser->name);

      if (action)
        g_simple_action_set_state (G_SIMPLE_ACTION (action), g_variant_new_boolean (shown));
    }
}

static void
add_eraser_switches (RasWindow *self)
{
  g_autoptr (GMenu) menu = g_menu_new ();

  for (guint i = 0; i < ras_n_erasers (); i++)
    {
      const RasEraser *eraser = ras_eraser_nth (i);
      g_autofree char *name = g_strconcat ("show-eraser-", eraser->name, NULL);
      g_autofree char *detailed = g_strconcat ("win.", name, NULL);
      g_autoptr (GSimpleAction) action = NULL;

      if (eraser->fit == NULL)
        continue;
      action = g_simple_action_new_stateful (name, NULL, g_variant_new_boolean (TRUE));
      g_signal_connect_object (action, "change-state", G_CALLBACK (show_eraser_cb), self, 0);
      g_action_map_add_action (G_ACTION_MAP (self), G_ACTION (action));
      g_menu_append (menu, _ (eraser->title), detailed);
      if (g_str_equal (eraser->name, "qleace"))
        g_menu_append (menu, _ ("As another class"), "win.transport");
    }
  g_menu_prepend_section (self->view_menu, _ ("Panels"), G_MENU_MODEL (menu));
  g_signal_connect_object (self->session, "notify::hidden-erasers", G_CALLBACK (follow_hidden_cb),
                           self, G_CONNECT_SWAPPED);
  follow_hidden_cb (self);
}

/* --- All of them --- */

static const GActionEntry entries[] = {
  { "open-folder", open_folder_cb },
  { "open-file", open_file_cb },
  { "open-picture", open_picture_cb },
  { "open", open_cb, "s" },
  { "get-data", get_data_cb },
  { "stop-opening", stop_opening_cb },
  { "stop-growth", stop_growth_cb },
  { "leave-picture", leave_picture_cb },
  { "another", another_cb },
  { "previous-image", previous_image_cb },
  { "next-image", next_image_cb },
  { "zoom-in", zoom_in_cb },
  { "zoom-out", zoom_out_cb },
  { "zoom-fit", zoom_fit_cb },
  { "fit-again", fit_again_cb },
  { "clear-cache", clear_cache_cb },
  { "copy-command", copy_command_cb },
};

static void
add_property_action (RasWindow *self, const char *name, gpointer object, const char *property)
{
  g_autoptr (GPropertyAction) action = g_property_action_new (name, object, property);

  g_action_map_add_action (G_ACTION_MAP (self), G_ACTION (action));
}

/* What makes no sense without a data set. */
void
ras_window_set_open (RasWindow *self, gboolean open)
{
  const char *const names[] = { "another",  "previous-image", "next-image",   "zoom-in",
                                "zoom-out", "zoom-fit",       "fit-again",
                                "stop-growth", "copy-command", "leave-picture" };

  for (gsize i = 0; i < G_N_ELEMENTS (names); i++)
    g_simple_action_set_enabled (
        G_SIMPLE_ACTION (g_action_map_lookup_action (G_ACTION_MAP (self), names[i])), open);
  ras_window_update_export (self);
}

void
ras_window_init_actions (RasWindow *self)
{
  g_action_map_add_action_entries (G_ACTION_MAP (self), entries, G_N_ELEMENTS (entries), self);
  add_property_action (self, "split", self->session, "split");
  add_property_action (self, "difference", self->session, "difference");
  add_property_action (self, "rescale", self->session, "rescale");
  add_property_action (self, "recentred", self->session, "recentred");
  add_property_action (self, "show-thumbnails", self->flap, "reveal-flap");
  add_eraser_switches (self);
  ras_window_init_export (self);
  ras_window_set_open (self, FALSE);
}

/* Menus that watched the actions may keep them for longer than the window lives, and with them the
 * widgets and the session they are about: all that computes would go on. */
void
ras_window_remove_actions (RasWindow *self)
{
  g_auto (GStrv) names = g_action_group_list_actions (G_ACTION_GROUP (self));

  for (guint i = 0; names && names[i]; i++)
    g_action_map_remove_action (G_ACTION_MAP (self), names[i]);
}
