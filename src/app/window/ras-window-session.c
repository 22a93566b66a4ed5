#include "ras-window-private.h"

#include <glib/gi18n.h>

#include "ras-session-task.h"
#include "ras-settings.h"

/* From a change until it is written down how the window would be left. */
#define SECONDS 3

struct _RasWindowFiles
{
  char *path;              /* that Ctrl+S writes to; NULL: it asks */
  RasSessionFile *awaited; /* waits for its data set; NULL: none does */
  char *awaited_path;      /* that it was read from; NULL: it is how the program was left */
  gboolean getting;        /* that data set is being downloaded: others come and go meanwhile */
  GCancellable *reading;   /* NULL: nothing is being read */
  gboolean remembering;
  guint timeout; /* 0: everything is written down */
};

static void
stop_waiting (RasWindowFiles *files)
{
  g_cancellable_cancel (files->reading);
  g_clear_object (&files->reading);
  g_clear_pointer (&files->awaited, ras_session_file_free);
  g_clear_pointer (&files->awaited_path, g_free);
  files->getting = FALSE;
}

void
ras_window_forget_session (RasWindow *self)
{
  g_clear_pointer (&self->files->path, g_free);
  if (!self->files->getting)
    stop_waiting (self->files);
}

static gboolean
is_awaited (RasWindow *self, RasDataset *dataset)
{
  const RasSessionFile *file = self->files->awaited;

  return file && (file->fingerprint == NULL
                  || g_str_equal (file->fingerprint, ras_dataset_get_fingerprint (dataset)));
}

/* --- Opening --- */

static void
read_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  RasWindow *self = RAS_WINDOW (source);
  RasWindowFiles *files = self->files;
  g_autofree char *path = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (RasSessionFile) file = ras_session_read_finish (result, &error);

  /* Superseded, or the window is gone. */
  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED) || files == NULL)
    return;
  g_clear_object (&files->reading);
  if (file && file->found)
    ras_window_load (self, file->found);
  else if (file && path)
    ras_window_ask_for_dataset (self, file);
  if (file && (file->found || path))
    {
      files->awaited = g_steal_pointer (&file);
      files->awaited_path = g_steal_pointer (&path);
      return;
    }
  if (path && g_error_matches (error, G_IO_ERROR, G_IO_ERROR_NOT_FOUND))
    ras_settings_remove_recent (path);
  if (path)
    ras_window_toast (self, error->message);
  else if (file)
    {
      g_autofree char *sentence = g_strdup_printf (
          _ ("The last data set is no longer at %s: this is the built-in one."), file->location);

      ras_window_toast (self, sentence);
    }
  else
    g_info ("how the program was left is not known: %s", error->message);
  if (self->dataset == NULL)
    ras_window_load (self, RAS_WINDOW_BUILT_IN);
}

static void
read_session (RasWindow *self, const char *path, const char *own_path)
{
  stop_waiting (self->files);
  self->files->reading = g_cancellable_new ();
  ras_session_read_async (path, self->files->reading, self, read_cb, g_strdup (own_path));
}

void
ras_window_open_session (RasWindow *self, const char *path)
{
  read_session (self, path, path);
}

void
ras_window_open_last (RasWindow *self)
{
  g_autofree char *path = ras_session_dup_last_path ();

  read_session (self, path, NULL);
}

void
ras_window_get_dataset (RasWindow *self)
{
  self->files->getting = self->files->awaited != NULL;
  ras_window_get_data (self);
}

gboolean
ras_window_doubt_dataset (RasWindow *self, RasDataset *dataset)
{
  RasWindowFiles *files = self->files;

  if (files->awaited == NULL || files->awaited_path == NULL || files->getting
      || is_awaited (self, dataset))
    return FALSE;
  ras_window_ask_about_dataset (self, files->awaited, dataset);
  return TRUE;
}

gboolean
ras_window_take_failure (RasWindow *self, const GError *error)
{
  RasWindowFiles *files = self->files;
  gboolean insist = files->awaited == NULL || files->awaited_path || files->getting;

  if (!files->getting)
    stop_waiting (files);
  if (insist)
    return FALSE;
  ras_window_toast (self, error->message);
  ras_window_load (self, RAS_WINDOW_BUILT_IN);
  return TRUE;
}

