/* What surrounds the pages: the header at every width, toasts, the first run, dropping, full screen. */
#include "ras-window-private.h"

#include <math.h>

#include "ras-lesson-frame.h"
#include "ras-settings.h"

/* A title that is cut sooner than this says too little. */
#define TITLE_WIDTH 200
/* Gaps of the header, on one side of the switcher. */
#define HEADER_GAPS 40
/* Below this there is no room for a title at all. */
#define LEAST_WIDTH_WITH_TITLE 520

/* --- The header: narrow windows switch pages below --- */

static int
natural_width (gpointer widget)
{
  int natural = 0;

  if (gtk_widget_get_visible (widget))
    gtk_widget_measure (widget, GTK_ORIENTATION_HORIZONTAL, -1, NULL, &natural, NULL, NULL);
  return natural;
}

/* Widths of windows decide, never what is in the header at present: else it could turn back and
 * forth. The switcher stands in the middle, so both sides get what the longer one needs. */
static gboolean
has_room_for_switcher (RasWindow *self, GtkWidget *switcher, int width)
{
  int side = natural_width (self->open_button) + natural_width (self->menu_button) + TITLE_WIDTH
             + HEADER_GAPS;

  return width >= 2 * side + natural_width (switcher);
}

static gboolean
fit_header_cb (gpointer user_data)
{
  RasWindow *self = user_data;
  GdkSurface *surface = gtk_native_get_surface (GTK_NATIVE (self));
  int width = surface ? gdk_surface_get_width (surface) : G_MAXINT;
  gboolean room = has_room_for_switcher (self, self->narrow_switcher, width);

  self->switcher_idle = 0;
  gtk_widget_set_visible (GTK_WIDGET (self->switchers), room);
  gtk_widget_set_visible (self->title, width >= LEAST_WIDTH_WITH_TITLE);
  adw_squeezer_page_set_enabled (adw_squeezer_get_page (self->switchers, self->wide_switcher),
                                 has_room_for_switcher (self, self->wide_switcher, width));
  adw_view_switcher_bar_set_reveal (self->switcher_bar, !room);
  return G_SOURCE_REMOVE;
}

/* Sizes come while the window is laid out, when nothing may be shown that was not measured. */
static void
fit_header (RasWindow *self)
{
  if (self->switcher_idle == 0)
    self->switcher_idle = g_idle_add (fit_header_cb, self);
}

static void
realize_cb (RasWindow *self)
{
  g_signal_connect_object (gtk_native_get_surface (GTK_NATIVE (self)), "notify::width",
                           G_CALLBACK (fit_header), self, G_CONNECT_SWAPPED);
  fit_header (self);
}

/* --- Toasts --- */

/* Above the rank control, which somebody may be dragging. */
static gboolean
place_toasts_cb (RasWindow *self, GtkWidget *toasts, GdkRectangle *place, GtkOverlay *overlay)
{
  int width = gtk_widget_get_width (GTK_WIDGET (overlay));
  int bottom = gtk_widget_get_height (GTK_WIDGET (overlay));
  graphene_rect_t rank;

  if (toasts != GTK_WIDGET (self->toasts))
    return FALSE;
  if (gtk_widget_get_mapped (GTK_WIDGET (self->rank_control))
      && gtk_widget_compute_bounds (GTK_WIDGET (self->rank_control), GTK_WIDGET (overlay), &rank))
    bottom = MIN (bottom, (int) floorf (rank.origin.y));
  gtk_widget_measure (toasts, GTK_ORIENTATION_HORIZONTAL, -1, NULL, &place->width, NULL, NULL);
  place->width = MIN (place->width, width);
  gtk_widget_measure (toasts, GTK_ORIENTATION_VERTICAL, place->width, NULL, &place->height, NULL,
                      NULL);
  place->x = (width - place->width) / 2;
  place->y = MAX (0, bottom - place->height);
  return TRUE;
}

/* --- The first run --- */

/* It speaks of the drawn pictures, and a lesson is not to be interrupted. */
void
ras_window_show_welcome (RasWindow *self)
{
  gboolean drawn
      = self->dataset == NULL || g_str_equal (ras_dataset_get_format (self->dataset), "drawn");
  gboolean lesson = self->lesson_frame && ras_lesson_frame_get_pane (self->lesson_frame);

  gtk_revealer_set_reveal_child (self->welcome_revealer,
                                 drawn && !lesson
                                     && !ras_settings_get_boolean ("welcome-dismissed", FALSE));
}

static void
dismiss_welcome_cb (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  ras_window_dismiss_welcome (user_data);
}

