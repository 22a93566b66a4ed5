#include "ras-chart.h"

#include <math.h>

#include "../runs.h"
#include "gui-events.h"
#include "ras-swatch.h"
#include "ras-text-table.h"

#define WIDTH 700
#define HEIGHT 400

static const char *
title_of (const char *eraser)
{
  return g_str_equal (eraser, "none") ? "Original" : "LEACE";
}

static GPtrArray *
runs_new (void)
{
  const double none[] = { 3.32, 2.5, 2.0 }, leace[] = { 3.32, 3.32, 3.0 };
  GPtrArray *runs = g_ptr_array_new_with_free_func ((GDestroyNotify) ras_run_free);

  g_ptr_array_add (runs, test_run_new ("none", 1, none, 3));
  g_ptr_array_add (runs, test_run_new ("leace", 1, leace, 3));
  return runs;
}

static RasChart *
chart_new (RasMdlKind kind)
{
  g_autoptr (GPtrArray) runs = runs_new ();
  RasChart *chart = RAS_CHART (ras_chart_new ());

  ras_chart_set_mdl (chart, ras_mdl_chart_new (kind, runs, title_of));
  return chart;
}

/* Where the label of a line is, found as the chart itself finds it. */
static gboolean
find_label (RasChart *chart, int series, double *x, double *y)
{
  const RasCurveChart *curves = ras_mdl_chart_get_curves (ras_chart_get_mdl (chart));

  for (*y = 2; *y < HEIGHT; *y += 3)
    for (*x = WIDTH - 4; *x > 0; *x -= 3)
      if (ras_curve_chart_pick_label (curves, WIDTH, HEIGHT, *x, *y) == series)
        return TRUE;
  return FALSE;
}

static void
test_click (void)
{
  RasChart *chart = chart_new (RAS_MDL_CURVES);
  GtkWindow *window = gui_show (GTK_WIDGET (chart), WIDTH, HEIGHT);
  g_autoptr (GPtrArray) runs = runs_new ();
  double x, y;

  g_assert_false (ras_chart_get_hidden (chart, "LEACE"));
  g_assert_true (find_label (chart, 1, &x, &y));
  gui_click (GTK_WIDGET (chart), x, y);
  gui_wait_for (ras_chart_get_hidden (chart, "LEACE"));
  g_assert_false (ras_chart_get_hidden (chart, "Original"));
  g_assert_true (ras_mdl_chart_get_series (ras_chart_get_mdl (chart), 1)->hidden);

  /* It stays so when the chart is made anew, as it is with every point. */
  ras_chart_set_mdl (chart, ras_mdl_chart_new (RAS_MDL_CURVES, runs, title_of));
  g_assert_true (ras_mdl_chart_get_series (ras_chart_get_mdl (chart), 1)->hidden);
  g_assert_false (ras_mdl_chart_get_series (ras_chart_get_mdl (chart), 0)->hidden);
  gtk_widget_grab_focus (GTK_WIDGET (chart));
  gui_key (GDK_KEY_2);
  gui_wait_for (!ras_chart_get_hidden (chart, "LEACE"));
  gui_close (window);
}

static void
test_hover (void)
{
  RasChart *chart = chart_new (RAS_MDL_CURVES);
  GtkWindow *window = gui_show (GTK_WIDGET (chart), WIDTH, HEIGHT);
  RasCurveLayout layout;
  g_autofree char *nothing = ras_chart_format_reading (chart);
  g_autofree char *last = NULL;

  g_assert_null (nothing);
  ras_curve_chart_layout (ras_mdl_chart_get_curves (ras_chart_get_mdl (chart)), WIDTH, HEIGHT,
                          &layout);
  gui_move (GTK_WIDGET (chart), layout.right - 1, HEIGHT / 2.0);
  last = ras_chart_format_reading (chart);
  g_assert_nonnull (last);
  g_assert_nonnull (strstr (last, "400"));
  g_assert_nonnull (strstr (last, "\nOriginal: 2"));
  g_assert_nonnull (strstr (last, "\nLEACE: 3"));
  gui_close (window);
}

static void
assert_reads (RasChart *chart, const char *what)
{
  g_autofree char *reading = ras_chart_format_reading (chart);

  g_assert_nonnull (reading);
  if (strstr (reading, what) == NULL)
    g_error ("“%s” is not in “%s”", what, reading);
}

