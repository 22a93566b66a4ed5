#include "svg-text.h"

#include <cairo-svg.h>
#include <math.h>
#include <string.h>

/* Green of a mark's colour; red and blue are the number of its line, in base MARK_BASE. Cairo writes
 * colours in percent, with more decimals than this takes. */
#define MARK_GREEN 0.123457
#define MARK_GREEN_TEXT "%,12.3457%,"
#define MARK_GREEN_SPACED "%, 12.3457%, "
#define MARK_BASE 1000

struct _RasSvgTexts
{
  GPtrArray *lines; /* the elements as text */
};

static const cairo_user_data_key_t key;

RasSvgTexts *
ras_svg_texts_new (cairo_surface_t *surface)
{
  RasSvgTexts *self = g_new0 (RasSvgTexts, 1);

  self->lines = g_ptr_array_new_with_free_func (g_free);
  cairo_surface_set_user_data (surface, &key, self, NULL);
  return self;
}

void
ras_svg_texts_free (RasSvgTexts *self)
{
  g_ptr_array_unref (self->lines);
  g_free (self);
}

RasSvgTexts *
ras_svg_texts_find (cairo_t *cr)
{
  return cairo_surface_get_user_data (cairo_get_group_target (cr), &key);
}

/* --- A line as an element --- */

static void
append_number (GString *out, const char *before, double number, const char *after)
{
  char text[G_ASCII_DTOSTR_BUF_SIZE];

  /* Four decimals of a point are finer than any printer. */
  g_ascii_formatd (text, sizeof text, "%.6g", fabs (number) < 5e-5 ? 0 : number);
  g_string_append_printf (out, "%s%s%s", before, text, after);
}

/* What is seen of a line: where it was cut short, an ellipsis stands for the rest. */
static char *
get_words (PangoLayout *layout, PangoLayoutLine *line)
{
  const char *text = pango_layout_get_text (layout);
  GString *words = g_string_new (NULL);

  for (GSList *at = line->runs; at; at = at->next)
    {
      const PangoItem *item = ((PangoLayoutRun *) at->data)->item;

      if (item->analysis.flags & PANGO_ANALYSIS_FLAG_IS_ELLIPSIS)
        g_string_append (words, "…");
      else
        g_string_append_len (words, text + item->offset, item->length);
    }
  return g_string_free (words, FALSE);
}

static void
append_font (GString *out, PangoLayout *layout, const char *family)
{
  const PangoFontDescription *font = pango_layout_get_font_description (layout);

  g_string_append_printf (out, " font-family=\"%s\"", family);
  append_number (out, " font-size=\"",
                 (double) pango_font_description_get_size (font) / PANGO_SCALE, "\"");
  if (pango_font_description_get_weight (font) != PANGO_WEIGHT_NORMAL)
    g_string_append_printf (out, " font-weight=\"%d\"",
                            (int) pango_font_description_get_weight (font));
  if (pango_font_description_get_style (font) == PANGO_STYLE_ITALIC)
    g_string_append (out, " font-style=\"italic\"");
}

static void
append_colour (GString *out, cairo_t *cr)
{
  double r = 0, g = 0, b = 0, alpha = 1;

  cairo_pattern_get_rgba (cairo_get_source (cr), &r, &g, &b, &alpha);
  g_string_append_printf (out, " fill=\"#%02x%02x%02x\"", (guint) lround (r * 255),
                          (guint) lround (g * 255), (guint) lround (b * 255));
  if (alpha < 1)
    append_number (out, " fill-opacity=\"", alpha, "\"");
}

/* A plain shift goes into the position; anything else is a transformation. */
static void
append_place (GString *out, cairo_t *cr, double x, double y)
{
  cairo_matrix_t m;

  cairo_get_matrix (cr, &m);
  if (m.xx == 1 && m.yy == 1 && m.xy == 0 && m.yx == 0)
    {
      x += m.x0;
      y += m.y0;
    }
  else
    {
      append_number (out, " transform=\"matrix(", m.xx, " ");
      append_number (out, "", m.yx, " ");
      append_number (out, "", m.xy, " ");
      append_number (out, "", m.yy, " ");
      append_number (out, "", m.x0, " ");
      append_number (out, "", m.y0, ")\"");
    }
  append_number (out, " x=\"", x, "\"");
  append_number (out, " y=\"", y, "\"");
}

/* The line is held at its middle or end where the layout is aligned so: with another font it
 * stays where it belongs. */
