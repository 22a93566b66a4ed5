/* Fitting a choice of erasers: order, callbacks, cancellation, failures, the cache. */
#include "common.h"
#include "fit-private.h"
#include "fitter.h"
#include "temp-folder.h"

#include <math.h>
#include <string.h>

/* What an observer heard, as words: "moments r:leace f:leace x:qleace …". */
typedef struct
{
  GString *heard;
  GCancellable *all;
  GCancellable **by_eraser;
  const char *cancel_all_at; /* when this has been heard */
  const char *cancel_one_at, *one;
  guint after; /* how many steps of the path later */
  GThread *thread;
  char *message; /* of the last failure */
} Listener;

static void
cancel_one (Listener *listener, const char *name)
{
  g_cancellable_cancel (listener->by_eraser[ras_eraser_index (ras_eraser_find (name, NULL))]);
}

static void
hear (Listener *listener, const char *kind, const char *name)
{
  g_autofree char *word = g_strconcat (kind, name, NULL);

  g_assert_true (g_thread_self () == listener->thread);
  /* Steps of the same stage count once. */
  if (!g_str_has_prefix (kind, "p:") || !strstr (listener->heard->str, word))
    g_string_append_printf (listener->heard, "%s ", word);
  if (listener->cancel_all_at && g_str_equal (word, listener->cancel_all_at))
    g_cancellable_cancel (listener->all);
  if (listener->cancel_one_at && g_str_equal (word, listener->cancel_one_at)
      && listener->after-- == 0)
    cancel_one (listener, listener->one);
}

static void
progress_cb (const RasEraser *eraser, const char *stage, double fraction, gpointer user_data)
{
  g_assert_nonnull (stage);
  g_assert_cmpfloat (fraction, <=, 1);
  hear (user_data, "p:", eraser ? eraser->name : "moments");
}

static void
ready_cb (RasFit *fit, gpointer user_data)
{
  hear (user_data, "r:", ras_fit_get_eraser (fit)->name);
}

static void
finished_cb (RasFit *fit, gpointer user_data)
{
  hear (user_data, "f:", ras_fit_get_eraser (fit)->name);
}

static void
failed_cb (const RasEraser *eraser, const GError *error, gpointer user_data)
{
  Listener *listener = user_data;

  hear (listener, "x:", eraser->name);
  g_free (listener->message);
  listener->message = g_strdup (error->message);
}

static Listener *
listener_new (void)
{
  Listener *listener = g_new0 (Listener, 1);

  listener->heard = g_string_new (NULL);
  listener->all = g_cancellable_new ();
  listener->by_eraser = g_new (GCancellable *, ras_n_erasers ());
  listener->thread = g_thread_self ();
  for (guint i = 0; i < ras_n_erasers (); i++)
    listener->by_eraser[i] = g_cancellable_new ();
  return listener;
}

static void
listener_free (Listener *listener)
{
  g_string_free (listener->heard, TRUE);
  g_object_unref (listener->all);
  for (guint i = 0; i < ras_n_erasers (); i++)
    g_object_unref (listener->by_eraser[i]);
  g_free (listener->by_eraser);
  g_free (listener->message);
  g_free (listener);
}
G_DEFINE_AUTOPTR_CLEANUP_FUNC (Listener, listener_free)

static GPtrArray *
run (RasDataset *dataset, const char *names, RasCache *cache, double target, Listener *listener,
     RasFitSummary *summary, GError **error)
{
  g_autoptr (GPtrArray) erasers = ras_erasers_parse (names, NULL);
  RasFitPlan plan = { erasers, { TRUE, target, 0, 1 }, cache };
  RasFitObserver observer = { progress_cb, ready_cb, finished_cb, failed_cb, listener };

  if (listener == NULL)
    return ras_fit_run (dataset, &plan, NULL, summary, error);
  observer.cancellable = listener->all;
  observer.by_eraser = listener->by_eraser;
  return ras_fit_run (dataset, &plan, &observer, summary, error);
}

static void
assert_fits (GPtrArray *fits, const char *names)
{
  g_autoptr (GString) found = g_string_new (NULL);

  g_assert_nonnull (fits);
  for (guint i = 0; i < fits->len; i++)
    g_string_append_printf (found, "%s%s", i ? "," : "",
                            ras_fit_get_eraser (g_ptr_array_index (fits, i))->name);
  g_assert_cmpstr (found->str, ==, names);
}

static RasDataset *
make_dataset (void)
{
  return test_random_dataset (1, 8, (gsize[]) { 200, 90, 60 }, 3, 0, 91);
}

