/* Erasers in single precision for batches: the same images as those of ras_fit_apply(). */
#include "batch-eraser.h"
#include "cache-file.h"
#include "common.h"
#include "fit-private.h"
#include "linalg.h"
#include "memory.h"
#include "temp-folder.h"
#include "threads.h"

#include <math.h>
#include <string.h>

static float *
floats (const double *x, gsize n)
{
  float *out = g_new (float, n);

  for (gsize i = 0; i < n; i++)
    out[i] = x[i];
  return out;
}

/* All parts one after the other, each with scratch of exactly the size it asked for. */
static void
apply_parts (const RasBatchEraser *eraser, float *x, const guint16 *labels, gsize m, guint n_parts)
{
  gsize size = ras_batch_eraser_get_scratch (eraser, m);

  for (guint part = 0; part < n_parts; part++)
    {
      RAS_BIG float *scratch = ras_alloc_big (size + 16, sizeof *scratch, "scratch", NULL);

      for (gsize i = 0; i < size; i++)
        scratch[i] = NAN;
      ras_batch_eraser_apply (eraser, x, labels, m, part, n_parts, scratch);
      for (gsize i = size; i < size + 16; i++)
        g_assert_cmpfloat (scratch[i], ==, 0);
    }
}

/* The first m images of the case against the double precision of the same fit, and with any number
 * of parts the same bits. */
static void
check_rows (const TestCase *c, const RasApplyOptions *options, const RasBatchEraser *eraser,
            gsize m)
{
  g_autofree double *expected = g_new (double, m * c->d);
  g_autofree float *once = floats (c->x, m * c->d);
  const guint16 *labels = ras_fit_get_eraser (c->fit)->needs_label ? c->labels : NULL;

  ras_fit_apply (c->fit, options, c->x, c->labels, m, expected);
  apply_parts (eraser, once, labels, m, 1);
  for (gsize i = 0; i < m * c->d; i++)
    g_assert_cmpfloat (fabs (once[i] - expected[i]), <, 3e-5);
  for (guint n_parts = 2; n_parts <= 3; n_parts++)
    {
      g_autofree float *x = floats (c->x, m * c->d);

      apply_parts (eraser, x, labels, m, n_parts);
      g_assert_cmpmem (x, m * c->d * sizeof *x, once, m * c->d * sizeof *once);
    }
}

static void
check_options (const TestCase *c, guint rank, gboolean recentred)
{
  RasApplyOptions options = { rank, recentred };
  g_autoptr (GError) error = NULL;
  g_autoptr (RasBatchEraser) eraser = ras_batch_eraser_new (c->fit, &options, &error);
  const gsize rows[] = { 1, 2, 63, 64, 65, 129, c->n };

  g_assert_no_error (error);
  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    check_rows (c, &options, eraser, MIN (rows[i], c->n));
}

static TestCase
make_case (guint channels, guint side, const gsize *counts, guint k, const char *eraser)
{
  return test_case_make (test_random_dataset (channels, side, counts, k, 0, 51), eraser, NULL);
}

static RasBatchEraser *
make_eraser (const TestCase *c)
{
  g_autoptr (GError) error = NULL;
  RasBatchEraser *eraser = ras_batch_eraser_new (c->fit, &RAS_APPLY_OPTIONS_DEFAULT, &error);

  g_assert_no_error (error);
  return eraser;
}

/* Every eraser there is, over its ranks. */
static void
check_dataset (guint channels, guint side, const gsize *counts, guint k)
{
  for (guint e = 0; e < ras_n_erasers (); e++)
    {
      const RasEraser *table = ras_eraser_nth (e);
      TestCase c;

      if (table->fit == NULL || table->edits)
        continue;
      c = make_case (channels, side, counts, k, table->name);
      if (!table->has_path)
        check_options (&c, 0, TRUE);
      for (int recentred = 0; table->has_path && recentred < 2; recentred++)
        {
          guint length = ras_fit_get_path_length (c.fit);
          const guint ranks[] = { 0, 1, length / 2, length, G_MAXUINT };

          g_assert_cmpuint (length, >, 1);
          for (gsize i = 0; i < G_N_ELEMENTS (ranks); i++)
            check_options (&c, ranks[i], recentred);
        }
      test_case_clear (&c);
    }
}

static void
test_colour (void)
{
  check_dataset (3, 4, (gsize[]) { 200, 130, 90 }, 3);
}

static void
test_grey (void)
{
  check_dataset (1, 6, (gsize[]) { 300, 40 }, 2);
}

