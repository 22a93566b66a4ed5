/* The table of lessons, and the tour that walks through it, without a window. */
#include "ras-lesson-tour.h"

#include <math.h>
#include <pango/pango.h>
#include <string.h>

#include "common.h"
#include "fit-private.h"
#include "ras-job.h"
#include "run.h"

#define wait_until(condition) \
  G_STMT_START \
  { \
    while (!(condition)) \
      g_main_context_iteration (NULL, TRUE); \
  } \
  G_STMT_END

static void
assert_markup (const char *markup)
{
  g_autoptr (GError) error = NULL;

  g_assert_nonnull (markup);
  pango_parse_markup (markup, -1, 0, NULL, NULL, NULL, &error);
  g_assert_no_error (error);
}

/* Every field is one of the session, of its type, and in its range: it comes back as it was set. */
static void
check_session (const RasLesson *lesson)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GVariant) fields
      = g_variant_parse (G_VARIANT_TYPE_VARDICT, lesson->session, NULL, NULL, &error);
  g_autoptr (RasSession) session = ras_session_new ();
  g_autoptr (GVariant) saved = NULL;
  GVariantIter iter;
  const char *name;
  GVariant *value;

  g_assert_no_error (error);
  ras_session_restore (session, fields);
  saved = g_variant_ref_sink (ras_session_save (session));
  g_variant_iter_init (&iter, fields);
  while (g_variant_iter_next (&iter, "{&sv}", &name, &value))
    {
      g_autoptr (GVariant) set = g_variant_lookup_value (saved, name, NULL);

      g_assert_nonnull (set);
      if (!g_variant_equal (set, value))
        g_error ("%s: %s was not taken", lesson->name, name);
      g_variant_unref (value);
    }
}

static void
check_erasers (const RasLesson *lesson)
{
  g_autoptr (GVariant) fields
      = g_variant_parse (G_VARIANT_TYPE_VARDICT, lesson->session, NULL, NULL, NULL);
  const char *const keys[] = { "hidden-erasers", "mdl-erasers" };

  for (gsize i = 0; i < G_N_ELEMENTS (keys); i++)
    {
      g_autofree const char **names = NULL;

      g_variant_lookup (fields, keys[i], "^a&s", &names);
      for (gsize j = 0; names && names[j]; j++)
        g_assert_nonnull (ras_eraser_find (names[j], NULL));
    }
}

static void
test_table (void)
{
  g_assert_cmpuint (ras_n_lessons, ==, 6);
  for (guint i = 0; i < RAS_LESSON_N_ERASERS; i++)
    g_assert_nonnull (ras_eraser_find (ras_lesson_erasers[i], NULL));
  for (guint i = 0; i < ras_n_lessons; i++)
    {
      const RasLesson *lesson = &ras_lessons[i];

      g_test_message ("%s", lesson->name);
      g_assert_true (lesson->title && lesson->text && lesson->task);
      assert_markup (lesson->formula);
      assert_markup (lesson->symbols);
      assert_markup (lesson->source);
      check_session (lesson);
      check_erasers (lesson);
      g_assert_true (lesson->is_done && lesson->acknowledge && lesson->show_me);
      /* What is shown first is among what can be chosen. */
      g_assert_true (lesson->views == 0 || (lesson->views & (1u << lesson->first_view)));
      g_assert_true (lesson->views == 0 || (lesson->erasers & (1u << lesson->first_eraser)));
      for (guint j = 0; j < i; j++)
        g_assert_cmpstr (lesson->name, !=, ras_lessons[j].name);
    }
}

static void
test_data_sets (void)
{
  for (guint i = 0; i < ras_n_lessons; i++)
    {
      g_autoptr (GError) error = NULL;
      g_autoptr (RasDataset) dataset = ras_dataset_open (ras_lessons[i].location, NULL, &error);

      g_assert_no_error (error);
      g_assert_cmpuint (ras_dataset_get_n_classes (dataset), >=, 2);
      /* Quick enough for all erasers. */
      g_assert_cmpuint (ras_dataset_get_dimension (dataset), <=, 768);
    }
}

/* --- When a step is done --- */

static void
fill_rows (RasLessonFacts *facts)
{
  facts->audited = TRUE;
  for (guint i = 0; i < RAS_LESSON_N_ERASERS; i++)
    {
      facts->train[i] = (RasAuditRow) { .eraser = ras_eraser_find (ras_lesson_erasers[i], NULL),
                                        .linear_accuracy = 0.75, .quadratic_accuracy = 0.875,
                                        .chance = 0.25, .mean_gap = 1.5, .distortion = i };
      facts->test[i] = facts->train[i];
    }
}