/* 640 numbers: what a fit makes of ten images, or of one that edits them, where it takes them to. */
static double *
take_effect (RasFit *fit, const double *x, const guint16 *labels, gsize n)
{
  if (ras_fit_get_eraser (fit)->edits)
    return g_memdup2 (ras_fit_get_array (fit, "covariance", NULL), 640 * sizeof (double));
  return test_apply (fit, 20, x, labels, n);
}

#define ALL_HEARD                                                                                  \
  "r:none f:none p:moments p:leace r:leace f:leace r:oracle-leace f:oracle-leace p:random "        \
  "r:random f:random p:alf-qleace r:alf-qleace f:alf-qleace p:gradient r:gradient f:gradient "     \
  "p:qleace r:qleace f:qleace "

/* Quick ones first; each ready once and finished once. */
static void
test_order (void)
{
  g_autoptr (RasDataset) dataset = make_dataset ();
  g_autoptr (Listener) listener = listener_new ();
  g_autoptr (GError) error = NULL;
  RasFitSummary summary;
  g_autoptr (GPtrArray) fits = run (dataset, NULL, NULL, 0.99, listener, &summary, &error);

  g_assert_no_error (error);
  assert_fits (fits, "none,leace,oracle-leace,qleace,alf-qleace,gradient,random");
  /* What the path's own measuring says comes before it can be applied. */
  g_assert_cmpstr (listener->heard->str, ==, ALL_HEARD);
  g_assert_cmpfloat (summary.moments_seconds, >, 0);
  g_assert_cmpuint (summary.peak_memory, >, 0);
  for (guint i = 1; i < fits->len; i++)
    g_assert_cmpfloat (ras_fit_get_report (g_ptr_array_index (fits, i))->seconds, >, 0);
}

/* The same as fitting one by one. */
static void
test_results (void)
{
  g_autoptr (RasDataset) dataset = make_dataset ();
  g_autoptr (GPtrArray) fits = run (dataset, NULL, NULL, 0.99, NULL, NULL, NULL);
  g_autofree double *x = test_pixels (dataset, 10);
  g_autofree guint16 *labels = test_labels (dataset, 10);

  for (guint i = 1; i < fits->len; i++)
    {
      RasFit *fit = g_ptr_array_index (fits, i);
      g_autoptr (RasFit) alone = test_fit (dataset, ras_fit_get_eraser (fit)->name, NULL);
      g_autofree double *y = take_effect (fit, x, labels, 10);
      g_autofree double *expected = take_effect (alone, x, labels, 10);

      g_assert_cmpfloat (test_distance (y, expected, 640), <, 1e-9);
    }
}

/* Nothing to fit, nothing measured. */
static void
test_none (void)
{
  g_autoptr (RasDataset) dataset = make_dataset ();
  g_autoptr (Listener) listener = listener_new ();
  RasFitSummary summary;
  g_autoptr (GPtrArray) fits = run (dataset, "none", NULL, 0.99, listener, &summary, NULL);

  assert_fits (fits, "none");
  g_assert_cmpstr (listener->heard->str, ==, "r:none f:none ");
  g_assert_cmpfloat (summary.moments_seconds, ==, 0);
}

/* LEACE is fitted for the path, but nobody asked to hear of it. */
static void
test_prerequisite (void)
{
  g_autoptr (RasDataset) dataset = make_dataset ();
  g_autoptr (Listener) listener = listener_new ();
  g_autoptr (GPtrArray) fits = run (dataset, "alf-qleace", NULL, 0.99, listener, NULL, NULL);

  assert_fits (fits, "alf-qleace");
  g_assert_null (strstr (listener->heard->str, "r:leace"));
  g_assert_null (strstr (listener->heard->str, "f:leace"));
  g_assert_nonnull (strstr (listener->heard->str, "r:alf-qleace f:alf-qleace"));
}

/* The second time nothing is fitted, and the answers are the same. */
static void
test_cache (void)
{
  g_autoptr (TempFolder) folder = temp_folder_new ();
  g_autoptr (RasCache) cache = ras_cache_new (folder, 0);
  g_autoptr (RasDataset) dataset = make_dataset ();
  g_autoptr (Listener) listener = listener_new ();
  RasFitSummary summary;
  g_autoptr (GPtrArray) first = run (dataset, NULL, cache, 0.99, NULL, NULL, NULL);
  g_autoptr (GPtrArray) second = run (dataset, NULL, cache, 0.99, listener, &summary, NULL);
  g_autofree double *x = test_pixels (dataset, 10);
  g_autofree guint16 *labels = test_labels (dataset, 10);

  g_assert_cmpfloat (summary.moments_seconds, ==, 0);
  g_assert_null (strstr (listener->heard->str, "p:"));
  assert_fits (second, "none,leace,oracle-leace,qleace,alf-qleace,gradient,random");
  for (guint i = 1; i < first->len; i++)
    {
      RasFit *fit = g_ptr_array_index (second, i);
      g_autofree double *y = take_effect (g_ptr_array_index (first, i), x, labels, 10);
      g_autofree double *again = take_effect (fit, x, labels, 10);

      g_assert_true (ras_fit_get_report (fit)->from_cache);
      g_assert_cmpfloat (ras_fit_get_report (fit)->seconds, ==, 0);
      g_assert_cmpmem (y, 640 * sizeof *y, again, 640 * sizeof *y);
    }
}

