#include "ras-settings.h"

#include "config.h"

#include <adwaita.h>
#include <string.h>

#include "cache.h"
#include "places.h"

/* Where the desktop looks, or else where the program was installed: any prefix will do. */
static GSettingsSchema *
find_schema (void)
{
  GSettingsSchemaSource *source = g_settings_schema_source_get_default ();
  GSettingsSchema *schema
      = source ? g_settings_schema_source_lookup (source, RAS_APPLICATION_ID, TRUE) : NULL;
  g_autoptr (GSettingsSchemaSource) own = NULL;

  if (schema)
    return schema;
  own = g_settings_schema_source_new_from_directory (RAS_SCHEMADIR, source, FALSE, NULL);
  return own ? g_settings_schema_source_lookup (own, RAS_APPLICATION_ID, FALSE) : NULL;
}

GSettings *
ras_settings_get (void)
{
  static GSettings *settings;
  static gsize looked;

  if (g_once_init_enter (&looked))
    {
      g_autoptr (GSettingsSchema) schema = find_schema ();

      if (schema)
        settings = g_settings_new_full (schema, NULL, NULL);
      else
        g_info ("the schema of %s is not installed: settings have their defaults",
                RAS_APPLICATION_ID);
      g_once_init_leave (&looked, 1);
    }
  return settings;
}

double
ras_settings_get_path_target (void)
{
  GSettings *settings = ras_settings_get ();

  return settings ? g_settings_get_double (settings, "path-target") : 0.999;
}

guint64
ras_settings_get_cache_limit (void)
{
  GSettings *settings = ras_settings_get ();

  return settings ? g_settings_get_uint64 (settings, "cache-limit") : RAS_CACHE_DEFAULT_LIMIT;
}

guint
ras_settings_get_training_cores (void)
{
  GSettings *settings = ras_settings_get ();
  guint cores = g_get_num_processors ();
  guint wanted = settings ? g_settings_get_uint (settings, "training-cores") : 0;

  return wanted == 0 ? cores : MIN (wanted, cores);
}

gboolean
ras_settings_get_boolean (const char *key, gboolean fallback)
{
  GSettings *settings = ras_settings_get ();

  return settings ? g_settings_get_boolean (settings, key) : fallback;
}

void
ras_settings_set_boolean (const char *key, gboolean value)
{
  GSettings *settings = ras_settings_get ();

  if (settings)
    g_settings_set_boolean (settings, key, value);
}

/* --- What follows them all the time --- */

static void
follow_color_scheme (GSettings *settings)
{
  g_autofree char *scheme = g_settings_get_string (settings, "color-scheme");

  adw_style_manager_set_color_scheme (adw_style_manager_get_default (),
                                      strcmp (scheme, "light") == 0  ? ADW_COLOR_SCHEME_FORCE_LIGHT
                                      : strcmp (scheme, "dark") == 0 ? ADW_COLOR_SCHEME_FORCE_DARK
                                                                     : ADW_COLOR_SCHEME_DEFAULT);
}

static void
follow_data_folder (GSettings *settings)
{
  g_autofree char *folder = g_settings_get_string (settings, "data-folder");

  ras_places_set_root (*folder ? folder : NULL);
}

void
ras_settings_follow (void)
{
  GSettings *settings = ras_settings_get ();

  if (settings == NULL)
    return;
  g_signal_connect (settings, "changed::color-scheme", G_CALLBACK (follow_color_scheme), NULL);
  g_signal_connect (settings, "changed::data-folder", G_CALLBACK (follow_data_folder), NULL);
  follow_color_scheme (settings);
  follow_data_folder (settings);
}

char **
ras_settings_get_recent (void)
{
  GSettings *settings = ras_settings_get ();

  return settings ? g_settings_get_strv (settings, "recent-data-sets") : g_new0 (char *, 1);
}

static void
set_recent (const char *first, const char *without)
{
  g_auto (GStrv) old = ras_settings_get_recent ();
  g_autoptr (GPtrArray) recent = g_ptr_array_new ();

  if (ras_settings_get () == NULL)
    return;
  if (first)
    g_ptr_array_add (recent, (gpointer) first);
  for (char **location = old; *location && recent->len < RAS_SETTINGS_N_RECENT; location++)
    if (strcmp (*location, without) != 0)
      g_ptr_array_add (recent, *location);
  g_ptr_array_add (recent, NULL);
  g_settings_set_strv (ras_settings_get (), "recent-data-sets",
                       (const char *const *) recent->pdata);
}

void
ras_settings_add_recent (const char *location)
{
  /* Settings are UTF-8; names of files need not be. */
  if (g_utf8_validate (location, -1, NULL))
    set_recent (location, location);
}

void
ras_settings_remove_recent (const char *location)
{
  set_recent (NULL, location);
}
