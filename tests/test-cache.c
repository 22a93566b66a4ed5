/* Kept fits: whole, verified, limited. */
#include "cache.h"
#include "cache-file.h"
#include "common.h"
#include "fit-private.h"
#include "temp-folder.h"

#include <string.h>

#define FINGERPRINT "0123456789abcdef0123456789abcdef"

static RasDataset *dataset;
static gsize d;

static RasFit *
fit_eraser (const char *name, guint rank)
{
  RasFitOptions options = { TRUE, 1, rank, 1 };

  return test_fit (dataset, name, &options);
}

static RasFit *
load (RasCache *cache, const RasFit *fit)
{
  return ras_cache_load (cache, FINGERPRINT, ras_fit_get_eraser (fit), ras_fit_get_options (fit), d,
                         3);
}

static void
store (RasCache *cache, RasFit *fit)
{
  g_autoptr (GError) error = NULL;

  g_assert_true (ras_cache_store (cache, FINGERPRINT, fit, &error));
  g_assert_no_error (error);
}

/* The only file of the folder. */
static char *
only_file (RasCache *cache)
{
  g_autoptr (GDir) dir = g_dir_open (ras_cache_get_folder (cache), 0, NULL);
  char *path = g_build_filename (ras_cache_get_folder (cache), g_dir_read_name (dir), NULL);

  g_assert_null (g_dir_read_name (dir));
  return path;
}

static void
assert_same_bits (double a, double b)
{
  g_assert_cmpmem (&a, sizeof a, &b, sizeof b);
}

static void
assert_same_fit (const RasFit *a, const RasFit *b)
{
  const RasFitReport *first = ras_fit_get_report (a), *second = ras_fit_get_report (b);

  g_assert_cmpuint (a->n_arrays, ==, b->n_arrays);
  for (guint i = 0; i < a->n_arrays; i++)
    {
      g_assert_cmpstr (a->arrays[i].name, ==, b->arrays[i].name);
      g_assert_cmpmem (a->arrays[i].data, a->arrays[i].count * sizeof (double), b->arrays[i].data,
                       b->arrays[i].count * sizeof (double));
    }
  g_assert_cmpuint (ras_fit_get_max_rank (a), ==, ras_fit_get_max_rank (b));
  g_assert_cmpuint (ras_fit_get_path_length (a), ==, ras_fit_get_path_length (b));
  for (guint r = 0; r < ras_fit_get_path_length (a); r++)
    {
      g_assert_cmpmem (ras_fit_get_direction (a, r), d * sizeof (double),
                       ras_fit_get_direction (b, r), d * sizeof (double));
      assert_same_bits (ras_fit_get_gap (a, r + 1), ras_fit_get_gap (b, r + 1));
      assert_same_bits (ras_fit_get_step_eigenvalue (a, r), ras_fit_get_step_eigenvalue (b, r));
      g_assert_cmpint (ras_fit_get_step_class (a, r), ==, ras_fit_get_step_class (b, r));
    }
  assert_same_bits (first->condition, second->condition);
  assert_same_bits (first->residual, second->residual);
  g_assert_cmpuint (first->iterations, ==, second->iterations);
  g_assert_true ((first->remark == NULL) == (second->remark == NULL));
  g_assert_true ((first->losses == NULL) == (second->losses == NULL));
  if (first->losses)
    g_assert_cmpmem (first->losses->data, first->losses->len * sizeof (double),
                     second->losses->data, second->losses->len * sizeof (double));
}

static void
check_round_trip (const char *name, guint rank)
{
  g_autoptr (TempFolder) folder = temp_folder_new ();
  g_autoptr (RasCache) cache = ras_cache_new (folder, 0);
  g_autoptr (RasFit) fit = fit_eraser (name, rank);
  g_autoptr (RasFit) loaded = NULL;
  g_autofree double *x = test_pixels (dataset, 9);
  g_autofree guint16 *labels = test_labels (dataset, 9);

  g_assert_null (load (cache, fit));
  store (cache, fit);
  loaded = load (cache, fit);
  g_assert_nonnull (loaded);
  g_assert_false (ras_fit_get_report (fit)->from_cache);
  g_assert_true (ras_fit_get_report (loaded)->from_cache);
  assert_same_fit (fit, loaded);
  if (ras_fit_get_eraser (fit)->edits)
    return;
  g_autofree double *y = test_apply (fit, 70, x, labels, 9);
  g_autofree double *again = test_apply (loaded, 70, x, labels, 9);
  g_assert_cmpmem (y, 9 * d * sizeof *y, again, 9 * d * sizeof *y);
}

