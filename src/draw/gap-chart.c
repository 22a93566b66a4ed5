#include "gap-chart.h"

#include <glib/gi18n.h>
#include <math.h>

#include "chart-parts.h"
#include "number.h"

/* Reference levels: these shares of the gap erased. */
static const double targets[] = { 0.9, 0.99, 0.999 };

/* A gap is drawn down to here: below it, nothing is left that a chart could show. */
#define SMALLEST_GAP 1e-5

/* What one drawing needs everywhere. */
typedef struct
{
  const RasGapChart *chart;
  const RasStyle *style;
  cairo_t *cr;
  RasLook look;
  double width, height;
  RasGapChartLayout layout;
} Drawing;

static gboolean
is_empty (const RasGapChart *chart)
{
  return chart->gap == NULL;
}

int
ras_gap_chart_find_rank (const double *gap, guint length, double target)
{
  /* The slack keeps 1 − 0.9 from missing a gap of exactly 0.1. */
  for (guint r = 0; gap && r <= length; r++)
    if (gap[r] <= 1 - target + 1e-12)
      return r;
  return -1;
}

/* The axis ends a little below one of the reference levels, so that it keeps still while
 * the path grows and the level that is aimed at next is always in sight. */
static double
find_lowest (const RasGapChart *chart)
{
  double last = is_empty (chart) ? 1 : chart->gap[chart->length];
  double lowest = 0.08;

  while (lowest > MAX (last, SMALLEST_GAP))
    lowest /= lowest > 1e-3 ? 10 : 2;
  return lowest;
}

static double
get_gap (const RasGapChart *chart, guint rank)
{
  return CLAMP (chart->gap[rank], SMALLEST_GAP, 1);
}

static GArray *
make_gap_ticks (const RasGapChart *chart, const RasValueAxis *gaps)
{
  double line = ras_chart_line_height (chart->style, chart->style->tick_size);

  return ras_value_axis_make_ticks (gaps, 2.2 * line);
}

static double
measure_gap_labels (const RasGapChart *chart, const RasValueAxis *gaps)
{
  g_autoptr (GArray) ticks = make_gap_ticks (chart, gaps);

  return ras_chart_tick_width (chart->style, ticks);
}

void
ras_gap_chart_layout (const RasGapChart *chart, double width, double height,
                      RasGapChartLayout *layout)
{
  const RasStyle *style = chart->style;
  double left = chart->inset_left, right = chart->inset_right, top, bottom;
  double line = ras_chart_line_height (style, style->tick_size);

  /* The name of the vertical axis stands above it. */
  top = ras_chart_title_height (style, chart->title) + 1.5 * line + style->space / 2;
  bottom = chart->hide_rank_labels ? 2 * style->space : 2 * line + 2 * style->space;
  layout->gaps = (RasValueAxis) { RAS_SCALE_LOG, find_lowest (chart), 1,
                                  MAX (height - bottom, top + 1), top, TRUE };
  if (left < 0)
    left = measure_gap_labels (chart, &layout->gaps) + 2 * style->space;
  if (right < 0)
    right = 3 * style->space;
  layout->ranks = (RasRankAxis) { left, MAX (width - right, left), MAX (chart->max_rank, 1) };

  layout->marker_x = layout->marker_y = NAN;
  if (!is_empty (chart) && !chart->hide_rank)
    {
      guint rank = MIN (MIN (chart->rank, chart->length), layout->ranks.max_rank);

      layout->marker_x = ras_rank_axis_get_position (&layout->ranks, rank);
      layout->marker_y = ras_value_axis_get_position (&layout->gaps, get_gap (chart, rank));
    }
}

static void
hairline (const Drawing *d, double x0, double y0, double x1, double y1)
{
  ras_chart_hairline (d->style, d->cr, x0, y0, x1, y1);
}

static gboolean
is_target (double gap)
{
  for (guint i = 0; i < G_N_ELEMENTS (targets); i++)
    if (fabs (gap / (1 - targets[i]) - 1) < 1e-6)
      return TRUE;
  return FALSE;
}

