/* The program: its windows, its actions and their keys. */
#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

#define RAS_TYPE_APPLICATION (ras_application_get_type ())
G_DECLARE_FINAL_TYPE (RasApplication, ras_application, RAS, APPLICATION, AdwApplication)

RasApplication *ras_application_new (void);

G_END_DECLS
