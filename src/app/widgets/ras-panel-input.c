#include "ras-panel-private.h"

/* How far a press may wander, in screen pixels, before it moves the picture. */
#define DRAG_THRESHOLD 4
/* Screen pixels that an arrow key moves a zoomed picture. */
#define ARROW_STEP 32

static gboolean
is_ready (RasPanel *self)
{
  return self->state == RAS_PANEL_READY;
}

/* Screen pixels per picture pixel, zoomed or not. */
static double
get_scale (RasPanel *self, gboolean zoomed)
{
  RasPanelView look = ras_panel_get_look (self);
  double x;
  double y;
  double scale;

  ras_panel_place (zoomed ? &look : NULL, ras_panel_get_side (self), self->width, self->height, &x,
                   &y, &scale);
  return scale;
}

static gboolean
is_zoomed (RasPanel *self)
{
  return is_ready (self) && ras_linked_view_get_zoom (self->view) != RAS_LINKED_VIEW_FIT;
}

/* Zooms so that the picture stays where it is at x, y (from the square's middle). */
static gboolean
zoom_by (RasPanel *self, int direction, double x, double y)
{
  int fit = (int) get_scale (self, FALSE);
  int scale = (int) get_scale (self, TRUE);
  int zoom = scale + direction * MAX (1, scale / 3);
  double centre_x = ras_linked_view_get_centre_x (self->view);
  double centre_y = ras_linked_view_get_centre_y (self->view);

  zoom = CLAMP (zoom, fit, RAS_LINKED_VIEW_MAX_ZOOM);
  if (zoom == scale)
    return FALSE;
  ras_linked_view_look_at (self->view, zoom, centre_x + x / scale - x / zoom,
                           centre_y + y / scale - y / zoom, fit);
  return TRUE;
}

static void
pan_to (RasPanel *self, double centre_x, double centre_y)
{
  ras_linked_view_look_at (self->view, ras_linked_view_get_zoom (self->view), centre_x, centre_y,
                           (int) get_scale (self, FALSE));
}

static void
pan_by (RasPanel *self, int x, int y)
{
  double step = ARROW_STEP / get_scale (self, TRUE);

  pan_to (self, ras_linked_view_get_centre_x (self->view) + x * step,
          ras_linked_view_get_centre_y (self->view) + y * step);
}

/* --- Pointer --- */

static void
motion_cb (RasPanel *self, double x, double y)
{
  RasPanelView look = ras_panel_get_look (self);
  int pixel_x = -1;
  int pixel_y = -1;

  self->pointer_x = x;
  self->pointer_y = y;
  if (is_ready (self)
      && !ras_panel_get_pixel_at (&look, ras_panel_get_side (self), self->width, self->height, x,
                                  y, &pixel_x, &pixel_y))
    pixel_x = pixel_y = -1;
  ras_linked_view_set_hovered (self->view, pixel_x, pixel_y);
}

static void
leave_cb (RasPanel *self)
{
  if (self->view)
    ras_linked_view_set_hovered (self->view, -1, -1);
}

/* A wheel that can zoom no further is left to whatever scrolls around the panels. */
static gboolean
scroll_cb (RasPanel *self, double dx, double dy)
{
  double middle = RAS_PANEL_PADDING + ras_panel_get_side (self) / 2;

  if (!is_ready (self) || dy == 0)
    return GDK_EVENT_PROPAGATE;
  return zoom_by (self, dy < 0 ? 1 : -1, self->pointer_x - middle, self->pointer_y - middle);
}

static void
drag_begin_cb (RasPanel *self, double x, double y, GtkGesture *gesture)
{
  if (!is_ready (self) || ras_panel_is_info_at (self, x, y))
    {
      gtk_gesture_set_state (gesture, GTK_EVENT_SEQUENCE_DENIED);
      return;
    }
  gtk_widget_grab_focus (GTK_WIDGET (self));
  self->panning = FALSE;
  self->drag_centre_x = ras_linked_view_get_centre_x (self->view);
  self->drag_centre_y = ras_linked_view_get_centre_y (self->view);
  ras_linked_view_set_comparing (self->view, TRUE);
}

static void
drag_update_cb (RasPanel *self, double dx, double dy)
{
  if (!is_zoomed (self))
    return;
  if (!self->panning && ABS (dx) + ABS (dy) > DRAG_THRESHOLD)
    {
      self->panning = TRUE;
      ras_linked_view_set_comparing (self->view, FALSE);
    }
  if (self->panning)
    {
      double scale = get_scale (self, TRUE);

      pan_to (self, self->drag_centre_x - dx / scale, self->drag_centre_y - dy / scale);
    }
}

