/* The images of one split, or of one class in it, as a list model that holds only their
 * numbers. An item is made when it is asked for: 50 000 images cost nothing to show. */
#pragma once

#include "dataset.h"

G_BEGIN_DECLS

#define RAS_TYPE_IMAGE_ITEM (ras_image_item_get_type ())
G_DECLARE_FINAL_TYPE (RasImageItem, ras_image_item, RAS, IMAGE_ITEM, GObject)

RasDataset *ras_image_item_get_dataset (RasImageItem *self); /* owned by the item */
RasSplit ras_image_item_get_split (RasImageItem *self);
guint ras_image_item_get_index (RasImageItem *self); /* within the split */

#define RAS_TYPE_IMAGE_LIST (ras_image_list_get_type ())
G_DECLARE_FINAL_TYPE (RasImageList, ras_image_list, RAS, IMAGE_LIST, GObject)

RasImageList *ras_image_list_new (void);

/* Lists the images of class `class_filter`, or all with a negative one. `dataset` may be NULL. */
void ras_image_list_show (RasImageList *self, RasDataset *dataset, RasSplit split,
                          int class_filter);

/* Where image `index` stands, or FALSE if it is not listed. */
gboolean ras_image_list_find (RasImageList *self, guint index, guint *position);
/* The image at a position of the list. */
guint ras_image_list_get_index (RasImageList *self, guint position);

G_END_DECLS
