/* Class names in a drop-down: with their counts, ellipsized where they are long. */
#pragma once

#include <gtk/gtk.h>

#include "dataset.h"

G_BEGIN_DECLS

/* Fills `list` with `first` and then "airplane (1 000)" for each class, the counts being those
 * of `split`. `dataset` may be NULL. */
void ras_class_names_fill (GtkStringList *list, RasDataset *dataset, RasSplit split,
                           const char *first);
/* The same without counts; `first` NULL: nothing but the names. */
void ras_class_names_fill_plain (GtkStringList *list, RasDataset *dataset, const char *first);

/* Lets the drop-down be narrow: names that are too long end in an ellipsis and have a tooltip. */
void ras_class_names_set_factories (GtkDropDown *drop_down);

/* "10 000", digits in groups that do not break. */
char *ras_class_names_format_count (gsize n);

G_END_DECLS
