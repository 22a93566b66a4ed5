#include "ras-session-file-private.h"

#include <gio/gio.h>
#include <glib/gi18n.h>
#include <glib/gstdio.h>
#include <json-glib/json-glib.h>
#include <math.h>
#include <string.h>

#include "reader.h"

/* json-glib follows what is nested with the stack, to its end. */
#define MOST_BRACKETS 1000

typedef struct
{
  const char *path;
  const char *folder; /* that the file is in */
  JsonObject *root;
} Source;

/* --- The text --- */

static gboolean
fail (const char *path, const char *why, GError **error)
{
  g_set_error (error, G_IO_ERROR, G_IO_ERROR_INVALID_DATA, _ ("%s is not a session that can be "
                                                             "opened: %s"), path, why);
  return FALSE;
}

static char *
read_text (const char *path, GError **error)
{
  g_autoptr (GFile) file = g_file_new_for_path (path);
  g_autoptr (GFileInputStream) stream = NULL;
  g_autofree char *text = NULL;
  gsize length = 0;
  GStatBuf about = { 0 };

  /* A device has no end, and a pipe may have no beginning. */
  if (g_stat (path, &about) == 0 && !S_ISREG (about.st_mode))
    {
      fail (path, _ ("it is not a file"), error);
      return NULL;
    }
  stream = g_file_read (file, NULL, error);
  if (stream == NULL)
    return NULL;
  if (about.st_size > RAS_SESSION_FILE_MOST_BYTES)
    {
      fail (path, _ ("it is much too large"), error);
      return NULL;
    }
  text = g_malloc (about.st_size + 1);
  if (!g_input_stream_read_all (G_INPUT_STREAM (stream), text, about.st_size, &length, NULL,
                                error))
    return NULL;
  if (!g_utf8_validate_len (text, length, NULL))
    {
      fail (path, _ ("it is not a text"), error);
      return NULL;
    }
  text[length] = '\0';
  return g_steal_pointer (&text);
}

static gboolean
is_shallow (const char *text)
{
  guint n = 0;

  for (const char *c = text; *c && n <= MOST_BRACKETS; c++)
    n += *c == '[' || *c == '{';
  return n <= MOST_BRACKETS;
}

static JsonObject *
parse (const char *path, const char *text, GError **error)
{
  g_autoptr (JsonParser) parser = json_parser_new_immutable ();
  g_autoptr (GError) wrong = NULL;
  JsonNode *root = NULL;

  if (!is_shallow (text))
    {
      fail (path, _ ("it has too many brackets"), error);
      return NULL;
    }
  if (!json_parser_load_from_data (parser, text, -1, &wrong))
    {
      fail (path, wrong->message, error);
      return NULL;
    }
  root = json_parser_get_root (parser);
  if (root == NULL || !JSON_NODE_HOLDS_OBJECT (root))
    {
      fail (path, _ ("it is not a JSON object"), error);
      return NULL;
    }
  return json_object_ref (json_node_get_object (root));
}

/* --- One field --- */

static gboolean
refuse (const Source *source, const char *group, const char *key, const char *wanted,
        GError **error)
{
  g_set_error (error, G_IO_ERROR, G_IO_ERROR_INVALID_DATA,
               _ ("%s is damaged: “%s%s%s” in it should be %s"), source->path, group,
               *group ? "." : "", key, wanted);
  return FALSE;
}

/* NULL for a field that is missing or null. */
static JsonNode *
find (const Source *source, const char *group, const char *key)
{
  JsonObject *object = source->root;
  JsonNode *node;

  if (*group)
    {
      node = json_object_get_member (object, group);
      if (node == NULL || !JSON_NODE_HOLDS_OBJECT (node))
        return NULL;
      object = json_node_get_object (node);
    }
  node = json_object_get_member (object, key);
  return node == NULL || JSON_NODE_HOLDS_NULL (node) ? NULL : node;
}

static gboolean
take_text (const Source *source, const char *group, const char *key, char **text, GError **error)
{
  JsonNode *node = find (source, group, key);

  if (node == NULL)
    return TRUE;
  if (json_node_get_value_type (node) != G_TYPE_STRING)
    return refuse (source, group, key, _ ("a text"), error);
  g_free (*text);
  *text = json_node_dup_string (node);
  return TRUE;
}

static gboolean
take_number (const Source *source, const char *group, const char *key, double least, double most,
             gboolean whole, double *number, GError **error)
{
  JsonNode *node = find (source, group, key);
  GType type = node ? json_node_get_value_type (node) : G_TYPE_INVALID;
  g_autofree char *wanted = NULL;

  if (node == NULL)
    return TRUE;
  *number = type == G_TYPE_INT64 || type == G_TYPE_DOUBLE ? json_node_get_double (node) : NAN;
  if (*number >= least && *number <= most && (!whole || *number == floor (*number)))
    return TRUE;
  wanted = g_strdup_printf (whole ? _ ("a whole number from %.0f to %.0f")
                                  : _ ("a number from %g to %g"),
                            least, most);
  return refuse (source, group, key, wanted, error);
}

