#include "gallery-private.h"

#include <math.h>

/* A title makes its column wider than the picture up to so many times the text's size. */
#define WIDEST_TITLE 9
/* Beside the rows of a class that are so many times the text's size high, its name reads upwards
 * even if its end does not fit. */
#define UPRIGHT 8
/* Otherwise it is a block at most so wide, of so many lines. */
#define WIDEST_LABEL 9
#define LABEL_LINES 3
/* A search for a scale that is no whole number ends here. */
#define SCALE_STEPS 24

/* What does not depend on the scale. */
typedef struct
{
  double word;      /* the widest that a title cannot do without */
  double line;      /* height of a class name */
  double *labels;   /* widths of the class names */
  double widest;    /* of these */
} Measures;

static double
measure_text (const RasStyle *style, const char *text, double *height)
{
  RasText how = { .style = style, .size = style->text_size };
  double width;

  ras_text_measure (&how, text, &width, height);
  return width;
}

static Measures
measure (const RasGallery *self, const RasStyle *style)
{
  Measures measures = { .labels = g_new (double, MAX (self->n_groups, 1)) };

  measure_text (style, "0", &measures.line);
  for (guint c = 0; c < self->n_columns; c++)
    {
      /* Lines break after hyphens, too. */
      g_auto (GStrv) words = g_strsplit_set (self->columns[c].title, " -", -1);

      for (guint i = 0; words[i]; i++)
        {
          g_autofree char *word = words[i + 1] ? g_strconcat (words[i], "-", NULL) : NULL;

          measures.word = MAX (measures.word, measure_text (style, word ? word : words[i], NULL));
        }
    }
  measures.word = ceil (MIN (measures.word, WIDEST_TITLE * style->text_size)) + 1;
  for (guint g = 0; g < self->n_groups; g++)
    {
      measures.labels[g] = measure_text (style, self->groups[g].title, NULL);
      measures.widest = MAX (measures.widest, measures.labels[g]);
    }
  return measures;
}

static double
snap (const RasStyle *style, double length)
{
  return style->on_grid ? ceil (length) : length;
}

double
ras_gallery_group_height (const RasGallery *self, const RasGalleryLayout *layout, guint group)
{
  guint n = self->groups[group].n;

  return n * layout->picture_height + (n - 1) * layout->thin;
}

static gboolean
can_rotate (const RasGallery *self, const RasStyle *style, const RasGalleryLayout *layout,
            const Measures *measures)
{
  for (guint g = 0; g < self->n_groups; g++)
    {
      double height = ras_gallery_group_height (self, layout, g);

      if (measures->labels[g] > height && height < UPRIGHT * style->text_size)
        return FALSE;
    }
  return TRUE;
}

/* All that the width depends on. */
static void
lay_out_across (const RasGallery *self, const RasStyle *style, double scale,
                const Measures *measures, RasGalleryLayout *layout)
{
  *layout = (RasGalleryLayout) {
    .scale = scale,
    .margin = 2 * style->space,
    .picture_width = self->width * scale,
    .picture_height = self->height * scale,
    .thin = snap (style, style->space / 3),
    .wide = 2 * style->space,
  };
  layout->rotated = can_rotate (self, style, layout, measures);
  layout->label = snap (style, layout->rotated
                                   ? measures->line
                                   : MIN (measures->widest + 1, WIDEST_LABEL * style->text_size));
  layout->left = layout->margin + layout->label + style->space;
  layout->column = MAX (layout->picture_width, measures->word + style->space / 2);
  layout->pitch = layout->column + layout->thin;
  layout->width = layout->left + self->n_columns * layout->pitch - layout->thin + layout->margin;
}

