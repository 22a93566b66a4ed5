#include "ras-rank-scale-private.h"

#include <glib/gi18n.h>
#include <math.h>

#include "gap-chart.h"
#include "picture.h"
#include "ras-widget-style.h"
#include "strip.h"

/* From the edges to rank 0 and to the axis' end: room for the chart's labels and half a tile. */
#define INSET_LEFT 52
#define INSET_RIGHT 40
#define PLAIN_INSET_LEFT 18
#define LEAST_CHART_HEIGHT 96
#define NATURAL_CHART_HEIGHT 140
#define LARGEST_CHART_HEIGHT 240
/* Side of a direction's picture in the strip that is aimed at, in screen pixels. */
#define TILE_SIDE 48
/* How many pictures of directions are kept. */
#define MOST_TILES 512

/* Without the chart, only half a thumb and half a label stand left of the axis. */
static double
get_inset (RasRankScale *self, int nominal, int plain)
{
  double magnification = MAX (ras_widget_get_magnification (GTK_WIDGET (self)), 1);

  return round ((self->plain ? plain : nominal) * magnification);
}

void
ras_rank_scale_get_axis (RasRankScale *self, RasRankAxis *axis)
{
  double width = gtk_widget_get_width (GTK_WIDGET (self));

  axis->left = get_inset (self, INSET_LEFT, PLAIN_INSET_LEFT);
  axis->right = MAX (width - get_inset (self, INSET_RIGHT, INSET_RIGHT), axis->left + 1);
  axis->max_rank = ras_rank_scale_get_limit (self);
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
    .empty = self->empty ? self->empty
                         : _ ("The path of directions appears here as it is computed."),
    .inset_left = get_inset (self, INSET_LEFT, PLAIN_INSET_LEFT),
    .inset_right = get_inset (self, INSET_RIGHT, INSET_RIGHT),
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

void
ras_rank_scale_show_parts (RasRankScale *self)
{
  gtk_widget_queue_draw (GTK_WIDGET (self));
  gtk_widget_queue_draw (self->chart);
  gtk_widget_queue_draw (self->strip);
  show_slider (self);
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

/* A wide chart is also taller, so that its curve does not lie flat. */
static int
get_natural_chart_height (int width)
{
  return CLAMP (width / 5, NATURAL_CHART_HEIGHT, LARGEST_CHART_HEIGHT);
}

static GtkSizeRequestMode
get_request_mode (GtkWidget *widget)
{
  return GTK_SIZE_REQUEST_HEIGHT_FOR_WIDTH;
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

      if (self->plain)
        {
          *minimum = *natural = slider;
          return;
        }
      *minimum = LEAST_CHART_HEIGHT + slider + get_strip_height (self, 1);
      *natural = get_natural_chart_height (for_size) + slider
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

  if (self->plain)
    {
      slider.y = (height - slider_height) / 2 - padding.top;
      show_slider (self);
      gtk_widget_size_allocate (self->slider, &slider, -1);
      return;
    }
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

/* The line of the chart's marker goes on to the thumb and its tick, above the last removed
 * direction. The children, which paint over it, are not painted again for it. */
static void
snapshot (GtkWidget *widget, GtkSnapshot *to)
{
  RasRankScale *self = RAS_RANK_SCALE (widget);
  guint rank = ras_rank_scale_get_rank (self);
  RasStyle style;
  RasRankAxis axis;
  RasColour colour;
  int chart_height = gtk_widget_get_height (self->chart);
  int bottom = chart_height + ras_rank_slider_get_labels_y (RAS_RANK_SLIDER (self->slider));
  int top;

  if (self->gaps && !self->plain)
    {
      ras_widget_get_style (widget, &style);
      ras_rank_scale_get_axis (self, &axis);
      colour = ras_look_for ("alf-qleace", &style).colour;
      top = chart_height - (int) (2 * style.space);
      gtk_snapshot_append_color (
        to, &(GdkRGBA) { colour.r, colour.g, colour.b, 1 },
        &GRAPHENE_RECT_INIT (floor (ras_rank_axis_get_position (&axis, rank)), top, 1,
                             bottom - top));
    }
  if (!self->plain)
    gtk_widget_snapshot_child (widget, self->chart, to);
  gtk_widget_snapshot_child (widget, self->slider, to);
  if (!self->plain)
    gtk_widget_snapshot_child (widget, self->strip, to);
}

/* --- Construction --- */

static GtkWidget *
add_drawing (RasRankScale *self, GtkDrawingAreaDrawFunc draw)
{
  GtkWidget *area = g_object_new (GTK_TYPE_DRAWING_AREA, "accessible-role",
                                  GTK_ACCESSIBLE_ROLE_PRESENTATION, NULL);

  gtk_drawing_area_set_draw_func (GTK_DRAWING_AREA (area), draw, self, NULL);
  gtk_widget_set_parent (area, GTK_WIDGET (self));
  return area;
}

void
ras_rank_scale_add_parts (RasRankScale *self)
{
  self->chart = add_drawing (self, draw_chart_cb);
  self->slider = ras_rank_slider_new ();
  gtk_widget_set_parent (self->slider, GTK_WIDGET (self));
  self->strip = add_drawing (self, draw_strip_cb);
  self->tile_scale = 1;
}

void
ras_rank_scale_class_lay_out (GtkWidgetClass *widget_class)
{
  widget_class->get_request_mode = get_request_mode;
  widget_class->measure = measure;
  widget_class->size_allocate = size_allocate;
  widget_class->snapshot = snapshot;
}
