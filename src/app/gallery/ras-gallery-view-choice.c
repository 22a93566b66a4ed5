#include "ras-gallery-view-private.h"

#include <glib/gi18n.h>
#include <string.h>

#include "image-sample.h"

#define DEFAULT_CLASSES 4 /* as on the command line */

/* --- Which images --- */

/* Those whose names the session has; without any, a few. */
GArray *
ras_gallery_view_choose_labels (RasGalleryView *self)
{
  const RasSessionState *state = ras_session_get_state (self->session);
  GArray *all = ras_dataset_spread_classes (self->dataset, state->gallery_split, G_MAXUINT);
  GArray *labels = g_array_new (FALSE, FALSE, sizeof (guint));

  for (guint i = 0; i < all->len; i++)
    {
      guint label = g_array_index (all, guint, i);

      if (g_strv_contains ((const char *const *) state->gallery_classes,
                           ras_dataset_get_class_name (self->dataset, label)))
        g_array_append_val (labels, label);
    }
  g_array_unref (all);
  if (labels->len > 0)
    return labels;
  g_array_unref (labels);
  return ras_dataset_spread_classes (self->dataset, state->gallery_split, DEFAULT_CLASSES);
}

static GArray *
choose_classes (RasGalleryView *self)
{
  const RasSessionState *state = ras_session_get_state (self->session);
  g_autoptr (GArray) labels = ras_gallery_view_choose_labels (self);
  GArray *classes = g_array_new (FALSE, TRUE, sizeof (RasGalleryClass));
  guint first = 0;

  g_array_set_clear_func (classes, ras_gallery_class_clear);
  for (guint i = 0; i < labels->len; i++)
    {
      guint label = g_array_index (labels, guint, i);
      RasGalleryClass one
          = { label,
              ras_dataset_sample (self->dataset, state->gallery_split, label,
                                  state->gallery_per_class, state->gallery_seed),
              first };

      first += one.indices->len;
      g_array_append_val (classes, one);
    }
  return classes;
}

static GArray *
choose_columns (RasGalleryView *self)
{
  GArray *columns = g_array_new (FALSE, FALSE, sizeof (guint));

  for (guint i = 0; i < ras_n_erasers (); i++)
    if (!ras_session_get_eraser_hidden (self->session, ras_eraser_nth (i)->name))
      g_array_append_val (columns, i);
  return columns;
}

/* --- The gallery of them --- */

static void
block_clear (gpointer data)
{
  RasGalleryBlock *block = data;

  g_clear_pointer (&block->fit, ras_fit_unref);
  g_clear_pointer (&block->failure, g_free);
}

void
ras_gallery_view_clear_choice (RasGalleryView *self)
{
  g_clear_pointer (&self->classes, g_array_unref);
  g_clear_pointer (&self->columns, g_array_unref);
  g_clear_pointer (&self->blocks, g_array_unref);
}

static RasGallery *
make_gallery (RasGalleryView *self)
{
  g_autofree RasGalleryColumn *columns = g_new0 (RasGalleryColumn, self->columns->len);
  g_autofree RasGalleryGroup *groups = g_new0 (RasGalleryGroup, self->classes->len);

  for (guint c = 0; c < self->columns->len; c++)
    {
      const RasEraser *eraser = ras_gallery_view_get_eraser (self, c);

      columns[c] = (RasGalleryColumn) { eraser->name, _ (eraser->title) };
    }
  for (guint g = 0; g < self->classes->len; g++)
    {
      const RasGalleryClass *one = &g_array_index (self->classes, RasGalleryClass, g);

      groups[g] = (RasGalleryGroup) { ras_dataset_get_class_name (self->dataset, one->label),
                                      one->indices->len };
    }
  return ras_gallery_new (ras_dataset_get_width (self->dataset),
                          ras_dataset_get_height (self->dataset), columns, self->columns->len,
                          groups, self->classes->len);
}

static gboolean
are_same_images (const RasGalleryClass *a, const RasGalleryClass *b)
{
  return a->label == b->label && a->indices->len == b->indices->len
         && memcmp (a->indices->data, b->indices->data, a->indices->len * sizeof (gsize)) == 0;
}

/* What was in a class's column before goes on to be there. */
static void
keep_block (RasGalleryBlock *old, RasGalleryBlock *block, const RasGallery *from, guint from_row,
            guint from_column, RasGallery *to, guint to_row, guint to_column, guint n)
{
  *block = *old;
  *old = (RasGalleryBlock) { 0 };
  for (guint i = 0; i < n; i++)
    ras_gallery_set_picture (to, to_row + i, to_column,
                             ras_gallery_get_picture (from, from_row + i, from_column));
}

/* A previous choice, taken out of the view. */
typedef struct
{
  GArray *classes, *columns, *blocks;
  const RasGallery *gallery;
} Previous;

static void
keep_blocks (RasGalleryView *self, const Previous *old, RasGallery *gallery)
{
  for (guint g = 0; g < self->classes->len; g++)
    for (guint h = 0; h < old->classes->len; h++)
      {
        const RasGalleryClass *one = &g_array_index (self->classes, RasGalleryClass, g);
        const RasGalleryClass *other = &g_array_index (old->classes, RasGalleryClass, h);

        for (guint c = 0; c < self->columns->len && are_same_images (one, other); c++)
          for (guint b = 0; b < old->columns->len; b++)
            if (g_array_index (self->columns, guint, c) == g_array_index (old->columns, guint, b))
              keep_block (&g_array_index (old->blocks, RasGalleryBlock, h * old->columns->len + b),
                          ras_gallery_view_get_block (self, g, c), old->gallery, other->first_row,
                          b, gallery, one->first_row, c, one->indices->len);
      }
}

