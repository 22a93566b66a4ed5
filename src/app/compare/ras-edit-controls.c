#include "ras-edit-controls.h"

#include <glib/gi18n.h>

#include "ras-chart.h"
#include "ras-class-names.h"

/* Microseconds between two pictures of the chart while it grows. */
#define PACE (G_USEC_PER_SEC / 10)

static const guint image_choices[] = { 100, 250, 500, 1000, 0 };
static const guint iteration_choices[] = { 100, 1000 };

struct _RasEditControls
{
  GtkBox parent;

  GtkWidget *stop_button;
  GtkMenuButton *options_button;
  GtkPopover *popover;
  GtkDropDown *images_drop_down, *iterations_drop_down;
  GtkStringList *images_choices, *iterations_choices;
  RasChart *chart;
  GtkLabel *status_label;

  RasSession *session;
  gboolean following; /* a drop-down is being set from the session */
  const RasEditTrace *trace; /* whoever set it keeps it; or NULL */
  gint64 shown;       /* when the chart was last made */
};

G_DEFINE_FINAL_TYPE (RasEditControls, ras_edit_controls, GTK_TYPE_BOX)

/* --- The choices --- */

static guint
find_choice (const guint *choices, guint n, guint value)
{
  for (guint i = 0; i < n; i++)
    if (choices[i] == value)
      return i;
  return GTK_INVALID_LIST_POSITION;
}

static void
follow_session (RasEditControls *self)
{
  const RasSessionState *state = ras_session_get_state (self->session);

  self->following = TRUE;
  gtk_drop_down_set_selected (self->images_drop_down,
                              find_choice (image_choices, G_N_ELEMENTS (image_choices),
                                           state->gradient_images));
  gtk_drop_down_set_selected (self->iterations_drop_down,
                              find_choice (iteration_choices, G_N_ELEMENTS (iteration_choices),
                                           state->gradient_iterations));
  self->following = FALSE;
}

static void
images_selected_cb (RasEditControls *self)
{
  guint selected = gtk_drop_down_get_selected (self->images_drop_down);

  if (!self->following && self->session && selected < G_N_ELEMENTS (image_choices))
    g_object_set (self->session, "gradient-images", image_choices[selected], NULL);
}

static void
iterations_selected_cb (RasEditControls *self)
{
  guint selected = gtk_drop_down_get_selected (self->iterations_drop_down);

  if (!self->following && self->session && selected < G_N_ELEMENTS (iteration_choices))
    g_object_set (self->session, "gradient-iterations", iteration_choices[selected], NULL);
}

/* The last of the choices is all there are, and says how many. */
static char *
format_all (gsize n)
{
  g_autofree char *count = ras_class_names_format_count (n);

  return n > 0 ? g_strdup_printf (_ ("all %s"), count) : g_strdup (_ ("all"));
}

static void
fill (GtkStringList *list, const guint *choices, guint n)
{
  for (guint i = 0; i < n; i++)
    {
      g_autofree char *text
          = choices[i] > 0 ? ras_class_names_format_count (choices[i]) : format_all (0);

      gtk_string_list_append (list, text);
    }
}

/* --- The chart --- */

static void
show_trace (RasEditControls *self)
{
  RasEditChart *chart = self->trace ? ras_edit_chart_new (self->trace) : NULL;

  self->shown = g_get_monotonic_time ();
  if (chart)
    ras_chart_set_curves (self->chart, ras_edit_chart_get_curves (chart), chart,
                          (GDestroyNotify) ras_edit_chart_free);
  else
    ras_chart_set_mdl (self->chart, NULL);
}

/* --- The object --- */

static void
dispose (GObject *object)
{
  RasEditControls *self = RAS_EDIT_CONTROLS (object);

  if (self->session)
    g_signal_handlers_disconnect_by_data (self->session, self);
  g_clear_object (&self->session);
  G_OBJECT_CLASS (ras_edit_controls_parent_class)->dispose (object);
}

#define CHILD(name) gtk_widget_class_bind_template_child (widget_class, RasEditControls, name)

static void
ras_edit_controls_class_init (RasEditControlsClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = dispose;
  g_type_ensure (RAS_TYPE_CHART);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/org/rasura/Rasura/ui/ras-edit-controls.ui");
  CHILD (stop_button);
  CHILD (options_button);
  CHILD (popover);
  CHILD (images_drop_down);
  CHILD (iterations_drop_down);
  CHILD (images_choices);
  CHILD (iterations_choices);
  CHILD (chart);
  CHILD (status_label);
  gtk_widget_class_bind_template_callback (widget_class, images_selected_cb);
  gtk_widget_class_bind_template_callback (widget_class, iterations_selected_cb);
}

static void
ras_edit_controls_init (RasEditControls *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  self->following = TRUE;
  fill (self->images_choices, image_choices, G_N_ELEMENTS (image_choices));
  fill (self->iterations_choices, iteration_choices, G_N_ELEMENTS (iteration_choices));
  self->following = FALSE;
  g_signal_connect_swapped (self->popover, "show", G_CALLBACK (show_trace), self);
  ras_chart_set_label (self->chart, _ ("The loss and its terms by evaluation"));
}

GtkWidget *
ras_edit_controls_new (RasSession *session)
{
  RasEditControls *self = g_object_new (RAS_TYPE_EDIT_CONTROLS, NULL);

  self->session = g_object_ref (session);
  g_signal_connect_swapped (session, "notify::gradient-images", G_CALLBACK (follow_session), self);
  g_signal_connect_swapped (session, "notify::gradient-iterations", G_CALLBACK (follow_session),
                            self);
  follow_session (self);
  return GTK_WIDGET (self);
}

void
ras_edit_controls_set_class_size (RasEditControls *self, gsize n)
{
  g_autofree char *text = format_all (n);
  guint last = G_N_ELEMENTS (image_choices) - 1;

  if (g_str_equal (gtk_string_list_get_string (self->images_choices, last), text))
    return;
  self->following = TRUE;
  gtk_string_list_splice (self->images_choices, last, 1, (const char *const[]) { text, NULL });
  self->following = FALSE;
  follow_session (self);
}

void
ras_edit_controls_set_running (RasEditControls *self, gboolean running)
{
  gtk_widget_set_visible (self->stop_button, running);
  gtk_widget_set_hexpand (GTK_WIDGET (self->options_button), !running);
}

void
ras_edit_controls_set_status (RasEditControls *self, const char *sentence)
{
  gtk_label_set_text (self->status_label, sentence ? sentence : "");
}

void
ras_edit_controls_set_trace (RasEditControls *self, const RasEditTrace *trace)
{
  self->trace = trace;
  show_trace (self);
}

void
ras_edit_controls_follow_trace (RasEditControls *self)
{
  if (gtk_widget_get_visible (GTK_WIDGET (self->popover))
      && g_get_monotonic_time () - self->shown >= PACE)
    show_trace (self);
}
