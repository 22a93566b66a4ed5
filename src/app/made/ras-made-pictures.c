#include "ras-made-pictures.h"

#include <glib/gi18n.h>
#include <math.h>

#include "chart-parts.h"

#define N_PICTURES 3
/* Beyond that only rounding is seen. */
#define MOST_GAIN 64.0

struct _RasMadePictures
{
  cairo_surface_t *pictures[N_PICTURES]; /* original, taken, left */
  double gain; /* how many times what was taken is shown enlarged */
  guint height, width;
};

/* The largest power of two that shows the largest difference within the range. */
static double
find_gain (const double *a, const double *b, gsize d)
{
  double most = 0;

  for (gsize i = 0; i < d; i++)
    most = MAX (most, fabs (a[i] - b[i]));
  return most > 0 ? CLAMP (exp2 (floor (log2 (1 / most))), 1, MOST_GAIN) : 1;
}

RasMadePictures *
ras_made_pictures_new (const double *original, const double *erased, guint channels, guint height,
                       guint width)
{
  RasMadePictures *self = g_new0 (RasMadePictures, 1);

  self->height = height;
  self->width = width;
  self->gain = find_gain (original, erased, (gsize) channels * height * width);
  self->pictures[0]
      = ras_picture_from_values (original, channels, height, width, RAS_RANGE_CLIP, NULL);
  self->pictures[1]
      = ras_picture_from_difference (original, erased, channels, height, width, self->gain);
  self->pictures[2]
      = ras_picture_from_values (erased, channels, height, width, RAS_RANGE_CLIP, NULL);
  return self;
}

void
ras_made_pictures_free (RasMadePictures *self)
{
  for (guint i = 0; i < N_PICTURES; i++)
    cairo_surface_destroy (self->pictures[i]);
  g_free (self);
}

static char *
caption_of (const RasMadePictures *self, guint i)
{
  switch (i)
    {
    case 0:
      return g_strdup (_ ("original"));
    case 1:
      return g_strdup_printf (_ ("taken, ×%g"), self->gain);
    default:
      return g_strdup (_ ("left"));
    }
}

void
ras_made_pictures_draw (const RasMadePictures *self, cairo_t *cr, const RasStyle *style,
                        double width, double height)
{
  static const char *const signs[] = { "=", "+" };
  double line = ras_chart_line_height (style, style->tick_size), gap = 5 * style->space;
  double room = (width - 2 * gap) / N_PICTURES, side = MIN (room, height - line - style->space);
  double scale = MAX (floor (side / MAX (self->width, self->height)), 1);
  double step = MIN (room, side + 4 * style->space) + gap;
  double left = (width - N_PICTURES * step + gap) / 2;

  for (guint i = 0; i < N_PICTURES; i++)
    {
      g_autofree char *caption = caption_of (self, i);
      RasText how = ras_chart_text (style, style->tick_size, RAS_ALIGN_CENTRE);
      double middle = left + i * step + (step - gap) / 2;
      double top = MAX ((side - scale * self->height) / 2, 0), x = middle - scale * self->width / 2;

      ras_picture_paint (cr, self->pictures[i], floor (x), floor (top), scale);
      how.width = step;
      ras_colour_set (cr, style->dim);
      ras_text_draw (&how, cr, caption, middle, top + scale * self->height + style->space / 2);
      how.size = style->title_size;
      how.width = 0;
      if (i + 1 < N_PICTURES)
        ras_text_draw (&how, cr, signs[i], left + (i + 1) * step - gap / 2,
                       (side - ras_chart_line_height (style, style->title_size)) / 2);
    }
}

char *
ras_made_pictures_describe (const RasMadePictures *self)
{
  return g_strdup_printf (_ ("The original is what was taken, here times %g, and what is left"),
                          self->gain);
}
