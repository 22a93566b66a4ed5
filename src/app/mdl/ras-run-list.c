#include "ras-run-list.h"

#include <glib/gi18n.h>
#include <math.h>

#include "ras-chart.h"
#include "ras-duration.h"
#include "ras-loss-chart.h"
#include "ras-mdl-plan.h"
#include "ras-swatch.h"
#include "ras-tooltip.h"

typedef struct
{
  GtkWidget *row;
  GtkLabel *state;
  GtkProgressBar *bar;
} Row;

struct _RasRunList
{
  GtkWidget parent;

  GtkWidget *box;
  GtkLabel *status_label;
  GtkProgressBar *total_bar;
  GtkWidget *pause_button, *stop_button, *again_button;
  GtkScrolledWindow *scrolled;
  GtkListBox *list;
  RasChart *loss_chart;

  RasRunBoard *board;
  GArray *rows; /* Row */
  guint shown;  /* the run that was scrolled to */
};

G_DEFINE_FINAL_TYPE (RasRunList, ras_run_list, GTK_TYPE_WIDGET)

/* --- Words --- */

static char *
join_left (const char *text, double seconds)
{
  g_autofree char *left = ras_duration_format (seconds);

  return left ? g_strdup_printf (_ ("%s · about %s left"), text, left) : g_strdup (text);
}

static char *
describe_board (RasRunBoard *board)
{
  guint n = ras_run_board_get_n_runs (board);
  guint n_ended = ras_run_board_get_n_ended (board);
  double fraction;
  const char *stage = ras_run_board_get_stage (board, &fraction);
  g_autofree char *so_far = g_strdup_printf (_ ("%u of %u runs"), n_ended, n);
  g_autofree char *spent = ras_duration_format (ras_run_board_get_seconds (board));

  switch (ras_run_board_get_state (board))
    {
    case RAS_BOARD_PREPARING:
      return g_strdup (_ ("Preparing"));
    case RAS_BOARD_TRAINING:
      if (stage)
        return g_strdup_printf ("%s · %s", so_far, stage);
      return join_left (so_far, ras_run_board_get_seconds_left (board));
    case RAS_BOARD_PAUSED:
      return g_strdup_printf (_ ("Paused · %s"), so_far);
    case RAS_BOARD_STOPPING:
      return g_strdup (_ ("Stopping"));
    case RAS_BOARD_FINISHED:
      return g_strdup_printf (ngettext ("%u run finished in %s", "%u runs finished in %s", n), n,
                              spent);
    case RAS_BOARD_STOPPED:
      return g_strdup_printf (_ ("Cancelled · %s"), so_far);
    case RAS_BOARD_FAILED:
      return g_strdup (ras_run_board_get_failure (board));
    case RAS_BOARD_IDLE:
      break;
    }
  return g_strdup ("");
}

static char *
describe_run (const RasBoardRun *run, RasBoardState state)
{
  const RasRun *it = run->run;
  guint block = it->points->len + 1;
  g_autofree char *text = NULL;

  if (it->state == RAS_RUN_FINISHED)
    return g_strdup_printf (_ ("%.2f bits per sample"), ras_run_get_mdl (it));
  if (it->state == RAS_RUN_FAILED)
    return g_strdup (it->message ? it->message : _ ("It failed."));
  if (!run->training)
    return it->points->len > 0
               ? g_strdup_printf (_ ("%u of %u blocks"), it->points->len, it->config->blocks)
               : g_strdup (state == RAS_BOARD_STOPPED || state == RAS_BOARD_FAILED ? "" : _ ("waits"));
  text = g_strdup_printf (_ ("block %u of %u, epoch %u"), MIN (block, it->config->blocks),
                          it->config->blocks, run->epoch);
  return state == RAS_BOARD_TRAINING ? join_left (text, run->seconds_left)
                                     : g_steal_pointer (&text);
}