static void
test_round_trip (void)
{
  for (guint i = 0; i < ras_n_erasers (); i++)
    if (ras_eraser_nth (i)->fit)
      {
        check_round_trip (ras_eraser_nth (i)->name, 0);
        check_round_trip (ras_eraser_nth (i)->name, 3);
        check_round_trip (ras_eraser_nth (i)->name, 64);
      }
}

/* Where LEACE leaves nothing, as of images of one pixel, a path can have no directions at all. */
static void
test_empty_path (void)
{
  g_autoptr (TempFolder) folder = temp_folder_new ();
  g_autoptr (RasCache) cache = ras_cache_new (folder, 0);
  g_autoptr (RasFit) fit = ras_fit_new (&ras_eraser_alf_qleace, &RAS_FIT_OPTIONS_DEFAULT, d, 3);
  g_autoptr (RasFit) loaded = NULL;

  ras_fit_start_path (fit, 0);
  fit->path.gaps[0] = 0;
  store (cache, fit);
  loaded = load (cache, fit);
  g_assert_nonnull (loaded);
  assert_same_fit (fit, loaded);
  assert_same_bits (ras_fit_get_gap (loaded, 0), 0);
  g_assert_cmpint (ras_fit_get_rank_for_target (loaded, 0.9), ==, 0);
}

/* A path that was loaded goes on as if it had never been away. */
static void
test_extend_loaded (void)
{
  const guint ranks[] = { 1, 64, 65 };

  for (gsize i = 0; i < G_N_ELEMENTS (ranks); i++)
    {
      g_autoptr (TempFolder) folder = temp_folder_new ();
      g_autoptr (RasCache) cache = ras_cache_new (folder, 0);
      g_autoptr (RasFit) part = fit_eraser ("alf-qleace", ranks[i]);
      g_autoptr (RasFit) whole = fit_eraser ("alf-qleace", 70);
      g_autoptr (RasFit) leace = fit_eraser ("leace", 0);
      g_autoptr (RasMoments) moments = ras_moments_new (dataset, RAS_SPLIT_TRAIN, NULL, NULL);
      g_autoptr (RasFit) loaded = NULL;
      g_autoptr (GError) error = NULL;

      store (cache, part);
      loaded = load (cache, part);
      g_assert_cmpuint (ras_fit_get_path_length (loaded), ==, ranks[i]);
      RasFit *more = ras_eraser_alf_qleace.fit (
          &(RasFitContext) { moments, leace, loaded, { TRUE, 1, 70, 1 } }, &error);
      g_assert_no_error (error);
      g_assert_cmpuint (ras_fit_get_path_length (more), ==, 70);
      for (guint r = 0; r <= 70; r++)
        g_assert_cmpfloat_with_epsilon (ras_fit_get_gap (more, r), ras_fit_get_gap (whole, r),
                                        1e-7);
      /* And is kept again, although it was mapped from the file that it replaces. */
      store (cache, more);
      ras_fit_unref (more);
      more = load (cache, part);
      g_assert_cmpuint (ras_fit_get_path_length (more), ==, 70);
      ras_fit_unref (more);
    }
}

