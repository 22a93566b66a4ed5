/* The row above the table: search, and a drop-down list for each filter. */
#include "ras-runs-view-private.h"

#include <glib/gi18n.h>

static const char *const any_titles[RAS_N_RUN_FILTERS]
    = { N_ ("All data sets"), N_ ("All networks"), N_ ("All erasers"), N_ ("All states") };

static GtkDropDown *
get_drop_down (RasRunsView *self, guint i)
{
  GtkDropDown *const all[RAS_N_RUN_FILTERS] = { self->dataset_drop_down, self->network_drop_down,
                                                self->eraser_drop_down, self->state_drop_down };

  return all[i];
}

static void
selected_cb (RasRunsView *self, GParamSpec *pspec, GtkDropDown *drop_down)
{
  GtkStringObject *chosen = gtk_drop_down_get_selected_item (drop_down);

  for (guint i = 0; !self->following && i < RAS_N_RUN_FILTERS; i++)
    if (get_drop_down (self, i) == drop_down)
      ras_run_model_set_filter (self->model, i,
                                chosen && gtk_drop_down_get_selected (drop_down) > 0
                                    ? gtk_string_object_get_string (chosen)
                                    : NULL);
}

static void
search_cb (RasRunsView *self)
{
  if (!self->following)
    ras_run_model_set_search (self->model,
                              gtk_editable_get_text (GTK_EDITABLE (self->search_entry)));
}

/* From the entry down to what was found. */
static void
next_cb (RasRunsView *self)
{
  gtk_widget_child_focus (GTK_WIDGET (self->table), GTK_DIR_TAB_FORWARD);
}

static void
stop_search_cb (RasRunsView *self)
{
  gtk_editable_set_text (GTK_EDITABLE (self->search_entry), "");
  next_cb (self);
}

static void
fill (RasRunsView *self, guint i)
{
  g_auto (GStrv) values = ras_run_model_list_values (self->model, i);
  const char *chosen = ras_run_model_get_filter (self->model, i);
  GtkStringList *list = gtk_string_list_new (NULL);
  guint selected = 0;

  gtk_string_list_append (list, _ (any_titles[i]));
  for (guint j = 0; values[j]; j++)
    {
      gtk_string_list_append (list, values[j]);
      if (g_strcmp0 (values[j], chosen) == 0)
        selected = j + 1;
    }
  /* What is filtered for stays to be seen when the last run of it is gone. */
  if (chosen && selected == 0)
    {
      gtk_string_list_append (list, chosen);
      selected = g_list_model_get_n_items (G_LIST_MODEL (list)) - 1;
    }
  gtk_drop_down_set_model (get_drop_down (self, i), G_LIST_MODEL (list));
  gtk_drop_down_set_selected (get_drop_down (self, i), selected);
  g_object_unref (list);
}

void
ras_runs_view_fill_filters (RasRunsView *self)
{
  self->following = TRUE;
  for (guint i = 0; i < RAS_N_RUN_FILTERS; i++)
    fill (self, i);
  self->following = FALSE;
}

void
ras_runs_view_clear_filters (RasRunsView *self)
{
  self->following = TRUE;
  gtk_editable_set_text (GTK_EDITABLE (self->search_entry), "");
  for (guint i = 0; i < RAS_N_RUN_FILTERS; i++)
    gtk_drop_down_set_selected (get_drop_down (self, i), 0);
  self->following = FALSE;
  ras_run_model_clear_filters (self->model);
}

static void
setup_choice_cb (GtkSignalListItemFactory *factory, GtkListItem *item)
{
  GtkWidget *label = gtk_label_new (NULL);

  gtk_label_set_ellipsize (GTK_LABEL (label), PANGO_ELLIPSIZE_END);
  gtk_label_set_width_chars (GTK_LABEL (label), 6);
  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_list_item_set_child (item, label);
}

static void
bind_choice_cb (GtkSignalListItemFactory *factory, GtkListItem *item)
{
  gtk_label_set_text (GTK_LABEL (gtk_list_item_get_child (item)),
                      gtk_string_object_get_string (gtk_list_item_get_item (item)));
}

/* On the button a long name gives way; in the list it stands whole. */
static void
make_narrow (GtkDropDown *drop_down)
{
  g_autoptr (GtkListItemFactory) factory = gtk_signal_list_item_factory_new ();
  g_autoptr (GtkListItemFactory) list = g_object_ref (gtk_drop_down_get_factory (drop_down));

  g_signal_connect (factory, "setup", G_CALLBACK (setup_choice_cb), NULL);
  g_signal_connect (factory, "bind", G_CALLBACK (bind_choice_cb), NULL);
  gtk_drop_down_set_list_factory (drop_down, list);
  gtk_drop_down_set_factory (drop_down, factory);
}

void
ras_runs_view_init_filters (RasRunsView *self)
{
  for (guint i = 0; i < RAS_N_RUN_FILTERS; i++)
    {
      make_narrow (get_drop_down (self, i));
      g_signal_connect_swapped (get_drop_down (self, i), "notify::selected",
                                G_CALLBACK (selected_cb), self);
    }
  ras_runs_view_fill_filters (self);
  g_signal_connect_swapped (self->search_entry, "search-changed", G_CALLBACK (search_cb), self);
  g_signal_connect_swapped (self->search_entry, "activate", G_CALLBACK (next_cb), self);
  g_signal_connect_swapped (self->search_entry, "stop-search", G_CALLBACK (stop_search_cb), self);
}
