/* The window's share in the page of runs: it is made when it is first seen, and what is to be trained
 * or shown goes to the MDL view. */
#include "ras-window-private.h"

#include "ras-mdl-plan.h"
#include "ras-runs-view.h"

static void
show_cb (RasWindow *self, char **ids)
{
  ras_mdl_view_show_collections (self->mdl_view, (const char *const *) ids);
}

static void
resume_cb (RasWindow *self, const char *id)
{
  ras_mdl_view_resume (self->mdl_view, id);
}

/* "64, 128" of a sweep, or the one number; NULL for none. */
static char *
format_numbers (const GArray *several, guint one)
{
  g_autoptr (GString) text = g_string_new (NULL);

  for (guint i = 0; i < several->len; i++)
    g_string_append_printf (text, "%s%u", i > 0 ? ", " : "", g_array_index (several, guint, i));
  if (several->len == 0 && one > 0)
    g_string_append_printf (text, "%u", one);
  return text->len > 0 ? g_string_free (g_steal_pointer (&text), FALSE) : NULL;
}

static void
set_up_cb (RasWindow *self, const RasPlan *plan)
{
  const RasRunConfig *common = plan->common;
  g_autofree char *widths = format_numbers (plan->widths, common->width);
  g_autofree char *depths = format_numbers (plan->depths, common->depth);
  const char *const one[] = { common->eraser, NULL };

  g_object_set (self->session, "mdl-network", common->net, "mdl-size", common->size,
                "mdl-activation", common->activation, "mdl-widths", widths, "mdl-depths", depths,
                "mdl-erasers", plan->erasers[0] ? (const char *const *) plan->erasers : one,
                "mdl-preset", RAS_MDL_CUSTOM, "mdl-images", (guint) common->images, "mdl-seeds",
                CLAMP (plan->seeds, 1, 100), "mdl-max-epochs", MAX (common->max_epochs, 1),
                "mdl-patience", MAX (common->patience, 1), NULL);
  if (common->rank > 0)
    g_object_set (self->session, "mdl-rank", (int) MIN (common->rank, G_MAXINT), NULL);
  if (common->dataset
      && g_strcmp0 (common->fingerprint, ras_session_get_state (self->session)->fingerprint) != 0)
    ras_window_open (self, common->dataset);
  g_object_set (self->session, "page", "mdl", NULL);
}

void
ras_window_show_runs (RasWindow *self)
{
  GtkWidget *view;

  if (self->runs_view)
    return;
  view = ras_runs_view_new (ras_mdl_view_get_board (self->mdl_view));
  self->runs_view = RAS_RUNS_VIEW (view);
  gtk_widget_insert_action_group (GTK_WIDGET (self), "runs",
                                  ras_runs_view_get_actions (self->runs_view));
  g_signal_connect_object (view, "toast", G_CALLBACK (ras_window_toast), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (view, "show-experiments", G_CALLBACK (show_cb), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (view, "resume", G_CALLBACK (resume_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (view, "set-up", G_CALLBACK (set_up_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (view, "stored", G_CALLBACK (ras_mdl_view_reload), self->mdl_view,
                           G_CONNECT_SWAPPED);
  adw_bin_set_child (self->runs_bin, view);
}
