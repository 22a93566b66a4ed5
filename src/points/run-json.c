#include "run-fields.h"

#include <glib/gi18n.h>
#include <math.h>

#include "json-line.h"

static void
append_value (GString *line, const RasRunConfig *config, const RasField *field)
{
  switch (field->kind)
    {
    case RAS_FIELD_TEXT:
      ras_json_line_text (line, RAS_FIELD (config, field, char *));
      break;
    case RAS_FIELD_UINT:
      ras_json_line_count (line, RAS_FIELD (config, field, guint));
      break;
    case RAS_FIELD_SIZE:
      ras_json_line_count (line, RAS_FIELD (config, field, gsize));
      break;
    case RAS_FIELD_UINT64:
      ras_json_line_count (line, RAS_FIELD (config, field, guint64));
      break;
    case RAS_FIELD_NUMBER:
      ras_json_line_number (line, RAS_FIELD (config, field, double));
      break;
    case RAS_FIELD_SWITCH:
      g_string_append (line, RAS_FIELD (config, field, gboolean) ? "true" : "false");
      break;
    case RAS_FIELD_ESTIMATOR:
      ras_json_line_text (line, ras_estimator_name (RAS_FIELD (config, field, RasEstimator)));
      break;
    }
}

void
ras_run_fields_append (GString *line, const RasRunConfig *config, gboolean identity)
{
  for (guint i = 0; i < ras_n_run_fields; i++)
    {
      const RasField *field = &ras_run_fields[i];

      /* JSON knows no NaN: a number that is still open is left out. */
      if ((identity && field->incidental)
          || (field->kind == RAS_FIELD_NUMBER && !isfinite (RAS_FIELD (config, field, double))))
        continue;
      ras_json_line_name (line, field->name);
      append_value (line, config, field);
    }
}

char *
ras_run_config_to_json (const RasRunConfig *config)
{
  GString *line = g_string_new ("{");

  ras_run_fields_append (line, config, FALSE);
  g_string_append_c (line, '}');
  return g_string_free (line, FALSE);
}

/* --- Reading --- */

static gboolean
refuse (const RasField *field, const char *what, GError **error)
{
  g_set_error (error, RAS_POINTS_ERROR, RAS_POINTS_ERROR_INVALID,
               _ ("this is no configuration of a run: “%s” must be %s"), field->name, what);
  return FALSE;
}

static gboolean
read_text (const RasField *field, JsonNode *node, char **text, GError **error)
{
  if (!JSON_NODE_HOLDS_NULL (node) && !ras_json_line_is_text (node))
    return refuse (field, _ ("a text"), error);
  g_free (*text);
  *text = JSON_NODE_HOLDS_NULL (node) ? NULL : json_node_dup_string (node);
  return TRUE;
}

static gboolean
read_count (const RasField *field, JsonNode *node, guint64 max, guint64 *value, GError **error)
{
  return ras_json_line_get_count (node, max, value)
         || refuse (field, _ ("a whole number in its range"), error);
}

static gboolean
read_estimator (const RasField *field, JsonNode *node, RasEstimator *estimator, GError **error)
{
  return (ras_json_line_is_text (node)
          && ras_estimator_find (json_node_get_string (node), estimator))
         || refuse (field, _ ("“prequential” or “fixed-test”"), error);
}

static gboolean
read_value (RasRunConfig *config, const RasField *field, JsonNode *node, GError **error)
{
  guint64 count;

  switch (field->kind)
    {
    case RAS_FIELD_TEXT:
      return read_text (field, node, &RAS_FIELD (config, field, char *), error);
    case RAS_FIELD_UINT:
      if (!read_count (field, node, G_MAXUINT, &count, error))
        return FALSE;
      RAS_FIELD (config, field, guint) = count;
      return TRUE;
    case RAS_FIELD_SIZE:
      if (!read_count (field, node, G_MAXSIZE, &count, error))
        return FALSE;
      RAS_FIELD (config, field, gsize) = count;
      return TRUE;
    case RAS_FIELD_UINT64:
      return read_count (field, node, G_MAXUINT64, &RAS_FIELD (config, field, guint64), error);
    case RAS_FIELD_NUMBER:
      return ras_json_line_get_number (node, &RAS_FIELD (config, field, double))
             || refuse (field, _ ("a number"), error);
    case RAS_FIELD_SWITCH:
      if (json_node_get_value_type (node) != G_TYPE_BOOLEAN)
        return refuse (field, _ ("true or false"), error);
      RAS_FIELD (config, field, gboolean) = json_node_get_boolean (node);
      return TRUE;
    case RAS_FIELD_ESTIMATOR:
      return read_estimator (field, node, &RAS_FIELD (config, field, RasEstimator), error);
    }
  return FALSE;
}

RasRunConfig *
ras_run_fields_read (JsonObject *object, GError **error)
{
  g_autoptr (RasRunConfig) config = ras_run_config_new ();

  for (guint i = 0; i < ras_n_run_fields; i++)
    {
      JsonNode *node = json_object_get_member (object, ras_run_fields[i].name);

      if (node && !read_value (config, &ras_run_fields[i], node, error))
        return NULL;
    }
  return g_steal_pointer (&config);
}

RasRunConfig *
ras_run_config_from_json (const char *json, GError **error)
{
  g_autoptr (JsonObject) object = ras_json_line_parse (json, _ ("this is no configuration of a run"),
                                                       error);

  return object ? ras_run_fields_read (object, error) : NULL;
}
