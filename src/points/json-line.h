/* JSON on one line, written by hand, so that numbers are the same in every locale and come back
 * bit by bit, and equal things are equal texts; json-glib reads it. Private to src/points. */
#pragma once

#include <glib.h>
#include <json-glib/json-glib.h>

G_BEGIN_DECLS

/* Append `"name":`, after a comma where something stands before it, and the value. */
void ras_json_line_name (GString *line, const char *name);
/* NULL becomes null; what is no UTF-8 becomes what is shown of it. */
void ras_json_line_text (GString *line, const char *text);
void ras_json_line_number (GString *line, double value);
/* Beyond what json-glib can read as a number: as a text. */
void ras_json_line_count (GString *line, guint64 value);

/* NULL and RAS_POINTS_ERROR_INVALID for a text that is no JSON object, `refusal`, translated, being
 * what the sentence begins with: "this is no plan of runs". */
JsonObject *ras_json_line_parse (const char *text, const char *refusal, GError **error);
/* FALSE for what is no whole number from 0 to max. */
gboolean ras_json_line_get_count (JsonNode *node, guint64 max, guint64 *value);
gboolean ras_json_line_get_number (JsonNode *node, double *value);
gboolean ras_json_line_is_text (JsonNode *node);

G_END_DECLS
