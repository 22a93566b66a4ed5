#include "ras-preferences.h"

#include <glib/gi18n.h>
#include <math.h>

#include "cache.h"
#include "places.h"
#include "ras-kept-fits.h"
#include "ras-settings.h"

#define GIGABYTE G_GUINT64_CONSTANT (1073741824)

struct _RasPreferences
{
  AdwPreferencesWindow parent;

  AdwComboRow *scheme_row;
  GtkSwitch *restore_switch, *audit_switch, *edit_switch, *notify_switch;
  AdwComboRow *target_row;
  AdwActionRow *cores_row;
  GtkSpinButton *cores_spin; /* tests turn it */
  GtkAdjustment *cores_adjustment, *limit_adjustment;
  AdwActionRow *used_row, *folder_row;
  GtkWidget *reset_folder_button;
  AdwPreferencesPage *general_page, *computing_page, *storage_page;

  GtkNativeDialog *dialog; /* NULL: no folder is being chosen */
};

G_DEFINE_FINAL_TYPE (RasPreferences, ras_preferences, ADW_TYPE_PREFERENCES_WINDOW)

/* --- Settings as widgets have them --- */

static const char *const schemes[] = { "follow", "light", "dark" };
static const double targets[] = { 0.9, 0.99, 0.999, 0.9999 };

static gboolean
get_scheme (GValue *value, GVariant *variant, gpointer user_data)
{
  for (guint i = 0; i < G_N_ELEMENTS (schemes); i++)
    if (g_str_equal (g_variant_get_string (variant, NULL), schemes[i]))
      g_value_set_uint (value, i);
  return TRUE;
}

static GVariant *
set_scheme (const GValue *value, const GVariantType *type, gpointer user_data)
{
  guint i = g_value_get_uint (value);

  return i < G_N_ELEMENTS (schemes) ? g_variant_new_string (schemes[i]) : NULL;
}

/* The nearest of them: somebody may have set another. What is left of the gap tells them apart. */
static gboolean
get_target (GValue *value, GVariant *variant, gpointer user_data)
{
  double left = -log10 (1 - g_variant_get_double (variant));

  g_value_set_uint (value, (guint) CLAMP (lround (left) - 1, 0, (long) G_N_ELEMENTS (targets) - 1));
  return TRUE;
}

static GVariant *
set_target (const GValue *value, const GVariantType *type, gpointer user_data)
{
  guint i = g_value_get_uint (value);

  return i < G_N_ELEMENTS (targets) ? g_variant_new_double (targets[i]) : NULL;
}

/* All cores are 0, so that the settings are as good on another machine. */
static gboolean
get_cores (GValue *value, GVariant *variant, gpointer user_data)
{
  guint cores = g_variant_get_uint32 (variant);
  guint all = g_get_num_processors ();

  g_value_set_double (value, cores == 0 ? all : MIN (cores, all));
  return TRUE;
}

static GVariant *
set_cores (const GValue *value, const GVariantType *type, gpointer user_data)
{
  guint cores = (guint) g_value_get_double (value);

  return g_variant_new_uint32 (cores >= g_get_num_processors () ? 0 : cores);
}

static gboolean
get_gigabytes (GValue *value, GVariant *variant, gpointer user_data)
{
  g_value_set_double (value, g_variant_get_uint64 (variant) / (double) GIGABYTE);
  return TRUE;
}

static GVariant *
set_gigabytes (const GValue *value, const GVariantType *type, gpointer user_data)
{
  return g_variant_new_uint64 ((guint64) (g_value_get_double (value) * GIGABYTE));
}

/* --- Kept fits --- */

/* What is measured on a thread may come after the window was closed. */
static gboolean
is_closed (RasPreferences *self)
{
  return self->used_row == NULL;
}

static void
measured_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  RasPreferences *self = RAS_PREFERENCES (source);
  g_autoptr (RasCache) cache = ras_cache_new (NULL, 0);
  g_autofree char *size = g_format_size (ras_kept_fits_measure_finish (result));
  g_autofree char *folder = g_filename_display_name (ras_cache_get_folder (cache));
  g_autofree char *text = g_strdup_printf (_ ("%s in %s"), size, folder);

  if (!is_closed (self))
    adw_action_row_set_subtitle (self->used_row, text);
}

static void
cleared_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  RasPreferences *self = RAS_PREFERENCES (source);
  g_autofree char *sentence = ras_kept_fits_clear_finish (result);
  g_autofree char *markup = sentence ? g_markup_escape_text (sentence, -1) : NULL;

  if (is_closed (self))
    return;
  if (markup)
    adw_preferences_window_add_toast (ADW_PREFERENCES_WINDOW (self), adw_toast_new (markup));
  ras_kept_fits_measure (source, measured_cb, NULL);
}

static void
clear_cb (RasPreferences *self)
{
  ras_kept_fits_clear (GTK_WINDOW (self), cleared_cb, NULL);
}

static void
limit_changed_cb (RasPreferences *self)
{
  ras_kept_fits_enforce_limit (G_OBJECT (self), measured_cb, NULL);
}

/* --- Where downloads go --- */

static void
show_folder (RasPreferences *self)
{
  g_autofree char *path = ras_places_get_root ();
  g_autofree char *shown = g_filename_display_name (path);
  g_autofree char *chosen = g_settings_get_string (ras_settings_get (), "data-folder");

  adw_action_row_set_subtitle (self->folder_row, shown);
  gtk_widget_set_visible (self->reset_folder_button, *chosen != '\0');
}

