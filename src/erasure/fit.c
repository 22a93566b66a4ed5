#include "fit-private.h"

#include "linalg.h"
#include "memory.h"

#include <cblas.h>
#include <glib/gi18n.h>
#include <math.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

G_DEFINE_QUARK (ras-erasure-error-quark, ras_erasure_error)

gboolean
ras_erasure_require_memory (guint64 bytes, const char *what, GError **error)
{
  guint64 available = ras_memory_available ();
  g_autofree char *need = g_format_size (bytes);
  g_autofree char *have = g_format_size (available);

  if (bytes <= available)
    return TRUE;
  g_set_error (error, RAS_ERASURE_ERROR, RAS_ERASURE_ERROR_MEMORY,
               _ ("%s needs %s of memory, but only %s is free: close other programs, or use "
                  "smaller images or fewer classes"),
               what, need, have);
  return FALSE;
}

RasFit *
ras_fit_new (const RasEraser *eraser, const RasFitOptions *options, gsize d, guint k)
{
  RasFit *fit = g_atomic_rc_box_new0 (RasFit);

  fit->eraser = eraser;
  fit->options = *options;
  fit->d = d;
  fit->k = k;
  fit->owned = g_ptr_array_new_with_free_func (ras_free_big);
  fit->report.condition = NAN;
  fit->report.residual = NAN;
  return fit;
}

RasFit *
ras_fit_ref (RasFit *fit)
{
  return g_atomic_rc_box_acquire (fit);
}

static void
clear (gpointer data)
{
  RasFit *fit = data;

  g_ptr_array_unref (fit->owned);
  g_clear_pointer (&fit->mapping, g_mapped_file_unref);
  g_clear_pointer (&fit->report.losses, g_array_unref);
  g_free (fit->path.chunks);
  g_free (fit->path.gaps);
  g_free (fit->path.eigenvalues);
  g_free (fit->path.classes);
}

void
ras_fit_unref (RasFit *fit)
{
  g_atomic_rc_box_release_full (fit, clear);
}

const RasEraser *
ras_fit_get_eraser (const RasFit *fit)
{
  return fit->eraser;
}

const RasFitOptions *
ras_fit_get_options (const RasFit *fit)
{
  return &fit->options;
}

gsize
ras_fit_get_dimension (const RasFit *fit)
{
  return fit->d;
}

const RasFitReport *
ras_fit_get_report (const RasFit *fit)
{
  return &fit->report;
}

void
ras_fit_apply (const RasFit *fit, const RasApplyOptions *options, const double *x,
               const guint16 *labels, gsize m, double *y)
{
  g_assert (fit->eraser->apply);
  fit->eraser->apply (fit, options, x, labels, m, y);
}

/* --- Arrays --- */

double *
ras_fit_add_array (RasFit *fit, const char *name, gsize count, GError **error)
{
  double *data = ras_alloc_big (count, sizeof *data, _ (fit->eraser->title), error);

  if (data == NULL)
    return NULL;
  g_ptr_array_add (fit->owned, data);
  ras_fit_add_view (fit, name, count, data);
  return data;
}

void
ras_fit_add_view (RasFit *fit, const char *name, gsize count, double *data)
{
  g_assert (fit->n_arrays < RAS_FIT_MAX_ARRAYS);
  fit->arrays[fit->n_arrays++] = (RasFitArray) { name, count, data };
}

const double *
ras_fit_get_array (const RasFit *fit, const char *name, gsize *count)
{
  for (guint i = 0; i < fit->n_arrays; i++)
    if (strcmp (fit->arrays[i].name, name) == 0)
      {
        if (count)
          *count = fit->arrays[i].count;
        return fit->arrays[i].data;
      }
  return NULL;
}

void
ras_fit_forget_pages (const RasFit *fit, const double *data, gsize count)
{
  gsize page = sysconf (_SC_PAGESIZE);
  gsize first = ((gsize) data + page - 1) / page * page;
  gsize end = (gsize) (data + count) / page * page;

  /* Only a mapped file has its numbers elsewhere. */
  if (fit->mapping && first < end)
    madvise ((gpointer) first, end - first, MADV_DONTNEED);
}

/* --- The path --- */

static guint
n_chunks (guint length)
{
  return (length + RAS_PATH_CHUNK - 1) / RAS_PATH_CHUNK;
}

