#include "ras-present-view-private.h"
#include "ras-window-private.h"

#include "../temp-folder.h"
#include "gui-events.h"
#include "ras-application.h"

static RasApplication *application;

static RasPresentView *
find_view (GtkWidget *widget)
{
  RasPresentView *view = RAS_IS_PRESENT_VIEW (widget) ? RAS_PRESENT_VIEW (widget) : NULL;

  for (GtkWidget *child = gtk_widget_get_first_child (widget); child && view == NULL;
       child = gtk_widget_get_next_sibling (child))
    view = find_view (child);
  return view;
}

static guint
get_rank (RasWindow *window)
{
  return ras_session_get_state (window->session)->rank;
}

static void
set_rank (RasWindow *window, guint rank)
{
  g_object_set (window->session, "rank", rank, NULL);
}

static gboolean
is_fitted (RasWindow *window)
{
  for (guint i = 0; i < ras_n_erasers (); i++)
    if (!ras_place_is_original (&window->places[i]) && window->places[i].eraser->has_path
        && (!window->places[i].settled || window->places[i].erased == NULL))
      return FALSE;
  return TRUE;
}

static RasPresentView *
enter (RasWindow *window)
{
  RasPresentView *view;

  gui_key (GDK_KEY_F5);
  gui_wait_for (find_view (GTK_WIDGET (window)) != NULL);
  view = find_view (GTK_WIDGET (window));
  gui_wait_for (gtk_widget_get_mapped (GTK_WIDGET (view)));
  gui_settle (GTK_WIDGET (window));
  return view;
}

static RasWindow *
open_window (void)
{
  RasWindow *window = ras_window_new (ADW_APPLICATION (application));

  gtk_window_present (GTK_WINDOW (window));
  ras_window_open (window, "moments:covariance");
  gui_wait_for (window->dataset != NULL);
  gui_wait_for (is_fitted (window));
  gui_focus (GTK_WINDOW (window));
  g_object_set (window->session, "page", "compare", "difference", FALSE, NULL);
  set_rank (window, 0);
  gui_settle (GTK_WIDGET (window));
  return window;
}

static void
close_window (RasWindow *window)
{
  gtk_window_destroy (GTK_WINDOW (window));
  g_assert_true (ras_jobs_wait (60));
  while (g_main_context_iteration (NULL, FALSE))
    ;
}

/* Nothing of it is there before it is wanted; leaving brings the window back. */
static void
test_enter_and_leave (void)
{
  RasWindow *window = open_window ();
  RasPresentView *view;
  AdwStyleManager *manager = adw_style_manager_get_default ();
  AdwColorScheme scheme = adw_style_manager_get_color_scheme (manager);
  const guint leave_keys[] = { GDK_KEY_Escape, GDK_KEY_F5 };

  g_assert_null (find_view (GTK_WIDGET (window)));
  for (gsize i = 0; i < G_N_ELEMENTS (leave_keys); i++)
    {
      view = enter (window);
      g_assert_true (adw_style_manager_get_dark (manager));
      g_assert_false (gtk_widget_get_mapped (GTK_WIDGET (window->grid)));
      g_assert_nonnull (gtk_label_get_text (view->class_label));
      gui_key (leave_keys[i]);
      gui_wait_for (gtk_widget_get_mapped (GTK_WIDGET (window->grid)));
      g_assert_false (gtk_widget_get_mapped (GTK_WIDGET (view)));
      g_assert_cmpint (adw_style_manager_get_color_scheme (manager), ==, scheme);
      gui_settle (GTK_WIDGET (window));
    }
  /* Closed while on the stage. */
  enter (window);
  close_window (window);
  g_assert_cmpint (adw_style_manager_get_color_scheme (manager), ==, scheme);
}

static void
test_steps (void)
{
  RasWindow *window = open_window ();
  RasPresentView *view = enter (window);
  guint length = ras_rank_scale_get_max_rank (view->scale);

  g_assert_cmpuint (length, >=, 10);
  set_rank (window, 3);
  gui_key (GDK_KEY_Right);
  gui_wait_for (get_rank (window) == 5);
  g_assert_cmpstr (gtk_label_get_text (view->rank_figure), ==, "5");
  gui_key_down (GDK_KEY_Shift_L);
  gui_key (GDK_KEY_Right);
  gui_key_up (GDK_KEY_Shift_L);
  gui_wait_for (get_rank (window) == 6);
  gui_key (GDK_KEY_Left);
  gui_wait_for (get_rank (window) == 5);
  gui_key (GDK_KEY_End);
  gui_wait_for (get_rank (window) == length);
  gui_key (GDK_KEY_Home);
  gui_wait_for (get_rank (window) == 0);
  close_window (window);
}

static void
test_play_and_pause (void)
{
  RasWindow *window = open_window ();
  RasPresentView *view = enter (window);
  guint rank;

  gui_key (GDK_KEY_space);
  gui_wait_for (get_rank (window) >= 2);
  gui_key (GDK_KEY_space);
  gui_wait_for (!ras_present_view_get_playing (view));
  rank = get_rank (window);
  gui_settle (GTK_WIDGET (view));
  g_assert_cmpuint (get_rank (window), ==, rank);
  /* It stops at the end, and begins anew from there. */
  set_rank (window, ras_rank_scale_get_max_rank (view->scale) - 1);
  view->pace = RAS_RANK_WALK_MOST_PACE;
  gui_key (GDK_KEY_space);
  gui_wait_for (get_rank (window) == ras_rank_scale_get_max_rank (view->scale)
                && !ras_present_view_get_playing (view));
  gui_key (GDK_KEY_space);
  gui_wait_for (ras_present_view_get_playing (view) && get_rank (window) <= 1);
  /* Who steps takes over. */
  gui_key (GDK_KEY_Right);
  gui_wait_for (!ras_present_view_get_playing (view));
  close_window (window);
}

