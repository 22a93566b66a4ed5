/* Reports as JSON: json-glib's builder, with what it lacks. Numbers are in the C locale. */
#pragma once

#include <gio/gio.h>
#include <json-glib/json-glib.h>

#include "dataset.h"

G_BEGIN_DECLS

/* Members of the object that is open. Names that are no UTF-8 become what is shown of them. */
void ras_json_add_string (JsonBuilder *builder, const char *name, const char *value);
void ras_json_add_count (JsonBuilder *builder, const char *name, guint64 value);
/* null for what is no number: JSON knows neither NaN nor infinity. */
void ras_json_add_number (JsonBuilder *builder, const char *name, double value);
/* An element of the array that is open. */
void ras_json_append_number (JsonBuilder *builder, double value);
void ras_json_add_boolean (JsonBuilder *builder, const char *name, gboolean value);
/* "dataset": what identifies it. */
void ras_json_add_dataset (JsonBuilder *builder, const RasDataset *dataset);

/* Prints what was built, indented, with a line's end. */
gboolean ras_json_print (JsonBuilder *builder, GError **error);

G_END_DECLS
