#include "ras-session-file-private.h"

#include "config.h"

#include <json-glib/json-glib.h>
#include <string.h>

#include "atomic-file.h"

#define MOST_CLASS_NAMES 100

const RasSessionPlace ras_session_places[] = {
  { "split", "image", "split" },
  { "index", "image", "index" },
  { "class-filter", "image", "class-filter" },
  { "own-picture", "image", "own-picture" },
  { "own-class", "image", "own-class" },
  { "page", "view", "page" },
  { "zoom", "view", "zoom" },
  { "difference", "view", "difference" },
  { "gain", "view", "gain" },
  { "rescale", "view", "stretched" },
  { "transport", "view", "as-another-class" },
  { "transport-class", "view", "other-class" },
  { "audit-shown", "view", "audit" },
  { "audit-page", "view", "audit-page" },
  { "rank", "erasers", "rank" },
  { "recentred", "erasers", "recentred" },
  { "hidden-erasers", "erasers", "hidden" },
  { "gradient-images", "erasers", "gradient-images" },
  { "gradient-iterations", "erasers", "gradient-iterations" },
  { "gallery-seed", "gallery", "seed" },
  { "gallery-per-class", "gallery", "per-class" },
  { "gallery-classes", "gallery", "classes" },
  { "gallery-split", "gallery", "split" },
  { "mdl-network", "learning", "network" },
  { "mdl-size", "learning", "size" },
  { "mdl-activation", "learning", "activation" },
  { "mdl-widths", "learning", "widths" },
  { "mdl-depths", "learning", "depths" },
  { "mdl-erasers", "learning", "erasers" },
  { "mdl-rank", "learning", "rank" },
  { "mdl-preset", "learning", "preset" },
  { "mdl-images", "learning", "images" },
  { "mdl-seeds", "learning", "seeds" },
  { "mdl-max-epochs", "learning", "max-epochs" },
  { "mdl-patience", "learning", "patience" },
  { "mdl-chart", "learning", "chart" },
  { NULL, NULL, NULL },
};

gboolean
ras_session_place_is_path (const RasSessionPlace *place)
{
  return g_str_equal (place->property, "own-picture");
}

gboolean
ras_session_file_has_name (const char *path)
{
  g_autofree char *folded = g_ascii_strdown (path, -1);

  return g_str_has_suffix (folded, RAS_SESSION_FILE_SUFFIX);
}

char *
ras_session_file_complete_name (const char *path)
{
  return ras_session_file_has_name (path) ? g_strdup (path)
                                          : g_strconcat (path, RAS_SESSION_FILE_SUFFIX, NULL);
}

char *
ras_session_file_join (const char *base, guint side)
{
  return side > 0 ? ras_location_join (base, side) : g_strdup (base);
}

/* --- The present moment --- */

static void
take_dataset (RasSessionFile *file, RasDataset *dataset, const RasSessionState *state)
{
  g_autoptr (GStrvBuilder) names = g_strv_builder_new ();

  file->location = ras_dataset_dup_address (dataset);
  file->title = g_strdup (ras_dataset_get_title (dataset));
  file->fingerprint = g_strdup (ras_dataset_get_fingerprint (dataset));
  for (guint s = 0; s < RAS_N_SPLITS; s++)
    file->n_images[s] = ras_dataset_get_n_images (dataset, s);
  file->n_classes = ras_dataset_get_n_classes (dataset);
  file->channels = ras_dataset_get_channels (dataset);
  file->height = ras_dataset_get_height (dataset);
  file->width = ras_dataset_get_width (dataset);
  for (guint i = 0; i < MIN (file->n_classes, MOST_CLASS_NAMES); i++)
    g_strv_builder_add (names, ras_dataset_get_class_name (dataset, i));
  file->class_names = g_strv_builder_end (names);
  if (state->index < file->n_images[state->split])
    file->image_class = g_strdup (ras_dataset_get_class_name (
        dataset, ras_dataset_get_label (dataset, state->split, state->index)));
}