static void
test_erasers (void)
{
  RasWindow *window = open_window ();
  RasPresentView *view = enter (window);

  g_assert_true (ras_present_view_get_shown (view, "none"));
  g_assert_true (ras_present_view_get_shown (view, "leace"));
  gui_key (GDK_KEY_1);
  gui_wait_for (!ras_present_view_get_shown (view, "leace"));
  gui_key (GDK_KEY_1);
  gui_wait_for (ras_present_view_get_shown (view, "leace"));
  gui_key (GDK_KEY_2);
  gui_wait_for (ras_present_view_get_shown (view, "oracle-leace"));
  /* The fifth is refused, and that is said. */
  gtk_widget_set_visible (GTK_WIDGET (view->note), FALSE);
  gui_key (GDK_KEY_6);
  gui_wait_for (gtk_widget_get_visible (GTK_WIDGET (view->note)));
  g_assert_false (ras_present_view_get_shown (view, "random"));
  gui_key (GDK_KEY_2);
  gui_wait_for (!ras_present_view_get_shown (view, "oracle-leace"));
  close_window (window);
}

static void
test_other_keys (void)
{
  RasWindow *window = open_window ();
  RasPresentView *view = enter (window);
  const RasSessionState *state = ras_session_get_state (window->session);
  guint index = state->index;
  double pace = view->pace;

  gui_key (GDK_KEY_Page_Down);
  gui_wait_for (state->index != index);
  gui_key (GDK_KEY_Page_Up);
  gui_wait_for (state->index == index);
  gui_key (GDK_KEY_r);
  gui_wait_for (state->index != index);
  g_assert_cmpuint (ras_dataset_get_label (window->dataset, state->split, state->index), ==,
                    ras_dataset_get_label (window->dataset, state->split, index));
  gui_key (GDK_KEY_d);
  gui_wait_for (state->difference);
  gui_key (GDK_KEY_minus);
  gui_wait_for (view->pace < pace);
  gui_key (GDK_KEY_l);
  gui_wait_for (!adw_style_manager_get_dark (adw_style_manager_get_default ()));
  gui_key (GDK_KEY_l);
  gui_wait_for (adw_style_manager_get_dark (adw_style_manager_get_default ()));
  gui_key (GDK_KEY_h);
  gui_wait_for (gtk_widget_get_visible (view->help));
  gui_key (GDK_KEY_Escape);
  gui_wait_for (!gtk_widget_get_visible (view->help));
  g_assert_true (gtk_widget_get_mapped (GTK_WIDGET (view)));
  gui_key (GDK_KEY_period);
  gui_wait_for (ras_present_view_get_blank (view));
  gui_key (GDK_KEY_b);
  gui_wait_for (!ras_present_view_get_blank (view));
  gui_key (GDK_KEY_m);
  gui_wait_for (ras_present_view_shows_chart (view));
  g_assert_cmpstr (gtk_stack_get_visible_child_name (view->pages), ==, "no-chart");
  g_assert_false (gtk_widget_get_visible (view->rank_box));
  gui_key (GDK_KEY_m);
  gui_wait_for (gtk_widget_get_visible (view->rank_box));
  close_window (window);
}

/* The stage shows what Compare has, with its one number. */
static void
test_same_pictures (void)
{
  RasWindow *window = open_window ();
  RasPresentView *view = enter (window);
  RasPlace *place = ras_window_get_place (window, ras_eraser_find ("alf-qleace", NULL));
  RasPresentPanel *one = NULL;

  set_rank (window, 5);
  gui_wait_for (place->rank == 5);
  for (guint i = 0; i < view->panels->len; i++)
    if (g_str_equal (g_array_index (view->panels, RasPresentPanel, i).name, "alf-qleace"))
      one = &g_array_index (view->panels, RasPresentPanel, i);
  g_assert_nonnull (one);
  g_assert_cmpint (ras_panel_get_state (one->panel), ==, RAS_PANEL_READY);
  g_assert_true (gtk_widget_get_mapped (GTK_WIDGET (one->panel)));
  close_window (window);
}

int
main (int argc, char **argv)
{
  g_autoptr (TempFolder) folder = temp_folder_new ();
  int status;

  g_setenv ("XDG_CACHE_HOME", folder, TRUE);
  g_setenv ("XDG_DATA_HOME", folder, TRUE);
  gui_init (&argc, &argv);
  application = ras_application_new ();
  g_application_set_flags (G_APPLICATION (application), G_APPLICATION_NON_UNIQUE);
  g_assert_true (g_application_register (G_APPLICATION (application), NULL, NULL));
  g_test_add_func ("/present/enter-and-leave", test_enter_and_leave);
  g_test_add_func ("/present/steps", test_steps);
  g_test_add_func ("/present/play-and-pause", test_play_and_pause);
  g_test_add_func ("/present/erasers", test_erasers);
  g_test_add_func ("/present/other-keys", test_other_keys);
  g_test_add_func ("/present/same-pictures", test_same_pictures);
  status = g_test_run ();
  /* No thread may still compute while the libraries are unloaded. */
  g_assert_true (ras_jobs_wait (60));
  g_object_unref (application);
  return status;
}
