#include "gui-events.h"

#include <X11/extensions/XTest.h>
#include <adwaita.h>
#include <gdk/x11/gdkx.h>

static Display *
get_display (void)
{
  return gdk_x11_display_get_xdisplay (gdk_display_get_default ());
}

void
gui_init (int *argc, char ***argv)
{
  g_setenv ("GDK_BACKEND", "x11", TRUE);
  gtk_test_init (argc, argv, NULL);
  adw_init ();
  g_object_set (gtk_settings_get_default (), "gtk-enable-animations", FALSE, NULL);
}

void
gui_iterate (void)
{
  if (!g_main_context_iteration (NULL, FALSE))
    g_usleep (2000);
}

static gboolean
has_keyboard (GtkWindow *window)
{
  Window focus;
  int revert;

  XGetInputFocus (get_display (), &focus, &revert);
  return focus == gdk_x11_surface_get_xid (gtk_native_get_surface (GTK_NATIVE (window)));
}

/* No window manager gives it the keyboard. */
void
gui_focus (GtkWindow *window)
{
  gui_wait_for (gtk_widget_get_mapped (GTK_WIDGET (window)));
  gui_settle (GTK_WIDGET (window));
  XSetInputFocus (get_display (),
                  gdk_x11_surface_get_xid (gtk_native_get_surface (GTK_NATIVE (window))),
                  RevertToParent, CurrentTime);
  gui_wait_for (has_keyboard (window));
  gui_settle (GTK_WIDGET (window));
}

GtkWindow *
gui_show (GtkWidget *child, int width, int height)
{
  GtkWindow *window = GTK_WINDOW (gtk_window_new ());

  gtk_window_set_decorated (window, FALSE);
  gtk_window_set_default_size (window, width, height);
  gtk_window_set_child (window, child);
  gtk_window_present (window);
  gui_wait_for (gtk_widget_get_mapped (child) && gtk_widget_get_width (child) > 0);
  gui_focus (window);
  return window;
}

void
gui_close (GtkWindow *window)
{
  gtk_window_destroy (window);
  while (g_main_context_iteration (NULL, FALSE))
    ;
}

static gboolean
count_frame_cb (GtkWidget *widget, GdkFrameClock *clock, gpointer user_data)
{
  int *frames = user_data;

  ++*frames;
  return G_SOURCE_CONTINUE;
}

void
gui_settle (GtkWidget *widget)
{
  int frames = 0;
  guint id;

  XSync (get_display (), False);
  while (g_main_context_iteration (NULL, FALSE))
    ;
  id = gtk_widget_add_tick_callback (widget, count_frame_cb, &frames, NULL);
  gui_wait_for (frames >= 3);
  gtk_widget_remove_tick_callback (widget, id);
}

void
gui_move (GtkWidget *widget, double x, double y)
{
  GtkNative *native = gtk_widget_get_native (widget);
  Display *display = get_display ();
  double surface_x;
  double surface_y;
  double at_x;
  double at_y;
  Window ignored;
  int root_x;
  int root_y;

  g_assert_true (
    gtk_widget_translate_coordinates (widget, GTK_WIDGET (native), x, y, &at_x, &at_y));
  gtk_native_get_surface_transform (native, &surface_x, &surface_y);
  XTranslateCoordinates (display, gdk_x11_surface_get_xid (gtk_native_get_surface (native)),
                         DefaultRootWindow (display), (int) (at_x + surface_x),
                         (int) (at_y + surface_y), &root_x, &root_y, &ignored);
  XTestFakeMotionEvent (display, -1, root_x, root_y, CurrentTime);
  gui_settle (widget);
}

static void
fake_button (guint button, gboolean down)
{
  XTestFakeButtonEvent (get_display (), button, down, CurrentTime);
  XSync (get_display (), False);
}

void
gui_press (void)
{
  fake_button (1, TRUE);
}

void
gui_release (void)
{
  fake_button (1, FALSE);
}

void
gui_click (GtkWidget *widget, double x, double y)
{
  gui_move (widget, x, y);
  gui_press ();
  gui_release ();
  gui_settle (widget);
}

void
gui_scroll (int direction)
{
  guint button = direction < 0 ? 4 : 5;

  fake_button (button, TRUE);
  fake_button (button, FALSE);
}

static void
fake_key (guint keyval, gboolean down)
{
  KeyCode code = XKeysymToKeycode (get_display (), keyval);

  g_assert_cmpint (code, !=, 0);
  XTestFakeKeyEvent (get_display (), code, down, CurrentTime);
  XSync (get_display (), False);
}

void
gui_key_down (guint keyval)
{
  fake_key (keyval, TRUE);
}

void
gui_key_up (guint keyval)
{
  fake_key (keyval, FALSE);
}

void
gui_key (guint keyval)
{
  fake_key (keyval, TRUE);
  fake_key (keyval, FALSE);
}

GdkRGBA
gui_get_colour (GtkWidget *widget, int x, int y)
{
  int width = gtk_widget_get_width (widget);
  int height = gtk_widget_get_height (widget);
  g_autoptr (GtkSnapshot) snapshot = gtk_snapshot_new ();
  GskRenderNode *node;
  g_autoptr (GdkTexture) texture = NULL;
  g_autofree guint32 *pixels = g_new (guint32, (gsize) width * height);
  guint32 pixel;

  g_assert_true (x >= 0 && y >= 0 && x < width && y < height);
  GTK_WIDGET_GET_CLASS (widget)->snapshot (widget, snapshot);
  node = gtk_snapshot_to_node (snapshot);
  g_assert_nonnull (node);
  texture = gsk_renderer_render_texture (gtk_native_get_renderer (gtk_widget_get_native (widget)),
                                         node, &GRAPHENE_RECT_INIT (0, 0, width, height));
  gdk_texture_download (texture, (guchar *) pixels, (gsize) width * sizeof *pixels);
  gsk_render_node_unref (node);
  pixel = pixels[(gsize) y * width + x];
  return (GdkRGBA) { ((pixel >> 16) & 255) / 255.0f, ((pixel >> 8) & 255) / 255.0f,
                     (pixel & 255) / 255.0f, 1 };
}