static gboolean
take_texts (const Source *source, const char *group, const char *key, char ***texts,
            GError **error)
{
  JsonNode *node = find (source, group, key);
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();
  JsonArray *array;

  if (node == NULL)
    return TRUE;
  array = JSON_NODE_HOLDS_ARRAY (node) ? json_node_get_array (node) : NULL;
  for (guint i = 0; array && i < json_array_get_length (array); i++)
    {
      JsonNode *element = json_array_get_element (array, i);

      if (json_node_get_value_type (element) != G_TYPE_STRING)
        return refuse (source, group, key, _ ("a list of texts"), error);
      g_strv_builder_add (builder, json_node_get_string (element));
    }
  if (array == NULL)
    return refuse (source, group, key, _ ("a list of texts"), error);
  g_strfreev (*texts);
  *texts = g_strv_builder_end (builder);
  return TRUE;
}

/* --- Places --- */

/* Paths that are no UTF-8 were written as addresses. */
static char *
get_path (const char *text)
{
  char *path = text && g_str_has_prefix (text, "file://") ? g_filename_from_uri (text, NULL, NULL)
                                                          : NULL;

  return path ? path : g_strdup (text);
}

static gboolean
exists (const char *location)
{
  guint side;
  g_autofree char *base = ras_location_split (location, &side);

  return g_path_is_absolute (base) && g_file_test (base, G_FILE_TEST_EXISTS);
}

/* What stands beside the file comes first: a folder may have been sent as a whole. */
static gboolean
take_path (const Source *source, const char *group, const char *key, char **path, char **found,
           GError **error)
{
  g_autofree char *relative_key = g_strconcat ("relative-", key, NULL);
  g_autofree char *written = NULL;
  g_autofree char *relative = NULL;

  if (!take_text (source, group, key, &written, error)
      || !take_text (source, group, relative_key, &relative, error))
    return FALSE;
  *path = get_path (written);
  if (relative)
    {
      guint side;
      g_autofree char *base = ras_location_split (relative, &side);
      g_autofree char *absolute = g_canonicalize_filename (base, source->folder);
      g_autofree char *here = ras_session_file_join (absolute, side);

      if (exists (here))
        *found = g_steal_pointer (&here);
    }
  if (*found == NULL && *path && exists (*path))
    *found = g_strdup (*path);
  return TRUE;
}

/* --- Groups --- */

static gboolean
check_group (const Source *source, const char *group, GError **error)
{
  JsonNode *node = json_object_get_member (source->root, group);

  if (node == NULL || JSON_NODE_HOLDS_OBJECT (node) || JSON_NODE_HOLDS_NULL (node))
    return TRUE;
  return refuse (source, "", group, _ ("an object"), error);
}

static gboolean
check_format (const Source *source, GError **error)
{
  g_autofree char *format = NULL;
  double version = 0;

  if (!take_text (source, "", "format", &format, error))
    return FALSE;
  if (g_strcmp0 (format, RAS_SESSION_FILE_FORMAT) != 0)
    return fail (source->path, _ ("it was not written by Rasura"), error);
  if (!take_number (source, "", "version", 1, G_MAXINT, TRUE, &version, error))
    return FALSE;
  if (version < 1)
    return refuse (source, "", "version", _ ("a whole number"), error);
  if (version > RAS_SESSION_FILE_VERSION)
    return fail (source->path, _ ("it comes from a newer version of Rasura; update the program"),
                 error);
  for (const RasSessionPlace *place = ras_session_places; place->property; place++)
    if (!check_group (source, place->group, error))
      return FALSE;
  return check_group (source, "dataset", error);
}

static gboolean
read_dataset (const Source *source, RasSessionFile *file, GError **error)
{
  guint *const numbers[] = { &file->n_classes, &file->channels, &file->height, &file->width };
  const char *const keys[] = { "classes", "channels", "height", "width" };
  g_autofree char *base = NULL;
  guint side;

  if (!take_text (source, "dataset", "title", &file->title, error)
      || !take_text (source, "dataset", "fingerprint", &file->fingerprint, error)
      || !take_texts (source, "dataset", "class-names", &file->class_names, error)
      || !take_path (source, "dataset", "location", &file->location, &file->found, error))
    return FALSE;
  if (file->location == NULL || *file->location == '\0')
    return refuse (source, "dataset", "location", _ ("a path or the name of a built-in set"),
                   error);
  for (gsize i = 0; i < G_N_ELEMENTS (keys); i++)
    {
      double number = 0;

      if (!take_number (source, "dataset", keys[i], 0, G_MAXINT, TRUE, &number, error))
        return FALSE;
      *numbers[i] = number;
    }
  for (guint s = 0; s < RAS_N_SPLITS; s++)
    {
      g_autofree char *key = g_strconcat (ras_split_name (s), "-images", NULL);
      double number = 0;

      if (!take_number (source, "dataset", key, 0, 1e15, TRUE, &number, error))
        return FALSE;
      file->n_images[s] = number;
    }
  base = ras_location_split (file->location, &side);
  if (file->found == NULL
      && (ras_reader_drawn.recognises (base) || ras_reader_moments.recognises (base)))
    file->found = g_strdup (file->location);
  return TRUE;
}

