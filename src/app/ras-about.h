/* Who made the program, after which paper, with which libraries. */
#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

/* `parent` may be NULL. */
AdwAboutWindow *ras_about_show (GtkWindow *parent);

G_END_DECLS
