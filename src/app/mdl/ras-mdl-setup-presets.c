#include "ras-mdl-setup-private.h"

#include <glib/gi18n.h>
#include <math.h>

#include "axis.h"
#include "ras-duration.h"
#include "ras-estimate-job.h"
#include "ras-mdl-plan.h"

/* After the last change, milliseconds: nobody waits, but typing "1024" is one change. */
#define PATIENCE 350

static RasPresetRow *
nth (RasMdlSetup *self, guint i)
{
  return &g_array_index (self->presets, RasPresetRow, i);
}

RasPresetRow *
ras_mdl_setup_get_preset (RasMdlSetup *self)
{
  const char *chosen = ras_session_get_state (self->session)->mdl_preset;

  for (guint i = 0; i < self->presets->len; i++)
    if (g_strcmp0 (nth (self, i)->name, chosen) == 0)
      return nth (self, i);
  return nth (self, 0);
}

/* --- The rows --- */

static void
toggled_cb (GtkCheckButton *button, RasMdlSetup *self)
{
  for (guint i = 0; i < self->presets->len; i++)
    if (nth (self, i)->button == button && gtk_check_button_get_active (button)
        && !self->following)
      g_object_set (self->session, "mdl-preset", nth (self, i)->name, NULL);
}

static GtkLabel *
add_label (GtkWidget *box, const char *text, const char *style)
{
  GtkWidget *label = gtk_label_new (text);

  gtk_label_set_xalign (GTK_LABEL (label), 0);
  if (style)
    {
      gtk_widget_add_css_class (label, style);
      gtk_widget_add_css_class (label, "numeric");
      gtk_widget_add_css_class (label, "caption");
    }
  gtk_box_append (GTK_BOX (box), label);
  return GTK_LABEL (label);
}

static void
add_preset (RasMdlSetup *self, const char *name, const char *title, const char *summary)
{
  RasPresetRow row = { .name = name, .seconds = NAN };
  /* GTK 4.8 takes it for one that goes alone. */
  GtkWidget *button = g_object_new (GTK_TYPE_CHECK_BUTTON, "accessible-role",
                                    GTK_ACCESSIBLE_ROLE_RADIO, NULL);
  GtkWidget *across = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 6);
  GtkWidget *texts = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);

  row.button = GTK_CHECK_BUTTON (button);
  if (self->presets->len > 0)
    gtk_check_button_set_group (row.button, nth (self, 0)->button);
  add_label (texts, title, NULL);
  row.detail = add_label (texts, NULL, "dim-label");
  gtk_widget_set_hexpand (texts, TRUE);
  gtk_box_append (GTK_BOX (across), texts);
  row.time = add_label (across, NULL, "dim-label");
  gtk_widget_set_valign (GTK_WIDGET (row.time), GTK_ALIGN_CENTER);
  gtk_check_button_set_child (row.button, across);
  gtk_widget_set_hexpand (across, TRUE);
  gtk_widget_set_margin_start (across, 6);
  gtk_widget_set_margin_top (button, 3);
  gtk_widget_set_tooltip_text (button, summary);
  gtk_accessible_update_property (GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_PROPERTY_LABEL, title,
                                  -1);
  gtk_box_append (self->preset_box, button);
  g_signal_connect (button, "toggled", G_CALLBACK (toggled_cb), self);
  g_array_append_val (self->presets, row);
}

static void
row_clear (gpointer data)
{
  g_free (((RasPresetRow *) data)->failure);
}

void
ras_mdl_setup_add_presets (RasMdlSetup *self)
{
  self->presets = g_array_new (FALSE, TRUE, sizeof (RasPresetRow));
  g_array_set_clear_func (self->presets, row_clear);
  for (guint i = 0; i < ras_n_presets; i++)
    add_preset (self, ras_presets[i].name, _ (ras_presets[i].title), _ (ras_presets[i].summary));
  add_preset (self, RAS_MDL_CUSTOM, _ ("Custom"), _ ("A budget of your own"));
}

/* "2 000 images, 1 seed": what it comes to on this data set. */
static char *
describe_budget (RasMdlSetup *self, const char *name)
{
  const RasSessionState *state = ras_session_get_state (self->session);
  const RasPreset *preset = ras_preset_find (name, NULL);
  gsize images = preset ? preset->images : state->mdl_images;
  guint seeds = preset ? preset->seeds : state->mdl_seeds;
  gsize n = self->dataset ? ras_dataset_get_n_images (self->dataset, RAS_SPLIT_TRAIN) : 0;
  g_autofree char *seeds_text
      = g_strdup_printf (ngettext ("%u seed", "%u seeds", seeds), seeds);
  char count[32];

  if (n > 0 && (images == 0 || images > n))
    images = n;
  if (images == 0)
    return g_strdup_printf (_ ("all images, %s"), seeds_text);
  ras_format_count (images, count, sizeof count);
  return g_strdup_printf (_ ("%s images, %s"), count, seeds_text);
}

