#include "ras-window-private.h"

/* TRUE while an eraser is on the way to its first picture; a path that only grows does not count. */
static gboolean
is_fitting (RasWindow *self)
{
  RasPlace *place;

  if (self->fit_job == NULL)
    return FALSE;
  /* Without one it is the moments, or nothing has begun: then the last one is not there either. */
  place = self->fitting ? ras_window_get_place (self, self->fitting)
                        : &self->places[ras_n_erasers () - 1];
  return place->fit == NULL && place->failure == NULL;
}

void
ras_window_update_audit (RasWindow *self)
{
  RasRunBoard *board = ras_mdl_view_get_board (self->mdl_view);
  gboolean training
      = ras_run_board_is_busy (board) && ras_run_board_get_state (board) != RAS_BOARD_PAUSED;

  ras_audit_view_set_load (self->audit_view, training              ? RAS_AUDIT_TRAINING
                                             : is_fitting (self) ? RAS_AUDIT_FITTING
                                                                 : RAS_AUDIT_FREE);
}

/* --- Actions --- */

static void
toggle_cb (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  RasWindow *self = user_data;

  ras_audit_view_toggle (self->audit_view);
}

static void
export_cb (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  RasWindow *self = user_data;

  if (self->dataset && ras_window_is_on_page (self, "compare"))
    ras_window_export_item (self, ras_audit_view_get_export_name (self->audit_view));
}

/* The state is what one sees: the view folds up by itself where there is no room. */
static void
revealed_cb (RasWindow *self)
{
  gboolean revealed = ras_audit_view_get_revealed (self->audit_view);
  GActionMap *map = G_ACTION_MAP (self);

  g_simple_action_set_state (G_SIMPLE_ACTION (g_action_map_lookup_action (map, "audit")),
                             g_variant_new_boolean (revealed));
  g_simple_action_set_enabled (G_SIMPLE_ACTION (g_action_map_lookup_action (map, "export-audit")),
                               revealed);
}

void
ras_window_init_audit (RasWindow *self)
{
  static const GActionEntry entries[] = {
    { "audit", toggle_cb, NULL, "false" },
    { "export-audit", export_cb },
  };
  g_autoptr (GPropertyAction) page
      = g_property_action_new ("audit-page", self->session, "audit-page");

  g_action_map_add_action_entries (G_ACTION_MAP (self), entries, G_N_ELEMENTS (entries), self);
  g_action_map_add_action (G_ACTION_MAP (self), G_ACTION (page));
  revealed_cb (self);
  ras_audit_view_set_session (self->audit_view, self->session);
  g_signal_connect_object (self->audit_view, "revealed", G_CALLBACK (revealed_cb), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (self->audit_view, "toast", G_CALLBACK (ras_window_toast), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (ras_mdl_view_get_board (self->mdl_view), "changed",
                           G_CALLBACK (ras_window_update_audit), self, G_CONNECT_SWAPPED);
}
