#include "ras-gallery-grid-private.h"

/* --- The pointer --- */

static gboolean
pick (RasGalleryGrid *self, double x, double y, guint *row, guint *column)
{
  return self->gallery && y >= self->layout.head
         && ras_gallery_pick (self->gallery, &self->layout, x - self->offset,
                              y + ras_gallery_grid_get_scrolled (self), row, column);
}

static void
motion_cb (RasGalleryGrid *self, double x, double y)
{
  guint row = self->row, column = self->column;

  /* GTK tells where the pointer is also when it was something else that moved; what the keyboard
   * points to is left alone then. */
  if (x == self->pointer_x && y == self->pointer_y)
    return;
  self->pointer_x = x;
  self->pointer_y = y;
  if (pick (self, x, y, &row, &column))
    ras_gallery_grid_point (self, TRUE, FALSE, row, column);
  else if (self->hovered)
    ras_gallery_grid_point (self, FALSE, FALSE, self->row, self->column);
}

static void
leave_cb (RasGalleryGrid *self)
{
  if (self->hovered)
    ras_gallery_grid_point (self, FALSE, FALSE, self->row, self->column);
}

static void
released_cb (RasGalleryGrid *self, int n_press, double x, double y)
{
  guint row, column;

  if (pick (self, x, y, &row, &column))
    g_signal_emit_by_name (self, "chosen", row, column);
}

/* --- The keyboard --- */

/* Scrolls as little as it takes to see the row whole. */
static void
show_row (RasGalleryGrid *self, guint row)
{
  double x, y, height, margin = self->layout.wide / 2;

  if (self->down == NULL)
    return;
  ras_gallery_get_cell (self->gallery, &self->layout, row, 0, &x, &y);
  y -= self->layout.head;
  height = self->layout.picture_height + margin;
  gtk_adjustment_clamp_page (self->down, MAX (y - margin, 0), y + height);
}

static gboolean
move (RasGalleryGrid *self, guint key)
{
  int last_row = (int) ras_gallery_get_n_rows (self->gallery) - 1;
  int last_column = (int) ras_gallery_get_n_columns (self->gallery) - 1;
  int row = self->row, column = self->column;
  int page = MAX ((int) ((gtk_widget_get_height (GTK_WIDGET (self)) - self->layout.head)
                         / (self->layout.picture_height + self->layout.thin)),
                  1);

  switch (key)
    {
    case GDK_KEY_Left:
      column--;
      break;
    case GDK_KEY_Right:
      column++;
      break;
    case GDK_KEY_Up:
      row--;
      break;
    case GDK_KEY_Down:
      row++;
      break;
    case GDK_KEY_Page_Up:
      row -= page;
      break;
    case GDK_KEY_Page_Down:
      row += page;
      break;
    case GDK_KEY_Home:
      row = column = 0;
      break;
    case GDK_KEY_End:
      row = last_row;
      break;
    default:
      return FALSE;
    }
  /* The first arrow shows where one is. */
  if (!self->placed && !self->hovered && key != GDK_KEY_Home && key != GDK_KEY_End)
    {
      row = self->row;
      column = self->column;
    }
  row = CLAMP (row, 0, last_row);
  ras_gallery_grid_point (self, FALSE, TRUE, row, CLAMP (column, 0, last_column));
  show_row (self, row);
  return TRUE;
}

static gboolean
key_cb (RasGalleryGrid *self, guint key, guint code, GdkModifierType modifiers)
{
  if (self->gallery == NULL || ras_gallery_get_n_rows (self->gallery) == 0
      || ras_gallery_get_n_columns (self->gallery) == 0
      || (modifiers & (GDK_CONTROL_MASK | GDK_ALT_MASK)))
    return FALSE;
  if (key != GDK_KEY_Return && key != GDK_KEY_KP_Enter && key != GDK_KEY_space)
    return move (self, key);
  if (!self->placed && !self->hovered)
    return FALSE;
  g_signal_emit_by_name (self, "chosen", self->row, self->column);
  return TRUE;
}

/* Who comes with the keyboard sees where. */
static void
focus_cb (RasGalleryGrid *self)
{
  GtkRoot *root = gtk_widget_get_root (GTK_WIDGET (self));

  if (GTK_IS_WINDOW (root) && gtk_window_get_focus_visible (GTK_WINDOW (root)) && self->gallery
      && ras_gallery_get_n_rows (self->gallery) > 0
      && ras_gallery_get_n_columns (self->gallery) > 0)
    ras_gallery_grid_point (self, FALSE, TRUE, self->row, self->column);
}

static void
unfocus_cb (RasGalleryGrid *self)
{
  if (self->placed)
    ras_gallery_grid_point (self, FALSE, FALSE, self->row, self->column);
}

void
ras_gallery_grid_add_controllers (RasGalleryGrid *self)
{
  GtkEventController *motion = gtk_event_controller_motion_new ();
  GtkEventController *keys = gtk_event_controller_key_new ();
  GtkEventController *focus = gtk_event_controller_focus_new ();
  GtkGesture *click = gtk_gesture_click_new ();

  g_signal_connect_swapped (focus, "enter", G_CALLBACK (focus_cb), self);
  g_signal_connect_swapped (focus, "leave", G_CALLBACK (unfocus_cb), self);
  g_signal_connect_swapped (motion, "motion", G_CALLBACK (motion_cb), self);
  g_signal_connect_swapped (motion, "leave", G_CALLBACK (leave_cb), self);
  g_signal_connect_swapped (keys, "key-pressed", G_CALLBACK (key_cb), self);
  g_signal_connect_swapped (click, "released", G_CALLBACK (released_cb), self);
  gtk_widget_add_controller (GTK_WIDGET (self), motion);
  gtk_widget_add_controller (GTK_WIDGET (self), keys);
  gtk_widget_add_controller (GTK_WIDGET (self), focus);
  gtk_widget_add_controller (GTK_WIDGET (self), GTK_EVENT_CONTROLLER (click));
}
