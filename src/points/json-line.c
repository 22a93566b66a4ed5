#include "json-line.h"

#include <glib/gi18n.h>
#include <string.h>

#include "exact-number.h"
#include "run.h"

void
ras_json_line_name (GString *line, const char *name)
{
  if (line->len > 0 && line->str[line->len - 1] != '{')
    g_string_append_c (line, ',');
  g_string_append_printf (line, "\"%s\":", name);
}

void
ras_json_line_text (GString *line, const char *text)
{
  g_autofree char *valid = text ? g_utf8_make_valid (text, -1) : NULL;

  if (valid == NULL)
    {
      g_string_append (line, "null");
      return;
    }
  g_string_append_c (line, '"');
  for (const char *c = valid; *c; c++)
    if (*c == '"' || *c == '\\')
      g_string_append_printf (line, "\\%c", *c);
    else if ((guchar) *c < ' ')
      g_string_append_printf (line, "\\u%04x", *c);
    else
      g_string_append_c (line, *c);
  g_string_append_c (line, '"');
}

void
ras_json_line_number (GString *line, double value)
{
  char text[RAS_NUMBER_SIZE];

  ras_number_format (text, value);
  g_string_append (line, text);
  /* Read as a whole number it would lose its sign. */
  if (strcmp (text, "-0") == 0)
    g_string_append (line, ".0");
}

void
ras_json_line_count (GString *line, guint64 value)
{
  const char *quote = value > G_MAXINT64 ? "\"" : "";

  g_string_append_printf (line, "%s%" G_GUINT64_FORMAT "%s", quote, value, quote);
}

/* json-glib follows what is nested with the stack, to its end. What is written here has a handful of
 * brackets. */
#define MOST_BRACKETS 1000

static gboolean
is_shallow (const char *text)
{
  guint n = 0;

  for (const char *c = text; *c && n <= MOST_BRACKETS; c++)
    n += *c == '[' || *c == '{';
  return n <= MOST_BRACKETS;
}

JsonObject *
ras_json_line_parse (const char *text, const char *refusal, GError **error)
{
  g_autoptr (JsonParser) parser = json_parser_new ();
  g_autoptr (GError) wrong = NULL;
  JsonNode *root;

  if (!is_shallow (text))
    {
      g_set_error (error, RAS_POINTS_ERROR, RAS_POINTS_ERROR_INVALID,
                   _ ("%s: it has too many brackets"), refusal);
      return NULL;
    }
  if (!json_parser_load_from_data (parser, text, -1, &wrong))
    {
      g_set_error (error, RAS_POINTS_ERROR, RAS_POINTS_ERROR_INVALID, "%s: %s", refusal,
                   wrong->message);
      return NULL;
    }
  root = json_parser_get_root (parser);
  if (root == NULL || !JSON_NODE_HOLDS_OBJECT (root))
    {
      g_set_error (error, RAS_POINTS_ERROR, RAS_POINTS_ERROR_INVALID,
                   _ ("%s: it is not a JSON object"), refusal);
      return NULL;
    }
  return json_node_dup_object (root);
}

gboolean
ras_json_line_is_text (JsonNode *node)
{
  return json_node_get_value_type (node) == G_TYPE_STRING;
}

gboolean
ras_json_line_get_count (JsonNode *node, guint64 max, guint64 *value)
{
  if (ras_json_line_is_text (node))
    return g_ascii_string_to_unsigned (json_node_get_string (node), 10, 0, max, value, NULL);
  if (json_node_get_value_type (node) != G_TYPE_INT64 || json_node_get_int (node) < 0
      || (guint64) json_node_get_int (node) > max)
    return FALSE;
  *value = json_node_get_int (node);
  return TRUE;
}

gboolean
ras_json_line_get_number (JsonNode *node, double *value)
{
  GType type = json_node_get_value_type (node);

  if (type != G_TYPE_DOUBLE && type != G_TYPE_INT64)
    return FALSE;
  *value = json_node_get_double (node);
  return TRUE;
}
