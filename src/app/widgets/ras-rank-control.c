#include "ras-rank-control.h"

#include <glib/gi18n.h>
#include <math.h>

#include "ras-rank-text.h"

/* How long a sweep along the whole axis takes. */
#define SWEEP_SECONDS 6.0

struct _RasRankControl
{
  GtkWidget parent_instance;

  RasRankScale *scale;
  GtkBox *column;
  GtkInscription *rank_figure;
  GtkInscription *rank_caption;
  GtkWidget *gap_box;
  GtkInscription *gap_figure;
  GtkButton *play_button;
  GtkSpinButton *rank_spin;
  GtkAdjustment *rank_adjustment;
  GtkWidget *target_buttons[RAS_N_RANK_TARGETS];

  guint dimension;
  gboolean showing; /* the spin button is being set, not used */

  guint tick_id;      /* of a sweep, 0: none */
  gint64 tick_time;   /* of its last frame, µs */
  double play_position; /* on an axis from 0 to 1 */
};

enum
{
  PROP_0,
  PROP_RANK,
  PROP_MAX_RANK,
  PROP_LIMIT,
  PROP_PLAYING,
  PROP_FOOTER,
  N_PROPS
};

enum
{
  SIGNAL_RANK_CHANGED,
  N_SIGNALS
};

static GParamSpec *properties[N_PROPS];
static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (RasRankControl, ras_rank_control, GTK_TYPE_WIDGET)

/* --- What is shown --- */

static void
show_rank (RasRankControl *self)
{
  guint rank = ras_rank_scale_get_rank (self->scale);
  double gap = ras_rank_scale_get_gap (self->scale, rank);
  g_autofree char *share = ras_rank_text_format_share (gap);
  g_autofree char *caption = NULL;
  char count[32];

  ras_format_count (rank, count, sizeof count);
  gtk_inscription_set_text (self->rank_figure, count);
  ras_format_count (self->dimension, count, sizeof count);
  /* Translators: stands below a large number; %s is the number of all directions. */
  caption = g_strdup_printf (
    ngettext ("direction removed of %s", "directions removed of %s", rank), count);
  gtk_inscription_set_text (self->rank_caption, caption);
  gtk_inscription_set_text (self->gap_figure, share);
  gtk_widget_set_visible (self->gap_box, !isnan (gap));

  self->showing = TRUE;
  gtk_adjustment_set_value (self->rank_adjustment, rank);
  self->showing = FALSE;
}

static void
show_target (RasRankControl *self, guint target)
{
  int rank = ras_rank_scale_get_target_rank (self->scale, target);
  const char *name = _ (ras_rank_target_names[target]);
  g_autofree char *tooltip = NULL;

  if (rank < 0)
    /* Translators: %s is a share such as "99 %". */
    tooltip = g_strdup_printf (_ ("The path of directions does not reach %s yet"), name);
  else
    tooltip = g_strdup_printf (
      /* Translators: a share such as "99 %", and a number. */
      ngettext ("Remove %s of the covariance gap: %d direction",
                "Remove %s of the covariance gap: %d directions", rank),
      name, rank);
  gtk_widget_set_sensitive (self->target_buttons[target], rank >= 0);
  gtk_widget_set_tooltip_text (self->target_buttons[target], tooltip);
}

static void
show_path (RasRankControl *self)
{
  guint length = ras_rank_scale_get_max_rank (self->scale);

  self->showing = TRUE;
  gtk_adjustment_set_upper (self->rank_adjustment, length);
  self->showing = FALSE;
  gtk_widget_set_sensitive (GTK_WIDGET (self->rank_spin), length > 0);
  gtk_widget_set_sensitive (GTK_WIDGET (self->play_button), length > 0);
  for (guint i = 0; i < RAS_N_RANK_TARGETS; i++)
    show_target (self, i);
  show_rank (self);
}

/* --- The sweep --- */

