/* Which images are edited together. */
#include "common.h"
#include "edit.h"
#include "memory.h"

#include <string.h>

#define D 16

static RasDataset *
dataset_new (void)
{
  return test_random_dataset (1, 4, (gsize[]) { 40, 1, 25 }, 3, 0, 5);
}

static float *
gather (RasDataset *dataset, guint label, const double *subjects, gsize m, gsize count, guint64 seed,
        gsize *n)
{
  g_autoptr (GError) error = NULL;
  float *images = ras_edit_gather (dataset, label, subjects, m, count, seed, n, &error);

  g_assert_no_error (error);
  g_assert_nonnull (images);
  return images;
}

/* The training image with these pixels, which there is once, or −1. */
static int
find (RasDataset *dataset, const float *image)
{
  int found = -1;

  for (gsize i = 0; i < ras_dataset_get_n_images (dataset, RAS_SPLIT_TRAIN); i++)
    {
      const guint8 *bytes = ras_dataset_get_image (dataset, RAS_SPLIT_TRAIN, i);
      gsize j = 0;

      while (j < D && bytes[j] / 255.f == image[j])
        j++;
      if (j == D)
        {
          g_assert_cmpint (found, ==, -1);
          found = i;
        }
    }
  return found;
}

static void
test_class (void)
{
  g_autoptr (RasDataset) dataset = dataset_new ();
  g_autofree gboolean *seen = g_new0 (gboolean, 66);
  gsize n, sorted = 0;
  RAS_BIG float *images = gather (dataset, 0, NULL, 0, 0, 3, &n);
  int before = -1;

  g_assert_cmpuint (n, ==, 40);
  for (gsize i = 0; i < n; i++)
    {
      int index = find (dataset, images + i * D);

      g_assert_cmpint (index, >=, 0);
      g_assert_cmpuint (ras_dataset_get_label (dataset, RAS_SPLIT_TRAIN, index), ==, 0);
      g_assert_false (seen[index]);
      seen[index] = TRUE;
      sorted += index > before;
      before = index;
    }
  /* In a random order. */
  g_assert_cmpuint (sorted, <, 35);
}

static void
test_order (void)
{
  g_autoptr (RasDataset) dataset = dataset_new ();
  gsize n, m;
  RAS_BIG float *all = gather (dataset, 0, NULL, 0, 0, 3, &n);
  RAS_BIG float *again = gather (dataset, 0, NULL, 0, 0, 3, &m);
  RAS_BIG float *other = gather (dataset, 0, NULL, 0, 0, 4, &m);

  g_assert_cmpmem (again, n * D * sizeof *all, all, n * D * sizeof *all);
  g_assert_true (memcmp (other, all, n * D * sizeof *all) != 0);
  /* Fewer are the first of all; more than there are, all. */
  for (gsize count = 2; count < 60; count += 7)
    {
      RAS_BIG float *some = gather (dataset, 0, NULL, 0, count, 3, &m);

      g_assert_cmpuint (m, ==, MIN (count, n));
      g_assert_cmpmem (some, m * D * sizeof *all, all, m * D * sizeof *all);
    }
}

/* Subjects stand first; the others follow in the same order, without those. */
static void
test_subjects (void)
{
  g_autoptr (RasDataset) dataset = dataset_new ();
  gsize n, m, at = 0;
  RAS_BIG float *all = gather (dataset, 2, NULL, 0, 0, 1, &n);
  RAS_BIG float *some = NULL;
  double subjects[2 * D];

  g_assert_cmpuint (n, ==, 25);
  for (gsize j = 0; j < D; j++)
    {
      /* The fourth one, and an image from elsewhere. */
      subjects[j] = ras_dataset_get_image (dataset, RAS_SPLIT_TRAIN, find (dataset, all + 3 * D))[j]
                    / 255.0;
      subjects[D + j] = j / 17.0;
    }
  some = gather (dataset, 2, subjects, 2, 0, 1, &m);
  g_assert_cmpuint (m, ==, 26);
  for (gsize j = 0; j < 2 * D; j++)
    g_assert_true (some[j] == (float) subjects[j]);
  for (gsize i = 2; i < m; i++, at++)
    {
      at += at == 3;
      g_assert_cmpmem (some + i * D, D * sizeof *some, all + at * D, D * sizeof *all);
    }
  g_clear_pointer (&some, ras_free_big);
  some = gather (dataset, 2, subjects, 2, 10, 1, &m);
  g_assert_cmpuint (m, ==, 10);
  g_assert_cmpmem (some + 2 * D, 3 * D * sizeof *some, all, 3 * D * sizeof *all);
  g_assert_cmpmem (some + 5 * D, 5 * D * sizeof *some, all + 4 * D, 5 * D * sizeof *all);
  g_clear_pointer (&some, ras_free_big);
  /* Fewer than the subjects: those alone. */
  some = gather (dataset, 2, subjects, 2, 1, 1, &m);
  g_assert_cmpuint (m, ==, 2);
}

static void
test_too_few (void)
{
  g_autoptr (RasDataset) dataset = dataset_new ();
  g_autoptr (GError) error = NULL;
  gsize n;

  g_assert_null (ras_edit_gather (dataset, 1, NULL, 0, 0, 1, &n, &error));
  g_assert_error (error, RAS_ERASURE_ERROR, RAS_ERASURE_ERROR_NUMERICAL);
  g_assert_nonnull (strstr (error->message, ras_dataset_get_class_name (dataset, 1)));
  g_assert_nonnull (strstr (error->message, "two"));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/edit-set/class", test_class);
  g_test_add_func ("/edit-set/order", test_order);
  g_test_add_func ("/edit-set/subjects", test_subjects);
  g_test_add_func ("/edit-set/too-few", test_too_few);
  return g_test_run ();
}
