/* "How was this made?": a card that points at a panel. It stays while one drags the rank or turns to
 * another image, and tells of what is then on show. */
#include "ras-window-private.h"

#include <glib/gi18n.h>

#include "ras-made-card.h"
#include "ras-shadow-job.h"

/* Milliseconds between two updates while pictures change. */
#define DEBOUNCE 120
/* What the card needs beside a panel, and what is around its text in the window's height: its own title and
 * arrow, and some air. */
#define CARD_WIDTH 500
#define MARGIN 110

struct _RasWindowMade
{
  GtkWidget *popover; /* NULL: never opened; its parent is the panel it points at */
  RasMadeCard *card;  /* in it */
  RasPlace *place;    /* NULL: closed */
  guint timeout;      /* 0: nothing has changed */

  RasShadowJob *job;  /* NULL while closed */
  RasShadowOrder ordered; /* the last one, with references; dataset NULL: none */
  guint number;
  RasShadowScene *scene;
  RasShadow *shadow;
  char *failure; /* why there are none, or NULL */
};

static gboolean
is_transport (RasWindow *self, const RasPlace *place)
{
  return place == ras_window_get_transport_place (self);
}

static RasFit *
get_fit (RasWindow *self, const RasPlace *place)
{
  return ras_window_get_place (self, place->eraser)->fit;
}

/* --- What the card tells --- */

static void
show (RasWindow *self)
{
  RasWindowMade *made = self->made;
  RasPlace *place = made->place;
  gboolean edits = place->eraser->edits;
  GBytes *erased = ras_place_is_original (place) ? self->original : place->erased;
  g_autofree char *edit = edits ? ras_window_describe_edit (self) : NULL;
  RasMadeSubject subject
      = { .title = ras_panel_get_title (place->panel),
          .eraser = place->eraser,
          .transport = is_transport (self, place),
          .fit = get_fit (self, place),
          .rank = place->eraser->has_path ? place->rank : 0,
          .recentred = ras_session_get_state (self->session)->recentred,
          .d = ras_dataset_get_dimension (self->dataset),
          .k = ras_dataset_get_n_classes (self->dataset),
          .original = g_bytes_get_data (self->original, NULL),
          .erased = erased ? g_bytes_get_data (erased, NULL) : NULL,
          .edit = edit,
          .scene = made->scene,
          .shadow = made->shadow,
          .failure = made->failure };

  for (guint i = 0; made->scene && i < 2; i++)
    subject.classes[i] = ras_dataset_get_class_name (self->dataset,
                                                     ras_shadow_scene_get_class (made->scene, i));
  ras_made_card_set_subject (made->card, &subject, ras_dataset_get_channels (self->dataset),
                             ras_dataset_get_height (self->dataset),
                             ras_dataset_get_width (self->dataset),
                             edits && ras_window_has_edit (self) ? ras_window_draw_edit : NULL,
                             self);
}

/* --- Shadows --- */

static void
forget_shadows (RasWindowMade *made)
{
  g_clear_pointer (&made->scene, ras_shadow_scene_unref);
  g_clear_pointer (&made->shadow, ras_shadow_free);
  g_clear_pointer (&made->failure, g_free);
  g_clear_pointer (&made->ordered.dataset, ras_dataset_unref);
  g_clear_pointer (&made->ordered.fit, ras_fit_unref);
}

/* The card borrows what it shows, so the old goes last. */
static void
arrived_cb (RasShadowScene *scene, RasShadow *shadow, guint number, gpointer user_data)
{
  RasWindow *self = user_data;
  RasWindowMade *made = self->made;
  g_autoptr (RasShadowScene) old_scene = NULL;
  g_autoptr (RasShadow) old_shadow = NULL;

  if (number != made->number || made->place == NULL)
    {
      g_clear_pointer (&shadow, ras_shadow_free);
      return;
    }
  old_scene = g_steal_pointer (&made->scene);
  made->scene = ras_shadow_scene_ref (scene);
  /* While the rank is dragged the last shadow stays until the next one is there. */
  if (shadow)
    {
      old_shadow = g_steal_pointer (&made->shadow);
      made->shadow = shadow;
    }
  if (self->original)
    show (self);
}

static void
failed_cb (const GError *error, guint number, gpointer user_data)
{
  RasWindow *self = user_data;

  if (number != self->made->number || self->made->place == NULL)
    return;
  g_free (self->made->failure);
  self->made->failure = g_strdup (error->message);
  if (self->original)
    show (self);
}

