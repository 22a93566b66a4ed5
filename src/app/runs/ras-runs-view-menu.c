/* The menu of a row: by a click with the other button, Menu or Shift+F10. */
#include "ras-runs-view-private.h"

/* Back to where the keyboard was; only once the popover has given it away. */
static void
closed_cb (RasRunsView *self)
{
  GtkWidget *focus = g_object_get_data (G_OBJECT (self->context_menu), "focus");

  if (focus && gtk_widget_is_ancestor (focus, GTK_WIDGET (self)))
    gtk_widget_grab_focus (focus);
  else
    gtk_widget_child_focus (GTK_WIDGET (self->table), GTK_DIR_TAB_FORWARD);
  g_object_set_data (G_OBJECT (self->context_menu), "focus", NULL);
}

static void
open_menu (RasRunsView *self, GtkWidget *at, double x, double y)
{
  GtkWidget *focus = gtk_root_get_focus (gtk_widget_get_root (GTK_WIDGET (self)));
  graphene_point_t point;

  if (!gtk_widget_compute_point (at, GTK_WIDGET (self), &GRAPHENE_POINT_INIT (x, y), &point))
    return;
  gtk_popover_set_pointing_to (GTK_POPOVER (self->context_menu),
                               &(GdkRectangle) { point.x, point.y, 1, 1 });
  g_object_set_data_full (G_OBJECT (self->context_menu), "focus",
                          focus ? g_object_ref (focus) : NULL, g_object_unref);
  gtk_popover_popup (GTK_POPOVER (self->context_menu));
}

/* As elsewhere: a row that is not chosen is chosen alone first. */
static void
pressed_cb (GtkGestureClick *gesture, int n, double x, double y, GtkListItem *item)
{
  GtkWidget *cell = gtk_event_controller_get_widget (GTK_EVENT_CONTROLLER (gesture));
  RasRunsView *self = RAS_RUNS_VIEW (gtk_widget_get_ancestor (cell, RAS_TYPE_RUNS_VIEW));
  guint position = gtk_list_item_get_position (item);

  if (self == NULL || position == GTK_INVALID_LIST_POSITION)
    return;
  if (!gtk_selection_model_is_selected (self->selection, position))
    gtk_selection_model_select_item (self->selection, position, TRUE);
  open_menu (self, cell, x, y);
  gtk_gesture_set_state (GTK_GESTURE (gesture), GTK_EVENT_SEQUENCE_CLAIMED);
}

void
ras_runs_view_add_menu_gesture (RasRunsView *self, GtkWidget *cell, GtkListItem *item)
{
  GtkGesture *gesture = gtk_gesture_click_new ();

  gtk_gesture_single_set_button (GTK_GESTURE_SINGLE (gesture), GDK_BUTTON_SECONDARY);
  g_signal_connect_object (gesture, "pressed", G_CALLBACK (pressed_cb), item, 0);
  gtk_widget_add_controller (cell, GTK_EVENT_CONTROLLER (gesture));
}

/* Where the keyboard is. */
static gboolean
menu_key_cb (GtkWidget *widget, GVariant *arguments, gpointer user_data)
{
  RasRunsView *self = user_data;
  GtkWidget *focus = gtk_root_get_focus (gtk_widget_get_root (widget));

  if (focus == NULL || !gtk_widget_is_ancestor (focus, GTK_WIDGET (self->table)))
    focus = GTK_WIDGET (self->table);
  open_menu (self, focus, MIN (gtk_widget_get_width (focus), 60),
             focus == GTK_WIDGET (self->table) ? 60 : gtk_widget_get_height (focus));
  return GDK_EVENT_STOP;
}

static void
add_key (RasRunsView *self, GtkEventController *controller, guint key, GdkModifierType modifiers)
{
  gtk_shortcut_controller_add_shortcut (
      GTK_SHORTCUT_CONTROLLER (controller),
      gtk_shortcut_new (gtk_keyval_trigger_new (key, modifiers),
                        gtk_callback_action_new (menu_key_cb, self, NULL)));
}

void
ras_runs_view_init_menu (RasRunsView *self)
{
  GtkEventController *controller = gtk_shortcut_controller_new ();

  add_key (self, controller, GDK_KEY_Menu, 0);
  add_key (self, controller, GDK_KEY_F10, GDK_SHIFT_MASK);
  gtk_widget_add_controller (GTK_WIDGET (self->table), controller);
  gtk_widget_set_parent (self->context_menu, GTK_WIDGET (self));
  g_signal_connect_swapped (self->context_menu, "closed", G_CALLBACK (closed_cb), self);
}
