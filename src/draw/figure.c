#include "figure.h"

#include <math.h>

#include "text.h"

/* A caption makes its column wider than the picture up to so many times the title's size. */
#define WIDEST_CAPTION 12

/* A picture that is not there yet is taken to be as large as CIFAR-10's. */
#define USUAL_PIXELS 32

typedef struct
{
  double side;      /* of a picture square */
  double cell;      /* width of a column */
  double caption;   /* the width a caption may take: into the gap, yet apart from the next */
  double gap;       /* between columns, and around everything */
  guint columns, rows;
  double heading;   /* height with the space below */
  double note;      /* height with the space above */
  double width, height;
} Layout;

static guint
count_pixels (const RasFigure *figure)
{
  int longest = 0;

  for (guint i = 0; i < figure->n_panels; i++)
    {
      cairo_surface_t *picture = figure->panels[i].picture;

      if (picture)
        longest = MAX (longest, MAX (cairo_image_surface_get_width (picture),
                                     cairo_image_surface_get_height (picture)));
    }
  return longest > 0 ? (guint) longest : USUAL_PIXELS;
}

static double
measure_width (const RasStyle *style, double size, const char *text)
{
  RasText how = { .style = style, .size = size };
  double width;

  ras_text_measure (&how, text, &width, NULL);
  return width;
}

/* What a caption cannot do without: its longest word, its details, its tag. */
static double
find_caption_width (const RasFigurePanel *panel, const RasStyle *style)
{
  double width = 0;

  if (panel->title)
    {
      g_auto (GStrv) words = g_strsplit (panel->title, " ", -1);

      for (guint i = 0; words[i]; i++)
        width = MAX (width, measure_width (style, style->title_size, words[i]));
    }
  for (guint i = 0; panel->details && panel->details[i]; i++)
    width = MAX (width, measure_width (style, style->text_size, panel->details[i]));
  if (panel->tag)
    width = MAX (width, measure_width (style, style->tick_size, panel->tag) + 2 * style->space);
  return MIN (ceil (width) + 1, WIDEST_CAPTION * style->title_size);
}

static guint
count_columns (const RasFigure *figure)
{
  guint columns = figure->columns > 0 ? figure->columns : figure->n_panels;

  return MAX (MIN (columns, figure->n_panels), 1);
}

static double
find_widest_caption (const RasFigure *figure)
{
  double width = 0;

  for (guint i = 0; i < figure->n_panels; i++)
    width = MAX (width, find_caption_width (&figure->panels[i], figure->style));
  return width;
}

/* Copies of the panels of one row whose captions line up, and the height of the tallest. */
static double
make_row (const RasFigure *figure, const Layout *layout, guint row, RasFigurePanel *panels,
          guint *n)
{
  guint first = row * layout->columns, lines = 0;
  double tallest = 0;

  *n = MIN (layout->columns, figure->n_panels - first);
  for (guint i = 0; i < *n; i++)
    {
      panels[i] = figure->panels[first + i];
      lines = MAX (lines, ras_panel_count_title_lines (&panels[i], figure->style, layout->caption));
    }
  for (guint i = 0; i < *n; i++)
    {
      panels[i].title_lines = MAX (panels[i].title_lines, lines);
      tallest = MAX (tallest,
                     ras_panel_measure_caption (&panels[i], figure->style, layout->caption));
    }
  return ceil (layout->side + 2 * RAS_PANEL_PADDING + tallest);
}

static RasText
heading_text (const RasFigure *figure, const Layout *layout)
{
  return (RasText) { .style = figure->style, .size = figure->style->title_size, .bold = TRUE,
                     .align = RAS_ALIGN_CENTRE, .width = layout->width - 2 * layout->gap,
                     .lines = 2 };
}

static RasText
note_text (const RasFigure *figure, const Layout *layout)
{
  return (RasText) { .style = figure->style, .size = figure->style->text_size,
                     .align = RAS_ALIGN_CENTRE, .width = layout->width - 2 * layout->gap,
                     .lines = 3 };
}