static gboolean
is_ordered (const RasShadowOrder *a, const RasShadowOrder *b)
{
  return a->dataset == b->dataset && a->fit == b->fit && a->options.rank == b->options.rank
         && a->options.recentred == b->options.recentred && a->label == b->label
         && a->other == b->other && a->transport == b->transport;
}

/* Where nothing is mapped, there still are the means and the clouds of the original. */
static void
order_shadows (RasWindow *self)
{
  static const RasShadowListener listener = { arrived_cb, failed_cb };
  RasWindowMade *made = self->made;
  RasPlace *place = made->place;
  gboolean mapped = !place->eraser->edits;
  RasShadowOrder order
      = { .dataset = self->dataset,
          .fit = mapped ? get_fit (self, place) : NULL,
          .options = { place->eraser->has_path ? place->rank : 0,
                       ras_session_get_state (self->session)->recentred },
          .label = ras_window_get_label (self),
          .other = -1,
          .transport = is_transport (self, place) };

  if (order.transport)
    order.other = ras_window_get_transport_class (self);
  if ((mapped && order.fit == NULL && !ras_place_is_original (place))
      || (order.transport && (order.label < 0 || order.other < 0))
      || is_ordered (&order, &made->ordered))
    return;
  /* Numbers of other classes, or of another eraser, are not those of this picture. */
  if (made->ordered.label != order.label || made->ordered.other != order.other
      || made->ordered.fit != order.fit || made->ordered.dataset != order.dataset)
    forget_shadows (made);
  else
    {
      g_clear_pointer (&made->ordered.dataset, ras_dataset_unref);
      g_clear_pointer (&made->ordered.fit, ras_fit_unref);
    }
  if (made->job == NULL)
    made->job = ras_shadow_job_start (&listener, self);
  made->number = ras_shadow_job_order (made->job, &order);
  made->ordered = order;
  ras_dataset_ref (order.dataset);
  if (order.fit)
    ras_fit_ref (order.fit);
}

/* --- Following what is on show --- */

static void
update (RasWindow *self)
{
  if (self->made->place == NULL || self->original == NULL)
    return;
  order_shadows (self);
  show (self);
}

static gboolean
update_cb (gpointer user_data)
{
  RasWindow *self = user_data;

  self->made->timeout = 0;
  update (self);
  return G_SOURCE_REMOVE;
}

void
ras_window_follow_made (RasWindow *self, RasPlace *place)
{
  RasWindowMade *made = self->made;

  if (made && made->place == place && made->timeout == 0)
    made->timeout = g_timeout_add (DEBOUNCE, update_cb, self);
}

/* --- Opening and closing --- */

static void
stop (RasWindow *self)
{
  RasWindowMade *made = self->made;

  /* The card is hidden, and gets a new subject before it is shown. */
  made->place = NULL;
  g_clear_handle_id (&made->timeout, g_source_remove);
  ras_shadow_job_supersede (g_steal_pointer (&made->job));
  forget_shadows (made);
}

static void
closed_cb (RasWindow *self)
{
  RasPanel *panel = self->made->place ? self->made->place->panel : NULL;

  stop (self);
  if (panel && gtk_widget_get_mapped (GTK_WIDGET (panel)))
    gtk_widget_grab_focus (GTK_WIDGET (panel));
}

static void
close_card (RasWindow *self)
{
  if (self->made->popover)
    gtk_popover_popdown (GTK_POPOVER (self->made->popover));
}

static void
copied_cb (RasWindow *self)
{
  ras_window_toast (self, _ ("The text is on the clipboard"));
}

static gboolean
escape_cb (GtkWidget *card, GVariant *arguments, gpointer user_data)
{
  close_card (user_data);
  return TRUE;
}

static void
make_popover (RasWindow *self)
{
  RasWindowMade *made = self->made;
  GtkEventController *keys = gtk_shortcut_controller_new ();

  made->card = RAS_MADE_CARD (ras_made_card_new ());
  made->popover = g_object_ref_sink (gtk_popover_new ());
  gtk_widget_add_css_class (made->popover, "made");
  gtk_popover_set_child (GTK_POPOVER (made->popover), GTK_WIDGET (made->card));
  /* The slider and the thumbnails remain at hand. */
  gtk_popover_set_autohide (GTK_POPOVER (made->popover), FALSE);
  gtk_shortcut_controller_add_shortcut (
      GTK_SHORTCUT_CONTROLLER (keys),
      gtk_shortcut_new (gtk_keyval_trigger_new (GDK_KEY_Escape, 0),
                        gtk_callback_action_new (escape_cb, self, NULL)));
  gtk_widget_add_controller (GTK_WIDGET (made->card), keys);
  g_signal_connect_swapped (made->card, "close", G_CALLBACK (close_card), self);
  g_signal_connect_swapped (made->card, "copied", G_CALLBACK (copied_cb), self);
  g_signal_connect_swapped (made->popover, "closed", G_CALLBACK (closed_cb), self);
}

