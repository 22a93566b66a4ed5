#include "ras-mdl-setup-private.h"

#include <glib/gi18n.h>
#include <math.h>

#include "eraser.h"
#include "ras-swatch.h"

G_DEFINE_FINAL_TYPE (RasMdlSetup, ras_mdl_setup, GTK_TYPE_WIDGET)

static const RasNetworkKind *
get_network (RasMdlSetup *self)
{
  const RasNetworkKind *kind
      = ras_network_kind_find (ras_session_get_state (self->session)->mdl_network, NULL);

  return kind ? kind : ras_network_kind_nth (0);
}

/* --- From the widgets to the session --- */

static void
network_selected_cb (RasMdlSetup *self)
{
  guint selected = gtk_drop_down_get_selected (self->network_drop_down);

  if (self->following || selected >= ras_n_network_kinds ())
    return;
  /* Sizes of another network mean nothing to this one. */
  g_object_set (self->session, "mdl-network", ras_network_kind_nth (selected)->name, "mdl-size",
                NULL, "mdl-activation", NULL, "mdl-widths", NULL, "mdl-depths", NULL, NULL);
}

static void
choose_name (RasMdlSetup *self, const char *property, const char *const *names,
             GtkDropDown *drop_down)
{
  guint selected = gtk_drop_down_get_selected (drop_down);

  if (!self->following && names && selected != GTK_INVALID_LIST_POSITION)
    g_object_set (self->session, property, names[selected], NULL);
}

static void
size_selected_cb (RasMdlSetup *self)
{
  if (!self->following)
    choose_name (self, "mdl-size", get_network (self)->sizes, self->size_drop_down);
}

static void
activation_selected_cb (RasMdlSetup *self)
{
  if (!self->following)
    choose_name (self, "mdl-activation", get_network (self)->activations,
                 self->activation_drop_down);
}

static void
width_changed_cb (RasMdlSetup *self)
{
  if (!self->following)
    g_object_set (self->session, "mdl-widths",
                  gtk_editable_get_text (GTK_EDITABLE (self->width_entry)), NULL);
}

static void
depth_changed_cb (RasMdlSetup *self)
{
  if (!self->following)
    g_object_set (self->session, "mdl-depths",
                  gtk_editable_get_text (GTK_EDITABLE (self->depth_entry)), NULL);
}

static void
rank_changed_cb (RasMdlSetup *self)
{
  if (!self->following)
    g_object_set (self->session, "mdl-rank", gtk_spin_button_get_value_as_int (self->rank_spin),
                  NULL);
}

static void
rank_followed_cb (RasMdlSetup *self)
{
  if (!self->following)
    g_object_set (self->session, "mdl-rank",
                  gtk_check_button_get_active (self->rank_check)
                      ? RAS_MDL_RANK_OF_COMPARE
                      : gtk_spin_button_get_value_as_int (self->rank_spin),
                  NULL);
}

static void
eraser_toggled_cb (GtkCheckButton *check, RasMdlSetup *self)
{
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();
  g_auto (GStrv) names = NULL;

  if (self->following)
    return;
  for (guint i = 0; i < ras_n_erasers (); i++)
    if (gtk_check_button_get_active (g_ptr_array_index (self->eraser_checks, i)))
      g_strv_builder_add (builder, ras_eraser_nth (i)->name);
  names = g_strv_builder_end (builder);
  g_object_set (self->session, "mdl-erasers", names, NULL);
}

/* --- From the session to the widgets --- */

/* As the literature writes it. */
static const char *
get_title (const char *name)
{
  static const char *const known[][2]
      = { { "relu", "ReLU" }, { "gelu", "GELU" }, { "swiglu", "SwiGLU" } };

  for (gsize i = 0; i < G_N_ELEMENTS (known); i++)
    if (g_str_equal (known[i][0], name))
      return known[i][1];
  return name;
}

