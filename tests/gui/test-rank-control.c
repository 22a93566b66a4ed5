#include "gui-events.h"

#include <math.h>

#include "ras-rank-control.h"
#include "ras-rank-text.h"

#define LENGTH 150

static double gaps[1001];
static double direction[3 * 32 * 32];

typedef struct
{
  RasRankControl *control;
  RasRankScale *scale;
  GtkWindow *window;
  GArray *chosen; /* of Choice: what "rank-changed" said */
} Fixture;

typedef struct
{
  guint rank;
  gboolean dragging;
} Choice;

static const double *
direction_cb (guint i, gpointer user_data)
{
  g_assert_cmpuint (i, >=, 1);
  g_assert_cmpuint (i, <=, 1000);
  return direction;
}

static void
rank_changed_cb (RasRankControl *control, guint rank, gboolean dragging, GArray *chosen)
{
  g_array_append_val (chosen, ((Choice) { rank, dragging }));
}

static void
set_up (Fixture *f, gconstpointer data)
{
  /* 90 % at rank 9, 99 % at rank 99, 99.9 % at rank 999. */
  for (int r = 0; r <= 1000; r++)
    gaps[r] = 1.0 / (r + 1);
  for (gsize i = 0; i < G_N_ELEMENTS (direction); i++)
    direction[i] = sin (i);
  f->control = RAS_RANK_CONTROL (ras_rank_control_new ());
  f->scale = ras_rank_control_get_scale (f->control);
  f->chosen = g_array_new (FALSE, FALSE, sizeof (Choice));
  ras_rank_control_set_dimension (f->control, 3072, 3063);
  ras_rank_control_set_directions (f->control, direction_cb, NULL, NULL, 3, 32, 32);
  ras_rank_control_set_path (f->control, gaps, LENGTH);
  g_signal_connect (f->control, "rank-changed", G_CALLBACK (rank_changed_cb), f->chosen);
  f->window = gui_show (GTK_WIDGET (f->control), 1100, 340);
}

static void
tear_down (Fixture *f, gconstpointer data)
{
  gui_close (f->window);
  g_array_unref (f->chosen);
}

static Choice
last_choice (Fixture *f)
{
  g_assert_cmpuint (f->chosen->len, >, 0);
  return g_array_index (f->chosen, Choice, f->chosen->len - 1);
}

/* The middle of the chart, the slider and the strip. */
static double
get_row (Fixture *f, int row)
{
  GtkWidget *child = gtk_widget_get_first_child (GTK_WIDGET (f->scale));
  graphene_rect_t place;

  for (int i = 0; i < row; i++)
    child = gtk_widget_get_next_sibling (child);
  g_assert_true (gtk_widget_compute_bounds (child, GTK_WIDGET (f->scale), &place));
  return place.origin.y + place.size.height / 2;
}

static void
test_click (Fixture *f, gconstpointer data)
{
  const double shares[] = { 0.3, 0.55, 0.8 };
  RasRankAxis axis;

  ras_rank_scale_get_axis (f->scale, &axis);
  g_assert_cmpuint (axis.max_rank, ==, 200);
  for (int row = 0; row < 3; row++)
    for (gsize i = 0; i < G_N_ELEMENTS (shares); i++)
      {
        double x = floor (axis.left + shares[i] * (axis.right - axis.left));

        ras_rank_control_set_rank (f->control, 0);
        gui_click (GTK_WIDGET (f->scale), x, get_row (f, row));
        g_assert_cmpuint (ras_rank_control_get_rank (f->control), ==,
                          ras_rank_axis_get_rank (&axis, x));
        g_assert_cmpuint (last_choice (f).rank, ==, ras_rank_axis_get_rank (&axis, x));
        g_assert_false (last_choice (f).dragging);
      }
  /* Beyond the path there is nothing to remove yet. */
  gui_click (GTK_WIDGET (f->scale), axis.right + 5, get_row (f, 1));
  g_assert_cmpuint (ras_rank_control_get_rank (f->control), ==, LENGTH);
}

