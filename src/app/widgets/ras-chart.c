#include "ras-chart-private.h"

#include <glib/gi18n.h>
#include <math.h>

#include "number.h"
#include "ras-widget-style.h"

#define LEAST_WIDTH 280
#define LEAST_HEIGHT 120

G_DEFINE_FINAL_TYPE (RasChart, ras_chart, GTK_TYPE_WIDGET)

/* The charts hold their series as const; whoever made them may still change them. */
static RasCurveSeries *
get_series (RasChart *self, guint i)
{
  return (RasCurveSeries *) &self->curves->series[i];
}

/* --- What is read --- */

static gboolean
find_value (const RasCurve *curve, double x, double *y)
{
  for (gsize i = 0; curve && i < curve->n; i++)
    if (curve->x[i] == x && isfinite (curve->y[i]))
      {
        *y = curve->y[i];
        return TRUE;
      }
  return FALSE;
}

static char *
read_curves (RasChart *self)
{
  g_autoptr (GString) text = g_string_new (NULL);
  double x;

  if (isnan (self->hover_x)
      || !ras_curve_chart_pick_x (self->curves, gtk_widget_get_width (GTK_WIDGET (self)),
                                  gtk_widget_get_height (GTK_WIDGET (self)), self->hover_x, &x))
    return NULL;
  g_string_printf (text, "%s: %.6g", self->curves->x_title, x);
  for (guint i = 0; i < self->curves->n_series; i++)
    {
      const RasCurveSeries *series = get_series (self, i);
      char value[32];
      double y;

      if (series->hidden || series->label == NULL || !find_value (series->mean, x, &y))
        continue;
      if (self->curves->y_percent)
        ras_format_percent (y, 1, value, sizeof value);
      else
        g_snprintf (value, sizeof value, "%.3g", y);
      g_string_append_printf (text, "\n%s: %s", series->label, value);
    }
  return g_string_free (g_steal_pointer (&text), FALSE);
}

static char *
read_bar (RasChart *self)
{
  const RasBar *bar = &self->bars->bars[self->hover_bar];
  g_autoptr (GString) text = g_string_new (bar->label);

  if (isnan (bar->value))
    return NULL;
  if (bar->group)
    g_string_append_printf (text, ", %s", bar->group);
  g_string_append (text, ": ");
  g_string_append_printf (text, _ ("%.3f bits per sample"), bar->value);
  if (isfinite (bar->deviation))
    g_string_append_printf (text, " ± %.3f", bar->deviation);
  return g_string_free (g_steal_pointer (&text), FALSE);
}

char *
ras_chart_format_reading (RasChart *self)
{
  g_return_val_if_fail (RAS_IS_CHART (self), NULL);

  if (self->curves)
    return read_curves (self);
  if (self->bars && self->hover_bar >= 0 && (guint) self->hover_bar < self->bars->n_bars)
    return read_bar (self);
  return NULL;
}

/* Curves read out what is hovered themselves; a bar says more in a tooltip. */
void
ras_chart_set_hover (RasChart *self, double x, int bar)
{
  g_autofree char *reading = NULL;

  if ((self->hover_x == x || (isnan (x) && isnan (self->hover_x))) && self->hover_bar == bar)
    return;
  self->hover_x = x;
  self->hover_bar = bar;
  if (self->curves)
    self->curves->hover_x = x;
  reading = ras_chart_format_reading (self);
  gtk_widget_set_tooltip_text (GTK_WIDGET (self), self->bars ? reading : NULL);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_DESCRIPTION,
                                  reading ? reading : "", -1);
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

/* --- What is hidden --- */

