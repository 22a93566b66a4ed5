#include "ras-thumbnails.h"

#include <glib/gi18n.h>

#include "ras-class-names.h"
#include "ras-image-list.h"
#include "ras-tooltip.h"

/* Thumbnails are magnified in whole steps to at most this many pixels, or shrunk to them. */
#define SIDE 72

struct _RasThumbnails
{
  GtkWidget parent;

  GtkWidget *box;
  GtkWidget *filter_box;
  GtkWidget *split_box;
  GtkWidget *train_button;
  GtkWidget *test_button;
  GtkDropDown *class_drop_down;
  GtkStringList *class_names;
  GtkStack *stack;
  GtkGridView *grid;
  GtkLabel *empty_label;
  GtkWidget *hint_label;

  RasSession *session;
  RasDataset *dataset; /* may be NULL */
  RasImageList *images;
  GtkSingleSelection *selection;
  guint scroll_tick; /* 0: what is selected is in sight */
  int frames;        /* until it is scrolled to */
  RasSplit listed_split; /* what is listed */
  int listed_filter;
  gboolean following; /* the session's change is being shown, not a person's */
};

G_DEFINE_FINAL_TYPE (RasThumbnails, ras_thumbnails, GTK_TYPE_WIDGET)

/* --- One thumbnail --- */

/* Repeats each pixel `scale` times, as GTK would smooth a small texture. */
static GdkTexture *
make_texture (RasDataset *dataset, const guint8 *image, guint scale)
{
  guint height = ras_dataset_get_height (dataset), width = ras_dataset_get_width (dataset);
  gsize plane = (gsize) height * width;
  gsize green = ras_dataset_get_channels (dataset) == 3 ? plane : 0;
  gsize stride = (gsize) width * scale * 3;
  guint8 *pixels = g_malloc (stride * height * scale);
  guint8 *next = pixels;
  g_autoptr (GBytes) bytes = NULL;

  for (guint y = 0; y < height * scale; y++)
    for (guint x = 0; x < width * scale; x++)
      {
        const guint8 *pixel = image + (gsize) (y / scale) * width + x / scale;

        *next++ = pixel[0];
        *next++ = pixel[green];
        *next++ = pixel[2 * green];
      }
  bytes = g_bytes_new_take (pixels, stride * height * scale);
  return gdk_memory_texture_new (width * scale, height * scale, GDK_MEMORY_R8G8B8, bytes, stride);
}

static void
setup_cb (GtkSignalListItemFactory *factory, GtkListItem *list_item)
{
  GtkWidget *picture = gtk_picture_new ();

  gtk_picture_set_can_shrink (GTK_PICTURE (picture), TRUE);
  gtk_widget_set_halign (picture, GTK_ALIGN_CENTER);
  gtk_widget_set_valign (picture, GTK_ALIGN_CENTER);
  gtk_list_item_set_child (list_item, picture);
}

static void
bind_cb (GtkSignalListItemFactory *factory, GtkListItem *list_item)
{
  GtkWidget *picture = gtk_list_item_get_child (list_item);
  RasImageItem *item = gtk_list_item_get_item (list_item);
  RasDataset *dataset = ras_image_item_get_dataset (item);
  guint index = ras_image_item_get_index (item);
  RasSplit split = ras_image_item_get_split (item);
  guint width = ras_dataset_get_width (dataset), height = ras_dataset_get_height (dataset);
  guint side = MAX (width, height);
  guint scale = MAX (1, SIDE / side);
  double shrink = side > SIDE ? (double) SIDE / side : 1;
  g_autoptr (GdkTexture) texture = make_texture (
      dataset, ras_dataset_get_image (dataset, split, index),
      scale * (shrink < 1 ? 1 : gtk_widget_get_scale_factor (picture)));
  const char *name
      = ras_dataset_get_class_name (dataset, ras_dataset_get_label (dataset, split, index));
  g_autofree char *tooltip = g_strdup_printf (_ ("%s, image %u"), name, index);

  gtk_widget_set_size_request (picture, MAX (1, width * scale * shrink),
                               MAX (1, height * scale * shrink));
  gtk_picture_set_paintable (GTK_PICTURE (picture), GDK_PAINTABLE (texture));
  gtk_accessible_update_property (GTK_ACCESSIBLE (picture), GTK_ACCESSIBLE_PROPERTY_LABEL, tooltip,
                                  -1);
  ras_tooltip_set (picture, tooltip);
}

