#include "ras-rank-slider.h"

#include <adwaita.h>
#include <glib/gi18n.h>
#include <math.h>

#include "ras-widget-style.h"
#include "text.h"

/* Rows from top to bottom: labels of marks, trough, labels of ticks. In pixels at the nominal size of
 * text; all but the hairlines grows with it. */
#define TROUGH_ROW 22
#define TICK_LENGTH 4
#define TICK_SPACING 34

struct _RasRankSlider
{
  GtkWidget parent_instance;

  /* Nodes that the theme knows from GtkScale. */
  GtkWidget *trough;
  GtkWidget *fill;
  GtkWidget *highlight;
  GtkWidget *thumb;
  GtkCssProvider *colour; /* of the highlight: the eraser's */

  RasRankSliderState state;
};

G_DEFINE_FINAL_TYPE (RasRankSlider, ras_rank_slider, GTK_TYPE_WIDGET)

static double
grow (RasRankSlider *self, double length)
{
  return round (length * MAX (ras_widget_get_magnification (GTK_WIDGET (self)), 1));
}

static void
prepare_text (RasRankSlider *self, RasStyle *style, RasText *how)
{
  ras_widget_get_style (GTK_WIDGET (self), style);
  *how = (RasText) { .style = style, .size = style->tick_size, .align = RAS_ALIGN_CENTRE };
}

static int
get_text_height (RasRankSlider *self)
{
  RasStyle style;
  RasText how;
  double height;

  prepare_text (self, &style, &how);
  ras_text_measure (&how, "0", NULL, &height);
  return (int) ceil (height);
}

/* --- The theme's nodes --- */

static int
measure_child (GtkWidget *child, GtkOrientation orientation)
{
  int minimum;

  gtk_widget_measure (child, orientation, -1, &minimum, NULL, NULL, NULL);
  return minimum;
}

static void
place_child (GtkWidget *child, int x, int y, int width, int height)
{
  gtk_widget_size_allocate (child, &(GtkAllocation) { x, y, width, height }, -1);
}

static void
trough_measure_cb (GtkWidget *trough, GtkOrientation orientation, int for_size, int *minimum,
                   int *natural, int *minimum_baseline, int *natural_baseline)
{
  *minimum = *natural = 0;
}

/* The thumb is centred at its rank; what is left of it is highlighted. */
static void
trough_allocate_cb (GtkWidget *trough, int width, int height, int baseline)
{
  RasRankSlider *self = RAS_RANK_SLIDER (gtk_widget_get_parent (trough));
  const RasRankAxis *axis = &self->state.axis;
  int at = (int) round (ras_rank_axis_get_position (axis, self->state.rank) - axis->left);
  int end = (int) round (ras_rank_axis_get_position (axis, self->state.length) - axis->left);
  int thumb_width = measure_child (self->thumb, GTK_ORIENTATION_HORIZONTAL);
  int thumb_height = measure_child (self->thumb, GTK_ORIENTATION_VERTICAL);
  int least = measure_child (self->highlight, GTK_ORIENTATION_HORIZONTAL);

  place_child (self->fill, 0, 0, MAX (end, least), height);
  place_child (self->highlight, 0, 0, MAX (at, least), height);
  place_child (self->thumb, at - thumb_width / 2, (height - thumb_height) / 2, thumb_width,
               thumb_height);
}

static void
measure (GtkWidget *widget, GtkOrientation orientation, int for_size, int *minimum, int *natural,
         int *minimum_baseline, int *natural_baseline)
{
  RasRankSlider *self = RAS_RANK_SLIDER (widget);

  if (orientation == GTK_ORIENTATION_HORIZONTAL)
    *minimum = *natural = 160;
  else
    *minimum = *natural = 2 * get_text_height (self) + (int) grow (self, TROUGH_ROW)
                          + 2 * (int) grow (self, TICK_LENGTH);
}

