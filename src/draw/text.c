#include "text.h"

#include "svg-text.h"

/* The same options on every surface, so that text is as wide on the screen as in a file. */
static void
set_font_options (PangoContext *context, const RasStyle *style)
{
  cairo_font_options_t *options = cairo_font_options_create ();

  cairo_font_options_set_hint_metrics (options, style->on_grid ? CAIRO_HINT_METRICS_ON
                                                               : CAIRO_HINT_METRICS_OFF);
  cairo_font_options_set_hint_style (options, CAIRO_HINT_STYLE_SLIGHT);
  cairo_font_options_set_antialias (options, CAIRO_ANTIALIAS_GRAY);
  pango_cairo_context_set_font_options (context, options);
  pango_context_set_round_glyph_positions (context, style->on_grid);
  cairo_font_options_destroy (options);
}

static PangoLayout *
make_layout (const RasText *how, PangoContext *context, const char *text)
{
  static const PangoAlignment alignments[] = { PANGO_ALIGN_LEFT, PANGO_ALIGN_CENTER,
                                               PANGO_ALIGN_RIGHT };
  PangoLayout *layout;
  PangoAttrList *attributes = pango_attr_list_new ();
  PangoFontDescription *font = pango_font_description_new ();

  set_font_options (context, how->style);
  layout = pango_layout_new (context);
  pango_font_description_set_family_static (font, how->style->family);
  pango_font_description_set_absolute_size (font, how->size * PANGO_SCALE);
  if (how->bold)
    pango_font_description_set_weight (font, PANGO_WEIGHT_BOLD);
  if (how->italic)
    pango_font_description_set_style (font, PANGO_STYLE_ITALIC);
  pango_layout_set_font_description (layout, font);
  pango_font_description_free (font);

  pango_attr_list_insert (attributes, pango_attr_font_features_new ("tnum=1"));
  pango_layout_set_attributes (layout, attributes);
  pango_attr_list_unref (attributes);

  pango_layout_set_alignment (layout, alignments[how->align]);
  if (how->width > 0)
    {
      pango_layout_set_width (layout, (int) (how->width * PANGO_SCALE));
      pango_layout_set_wrap (layout, PANGO_WRAP_WORD_CHAR);
      pango_layout_set_ellipsize (layout, PANGO_ELLIPSIZE_END);
      pango_layout_set_height (layout, -MAX (how->lines, 1));
    }
  pango_layout_set_text (layout, text, -1);
  return layout;
}

void
ras_text_draw (const RasText *how, cairo_t *cr, const char *text, double x, double y)
{
  PangoContext *context = pango_cairo_create_context (cr);
  PangoLayout *layout = make_layout (how, context, text);
  RasSvgTexts *texts = ras_svg_texts_find (cr);
  PangoRectangle extents;
  double width = how->width;

  if (width <= 0)
    {
      pango_layout_get_extents (layout, NULL, &extents);
      width = (double) extents.width / PANGO_SCALE;
    }
  if (how->align == RAS_ALIGN_CENTRE)
    x -= width / 2;
  else if (how->align == RAS_ALIGN_RIGHT)
    x -= width;
  if (texts)
    ras_svg_texts_add (texts, cr, layout, how->style->family, x, y);
  else
    {
      cairo_move_to (cr, x, y);
      pango_cairo_show_layout (cr, layout);
    }
  cairo_new_path (cr);
  g_object_unref (layout);
  g_object_unref (context);
}

void
ras_text_measure (const RasText *how, const char *text, double *width, double *height)
{
  PangoContext *context = pango_font_map_create_context (pango_cairo_font_map_get_default ());
  PangoLayout *layout = make_layout (how, context, text);
  PangoRectangle extents;

  pango_layout_get_extents (layout, NULL, &extents);
  if (width)
    *width = (double) extents.width / PANGO_SCALE;
  if (height)
    *height = (double) extents.height / PANGO_SCALE;
  g_object_unref (layout);
  g_object_unref (context);
}
