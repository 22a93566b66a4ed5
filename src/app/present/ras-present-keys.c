/* Keyboard, clicker and pointer of the stage. */
#include "ras-present-view-private.h"

/* Seconds after which a pointer that stands still is in the way. */
#define STILL_SECONDS 3

/* Turns the keypad's keys into the others, and small letters. */
static guint
simplify (guint keyval)
{
  if (keyval >= GDK_KEY_KP_0 && keyval <= GDK_KEY_KP_9)
    return GDK_KEY_0 + keyval - GDK_KEY_KP_0;
  switch (keyval)
    {
    case GDK_KEY_KP_Left:
      return GDK_KEY_Left;
    case GDK_KEY_KP_Right:
      return GDK_KEY_Right;
    case GDK_KEY_KP_Up:
    case GDK_KEY_KP_Page_Up:
    case GDK_KEY_Page_Up:
      return GDK_KEY_Up;
    case GDK_KEY_KP_Down:
    case GDK_KEY_KP_Page_Down:
    case GDK_KEY_Page_Down:
      return GDK_KEY_Down;
    case GDK_KEY_KP_Home:
      return GDK_KEY_Home;
    case GDK_KEY_KP_End:
      return GDK_KEY_End;
    case GDK_KEY_KP_Space:
      return GDK_KEY_space;
    case GDK_KEY_KP_Add:
    case GDK_KEY_equal:
      return GDK_KEY_plus;
    case GDK_KEY_KP_Subtract:
      return GDK_KEY_minus;
    case GDK_KEY_KP_Decimal:
    case GDK_KEY_period:
      return GDK_KEY_b;
    case GDK_KEY_question:
    case GDK_KEY_F1:
      return GDK_KEY_h;
    default:
      return gdk_keyval_to_lower (keyval);
    }
}

static guint
find_rank (RasPresentView *self, int direction, gboolean by_one)
{
  guint length = ras_rank_scale_get_max_rank (self->scale);
  guint rank = ras_rank_scale_get_rank (self->scale);

  if (!by_one)
    return ras_rank_walk_find_stop (rank, length, direction);
  return direction < 0 ? rank - MIN (rank, 1) : rank + 1;
}

/* Whether the key moves the rank; the chart reads its values with the same ones. */
static gboolean
press_rank_key (RasPresentView *self, guint key, gboolean by_one)
{
  switch (key)
    {
    case GDK_KEY_Left:
    case GDK_KEY_Right:
      ras_present_view_choose_rank (self, find_rank (self, key == GDK_KEY_Left ? -1 : 1, by_one));
      return TRUE;
    case GDK_KEY_Home:
      ras_present_view_choose_rank (self, 0);
      return TRUE;
    case GDK_KEY_End:
      ras_present_view_choose_rank (self, ras_rank_scale_get_max_rank (self->scale));
      return TRUE;
    default:
      return FALSE;
    }
}

static gboolean
press_picture_key (RasPresentView *self, guint key)
{
  const RasSessionState *state = ras_session_get_state (self->session);

  switch (key)
    {
    case GDK_KEY_space:
      ras_present_view_set_playing (self, !ras_present_view_get_playing (self));
      return TRUE;
    case GDK_KEY_Up:
    case GDK_KEY_Down:
      g_signal_emit_by_name (self, "move", key == GDK_KEY_Up ? -1 : 1);
      return TRUE;
    case GDK_KEY_r:
      g_signal_emit_by_name (self, "another");
      return TRUE;
    case GDK_KEY_d:
      g_object_set (self->session, "difference", !state->difference, NULL);
      return TRUE;
    case GDK_KEY_plus:
    case GDK_KEY_minus:
      ras_present_view_change_pace (self, key == GDK_KEY_plus ? 1 : -1);
      return TRUE;
    default:
      if (key < GDK_KEY_1 || key > GDK_KEY_9)
        return FALSE;
      ras_present_view_toggle_panel (self, key - GDK_KEY_0);
      return TRUE;
    }
}

