#include "ras-window-private.h"

#include "config.h"

#include <glib/gi18n.h>
#include <math.h>

#include "ras-class-names.h"
#include "ras-settings.h"

G_DEFINE_FINAL_TYPE (RasWindow, ras_window, ADW_TYPE_APPLICATION_WINDOW)

gboolean
ras_window_is_own_picture (RasWindow *self)
{
  return self->own_values != NULL;
}

int
ras_window_get_label (RasWindow *self)
{
  const RasSessionState *state = ras_session_get_state (self->session);

  if (ras_window_is_own_picture (self))
    return state->own_class < (int) ras_dataset_get_n_classes (self->dataset) ? state->own_class
                                                                              : RAS_NO_CLASS;
  /* There may be no image at all: of a split that is empty. */
  if (state->index >= ras_dataset_get_n_images (self->dataset, state->split))
    return RAS_NO_CLASS;
  return ras_dataset_get_label (self->dataset, state->split, state->index);
}

/* AdwToast shows one line; a sentence with a path in it needs more. */
void
ras_window_toast (RasWindow *self, const char *sentence)
{
  AdwToast *toast;
  GtkWidget *label;

  /* What was written on a thread may be done after the window was closed. */
  if (self->toasts == NULL)
    return;
  toast = adw_toast_new ("");
  label = gtk_label_new (sentence);
  gtk_label_set_wrap (GTK_LABEL (label), TRUE);
  gtk_label_set_wrap_mode (GTK_LABEL (label), PANGO_WRAP_WORD_CHAR);
  gtk_label_set_width_chars (GTK_LABEL (label), MIN (g_utf8_strlen (sentence, -1), 48));
  gtk_label_set_max_width_chars (GTK_LABEL (label), 64);
  gtk_label_set_xalign (GTK_LABEL (label), 0);
  adw_toast_set_custom_title (toast, label);
  adw_toast_set_timeout (toast, 8);
  adw_toast_overlay_add_toast (self->toasts, toast);
}

void
ras_window_set_heading (RasWindow *self, const char *title, const char *subtitle)
{
  gtk_label_set_text (self->title_label, title ? title : "");
  gtk_label_set_text (self->subtitle_label, subtitle ? subtitle : "");
  gtk_widget_set_visible (GTK_WIDGET (self->title_label), title != NULL);
  gtk_widget_set_visible (GTK_WIDGET (self->subtitle_label), subtitle != NULL);
}

/* --- The session --- */

static void
follow_hidden (RasWindow *self)
{
  for (guint i = 0; i < ras_n_erasers (); i++)
    gtk_widget_set_visible (
        GTK_WIDGET (self->places[i].panel),
        !ras_session_get_eraser_hidden (self->session, self->places[i].eraser->name));
}

static void
follow_own_picture (RasWindow *self)
{
  const RasSessionState *state = ras_session_get_state (self->session);

  ras_clear_job (&self->picture_job);
  if (state->own_picture)
    ras_window_load_own_picture (self);
  else
    {
      g_clear_pointer (&self->own_values, g_bytes_unref);
      gtk_revealer_set_reveal_child (self->own_revealer, FALSE);
      self->image_changed = TRUE;
    }
}

static void
follow_own_class (RasWindow *self)
{
  self->following = TRUE;
  gtk_drop_down_set_selected (self->own_drop_down,
                              ras_session_get_state (self->session)->own_class + 1);
  self->following = FALSE;
  if (ras_window_is_own_picture (self))
    self->image_changed = TRUE;
}

/* Below the panels, in the words of the exported figure. */
static void
follow_difference (RasWindow *self)
{
  const RasSessionState *state = ras_session_get_state (self->session);
  g_autofree char *note = g_strdup_printf (_ ("Differences to the original, ×%g"), state->gain);

  gtk_adjustment_set_value (self->gain_adjustment, log2 (state->gain));
  gtk_label_set_text (self->difference_label, note);
  gtk_widget_set_visible (GTK_WIDGET (self->difference_label), state->difference);
}

