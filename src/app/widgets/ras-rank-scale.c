#include "ras-rank-scale-private.h"

#include <glib/gi18n.h>

#include "gap-chart.h"
#include "ras-rank-text.h"

/* The axis is never shorter, so that the first directions do not make it jump. */
#define LEAST_LIMIT 20

const double ras_rank_targets[RAS_N_RANK_TARGETS] = { 0.9, 0.99, 0.999 };
const char *const ras_rank_target_names[RAS_N_RANK_TARGETS]
    = { N_ ("90\u202f%"), N_ ("99\u202f%"), N_ ("99.9\u202f%") };

enum
{
  PROP_0,
  PROP_RANK,
  PROP_MAX_RANK,
  PROP_LIMIT,
  N_PROPS
};

enum
{
  SIGNAL_RANK_CHANGED,
  SIGNAL_TOGGLE_PLAY,
  SIGNAL_PLAY_STOPPED,
  N_SIGNALS
};

static GParamSpec *properties[N_PROPS];
static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (RasRankScale, ras_rank_scale, GTK_TYPE_WIDGET)

/* --- The axis --- */

/* The least of 1, 2, 5 × a power of ten that is not below `value`. */
static guint
round_up (guint value)
{
  for (guint64 power = 1;; power *= 10)
    for (guint digit = 1; digit <= 5; digit += digit == 1 ? 1 : 3)
      if (digit * power >= value)
        return (guint) MIN (digit * power, G_MAXUINT);
}

guint
ras_rank_scale_get_limit (RasRankScale *self)
{
  guint limit = round_up (MAX (self->length, LEAST_LIMIT));

  return self->longest > 0 ? MIN (limit, MAX (self->longest, self->length)) : limit;
}

guint
ras_rank_scale_get_rank (RasRankScale *self)
{
  return MIN (self->wanted, self->length);
}

guint
ras_rank_scale_get_max_rank (RasRankScale *self)
{
  return self->length;
}

double
ras_rank_scale_get_gap (RasRankScale *self, guint rank)
{
  return self->gaps ? self->gaps[MIN (rank, self->length)] : 1;
}

int
ras_rank_scale_get_target_rank (RasRankScale *self, guint target)
{
  g_return_val_if_fail (target < RAS_N_RANK_TARGETS, -1);
  return self->target_ranks[target];
}

static void
show_rank (RasRankScale *self)
{
  guint rank = ras_rank_scale_get_rank (self);
  g_autofree char *text = ras_rank_text_format (rank, ras_rank_scale_get_gap (self, rank));

  ras_rank_scale_show_parts (self);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_VALUE_MAX,
                                  (double) self->length, GTK_ACCESSIBLE_PROPERTY_VALUE_NOW,
                                  (double) rank, GTK_ACCESSIBLE_PROPERTY_VALUE_TEXT, text,
                                  /* GTK 4.8 tells screen readers the values of its own ranges alone. */
                                  GTK_ACCESSIBLE_PROPERTY_DESCRIPTION, text, -1);
}

/* --- Public --- */

void
ras_rank_scale_set_plain (RasRankScale *self, gboolean plain)
{
  g_return_if_fail (RAS_IS_RANK_SCALE (self));

  self->plain = plain;
  gtk_widget_set_child_visible (self->chart, !plain);
  gtk_widget_set_child_visible (self->strip, !plain);
  gtk_widget_queue_resize (GTK_WIDGET (self));
}

void
ras_rank_scale_set_rank (RasRankScale *self, guint rank)
{
  guint before;

  g_return_if_fail (RAS_IS_RANK_SCALE (self));

  before = ras_rank_scale_get_rank (self);
  self->wanted = rank;
  if (ras_rank_scale_get_rank (self) != before)
    {
      show_rank (self);
      g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_RANK]);
    }
}

void
ras_rank_scale_choose_rank (RasRankScale *self, guint rank, gboolean dragging)
{
  guint before;

  g_return_if_fail (RAS_IS_RANK_SCALE (self));

  before = ras_rank_scale_get_rank (self);
  rank = MIN (rank, self->length);
  ras_rank_scale_set_rank (self, rank);
  if (rank != before || !dragging)
    g_signal_emit (self, signals[SIGNAL_RANK_CHANGED], 0, rank, dragging);
}

void
ras_rank_scale_set_path (RasRankScale *self, const double *gaps, guint length)
{
  guint before;
  guint limit;

  g_return_if_fail (RAS_IS_RANK_SCALE (self));

  before = ras_rank_scale_get_rank (self);
  limit = ras_rank_scale_get_limit (self);
  g_free (self->gaps);
  self->gaps = gaps ? g_memdup2 (gaps, sizeof *gaps * (length + 1)) : NULL;
  self->length = gaps ? length : 0;
  for (guint i = 0; i < RAS_N_RANK_TARGETS; i++)
    self->target_ranks[i]
      = ras_gap_chart_find_rank (self->gaps, self->length, ras_rank_targets[i]);
  show_rank (self);
  g_object_freeze_notify (G_OBJECT (self));
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_MAX_RANK]);
  if (ras_rank_scale_get_limit (self) != limit)
    g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_LIMIT]);
  if (ras_rank_scale_get_rank (self) != before)
    g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_RANK]);
  g_object_thaw_notify (G_OBJECT (self));
}

void
ras_rank_scale_set_empty (RasRankScale *self, const char *sentence)
{
  char *copy = g_strdup (sentence);

  g_return_if_fail (RAS_IS_RANK_SCALE (self));

  g_free (self->empty);
  self->empty = copy;
  gtk_widget_queue_draw (self->chart);
}

