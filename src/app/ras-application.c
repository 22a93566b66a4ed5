#include "ras-application.h"

#include "config.h"

#include <glib/gi18n.h>

#include "eraser.h"
#include "ras-about.h"
#include "ras-accessible.h"
#include "ras-preferences.h"
#include "ras-settings.h"
#include "ras-window.h"
#include "reader.h"

struct _RasApplication
{
  AdwApplication parent;
};

G_DEFINE_FINAL_TYPE (RasApplication, ras_application, ADW_TYPE_APPLICATION)

/* The data set is already being read while the window is laid out. NULL: as it was left. */
static void
add_window (RasApplication *self, const char *location)
{
  GtkWindow *active = gtk_application_get_active_window (GTK_APPLICATION (self));
  g_autoptr (GVariant) state = NULL;
  RasWindow *window;

  if (RAS_IS_WINDOW (active))
    state = g_variant_ref_sink (ras_session_save (ras_window_get_session (RAS_WINDOW (active))));
  window = ras_window_new (ADW_APPLICATION (self));
  if (location == NULL)
    ras_window_open_last (window);
  else
    {
      ras_window_take_view (window, state);
      ras_window_open (window, location);
    }
  ras_window_remember (window);
  gtk_window_present (GTK_WINDOW (window));
}

static void
ras_application_activate (GApplication *application)
{
  GtkWindow *window = gtk_application_get_active_window (GTK_APPLICATION (application));

  if (window)
    gtk_window_present (window);
  else
    add_window (RAS_APPLICATION (application),
                ras_settings_get_boolean ("restore-session", TRUE) ? NULL : RAS_WINDOW_BUILT_IN);
}

/* The command line turns every word into a file; "drawn" and "moments:mean#side=8" are none. */
static char *
get_location (GFile *file)
{
  g_autofree char *name = g_file_get_basename (file);
  g_autofree char *path = g_file_get_path (file);
  guint side;
  g_autofree char *base = ras_location_split (name ? name : "", &side);

  if (path && g_file_test (path, G_FILE_TEST_EXISTS))
    return g_steal_pointer (&path);
  if (ras_reader_drawn.recognises (base) || ras_reader_moments.recognises (base))
    return g_steal_pointer (&name);
  return path ? g_steal_pointer (&path) : g_file_get_parse_name (file);
}

static void
ras_application_open (GApplication *application, GFile **files, int n_files, const char *hint)
{
  for (int i = 0; i < n_files; i++)
    {
      g_autofree char *location = get_location (files[i]);

      add_window (RAS_APPLICATION (application), location);
    }
}

static void
new_window_cb (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  add_window (user_data, RAS_WINDOW_BUILT_IN);
}

static void
quit_cb (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  GList *windows;

  /* Each window remembers its size and ends its work when it is closed. */
  while ((windows = gtk_application_get_windows (user_data)))
    gtk_window_destroy (windows->data);
}

static void
about_cb (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  ras_about_show (gtk_application_get_active_window (user_data));
}

static void
preferences_cb (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  ras_preferences_show (gtk_application_get_active_window (user_data));
}

/* From a notification. */
static void
show_mdl_cb (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  GtkWindow *window
      = gtk_application_get_window_by_id (user_data, g_variant_get_uint32 (parameter));

  if (!RAS_IS_WINDOW (window))
    return;
  g_object_set (ras_window_get_session (RAS_WINDOW (window)), "page", "mdl", NULL);
  gtk_window_present (window);
}

static const GActionEntry actions[] = {
  { "new-window", new_window_cb },
  { "quit", quit_cb },
  { "preferences", preferences_cb },
  { "about", about_cb },
  { "show-mdl", show_mdl_cb, "u" },
};

