#include "gui-events.h"

#include "figure.h"
#include "ras-panel-grid.h"

#define SIDE 32
#define PLANE (SIDE * SIDE)

/* A colour picture that is the same everywhere but at column 3, row 5. */
static GBytes *
make_picture (double r, double g, double b, double special)
{
  double colour[3] = { r, g, b };
  double *x = g_new (double, 3 * PLANE);

  for (int c = 0; c < 3; c++)
    {
      for (int i = 0; i < PLANE; i++)
        x[c * PLANE + i] = colour[c];
      x[c * PLANE + 5 * SIDE + 3] = special;
    }
  return g_bytes_new_take (x, 3 * PLANE * sizeof (double));
}

static void
give_picture (RasPanel *panel, double r, double g, double b)
{
  g_autoptr (GBytes) values = make_picture (r, g, b, -0.25);
  g_autoptr (GBytes) original = make_picture (0, 0, 1, 0.5);

  ras_panel_set_picture (panel, values, original, 3, SIDE, SIDE);
}

/* Two panels, red and green, whose original is blue. */
typedef struct
{
  RasLinkedView *view;
  RasPanelGrid *grid;
  RasPanel *red;
  RasPanel *green;
  GtkWindow *window;
} Fixture;

static void
set_up (Fixture *f, gconstpointer data)
{
  f->view = ras_linked_view_new ();
  f->grid = RAS_PANEL_GRID (ras_panel_grid_new ());
  f->red = RAS_PANEL (ras_panel_new (f->view, "leace", "LEACE", NULL));
  f->green = RAS_PANEL (ras_panel_new (f->view, "qleace", "QLEACE", "needs the label"));
  ras_panel_grid_add (f->grid, f->red);
  ras_panel_grid_add (f->grid, f->green);
  give_picture (f->red, 1, 0, 0);
  give_picture (f->green, 0, 1, 0);
  f->window = gui_show (GTK_WIDGET (f->grid), 600, 400);
}

static void
tear_down (Fixture *f, gconstpointer data)
{
  gui_close (f->window);
  g_object_unref (f->view);
}

/* The middle of an image pixel in the panel's coordinates while nothing is zoomed. */
static double
place_of (Fixture *f, int pixel)
{
  return RAS_PANEL_PADDING + (pixel + 0.5) * ras_panel_grid_get_scale (f->grid);
}

static void
assert_hovered (RasPanel *panel, const char *expected)
{
  g_autofree char *text = ras_panel_format_hovered (panel);

  g_assert_cmpstr (text, ==, expected);
}

static void
test_hover (Fixture *f, gconstpointer data)
{
  int x;
  int y;

  gui_move (GTK_WIDGET (f->red), place_of (f, 3), place_of (f, 5));
  g_assert_true (ras_linked_view_get_hovered (f->view, &x, &y));
  g_assert_cmpint (x, ==, 3);
  g_assert_cmpint (y, ==, 5);
  assert_hovered (f->green, "−0.250 −0.250 −0.250");

  gui_move (GTK_WIDGET (f->red), place_of (f, 31), place_of (f, 0));
  assert_hovered (f->red, "1.000 0.000 0.000");
  assert_hovered (f->green, "0.000 1.000 0.000");

  gui_move (GTK_WIDGET (f->grid), 1, 1);
  g_assert_false (ras_linked_view_get_hovered (f->view, NULL, NULL));
  assert_hovered (f->red, NULL);
}

static GdkRGBA
colour_of (Fixture *f, RasPanel *panel)
{
  return gui_get_colour (GTK_WIDGET (panel), (int) place_of (f, 20), (int) place_of (f, 20));
}

static void
test_compare (Fixture *f, gconstpointer data)
{
  gui_assert_colour (colour_of (f, f->red), 1, 0, 0);
  gui_move (GTK_WIDGET (f->red), place_of (f, 10), place_of (f, 10));
  gui_press ();
  gui_settle (GTK_WIDGET (f->red));
  gui_assert_colour (colour_of (f, f->red), 0, 0, 1);
  gui_assert_colour (colour_of (f, f->green), 0, 0, 1);
  assert_hovered (f->green, "0.000 0.000 1.000");
  gui_release ();
  gui_settle (GTK_WIDGET (f->red));
  gui_assert_colour (colour_of (f, f->red), 1, 0, 0);
  gui_assert_colour (colour_of (f, f->green), 0, 1, 0);
  g_assert_cmpint (ras_linked_view_get_zoom (f->view), ==, RAS_LINKED_VIEW_FIT);

  /* The press gave the panel the keyboard. */
  gui_key_down (GDK_KEY_space);
  gui_settle (GTK_WIDGET (f->red));
  gui_assert_colour (colour_of (f, f->green), 0, 0, 1);
  gui_key_up (GDK_KEY_space);
  gui_settle (GTK_WIDGET (f->red));
  gui_assert_colour (colour_of (f, f->green), 0, 1, 0);
}

