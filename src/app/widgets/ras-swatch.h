/* A short piece of an eraser's line, with its colour, dash and marker. */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define RAS_TYPE_SWATCH (ras_swatch_get_type ())
G_DECLARE_FINAL_TYPE (RasSwatch, ras_swatch, RAS, SWATCH, GtkWidget)

/* NULL: nothing is painted. */
GtkWidget *ras_swatch_new (const char *eraser_name);
void ras_swatch_set_eraser (RasSwatch *self, const char *eraser_name);

G_END_DECLS