/* One byte flipped anywhere, a file cut short or grown: refused and gone. */
static void
check_damage (const char *name)
{
  g_autoptr (TempFolder) folder = temp_folder_new ();
  g_autoptr (RasCache) cache = ras_cache_new (folder, 0);
  g_autoptr (RasFit) fit = fit_eraser (name, 5);
  g_autofree char *path = NULL, *bytes = NULL;
  gsize length = 0;

  store (cache, fit);
  path = only_file (cache);
  g_assert_true (g_file_get_contents (path, &bytes, &length, NULL));
  for (gsize at = 0; at < length; at += at < 400 ? 1 : length / 150)
    {
      bytes[at] ^= 0x10;
      g_assert_true (g_file_set_contents (path, bytes, length, NULL));
      g_assert_null (load (cache, fit));
      g_assert_false (g_file_test (path, G_FILE_TEST_EXISTS));
      bytes[at] ^= 0x10;
    }
  bytes[length - 1] ^= 1;
  g_assert_true (g_file_set_contents (path, bytes, length, NULL));
  g_assert_null (load (cache, fit));
  bytes[length - 1] ^= 1;
  for (gsize cut = 0; cut < length; cut += cut < 64 ? 1 : length / 50)
    {
      g_assert_true (g_file_set_contents (path, bytes, cut, NULL));
      g_assert_null (load (cache, fit));
      g_assert_false (g_file_test (path, G_FILE_TEST_EXISTS));
    }
  g_autofree char *longer = g_malloc0 (length + 8);
  memcpy (longer, bytes, length);
  g_assert_true (g_file_set_contents (path, longer, length + 8, NULL));
  g_assert_null (load (cache, fit));
  /* Unharmed it is fine. */
  g_assert_true (g_file_set_contents (path, bytes, length, NULL));
  g_autoptr (RasFit) loaded = load (cache, fit);
  g_assert_nonnull (loaded);
}

static void
test_damage (void)
{
  check_damage ("leace");
  check_damage ("qleace");
  check_damage ("alf-qleace");
}

/* For other images or another eraser a file is none. */
static void
test_wrong_shape (void)
{
  g_autoptr (TempFolder) folder = temp_folder_new ();
  g_autoptr (RasFit) fit = fit_eraser ("leace", 0);
  g_autofree char *path = g_build_filename (folder, "some.fit", NULL);
  const RasFitOptions *options = ras_fit_get_options (fit);
  g_autoptr (RasFit) right = NULL;

  g_assert_true (ras_cache_file_write (path, fit, NULL));
  g_assert_null (ras_cache_file_read (path, &ras_eraser_leace, options, d + 1, 3));
  g_assert_null (ras_cache_file_read (path, &ras_eraser_leace, options, d, 4));
  g_assert_null (ras_cache_file_read (path, &ras_eraser_qleace, options, d, 3));
  right = ras_cache_file_read (path, &ras_eraser_leace, options, d, 3);
  g_assert_nonnull (right);
}

/* What changes the fit changes the name; what does not, does not. */
static void
test_names (void)
{
  g_autoptr (TempFolder) folder = temp_folder_new ();
  g_autoptr (RasCache) cache = ras_cache_new (folder, 0);
  g_autoptr (RasFit) qleace = fit_eraser ("qleace", 0);
  g_autoptr (RasFit) random = fit_eraser ("random", 0);
  g_autoptr (RasFit) found = NULL;
  RasFitOptions options = RAS_FIT_OPTIONS_DEFAULT;

  store (cache, qleace);
  store (cache, random);
  options.target = 0.5;
  found = ras_cache_load (cache, FINGERPRINT, &ras_eraser_qleace, &options, d, 3);
  g_assert_nonnull (found);
  options.shrinkage = FALSE;
  g_assert_null (ras_cache_load (cache, FINGERPRINT, &ras_eraser_qleace, &options, d, 3));
  options.seed = 2;
  g_assert_null (ras_cache_load (cache, FINGERPRINT, &ras_eraser_random, &options, d, 3));
  g_assert_null (ras_cache_load (cache, "other", &ras_eraser_qleace, &RAS_FIT_OPTIONS_DEFAULT, d,
                                 3));
}

static gboolean
is_kept (RasCache *cache, const char *fingerprint)
{
  g_autofree char *path
      = g_strdup_printf ("%s/%s-leace.fit", ras_cache_get_folder (cache), fingerprint);

  return g_file_test (path, G_FILE_TEST_EXISTS);
}

