/* Below the table: a chart of what is chosen, and what one run was. */
#include "ras-runs-view-private.h"

#include <glib/gi18n.h>
#include <math.h>

#include "axis.h"
#include "ras-command.h"
#include "ras-mdl-plan.h"
#include "ras-mdl-view.h"

/* More of them neither can be told apart in a chart nor are drawn at once. */
#define MOST_RUNS 200
#define NUMBER_SIZE 64
#define N_KINDS 4

/* --- What is chosen --- */

GPtrArray *
ras_runs_view_list_selected (RasRunsView *self)
{
  GPtrArray *items = g_ptr_array_new_with_free_func (g_object_unref);
  g_autoptr (GtkBitset) selected = gtk_selection_model_get_selection (self->selection);

  for (guint64 i = 0; i < gtk_bitset_get_size (selected); i++)
    {
      g_autoptr (GtkTreeListRow) row = g_list_model_get_item (
          G_LIST_MODEL (self->selection), gtk_bitset_get_nth (selected, i));

      if (row)
        g_ptr_array_add (items, gtk_tree_list_row_get_item (row));
    }
  return items;
}

GPtrArray *
ras_runs_view_list_selected_runs (RasRunsView *self)
{
  g_autoptr (GPtrArray) items = ras_runs_view_list_selected (self);
  g_autoptr (GHashTable) there = g_hash_table_new (NULL, NULL);
  GPtrArray *runs = g_ptr_array_new_with_free_func (g_object_unref);

  for (guint i = 0; i < items->len; i++)
    {
      RasRunItem *item = g_ptr_array_index (items, i);

      if (item->kind == RAS_ITEM_RUN && g_hash_table_add (there, item))
        g_ptr_array_add (runs, g_object_ref (item));
      for (guint j = 0; j < item->runs->len; j++)
        if (g_hash_table_add (there, g_ptr_array_index (item->runs, j)))
          g_ptr_array_add (runs, g_object_ref (g_ptr_array_index (item->runs, j)));
    }
  return runs;
}

char *
ras_runs_view_make_command (RasRunsView *self, const char *plot)
{
  g_autoptr (GPtrArray) items = ras_runs_view_list_selected (self);
  g_autoptr (GPtrArray) runs = ras_runs_view_list_selected_runs (self);
  const RasRunItem *first = items->len == 1 ? g_ptr_array_index (items, 0) : NULL;

  if (first && first->kind == RAS_ITEM_EXPERIMENT)
    return ras_command_make_mdl (first->collection->plan, plot);
  if (runs->len == 0 || runs->len > MOST_RUNS || (plot && runs->len > 1))
    return NULL;
  {
    g_autoptr (GString) lines = g_string_new (NULL);

    for (guint i = 0; i < runs->len; i++)
      {
        const RasRunItem *run = g_ptr_array_index (runs, i);
        g_autofree char *line = ras_command_make_run (run->run->config, plot);

        g_string_append_printf (lines, "%s%s", i > 0 ? "\n" : "", line);
      }
    return g_string_free (g_steal_pointer (&lines), FALSE);
  }
}

/* --- The chart --- */

static RasMdlKind
choose_kind (RasRunsView *self, const GPtrArray *runs)
{
  return ras_mdl_chart_can_show (self->kind, runs) ? self->kind : RAS_MDL_CURVES;
}

static gboolean
have_points (const GPtrArray *runs)
{
  for (guint i = 0; i < runs->len; i++)
    if (((RasRun *) g_ptr_array_index (runs, i))->points->len > 0)
      return TRUE;
  return FALSE;
}

static void
show_chart (RasRunsView *self, const GPtrArray *items)
{
  g_autoptr (GPtrArray) runs = g_ptr_array_new ();
  gboolean shown;

  for (guint i = 0; i < items->len; i++)
    g_ptr_array_add (runs, ((RasRunItem *) g_ptr_array_index (items, i))->run);
  shown = runs->len <= MOST_RUNS && have_points (runs);
  ras_chart_set_mdl (self->chart, shown ? ras_mdl_chart_new (choose_kind (self, runs), runs,
                                                             ras_mdl_title_of)
                                        : NULL);
  gtk_widget_set_sensitive (self->kind_box, shown);
  if (!shown)
    {
      g_autofree char *text
          = runs->len > MOST_RUNS
                ? g_strdup_printf (_ ("%u runs are too many for one chart: choose %u or fewer."),
                                   runs->len, MOST_RUNS)
                : g_strdup (_ ("No block of it was learned yet."));

      gtk_label_set_text (self->chart_note, text);
    }
  gtk_stack_set_visible_child_name (self->chart_stack, shown ? "chart" : "note");
}