static void
test_drag (Fixture *f, gconstpointer data)
{
  RasRankAxis axis;
  double y = get_row (f, 0);
  double thumb;

  ras_rank_scale_get_axis (f->scale, &axis);
  ras_rank_control_set_rank (f->control, 20);
  g_assert_cmpuint (f->chosen->len, ==, 0);
  /* Taken hold of a little beside its middle, the thumb does not jump. */
  thumb = round (ras_rank_axis_get_position (&axis, 20));
  gui_move (GTK_WIDGET (f->scale), thumb + 6, y);
  gui_press ();
  gui_settle (GTK_WIDGET (f->scale));
  g_assert_cmpuint (ras_rank_control_get_rank (f->control), ==, 20);
  gui_move (GTK_WIDGET (f->scale), thumb + 106, y);
  gui_move (GTK_WIDGET (f->scale), thumb + 206, y);
  g_assert_cmpuint (ras_rank_control_get_rank (f->control), >, 20);
  g_assert_true (last_choice (f).dragging);
  gui_move (GTK_WIDGET (f->scale), axis.left - 30, y);
  g_assert_cmpuint (ras_rank_control_get_rank (f->control), ==, 0);
  gui_release ();
  gui_settle (GTK_WIDGET (f->scale));
  g_assert_cmpuint (last_choice (f).rank, ==, 0);
  g_assert_false (last_choice (f).dragging);
  for (guint i = 0; i + 1 < f->chosen->len; i++)
    g_assert_true (g_array_index (f->chosen, Choice, i).dragging);
}

static void
press_key (Fixture *f, guint keyval, guint expected)
{
  gui_key (keyval);
  gui_settle (GTK_WIDGET (f->scale));
  g_assert_cmpuint (ras_rank_control_get_rank (f->control), ==, expected);
}

static void
test_keys (Fixture *f, gconstpointer data)
{
  ras_rank_control_set_rank (f->control, 100);
  gtk_widget_grab_focus (GTK_WIDGET (f->scale));
  press_key (f, GDK_KEY_Right, 101);
  press_key (f, GDK_KEY_Left, 100);
  press_key (f, GDK_KEY_Page_Up, 110);
  press_key (f, GDK_KEY_Page_Down, 99);
  press_key (f, GDK_KEY_End, LENGTH);
  press_key (f, GDK_KEY_Right, LENGTH);
  press_key (f, GDK_KEY_Home, 0);
  press_key (f, GDK_KEY_Page_Up, 1);
  g_assert_false (last_choice (f).dragging);

  /* The scale is one stop of the Tab key; a press gives it the keyboard. */
  g_assert_true (gtk_window_get_focus (f->window) == GTK_WIDGET (f->scale));
  gui_key (GDK_KEY_Tab);
  gui_settle (GTK_WIDGET (f->scale));
  g_assert_true (GTK_IS_BUTTON (gtk_window_get_focus (f->window)));
  gui_click (GTK_WIDGET (f->scale), 300, get_row (f, 0));
  g_assert_true (gtk_window_get_focus (f->window) == GTK_WIDGET (f->scale));
}

static void
test_wheel (Fixture *f, gconstpointer data)
{
  ras_rank_control_set_rank (f->control, 50);
  gui_move (GTK_WIDGET (f->scale), 300, get_row (f, 2));
  gui_scroll (-1);
  gui_settle (GTK_WIDGET (f->scale));
  g_assert_cmpuint (ras_rank_control_get_rank (f->control), ==, 55);
  gui_scroll (1);
  gui_settle (GTK_WIDGET (f->scale));
  g_assert_cmpuint (ras_rank_control_get_rank (f->control), ==, 49);
}