/* What the tour would do with the deeds of "Show me". */
static void
carry_out (const RasLessonDeed *deed, RasLessonFacts *facts)
{
  if (deed->picture)
    {
      facts->view = deed->view;
      facts->eraser = deed->eraser;
      facts->pictured = TRUE;
      facts->label_distance = 1.25;
    }
  if (g_strcmp0 (deed->property, "index") == 0)
    facts->images_seen++;
  if (g_strcmp0 (deed->property, "rank") == 0)
    {
      facts->rank = deed->value;
      facts->rank_was_zero |= deed->value == 0;
      facts->gap = deed->value == 0 ? 1 : 0.09;
    }
  if (deed->train)
    {
      facts->trained = TRUE;
      for (guint i = 0; i < RAS_LESSON_N_ERASERS; i++)
        facts->mdl[i] = 1 + i;
    }
}

static void
test_predicates (void)
{
  for (guint i = 0; i < ras_n_lessons; i++)
    {
      const RasLesson *lesson = &ras_lessons[i];
      RasLessonFacts facts;
      RasLessonDeed deed;
      g_autofree char *early = NULL;
      g_autofree char *text = NULL;

      g_test_message ("%s", lesson->name);
      ras_lesson_facts_init (&facts);
      facts.view = lesson->first_view;
      facts.eraser = lesson->first_eraser;
      g_assert_false (lesson->is_done (&facts));
      facts.n_classes = 4;
      facts.dimension = 768;
      facts.rank = 5;
      facts.rank_of_target = 43;
      facts.pictured = TRUE;
      g_assert_false (lesson->is_done (&facts));
      early = lesson->acknowledge (&facts);
      g_assert_null (early);

      for (guint n = 0; lesson->show_me (&facts, n, &deed); n++)
        {
          g_assert_cmpuint (n, <, 10);
          g_assert_false (lesson->is_done (&facts));
          carry_out (&deed, &facts);
        }
      g_assert_true (lesson->is_done (&facts));
      fill_rows (&facts);
      text = lesson->acknowledge (&facts);
      g_assert_nonnull (text);
      g_assert_true (g_utf8_validate (text, -1, NULL));
      g_assert_null (strstr (text, "nan"));
    }
}

/* --- The tour --- */

static char *asked;

static void
open_cb (RasLessonTour *tour, const char *location)
{
  g_free (asked);
  asked = g_strdup (location);
}

static void
give_fits (RasLessonTour *tour, RasDataset *dataset)
{
  for (guint i = 0; i < RAS_LESSON_N_ERASERS; i++)
    {
      g_autoptr (RasFit) fit
          = i == RAS_LESSON_NONE
                ? ras_fit_new (ras_eraser_find ("none", NULL), &RAS_FIT_OPTIONS_DEFAULT,
                               ras_dataset_get_dimension (dataset),
                               ras_dataset_get_n_classes (dataset))
                : test_fit (dataset, ras_lesson_erasers[i], NULL);

      ras_lesson_tour_set_fit (tour, i, fit);
    }
}

/* The third and the fourth step share a data set. */
static void
test_tour (void)
{
  g_autoptr (RasSession) session = ras_session_new ();
  g_autoptr (RasLessonTour) tour = ras_lesson_tour_new (session);
  g_autoptr (RasDataset) mine = ras_dataset_open ("moments:beyond", NULL, NULL);
  g_autoptr (RasDataset) waves = ras_dataset_open ("moments:covariance", NULL, NULL);
  const RasLessonFacts *facts = ras_lesson_tour_get_facts (tour);

  g_signal_connect (tour, "open", G_CALLBACK (open_cb), NULL);
  ras_session_set_dataset (session, "moments:beyond", "beyond");
  ras_lesson_tour_set_dataset (tour, mine);
  g_object_set (session, "index", 7, "rank", 3, "page", "gallery", NULL);

  ras_lesson_tour_begin (tour, 2);
  g_assert_cmpstr (asked, ==, "moments:covariance");
  g_assert_cmpstr (ras_session_get_state (session)->page, ==, "compare");
  ras_session_set_dataset (session, "moments:covariance", "covariance");
  ras_lesson_tour_set_dataset (tour, waves);
  g_assert_false (ras_lesson_tour_is_done (tour));
  give_fits (tour, waves);
  wait_until (ras_lesson_tour_get_pictures (tour));
  g_assert_cmpuint (ras_lesson_tour_get_pictures (tour)->len, ==, 2);
  ras_lesson_tour_choose (tour, RAS_LESSON_COVARIANCE, RAS_LESSON_NONE);
  g_assert_null (ras_lesson_tour_get_pictures (tour));
  wait_until (ras_lesson_tour_is_done (tour) && ras_lesson_tour_get_acknowledgement (tour));
  g_assert_cmpfloat (facts->test[RAS_LESSON_NONE].linear_accuracy, <, 0.6);
  g_assert_cmpfloat (facts->test[RAS_LESSON_NONE].quadratic_accuracy, >, 0.95);

  /* Going on: nothing is done yet, and nothing has to be opened. */
  g_clear_pointer (&asked, g_free);
  ras_lesson_tour_go (tour, 3);
  g_assert_null (asked);
  g_assert_false (ras_lesson_tour_is_done (tour));
  ras_lesson_tour_choose (tour, RAS_LESSON_IMAGE, RAS_LESSON_LEACE);
  wait_until (facts->pictured);
  g_assert_cmpfloat (facts->label_distance, <, 1e-12); /* LEACE knows no label */
  ras_lesson_tour_show_me (tour);
  wait_until (ras_lesson_tour_is_done (tour) && ras_lesson_tour_get_acknowledgement (tour));
  g_assert_cmpfloat (facts->label_distance, >, 0.5);
  g_assert_cmpfloat (facts->train[RAS_LESSON_QLEACE].quadratic_accuracy, <, 0.53);

  /* Who has opened something else is brought back to the step. */
  ras_lesson_tour_set_dataset (tour, mine);
  g_assert_null (asked);
  ras_lesson_tour_show_me (tour);
  g_assert_cmpstr (asked, ==, "moments:covariance");

  /* And back to where one was. */
  ras_lesson_tour_end (tour, TRUE);
  g_assert_cmpstr (asked, ==, "moments:beyond");
  ras_session_set_dataset (session, "moments:beyond", "beyond");
  ras_lesson_tour_set_dataset (tour, waves);
  ras_lesson_tour_set_dataset (tour, mine);
  g_assert_cmpuint (ras_session_get_state (session)->index, ==, 7);
  g_assert_cmpuint (ras_session_get_state (session)->rank, ==, 3);
  g_assert_cmpstr (ras_session_get_state (session)->page, ==, "gallery");
  g_assert_cmpuint (g_strv_length (ras_session_get_state (session)->hidden_erasers), ==, 0);
  g_clear_pointer (&asked, g_free);
}

