#include "ras-mdl-view-private.h"

#include <glib/gi18n.h>

#include "ras-duration.h"
#include "ras-mdl-plan.h"

static const char *const kind_titles[RAS_N_MDL_KINDS]
    = { N_ ("Learning curves"), N_ ("MDL"), N_ ("By width"), N_ ("By depth") };
static const char *const kind_tooltips[RAS_N_MDL_KINDS]
    = { N_ ("How well the next block of images is told apart, against the images learned from"),
        N_ ("Bits per sample of all blocks together, and the increase over no eraser"),
        N_ ("MDL against the width of the network: needs a sweep over widths"),
        N_ ("MDL against the depth of the network: needs a sweep over depths") };

const char *
ras_mdl_view_title_of_kind (RasMdlKind kind)
{
  return _ (kind_titles[kind]);
}

/* --- Which runs --- */

static void
add_runs (GPtrArray *all, GHashTable *ids, const GPtrArray *runs)
{
  for (guint i = 0; runs && i < runs->len; i++)
    {
      RasRun *run = g_ptr_array_index (runs, i);

      if (g_hash_table_add (ids, run->id))
        g_ptr_array_add (all, run);
    }
}

static gboolean
have_points (const GPtrArray *runs)
{
  for (guint i = 0; i < runs->len; i++)
    if (((RasRun *) g_ptr_array_index (runs, i))->points->len > 0)
      return TRUE;
  return FALSE;
}

/* The same run may belong to several collections; it is drawn once. */
GPtrArray *
ras_mdl_view_list_runs (RasMdlView *self)
{
  g_autoptr (GHashTable) seen = g_hash_table_new (g_str_hash, g_str_equal);
  g_auto (GStrv) ids = ras_history_get_selected (self->history);
  const char *live = ras_run_board_get_collection (self->board);
  GPtrArray *all = g_ptr_array_new ();

  for (char **id = ids; *id; id++)
    if (g_strcmp0 (*id, live) == 0)
      {
        g_autoptr (GPtrArray) runs = ras_run_board_list_runs (self->board);

        add_runs (all, seen, runs);
      }
    else
      add_runs (all, seen, g_hash_table_lookup (self->loaded, *id));
  return all;
}

/* --- Which chart --- */

RasMdlKind
ras_mdl_view_get_kind (RasMdlView *self, const GPtrArray *runs)
{
  const char *wanted = ras_session_get_state (self->session)->mdl_chart;
  RasMdlKind kind;

  if (wanted && ras_mdl_kind_find (wanted, &kind) && ras_mdl_chart_can_show (kind, runs))
    return kind;
  return RAS_MDL_CURVES;
}

static void
kind_toggled_cb (GtkToggleButton *button, RasMdlView *self)
{
  if (self->following || !gtk_toggle_button_get_active (button))
    return;
  for (guint i = 0; i < RAS_N_MDL_KINDS; i++)
    if (self->kinds[i] == button)
      g_object_set (self->session, "mdl-chart", ras_mdl_kind_name (i), NULL);
}

void
ras_mdl_view_add_kinds (RasMdlView *self)
{
  for (guint i = 0; i < RAS_N_MDL_KINDS; i++)
    {
      GtkWidget *button = gtk_toggle_button_new_with_label (_ (kind_titles[i]));

      self->kinds[i] = GTK_TOGGLE_BUTTON (button);
      if (i > 0)
        gtk_toggle_button_set_group (self->kinds[i], self->kinds[0]);
      gtk_widget_set_tooltip_text (button, _ (kind_tooltips[i]));
      g_signal_connect (button, "toggled", G_CALLBACK (kind_toggled_cb), self);
      gtk_box_append (self->kind_box, button);
    }
}

static void
show_kinds (RasMdlView *self, RasMdlKind shown, const GPtrArray *runs)
{
  self->following = TRUE;
  for (guint i = 0; i < RAS_N_MDL_KINDS; i++)
    gtk_widget_set_sensitive (GTK_WIDGET (self->kinds[i]), ras_mdl_chart_can_show (i, runs));
  gtk_toggle_button_set_active (self->kinds[shown], TRUE);
  self->following = FALSE;
}

RasMdlChart *
ras_mdl_view_make_chart (RasMdlView *self)
{
  g_autoptr (GPtrArray) runs = NULL;

  g_return_val_if_fail (RAS_IS_MDL_VIEW (self), NULL);

  if (!self->looked)
    ras_history_reload (self->history);
  runs = ras_mdl_view_list_runs (self);
  return have_points (runs)
             ? ras_mdl_chart_new (ras_mdl_view_get_kind (self, runs), runs, ras_mdl_title_of)
             : NULL;
}

void
ras_mdl_view_show_runs (RasMdlView *self)
{
  g_autoptr (GPtrArray) runs = ras_mdl_view_list_runs (self);
  RasMdlKind kind = ras_mdl_view_get_kind (self, runs);
  RasMdlChart *chart
      = have_points (runs) ? ras_mdl_chart_new (kind, runs, ras_mdl_title_of) : NULL;
  g_autoptr (GPtrArray) rows = chart ? ras_mdl_chart_to_table (chart) : NULL;

  self->board_version = ras_run_board_get_version (self->board);
  show_kinds (self, kind, runs);
  ras_chart_set_mdl (self->chart, chart);
  ras_chart_set_label (self->chart, _ (kind_titles[kind]));
  ras_text_table_set_rows (self->table, rows);
  ras_text_table_set_label (self->table, _ (kind_titles[kind]));
  ras_mdl_view_choose_page (self);
}

/* --- Which page --- */

static void
show_stage (RasMdlView *self)
{
  double fraction;
  const char *stage = ras_run_board_get_stage (self->board, &fraction);

  gtk_label_set_text (self->stage_label, stage ? stage : _ ("Preparing"));
  gtk_progress_bar_set_fraction (self->stage_bar, MAX (fraction, 0));
  gtk_widget_set_opacity (GTK_WIDGET (self->stage_bar), fraction >= 0 ? 1 : 0);
}

static void
show_invitation (RasMdlView *self)
{
  g_autofree char *time = ras_duration_format (ras_mdl_setup_get_seconds (self->setup));
  g_autofree char *text
      = time ? g_strdup_printf (_ ("_Start · about %s"), time) : g_strdup (_ ("_Start"));

  gtk_button_set_label (self->empty_button, text);
}

void
ras_mdl_view_choose_page (RasMdlView *self)
{
  gboolean busy = ras_run_board_is_busy (self->board);
  const char *page = "empty";

  if (ras_chart_get_mdl (self->chart))
    page = self->showing_table ? "table" : "chart";
  else if (busy)
    page = "preparing";
  ras_mdl_setup_set_quiet (self->setup, g_str_equal (page, "empty"));
  show_stage (self);
  show_invitation (self);
  gtk_widget_set_visible (self->toolbar, ras_chart_get_mdl (self->chart) != NULL);
  gtk_stack_set_visible_child_name (self->main, page);
  gtk_revealer_set_reveal_child (
      self->run_revealer, ras_run_board_get_state (self->board) != RAS_BOARD_IDLE);
}
