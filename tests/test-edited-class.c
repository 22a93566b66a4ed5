/* One edited class: what it is, how it is kept, and how editing is stopped. */
#include "edits.h"

#include <math.h>

/* The class's first images as floats. */
static float *
gather (const EditCase *c, guint label, gsize count)
{
  gsize d = ras_dataset_get_dimension (c->dataset), row = 0;
  float *images = g_new (float, count * d);

  for (gsize i = 0; row < count; i++)
    if (ras_dataset_get_label (c->dataset, RAS_SPLIT_TRAIN, i) == label)
      {
        for (gsize j = 0; j < d; j++)
          images[row * d + j] = ras_dataset_get_image (c->dataset, RAS_SPLIT_TRAIN, i)[j] / 255.f;
        row++;
      }
  return images;
}

/* The same as editing those images by hand, and the loss falls. */
static void
test_edits_the_class (void)
{
  g_auto (EditCase) c;
  g_autoptr (GBytes) edited = NULL;
  g_autofree float *expected = NULL;
  g_autoptr (GError) error = NULL;
  RasEditedReport report;
  RasEditReport own;

  edit_case_init (&c);
  edited = edit_case_class (&c, 1, 80, &report);
  expected = gather (&c, 1, 80);
  g_assert_cmpuint (report.n, ==, 80);
  g_assert_false (report.from_cache);
  g_assert_cmpuint (report.recipe.iterations, ==, 20);
  g_assert_cmpuint (report.edit.last.iteration, <=, 20);
  g_assert_cmpfloat (report.edit.last.loss, <, 0.8 * report.edit.first.loss);
  g_assert_true (ras_edit_images (c.target, &report.recipe, expected, 80, NULL, &own, &error));
  g_assert_no_error (error);
  for (gsize i = 0; i < 80 * 36; i++)
    g_assert_cmpfloat (fabsf (((const float *) g_bytes_get_data (edited, NULL))[i] - expected[i]), <,
                       1e-4);
}

static void
test_counts (void)
{
  g_auto (EditCase) c;
  gsize sum = 0;

  edit_case_init (&c);
  for (guint z = 0; z < EDIT_CLASSES; z++)
    {
      g_assert_cmpuint (ras_edited_count (&c.plan, z, G_MAXSIZE), ==, edit_counts[z]);
      g_assert_cmpuint (ras_edited_count (&c.plan, z, 0), ==, 0);
      sum += ras_edited_count (&c.plan, z, 33);
    }
  g_assert_cmpuint (sum, ==, 33);
}

/* The second time it comes from the file, with the report of the first. */
static void
test_kept (void)
{
  g_auto (EditCase) c;
  g_autoptr (GBytes) first = NULL;
  g_autoptr (GBytes) second = NULL;
  RasEditedReport report, again;

  edit_case_init (&c);
  g_assert_false (ras_edited_is_kept (&c.plan, 0, 60));
  first = edit_case_class (&c, 0, 60, &report);
  g_assert_true (ras_edited_is_kept (&c.plan, 0, 60));
  g_assert_cmpuint (ras_cache_get_size (c.cache), >, 60 * 36 * sizeof (float));
  second = edit_case_class (&c, 0, 60, &again);
  g_assert_true (again.from_cache);
  g_assert_cmpmem (&report.edit, sizeof report.edit, &again.edit, sizeof again.edit);
  g_assert_true (g_bytes_equal (first, second));
  g_assert_true (ras_cache_clear (c.cache, NULL));
  g_assert_false (ras_edited_is_kept (&c.plan, 0, 60));
}

