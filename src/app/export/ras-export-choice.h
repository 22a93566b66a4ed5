/* How a picture is exported, as a person chose it and the program remembers it. */
#pragma once

#include "drawing.h"
#include "ras-exportable.h"

G_BEGIN_DECLS

typedef enum
{
  RAS_EXPORT_COLUMN, /* 85 mm */
  RAS_EXPORT_FULL,   /* 175 mm */
  RAS_EXPORT_SLIDE,  /* 1920 × 1080 pixels */
  RAS_EXPORT_MM,     /* a width in millimetres */
  RAS_EXPORT_PIXELS, /* a width in pixels */
  RAS_EXPORT_N_SIZES
} RasExportSize;

typedef struct
{
  const RasStyle *style; /* paper, or a slide */
  RasExportSize size;
  double mm, pixels, dpi;
  gboolean vector; /* SVG or PDF: pixels mean nothing */
  const char *format; /* "png", "svg", "pdf" or "csv" */
} RasExportChoice;

/* Without settings: paper, its full width, PNG at 300 dpi. */
void ras_export_choice_load (RasExportChoice *choice);
void ras_export_choice_store (const RasExportChoice *choice);
/* As a drawing takes it. */
RasDrawingSize ras_export_choice_get_size (const RasExportChoice *choice);

/* ras_exportable_save() as was chosen last, for who does not ask. */
void ras_exportable_save_as_chosen (RasExportable *exportable, const char *path, gpointer source,
                                    RasSayFunc say);

G_END_DECLS