static char *
make_element (PangoLayout *layout, PangoLayoutLine *line, const char *family, cairo_t *cr,
              double left, double width, double baseline)
{
  static const char *const anchors[] = { [PANGO_ALIGN_LEFT] = "start",
                                         [PANGO_ALIGN_CENTER] = "middle",
                                         [PANGO_ALIGN_RIGHT] = "end" };
  PangoAlignment alignment = pango_layout_get_alignment (layout);
  double share = alignment == PANGO_ALIGN_LEFT ? 0 : alignment == PANGO_ALIGN_CENTER ? 0.5 : 1;
  g_autofree char *words = get_words (layout, line);
  g_autofree char *escaped = g_markup_escape_text (words, -1);
  GString *out = g_string_new ("<text xml:space=\"preserve\"");

  append_place (out, cr, left + share * width, baseline);
  append_font (out, layout, family);
  append_colour (out, cr);
  g_string_append_printf (out, " text-anchor=\"%s\"", anchors[alignment]);
  append_number (out, " textLength=\"", width, "\" lengthAdjust=\"spacingAndGlyphs\"");
  g_string_append_printf (out, " style=\"font-variant-numeric:tabular-nums\">%s</text>", escaped);
  return g_string_free (out, FALSE);
}

/* --- Marks --- */

static void
paint_mark (cairo_t *cr, guint number, double x, double y, double size)
{
  cairo_save (cr);
  cairo_new_path (cr);
  cairo_set_source_rgb (cr, (double) (number % MARK_BASE) / MARK_BASE, MARK_GREEN,
                        (double) (number / MARK_BASE) / MARK_BASE);
  cairo_move_to (cr, x, y);
  cairo_line_to (cr, x + size, y);
  cairo_line_to (cr, x, y - size);
  cairo_close_path (cr);
  cairo_fill (cr);
  cairo_restore (cr);
}

void
ras_svg_texts_add (RasSvgTexts *self, cairo_t *cr, PangoLayout *layout, const char *family,
                   double x, double y)
{
  PangoLayoutIter *iter = pango_layout_get_iter (layout);

  do
    {
      PangoRectangle extents;
      double left, width, baseline;

      pango_layout_iter_get_line_extents (iter, NULL, &extents);
      left = x + (double) extents.x / PANGO_SCALE;
      width = (double) extents.width / PANGO_SCALE;
      baseline = y + (double) pango_layout_iter_get_baseline (iter) / PANGO_SCALE;
      if (extents.width == 0 || self->lines->len >= MARK_BASE * MARK_BASE)
        continue;
      /* Half the line's height lies well inside of it, whatever clips it. */
      paint_mark (cr, self->lines->len, left + width / 2, baseline,
                  MIN (width / 2, (double) extents.height / PANGO_SCALE / 2));
      g_ptr_array_add (self->lines,
                       make_element (layout, pango_layout_iter_get_line_readonly (iter), family,
                                     cr, left, width, baseline));
    }
  while (pango_layout_iter_next_line (iter));
  pango_layout_iter_free (iter);
}

/* The number of the mark whose colour has its green at `green`. */
static gboolean
read_mark (const char *start, const char *green, const char *after, guint *number)
{
  const char *rgb = green;
  double red, blue;

  while (rgb > start && *rgb != '(')
    rgb--;
  red = g_ascii_strtod (rgb + 1, NULL) / 100;
  blue = g_ascii_strtod (after, NULL) / 100;
  *number = (guint) (lround (blue * MARK_BASE) * MARK_BASE + lround (red * MARK_BASE));
  return *rgb == '(';
}

/* The next mark from `from` on, behind its red, and where its blue begins. */
static const char *
find_mark (const char *from, const char **blue)
{
  const char *tight = strstr (from, MARK_GREEN_TEXT);
  const char *spaced = strstr (from, MARK_GREEN_SPACED);

  if (tight && (!spaced || tight < spaced))
    {
      *blue = tight + strlen (MARK_GREEN_TEXT);
      return tight;
    }
  if (spaced)
    *blue = spaced + strlen (MARK_GREEN_SPACED);
  return spaced;
}

void
ras_svg_texts_insert (const RasSvgTexts *self, GString *svg)
{
  g_autoptr (GString) out = g_string_sized_new (svg->len);
  const char *done = svg->str, *mark, *blue;

  while ((mark = find_mark (done, &blue)))
    {
      const char *start = g_strrstr_len (done, mark - done, "<");
      const char *end = strstr (mark, "/>");
      guint number;

      if (!start || !end || !read_mark (start, mark, blue, &number) || number >= self->lines->len)
        {
          g_string_append_len (out, done, blue - done);
          done = blue;
          continue;
        }
      g_string_append_len (out, done, start - done);
      g_string_append (out, g_ptr_array_index (self->lines, number));
      done = end + strlen ("/>");
    }
  g_string_append (out, done);
  g_string_assign (svg, out->str);
}