/* Closed within a step, the program does not remember its panels. */
static void
test_settings (void)
{
  g_autoptr (RasSession) session = ras_session_new ();
  g_autoptr (RasLessonTour) tour = ras_lesson_tour_new (session);

  ras_session_set_eraser_hidden (session, "random", TRUE);
  ras_lesson_tour_begin (tour, 0);
  g_assert_true (ras_session_get_eraser_hidden (session, "leace"));
  g_assert_true (ras_lesson_tour_has_changed (tour));
  ras_lesson_tour_leave_settings (tour);
  g_assert_false (ras_session_get_eraser_hidden (session, "leace"));
  g_assert_true (ras_session_get_eraser_hidden (session, "random"));
  g_assert_false (ras_lesson_tour_is_active (tour));
}

static RasRun *
make_run (const char *eraser, double bits)
{
  RasRunConfig *config = ras_run_config_new ();
  RasRun *run;

  g_free (config->eraser);
  config->eraser = g_strdup (eraser);
  run = ras_run_new (config);
  g_ptr_array_add (run->points,
                   ras_point_copy (&(RasPoint) { .test_images = 10, .cross_entropy = bits }));
  return run;
}

static void
test_training (void)
{
  g_autoptr (RasSession) session = ras_session_new ();
  g_autoptr (RasLessonTour) tour = ras_lesson_tour_new (session);
  g_autoptr (RasDataset) dataset = ras_dataset_open ("moments", NULL, NULL);
  g_autoptr (GPtrArray) runs = g_ptr_array_new_with_free_func ((GDestroyNotify) ras_run_free);

  g_ptr_array_add (runs, make_run ("none", 1));
  g_ptr_array_add (runs, make_run ("leace", 1.5));
  g_ptr_array_add (runs, make_run ("qleace", 2.5));
  ras_lesson_tour_set_dataset (tour, dataset);
  ras_lesson_tour_set_trained (tour, runs); /* before the lessons began */
  ras_lesson_tour_begin (tour, 5);
  g_assert_false (ras_lesson_tour_is_done (tour));
  ras_lesson_tour_set_trained (tour, runs);
  g_assert_true (ras_lesson_tour_is_done (tour));
  g_assert_nonnull (strstr (ras_lesson_tour_get_acknowledgement (tour), "2.50"));
  ras_lesson_tour_go (tour, ras_n_lessons);
  g_assert_null (ras_lesson_tour_get_lesson (tour));
}

int
main (int argc, char **argv)
{
  int status;

  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/lessons/table", test_table);
  g_test_add_func ("/lessons/data-sets", test_data_sets);
  g_test_add_func ("/lessons/predicates", test_predicates);
  g_test_add_func ("/lessons/tour", test_tour);
  g_test_add_func ("/lessons/settings", test_settings);
  g_test_add_func ("/lessons/training", test_training);
  status = g_test_run ();
  g_assert_true (ras_jobs_wait (60));
  return status;
}
