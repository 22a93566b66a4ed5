#include "ras-export-choice.h"

#include "figure.h"
#include "ras-settings.h"

#define SLIDE_WIDTH 960
#define SLIDE_PIXELS 1920

static const char *const size_names[] = { "column", "full", "slide", "mm", "pixels" };
static const char *const formats[] = { "png", "svg", "pdf", "csv" };

void
ras_export_choice_load (RasExportChoice *choice)
{
  GSettings *settings = ras_settings_get ();
  g_autofree char *style = NULL, *size = NULL, *format = NULL;

  *choice = (RasExportChoice) { ras_style_get (RAS_STYLE_PAPER), RAS_EXPORT_FULL, 120, 1600, 300,
                                FALSE, "png" };
  if (settings == NULL)
    return;
  style = g_settings_get_string (settings, "export-style");
  size = g_settings_get_string (settings, "export-size");
  format = g_settings_get_string (settings, "export-format");
  choice->mm = g_settings_get_double (settings, "export-mm");
  choice->pixels = g_settings_get_int (settings, "export-pixels");
  choice->dpi = g_settings_get_int (settings, "export-dpi");
  if (ras_style_find (style))
    choice->style = ras_style_find (style);
  for (guint i = 0; i < G_N_ELEMENTS (size_names); i++)
    if (g_str_equal (size, size_names[i]))
      choice->size = i;
  for (guint i = 0; i < G_N_ELEMENTS (formats); i++)
    if (g_str_equal (format, formats[i]))
      choice->format = formats[i];
  choice->vector = !g_str_equal (choice->format, "png");
}

void
ras_export_choice_store (const RasExportChoice *choice)
{
  GSettings *settings = ras_settings_get ();

  if (settings == NULL)
    return;
  g_settings_set_string (settings, "export-style", choice->style->name);
  g_settings_set_string (settings, "export-size", size_names[choice->size]);
  /* Only some things are tables: what is chosen for pictures stays. */
  if (!g_str_equal (choice->format, "csv"))
    g_settings_set_string (settings, "export-format", choice->format);
  g_settings_set_double (settings, "export-mm", choice->mm);
  g_settings_set_int (settings, "export-pixels", (int) choice->pixels);
  g_settings_set_int (settings, "export-dpi", (int) choice->dpi);
}

RasDrawingSize
ras_export_choice_get_size (const RasExportChoice *choice)
{
  RasDrawingSize size = { .style = choice->style, .dpi = choice->dpi };

  switch (choice->size)
    {
    case RAS_EXPORT_COLUMN:
      size.width = RAS_COLUMN_WIDTH;
      break;
    case RAS_EXPORT_SLIDE:
      size.width = SLIDE_WIDTH;
      size.pixels = SLIDE_PIXELS;
      break;
    case RAS_EXPORT_MM:
      size.width = choice->mm * RAS_POINTS_PER_MM;
      break;
    case RAS_EXPORT_PIXELS:
      size.pixels = choice->pixels;
      break;
    default:
      size.width = RAS_PAGE_WIDTH;
    }
  return size;
}

void
ras_exportable_save_as_chosen (RasExportable *exportable, const char *path, gpointer source,
                               RasSayFunc say)
{
  RasExportChoice choice;
  RasDrawingSize size;

  ras_export_choice_load (&choice);
  size = ras_export_choice_get_size (&choice);
  ras_exportable_save (exportable, &size, path, source, say);
}