static void
unbind_cb (GtkSignalListItemFactory *factory, GtkListItem *list_item)
{
  gtk_picture_set_paintable (GTK_PICTURE (gtk_list_item_get_child (list_item)), NULL);
}

/* --- Following the session --- */

static void
say_why_empty (RasThumbnails *self)
{
  const RasSessionState *state = ras_session_get_state (self->session);
  g_autofree char *text = NULL;

  if (self->dataset == NULL)
    text = g_strdup ("");
  else if (state->class_filter < 0)
    text = g_strdup (_ ("There are no test images in this set."));
  else
    text = g_strdup_printf (state->split == RAS_SPLIT_TEST ? _ ("No test image is of “%s”.")
                                                           : _ ("No training image is of “%s”."),
                            ras_dataset_get_class_name (self->dataset, state->class_filter));
  gtk_label_set_text (self->empty_label, text);
}

static gboolean
scroll_cb (GtkWidget *grid, GdkFrameClock *clock, gpointer user_data)
{
  RasThumbnails *self = user_data;
  guint position = gtk_single_selection_get_selected (self->selection);

  if (self->frames-- > 0)
    return G_SOURCE_CONTINUE;
  self->scroll_tick = 0;
  if (position != GTK_INVALID_LIST_POSITION)
    gtk_widget_activate_action (grid, "list.scroll-to-item", "u", position);
  return G_SOURCE_REMOVE;
}

/* A list that was filled a moment ago must be laid out first: before, it would lose its items. */
static void
scroll_later (RasThumbnails *self)
{
  self->frames = 1;
  if (self->scroll_tick == 0)
    self->scroll_tick
        = gtk_widget_add_tick_callback (GTK_WIDGET (self->grid), scroll_cb, self, NULL);
}

/* Shows the session's image as selected. One that is not listed gives way to the first that is. */
static void
follow_index (RasThumbnails *self)
{
  guint n = g_list_model_get_n_items (G_LIST_MODEL (self->images));
  guint position = 0;

  if (n == 0)
    return;
  if (!ras_image_list_find (self->images, ras_session_get_state (self->session)->index, &position))
    {
      position = MIN (position, n - 1);
      g_object_set (self->session, "index", ras_image_list_get_index (self->images, position),
                    NULL);
    }
  if (gtk_single_selection_get_selected (self->selection) != position)
    {
      gtk_single_selection_set_selected (self->selection, position);
      scroll_later (self);
    }
}

static void
follow_filter (RasThumbnails *self)
{
  const RasSessionState *state = ras_session_get_state (self->session);
  int filter = state->class_filter;

  if (self->dataset && filter >= (int) ras_dataset_get_n_classes (self->dataset))
    filter = RAS_ALL_CLASSES;
  self->following = TRUE;
  self->listed_split = state->split;
  self->listed_filter = state->class_filter;
  ras_image_list_show (self->images, self->dataset, state->split, filter);
  if (self->dataset)
    gtk_drop_down_set_selected (self->class_drop_down, filter + 1);
  gtk_stack_set_visible_child_name (
      self->stack, g_list_model_get_n_items (G_LIST_MODEL (self->images)) ? "images" : "empty");
  say_why_empty (self);
  follow_index (self);
  self->following = FALSE;
}

static void
follow_split (RasThumbnails *self)
{
  self->following = TRUE;
  ras_class_names_fill (self->class_names, self->dataset,
                        ras_session_get_state (self->session)->split, _ ("All classes"));
  self->following = FALSE;
  follow_filter (self);
}