static void
test_play (Fixture *f, gconstpointer data)
{
  guint before;

  ras_rank_control_set_rank (f->control, 60);
  ras_rank_control_set_playing (f->control, TRUE);
  gui_wait_for (f->chosen->len >= 3);
  g_assert_true (ras_rank_control_get_playing (f->control));
  before = 60;
  for (guint i = 0; i < f->chosen->len; i++)
    {
      g_assert_cmpuint (g_array_index (f->chosen, Choice, i).rank, >, before);
      g_assert_true (g_array_index (f->chosen, Choice, i).dragging);
      before = g_array_index (f->chosen, Choice, i).rank;
    }

  /* Space pauses and goes on. */
  gtk_widget_grab_focus (GTK_WIDGET (f->scale));
  gui_key (GDK_KEY_space);
  gui_wait_for (!ras_rank_control_get_playing (f->control));
  g_assert_false (last_choice (f).dragging);
  gui_key (GDK_KEY_space);
  gui_wait_for (ras_rank_control_get_playing (f->control));

  gui_wait_for (!ras_rank_control_get_playing (f->control));
  g_assert_cmpuint (ras_rank_control_get_rank (f->control), ==, LENGTH);
  g_assert_false (last_choice (f).dragging);

  /* From the end it starts again; a hand on the scale stops it. */
  ras_rank_control_set_playing (f->control, TRUE);
  g_assert_cmpuint (ras_rank_control_get_rank (f->control), ==, 0);
  gui_wait_for (ras_rank_control_get_rank (f->control) > 0);
  gui_click (GTK_WIDGET (f->scale), 300, get_row (f, 0));
  g_assert_false (ras_rank_control_get_playing (f->control));
}

/* The button with this label. */
static GtkWidget *
find_button (GtkWidget *widget, const char *label)
{
  if (GTK_IS_BUTTON (widget)
      && g_strcmp0 (gtk_button_get_label (GTK_BUTTON (widget)), label) == 0)
    return widget;
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child;
       child = gtk_widget_get_next_sibling (child))
    {
      GtkWidget *found = find_button (child, label);

      if (found)
        return found;
    }
  return NULL;
}

static void
test_targets (Fixture *f, gconstpointer data)
{
  GtkWidget *button = find_button (GTK_WIDGET (f->control), ras_rank_target_names[1]);
  GtkWidget *last = find_button (GTK_WIDGET (f->control), ras_rank_target_names[2]);

  gui_click (button, gtk_widget_get_width (button) / 2.0, 10);
  g_assert_cmpuint (ras_rank_control_get_rank (f->control), ==, 99);
  g_assert_cmpuint (last_choice (f).rank, ==, 99);

  g_assert_false (gtk_widget_get_sensitive (last));
  g_assert_nonnull (strstr (gtk_widget_get_tooltip_text (last), "does not reach"));
  ras_rank_control_set_path (f->control, gaps, 1000);
  g_assert_true (gtk_widget_get_sensitive (last));
  gui_settle (last);
  gui_click (last, gtk_widget_get_width (last) / 2.0, 10);
  g_assert_cmpuint (ras_rank_control_get_rank (f->control), ==, 999);
}

static void
test_growth (Fixture *f, gconstpointer data)
{
  guint limit;

  ras_rank_control_set_path (f->control, gaps, 3);
  g_object_get (f->control, "limit", &limit, NULL);
  g_assert_cmpuint (limit, ==, 20);
  for (guint length = 101; length <= 200; length += 33)
    {
      ras_rank_control_set_path (f->control, gaps, length);
      g_object_get (f->control, "limit", &limit, NULL);
      g_assert_cmpuint (limit, ==, 200);
    }
  ras_rank_control_set_path (f->control, gaps, 201);
  g_assert_cmpuint (ras_rank_scale_get_limit (f->scale), ==, 500);
  ras_rank_control_set_dimension (f->control, 320, 300);
  g_assert_cmpuint (ras_rank_scale_get_limit (f->scale), ==, 300);

  /* A rank that the path does not reach yet is taken up when it does. */
  ras_rank_control_set_path (f->control, gaps, 10);
  ras_rank_control_set_rank (f->control, 30);
  g_assert_cmpuint (ras_rank_control_get_rank (f->control), ==, 10);
  ras_rank_control_set_path (f->control, gaps, 25);
  g_assert_cmpuint (ras_rank_control_get_rank (f->control), ==, 25);
  ras_rank_control_set_path (f->control, gaps, 50);
  g_assert_cmpuint (ras_rank_control_get_rank (f->control), ==, 30);
  g_assert_cmpuint (f->chosen->len, ==, 0);

  ras_rank_control_set_path (f->control, NULL, 0);
  gui_settle (GTK_WIDGET (f->control));
  g_assert_cmpuint (ras_rank_control_get_rank (f->control), ==, 0);
}

