/* "How was this made?" on every panel, by keyboard and pointer. */
#include "ras-window-private.h"

#include <glib/gstdio.h>
#include <string.h>

#include "../npy-files.h"
#include "gui-events.h"
#include "ras-application.h"
#include "ras-made-card.h"

#define SIDE 6
#define D (3 * SIDE * SIDE)
#define K 3
#define N 150

static char *folder;
static RasApplication *application;

/* N images; image i is of class i mod K, which its brightness and its stripes tell. */
static char *
make_data_set (void)
{
  g_autofree guint8 *x = g_malloc (N * D);
  g_autofree gint64 *y = g_new (gint64, N);
  GRand *random = g_rand_new_with_seed (1);

  for (gsize i = 0; i < N; i++)
    {
      y[i] = i % K;
      for (gsize j = 0; j < D; j++)
        x[i * D + j] = 70 + 25 * y[i] + g_rand_int_range (random, 0, 30 + 30 * (j % K == (gsize) y[i]));
    }
  g_rand_free (random);
  g_free (npy_file_write (folder, "set.labels.npy", "<i8", 1, (const gsize[]) { N }, y,
                          N * sizeof (gint64)));
  return npy_file_write (folder, "set.npy", "|u1", 4, (const gsize[]) { N, 3, SIDE, SIDE }, x, N * D);
}

static gboolean
is_ready (RasWindow *window)
{
  g_autofree char *edit = ras_window_describe_edit (window);

  for (guint i = 0; i < ras_n_erasers (); i++)
    if (ras_panel_get_state (window->places[i].panel) != RAS_PANEL_READY
        || (!window->places[i].settled && window->places[i].eraser->fit))
      return FALSE;
  return ras_panel_get_state (ras_window_get_transport_place (window)->panel) == RAS_PANEL_READY
         && edit != NULL;
}

static RasWindow *
open_window (void)
{
  g_autofree char *path = make_data_set ();
  RasWindow *window = ras_window_new (ADW_APPLICATION (application));

  g_object_set (window->session, "gradient-images", 20u, "gradient-iterations", 3u, "transport", TRUE,
                "rank", 5u, "audit-shown", FALSE, NULL);
  gtk_window_present (GTK_WINDOW (window));
  ras_window_open (window, path);
  gui_focus (GTK_WINDOW (window));
  gui_wait_for (is_ready (window));
  return window;
}

static void
close_window (RasWindow *window)
{
  g_object_add_weak_pointer (G_OBJECT (window), (gpointer *) &window);
  gtk_window_destroy (GTK_WINDOW (window));
  g_assert_null (window);
  g_assert_true (ras_jobs_wait (60));
  while (g_main_context_iteration (NULL, FALSE))
    ;
}

/* The popover that points at a panel and can be seen; NULL: none. */
static GtkWidget *
find_popover (RasPanel *panel)
{
  for (GtkWidget *child = gtk_widget_get_first_child (GTK_WIDGET (panel)); child;
       child = gtk_widget_get_next_sibling (child))
    if (GTK_IS_POPOVER (child) && gtk_widget_get_mapped (child))
      return child;
  return NULL;
}

static RasMadeCard *
find_card (RasPanel *panel)
{
  GtkWidget *popover = find_popover (panel);
  GtkWidget *child = popover ? gtk_popover_get_child (GTK_POPOVER (popover)) : NULL;

  return RAS_IS_MADE_CARD (child) ? RAS_MADE_CARD (child) : NULL;
}

static char *
read_card (RasPanel *panel)
{
  return find_card (panel) ? ras_made_card_format (find_card (panel)) : g_strdup ("");
}

static gboolean
says (RasPanel *panel, const char *words)
{
  g_autofree char *text = read_card (panel);

  return strstr (text, words) != NULL;
}

static void
press_alt_return (void)
{
  gui_key_down (GDK_KEY_Alt_L);
  gui_key (GDK_KEY_Return);
  gui_key_up (GDK_KEY_Alt_L);
}

static RasPanel *
panel_of (RasWindow *window, const char *name)
{
  return ras_window_get_place (window, ras_eraser_find (name, NULL))->panel;
}

static void
open_card (RasPanel *panel)
{
  gtk_widget_grab_focus (GTK_WIDGET (panel));
  press_alt_return ();
  gui_wait_for (find_card (panel));
}

static void
close_by_escape (RasPanel *panel)
{
  gui_key (GDK_KEY_Escape);
  gui_wait_for (find_card (panel) == NULL);
  g_assert_true (gtk_window_get_focus (GTK_WINDOW (gtk_widget_get_root (GTK_WIDGET (panel))))
                 == GTK_WIDGET (panel));
}

/* --- Every panel --- */

static void
assert_card (RasPanel *panel, const char *rank, const char *source, const char *holds)
{
  open_card (panel);
  g_assert_true (says (panel, ras_panel_get_title (panel)));
  gui_wait_for (!says (panel, "…")); /* it is all there */
  g_assert_true (says (panel, holds));
  g_assert_true (says (panel, rank));
  g_assert_true (says (panel, source));
  close_by_escape (panel);
}