/* A kept path that is too short can be applied at once, and grows on. */
static void
test_longer_path (void)
{
  g_autoptr (TempFolder) folder = temp_folder_new ();
  g_autoptr (RasCache) cache = ras_cache_new (folder, 0);
  g_autoptr (RasDataset) dataset = make_dataset ();
  g_autoptr (Listener) listener = listener_new ();
  g_autoptr (GPtrArray) shorter = run (dataset, "alf-qleace", cache, 0.5, NULL, NULL, NULL);
  g_autoptr (GPtrArray) longer = run (dataset, "alf-qleace", cache, 0.99, listener, NULL, NULL);
  g_autoptr (GPtrArray) again = run (dataset, "alf-qleace", cache, 0.6, NULL, NULL, NULL);
  guint before = ras_fit_get_path_length (g_ptr_array_index (shorter, 0));
  guint after = ras_fit_get_path_length (g_ptr_array_index (longer, 0));

  g_assert_cmpuint (before, <, after);
  g_assert_cmpstr (listener->heard->str, ==, "r:alf-qleace p:moments p:alf-qleace f:alf-qleace ");
  /* And the longer one serves a shorter request. */
  g_assert_cmpuint (ras_fit_get_path_length (g_ptr_array_index (again, 0)), ==, after);
  g_assert_true (ras_fit_get_report (g_ptr_array_index (again, 0))->from_cache);
}

/* --- Cancellation --- */

static void
check_all_cancelled (const char *at)
{
  g_autoptr (RasDataset) dataset = make_dataset ();
  g_autoptr (Listener) listener = listener_new ();
  g_autoptr (GError) error = NULL;

  if (at)
    listener->cancel_all_at = at;
  else
    g_cancellable_cancel (listener->all);
  g_assert_null (run (dataset, NULL, NULL, 0.99, listener, NULL, &error));
  g_assert_true (ras_error_is_cancelled (error));
  g_assert_null (strstr (listener->heard->str, "x:"));
}

static void
test_all_cancelled (void)
{
  check_all_cancelled (NULL);
  check_all_cancelled ("p:moments");
  check_all_cancelled ("p:leace");
  check_all_cancelled ("f:oracle-leace");
  check_all_cancelled ("r:alf-qleace");
  check_all_cancelled ("p:qleace");
}

/* One of them cancelled: the others go on. */
static void
test_one_cancelled (void)
{
  g_autoptr (RasDataset) dataset = make_dataset ();
  g_autoptr (Listener) listener = listener_new ();
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) fits = NULL;

  listener->cancel_one_at = "p:qleace";
  listener->one = "qleace";
  fits = run (dataset, NULL, NULL, 0.99, listener, NULL, &error);
  g_assert_no_error (error);
  assert_fits (fits, "none,leace,oracle-leace,alf-qleace,gradient,random");
  g_assert_nonnull (strstr (listener->heard->str, "x:qleace"));
  g_assert_null (strstr (listener->heard->str, "f:qleace"));
}

/* A path cancelled on its own is finished at the length it has. */
static void
test_path_cancelled (void)
{
  g_autoptr (RasDataset) dataset = make_dataset ();
  g_autoptr (Listener) listener = listener_new ();
  g_autoptr (GPtrArray) fits = NULL;
  guint length;

  listener->cancel_one_at = "p:alf-qleace";
  listener->one = "alf-qleace";
  listener->after = 8;
  fits = run (dataset, "alf-qleace,qleace", NULL, 1, listener, NULL, NULL);
  assert_fits (fits, "qleace,alf-qleace");
  length = ras_fit_get_path_length (g_ptr_array_index (fits, 1));
  g_assert_cmpuint (length, >, 0);
  g_assert_cmpuint (length, <, 9);
  g_assert_null (strstr (listener->heard->str, "x:"));
  g_assert_nonnull (strstr (listener->heard->str, "f:alf-qleace"));
}

