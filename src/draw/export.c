#include "export.h"

#include <cairo-pdf.h>
#include <cairo-svg.h>
#include <glib/gi18n.h>
#include <math.h>
#include <png.h>
#include <string.h>

#include "atomic-file.h"
#include "svg-text.h"

/* Cairo's own limit on the sides of an image, and ours on its memory: 1 GiB. */
#define MAX_SIDE 32767
#define MAX_PIXELS (1 << 28)

/* What every format works from, and the file it writes to. */
typedef struct
{
  const char *path;
  const RasExport *export;
  double width, height; /* device units */
  GByteArray *bytes;    /* the finished file */
} Job;

typedef struct
{
  const char *ending;
  gboolean (*make) (Job *job, GError **error);
} Format;

static const char *
find_text (const Job *job, const char *key)
{
  for (const RasExportText *text = job->export->texts; text && text->key; text++)
    if (strcmp (text->key, key) == 0)
      return text->value;
  return NULL;
}

static gboolean
fail (const Job *job, const char *reason, GError **error)
{
  g_set_error (error, G_IO_ERROR, G_IO_ERROR_FAILED, _ ("%s cannot be drawn: %s"), job->path,
               reason);
  return FALSE;
}

/* Lets the caller draw on `surface` and says how that went. */
static gboolean
draw (Job *job, cairo_surface_t *surface, GError **error)
{
  cairo_t *cr = cairo_create (surface);
  cairo_status_t status;

  cairo_scale (cr, job->export->scale, job->export->scale);
  job->export->draw (cr, job->export->user_data);
  status = cairo_status (cr);
  cairo_destroy (cr);
  /* An image surface would lose its pixels when finished; the others write their end then. */
  if (cairo_surface_get_type (surface) == CAIRO_SURFACE_TYPE_IMAGE)
    cairo_surface_flush (surface);
  else
    cairo_surface_finish (surface);
  if (status == CAIRO_STATUS_SUCCESS)
    status = cairo_surface_status (surface);
  return status == CAIRO_STATUS_SUCCESS || fail (job, cairo_status_to_string (status), error);
}

/* --- PNG, through libpng for its text chunks --- */

static void
append_png_data (png_structp png, png_bytep data, png_size_t length)
{
  g_byte_array_append (png_get_io_ptr (png), data, length);
}

static void
flush_png_data (png_structp png)
{
}

static void
remember_png_error (png_structp png, png_const_charp message)
{
  char **reason = png_get_error_ptr (png);

  *reason = g_strdup (message);
  png_longjmp (png, 1);
}

static void
ignore_png_warning (png_structp png, png_const_charp message)
{
}

static void
set_png_texts (png_structp png, png_infop info, const RasExportText *texts)
{
  for (const RasExportText *text = texts; text && text->key; text++)
    {
      png_text chunk = { .compression = g_str_is_ascii (text->value) ? PNG_TEXT_COMPRESSION_NONE
                                                                     : PNG_ITXT_COMPRESSION_NONE,
                         .key = (char *) text->key,
                         .text = (char *) text->value,
                         .text_length = strlen (text->value) };

      png_set_text (png, info, &chunk, 1);
    }
}

/* One row of an RGB24 surface as 3 bytes per pixel. */
static void
unpack_row (cairo_surface_t *surface, int y, int width, guint8 *row)
{
  const guint8 *data = cairo_image_surface_get_data (surface);
  gsize stride = cairo_image_surface_get_stride (surface);
  const guint32 *pixels = (const guint32 *) (const void *) (data + y * stride);

  for (int x = 0; x < width; x++)
    {
      *row++ = pixels[x] >> 16;
      *row++ = pixels[x] >> 8;
      *row++ = pixels[x];
    }
}

/* `row` has room for one row. Everything that longjmp could lose is the caller's. */
static gboolean
write_png (const Job *job, png_structp png, png_infop info, cairo_surface_t *surface, int width,
           int height, guint8 *row)
{
  if (setjmp (png_jmpbuf (png)))
    return FALSE;
  png_set_write_fn (png, job->bytes, append_png_data, flush_png_data);
  png_set_IHDR (png, info, width, height, 8, PNG_COLOR_TYPE_RGB, PNG_INTERLACE_NONE,
                PNG_COMPRESSION_TYPE_DEFAULT, PNG_FILTER_TYPE_DEFAULT);
  set_png_texts (png, info, job->export->texts);
  if (job->export->dpi > 0)
    png_set_pHYs (png, info, (png_uint_32) lround (job->export->dpi / 0.0254),
                  (png_uint_32) lround (job->export->dpi / 0.0254), PNG_RESOLUTION_METER);
  png_write_info (png, info);
  for (int y = 0; y < height; y++)
    {
      unpack_row (surface, y, width, row);
      png_write_row (png, row);
    }
  png_write_end (png, info);
  return TRUE;
}