static void
session_notify_cb (RasWindow *self, GParamSpec *pspec)
{
  const RasSessionState *state = ras_session_get_state (self->session);
  const char *name = pspec->name;

  if (g_str_equal (name, "index") || g_str_equal (name, "split"))
    self->image_changed = TRUE;
  else if (g_str_equal (name, "own-picture"))
    follow_own_picture (self);
  else if (g_str_equal (name, "own-class"))
    follow_own_class (self);
  else if (g_str_equal (name, "rank"))
    {
      ras_rank_control_set_rank (self->rank_control, state->rank);
      if (self->apply_job)
        ras_apply_job_set_rank (self->apply_job, state->rank);
    }
  else if (g_str_equal (name, "recentred"))
    {
      if (self->apply_job)
        ras_apply_job_set_recentred (self->apply_job, state->recentred);
    }
  else if (g_str_equal (name, "hidden-erasers"))
    follow_hidden (self);
  else if (g_str_equal (name, "gain") || g_str_equal (name, "difference"))
    follow_difference (self);
}

/* Thumbnails may answer a change of class with another image: it is shown once. */
static void
session_changed_cb (RasWindow *self)
{
  if (!self->image_changed)
    return;
  self->image_changed = FALSE;
  ras_window_show_image (self);
}

static void
view_zoom_cb (RasWindow *self)
{
  g_object_set (self->session, "zoom", ras_linked_view_get_zoom (self->view), NULL);
}

static void
session_zoom_cb (RasWindow *self)
{
  int zoom = ras_session_get_state (self->session)->zoom;

  if (zoom != ras_linked_view_get_zoom (self->view))
    ras_linked_view_look_at (self->view, zoom, ras_linked_view_get_centre_x (self->view),
                             ras_linked_view_get_centre_y (self->view),
                             ras_panel_grid_get_scale (self->grid));
}

static void
rank_chosen_cb (RasWindow *self, guint rank, gboolean dragging)
{
  if (dragging)
    ras_undo_set_dragging (self->undo, TRUE);
  g_object_set (self->session, "rank", rank, NULL);
  ras_undo_set_dragging (self->undo, dragging);
}

static void
gain_chosen_cb (RasWindow *self)
{
  g_object_set (self->session, "gain", exp2 (gtk_adjustment_get_value (self->gain_adjustment)),
                NULL);
}

static char *
format_gain (GtkScale *scale, double value, gpointer user_data)
{
  return g_strdup_printf ("×%.0f", exp2 (value));
}

static void
own_class_selected_cb (RasWindow *self)
{
  guint selected = gtk_drop_down_get_selected (self->own_drop_down);

  if (!self->following && self->session && selected != GTK_INVALID_LIST_POSITION)
    g_object_set (self->session, "own-class", (int) selected - 1, NULL);
}

static void
connect_session (RasWindow *self)
{
  GBindingFlags both = G_BINDING_SYNC_CREATE | G_BINDING_BIDIRECTIONAL;

  ras_thumbnails_set_session (self->thumbnails, self->session);
  g_signal_connect_swapped (self->session, "notify", G_CALLBACK (session_notify_cb), self);
  g_signal_connect_swapped (self->session, "notify::zoom", G_CALLBACK (session_zoom_cb), self);
  g_signal_connect_swapped (self->session, "changed", G_CALLBACK (session_changed_cb), self);
  g_signal_connect_swapped (self->view, "notify::zoom", G_CALLBACK (view_zoom_cb), self);
  g_object_bind_property (self->session, "difference", self->view, "difference", both);
  g_object_bind_property (self->session, "gain", self->view, "gain", both);
  g_object_bind_property (self->session, "rescale", self->view, "rescale", both);
  g_object_bind_property (self->session, "difference", self->gain_scale, "sensitive",
                          G_BINDING_SYNC_CREATE);
  gtk_scale_set_format_value_func (self->gain_scale, format_gain, NULL, NULL);
  gtk_adjustment_set_value (self->gain_adjustment,
                            log2 (ras_session_get_state (self->session)->gain));
  g_signal_connect_swapped (self->gain_adjustment, "value-changed", G_CALLBACK (gain_chosen_cb),
                            self);
  ras_rank_control_set_rank (self->rank_control, ras_session_get_state (self->session)->rank);
  g_signal_connect_swapped (self->rank_control, "rank-changed", G_CALLBACK (rank_chosen_cb), self);
}

