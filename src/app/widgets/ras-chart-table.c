#include "ras-chart-private.h"

#include <math.h>

#include "ras-text-table.h"

#define TABLE_WIDTH 420
#define TABLE_HEIGHT 320

/* --- The table's cells --- */

/* Lines mostly have the same positions in the same order: the search starts where the last ended. */
static char *
format_value (const RasCurveChart *chart, const RasCurve *curve, double x, gsize *at)
{
  for (gsize i = 0; i < curve->n; i++)
    {
      gsize j = (*at + i) % curve->n;

      if (curve->x[j] != x || !isfinite (curve->y[j]))
        continue;
      *at = j;
      return chart->y_percent ? g_strdup_printf ("%.1f\u202f%%", 100 * curve->y[j])
                              : g_strdup_printf ("%.4g", curve->y[j]);
    }
  return g_strdup ("–");
}

static gboolean
is_column (const RasCurveSeries *series)
{
  return !series->hidden && series->label && series->mean;
}

static char **
make_header (const RasCurveChart *chart)
{
  g_autoptr (GStrvBuilder) cells = g_strv_builder_new ();

  g_strv_builder_add (cells, chart->x_title ? chart->x_title : "");
  for (guint i = 0; i < chart->n_series; i++)
    if (is_column (&chart->series[i]))
      g_strv_builder_add (cells, chart->series[i].label);
  return g_strv_builder_end (cells);
}

static char **
make_row (const RasCurveChart *chart, double x, gsize *at)
{
  g_autoptr (GStrvBuilder) cells = g_strv_builder_new ();
  g_autofree char *first = g_strdup_printf ("%.6g", x);

  g_strv_builder_add (cells, first);
  for (guint i = 0; i < chart->n_series; i++)
    if (is_column (&chart->series[i]))
      {
        g_autofree char *cell = format_value (chart, chart->series[i].mean, x, &at[i]);

        g_strv_builder_add (cells, cell);
      }
  return g_strv_builder_end (cells);
}

static GPtrArray *
list_curves (RasChart *self)
{
  GPtrArray *rows = g_ptr_array_new_with_free_func ((GDestroyNotify) g_strfreev);
  g_autoptr (GArray) positions = ras_chart_list_positions (self);
  g_autofree gsize *at = g_new0 (gsize, MAX (self->curves->n_series, 1));

  g_ptr_array_add (rows, make_header (self->curves));
  for (guint i = 0; i < positions->len; i++)
    {
      double x = g_array_index (positions, double, i);

      if (i == 0 || x != g_array_index (positions, double, i - 1))
        g_ptr_array_add (rows, make_row (self->curves, x, at));
    }
  return rows;
}

GPtrArray *
ras_chart_to_table (RasChart *self)
{
  g_return_val_if_fail (RAS_IS_CHART (self), NULL);

  if (self->mdl)
    return ras_mdl_chart_to_table (self->mdl);
  return self->curves ? list_curves (self) : NULL;
}

/* --- Its popover --- */

static gboolean
unparent_cb (gpointer popover)
{
  if (gtk_widget_get_parent (popover))
    gtk_widget_unparent (popover);
  return G_SOURCE_REMOVE;
}

/* Not while it still tells others that it closes. */
static void
closed_cb (GtkWidget *popover)
{
  g_idle_add_full (G_PRIORITY_DEFAULT, unparent_cb, g_object_ref (popover), g_object_unref);
}

void
ras_chart_open_table (RasChart *self)
{
  g_autoptr (GPtrArray) rows = ras_chart_to_table (self);
  GtkWidget *table, *popover;

  if (rows == NULL || rows->len < 2)
    return;
  table = ras_text_table_new ();
  ras_text_table_set_rows (RAS_TEXT_TABLE (table), rows);
  ras_text_table_set_label (RAS_TEXT_TABLE (table), self->label);
  gtk_widget_set_size_request (table, TABLE_WIDTH, TABLE_HEIGHT);
  popover = gtk_popover_new ();
  gtk_popover_set_child (GTK_POPOVER (popover), table);
  gtk_widget_set_parent (popover, GTK_WIDGET (self));
  g_signal_connect (popover, "closed", G_CALLBACK (closed_cb), NULL);
  gtk_popover_popup (GTK_POPOVER (popover));
}

void
ras_chart_place_table (RasChart *self)
{
  for (GtkWidget *child = gtk_widget_get_first_child (GTK_WIDGET (self)); child;
       child = gtk_widget_get_next_sibling (child))
    gtk_popover_present (GTK_POPOVER (child));
}

void
ras_chart_close_table (RasChart *self)
{
  GtkWidget *child;

  while ((child = gtk_widget_get_first_child (GTK_WIDGET (self))))
    gtk_widget_unparent (child);
}
