#include "audit-private.h"

#include "covariance-gap.h"
#include "fit-private.h"
#include "linalg.h"
#include "memory.h"

#include <glib/gi18n.h>
#include <math.h>
#include <string.h>

/* How the parts of an audit share its progress: about their share of the time on large images. */
#define AFTER_MOMENTS 0.10
#define AFTER_CHANGES 0.30
#define AFTER_LINEAR 0.36
#define AFTER_QUADRATIC 0.90
#define AFTER_QLEACE 0.95

/* --- From tallies to rows --- */

typedef struct
{
  RasAudit *audit;
  const RasAuditPlan *plan;
  const RasProbe *probe;
  gboolean quadratic;
} Report;

static void
report_chain (const Report *report, const RasEraser *eraser, guint chain, guint first,
              const RasAuditImages *set, const RasTally *tally)
{
  RasAuditRow *rows = ras_audit_result_rows (report->audit, eraser, set->split);
  guint last;

  if (rows == NULL)
    return;
  last = ras_audit_get_max_rank (report->audit, eraser);
  for (guint r = 0; r <= last; r++)
    {
      double accuracy
          = ras_tally_accuracy (tally, ras_probe_variant (report->probe, chain, first + r));

      if (report->quadratic)
        rows[r].quadratic_accuracy = accuracy;
      else
        rows[r].linear_accuracy = accuracy;
    }
}

static void
report_set (const Report *report, const RasAuditImages *set, const RasTally *tally)
{
  guint n_basis = report->plan->n_basis;
  RasAuditRow *oracle = ras_audit_result_rows (report->audit, &ras_eraser_oracle_leace, set->split);
  RasAuditRow *qleace = ras_audit_result_rows (report->audit, &ras_eraser_qleace, set->split);

  report_chain (report, &ras_eraser_none, 0, 0, set, tally);
  report_chain (report, &ras_eraser_leace, 0, n_basis, set, tally);
  report_chain (report, &ras_eraser_alf_qleace, 0, n_basis, set, tally);
  report_chain (report, &ras_eraser_random, 1, 0, set, tally);
  if (oracle && report->quadratic)
    oracle->quadratic_accuracy
        = ras_tally_accuracy (tally, ras_probe_shifted_variant (report->probe));
  else if (oracle)
    oracle->linear_accuracy = ras_tally_accuracy (tally, ras_probe_shifted_variant (report->probe));
  /* All means coincide, and the linear probe has but one covariance: it knows only the shares. */
  if (qleace && !report->quadratic)
    qleace->linear_accuracy
        = ras_probe_constant_accuracy (report->probe->shares, report->probe->k, set);
}

/* --- Probing --- */

static void
set_up_probe (RasProbe *probe, const RasAuditPlan *plan, RasAuditSource *source)
{
  RasFit *oracle = ras_audit_plan_find (plan, &ras_eraser_oracle_leace);

  *source = (RasAuditSource) { plan->train, plan->options->shrinkage };
  ras_probe_init (probe, plan->train);
  probe->covariance = ras_audit_source_covariance;
  probe->user_data = source;
  probe->chains[0] = plan->chains[0];
  probe->lengths[0] = plan->n_basis + plan->n_alf;
  if (ras_audit_plan_find (plan, &ras_eraser_random))
    {
      probe->n_chains = 2;
      probe->chains[1] = plan->chains[1];
      probe->lengths[1] = plan->n_random;
    }
  probe->shifts = oracle ? ras_fit_get_array (oracle, "shifts", NULL) : NULL;
}

static guint
collect_sets (const RasAudit *audit, RasDataset *dataset, RasAuditImages *sets)
{
  guint n_sets = 0;

  for (RasSplit split = 0; split < RAS_N_SPLITS; split++)
    if (audit->n_images[split] > 0)
      sets[n_sets++] = (RasAuditImages) { dataset, split, audit->n_images[split] };
  return n_sets;
}

static void
note_ridge (RasAudit *audit, double ridge)
{
  if (ridge > 0)
    audit->remark = N_ ("Class covariances are singular (few images of a class, or constant "
                        "pixels): a millionth of the mean variance was added to every pixel's "
                        "variance, so that there are probes at all.");
}

