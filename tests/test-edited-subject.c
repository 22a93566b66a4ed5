/* One image edited in company. */
#include "edits.h"

#include "memory.h"

#include <math.h>

static GBytes *
edit (const EditCase *c, const double *subject, guint label, gsize count, guint64 seed,
      RasEditedReport *report)
{
  g_autoptr (GError) error = NULL;
  GBytes *image
      = ras_edited_subject (&c->plan, label, subject, count, seed, NULL, report, &error);

  g_assert_no_error (error);
  g_assert_cmpuint (g_bytes_get_size (image), ==, 36 * sizeof (float));
  return image;
}

/* The first row of what gathering and editing by hand gives. */
static void
test_is_the_first_of_all (void)
{
  g_auto (EditCase) c;
  g_autofree double *x = NULL;
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) image = NULL;
  RasEditedReport report;
  float *images;
  gsize n;
  guint label;

  edit_case_init (&c);
  x = test_pixels (c.dataset, 5);
  label = ras_dataset_get_label (c.dataset, RAS_SPLIT_TRAIN, 4);
  image = edit (&c, x + 4 * 36, label, 30, 7, &report);
  g_assert_cmpuint (report.n, ==, 30);
  images = ras_edit_gather (c.dataset, label, x + 4 * 36, 1, 30, 7, &n, &error);
  g_assert_true (ras_edit_images (c.target, &report.recipe, images, n, NULL, NULL, &error));
  for (gsize j = 0; j < 36; j++)
    g_assert_cmpfloat (fabsf (((const float *) g_bytes_get_data (image, NULL))[j] - images[j]), <,
                       1e-4);
  ras_free_big (images);
}

static void
test_how_many (void)
{
  g_auto (EditCase) c;
  g_autofree double *x = NULL;
  RasEditedReport report;
  guint label, other;

  edit_case_init (&c);
  x = test_pixels (c.dataset, 1);
  label = ras_dataset_get_label (c.dataset, RAS_SPLIT_TRAIN, 0);
  other = (label + 1) % EDIT_CLASSES;
  /* One of the class itself is not counted twice; as if it were of another, it is one more. */
  g_bytes_unref (edit (&c, x, label, 0, 1, &report));
  g_assert_cmpuint (report.n, ==, edit_counts[label]);
  g_bytes_unref (edit (&c, x, other, 0, 1, &report));
  g_assert_cmpuint (report.n, ==, edit_counts[other] + 1);
  g_bytes_unref (edit (&c, x, other, 1000, 1, &report));
  g_assert_cmpuint (report.n, ==, edit_counts[other] + 1);
  g_assert_true (report.from_cache);
}

/* What decides the picture decides the file. */
static void
test_kept (void)
{
  g_auto (EditCase) c;
  g_autofree double *x = NULL;
  g_autoptr (GBytes) first = NULL;
  g_autoptr (GBytes) again = NULL;
  RasEditedReport report;

  edit_case_init (&c);
  x = test_pixels (c.dataset, 2);
  first = edit (&c, x, 0, 20, 1, &report);
  g_assert_false (report.from_cache);
  again = edit (&c, x, 0, 20, 1, &report);
  g_assert_true (report.from_cache);
  g_assert_true (g_bytes_equal (first, again));
  for (guint i = 0; i < 4; i++)
    {
      g_autoptr (GBytes) other
          = edit (&c, i == 0 ? x + 36 : x, i == 1 ? 1 : 0, i == 2 ? 21 : 20, i == 3 ? 2 : 1, &report);

      g_assert_false (report.from_cache);
      g_assert_false (g_bytes_equal (first, other));
    }
  g_assert_cmpuint (edit_case_count_files (&c), ==, 5);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/edited-subject/is-the-first-of-all", test_is_the_first_of_all);
  g_test_add_func ("/edited-subject/how-many", test_how_many);
  g_test_add_func ("/edited-subject/kept", test_kept);
  return g_test_run ();
}
