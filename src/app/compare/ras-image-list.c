#include "ras-image-list.h"

struct _RasImageItem
{
  GObject parent;
  RasDataset *dataset;
  RasSplit split;
  guint index;
};

G_DEFINE_FINAL_TYPE (RasImageItem, ras_image_item, G_TYPE_OBJECT)

struct _RasImageList
{
  GObject parent;
  RasDataset *dataset;
  RasSplit split;
  guint *indices; /* ascending; NULL: all images, each at its own number */
  guint n;
};

static void list_model_init (GListModelInterface *interface);

G_DEFINE_FINAL_TYPE_WITH_CODE (RasImageList, ras_image_list, G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (G_TYPE_LIST_MODEL, list_model_init))

static void
ras_image_item_finalize (GObject *object)
{
  ras_dataset_unref (RAS_IMAGE_ITEM (object)->dataset);
  G_OBJECT_CLASS (ras_image_item_parent_class)->finalize (object);
}

static void
ras_image_item_class_init (RasImageItemClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = ras_image_item_finalize;
}

static void
ras_image_item_init (RasImageItem *self)
{
}

RasDataset *
ras_image_item_get_dataset (RasImageItem *self)
{
  return self->dataset;
}

RasSplit
ras_image_item_get_split (RasImageItem *self)
{
  return self->split;
}

guint
ras_image_item_get_index (RasImageItem *self)
{
  return self->index;
}

static GType
get_item_type (GListModel *model)
{
  return RAS_TYPE_IMAGE_ITEM;
}

static guint
get_n_items (GListModel *model)
{
  return RAS_IMAGE_LIST (model)->n;
}

static gpointer
get_item (GListModel *model, guint position)
{
  RasImageList *self = RAS_IMAGE_LIST (model);
  RasImageItem *item;

  if (position >= self->n)
    return NULL;
  item = g_object_new (RAS_TYPE_IMAGE_ITEM, NULL);
  item->dataset = ras_dataset_ref (self->dataset);
  item->split = self->split;
  item->index = ras_image_list_get_index (self, position);
  return item;
}

static void
list_model_init (GListModelInterface *interface)
{
  interface->get_item_type = get_item_type;
  interface->get_n_items = get_n_items;
  interface->get_item = get_item;
}

static void
ras_image_list_finalize (GObject *object)
{
  RasImageList *self = RAS_IMAGE_LIST (object);

  g_clear_pointer (&self->dataset, ras_dataset_unref);
  g_free (self->indices);
  G_OBJECT_CLASS (ras_image_list_parent_class)->finalize (object);
}

static void
ras_image_list_class_init (RasImageListClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = ras_image_list_finalize;
}

static void
ras_image_list_init (RasImageList *self)
{
}

RasImageList *
ras_image_list_new (void)
{
  return g_object_new (RAS_TYPE_IMAGE_LIST, NULL);
}

void
ras_image_list_show (RasImageList *self, RasDataset *dataset, RasSplit split, int class_filter)
{
  guint n_before = self->n;

  if (dataset)
    ras_dataset_ref (dataset);
  g_clear_pointer (&self->dataset, ras_dataset_unref);
  g_clear_pointer (&self->indices, g_free);
  self->dataset = dataset;
  self->split = split;
  self->n = dataset ? ras_dataset_get_n_images (dataset, split) : 0;
  if (dataset && class_filter >= 0)
    {
      guint n_all = self->n;

      self->n = 0;
      self->indices = g_new (guint, ras_dataset_get_class_count (dataset, split, class_filter));
      for (guint i = 0; i < n_all; i++)
        if (ras_dataset_get_label (dataset, split, i) == (guint) class_filter)
          self->indices[self->n++] = i;
    }
  g_list_model_items_changed (G_LIST_MODEL (self), 0, n_before, self->n);
}

gboolean
ras_image_list_find (RasImageList *self, guint index, guint *position)
{
  guint low = 0, high = self->n;

  while (low < high)
    {
      guint middle = low + (high - low) / 2;

      if (ras_image_list_get_index (self, middle) < index)
        low = middle + 1;
      else
        high = middle;
    }
  *position = low;
  return low < self->n && ras_image_list_get_index (self, low) == index;
}

guint
ras_image_list_get_index (RasImageList *self, guint position)
{
  return self->indices ? self->indices[position] : position;
}