static int
get_trough_y (RasRankSlider *self)
{
  return get_text_height (self) + (int) (grow (self, TICK_LENGTH) + grow (self, TROUGH_ROW) / 2);
}

static void
size_allocate (GtkWidget *widget, int width, int height, int baseline)
{
  RasRankSlider *self = RAS_RANK_SLIDER (widget);
  const RasRankAxis *axis = &self->state.axis;
  int trough_height = MAX (measure_child (self->thumb, GTK_ORIENTATION_VERTICAL), 2);

  place_child (self->trough, (int) round (axis->left), get_trough_y (self) - trough_height / 2,
               MAX ((int) round (axis->right - axis->left), 1), trough_height);
}

int
ras_rank_slider_get_labels_y (RasRankSlider *self)
{
  return get_text_height (self)
         + (int) (2 * grow (self, TICK_LENGTH) + grow (self, TROUGH_ROW));
}

/* --- Ticks and marks --- */

static void
stroke_tick (cairo_t *cr, double x, double from, double to)
{
  cairo_move_to (cr, floor (x) + 0.5, from);
  cairo_line_to (cr, floor (x) + 0.5, to);
  cairo_stroke (cr);
}

static void
draw_ticks (RasRankSlider *self, cairo_t *cr, const RasText *how, double top)
{
  g_autoptr (GArray) ticks = ras_rank_axis_make_ticks (&self->state.axis,
                                                       grow (self, TICK_SPACING));
  double length = grow (self, TICK_LENGTH);

  for (guint i = 0; i < ticks->len; i++)
    {
      const RasTick *tick = &g_array_index (ticks, RasTick, i);

      ras_colour_set_alpha (cr, how->style->dim, tick->label[0] ? 0.85 : 0.35);
      stroke_tick (cr, tick->position, top, top + length);
      ras_colour_set (cr, how->style->dim);
      if (tick->label[0])
        ras_text_draw (how, cr, tick->label, tick->position, top + length);
    }
}

/* Flags: the label stands to the right of its line, so that the line of the rank, which may
 * fall on it, crosses no text. Labels too close to the next are left out. */
static void
draw_marks (RasRankSlider *self, cairo_t *cr, RasText how, double bottom)
{
  double next = G_MAXDOUBLE, gap = grow (self, TICK_LENGTH);

  how.align = RAS_ALIGN_LEFT;
  for (guint i = self->state.n_marks; i-- > 0;)
    {
      double x = ras_rank_axis_get_position (&self->state.axis, self->state.marks[i]);
      double width;

      if (self->state.marks[i] < 0)
        continue;
      ras_colour_set (cr, how.style->dim);
      stroke_tick (cr, x, 2, bottom);
      ras_text_measure (&how, _ (self->state.names[i]), &width, NULL);
      if (x + width + 2 * gap < next)
        ras_text_draw (&how, cr, _ (self->state.names[i]), x + gap, 0);
      next = x;
    }
}

static void
snapshot (GtkWidget *widget, GtkSnapshot *to)
{
  RasRankSlider *self = RAS_RANK_SLIDER (widget);
  graphene_rect_t all = GRAPHENE_RECT_INIT (0, 0, gtk_widget_get_width (widget),
                                            gtk_widget_get_height (widget));
  double text_height = get_text_height (self);
  RasStyle style;
  RasText how;
  cairo_t *cr = gtk_snapshot_append_cairo (to, &all);

  prepare_text (self, &style, &how);
  cairo_set_line_width (cr, 1);
  draw_marks (self, cr, how, text_height + grow (self, TICK_LENGTH));
  draw_ticks (self, cr, &how, ras_rank_slider_get_labels_y (self) - grow (self, TICK_LENGTH));
  cairo_destroy (cr);
  gtk_widget_snapshot_child (widget, self->trough, to);
}

