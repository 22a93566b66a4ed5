#include "ras-swatch.h"

#include "ras-widget-style.h"

#define LENGTH 26
#define THICKNESS 12

struct _RasSwatch
{
  GtkWidget parent;
  char *name;
};

G_DEFINE_FINAL_TYPE (RasSwatch, ras_swatch, GTK_TYPE_WIDGET)

static void
snapshot (GtkWidget *widget, GtkSnapshot *snapshot)
{
  RasSwatch *self = RAS_SWATCH (widget);
  int width = gtk_widget_get_width (widget);
  int height = gtk_widget_get_height (widget);
  cairo_t *cr = gtk_snapshot_append_cairo (snapshot, &GRAPHENE_RECT_INIT (0, 0, width, height));
  RasStyle style;
  RasLook look;

  if (self->name == NULL)
    {
      cairo_destroy (cr);
      return;
    }
  ras_widget_get_style (widget, &style);
  look = ras_look_for (self->name, &style);
  ras_look_set_line (&look, cr, style.line_width);
  cairo_move_to (cr, 1, height / 2.0);
  cairo_line_to (cr, width - 1, height / 2.0);
  cairo_stroke (cr);
  ras_look_draw_marker (&look, cr, width / 2.0, height / 2.0, 4 * style.line_width);
  cairo_destroy (cr);
}

static void
measure (GtkWidget *widget, GtkOrientation orientation, int for_size, int *minimum, int *natural,
         int *minimum_baseline, int *natural_baseline)
{
  *minimum = *natural = orientation == GTK_ORIENTATION_HORIZONTAL ? LENGTH : THICKNESS;
}

static void
finalize (GObject *object)
{
  g_free (RAS_SWATCH (object)->name);
  G_OBJECT_CLASS (ras_swatch_parent_class)->finalize (object);
}

static void
ras_swatch_class_init (RasSwatchClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->finalize = finalize;
  widget_class->snapshot = snapshot;
  widget_class->measure = measure;
  gtk_widget_class_set_css_name (widget_class, "swatch");
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_PRESENTATION);
}

static void
ras_swatch_init (RasSwatch *self)
{
  gtk_widget_set_valign (GTK_WIDGET (self), GTK_ALIGN_CENTER);
}

void
ras_swatch_set_eraser (RasSwatch *self, const char *eraser_name)
{
  g_return_if_fail (RAS_IS_SWATCH (self));

  if (g_strcmp0 (self->name, eraser_name) == 0)
    return;
  g_free (self->name);
  self->name = g_strdup (eraser_name);
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

GtkWidget *
ras_swatch_new (const char *eraser_name)
{
  RasSwatch *self = g_object_new (RAS_TYPE_SWATCH, NULL);

  self->name = g_strdup (eraser_name);
  return GTK_WIDGET (self);
}
