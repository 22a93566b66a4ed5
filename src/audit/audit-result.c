#include "audit-private.h"

#include "fit-private.h"
#include "linalg.h"

#include <glib/gi18n.h>
#include <math.h>
#include <string.h>

/* Differences of means below this, relative to the largest, are rounding. */
#define SPAN_TOLERANCE 1e-13

/* --- The result --- */

double
ras_audit_chance (RasDataset *dataset, RasSplit split)
{
  gsize most = 0;

  for (guint z = 0; z < ras_dataset_get_n_classes (dataset); z++)
    most = MAX (most, ras_dataset_get_class_count (dataset, split, z));
  return (double) most / ras_dataset_get_n_images (dataset, split);
}

/* How many directions the edit x' − x can have. */
static guint
edit_rank (const RasFit *fit, guint rank)
{
  gsize count = 0, shifts = 0;
  const double *from = ras_fit_get_array (fit, "shifts", &count);
  g_autofree double *rows = g_memdup2 (from, count * sizeof *from);

  if (ras_fit_get_array (fit, "maps", NULL))
    return fit->d;
  if (rows)
    {
      ras_orthonormal_rows (rows, fit->k, fit->d, SPAN_TOLERANCE, &shifts, NULL);
      return MIN (shifts, fit->k - 1);
    }
  ras_fit_get_array (fit, "basis", &count);
  return count / fit->d + rank;
}

static void
entry_init (RasAuditEntry *entry, RasFit *fit, RasDataset *dataset, const RasAuditOptions *options)
{
  entry->eraser = ras_fit_get_eraser (fit);
  entry->max_rank = ras_audit_count_ranks (fit, options);
  for (RasSplit split = 0; split < RAS_N_SPLITS; split++)
    {
      if (ras_dataset_get_n_images (dataset, split) == 0)
        continue;
      entry->rows[split] = g_new (RasAuditRow, entry->max_rank + 1);
      for (guint r = 0; r <= entry->max_rank; r++)
        entry->rows[split][r] = (RasAuditRow) { entry->eraser, split, NAN, NAN,
                                                ras_audit_chance (dataset, split), NAN, NAN, NAN,
                                                NAN, NAN, edit_rank (fit, r) };
    }
}

RasAudit *
ras_audit_result_new (RasDataset *dataset, GPtrArray *fits, const RasAuditOptions *options)
{
  RasAudit *audit = g_atomic_rc_box_new0 (RasAudit);

  audit->n_entries = fits->len;
  audit->entries = g_new0 (RasAuditEntry, fits->len);
  for (guint i = 0; i < fits->len; i++)
    entry_init (&audit->entries[i], fits->pdata[i], dataset, options);
  for (RasSplit split = 0; split < RAS_N_SPLITS; split++)
    {
      audit->n_images[split] = ras_dataset_get_n_images (dataset, split);
      if (options->most_images > 0)
        audit->n_images[split] = MIN (audit->n_images[split], options->most_images);
    }
  return audit;
}

RasAudit *
ras_audit_ref (RasAudit *audit)
{
  return g_atomic_rc_box_acquire (audit);
}

static void
clear (gpointer data)
{
  RasAudit *audit = data;

  for (guint i = 0; i < audit->n_entries; i++)
    for (RasSplit split = 0; split < RAS_N_SPLITS; split++)
      g_free (audit->entries[i].rows[split]);
  g_free (audit->entries);
}

void
ras_audit_unref (RasAudit *audit)
{
  g_atomic_rc_box_release_full (audit, clear);
}

static const RasAuditEntry *
find_entry (const RasAudit *audit, const RasEraser *eraser)
{
  for (guint i = 0; i < audit->n_entries; i++)
    if (audit->entries[i].eraser == eraser)
      return &audit->entries[i];
  return NULL;
}

RasAuditRow *
ras_audit_result_rows (RasAudit *audit, const RasEraser *eraser, RasSplit split)
{
  const RasAuditEntry *entry = find_entry (audit, eraser);

  return entry ? entry->rows[split] : NULL;
}

gboolean
ras_audit_get (const RasAudit *audit, const RasEraser *eraser, RasSplit split, guint rank,
               RasAuditRow *row)
{
  const RasAuditEntry *entry = find_entry (audit, eraser);

  if (entry == NULL || entry->rows[split] == NULL)
    return FALSE;
  *row = entry->rows[split][MIN (rank, entry->max_rank)];
  return TRUE;
}

guint
ras_audit_get_max_rank (const RasAudit *audit, const RasEraser *eraser)
{
  const RasAuditEntry *entry = find_entry (audit, eraser);

  return entry ? entry->max_rank : 0;
}

gsize
ras_audit_get_n_images (const RasAudit *audit, RasSplit split)
{
  return audit->n_images[split];
}

const char *
ras_audit_get_remark (const RasAudit *audit)
{
  return audit->remark ? _ (audit->remark) : NULL;
}

/* --- Guarantees --- */

gboolean
ras_audit_is_guaranteed (const RasEraser *eraser, gboolean quadratic)
{
  static const RasEraser *const linear[]
      = { &ras_eraser_leace, &ras_eraser_oracle_leace, &ras_eraser_qleace, &ras_eraser_alf_qleace };

  for (gsize i = 0; !quadratic && i < G_N_ELEMENTS (linear); i++)
    if (eraser == linear[i])
      return TRUE;
  return eraser == &ras_eraser_qleace;
}

gboolean
ras_audit_holds (const RasAuditRow *row, gboolean quadratic, gsize n_images)
{
  double accuracy = quadratic ? row->quadratic_accuracy : row->linear_accuracy;
  double error = sqrt (row->chance * (1 - row->chance) / n_images);

  return accuracy <= row->chance + 2 * error;
}
