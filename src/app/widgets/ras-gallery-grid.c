#include "ras-gallery-grid-private.h"

#include <math.h>

#include "ras-widget-style.h"

#define LEAST_WIDTH 280
#define LEAST_HEIGHT 160
/* Of the height below the titles: a picture is at most so high, as one looks at many. */
#define HIGHEST_PICTURE 0.25

enum
{
  PROP_HADJUSTMENT = 1,
  PROP_VADJUSTMENT,
  PROP_HSCROLL_POLICY,
  PROP_VSCROLL_POLICY,
};

enum
{
  POINTED,
  CHOSEN,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE_WITH_CODE (RasGalleryGrid, ras_gallery_grid, GTK_TYPE_WIDGET,
                               G_IMPLEMENT_INTERFACE (GTK_TYPE_SCROLLABLE, NULL))

/* --- Layout --- */

double
ras_gallery_grid_get_scrolled (RasGalleryGrid *self)
{
  return self->down ? round (gtk_adjustment_get_value (self->down)) : 0;
}

/* As wide as fits, unless too few rows would be seen. */
static double
find_scale (RasGalleryGrid *self, int width, int height)
{
  double scale = ras_gallery_find_scale (self->gallery, &self->style, width, 1);

  ras_gallery_lay_out (self->gallery, &self->style, scale, NULL, &self->layout);
  if (self->layout.picture_height > HIGHEST_PICTURE * (height - self->layout.head))
    scale = floor (HIGHEST_PICTURE * (height - self->layout.head) * scale
                   / self->layout.picture_height);
  return MAX (scale, 1);
}

static void
configure (GtkAdjustment *adjustment, double upper, double page)
{
  double value, last = MAX (upper - page, 0);

  if (adjustment == NULL)
    return;
  value = CLAMP (gtk_adjustment_get_value (adjustment), 0, last);
  gtk_adjustment_configure (adjustment, value, 0, MAX (upper, page), page / 10, page * 0.9, page);
}

static void
lay_out (RasGalleryGrid *self)
{
  int width = gtk_widget_get_width (GTK_WIDGET (self));
  int height = gtk_widget_get_height (GTK_WIDGET (self));

  if (self->gallery == NULL || width == 0)
    return;
  ras_widget_get_style (GTK_WIDGET (self), &self->style);
  ras_gallery_lay_out (self->gallery, &self->style, find_scale (self, width, height), NULL,
                       &self->layout);
  self->offset = MAX (floor ((width - self->layout.width) / 2), 0);
  configure (self->across, self->layout.width, width);
  configure (self->down, self->layout.height - self->layout.head, height - self->layout.head);
}

static void
size_allocate (GtkWidget *widget, int width, int height, int baseline)
{
  lay_out (RAS_GALLERY_GRID (widget));
}

static void
measure (GtkWidget *widget, GtkOrientation orientation, int for_size, int *minimum, int *natural,
         int *minimum_baseline, int *natural_baseline)
{
  *minimum = orientation == GTK_ORIENTATION_HORIZONTAL ? LEAST_WIDTH : LEAST_HEIGHT;
  *natural = *minimum;
}

/* The user's font may have changed. */
static void
css_changed (GtkWidget *widget, GtkCssStyleChange *change)
{
  GTK_WIDGET_CLASS (ras_gallery_grid_parent_class)->css_changed (widget, change);
  lay_out (RAS_GALLERY_GRID (widget));
  gtk_widget_queue_draw (widget);
}

void
ras_gallery_grid_get_cell (RasGalleryGrid *self, guint row, guint column, double *x,
                           double *y)
{
  ras_gallery_get_cell (self->gallery, &self->layout, row, column, x, y);
  *x += self->offset;
  *y -= ras_gallery_grid_get_scrolled (self);
}

guint
ras_gallery_grid_get_scale (RasGalleryGrid *self)
{
  return (guint) self->layout.scale;
}

/* --- Painting --- */

static void
paint (RasGalleryGrid *self, cairo_t *cr, int width, int height)
{
  gboolean marked = self->hovered
                    || (self->placed && gtk_widget_has_visible_focus (GTK_WIDGET (self)));

  cairo_save (cr);
  cairo_rectangle (cr, 0, self->layout.head - self->style.line_width, width, height);
  cairo_clip (cr);
  cairo_translate (cr, self->offset, -ras_gallery_grid_get_scrolled (self));
  ras_gallery_draw_rows (self->gallery, &self->style, &self->layout, cr);
  if (marked)
    ras_gallery_draw_mark (self->gallery, &self->style, &self->layout, self->row, self->column, cr);
  cairo_restore (cr);
  cairo_translate (cr, self->offset, 0);
  ras_gallery_draw_head (self->gallery, &self->style, &self->layout, cr);
}

static void
snapshot (GtkWidget *widget, GtkSnapshot *snapshot)
{
  RasGalleryGrid *self = RAS_GALLERY_GRID (widget);
  int width = gtk_widget_get_width (widget), height = gtk_widget_get_height (widget);
  cairo_t *cr;

  if (self->gallery == NULL)
    return;
  ras_widget_get_style (widget, &self->style);
  cr = gtk_snapshot_append_cairo (snapshot, &GRAPHENE_RECT_INIT (0, 0, width, height));
  paint (self, cr, width, height);
  cairo_destroy (cr);
}

/* --- What is pointed to --- */

void
ras_gallery_grid_point (RasGalleryGrid *self, gboolean hovered, gboolean placed, guint row,
                        guint column)
{
  if (self->hovered == hovered && self->placed == placed && self->row == row
      && self->column == column)
    return;
  self->hovered = hovered;
  self->placed = placed;
  self->row = row;
  self->column = column;
  gtk_widget_set_cursor_from_name (GTK_WIDGET (self), hovered ? "pointer" : NULL);
  gtk_widget_queue_draw (GTK_WIDGET (self));
  g_signal_emit (self, signals[POINTED], 0);
}

gboolean
ras_gallery_grid_get_pointed (RasGalleryGrid *self, guint *row, guint *column)
{
  g_return_val_if_fail (RAS_IS_GALLERY_GRID (self), FALSE);

  *row = self->row;
  *column = self->column;
  return self->gallery && (self->hovered || self->placed);
}

void
ras_gallery_grid_describe (RasGalleryGrid *self, const char *description)
{
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_DESCRIPTION,
                                  description ? description : "", -1);
}

