#include "ras-rank-scale-private.h"

#include <glib/gi18n.h>
#include <math.h>

#include "gap-chart.h"
#include "picture.h"
#include "ras-rank-text.h"
#include "ras-widget-style.h"
#include "strip.h"

/* From the edges to rank 0 and to the axis' end: room for the chart's labels and half a tile. */
#define INSET_LEFT 52
#define INSET_RIGHT 40
#define LEAST_CHART_HEIGHT 96
#define NATURAL_CHART_HEIGHT 140
/* Side of a direction's picture in the strip that is aimed at, in screen pixels. */
#define TILE_SIDE 48
/* The axis is never shorter, so that the first directions do not make it jump. */
#define LEAST_LIMIT 20
/* How many pictures of directions are kept. */
#define MOST_TILES 512

const double ras_rank_targets[RAS_N_RANK_TARGETS] = { 0.9, 0.99, 0.999 };
const char *const ras_rank_target_names[RAS_N_RANK_TARGETS] = { "90\u202f%", "99\u202f%",
                                                                "99.9\u202f%" };

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

void
ras_rank_scale_get_axis (RasRankScale *self, RasRankAxis *axis)
{
  double width = gtk_widget_get_width (GTK_WIDGET (self));

  axis->left = INSET_LEFT;
  axis->right = MAX (width - INSET_RIGHT, INSET_LEFT + 1);
  axis->max_rank = ras_rank_scale_get_limit (self);
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

/* --- The three parts --- */

static int
get_natural_tile_scale (RasRankScale *self)
{
  return MAX (1, (TILE_SIDE + (int) self->width / 2) / (int) MAX (self->width, 1));
}

static cairo_surface_t *
tile_cb (guint i, gpointer user_data)
{
  RasRankScale *self = user_data;
  cairo_surface_t *tile = g_hash_table_lookup (self->tiles, GUINT_TO_POINTER (i));
  const double *direction;

  if (tile || self->direction_func == NULL)
    return tile;
  direction = self->direction_func (i, self->direction_data);
  if (direction == NULL)
    return NULL;
  if (g_hash_table_size (self->tiles) >= MOST_TILES)
    g_hash_table_remove_all (self->tiles);
  tile = ras_picture_from_direction (direction, self->channels, self->height, self->width);
  g_hash_table_insert (self->tiles, GUINT_TO_POINTER (i), tile);
  return tile;
}

static RasStrip
describe_strip (RasRankScale *self, RasStyle *style)
{
  RasStrip strip = {
    .style = style,
    .length = self->direction_func ? self->length : 0,
    .rank = ras_rank_scale_get_rank (self),
    .pixels = MAX (self->width, 1),
    .scale = self->tile_scale,
    .tile = tile_cb,
    .user_data = self,
  };

  ras_widget_get_style (GTK_WIDGET (self), style);
  ras_rank_scale_get_axis (self, &strip.axis);
  return strip;
}

static void
draw_strip_cb (GtkDrawingArea *area, cairo_t *cr, int width, int height, gpointer user_data)
{
  RasStyle style;
  RasStrip strip = describe_strip (user_data, &style);

  ras_strip_draw (&strip, cr);
}

static void
draw_chart_cb (GtkDrawingArea *area, cairo_t *cr, int width, int height, gpointer user_data)
{
  RasRankScale *self = user_data;
  RasStyle style;
  RasGapChart chart = {
    .style = &style,
    .gap = self->gaps,
    .length = self->length,
    .rank = ras_rank_scale_get_rank (self),
    .max_rank = ras_rank_scale_get_limit (self),
    .empty = _ ("The path of directions appears here as it is computed."),
    .inset_left = INSET_LEFT,
    .inset_right = INSET_RIGHT,
    .hide_rank_labels = TRUE,
  };

  ras_widget_get_style (GTK_WIDGET (self), &style);
  ras_gap_chart_draw (&chart, cr, width, height);
}

static void
show_slider (RasRankScale *self)
{
  RasRankSliderState state = {
    .rank = ras_rank_scale_get_rank (self),
    .length = self->length,
    .marks = self->target_ranks,
    .names = ras_rank_target_names,
    .n_marks = RAS_N_RANK_TARGETS,
  };

  ras_rank_scale_get_axis (self, &state.axis);
  ras_rank_slider_show (RAS_RANK_SLIDER (self->slider), &state);
}

static void
show_rank (RasRankScale *self)
{
  guint rank = ras_rank_scale_get_rank (self);
  g_autofree char *text = ras_rank_text_format (rank, ras_rank_scale_get_gap (self, rank));

  gtk_widget_queue_draw (GTK_WIDGET (self));
  gtk_widget_queue_draw (self->chart);
  gtk_widget_queue_draw (self->strip);
  show_slider (self);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_VALUE_MAX,
                                  (double) self->length, GTK_ACCESSIBLE_PROPERTY_VALUE_NOW,
                                  (double) rank, GTK_ACCESSIBLE_PROPERTY_VALUE_TEXT, text, -1);
}

/* --- Size --- */

static int
get_strip_height (RasRankScale *self, int tile_scale)
{
  RasStyle style;
  RasStrip strip = describe_strip (self, &style);

  strip.scale = tile_scale;
  return (int) ceil (ras_strip_get_height (&strip));
}

/* The slider lies with the padding that the theme gives a scale over its neighbours: its
 * contents begin where the row does, and the axis is the same in all three. */