static void
test_difference (Fixture *f, gconstpointer data)
{
  g_autoptr (GBytes) values = make_picture (0.1, 0, 1, 0);
  g_autoptr (GBytes) original = make_picture (0, 0, 1, 0);
  GdkRGBA colour;

  ras_panel_set_picture (f->red, values, original, 3, SIDE, SIDE);
  ras_linked_view_set_difference (f->view, TRUE);
  ras_linked_view_set_gain (f->view, 5);
  gui_settle (GTK_WIDGET (f->red));
  colour = colour_of (f, f->red);
  g_assert_cmpfloat_with_epsilon (colour.red, 0.75, 0.01);
  g_assert_cmpfloat_with_epsilon (colour.green, 0.5, 0.01);
  ras_linked_view_set_gain (f->view, 1);
  g_assert_cmpfloat_with_epsilon (colour_of (f, f->red).red, 0.55, 0.01);

  gui_move (GTK_WIDGET (f->green), place_of (f, 20), place_of (f, 20));
  assert_hovered (f->red, "0.100 0.000 0.000");
}

static void
test_rescale (Fixture *f, gconstpointer data)
{
  g_autoptr (GBytes) values = make_picture (0.5, 0.5, 0.5, 1.5);

  ras_panel_set_picture (f->red, values, values, 3, SIDE, SIDE);
  gui_assert_colour (colour_of (f, f->red), 0.5, 0.5, 0.5);
  ras_linked_view_set_rescale (f->view, TRUE);
  gui_assert_colour (colour_of (f, f->red), 0, 0, 0);
}

static void
test_zoom (Fixture *f, gconstpointer data)
{
  int fit = ras_panel_grid_get_scale (f->grid);
  int x;
  int y;

  gui_move (GTK_WIDGET (f->red), place_of (f, 3), place_of (f, 5));
  gui_scroll (-1);
  gui_scroll (-1);
  gui_settle (GTK_WIDGET (f->red));
  g_assert_cmpint (ras_linked_view_get_zoom (f->view), >, fit + 1);
  /* What was under the pointer still is. */
  gui_move (GTK_WIDGET (f->red), place_of (f, 3) + 1, place_of (f, 5));
  g_assert_true (ras_linked_view_get_hovered (f->view, &x, &y));
  g_assert_cmpint (x, ==, 3);
  g_assert_cmpint (y, ==, 5);

  for (int i = 0; i < 5; i++)
    gui_scroll (1);
  gui_settle (GTK_WIDGET (f->red));
  g_assert_cmpint (ras_linked_view_get_zoom (f->view), ==, RAS_LINKED_VIEW_FIT);
  g_assert_cmpfloat (ras_linked_view_get_centre_x (f->view), ==, SIDE / 2.0);
}

static void
test_pan (Fixture *f, gconstpointer data)
{
  int fit = ras_panel_grid_get_scale (f->grid);
  double middle = place_of (f, 16);

  ras_linked_view_look_at (f->view, 2 * fit, 16, 16, fit);
  gui_move (GTK_WIDGET (f->green), middle, middle);
  gui_press ();
  gui_settle (GTK_WIDGET (f->green));
  g_assert_true (ras_linked_view_get_comparing (f->view));
  gui_move (GTK_WIDGET (f->green), middle + 4 * fit, middle - 6 * fit);
  g_assert_false (ras_linked_view_get_comparing (f->view));
  gui_release ();
  gui_settle (GTK_WIDGET (f->green));
  /* To the right by as much as two pixels, up by three: the centre goes the other way. */
  g_assert_cmpfloat_with_epsilon (ras_linked_view_get_centre_x (f->view), 14, 0.1);
  g_assert_cmpfloat_with_epsilon (ras_linked_view_get_centre_y (f->view), 19, 0.1);

  /* Nothing beyond the picture is shown. */
  ras_linked_view_look_at (f->view, 2 * fit, -100, 100, fit);
  g_assert_cmpfloat (ras_linked_view_get_centre_x (f->view), ==, 8);
  g_assert_cmpfloat (ras_linked_view_get_centre_y (f->view), ==, 24);
}