static void
bind_settings (RasWindow *self)
{
  GSettings *settings = ras_settings_get ();

  if (settings == NULL)
    return;
  gtk_window_set_default_size (GTK_WINDOW (self), g_settings_get_int (settings, "window-width"),
                               g_settings_get_int (settings, "window-height"));
  if (g_settings_get_boolean (settings, "window-maximized"))
    gtk_window_maximize (GTK_WINDOW (self));
  adw_flap_set_reveal_flap (self->flap, g_settings_get_boolean (settings, "show-thumbnails"));
  g_settings_bind (settings, "hidden-erasers", self->session, "hidden-erasers",
                   G_SETTINGS_BIND_DEFAULT | G_SETTINGS_BIND_GET_NO_CHANGES);
  g_settings_bind (settings, "audit-shown", self->session, "audit-shown",
                   G_SETTINGS_BIND_DEFAULT | G_SETTINGS_BIND_GET_NO_CHANGES);
  g_signal_connect_object (settings, "changed::recent-data-sets",
                           G_CALLBACK (ras_window_fill_recent), self, G_CONNECT_SWAPPED);
}

/* A folded flap hides by itself, which is nobody's wish to remember. */
static void
remember_layout (RasWindow *self)
{
  GSettings *settings = ras_settings_get ();
  int width = 0, height = 0;

  if (settings == NULL)
    return;
  gtk_window_get_default_size (GTK_WINDOW (self), &width, &height);
  g_settings_set_boolean (settings, "window-maximized",
                          gtk_window_is_maximized (GTK_WINDOW (self)));
  if (!adw_flap_get_folded (self->flap))
    g_settings_set_boolean (settings, "show-thumbnails",
                            adw_flap_get_reveal_flap (self->flap));
  if (width >= 360 && height >= 300)
    {
      g_settings_set_int (settings, "window-width", width);
      g_settings_set_int (settings, "window-height", height);
    }
}

static void
ras_window_unrealize (GtkWidget *widget)
{
  remember_layout (RAS_WINDOW (widget));
  ras_window_leave_session (RAS_WINDOW (widget));
  GTK_WIDGET_CLASS (ras_window_parent_class)->unrealize (widget);
}

/* --- The object --- */

static void
ras_window_dispose (GObject *object)
{
  RasWindow *self = RAS_WINDOW (object);

  ras_window_end_lessons (self);
  ras_clear_job (&self->load_job);
  ras_clear_job (&self->picture_job);
  g_clear_handle_id (&self->switcher_idle, g_source_remove);
  g_clear_handle_id (&self->undo_timer, g_source_remove);
  ras_window_end_present (self);
  ras_window_end_work (self);
  ras_window_remove_actions (self);
  if (self->session)
    g_signal_handlers_disconnect_by_data (self->session, self);
  if (self->view)
    g_signal_handlers_disconnect_by_data (self->view, self);
  ras_window_free_session (self);
  g_clear_object (&self->undo);
  g_clear_object (&self->session);
  g_clear_object (&self->view);
  g_clear_object (&self->recent_menu);
  g_clear_pointer (&self->dataset, ras_dataset_unref);
  g_clear_pointer (&self->original, g_bytes_unref);
  g_clear_pointer (&self->own_values, g_bytes_unref);
  g_clear_pointer (&self->awaited_picture, g_free);
  G_OBJECT_CLASS (ras_window_parent_class)->dispose (object);
}