static void
press_escape (RasPresentView *self)
{
  if (gtk_widget_get_visible (self->help))
    gtk_widget_set_visible (self->help, FALSE);
  else
    g_signal_emit_by_name (self, "leave");
}

static gboolean
press_stage_key (RasPresentView *self, guint key)
{
  switch (key)
    {
    case GDK_KEY_Escape:
      press_escape (self);
      return TRUE;
    case GDK_KEY_h:
      gtk_widget_set_visible (self->help, !gtk_widget_get_visible (self->help));
      return TRUE;
    case GDK_KEY_l:
      ras_present_view_set_dark (self, !self->dark);
      return TRUE;
    case GDK_KEY_m:
      g_object_set (self->session, "page",
                    ras_present_view_shows_chart (self) ? "compare" : "mdl", NULL);
      return TRUE;
    default:
      return FALSE;
    }
}

/* Before the widget that has the focus. A black screen first becomes what it was. */
static gboolean
key_pressed_cb (RasPresentView *self, guint keyval, guint keycode, GdkModifierType modifiers)
{
  gboolean shift = (modifiers & GDK_SHIFT_MASK) != 0;
  guint key = simplify (keyval);

  if (modifiers & (GDK_CONTROL_MASK | GDK_ALT_MASK | GDK_SUPER_MASK))
    return GDK_EVENT_PROPAGATE;
  if (key == GDK_KEY_b)
    {
      ras_present_view_set_blank (self, !ras_present_view_get_blank (self));
      return GDK_EVENT_STOP;
    }
  if (ras_present_view_get_blank (self) && key != GDK_KEY_F5)
    {
      ras_present_view_set_blank (self, FALSE);
      return GDK_EVENT_STOP;
    }
  if (press_stage_key (self, key))
    return GDK_EVENT_STOP;
  if (ras_present_view_shows_chart (self))
    return GDK_EVENT_PROPAGATE;
  return press_rank_key (self, key, shift) || press_picture_key (self, key) ? GDK_EVENT_STOP
                                                                           : GDK_EVENT_PROPAGATE;
}

/* --- The pointer --- */

static void
still_cb (gpointer user_data)
{
  RasPresentView *self = user_data;

  self->pointer_timeout = 0;
  ras_present_view_show_pointer (self, FALSE);
}

void
ras_present_view_show_pointer (RasPresentView *self, gboolean show)
{
  g_clear_handle_id (&self->pointer_timeout, g_source_remove);
  gtk_widget_set_cursor_from_name (GTK_WIDGET (self), show ? NULL : "none");
  gtk_widget_set_cursor_from_name (GTK_WIDGET (self->scale), show ? "ew-resize" : "none");
  /* What has the keyboard stays. */
  if (show || gtk_widget_get_focus_child (self->controls) == NULL)
    gtk_widget_set_opacity (self->controls, show ? 1 : 0);
  if (show)
    self->pointer_timeout = g_timeout_add_once (1000 * STILL_SECONDS, still_cb, self);
}

/* Pictures that change below a still pointer also move it, by nothing. */
static void
motion_cb (RasPresentView *self, double x, double y)
{
  if (x == self->pointer_x && y == self->pointer_y)
    return;
  self->pointer_x = x;
  self->pointer_y = y;
  ras_present_view_show_pointer (self, TRUE);
}

void
ras_present_view_add_controllers (RasPresentView *self)
{
  GtkEventController *key = gtk_event_controller_key_new ();
  GtkEventController *motion = gtk_event_controller_motion_new ();

  gtk_event_controller_set_propagation_phase (key, GTK_PHASE_CAPTURE);
  gtk_event_controller_set_propagation_phase (motion, GTK_PHASE_CAPTURE);
  g_signal_connect_swapped (key, "key-pressed", G_CALLBACK (key_pressed_cb), self);
  g_signal_connect_swapped (motion, "motion", G_CALLBACK (motion_cb), self);
  gtk_widget_add_controller (GTK_WIDGET (self), key);
  gtk_widget_add_controller (GTK_WIDGET (self), motion);
}