/* A line without a label goes with the one before it. */
static void
apply_hidden (RasChart *self)
{
  gboolean hidden = FALSE;

  for (guint i = 0; self->curves && i < self->curves->n_series; i++)
    {
      RasCurveSeries *series = get_series (self, i);

      if (series->label)
        hidden = g_hash_table_contains (self->hidden, series->label);
      series->hidden = hidden;
    }
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

gboolean
ras_chart_get_hidden (RasChart *self, const char *series_label)
{
  g_return_val_if_fail (RAS_IS_CHART (self), FALSE);

  return g_hash_table_contains (self->hidden, series_label);
}

void
ras_chart_set_hidden (RasChart *self, const char *series_label, gboolean hidden)
{
  g_return_if_fail (RAS_IS_CHART (self));

  if (hidden)
    g_hash_table_add (self->hidden, g_strdup (series_label));
  else
    g_hash_table_remove (self->hidden, series_label);
  apply_hidden (self);
}

void
ras_chart_toggle (RasChart *self, guint series)
{
  const char *label = NULL;

  if (self->curves && series < self->curves->n_series)
    label = get_series (self, series)->label;
  if (label)
    ras_chart_set_hidden (self, label, !ras_chart_get_hidden (self, label));
}

/* --- What is shown --- */

static void
forget (RasChart *self)
{
  self->curves = NULL;
  self->bars = NULL;
  g_clear_pointer (&self->mdl, ras_mdl_chart_free);
  if (self->free_owner)
    self->free_owner (self->owner);
  self->owner = NULL;
  self->free_owner = NULL;
}

static void
show (RasChart *self)
{
  if (self->curves)
    {
      self->curves->style = &self->style;
      self->curves->hover_x = self->hover_x;
    }
  if (self->bars)
    self->bars->style = &self->style;
  else
    gtk_widget_set_tooltip_text (GTK_WIDGET (self), NULL);
  gtk_widget_queue_resize (GTK_WIDGET (self));
  apply_hidden (self);
}

void
ras_chart_set_mdl (RasChart *self, RasMdlChart *chart)
{
  g_return_if_fail (RAS_IS_CHART (self));

  forget (self);
  self->mdl = chart;
  if (chart)
    {
      self->curves = ras_mdl_chart_get_curves (chart);
      self->bars = ras_mdl_chart_get_bars (chart);
    }
  show (self);
}

void
ras_chart_set_curves (RasChart *self, RasCurveChart *chart, gpointer owner,
                      GDestroyNotify free_owner)
{
  g_return_if_fail (RAS_IS_CHART (self));

  forget (self);
  self->curves = chart;
  self->owner = owner;
  self->free_owner = free_owner;
  show (self);
}

RasMdlChart *
ras_chart_get_mdl (RasChart *self)
{
  g_return_val_if_fail (RAS_IS_CHART (self), NULL);

  return self->mdl;
}

void
ras_chart_set_label (RasChart *self, const char *label)
{
  g_return_if_fail (RAS_IS_CHART (self));

  g_free (self->label);
  self->label = g_strdup (label);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL, label, -1);
}

/* --- The widget --- */

static void
snapshot (GtkWidget *widget, GtkSnapshot *snapshot)
{
  RasChart *self = RAS_CHART (widget);
  int width = gtk_widget_get_width (widget);
  int height = gtk_widget_get_height (widget);
  cairo_t *cr;

  if (self->curves == NULL && self->bars == NULL)
    return;
  ras_widget_get_style (widget, &self->style);
  cr = gtk_snapshot_append_cairo (snapshot, &GRAPHENE_RECT_INIT (0, 0, width, height));
  if (self->mdl)
    ras_mdl_chart_draw (self->mdl, cr, width, height);
  else
    ras_curve_chart_draw (self->curves, cr, width, height);
  cairo_destroy (cr);
  if (gtk_widget_has_visible_focus (widget))
    gtk_snapshot_render_focus (snapshot, gtk_widget_get_style_context (widget), 0, 0, width,
                               height);
}

/* A narrow chart of bars is taller. */
static GtkSizeRequestMode
get_request_mode (GtkWidget *widget)
{
  return GTK_SIZE_REQUEST_HEIGHT_FOR_WIDTH;
}

static void
measure (GtkWidget *widget, GtkOrientation orientation, int for_size, int *minimum, int *natural,
         int *minimum_baseline, int *natural_baseline)
{
  RasChart *self = RAS_CHART (widget);
  gboolean across = orientation == GTK_ORIENTATION_HORIZONTAL;

  *minimum = across ? LEAST_WIDTH : LEAST_HEIGHT;
  *natural = *minimum;
  if (across || self->bars == NULL)
    return;
  /* Bars may be half as thick as they would like to be. */
  *natural = (int) ceil (ras_bar_chart_natural_height (self->bars, MAX (for_size, LEAST_WIDTH)));
  *natural = MAX (*natural, LEAST_HEIGHT);
  *minimum = MAX (*natural / 2, LEAST_HEIGHT);
}

static void
size_allocate (GtkWidget *widget, int width, int height, int baseline)
{
  ras_chart_place_table (RAS_CHART (widget));
}

static void
dispose (GObject *object)
{
  ras_chart_close_table (RAS_CHART (object));
  G_OBJECT_CLASS (ras_chart_parent_class)->dispose (object);
}

static void
finalize (GObject *object)
{
  RasChart *self = RAS_CHART (object);

  forget (self);
  g_free (self->label);
  g_hash_table_unref (self->hidden);
  G_OBJECT_CLASS (ras_chart_parent_class)->finalize (object);
}

static void
ras_chart_class_init (RasChartClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = dispose;
  G_OBJECT_CLASS (klass)->finalize = finalize;
  widget_class->snapshot = snapshot;
  widget_class->measure = measure;
  widget_class->size_allocate = size_allocate;
  widget_class->get_request_mode = get_request_mode;
  gtk_widget_class_set_css_name (widget_class, "chart");
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_IMG);
}

static void
ras_chart_init (RasChart *self)
{
  self->hidden = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  self->hover_x = NAN;
  self->hover_bar = -1;
  self->pointer_x = self->pointer_y = NAN;
  ras_widget_get_style (GTK_WIDGET (self), &self->style);
  gtk_widget_set_focusable (GTK_WIDGET (self), TRUE);
  gtk_widget_set_overflow (GTK_WIDGET (self), GTK_OVERFLOW_HIDDEN);
  ras_chart_add_controllers (self);
}

GtkWidget *
ras_chart_new (void)
{
  return g_object_new (RAS_TYPE_CHART, NULL);
}