RasSessionFile *
ras_session_file_new (RasSession *session, RasDataset *dataset)
{
  RasSessionFile *file = g_new0 (RasSessionFile, 1);
  g_autoptr (GVariant) all = g_variant_ref_sink (ras_session_save (session));
  g_auto (GVariantDict) dict = G_VARIANT_DICT_INIT (all);

  g_variant_dict_remove (&dict, "location");
  g_variant_dict_remove (&dict, "fingerprint");
  file->state = g_variant_ref_sink (g_variant_dict_end (&dict));
  take_dataset (file, dataset, ras_session_get_state (session));
  return file;
}

void
ras_session_file_free (RasSessionFile *file)
{
  if (file == NULL)
    return;
  g_free (file->location);
  g_free (file->found);
  g_free (file->title);
  g_free (file->fingerprint);
  g_strfreev (file->class_names);
  g_free (file->image_class);
  g_clear_pointer (&file->state, g_variant_unref);
  g_free (file);
}

/* --- Writing --- */

/* From the folder to the path, both absolute: "../data/a". */
static char *
make_relative (const char *folder, const char *path)
{
  g_autofree char *from = g_canonicalize_filename (folder, "/");
  g_autofree char *to = g_canonicalize_filename (path, "/");
  g_auto (GStrv) down = g_strsplit (from, "/", -1);
  g_auto (GStrv) up = g_strsplit (to, "/", -1);
  g_autoptr (GString) relative = g_string_new (NULL);
  guint same = 0;

  while (down[same] && up[same] && g_str_equal (down[same], up[same]))
    same++;
  for (guint i = same; down[i]; i++)
    if (*down[i])
      g_string_append (relative, "../");
  for (guint i = same; up[i]; i++)
    g_string_append_printf (relative, "%s%s", up[i], up[i + 1] ? "/" : "");
  return g_string_free (g_steal_pointer (&relative), FALSE);
}

/* JSON is UTF-8; names of files need not be, and are written as addresses then. */
static void
add_text (JsonBuilder *builder, const char *key, const char *text)
{
  g_autofree char *valid = NULL;

  json_builder_set_member_name (builder, key);
  if (text && !g_utf8_validate (text, -1, NULL))
    valid = g_path_is_absolute (text) ? g_filename_to_uri (text, NULL, NULL)
                                      : g_utf8_make_valid (text, -1);
  if (text)
    json_builder_add_string_value (builder, valid ? valid : text);
  else
    json_builder_add_null_value (builder);
}

static void
add_number (JsonBuilder *builder, const char *key, gint64 value)
{
  json_builder_set_member_name (builder, key);
  json_builder_add_int_value (builder, value);
}

static void
add_texts (JsonBuilder *builder, const char *key, const char *const *texts)
{
  json_builder_set_member_name (builder, key);
  json_builder_begin_array (builder);
  for (; *texts; texts++)
    {
      g_autofree char *valid = g_utf8_make_valid (*texts, -1);

      json_builder_add_string_value (builder, valid);
    }
  json_builder_end_array (builder);
}

/* A path, and the same as seen from the folder of the session file, if it is one at all. */
static void
add_path (JsonBuilder *builder, const char *key, const char *location, const char *folder)
{
  g_autofree char *relative_key = g_strconcat ("relative-", key, NULL);
  g_autofree char *relative = NULL;
  g_autofree char *joined = NULL;
  g_autofree char *base = NULL;
  guint side = 0;

  add_text (builder, key, location);
  if (location == NULL || !g_path_is_absolute (location))
    return;
  base = ras_location_split (location, &side);
  relative = make_relative (folder, base);
  joined = ras_session_file_join (*relative ? relative : ".", side);
  if (g_utf8_validate (joined, -1, NULL))
    add_text (builder, relative_key, joined);
}