/* Slider thumb and axis, hence chart and strip, agree at every rank. */
static void
test_alignment (Fixture *f, gconstpointer data)
{
  GtkWidget *chart = gtk_widget_get_first_child (GTK_WIDGET (f->scale));
  GtkWidget *slider = gtk_widget_get_next_sibling (chart);
  GtkWidget *thumb = gtk_widget_get_last_child (gtk_widget_get_first_child (slider));
  RasRankAxis axis;

  ras_rank_scale_get_axis (f->scale, &axis);
  for (guint rank = 0; rank <= LENGTH; rank += 25)
    {
      graphene_rect_t place;

      ras_rank_control_set_rank (f->control, rank);
      gui_settle (GTK_WIDGET (f->scale));
      g_assert_true (gtk_widget_compute_bounds (thumb, GTK_WIDGET (f->scale), &place));
      g_assert_cmpfloat_with_epsilon (place.origin.x + place.size.width / 2,
                                      ras_rank_axis_get_position (&axis, rank), 1);
    }
}

static void
test_accessible (Fixture *f, gconstpointer data)
{
  GtkAccessible *accessible = GTK_ACCESSIBLE (f->scale);
  const char *text = "15 directions removed, 6.2\u202f% of the covariance gap left";

  ras_rank_control_set_rank (f->control, 15);
  g_assert_cmpint (gtk_accessible_get_accessible_role (accessible), ==,
                   GTK_ACCESSIBLE_ROLE_SLIDER);
  gtk_test_accessible_assert_property (accessible, GTK_ACCESSIBLE_PROPERTY_LABEL,
                                       "Directions removed");
  gtk_test_accessible_assert_property (accessible, GTK_ACCESSIBLE_PROPERTY_VALUE_NOW, 15.0);
  gtk_test_accessible_assert_property (accessible, GTK_ACCESSIBLE_PROPERTY_VALUE_MIN, 0.0);
  gtk_test_accessible_assert_property (accessible, GTK_ACCESSIBLE_PROPERTY_VALUE_MAX,
                                       (double) LENGTH);
  gtk_test_accessible_assert_property (accessible, GTK_ACCESSIBLE_PROPERTY_VALUE_TEXT, text);
}

static void
test_text (void)
{
  static const struct
  {
    double share;
    const char *text;
  } cases[] = { { 1, "100\u202f%" },       { 0.54, "54\u202f%" },     { 0.0996, "10\u202f%" },
                { 0.0374, "3.7\u202f%" },  { 0.00996, "1.0\u202f%" }, { 0.0093, "0.93\u202f%" },
                { 0.0004, "0.040\u202f%" } };
  g_autofree char *one = ras_rank_text_format (1, 0.5);
  g_autofree char *unknown = ras_rank_text_format (2000, NAN);

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *text = ras_rank_text_format_share (cases[i].share);

      g_assert_cmpstr (text, ==, cases[i].text);
    }
  g_assert_cmpstr (one, ==, "1 direction removed, 50\u202f% of the covariance gap left");
  g_assert_cmpstr (unknown, ==, "2\u202f000 directions removed");
}

int
main (int argc, char **argv)
{
#define ADD(path, func) g_test_add (path, Fixture, NULL, set_up, func, tear_down)
  gui_init (&argc, &argv);
  ADD ("/rank-control/click", test_click);
  ADD ("/rank-control/drag", test_drag);
  ADD ("/rank-control/keys", test_keys);
  ADD ("/rank-control/wheel", test_wheel);
  ADD ("/rank-control/play", test_play);
  ADD ("/rank-control/targets", test_targets);
  ADD ("/rank-control/growth", test_growth);
  ADD ("/rank-control/alignment", test_alignment);
  ADD ("/rank-control/accessible", test_accessible);
  g_test_add_func ("/rank-control/text", test_text);
  return g_test_run ();
}