static gboolean
probe_qleace (RasAudit *audit, const RasAuditPlan *plan, double ridge, const RasAuditImages *sets,
              guint n_sets, const RasProgress *progress, GError **error)
{
  RasFit *qleace = ras_audit_plan_find (plan, &ras_eraser_qleace);
  double accuracies[RAS_N_SPLITS];
  g_autoptr (GError) failure = NULL;
  gboolean ok;

  if (qleace == NULL || !plan->options->quadratic)
    return TRUE;
  ok = ras_audit_probe_qleace (qleace, plan->train, ridge, sets, n_sets, accuracies, progress,
                               &failure);
  if (g_error_matches (failure, RAS_LINALG_ERROR, RAS_LINALG_ERROR_SINGULAR) && ridge == 0)
    {
      g_clear_error (&failure);
      ridge = ras_audit_ridge (plan->train);
      ok = ras_audit_probe_qleace (qleace, plan->train, ridge, sets, n_sets, accuracies, progress,
                                   &failure);
    }
  if (!ok)
    {
      g_propagate_error (error, g_steal_pointer (&failure));
      return FALSE;
    }
  note_ridge (audit, ridge);
  for (guint s = 0; s < n_sets; s++)
    ras_audit_result_rows (audit, &ras_eraser_qleace, sets[s].split)->quadratic_accuracy
        = accuracies[s];
  return TRUE;
}

/* QLEACE alone needs no scores of the images as they are. */
static gboolean
needs_scores (const RasAudit *audit)
{
  return audit->n_entries > 1 || audit->entries[0].eraser != &ras_eraser_qleace;
}

static gboolean
probe_once (RasAudit *audit, const RasAuditPlan *plan, RasProbe *probe, gboolean quadratic,
            const RasAuditImages *sets, guint n_sets, const RasProgress *progress, GError **error)
{
  Report report = { audit, plan, probe, quadratic };
  RasTally tallies[RAS_N_SPLITS] = { 0 };
  RasAuditPart part;
  gboolean ok;

  ras_audit_part_init (&part, progress, quadratic ? AFTER_LINEAR : AFTER_CHANGES,
                       quadratic ? AFTER_QUADRATIC : AFTER_LINEAR);
  ok = !needs_scores (audit)
       || ras_audit_run_probe (quadratic ? ras_probe_quadratic : ras_probe_linear, probe,
                               plan->train, sets, n_sets, tallies, &part.progress, error);
  for (guint s = 0; s < n_sets; s++)
    {
      if (ok)
        report_set (&report, &sets[s], &tallies[s]);
      ras_tally_clear (&tallies[s]);
    }
  note_ridge (audit, probe->ridge);
  return ok;
}

static gboolean
probe_all (RasAudit *audit, const RasAuditPlan *plan, const RasProgress *progress, GError **error)
{
  RasAuditSource source;
  g_auto (RasProbe) probe = { 0 };
  RasAuditImages sets[RAS_N_SPLITS];
  guint n_sets = collect_sets (audit, plan->dataset, sets);
  RasAuditPart part;

  set_up_probe (&probe, plan, &source);
  if (!probe_once (audit, plan, &probe, FALSE, sets, n_sets, progress, error)
      || (plan->options->quadratic
          && !probe_once (audit, plan, &probe, TRUE, sets, n_sets, progress, error)))
    return FALSE;
  ras_audit_part_init (&part, progress, AFTER_QUADRATIC, AFTER_QLEACE);
  return probe_qleace (audit, plan, probe.ridge, sets, n_sets, &part.progress, error);
}

/* --- All of it --- */