static void
test_keys (Fixture *f, gconstpointer data)
{
  double before;

  gtk_widget_grab_focus (GTK_WIDGET (f->red));
  gui_key (GDK_KEY_equal);
  gui_key (GDK_KEY_equal);
  gui_key (GDK_KEY_equal);
  gui_settle (GTK_WIDGET (f->red));
  g_assert_cmpint (ras_linked_view_get_zoom (f->view), >, ras_panel_grid_get_scale (f->grid));
  before = ras_linked_view_get_centre_x (f->view);
  gui_key (GDK_KEY_Right);
  gui_settle (GTK_WIDGET (f->red));
  g_assert_cmpfloat (ras_linked_view_get_centre_x (f->view), >, before);
  before = ras_linked_view_get_centre_y (f->view);
  gui_key (GDK_KEY_Up);
  gui_settle (GTK_WIDGET (f->red));
  g_assert_cmpfloat (ras_linked_view_get_centre_y (f->view), <, before);
  gui_key (GDK_KEY_0);
  gui_settle (GTK_WIDGET (f->red));
  g_assert_cmpint (ras_linked_view_get_zoom (f->view), ==, RAS_LINKED_VIEW_FIT);
  g_assert_cmpfloat (ras_linked_view_get_centre_x (f->view), ==, 16);

  gui_key (GDK_KEY_Tab);
  gui_settle (GTK_WIDGET (f->red));
  g_assert_true (gtk_window_get_focus (f->window) == GTK_WIDGET (f->green));
}

static void
count_cb (int *count)
{
  ++*count;
}

static void
test_states (Fixture *f, gconstpointer data)
{
  GtkAccessible *accessible = GTK_ACCESSIBLE (f->green);
  GtkWidget *button;
  int cancelled = 0;

  g_assert_cmpint (gtk_accessible_get_accessible_role (accessible), ==, GTK_ACCESSIBLE_ROLE_IMG);
  gtk_test_accessible_assert_property (accessible, GTK_ACCESSIBLE_PROPERTY_LABEL, "QLEACE");
  gtk_test_accessible_assert_property (accessible, GTK_ACCESSIBLE_PROPERTY_DESCRIPTION,
                                       "needs the label");
  ras_panel_set_details (f->green, "distance 2.31", "PSNR 24.1 dB");
  gtk_test_accessible_assert_property (accessible, GTK_ACCESSIBLE_PROPERTY_DESCRIPTION,
                                       "distance 2.31, PSNR 24.1 dB, needs the label");
  gtk_test_accessible_assert_state (accessible, GTK_ACCESSIBLE_STATE_BUSY, FALSE);

  g_signal_connect_swapped (f->green, "cancel", G_CALLBACK (count_cb), &cancelled);
  ras_panel_set_pending (f->green, "Fitting QLEACE: class 4 of 10", 0.4, TRUE);
  gtk_test_accessible_assert_state (accessible, GTK_ACCESSIBLE_STATE_BUSY, TRUE);
  gtk_test_accessible_assert_property (accessible, GTK_ACCESSIBLE_PROPERTY_DESCRIPTION,
                                       "Fitting QLEACE: class 4 of 10");
  gui_settle (GTK_WIDGET (f->green));
  assert_hovered (f->green, NULL);
  button = gtk_widget_get_first_child (GTK_WIDGET (f->green));
  gui_click (button, gtk_widget_get_width (button) / 2.0, gtk_widget_get_height (button) / 2.0);
  g_assert_cmpint (cancelled, ==, 1);

  ras_panel_set_failed (f->green, "Not enough memory: close other programs.");
  g_assert_cmpint (ras_panel_get_state (f->green), ==, RAS_PANEL_FAILED);
  g_assert_false (gtk_widget_get_visible (button));
  gtk_test_accessible_assert_property (accessible, GTK_ACCESSIBLE_PROPERTY_DESCRIPTION,
                                       "Not enough memory: close other programs.");
  give_picture (f->green, 0, 1, 0);
  gui_assert_colour (colour_of (f, f->green), 0, 1, 0);
}