static RasRankAxis
get_unit_axis (RasRankControl *self)
{
  return (RasRankAxis) { 0, 1, ras_rank_scale_get_limit (self->scale) };
}

static void
take_play_position (RasRankControl *self)
{
  RasRankAxis axis = get_unit_axis (self);

  self->play_position = ras_rank_axis_get_position (&axis, ras_rank_scale_get_rank (self->scale));
}

static gboolean
tick_cb (GtkWidget *widget, GdkFrameClock *clock, gpointer user_data)
{
  RasRankControl *self = RAS_RANK_CONTROL (widget);
  RasRankAxis axis = get_unit_axis (self);
  guint length = ras_rank_scale_get_max_rank (self->scale);
  gint64 now = gdk_frame_clock_get_frame_time (clock);
  guint rank;

  self->play_position += (now - self->tick_time) / (SWEEP_SECONDS * G_USEC_PER_SEC);
  self->tick_time = now;
  rank = ras_rank_axis_get_rank (&axis, self->play_position);
  if (rank >= length)
    {
      ras_rank_scale_choose_rank (self->scale, length, TRUE);
      ras_rank_control_set_playing (self, FALSE);
      return G_SOURCE_REMOVE;
    }
  ras_rank_scale_choose_rank (self->scale, rank, TRUE);
  return G_SOURCE_CONTINUE;
}

static void
show_playing (RasRankControl *self)
{
  gboolean playing = self->tick_id != 0;

  gtk_button_set_icon_name (self->play_button, playing ? "media-playback-pause-symbolic"
                                                       : "media-playback-start-symbolic");
  gtk_widget_set_tooltip_text (GTK_WIDGET (self->play_button),
                               playing ? _ ("Pause") : _ ("Sweep through the ranks"));
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->play_button),
                                  GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  playing ? _ ("Pause") : _ ("Sweep through the ranks"), -1);
}

gboolean
ras_rank_control_get_playing (RasRankControl *self)
{
  return self->tick_id != 0;
}

void
ras_rank_control_set_playing (RasRankControl *self, gboolean playing)
{
  guint rank;

  g_return_if_fail (RAS_IS_RANK_CONTROL (self));

  rank = ras_rank_scale_get_rank (self->scale);
  if (playing == (self->tick_id != 0)
      || (playing && ras_rank_scale_get_max_rank (self->scale) == 0))
    return;
  if (playing)
    {
      if (rank >= ras_rank_scale_get_max_rank (self->scale))
        ras_rank_scale_choose_rank (self->scale, 0, TRUE);
      take_play_position (self);
      self->tick_time = gdk_frame_clock_get_frame_time (
        gtk_widget_get_frame_clock (GTK_WIDGET (self)));
      self->tick_id = gtk_widget_add_tick_callback (GTK_WIDGET (self), tick_cb, NULL, NULL);
    }
  else
    {
      gtk_widget_remove_tick_callback (GTK_WIDGET (self), self->tick_id);
      self->tick_id = 0;
      ras_rank_scale_choose_rank (self->scale, rank, FALSE);
    }
  show_playing (self);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_PLAYING]);
}

static void
toggle_play_cb (RasRankControl *self)
{
  ras_rank_control_set_playing (self, self->tick_id == 0);
}

static void
stop_play_cb (RasRankControl *self)
{
  ras_rank_control_set_playing (self, FALSE);
}

/* --- Handlers --- */

static void
rank_notify_cb (RasRankControl *self)
{
  show_rank (self);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_RANK]);
}

static void
max_rank_notify_cb (RasRankControl *self)
{
  show_path (self);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_MAX_RANK]);
}

/* The axis became longer: the same rank has another place on it. */
static void
limit_notify_cb (RasRankControl *self)
{
  take_play_position (self);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_LIMIT]);
}

static void
rank_changed_cb (RasRankControl *self, guint rank, gboolean dragging)
{
  g_signal_emit (self, signals[SIGNAL_RANK_CHANGED], 0, rank, dragging);
}

