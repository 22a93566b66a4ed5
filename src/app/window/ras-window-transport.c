/* The panel "as another class": the image with another class's mean and covariance. It is no eraser's
 * panel, so it has no place among them. */
#include "ras-window-private.h"

#include <glib/gi18n.h>

#include "ras-class-names.h"
#include "ras-transport-job.h"

/* So many classes are searched by typing. */
#define MANY_CLASSES 20

struct _RasWindowTransport
{
  RasPlace place; /* its eraser is QLEACE, whose fit is used */
  GtkDropDown *drop_down;
  GtkStringList *class_names;
  RasTransportJob *job; /* NULL while the panel is hidden */
  guint number;         /* of the order on its way or on show */
};

/* --- Which class --- */

static gboolean
has_images (RasWindow *self, int label)
{
  return ras_dataset_get_class_count (self->dataset, RAS_SPLIT_TRAIN, label) > 0;
}

/* The one that was chosen, or the first after `label` that has images; −1: none. */
static int
get_target (RasWindow *self, int label)
{
  int chosen = ras_session_get_state (self->session)->transport_class;
  int k = ras_dataset_get_n_classes (self->dataset);

  if (chosen >= 0 && chosen < k)
    return chosen;
  for (int step = 1; label >= 0 && step <= k; step++)
    if (has_images (self, (label + step) % k))
      return (label + step) % k;
  return -1;
}

int
ras_window_get_transport_class (RasWindow *self)
{
  return get_target (self, ras_window_get_label (self));
}

/* The caption, as in the exported figure. */
static void
show_title (RasWindow *self, int target)
{
  g_autofree char *title
      = target < 0 ? g_strdup (_ ("As another class"))
                   : g_strdup_printf (_ ("As “%s”"),
                                      ras_dataset_get_class_name (self->dataset, target));

  ras_panel_set_title (self->transport->place.panel, title);
}

static void
follow_class (RasWindow *self)
{
  int target = self->dataset ? ras_window_get_transport_class (self) : -1;

  show_title (self, target);
  self->following = TRUE;
  gtk_drop_down_set_selected (self->transport->drop_down,
                              target < 0 ? GTK_INVALID_LIST_POSITION : (guint) target);
  self->following = FALSE;
}

static void
selected_cb (RasWindow *self)
{
  guint selected = gtk_drop_down_get_selected (self->transport->drop_down);

  if (!self->following && selected != GTK_INVALID_LIST_POSITION)
    g_object_set (self->session, "transport-class", (int) selected, NULL);
}

/* --- What the job tells --- */

static void
arrived_cb (GBytes *values, guint number, gpointer user_data)
{
  RasWindow *self = user_data;
  RasPlace *place = &self->transport->place;

  if (number != self->transport->number)
    return;
  g_bytes_ref (values);
  g_clear_pointer (&place->erased, g_bytes_unref);
  place->erased = values;
  ras_window_show_picture (self, place, values);
  ras_window_describe_erased (self, place);
  ras_window_update_edit (self);
}

static void
failed_cb (const GError *error, guint number, gpointer user_data)
{
  RasWindow *self = user_data;
  RasPlace *place = &self->transport->place;

  if (number != self->transport->number)
    return;
  ras_window_set_details (place, NULL, NULL);
  ras_panel_set_failed (place->panel, error->message);
  ras_window_update_edit (self);
}

/* --- What is wanted of it --- */

gboolean
ras_window_is_transport_pending (RasWindow *self)
{
  return gtk_widget_get_visible (GTK_WIDGET (self->transport->place.panel))
         && ras_panel_get_state (self->transport->place.panel) == RAS_PANEL_PENDING;
}

static void
give_up (RasWindow *self)
{
  ras_transport_job_supersede (g_steal_pointer (&self->transport->job));
  g_clear_pointer (&self->transport->place.erased, g_bytes_unref);
}

static void
explain (RasWindow *self, const char *sentence, gboolean failed)
{
  RasPlace *place = &self->transport->place;

  g_clear_pointer (&place->erased, g_bytes_unref);
  self->transport->number = 0;
  ras_window_set_details (place, NULL, NULL);
  if (failed)
    ras_panel_set_failed (place->panel, sentence);
  else
    ras_panel_set_pending (place->panel, sentence, -1, FALSE);
}

static void
order (RasWindow *self, RasFit *qleace, int label)
{
  static const RasTransportListener listener = { arrived_cb, failed_cb };
  RasWindowTransport *transport = self->transport;
  RasTransportOrder wanted = { qleace, self->original, label, get_target (self, label) };

  if (ras_panel_get_state (transport->place.panel) != RAS_PANEL_READY)
    ras_panel_set_pending (transport->place.panel, _ ("Inverting the class's map"), -1, FALSE);
  if (transport->job == NULL)
    transport->job = ras_transport_job_start (&listener, self);
  g_clear_pointer (&transport->place.erased, g_bytes_unref);
  transport->number = ras_transport_job_order (transport->job, &wanted);
}

