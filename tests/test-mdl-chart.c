#include "mdl-chart.h"
#include "painting.h"
#include "runs.h"

#include <glib/gstdio.h>
#include <math.h>
#include <string.h>

static const double none_bits[] = { 3.321928, 3, 2 }, erased_bits[] = { 3.321928, 3.3, 3.1 };

static const char *
get_title (const char *eraser)
{
  return strcmp (eraser, "leace") == 0 ? "LEACE" : eraser;
}

/* A run whose bits lie `shift` above `bits`. */
static RasRun *
add (GPtrArray *runs, const char *eraser, guint width, guint64 seed, const double *bits,
     double shift, guint n_points)
{
  const double shifted[] = { bits[0], bits[1] + shift, bits[2] + shift };
  RasRun *run = test_run_new (eraser, seed, shifted, n_points);

  run->config->width = width;
  g_ptr_array_add (runs, run);
  return run;
}

static GPtrArray *
make_runs (void)
{
  GPtrArray *runs = g_ptr_array_new_with_free_func ((GDestroyNotify) ras_run_free);

  for (guint seed = 1; seed <= 2; seed++)
    {
      add (runs, "none", 128, seed, none_bits, 0.02 * seed, 3);
      add (runs, "leace", 128, seed, erased_bits, 0.04 * seed, 3);
    }
  add (runs, "qleace", 128, 1, erased_bits, 0, 2);
  return runs;
}

static void
draw_cb (cairo_t *cr, gconstpointer chart, double width, double height)
{
  ras_mdl_chart_draw (chart, cr, width, height);
}

static void
test_kinds (void)
{
  RasMdlKind kind;

  for (RasMdlKind i = RAS_MDL_CURVES; i <= RAS_MDL_DEPTHS; i++)
    {
      g_assert_true (ras_mdl_kind_find (ras_mdl_kind_name (i), &kind));
      g_assert_cmpint (kind, ==, i);
    }
  g_assert_false (ras_mdl_kind_find ("pie", &kind));
  g_assert_false (ras_mdl_kind_find (NULL, &kind));
}

/* The chart outlives the runs. */
static void
test_curves (void)
{
  GPtrArray *runs = make_runs ();
  g_autoptr (RasMdlChart) chart = ras_mdl_chart_new (RAS_MDL_CURVES, runs, get_title);
  RasCurveChart *curves = ras_mdl_chart_get_curves (chart);
  const RasCurveSeries *leace;

  g_ptr_array_unref (runs);
  g_assert_null (ras_mdl_chart_get_bars (chart));
  g_assert_cmpint (ras_mdl_chart_get_kind (chart), ==, RAS_MDL_CURVES);
  g_assert_cmpuint (curves->n_series, ==, 3);
  leace = ras_mdl_chart_get_series (chart, 1);
  g_assert_cmpstr (leace->label, ==, "LEACE");
  g_assert_cmpstr (leace->look, ==, "leace");
  g_assert_cmpuint (leace->n_seeds, ==, 2);
  g_assert_cmpuint (leace->mean->n, ==, 2);
  g_assert_cmpfloat (leace->mean->x[0], ==, 100);
  g_assert_cmpfloat (leace->mean->x[1], ==, 400);
  g_assert_cmpfloat_with_epsilon (leace->mean->y[1], 3.16, 1e-12);
  g_assert_cmpfloat_with_epsilon (leace->mean->deviation[1], 0.04 / sqrt (2), 1e-12);
  g_assert_cmpfloat_with_epsilon (leace->seeds[1].y[0], 3.38, 1e-12);
  g_assert_cmpuint (curves->series[2].n_seeds, ==, 0);
  g_assert_cmpuint (curves->series[2].mean->n, ==, 1);
  g_assert_true (isnan (curves->series[2].mean->deviation[0]));
  g_assert_cmpuint (curves->n_levels, ==, 1);
  g_assert_cmpfloat (curves->levels[0].y, ==, log2 (10));
  g_assert_cmpstr (curves->levels[0].label, ==, "log₂ 10 = 3.32 bits: nothing learned");
  g_assert_nonnull (strstr (curves->title, "MLP 128 × 2"));
  assert_paints_inside (test_paint (draw_cb, chart, 640, 360), 640, 360, 1000);
}

