#include "ras-rank-scale-private.h"

/* A press this close to the thumb's middle takes hold of it where it is. */
#define THUMB_REACH 12

static guint
get_rank_at (RasRankScale *self, double x)
{
  RasRankAxis axis;

  ras_rank_scale_get_axis (self, &axis);
  return ras_rank_axis_get_rank (&axis, x);
}

/* --- Pointer --- */

static void
drag_begin_cb (RasRankScale *self, double x, double y, GtkGesture *gesture)
{
  RasRankAxis axis;
  double thumb;

  if (self->length == 0)
    {
      gtk_gesture_set_state (gesture, GTK_EVENT_SEQUENCE_DENIED);
      return;
    }
  gtk_gesture_set_state (gesture, GTK_EVENT_SEQUENCE_CLAIMED);
  gtk_widget_grab_focus (GTK_WIDGET (self));
  ras_rank_scale_emit_play_stopped (self);
  ras_rank_scale_get_axis (self, &axis);
  thumb = ras_rank_axis_get_position (&axis, ras_rank_scale_get_rank (self));
  self->grab_offset = ABS (thumb - x) <= THUMB_REACH ? thumb - x : 0;
  self->drag_start = x;
  self->dragging = TRUE;
  if (self->grab_offset == 0)
    ras_rank_scale_choose_rank (self, get_rank_at (self, x), TRUE);
}

static void
drag_update_cb (RasRankScale *self, double dx, double dy)
{
  if (self->dragging)
    ras_rank_scale_choose_rank (
      self, get_rank_at (self, self->drag_start + dx + self->grab_offset), TRUE);
}

static void
drag_end_cb (RasRankScale *self)
{
  if (!self->dragging)
    return;
  self->dragging = FALSE;
  ras_rank_scale_choose_rank (self, ras_rank_scale_get_rank (self), FALSE);
}

/* A tenth of the rank, one at least: the same distance on a logarithmic axis. */
static guint
get_page (guint rank)
{
  return MAX (1, (rank + 5) / 10);
}

static void
step (RasRankScale *self, int direction, guint distance)
{
  guint rank = ras_rank_scale_get_rank (self);

  ras_rank_scale_emit_play_stopped (self);
  if (direction < 0)
    ras_rank_scale_choose_rank (self, rank - MIN (rank, distance), FALSE);
  else
    ras_rank_scale_choose_rank (self, rank + distance, FALSE);
}

static gboolean
scroll_cb (RasRankScale *self, double dx, double dy)
{
  double delta = ABS (dx) > ABS (dy) ? dx : -dy;

  if (self->length == 0 || delta == 0)
    return GDK_EVENT_PROPAGATE;
  step (self, delta < 0 ? -1 : 1, get_page (ras_rank_scale_get_rank (self)));
  return GDK_EVENT_STOP;
}

/* --- Keyboard --- */

static gboolean
key_pressed_cb (RasRankScale *self, guint keyval, guint keycode, GdkModifierType modifiers)
{
  guint page = get_page (ras_rank_scale_get_rank (self));

  if (modifiers & (GDK_CONTROL_MASK | GDK_ALT_MASK | GDK_SUPER_MASK))
    return GDK_EVENT_PROPAGATE;
  switch (keyval)
    {
    case GDK_KEY_Left:
    case GDK_KEY_KP_Left:
    case GDK_KEY_Down:
    case GDK_KEY_KP_Down:
      step (self, -1, 1);
      return GDK_EVENT_STOP;
    case GDK_KEY_Right:
    case GDK_KEY_KP_Right:
    case GDK_KEY_Up:
    case GDK_KEY_KP_Up:
      step (self, 1, 1);
      return GDK_EVENT_STOP;
    case GDK_KEY_Page_Down:
    case GDK_KEY_KP_Page_Down:
      step (self, -1, page);
      return GDK_EVENT_STOP;
    case GDK_KEY_Page_Up:
    case GDK_KEY_KP_Page_Up:
      step (self, 1, page);
      return GDK_EVENT_STOP;
    case GDK_KEY_Home:
    case GDK_KEY_KP_Home:
      step (self, -1, G_MAXUINT);
      return GDK_EVENT_STOP;
    case GDK_KEY_End:
    case GDK_KEY_KP_End:
      step (self, 1, self->length);
      return GDK_EVENT_STOP;
    case GDK_KEY_space:
    case GDK_KEY_KP_Space:
      ras_rank_scale_emit_toggle_play (self);
      return GDK_EVENT_STOP;
    default:
      return GDK_EVENT_PROPAGATE;
    }
}

/* The theme draws the ring around the slider's thumb, which has no focus of its own. */
static void
focus_changed_cb (RasRankScale *self)
{
  GtkStateFlags focus = GTK_STATE_FLAG_FOCUSED | GTK_STATE_FLAG_FOCUS_VISIBLE;

  gtk_widget_unset_state_flags (self->slider, focus);
  gtk_widget_set_state_flags (self->slider,
                              gtk_widget_get_state_flags (GTK_WIDGET (self)) & focus, FALSE);
}

void
ras_rank_scale_add_controllers (RasRankScale *self)
{
  GtkGesture *drag = gtk_gesture_drag_new ();
  GtkEventController *scroll = gtk_event_controller_scroll_new (
    GTK_EVENT_CONTROLLER_SCROLL_BOTH_AXES | GTK_EVENT_CONTROLLER_SCROLL_DISCRETE);
  GtkEventController *key = gtk_event_controller_key_new ();

  g_signal_connect_swapped (drag, "drag-begin", G_CALLBACK (drag_begin_cb), self);
  g_signal_connect_swapped (drag, "drag-update", G_CALLBACK (drag_update_cb), self);
  g_signal_connect_swapped (drag, "end", G_CALLBACK (drag_end_cb), self);
  g_signal_connect_swapped (scroll, "scroll", G_CALLBACK (scroll_cb), self);
  g_signal_connect_swapped (key, "key-pressed", G_CALLBACK (key_pressed_cb), self);
  g_signal_connect (self, "state-flags-changed", G_CALLBACK (focus_changed_cb), NULL);
  gtk_widget_add_controller (GTK_WIDGET (self), GTK_EVENT_CONTROLLER (drag));
  gtk_widget_add_controller (GTK_WIDGET (self), scroll);
  gtk_widget_add_controller (GTK_WIDGET (self), key);
}
