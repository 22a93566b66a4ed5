#include "ras-panel-private.h"

#include <adwaita.h>
#include <glib/gi18n.h>

#include "ras-widget-style.h"

#define FADE_MS 120

enum
{
  SIGNAL_CANCEL,
  SIGNAL_CHANGED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (RasPanel, ras_panel, GTK_TYPE_WIDGET)

/* --- Size --- */

static GtkSizeRequestMode
get_request_mode (GtkWidget *widget)
{
  return GTK_SIZE_REQUEST_HEIGHT_FOR_WIDTH;
}

static void
measure (GtkWidget *widget, GtkOrientation orientation, int for_size, int *minimum, int *natural,
         int *minimum_baseline, int *natural_baseline)
{
  RasPanel *self = RAS_PANEL (widget);
  int least = (int) (ras_panel_get_length (self) + 2 * RAS_PANEL_PADDING);

  if (orientation == GTK_ORIENTATION_HORIZONTAL)
    *minimum = *natural = least;
  else
    *minimum = *natural
      = ras_panel_get_height_for (self, MAX (for_size, least), self->title_lines);
}

static void
place_controls (RasPanel *self, int width)
{
  int natural = 0, minimum = 0, top;

  if (self->controls == NULL || !gtk_widget_should_layout (self->controls))
    return;
  gtk_widget_measure (self->controls, GTK_ORIENTATION_HORIZONTAL, -1, &minimum, NULL, NULL, NULL);
  gtk_widget_measure (self->controls, GTK_ORIENTATION_VERTICAL, width, NULL, &natural, NULL, NULL);
  top = ras_panel_get_controls_top (self, width, natural);
  gtk_widget_size_allocate (self->controls,
                            &(GtkAllocation) { 0, top, MAX (width, minimum), natural }, -1);
}

static void
size_allocate (GtkWidget *widget, int width, int height, int baseline)
{
  RasPanel *self = RAS_PANEL (widget);
  GtkAllocation place;
  int natural_height;
  int natural_width;
  int lowest;
  RasStyle style;

  place_controls (self, width);
  ras_panel_place_info (self, width);
  if (!gtk_widget_should_layout (self->cancel_button))
    return;
  gtk_widget_measure (self->cancel_button, GTK_ORIENTATION_HORIZONTAL, -1, NULL, &natural_width,
                      NULL, NULL);
  gtk_widget_measure (self->cancel_button, GTK_ORIENTATION_VERTICAL, -1, NULL, &natural_height,
                      NULL, NULL);
  place.x = (width - natural_width) / 2;
  /* Right below the progress line, yet within the square. */
  ras_widget_get_style (widget, &style);
  lowest = width - (int) RAS_PANEL_PADDING - natural_height;
  place.y = MIN ((int) ras_panel_get_progress_bottom (&style, ras_panel_get_side (self)), lowest);
  place.width = natural_width;
  place.height = natural_height;
  gtk_widget_size_allocate (self->cancel_button, &place, -1);
}

static void
snapshot (GtkWidget *widget, GtkSnapshot *to)
{
  RasPanel *self = RAS_PANEL (widget);

  ras_panel_paint (self, to);
  gtk_widget_snapshot_child (widget, self->cancel_button, to);
  gtk_widget_snapshot_child (widget, self->info_button, to);
  if (self->controls)
    gtk_widget_snapshot_child (widget, self->controls, to);
}

/* --- State --- */

static void
forget_surface (RasPanel *self)
{
  g_clear_pointer (&self->surface, cairo_surface_destroy);
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

static void
update_accessible (RasPanel *self)
{
  g_autoptr (GString) text = g_string_new (self->message);
  gboolean ready = self->state == RAS_PANEL_READY;

  if (ready && ras_linked_view_get_comparing (self->view))
    g_string_append (text, _ ("The original, for comparison"));
  else if (ready)
    for (int i = 0; i < (self->draw ? 1 : 2); i++)
      if (self->details[i])
        g_string_append_printf (text, "%s%s", text->len ? ", " : "", self->details[i]);
  if (self->tag && self->message == NULL)
    g_string_append_printf (text, "%s%s", text->len ? ", " : "", self->tag);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL, self->title,
                                  GTK_ACCESSIBLE_PROPERTY_DESCRIPTION, text->str, -1);
  gtk_accessible_update_state (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_STATE_BUSY,
                               self->state == RAS_PANEL_PENDING || self->progress >= 0, -1);
  g_signal_emit (self, signals[SIGNAL_CHANGED], 0);
}

/* They come with what they are for, and keep their room before. */
static void
show_controls (RasPanel *self)
{
  if (self->controls)
    gtk_widget_set_child_visible (self->controls, self->state == RAS_PANEL_READY
                                                      || self->state == RAS_PANEL_FAILED);
}

static void
change_state (RasPanel *self, RasPanelState state, const char *message, gboolean can_cancel)
{
  gboolean ready = state == RAS_PANEL_READY;

  self->state = state;
  if (g_strcmp0 (self->message, message) != 0)
    {
      g_free (self->message);
      self->message = g_strdup (message);
    }
  if (!ready)
    {
      adw_animation_reset (self->fading);
      g_clear_pointer (&self->values, g_bytes_unref);
      g_clear_pointer (&self->original, g_bytes_unref);
    }
  gtk_widget_set_cursor_from_name (GTK_WIDGET (self), ready ? "crosshair" : NULL);
  gtk_widget_set_visible (self->cancel_button, can_cancel);
  show_controls (self);
  forget_surface (self);
  update_accessible (self);
}

static void
fade_cb (double value, gpointer user_data)
{
  RasPanel *self = user_data;

  self->fade = value;
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

static void
cancel_clicked_cb (RasPanel *self)
{
  g_signal_emit (self, signals[SIGNAL_CANCEL], 0);
}

static void
view_changed_cb (RasPanel *self, GParamSpec *pspec, RasLinkedView *view)
{
  const char *name = g_param_spec_get_name (pspec);
  gboolean only_place = g_str_has_prefix (name, "hovered") || g_str_has_prefix (name, "centre")
                        || g_str_equal (name, "zoom");

  if (self->state == RAS_PANEL_READY)
    {
      if (only_place)
        gtk_widget_queue_draw (GTK_WIDGET (self));
      else
        forget_surface (self);
      if (g_str_equal (name, "comparing"))
        update_accessible (self);
    }
}

GtkWidget *
ras_panel_new (RasLinkedView *view, const char *eraser_name, const char *title, const char *tag)
{
  RasPanel *self;

  g_return_val_if_fail (RAS_IS_LINKED_VIEW (view), NULL);

  self = g_object_new (RAS_TYPE_PANEL, NULL);
  self->view = g_object_ref (view);
  self->eraser_name = g_strdup (eraser_name);
  self->title = g_strdup (title);
  self->tag = g_strdup (tag);
  g_signal_connect_object (view, "notify", G_CALLBACK (view_changed_cb), self, G_CONNECT_SWAPPED);
  ras_panel_set_empty (self);
  return GTK_WIDGET (self);
}

const char *
ras_panel_get_eraser_name (RasPanel *self)
{
  return self->eraser_name;
}

const char *
ras_panel_get_title (RasPanel *self)
{
  return self->title;
}

void
ras_panel_set_title (RasPanel *self, const char *title)
{
  g_return_if_fail (RAS_IS_PANEL (self));

  if (g_str_equal (self->title, title))
    return;
  g_free (self->title);
  self->title = g_strdup (title);
  update_accessible (self);
  gtk_widget_queue_resize (GTK_WIDGET (self));
}

RasPanelState
ras_panel_get_state (RasPanel *self)
{
  return self->state;
}

void
ras_panel_set_details (RasPanel *self, const char *first, const char *second)
{
  const char *details[2] = { first, second };

  g_return_if_fail (RAS_IS_PANEL (self));

  for (int i = 0; i < 2; i++)
    if (g_strcmp0 (self->details[i], details[i]) != 0)
      {
        g_free (self->details[i]);
        self->details[i] = g_strdup (details[i]);
      }
  gtk_widget_queue_draw (GTK_WIDGET (self));
  update_accessible (self);
}

void
ras_panel_set_picture (RasPanel *self, GBytes *values, GBytes *original, guint channels,
                       guint height, guint width)
{
  gsize bytes = (gsize) channels * height * width * sizeof (double);

  g_return_if_fail (RAS_IS_PANEL (self));
  g_return_if_fail (g_bytes_get_size (values) == bytes && g_bytes_get_size (original) == bytes);

  g_bytes_ref (values);
  g_bytes_ref (original);
  g_clear_pointer (&self->values, g_bytes_unref);
  g_clear_pointer (&self->original, g_bytes_unref);
  self->values = values;
  self->original = original;
  if (self->height != height || self->width != width)
    gtk_widget_queue_resize (GTK_WIDGET (self));
  self->channels = channels;
  self->height = height;
  self->width = width;
  ras_linked_view_set_shape (self->view, width, height);
  if (self->state == RAS_PANEL_READY)
    {
      forget_surface (self);
      g_signal_emit (self, signals[SIGNAL_CHANGED], 0);
      return;
    }
  change_state (self, RAS_PANEL_READY, NULL, FALSE);
  adw_animation_play (self->fading);
}

void
ras_panel_set_progress (RasPanel *self, double fraction)
{
  g_return_if_fail (RAS_IS_PANEL (self));

  self->progress = fraction;
  gtk_widget_queue_draw (GTK_WIDGET (self));
  update_accessible (self);
}

void
ras_panel_set_drawing (RasPanel *self, RasPanelDrawFunc draw, gpointer user_data)
{
  g_return_if_fail (RAS_IS_PANEL (self));

  self->draw = draw;
  self->draw_data = user_data;
  gtk_widget_queue_draw (GTK_WIDGET (self));
  update_accessible (self);
}

void
ras_panel_set_controls (RasPanel *self, GtkWidget *controls)
{
  g_return_if_fail (RAS_IS_PANEL (self));

  g_clear_pointer (&self->controls, gtk_widget_unparent);
  self->controls = controls;
  if (controls)
    gtk_widget_set_parent (controls, GTK_WIDGET (self));
  show_controls (self);
}

void
ras_panel_set_pending (RasPanel *self, const char *stage, double fraction, gboolean can_cancel)
{
  g_return_if_fail (RAS_IS_PANEL (self));

  self->fraction = fraction;
  change_state (self, RAS_PANEL_PENDING, stage, can_cancel);
}

void
ras_panel_set_failed (RasPanel *self, const char *sentence)
{
  g_return_if_fail (RAS_IS_PANEL (self));
  change_state (self, RAS_PANEL_FAILED, sentence, FALSE);
}

void
ras_panel_set_empty (RasPanel *self)
{
  g_return_if_fail (RAS_IS_PANEL (self));
  change_state (self, RAS_PANEL_EMPTY, NULL, FALSE);
}

/* --- Construction --- */

static void
system_setting_changed (GtkWidget *widget, GtkSystemSetting setting)
{
  GTK_WIDGET_CLASS (ras_panel_parent_class)->system_setting_changed (widget, setting);
  gtk_widget_queue_resize (widget);
}

static void
dispose (GObject *object)
{
  RasPanel *self = RAS_PANEL (object);

  g_clear_object (&self->fading);
  g_clear_pointer (&self->cancel_button, gtk_widget_unparent);
  g_clear_pointer (&self->controls, gtk_widget_unparent);
  ras_panel_dispose_info (self);
  g_clear_object (&self->view);
  G_OBJECT_CLASS (ras_panel_parent_class)->dispose (object);
}

static void
finalize (GObject *object)
{
  RasPanel *self = RAS_PANEL (object);

  g_clear_pointer (&self->surface, cairo_surface_destroy);
  g_clear_pointer (&self->values, g_bytes_unref);
  g_clear_pointer (&self->original, g_bytes_unref);
  g_free (self->eraser_name);
  g_free (self->title);
  g_free (self->tag);
  g_free (self->details[0]);
  g_free (self->details[1]);
  g_free (self->message);
  G_OBJECT_CLASS (ras_panel_parent_class)->finalize (object);
}

static void
ras_panel_class_init (RasPanelClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = dispose;
  object_class->finalize = finalize;
  widget_class->get_request_mode = get_request_mode;
  widget_class->measure = measure;
  widget_class->size_allocate = size_allocate;
  widget_class->snapshot = snapshot;
  widget_class->system_setting_changed = system_setting_changed;

  signals[SIGNAL_CANCEL] = g_signal_new ("cancel", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0,
                                         NULL, NULL, NULL, G_TYPE_NONE, 0);
  signals[SIGNAL_CHANGED] = g_signal_new ("changed", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST,
                                          0, NULL, NULL, NULL, G_TYPE_NONE, 0);

  ras_panel_class_init_info (widget_class);
  gtk_widget_class_set_css_name (widget_class, "panel");
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_IMG);
}

static void
ras_panel_init (RasPanel *self)
{
  AdwAnimationTarget *target = adw_callback_animation_target_new (fade_cb, self, NULL);

  self->progress = -1;
  self->fading = adw_timed_animation_new (GTK_WIDGET (self), 1, 0, FADE_MS, target);
  self->cancel_button = gtk_button_new_from_icon_name ("process-stop-symbolic");
  gtk_widget_add_css_class (self->cancel_button, "circular");
  gtk_widget_add_css_class (self->cancel_button, "flat");
  gtk_widget_set_tooltip_text (self->cancel_button, _ ("Cancel"));
  gtk_widget_set_parent (self->cancel_button, GTK_WIDGET (self));
  g_signal_connect_swapped (self->cancel_button, "clicked", G_CALLBACK (cancel_clicked_cb), self);
  gtk_widget_set_focusable (GTK_WIDGET (self), TRUE);
  ras_panel_add_controllers (self);
  ras_panel_init_info (self);
}