/* What tells this run from its neighbours. */
static char *
name_run (RasRunBoard *board, const RasRunConfig *config)
{
  g_autoptr (GString) name = g_string_new (ras_mdl_title_of (config->eraser));
  gboolean sizes = FALSE, seeds = FALSE;

  for (guint i = 0; i < ras_run_board_get_n_runs (board); i++)
    {
      const RasRunConfig *other = ras_run_board_get_run (board, i)->run->config;

      sizes = sizes || other->width != config->width || other->depth != config->depth;
      seeds = seeds || other->seed != config->seed;
    }
  if (sizes)
    g_string_append_printf (name, ", %u × %u", config->width, config->depth);
  if (seeds)
    {
      g_autofree char *seed = g_strdup_printf ("%" G_GUINT64_FORMAT, config->seed);

      g_string_append (name, ", ");
      g_string_append_printf (name, _ ("seed %s"), seed);
    }
  return g_string_free (g_steal_pointer (&name), FALSE);
}

/* --- Rows --- */

static Row *
nth (RasRunList *self, guint i)
{
  return &g_array_index (self->rows, Row, i);
}

static GtkWidget *
make_label (const char *text, const char *style)
{
  GtkWidget *label = gtk_label_new (text);

  gtk_label_set_ellipsize (GTK_LABEL (label), PANGO_ELLIPSIZE_END);
  gtk_widget_add_css_class (label, style);
  return label;
}

static void
add_row (RasRunList *self, const RasBoardRun *run)
{
  g_autofree char *name = name_run (self->board, run->run->config);
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 2);
  GtkWidget *across = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 6);
  GtkWidget *title = make_label (name, "numeric");
  GtkWidget *state = make_label (NULL, "dim-label");
  GtkWidget *bar = gtk_progress_bar_new ();
  Row row = { gtk_list_box_row_new (), GTK_LABEL (state), GTK_PROGRESS_BAR (bar) };

  gtk_widget_add_css_class (state, "numeric");
  gtk_widget_add_css_class (state, "caption");
  gtk_widget_set_hexpand (state, TRUE);
  gtk_label_set_xalign (GTK_LABEL (state), 1);
  gtk_widget_add_css_class (bar, "growth");
  gtk_widget_add_css_class (bar, "run");
  gtk_accessible_update_property (GTK_ACCESSIBLE (bar), GTK_ACCESSIBLE_PROPERTY_LABEL, name, -1);
  gtk_box_append (GTK_BOX (across), ras_swatch_new (run->run->config->eraser));
  gtk_box_append (GTK_BOX (across), title);
  gtk_box_append (GTK_BOX (across), state);
  gtk_box_append (GTK_BOX (box), across);
  gtk_box_append (GTK_BOX (box), bar);
  gtk_list_box_row_set_child (GTK_LIST_BOX_ROW (row.row), box);
  gtk_accessible_update_relation (GTK_ACCESSIBLE (row.row), GTK_ACCESSIBLE_RELATION_LABELLED_BY,
                                  title, state, NULL, -1);
  gtk_list_box_row_set_activatable (GTK_LIST_BOX_ROW (row.row), FALSE);
  gtk_list_box_append (self->list, row.row);
  g_array_append_val (self->rows, row);
}

static void
make_rows (RasRunList *self)
{
  for (guint i = 0; i < self->rows->len; i++)
    gtk_list_box_remove (self->list, nth (self, i)->row);
  g_array_set_size (self->rows, 0);
  self->shown = 0;
  for (guint i = 0; i < ras_run_board_get_n_runs (self->board); i++)
    add_row (self, ras_run_board_get_run (self->board, i));
}

/* The list goes along with what is being trained. */
static void
scroll_to (RasRunList *self, guint i)
{
  GtkAdjustment *adjustment = gtk_scrolled_window_get_vadjustment (self->scrolled);
  double height = gtk_adjustment_get_upper (adjustment) / MAX (self->rows->len, 1);

  if (self->shown == i)
    return;
  self->shown = i;
  gtk_adjustment_set_value (adjustment, height * i - height / 2);
}