/* --- Bringing back --- */

static guint
clamp_uint (GVariantDict *dict, const char *name, guint64 most)
{
  guint32 value = 0;

  if (!g_variant_dict_lookup (dict, name, "u", &value) || value <= most)
    return 0;
  g_variant_dict_insert (dict, name, "u", (guint32) most);
  return 1;
}

/* −1 is "none", "all" or "the next". */
static guint
clamp_label (GVariantDict *dict, const char *name, guint n_classes)
{
  gint32 value = 0;

  if (!g_variant_dict_lookup (dict, name, "i", &value) || value < (int) n_classes)
    return 0;
  g_variant_dict_insert (dict, name, "i", -1);
  return 1;
}

/* What this data set does not have is left out: says how much. */
static guint
clamp_state (GVariantDict *dict, RasDataset *dataset)
{
  const char *const labels[] = { "class-filter", "own-class", "transport-class" };
  const char *const splits[] = { "split", "gallery-split" };
  const char *split = NULL;
  gsize n_test = ras_dataset_get_n_images (dataset, RAS_SPLIT_TEST);
  gsize n = ras_dataset_get_n_images (dataset, RAS_SPLIT_TRAIN);
  guint changes = 0;

  for (gsize i = 0; i < G_N_ELEMENTS (labels); i++)
    changes += clamp_label (dict, labels[i], ras_dataset_get_n_classes (dataset));
  for (gsize i = 0; i < G_N_ELEMENTS (splits); i++)
    {
      const char *name = NULL;
      gboolean test = g_variant_dict_lookup (dict, splits[i], "&s", &name)
                      && g_str_equal (name, ras_split_name (RAS_SPLIT_TEST));

      if (test && n_test == 0)
        {
          g_variant_dict_insert (dict, splits[i], "s", ras_split_name (RAS_SPLIT_TRAIN));
          changes++;
        }
    }
  if (g_variant_dict_lookup (dict, "split", "&s", &split)
      && g_str_equal (split, ras_split_name (RAS_SPLIT_TEST)))
    n = n_test;
  changes += clamp_uint (dict, "index", n - 1);
  return changes + clamp_uint (dict, "rank", ras_dataset_get_dimension (dataset));
}

static void
restore (RasWindow *self, const RasSessionFile *file)
{
  g_auto (GVariantDict) dict = G_VARIANT_DICT_INIT (file->state);
  guint changes = clamp_state (&dict, self->dataset);
  g_autoptr (GVariant) state = g_variant_ref_sink (g_variant_dict_end (&dict));

  ras_session_restore (self->session, state);
  if (changes > 0 && self->files->awaited_path)
    ras_window_toast (self, _ ("Some of what the session shows is not in this data set: the "
                               "nearest is shown instead."));
}

void
ras_window_restore_session (RasWindow *self)
{
  RasWindowFiles *files = self->files;
  const char *const names[] = { "save-session", "save-session-as" };

  if (files->awaited && (!files->getting || is_awaited (self, self->dataset)))
    {
      restore (self, files->awaited);
      g_free (files->path);
      files->path = g_steal_pointer (&files->awaited_path);
      if (files->path)
        ras_settings_add_recent (files->path);
      stop_waiting (files);
    }
  ras_undo_clear (self->undo);
  for (gsize i = 0; i < G_N_ELEMENTS (names); i++)
    g_simple_action_set_enabled (
        G_SIMPLE_ACTION (g_action_map_lookup_action (G_ACTION_MAP (self), names[i])), TRUE);
}

/* --- Rank and view options alone --- */

static void
last_read_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  RasWindow *self = RAS_WINDOW (source);
  g_autoptr (RasSessionFile) file = ras_session_read_finish (result, NULL);

  if (file && self->files)
    ras_window_take_view (self, file->state);
}