static void
session_notify_cb (RasThumbnails *self, GParamSpec *pspec)
{
  if (g_str_equal (pspec->name, "split"))
    follow_split (self);
  else if (g_str_equal (pspec->name, "class-filter"))
    follow_filter (self);
  else if (g_str_equal (pspec->name, "index") && !self->following)
    {
      const RasSessionState *state = ras_session_get_state (self->session);

      /* Changed together, all are told one after the other: the list may not be there yet. */
      if (state->split != self->listed_split || state->class_filter != self->listed_filter)
        return;
      self->following = TRUE;
      follow_index (self);
      self->following = FALSE;
    }
}

/* --- What a person does --- */

static void
class_selected_cb (RasThumbnails *self)
{
  guint selected = gtk_drop_down_get_selected (self->class_drop_down);

  if (!self->following && self->session && selected != GTK_INVALID_LIST_POSITION)
    g_object_set (self->session, "class-filter", (int) selected - 1, NULL);
}

static void
selected_cb (RasThumbnails *self)
{
  guint position = gtk_single_selection_get_selected (self->selection);

  if (self->following || self->session == NULL || position == GTK_INVALID_LIST_POSITION)
    return;
  self->following = TRUE;
  /* Choosing an image of the set is also the way back from one's own picture. */
  g_object_set (self->session, "own-picture", NULL, "index",
                ras_image_list_get_index (self->images, position), NULL);
  self->following = FALSE;
}

static void
activate_cb (RasThumbnails *self)
{
  selected_cb (self);
}

void
ras_thumbnails_pick_another (RasThumbnails *self)
{
  guint n = ras_thumbnails_get_n_images (self);
  guint selected = gtk_single_selection_get_selected (self->selection);
  guint position;

  if (n < 2)
    return;
  position = g_random_int_range (0, n - 1);
  position += position >= selected;
  g_object_set (self->session, "own-picture", NULL, "index",
                ras_image_list_get_index (self->images, position), NULL);
}

void
ras_thumbnails_move (RasThumbnails *self, int step)
{
  gint64 position = (gint64) gtk_single_selection_get_selected (self->selection) + step;

  if (position >= 0 && position < ras_thumbnails_get_n_images (self))
    g_object_set (self->session, "own-picture", NULL, "index",
                  ras_image_list_get_index (self->images, position), NULL);
}

guint
ras_thumbnails_get_n_images (RasThumbnails *self)
{
  return g_list_model_get_n_items (G_LIST_MODEL (self->images));
}

void
ras_thumbnails_set_session (RasThumbnails *self, RasSession *session)
{
  g_set_object (&self->session, session);
  g_signal_connect_object (session, "notify", G_CALLBACK (session_notify_cb), self,
                           G_CONNECT_SWAPPED);
}

static void
set_count_tooltip (RasThumbnails *self, GtkWidget *button, RasSplit split)
{
  gsize n = ras_dataset_get_n_images (self->dataset, split);
  g_autofree char *count = ras_class_names_format_count (n);
  g_autofree char *text = g_strdup_printf (ngettext ("%s image", "%s images", n), count);

  gtk_widget_set_tooltip_text (button, text);
}

void
ras_thumbnails_set_dataset (RasThumbnails *self, RasDataset *dataset)
{
  if (dataset)
    ras_dataset_ref (dataset);
  g_clear_pointer (&self->dataset, ras_dataset_unref);
  self->dataset = dataset;
  gtk_widget_set_visible (self->split_box,
                          dataset && ras_dataset_get_n_images (dataset, RAS_SPLIT_TEST) > 0);
  /* Who has opened a set of their own knows how. */
  gtk_widget_set_visible (self->hint_label,
                          dataset && !g_path_is_absolute (ras_dataset_get_location (dataset)));
  gtk_widget_set_sensitive (GTK_WIDGET (self->class_drop_down), dataset != NULL);
  if (dataset)
    {
      set_count_tooltip (self, self->train_button, RAS_SPLIT_TRAIN);
      set_count_tooltip (self, self->test_button, RAS_SPLIT_TEST);
      gtk_drop_down_set_enable_search (self->class_drop_down,
                                       ras_dataset_get_n_classes (dataset) > 20);
    }
  follow_split (self);
}

