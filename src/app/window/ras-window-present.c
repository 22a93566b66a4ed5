/* Presenting: the same window and the same session on a full screen, in large. */
#include "ras-window-private.h"

#include <glib/gi18n.h>
#include <math.h>

#include "distortion.h"
#include "ras-present-view.h"
#include "ras-rank-text.h"

struct _RasWindowPresent
{
  RasPresentView *view; /* NULL until it was wanted; owned by the stack */
  gboolean was_fullscreen, has_been_fullscreen;
  guint inhibition; /* 0: none */
};

static gboolean
is_presenting (RasWindow *self)
{
  return g_strcmp0 (gtk_stack_get_visible_child_name (self->stages), "stage") == 0;
}

/* --- What stands on the stage --- */

/* One plain number each, above what it is: how much of the gap is left where the rank decides that,
 * and else how far the picture has moved. Both are short, for five pictures beside each other. */
static char *
format_number (RasWindow *self, RasPlace *place, const char **meaning)
{
  gsize d = ras_dataset_get_dimension (self->dataset);
  double gap = NAN;

  /* Gradient-based erasure tells how far it is; nothing of it is measured here. */
  if (place->erased == NULL || self->original == NULL || place->eraser->edits)
    return NULL;
  if (place->fit && place->eraser->has_path)
    gap = ras_fit_get_gap (place->fit, place->rank);
  if (!isnan (gap))
    {
      /* Translators: below a share such as "18 %", in large type and little room. */
      *meaning = _ ("gap left");
      return ras_rank_text_format_share (gap);
    }
  /* Translators: below a number, in large type: how far the picture has moved. */
  *meaning = _ ("distance");
  return g_strdup_printf ("%.2f", ras_distortion_measure (g_bytes_get_data (self->original, NULL),
                                                          g_bytes_get_data (place->erased, NULL),
                                                          d)
                                      .distance);
}

static RasPlace *
find_place (RasWindow *self, RasPanel *panel)
{
  for (guint i = 0; i < ras_n_erasers (); i++)
    if (self->places[i].panel == panel)
      return &self->places[i];
  return ras_window_get_transport_place (self);
}

static void
describe_cb (RasPanel *panel, RasPanel *source)
{
  RasWindow *self = RAS_WINDOW (gtk_widget_get_root (GTK_WIDGET (panel)));
  RasPlace *place = self && self->dataset ? find_place (self, source) : NULL;
  const char *meaning = NULL;
  g_autofree char *number = NULL;

  if (place == NULL || !gtk_widget_get_visible (GTK_WIDGET (panel)))
    return;
  if (ras_place_is_original (place) || ras_panel_get_state (source) != RAS_PANEL_READY)
    ras_panel_set_details (panel, NULL, NULL);
  else if ((number = format_number (self, place, &meaning)))
    ras_panel_set_details (panel, number, meaning);
  else
    ras_panel_set_details (panel, place->details[1], NULL);
}

static void
shown_cb (RasPanel *panel, GParamSpec *pspec, RasPanel *source)
{
  describe_cb (panel, source);
}

static void
add_panel (RasWindow *self, RasPlace *place, const char *name)
{
  RasPanel *panel = ras_present_view_add_panel (self->present->view, place->panel, name);

  g_signal_connect_object (place->panel, "changed", G_CALLBACK (describe_cb), panel,
                           G_CONNECT_SWAPPED);
  g_signal_connect (panel, "notify::visible", G_CALLBACK (shown_cb), place->panel);
}

static void
show_class (RasWindow *self)
{
  const RasSessionState *state = ras_session_get_state (self->session);
  g_autofree char *file = NULL;
  const char *name = NULL;
  int label;

  if (self->present->view == NULL || self->dataset == NULL)
    return;
  label = ras_window_get_label (self);
  if (label >= 0)
    name = ras_dataset_get_class_name (self->dataset, label);
  else if (state->own_picture)
    name = file = g_filename_display_basename (state->own_picture);
  ras_present_view_set_class_name (self->present->view, name);
}

static void
move_cb (RasWindow *self, int step)
{
  ras_thumbnails_move (self->thumbnails, step);
}