static void
add_dataset (JsonBuilder *builder, const RasSessionFile *file, const char *folder)
{
  json_builder_set_member_name (builder, "dataset");
  json_builder_begin_object (builder);
  add_text (builder, "title", file->title);
  add_path (builder, "location", file->location, folder);
  add_text (builder, "fingerprint", file->fingerprint);
  for (guint s = 0; s < RAS_N_SPLITS; s++)
    {
      g_autofree char *key = g_strconcat (ras_split_name (s), "-images", NULL);

      add_number (builder, key, file->n_images[s]);
    }
  add_number (builder, "channels", file->channels);
  add_number (builder, "height", file->height);
  add_number (builder, "width", file->width);
  add_number (builder, "classes", file->n_classes);
  add_texts (builder, "class-names", (const char *const *) file->class_names);
  json_builder_end_object (builder);
}

static void
add_value (JsonBuilder *builder, const RasSessionPlace *place, GVariant *value, const char *folder)
{
  const char *key = place->key;

  if (ras_session_place_is_path (place))
    {
      const char *path = g_variant_get_bytestring (value);

      add_path (builder, key, *path ? path : NULL, folder);
    }
  else if (g_variant_is_of_type (value, G_VARIANT_TYPE_STRING))
    add_text (builder, key, g_variant_get_string (value, NULL));
  else if (g_variant_is_of_type (value, G_VARIANT_TYPE_STRING_ARRAY))
    {
      g_autofree const char **names = g_variant_get_strv (value, NULL);

      add_texts (builder, key, names);
    }
  else if (g_variant_is_of_type (value, G_VARIANT_TYPE_UINT32))
    add_number (builder, key, g_variant_get_uint32 (value));
  else if (g_variant_is_of_type (value, G_VARIANT_TYPE_INT32))
    add_number (builder, key, g_variant_get_int32 (value));
  else
    {
      json_builder_set_member_name (builder, key);
      if (g_variant_is_of_type (value, G_VARIANT_TYPE_BOOLEAN))
        json_builder_add_boolean_value (builder, g_variant_get_boolean (value));
      else
        json_builder_add_double_value (builder, g_variant_get_double (value));
    }
}

static JsonNode *
make_json (const RasSessionFile *file, const char *folder)
{
  g_autoptr (JsonBuilder) builder = json_builder_new ();
  const char *group = NULL;

  json_builder_begin_object (builder);
  add_text (builder, "format", RAS_SESSION_FILE_FORMAT);
  add_number (builder, "version", RAS_SESSION_FILE_VERSION);
  add_text (builder, "program", "Rasura " RAS_VERSION);
  add_dataset (builder, file, folder);
  for (const RasSessionPlace *place = ras_session_places; place->property; place++)
    {
      g_autoptr (GVariant) value = g_variant_lookup_value (file->state, place->property, NULL);

      if (g_strcmp0 (group, place->group) != 0)
        {
          if (group)
            json_builder_end_object (builder);
          json_builder_set_member_name (builder, place->group);
          json_builder_begin_object (builder);
          group = place->group;
          if (g_str_equal (group, "image"))
            add_text (builder, "class", file->image_class);
        }
      if (value)
        add_value (builder, place, value, folder);
    }
  json_builder_end_object (builder);
  json_builder_end_object (builder);
  return json_builder_get_root (builder);
}

gboolean
ras_session_file_write (const RasSessionFile *file, const char *path, GError **error)
{
  g_autofree char *absolute = g_canonicalize_filename (path, NULL);
  g_autofree char *folder = g_path_get_dirname (absolute);
  g_autoptr (JsonNode) root = make_json (file, folder);
  g_autofree char *text = json_to_string (root, TRUE);
  g_autoptr (RasAtomicFile) out = ras_atomic_file_new (absolute, error);

  return out && ras_atomic_file_write (out, text, strlen (text), error)
         && ras_atomic_file_write (out, "\n", 1, error)
         && ras_atomic_file_commit (g_steal_pointer (&out), error);
}