static void
kind_cb (RasRunsView *self)
{
  guint chosen = gtk_drop_down_get_selected (self->kind_drop_down);

  if (chosen >= N_KINDS || self->model == NULL)
    return;
  self->kind = chosen;
  ras_chart_set_label (self->chart, ras_mdl_view_title_of_kind (chosen));
  ras_runs_view_show_details (self);
}

/* --- One run --- */

static void
add_row (GPtrArray *rows, const char *first, const char *second)
{
  g_ptr_array_add (rows, g_strdupv ((char *[]) { (char *) first, (char *) second, NULL }));
}

static void
add_text (GPtrArray *rows, const char *name, const char *value)
{
  if (value && value[0])
    add_row (rows, name, value);
}

static void
add_count (GPtrArray *rows, const char *name, guint64 value)
{
  char text[NUMBER_SIZE];

  ras_format_count (value, text, sizeof text);
  if (value > 0)
    add_row (rows, name, text);
}

static void
add_number (GPtrArray *rows, const char *name, double value)
{
  g_autofree char *text = g_strdup_printf ("%g", value);

  if (!isnan (value))
    add_row (rows, name, text);
}

static void
add_switch (GPtrArray *rows, const char *name, gboolean on)
{
  add_row (rows, name, on ? _ ("yes") : _ ("no"));
}

static GPtrArray *
list_settings (const RasRunItem *item)
{
  const RasRunConfig *config = item->run->config;
  g_autofree char *seed = g_strdup_printf ("%" G_GUINT64_FORMAT, config->seed);
  g_autofree char *state = ras_run_item_format (item, RAS_COLUMN_STATE);
  g_autofree char *date = ras_run_item_format (item, RAS_COLUMN_DATE);
  GPtrArray *rows = g_ptr_array_new_with_free_func ((GDestroyNotify) g_strfreev);
  guint width, depth;

  ras_run_config_get_shape (config, &width, &depth);
  add_row (rows, _ ("Setting"), _ ("Value"));
  add_text (rows, _ ("State"), state);
  add_text (rows, _ ("Begun"), date);
  add_text (rows, _ ("Data set"), item->dataset);
  add_text (rows, _ ("Opened from"), config->dataset);
  add_count (rows, _ ("Images"), config->images);
  add_count (rows, _ ("Classes"), config->n_classes);
  add_text (rows, _ ("Eraser"), ras_mdl_title_of (config->eraser));
  add_count (rows, _ ("Rank"), config->rank);
  add_text (rows, _ ("Network"), item->network_kind);
  add_text (rows, _ ("Size"), config->size);
  add_count (rows, _ ("Width"), width);
  add_count (rows, _ ("Depth"), depth);
  add_text (rows, _ ("Activation"), config->activation);
  add_text (rows, _ ("Seed"), seed);
  add_number (rows, _ ("Learning rate"), config->learning_rate);
  add_number (rows, "β₁", config->beta1);
  add_number (rows, "β₂", config->beta2);
  add_number (rows, _ ("Weight decay"), config->weight_decay);
  if (config->drop_path > 0)
    add_number (rows, _ ("Stochastic depth"), config->drop_path);
  add_count (rows, _ ("Warm-up steps"), config->warm_up);
  add_count (rows, _ ("Images a step"), config->batch);
  add_count (rows, _ ("At most epochs"), config->max_epochs);
  add_count (rows, _ ("Patience"), config->patience);
  add_switch (rows, _ ("Random crops"), config->crop);
  add_switch (rows, _ ("Random flips"), config->flip);
  add_count (rows, _ ("Blocks"), config->blocks);
  add_text (rows, _ ("Estimator"), ras_estimator_name (config->estimator));
  add_count (rows, _ ("Threads"), config->threads);
  add_text (rows, _ ("Program version"), item->run->version);
  add_text (rows, _ ("Id"), item->run->id);
  return rows;
}

