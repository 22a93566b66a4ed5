/* The program's settings. Where the schema is not installed everything has its default and
 * nothing is remembered. */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/* Owned by the library; NULL without the schema. */
GSettings *ras_settings_get (void);

double ras_settings_get_path_target (void);
guint64 ras_settings_get_cache_limit (void);
/* How many cores training may take; at least 1, at most what there are. Any thread. */
guint ras_settings_get_training_cores (void);
/* With the default where there is no schema. */
gboolean ras_settings_get_boolean (const char *key, gboolean fallback);
void ras_settings_set_boolean (const char *key, gboolean value);

/* Light or dark, and where downloads go: from now on as the settings say, at once after a change.
 * For the interface thread, once, when there is a display. */
void ras_settings_follow (void);

#define RAS_SETTINGS_N_RECENT 8

/* Locations of data sets, the latest first. Free with g_strfreev(). */
char **ras_settings_get_recent (void);
/* Moves `location` to the front. */
void ras_settings_add_recent (const char *location);
void ras_settings_remove_recent (const char *location);

G_END_DECLS