/* Without LEACE the path has nothing to stand on: it is told, and the others go on. */
static void
test_leace_cancelled (void)
{
  g_autoptr (RasDataset) dataset = make_dataset ();
  g_autoptr (Listener) listener = listener_new ();
  g_autoptr (GPtrArray) fits = NULL;

  cancel_one (listener, "leace");
  fits = run (dataset, "leace,alf-qleace,oracle-leace", NULL, 0.99, listener, NULL, NULL);
  assert_fits (fits, "oracle-leace");
  g_assert_nonnull (strstr (listener->heard->str, "x:leace"));
  g_assert_nonnull (strstr (listener->heard->str, "x:alf-qleace"));
}

/* As a mere prerequisite LEACE's failure is the path's. */
static void
test_prerequisite_cancelled (void)
{
  g_autoptr (RasDataset) dataset = make_dataset ();
  g_autoptr (Listener) listener = listener_new ();
  g_autoptr (GError) error = NULL;

  cancel_one (listener, "leace");
  g_assert_null (run (dataset, "alf-qleace", NULL, 0.99, listener, NULL, &error));
  g_assert_true (ras_error_is_cancelled (error));
  g_assert_cmpstr (listener->heard->str, ==, "p:moments x:alf-qleace ");
}

/* --- Memory --- */

/* 16 images of 3 × 256 × 256 in 16 classes: covariances of more than a terabyte. */
static void
test_memory_refused (void)
{
  gsize n = 16, d = 3 * 256 * 256;
  guint8 *pixels = g_malloc0 (n * d);
  guint16 *labels = g_new (guint16, n);
  g_autoptr (Listener) listener = listener_new ();
  g_autoptr (GPtrArray) fits = NULL;
  g_autoptr (GError) error = NULL;

  for (gsize i = 0; i < n; i++)
    {
      labels[i] = i;
      pixels[i * d + i] = 255;
    }
  g_autoptr (RasDataset) dataset = test_dataset_new (3, 256, n, 16, pixels, labels);
  fits = run (dataset, "none,leace,alf-qleace", NULL, 0.99, listener, NULL, &error);
  g_assert_no_error (error);
  assert_fits (fits, "none");
  g_assert_cmpstr (listener->heard->str, ==, "r:none f:none x:leace x:alf-qleace ");
  g_assert_nonnull (strstr (listener->message, "needs 1.4"));
  g_assert_nonnull (strstr (listener->message, "TB of memory, but only "));
  g_assert_nonnull (strstr (listener->message, "is free: close other programs"));
  g_assert_null (run (dataset, "leace", NULL, 0.99, listener, NULL, &error));
  g_assert_error (error, RAS_ERASURE_ERROR, RAS_ERASURE_ERROR_MEMORY);
}

static void
test_memory_estimate (void)
{
  g_autoptr (GPtrArray) all = ras_erasers_parse (NULL, NULL);
  g_autoptr (GPtrArray) none = ras_erasers_parse ("none", NULL);
  g_autoptr (GPtrArray) path = ras_erasers_parse ("alf-qleace", NULL);
  guint64 kept = ras_moments_memory (3072, 10, 50000, FALSE);

  g_assert_cmpuint (ras_fit_memory (3072, 50000, 10, none), >=, kept);
  g_assert_cmpuint (ras_fit_memory (3072, 50000, 10, path), >=,
                    kept + (guint64) 10 * 3072 * 3072 * sizeof (double));
  g_assert_cmpuint (ras_fit_memory (3072, 50000, 10, all), >=,
                    ras_fit_memory (3072, 50000, 10, path));
  g_assert_cmpuint (ras_fit_memory (3072, 50000, 10, all), <, G_GUINT64_CONSTANT (2500000000));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/fitter/order", test_order);
  g_test_add_func ("/fitter/results", test_results);
  g_test_add_func ("/fitter/none", test_none);
  g_test_add_func ("/fitter/prerequisite", test_prerequisite);
  g_test_add_func ("/fitter/cache", test_cache);
  g_test_add_func ("/fitter/longer-path", test_longer_path);
  g_test_add_func ("/fitter/all-cancelled", test_all_cancelled);
  g_test_add_func ("/fitter/one-cancelled", test_one_cancelled);
  g_test_add_func ("/fitter/path-cancelled", test_path_cancelled);
  g_test_add_func ("/fitter/leace-cancelled", test_leace_cancelled);
  g_test_add_func ("/fitter/prerequisite-cancelled", test_prerequisite_cancelled);
  g_test_add_func ("/fitter/memory-refused", test_memory_refused);
  g_test_add_func ("/fitter/memory-estimate", test_memory_estimate);
  return g_test_run ();
}
