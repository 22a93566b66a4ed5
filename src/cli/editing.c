#include "editing.h"

#include <glib/gi18n.h>
#include <string.h>

#include "arguments.h"
#include "table.h"

/* By RasEditTerm: in JSON, and for people. */
static const struct
{
  const char *name, *title;
} terms[RAS_EDIT_N_TERMS] = {
  [RAS_EDIT_TERM_MEAN] = { "mean", N_ ("Distance of the means") },
  [RAS_EDIT_TERM_COVARIANCE] = { "covariance", N_ ("Distance of the covariances") },
  [RAS_EDIT_TERM_CHANGE] = { "change", N_ ("Mean square change") },
};

gboolean
ras_edit_arguments_read (const RasEditArguments *arguments, gsize *images, guint *iterations,
                         GError **error)
{
  guint64 n = *images, most = RAS_EDIT_DEFAULT_ITERATIONS;
  const char *count = arguments->images;

  if (count && strcmp (count, "all") == 0)
    {
      n = 0;
      count = NULL;
    }
  if (!ras_arguments_count ("images", count, 0, G_MAXINT, &n, error)
      || !ras_arguments_count ("iterations", arguments->iterations, 1, 1000000, &most, error))
    return FALSE;
  if (n == 1)
    return ras_cli_usage (error, _ ("--images 1: a single image has no covariance; edit at least two "
                                    "together"));
  *images = n;
  *iterations = most;
  return TRUE;
}

gboolean
ras_erasers_edit (GPtrArray *erasers)
{
  for (guint i = 0; i < erasers->len; i++)
    if (((const RasEraser *) g_ptr_array_index (erasers, i))->edits)
      return TRUE;
  return FALSE;
}

RasEditPlan
ras_edit_plan_make (RasDataset *dataset, GPtrArray *fits, const RasFitting *fitting, guint iterations,
                    RasCache *cache)
{
  return (RasEditPlan) { dataset, RAS_SPLIT_TRAIN, fitting->options,
                         ras_fits_find (fits, "gradient"), iterations, cache };
}

/* --- What came of it --- */

static const char *
name_method (const RasEditRecipe *recipe)
{
  return recipe->method == RAS_EDIT_LBFGS ? "lbfgs" : "adam";
}

static double
seconds_each (const RasEditReport *edit)
{
  return edit->seconds / MAX (edit->last.evaluation, 1);
}

static void
add_state (JsonBuilder *builder, const char *name, const RasEditState *state)
{
  json_builder_set_member_name (builder, name);
  json_builder_begin_object (builder);
  ras_json_add_number (builder, "loss", state->loss);
  for (guint i = 0; i < RAS_EDIT_N_TERMS; i++)
    ras_json_add_number (builder, terms[i].name, state->terms[i]);
  json_builder_end_object (builder);
}

void
ras_json_append_edit (JsonBuilder *builder, RasDataset *dataset, guint label,
                      const RasEditedReport *report)
{
  const RasEditReport *edit = &report->edit;

  json_builder_begin_object (builder);
  ras_json_add_string (builder, "class", ras_dataset_get_class_name (dataset, label));
  ras_json_add_count (builder, "images", report->n);
  ras_json_add_string (builder, "method", name_method (&report->recipe));
  json_builder_set_member_name (builder, "weights");
  json_builder_begin_object (builder);
  for (guint i = 0; i < RAS_EDIT_N_TERMS; i++)
    ras_json_add_number (builder, terms[i].name, report->recipe.weights[i]);
  json_builder_end_object (builder);
  ras_json_add_count (builder, "iterations", edit->last.iteration);
  ras_json_add_count (builder, "evaluations", edit->last.evaluation);
  add_state (builder, "start", &edit->first);
  add_state (builder, "end", &edit->last);
  ras_json_add_string (builder, "ended",
                       edit->end == RAS_EDIT_ENDED_CONVERGED ? "converged" : "iterations");
  ras_json_add_boolean (builder, "from_cache", report->from_cache);
  ras_json_add_number (builder, "seconds", edit->seconds);
  ras_json_add_number (builder, "seconds_per_evaluation", seconds_each (edit));
  json_builder_end_object (builder);
}

char *
ras_edit_describe (RasDataset *dataset, guint label, const RasEditedReport *report)
{
  const RasEditReport *edit = &report->edit;
  g_autoptr (RasTable) table = ras_table_new ("lrrr");
  g_autoptr (GString) text = g_string_new (NULL);
  g_autofree char *rows = NULL;
  g_autofree char *first = g_strdup_printf ("%.5f", edit->first.loss);
  g_autofree char *last = g_strdup_printf ("%.5f", edit->last.loss);

  g_string_append_printf (
      text, _ ("%s: %zu images edited together, %u iterations with %u evaluations in %.1f s "
               "(%.3f s each)"),
      ras_dataset_get_class_name (dataset, label), report->n, edit->last.iteration,
      edit->last.evaluation, edit->seconds, seconds_each (edit));
  if (report->from_cache)
    g_string_append (text, _ (", kept from before"));
  g_string_append (text, edit->end == RAS_EDIT_ENDED_CONVERGED ? _ (". No step lowers the loss any "
                                                                    "more.\n\n")
                                                               : ".\n\n");
  ras_table_add (table, "", _ ("Weight"), _ ("At the start"), _ ("At the end"));
  for (guint i = 0; i < RAS_EDIT_N_TERMS; i++)
    {
      g_autofree char *weight = g_strdup_printf ("%g", report->recipe.weights[i]);
      g_autofree char *before = g_strdup_printf ("%.5f", edit->first.terms[i]);
      g_autofree char *after = g_strdup_printf ("%.5f", edit->last.terms[i]);

      ras_table_add (table, _ (terms[i].title), weight, before, after);
    }
  ras_table_add (table, _ ("Loss"), "", first, last);
  rows = ras_table_format (table);
  g_string_append (text, rows);
  return g_string_free (g_steal_pointer (&text), FALSE);
}

void
ras_cli_leave_out (RasCli *cli, const RasEraser *eraser, const GError *why)
{
  g_autofree char *text
    = g_strdup_printf (_ ("%s is left out: %s"), _ (eraser->title), why->message);

  ras_progress_bar_hide (cli->bar);
  g_printerr ("rasura-cli: %s\n", text);
}