static gboolean
encode_png (Job *job, cairo_surface_t *surface, int width, int height, GError **error)
{
  g_autofree char *reason = NULL;
  g_autofree guint8 *row = g_new (guint8, 3 * (gsize) width);
  png_structp png = png_create_write_struct (PNG_LIBPNG_VER_STRING, &reason, remember_png_error,
                                             ignore_png_warning);
  png_infop info = png ? png_create_info_struct (png) : NULL;
  gboolean ok = info && write_png (job, png, info, surface, width, height, row);

  png_destroy_write_struct (&png, &info);
  return ok || fail (job, reason ? reason : "libpng", error);
}

/* A size that is whole but for rounding is that whole number. */
static int
count_pixels (double length)
{
  return (int) ceil (length - 1e-6);
}

static cairo_surface_t *
paint (Job *job, GError **error)
{
  int width = count_pixels (job->width), height = count_pixels (job->height);
  cairo_surface_t *surface = cairo_image_surface_create (CAIRO_FORMAT_RGB24, width, height);
  cairo_t *cr = cairo_create (surface);

  /* A drawing that paints no background stands on white, as on paper. */
  cairo_set_source_rgb (cr, 1, 1, 1);
  cairo_paint (cr);
  cairo_destroy (cr);
  if (!draw (job, surface, error))
    g_clear_pointer (&surface, cairo_surface_destroy);
  return surface;
}

static gboolean
make_png (Job *job, GError **error)
{
  cairo_surface_t *surface = paint (job, error);
  gboolean ok = surface
                && encode_png (job, surface, cairo_image_surface_get_width (surface),
                               cairo_image_surface_get_height (surface), error);

  g_clear_pointer (&surface, cairo_surface_destroy);
  return ok;
}

/* --- SVG and PDF --- */

static cairo_status_t
append_bytes (void *closure, const unsigned char *data, unsigned int length)
{
  g_byte_array_append (closure, data, length);
  return CAIRO_STATUS_SUCCESS;
}

/* Cairo has no place for metadata in SVG: <title> and <desc> go behind the opening tag. */
static void
insert_svg_texts (Job *job, const RasSvgTexts *drawn)
{
  static const char *const places[][2] = { { "Title", "title" }, { "Description", "desc" } };
  g_autoptr (GString) text = g_string_new_len ((const char *) job->bytes->data, job->bytes->len);
  const char *tag, *end;
  gssize at;

  ras_svg_texts_insert (drawn, text);
  tag = strstr (text->str, "<svg");
  end = tag ? strchr (tag, '>') : NULL;
  at = end ? end - text->str + 1 : -1;
  for (guint i = 0; at >= 0 && i < G_N_ELEMENTS (places); i++)
    {
      const char *value = find_text (job, places[i][0]);
      g_autofree char *element
          = value ? g_markup_printf_escaped ("\n<%s>%s</%s>", places[i][1], value, places[i][1])
                  : g_strdup ("");

      g_string_insert (text, at, element);
      at += strlen (element);
    }
  g_byte_array_set_size (job->bytes, 0);
  g_byte_array_append (job->bytes, (const guint8 *) text->str, text->len);
}

static gboolean
make_svg (Job *job, GError **error)
{
  cairo_surface_t *surface = cairo_svg_surface_create_for_stream (
      append_bytes, job->bytes, job->width, job->height);
  g_autoptr (RasSvgTexts) drawn = ras_svg_texts_new (surface);
  gboolean ok;

  cairo_svg_surface_set_document_unit (surface, CAIRO_SVG_UNIT_PT);
  ok = draw (job, surface, error);
  cairo_surface_destroy (surface);
  if (ok)
    insert_svg_texts (job, drawn);
  return ok;
}