void
ras_rank_scale_set_longest (RasRankScale *self, guint longest)
{
  g_return_if_fail (RAS_IS_RANK_SCALE (self));

  if (self->longest == longest)
    return;
  self->longest = longest;
  show_rank (self);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_LIMIT]);
}

static void
forget_directions (RasRankScale *self)
{
  if (self->direction_destroy)
    self->direction_destroy (self->direction_data);
  self->direction_func = NULL;
  self->direction_data = NULL;
  self->direction_destroy = NULL;
  g_hash_table_remove_all (self->tiles);
}

void
ras_rank_scale_set_directions (RasRankScale *self, RasDirectionFunc func, gpointer user_data,
                               GDestroyNotify destroy, guint channels, guint height, guint width)
{
  g_return_if_fail (RAS_IS_RANK_SCALE (self));

  forget_directions (self);
  self->direction_func = func;
  self->direction_data = user_data;
  self->direction_destroy = destroy;
  self->channels = channels;
  self->height = height;
  self->width = width;
  gtk_widget_queue_resize (GTK_WIDGET (self));
  gtk_widget_queue_draw (self->strip);
}

void
ras_rank_scale_emit_toggle_play (RasRankScale *self)
{
  g_signal_emit (self, signals[SIGNAL_TOGGLE_PLAY], 0);
}

void
ras_rank_scale_emit_play_stopped (RasRankScale *self)
{
  g_signal_emit (self, signals[SIGNAL_PLAY_STOPPED], 0);
}

/* --- Construction --- */

static void
get_property (GObject *object, guint prop_id, GValue *value, GParamSpec *pspec)
{
  RasRankScale *self = RAS_RANK_SCALE (object);

  switch (prop_id)
    {
    case PROP_RANK:
      g_value_set_uint (value, ras_rank_scale_get_rank (self));
      break;
    case PROP_MAX_RANK:
      g_value_set_uint (value, self->length);
      break;
    case PROP_LIMIT:
      g_value_set_uint (value, ras_rank_scale_get_limit (self));
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
set_property (GObject *object, guint prop_id, const GValue *value, GParamSpec *pspec)
{
  if (prop_id == PROP_RANK)
    ras_rank_scale_set_rank (RAS_RANK_SCALE (object), g_value_get_uint (value));
  else
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
}

static void
dispose (GObject *object)
{
  RasRankScale *self = RAS_RANK_SCALE (object);

  g_clear_pointer (&self->chart, gtk_widget_unparent);
  g_clear_pointer (&self->slider, gtk_widget_unparent);
  g_clear_pointer (&self->strip, gtk_widget_unparent);
  forget_directions (self);
  G_OBJECT_CLASS (ras_rank_scale_parent_class)->dispose (object);
}

static void
finalize (GObject *object)
{
  RasRankScale *self = RAS_RANK_SCALE (object);

  g_hash_table_unref (self->tiles);
  g_free (self->gaps);
  g_free (self->empty);
  G_OBJECT_CLASS (ras_rank_scale_parent_class)->finalize (object);
}

static void
ras_rank_scale_class_init (RasRankScaleClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);
  GType type = G_TYPE_FROM_CLASS (klass);
  GParamFlags readable = G_PARAM_READABLE | G_PARAM_STATIC_STRINGS;

  object_class->get_property = get_property;
  object_class->set_property = set_property;
  object_class->dispose = dispose;
  object_class->finalize = finalize;
  ras_rank_scale_class_lay_out (widget_class);

  properties[PROP_RANK]
    = g_param_spec_uint ("rank", NULL, NULL, 0, G_MAXUINT, 0,
                         readable | G_PARAM_WRITABLE | G_PARAM_EXPLICIT_NOTIFY);
  properties[PROP_MAX_RANK] = g_param_spec_uint ("max-rank", NULL, NULL, 0, G_MAXUINT, 0, readable);
  properties[PROP_LIMIT]
    = g_param_spec_uint ("limit", NULL, NULL, 1, G_MAXUINT, LEAST_LIMIT, readable);
  g_object_class_install_properties (object_class, N_PROPS, properties);

  signals[SIGNAL_RANK_CHANGED]
    = g_signal_new ("rank-changed", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 2,
                    G_TYPE_UINT, G_TYPE_BOOLEAN);
  signals[SIGNAL_TOGGLE_PLAY] = g_signal_new ("toggle-play", type, G_SIGNAL_RUN_LAST, 0, NULL,
                                              NULL, NULL, G_TYPE_NONE, 0);
  signals[SIGNAL_PLAY_STOPPED] = g_signal_new ("play-stopped", type, G_SIGNAL_RUN_LAST, 0, NULL,
                                               NULL, NULL, G_TYPE_NONE, 0);

  gtk_widget_class_set_css_name (widget_class, "rankscale");
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_SLIDER);
}

static void
ras_rank_scale_init (RasRankScale *self)
{
  self->tiles = g_hash_table_new_full (NULL, NULL, NULL, (GDestroyNotify) cairo_surface_destroy);
  self->channels = 3;
  self->width = self->height = 32;
  ras_rank_scale_add_parts (self);
  gtk_widget_set_focusable (GTK_WIDGET (self), TRUE);
  gtk_widget_set_cursor_from_name (GTK_WIDGET (self), "ew-resize");
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  _ ("Directions removed"), GTK_ACCESSIBLE_PROPERTY_VALUE_MIN, 0.0,
                                  -1);
  ras_rank_scale_add_controllers (self);
  ras_rank_scale_set_path (self, NULL, 0);
}
