/* Text in SVG files as <text> elements, which can be searched and edited; Cairo itself writes the
 * outlines of glyphs.
 *
 * While a drawing is painted to an SVG surface that was prepared, text.h leaves a mark in place of
 * every line of text: a triangle of a colour that nothing else has. In the finished file
 * each mark is replaced by its line, so what lies above the text and what clips it still does. */
#pragma once

#include <pango/pangocairo.h>

G_BEGIN_DECLS

typedef struct _RasSvgTexts RasSvgTexts;

/* Prepares a surface; the lines belong to the caller and must outlive the drawing. */
RasSvgTexts *ras_svg_texts_new (cairo_surface_t *surface);
void ras_svg_texts_free (RasSvgTexts *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (RasSvgTexts, ras_svg_texts_free)

/* The lines of the surface that `cr` paints to, or NULL: it was not prepared. */
RasSvgTexts *ras_svg_texts_find (cairo_t *cr);

/* Adds the lines of a layout whose corner is at x, y, in the present colour and under the present
 * transformation, and paints their marks. `family` are the names that the file gives its font. */
void ras_svg_texts_add (RasSvgTexts *self, cairo_t *cr, PangoLayout *layout, const char *family,
                        double x, double y);

/* The finished file with lines in the place of marks. */
void ras_svg_texts_insert (const RasSvgTexts *self, GString *svg);

G_END_DECLS