static const struct
{
  const char *action;
  const char *keys[4];
} keys[] = {
  { "app.new-window", { "<Control>n" } },
  { "app.quit", { "<Control>q" } },
  { "window.close", { "<Control>w" } },
  { "win.open-folder", { "<Control>o" } },
  { "win.open-file", { "<Control><Shift>o" } },
  { "win.open-picture", { "<Control>i" } },
  { "win.get-data", { "<Control>g" } },
  { "win.open-session", { "<Control><Alt>o" } },
  { "win.save-session", { "<Control>s" } },
  { "win.save-session-as", { "<Control><Shift>s" } },
  { "win.undo", { "<Control>z" } },
  { "win.redo", { "<Control><Shift>z", "<Control>y" } },
  { "win.previous-image", { "<Control>Page_Up" } },
  { "win.next-image", { "<Control>Page_Down" } },
  { "win.zoom-in", { "<Control>plus" } },
  { "win.zoom-out", { "<Control>minus" } },
  { "win.zoom-fit", { "<Control>0" } },
  { "win.show-side", { "F9" } },
  { "win.audit", { "F8" } },
  { "win.lessons", { "F1" } },
  /* Alt alone with a letter is for what is underlined. */
  { "win.audit-page::table", { "<Shift><Alt>t" } },
  { "win.audit-page::ranks", { "<Shift><Alt>r" } },
  { "win.audit-page::spectra", { "<Shift><Alt>s" } },
  { "win.export-audit", { "<Control><Alt>s" } },
  { "win.page::compare", { "<Alt>1", "<Control>1" } },
  { "win.page::mdl", { "<Alt>2", "<Control>2" } },
  { "win.page::runs", { "<Alt>3", "<Control>3" } },
  { "win.page::gallery", { "<Alt>4", "<Control>4" } },
  { "runs.find", { "<Control>f" } },
  { "runs.clear-filters", { "<Control><Shift>k" } },
  { "runs.grouped", { "<Control><Shift>g" } },
  { "runs.show", { "<Control><Alt>m" } },
  { "runs.resume", { "<Control><Alt>w" } },
  { "runs.set-up", { "<Control><Alt>n" } },
  { "runs.export-table", { "<Control><Alt>v" } },
  { "runs.import", { "<Control><Alt>i" } },
  { "win.reshuffle", { "<Control><Shift>r" } },
  { "mdl.start", { "<Control>r" } },
  { "mdl.pause", { "<Control><Shift>p" } },
  { "mdl.cancel", { "<Control>period" } },
  { "mdl.show-table", { "<Control>t" } },
  { "win.transport", { "<Control>l" } },
  { "win.edit-again", { "<Control>e" } },
  { "win.stop-edit", { "<Control><Alt>e" } },
  { "win.export", { "<Control><Shift>e" } },
  { "win.print", { "<Control>p" } },
  { "win.copy-command", { "<Control><Shift>c" } },
  { "win.present", { "F5" } },
  { "app.preferences", { "<Control>comma" } },
  { "app.about", { "<Shift>F1" } },
  { "win.show-help-overlay", { "<Control>question" } },
  { "win.fullscreen", { "F11" } },
  { "win.fit-again", { "<Control><Shift>f" } },
  { "win.clear-cache", { "<Control><Shift>Delete" } },
  { "win.stop-opening", { "<Control><Alt>period" } },
  { "win.stop-growth", { "<Control><Shift>h" } },
  { "win.leave-picture", { "<Alt>Left" } },
  { "win.split::train", { "<Control><Shift>Page_Up" } },
  { "win.split::test", { "<Control><Shift>Page_Down" } },
  { "win.rescale", { "<Control><Shift>l" } },
  { "win.recentred", { "<Control><Shift>m" } },
  { "mdl.resume", { "<Control><Alt>r" } },
  { "mdl.leave-unfinished", { "<Control><Alt>u" } },
  { "mdl.go-on", { "<Control><Alt>g" } },
  { "mdl.chart::curves", { "<Shift><Alt>c" } },
  { "mdl.chart::bars", { "<Shift><Alt>b" } },
  { "mdl.chart::widths", { "<Shift><Alt>w" } },
  { "mdl.chart::depths", { "<Shift><Alt>d" } },
  { "mdl.export", { "<Control><Alt>x" } },
  { "mdl.copy-command", { "<Control><Alt>c" } },
  { "win.how-made", { "<Alt>Return" } },
};

/* A key each for the erasers' panels, in the order of the registry. */
static void
set_eraser_keys (GtkApplication *application)
{
  guint n = 0;

  for (guint i = 0; i < ras_n_erasers () && n < 9; i++)
    {
      const RasEraser *eraser = ras_eraser_nth (i);
      g_autofree char *action = g_strconcat ("win.show-eraser-", eraser->name, NULL);
      g_autofree char *key = NULL;

      if (eraser->fit == NULL)
        continue;
      key = g_strdup_printf ("<Control><Alt>%u", ++n);
      gtk_application_set_accels_for_action (application, action,
                                             (const char *const[]) { key, NULL });
    }
}

static void
ras_application_startup (GApplication *application)
{
  G_APPLICATION_CLASS (ras_application_parent_class)->startup (application);
  g_action_map_add_action_entries (G_ACTION_MAP (application), actions, G_N_ELEMENTS (actions),
                                   application);
  for (gsize i = 0; i < G_N_ELEMENTS (keys); i++)
    gtk_application_set_accels_for_action (GTK_APPLICATION (application), keys[i].action,
                                           keys[i].keys);
  set_eraser_keys (GTK_APPLICATION (application));
  gtk_window_set_default_icon_name (RAS_APPLICATION_ID);
  ras_accessible_init ();
  ras_settings_follow ();
}

static int
ras_application_handle_local_options (GApplication *application, GVariantDict *options)
{
  if (g_variant_dict_contains (options, "version"))
    {
      g_print ("rasura %s\n", RAS_VERSION);
      return 0;
    }
  return -1;
}

static void
ras_application_class_init (RasApplicationClass *klass)
{
  GApplicationClass *application_class = G_APPLICATION_CLASS (klass);

  application_class->startup = ras_application_startup;
  application_class->activate = ras_application_activate;
  application_class->open = ras_application_open;
  application_class->handle_local_options = ras_application_handle_local_options;
}

static void
ras_application_init (RasApplication *self)
{
  const GOptionEntry options[] = {
    { "version", 0, 0, G_OPTION_ARG_NONE, NULL, N_ ("Print the version and exit"), NULL },
    { NULL },
  };

  g_application_add_main_option_entries (G_APPLICATION (self), options);
  g_application_set_option_context_parameter_string (G_APPLICATION (self), _ ("[DATASET…]"));
  g_application_set_option_context_summary (
      G_APPLICATION (self),
      _ ("Erases a concept from images and shows what is left.\n\n"
         "DATASET is “drawn”, “drawn:64”, “moments”, or the path of a folder or file;\n"
         "“#side=32” behind it reduces the images to 32 pixels."));
}

RasApplication *
ras_application_new (void)
{
  return g_object_new (RAS_TYPE_APPLICATION, "application-id", RAS_APPLICATION_ID, "flags",
                       G_APPLICATION_HANDLES_OPEN, "resource-base-path", "/org/rasura/Rasura",
                       NULL);
}