void
ras_window_take_view (RasWindow *self, GVariant *state)
{
  const char *const names[]
      = { "rank",    "recentred", "difference",      "gain",
          "rescale", "transport", "gradient-images", "gradient-iterations" };
  g_auto (GVariantDict) dict = G_VARIANT_DICT_INIT (NULL);
  g_autoptr (GVariant) some = NULL;
  g_autofree char *path = ras_session_dup_last_path ();

  if (state == NULL)
    {
      ras_session_read_async (path, NULL, self, last_read_cb, NULL);
      return;
    }
  for (gsize i = 0; i < G_N_ELEMENTS (names); i++)
    {
      g_autoptr (GVariant) value = g_variant_lookup_value (state, names[i], NULL);

      if (value)
        g_variant_dict_insert_value (&dict, names[i], value);
    }
  some = g_variant_ref_sink (g_variant_dict_end (&dict));
  ras_session_restore (self->session, some);
  ras_undo_clear (self->undo);
}

/* --- Saving --- */

static void
saved_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  RasWindow *self = RAS_WINDOW (source);
  g_autofree char *path = user_data;
  g_autofree char *name = g_filename_display_basename (path);
  g_autofree char *sentence = g_strdup_printf (_ ("Saved as %s"), name);
  g_autoptr (GError) error = NULL;
  gboolean ok = ras_session_write_finish (result, &error);

  if (self->files == NULL)
    return;
  ras_window_toast (self, ok ? sentence : error->message);
  if (ok)
    ras_settings_add_recent (path);
}

void
ras_window_save_session_to (RasWindow *self, const char *path)
{
  g_autofree char *named = ras_session_file_complete_name (path);

  if (self->dataset == NULL)
    return;
  g_free (self->files->path);
  self->files->path = g_strdup (named);
  ras_session_write_async (ras_session_file_new (self->session, self->dataset), named, self,
                           saved_cb, g_strdup (named));
}

static void
leave (RasWindow *self)
{
  g_autofree char *path = ras_session_dup_last_path ();

  g_clear_handle_id (&self->files->timeout, g_source_remove);
  if (self->dataset)
    ras_session_write_async (ras_session_file_new (self->session, self->dataset), path, NULL, NULL,
                             NULL);
}

static gboolean
timeout_cb (gpointer user_data)
{
  RasWindow *self = user_data;

  self->files->timeout = 0;
  leave (self);
  return G_SOURCE_REMOVE;
}

static void
changed_cb (RasWindow *self)
{
  if (self->files->remembering && self->files->timeout == 0)
    self->files->timeout = g_timeout_add_seconds (SECONDS, timeout_cb, self);
}

void
ras_window_remember (RasWindow *self)
{
  self->files->remembering = TRUE;
}

void
ras_window_leave_session (RasWindow *self)
{
  if (self->files && self->files->remembering)
    leave (self);
}

/* --- All of it --- */

static void
open_cb (GSimpleAction *action, GVariant *parameter, gpointer self)
{
  ras_window_choose_session (self);
}

static void
save_as_cb (GSimpleAction *action, GVariant *parameter, gpointer self)
{
  ras_window_choose_session_to_save (self);
}

static void
save_cb (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  RasWindow *self = user_data;
  g_autofree char *path = g_strdup (self->files->path);

  if (path)
    ras_window_save_session_to (self, path);
  else
    ras_window_choose_session_to_save (self);
}

void
ras_window_init_session (RasWindow *self)
{
  const GActionEntry entries[] = {
    { "open-session", open_cb },
    { "save-session", save_cb },
    { "save-session-as", save_as_cb },
  };

  self->files = g_new0 (RasWindowFiles, 1);
  g_action_map_add_action_entries (G_ACTION_MAP (self), entries, G_N_ELEMENTS (entries), self);
  for (gsize i = 1; i < G_N_ELEMENTS (entries); i++)
    g_simple_action_set_enabled (
        G_SIMPLE_ACTION (g_action_map_lookup_action (G_ACTION_MAP (self), entries[i].name)), FALSE);
  g_signal_connect_swapped (self->session, "changed", G_CALLBACK (changed_cb), self);
}

void
ras_window_free_session (RasWindow *self)
{
  if (self->files == NULL)
    return;
  stop_waiting (self->files);
  g_clear_handle_id (&self->files->timeout, g_source_remove);
  g_free (self->files->path);
  g_clear_pointer (&self->files, g_free);
}
