/* The window of preferences: each row is its key, both ways, and holds at once. */
#include "ras-preferences.h"

#include <glib/gstdio.h>

#include "../temp-folder.h"
#include "cache.h"
#include "gui-events.h"
#include "places.h"
#include "ras-application.h"
#include "ras-settings.h"

static char *folder;

static RasPreferences *
open_preferences (void)
{
  RasPreferences *window = ras_preferences_show (NULL);

  gui_focus (GTK_WINDOW (window));
  return window;
}

static void
close_preferences (RasPreferences *window)
{
  gtk_window_destroy (GTK_WINDOW (window));
  while (g_main_context_iteration (NULL, FALSE))
    ;
}

static gpointer
child (RasPreferences *window, const char *name)
{
  GObject *object = gtk_widget_get_template_child (GTK_WIDGET (window), RAS_TYPE_PREFERENCES, name);

  g_assert_nonnull (object);
  return object;
}

static void
test_switches (void)
{
  const char *const pairs[][2] = { { "restore-session", "restore_switch" },
                                   { "audit-shown", "audit_switch" },
                                   { "edit-automatically", "edit_switch" },
                                   { "notify-training", "notify_switch" } };
  RasPreferences *window = open_preferences ();

  for (guint i = 0; i < G_N_ELEMENTS (pairs); i++)
    {
      GtkSwitch *row = child (window, pairs[i][1]);

      g_assert_true (g_settings_get_boolean (ras_settings_get (), pairs[i][0]));
      g_assert_true (gtk_switch_get_active (row));
      gtk_switch_set_active (row, FALSE);
      g_assert_false (ras_settings_get_boolean (pairs[i][0], TRUE));
      g_settings_reset (ras_settings_get (), pairs[i][0]);
      g_assert_true (gtk_switch_get_active (row));
    }
  close_preferences (window);
}

static void
test_style (void)
{
  RasPreferences *window = open_preferences ();
  AdwComboRow *row = child (window, "scheme_row");
  AdwStyleManager *manager = adw_style_manager_get_default ();

  g_assert_cmpuint (adw_combo_row_get_selected (row), ==, 0);
  adw_combo_row_set_selected (row, 2);
  g_assert_cmpint (adw_style_manager_get_color_scheme (manager), ==, ADW_COLOR_SCHEME_FORCE_DARK);
  g_assert_true (adw_style_manager_get_dark (manager));
  g_settings_set_string (ras_settings_get (), "color-scheme", "light");
  g_assert_cmpuint (adw_combo_row_get_selected (row), ==, 1);
  g_assert_false (adw_style_manager_get_dark (manager));
  g_settings_reset (ras_settings_get (), "color-scheme");
  g_assert_cmpint (adw_style_manager_get_color_scheme (manager), ==, ADW_COLOR_SCHEME_DEFAULT);
  close_preferences (window);
}

static void
test_target (void)
{
  RasPreferences *window = open_preferences ();
  AdwComboRow *row = child (window, "target_row");
  const double targets[] = { 0.9, 0.99, 0.999, 0.9999 };

  g_assert_cmpuint (adw_combo_row_get_selected (row), ==, 2);
  for (guint i = 0; i < G_N_ELEMENTS (targets); i++)
    {
      adw_combo_row_set_selected (row, i);
      g_assert_cmpfloat (ras_settings_get_path_target (), ==, targets[i]);
    }
  /* What somebody set by hand stays until it is chosen anew. */
  g_settings_set_double (ras_settings_get (), "path-target", 0.95);
  g_assert_cmpuint (adw_combo_row_get_selected (row), ==, 0);
  g_assert_cmpfloat (ras_settings_get_path_target (), ==, 0.95);
  g_settings_reset (ras_settings_get (), "path-target");
  close_preferences (window);
}

static void
test_cores (void)
{
  RasPreferences *window = open_preferences ();
  GtkSpinButton *spin = child (window, "cores_spin");
  guint all = g_get_num_processors ();

  g_assert_cmpint (gtk_spin_button_get_value_as_int (spin), ==, all);
  g_assert_cmpuint (ras_settings_get_training_cores (), ==, all);
  gtk_spin_button_set_value (spin, 1);
  g_assert_cmpuint (ras_settings_get_training_cores (), ==, 1);
  gtk_spin_button_set_value (spin, all);
  g_assert_cmpuint (g_settings_get_uint (ras_settings_get (), "training-cores"), ==,
                    all == 1 ? 1 : 0);
  g_settings_set_uint (ras_settings_get (), "training-cores", 1024);
  g_assert_cmpuint (ras_settings_get_training_cores (), ==, all);
  g_settings_reset (ras_settings_get (), "training-cores");
  close_preferences (window);
}