static Layout
lay_out (const RasFigure *figure)
{
  const RasStyle *style = figure->style;
  g_autofree RasFigurePanel *row = g_new (RasFigurePanel, MAX (figure->n_panels, 1));
  Layout layout = { .gap = 2 * style->space, .columns = count_columns (figure) };
  guint n;

  layout.side = count_pixels (figure) * figure->scale;
  layout.cell = MAX (layout.side + 2 * RAS_PANEL_PADDING, find_widest_caption (figure));
  layout.caption = layout.cell + layout.gap - style->space / 2;
  layout.rows = (figure->n_panels + layout.columns - 1) / layout.columns;
  layout.width = layout.columns * (layout.cell + layout.gap) + layout.gap;
  layout.height = layout.gap * (layout.rows + 1);
  for (guint i = 0; i < layout.rows; i++)
    layout.height += make_row (figure, &layout, i, row, &n);
  if (figure->heading)
    {
      RasText how = heading_text (figure, &layout);

      ras_text_measure (&how, figure->heading, NULL, &layout.heading);
      layout.heading = ceil (layout.heading + style->space);
    }
  if (figure->note)
    {
      RasText how = note_text (figure, &layout);

      ras_text_measure (&how, figure->note, NULL, &layout.note);
    }
  layout.height = ceil (layout.height + layout.heading + layout.note);
  return layout;
}

void
ras_figure_measure (const RasFigure *figure, double *width, double *height)
{
  Layout layout = lay_out (figure);

  *width = layout.width;
  *height = layout.height;
}

static void
draw_row (const RasFigure *figure, const Layout *layout, const RasFigurePanel *panels, guint n,
          double y, cairo_t *cr)
{
  const RasPanelView view = { .zoom = figure->scale };
  double whole = layout->side + 2 * RAS_PANEL_PADDING;

  for (guint i = 0; i < n; i++)
    {
      double x = layout->gap + i * (layout->cell + layout->gap);
      double left = x + (layout->cell - whole) / 2;

      /* Whole pixels stand on whole units, so that no edge is blurred. */
      if (figure->scale == floor (figure->scale))
        left = floor (left);
      cairo_save (cr);
      cairo_translate (cr, left, y);
      ras_panel_draw_picture (&panels[i], figure->style, &view, layout->side, cr);
      cairo_restore (cr);
      ras_panel_draw_caption (&panels[i], figure->style, layout->caption, cr,
                              x + layout->cell / 2, y + whole);
    }
}

void
ras_figure_draw (const RasFigure *figure, cairo_t *cr)
{
  const RasStyle *style = figure->style;
  g_autofree RasFigurePanel *row = g_new (RasFigurePanel, MAX (figure->n_panels, 1));
  Layout layout = lay_out (figure);
  double y = layout.gap; /* always a whole number: so are all heights */

  cairo_save (cr);
  cairo_rectangle (cr, 0, 0, layout.width, layout.height);
  cairo_clip (cr);
  ras_colour_set (cr, style->background);
  cairo_paint (cr);
  if (figure->heading)
    {
      RasText how = heading_text (figure, &layout);

      ras_colour_set (cr, style->ink);
      ras_text_draw (&how, cr, figure->heading, layout.width / 2, y);
      y += layout.heading;
    }
  for (guint i = 0; i < layout.rows; i++)
    {
      guint n;
      double height = make_row (figure, &layout, i, row, &n);

      draw_row (figure, &layout, row, n, y, cr);
      y += height + layout.gap;
    }
  if (figure->note)
    {
      RasText how = note_text (figure, &layout);

      ras_colour_set (cr, style->dim);
      ras_text_draw (&how, cr, figure->note, layout.width / 2, y - layout.gap / 2);
    }
  cairo_restore (cr);
}

void
ras_figure_fit_width (RasFigure *figure, double width)
{
  guint columns = count_columns (figure);
  double gap = 2 * figure->style->space;
  double cell = (width - gap) / columns - gap;

  figure->scale = MAX (cell - 2 * RAS_PANEL_PADDING, 1) / count_pixels (figure);
}