/* With two networks the lines say which is theirs, and the bars are grouped. */
static void
test_networks (void)
{
  g_autoptr (GPtrArray) runs = make_runs ();
  g_autoptr (RasMdlChart) curves = NULL, bars = NULL;
  const RasBarChart *bar_chart;

  add (runs, "leace", 64, 1, erased_bits, 0, 3);
  curves = ras_mdl_chart_new (RAS_MDL_CURVES, runs, get_title);
  g_assert_cmpuint (ras_mdl_chart_get_curves (curves)->n_series, ==, 4);
  g_assert_cmpstr (ras_mdl_chart_get_series (curves, 1)->label, ==, "LEACE, MLP 64 × 2");
  g_assert_cmpuint (ras_mdl_chart_get_series (curves, 1)->variant, ==, 0);
  g_assert_cmpuint (ras_mdl_chart_get_series (curves, 2)->variant, ==, 1);
  bars = ras_mdl_chart_new (RAS_MDL_BARS, runs, get_title);
  bar_chart = ras_mdl_chart_get_bars (bars);
  g_assert_cmpuint (bar_chart->n_bars, ==, 4);
  for (guint i = 0; i < 4; i++)
    g_assert_cmpstr (bar_chart->bars[i].group, ==, i == 3 ? "MLP 64 × 2" : "MLP 128 × 2");
  /* No run without an eraser has this network. */
  g_assert_true (isnan (bar_chart->bars[3].reference));
}

static void
test_bars (void)
{
  g_autoptr (GPtrArray) runs = make_runs ();
  g_autoptr (RasMdlChart) chart = ras_mdl_chart_new (RAS_MDL_BARS, runs, get_title);
  const RasBarChart *bars = ras_mdl_chart_get_bars (chart);

  g_assert_null (ras_mdl_chart_get_curves (chart));
  g_assert_cmpuint (bars->n_bars, ==, 3);
  g_assert_null (bars->bars[0].group);
  g_assert_cmpfloat_with_epsilon (
      bars->bars[0].value,
      (ras_run_get_mdl (runs->pdata[0]) + ras_run_get_mdl (runs->pdata[2])) / 2, 1e-12);
  g_assert_true (isnan (bars->bars[0].reference));
  g_assert_cmpfloat (bars->bars[1].reference, ==, bars->bars[0].value);
  g_assert_cmpfloat (bars->bars[1].reference_deviation, ==, bars->bars[0].deviation);
  g_assert_true (isnan (bars->bars[2].value)); /* not finished */
  g_assert_cmpfloat (bars->level, ==, log2 (10));
  assert_paints_inside (test_paint (draw_cb, chart, 640, 240), 640, 240, 1000);
}

/* A line an eraser over the widths that have finished; a broken one where a seed is missing. */
static void
test_widths (void)
{
  g_autoptr (GPtrArray) runs = make_runs ();
  g_autoptr (RasMdlChart) chart = NULL, depths = NULL;
  const RasCurveChart *curves;
  const RasCurveSeries *leace;

  g_assert_false (ras_mdl_chart_can_show (RAS_MDL_WIDTHS, runs));
  add (runs, "leace", 512, 1, erased_bits, 0.1, 3);
  add (runs, "leace", 64, 2, erased_bits, 0.2, 3);
  add (runs, "none", 512, 1, none_bits, 0, 2);
  add (runs, "leace", 128, 1, erased_bits, 0.3, 3)->config->depth = 3;
  g_assert_true (ras_mdl_chart_can_show (RAS_MDL_WIDTHS, runs));
  chart = ras_mdl_chart_new (RAS_MDL_WIDTHS, runs, get_title);
  curves = ras_mdl_chart_get_curves (chart);
  g_assert_cmpuint (curves->n_series, ==, 1);
  leace = &curves->series[0];
  g_assert_cmpstr (leace->label, ==, "LEACE");
  g_assert_cmpuint (leace->mean->n, ==, 3);
  g_assert_cmpuint (curves->n_x_ticks, ==, 3);
  for (guint i = 0; i < 3; i++)
    {
      g_assert_cmpfloat (leace->mean->x[i], ==, ((double[]) { 64, 128, 512 })[i]);
      g_assert_cmpfloat (curves->x_ticks[i], ==, leace->mean->x[i]);
    }
  g_assert_cmpfloat (leace->mean->y[2], ==, ras_run_get_mdl (runs->pdata[5]));
  g_assert_true (isnan (leace->mean->deviation[2]));
  g_assert_true (leace->mean->deviation[1] > 0);
  g_assert_cmpuint (leace->n_seeds, ==, 2);
  for (guint s = 0; s < 2; s++)
    {
      const double *y = leace->seeds[s].y;

      g_assert_true (isnan (y[0]) != isnan (y[2]));
      g_assert_false (isnan (y[1]));
    }
  assert_paints_inside (test_paint (draw_cb, chart, 500, 300), 500, 300, 1000);

  g_assert_true (ras_mdl_chart_can_show (RAS_MDL_DEPTHS, runs));
  depths = ras_mdl_chart_new (RAS_MDL_DEPTHS, runs, get_title);
  g_assert_cmpuint (ras_mdl_chart_get_curves (depths)->n_series, ==, 1);
  g_assert_cmpuint (ras_mdl_chart_get_curves (depths)->n_x_ticks, ==, 2);
}

