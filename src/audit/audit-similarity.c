/* SSIM cannot be had from moments: a sample of images is erased and compared. */
#include "audit-private.h"

#include "fit-private.h"
#include "memory.h"
#include "parallel.h"
#include "ssim.h"

#include <glib/gi18n.h>
#include <math.h>

#define N_SAMPLED 250

typedef struct
{
  RasDataset *dataset;
  const double *x, *y;
  double *values;
} Comparison;

static void
compare_image (gsize i, gpointer user_data)
{
  Comparison *comparison = user_data;
  gsize d = ras_dataset_get_dimension (comparison->dataset);

  comparison->values[i] = ras_ssim (
      comparison->x + i * d, comparison->y + i * d, ras_dataset_get_channels (comparison->dataset),
      ras_dataset_get_height (comparison->dataset), ras_dataset_get_width (comparison->dataset));
}

gboolean
ras_audit_compare (const RasAuditImages *before, const RasAuditImages *after, double *mean,
                   GError **error)
{
  gsize d = ras_dataset_get_dimension (before->dataset), n = MIN (before->n, N_SAMPLED);
  RasAuditImages x_images = *before, y_images = *after;
  RAS_BIG double *x = ras_alloc_big (n * d, sizeof *x, _ ("a sample of images"), error);
  RAS_BIG double *y = x ? ras_alloc_big (n * d, sizeof *y, _ ("a sample of images"), error) : NULL;
  g_autofree double *values = g_new (double, n);
  Comparison comparison = { before->dataset, x, y, values };
  double sum = 0;

  if (y == NULL)
    return FALSE;
  x_images.n = y_images.n = n;
  ras_audit_images_load (&x_images, 0, n, x);
  ras_audit_images_load (&y_images, 0, n, y);
  ras_parallel_for (n, compare_image, &comparison);
  for (gsize i = 0; i < n; i++)
    sum += values[i];
  *mean = sum / n;
  return TRUE;
}

/* 0, 1, 2, 3, 4, 6, 8, 11, 16 …: half an octave apart. */
static guint
next_rank (guint rank, guint last)
{
  return MIN (last, MAX (rank + 1, (guint) lrint (rank * M_SQRT2)));
}

/* Ranks between two of the grid: linear in log r. */
static void
fill_between (RasAuditRow *rows, guint from, guint to)
{
  for (guint r = from + 1; r < to; r++)
    {
      double t = log ((double) r / from) / log ((double) to / from);

      rows[r].ssim = (1 - t) * rows[from].ssim + t * rows[to].ssim;
    }
}

static gboolean
measure_fit (const RasFit *fit, RasAuditRow *rows, guint last, const RasAuditImages *images,
             const RasProgress *progress, double fraction, GError **error)
{
  guint rank = 0;

  while (TRUE)
    {
      RasAuditImages erased = *images;
      guint next = next_rank (rank, last);

      erased.fit = fit;
      erased.rank = rank;
      if (!ras_progress_step (progress, _ ("Comparing images"), fraction, error)
          || !ras_audit_compare (images, &erased, &rows[rank].ssim, error))
        return FALSE;
      if (rank == last)
        break;
      rank = next;
    }
  for (rank = 1; rank < last; rank = next_rank (rank, last))
    fill_between (rows, rank, next_rank (rank, last));
  return TRUE;
}

gboolean
ras_audit_measure_similarity (RasAudit *audit, const RasAuditPlan *plan, RasSplit split,
                              const RasProgress *progress, GError **error)
{
  RasAuditImages images = { plan->dataset, split, ras_dataset_get_n_images (plan->dataset, split) };

  images.n = MIN (images.n, N_SAMPLED);
  for (guint i = 0; i < audit->n_entries; i++)
    {
      RasAuditEntry *entry = &audit->entries[i];

      if (!measure_fit (ras_audit_plan_find (plan, entry->eraser), entry->rows[split],
                        entry->max_rank, &images, progress, (double) i / audit->n_entries, error))
        return FALSE;
    }
  return TRUE;
}