static void
draw_gap_axis (const Drawing *d)
{
  const RasStyle *style = d->style;
  const RasRankAxis *ranks = &d->layout.ranks;
  const RasValueAxis *gaps = &d->layout.gaps;
  double line = ras_chart_line_height (style, style->tick_size);
  RasText how = ras_chart_text (style, style->tick_size, RAS_ALIGN_RIGHT);
  g_autoptr (GArray) ticks = make_gap_ticks (d->chart, gaps);

  for (guint i = 0; i < ticks->len; i++)
    {
      const RasTick *tick = &g_array_index (ticks, RasTick, i);

      /* The reference levels have dotted lines of their own. */
      if (!is_target (tick->value))
        {
          ras_colour_set (d->cr, style->grid);
          hairline (d, ranks->left, tick->position, ranks->right, tick->position);
        }
      ras_colour_set (d->cr, style->dim);
      ras_text_draw (&how, d->cr, tick->label, ranks->left - 1.5 * style->space,
                     tick->position - line / 2);
    }
  how.align = RAS_ALIGN_LEFT;
  how.width = d->width - style->space;
  ras_colour_set (d->cr, style->dim);
  ras_text_draw (&how, d->cr, _ ("Covariance gap left"), style->space / 2,
                 gaps->to - 1.5 * line - style->space / 2);
}

static void
draw_rank_axis (const Drawing *d)
{
  const RasStyle *style = d->style;
  const RasRankAxis *ranks = &d->layout.ranks;
  double line = ras_chart_line_height (style, style->tick_size), y = d->layout.gaps.from;
  RasText how = ras_chart_text (style, style->tick_size, RAS_ALIGN_CENTRE);
  g_autoptr (GArray) ticks = NULL;
  double widest;

  ras_colour_set (d->cr, style->dim);
  hairline (d, ranks->left, y, ranks->right, y);
  if (d->chart->hide_rank_labels)
    return;
  ras_text_measure (&how, "1\u202f000", &widest, NULL);
  ticks = ras_rank_axis_make_ticks (ranks, widest + style->space);
  for (guint i = 0; i < ticks->len; i++)
    {
      const RasTick *tick = &g_array_index (ticks, RasTick, i);

      hairline (d, tick->position, y, tick->position,
                y + style->space * (tick->label[0] ? 0.7 : 0.4));
      if (tick->label[0])
        ras_text_draw (&how, d->cr, tick->label, tick->position, y + style->space);
    }
  how.align = RAS_ALIGN_RIGHT;
  ras_text_draw (&how, d->cr, _ ("directions removed"), ranks->right, y + style->space + line);
}

/* "90 % erased: 29 directions" once the path reaches it. */
static char *
describe_target (const RasGapChart *chart, double target)
{
  int rank = ras_gap_chart_find_rank (chart->gap, chart->length, target);
  char number[24], share[32], count[24];

  g_snprintf (number, sizeof number, "%g", target * 100);
  ras_put_percent (number, share, sizeof share);
  if (rank < 0)
    /* Translators: %s is a share such as "90 %". */
    return g_strdup_printf (_ ("%s erased"), share);
  ras_format_count (rank, count, sizeof count);
  return g_strdup_printf (
      /* Translators: a share such as "90 %", and a number of directions. */
      ngettext ("%s erased: %s direction", "%s erased: %s directions", rank), share, count);
}

/* The words stand on the line at its right end, where the curve has already passed below;
 * else at its left end, where it is still above; else nowhere. */
static void
label_target (const Drawing *d, double target, double y, double crossing)
{
  const RasStyle *style = d->style;
  const RasRankAxis *ranks = &d->layout.ranks;
  RasText how = ras_chart_text (style, style->tick_size, RAS_ALIGN_RIGHT);
  g_autofree char *words = describe_target (d->chart, target);
  double width, x = ranks->right, height;

  ras_text_measure (&how, words, &width, &height);
  if (crossing + 2 * style->space > ranks->right - width)
    {
      how.align = RAS_ALIGN_LEFT;
      x = ranks->left + style->space;
      if (x + width + 5 * style->space > crossing)
        return;
    }
  ras_colour_set (d->cr, style->dim);
  ras_text_draw (&how, d->cr, words, x, y - height - style->space / 6);
}