static void
test_every_panel (void)
{
  static const struct
  {
    const char *name, *rank, *source, *holds;
  } cases[] = {
    { "none", "108 values, none removed", "as it is in the data set", "Largest distance between class means: " },
    { "leace", "Rank 2: 2 directions of 108 removed", "section 4", " → 0\n" },
    { "oracle-leace", "A shift for each of 3 classes", "2306.03819", " → 0\n" },
    { "qleace", "Full rank, 108 of 108: one affine map for each of 3", "Theorem 2.6", " → 0\n" },
    { "alf-qleace", "7 directions of 108 removed: LEACE’s 2 and 5 more", "2502.02820", " → 0\n" },
    { "random", "Rank 5: 5 directions of 108 removed", "2502.02820", "Largest distance between class means: " },
    { "gradient", "No map, so no rank", "Figure 2", "Energy changed" },
  };
  RasWindow *window = open_window ();

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    assert_card (panel_of (window, cases[i].name), cases[i].rank, cases[i].source, cases[i].holds);
  assert_card (ras_window_get_transport_place (window)->panel, "affine, and invertible", "Theorem 2.6",
               " → 0\n");
  close_window (window);
}

/* What was edited is told with how the optimisation went. */
static void
test_edit (void)
{
  RasWindow *window = open_window ();
  RasPanel *panel = panel_of (window, "gradient");

  open_card (panel);
  g_assert_true (says (panel, "20 images"));
  g_assert_true (says (panel, "Loss "));
  close_by_escape (panel);
  close_window (window);
}

/* --- Following --- */

static void
test_follows (void)
{
  RasWindow *window = open_window ();
  RasPanel *panel = panel_of (window, "alf-qleace");

  open_card (panel);
  gui_wait_for (says (panel, "LEACE’s 2 and 5 more"));
  g_object_set (window->session, "rank", 9u, NULL);
  gui_wait_for (says (panel, "LEACE’s 2 and 9 more"));
  g_assert_nonnull (find_card (panel));
  g_object_set (window->session, "recentred", FALSE, NULL);
  gui_wait_for (says (panel, "not re-centred"));
  close_by_escape (panel);
  close_window (window);
}

/* Once more closes; another panel takes it over; what is no longer to be seen is not pointed at. */
static void
test_one_at_a_time (void)
{
  RasWindow *window = open_window ();
  RasPanel *leace = panel_of (window, "leace"), *qleace = panel_of (window, "qleace");

  open_card (leace);
  open_card (qleace);
  g_assert_null (find_card (leace));
  gtk_widget_grab_focus (GTK_WIDGET (qleace));
  press_alt_return ();
  gui_wait_for (find_card (qleace) == NULL);
  open_card (leace);
  ras_session_set_eraser_hidden (window->session, "leace", TRUE);
  gui_wait_for (find_card (leace) == NULL);
  ras_session_set_eraser_hidden (window->session, "leace", FALSE); /* settings outlive the window */
  open_card (qleace);
  g_object_set (window->session, "page", "mdl", NULL);
  gui_wait_for (find_card (qleace) == NULL);
  g_object_set (window->session, "page", "compare", NULL);
  gui_settle (GTK_WIDGET (window));
  open_card (qleace);
  close_window (window); /* with it */
}

/* --- Pointer and menu --- */

static void
test_button (void)
{
  RasWindow *window = open_window ();
  RasPanel *panel = panel_of (window, "leace");
  int width = gtk_widget_get_width (GTK_WIDGET (panel));

  gui_move (GTK_WIDGET (panel), width / 2, width / 2);
  gui_settle (GTK_WIDGET (window));
  gui_click (GTK_WIDGET (panel), width - 18, 18);
  gui_wait_for (find_card (panel));
  g_assert_true (says (panel, "section 4"));
  close_by_escape (panel);
  close_window (window);
}

static void
test_menu (void)
{
  RasWindow *window = open_window ();
  RasPanel *panel = panel_of (window, "random");

  gtk_widget_grab_focus (GTK_WIDGET (panel));
  gui_key (GDK_KEY_Menu);
  gui_wait_for (find_popover (panel));
  g_assert_null (find_card (panel));
  gui_key (GDK_KEY_Return); /* its first item */
  gui_wait_for (find_card (panel));
  g_assert_true (says (panel, "Rank 5"));
  close_by_escape (panel);
  close_window (window);
}

int
main (int argc, char **argv)
{
  int result;

  folder = temp_folder_new ();
  g_setenv ("XDG_CACHE_HOME", folder, TRUE);
  g_setenv ("XDG_DATA_HOME", folder, TRUE);
  gui_init (&argc, &argv);
  application = ras_application_new ();
  g_application_set_flags (G_APPLICATION (application), G_APPLICATION_NON_UNIQUE);
  g_assert_true (g_application_register (G_APPLICATION (application), NULL, NULL));

  g_test_add_func ("/made/every-panel", test_every_panel);
  g_test_add_func ("/made/edit", test_edit);
  g_test_add_func ("/made/follows", test_follows);
  g_test_add_func ("/made/one-at-a-time", test_one_at_a_time);
  g_test_add_func ("/made/button", test_button);
  g_test_add_func ("/made/menu", test_menu);
  result = g_test_run ();
  /* No thread may still compute while the libraries are unloaded. */
  g_assert_true (ras_jobs_wait (60));
  g_object_unref (application);
  temp_folder_remove (folder);
  g_free (folder);
  return result;
}