static void
update_rows (RasRunList *self)
{
  RasBoardState state = ras_run_board_get_state (self->board);
  gboolean found = FALSE;

  for (guint i = 0; i < self->rows->len; i++)
    {
      const RasBoardRun *run = ras_run_board_get_run (self->board, i);
      g_autofree char *text = describe_run (run, state);
      Row *row = nth (self, i);

      gtk_label_set_text (row->state, text);
      ras_tooltip_set (row->row, run->run->state == RAS_RUN_FAILED ? text : NULL);
      gtk_progress_bar_set_fraction (row->bar,
                                     run->run->state == RAS_RUN_STARTED ? run->fraction : 1);
      gtk_widget_set_opacity (GTK_WIDGET (row->bar),
                              run->run->state == RAS_RUN_STARTED && run->fraction > 0 ? 1 : 0);
      if (run->training && !found)
        scroll_to (self, i);
      found = found || run->training;
    }
}

static void
update_losses (RasRunList *self)
{
  RasLossChart *losses = ras_loss_chart_new (self->board);
  RasCurveChart *curves = ras_loss_chart_get_curves (losses);

  /* At the end the last ones stay to be looked at. */
  if (curves->n_series == 0 && ras_run_board_get_n_ended (self->board) > 0)
    ras_loss_chart_free (losses);
  else
    ras_chart_set_curves (self->loss_chart, curves, losses,
                          (GDestroyNotify) ras_loss_chart_free);
}

void
ras_run_list_update (RasRunList *self)
{
  RasBoardState state = ras_run_board_get_state (self->board);
  gboolean busy = ras_run_board_is_busy (self->board);
  g_autofree char *status = describe_board (self->board);

  g_return_if_fail (RAS_IS_RUN_LIST (self));

  if (self->rows->len != ras_run_board_get_n_runs (self->board))
    make_rows (self);
  gtk_label_set_text (self->status_label, status);
  ras_tooltip_set (GTK_WIDGET (self->status_label),
                   state == RAS_BOARD_FAILED ? status : NULL);
  gtk_progress_bar_set_fraction (self->total_bar, ras_run_board_get_fraction (self->board));
  gtk_widget_set_opacity (GTK_WIDGET (self->total_bar),
                          busy && state != RAS_BOARD_PREPARING ? 1 : 0);
  gtk_widget_set_visible (self->pause_button, busy);
  gtk_widget_set_visible (self->stop_button, busy);
  gtk_widget_set_visible (self->again_button,
                          state == RAS_BOARD_STOPPED || state == RAS_BOARD_FAILED);
  update_rows (self);
  update_losses (self);
}

static void
collection_changed_cb (RasRunList *self)
{
  make_rows (self);
  ras_chart_set_mdl (self->loss_chart, NULL);
}

void
ras_run_list_set_board (RasRunList *self, RasRunBoard *board)
{
  g_return_if_fail (RAS_IS_RUN_LIST (self) && self->board == NULL);

  self->board = g_object_ref (board);
  g_signal_connect_object (board, "collection-changed", G_CALLBACK (collection_changed_cb), self,
                           G_CONNECT_SWAPPED);
}

/* --- The widget --- */

static void
dispose (GObject *object)
{
  RasRunList *self = RAS_RUN_LIST (object);

  g_clear_object (&self->board);
  g_clear_pointer (&self->box, gtk_widget_unparent);
  G_OBJECT_CLASS (ras_run_list_parent_class)->dispose (object);
}

static void
finalize (GObject *object)
{
  g_array_unref (RAS_RUN_LIST (object)->rows);
  G_OBJECT_CLASS (ras_run_list_parent_class)->finalize (object);
}

#define CHILD(name) gtk_widget_class_bind_template_child (widget_class, RasRunList, name)

static void
ras_run_list_class_init (RasRunListClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = dispose;
  G_OBJECT_CLASS (klass)->finalize = finalize;
  g_type_ensure (RAS_TYPE_CHART);
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/org/rasura/Rasura/ui/ras-run-list.ui");
  CHILD (box);
  CHILD (status_label);
  CHILD (total_bar);
  CHILD (pause_button);
  CHILD (stop_button);
  CHILD (again_button);
  CHILD (scrolled);
  CHILD (list);
  CHILD (loss_chart);
}

static void
ras_run_list_init (RasRunList *self)
{
  self->rows = g_array_new (FALSE, TRUE, sizeof (Row));
  gtk_widget_init_template (GTK_WIDGET (self));
  ras_chart_set_label (self->loss_chart, _ ("Losses of the network in training, by epoch"));
}