static void
test_keys (void)
{
  RasChart *chart = chart_new (RAS_MDL_CURVES);
  GtkWindow *window = gui_show (GTK_WIDGET (chart), WIDTH, HEIGHT);
  g_autofree char *nothing = NULL;

  gui_move (GTK_WIDGET (chart), 1, 1); /* beside the plot */
  gtk_widget_grab_focus (GTK_WIDGET (chart));
  gui_key (GDK_KEY_Right);
  gui_settle (GTK_WIDGET (chart));
  assert_reads (chart, ": 100\n");
  gui_key (GDK_KEY_Right);
  gui_settle (GTK_WIDGET (chart));
  assert_reads (chart, ": 400\n");
  gui_key (GDK_KEY_Home);
  gui_settle (GTK_WIDGET (chart));
  assert_reads (chart, ": 100\n");
  gui_key (GDK_KEY_End);
  gui_settle (GTK_WIDGET (chart));
  assert_reads (chart, ": 400\n");
  gui_key (GDK_KEY_Left);
  gui_settle (GTK_WIDGET (chart));
  assert_reads (chart, "LEACE: 3.32");
  gui_key (GDK_KEY_Escape);
  gui_settle (GTK_WIDGET (chart));
  nothing = ras_chart_format_reading (chart);
  g_assert_null (nothing);
  gui_close (window);
}

static void
test_bars (void)
{
  RasChart *chart = chart_new (RAS_MDL_BARS);
  GtkWindow *window = gui_show (GTK_WIDGET (chart), WIDTH, HEIGHT);

  gui_move (GTK_WIDGET (chart), 3, HEIGHT - 3);
  gtk_widget_grab_focus (GTK_WIDGET (chart));
  gui_key (GDK_KEY_Right);
  gui_settle (GTK_WIDGET (chart));
  assert_reads (chart, "Original");
  gui_key (GDK_KEY_End);
  gui_settle (GTK_WIDGET (chart));
  assert_reads (chart, "LEACE");
  g_assert_nonnull (gtk_widget_get_tooltip_text (GTK_WIDGET (chart)));
  gui_close (window);
}

/* Nothing to show, then curves that are not a chart of runs, then nothing again. */
static void
test_empty (void)
{
  RasChart *chart = RAS_CHART (ras_chart_new ());
  GtkWindow *window = gui_show (GTK_WIDGET (chart), WIDTH, HEIGHT);
  const double x[] = { 0, 1, 2 }, y[] = { 3, 2, 1 };
  const RasCurve curve = { 3, x, y, NULL };
  RasCurveSeries series[]
      = { { .label = "Loss", .mean = &curve, .plain = TRUE }, { .mean = &curve, .faint = TRUE } };
  RasCurveChart curves = { .x_title = "Epoch", .y_title = "Bits", .series = series, .n_series = 2,
                           .hover_x = NAN };

  gtk_widget_grab_focus (GTK_WIDGET (chart));
  gui_key (GDK_KEY_Right);
  gui_key (GDK_KEY_1);
  gui_settle (GTK_WIDGET (chart));
  ras_chart_set_curves (chart, &curves, NULL, NULL);
  gui_key (GDK_KEY_End);
  gui_settle (GTK_WIDGET (chart));
  assert_reads (chart, "Epoch: 2\nLoss: 1");
  /* The line without a label goes with the one before. */
  ras_chart_set_hidden (chart, "Loss", TRUE);
  g_assert_true (series[1].hidden);
  ras_chart_set_mdl (chart, NULL);
  gui_settle (GTK_WIDGET (chart));
  gui_close (window);
}

static void
test_accessible (void)
{
  RasChart *chart = chart_new (RAS_MDL_CURVES);
  GtkWindow *window = gui_show (GTK_WIDGET (chart), WIDTH, HEIGHT);

  ras_chart_set_label (chart, "Learning curves");
  gtk_test_accessible_assert_role (chart, GTK_ACCESSIBLE_ROLE_IMG);
  gtk_test_accessible_assert_property (chart, GTK_ACCESSIBLE_PROPERTY_LABEL, "Learning curves");
  gui_close (window);
}