/* A picture that arrives fades in over its placeholder; one that follows is simply there. */
static void
test_fade (Fixture *f, gconstpointer data)
{
  GtkSettings *settings = gtk_settings_get_default ();

  ras_panel_set_pending (f->red, "Fitting LEACE", -1, FALSE);
  gui_settle (GTK_WIDGET (f->red));
  g_object_set (settings, "gtk-enable-animations", TRUE, NULL);
  give_picture (f->red, 1, 0, 0);
  g_assert_cmpfloat (colour_of (f, f->red).green, ==, colour_of (f, f->red).red);
  gui_wait_for (colour_of (f, f->red).red > 0.999);
  gui_assert_colour (colour_of (f, f->red), 1, 0, 0);
  give_picture (f->red, 0, 0.5, 0);
  gui_assert_colour (colour_of (f, f->red), 0, 0.5, 0);
  g_object_set (settings, "gtk-enable-animations", FALSE, NULL);
}

static void
draw_cb (cairo_t *cr, const RasStyle *style, double width, double height, gpointer user_data)
{
  graphene_rect_t *place = user_data;
  double x = 0, y = 0;

  cairo_user_to_device (cr, &x, &y);
  graphene_rect_init (place, x, y, width, height);
  cairo_set_source_rgb (cr, 0, 0, 1);
  cairo_rectangle (cr, 0, 0, width, height);
  cairo_fill (cr);
}

/* A picture that still changes: a line below it, a drawing in the caption, a button at its foot. The
 * panel is no higher for any of it but the button, and all panels are as high as that. */
static void
test_live (Fixture *f, gconstpointer data)
{
  GtkWidget *panel = GTK_WIDGET (f->green);
  GtkWidget *button = gtk_button_new_with_label ("Stop");
  GtkAccessible *accessible = GTK_ACCESSIBLE (f->green);
  graphene_rect_t place, controls;
  int side, clicked = 0;

  gtk_widget_set_halign (button, GTK_ALIGN_END);
  g_signal_connect_swapped (button, "clicked", G_CALLBACK (count_cb), &clicked);
  ras_panel_set_controls (f->green, button);
  ras_panel_set_details (f->green, "iteration 34 of 100 · loss 0.0310", "34 of 100 · 0.0310");
  ras_panel_set_drawing (f->green, draw_cb, &place);
  ras_panel_set_progress (f->green, 0.5);
  gtk_test_accessible_assert_state (accessible, GTK_ACCESSIBLE_STATE_BUSY, TRUE);
  gtk_test_accessible_assert_property (accessible, GTK_ACCESSIBLE_PROPERTY_DESCRIPTION,
                                       "iteration 34 of 100 · loss 0.0310, needs the label");
  gui_settle (panel);
  side = (int) ras_panel_get_length (f->green) * ras_panel_grid_get_scale (f->grid);

  /* Half of the line is in QLEACE's colour. */
  gui_assert_colour (gui_get_colour (panel, (int) RAS_PANEL_PADDING + side / 4,
                                     (int) RAS_PANEL_PADDING + side + 1), 0.835, 0.369, 0);
  g_assert_cmpfloat (gui_get_colour (panel, (int) RAS_PANEL_PADDING + side * 3 / 4,
                                     (int) RAS_PANEL_PADDING + side + 1).red, >, 0.8);
  g_assert_true (gtk_widget_compute_bounds (button, panel, &controls));
  g_assert_cmpfloat (place.size.width, >, 40);
  g_assert_cmpfloat (place.size.height, >, 10);
  g_assert_cmpfloat (place.size.width + RAS_PANEL_PADDING, <=, controls.origin.x);
  g_assert_cmpfloat (controls.origin.y + controls.size.height, <=, gtk_widget_get_height (panel));
  g_assert_cmpint (gtk_widget_get_height (panel), ==, gtk_widget_get_height (GTK_WIDGET (f->red)));

  gui_click (button, 10, 10);
  g_assert_cmpint (clicked, ==, 1);
  gtk_widget_grab_focus (panel);
  gui_key (GDK_KEY_Tab);
  gui_settle (panel);
  g_assert_true (gtk_window_get_focus (f->window) == button);

  ras_panel_set_pending (f->green, "Fitting", -1, FALSE);
  g_assert_false (gtk_widget_get_mapped (button));
  ras_panel_set_failed (f->green, "It failed.");
  g_assert_true (gtk_widget_get_mapped (button));
  give_picture (f->green, 0, 1, 0);

  ras_panel_set_progress (f->green, -1);
  ras_panel_set_drawing (f->green, NULL, NULL);
  gtk_test_accessible_assert_state (accessible, GTK_ACCESSIBLE_STATE_BUSY, FALSE);
  place.size.width = -1;
  gui_settle (panel);
  g_assert_cmpfloat (place.size.width, ==, -1);
}

