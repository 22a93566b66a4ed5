#include "audit-private.h"

#include "fit-private.h"
#include "memory.h"

#include <glib/gi18n.h>
#include <string.h>

/* --- Progress --- */

static void
pass_on (const char *stage, double fraction, gpointer user_data)
{
  RasAuditPart *part = user_data;

  part->whole->func (stage, part->from + (part->to - part->from) * CLAMP (fraction, 0, 1),
                     part->whole->user_data);
}

void
ras_audit_part_init (RasAuditPart *part, const RasProgress *whole, double from, double to)
{
  *part = (RasAuditPart) { { whole && whole->func ? pass_on : NULL, part,
                             whole ? whole->cancellable : NULL },
                           whole, from, to };
}

/* --- The plan --- */

guint
ras_audit_count_ranks (const RasFit *fit, const RasAuditOptions *options)
{
  return fit->eraser->has_path ? MIN (ras_fit_get_path_length (fit), options->max_rank) : 0;
}

RasFit *
ras_audit_plan_find (const RasAuditPlan *plan, const RasEraser *eraser)
{
  return plan->fits[ras_eraser_index (eraser)];
}

static gboolean
find_leace (RasAuditPlan *plan, const RasProgress *progress, GError **error)
{
  RasFit *leace = ras_audit_plan_find (plan, &ras_eraser_leace);
  RasFitContext context
      = { plan->train, .options = RAS_FIT_OPTIONS_DEFAULT, .progress = progress };

  plan->leace = leace ? ras_fit_ref (leace) : ras_eraser_leace.fit (&context, error);
  return plan->leace != NULL;
}

static gboolean
copy_chain (double **chain, const double *basis, guint n_basis, const RasFit *path, guint rank,
            gsize d, GError **error)
{
  if (n_basis + rank == 0)
    return TRUE;
  *chain = ras_alloc_big ((n_basis + rank) * d, sizeof **chain, _ ("directions"), error);
  if (*chain == NULL)
    return FALSE;
  if (n_basis > 0)
    memcpy (*chain, basis, n_basis * d * sizeof **chain);
  for (guint i = 0; i < rank; i++)
    memcpy (*chain + (n_basis + i) * d, ras_fit_get_direction (path, i), d * sizeof **chain);
  return TRUE;
}

gboolean
ras_audit_plan_init (RasAuditPlan *plan, const RasAudit *audit, RasDataset *dataset,
                     GPtrArray *fits, const RasMoments *train, const RasAuditOptions *options,
                     const RasProgress *progress, GError **error)
{
  gsize d = ras_dataset_get_dimension (dataset), count = 0;
  const double *basis;
  RasFit *alf, *random;

  *plan = (RasAuditPlan) { dataset, options, train };
  plan->fits = g_new0 (RasFit *, ras_n_erasers ());
  plan->none = ras_fit_new (&ras_eraser_none, &RAS_FIT_OPTIONS_DEFAULT, d,
                            ras_dataset_get_n_classes (dataset));
  for (guint i = 0; i < fits->len; i++)
    {
      RasFit *fit = fits->pdata[i];

      g_assert (!fit->eraser->edits);
      plan->fits[ras_eraser_index (fit->eraser)] = fit;
    }
  if (!find_leace (plan, progress, error))
    return FALSE;
  alf = ras_audit_plan_find (plan, &ras_eraser_alf_qleace);
  random = ras_audit_plan_find (plan, &ras_eraser_random);
  basis = ras_fit_get_array (plan->leace, "basis", &count);
  if (alf || ras_audit_plan_find (plan, &ras_eraser_leace))
    plan->n_basis = count / d;
  plan->n_alf = alf ? ras_audit_get_max_rank (audit, &ras_eraser_alf_qleace) : 0;
  plan->n_random = random ? ras_audit_get_max_rank (audit, &ras_eraser_random) : 0;
  return copy_chain (&plan->chains[0], basis, plan->n_basis, alf, plan->n_alf, d, error)
         && copy_chain (&plan->chains[1], NULL, 0, random, plan->n_random, d, error);
}

void
ras_audit_plan_clear (RasAuditPlan *plan)
{
  g_clear_pointer (&plan->leace, ras_fit_unref);
  g_clear_pointer (&plan->none, ras_fit_unref);
  g_free (plan->fits);
  ras_free_big (plan->chains[0]);
  ras_free_big (plan->chains[1]);
}
