/* Asking a panel how its picture was made: a button in the picture's corner, and a context menu. */
#include "ras-panel-private.h"

#include <glib/gi18n.h>

/* Between the button and the edges of the picture. */
#define GAP 4

static void
how_made_cb (GtkWidget *widget, const char *name, GVariant *parameter)
{
  g_signal_emit_by_name (widget, "how-made");
}

/* Under the pointer, or with the focus. Only unseen otherwise: a button that is unmapped forgets that it
 * was pressed. */
static void
update_button (RasPanel *self)
{
  GtkStateFlags flags = gtk_widget_get_state_flags (GTK_WIDGET (self));
  gboolean asked = (flags & (GTK_STATE_FLAG_PRELIGHT | GTK_STATE_FLAG_FOCUS_WITHIN)) != 0;

  gtk_widget_set_opacity (self->info_button, asked ? 1 : 0);
}

/* --- The context menu --- */

static GMenuModel *
make_menu (void)
{
  GMenu *menu = g_menu_new ();
  g_autoptr (GMenu) look = g_menu_new ();

  g_menu_append (menu, _ ("_How was this made?"), "panel.how-made");
  g_menu_append (look, _ ("Show _differences"), "win.difference");
  g_menu_append (look, _ ("Zoom _in"), "win.zoom-in");
  g_menu_append (look, _ ("Zoom _out"), "win.zoom-out");
  g_menu_append (look, _ ("Whole _picture"), "win.zoom-fit");
  g_menu_append_section (menu, NULL, G_MENU_MODEL (look));
  return G_MENU_MODEL (menu);
}

/* Only once the chosen action has run. */
static gboolean
unparent_cb (gpointer popover)
{
  if (gtk_widget_get_parent (popover))
    gtk_widget_unparent (popover);
  return G_SOURCE_REMOVE;
}

static void
menu_closed_cb (GtkWidget *popover)
{
  g_idle_add_full (G_PRIORITY_DEFAULT, unparent_cb, g_object_ref (popover), g_object_unref);
}

static void
open_menu (RasPanel *self, double x, double y)
{
  g_autoptr (GMenuModel) model = make_menu ();
  GtkWidget *popover = gtk_popover_menu_new_from_model (model);

  gtk_popover_set_has_arrow (GTK_POPOVER (popover), FALSE);
  gtk_popover_set_pointing_to (GTK_POPOVER (popover), &(GdkRectangle) { x, y, 1, 1 });
  gtk_widget_set_halign (popover, GTK_ALIGN_START);
  gtk_widget_set_parent (popover, GTK_WIDGET (self));
  g_signal_connect (popover, "closed", G_CALLBACK (menu_closed_cb), NULL);
  gtk_popover_popup (GTK_POPOVER (popover));
}

static void
menu_cb (GtkWidget *widget, const char *name, GVariant *parameter)
{
  RasPanel *self = RAS_PANEL (widget);

  open_menu (self, RAS_PANEL_PADDING + 4, RAS_PANEL_PADDING + 4);
}

static void
pressed_cb (RasPanel *self, int n, double x, double y)
{
  gtk_widget_grab_focus (GTK_WIDGET (self));
  open_menu (self, x, y);
}

/* --- What the panel does for it --- */

void
ras_panel_place_info (RasPanel *self, int width)
{
  GtkAllocation place = { 0 };

  gtk_widget_measure (self->info_button, GTK_ORIENTATION_HORIZONTAL, -1, NULL, &place.width, NULL,
                      NULL);
  gtk_widget_measure (self->info_button, GTK_ORIENTATION_VERTICAL, -1, NULL, &place.height, NULL,
                      NULL);
  place.x = width - (int) RAS_PANEL_PADDING - GAP - place.width;
  place.y = (int) RAS_PANEL_PADDING + GAP;
  gtk_widget_size_allocate (self->info_button, &place, -1);
  for (GtkWidget *child = gtk_widget_get_first_child (GTK_WIDGET (self)); child;
       child = gtk_widget_get_next_sibling (child))
    if (GTK_IS_POPOVER (child))
      gtk_popover_present (GTK_POPOVER (child));
}

gboolean
ras_panel_is_info_at (RasPanel *self, double x, double y)
{
  GtkWidget *at = gtk_widget_pick (GTK_WIDGET (self), x, y, GTK_PICK_DEFAULT);

  return at == self->info_button || (at && gtk_widget_is_ancestor (at, self->info_button));
}

void
ras_panel_dispose_info (RasPanel *self)
{
  GtkWidget *child;

  self->info_button = NULL;
  while ((child = gtk_widget_get_first_child (GTK_WIDGET (self))))
    gtk_widget_unparent (child);
}

void
ras_panel_class_init_info (GtkWidgetClass *widget_class)
{
  g_signal_new ("how-made", RAS_TYPE_PANEL, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
  gtk_widget_class_install_action (widget_class, "panel.how-made", NULL, how_made_cb);
  gtk_widget_class_install_action (widget_class, "panel.menu", NULL, menu_cb);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Menu, 0, "panel.menu", NULL);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_F10, GDK_SHIFT_MASK, "panel.menu", NULL);
}

static void
flags_changed_cb (RasPanel *self)
{
  if (self->info_button)
    update_button (self);
}

void
ras_panel_init_info (RasPanel *self)
{
  GtkGesture *click = gtk_gesture_click_new ();
  GtkWidget *button = gtk_button_new_from_icon_name ("help-about-symbolic");

  gtk_widget_add_css_class (button, "osd");
  gtk_widget_add_css_class (button, "circular");
  gtk_widget_add_css_class (button, "panel-info");
  gtk_widget_set_tooltip_text (button, _ ("How was this made? (Alt+Return)"));
  gtk_accessible_update_property (GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  _ ("How was this made?"), -1);
  /* The keyboard has Alt+Return and the menu: Tab goes from panel to panel. */
  gtk_widget_set_focusable (button, FALSE);
  gtk_widget_set_cursor_from_name (button, "default");
  gtk_actionable_set_action_name (GTK_ACTIONABLE (button), "panel.how-made");
  gtk_widget_set_parent (button, GTK_WIDGET (self));
  self->info_button = button;
  gtk_gesture_single_set_button (GTK_GESTURE_SINGLE (click), GDK_BUTTON_SECONDARY);
  g_signal_connect_swapped (click, "pressed", G_CALLBACK (pressed_cb), self);
  gtk_widget_add_controller (GTK_WIDGET (self), GTK_EVENT_CONTROLLER (click));
  g_signal_connect (self, "state-flags-changed", G_CALLBACK (flags_changed_cb), NULL);
  update_button (self);
}