static GtkBorder
get_slider_padding (RasRankScale *self)
{
  GtkBorder padding;

  gtk_style_context_get_padding (gtk_widget_get_style_context (self->slider), &padding);
  return padding;
}

static int
get_slider_height (RasRankScale *self)
{
  GtkBorder padding = get_slider_padding (self);
  int height;

  gtk_widget_measure (self->slider, GTK_ORIENTATION_VERTICAL, -1, &height, NULL, NULL, NULL);
  return height - padding.top - padding.bottom;
}

static void
measure (GtkWidget *widget, GtkOrientation orientation, int for_size, int *minimum, int *natural,
         int *minimum_baseline, int *natural_baseline)
{
  RasRankScale *self = RAS_RANK_SCALE (widget);

  if (orientation == GTK_ORIENTATION_HORIZONTAL)
    {
      *minimum = 240;
      *natural = 600;
    }
  else
    {
      int slider = get_slider_height (self);

      *minimum = LEAST_CHART_HEIGHT + slider + get_strip_height (self, 1);
      *natural = NATURAL_CHART_HEIGHT + slider
                 + get_strip_height (self, get_natural_tile_scale (self));
    }
}

static void
size_allocate (GtkWidget *widget, int width, int height, int baseline)
{
  RasRankScale *self = RAS_RANK_SCALE (widget);
  GtkBorder padding = get_slider_padding (self);
  int slider_height = get_slider_height (self);
  GtkAllocation chart = { 0, 0, width, 0 };
  GtkAllocation slider = { -padding.left, 0, width + padding.left + padding.right,
                           slider_height + padding.top + padding.bottom };
  GtkAllocation strip = { 0, 0, width, 0 };

  /* Small pictures leave the chart its room where there is little. */
  self->tile_scale = get_natural_tile_scale (self);
  while (self->tile_scale > 1
         && height < LEAST_CHART_HEIGHT + slider_height
                       + get_strip_height (self, self->tile_scale))
    self->tile_scale--;
  strip.height = get_strip_height (self, self->tile_scale);
  chart.height = MAX (height - slider_height - strip.height, 1);
  slider.y = chart.height - padding.top;
  strip.y = chart.height + slider_height;
  show_slider (self);
  gtk_widget_size_allocate (self->chart, &chart, -1);
  gtk_widget_size_allocate (self->slider, &slider, -1);
  gtk_widget_size_allocate (self->strip, &strip, -1);
}

/* One line from the marker through the thumb to the last removed direction. The children, which
 * paint over it, are not painted again for it. */
static void
snapshot (GtkWidget *widget, GtkSnapshot *to)
{
  RasRankScale *self = RAS_RANK_SCALE (widget);
  guint rank = ras_rank_scale_get_rank (self);
  RasStyle style;
  RasRankAxis axis;
  RasColour colour;
  int bottom = gtk_widget_get_height (widget) - gtk_widget_get_height (self->strip);
  int top;

  if (self->gaps)
    {
      ras_widget_get_style (widget, &style);
      ras_rank_scale_get_axis (self, &axis);
      colour = ras_look_for ("alf-qleace", &style).colour;
      top = gtk_widget_get_height (self->chart) - (int) (2 * style.space);
      gtk_snapshot_append_color (
        to, &(GdkRGBA) { colour.r, colour.g, colour.b, 1 },
        &GRAPHENE_RECT_INIT (floor (ras_rank_axis_get_position (&axis, rank)), top, 1,
                             bottom - top));
    }
  GTK_WIDGET_CLASS (ras_rank_scale_parent_class)->snapshot (widget, to);
}

/* --- Public --- */

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

GtkWidget *
ras_rank_scale_new (void)
{
  return g_object_new (RAS_TYPE_RANK_SCALE, NULL);
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
  widget_class->measure = measure;
  widget_class->size_allocate = size_allocate;
  widget_class->snapshot = snapshot;

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

static GtkWidget *
add_drawing (RasRankScale *self, GtkDrawingAreaDrawFunc draw)
{
  GtkWidget *area = g_object_new (GTK_TYPE_DRAWING_AREA, "accessible-role",
                                  GTK_ACCESSIBLE_ROLE_PRESENTATION, NULL);

  gtk_drawing_area_set_draw_func (GTK_DRAWING_AREA (area), draw, self, NULL);
  gtk_widget_set_parent (area, GTK_WIDGET (self));
  return area;
}

static void
ras_rank_scale_init (RasRankScale *self)
{
  self->tiles = g_hash_table_new_full (NULL, NULL, NULL, (GDestroyNotify) cairo_surface_destroy);
  self->channels = 3;
  self->width = self->height = 32;
  self->tile_scale = 1;
  self->chart = add_drawing (self, draw_chart_cb);
  self->slider = ras_rank_slider_new ();
  gtk_widget_set_parent (self->slider, GTK_WIDGET (self));
  self->strip = add_drawing (self, draw_strip_cb);
  gtk_widget_set_focusable (GTK_WIDGET (self), TRUE);
  gtk_widget_set_cursor_from_name (GTK_WIDGET (self), "ew-resize");
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  _ ("Directions removed"), GTK_ACCESSIBLE_PROPERTY_VALUE_MIN, 0.0,
                                  -1);
  ras_rank_scale_add_controllers (self);
  ras_rank_scale_set_path (self, NULL, 0);
}
