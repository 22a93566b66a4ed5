/* Real windows and real input for tests: events go through the X server (XTEST), as a mouse's
 * and a keyboard's do, to whatever widget lies there. Coordinates are a widget's own. */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* Initialises GTest, GTK and libadwaita without animations. */
void gui_init (int *argc, char ***argv);

/* Shows `child` alone in a window of this size, and returns once it is laid out and has the
 * keyboard. Ends with gui_close(). */
GtkWindow *gui_show (GtkWidget *child, int width, int height);
void gui_close (GtkWindow *window);
/* Gives a window that was presented the keyboard. */
void gui_focus (GtkWindow *window);

/* Lets the main loop run until the condition holds; fails if it does not within 20 seconds,
 * which is there for a broken program, not to measure a slow one. */
#define gui_wait_for(condition)                                                                   \
  G_STMT_START                                                                                    \
  {                                                                                               \
    gint64 gui_deadline = g_get_monotonic_time () + 20 * G_USEC_PER_SEC;                          \
    while (!(condition) && g_get_monotonic_time () < gui_deadline)                                \
      gui_iterate ();                                                                             \
    g_assert_true (condition);                                                                    \
  }                                                                                               \
  G_STMT_END

/* Handles what is pending, or waits a few milliseconds for something. */
void gui_iterate (void);
/* Returns when all events sent so far were handled and what they changed was painted. */
void gui_settle (GtkWidget *widget);

void gui_move (GtkWidget *widget, double x, double y);
void gui_press (void);
void gui_release (void);
void gui_click (GtkWidget *widget, double x, double y);
/* One step of the wheel, up (−1) or down (1), where the pointer is. */
void gui_scroll (int direction);
void gui_key_down (guint keyval);
void gui_key_up (guint keyval);
void gui_key (guint keyval);

/* The colour that `widget` paints at a point. */
GdkRGBA gui_get_colour (GtkWidget *widget, int x, int y);
#define gui_assert_colour(colour, r, g, b)                                                        \
  G_STMT_START                                                                                    \
  {                                                                                               \
    GdkRGBA gui_colour = (colour);                                                                \
    g_assert_cmpfloat_with_epsilon (gui_colour.red, r, 0.01);                                     \
    g_assert_cmpfloat_with_epsilon (gui_colour.green, g, 0.01);                                   \
    g_assert_cmpfloat_with_epsilon (gui_colour.blue, b, 0.01);                                    \
  }                                                                                               \
  G_STMT_END

G_END_DECLS