/* One class far larger than what is multiplied at once, one of a single image, one of none. */
static void
test_unequal_classes (void)
{
  check_dataset (1, 5, (gsize[]) { 700, 1, 0, 60 }, 4);
}

/* Images of more than one tile, the last one narrow. */
static void
test_tiles (void)
{
  check_dataset (1, 28, (gsize[]) { 60, 90, 20 }, 3);
}

static void
test_empty_class (void)
{
  TestCase c = make_case (1, 4, (gsize[]) { 60, 0, 45 }, 3, "qleace");
  g_autoptr (RasBatchEraser) eraser = make_eraser (&c);
  g_autofree guint16 *labels = g_new (guint16, c.n);
  g_autofree float *x = floats (c.x, c.n * c.d);

  for (gsize i = 0; i < c.n; i++)
    labels[i] = 1;
  apply_parts (eraser, x, labels, c.n, 2);
  for (gsize i = 0; i < c.n * c.d; i++)
    g_assert_cmpfloat (fabs (x[i] - c.x[i]), <, 1e-6);
  test_case_clear (&c);
}

static void
test_nothing (void)
{
  g_autoptr (RasBatchEraser) eraser = ras_batch_eraser_new (NULL, &RAS_APPLY_OPTIONS_DEFAULT, NULL);
  float x[3] = { 0.25, 0.5, 1 };

  g_assert_false (ras_batch_eraser_does_anything (eraser));
  g_assert_cmpuint (ras_batch_eraser_get_scratch (eraser, 100), ==, 0);
  g_assert_cmpuint (ras_batch_eraser_get_preferred_rows (eraser), ==, 1);
  g_assert_cmpuint (ras_batch_eraser_memory (ras_eraser_find ("none", NULL), 3072, 10, 0), ==, 0);
  ras_batch_eraser_apply (eraser, x, NULL, 1, 0, 1, NULL);
  g_assert_true (x[0] == 0.25f && x[1] == 0.5f && x[2] == 1);
}

/* The fit may go: what a batch eraser needs is its own. */
static void
test_independent (void)
{
  TestCase c = make_case (3, 4, (gsize[]) { 90, 80 }, 2, "qleace");
  g_autoptr (RasBatchEraser) eraser = make_eraser (&c);
  g_autofree float *x = floats (c.x, c.n * c.d);

  g_assert_true (ras_batch_eraser_does_anything (eraser));
  g_assert_cmpuint (ras_batch_eraser_get_preferred_rows (eraser), >, 1);
  g_clear_pointer (&c.fit, ras_fit_unref);
  apply_parts (eraser, x, c.labels, c.n, 1);
  for (gsize i = 0; i < c.n * c.d; i++)
    g_assert_cmpfloat (fabs (x[i] - c.y[i]), <, 3e-5);
  c.fit = test_fit (c.dataset, "leace", NULL);
  test_case_clear (&c);
}

/* A fit that is mapped from the cache can still be applied when a batch eraser was made of it. */
static void
test_mapped (void)
{
  TestCase c = make_case (1, 28, (gsize[]) { 30, 40 }, 2, "qleace");
  g_autofree char *folder = temp_folder_new ();
  g_autofree char *path = g_build_filename (folder, "kept.fit", NULL);
  const RasEraser *table = ras_fit_get_eraser (c.fit);

  g_assert_true (ras_cache_file_write (path, c.fit, NULL));
  ras_fit_unref (c.fit);
  c.fit = ras_cache_file_read (path, table, &RAS_FIT_OPTIONS_DEFAULT, c.d, c.k);
  g_assert_nonnull (c.fit);
  check_options (&c, 0, TRUE);
  test_case_clear (&c);
  temp_folder_remove (folder);
}

/* An eraser that knows nothing of batches. */
static void
fade (const RasFit *fit, const RasApplyOptions *options, const double *x, const guint16 *labels,
      gsize m, double *y)
{
  for (gsize i = 0; i < m * fit->d; i++)
    y[i] = x[i] / (2 + labels[i / fit->d]) + (options->recentred ? 1 : 0);
}

static void
test_plain_eraser (void)
{
  static const RasEraser plain
      = { .name = "fade", .title = "Fade", .needs_label = TRUE, .apply = fade };
  TestCase c = make_case (1, 4, (gsize[]) { 90, 80 }, 2, "leace");

  ras_fit_unref (c.fit);
  c.fit = ras_fit_new (&plain, &RAS_FIT_OPTIONS_DEFAULT, c.d, c.k);
  check_options (&c, 0, TRUE);
  check_options (&c, 0, FALSE);
  test_case_clear (&c);
}