/* The files used longest ago go first, even of those written within a second. */
static void
test_limit (void)
{
  g_autoptr (TempFolder) folder = temp_folder_new ();
  g_autoptr (RasCache) large = ras_cache_new (folder, 0);
  g_autoptr (RasFit) fit = fit_eraser ("leace", 0);
  g_autoptr (RasFit) used = NULL;
  guint64 size;

  g_assert_cmpuint (ras_cache_get_size (large), ==, 0);
  g_assert_true (ras_cache_store (large, "aa", fit, NULL));
  size = ras_cache_get_size (large);
  g_assert_cmpuint (size, >, d * 5 * sizeof (double));
  for (const char *name = "bbccdd"; *name; name += 2)
    {
      g_autofree char *fingerprint = g_strndup (name, 2);

      g_usleep (20000);
      g_assert_true (ras_cache_store (large, fingerprint, fit, NULL));
    }
  g_assert_cmpuint (ras_cache_get_size (large), ==, 4 * size);
  g_usleep (20000);
  used = ras_cache_load (large, "aa", &ras_eraser_leace, ras_fit_get_options (fit), d, 3);
  g_assert_nonnull (used);
  g_usleep (20000);
  g_autoptr (RasCache) small = ras_cache_new (folder, 3 * size + 10);
  g_assert_true (ras_cache_store (small, "ee", fit, NULL));
  g_assert_cmpuint (ras_cache_get_size (small), ==, 3 * size);
  g_assert_true (is_kept (small, "aa"));
  g_assert_false (is_kept (small, "bb"));
  g_assert_false (is_kept (small, "cc"));
  g_assert_true (is_kept (small, "dd"));
  g_assert_true (is_kept (small, "ee"));
}

static void
test_clear (void)
{
  g_autoptr (TempFolder) folder = temp_folder_new ();
  g_autoptr (RasCache) cache = ras_cache_new (folder, 0);
  g_autoptr (RasFit) fit = fit_eraser ("leace", 0);
  g_autofree char *foreign = temp_folder_write (folder, "letter.txt", "mine", 4);
  g_autofree char *left_over = temp_folder_write (folder, "ab-leace.fit.XYZ123", "half", 4);

  g_assert_true (ras_cache_clear (cache, NULL));
  store (cache, fit);
  g_assert_cmpuint (ras_cache_get_size (cache), >, 0);
  g_assert_true (ras_cache_clear (cache, NULL));
  g_assert_cmpuint (ras_cache_get_size (cache), ==, 0);
  g_assert_null (load (cache, fit));
  g_assert_true (g_file_test (foreign, G_FILE_TEST_EXISTS));
  g_assert_false (g_file_test (left_over, G_FILE_TEST_EXISTS));
}

/* No folder before the first store; one that cannot be made is an error, not a crash. */
static void
test_folder (void)
{
  g_autoptr (TempFolder) folder = temp_folder_new ();
  g_autofree char *inside = g_build_filename (folder, "a", "b", NULL);
  g_autofree char *file = temp_folder_write (folder, "file", "x", 1);
  g_autofree char *below = g_build_filename (file, "c", NULL);
  g_autoptr (RasCache) cache = ras_cache_new (inside, 0);
  g_autoptr (RasCache) wrong = ras_cache_new (below, 0);
  g_autoptr (RasFit) fit = fit_eraser ("leace", 0);
  g_autoptr (GError) error = NULL;

  g_assert_null (load (cache, fit));
  g_assert_cmpuint (ras_cache_get_size (cache), ==, 0);
  g_assert_true (ras_cache_clear (cache, NULL));
  g_assert_false (g_file_test (inside, G_FILE_TEST_EXISTS));
  store (cache, fit);
  g_assert_true (g_file_test (inside, G_FILE_TEST_IS_DIR));
  g_assert_false (ras_cache_store (wrong, FINGERPRINT, fit, &error));
  g_assert_error (error, RAS_ERASURE_ERROR, RAS_ERASURE_ERROR_CACHE);
  g_assert_nonnull (strstr (error->message, below));
}

int
main (int argc, char **argv)
{
  int result;

  g_test_init (&argc, &argv, NULL);
  dataset = test_random_dataset (1, 9, (gsize[]) { 200, 100, 60 }, 3, 0, 81);
  d = 81;
  g_test_add_func ("/cache/round-trip", test_round_trip);
  g_test_add_func ("/cache/empty-path", test_empty_path);
  g_test_add_func ("/cache/extend-loaded", test_extend_loaded);
  g_test_add_func ("/cache/damage", test_damage);
  g_test_add_func ("/cache/wrong-shape", test_wrong_shape);
  g_test_add_func ("/cache/names", test_names);
  g_test_add_func ("/cache/limit", test_limit);
  g_test_add_func ("/cache/clear", test_clear);
  g_test_add_func ("/cache/folder", test_folder);
  result = g_test_run ();
  ras_dataset_unref (dataset);
  return result;
}