/* Also when the press was taken away: the original must not stay. */
static void
stop_comparing_cb (RasPanel *self)
{
  if (self->view)
    ras_linked_view_set_comparing (self->view, FALSE);
}

/* --- Keyboard --- */

static gboolean
pan_key (RasPanel *self, guint keyval)
{
  if (!is_zoomed (self))
    return GDK_EVENT_PROPAGATE;
  switch (keyval)
    {
    case GDK_KEY_Left:
    case GDK_KEY_KP_Left:
      pan_by (self, -1, 0);
      return GDK_EVENT_STOP;
    case GDK_KEY_Right:
    case GDK_KEY_KP_Right:
      pan_by (self, 1, 0);
      return GDK_EVENT_STOP;
    case GDK_KEY_Up:
    case GDK_KEY_KP_Up:
      pan_by (self, 0, -1);
      return GDK_EVENT_STOP;
    case GDK_KEY_Down:
    case GDK_KEY_KP_Down:
      pan_by (self, 0, 1);
      return GDK_EVENT_STOP;
    default:
      return GDK_EVENT_PROPAGATE;
    }
}

static gboolean
key_pressed_cb (RasPanel *self, guint keyval, guint keycode, GdkModifierType modifiers)
{
  if (!is_ready (self) || (modifiers & (GDK_CONTROL_MASK | GDK_ALT_MASK | GDK_SUPER_MASK)))
    return GDK_EVENT_PROPAGATE;
  switch (keyval)
    {
    case GDK_KEY_plus:
    case GDK_KEY_equal:
    case GDK_KEY_KP_Add:
      zoom_by (self, 1, 0, 0);
      return GDK_EVENT_STOP;
    case GDK_KEY_minus:
    case GDK_KEY_KP_Subtract:
      zoom_by (self, -1, 0, 0);
      return GDK_EVENT_STOP;
    case GDK_KEY_0:
    case GDK_KEY_KP_0:
      ras_linked_view_look_at (self->view, RAS_LINKED_VIEW_FIT, 0, 0, 1);
      return GDK_EVENT_STOP;
    case GDK_KEY_space:
    case GDK_KEY_KP_Space:
      ras_linked_view_set_comparing (self->view, TRUE);
      return GDK_EVENT_STOP;
    default:
      return pan_key (self, keyval);
    }
}

static void
key_released_cb (RasPanel *self, guint keyval)
{
  if (keyval == GDK_KEY_space || keyval == GDK_KEY_KP_Space)
    stop_comparing_cb (self);
}

static void
focus_changed_cb (GtkWidget *widget)
{
  gtk_widget_queue_draw (widget);
}

static void
add (RasPanel *self, GtkEventController *controller)
{
  gtk_widget_add_controller (GTK_WIDGET (self), controller);
}

void
ras_panel_add_controllers (RasPanel *self)
{
  GtkEventController *motion = gtk_event_controller_motion_new ();
  GtkEventController *scroll = gtk_event_controller_scroll_new (
    GTK_EVENT_CONTROLLER_SCROLL_VERTICAL | GTK_EVENT_CONTROLLER_SCROLL_DISCRETE);
  GtkGesture *drag = gtk_gesture_drag_new ();
  GtkEventController *key = gtk_event_controller_key_new ();
  GtkEventController *focus = gtk_event_controller_focus_new ();

  g_signal_connect_swapped (motion, "enter", G_CALLBACK (motion_cb), self);
  g_signal_connect_swapped (motion, "motion", G_CALLBACK (motion_cb), self);
  g_signal_connect_swapped (motion, "leave", G_CALLBACK (leave_cb), self);
  g_signal_connect_swapped (scroll, "scroll", G_CALLBACK (scroll_cb), self);
  g_signal_connect_swapped (drag, "drag-begin", G_CALLBACK (drag_begin_cb), self);
  g_signal_connect_swapped (drag, "drag-update", G_CALLBACK (drag_update_cb), self);
  g_signal_connect_swapped (drag, "end", G_CALLBACK (stop_comparing_cb), self);
  g_signal_connect_swapped (drag, "cancel", G_CALLBACK (stop_comparing_cb), self);
  g_signal_connect_swapped (key, "key-pressed", G_CALLBACK (key_pressed_cb), self);
  g_signal_connect_swapped (key, "key-released", G_CALLBACK (key_released_cb), self);
  g_signal_connect_swapped (focus, "leave", G_CALLBACK (stop_comparing_cb), self);
  g_signal_connect_swapped (focus, "enter", G_CALLBACK (focus_changed_cb), self);
  g_signal_connect_swapped (focus, "leave", G_CALLBACK (focus_changed_cb), self);
  add (self, motion);
  add (self, scroll);
  add (self, GTK_EVENT_CONTROLLER (drag));
  add (self, key);
  add (self, focus);
}
