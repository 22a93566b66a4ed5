#include "gallery-private.h"

#include <math.h>

#include "picture.h"

/* Messages are written where a column is so many times as wide as their letters. */
#define LEAST_MESSAGE 5
#define MOST_LINES 12
/* The progress line's share of the width. */
#define PROGRESS_LENGTH 0.7

typedef struct
{
  const RasGallery *gallery;
  const RasStyle *style;
  const RasGalleryLayout *layout;
  cairo_t *cr;
  double top, bottom; /* of the clip */
} Painter;

void
ras_gallery_draw_head (const RasGallery *self, const RasStyle *style,
                       const RasGalleryLayout *layout, cairo_t *cr)
{
  const RasStyle small = ras_gallery_make_small (style);

  for (guint c = 0; c < self->n_columns; c++)
    {
      RasFigurePanel panel = ras_gallery_make_caption (self, c);
      double height = ras_panel_measure_caption (&panel, &small, layout->column);

      /* Titles of one line and of two end together, right above the pictures. */
      ras_panel_draw_caption (&panel, &small, layout->column, cr,
                              layout->left + c * layout->pitch + layout->column / 2,
                              layout->head - style->space / 2 - height);
    }
}

/* Where the middle of a name so long stands: in that of what is seen of its rows, from y on. */
static double
find_middle (const Painter *self, double y, double height, double length)
{
  double top = MAX (y, self->top), bottom = MIN (y + height, self->bottom);

  return round (CLAMP ((top + bottom) / 2, y + length / 2, MAX (y + height - length / 2,
                                                                y + length / 2)));
}

static void
draw_label (const Painter *self, guint group, double y)
{
  const RasGalleryLayout *layout = self->layout;
  double height = ras_gallery_group_height (self->gallery, layout, group), width, text_height;
  RasText how = ras_gallery_label_text (self->gallery, self->style, layout, group);
  const char *title = self->gallery->groups[group].title;

  ras_colour_set (self->cr, self->style->ink);
  ras_text_measure (&how, title, &width, &text_height);
  if (!layout->rotated)
    {
      ras_text_draw (&how, self->cr, title, layout->margin + layout->label,
                     find_middle (self, y, height, text_height) - round (text_height / 2));
      return;
    }
  cairo_save (self->cr);
  cairo_translate (self->cr, layout->margin, find_middle (self, y, height, width));
  cairo_rotate (self->cr, -G_PI / 2);
  ras_text_draw (&how, self->cr, title, 0, 0);
  cairo_restore (self->cr);
}

/* A hairline where a picture would melt into the background. */
static void
draw_frame (const Painter *self, cairo_surface_t *picture, double x, double y)
{
  const RasGalleryLayout *layout = self->layout;
  double hairline = ras_style_get_hairline (self->style);

  if (!ras_picture_melts_into (picture, self->style->background))
    return;
  cairo_rectangle (self->cr, x - hairline / 2, y - hairline / 2, layout->picture_width + hairline,
                   layout->picture_height + hairline);
  ras_colour_set (self->cr, self->style->grid);
  cairo_set_line_width (self->cr, hairline);
  cairo_stroke (self->cr);
}

/* The places of a class in one column: pictures, and a quiet surface where there is none yet. */
static gboolean
draw_block (const Painter *self, guint group, guint column)
{
  const RasGroupEntry *rows = &self->gallery->groups[group];
  const RasGalleryLayout *layout = self->layout;
  gboolean any = FALSE;

  for (guint row = rows->first; row < rows->first + rows->n; row++)
    {
      cairo_surface_t *picture = ras_gallery_get_picture (self->gallery, row, column);
      double x, y;

      ras_gallery_get_cell (self->gallery, layout, row, column, &x, &y);
      any = any || picture;
      if (y > self->bottom || y + layout->picture_height < self->top)
        continue;
      if (picture)
        {
          ras_picture_paint (self->cr, picture, x, y, layout->scale);
          draw_frame (self, picture, x, y);
          continue;
        }
      cairo_rectangle (self->cr, x, y, layout->picture_width, layout->picture_height);
      ras_colour_set_alpha (self->cr, self->style->grid, 0.4);
      cairo_fill (self->cr);
    }
  return any;
}

