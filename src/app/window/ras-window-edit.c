/* The gradient-based eraser's panel: no fit is applied there, images are edited while one looks on. */
#include "ras-window-private.h"

#include <glib/gi18n.h>

#include "ras-edit-controls.h"
#include "ras-edit-job.h"
#include "ras-edit-trace.h"
#include "ras-settings.h"

/* Milliseconds that an image stays before it is worth an optimisation: who leafs through images
 * wants to see them. */
#define DEBOUNCE 400

struct _RasWindowEdit
{
  RasPlace *place;
  RasEditControls *controls; /* owned by the panel */
  RasEditJob *job;           /* NULL: nothing is being edited */
  guint timeout;             /* until it begins; 0: none */
  gboolean asked;            /* for this image, by a person */
  char *failure;             /* why the present image could not be edited, or NULL */
  RasEditTrace *trace;       /* of the present run; or NULL */
  RasEditSet *set;           /* of the last run that came to an end; NULL: none for these choices */
  RasEditTrace *set_trace;   /* how that went */
  gboolean done;             /* the panel shows the end of a run */
};

/* --- What the panel says --- */

static void
show_status (RasWindow *self, const char *sentence)
{
  ras_edit_controls_set_status (self->edit->controls, sentence);
}

static void
enable (RasWindow *self, const char *name, gboolean enabled)
{
  GAction *action = g_action_map_lookup_action (G_ACTION_MAP (self), name);

  g_simple_action_set_enabled (G_SIMPLE_ACTION (action), enabled);
}

static void
draw_cb (cairo_t *cr, const RasStyle *style, double width, double height, gpointer user_data)
{
  RasWindow *self = user_data;

  if (self->edit->trace)
    ras_edit_trace_draw_sketch (self->edit->trace, cr, style, width, height);
}

/* The panel as it is while images are edited, or as any other. */
static void
set_running (RasWindow *self, gboolean running)
{
  RasWindowEdit *edit = self->edit;

  ras_panel_set_drawing (edit->place->panel, running ? draw_cb : NULL, self);
  ras_panel_set_progress (edit->place->panel, running ? 0 : -1);
  ras_edit_controls_set_running (edit->controls, running);
  enable (self, "stop-edit", running);
}

static void
show_iteration (RasWindow *self, const RasEditState *at)
{
  guint iterations = ras_session_get_state (self->session)->gradient_iterations;
  g_autofree char *text = g_strdup_printf (_ ("iteration %u of %u · loss %.4f"), at->iteration,
                                           iterations, at->loss);
  g_autofree char *brief = g_strdup_printf (_ ("%u of %u · %.4f"), at->iteration, iterations,
                                            at->loss);

  ras_window_set_details (self->edit->place, text, brief);
  ras_panel_set_progress (self->edit->place->panel, (double) at->iteration / iterations);
  show_status (self, text);
}

static RasEditTrace *
get_trace (RasWindow *self)
{
  return self->edit->done ? self->edit->set_trace : self->edit->trace;
}

gboolean
ras_window_has_edit (RasWindow *self)
{
  return get_trace (self) != NULL;
}

void
ras_window_draw_edit (cairo_t *cr, const RasStyle *style, double width, double height,
                      gpointer self)
{
  if (ras_window_has_edit (self))
    ras_edit_trace_draw_sketch (get_trace (self), cr, style, width, height);
}

char *
ras_window_describe_edit (RasWindow *self)
{
  g_autofree char *end = NULL;
  g_autofree char *terms = NULL;
  const RasEditReport *report;

  if (self->edit->set == NULL || !self->edit->done)
    return NULL;
  report = ras_edit_set_get_report (self->edit->set);
  end = ras_edit_set_describe_end (self->edit->set);
  terms = ras_edit_trace_describe_terms (&report->first, &report->last);
  return g_strdup_printf ("%s\n%s", end, terms);
}

static void
show_values (RasWindow *self, GBytes *values)
{
  RasPlace *place = self->edit->place;

  g_bytes_ref (values);
  g_clear_pointer (&place->erased, g_bytes_unref);
  place->erased = values;
  ras_window_show_picture (self, place, values);
}

static void
forget_set (RasWindow *self)
{
  g_clear_pointer (&self->edit->set, ras_edit_set_unref);
  ras_edit_controls_set_trace (self->edit->controls, self->edit->trace);
  g_clear_pointer (&self->edit->set_trace, ras_edit_trace_free);
}

static void
show_end (RasWindow *self, GBytes *values)
{
  g_autofree char *end = ras_edit_set_describe_end (self->edit->set);

  self->edit->done = TRUE;
  ras_edit_controls_set_trace (self->edit->controls, self->edit->set_trace);
  set_running (self, FALSE);
  show_values (self, values);
  ras_window_describe_erased (self, self->edit->place);
  show_status (self, end);
}