static gboolean
measure_test (RasAudit *audit, const RasAuditPlan *plan, const RasProgress *progress,
              GError **error)
{
  g_autoptr (RasMoments) moments = NULL;
  RasAuditPart part;

  if (audit->n_images[RAS_SPLIT_TEST] == 0)
    return TRUE;
  ras_audit_part_init (&part, progress, AFTER_MOMENTS * 0.8, AFTER_MOMENTS);
  moments = ras_moments_new (plan->dataset, RAS_SPLIT_TEST, &part.progress, error);
  ras_audit_part_init (&part, progress, AFTER_MOMENTS, (AFTER_MOMENTS + AFTER_CHANGES) / 2);
  return moments
         && ras_audit_measure_changes (audit, plan, RAS_SPLIT_TEST, moments, &part.progress, error);
}

static gboolean
measure_all (RasAudit *audit, const RasAuditPlan *plan, const RasProgress *progress, GError **error)
{
  RasAuditPart part;

  if (!measure_test (audit, plan, progress, error))
    return FALSE;
  ras_audit_part_init (&part, progress, (AFTER_MOMENTS + AFTER_CHANGES) / 2, AFTER_CHANGES);
  if (!ras_audit_measure_changes (audit, plan, RAS_SPLIT_TRAIN, plan->train, &part.progress, error)
      || !probe_all (audit, plan, progress, error))
    return FALSE;
  for (RasSplit split = 0; split < RAS_N_SPLITS; split++)
    {
      ras_audit_part_init (&part, progress, AFTER_QLEACE + (1 - AFTER_QLEACE) / 2 * split,
                           AFTER_QLEACE + (1 - AFTER_QLEACE) / 2 * (split + 1));
      if (audit->n_images[split] > 0
          && !ras_audit_measure_similarity (audit, plan, split, &part.progress, error))
        return FALSE;
    }
  return TRUE;
}

guint64
ras_audit_memory (RasDataset *dataset, GPtrArray *fits, const RasAuditOptions *options)
{
  gsize d = ras_dataset_get_dimension (dataset), n = 0;
  guint k = ras_dataset_get_n_classes (dataset), directions = k;
  guint64 moments = 0, peak = 0, changes, probes;

  for (RasSplit split = 0; split < RAS_N_SPLITS; split++)
    {
      gsize all = ras_dataset_get_n_images (dataset, split);

      peak = MAX (peak, moments + ras_moments_memory (d, k, all, TRUE));
      moments += all > 0 ? ras_moments_memory (d, k, all, FALSE) : 0;
      n = MAX (n, options->most_images > 0 ? MIN (all, options->most_images) : all);
    }
  for (guint i = 0; i < fits->len; i++)
    directions += ras_audit_count_ranks (fits->pdata[i], options);
  changes = ras_covariance_gap_memory (d, k)
            + (guint64) d * (2 * d + 2 * directions) * sizeof (double)
            + (guint64) directions * directions * sizeof (double);
  probes = ras_probe_memory (d, k, directions, n) + (guint64) 3 * d * d * sizeof (double);
  return MAX (peak, moments + MAX (changes, probes)) + (guint64) d * directions * sizeof (double);
}

RasAudit *
ras_audit_new (RasDataset *dataset, GPtrArray *fits, const RasAuditOptions *options,
               const RasProgress *progress, GError **error)
{
  g_autoptr (RasAudit) audit = NULL;
  g_autoptr (RasMoments) train = NULL;
  RasAuditPlan plan = { 0 };
  RasAuditPart part;
  gboolean ok;

  audit = ras_audit_result_new (dataset, fits, options);
  if (fits->len == 0)
    return g_steal_pointer (&audit);
  if (!ras_erasure_require_memory (ras_audit_memory (dataset, fits, options), _ ("The audit"),
                                   error))
    return NULL;
  ras_audit_part_init (&part, progress, 0, AFTER_MOMENTS * 0.8);
  train = ras_moments_new (dataset, RAS_SPLIT_TRAIN, &part.progress, error);
  if (train == NULL)
    return NULL;
  ras_audit_part_init (&part, progress, AFTER_MOMENTS * 0.8, AFTER_MOMENTS * 0.8);
  ok = ras_audit_plan_init (&plan, audit, dataset, fits, train, options, &part.progress, error)
       && measure_all (audit, &plan, progress, error);
  ras_audit_plan_clear (&plan);
  return ok ? g_steal_pointer (&audit) : NULL;
}
