/* The window of preferences. Everything in it is a key of the settings and holds at once. */
#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

#define RAS_TYPE_PREFERENCES (ras_preferences_get_type ())
G_DECLARE_FINAL_TYPE (RasPreferences, ras_preferences, RAS, PREFERENCES, AdwPreferencesWindow)

/* Presents a new one, modal to `parent`, which may be NULL. */
RasPreferences *ras_preferences_show (GtkWindow *parent);

G_END_DECLS