static void
fill_names (GtkDropDown *drop_down, GtkWidget *caption, const char *const *names,
            const char *chosen)
{
  gboolean any = names && names[0] && names[1];
  g_autoptr (GtkStringList) list = NULL;

  gtk_widget_set_visible (GTK_WIDGET (drop_down), any);
  gtk_widget_set_visible (caption, any);
  if (!any)
    return;
  list = gtk_string_list_new (NULL);
  for (guint i = 0; names[i]; i++)
    gtk_string_list_append (list, get_title (names[i]));
  gtk_drop_down_set_model (drop_down, G_LIST_MODEL (list));
  for (guint i = 0; names[i]; i++)
    if (g_strcmp0 (names[i], chosen) == 0)
      gtk_drop_down_set_selected (drop_down, i);
}

static void
fill_number (GtkEntry *entry, guint own, const char *text)
{
  g_autofree char *hint = g_strdup_printf ("%u", own);

  gtk_widget_set_visible (GTK_WIDGET (entry), own > 0);
  gtk_entry_set_placeholder_text (entry, hint);
  if (g_strcmp0 (gtk_editable_get_text (GTK_EDITABLE (entry)), text ? text : "") != 0)
    gtk_editable_set_text (GTK_EDITABLE (entry), text ? text : "");
}

static void
follow_network (RasMdlSetup *self)
{
  const RasSessionState *state = ras_session_get_state (self->session);
  const RasNetworkKind *kind = get_network (self);
  gboolean free_size = kind->sizes == NULL && kind->default_width > 0;

  for (guint i = 0; i < ras_n_network_kinds (); i++)
    if (ras_network_kind_nth (i) == kind)
      gtk_drop_down_set_selected (self->network_drop_down, i);
  gtk_widget_set_tooltip_text (GTK_WIDGET (self->network_drop_down), _ (kind->summary));
  fill_names (self->size_drop_down, self->size_caption, kind->sizes, state->mdl_size);
  fill_names (self->activation_drop_down, self->activation_caption, kind->activations,
              state->mdl_activation);
  gtk_widget_set_visible (self->width_caption, free_size);
  gtk_widget_set_visible (self->free_box, free_size);
  gtk_widget_set_visible (self->times_label, kind->default_depth > 0);
  fill_number (self->width_entry, kind->default_width, state->mdl_widths);
  fill_number (self->depth_entry, kind->default_depth, state->mdl_depths);
}

static void
follow_erasers (RasMdlSetup *self)
{
  const RasSessionState *state = ras_session_get_state (self->session);
  gboolean path = FALSE;

  for (guint i = 0; i < ras_n_erasers (); i++)
    {
      const RasEraser *eraser = ras_eraser_nth (i);
      gboolean chosen
          = g_strv_contains ((const char *const *) state->mdl_erasers, eraser->name);

      gtk_check_button_set_active (g_ptr_array_index (self->eraser_checks, i), chosen);
      path = path || (chosen && eraser->has_path);
    }
  gtk_widget_set_sensitive (self->rank_box, path);
}

static void
follow_rank (RasMdlSetup *self)
{
  const RasSessionState *state = ras_session_get_state (self->session);
  gboolean as_in_compare = state->mdl_rank == RAS_MDL_RANK_OF_COMPARE;

  gtk_check_button_set_active (self->rank_check, as_in_compare);
  gtk_spin_button_set_value (self->rank_spin,
                             as_in_compare ? state->rank : (guint) state->mdl_rank);
}

static void
follow (RasMdlSetup *self)
{
  if (self->session == NULL)
    return;
  self->following = TRUE;
  follow_network (self);
  follow_erasers (self);
  follow_rank (self);
  self->following = FALSE;
  ras_mdl_setup_follow_preset (self);
  ras_mdl_setup_estimate (self);
}