/* A file of half a gigabyte that is mostly a hole. */
static void
make_kept_file (const char *name, gint64 size)
{
  g_autoptr (RasCache) cache = ras_cache_new (NULL, 0);
  g_autofree char *path = g_build_filename (ras_cache_get_folder (cache), name, NULL);
  FILE *file;

  g_assert_cmpint (g_mkdir_with_parents (ras_cache_get_folder (cache), 0700), ==, 0);
  file = g_fopen (path, "w");
  g_assert_nonnull (file);
  g_assert_cmpint (fseeko (file, size - 1, SEEK_SET), ==, 0);
  g_assert_cmpint (fputc (0, file), ==, 0);
  g_assert_cmpint (fclose (file), ==, 0);
}

static guint64
get_kept (void)
{
  g_autoptr (RasCache) cache = ras_cache_new (NULL, 0);

  return ras_cache_get_size (cache);
}

/* A lower limit holds at once, for what is there. */
static void
test_limit (void)
{
  RasPreferences *window;
  GtkAdjustment *limit;
  AdwActionRow *used;
  guint64 size = G_GUINT64_CONSTANT (700) << 20;

  make_kept_file ("a.fit", size);
  g_assert_cmpuint (get_kept (), ==, size);
  window = open_preferences ();
  limit = child (window, "limit_adjustment");
  used = child (window, "used_row");
  g_assert_cmpfloat (gtk_adjustment_get_value (limit), ==, 4);
  gui_wait_for (g_strrstr (adw_action_row_get_subtitle (used), "734"));
  gtk_adjustment_set_value (limit, 1.5);
  g_assert_cmpuint (ras_settings_get_cache_limit (), ==, G_GUINT64_CONSTANT (3) << 29);
  gtk_adjustment_set_value (limit, 0.5);
  gui_wait_for (get_kept () == 0);
  g_settings_reset (ras_settings_get (), "cache-limit");
  close_preferences (window);
}

static void
test_folder (void)
{
  g_autofree char *odd = g_build_filename (folder, "<b> & co", NULL);
  RasPreferences *window = open_preferences ();
  GtkWidget *reset = child (window, "reset_folder_button");
  AdwActionRow *row = child (window, "folder_row");
  g_autofree char *usual = ras_places_get_root ();
  g_autofree char *chosen = NULL;

  g_assert_cmpstr (adw_action_row_get_subtitle (row), ==, usual);
  g_assert_false (gtk_widget_get_visible (reset));
  g_settings_set_string (ras_settings_get (), "data-folder", folder);
  chosen = ras_places_get_root ();
  g_assert_cmpstr (chosen, ==, folder);
  g_assert_cmpstr (adw_action_row_get_subtitle (row), ==, folder);
  g_assert_true (gtk_widget_get_visible (reset));
  /* A name is no markup, whatever is in it: a warning would be fatal. */
  g_settings_set_string (ras_settings_get (), "data-folder", odd);
  g_assert_cmpstr (adw_action_row_get_subtitle (row), ==, odd);
  gui_settle (GTK_WIDGET (window));
  g_signal_emit_by_name (reset, "clicked");
  g_assert_cmpstr (adw_action_row_get_subtitle (row), ==, usual);
  g_assert_false (gtk_widget_get_visible (reset));
  close_preferences (window);
}

/* What switches cannot say by themselves is said by their rows. */
static void
test_accessible (void)
{
  RasPreferences *window = open_preferences ();

  gtk_test_accessible_assert_property (child (window, "cores_spin"), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                       "Processor cores for training");
  gtk_test_accessible_assert_property (child (window, "reset_folder_button"),
                                       GTK_ACCESSIBLE_PROPERTY_LABEL, "Back to the usual folder");
  close_preferences (window);
}

int
main (int argc, char **argv)
{
  g_autoptr (RasApplication) application = NULL;
  int result;

  folder = g_dir_make_tmp ("rasura-XXXXXX", NULL);
  g_setenv ("XDG_CACHE_HOME", folder, TRUE);
  g_setenv ("XDG_DATA_HOME", folder, TRUE);
  gui_init (&argc, &argv);
  application = ras_application_new ();
  g_application_set_flags (G_APPLICATION (application), G_APPLICATION_NON_UNIQUE);
  g_assert_true (g_application_register (G_APPLICATION (application), NULL, NULL));

  g_test_add_func ("/preferences/switches", test_switches);
  g_test_add_func ("/preferences/style", test_style);
  g_test_add_func ("/preferences/target", test_target);
  g_test_add_func ("/preferences/cores", test_cores);
  g_test_add_func ("/preferences/limit", test_limit);
  g_test_add_func ("/preferences/folder", test_folder);
  g_test_add_func ("/preferences/accessible", test_accessible);
  result = g_test_run ();
  temp_folder_remove (folder);
  g_free (folder);
  return result;
}