static RasPlace *
find_place (RasWindow *self, RasPanel *panel)
{
  RasPlace *transport = ras_window_get_transport_place (self);

  for (guint i = 0; i < ras_n_erasers (); i++)
    if (self->places[i].panel == panel)
      return &self->places[i];
  return transport->panel == panel ? transport : NULL;
}

/* Beside the panel where there is room, or else below its picture, as high as the window allows. */
static void
place_card (RasWindow *self, RasPanel *panel)
{
  int width = gtk_widget_get_width (GTK_WIDGET (self)), side = gtk_widget_get_width (GTK_WIDGET (panel));
  int height = gtk_widget_get_height (GTK_WIDGET (self)) - MARGIN;
  GtkPositionType position = GTK_POS_BOTTOM;
  double left = 0, foot = 0;

  gtk_widget_translate_coordinates (GTK_WIDGET (panel), GTK_WIDGET (self), 0, side, &left, &foot);
  if (width - (left + side) >= CARD_WIDTH)
    position = GTK_POS_RIGHT;
  else if (left >= CARD_WIDTH)
    position = GTK_POS_LEFT;
  else
    height -= (int) foot;
  gtk_popover_set_position (GTK_POPOVER (self->made->popover), position);
  gtk_popover_set_pointing_to (GTK_POPOVER (self->made->popover),
                               &(GdkRectangle) { 0, 0, side, side });
  ras_made_card_set_max_height (self->made->card, height);
}

static void
open_card (RasWindow *self, RasPanel *panel)
{
  RasWindowMade *made = self->made;

  if (self->original == NULL)
    return;
  if (made->popover == NULL)
    make_popover (self);
  close_card (self);
  if (gtk_widget_get_parent (made->popover) != GTK_WIDGET (panel))
    {
      if (gtk_widget_get_parent (made->popover))
        gtk_widget_unparent (made->popover);
      gtk_widget_set_parent (made->popover, GTK_WIDGET (panel));
    }
  made->place = find_place (self, panel);
  place_card (self, panel);
  update (self);
  gtk_popover_popup (GTK_POPOVER (made->popover));
  ras_made_card_focus (made->card);
}

static void
asked_cb (RasPanel *panel, RasWindow *self)
{
  gboolean again = self->made->place && self->made->place->panel == panel;

  close_card (self);
  if (!again)
    open_card (self, panel);
}

static void
unmapped_cb (RasPanel *panel, RasWindow *self)
{
  if (self->made->place && self->made->place->panel == panel)
    close_card (self);
}

/* The panel with the focus, or the one that the card points at, or the first. */
static RasPanel *
find_panel (RasWindow *self)
{
  GtkWidget *focus = gtk_window_get_focus (GTK_WINDOW (self));
  GtkWidget *panel = focus ? gtk_widget_get_ancestor (focus, RAS_TYPE_PANEL) : NULL;

  if (panel)
    return RAS_PANEL (panel);
  return self->made->place ? self->made->place->panel : self->places[0].panel;
}

static void
how_made_cb (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  RasWindow *self = user_data;

  if (self->dataset && ras_window_is_on_page (self, "compare"))
    asked_cb (find_panel (self), self);
}

void
ras_window_init_made (RasWindow *self)
{
  const GActionEntry how_made = { "how-made", how_made_cb };
  RasPanel *transport = ras_window_get_transport_place (self)->panel;

  self->made = g_new0 (RasWindowMade, 1);
  g_action_map_add_action_entries (G_ACTION_MAP (self), &how_made, 1, self);
  for (guint i = 0; i <= ras_n_erasers (); i++)
    {
      RasPanel *panel = i < ras_n_erasers () ? self->places[i].panel : transport;

      g_signal_connect_object (panel, "how-made", G_CALLBACK (asked_cb), self, 0);
      g_signal_connect_object (panel, "unmap", G_CALLBACK (unmapped_cb), self, 0);
    }
}

void
ras_window_end_made (RasWindow *self)
{
  if (self->made == NULL)
    return;
  close_card (self);
  if (self->made->popover && gtk_widget_get_parent (self->made->popover))
    gtk_widget_unparent (self->made->popover);
  g_clear_object (&self->made->popover);
  stop (self);
}

void
ras_window_free_made (RasWindow *self)
{
  g_clear_pointer (&self->made, g_free);
}
