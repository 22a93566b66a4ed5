#include "image-sample.h"

#include <string.h>

#include "common.h"

static const gsize counts[] = { 30, 400, 5, 60 };

static RasDataset *
make_dataset (void)
{
  return test_random_dataset (1, 3, counts, G_N_ELEMENTS (counts), 0, 7);
}

static gsize
at (const GArray *indices, guint i)
{
  return g_array_index (indices, gsize, i);
}

/* Images of the class, each once. */
static void
test_of_the_class (void)
{
  g_autoptr (RasDataset) dataset = make_dataset ();

  for (guint z = 0; z < G_N_ELEMENTS (counts); z++)
    for (guint64 seed = 0; seed < 5; seed++)
      {
        g_autoptr (GArray) indices = ras_dataset_sample (dataset, RAS_SPLIT_TRAIN, z, 20, seed);
        g_autoptr (GHashTable) seen = g_hash_table_new (NULL, NULL);

        g_assert_cmpuint (indices->len, ==, MIN (20, counts[z]));
        for (guint i = 0; i < indices->len; i++)
          {
            g_assert_cmpuint (ras_dataset_get_label (dataset, RAS_SPLIT_TRAIN, at (indices, i)),
                              ==, z);
            g_assert_true (g_hash_table_add (seen, GSIZE_TO_POINTER (at (indices, i))));
          }
      }
}

/* Fewer images are the first of more; another seed gives others. */
static void
test_seed (void)
{
  g_autoptr (RasDataset) dataset = make_dataset ();
  g_autoptr (GArray) many = ras_dataset_sample (dataset, RAS_SPLIT_TRAIN, 1, 9, 3);
  g_autoptr (GArray) few = ras_dataset_sample (dataset, RAS_SPLIT_TRAIN, 1, 4, 3);
  g_autoptr (GArray) others = ras_dataset_sample (dataset, RAS_SPLIT_TRAIN, 1, 4, 4);

  g_assert_cmpmem (few->data, 4 * sizeof (gsize), many->data, 4 * sizeof (gsize));
  g_assert_true (memcmp (few->data, others->data, 4 * sizeof (gsize)) != 0);
}

/* Every image has its chance: over many seeds each of five comes first about as often. */
static void
test_fair (void)
{
  g_autoptr (RasDataset) dataset = make_dataset ();
  g_autoptr (GHashTable) first = g_hash_table_new (NULL, NULL);
  GHashTableIter iter;
  gpointer times;

  for (guint64 seed = 0; seed < 500; seed++)
    {
      g_autoptr (GArray) one = ras_dataset_sample (dataset, RAS_SPLIT_TRAIN, 2, 1, seed);
      gpointer key = GSIZE_TO_POINTER (at (one, 0));

      g_hash_table_insert (first, key,
                           GUINT_TO_POINTER (GPOINTER_TO_UINT (g_hash_table_lookup (first, key))
                                             + 1));
    }
  g_assert_cmpuint (g_hash_table_size (first), ==, 5);
  g_hash_table_iter_init (&iter, first);
  while (g_hash_table_iter_next (&iter, NULL, &times))
    {
      /* 100 expected, standard deviation 9. */
      g_assert_cmpuint (GPOINTER_TO_UINT (times), >, 60);
      g_assert_cmpuint (GPOINTER_TO_UINT (times), <, 140);
    }
}

static void
test_none (void)
{
  g_autoptr (RasDataset) dataset = make_dataset ();
  g_autoptr (GArray) none = ras_dataset_sample (dataset, RAS_SPLIT_TRAIN, 0, 0, 1);
  g_autoptr (GArray) empty = ras_dataset_sample (dataset, RAS_SPLIT_TEST, 0, 3, 1);

  g_assert_cmpuint (none->len, ==, 0);
  g_assert_cmpuint (empty->len, ==, 0);
}

static void
test_classes (void)
{
  const gsize many[] = { 2, 2, 2, 2, 2, 2, 2, 2, 2, 2 };
  const guint expected[] = { 0, 2, 5, 7 };
  g_autoptr (RasDataset) dataset = test_random_dataset (1, 3, many, 10, 0, 7);
  g_autoptr (GArray) four = ras_dataset_spread_classes (dataset, RAS_SPLIT_TRAIN, 4);
  g_autoptr (GArray) all = ras_dataset_spread_classes (dataset, RAS_SPLIT_TRAIN, G_MAXUINT);
  g_autoptr (GArray) none = ras_dataset_spread_classes (dataset, RAS_SPLIT_TEST, 4);

  g_assert_cmpmem (four->data, four->len * sizeof (guint), expected, sizeof expected);
  g_assert_cmpuint (all->len, ==, 10);
  for (guint i = 0; i < 10; i++)
    g_assert_cmpuint (g_array_index (all, guint, i), ==, i);
  g_assert_cmpuint (none->len, ==, 0);
}

/* A class without images in the split is none of those. */
static void
test_empty_classes (void)
{
  const gsize some[] = { 3, 0, 0, 3, 3 };
  const guint expected[] = { 0, 3 };
  g_autoptr (RasDataset) dataset = test_random_dataset (1, 3, some, 5, 0, 7);
  g_autoptr (GArray) two = ras_dataset_spread_classes (dataset, RAS_SPLIT_TRAIN, 2);

  g_assert_cmpmem (two->data, two->len * sizeof (guint), expected, sizeof expected);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/image-sample/of-the-class", test_of_the_class);
  g_test_add_func ("/image-sample/seed", test_seed);
  g_test_add_func ("/image-sample/fair", test_fair);
  g_test_add_func ("/image-sample/none", test_none);
  g_test_add_func ("/image-sample/classes", test_classes);
  g_test_add_func ("/image-sample/empty-classes", test_empty_classes);
  return g_test_run ();
}
