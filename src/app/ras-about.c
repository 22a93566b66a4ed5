#include "ras-about.h"

#include "config.h"

#include <cairo.h>
#include <glib/gi18n.h>

#include "cache.h"
#include "ras-kept-fits.h"
#include "runner.h"

/* --- What helps to find an error --- */

static void
append_version (GString *text, const char *library, guint major, guint minor, guint micro)
{
  g_string_append_printf (text, "%s %u.%u.%u\n", library, major, minor, micro);
}

/* In English, for whoever is asked. */
static char *
describe (guint64 kept)
{
  g_autoptr (RasCache) cache = ras_cache_new (NULL, 0);
  g_autofree char *blas = ras_runner_describe_blas ();
  g_autofree char *size = g_format_size (kept);
  g_autofree char *system = g_get_os_info (G_OS_INFO_KEY_PRETTY_NAME);
  GString *text = g_string_new ("Rasura " RAS_VERSION "\n");

  append_version (text, "GTK", gtk_get_major_version (), gtk_get_minor_version (),
                  gtk_get_micro_version ());
  append_version (text, "libadwaita", adw_get_major_version (), adw_get_minor_version (),
                  adw_get_micro_version ());
  append_version (text, "GLib", glib_major_version, glib_minor_version, glib_micro_version);
  g_string_append_printf (text, "Cairo %s\nPango %s\n", cairo_version_string (),
                          pango_version_string ());
  g_string_append_printf (text, "%s\n%u processor cores\n", blas, g_get_num_processors ());
  g_string_append_printf (text, "System: %s\nDisplay: %s\n", system ? system : "unknown",
                          G_OBJECT_TYPE_NAME (gdk_display_get_default ()));
  g_string_append_printf (text, "Languages: %s\n", g_get_language_names ()[0]);
  g_string_append_printf (text, "Kept fits: %s in %s\n", size, ras_cache_get_folder (cache));
  return g_string_free (text, FALSE);
}

static void
measured_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autofree char *text = describe (ras_kept_fits_measure_finish (result));

  adw_about_window_set_debug_info (ADW_ABOUT_WINDOW (source), text);
}

/* --- Whose work it stands on --- */

static void
add_credits (AdwAboutWindow *window)
{
  const char *const paper[]
      = { "Lucia Quirke", "Nora Belrose",
          "“Slowing Learning by Erasing Simple Features” https://arxiv.org/abs/2502.02820", NULL };
  const char *const leace[]
      = { "Nora Belrose", "David Schneider-Joseph", "Shauli Ravfogel", "Ryan Cotterell",
          "Edward Raff", "Stella Biderman",
          "“LEACE: Perfect linear concept erasure in closed form” https://arxiv.org/abs/2306.03819",
          NULL };
  const char *const colours[] = { "Masataka Okabe", "Kei Ito", NULL };

  adw_about_window_add_credit_section (window, _ ("The paper"), (const char **) paper);
  adw_about_window_add_credit_section (window, _ ("LEACE"), (const char **) leace);
  adw_about_window_add_acknowledgement_section (
      window, _ ("Colours that colour-blind people can tell apart"), (const char **) colours);
}

static void
add_libraries (AdwAboutWindow *window)
{
  static const struct
  {
    const char *title;
    GtkLicense license;
  } libraries[] = {
    { "GTK, libadwaita, GLib, Pango", GTK_LICENSE_LGPL_2_1 },
    { "Cairo", GTK_LICENSE_LGPL_2_1 },
    { "OpenBLAS, LAPACK, LAPACKE", GTK_LICENSE_BSD_3 },
    { "GdkPixbuf, JSON-GLib, libsoup", GTK_LICENSE_LGPL_2_1 },
    { "MatIO, libarchive, xxHash", GTK_LICENSE_BSD },
  };

  for (guint i = 0; i < G_N_ELEMENTS (libraries); i++)
    adw_about_window_add_legal_section (window, libraries[i].title, NULL, libraries[i].license,
                                        NULL);
  adw_about_window_add_legal_section (window, "libpng, zlib", NULL, GTK_LICENSE_CUSTOM,
                                      _ ("Under the licences of libpng and zlib."));
  adw_about_window_add_legal_section (window, "SQLite", NULL, GTK_LICENSE_CUSTOM,
                                      _ ("In the public domain."));
}

AdwAboutWindow *
ras_about_show (GtkWindow *parent)
{
  const char *const developers[] = { _ ("The Rasura developers"), NULL };
  AdwAboutWindow *window = g_object_new (
      ADW_TYPE_ABOUT_WINDOW, "transient-for", parent, "modal", TRUE, "application-name",
      _ ("Rasura"), "application-icon", RAS_APPLICATION_ID, "version", RAS_VERSION,
      "developer-name", _ ("The Rasura developers"), "developers", developers, "copyright",
      "© 2026 The Rasura developers", "license-type", GTK_LICENSE_MIT_X11, "comments",
      _ ("Erases a concept from images with closed-form erasers and shows what is left, after "
         "Quirke and Belrose, “Slowing Learning by Erasing Simple Features”."),
      "website", "https://arxiv.org/abs/2502.02820", "translator-credits",
      _ ("translator-credits"), "release-notes-version", RAS_VERSION, "release-notes",
      _ ("<p>The first release: erasers, audits, learning curves, the window and the command "
         "line.</p>"),
      "debug-info-filename", "rasura.txt", NULL);

  add_credits (window);
  add_libraries (window);
  ras_kept_fits_measure (G_OBJECT (window), measured_cb, NULL);
  gtk_window_present (GTK_WINDOW (window));
  return window;
}