/* Rows come and go; those that stay are the same. */
static void
test_table (void)
{
  RasTextTable *table = RAS_TEXT_TABLE (ras_text_table_new ());
  GtkWindow *window = gui_show (GTK_WIDGET (table), WIDTH, HEIGHT);
  g_autoptr (GPtrArray) runs = runs_new ();
  g_autoptr (RasMdlChart) chart = ras_mdl_chart_new (RAS_MDL_CURVES, runs, title_of);
  g_autoptr (GPtrArray) rows = ras_mdl_chart_to_table (chart);
  g_autoptr (GPtrArray) few = g_ptr_array_new ();

  ras_text_table_set_rows (table, rows);
  g_assert_cmpuint (ras_text_table_get_n_rows (table), ==, rows->len - 1);
  gui_settle (GTK_WIDGET (table));
  g_ptr_array_add (few, rows->pdata[0]);
  g_ptr_array_add (few, rows->pdata[2]);
  ras_text_table_set_rows (table, few);
  g_assert_cmpuint (ras_text_table_get_n_rows (table), ==, 1);
  ras_text_table_set_rows (table, NULL);
  g_assert_cmpuint (ras_text_table_get_n_rows (table), ==, 0);
  gui_close (window);
}

static void
assert_row (const GPtrArray *rows, guint i, const char *first, const char *second)
{
  char **cells = g_ptr_array_index (rows, i);

  g_assert_cmpstr (cells[0], ==, first);
  g_assert_cmpstr (cells[1], ==, second);
  g_assert_null (cells[2]);
}

/* Curves of any kind open as a table, by the keyboard alone. */
static void
test_curves_table (void)
{
  const double x[] = { 1, 2, 4 }, y[] = { 0.5, NAN, 0.25 };
  const RasCurve curve = { .n = 3, .x = x, .y = y };
  const RasCurveSeries series[] = {
    { .label = "Training", .mean = &curve }, { .label = "Hidden", .mean = &curve },
  };
  RasCurveSeries *all = g_memdup2 (series, sizeof series);
  RasCurveChart curves = { .x_title = "Epoch", .y_title = "", .y_percent = TRUE, .series = all,
                           .n_series = 2, .hover_x = NAN };
  RasChart *chart = RAS_CHART (ras_chart_new ());
  GtkWindow *window = gui_show (GTK_WIDGET (chart), WIDTH, HEIGHT);
  g_autoptr (GPtrArray) rows = NULL;

  g_assert_null (ras_chart_to_table (chart));
  ras_chart_set_curves (chart, &curves, all, g_free);
  ras_chart_set_hidden (chart, "Hidden", TRUE);
  rows = ras_chart_to_table (chart);
  g_assert_cmpuint (rows->len, ==, 3);
  assert_row (rows, 0, "Epoch", "Training");
  assert_row (rows, 1, "1", "50.0\u202f%");
  assert_row (rows, 2, "4", "25.0\u202f%");

  gtk_widget_grab_focus (GTK_WIDGET (chart));
  gui_key (GDK_KEY_Return);
  gui_wait_for (GTK_IS_POPOVER (gtk_widget_get_first_child (GTK_WIDGET (chart))));
  gui_wait_for (gtk_widget_is_ancestor (gtk_window_get_focus (window),
                                        gtk_widget_get_first_child (GTK_WIDGET (chart))));
  gui_key (GDK_KEY_Escape);
  gui_wait_for (gtk_widget_get_first_child (GTK_WIDGET (chart)) == NULL);
  gui_wait_for (gtk_window_get_focus (window) == GTK_WIDGET (chart));
  ras_chart_set_mdl (chart, NULL);
  gui_close (window);
}

static void
test_swatch (void)
{
  GtkWidget *swatch = ras_swatch_new ("leace");
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 0);
  GtkWindow *window;

  gtk_box_append (GTK_BOX (box), swatch);
  window = gui_show (box, 200, 100);
  gui_assert_colour (gui_get_colour (swatch, gtk_widget_get_width (swatch) / 2,
                                     gtk_widget_get_height (swatch) / 2),
                     0x00 / 255.0, 0x72 / 255.0, 0xb2 / 255.0);
  gui_close (window);
}

int
main (int argc, char **argv)
{
  gui_init (&argc, &argv);
  g_test_add_func ("/chart/click", test_click);
  g_test_add_func ("/chart/hover", test_hover);
  g_test_add_func ("/chart/keys", test_keys);
  g_test_add_func ("/chart/bars", test_bars);
  g_test_add_func ("/chart/empty", test_empty);
  g_test_add_func ("/chart/accessible", test_accessible);
  g_test_add_func ("/chart/table", test_table);
  g_test_add_func ("/chart/curves-table", test_curves_table);
  g_test_add_func ("/chart/swatch", test_swatch);
  return g_test_run ();
}
