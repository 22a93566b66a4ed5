#include "ras-session-task.h"

typedef struct
{
  RasSessionFile *file; /* NULL: to be read */
  char *path;
} Work;

static void
work_free (gpointer data)
{
  Work *work = data;

  ras_session_file_free (work->file);
  g_free (work->path);
  g_free (work);
}

static gboolean
drop_task_cb (gpointer task)
{
  g_object_unref (task);
  return G_SOURCE_REMOVE;
}

static void
do_work (gpointer data, gpointer user_data)
{
  GTask *task = data;
  const Work *work = g_task_get_task_data (task);
  g_autofree char *folder = g_path_get_dirname (work->path);
  GError *error = NULL;

  if (work->file)
    {
      /* Where programs keep their state there may be no folder yet; elsewhere there is one. */
      g_mkdir_with_parents (folder, 0700);
      if (ras_session_file_write (work->file, work->path, &error))
        g_task_return_boolean (task, TRUE);
    }
  else
    {
      RasSessionFile *file = ras_session_file_read (work->path, &error);

      if (file)
        g_task_return_pointer (task, file, (GDestroyNotify) ras_session_file_free);
    }
  if (error)
    g_task_return_error (task, error);
  /* The last reference to a closed window may be the task's: it is not to go on this thread. */
  g_idle_add_full (G_PRIORITY_DEFAULT, drop_task_cb, task, NULL);
}

static void
start (GTask *task, RasSessionFile *file, const char *path)
{
  static GThreadPool *pool;
  Work *work = g_new0 (Work, 1);

  if (pool == NULL)
    pool = g_thread_pool_new (do_work, NULL, 1, FALSE, NULL);
  work->file = file;
  work->path = g_strdup (path);
  g_task_set_task_data (task, work, work_free);
  g_thread_pool_push (pool, task, NULL);
}

/* Whoever wants to know is told; the application may end. */
typedef struct
{
  GApplication *application;
  GAsyncReadyCallback callback;
  gpointer user_data;
} Writing;

static void
written_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  Writing *writing = user_data;

  if (writing->callback)
    writing->callback (source, result, writing->user_data);
  if (writing->application)
    g_application_release (writing->application);
  g_clear_object (&writing->application);
  g_free (writing);
}

void
ras_session_write_async (RasSessionFile *file, const char *path, gpointer source,
                         GAsyncReadyCallback callback, gpointer user_data)
{
  GApplication *application = g_application_get_default ();
  Writing *writing = g_new0 (Writing, 1);

  writing->callback = callback;
  writing->user_data = user_data;
  if (application)
    {
      writing->application = g_object_ref (application);
      g_application_hold (application);
    }
  start (g_task_new (source, NULL, written_cb, writing), file, path);
}

gboolean
ras_session_write_finish (GAsyncResult *result, GError **error)
{
  return g_task_propagate_boolean (G_TASK (result), error);
}

void
ras_session_read_async (const char *path, GCancellable *cancellable, gpointer source,
                        GAsyncReadyCallback callback, gpointer user_data)
{
  start (g_task_new (source, cancellable, callback, user_data), NULL, path);
}

RasSessionFile *
ras_session_read_finish (GAsyncResult *result, GError **error)
{
  return g_task_propagate_pointer (G_TASK (result), error);
}

char *
ras_session_dup_last_path (void)
{
  return g_build_filename (g_get_user_state_dir (), "rasura", "last" RAS_SESSION_FILE_SUFFIX,
                           NULL);
}