static void
session_notify_cb (RasMdlSetup *self, GParamSpec *pspec)
{
  const RasSessionState *state = ras_session_get_state (self->session);

  if (g_str_equal (pspec->name, "mdl-chart"))
    return;
  if (g_str_has_prefix (pspec->name, "mdl-")
      || (g_str_equal (pspec->name, "rank") && state->mdl_rank == RAS_MDL_RANK_OF_COMPARE))
    follow (self);
}

/* --- Public --- */

void
ras_mdl_setup_set_session (RasMdlSetup *self, RasSession *session)
{
  GBindingFlags both = G_BINDING_SYNC_CREATE | G_BINDING_BIDIRECTIONAL;

  g_return_if_fail (RAS_IS_MDL_SETUP (self) && self->session == NULL);

  self->session = g_object_ref (session);
  g_object_bind_property (session, "mdl-images", self->images_spin, "value", both);
  g_object_bind_property (session, "mdl-seeds", self->seeds_spin, "value", both);
  g_object_bind_property (session, "mdl-max-epochs", self->epochs_spin, "value", both);
  g_object_bind_property (session, "mdl-patience", self->patience_spin, "value", both);
  g_signal_connect_object (session, "notify", G_CALLBACK (session_notify_cb), self,
                           G_CONNECT_SWAPPED);
  follow (self);
}

void
ras_mdl_setup_set_dataset (RasMdlSetup *self, RasDataset *dataset)
{
  g_return_if_fail (RAS_IS_MDL_SETUP (self));

  if (dataset)
    ras_dataset_ref (dataset);
  ras_mdl_setup_stop_estimate (self);
  g_clear_pointer (&self->dataset, ras_dataset_unref);
  self->dataset = dataset;
  follow (self);
}

void
ras_mdl_setup_set_active (RasMdlSetup *self, gboolean active)
{
  g_return_if_fail (RAS_IS_MDL_SETUP (self));

  if (self->active == active)
    return;
  self->active = active;
  if (!active)
    ras_mdl_setup_stop_estimate (self);
  else if (self->session && isnan (ras_mdl_setup_get_seconds (self)))
    ras_mdl_setup_estimate (self);
}

void
ras_mdl_setup_set_quiet (RasMdlSetup *self, gboolean quiet)
{
  g_return_if_fail (RAS_IS_MDL_SETUP (self));

  if (quiet)
    gtk_widget_remove_css_class (self->start_button, "suggested-action");
  else
    gtk_widget_add_css_class (self->start_button, "suggested-action");
}

const char *
ras_mdl_setup_get_problem (RasMdlSetup *self)
{
  return self->problem;
}

double
ras_mdl_setup_get_seconds (RasMdlSetup *self)
{
  return ras_mdl_setup_get_preset (self)->seconds;
}

guint
ras_mdl_setup_get_n_estimates (RasMdlSetup *self)
{
  guint n = 0;

  for (guint i = 0; i < self->presets->len; i++)
    n += isfinite (g_array_index (self->presets, RasPresetRow, i).seconds);
  return n;
}

/* --- The widget --- */

/* What is no map has to be made before anything is learned from it. */
static void
set_tooltip (GtkWidget *check, const RasEraser *eraser)
{
  g_autofree char *text
      = g_strjoin ("\n\n", _ (eraser->summary),
                   eraser->edits ? _ ("All training images are edited first. That takes minutes, "
                                      "once: they are kept.")
                                 : NULL,
                   NULL);

  gtk_widget_set_tooltip_text (check, text);
}