/* What is removed has the eraser's colour here as in the chart. */
static void
colour_highlight (RasRankSlider *self)
{
  g_autofree char *css = NULL;
  RasStyle style;
  RasColour colour;

  ras_widget_get_style (GTK_WIDGET (self), &style);
  colour = ras_look_for ("alf-qleace", &style).colour;
  css = g_strdup_printf ("highlight { background-color: rgb(%d,%d,%d); }",
                         (int) round (255 * colour.r), (int) round (255 * colour.g),
                         (int) round (255 * colour.b));
  gtk_css_provider_load_from_data (self->colour, css, -1);
}

/* --- Public --- */

static gboolean
axis_differs (const RasRankAxis *a, const RasRankAxis *b)
{
  return a->left != b->left || a->right != b->right || a->max_rank != b->max_rank;
}

void
ras_rank_slider_show (RasRankSlider *self, const RasRankSliderState *state)
{
  gboolean axis_changed;
  gboolean path_changed;
  gboolean rank_changed;

  g_return_if_fail (RAS_IS_RANK_SLIDER (self));

  axis_changed = axis_differs (&self->state.axis, &state->axis);
  path_changed = self->state.length != state->length;
  rank_changed = self->state.rank != state->rank;
  self->state = *state;
  if (axis_changed)
    gtk_widget_queue_allocate (GTK_WIDGET (self));
  if (axis_changed || path_changed)
    gtk_widget_queue_draw (GTK_WIDGET (self)); /* a mark may have been reached */
  if (axis_changed || path_changed || rank_changed)
    gtk_widget_queue_allocate (self->trough);
}

GtkWidget *
ras_rank_slider_new (void)
{
  return g_object_new (RAS_TYPE_RANK_SLIDER, NULL);
}

static void
dispose (GObject *object)
{
  RasRankSlider *self = RAS_RANK_SLIDER (object);

  g_clear_pointer (&self->thumb, gtk_widget_unparent);
  g_clear_pointer (&self->highlight, gtk_widget_unparent);
  g_clear_pointer (&self->fill, gtk_widget_unparent);
  g_clear_pointer (&self->trough, gtk_widget_unparent);
  g_clear_object (&self->colour);
  G_OBJECT_CLASS (ras_rank_slider_parent_class)->dispose (object);
}

static void
ras_rank_slider_class_init (RasRankSliderClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = dispose;
  widget_class->measure = measure;
  widget_class->size_allocate = size_allocate;
  widget_class->snapshot = snapshot;
  gtk_widget_class_set_css_name (widget_class, "scale");
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_PRESENTATION);
}

static GtkWidget *
add_node (GtkWidget *parent, const char *css_name)
{
  GtkWidget *node = g_object_new (ADW_TYPE_BIN, "css-name", css_name, "accessible-role",
                                  GTK_ACCESSIBLE_ROLE_PRESENTATION, NULL);

  gtk_widget_set_parent (node, parent);
  return node;
}

static void
ras_rank_slider_init (RasRankSlider *self)
{
  gtk_widget_add_css_class (GTK_WIDGET (self), "horizontal");
  self->trough = add_node (GTK_WIDGET (self), "trough");
  gtk_widget_set_layout_manager (
    self->trough, gtk_custom_layout_new (NULL, trough_measure_cb, trough_allocate_cb));
  self->fill = add_node (self->trough, "fill");
  self->highlight = add_node (self->trough, "highlight");
  self->thumb = add_node (self->trough, "slider");
  self->state.axis.max_rank = 1;
  self->colour = gtk_css_provider_new ();
  gtk_style_context_add_provider (gtk_widget_get_style_context (self->highlight),
                                  GTK_STYLE_PROVIDER (self->colour),
                                  GTK_STYLE_PROVIDER_PRIORITY_APPLICATION);
  g_signal_connect_object (adw_style_manager_get_default (), "notify::dark",
                           G_CALLBACK (colour_highlight), self, G_CONNECT_SWAPPED);
  colour_highlight (self);
}
