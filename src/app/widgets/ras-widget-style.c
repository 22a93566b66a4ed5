#include "ras-widget-style.h"

#include <adwaita.h>

/* The font size that the screen styles are made for, in pixels: 11 points at 96 dpi. */
#define NOMINAL_SIZE (11 * 96 / 72.0)

static RasColour
from_rgba (const GdkRGBA *rgba)
{
  return (RasColour) { rgba->red, rgba->green, rgba->blue };
}

/* The user's font in pixels, with the text scaling of the desktop's settings. */
static double
get_font_size (GtkWidget *widget, const PangoFontDescription *font)
{
  double size = pango_font_description_get_size (font) / (double) PANGO_SCALE;
  double dpi = pango_cairo_context_get_resolution (gtk_widget_get_pango_context (widget));

  if (pango_font_description_get_size_is_absolute (font))
    return size;
  return size * (dpi > 0 ? dpi : 96) / 72;
}

double
ras_widget_get_magnification (GtkWidget *widget)
{
  PangoContext *pango = gtk_widget_get_pango_context (widget);

  return get_font_size (widget, pango_context_get_font_description (pango)) / NOMINAL_SIZE;
}

void
ras_widget_get_style (GtkWidget *widget, RasStyle *style)
{
  gboolean dark = adw_style_manager_get_dark (adw_style_manager_get_default ());
  PangoContext *pango = gtk_widget_get_pango_context (widget);
  const PangoFontDescription *font = pango_context_get_font_description (pango);
  GtkStyleContext *context = gtk_widget_get_style_context (widget);
  double scale = ras_widget_get_magnification (widget);
  GdkRGBA colour;

  *style = *ras_style_get (dark ? RAS_STYLE_SCREEN_DARK : RAS_STYLE_SCREEN_LIGHT);
  style->family = g_intern_string (pango_font_description_get_family (font));
  style->title_size *= scale;
  style->text_size *= scale;
  style->tick_size *= scale;
  style->line_width *= MAX (scale, 1); /* lines carry as far as the letters do */
  if (gtk_style_context_lookup_color (context, "window_bg_color", &colour))
    style->background = from_rgba (&colour);
  if (gtk_style_context_lookup_color (context, "accent_color", &colour))
    style->accent = from_rgba (&colour);
}