/* --- What is shown --- */

void
ras_gallery_grid_set_gallery (RasGalleryGrid *self, RasGallery *gallery)
{
  guint n_rows = gallery ? ras_gallery_get_n_rows (gallery) : 0;
  guint n_columns = gallery ? ras_gallery_get_n_columns (gallery) : 0;

  g_return_if_fail (RAS_IS_GALLERY_GRID (self));

  g_clear_pointer (&self->gallery, ras_gallery_free);
  self->gallery = gallery;
  self->row = MIN (self->row, MAX (n_rows, 1) - 1);
  self->column = MIN (self->column, MAX (n_columns, 1) - 1);
  if (n_rows == 0 || n_columns == 0)
    self->hovered = self->placed = FALSE;
  lay_out (self);
  gtk_widget_queue_draw (GTK_WIDGET (self));
  g_signal_emit (self, signals[POINTED], 0);
}

RasGallery *
ras_gallery_grid_get_gallery (RasGalleryGrid *self)
{
  g_return_val_if_fail (RAS_IS_GALLERY_GRID (self), NULL);

  return self->gallery;
}

void
ras_gallery_grid_refresh (RasGalleryGrid *self)
{
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

/* --- Scrolling --- */

static void
set_adjustment (RasGalleryGrid *self, GtkAdjustment **place, GtkAdjustment *adjustment)
{
  if (*place)
    g_signal_handlers_disconnect_by_func (*place, gtk_widget_queue_draw, self);
  g_clear_object (place);
  if (adjustment == NULL)
    return;
  *place = g_object_ref_sink (adjustment);
  g_signal_connect_swapped (adjustment, "value-changed", G_CALLBACK (gtk_widget_queue_draw), self);
  lay_out (self);
}

static void
set_property (GObject *object, guint id, const GValue *value, GParamSpec *pspec)
{
  RasGalleryGrid *self = RAS_GALLERY_GRID (object);

  if (id == PROP_HADJUSTMENT)
    set_adjustment (self, &self->across, g_value_get_object (value));
  else if (id == PROP_VADJUSTMENT)
    set_adjustment (self, &self->down, g_value_get_object (value));
  else if (id == PROP_HSCROLL_POLICY)
    self->across_policy = g_value_get_enum (value);
  else
    self->down_policy = g_value_get_enum (value);
}

static void
get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  RasGalleryGrid *self = RAS_GALLERY_GRID (object);

  if (id == PROP_HADJUSTMENT)
    g_value_set_object (value, self->across);
  else if (id == PROP_VADJUSTMENT)
    g_value_set_object (value, self->down);
  else if (id == PROP_HSCROLL_POLICY)
    g_value_set_enum (value, self->across_policy);
  else
    g_value_set_enum (value, self->down_policy);
}

/* --- The object --- */

static void
dispose (GObject *object)
{
  RasGalleryGrid *self = RAS_GALLERY_GRID (object);

  set_adjustment (self, &self->across, NULL);
  set_adjustment (self, &self->down, NULL);
  g_clear_pointer (&self->gallery, ras_gallery_free);
  G_OBJECT_CLASS (ras_gallery_grid_parent_class)->dispose (object);
}

static void
ras_gallery_grid_class_init (RasGalleryGridClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = dispose;
  object_class->set_property = set_property;
  object_class->get_property = get_property;
  widget_class->snapshot = snapshot;
  widget_class->measure = measure;
  widget_class->size_allocate = size_allocate;
  widget_class->css_changed = css_changed;

  g_object_class_override_property (object_class, PROP_HADJUSTMENT, "hadjustment");
  g_object_class_override_property (object_class, PROP_VADJUSTMENT, "vadjustment");
  g_object_class_override_property (object_class, PROP_HSCROLL_POLICY, "hscroll-policy");
  g_object_class_override_property (object_class, PROP_VSCROLL_POLICY, "vscroll-policy");
  signals[POINTED] = g_signal_new ("pointed", RAS_TYPE_GALLERY_GRID, G_SIGNAL_RUN_LAST, 0, NULL,
                                   NULL, NULL, G_TYPE_NONE, 0);
  signals[CHOSEN] = g_signal_new ("chosen", RAS_TYPE_GALLERY_GRID, G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                                  NULL, G_TYPE_NONE, 2, G_TYPE_UINT, G_TYPE_UINT);
  gtk_widget_class_set_css_name (widget_class, "gallery");
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_IMG);
}

static void
ras_gallery_grid_init (RasGalleryGrid *self)
{
  self->pointer_x = self->pointer_y = NAN;
  ras_widget_get_style (GTK_WIDGET (self), &self->style);
  gtk_widget_set_focusable (GTK_WIDGET (self), TRUE);
  gtk_widget_set_overflow (GTK_WIDGET (self), GTK_OVERFLOW_HIDDEN);
  ras_gallery_grid_add_controllers (self);
}
