#include "ras-window-private.h"

#include <string.h>

#include "../temp-folder.h"
#include "gui-events.h"
#include "ras-application.h"

/* More than any page has; a walk that is longer goes round without coming back. */
#define MOST_STOPS 150

static RasApplication *application;

/* --- Windows --- */

static gboolean
is_fitted (RasWindow *window)
{
  for (guint i = 0; i < ras_n_erasers (); i++)
    if (window->places[i].eraser->fit && !window->places[i].settled)
      return FALSE;
  return TRUE;
}

/* Whether something goes on that can be stopped: what vanishes during a walk takes the focus with
 * it. */
static gboolean
is_busy (GtkWidget *widget)
{
  const char *action
      = GTK_IS_ACTIONABLE (widget) ? gtk_actionable_get_action_name (GTK_ACTIONABLE (widget)) : NULL;

  if (!gtk_widget_get_mapped (widget) || !gtk_widget_is_sensitive (widget))
    return FALSE;
  if (action && strstr (action, "stop"))
    return TRUE;
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child;
       child = gtk_widget_get_next_sibling (child))
    if (is_busy (child))
      return TRUE;
  return FALSE;
}

static void
come_to_rest (RasWindow *window)
{
  gui_wait_for (is_fitted (window));
  for (guint calm = 0; calm < 20; calm = is_busy (GTK_WIDGET (window)) ? 0 : calm + 1)
    {
      gui_wait_for (!is_busy (GTK_WIDGET (window)));
      gui_settle (GTK_WIDGET (window));
    }
}

static RasWindow *
open_window (const char *page)
{
  RasWindow *window = ras_window_new (ADW_APPLICATION (application));

  gtk_window_present (GTK_WINDOW (window));
  ras_window_open (window, "moments:mean");
  gui_wait_for (window->dataset != NULL);
  gui_focus (GTK_WINDOW (window));
  g_object_set (window->session, "page", page, NULL);
  come_to_rest (window);
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

/* --- Walks --- */

/* Painted somewhere in the window, not scrolled out of it or behind another page. */
static gboolean
is_seen (GtkWidget *widget, GtkWidget *root)
{
  graphene_rect_t bounds;

  return gtk_widget_get_mapped (widget) && gtk_widget_compute_bounds (widget, root, &bounds)
         && bounds.size.width > 0 && bounds.size.height > 0
         && bounds.origin.x < gtk_widget_get_width (root)
         && bounds.origin.y < gtk_widget_get_height (root)
         && bounds.origin.x + bounds.size.width > 0 && bounds.origin.y + bounds.size.height > 0;
}

static GtkWidget *
press_tab (GtkWindow *window, gboolean back)
{
  GtkWidget *before = gtk_window_get_focus (window);

  if (back)
    gui_key_down (GDK_KEY_Shift_L);
  gui_key (GDK_KEY_Tab);
  if (back)
    gui_key_up (GDK_KEY_Shift_L);
  gui_wait_for (gtk_window_get_focus (window) != before);
  gui_settle (GTK_WIDGET (window));
  return gtk_window_get_focus (window);
}

/* Every stop of Tab until it comes back to the first. */
static GPtrArray *
walk (GtkWindow *window, gboolean back)
{
  GPtrArray *stops = g_ptr_array_new ();
  GtkWidget *focus = press_tab (window, back);

  while (stops->len < MOST_STOPS && (stops->len == 0 || focus != stops->pdata[0]))
    {
      g_assert_nonnull (focus);
      g_assert_true (is_seen (focus, GTK_WIDGET (window)));
      g_ptr_array_add (stops, focus);
      focus = press_tab (window, back);
    }
  g_assert_cmpuint (stops->len, <, MOST_STOPS);
  return stops;
}

static gboolean
was_visited (const GPtrArray *stops, GtkWidget *widget)
{
  for (guint i = 0; i < stops->len; i++)
    if (stops->pdata[i] == widget || gtk_widget_is_ancestor (stops->pdata[i], widget))
      return TRUE;
  return FALSE;
}

/* Within these the arrow keys go on. */
static gboolean
is_one_stop (GtkWidget *widget)
{
  return GTK_IS_GRID_VIEW (widget) || GTK_IS_LIST_VIEW (widget) || GTK_IS_LIST_BOX (widget)
         || GTK_IS_BUTTON (widget);
}

static gboolean
takes_focus (GtkWidget *widget, GtkWidget *root)
{
  return gtk_widget_get_focusable (widget) && gtk_widget_get_can_focus (widget)
         && is_seen (widget, root)
         /* The arrow keys go from one to the next of its group. */
         && gtk_accessible_get_accessible_role (GTK_ACCESSIBLE (widget)) != GTK_ACCESSIBLE_ROLE_RADIO;
}

static void
list_missed (GtkWidget *widget, GtkWidget *root, const GPtrArray *stops, GString *missed)
{
  if (!gtk_widget_get_mapped (widget) || !gtk_widget_is_sensitive (widget) || GTK_IS_NATIVE (widget))
    return;
  if (takes_focus (widget, root) && !was_visited (stops, widget))
    g_string_append_printf (missed, " %s (%s) in %s", G_OBJECT_TYPE_NAME (widget),
                            gtk_widget_get_tooltip_text (widget),
                            G_OBJECT_TYPE_NAME (gtk_widget_get_parent (widget)));
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child && !is_one_stop (widget);
       child = gtk_widget_get_next_sibling (child))
    list_missed (child, root, stops, missed);
}