static void
assert_aligned (RasPanelGrid *grid, guint columns)
{
  graphene_rect_t first;
  graphene_rect_t place;
  GtkWidget *child = gtk_widget_get_first_child (GTK_WIDGET (grid));

  g_assert_true (gtk_widget_compute_bounds (child, GTK_WIDGET (grid), &first));
  for (guint i = 0; child; child = gtk_widget_get_next_sibling (child), i++)
    {
      g_assert_true (gtk_widget_compute_bounds (child, GTK_WIDGET (grid), &place));
      g_assert_cmpfloat (place.size.width, ==, first.size.width);
      g_assert_cmpfloat (place.size.height, ==, first.size.height);
      if (i < columns)
        g_assert_cmpfloat (place.origin.y, ==, first.origin.y);
      else
        g_assert_cmpfloat (place.origin.y, >=, first.origin.y + first.size.height);
      g_assert_cmpfloat (place.origin.x, >=, 0);
      g_assert_cmpfloat (place.origin.x + place.size.width, <=,
                         gtk_widget_get_width (GTK_WIDGET (grid)));
    }
}

/* Six panels: all in a row where there is width, else in two rows of three, at the largest
 * scale: six of scale 6 take 6 · (192 + 8) + 5 · 6 = 1230 screen pixels. */
static void
test_grid (void)
{
  static const struct
  {
    int width, height, scale;
    guint columns;
  } cases[] = { { 1229, 400, 5, 6 }, { 1230, 400, 6, 6 }, { 640, 700, 6, 3 } };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (RasLinkedView) view = ras_linked_view_new ();
      RasPanelGrid *grid = RAS_PANEL_GRID (ras_panel_grid_new ());
      GtkWindow *window;

      for (int j = 0; j < 6; j++)
        ras_panel_grid_add (grid, RAS_PANEL (ras_panel_new (view, "leace", "LEACE", NULL)));
      window = gui_show (GTK_WIDGET (grid), cases[i].width, cases[i].height);
      g_assert_cmpint (gtk_widget_get_width (GTK_WIDGET (grid)), ==, cases[i].width);
      g_assert_cmpuint (ras_panel_grid_get_columns (grid), ==, cases[i].columns);
      g_assert_cmpint (ras_panel_grid_get_scale (grid), ==, cases[i].scale);
      assert_aligned (grid, cases[i].columns);

      /* A hidden panel takes no place. */
      gtk_widget_set_visible (gtk_widget_get_last_child (GTK_WIDGET (grid)), FALSE);
      gui_settle (GTK_WIDGET (grid));
      g_assert_cmpuint (ras_panel_grid_get_columns (grid), ==, MIN (cases[i].columns, 5));
      g_assert_cmpint (ras_panel_grid_get_scale (grid), >=, cases[i].scale);
      gui_close (window);
    }
}

int
main (int argc, char **argv)
{
#define ADD(path, func) g_test_add (path, Fixture, NULL, set_up, func, tear_down)
  gui_init (&argc, &argv);
  ADD ("/panels/hover", test_hover);
  ADD ("/panels/compare", test_compare);
  ADD ("/panels/difference", test_difference);
  ADD ("/panels/rescale", test_rescale);
  ADD ("/panels/zoom", test_zoom);
  ADD ("/panels/pan", test_pan);
  ADD ("/panels/keys", test_keys);
  ADD ("/panels/states", test_states);
  ADD ("/panels/fade", test_fade);
  ADD ("/panels/live", test_live);
  g_test_add_func ("/panels/grid", test_grid);
  return g_test_run ();
}
