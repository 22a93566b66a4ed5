#include "ras-gallery-view-private.h"

#include <glib/gi18n.h>

#include "gallery-file.h"

G_DEFINE_FINAL_TYPE (RasGalleryView, ras_gallery_view, GTK_TYPE_WIDGET)

enum
{
  TOAST,
  OPEN_IMAGE,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

void
ras_gallery_view_toast (RasGalleryView *self, const char *sentence)
{
  g_signal_emit (self, signals[TOAST], 0, sentence);
}

/* --- Texts below --- */

/* The rank is that of the paths on show: one that is still too short has fewer directions. */
static int
find_rank (RasGalleryView *self)
{
  int rank = -1;

  for (guint c = 0; c < self->columns->len; c++)
    for (guint g = 0; g < self->classes->len; g++)
      {
        const RasGalleryBlock *block = ras_gallery_view_get_block (self, g, c);

        if (ras_gallery_view_get_eraser (self, c)->has_path && block->state == RAS_BLOCK_DONE)
          rank = MAX (rank, (int) block->rank);
      }
  return rank;
}

char *
ras_gallery_view_make_note (RasGalleryView *self)
{
  return ras_gallery_make_note (self->split == RAS_SPLIT_TEST,
                                ras_session_get_state (self->session)->gallery_seed,
                                find_rank (self));
}

/* "QLEACE · ship · training image 4711", or what is said where there is none yet. */
static char *
describe (RasGalleryView *self, guint row, guint column)
{
  RasGallery *gallery = ras_gallery_grid_get_gallery (self->grid);
  guint group = ras_gallery_get_group (gallery, row);
  const RasGalleryClass *one = &g_array_index (self->classes, RasGalleryClass, group);
  gsize index = g_array_index (one->indices, gsize, row - one->first_row);
  const char *message = ras_gallery_get_picture (gallery, row, column)
                            ? NULL
                            : ras_gallery_get_message (gallery, group, column);
  g_autofree char *image
      = g_strdup_printf (self->split == RAS_SPLIT_TEST ? _ ("test image %zu")
                                                       : _ ("training image %zu"), index);

  return g_strjoin (" · ", ras_gallery_get_column_title (gallery, column),
                    ras_gallery_get_group_title (gallery, group), message ? message : image, NULL);
}

void
ras_gallery_view_show_texts (RasGalleryView *self)
{
  g_autofree char *note = ras_gallery_view_make_note (self);
  g_autofree char *pointed = NULL;
  guint row, column;

  if (ras_gallery_grid_get_pointed (self->grid, &row, &column))
    pointed = describe (self, row, column);
  gtk_label_set_text (self->note_label, note);
  gtk_label_set_text (self->pointed_label, pointed ? pointed : "");
  ras_gallery_grid_describe (self->grid, pointed);
  adw_status_page_set_description (
      self->empty_page,
      self->split == RAS_SPLIT_TEST
          ? _ ("This data set has no test images: choose training images.")
          : _ ("There are no images to show."));
}

static void
pointed_cb (RasGalleryView *self)
{
  if (self->classes && !self->stale)
    ras_gallery_view_show_texts (self);
}

static void
chosen_cb (RasGalleryView *self, guint row, guint column)
{
  guint group = ras_gallery_get_group (ras_gallery_grid_get_gallery (self->grid), row);
  const RasGalleryClass *one = &g_array_index (self->classes, RasGalleryClass, group);

  g_signal_emit (self, signals[OPEN_IMAGE], 0, (guint) self->split,
                 (guint) g_array_index (one->indices, gsize, row - one->first_row));
}

/* --- The toolbar --- */

static void
per_class_cb (RasGalleryView *self)
{
  if (!self->following && self->session)
    g_object_set (self->session, "gallery-per-class",
                  (guint) gtk_spin_button_get_value_as_int (self->per_class_spin), NULL);
}

static void
split_cb (RasGalleryView *self)
{
  if (!self->following && self->session)
    g_object_set (self->session, "gallery-split",
                  ras_split_name (gtk_drop_down_get_selected (self->split_drop_down)), NULL);
}

static void
all_classes_cb (RasGalleryView *self)
{
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();
  g_auto (GStrv) names = NULL;

  for (guint z = 0; self->dataset && z < ras_dataset_get_n_classes (self->dataset); z++)
    g_strv_builder_add (builder, ras_dataset_get_class_name (self->dataset, z));
  names = g_strv_builder_end (builder);
  g_object_set (self->session, "gallery-classes", names, NULL);
}

static void
few_classes_cb (RasGalleryView *self)
{
  g_object_set (self->session, "gallery-classes", NULL, NULL);
}

static void
edit_clicked_cb (RasGalleryView *self)
{
  self->edits_stopped = self->edit_job != NULL;
  if (self->edits_stopped)
    ras_gallery_view_end_work (self);
  ras_gallery_view_update (self);
}

void
ras_gallery_view_reshuffle (RasGalleryView *self)
{
  guint seed = ras_session_get_state (self->session)->gallery_seed;

  self->edits_stopped = FALSE;
  g_object_set (self->session, "gallery-seed", seed < G_MAXINT ? seed + 1 : 0, NULL);
}

/* --- The session --- */

static void
follow_toolbar (RasGalleryView *self)
{
  const RasSessionState *state = ras_session_get_state (self->session);

  self->following = TRUE;
  gtk_spin_button_set_value (self->per_class_spin, state->gallery_per_class);
  gtk_drop_down_set_selected (self->split_drop_down, state->gallery_split);
  self->following = FALSE;
}

static void
notify_cb (RasGalleryView *self, GParamSpec *pspec)
{
  if (g_str_has_prefix (pspec->name, "gallery-") || g_str_equal (pspec->name, "hidden-erasers"))
    self->stale = TRUE;
}

/* Once after each group of changes. */
static void
changed_cb (RasGalleryView *self)
{
  follow_toolbar (self);
  ras_gallery_view_update (self);
}

void
ras_gallery_view_set_session (RasGalleryView *self, RasSession *session)
{
  g_set_object (&self->session, session);
  g_signal_connect_object (session, "notify", G_CALLBACK (notify_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (session, "changed", G_CALLBACK (changed_cb), self, G_CONNECT_SWAPPED);
  follow_toolbar (self);
}

/* --- The window --- */

static void
set_dataset (RasGalleryView *self, RasDataset *dataset)
{
  if (self->dataset == dataset)
    return;
  ras_gallery_view_end_work (self);
  ras_gallery_grid_set_gallery (self->grid, NULL);
  ras_gallery_view_clear_choice (self);
  g_clear_pointer (&self->dataset, ras_dataset_unref);
  self->dataset = dataset ? ras_dataset_ref (dataset) : NULL;
  self->stale = TRUE;
  self->edits_stopped = FALSE;
  ras_gallery_view_fill_classes (self);
}

void
ras_gallery_view_tell (RasGalleryView *self, const RasGalleryState *state)
{
  g_return_if_fail (RAS_IS_GALLERY_VIEW (self));

  set_dataset (self, state->dataset);
  for (guint i = 0; i < ras_n_erasers (); i++)
    {
      RasFit *fit = state->fits[i] ? ras_fit_ref (state->fits[i]) : NULL;

      g_clear_pointer (&self->fits[i], ras_fit_unref);
      self->fits[i] = fit;
      g_free (self->failures[i]);
      self->failures[i] = g_strdup (state->failures[i]);
    }
  self->fitting = state->fitting;
  g_free (self->stage);
  self->stage = g_strdup (state->stage);
  self->fraction = state->fraction;
  ras_gallery_view_update (self);
}

/* --- The widget --- */

static void
map (GtkWidget *widget)
{
  GTK_WIDGET_CLASS (ras_gallery_view_parent_class)->map (widget);
  ras_gallery_view_update (RAS_GALLERY_VIEW (widget));
}

static void
unmap (GtkWidget *widget)
{
  GTK_WIDGET_CLASS (ras_gallery_view_parent_class)->unmap (widget);
  ras_gallery_view_end_work (RAS_GALLERY_VIEW (widget));
}

static void
dispose (GObject *object)
{
  RasGalleryView *self = RAS_GALLERY_VIEW (object);

  ras_gallery_job_supersede (g_steal_pointer (&self->map_job));
  ras_gallery_job_supersede (g_steal_pointer (&self->edit_job));
  ras_gallery_view_clear_choice (self);
  g_clear_pointer (&self->dataset, ras_dataset_unref);
  g_clear_object (&self->session);
  g_clear_pointer (&self->box, gtk_widget_unparent);
  G_OBJECT_CLASS (ras_gallery_view_parent_class)->dispose (object);
}

static void
finalize (GObject *object)
{
  RasGalleryView *self = RAS_GALLERY_VIEW (object);

  for (guint i = 0; i < ras_n_erasers (); i++)
    {
      g_clear_pointer (&self->fits[i], ras_fit_unref);
      g_free (self->failures[i]);
    }
  g_free (self->fits);
  g_free (self->failures);
  g_free (self->stage);
  G_OBJECT_CLASS (ras_gallery_view_parent_class)->finalize (object);
}

#define CHILD(name) gtk_widget_class_bind_template_child (widget_class, RasGalleryView, name)
#define CALLBACK(name) gtk_widget_class_bind_template_callback (widget_class, name)

static void
ras_gallery_view_class_init (RasGalleryViewClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = dispose;
  object_class->finalize = finalize;
  widget_class->map = map;
  widget_class->unmap = unmap;
  signals[TOAST] = g_signal_new ("toast", RAS_TYPE_GALLERY_VIEW, G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                                 NULL, G_TYPE_NONE, 1, G_TYPE_STRING);
  signals[OPEN_IMAGE] = g_signal_new ("open-image", RAS_TYPE_GALLERY_VIEW, G_SIGNAL_RUN_LAST, 0,
                                      NULL, NULL, NULL, G_TYPE_NONE, 2, G_TYPE_UINT, G_TYPE_UINT);

  g_type_ensure (RAS_TYPE_GALLERY_GRID);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/org/rasura/Rasura/ui/ras-gallery-view.ui");
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  CHILD (box);
  CHILD (classes_button);
  CHILD (class_list);
  CHILD (per_class_spin);
  CHILD (split_drop_down);
  CHILD (edit_box);
  CHILD (edit_label);
  CHILD (edit_button);
  CHILD (pages);
  CHILD (empty_page);
  CHILD (grid);
  CHILD (note_label);
  CHILD (pointed_label);
  CALLBACK (per_class_cb);
  CALLBACK (split_cb);
  CALLBACK (all_classes_cb);
  CALLBACK (few_classes_cb);
  CALLBACK (edit_clicked_cb);
  CALLBACK (pointed_cb);
  CALLBACK (chosen_cb);
}

static void
ras_gallery_view_init (RasGalleryView *self)
{
  self->fits = g_new0 (RasFit *, ras_n_erasers ());
  self->failures = g_new0 (char *, ras_n_erasers ());
  self->stale = TRUE;
  gtk_widget_init_template (GTK_WIDGET (self));
}
