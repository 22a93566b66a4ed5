#include "ras-settings.h"

#include "config.h"

#include <string.h>

#include "cache.h"

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
  set_recent (location, location);
}

void
ras_settings_remove_recent (const char *location)
{
  set_recent (NULL, location);
}
