#include "json.h"

#include <math.h>
#include <string.h>

#include "output.h"

void
ras_json_add_string (JsonBuilder *builder, const char *name, const char *value)
{
  g_autofree char *valid = value ? g_utf8_make_valid (value, -1) : NULL;

  json_builder_set_member_name (builder, name);
  if (valid)
    json_builder_add_string_value (builder, valid);
  else
    json_builder_add_null_value (builder);
}

void
ras_json_add_count (JsonBuilder *builder, const char *name, guint64 value)
{
  json_builder_set_member_name (builder, name);
  json_builder_add_int_value (builder, MIN (value, G_MAXINT64));
}

/* json-glib makes “1e-08.0”, which is no number, of one with an exponent and a single digit.
 * Its neighbour has more of them. */
static double
avoid_single_digit (double value)
{
  char text[G_ASCII_DTOSTR_BUF_SIZE];

  g_ascii_dtostr (text, sizeof text, value);
  return strchr (text, 'e') && !strchr (text, '.') ? nextafter (value, 0) : value;
}

void
ras_json_append_number (JsonBuilder *builder, double value)
{
  if (isfinite (value))
    json_builder_add_double_value (builder, avoid_single_digit (value));
  else
    json_builder_add_null_value (builder);
}

void
ras_json_add_number (JsonBuilder *builder, const char *name, double value)
{
  json_builder_set_member_name (builder, name);
  ras_json_append_number (builder, value);
}

void
ras_json_add_boolean (JsonBuilder *builder, const char *name, gboolean value)
{
  json_builder_set_member_name (builder, name);
  json_builder_add_boolean_value (builder, value);
}

void
ras_json_add_dataset (JsonBuilder *builder, const RasDataset *dataset)
{
  json_builder_set_member_name (builder, "dataset");
  json_builder_begin_object (builder);
  ras_json_add_string (builder, "location", ras_dataset_get_location (dataset));
  ras_json_add_string (builder, "title", ras_dataset_get_title (dataset));
  ras_json_add_string (builder, "format", ras_dataset_get_format (dataset));
  ras_json_add_string (builder, "fingerprint", ras_dataset_get_fingerprint (dataset));
  ras_json_add_count (builder, "channels", ras_dataset_get_channels (dataset));
  ras_json_add_count (builder, "height", ras_dataset_get_height (dataset));
  ras_json_add_count (builder, "width", ras_dataset_get_width (dataset));
  ras_json_add_count (builder, "dimension", ras_dataset_get_dimension (dataset));
  ras_json_add_count (builder, "classes", ras_dataset_get_n_classes (dataset));
  for (guint s = 0; s < RAS_N_SPLITS; s++)
    ras_json_add_count (builder, ras_split_name (s), ras_dataset_get_n_images (dataset, s));
  json_builder_end_object (builder);
}

gboolean
ras_json_print (JsonBuilder *builder, GError **error)
{
  g_autoptr (JsonGenerator) generator = json_generator_new ();
  g_autoptr (JsonNode) root = json_builder_get_root (builder);
  g_autofree char *text = NULL;
  g_autofree char *line = NULL;

  json_generator_set_root (generator, root);
  json_generator_set_pretty (generator, TRUE);
  text = json_generator_to_data (generator, NULL);
  line = g_strconcat (text, "\n", NULL);
  return ras_output_print_raw (line, strlen (line), error);
}
