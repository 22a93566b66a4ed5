#include "ras-lesson-strip.h"

#include <math.h>
#include <string.h>

#include "picture.h"
#include "ras-widget-style.h"
#include "text.h"

#define MOST_COLUMNS 5
#define GAP 6
/* Of a picture, in screen pixels. */
#define LARGEST 112
/* Where nothing was shown yet. */
#define EMPTY_HEIGHT 120
#define NATURAL_WIDTH 300

struct _RasLessonStrip
{
  GtkWidget parent;

  GPtrArray *surfaces; /* cairo_surface_t */
  char **names;
  gboolean stale;
};

G_DEFINE_FINAL_TYPE (RasLessonStrip, ras_lesson_strip, GTK_TYPE_WIDGET)

/* "moments: level" is called "level" beside its like. */
static char *
shorten (const char *name)
{
  const char *colon = strstr (name, ": ");

  return g_strdup (colon ? colon + 2 : name);
}

static cairo_surface_t *
make_surface (GBytes *values, RasDataset *dataset, RasLessonView view)
{
  const double *x = g_bytes_get_data (values, NULL);
  guint channels = ras_dataset_get_channels (dataset), height = ras_dataset_get_height (dataset);
  guint width = ras_dataset_get_width (dataset);
  g_autofree double *zero = NULL;
  double largest = 0;

  if (view != RAS_LESSON_COVARIANCE)
    return ras_picture_from_values (x, channels, height, width, RAS_RANGE_CLIP, NULL);
  for (gsize i = 0; i < ras_dataset_get_dimension (dataset); i++)
    largest = MAX (largest, fabs (x[i]));
  zero = g_new0 (double, ras_dataset_get_dimension (dataset));
  return ras_picture_from_difference (x, zero, channels, height, width,
                                      largest > 0 ? 1 / largest : 1);
}

void
ras_lesson_strip_show (RasLessonStrip *self, GPtrArray *pictures, RasDataset *dataset,
                       RasLessonView view, const char *title)
{
  g_return_if_fail (RAS_IS_LESSON_STRIP (self));

  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL, title, -1);
  self->stale = pictures == NULL;
  if (pictures || dataset == NULL)
    {
      g_ptr_array_set_size (self->surfaces, 0);
      g_clear_pointer (&self->names, g_strfreev);
    }
  if (pictures && dataset)
    {
      g_autoptr (GStrvBuilder) names = g_strv_builder_new ();

      for (guint i = 0; i < pictures->len; i++)
        {
          g_autofree char *name = shorten (ras_dataset_get_class_name (dataset, i));

          g_ptr_array_add (self->surfaces, make_surface (pictures->pdata[i], dataset, view));
          g_strv_builder_add (names, name);
        }
      self->names = g_strv_builder_end (names);
      gtk_widget_queue_resize (GTK_WIDGET (self));
    }
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

/* --- Layout --- */

typedef struct
{
  guint columns, rows;
  int cell;         /* width of a column */
  double scale;     /* screen pixels a picture's pixel */
  double side, row; /* of a picture, of a row with its names */
  RasText text;
} Layout;

static void
lay_out (RasLessonStrip *self, int width, RasStyle *style, Layout *layout)
{
  guint n = self->surfaces->len, length;
  cairo_surface_t *first = self->surfaces->pdata[0];
  double height;

  ras_widget_get_style (GTK_WIDGET (self), style);
  layout->columns = MIN (n, MOST_COLUMNS);
  layout->rows = (n + layout->columns - 1) / layout->columns;
  layout->cell = (width - GAP * ((int) layout->columns - 1)) / (int) layout->columns;
  length = MAX (cairo_image_surface_get_width (first), cairo_image_surface_get_height (first));
  layout->scale = floor (MIN (layout->cell, LARGEST) / (double) length);
  if (layout->scale < 1)
    layout->scale = (double) MAX (layout->cell, 1) / length;
  layout->side = layout->scale * length;
  layout->cell = MIN (layout->cell, (int) ceil (MAX (layout->side, 48)) + GAP);
  layout->text = (RasText) { .style = style, .size = style->tick_size, .align = RAS_ALIGN_CENTRE,
                             .width = layout->cell };
  ras_text_measure (&layout->text, "0", NULL, &height);
  layout->row = layout->side + 3 + ceil (height) + GAP;
}

static void
snapshot (GtkWidget *widget, GtkSnapshot *snapshot)
{
  RasLessonStrip *self = RAS_LESSON_STRIP (widget);
  int width = gtk_widget_get_width (widget), height = gtk_widget_get_height (widget);
  cairo_t *cr;
  RasStyle style;
  Layout layout;

  if (self->surfaces->len == 0)
    return;
  lay_out (self, width, &style, &layout);
  cr = gtk_snapshot_append_cairo (snapshot, &GRAPHENE_RECT_INIT (0, 0, width, height));
  for (guint i = 0; i < self->surfaces->len; i++)
    {
      double x = (i % layout.columns) * (layout.cell + GAP);
      double y = (i / layout.columns) * layout.row;
      double left = x + floor ((layout.cell - layout.side) / 2);

      ras_picture_paint_faded (cr, self->surfaces->pdata[i], left, y, layout.scale,
                               self->stale ? 0.4 : 1);
      ras_colour_set (cr, style.dim);
      ras_text_draw (&layout.text, cr, self->names[i], x + layout.cell / 2.0, y + layout.side + 3);
    }
  cairo_destroy (cr);
}

static void
measure (GtkWidget *widget, GtkOrientation orientation, int for_size, int *minimum, int *natural,
         int *minimum_baseline, int *natural_baseline)
{
  RasLessonStrip *self = RAS_LESSON_STRIP (widget);
  RasStyle style;
  Layout layout;

  if (orientation == GTK_ORIENTATION_HORIZONTAL)
    {
      *minimum = NATURAL_WIDTH / 2;
      *natural = NATURAL_WIDTH;
      return;
    }
  *minimum = *natural = EMPTY_HEIGHT;
  if (self->surfaces->len == 0)
    return;
  lay_out (self, for_size < 0 ? NATURAL_WIDTH : for_size, &style, &layout);
  *minimum = *natural = (int) ceil (layout.rows * layout.row);
}

static GtkSizeRequestMode
get_request_mode (GtkWidget *widget)
{
  return GTK_SIZE_REQUEST_HEIGHT_FOR_WIDTH;
}

static void
finalize (GObject *object)
{
  RasLessonStrip *self = RAS_LESSON_STRIP (object);

  g_ptr_array_unref (self->surfaces);
  g_strfreev (self->names);
  G_OBJECT_CLASS (ras_lesson_strip_parent_class)->finalize (object);
}

static void
ras_lesson_strip_class_init (RasLessonStripClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->finalize = finalize;
  widget_class->snapshot = snapshot;
  widget_class->measure = measure;
  widget_class->get_request_mode = get_request_mode;
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_IMG);
}

static void
ras_lesson_strip_init (RasLessonStrip *self)
{
  self->surfaces = g_ptr_array_new_with_free_func ((GDestroyNotify) cairo_surface_destroy);
}