/* Any other image of the class on show, whatever the filter of Compare. */
static void
another_cb (RasWindow *self)
{
  const RasSessionState *state = ras_session_get_state (self->session);
  gsize n = self->dataset ? ras_dataset_get_n_images (self->dataset, state->split) : 0;
  int label = self->dataset ? ras_window_get_label (self) : -1;
  gsize start;

  if (n == 0 || label < 0 || ras_window_is_own_picture (self))
    return;
  start = (gsize) (g_random_double () * n);
  for (gsize i = 0; i < n; i++)
    {
      gsize index = (start + i) % n;

      if (index != state->index
          && (int) ras_dataset_get_label (self->dataset, state->split, index) == label)
        {
          g_object_set (self->session, "index", (guint) index, NULL);
          return;
        }
    }
}

/* --- Coming and going --- */

static void
leave (RasWindow *self)
{
  RasWindowPresent *present = self->present;
  GtkApplication *application = gtk_window_get_application (GTK_WINDOW (self));

  if (!is_presenting (self))
    return;
  ras_present_view_leave (present->view);
  gtk_stack_set_visible_child_name (self->stages, "work");
  if (!present->was_fullscreen)
    gtk_window_unfullscreen (GTK_WINDOW (self));
  if (application && present->inhibition)
    gtk_application_uninhibit (application, present->inhibition);
  present->inhibition = 0;
}

/* The window manager has its own ways to end a full screen. */
static void
fullscreened_cb (RasWindow *self)
{
  gboolean fullscreen = gtk_window_is_fullscreen (GTK_WINDOW (self));

  if (is_presenting (self) && self->present->has_been_fullscreen && !fullscreen)
    leave (self);
  self->present->has_been_fullscreen = fullscreen;
}

static void
make_view (RasWindow *self)
{
  RasWindowPresent *present = self->present;
  GtkWidget *view = ras_present_view_new (self->session, self->mdl_view);

  present->view = RAS_PRESENT_VIEW (view);
  gtk_stack_add_named (self->stages, view, "stage");
  for (guint i = 0; i < ras_n_erasers (); i++)
    add_panel (self, &self->places[i], self->places[i].eraser->name);
  add_panel (self, ras_window_get_transport_place (self), RAS_PRESENT_TRANSPORT);
  ras_present_view_follow_scale (present->view, ras_rank_control_get_scale (self->rank_control));
  g_signal_connect_object (view, "leave", G_CALLBACK (leave), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (view, "move", G_CALLBACK (move_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (view, "another", G_CALLBACK (another_cb), self, G_CONNECT_SWAPPED);
  /* The original is shown anew with every image. */
  g_signal_connect_object (self->places[0].panel, "changed", G_CALLBACK (show_class), self,
                           G_CONNECT_SWAPPED);
  /* Their numbers, from now on. */
  for (guint i = 0; i < ras_n_erasers (); i++)
    g_signal_emit_by_name (self->places[i].panel, "changed");
}

static void
enter (RasWindow *self)
{
  RasWindowPresent *present = self->present;
  GtkApplication *application = gtk_window_get_application (GTK_WINDOW (self));

  if (present->view == NULL)
    make_view (self);
  present->was_fullscreen = gtk_window_is_fullscreen (GTK_WINDOW (self));
  gtk_stack_set_visible_child_name (self->stages, "stage");
  gtk_window_fullscreen (GTK_WINDOW (self));
  if (application)
    present->inhibition = gtk_application_inhibit (application, GTK_WINDOW (self),
                                                   GTK_APPLICATION_INHIBIT_IDLE,
                                                   _ ("Presenting"));
  show_class (self);
  ras_present_view_enter (present->view);
}

static void
present_cb (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  if (is_presenting (user_data))
    leave (user_data);
  else
    enter (user_data);
}

void
ras_window_init_present (RasWindow *self)
{
  const GActionEntry entry = { "present", present_cb };

  self->present = g_new0 (RasWindowPresent, 1);
  g_action_map_add_action_entries (G_ACTION_MAP (self), &entry, 1, self);
  g_signal_connect (self, "notify::fullscreened", G_CALLBACK (fullscreened_cb), NULL);
}

void
ras_window_end_present (RasWindow *self)
{
  if (self->present == NULL)
    return;
  g_signal_handlers_disconnect_by_func (self, fullscreened_cb, NULL);
  leave (self);
  g_clear_pointer (&self->present, g_free);
}
