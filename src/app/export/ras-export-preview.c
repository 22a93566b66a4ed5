#include "ras-export-preview.h"

/* It has at most so many pixels across. */
#define PREVIEW_PIXELS 1400

typedef struct
{
  RasExportPreview preview;
  RasDrawing *drawing;
  GWeakRef owner; /* a window must not outlive its parent */
  RasPreviewFunc painted;
} Job;

static void
job_free (gpointer data)
{
  Job *job = data;

  g_weak_ref_clear (&job->owner);
  ras_drawing_unref (job->drawing);
  g_clear_pointer (&job->preview.pixels, g_bytes_unref);
  g_free (job);
}

/* The fourth byte of an RGB24 surface means nothing; that of a texture is opacity. */
static void
make_opaque (cairo_surface_t *surface)
{
  gsize size = (gsize) cairo_image_surface_get_stride (surface)
               * cairo_image_surface_get_height (surface);
  guint32 *pixels = (guint32 *) (void *) cairo_image_surface_get_data (surface);

  for (gsize i = 0; i < size / sizeof *pixels; i++)
    pixels[i] |= 0xff000000;
}

static gboolean
paint (Job *job, GError **error)
{
  RasExportPreview *preview = &job->preview;
  RasDrawingSize painted = preview->size;
  cairo_surface_t *surface;

  if (!ras_drawing_size_check (&preview->size, error))
    return FALSE;
  ras_drawing_measure (job->drawing, &preview->size, &preview->points);
  painted = preview->size;
  painted.dpi = 0;
  painted.pixels = MIN (painted.pixels, PREVIEW_PIXELS);
  surface = ras_drawing_paint (job->drawing, &painted, error);
  if (surface == NULL)
    return FALSE;
  make_opaque (surface);
  preview->width = cairo_image_surface_get_width (surface);
  preview->height = cairo_image_surface_get_height (surface);
  preview->stride = cairo_image_surface_get_stride (surface);
  preview->pixels = g_bytes_new_with_free_func (
      cairo_image_surface_get_data (surface), (gsize) preview->stride * preview->height,
      (GDestroyNotify) cairo_surface_destroy, surface);
  return TRUE;
}

static void
paint_in_thread (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  GError *error = NULL;

  if (paint (data, &error))
    g_task_return_boolean (task, TRUE);
  else
    g_task_return_error (task, error);
}

static void
painted_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  Job *job = g_task_get_task_data (G_TASK (result));
  g_autoptr (GObject) owner = g_weak_ref_get (&job->owner);
  g_autoptr (GError) error = NULL;

  g_task_propagate_boolean (G_TASK (result), &error);
  if (owner)
    job->painted (owner, &job->preview, error);
}

void
ras_export_preview_paint (RasDrawing *drawing, const RasDrawingSize *size, gpointer owner,
                          RasPreviewFunc painted)
{
  g_autoptr (GTask) task = g_task_new (NULL, NULL, painted_cb, NULL);
  Job *job = g_new0 (Job, 1);

  job->drawing = ras_drawing_ref (drawing);
  job->preview.size = *size;
  job->painted = painted;
  g_weak_ref_init (&job->owner, owner);
  g_task_set_task_data (task, job, job_free);
  g_task_run_in_thread (task, paint_in_thread);
}

GdkTexture *
ras_export_preview_make_texture (const RasExportPreview *preview)
{
  return gdk_memory_texture_new (preview->width, preview->height,
                                 G_BYTE_ORDER == G_LITTLE_ENDIAN
                                     ? GDK_MEMORY_B8G8R8A8_PREMULTIPLIED
                                     : GDK_MEMORY_A8R8G8B8_PREMULTIPLIED,
                                 preview->pixels, preview->stride);
}