static void
ras_window_finalize (GObject *object)
{
  RasWindow *self = RAS_WINDOW (object);

  for (guint i = 0; i < ras_n_erasers (); i++)
    {
      g_free (self->places[i].details[0]);
      g_free (self->places[i].details[1]);
    }
  g_free (self->places);
  ras_window_free_edit (self);
  ras_window_free_transport (self);
  ras_window_free_made (self);
  ras_window_free_lessons (self);
  G_OBJECT_CLASS (ras_window_parent_class)->finalize (object);
}

#define CHILD(name) gtk_widget_class_bind_template_child (widget_class, RasWindow, name)

static void
ras_window_class_init (RasWindowClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = ras_window_dispose;
  object_class->finalize = ras_window_finalize;
  widget_class->unrealize = ras_window_unrealize;

  g_type_ensure (RAS_TYPE_THUMBNAILS);
  g_type_ensure (RAS_TYPE_PANEL_GRID);
  g_type_ensure (RAS_TYPE_RANK_CONTROL);
  g_type_ensure (RAS_TYPE_MDL_VIEW);
  g_type_ensure (RAS_TYPE_AUDIT_VIEW);
  g_type_ensure (RAS_TYPE_GALLERY_VIEW);
  g_type_ensure (RAS_TYPE_LESSON_FRAME);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/org/rasura/Rasura/ui/ras-window.ui");
  CHILD (stages);
  CHILD (switchers);
  CHILD (wide_switcher);
  CHILD (narrow_switcher);
  CHILD (switcher_bar);
  CHILD (views);
  CHILD (title);
  CHILD (title_label);
  CHILD (subtitle_label);
  CHILD (thumbnails_button);
  CHILD (view_button);
  CHILD (export_button);
  CHILD (setup_button);
  CHILD (mdl_export_button);
  CHILD (mdl_view);
  CHILD (audit_view);
  CHILD (gallery_view);
  CHILD (runs_bin);
  CHILD (lesson_frame);
  CHILD (open_button);
  CHILD (open_menu);
  CHILD (view_menu);
  CHILD (menu_button);
  CHILD (toast_overlay);
  CHILD (toasts);
  CHILD (drop_hint);
  CHILD (welcome_revealer);
  CHILD (pages);
  CHILD (failed_page);
  CHILD (progress_revealer);
  CHILD (progress_label);
  CHILD (progress_bar);
  CHILD (flap);
  CHILD (thumbnails);
  CHILD (own_revealer);
  CHILD (own_label);
  CHILD (own_drop_down);
  CHILD (own_class_names);
  CHILD (grid);
  CHILD (difference_label);
  CHILD (rank_control);
  CHILD (growth_box);
  CHILD (growth_label);
  CHILD (growth_bar);
  CHILD (gain_scale);
  CHILD (gain_adjustment);
  gtk_widget_class_bind_template_callback (widget_class, own_class_selected_cb);
  /* As bindings of the class: entries get them first. */
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_r, 0, "win.another", NULL);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_d, 0, "win.difference", NULL);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_c, GDK_CONTROL_MASK,
                                       "win.copy-image", NULL);
  ras_window_class_add_spare_keys (widget_class);
}

static void
ras_window_init (RasWindow *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  self->session = ras_session_new ();
  ras_class_names_set_factories (self->own_drop_down);
  ras_window_init_panels (self);
  ras_window_init_edit (self);
  gtk_window_set_default_size (GTK_WINDOW (self), 1350, 740);
  bind_settings (self);
  follow_hidden (self);
  connect_session (self);
  ras_window_init_actions (self);
  ras_window_init_undo (self);
  ras_window_init_session (self);
  ras_window_init_views (self);
  ras_window_init_audit (self);
  ras_window_init_gallery (self);
  ras_window_init_present (self);
  ras_window_init_made (self);
  ras_window_init_lessons (self);
  ras_window_init_opening (self);
  ras_window_init_shell (self);
  ras_thumbnails_set_dataset (self->thumbnails, NULL);
}

RasWindow *
ras_window_new (AdwApplication *application)
{
  return g_object_new (RAS_TYPE_WINDOW, "application", application, NULL);
}

RasSession *
ras_window_get_session (RasWindow *self)
{
  return self->session;
}