void
ras_fit_start_path (RasFit *fit, guint max_rank)
{
  RasPath *path = &fit->path;

  path->max_rank = max_rank;
  path->chunks = g_new0 (double *, n_chunks (max_rank) + 1);
  path->gaps = g_new0 (double, max_rank + 1);
  path->eigenvalues = g_new0 (double, max_rank);
  path->classes = g_new0 (gint32, max_rank);
  path->gaps[0] = 1;
}

gboolean
ras_fit_append_direction (RasFit *fit, const double *v, double gap, int label, double eigenvalue,
                          GError **error)
{
  RasPath *path = &fit->path;
  guint i = path->length;
  double **chunk = &path->chunks[i / RAS_PATH_CHUNK];

  g_assert (i < path->max_rank);
  if (*chunk == NULL)
    {
      *chunk = ras_alloc_big (RAS_PATH_CHUNK * fit->d, sizeof (double), _ ("directions"), error);
      if (*chunk == NULL)
        return FALSE;
      g_ptr_array_add (fit->owned, *chunk);
    }
  memcpy (*chunk + (i % RAS_PATH_CHUNK) * fit->d, v, fit->d * sizeof *v);
  path->gaps[i + 1] = gap;
  path->classes[i] = label;
  path->eigenvalues[i] = eigenvalue;
  g_atomic_int_set (&path->length, i + 1);
  return TRUE;
}

guint
ras_fit_get_path_length (const RasFit *fit)
{
  return g_atomic_int_get (&fit->path.length);
}

const double *
ras_fit_get_direction (const RasFit *fit, guint i)
{
  return fit->path.chunks[i / RAS_PATH_CHUNK] + (i % RAS_PATH_CHUNK) * fit->d;
}

double
ras_fit_get_gap (const RasFit *fit, guint r)
{
  return fit->path.gaps[r];
}

int
ras_fit_get_step_class (const RasFit *fit, guint i)
{
  return fit->path.classes[i];
}

double
ras_fit_get_step_eigenvalue (const RasFit *fit, guint i)
{
  return fit->path.eigenvalues[i];
}

int
ras_fit_get_rank_for_target (const RasFit *fit, double target)
{
  guint length = ras_fit_get_path_length (fit);

  for (guint r = 0; r <= length; r++)
    if (fit->path.gaps[r] <= 1 - target)
      return r;
  return -1;
}

guint
ras_fit_get_max_rank (const RasFit *fit)
{
  return fit->path.max_rank;
}

void
ras_fit_project_out (const RasFit *fit, guint rank, double *y, gsize m, double *coefficients)
{
  gsize d = fit->d;
  g_autofree double *scratch = coefficients ? NULL : g_new (double, m * MIN (rank, RAS_PATH_CHUNK));

  for (guint start = 0; start < rank; start += RAS_PATH_CHUNK)
    {
      const double *v = fit->path.chunks[start / RAS_PATH_CHUNK];
      guint r = MIN (RAS_PATH_CHUNK, rank - start);
      double *c = coefficients ? coefficients + start : scratch;
      gsize stride = coefficients ? rank : r;

      /* C ← Y V (rows of V are directions), then Y ← Y − C Vᵀ. One row is not worth the
       * packing of a matrix product. */
      if (m == 1)
        {
          cblas_dgemv (CblasRowMajor, CblasNoTrans, r, d, 1, v, d, y, 1, 0, c, 1);
          cblas_dgemv (CblasRowMajor, CblasTrans, r, d, -1, v, d, c, 1, 1, y, 1);
          continue;
        }
      cblas_dgemm (CblasRowMajor, CblasNoTrans, CblasTrans, m, r, d, 1, y, d, v, d, 0, c, stride);
      cblas_dgemm (CblasRowMajor, CblasNoTrans, CblasNoTrans, m, d, r, -1, c, stride, v, d, 1, y,
                   d);
    }
}

void
ras_fit_remove_directions (const RasFit *fit, guint rank, const double *mean, double *x, gsize m)
{
  for (gsize row = 0; mean && row < m; row++)
    ras_axpy (-1, mean, x + row * fit->d, fit->d);
  ras_fit_project_out (fit, rank, x, m, NULL);
  for (gsize row = 0; mean && row < m; row++)
    ras_axpy (1, mean, x + row * fit->d, fit->d);
}
