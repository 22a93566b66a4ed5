#include "ras-image-list.h"

#include "common.h"

static void
test_filter (void)
{
  const gsize counts[] = { 5, 40, 11 };
  g_autoptr (RasDataset) dataset = test_random_dataset (1, 3, counts, 3, 0, 7);
  g_autoptr (RasImageList) list = ras_image_list_new ();
  guint position = 0;

  ras_image_list_show (list, dataset, RAS_SPLIT_TRAIN, -1);
  g_assert_cmpuint (g_list_model_get_n_items (G_LIST_MODEL (list)), ==, 56);
  g_assert_true (ras_image_list_find (list, 55, &position));
  g_assert_cmpuint (position, ==, 55);

  ras_image_list_show (list, dataset, RAS_SPLIT_TRAIN, 2);
  g_assert_cmpuint (g_list_model_get_n_items (G_LIST_MODEL (list)), ==, 11);
  for (guint i = 0; i < 11; i++)
    {
      g_autoptr (RasImageItem) item = g_list_model_get_item (G_LIST_MODEL (list), i);
      guint index = ras_image_item_get_index (item);

      g_assert_cmpuint (ras_dataset_get_label (dataset, RAS_SPLIT_TRAIN, index), ==, 2);
      g_assert_true (ras_image_list_find (list, index, &position));
      g_assert_cmpuint (position, ==, i);
    }
  g_assert_null (g_list_model_get_item (G_LIST_MODEL (list), 11));
}

static void
test_missing (void)
{
  const gsize counts[] = { 3, 3 };
  g_autoptr (RasDataset) dataset = test_random_dataset (1, 3, counts, 2, 0, 7);
  g_autoptr (RasImageList) list = ras_image_list_new ();
  guint position = 0;

  ras_image_list_show (list, dataset, RAS_SPLIT_TRAIN, 1);
  for (guint i = 0; i < 6; i++)
    g_assert_cmpint (ras_image_list_find (list, i, &position), ==,
                     ras_dataset_get_label (dataset, RAS_SPLIT_TRAIN, i) == 1);
  ras_image_list_show (list, dataset, RAS_SPLIT_TEST, -1);
  g_assert_cmpuint (g_list_model_get_n_items (G_LIST_MODEL (list)), ==, 0);
  g_assert_false (ras_image_list_find (list, 0, &position));
  ras_image_list_show (list, NULL, RAS_SPLIT_TRAIN, -1);
  g_assert_cmpuint (g_list_model_get_n_items (G_LIST_MODEL (list)), ==, 0);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/image-list/filter", test_filter);
  g_test_add_func ("/image-list/missing", test_missing);
  return g_test_run ();
}