void
ras_gallery_view_build (RasGalleryView *self)
{
  const RasSessionState *state = ras_session_get_state (self->session);
  Previous old = { 0 };
  RasGallery *gallery;

  ras_gallery_view_end_work (self);
  if (self->classes && self->split == state->gallery_split)
    old = (Previous) { g_steal_pointer (&self->classes), g_steal_pointer (&self->columns),
                       g_steal_pointer (&self->blocks), ras_gallery_grid_get_gallery (self->grid) };
  ras_gallery_view_clear_choice (self);
  self->stale = FALSE;
  self->split = state->gallery_split;
  self->classes = choose_classes (self);
  self->columns = choose_columns (self);
  self->blocks = g_array_sized_new (FALSE, TRUE, sizeof (RasGalleryBlock), 0);
  g_array_set_clear_func (self->blocks, block_clear);
  g_array_set_size (self->blocks, self->classes->len * self->columns->len);
  gallery = make_gallery (self);
  if (old.classes)
    keep_blocks (self, &old, gallery);
  ras_gallery_grid_set_gallery (self->grid, gallery);
  g_clear_pointer (&old.classes, g_array_unref);
  g_clear_pointer (&old.columns, g_array_unref);
  g_clear_pointer (&old.blocks, g_array_unref);
  gtk_stack_set_visible_child_name (self->pages, self->classes->len > 0 ? "grid" : "empty");
  ras_gallery_view_follow_classes (self);
}

/* --- The popover of classes --- */

/* The rows hold check buttons, in the order of the labels. */
static GtkCheckButton *
get_check (RasGalleryView *self, guint label)
{
  GtkListBoxRow *row = gtk_list_box_get_row_at_index (self->class_list, label);

  return row ? GTK_CHECK_BUTTON (gtk_list_box_row_get_child (row)) : NULL;
}

static void
toggled_cb (RasGalleryView *self)
{
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();
  g_auto (GStrv) names = NULL;
  GtkCheckButton *check;

  if (self->following)
    return;
  for (guint z = 0; (check = get_check (self, z)); z++)
    if (gtk_check_button_get_active (check))
      g_strv_builder_add (builder, ras_dataset_get_class_name (self->dataset, z));
  names = g_strv_builder_end (builder);
  g_object_set (self->session, "gallery-classes", names, NULL);
  /* Of none there is nothing to show: the usual ones are checked again. */
  ras_gallery_view_follow_classes (self);
}

static GtkWidget *
make_check (RasGalleryView *self, guint label)
{
  const char *name = ras_dataset_get_class_name (self->dataset, label);
  GtkWidget *check = gtk_check_button_new ();
  GtkWidget *text = gtk_label_new (name);

  gtk_label_set_ellipsize (GTK_LABEL (text), PANGO_ELLIPSIZE_MIDDLE);
  gtk_label_set_max_width_chars (GTK_LABEL (text), 28);
  gtk_label_set_xalign (GTK_LABEL (text), 0);
  gtk_check_button_set_child (GTK_CHECK_BUTTON (check), text);
  gtk_accessible_update_property (GTK_ACCESSIBLE (check), GTK_ACCESSIBLE_PROPERTY_LABEL, name, -1);
  g_signal_connect_swapped (check, "toggled", G_CALLBACK (toggled_cb), self);
  return check;
}

void
ras_gallery_view_fill_classes (RasGalleryView *self)
{
  GtkListBoxRow *row;

  while ((row = gtk_list_box_get_row_at_index (self->class_list, 0)))
    gtk_list_box_remove (self->class_list, GTK_WIDGET (row));
  for (guint z = 0; self->dataset && z < ras_dataset_get_n_classes (self->dataset); z++)
    {
      gtk_list_box_append (self->class_list, make_check (self, z));
      row = gtk_list_box_get_row_at_index (self->class_list, z);
      gtk_list_box_row_set_activatable (row, FALSE);
      gtk_widget_set_focusable (GTK_WIDGET (row), FALSE);
    }
}

void
ras_gallery_view_follow_classes (RasGalleryView *self)
{
  const RasSessionState *state = ras_session_get_state (self->session);
  g_autoptr (GArray) labels = NULL;
  g_autofree char *text = NULL;
  guint k;

  if (self->dataset == NULL)
    return;
  k = ras_dataset_get_n_classes (self->dataset);
  labels = ras_gallery_view_choose_labels (self);
  text = g_strdup_printf (ngettext ("%u of %u class", "%u of %u classes", k), labels->len, k);
  gtk_menu_button_set_label (self->classes_button, text);
  gtk_widget_set_sensitive (GTK_WIDGET (self->classes_button), TRUE);
  self->following = TRUE;
  for (guint z = 0, i = 0; z < k; z++)
    {
      GtkCheckButton *check = get_check (self, z);
      gboolean chosen = i < labels->len && g_array_index (labels, guint, i) == z;

      i += chosen;
      gtk_check_button_set_active (check, chosen);
      gtk_widget_set_sensitive (
          GTK_WIDGET (check),
          ras_dataset_get_class_count (self->dataset, state->gallery_split, z) > 0);
    }
  self->following = FALSE;
}