static GPtrArray *
list_blocks (const RasRun *run)
{
  const char *const header[] = { _ ("Block"), _ ("Learned from"), _ ("Coded"), _ ("Bits/sample"),
                                 _ ("So far"), _ ("Epochs"), _ ("Best"), _ ("Seconds"), NULL };
  GPtrArray *rows = g_ptr_array_new_with_free_func ((GDestroyNotify) g_strfreev);

  g_ptr_array_add (rows, g_strdupv ((char **) header));
  for (guint i = 0; i < run->points->len; i++)
    {
      const RasPoint *point = g_ptr_array_index (run->points, i);
      char learned[NUMBER_SIZE], coded[NUMBER_SIZE];
      char **cells = g_new0 (char *, 9);

      ras_format_count (point->images, learned, sizeof learned);
      ras_format_count (point->test_images, coded, sizeof coded);
      cells[0] = g_strdup_printf ("%u", point->block + 1);
      cells[1] = g_strdup (learned);
      cells[2] = g_strdup (coded);
      cells[3] = g_strdup_printf ("%.4f", point->cross_entropy);
      cells[4] = g_strdup_printf ("%.4f", ras_run_get_mdl_at (run, i));
      cells[5] = g_strdup_printf ("%u", point->epochs);
      cells[6] = g_strdup_printf ("%u", point->best_epoch);
      cells[7] = g_strdup_printf ("%.1f", point->seconds);
      g_ptr_array_add (rows, cells);
    }
  return rows;
}

static void
show_settings (RasRunsView *self, const GPtrArray *runs)
{
  const RasRunItem *one = runs->len == 1 ? g_ptr_array_index (runs, 0) : NULL;
  g_autofree char *command = ras_runs_view_make_command (self, NULL);

  if (one)
    {
      g_autoptr (GPtrArray) settings = list_settings (one);
      g_autoptr (GPtrArray) blocks = list_blocks (one->run);

      ras_text_table_set_rows (self->settings, settings);
      ras_text_table_set_rows (self->blocks, blocks);
      gtk_label_set_text (self->command_label, command ? command : "");
    }
  gtk_stack_set_visible_child_name (self->settings_stack, one ? "run" : "note");
}

/* "LEACE, MLP 128 × 2, seed 1" or how many they are. */
static char *
make_title (const GPtrArray *items, const GPtrArray *runs)
{
  const RasRunItem *first = g_ptr_array_index (items, 0);

  if (items->len == 1 && first->kind == RAS_ITEM_EXPERIMENT)
    return g_strdup (first->collection->name);
  if (runs->len == 1)
    {
      const RasRunItem *run = g_ptr_array_index (runs, 0);
      g_autofree char *seed = ras_run_item_format_seed (run);

      return g_strjoin (", ", ras_mdl_title_of (run->run->config->eraser), run->network, seed,
                        NULL);
    }
  return g_strdup_printf (ngettext ("%u run", "%u runs", runs->len), runs->len);
}

/* What folds away takes no time: it is brought up to date when it is opened. */
void
ras_runs_view_show_details (RasRunsView *self)
{
  g_autoptr (GPtrArray) items = ras_runs_view_list_selected (self);
  g_autoptr (GPtrArray) runs = NULL;
  g_autofree char *title = NULL;
  GAction *shown = g_action_map_lookup_action (G_ACTION_MAP (self->actions), "show-details");
  g_autoptr (GVariant) state = g_action_get_state (shown);

  gtk_widget_set_visible (self->bottom, items->len > 0 && g_variant_get_boolean (state));
  if (!gtk_widget_get_visible (self->bottom))
    return;
  runs = ras_runs_view_list_selected_runs (self);
  title = make_title (items, runs);
  gtk_label_set_text (self->title_label, title);
  gtk_widget_set_tooltip_text (GTK_WIDGET (self->title_label), title);
  show_chart (self, runs);
  show_settings (self, runs);
}

void
ras_runs_view_init_details (RasRunsView *self)
{
  g_autoptr (GtkStringList) kinds = gtk_string_list_new (NULL);

  for (guint i = 0; i < N_KINDS; i++)
    gtk_string_list_append (kinds, ras_mdl_view_title_of_kind (i));
  gtk_drop_down_set_model (self->kind_drop_down, G_LIST_MODEL (kinds));
  ras_chart_set_label (self->chart, ras_mdl_view_title_of_kind (self->kind));
  g_signal_connect_swapped (self->kind_drop_down, "notify::selected", G_CALLBACK (kind_cb), self);
}