/* --- The tests --- */

/* Tab visits all there is and comes back; with Shift the same in the opposite order. */
static void
test_page (gconstpointer page)
{
  RasWindow *window = open_window (page);
  g_autoptr (GString) missed = g_string_new (NULL);
  g_autoptr (GPtrArray) stops = walk (GTK_WINDOW (window), FALSE);
  g_autoptr (GPtrArray) back = walk (GTK_WINDOW (window), TRUE);

  for (GtkWidget *child = gtk_widget_get_first_child (GTK_WIDGET (window)); child;
       child = gtk_widget_get_next_sibling (child))
    list_missed (child, GTK_WIDGET (window), stops, missed);
  g_assert_cmpstr (missed->str, ==, "");
  for (guint i = 0; i < stops->len; i++)
    g_assert_true (was_visited (back, stops->pdata[i]));
  close_window (window);
}

static void
find_menus (GtkWidget *widget, GPtrArray *menus)
{
  if (!gtk_widget_get_mapped (widget))
    return;
  if (GTK_IS_MENU_BUTTON (widget) && gtk_widget_is_sensitive (widget))
    g_ptr_array_add (menus, widget);
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child;
       child = gtk_widget_get_next_sibling (child))
    find_menus (child, menus);
}

/* Space opens what hangs on a button and goes into it, Escape closes it and comes back. */
static void
try_menu (GtkWindow *window, GtkMenuButton *menu)
{
  GtkWidget *button = gtk_widget_get_first_child (GTK_WIDGET (menu));
  GtkWidget *popover = GTK_WIDGET (gtk_menu_button_get_popover (menu));

  gtk_widget_grab_focus (button);
  gui_key (GDK_KEY_space);
  gui_wait_for (gtk_widget_get_mapped (popover));
  gui_wait_for (gtk_widget_is_ancestor (gtk_window_get_focus (window), popover));
  gui_key (GDK_KEY_Escape);
  gui_wait_for (!gtk_widget_get_mapped (popover));
  gui_wait_for (gtk_window_get_focus (window) == button);
}

static void
test_menus (gconstpointer page)
{
  RasWindow *window = open_window (page);
  g_autoptr (GPtrArray) menus = g_ptr_array_new ();

  find_menus (GTK_WIDGET (window), menus);
  g_assert_cmpuint (menus->len, >=, 2);
  for (guint i = 0; i < menus->len; i++)
    try_menu (GTK_WINDOW (window), menus->pdata[i]);
  close_window (window);
}

int
main (int argc, char **argv)
{
  const char *const pages[] = { "compare", "mdl", "runs", "gallery" };
  g_autoptr (TempFolder) folder = temp_folder_new ();
  int status;

  g_setenv ("XDG_CACHE_HOME", folder, TRUE);
  g_setenv ("XDG_DATA_HOME", folder, TRUE);
  gui_init (&argc, &argv);
  application = ras_application_new ();
  g_application_set_flags (G_APPLICATION (application), G_APPLICATION_NON_UNIQUE);
  g_assert_true (g_application_register (G_APPLICATION (application), NULL, NULL));
  for (guint i = 0; i < G_N_ELEMENTS (pages); i++)
    {
      g_autofree char *walks = g_strconcat ("/keyboard/walk/", pages[i], NULL);
      g_autofree char *menus = g_strconcat ("/keyboard/menus/", pages[i], NULL);

      g_test_add_data_func (walks, pages[i], test_page);
      g_test_add_data_func (menus, pages[i], test_menus);
    }
  status = g_test_run ();
  /* No thread may still compute while the libraries are unloaded. */
  g_assert_true (ras_jobs_wait (60));
  g_object_unref (application);
  return status;
}