double
ras_gallery_find_scale (const RasGallery *self, const RasStyle *style, double width, double least)
{
  Measures measures = measure (self, style);
  gboolean whole = least == floor (least);
  double most = MAX (least, width / self->width);
  RasGalleryLayout layout;

  if (whole)
    for (most = floor (most); most > least; most--)
      {
        lay_out_across (self, style, most, &measures, &layout);
        if (layout.width <= width)
          break;
      }
  for (guint i = 0; !whole && i < SCALE_STEPS; i++)
    {
      double middle = (least + most) / 2;

      lay_out_across (self, style, middle, &measures, &layout);
      if (layout.width <= width)
        least = middle;
      else
        most = middle;
    }
  g_free (measures.labels);
  return whole ? most : least;
}

RasStyle
ras_gallery_make_small (const RasStyle *style)
{
  RasStyle small = *style;

  small.title_size = style->text_size;
  return small;
}

RasFigurePanel
ras_gallery_make_caption (const RasGallery *self, guint column)
{
  return (RasFigurePanel) { .title = self->columns[column].title,
                            .eraser_name = self->columns[column].eraser_name };
}

RasText
ras_gallery_label_text (const RasGallery *self, const RasStyle *style,
                        const RasGalleryLayout *layout, guint group)
{
  double height = ras_gallery_group_height (self, layout, group), line;

  if (layout->rotated)
    return (RasText) { .style = style, .size = style->text_size, .align = RAS_ALIGN_CENTRE,
                       .width = height };
  measure_text (style, "0", &line);
  return (RasText) { .style = style, .size = style->text_size, .align = RAS_ALIGN_RIGHT,
                     .width = layout->label,
                     .lines = CLAMP ((int) (height / line), 1, LABEL_LINES) };
}

RasText
ras_gallery_note_text (const RasStyle *style, double width)
{
  return (RasText) { .style = style, .size = style->text_size, .align = RAS_ALIGN_CENTRE,
                     .width = width, .lines = 3 };
}

void
ras_gallery_lay_out (const RasGallery *self, const RasStyle *style, double scale, const char *note,
                     RasGalleryLayout *layout)
{
  const RasStyle small = ras_gallery_make_small (style);
  Measures measures = measure (self, style);
  double caption = 0;

  lay_out_across (self, style, scale, &measures, layout);
  for (guint c = 0; c < self->n_columns; c++)
    {
      RasFigurePanel panel = ras_gallery_make_caption (self, c);

      caption = MAX (caption, ras_panel_measure_caption (&panel, &small, layout->column));
    }
  layout->head = ceil (layout->margin / 2 + caption + style->space / 2);
  layout->height = layout->head + layout->margin;
  for (guint g = 0; g < self->n_groups; g++)
    layout->height += ras_gallery_group_height (self, layout, g) + (g > 0 ? layout->wide : 0);
  if (note)
    {
      RasText how = ras_gallery_note_text (style, layout->width - 2 * layout->margin);

      ras_text_measure (&how, note, NULL, &layout->note);
      layout->note = ceil (layout->note + layout->margin / 2);
    }
  layout->height = ceil (layout->height + layout->note);
  g_free (measures.labels);
}

void
ras_gallery_get_cell (const RasGallery *self, const RasGalleryLayout *layout, guint row,
                      guint column, double *x, double *y)
{
  double inset = (layout->column - layout->picture_width) / 2;

  /* Whole pixels stand on whole units, so that no edge is blurred. */
  if (layout->scale == floor (layout->scale))
    inset = floor (inset);
  *x = layout->left + column * layout->pitch + inset;
  *y = layout->head + row * (layout->picture_height + layout->thin)
       + self->group_of[row] * (layout->wide - layout->thin);
}

gboolean
ras_gallery_pick (const RasGallery *self, const RasGalleryLayout *layout, double x, double y,
                  guint *row, guint *column)
{
  double across = (x - layout->left) / layout->pitch;

  if (across < 0 || across >= self->n_columns)
    return FALSE;
  *column = (guint) across;
  for (*row = 0; *row < self->n_rows; ++*row)
    {
      double left, top;

      ras_gallery_get_cell (self, layout, *row, *column, &left, &top);
      if (y >= top && y < top + layout->picture_height)
        return x >= left && x < left + layout->picture_width;
    }
  return FALSE;
}