void
ras_window_update_transport (RasWindow *self)
{
  RasPlace *place = &self->transport->place;
  RasPlace *qleace = ras_window_get_place (self, place->eraser);
  g_autofree char *waiting = g_strdup_printf (_ ("Waiting for %s"), _ (place->eraser->title));
  int label;

  gtk_widget_set_visible (GTK_WIDGET (place->panel),
                          ras_session_get_state (self->session)->transport);
  if (self->original == NULL || !gtk_widget_get_visible (GTK_WIDGET (place->panel)))
    {
      give_up (self);
      ras_window_update_edit (self);
      return;
    }
  label = ras_window_get_label (self);
  follow_class (self);
  if (label < 0)
    explain (self, _ ("Choose a class for your picture above"), FALSE);
  else if (qleace->fit)
    order (self, qleace->fit, label);
  else if (qleace->failure)
    explain (self, _ ("It builds on QLEACE, which could not be fitted."), TRUE);
  else
    explain (self, waiting, FALSE);
}

/* A fit has come or failed: of interest only to whoever waits for it. */
void
ras_window_update_transport_fit (RasWindow *self)
{
  if (self->transport->number == 0)
    ras_window_update_transport (self);
}

void
ras_window_set_transport_dataset (RasWindow *self)
{
  RasWindowTransport *transport = self->transport;

  self->following = TRUE;
  ras_class_names_fill_plain (transport->class_names, self->dataset, NULL);
  gtk_drop_down_set_enable_search (transport->drop_down,
                                   ras_dataset_get_n_classes (self->dataset) > MANY_CLASSES);
  self->following = FALSE;
}

void
ras_window_end_transport (RasWindow *self)
{
  if (self->transport == NULL || self->dataset == NULL)
    return;
  give_up (self);
  self->transport->number = 0;
}

RasPlace *
ras_window_get_transport_place (RasWindow *self)
{
  return &self->transport->place;
}

static gboolean
tooltip_cb (GtkWidget *panel, int x, int y, gboolean keyboard, GtkTooltip *tooltip)
{
  if (y < gtk_widget_get_width (panel))
    return FALSE;
  gtk_tooltip_set_text (tooltip, _ ("The image with the mean and covariance of another class: "
                                    "QLEACE's map to what all classes share, and from there the "
                                    "other class's map backwards. The class must be known."));
  return TRUE;
}

void
ras_window_init_transport (RasWindow *self)
{
  RasWindowTransport *transport = self->transport = g_new0 (RasWindowTransport, 1);
  g_autoptr (GPropertyAction) action
      = g_property_action_new ("transport", self->session, "transport");
  GtkExpression *name = gtk_property_expression_new (GTK_TYPE_STRING_OBJECT, NULL, "string");
  GtkWidget *drop_down;

  transport->class_names = gtk_string_list_new (NULL);
  drop_down = gtk_drop_down_new (G_LIST_MODEL (transport->class_names), name);
  transport->drop_down = GTK_DROP_DOWN (drop_down);
  ras_class_names_set_factories (transport->drop_down);
  gtk_widget_add_css_class (drop_down, "panel-choice");
  gtk_widget_set_halign (drop_down, GTK_ALIGN_CENTER);
  gtk_widget_set_tooltip_text (drop_down, _ ("The class whose mean and covariance the image gets"));
  gtk_accessible_update_property (GTK_ACCESSIBLE (drop_down), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  _ ("As another class"), -1);
  transport->place.eraser = ras_eraser_find ("qleace", NULL);
  transport->place.panel
      = RAS_PANEL (ras_panel_new (self->view, transport->place.eraser->name, _ ("As another class"), NULL));
  ras_panel_set_controls (transport->place.panel, drop_down);
  gtk_widget_set_has_tooltip (GTK_WIDGET (transport->place.panel), TRUE);
  gtk_widget_set_visible (GTK_WIDGET (transport->place.panel), FALSE);
  ras_panel_grid_add (self->grid, transport->place.panel);
  g_signal_connect (transport->place.panel, "query-tooltip", G_CALLBACK (tooltip_cb), NULL);
  g_signal_connect_object (drop_down, "notify::selected", G_CALLBACK (selected_cb), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (self->session, "notify::transport",
                           G_CALLBACK (ras_window_update_transport), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->session, "notify::transport-class",
                           G_CALLBACK (ras_window_update_transport), self, G_CONNECT_SWAPPED);
  g_action_map_add_action (G_ACTION_MAP (self), G_ACTION (action));
}

void
ras_window_free_transport (RasWindow *self)
{
  g_free (self->transport->place.details[0]);
  g_free (self->transport->place.details[1]);
  g_clear_pointer (&self->transport, g_free);
}