static void
add_erasers (RasMdlSetup *self)
{
  self->eraser_checks = g_ptr_array_new ();
  for (guint i = 0; i < ras_n_erasers (); i++)
    {
      const RasEraser *eraser = ras_eraser_nth (i);
      GtkWidget *check = gtk_check_button_new ();
      GtkWidget *across = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 6);
      GtkWidget *title = gtk_label_new (_ (eraser->title));

      gtk_label_set_xalign (GTK_LABEL (title), 0);
      gtk_widget_set_hexpand (title, TRUE);
      gtk_box_append (GTK_BOX (across), title);
      gtk_box_append (GTK_BOX (across), ras_swatch_new (eraser->name));
      gtk_widget_set_hexpand (across, TRUE);
      gtk_widget_set_margin_start (across, 6);
      gtk_check_button_set_child (GTK_CHECK_BUTTON (check), across);
      set_tooltip (check, eraser);
      gtk_accessible_update_property (GTK_ACCESSIBLE (check), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                      _ (eraser->title), -1);
      g_signal_connect (check, "toggled", G_CALLBACK (eraser_toggled_cb), self);
      gtk_box_append (self->eraser_box, check);
      g_ptr_array_add (self->eraser_checks, check);
    }
}

static void
add_networks (RasMdlSetup *self)
{
  g_autoptr (GtkStringList) titles = gtk_string_list_new (NULL);

  for (guint i = 0; i < ras_n_network_kinds (); i++)
    gtk_string_list_append (titles, _ (ras_network_kind_nth (i)->title));
  self->following = TRUE;
  gtk_drop_down_set_model (self->network_drop_down, G_LIST_MODEL (titles));
  self->following = FALSE;
}

static void
dispose (GObject *object)
{
  RasMdlSetup *self = RAS_MDL_SETUP (object);

  self->following = TRUE;
  ras_mdl_setup_stop_estimate (self);
  g_clear_object (&self->session);
  g_clear_pointer (&self->dataset, ras_dataset_unref);
  g_clear_pointer (&self->box, gtk_widget_unparent);
  G_OBJECT_CLASS (ras_mdl_setup_parent_class)->dispose (object);
}

static void
finalize (GObject *object)
{
  RasMdlSetup *self = RAS_MDL_SETUP (object);

  g_ptr_array_unref (self->eraser_checks);
  g_array_unref (self->presets);
  g_free (self->problem);
  G_OBJECT_CLASS (ras_mdl_setup_parent_class)->finalize (object);
}

#define CHILD(name) gtk_widget_class_bind_template_child (widget_class, RasMdlSetup, name)
#define CALLBACK(name) gtk_widget_class_bind_template_callback (widget_class, name)

static void
ras_mdl_setup_class_init (RasMdlSetupClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = dispose;
  G_OBJECT_CLASS (klass)->finalize = finalize;
  g_signal_new ("changed", RAS_TYPE_MDL_SETUP, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE,
                0);
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/org/rasura/Rasura/ui/ras-mdl-setup.ui");
  CHILD (box);
  CHILD (network_drop_down);
  CHILD (size_drop_down);
  CHILD (activation_drop_down);
  CHILD (size_caption);
  CHILD (width_caption);
  CHILD (free_box);
  CHILD (times_label);
  CHILD (activation_caption);
  CHILD (width_entry);
  CHILD (depth_entry);
  CHILD (eraser_box);
  CHILD (preset_box);
  CHILD (rank_box);
  CHILD (rank_spin);
  CHILD (rank_check);
  CHILD (images_spin);
  CHILD (seeds_spin);
  CHILD (epochs_spin);
  CHILD (patience_spin);
  CHILD (custom_revealer);
  CHILD (problem_label);
  CHILD (start_button);
  CALLBACK (network_selected_cb);
  CALLBACK (size_selected_cb);
  CALLBACK (activation_selected_cb);
  CALLBACK (width_changed_cb);
  CALLBACK (depth_changed_cb);
  CALLBACK (rank_changed_cb);
  CALLBACK (rank_followed_cb);
}

static void
ras_mdl_setup_init (RasMdlSetup *self)
{
  self->following = TRUE;
  gtk_widget_init_template (GTK_WIDGET (self));
  self->following = FALSE;
  add_networks (self);
  add_erasers (self);
  ras_mdl_setup_add_presets (self);
}