static gboolean
make_pdf (Job *job, GError **error)
{
  static const struct
  {
    const char *key;
    cairo_pdf_metadata_t place;
  } places[] = { { "Title", CAIRO_PDF_METADATA_TITLE },
                 { "Author", CAIRO_PDF_METADATA_AUTHOR },
                 { "Description", CAIRO_PDF_METADATA_SUBJECT },
                 { "Software", CAIRO_PDF_METADATA_CREATOR } };
  cairo_surface_t *surface = cairo_pdf_surface_create_for_stream (
      append_bytes, job->bytes, job->width, job->height);
  gboolean ok;

  for (guint i = 0; i < G_N_ELEMENTS (places); i++)
    if (find_text (job, places[i].key))
      cairo_pdf_surface_set_metadata (surface, places[i].place, find_text (job, places[i].key));
  ok = draw (job, surface, error);
  cairo_surface_destroy (surface);
  return ok;
}

/* --- All of them --- */

static const Format formats[] = {
  { ".png", make_png },
  { ".svg", make_svg },
  { ".pdf", make_pdf },
};

static const Format *
find_format (const char *path)
{
  g_autofree char *lower = g_ascii_strdown (path, -1);

  for (guint i = 0; i < G_N_ELEMENTS (formats); i++)
    if (g_str_has_suffix (lower, formats[i].ending))
      return &formats[i];
  return NULL;
}

gboolean
ras_export_check_name (const char *path, GError **error)
{
  if (find_format (path))
    return TRUE;
  g_set_error (error, G_IO_ERROR, G_IO_ERROR_NOT_SUPPORTED,
               _ ("%s: pictures are written as png, svg or pdf; end the name with one of these"),
               path);
  return FALSE;
}

gboolean
ras_export_is_png (const char *path)
{
  const Format *format = find_format (path);

  return format && format->make == make_png;
}

/* What is to be made, unless it is too large. `bytes` may be NULL. */
static gboolean
start (const RasExport *export, const char *name, GByteArray *bytes, Job *job, GError **error)
{
  *job = (Job) { name, export, export->width * export->scale, export->height * export->scale,
                 bytes };
  if (job->width > 0 && job->height > 0 && MAX (job->width, job->height) <= MAX_SIDE
      && job->width * job->height <= MAX_PIXELS)
    return TRUE;
  return fail (job, _ ("it would be empty or too large; choose another scale"), error);
}

GBytes *
ras_export_encode (const RasExport *export, const char *name, GError **error)
{
  g_autoptr (GByteArray) bytes = g_byte_array_new ();
  Job job;

  if (!ras_export_check_name (name, error) || !start (export, name, bytes, &job, error)
      || !find_format (name)->make (&job, error))
    return NULL;
  return g_byte_array_free_to_bytes (g_steal_pointer (&bytes));
}

cairo_surface_t *
ras_export_paint (const RasExport *export, GError **error)
{
  Job job;

  return start (export, _ ("The picture"), NULL, &job, error) ? paint (&job, error) : NULL;
}

gboolean
ras_export_write (const char *path, GBytes *bytes, GError **error)
{
  g_autoptr (RasAtomicFile) file = ras_atomic_file_new (path, error);
  gsize size;
  gconstpointer data = g_bytes_get_data (bytes, &size);

  return file && ras_atomic_file_write (file, data, size, error)
         && ras_atomic_file_commit (g_steal_pointer (&file), error);
}

gboolean
ras_export_run (const RasExport *export, const char *path, GError **error)
{
  g_autoptr (GByteArray) bytes = g_byte_array_new ();
  g_autoptr (RasAtomicFile) file = NULL;
  Job job;

  if (!ras_export_check_name (path, error) || !start (export, path, bytes, &job, error))
    return FALSE;
  /* Opened before anything is drawn, so that an unwritable place is noticed at once. */
  file = ras_atomic_file_new (path, error);
  return file && find_format (path)->make (&job, error)
         && ras_atomic_file_write (file, bytes->data, bytes->len, error)
         && ras_atomic_file_commit (g_steal_pointer (&file), error);
}

gboolean
ras_export (const char *path, double width, double height, double scale, RasDrawFunc draw_func,
            gpointer user_data, const RasExportText *texts, GError **error)
{
  const RasExport export = { .width = width, .height = height, .scale = scale,
                             .draw = draw_func, .user_data = user_data, .texts = texts };

  return ras_export_run (&export, path, error);
}