typedef struct
{
  const RasBatchEraser *eraser;
  float *x;
  const guint16 *labels;
  gsize m;
  guint part;
} Share;

static gpointer
apply_share (gpointer data)
{
  Share *share = data;
  gsize size = ras_batch_eraser_get_scratch (share->eraser, share->m);
  RAS_BIG float *scratch = ras_alloc_big (size, sizeof *scratch, "scratch", NULL);

  ras_batch_eraser_apply (share->eraser, share->x, share->labels, share->m, share->part, 2,
                          scratch);
  return NULL;
}

/* Two batches at once, each by two threads. */
static void
test_concurrent (void)
{
  for (guint e = 0; e < ras_n_erasers (); e++)
    {
      TestCase c;
      g_autoptr (RasBatchEraser) eraser = NULL;
      g_autofree float *expected = NULL;
      Share shares[4];
      GThread *threads[4];

      if (ras_eraser_nth (e)->fit == NULL || ras_eraser_nth (e)->edits)
        continue;
      c = make_case (3, 5, (gsize[]) { 400, 120, 60 }, 3, ras_eraser_nth (e)->name);
      eraser = make_eraser (&c);
      expected = floats (c.x, c.n * c.d);
      apply_parts (eraser, expected, c.labels, c.n, 1);
      for (guint i = 0; i < 4; i++)
        {
          float *x = i % 2 ? shares[i - 1].x : floats (c.x, c.n * c.d);

          shares[i] = (Share) { eraser, x, c.labels, c.n, i % 2 };
          threads[i] = g_thread_new ("share", apply_share, &shares[i]);
        }
      for (guint i = 0; i < 4; i++)
        g_thread_join (threads[i]);
      for (guint i = 0; i < 4; i += 2)
        {
          g_assert_cmpmem (shares[i].x, c.n * c.d * sizeof (float), expected,
                           c.n * c.d * sizeof (float));
          g_free (shares[i].x);
        }
      test_case_clear (&c);
    }
}

static void
test_memory (void)
{
  const RasEraser *qleace = ras_eraser_find ("qleace", NULL);
  const RasEraser *alf = ras_eraser_find ("alf-qleace", NULL);
  guint64 full = (guint64) 3072 * 3072 * 10 * sizeof (float);

  /* Little more than half of the full matrices. */
  g_assert_cmpuint (ras_batch_eraser_memory (qleace, 3072, 10, 0), <, full * 6 / 10);
  g_assert_cmpuint (ras_batch_eraser_memory (qleace, 3072, 10, 0), >, full / 2);
  /* A path as long as can be. */
  g_assert_cmpuint (ras_batch_eraser_memory (alf, 3072, 10, G_MAXUINT), <, 3 * full / 10);
  g_assert_cmpuint (ras_batch_eraser_memory (alf, 3072, 10, 64), <,
                    ras_batch_eraser_memory (alf, 3072, 10, 65));
}

/* What edits is no map: a sentence, not a crash. */
static void
test_no_map (void)
{
  g_autoptr (RasDataset) dataset = test_random_dataset (1, 4, (gsize[]) { 20, 20 }, 2, 0, 1);
  g_autoptr (RasFit) fit = test_fit (dataset, "gradient", NULL);
  g_autoptr (GError) error = NULL;

  g_assert_null (ras_batch_eraser_new (fit, &RAS_APPLY_OPTIONS_DEFAULT, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_NOT_SUPPORTED);
}

int
main (int argc, char **argv)
{
  int failed;

  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/batch-eraser/colour", test_colour);
  g_test_add_func ("/batch-eraser/grey", test_grey);
  g_test_add_func ("/batch-eraser/unequal-classes", test_unequal_classes);
  g_test_add_func ("/batch-eraser/tiles", test_tiles);
  g_test_add_func ("/batch-eraser/empty-class", test_empty_class);
  g_test_add_func ("/batch-eraser/nothing", test_nothing);
  g_test_add_func ("/batch-eraser/independent", test_independent);
  g_test_add_func ("/batch-eraser/mapped", test_mapped);
  g_test_add_func ("/batch-eraser/plain-eraser", test_plain_eraser);
  g_test_add_func ("/batch-eraser/concurrent", test_concurrent);
  g_test_add_func ("/batch-eraser/memory", test_memory);
  g_test_add_func ("/batch-eraser/no-map", test_no_map);
  ras_blas_hold_single ();
  failed = g_test_run ();
  ras_blas_release_single ();
  return failed;
}
