#include "ras-sketch.h"

#include <math.h>

#include "ras-widget-style.h"

#define WIDTH 300
#define HEIGHT 150
#define MARGIN 8
#define N_STEPS 60
#define N_MARKERS 9

struct _RasSketch
{
  GtkWidget parent;
};

G_DEFINE_FINAL_TYPE (RasSketch, ras_sketch, GTK_TYPE_WIDGET)

/* Three erasers: learning starts at `start`, and ends `depth` below the top; all of 0 … 1. */
static const struct
{
  const char *eraser;
  double start, depth;
} lines[] = { { "qleace", 0.92, 0.12 }, { "leace", 0.5, 0.62 }, { "none", 0.1, 0.85 } };

static double
get_y (double x, double start, double depth)
{
  double t = CLAMP ((x - start) / (1.15 - start), 0, 1);

  return depth * t * t * (3 - 2 * t);
}

static void
draw_line (cairo_t *cr, const RasStyle *style, guint i, double width, double height)
{
  RasLook look = ras_look_for (lines[i].eraser, style);

  for (guint j = 0; j <= N_STEPS; j++)
    {
      double x = j / (double) N_STEPS;

      cairo_line_to (cr, x * width, get_y (x, lines[i].start, lines[i].depth) * height);
    }
  ras_look_set_line (&look, cr, style->line_width);
  cairo_stroke (cr);
  for (guint j = 0; j < N_MARKERS; j++)
    {
      double x = (j + 0.5) / N_MARKERS;

      ras_look_draw_marker (&look, cr, x * width,
                            get_y (x, lines[i].start, lines[i].depth) * height,
                            3.5 * style->line_width);
    }
}

static void
snapshot (GtkWidget *widget, GtkSnapshot *snapshot)
{
  double width = gtk_widget_get_width (widget);
  double height = gtk_widget_get_height (widget);
  cairo_t *cr = gtk_snapshot_append_cairo (snapshot, &GRAPHENE_RECT_INIT (0, 0, width, height));
  const double dots[] = { 1, 3 };
  RasStyle style;

  ras_widget_get_style (widget, &style);
  cairo_translate (cr, MARGIN, MARGIN);
  width -= 2 * MARGIN;
  height -= 2 * MARGIN;
  ras_colour_set (cr, style.dim);
  cairo_set_line_width (cr, 1);
  cairo_move_to (cr, 0, height - 0.5);
  cairo_line_to (cr, width, height - 0.5);
  cairo_stroke (cr);
  cairo_set_dash (cr, dots, G_N_ELEMENTS (dots), 0);
  cairo_move_to (cr, 0, 0.5);
  cairo_line_to (cr, width, 0.5);
  cairo_stroke (cr);
  cairo_set_dash (cr, NULL, 0, 0);
  for (guint i = 0; i < G_N_ELEMENTS (lines); i++)
    draw_line (cr, &style, i, width, height);
  cairo_destroy (cr);
}

static void
measure (GtkWidget *widget, GtkOrientation orientation, int for_size, int *minimum, int *natural,
         int *minimum_baseline, int *natural_baseline)
{
  *natural = orientation == GTK_ORIENTATION_HORIZONTAL ? WIDTH : HEIGHT;
  *minimum = *natural / 2;
}

static void
ras_sketch_class_init (RasSketchClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  widget_class->snapshot = snapshot;
  widget_class->measure = measure;
  gtk_widget_class_set_css_name (widget_class, "sketch");
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_PRESENTATION);
}

static void
ras_sketch_init (RasSketch *self)
{
}