static void
test_can_show (void)
{
  g_autoptr (GPtrArray) none = g_ptr_array_new_with_free_func ((GDestroyNotify) ras_run_free);

  for (RasMdlKind kind = RAS_MDL_CURVES; kind <= RAS_MDL_DEPTHS; kind++)
    {
      g_autoptr (RasMdlChart) chart = ras_mdl_chart_new (kind, none, get_title);

      g_assert_false (ras_mdl_chart_can_show (kind, none));
      assert_paints_inside (test_paint (draw_cb, chart, 400, 200), 400, 200, 50);
    }
  add (none, "leace", 128, 1, erased_bits, 0, 1); /* the block that nothing was learned for */
  g_assert_false (ras_mdl_chart_can_show (RAS_MDL_CURVES, none));
  add (none, "leace", 128, 2, erased_bits, 0, 2);
  g_assert_true (ras_mdl_chart_can_show (RAS_MDL_CURVES, none));
  g_assert_false (ras_mdl_chart_can_show (RAS_MDL_BARS, none));
  add (none, "none", 128, 2, none_bits, 0, 3);
  g_assert_true (ras_mdl_chart_can_show (RAS_MDL_BARS, none));
}

/* --- Table --- */

static void
assert_row (const GPtrArray *rows, guint i, const char *expected)
{
  g_autofree char *row = g_strjoinv ("|", rows->pdata[i]);

  g_assert_cmpstr (row, ==, expected);
}

static void
test_table (void)
{
  g_autoptr (GPtrArray) runs = make_runs ();
  g_autoptr (RasMdlChart) curves = ras_mdl_chart_new (RAS_MDL_CURVES, runs, get_title);
  g_autoptr (RasMdlChart) bars = ras_mdl_chart_new (RAS_MDL_BARS, runs, get_title);
  g_autoptr (GPtrArray) rows = ras_mdl_chart_to_table (curves), fewer = NULL, bar_rows = NULL;

  g_assert_cmpuint (rows->len, ==, 6);
  assert_row (rows, 0, "Eraser|Images seen|Cross-entropy of the next block, bits|"
                       "Standard deviation");
  assert_row (rows, 1, "none|100|3.030|0.014");
  assert_row (rows, 4, "LEACE|400|3.160|0.028");
  assert_row (rows, 5, "qleace|100|3.30|–");
  ras_mdl_chart_get_series (curves, 0)->hidden = TRUE;
  fewer = ras_mdl_chart_to_table (curves);
  g_assert_cmpuint (fewer->len, ==, 4);

  /* (100 · 3.321928 + 300 · 3.03 + 1200 · 2.03) / 1600, and 0.0141 · 1500 / 1600. */
  bar_rows = ras_mdl_chart_to_table (bars);
  g_assert_cmpuint (bar_rows->len, ==, 4);
  assert_row (bar_rows, 0, "Eraser|MDL, bits per sample|Standard deviation|Increase");
  assert_row (bar_rows, 1, "none|2.298|0.013|–");
  assert_row (bar_rows, 2, "LEACE|3.208|0.027|+0.909 bits, +40\u202f%");
  assert_row (bar_rows, 3, "qleace|–|–|–");
}

/* --- Files --- */