static void
draw_line (const Painter *self, guint column, double fraction, double x, double y, double length)
{
  RasLook look = ras_look_for (self->gallery->columns[column].eraser_name, self->style);

  ras_colour_set (self->cr, self->style->grid);
  cairo_rectangle (self->cr, x, y, length, self->style->line_width);
  cairo_fill (self->cr);
  ras_colour_set (self->cr, look.colour);
  cairo_rectangle (self->cr, x, y, length * MIN (fraction, 1), self->style->line_width);
  cairo_fill (self->cr);
}

/* In the middle of an empty block, or as a line below pictures that are on their way. */
static void
draw_message (const Painter *self, guint group, guint column, gboolean any)
{
  const RasStyle *style = self->style;
  const RasGalleryLayout *layout = self->layout;
  const RasGalleryMessage *message
      = &self->gallery->messages[(gsize) group * self->gallery->n_columns + column];
  double height = ras_gallery_group_height (self->gallery, layout, group);
  RasText how = { .style = style, .size = style->tick_size, .align = RAS_ALIGN_CENTRE,
                  .width = MAX (layout->picture_width - style->space, 1) };
  double x, y, line, text_height = 0, length = PROGRESS_LENGTH * layout->picture_width;

  if (message->text == NULL)
    return;
  ras_gallery_get_cell (self->gallery, layout, self->gallery->groups[group].first, column, &x, &y);
  if (any)
    {
      if (message->fraction >= 0)
        draw_line (self, column, message->fraction, x, y + height + layout->thin / 2,
                   layout->picture_width);
      return;
    }
  ras_text_measure (&how, "0", NULL, &line);
  how.lines = CLAMP ((int) (height / line) - 2, 1, MOST_LINES);
  if (layout->picture_width >= LEAST_MESSAGE * style->tick_size && height >= 3 * line)
    {
      ras_text_measure (&how, message->text, NULL, &text_height);
      ras_colour_set (self->cr, style->dim);
      ras_text_draw (&how, self->cr, message->text, x + layout->picture_width / 2,
                     round (y + (height - text_height) / 2));
    }
  if (message->fraction >= 0)
    draw_line (self, column, message->fraction, x + (layout->picture_width - length) / 2,
               round (y + (height + text_height) / 2 + style->space), length);
}

void
ras_gallery_draw_rows (const RasGallery *self, const RasStyle *style,
                       const RasGalleryLayout *layout, cairo_t *cr)
{
  Painter painter = { self, style, layout, cr };
  double left, right;

  cairo_clip_extents (cr, &left, &painter.top, &right, &painter.bottom);
  for (guint g = 0; g < self->n_groups && self->n_columns > 0; g++)
    {
      double x, y;

      ras_gallery_get_cell (self, layout, self->groups[g].first, 0, &x, &y);
      if (y > painter.bottom || y + ras_gallery_group_height (self, layout, g) < painter.top)
        continue;
      draw_label (&painter, g, y);
      for (guint c = 0; c < self->n_columns; c++)
        {
          gboolean any = draw_block (&painter, g, c);

          draw_message (&painter, g, c, any);
        }
    }
}

void
ras_gallery_draw_mark (const RasGallery *self, const RasStyle *style,
                       const RasGalleryLayout *layout, guint row, guint column, cairo_t *cr)
{
  double x, y;

  ras_gallery_get_cell (self, layout, row, column, &x, &y);
  ras_colour_set (cr, style->accent);
  cairo_set_line_width (cr, style->line_width);
  cairo_rectangle (cr, x - style->line_width / 2, y - style->line_width / 2,
                   layout->picture_width + style->line_width,
                   layout->picture_height + style->line_width);
  cairo_stroke (cr);
}

void
ras_gallery_draw (const RasGallery *self, const RasStyle *style, const RasGalleryLayout *layout,
                  const char *note, cairo_t *cr)
{
  cairo_save (cr);
  cairo_rectangle (cr, 0, 0, layout->width, layout->height);
  cairo_clip (cr);
  ras_colour_set (cr, style->background);
  cairo_paint (cr);
  ras_gallery_draw_head (self, style, layout, cr);
  ras_gallery_draw_rows (self, style, layout, cr);
  if (note)
    {
      RasText how = ras_gallery_note_text (style, layout->width - 2 * layout->margin);

      ras_colour_set (cr, style->dim);
      ras_text_draw (&how, cr, note, layout->width / 2,
                     layout->height - layout->note - layout->margin / 2);
    }
  cairo_restore (cr);
}
