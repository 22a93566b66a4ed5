/* The lessons in a real window: all six steps, done with real keys and clicks, training included. */
#include "ras-window-private.h"

#include <string.h>

#include "../temp-folder.h"
#include "gui-events.h"
#include "ras-application.h"
#include "ras-lesson-pane.h"
#include "ras-lesson-strip.h"
#include "ras-settings.h"

#define WIDTH 1250
#define HEIGHT 800

static RasApplication *application;

/* Opening and fitting a data set takes its time, more so with sanitizers. */
#define wait_until(condition) \
  G_STMT_START \
  { \
    while (!(condition)) \
      g_main_context_iteration (NULL, TRUE); \
  } \
  G_STMT_END

static GtkWidget *
find_type (GtkWidget *widget, GType type)
{
  if (G_TYPE_CHECK_INSTANCE_TYPE (widget, type))
    return widget;
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child;
       child = gtk_widget_get_next_sibling (child))
    {
      GtkWidget *found = find_type (child, type);

      if (found)
        return found;
    }
  return NULL;
}

/* A button in sight with that text on it. */
static GtkWidget *
find_button (GtkWidget *widget, const char *label)
{
  if (GTK_IS_BUTTON (widget) && gtk_widget_get_mapped (widget)
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

static gboolean
says (GtkWidget *widget, const char *words)
{
  if (GTK_IS_LABEL (widget) && gtk_widget_get_mapped (widget)
      && strstr (gtk_label_get_text (GTK_LABEL (widget)), words))
    return TRUE;
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child;
       child = gtk_widget_get_next_sibling (child))
    if (says (child, words))
      return TRUE;
  return FALSE;
}

static RasLessonTour *
get_tour (RasWindow *window)
{
  /* The first, and only, field of what the window keeps. */
  return *(RasLessonTour **) window->lessons;
}

static GtkWidget *
get_pane (RasWindow *window)
{
  return GTK_WIDGET (ras_lesson_frame_get_pane (window->lesson_frame));
}

static void
click (RasWindow *window, const char *label)
{
  GtkWidget *button;

  gui_settle (GTK_WIDGET (window));
  button = find_button (get_pane (window), label);
  g_assert_nonnull (button);
  gui_click (button, gtk_widget_get_width (button) / 2.0, gtk_widget_get_height (button) / 2.0);
  gui_settle (GTK_WIDGET (window));
}

static void
wait_for_answer (RasWindow *window)
{
  wait_until (ras_lesson_tour_is_done (get_tour (window))
              && ras_lesson_tour_get_acknowledgement (get_tour (window)));
}

/* The step's images are on show, and nothing is done yet. */
static void
enter_step (RasWindow *window, guint step)
{
  const RasLesson *lesson = &ras_lessons[step];

  wait_until (window->dataset
              && strcmp (ras_dataset_get_location (window->dataset), lesson->location) == 0);
  g_assert_cmpuint (ras_lesson_tour_get_step (get_tour (window)), ==, step);
  g_assert_false (ras_lesson_tour_is_done (get_tour (window)));
  g_assert_true (says (get_pane (window), lesson->title));
}

static RasWindow *
open_window (const char *location)
{
  RasWindow *window = ras_window_new (ADW_APPLICATION (application));

  gtk_window_set_default_size (GTK_WINDOW (window), WIDTH, HEIGHT);
  gtk_window_present (GTK_WINDOW (window));
  gui_focus (GTK_WINDOW (window));
  ras_window_open (window, location);
  wait_until (window->dataset);
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

static const RasSessionState *
state_of (RasWindow *window)
{
  return ras_session_get_state (window->session);
}

/* --- The tests --- */

static void
look_at_images (RasWindow *window)
{
  enter_step (window, 0);
  for (guint i = 0; i < 3; i++)
    {
      g_assert_false (ras_lesson_tour_is_done (get_tour (window)));
      gui_key_down (GDK_KEY_Control_L);
      gui_key (GDK_KEY_Page_Down);
      gui_key_up (GDK_KEY_Control_L);
      gui_wait_for (state_of (window)->index == i + 1);
    }
  wait_for_answer (window);
  gui_settle (GTK_WIDGET (window));
  g_assert_true (says (get_pane (window), "mean gap"));
}

static void
turn_dial (RasWindow *window)
{
  const RasLessonFacts *facts = ras_lesson_tour_get_facts (get_tour (window));

  enter_step (window, 4);
  wait_until (facts->rank_of_target > 0);
  g_object_set (window->session, "rank", facts->rank_of_target, NULL);
  g_assert_false (ras_lesson_tour_is_done (get_tour (window))); /* not at 0 yet */
  g_object_set (window->session, "rank", 0, NULL);
  g_assert_false (ras_lesson_tour_is_done (get_tour (window)));
  click (window, "Show _me");
  wait_for_answer (window);
  g_assert_cmpuint (state_of (window)->rank, ==, facts->rank_of_target);
  g_assert_cmpfloat (facts->gap, <=, 0.1);
}

static void
train (RasWindow *window)
{
  const RasLessonFacts *facts = ras_lesson_tour_get_facts (get_tour (window));

  enter_step (window, 5);
  g_assert_cmpstr (state_of (window)->page, ==, "mdl");
  /* The set-up is the lesson's; its size is the test's. */
  g_object_set (window->session, "mdl-images", 600, "mdl-max-epochs", 15, NULL);
  gui_settle (GTK_WIDGET (window));
  gui_key_down (GDK_KEY_Control_L);
  gui_key (GDK_KEY_r);
  gui_key_up (GDK_KEY_Control_L);
  gui_wait_for (ras_run_board_is_busy (ras_mdl_view_get_board (window->mdl_view)));
  wait_for_answer (window);
  g_assert_cmpfloat (facts->mdl[RAS_LESSON_NONE], <, facts->mdl[RAS_LESSON_QLEACE]);
}

static void
test_all_steps (void)
{
  RasWindow *window = open_window ("moments:beyond");
  GtkWidget *frame = GTK_WIDGET (window->lesson_frame);

  g_object_set (window->session, "index", 4, NULL);
  gui_key (GDK_KEY_F1);
  gui_wait_for (get_pane (window));
  gui_settle (frame);
  look_at_images (window);
  click (window, "_Next");
  enter_step (window, 1);
  click (window, "LEACE");
  wait_for_answer (window);
  g_assert_cmpfloat (ras_lesson_tour_get_facts (get_tour (window))->train[1].linear_accuracy, <,
                     0.12);
  click (window, "_Next");
  enter_step (window, 2);
  click (window, "Middle pixel");
  wait_for_answer (window);
  click (window, "_Next");
  enter_step (window, 3);
  click (window, "This image");
  wait_for_answer (window);
  click (window, "_Next");
  turn_dial (window);
  click (window, "_Next");
  train (window);
  click (window, "_To the end");
  g_assert_true (says (get_pane (window), "Where to go on"));

  /* Finishing asks whether to bring back what was there. */
  click (window, "_Finish");
  {
    g_autoptr (GList) windows = gtk_window_list_toplevels ();
    GtkWidget *dialog = NULL;

    for (GList *l = windows; l; l = l->next)
      if (ADW_IS_MESSAGE_DIALOG (l->data))
        dialog = l->data;
    g_assert_nonnull (dialog);
    adw_message_dialog_response (ADW_MESSAGE_DIALOG (dialog), "bring-back");
    gtk_window_destroy (GTK_WINDOW (dialog));
  }
  g_assert_null (get_pane (window));
  wait_until (strcmp (ras_dataset_get_location (window->dataset), "moments:beyond") == 0);
  g_assert_cmpuint (state_of (window)->index, ==, 4);
  g_assert_cmpstr (state_of (window)->page, ==, "compare");
  g_assert_cmpuint (g_strv_length (state_of (window)->hidden_erasers), ==, 0);
  close_window (window);
}

/* Left in the third step, they go on there; nobody has to do a task to go on. */
static void
test_resumed (void)
{
  RasWindow *window = open_window ("moments:mean");

  gtk_widget_activate_action (GTK_WIDGET (window), "win.lessons", NULL);
  gui_settle (GTK_WIDGET (window));
  click (window, "_Next");
  click (window, "_Next");
  enter_step (window, 2);
  close_window (window);

  window = open_window ("moments:mean");
  g_assert_cmpuint (g_strv_length (state_of (window)->hidden_erasers), ==, 0);
  gtk_widget_activate_action (GTK_WIDGET (window), "win.lessons", NULL);
  enter_step (window, 2);
  click (window, "_Back");
  click (window, "_Back");
  enter_step (window, 0);
  close_window (window);
}

/* In a narrow window the pane lies above, and can be folded up to its task. */
static void
test_narrow (void)
{
  RasWindow *window = open_window ("moments:mean");
  GtkWidget *pane, *strip, *button;

  gtk_widget_activate_action (GTK_WIDGET (window), "win.lessons", NULL);
  gui_settle (GTK_WIDGET (window));
  pane = get_pane (window);
  g_assert_cmpint (gtk_widget_get_width (pane), <=, 340);
  g_assert_cmpint (gtk_widget_get_height (pane), >, 500);
  strip = find_type (pane, RAS_TYPE_LESSON_STRIP);
  g_assert_true (gtk_widget_get_mapped (strip));
  gtk_window_set_default_size (GTK_WINDOW (window), 800, 600);
  gui_wait_for (gtk_widget_get_width (pane) > 700 && gtk_widget_get_width (pane) <= 800);
  gui_wait_for (!ras_lesson_pane_get_beside (RAS_LESSON_PANE (pane)));
  gui_settle (GTK_WIDGET (window));
  g_assert_cmpint (gtk_widget_get_height (pane), <, 350);
  button = find_type (pane, GTK_TYPE_TOGGLE_BUTTON);
  g_assert_true (gtk_widget_get_mapped (button));
  gui_click (button, 10, 10);
  gui_wait_for (!gtk_widget_get_mapped (strip) && gtk_widget_get_height (pane) < 60);
  g_assert_true (says (pane, ras_lessons[0].task));
  close_window (window);
}

int
main (int argc, char **argv)
{
  g_autoptr (TempFolder) home = temp_folder_new ();
  int status;

  g_setenv ("XDG_CACHE_HOME", home, TRUE);
  g_setenv ("XDG_DATA_HOME", home, TRUE);
  gui_init (&argc, &argv);
  application = ras_application_new ();
  g_application_set_flags (G_APPLICATION (application), G_APPLICATION_NON_UNIQUE);
  g_assert_true (g_application_register (G_APPLICATION (application), NULL, NULL));
  /* Longer paths are of no use here. */
  g_settings_set_double (ras_settings_get (), "path-target", 0.92);
  g_test_add_func ("/lessons-window/all-steps", test_all_steps);
  g_test_add_func ("/lessons-window/resumed", test_resumed);
  g_test_add_func ("/lessons-window/narrow", test_narrow);
  status = g_test_run ();
  g_assert_true (ras_jobs_wait (60));
  g_object_unref (application);
  return status;
}
