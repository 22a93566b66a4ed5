#include "ras-audit-view-private.h"

#include <glib/gi18n.h>
#include <math.h>

/* Milliseconds that the slider rests before spectra follow it: they take a second a class. */
#define REST 400

/* --- Accuracy against rank --- */

static double *
list_accuracies (RasAudit *audit, const RasEraser *eraser, RasSplit split, gboolean quadratic,
                 guint n)
{
  double *accuracies = g_new (double, n);

  for (guint r = 0; r < n; r++)
    {
      RasAuditRow row;

      accuracies[r] = NAN;
      if (ras_audit_get (audit, eraser, split, r, &row))
        accuracies[r] = quadratic ? row.quadratic_accuracy : row.linear_accuracy;
    }
  return accuracies;
}

static RasAccuracyChart *
make_accuracy (RasAudit *audit, const RasEraser *eraser, guint rank)
{
  static const char *const labels[]
      = { N_ ("quadratic, training"), N_ ("quadratic, test"), N_ ("linear, training"),
          N_ ("linear, test") };
  RasAccuracyCurve curves[G_N_ELEMENTS (labels)];
  guint n = ras_audit_get_max_rank (audit, eraser) + 1, n_curves = 0;
  RasAuditRow row = { .chance = NAN };
  g_autofree char *chance = NULL;
  RasAccuracyChart *chart;

  ras_audit_get (audit, eraser, RAS_SPLIT_TRAIN, 0, &row);
  chance = g_strdup_printf (_ ("chance: %.4g\u202f%%"), 100 * row.chance);
  for (guint i = 0; i < G_N_ELEMENTS (labels); i++)
    {
      RasSplit split = i % 2 ? RAS_SPLIT_TEST : RAS_SPLIT_TRAIN;
      RasAuditRow first;

      if (!ras_audit_get (audit, eraser, split, 0, &first))
        continue;
      curves[n_curves++] = (RasAccuracyCurve) {
        .label = _ (labels[i]),
        .accuracies = list_accuracies (audit, eraser, split, i < 2, n),
        .n_ranks = n,
        .test = split == RAS_SPLIT_TEST,
        .quadratic = i < 2,
      };
    }
  chart = ras_accuracy_chart_new (eraser->name, curves, n_curves, row.chance, chance, rank);
  for (guint i = 0; i < n_curves; i++)
    g_free ((double *) curves[i].accuracies);
  return chart;
}

/* The path that the rank control shows. */
static const RasEraser *
find_path (void)
{
  for (guint i = 0; i < ras_n_erasers (); i++)
    if (ras_eraser_nth (i)->has_path && !ras_eraser_nth (i)->extend)
      return ras_eraser_nth (i);
  return NULL;
}

/* The audit that knows most of the path, whatever the rank. */
static RasAudit *
find_audit (RasAuditView *self, const RasEraser *eraser)
{
  RasAuditRow row;

  if (self->deepest && ras_audit_get (self->deepest, eraser, RAS_SPLIT_TRAIN, 0, &row))
    return self->deepest;
  if (self->newest && ras_audit_get (self->newest, eraser, RAS_SPLIT_TRAIN, 0, &row))
    return self->newest;
  return NULL;
}

/* Axes and a sentence. */
static RasAccuracyChart *
make_nothing (void)
{
  RasAccuracyChart *chart = ras_accuracy_chart_new ("none", NULL, 0, NAN, NULL, 0);
  RasCurveChart *curves = ras_accuracy_chart_get_curves (chart);

  curves->n_levels = 0;
  curves->y_high = 1;
  curves->mark_x = NULL;
  curves->empty = _ ("How well images are told apart at every rank appears here.");
  return chart;
}

RasAccuracyChart *
ras_audit_view_make_ranks (RasAuditView *self)
{
  const RasEraser *eraser = find_path ();
  RasAudit *audit = eraser ? find_audit (self, eraser) : NULL;

  if (audit == NULL)
    return make_nothing ();
  return make_accuracy (audit, eraser, ras_session_get_state (self->session)->rank);
}

void
ras_audit_view_show_ranks (RasAuditView *self)
{
  self->accuracy = ras_audit_view_make_ranks (self);
  ras_chart_set_curves (self->ranks, ras_accuracy_chart_get_curves (self->accuracy),
                        self->accuracy, (GDestroyNotify) ras_accuracy_chart_free);
}