static gboolean
read_number (const Source *source, const RasSessionPlace *place, GParamSpec *pspec,
             RasSession *session, GError **error)
{
  double least = 0, most = 0, number = NAN;
  gboolean whole = !G_IS_PARAM_SPEC_DOUBLE (pspec);

  if (G_IS_PARAM_SPEC_UINT (pspec))
    {
      least = G_PARAM_SPEC_UINT (pspec)->minimum;
      most = G_PARAM_SPEC_UINT (pspec)->maximum;
    }
  else if (G_IS_PARAM_SPEC_INT (pspec))
    {
      least = G_PARAM_SPEC_INT (pspec)->minimum;
      most = G_PARAM_SPEC_INT (pspec)->maximum;
    }
  else
    {
      least = G_PARAM_SPEC_DOUBLE (pspec)->minimum;
      most = G_PARAM_SPEC_DOUBLE (pspec)->maximum;
    }
  if (!take_number (source, place->group, place->key, least, most, whole, &number, error))
    return FALSE;
  if (isnan (number))
    return TRUE;
  if (G_IS_PARAM_SPEC_UINT (pspec))
    g_object_set (session, place->property, (guint) number, NULL);
  else if (G_IS_PARAM_SPEC_INT (pspec))
    g_object_set (session, place->property, (int) number, NULL);
  else
    g_object_set (session, place->property, number, NULL);
  return TRUE;
}

static gboolean
read_switch (const Source *source, const RasSessionPlace *place, RasSession *session,
             GError **error)
{
  JsonNode *node = find (source, place->group, place->key);

  if (node == NULL)
    return TRUE;
  if (json_node_get_value_type (node) != G_TYPE_BOOLEAN)
    return refuse (source, place->group, place->key, _ ("true or false"), error);
  g_object_set (session, place->property, json_node_get_boolean (node), NULL);
  return TRUE;
}

static gboolean
read_texts (const Source *source, const RasSessionPlace *place, RasSession *session,
            GError **error)
{
  g_auto (GStrv) texts = NULL;

  if (!take_texts (source, place->group, place->key, &texts, error))
    return FALSE;
  if (texts)
    g_object_set (session, place->property, texts, NULL);
  return TRUE;
}

static gboolean
read_text_field (const Source *source, const RasSessionPlace *place, RasSession *session,
                 GError **error)
{
  g_autofree char *text = NULL;
  g_autofree char *found = NULL;
  gboolean ok = ras_session_place_is_path (place)
                    ? take_path (source, place->group, place->key, &text, &found, error)
                    : take_text (source, place->group, place->key, &text, error);

  if (text)
    g_object_set (session, place->property, found ? found : text, NULL);
  return ok;
}

/* What is missing in the file has its initial value. */
static gboolean
read_state (const Source *source, RasSessionFile *file, GError **error)
{
  g_autoptr (RasSession) session = ras_session_new ();
  g_autoptr (GVariant) all = NULL;
  g_auto (GVariantDict) dict = G_VARIANT_DICT_INIT (NULL);

  for (const RasSessionPlace *place = ras_session_places; place->property; place++)
    {
      GParamSpec *pspec
          = g_object_class_find_property (G_OBJECT_GET_CLASS (session), place->property);
      gboolean ok;

      if (G_IS_PARAM_SPEC_BOOLEAN (pspec))
        ok = read_switch (source, place, session, error);
      else if (G_IS_PARAM_SPEC_BOXED (pspec))
        ok = read_texts (source, place, session, error);
      else if (G_IS_PARAM_SPEC_STRING (pspec))
        ok = read_text_field (source, place, session, error);
      else
        ok = read_number (source, place, pspec, session, error);
      if (!ok)
        return FALSE;
    }
  all = g_variant_ref_sink (ras_session_save (session));
  g_variant_dict_clear (&dict);
  g_variant_dict_init (&dict, all);
  g_variant_dict_remove (&dict, "location");
  g_variant_dict_remove (&dict, "fingerprint");
  file->state = g_variant_ref_sink (g_variant_dict_end (&dict));
  return take_text (source, "image", "class", &file->image_class, error);
}

RasSessionFile *
ras_session_file_read (const char *path, GError **error)
{
  g_autoptr (RasSessionFile) file = g_new0 (RasSessionFile, 1);
  g_autofree char *absolute = g_canonicalize_filename (path, NULL);
  g_autofree char *folder = g_path_get_dirname (absolute);
  g_autofree char *text = read_text (path, error);
  g_autoptr (JsonObject) root = text ? parse (path, text, error) : NULL;
  Source source = { path, folder, root };

  file->class_names = g_new0 (char *, 1);
  if (root == NULL || !check_format (&source, error) || !read_dataset (&source, file, error)
      || !read_state (&source, file, error))
    return NULL;
  return g_steal_pointer (&file);
}