static void
test_write (void)
{
  static const struct
  {
    const char *name, *start;
  } files[] = { { "chart.png", "\x89PNG" }, { "chart.svg", "<?xml" }, { "chart.PDF", "%PDF-" } };
  g_autoptr (GPtrArray) runs = make_runs ();
  g_autofree char *folder = g_dir_make_tmp ("rasura-XXXXXX", NULL);

  for (RasMdlKind kind = RAS_MDL_CURVES; kind <= RAS_MDL_BARS; kind++)
    for (guint i = 0; i < G_N_ELEMENTS (files); i++)
      {
        g_autoptr (RasDrawing) drawing
            = ras_mdl_chart_to_drawing (ras_mdl_chart_new (kind, runs, get_title));
        const RasDrawingSize size = { .style = ras_style_get (RAS_STYLE_PAPER) };
        g_autofree char *path = g_build_filename (folder, files[i].name, NULL);
        g_autofree char *text = NULL;
        g_autoptr (GError) error = NULL;
        gsize length;

        ras_drawing_write (drawing, &size, "rasura-cli mdl <set>", path, &error);
        g_assert_no_error (error);
        g_assert_true (g_file_get_contents (path, &text, &length, NULL));
        g_assert_true (g_str_has_prefix (text, files[i].start));
        g_assert_nonnull (memmem (text, length, "rasura-cli mdl ", 15));
        g_assert_true (ras_drawing_write (drawing, &size, NULL, path, NULL));
        g_assert_cmpint (g_unlink (path), ==, 0);
      }
  g_assert_cmpint (g_rmdir (folder), ==, 0);
}

static char *
draw_svg (const GPtrArray *runs, guint hidden, RasStyleKind style)
{
  RasMdlChart *chart = ras_mdl_chart_new (RAS_MDL_CURVES, runs, get_title);
  g_autoptr (RasDrawing) drawing = NULL;
  g_autoptr (GBytes) bytes = NULL;

  ras_mdl_chart_get_curves (chart)->hover_x = 200;
  ras_mdl_chart_get_series (chart, hidden)->hidden = TRUE;
  drawing = ras_mdl_chart_to_drawing (chart);
  bytes = ras_drawing_encode (drawing, &(RasDrawingSize) { .style = ras_style_get (style) }, NULL,
                              "x.svg", NULL);
  return g_strndup (g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes));
}

/* A hidden line is not even named, and nothing is pointed to, in any style. */
static void
test_hidden (void)
{
  const RasStyleKind styles[] = { RAS_STYLE_PAPER, RAS_STYLE_SLIDE_LIGHT, RAS_STYLE_SLIDE_DARK };
  g_autoptr (GPtrArray) runs = make_runs ();

  for (guint i = 0; i < G_N_ELEMENTS (styles); i++)
    {
      g_autofree char *first = draw_svg (runs, 0, styles[i]);
      g_autofree char *second = draw_svg (runs, 1, styles[i]);
      g_autoptr (RasMdlChart) chart = ras_mdl_chart_new (RAS_MDL_CURVES, runs, get_title);
      g_autofree char *name = g_strdup_printf (">%s<", ras_mdl_chart_get_series (chart, 1)->label);

      g_assert_nonnull (strstr (first, name));
      g_assert_null (strstr (second, name));
    }
}

static void
test_unknown_ending (void)
{
  g_autoptr (GPtrArray) runs = make_runs ();
  g_autoptr (RasDrawing) drawing
      = ras_mdl_chart_to_drawing (ras_mdl_chart_new (RAS_MDL_BARS, runs, get_title));
  const RasDrawingSize size = { .style = ras_style_get (RAS_STYLE_PAPER) };
  g_autoptr (GError) error = NULL;

  g_assert_false (ras_drawing_write (drawing, &size, NULL, "chart.jpeg", &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_NOT_SUPPORTED);
  g_assert_nonnull (strstr (error->message, "png, svg or pdf"));
  g_assert_false (g_file_test ("chart.jpeg", G_FILE_TEST_EXISTS));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/mdl-chart/kinds", test_kinds);
  g_test_add_func ("/mdl-chart/curves", test_curves);
  g_test_add_func ("/mdl-chart/networks", test_networks);
  g_test_add_func ("/mdl-chart/bars", test_bars);
  g_test_add_func ("/mdl-chart/widths", test_widths);
  g_test_add_func ("/mdl-chart/can-show", test_can_show);
  g_test_add_func ("/mdl-chart/table", test_table);
  g_test_add_func ("/mdl-chart/write", test_write);
  g_test_add_func ("/mdl-chart/hidden", test_hidden);
  g_test_add_func ("/mdl-chart/unknown-ending", test_unknown_ending);
  return g_test_run ();
}