void
ras_audit_view_move_rank (RasAuditView *self)
{
  if (self->accuracy == NULL || ras_accuracy_chart_get_curves (self->accuracy)->n_series == 0)
    return;
  ras_accuracy_chart_set_rank (self->accuracy, ras_session_get_state (self->session)->rank);
  gtk_widget_queue_draw (GTK_WIDGET (self->ranks));
}

/* --- Spectra --- */

/* Those there are spectra of, in the order of the drop-down; what was chosen stays chosen. */
static GPtrArray *
list_erasers (RasAuditView *self)
{
  GPtrArray *erasers = g_ptr_array_new ();

  for (guint i = 0; i < ras_n_erasers (); i++)
    if (self->fits[i] && ras_eraser_nth (i)->fit && !ras_eraser_nth (i)->edits)
      g_ptr_array_add (erasers, (gpointer) ras_eraser_nth (i));
  return erasers;
}

void
ras_audit_view_fill_erasers (RasAuditView *self)
{
  g_autoptr (GPtrArray) erasers = list_erasers (self);
  guint n = g_list_model_get_n_items (G_LIST_MODEL (self->eraser_names));
  guint selected = 0;
  g_autoptr (GPtrArray) titles = g_ptr_array_new ();

  /* What makes the spectra the same is the most telling: QLEACE, once it is there. */
  for (guint i = 0; i < erasers->len; i++)
    {
      const RasEraser *eraser = g_ptr_array_index (erasers, i);

      g_ptr_array_add (titles, (gpointer) _ (eraser->title));
      if (self->chosen ? eraser == self->chosen : ras_audit_is_guaranteed (eraser, TRUE))
        selected = i;
    }
  g_ptr_array_add (titles, NULL);
  self->following = TRUE;
  gtk_string_list_splice (self->eraser_names, 0, n, (const char *const *) titles->pdata);
  if (erasers->len > 0)
    gtk_drop_down_set_selected (self->eraser_drop_down, selected);
  gtk_widget_set_sensitive (GTK_WIDGET (self->eraser_drop_down), erasers->len > 0);
  self->following = FALSE;
  if (g_str_equal (ras_audit_view_get_page (self), "spectra"))
    ras_audit_view_ask_spectra (self);
}

static const double **
list_values (GPtrArray *spectra)
{
  const double **values = g_new0 (const double *, MAX (spectra->len, 1));

  for (guint z = 0; z < spectra->len; z++)
    if (spectra->pdata[z])
      values[z] = g_bytes_get_data (spectra->pdata[z], NULL);
  return values;
}

RasSpectrumChart *
ras_audit_view_make_spectra (RasAuditView *self)
{
  const RasEraser *eraser = self->spectra_fit ? ras_fit_get_eraser (self->spectra_fit) : NULL;
  g_autofree const double **before = list_values (self->before);
  g_autofree const double **after = list_values (self->after);
  g_autofree char *label = eraser ? g_strdup_printf (_ ("after %s"), _ (eraser->title)) : NULL;
  guint selected = gtk_drop_down_get_selected (self->class_drop_down);
  RasSpectra spectra = {
    .eraser = eraser ? eraser->name : "none",
    .before = _ ("before"),
    .after = label,
    .spectra_before = before,
    .spectra_after = after,
    .n_classes = self->before->len,
    .d = self->dataset ? ras_dataset_get_dimension (self->dataset) : 0,
    .relative = gtk_check_button_get_active (self->relative_button),
    .chosen = selected <= self->before->len ? (int) selected - 1 : RAS_SPECTRUM_ALL,
  };

  return ras_spectrum_chart_new (&spectra);
}

static void
show_spectra (RasAuditView *self)
{
  RasSpectrumChart *chart = ras_audit_view_make_spectra (self);

  ras_chart_set_curves (self->spectra, ras_spectrum_chart_get_curves (chart), chart,
                        (GDestroyNotify) ras_spectrum_chart_free);
}

void
ras_audit_view_show_spectra (RasAuditView *self)
{
  if (!self->following)
    show_spectra (self);
}

static void
progress_cb (const char *stage, double fraction, gpointer user_data)
{
  ras_audit_view_show_stage (user_data, stage, fraction);
}

