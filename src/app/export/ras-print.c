#include "ras-print.h"

#include <glib/gi18n.h>

typedef struct
{
  RasDrawing *drawing;
  GObject *source;
  RasSayFunc say;
} Printing;

static void
printing_free (gpointer data, GClosure *closure)
{
  Printing *printing = data;

  ras_drawing_unref (printing->drawing);
  g_object_unref (printing->source);
  g_free (printing);
}

static void
draw_page_cb (GtkPrintOperation *operation, GtkPrintContext *context, int page,
              Printing *printing)
{
  ras_drawing_print (printing->drawing, gtk_print_context_get_cairo_context (context),
                     gtk_print_context_get_width (context),
                     gtk_print_context_get_height (context));
}

static void
done_cb (GtkPrintOperation *operation, GtkPrintOperationResult result, Printing *printing)
{
  g_autoptr (GError) error = NULL;

  if (result != GTK_PRINT_OPERATION_RESULT_ERROR)
    return;
  gtk_print_operation_get_error (operation, &error);
  printing->say (printing->source, error ? error->message : _ ("It could not be printed."));
}

void
ras_print (GtkWindow *parent, RasExportable *exportable, const char *path, gpointer source,
           RasSayFunc say)
{
  g_autoptr (GtkPrintOperation) operation = gtk_print_operation_new ();
  g_autoptr (GtkPageSetup) setup = gtk_page_setup_new ();
  g_autoptr (GError) error = NULL;
  Printing *printing = g_new0 (Printing, 1);

  printing->drawing = ras_drawing_ref (ras_exportable_get_drawing (exportable));
  printing->source = g_object_ref (source);
  printing->say = say;
  gtk_page_setup_set_orientation (setup, ras_drawing_is_wide (printing->drawing)
                                             ? GTK_PAGE_ORIENTATION_LANDSCAPE
                                             : GTK_PAGE_ORIENTATION_PORTRAIT);
  gtk_print_operation_set_default_page_setup (operation, setup);
  gtk_print_operation_set_n_pages (operation, 1);
  gtk_print_operation_set_unit (operation, GTK_UNIT_POINTS);
  gtk_print_operation_set_embed_page_setup (operation, TRUE);
  gtk_print_operation_set_allow_async (operation, TRUE);
  gtk_print_operation_set_job_name (operation, ras_exportable_get_title (exportable));
  g_signal_connect (operation, "draw-page", G_CALLBACK (draw_page_cb), printing);
  g_signal_connect_data (operation, "done", G_CALLBACK (done_cb), printing, printing_free, 0);
  if (path)
    gtk_print_operation_set_export_filename (operation, path);
  if (gtk_print_operation_run (operation,
                               path ? GTK_PRINT_OPERATION_ACTION_EXPORT
                                    : GTK_PRINT_OPERATION_ACTION_PRINT_DIALOG,
                               parent, &error)
      == GTK_PRINT_OPERATION_RESULT_ERROR)
    say (source, error->message);
}

/* --- The clipboard --- */

typedef struct
{
  RasExportable *exportable;
  RasDrawingSize size;
  char *command;
  GdkClipboard *clipboard;
  RasSayFunc say;
  GBytes *png, *svg;
  GdkTexture *texture;
} Copying;

static void
copying_free (gpointer data)
{
  Copying *copying = data;

  ras_exportable_unref (copying->exportable);
  g_object_unref (copying->clipboard);
  g_free (copying->command);
  g_clear_pointer (&copying->png, g_bytes_unref);
  g_clear_pointer (&copying->svg, g_bytes_unref);
  g_clear_object (&copying->texture);
  g_free (copying);
}

static void
copy_in_thread (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  Copying *copying = data;
  RasDrawing *drawing = ras_exportable_get_drawing (copying->exportable);
  GError *error = NULL;

  copying->png = ras_drawing_encode (drawing, &copying->size, copying->command, ".png", &error);
  if (copying->png)
    copying->svg = ras_drawing_encode (drawing, &copying->size, copying->command, ".svg", &error);
  if (copying->svg)
    copying->texture = gdk_texture_new_from_bytes (copying->png, &error);
  if (copying->texture)
    g_task_return_boolean (task, TRUE);
  else
    g_task_return_error (task, error);
}

static void
copied_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  Copying *copying = g_task_get_task_data (G_TASK (result));
  g_autoptr (GdkContentProvider) all = NULL;
  g_autoptr (GError) error = NULL;

  if (!g_task_propagate_boolean (G_TASK (result), &error))
    {
      copying->say (source, error->message);
      return;
    }
  all = gdk_content_provider_new_union (
      (GdkContentProvider *[]) {
          gdk_content_provider_new_for_bytes ("image/png", copying->png),
          gdk_content_provider_new_for_bytes ("image/svg+xml", copying->svg),
          gdk_content_provider_new_typed (GDK_TYPE_TEXTURE, copying->texture) },
      3);
  gdk_clipboard_set_content (copying->clipboard, all);
  copying->say (source, _ ("The picture is on the clipboard"));
}

void
ras_copy_picture (GdkClipboard *clipboard, RasExportable *exportable, const RasDrawingSize *size,
                  gpointer source, RasSayFunc say)
{
  g_autoptr (GTask) task = g_task_new (source, NULL, copied_cb, NULL);
  Copying *copying = g_new0 (Copying, 1);

  copying->exportable = ras_exportable_ref (exportable);
  copying->size = *size;
  copying->command = ras_exportable_make_command (exportable, size, "picture.png");
  copying->clipboard = g_object_ref (clipboard);
  copying->say = say;
  g_task_set_task_data (task, copying, copying_free);
  g_task_run_in_thread (task, copy_in_thread);
}