static void
spin_changed_cb (RasRankControl *self)
{
  if (self->showing)
    return;
  ras_rank_control_set_playing (self, FALSE);
  ras_rank_scale_choose_rank (self->scale,
                              (guint) gtk_adjustment_get_value (self->rank_adjustment), FALSE);
}

static void
target_clicked_cb (RasRankControl *self, GtkWidget *button)
{
  for (guint i = 0; i < RAS_N_RANK_TARGETS; i++)
    if (self->target_buttons[i] == button)
      {
        ras_rank_control_set_playing (self, FALSE);
        ras_rank_scale_choose_rank (
          self->scale, (guint) ras_rank_scale_get_target_rank (self->scale, i), FALSE);
      }
}

/* --- Public --- */

void
ras_rank_control_set_dimension (RasRankControl *self, guint dimension, guint longest)
{
  g_return_if_fail (RAS_IS_RANK_CONTROL (self));
  self->dimension = dimension;
  ras_rank_scale_set_longest (self->scale, longest);
  show_rank (self);
}

void
ras_rank_control_set_path (RasRankControl *self, const double *gaps, guint length)
{
  g_return_if_fail (RAS_IS_RANK_CONTROL (self));
  ras_rank_scale_set_path (self->scale, gaps, length);
}

void
ras_rank_control_set_directions (RasRankControl *self, RasDirectionFunc func, gpointer user_data,
                                 GDestroyNotify destroy, guint channels, guint height, guint width)
{
  g_return_if_fail (RAS_IS_RANK_CONTROL (self));
  ras_rank_scale_set_directions (self->scale, func, user_data, destroy, channels, height, width);
}

guint
ras_rank_control_get_rank (RasRankControl *self)
{
  return ras_rank_scale_get_rank (self->scale);
}

void
ras_rank_control_set_rank (RasRankControl *self, guint rank)
{
  g_return_if_fail (RAS_IS_RANK_CONTROL (self));
  ras_rank_scale_set_rank (self->scale, rank);
}

RasRankScale *
ras_rank_control_get_scale (RasRankControl *self)
{
  return self->scale;
}

GtkWidget *
ras_rank_control_new (void)
{
  return g_object_new (RAS_TYPE_RANK_CONTROL, NULL);
}

/* --- Construction --- */