static void
spectrum_cb (const RasSpectrum *spectrum, gpointer user_data)
{
  RasAuditView *self = user_data;
  GPtrArray *into = spectrum->request == 0 ? self->before : self->after;

  if ((spectrum->request != 0 && spectrum->request != self->request)
      || spectrum->label >= into->len)
    return;
  if (into->pdata[spectrum->label])
    g_bytes_unref (into->pdata[spectrum->label]);
  into->pdata[spectrum->label] = g_bytes_ref (spectrum->values);
  show_spectra (self);
}

static void
failed_cb (const GError *error, gpointer user_data)
{
  ras_audit_view_show_stage (user_data, NULL, 1);
  ras_audit_view_toast (user_data, error->message);
}

static const RasSpectraListener listener = { progress_cb, spectrum_cb, failed_cb };

void
ras_audit_view_end_spectra (RasAuditView *self)
{
  gboolean complete = TRUE;

  g_clear_handle_id (&self->spectra_timer, g_source_remove);
  if (self->spectra_job == NULL)
    return;
  ras_audit_spectra_supersede (g_steal_pointer (&self->spectra_job));
  self->request = 0;
  for (guint z = 0; z < self->after->len; z++)
    complete &= self->after->pdata[z] != NULL;
  /* What was broken off is asked for anew. */
  if (!complete)
    g_clear_pointer (&self->spectra_fit, ras_fit_unref);
  ras_audit_view_show_stage (self, NULL, 1);
}

/* Room for all classes, nothing known. */
static void
empty (GPtrArray *spectra, guint n_classes)
{
  g_ptr_array_set_size (spectra, 0);
  g_ptr_array_set_size (spectra, n_classes);
}

void
ras_audit_view_forget_spectra (RasAuditView *self)
{
  ras_audit_view_end_spectra (self);
  g_clear_pointer (&self->spectra_fit, ras_fit_unref);
  empty (self->before, 0);
  empty (self->after, 0);
}

static RasFit *
get_chosen_fit (RasAuditView *self)
{
  g_autoptr (GPtrArray) erasers = list_erasers (self);
  guint selected = gtk_drop_down_get_selected (self->eraser_drop_down);

  if (selected >= erasers->len)
    return NULL;
  return self->fits[ras_eraser_index (g_ptr_array_index (erasers, selected))];
}

static gboolean
ask_cb (gpointer user_data)
{
  RasAuditView *self = user_data;
  RasFit *fit = get_chosen_fit (self);
  guint k = ras_dataset_get_n_classes (self->dataset);

  self->spectra_timer = 0;
  if (fit == NULL)
    return G_SOURCE_REMOVE;
  if (self->spectra_job == NULL)
    self->spectra_job = ras_audit_spectra_start (self->dataset, &listener, self);
  ras_fit_ref (fit);
  g_clear_pointer (&self->spectra_fit, ras_fit_unref);
  self->spectra_fit = fit;
  self->spectra_rank = ras_audit_view_get_rank (self, fit);
  if (self->before->len != k)
    empty (self->before, k);
  empty (self->after, k);
  self->request = ras_audit_spectra_ask (self->spectra_job, fit, self->spectra_rank);
  show_spectra (self);
  return G_SOURCE_REMOVE;
}

void
ras_audit_view_ask_spectra (RasAuditView *self)
{
  RasFit *fit = get_chosen_fit (self);

  if (self->following || fit == NULL || self->dataset == NULL || !ras_audit_view_is_seen (self)
      || !g_str_equal (ras_audit_view_get_page (self), "spectra"))
    return;
  if (fit == self->spectra_fit && ras_audit_view_get_rank (self, fit) == self->spectra_rank)
    return;
  g_clear_handle_id (&self->spectra_timer, g_source_remove);
  self->spectra_timer = g_timeout_add (
      self->spectra_fit && ras_fit_get_eraser (self->spectra_fit) == ras_fit_get_eraser (fit)
          ? REST : 0,
      ask_cb, self);
}

void
ras_audit_view_choose_eraser (RasAuditView *self)
{
  RasFit *fit = get_chosen_fit (self);

  if (self->following)
    return;
  if (fit)
    self->chosen = ras_fit_get_eraser (fit);
  ras_audit_view_ask_spectra (self);
}
