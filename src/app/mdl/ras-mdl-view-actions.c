#include "ras-mdl-view-private.h"

#define VIEW_ACTION(name, call) \
  static void name##_cb (GSimpleAction *action, GVariant *parameter, gpointer self) \
  { \
    call; \
  }

VIEW_ACTION (start, ras_mdl_view_start (self))
VIEW_ACTION (cancel, ras_run_board_stop (((RasMdlView *) self)->board))
VIEW_ACTION (resume, ras_mdl_view_resume (self, ((RasMdlView *) self)->unfinished))
VIEW_ACTION (export, gtk_widget_activate_action (self, "win.export", NULL))
VIEW_ACTION (copy_command, ras_mdl_view_copy_command (self))

static void
go_on_cb (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  RasMdlView *self = user_data;
  const char *collection = ras_run_board_get_collection (self->board);

  if (collection)
    ras_mdl_view_resume (self, collection);
  else
    ras_mdl_view_start (self);
}

static void
leave_unfinished_cb (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  RasMdlView *self = user_data;

  g_clear_pointer (&self->unfinished, g_free);
  gtk_revealer_set_reveal_child (self->resume_revealer, FALSE);
}

static void
pause_cb (GSimpleAction *action, GVariant *state, gpointer user_data)
{
  RasMdlView *self = user_data;

  ras_run_board_set_paused (self->board, g_variant_get_boolean (state));
}

static void
show_table_cb (GSimpleAction *action, GVariant *state, gpointer user_data)
{
  RasMdlView *self = user_data;

  g_simple_action_set_state (action, state);
  self->showing_table = g_variant_get_boolean (state);
  ras_mdl_view_choose_page (self);
}

static void
chart_cb (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  RasMdlView *self = user_data;

  g_object_set (self->session, "mdl-chart", g_variant_get_string (parameter, NULL), NULL);
}

static const GActionEntry entries[] = {
  { "start", start_cb },
  { "pause", NULL, NULL, "false", pause_cb },
  { "cancel", cancel_cb },
  { "resume", resume_cb },
  { "go-on", go_on_cb },
  { "leave-unfinished", leave_unfinished_cb },
  { "show-table", NULL, NULL, "false", show_table_cb },
  { "chart", chart_cb, "s" },
  { "export", export_cb },
  { "copy-command", copy_command_cb },
};

static void
enable (RasMdlView *self, const char *name, gboolean enabled)
{
  GAction *action = g_action_map_lookup_action (G_ACTION_MAP (self->actions), name);

  g_simple_action_set_enabled (G_SIMPLE_ACTION (action), enabled);
}

void
ras_mdl_view_update_actions (RasMdlView *self)
{
  RasBoardState state = ras_run_board_get_state (self->board);
  gboolean busy = ras_run_board_is_busy (self->board);
  gboolean shown = ras_chart_get_mdl (self->chart) != NULL;
  GAction *pause = g_action_map_lookup_action (G_ACTION_MAP (self->actions), "pause");

  enable (self, "start",
          self->dataset && !busy && ras_mdl_setup_get_problem (self->setup) == NULL);
  enable (self, "pause", busy && state != RAS_BOARD_STOPPING);
  g_simple_action_set_state (G_SIMPLE_ACTION (pause),
                             g_variant_new_boolean (state == RAS_BOARD_PAUSED));
  enable (self, "cancel", busy && state != RAS_BOARD_STOPPING);
  enable (self, "resume", self->unfinished && !busy);
  enable (self, "go-on", state == RAS_BOARD_STOPPED || state == RAS_BOARD_FAILED);
  enable (self, "show-table", shown);
  enable (self, "export", shown);
  enable (self, "copy-command", shown);
}

void
ras_mdl_view_add_actions (RasMdlView *self)
{
  g_autoptr (GPropertyAction) show_setup
      = g_property_action_new ("show-setup", self->flap, "reveal-flap");

  self->actions = g_simple_action_group_new ();
  g_action_map_add_action_entries (G_ACTION_MAP (self->actions), entries, G_N_ELEMENTS (entries),
                                   self);
  g_action_map_add_action (G_ACTION_MAP (self->actions), G_ACTION (show_setup));
}