/* Each has a file of its own. */
static void
test_names (void)
{
  g_auto (EditCase) c;
  g_autoptr (RasFit) plain = NULL;
  RasFitOptions options = RAS_FIT_OPTIONS_DEFAULT;
  guint n_files = 0;

  edit_case_init (&c);
  options.shrinkage = FALSE;
  plain = test_fit (c.dataset, "gradient", &options);
  for (guint i = 0; i < 4; i++)
    {
      g_autoptr (GBytes) images = NULL;
      RasEditedReport report;

      if (i == 2)
        c.plan.iterations = 21;
      if (i == 3)
        {
          c.plan.options = options;
          c.plan.target = plain;
        }
      images = edit_case_class (&c, 2, i == 1 ? 49 : 50, &report);
      g_assert_false (report.from_cache);
      g_assert_cmpuint (edit_case_count_files (&c), ==, ++n_files);
    }
  /* The seed of the random projection changes nothing here. */
  c.plan.options.seed = 9;
  g_assert_true (ras_edited_is_kept (&c.plan, 2, 50));
}

/* One byte flipped anywhere, or a file cut short: edited anew, to the same images. */
static void
test_damage (void)
{
  g_auto (EditCase) c;
  g_autoptr (GBytes) first = NULL;
  g_autofree char *path = NULL, *bytes = NULL;
  g_autoptr (GDir) dir = NULL;
  gsize length;

  edit_case_init (&c);
  c.plan.iterations = 2;
  first = edit_case_class (&c, 0, 60, NULL);
  dir = g_dir_open (c.folder, 0, NULL);
  path = g_build_filename (c.folder, g_dir_read_name (dir), NULL);
  g_assert_true (g_file_get_contents (path, &bytes, &length, NULL));
  for (gsize at = 0; at < length; at += at < 260 ? 5 : 211)
    {
      g_autoptr (GBytes) again = NULL;
      RasEditedReport report;

      bytes[at] ^= 0x10;
      g_assert_true (g_file_set_contents (path, bytes, at % 2 ? (gssize) length : (gssize) at, NULL));
      again = edit_case_class (&c, 0, 60, &report);
      g_assert_false (report.from_cache);
      g_assert_true (g_bytes_equal (first, again));
      bytes[at] ^= 0x10;
    }
}

/* A folder that cannot be made is no reason not to edit. */
static void
test_unwritable (void)
{
  g_auto (EditCase) c;
  g_autofree char *file = NULL, *below = NULL;
  g_autoptr (RasCache) wrong = NULL;
  g_autoptr (GBytes) kept = NULL;
  g_autoptr (GBytes) other = NULL;
  g_autoptr (GBytes) without = NULL;

  edit_case_init (&c);
  kept = edit_case_class (&c, 0, 60, NULL);
  file = temp_folder_write (c.folder, "file", "x", 1);
  below = g_build_filename (file, "c", NULL);
  c.plan.cache = wrong = ras_cache_new (below, 0);
  other = edit_case_class (&c, 0, 60, NULL);
  g_assert_true (g_bytes_equal (kept, other));
  c.plan.cache = NULL;
  without = edit_case_class (&c, 0, 60, NULL);
  g_assert_true (g_bytes_equal (kept, without));
}

/* Kept files go like fits; what was mapped from them stays. */
static void
test_limit (void)
{
  g_auto (EditCase) c;
  g_autoptr (RasCache) small = NULL;
  g_autoptr (GBytes) first = NULL;
  g_autoptr (GBytes) second = NULL;
  g_autoptr (GBytes) copy = NULL;

  edit_case_init (&c);
  c.plan.cache = small = ras_cache_new (c.folder, 80 * 36 * sizeof (float) + 1000);
  first = edit_case_class (&c, 0, 60, NULL);
  copy = g_bytes_new (g_bytes_get_data (first, NULL), g_bytes_get_size (first));
  g_usleep (20000);
  second = edit_case_class (&c, 1, 80, NULL);
  g_assert_false (ras_edited_is_kept (&c.plan, 0, 60));
  g_assert_true (ras_edited_is_kept (&c.plan, 1, 80));
  g_assert_true (g_bytes_equal (first, copy));
}

/* --- Progress and cancellation --- */

typedef struct
{
  guint n, cancel_at;
  double fraction;
  GCancellable *cancellable;
} Ear;