void
ras_window_dismiss_welcome (RasWindow *self)
{
  ras_settings_set_boolean ("welcome-dismissed", TRUE);
  gtk_revealer_set_reveal_child (self->welcome_revealer, FALSE);
}

/* The path goes on, or ends sooner; what is kept on the disk is not computed again. */
static void
target_changed_cb (RasWindow *self)
{
  if (self->dataset)
    ras_window_start_fits (self);
}

/* --- Dropping --- */

void
ras_window_show_drop (RasWindow *self, gboolean shown)
{
  gtk_widget_set_visible (self->drop_hint, shown);
}

/* --- Full screen --- */

static void
fullscreen_cb (GSimpleAction *action, GVariant *state, gpointer user_data)
{
  if (g_variant_get_boolean (state))
    gtk_window_fullscreen (user_data);
  else
    gtk_window_unfullscreen (user_data);
}

static void
fullscreened_cb (RasWindow *self)
{
  GAction *action = g_action_map_lookup_action (G_ACTION_MAP (self), "fullscreen");

  if (action)
    g_simple_action_set_state (G_SIMPLE_ACTION (action),
                               g_variant_new_boolean (gtk_window_is_fullscreen (GTK_WINDOW (self))));
}

/* --- The window of shortcuts --- */

/* What does the same as a key in the window of shortcuts, on other keyboards: listed there, they
 * would only make it wider. */
void
ras_window_class_add_spare_keys (GtkWidgetClass *widget_class)
{
  static const struct
  {
    guint key;
    const char *action;
  } spare[] = {
    { GDK_KEY_equal, "win.zoom-in" },       { GDK_KEY_KP_Add, "win.zoom-in" },
    { GDK_KEY_KP_Subtract, "win.zoom-out" }, { GDK_KEY_KP_0, "win.zoom-fit" },
    { GDK_KEY_F1, "win.show-help-overlay" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (spare); i++)
    gtk_widget_class_add_binding_action (widget_class, spare[i].key, GDK_CONTROL_MASK,
                                         spare[i].action, NULL);
}

/* It opens where one is. */
static void
turn_help_overlay (RasWindow *self)
{
  GtkShortcutsWindow *overlay
      = gtk_application_window_get_help_overlay (GTK_APPLICATION_WINDOW (self));

  g_object_set (overlay, "section-name", ras_session_get_state (self->session)->page, NULL);
}

/* GTK would make it together with each window, which takes as long as a frame. */
void
ras_window_make_help_overlay (RasWindow *self)
{
  GtkApplicationWindow *window = GTK_APPLICATION_WINDOW (self);
  g_autoptr (GtkBuilder) builder = NULL;

  if (gtk_application_window_get_help_overlay (window))
    return;
  builder = gtk_builder_new_from_resource ("/org/rasura/Rasura/ui/ras-help-overlay.ui");
  gtk_application_window_set_help_overlay (
      window, GTK_SHORTCUTS_WINDOW (gtk_builder_get_object (builder, "help_overlay")));
  g_signal_connect_object (gtk_application_window_get_help_overlay (window), "show",
                           G_CALLBACK (turn_help_overlay), self, G_CONNECT_SWAPPED);
}

/* The one that GTK makes for it takes this action's place. */
static void
show_help_overlay_cb (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  RasWindow *self = user_data;

  ras_window_make_help_overlay (self);
  gtk_window_present (
      GTK_WINDOW (gtk_application_window_get_help_overlay (GTK_APPLICATION_WINDOW (self))));
}

void
ras_window_init_shell (RasWindow *self)
{
  static const GActionEntry entries[] = {
    { "fullscreen", NULL, NULL, "false", fullscreen_cb },
    { "dismiss-welcome", dismiss_welcome_cb },
    { "show-help-overlay", show_help_overlay_cb },
  };

  g_action_map_add_action_entries (G_ACTION_MAP (self), entries, G_N_ELEMENTS (entries), self);
  g_signal_connect (self, "notify::fullscreened", G_CALLBACK (fullscreened_cb), NULL);
  g_signal_connect (self, "realize", G_CALLBACK (realize_cb), NULL);
  g_signal_connect_object (self->toast_overlay, "get-child-position", G_CALLBACK (place_toasts_cb),
                           self, G_CONNECT_SWAPPED);
  ras_window_show_welcome (self);
  if (ras_settings_get ())
    {
      g_signal_connect_object (ras_settings_get (), "changed::welcome-dismissed",
                               G_CALLBACK (ras_window_show_welcome), self, G_CONNECT_SWAPPED);
      g_signal_connect_object (ras_settings_get (), "changed::path-target",
                               G_CALLBACK (target_changed_cb), self, G_CONNECT_SWAPPED);
    }
}