static void
folder_response_cb (RasPreferences *self, int response)
{
  g_autoptr (GFile) file = gtk_file_chooser_get_file (GTK_FILE_CHOOSER (self->dialog));
  g_autofree char *path = file ? g_file_get_path (file) : NULL;

  /* Settings are UTF-8; names of files need not be. */
  if (response == GTK_RESPONSE_ACCEPT && path && g_utf8_validate (path, -1, NULL))
    g_settings_set_string (ras_settings_get (), "data-folder", path);
  g_clear_object (&self->dialog);
}

static void
choose_folder_cb (RasPreferences *self)
{
  if (self->dialog)
    return;
  self->dialog = GTK_NATIVE_DIALOG (
      gtk_file_chooser_native_new (_ ("Choose where downloads go"), GTK_WINDOW (self),
                                   GTK_FILE_CHOOSER_ACTION_SELECT_FOLDER, NULL, NULL));
  gtk_native_dialog_set_modal (self->dialog, TRUE);
  g_signal_connect_object (self->dialog, "response", G_CALLBACK (folder_response_cb), self,
                           G_CONNECT_SWAPPED);
  gtk_native_dialog_show (self->dialog);
}

static void
reset_folder_cb (RasPreferences *self)
{
  g_settings_reset (ras_settings_get (), "data-folder");
}

/* --- The window --- */

static void
bind (RasPreferences *self, GSettings *settings)
{
  const struct
  {
    const char *key;
    GtkSwitch *row;
  } switches[] = {
    { "restore-session", self->restore_switch },
    { "audit-shown", self->audit_switch },
    { "edit-automatically", self->edit_switch },
    { "notify-training", self->notify_switch },
  };

  for (guint i = 0; i < G_N_ELEMENTS (switches); i++)
    g_settings_bind (settings, switches[i].key, switches[i].row, "active", G_SETTINGS_BIND_DEFAULT);
  g_settings_bind_with_mapping (settings, "color-scheme", self->scheme_row, "selected",
                                G_SETTINGS_BIND_DEFAULT, get_scheme, set_scheme, NULL, NULL);
  g_settings_bind_with_mapping (settings, "path-target", self->target_row, "selected",
                                G_SETTINGS_BIND_DEFAULT, get_target, set_target, NULL, NULL);
  g_settings_bind_with_mapping (settings, "training-cores", self->cores_adjustment, "value",
                                G_SETTINGS_BIND_DEFAULT, get_cores, set_cores, NULL, NULL);
  g_settings_bind_with_mapping (settings, "cache-limit", self->limit_adjustment, "value",
                                G_SETTINGS_BIND_DEFAULT, get_gigabytes, set_gigabytes, NULL, NULL);
  g_signal_connect_object (settings, "changed::cache-limit", G_CALLBACK (limit_changed_cb), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (settings, "changed::data-folder", G_CALLBACK (show_folder), self,
                           G_CONNECT_SWAPPED);
  show_folder (self);
}

static void
ras_preferences_dispose (GObject *object)
{
  g_clear_object (&RAS_PREFERENCES (object)->dialog);
  G_OBJECT_CLASS (ras_preferences_parent_class)->dispose (object);
}

#define CHILD(name) gtk_widget_class_bind_template_child (widget_class, RasPreferences, name)

static void
ras_preferences_class_init (RasPreferencesClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = ras_preferences_dispose;
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/org/rasura/Rasura/ui/ras-preferences.ui");
  CHILD (scheme_row);
  CHILD (restore_switch);
  CHILD (audit_switch);
  CHILD (edit_switch);
  CHILD (notify_switch);
  CHILD (target_row);
  CHILD (cores_row);
  CHILD (cores_spin);
  CHILD (cores_adjustment);
  CHILD (limit_adjustment);
  CHILD (used_row);
  CHILD (folder_row);
  CHILD (reset_folder_button);
  CHILD (general_page);
  CHILD (computing_page);
  CHILD (storage_page);
  gtk_widget_class_bind_template_callback (widget_class, clear_cb);
  gtk_widget_class_bind_template_callback (widget_class, choose_folder_cb);
  gtk_widget_class_bind_template_callback (widget_class, reset_folder_cb);
}

static void
ras_preferences_init (RasPreferences *self)
{
  GSettings *settings = ras_settings_get ();
  guint cores = g_get_num_processors ();
  g_autofree char *there_are
      = g_strdup_printf (ngettext ("This computer has %u.", "This computer has %u.", cores), cores);

  gtk_widget_init_template (GTK_WIDGET (self));
  gtk_adjustment_set_upper (self->cores_adjustment, cores);
  gtk_adjustment_set_value (self->cores_adjustment, cores);
  adw_action_row_set_subtitle (self->cores_row, there_are);
  ras_kept_fits_measure (G_OBJECT (self), measured_cb, NULL);
  if (settings)
    bind (self, settings);
  /* Without a schema nothing could be remembered. */
  gtk_widget_set_sensitive (GTK_WIDGET (self->general_page), settings != NULL);
  gtk_widget_set_sensitive (GTK_WIDGET (self->computing_page), settings != NULL);
  gtk_widget_set_sensitive (GTK_WIDGET (self->storage_page), settings != NULL);
}

RasPreferences *
ras_preferences_show (GtkWindow *parent)
{
  RasPreferences *self = g_object_new (RAS_TYPE_PREFERENCES, "transient-for", parent, NULL);

  gtk_window_present (GTK_WINDOW (self));
  return self;
}