static void
get_property (GObject *object, guint prop_id, GValue *value, GParamSpec *pspec)
{
  RasRankControl *self = RAS_RANK_CONTROL (object);

  switch (prop_id)
    {
    case PROP_RANK:
      g_value_set_uint (value, ras_rank_scale_get_rank (self->scale));
      break;
    case PROP_MAX_RANK:
      g_value_set_uint (value, ras_rank_scale_get_max_rank (self->scale));
      break;
    case PROP_LIMIT:
      g_value_set_uint (value, ras_rank_scale_get_limit (self->scale));
      break;
    case PROP_PLAYING:
      g_value_set_boolean (value, self->tick_id != 0);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
set_property (GObject *object, guint prop_id, const GValue *value, GParamSpec *pspec)
{
  if (prop_id == PROP_RANK)
    ras_rank_control_set_rank (RAS_RANK_CONTROL (object), g_value_get_uint (value));
  else if (prop_id == PROP_FOOTER && g_value_get_object (value))
    gtk_box_append (RAS_RANK_CONTROL (object)->column, g_value_get_object (value));
  else if (prop_id != PROP_FOOTER)
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
}

static void
unmap (GtkWidget *widget)
{
  ras_rank_control_set_playing (RAS_RANK_CONTROL (widget), FALSE);
  GTK_WIDGET_CLASS (ras_rank_control_parent_class)->unmap (widget);
}

static void
dispose (GObject *object)
{
  GtkWidget *child;

  while ((child = gtk_widget_get_first_child (GTK_WIDGET (object))))
    gtk_widget_unparent (child);
  G_OBJECT_CLASS (ras_rank_control_parent_class)->dispose (object);
}

static void
bind_template (GtkWidgetClass *widget_class)
{
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/org/rasura/Rasura/ui/ras-rank-control.ui");
  gtk_widget_class_bind_template_child (widget_class, RasRankControl, scale);
  gtk_widget_class_bind_template_child (widget_class, RasRankControl, column);
  gtk_widget_class_bind_template_child (widget_class, RasRankControl, rank_figure);
  gtk_widget_class_bind_template_child (widget_class, RasRankControl, rank_caption);
  gtk_widget_class_bind_template_child (widget_class, RasRankControl, gap_box);
  gtk_widget_class_bind_template_child (widget_class, RasRankControl, gap_figure);
  gtk_widget_class_bind_template_child (widget_class, RasRankControl, play_button);
  gtk_widget_class_bind_template_child (widget_class, RasRankControl, rank_spin);
  gtk_widget_class_bind_template_child (widget_class, RasRankControl, rank_adjustment);
  for (guint i = 0; i < RAS_N_RANK_TARGETS; i++)
    {
      g_autofree char *name = g_strdup_printf ("target_button_%u", i);

      gtk_widget_class_bind_template_child_full (
        widget_class, g_intern_string (name), FALSE,
        G_STRUCT_OFFSET (RasRankControl, target_buttons) + i * sizeof (GtkWidget *));
    }
  gtk_widget_class_bind_template_callback (widget_class, rank_notify_cb);
  gtk_widget_class_bind_template_callback (widget_class, max_rank_notify_cb);
  gtk_widget_class_bind_template_callback (widget_class, limit_notify_cb);
  gtk_widget_class_bind_template_callback (widget_class, rank_changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, toggle_play_cb);
  gtk_widget_class_bind_template_callback (widget_class, stop_play_cb);
  gtk_widget_class_bind_template_callback (widget_class, spin_changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, target_clicked_cb);
}

static void
ras_rank_control_class_init (RasRankControlClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);
  GParamFlags readable = G_PARAM_READABLE | G_PARAM_STATIC_STRINGS;

  object_class->get_property = get_property;
  object_class->set_property = set_property;
  object_class->dispose = dispose;
  widget_class->unmap = unmap;

  properties[PROP_RANK]
    = g_param_spec_uint ("rank", NULL, NULL, 0, G_MAXUINT, 0,
                         readable | G_PARAM_WRITABLE | G_PARAM_EXPLICIT_NOTIFY);
  properties[PROP_MAX_RANK] = g_param_spec_uint ("max-rank", NULL, NULL, 0, G_MAXUINT, 0, readable);
  properties[PROP_LIMIT] = g_param_spec_uint ("limit", NULL, NULL, 1, G_MAXUINT, 1, readable);
  properties[PROP_PLAYING] = g_param_spec_boolean ("playing", NULL, NULL, FALSE, readable);
  /* A widget below the numbers and buttons. */
  properties[PROP_FOOTER] = g_param_spec_object ("footer", NULL, NULL, GTK_TYPE_WIDGET,
                                                 G_PARAM_WRITABLE | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, properties);

  signals[SIGNAL_RANK_CHANGED]
    = g_signal_new ("rank-changed", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                    NULL, G_TYPE_NONE, 2, G_TYPE_UINT, G_TYPE_BOOLEAN);

  g_type_ensure (RAS_TYPE_RANK_SCALE);
  bind_template (widget_class);
  gtk_widget_class_set_css_name (widget_class, "rankcontrol");
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BOX_LAYOUT);
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_GROUP);
}

static void
ras_rank_control_init (RasRankControl *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  for (guint i = 0; i < RAS_N_RANK_TARGETS; i++)
    gtk_button_set_label (GTK_BUTTON (self->target_buttons[i]), _ (ras_rank_target_names[i]));
  show_playing (self);
  show_path (self);
}