/* --- What the job tells --- */

static void
evaluated_cb (const RasEditState *state, gpointer user_data)
{
  RasWindow *self = user_data;

  ras_edit_trace_add (self->edit->trace, state);
  ras_edit_controls_follow_trace (self->edit->controls);
}

static void
moved_cb (GBytes *values, const RasEditState *state, gpointer user_data)
{
  RasWindow *self = user_data;

  show_values (self, values);
  show_iteration (self, state);
}

static void
finished_cb (RasEditSet *set, gpointer user_data)
{
  RasWindow *self = user_data;
  RasWindowEdit *edit = self->edit;
  g_autoptr (GBytes) values
      = ras_edit_set_find (set, ras_window_get_label (self), self->original);

  ras_edit_job_supersede (g_steal_pointer (&edit->job));
  forget_set (self);
  edit->set = ras_edit_set_ref (set);
  edit->set_trace = g_steal_pointer (&edit->trace);
  show_end (self, values);
}

static void
failed_cb (const GError *error, gpointer user_data)
{
  RasWindow *self = user_data;
  RasWindowEdit *edit = self->edit;

  ras_edit_job_supersede (g_steal_pointer (&edit->job));
  g_clear_pointer (&edit->place->erased, g_bytes_unref);
  edit->failure = g_strdup (error->message);
  set_running (self, FALSE);
  ras_window_set_details (edit->place, NULL, NULL);
  ras_panel_set_failed (edit->place->panel, edit->failure);
  show_status (self, edit->failure);
}

/* --- When to begin --- */

static void
give_up (RasWindow *self)
{
  RasWindowEdit *edit = self->edit;
  gboolean begun = edit->job || edit->timeout;

  ras_edit_job_supersede (g_steal_pointer (&edit->job));
  g_clear_handle_id (&edit->timeout, g_source_remove);
  g_clear_pointer (&edit->failure, g_free);
  g_clear_pointer (&edit->place->erased, g_bytes_unref);
  edit->done = FALSE;
  if (begun)
    set_running (self, FALSE);
  ras_edit_controls_set_trace (edit->controls, edit->set_trace);
  g_clear_pointer (&edit->trace, ras_edit_trace_free);
}

/* It starts from the image as it is. A copy, since the panel shows the original itself never as a
 * difference. */
static void
show_start (RasWindow *self)
{
  g_autoptr (GBytes) start
      = g_bytes_new_from_bytes (self->original, 0, g_bytes_get_size (self->original));

  ras_window_set_details (self->edit->place, _ ("about to begin"), NULL);
  ras_window_show_picture (self, self->edit->place, start);
}

static gboolean
start_cb (gpointer user_data)
{
  static const RasEditListener listener = { evaluated_cb, moved_cb, finished_cb, failed_cb };
  RasWindow *self = user_data;
  RasWindowEdit *edit = self->edit;
  const RasSessionState *state = ras_session_get_state (self->session);
  RasEditRecipe recipe = ras_edit_recipe (ras_dataset_get_height (self->dataset),
                                          ras_dataset_get_width (self->dataset));
  RasEditOrder order = { .dataset = self->dataset,
                         .gradient = edit->place->fit,
                         .values = self->original,
                         .label = ras_window_get_label (self),
                         .images = state->gradient_images,
                         .iterations = state->gradient_iterations };

  edit->timeout = 0;
  recipe.iterations = state->gradient_iterations;
  g_clear_pointer (&edit->trace, ras_edit_trace_free);
  edit->trace = ras_edit_trace_new (&recipe);
  ras_edit_controls_set_trace (edit->controls, edit->trace);
  set_running (self, TRUE);
  edit->job = ras_edit_job_start (&order, &listener, self);
  return G_SOURCE_REMOVE;
}

/* What is quick comes first. */
static gboolean
others_wait (RasWindow *self)
{
  if (ras_window_is_transport_pending (self))
    return TRUE;
  for (guint i = 0; i < ras_n_erasers (); i++)
    {
      const RasPlace *place = &self->places[i];

      if (place->fit == NULL && place->failure == NULL && !ras_place_is_original (place))
        return TRUE;
    }
  return FALSE;
}

static gboolean
is_wanted (RasWindow *self)
{
  return self->original && ras_window_get_label (self) >= 0
         && gtk_widget_get_visible (GTK_WIDGET (self->edit->place->panel));
}

/* Another image of those that were edited together is there already. */
static gboolean
show_known (RasWindow *self)
{
  g_autoptr (GBytes) known
      = self->edit->set ? ras_edit_set_find (self->edit->set, ras_window_get_label (self),
                                             self->original)
                        : NULL;

  if (known)
    show_end (self, known);
  return known != NULL;
}