/* The dotted levels, which say how many directions they take. */
static void
draw_targets (const Drawing *d)
{
  const RasRankAxis *ranks = &d->layout.ranks;
  const RasStyle *style = d->style;

  for (guint i = 0; i < G_N_ELEMENTS (targets) && 1 - targets[i] >= d->layout.gaps.low; i++)
    {
      double y = ras_value_axis_get_position (&d->layout.gaps, 1 - targets[i]), crossing;
      int rank = ras_gap_chart_find_rank (d->chart->gap, d->chart->length, targets[i]);

      ras_chart_level (style, d->cr, ranks->left, y, ranks->right, y);
      crossing = ras_rank_axis_get_position (ranks, rank >= 0 ? rank : (int) d->chart->length);
      label_target (d, targets[i], y, crossing);
      if (rank < 0 || (guint) rank > ranks->max_rank)
        continue;
      cairo_arc (d->cr, crossing, y, style->line_width * 1.2, 0, 2 * G_PI);
      ras_colour_set (d->cr, d->look.colour);
      cairo_fill (d->cr);
    }
}

/* The curve from rank `first` to `last`. Points closer than half a unit are skipped: a path
 * of thousands of directions ends in a few pixels. */
static void
trace_curve (const Drawing *d, guint first, guint last)
{
  double previous = -INFINITY;

  for (guint r = first; r <= last; r++)
    {
      double x = ras_rank_axis_get_position (&d->layout.ranks, r);

      if (x - previous < 0.5 && r != last)
        continue;
      cairo_line_to (d->cr, x,
                     ras_value_axis_get_position (&d->layout.gaps, get_gap (d->chart, r)));
      previous = x;
    }
}

static void
draw_curve (const Drawing *d)
{
  const RasGapChart *chart = d->chart;
  guint end = MIN (chart->length, d->layout.ranks.max_rank);
  guint rank = chart->hide_rank ? end : MIN (chart->rank, end);

  /* What was removed so far lies under a tint of the eraser's colour. */
  cairo_move_to (d->cr, d->layout.ranks.left, d->layout.gaps.from);
  trace_curve (d, 0, rank);
  cairo_line_to (d->cr, ras_rank_axis_get_position (&d->layout.ranks, rank), d->layout.gaps.from);
  cairo_close_path (d->cr);
  ras_colour_set_alpha (d->cr, d->look.colour, 0.1);
  cairo_fill (d->cr);

  cairo_set_line_width (d->cr, d->style->line_width);
  cairo_set_line_join (d->cr, CAIRO_LINE_JOIN_ROUND);
  cairo_set_line_cap (d->cr, CAIRO_LINE_CAP_ROUND);
  ras_colour_set_alpha (d->cr, d->look.colour, 0.4);
  trace_curve (d, rank, end);
  cairo_stroke (d->cr);
  ras_colour_set (d->cr, d->look.colour);
  trace_curve (d, 0, rank);
  cairo_stroke (d->cr);
  cairo_set_line_cap (d->cr, CAIRO_LINE_CAP_BUTT);
}

static void
draw_marker (const Drawing *d)
{
  const RasGapChartLayout *layout = &d->layout;
  double size = 4 + 3 * d->style->line_width;

  if (isnan (layout->marker_x))
    return;
  ras_colour_set (d->cr, d->look.colour);
  hairline (d, layout->marker_x, layout->gaps.to, layout->marker_x, layout->gaps.from);
  /* A ring in the background's colour lifts the marker off the curve. */
  cairo_arc (d->cr, layout->marker_x, layout->marker_y, size * 0.75, 0, 2 * G_PI);
  ras_colour_set (d->cr, d->style->background);
  cairo_fill (d->cr);
  ras_look_draw_marker (&d->look, d->cr, layout->marker_x, layout->marker_y, size);
}

void
ras_gap_chart_draw (const RasGapChart *chart, cairo_t *cr, double width, double height)
{
  Drawing d = { .chart = chart, .style = chart->style, .cr = cr, .width = width,
                .height = height };

  d.look = ras_look_for (chart->eraser_name ? chart->eraser_name : "alf-qleace", chart->style);
  ras_gap_chart_layout (chart, width, height, &d.layout);
  cairo_save (cr);
  cairo_rectangle (cr, 0, 0, width, height);
  cairo_clip (cr);
  ras_chart_draw_title (chart->style, cr, chart->title, width);
  draw_rank_axis (&d);
  if (is_empty (chart))
    ras_chart_draw_empty (chart->style, cr, chart->empty, d.layout.ranks.left, d.layout.gaps.to,
                          d.layout.ranks.right, d.layout.gaps.from);
  else
    {
      draw_gap_axis (&d);
      draw_curve (&d);
      draw_targets (&d);
      draw_marker (&d);
    }
  cairo_restore (cr);
}