static void
hear (const char *stage, double fraction, gpointer user_data)
{
  Ear *ear = user_data;
  g_autofree char *words = g_strdup_printf ("evaluation %u, loss 0.", ear->n + 1);

  g_assert_nonnull (strstr (stage, words));
  g_assert_cmpfloat (fraction, >=, ear->fraction);
  g_assert_cmpfloat (fraction, <=, 1);
  ear->fraction = fraction;
  if (++ear->n == ear->cancel_at)
    g_cancellable_cancel (ear->cancellable);
}

static void
test_progress (void)
{
  g_auto (EditCase) c;
  g_autoptr (GError) error = NULL;
  Ear ear = { 0 };
  RasProgress progress = { hear, &ear, NULL };
  RasEditedReport report;
  g_autoptr (GBytes) images = NULL;

  edit_case_init (&c);
  images = ras_edited_class (&c.plan, 1, 80, &progress, &report, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (ear.n, ==, report.edit.last.evaluation);
}

/* After the evaluation that goes on; nothing is kept of it. */
static void
test_cancel (void)
{
  for (guint at = 1; at <= 5; at++)
    {
      g_auto (EditCase) c;
      g_autoptr (GCancellable) cancellable = g_cancellable_new ();
      g_autoptr (GError) error = NULL;
      Ear ear = { .cancel_at = at, .cancellable = cancellable };
      RasProgress progress = { hear, &ear, cancellable };

      edit_case_init (&c);
      g_assert_null (ras_edited_class (&c.plan, 1, 80, &progress, NULL, &error));
      g_assert_true (ras_error_is_cancelled (error));
      g_assert_cmpuint (ear.n, ==, at);
      g_assert_cmpuint (edit_case_count_files (&c), ==, 0);
    }
}

/* --- What it takes --- */

static void
test_single_image (void)
{
  g_auto (EditCase) c;
  g_autoptr (GError) error = NULL;
  GBytes *images;

  edit_case_init (&c);
  images = ras_edited_class (&c.plan, 1, 1, NULL, NULL, &error);
  g_assert_error (error, RAS_ERASURE_ERROR, RAS_ERASURE_ERROR_NUMERICAL);
  assert_refused (images, error, "class 1");
}

static void
test_memory_and_products (void)
{
  g_auto (EditCase) c;
  g_autoptr (GBytes) kept = NULL;
  RasEditRecipe recipe = ras_edit_recipe (6, 6);
  guint64 most;
  double products;

  edit_case_init (&c);
  /* The largest class decides; the products are of all. */
  most = ras_edited_memory (&c.plan, G_MAXSIZE);
  g_assert_cmpuint (most, ==, 80 * 36 * sizeof (float) + ras_edit_memory (36, 80, &recipe));
  products = ras_edited_products (&c.plan, G_MAXSIZE);
  g_assert_cmpfloat_with_epsilon (products, 1.5 * (60 + 80 + 50) * 36 * 36, 1e-6);
  kept = edit_case_class (&c, 1, 80, NULL);
  g_assert_cmpuint (ras_edited_memory (&c.plan, G_MAXSIZE), <, most);
  g_assert_cmpfloat_with_epsilon (ras_edited_products (&c.plan, G_MAXSIZE),
                                  1.5 * (60 + 50) * 36 * 36, 1e-6);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/edited-class/edits-the-class", test_edits_the_class);
  g_test_add_func ("/edited-class/counts", test_counts);
  g_test_add_func ("/edited-class/kept", test_kept);
  g_test_add_func ("/edited-class/names", test_names);
  g_test_add_func ("/edited-class/damage", test_damage);
  g_test_add_func ("/edited-class/unwritable", test_unwritable);
  g_test_add_func ("/edited-class/limit", test_limit);
  g_test_add_func ("/edited-class/progress", test_progress);
  g_test_add_func ("/edited-class/cancel", test_cancel);
  g_test_add_func ("/edited-class/single-image", test_single_image);
  g_test_add_func ("/edited-class/memory-and-products", test_memory_and_products);
  return g_test_run ();
}
