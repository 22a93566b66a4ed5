#include "ras-chart-private.h"

#include <math.h>

#define WIDTH(self) gtk_widget_get_width (GTK_WIDGET (self))
#define HEIGHT(self) gtk_widget_get_height (GTK_WIDGET (self))

/* --- The pointer --- */

static int
pick_label (RasChart *self, double x, double y)
{
  return self->curves ? ras_curve_chart_pick_label (self->curves, WIDTH (self), HEIGHT (self), x, y)
                      : -1;
}

static void
motion_cb (RasChart *self, double x, double y)
{
  RasCurveLayout layout;

  /* GTK tells where the pointer is also when it was something else that moved; what the keyboard
   * reads is left alone then. */
  if (x == self->pointer_x && y == self->pointer_y)
    return;
  self->pointer_x = x;
  self->pointer_y = y;
  gtk_widget_set_cursor_from_name (GTK_WIDGET (self),
                                   pick_label (self, x, y) >= 0 ? "pointer" : NULL);
  if (self->bars)
    {
      ras_chart_set_hover (self, NAN,
                           ras_bar_chart_pick (self->bars, WIDTH (self), HEIGHT (self), x, y));
      return;
    }
  if (self->curves == NULL)
    return;
  ras_curve_chart_layout (self->curves, WIDTH (self), HEIGHT (self), &layout);
  ras_chart_set_hover (self, x < layout.left - 6 || x > layout.right + 6 ? NAN : x, -1);
}

static void
leave_cb (RasChart *self)
{
  self->pointer_x = NAN;
  ras_chart_set_hover (self, NAN, -1);
}

static void
released_cb (RasChart *self, int n_press, double x, double y)
{
  int series = pick_label (self, x, y);

  if (series >= 0)
    ras_chart_toggle (self, series);
}

static void
second_pressed_cb (RasChart *self)
{
  gtk_widget_grab_focus (GTK_WIDGET (self));
  ras_chart_open_table (self);
}

/* --- The keyboard --- */

static int
compare_doubles (gconstpointer a, gconstpointer b)
{
  double x = *(const double *) a, y = *(const double *) b;

  return (x > y) - (x < y);
}

GArray *
ras_chart_list_positions (RasChart *self)
{
  GArray *positions = g_array_new (FALSE, FALSE, sizeof (double));

  for (guint i = 0; i < self->curves->n_series; i++)
    {
      const RasCurveSeries *series = &self->curves->series[i];

      for (gsize j = 0; !series->hidden && series->mean && j < series->mean->n; j++)
        if (isfinite (series->mean->y[j]) && ras_scale_can_show (self->curves->x_scale, series->mean->x[j]))
          g_array_append_val (positions, series->mean->x[j]);
    }
  g_array_sort (positions, compare_doubles);
  return positions;
}

static gsize
skip (const GArray *positions, double here, guint key)
{
  gsize n = positions->len;
  gsize at = 0;

  if (key == GDK_KEY_Home || (isnan (here) && key == GDK_KEY_Right))
    return 0;
  if (key == GDK_KEY_End || isnan (here))
    return n - 1;
  if (key == GDK_KEY_Right)
    {
      while (at < n - 1 && g_array_index (positions, double, at) <= here)
        at++;
      return at;
    }
  at = n - 1;
  while (at > 0 && g_array_index (positions, double, at) >= here)
    at--;
  return at;
}

static void
read_next (RasChart *self, guint key)
{
  g_autoptr (GArray) positions = ras_chart_list_positions (self);
  RasCurveLayout layout;
  double here = NAN;

  if (positions->len == 0)
    return;
  if (isnan (self->hover_x)
      || !ras_curve_chart_pick_x (self->curves, WIDTH (self), HEIGHT (self), self->hover_x, &here))
    here = NAN;
  ras_curve_chart_layout (self->curves, WIDTH (self), HEIGHT (self), &layout);
  ras_chart_set_hover (
      self,
      ras_value_axis_get_position (
          &layout.x, g_array_index (positions, double, skip (positions, here, key))),
      -1);
}

static gboolean
key_cb (RasChart *self, guint key, guint code, GdkModifierType modifiers)
{
  if (modifiers & (GDK_CONTROL_MASK | GDK_ALT_MASK))
    return FALSE;
  if (key == GDK_KEY_Escape && !isnan (self->hover_x))
    {
      ras_chart_set_hover (self, NAN, -1);
      return TRUE;
    }
  if (key == GDK_KEY_Return || key == GDK_KEY_KP_Enter || key == GDK_KEY_Menu
      || (key == GDK_KEY_F10 && modifiers & GDK_SHIFT_MASK))
    {
      ras_chart_open_table (self);
      return TRUE;
    }
  if (key >= GDK_KEY_1 && key <= GDK_KEY_9)
    {
      ras_chart_toggle (self, key - GDK_KEY_1);
      return TRUE;
    }
  if (key != GDK_KEY_Left && key != GDK_KEY_Right && key != GDK_KEY_Home && key != GDK_KEY_End)
    return FALSE;
  if (self->curves)
    read_next (self, key);
  else if (self->bars && self->bars->n_bars > 0)
    {
      int last = self->bars->n_bars - 1;
      int next = self->hover_bar + (key == GDK_KEY_Right ? 1 : -1);

      if (key == GDK_KEY_Home || key == GDK_KEY_End)
        next = key == GDK_KEY_Home ? 0 : last;
      ras_chart_set_hover (self, NAN, CLAMP (next, 0, last));
    }
  return TRUE;
}

void
ras_chart_add_controllers (RasChart *self)
{
  GtkEventController *motion = gtk_event_controller_motion_new ();
  GtkEventController *keys = gtk_event_controller_key_new ();
  GtkGesture *click = gtk_gesture_click_new ();
  GtkGesture *second = gtk_gesture_click_new ();

  g_signal_connect_swapped (motion, "motion", G_CALLBACK (motion_cb), self);
  g_signal_connect_swapped (motion, "leave", G_CALLBACK (leave_cb), self);
  g_signal_connect_swapped (keys, "key-pressed", G_CALLBACK (key_cb), self);
  g_signal_connect_swapped (click, "released", G_CALLBACK (released_cb), self);
  gtk_widget_add_controller (GTK_WIDGET (self), motion);
  gtk_widget_add_controller (GTK_WIDGET (self), keys);
  gtk_gesture_single_set_button (GTK_GESTURE_SINGLE (second), GDK_BUTTON_SECONDARY);
  g_signal_connect_swapped (second, "pressed", G_CALLBACK (second_pressed_cb), self);
  gtk_widget_add_controller (GTK_WIDGET (self), GTK_EVENT_CONTROLLER (click));
  gtk_widget_add_controller (GTK_WIDGET (self), GTK_EVENT_CONTROLLER (second));
}
