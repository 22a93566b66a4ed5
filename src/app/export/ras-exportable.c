#include "ras-exportable.h"

#include <glib/gi18n.h>
#include <string.h>

#include "atomic-file.h"
#include "ras-command.h"

struct _RasExportable
{
  char *title, *name;
  RasDrawing *drawing;
  RasTableFunc make_table;
  gpointer table_data;
  GDestroyNotify free_table;
  char *command;
  const char *option;
  gboolean sized;
};

RasExportable *
ras_exportable_new (const char *title, const char *name)
{
  RasExportable *self = g_atomic_rc_box_new0 (RasExportable);

  self->title = g_strdup (title);
  self->name = g_strdup (name);
  return self;
}

RasExportable *
ras_exportable_ref (RasExportable *self)
{
  return g_atomic_rc_box_acquire (self);
}

static void
clear (gpointer data)
{
  RasExportable *self = data;

  g_free (self->title);
  g_free (self->name);
  g_free (self->command);
  g_clear_pointer (&self->drawing, ras_drawing_unref);
  if (self->free_table)
    self->free_table (self->table_data);
}

void
ras_exportable_unref (RasExportable *self)
{
  g_atomic_rc_box_release_full (self, clear);
}

GPtrArray *
ras_exportable_new_list (void)
{
  return g_ptr_array_new_with_free_func ((GDestroyNotify) ras_exportable_unref);
}

void
ras_exportable_set_drawing (RasExportable *self, RasDrawing *drawing)
{
  self->drawing = drawing;
}

void
ras_exportable_set_table (RasExportable *self, RasTableFunc make, gpointer data,
                          GDestroyNotify free_data)
{
  self->make_table = make;
  self->table_data = data;
  self->free_table = free_data;
}

void
ras_exportable_set_command (RasExportable *self, char *command, const char *option,
                            gboolean sized)
{
  self->command = command;
  self->option = option;
  self->sized = sized;
}

const char *
ras_exportable_get_title (const RasExportable *self)
{
  return self->title;
}

const char *
ras_exportable_get_name (const RasExportable *self)
{
  return self->name;
}

RasDrawing *
ras_exportable_get_drawing (const RasExportable *self)
{
  return self->drawing;
}

gboolean
ras_exportable_has_table (const RasExportable *self)
{
  return self->make_table != NULL;
}

char *
ras_exportable_make_command (const RasExportable *self, const RasDrawingSize *size,
                             const char *path)
{
  return self->command ? ras_command_add_output (self->command, self->option, path,
                                                 self->sized ? size : NULL)
                       : NULL;
}

gboolean
ras_exportable_is_table (const char *path)
{
  g_autofree char *lower = g_ascii_strdown (path, -1);

  return g_str_has_suffix (lower, ".csv");
}

/* --- Writing --- */

typedef struct
{
  RasExportable *exportable;
  RasDrawingSize size;
  char *path, *command;
  RasSayFunc say;
} Saving;

static void
saving_free (gpointer data)
{
  Saving *saving = data;

  ras_exportable_unref (saving->exportable);
  g_free (saving->path);
  g_free (saving->command);
  g_free (saving);
}

static gboolean
write_table (const Saving *saving, GError **error)
{
  const RasExportable *exportable = saving->exportable;
  g_autofree char *table = exportable->make_table (exportable->table_data);
  g_autoptr (RasAtomicFile) file = ras_atomic_file_new (saving->path, error);

  return file && ras_atomic_file_write (file, table, strlen (table), error)
         && ras_atomic_file_commit (g_steal_pointer (&file), error);
}

static void
run_in_thread (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  const Saving *saving = data;
  GError *error = NULL;

  if (saving->exportable->make_table && ras_exportable_is_table (saving->path)
          ? write_table (saving, &error)
          : ras_drawing_write (saving->exportable->drawing, &saving->size, saving->command,
                               saving->path, &error))
    g_task_return_boolean (task, TRUE);
  else
    g_task_return_error (task, error);
}

static void
saved_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  Saving *saving = g_task_get_task_data (G_TASK (result));
  g_autoptr (GError) error = NULL;

  if (g_task_propagate_boolean (G_TASK (result), &error))
    {
      g_autofree char *name = g_path_get_basename (saving->path);
      g_autofree char *shown = g_filename_display_name (name);
      g_autofree char *sentence = g_strdup_printf (_ ("%s was written"), shown);

      saving->say (source, sentence);
    }
  else
    saving->say (source, error->message);
}

void
ras_exportable_save (RasExportable *self, const RasDrawingSize *size, const char *path,
                     gpointer source, RasSayFunc say)
{
  g_autoptr (GTask) task = g_task_new (source, NULL, saved_cb, NULL);
  Saving *saving = g_new0 (Saving, 1);

  saving->exportable = ras_exportable_ref (self);
  saving->size = *size;
  saving->path = g_strdup (path);
  saving->command = ras_exportable_make_command (self, size, path);
  saving->say = say;
  g_task_set_task_data (task, saving, saving_free);
  g_task_run_in_thread (task, run_in_thread);
}