static void
show_time (RasPresetRow *row, gboolean measuring)
{
  g_autofree char *time = ras_duration_format (row->seconds);
  g_autofree char *text = time ? g_strdup_printf (_ ("about %s"), time) : NULL;

  if (text == NULL)
    text = g_strdup (row->failure ? "–" : measuring ? "…" : "");
  gtk_label_set_text (row->time, text);
}

void
ras_mdl_setup_follow_preset (RasMdlSetup *self)
{
  RasPresetRow *chosen = ras_mdl_setup_get_preset (self);

  self->following = TRUE;
  gtk_check_button_set_active (chosen->button, TRUE);
  self->following = FALSE;
  gtk_revealer_set_reveal_child (self->custom_revealer,
                                 g_str_equal (chosen->name, RAS_MDL_CUSTOM));
  for (guint i = 0; i < self->presets->len; i++)
    {
      RasPresetRow *row = nth (self, i);
      g_autofree char *detail = describe_budget (self, row->name);

      gtk_label_set_text (row->detail, detail);
      gtk_widget_set_visible (GTK_WIDGET (row->detail),
                              row == chosen || !g_str_equal (row->name, RAS_MDL_CUSTOM));
    }
}

/* --- How long they take --- */

static void
set_problem (RasMdlSetup *self, const char *problem)
{
  if (g_strcmp0 (self->problem, problem) != 0)
    {
      g_free (self->problem);
      self->problem = g_strdup (problem);
      gtk_label_set_text (self->problem_label, problem ? problem : "");
      gtk_widget_set_visible (GTK_WIDGET (self->problem_label), problem != NULL);
    }
  g_signal_emit_by_name (self, "changed");
}

static void
estimated_cb (const RasEstimate *estimate, gpointer user_data)
{
  RasMdlSetup *self = user_data;

  for (guint i = 0; i < self->presets->len; i++)
    {
      RasPresetRow *row = nth (self, i);

      if (!g_str_equal (row->name, estimate->preset))
        continue;
      row->seconds = estimate->seconds;
      g_free (row->failure);
      row->failure = g_strdup (estimate->failure);
      show_time (row, FALSE);
      if (row == ras_mdl_setup_get_preset (self))
        set_problem (self, row->failure);
    }
}

/* The chosen preset first. */
static void
add_plan (RasMdlSetup *self, RasPresetRow *row, GPtrArray *plans, GPtrArray *names)
{
  RasPlan *plan
      = ras_mdl_plan_make (ras_session_get_state (self->session), row->name, self->dataset, NULL);

  if (plan == NULL)
    return;
  g_ptr_array_add (plans, plan);
  g_ptr_array_add (names, (gpointer) row->name);
}

/* A budget of one's own only when it is chosen. */
static gboolean
is_measured (RasMdlSetup *self, RasPresetRow *row)
{
  return row == ras_mdl_setup_get_preset (self) || !g_str_equal (row->name, RAS_MDL_CUSTOM);
}

static gboolean
measure_cb (gpointer user_data)
{
  RasMdlSetup *self = user_data;
  RasPresetRow *chosen = ras_mdl_setup_get_preset (self);
  GPtrArray *plans = g_ptr_array_new_with_free_func ((GDestroyNotify) ras_plan_free);
  g_autoptr (GPtrArray) names = g_ptr_array_new ();

  self->estimate_timer = 0;
  add_plan (self, chosen, plans, names);
  for (guint i = 0; i < self->presets->len; i++)
    if (nth (self, i) != chosen && is_measured (self, nth (self, i)))
      add_plan (self, nth (self, i), plans, names);
  g_ptr_array_add (names, NULL);
  self->estimate_job
      = ras_estimate_job_start (self->dataset, plans, (const char *const *) names->pdata,
                                estimated_cb, self);
  return G_SOURCE_REMOVE;
}

void
ras_mdl_setup_stop_estimate (RasMdlSetup *self)
{
  g_clear_handle_id (&self->estimate_timer, g_source_remove);
  ras_clear_job (&self->estimate_job);
  for (guint i = 0; i < self->presets->len; i++)
    show_time (nth (self, i), FALSE);
}

void
ras_mdl_setup_estimate (RasMdlSetup *self)
{
  g_autoptr (RasPlan) plan = NULL;
  g_autoptr (GError) error = NULL;

  ras_mdl_setup_stop_estimate (self);
  if (self->session && self->dataset)
    plan = ras_mdl_plan_make (ras_session_get_state (self->session),
                              ras_mdl_setup_get_preset (self)->name, self->dataset, &error);
  for (guint i = 0; i < self->presets->len; i++)
    {
      RasPresetRow *row = nth (self, i);

      row->seconds = NAN;
      g_clear_pointer (&row->failure, g_free);
      show_time (row, plan && self->active && is_measured (self, row));
    }
  set_problem (self, error ? error->message : NULL);
  if (plan && self->active)
    self->estimate_timer = g_timeout_add (PATIENCE, measure_cb, self);
}