static gboolean
ras_thumbnails_grab_focus (GtkWidget *widget)
{
  return gtk_widget_grab_focus (GTK_WIDGET (RAS_THUMBNAILS (widget)->grid));
}

/* A grid takes the Tab key from image to image, of which there are thousands: to whoever has but a
 * keyboard all that comes after would be out of reach. The arrow keys go from image to image. */
static gboolean
ras_thumbnails_focus (GtkWidget *widget, GtkDirectionType direction)
{
  RasThumbnails *self = RAS_THUMBNAILS (widget);
  GtkWidget *focus = gtk_root_get_focus (gtk_widget_get_root (widget));

  if (focus && gtk_widget_is_ancestor (focus, GTK_WIDGET (self->grid)))
    {
      if (direction == GTK_DIR_TAB_FORWARD)
        return FALSE;
      if (direction == GTK_DIR_TAB_BACKWARD)
        return gtk_widget_child_focus (self->filter_box, direction);
    }
  /* Not the widget's own way: where no child is left it grabs the focus, and the grid keeps it. */
  return gtk_widget_child_focus (self->box, direction);
}

static void
ras_thumbnails_dispose (GObject *object)
{
  RasThumbnails *self = RAS_THUMBNAILS (object);

  if (self->scroll_tick > 0)
    gtk_widget_remove_tick_callback (GTK_WIDGET (self->grid), self->scroll_tick);
  self->scroll_tick = 0;
  if (self->selection)
    g_signal_handlers_disconnect_by_data (self->selection, self);
  g_clear_object (&self->selection);
  g_clear_object (&self->images);
  g_clear_object (&self->session);
  g_clear_pointer (&self->dataset, ras_dataset_unref);
  g_clear_pointer (&self->box, gtk_widget_unparent);
  G_OBJECT_CLASS (ras_thumbnails_parent_class)->dispose (object);
}

static void
ras_thumbnails_class_init (RasThumbnailsClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = ras_thumbnails_dispose;
  widget_class->grab_focus = ras_thumbnails_grab_focus;
  widget_class->focus = ras_thumbnails_focus;
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/org/rasura/Rasura/ui/ras-thumbnails.ui");
  gtk_widget_class_bind_template_child (widget_class, RasThumbnails, box);
  gtk_widget_class_bind_template_child (widget_class, RasThumbnails, filter_box);
  gtk_widget_class_bind_template_child (widget_class, RasThumbnails, split_box);
  gtk_widget_class_bind_template_child (widget_class, RasThumbnails, train_button);
  gtk_widget_class_bind_template_child (widget_class, RasThumbnails, test_button);
  gtk_widget_class_bind_template_child (widget_class, RasThumbnails, class_drop_down);
  gtk_widget_class_bind_template_child (widget_class, RasThumbnails, class_names);
  gtk_widget_class_bind_template_child (widget_class, RasThumbnails, stack);
  gtk_widget_class_bind_template_child (widget_class, RasThumbnails, grid);
  gtk_widget_class_bind_template_child (widget_class, RasThumbnails, empty_label);
  gtk_widget_class_bind_template_child (widget_class, RasThumbnails, hint_label);
  gtk_widget_class_bind_template_callback (widget_class, class_selected_cb);
  gtk_widget_class_bind_template_callback (widget_class, setup_cb);
  gtk_widget_class_bind_template_callback (widget_class, bind_cb);
  gtk_widget_class_bind_template_callback (widget_class, unbind_cb);
}

static void
ras_thumbnails_init (RasThumbnails *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  ras_class_names_set_factories (self->class_drop_down);
  self->images = ras_image_list_new ();
  self->selection = gtk_single_selection_new (G_LIST_MODEL (g_object_ref (self->images)));
  g_signal_connect_swapped (self->selection, "notify::selected", G_CALLBACK (selected_cb), self);
  g_signal_connect_swapped (self->grid, "activate", G_CALLBACK (activate_cb), self);
  gtk_grid_view_set_model (self->grid, GTK_SELECTION_MODEL (self->selection));
}