void
ras_window_update_edit (RasWindow *self)
{
  RasWindowEdit *edit = self->edit;

  if (!is_wanted (self))
    {
      give_up (self);
      return;
    }
  if (edit->job || edit->timeout || edit->done || edit->failure || edit->place->fit == NULL
      || !ras_window_is_on_page (self, "compare") || show_known (self))
    return;
  if (others_wait (self))
    {
      ras_window_set_details (edit->place, NULL, NULL);
      ras_panel_set_pending (edit->place->panel, _ ("Begins when the other panels are ready"), -1,
                             FALSE);
      return;
    }
  if (!edit->asked && !ras_settings_get_boolean ("edit-automatically", TRUE))
    {
      ras_window_set_details (edit->place, NULL, NULL);
      ras_panel_set_pending (edit->place->panel, _ ("Begins with “Run again” (Ctrl+E)"), -1, FALSE);
      return;
    }
  show_start (self);
  edit->timeout = g_timeout_add (DEBOUNCE, start_cb, self);
}

void
ras_window_edit_image (RasWindow *self)
{
  RasWindowEdit *edit = self->edit;
  int label = ras_window_get_label (self);

  edit->asked = FALSE;
  give_up (self);
  show_status (self, NULL);
  ras_edit_controls_set_class_size (
      edit->controls,
      label < 0 ? 0 : ras_dataset_get_class_count (self->dataset, RAS_SPLIT_TRAIN, label));
  ras_window_update_edit (self);
}

/* --- Actions --- */

static void
again (RasWindow *self)
{
  if (self->original == NULL)
    return;
  give_up (self);
  forget_set (self);
  ras_window_update_edit (self);
}

static void
edit_again_cb (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  ((RasWindow *) user_data)->edit->asked = TRUE;
  again (user_data);
}

static void
stop_edit_cb (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  RasWindow *self = user_data;

  if (self->edit->job)
    ras_edit_job_stop (self->edit->job);
}

void
ras_window_end_edit (RasWindow *self)
{
  if (self->edit == NULL || self->dataset == NULL)
    return;
  give_up (self);
  forget_set (self);
}

void
ras_window_add_edit_details (RasWindow *self, GPtrArray *details)
{
  const RasEditSet *set = self->edit->set;
  guint others, iterations;

  if (!self->edit->done)
    {
      g_ptr_array_set_size (details, MIN (details->len, 1));
      return;
    }
  others = ras_edit_set_get_n_images (set) - 1;
  iterations = ras_edit_set_get_report (set)->last.iteration;
  g_ptr_array_add (details,
                   g_strdup_printf (g_dngettext (NULL, "with %u other", "with %u others", others),
                                    others));
  g_ptr_array_add (details,
                   g_strdup_printf (g_dngettext (NULL, "%u iteration", "%u iterations", iterations),
                                    iterations));
}

guint
ras_window_get_edit_iterations (RasWindow *self)
{
  const RasWindowEdit *edit = self->edit;
  const RasEditState *last = edit->trace ? ras_edit_trace_get_last (edit->trace) : NULL;

  if (edit->done && ras_edit_set_get_stopped (edit->set))
    last = &ras_edit_set_get_report (edit->set)->last;
  else if (edit->done || edit->job == NULL)
    last = NULL;
  return last && last->iteration > 0 ? last->iteration
                                     : ras_session_get_state (self->session)->gradient_iterations;
}

void
ras_window_init_edit (RasWindow *self)
{
  const GActionEntry entries[] = { { "edit-again", edit_again_cb }, { "stop-edit", stop_edit_cb } };
  RasWindowEdit *edit = self->edit = g_new0 (RasWindowEdit, 1);

  edit->place = ras_window_get_place (self, ras_eraser_find ("gradient", NULL));
  edit->controls = RAS_EDIT_CONTROLS (ras_edit_controls_new (self->session));
  ras_panel_set_controls (edit->place->panel, GTK_WIDGET (edit->controls));
  g_action_map_add_action_entries (G_ACTION_MAP (self), entries, G_N_ELEMENTS (entries), self);
  enable (self, "stop-edit", FALSE);
  g_signal_connect_object (self->session, "notify::gradient-images", G_CALLBACK (again), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (self->session, "notify::gradient-iterations", G_CALLBACK (again), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (edit->place->panel, "notify::visible",
                           G_CALLBACK (ras_window_update_edit), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->views, "notify::visible-child",
                           G_CALLBACK (ras_window_update_edit), self, G_CONNECT_SWAPPED);
  if (ras_settings_get ())
    g_signal_connect_object (ras_settings_get (), "changed::edit-automatically",
                             G_CALLBACK (ras_window_update_edit), self, G_CONNECT_SWAPPED);
}

void
ras_window_free_edit (RasWindow *self)
{
  g_clear_pointer (&self->edit, g_free);
}
