#include "ras-session.h"

static guint n_changed;

static void
changed_cb (void)
{
  n_changed++;
}

static RasSession *
session_new (void)
{
  RasSession *session = ras_session_new ();

  n_changed = 0;
  g_signal_connect (session, "changed", G_CALLBACK (changed_cb), NULL);
  return session;
}

static void
test_changes (void)
{
  g_autoptr (RasSession) session = session_new ();
  const RasSessionState *state = ras_session_get_state (session);

  g_assert_cmpuint (state->rank, ==, 15);
  g_assert_true (state->recentred);
  g_object_set (session, "rank", 15u, NULL);
  g_assert_cmpuint (n_changed, ==, 0);
  g_object_set (session, "rank", 29u, "difference", TRUE, "split", "test", NULL);
  g_assert_cmpuint (n_changed, ==, 1);
  g_assert_cmpuint (state->rank, ==, 29);
  g_assert_cmpint (state->split, ==, RAS_SPLIT_TEST);
  g_object_set (session, "own-picture", "", NULL);
  g_assert_null (state->own_picture);
  g_assert_cmpuint (n_changed, ==, 1);
}

static void
test_save (void)
{
  g_autoptr (RasSession) session = session_new ();
  g_autoptr (RasSession) other = session_new ();
  const RasSessionState *state = ras_session_get_state (other);
  const char *const hidden[] = { "oracle-leace", "random", NULL };
  g_autoptr (GVariant) saved = NULL;
  g_autoptr (GVariant) again = NULL;

  g_object_set (session, "location", "/pictures/of ships", "fingerprint", "00ff", "split", "test",
                "index", 7u, "class-filter", 3, "own-picture", "/a.png", "own-class", 2, "rank",
                320u, "recentred", FALSE, "hidden-erasers", hidden, "difference", TRUE, "gain",
                16.0, "rescale", TRUE, "zoom", 12, "page", "mdl", "mdl-erasers", hidden,
                "mdl-widths", "64, 128", "mdl-rank", 7, "mdl-seeds", 5u, "gradient-images", 250u,
                "gradient-iterations", 1000u, "transport", TRUE, "transport-class", 4, NULL);
  saved = g_variant_ref_sink (ras_session_save (session));
  ras_session_restore (other, saved);
  g_assert_cmpuint (n_changed, ==, 2); /* one for each of the two */
  g_assert_cmpstr (state->location, ==, "/pictures/of ships");
  g_assert_cmpstr (state->own_picture, ==, "/a.png");
  g_assert_cmpint (state->split, ==, RAS_SPLIT_TEST);
  g_assert_cmpuint (state->rank, ==, 320);
  g_assert_cmpstr (state->page, ==, "mdl");
  g_assert_true (g_strv_equal ((const char *const *) state->mdl_erasers, hidden));
  g_assert_cmpstr (state->mdl_widths, ==, "64, 128");
  g_assert_cmpint (state->mdl_rank, ==, 7);
  g_assert_cmpuint (state->mdl_seeds, ==, 5);
  g_assert_cmpfloat (state->gain, ==, 16);
  g_assert_cmpuint (state->gradient_images, ==, 250);
  g_assert_cmpuint (state->gradient_iterations, ==, 1000);
  g_assert_true (state->transport);
  g_assert_cmpint (state->transport_class, ==, 4);
  g_assert_cmpstrv (state->hidden_erasers, hidden);
  again = g_variant_ref_sink (ras_session_save (other));
  g_assert_true (g_variant_equal (saved, again));
}

/* What a newer program saved, or a damaged file, does no harm. */
static void
test_restore_foreign (void)
{
  g_autoptr (RasSession) session = session_new ();
  g_autoptr (GVariant) saved = g_variant_ref_sink (g_variant_new_parsed (
      "{'rank': <'many'>, 'gain': <1000.0>, 'unheard-of': <1>, 'index': <uint32 4>}"));
  const RasSessionState *state = ras_session_get_state (session);

  ras_session_restore (session, saved);
  g_assert_cmpuint (state->rank, ==, 15);
  g_assert_cmpfloat (state->gain, ==, 64);
  g_assert_cmpuint (state->index, ==, 4);
}

static void
test_dataset (void)
{
  g_autoptr (RasSession) session = session_new ();
  const RasSessionState *state = ras_session_get_state (session);

  ras_session_set_dataset (session, "drawn", "aa");
  g_object_set (session, "index", 9u, "rank", 50u, "own-picture", "/a.png", "class-filter", 1, NULL);
  ras_session_set_dataset (session, "/elsewhere/drawn.npz", "aa");
  g_assert_cmpuint (state->index, ==, 9);
  n_changed = 0;
  ras_session_set_dataset (session, "/other", "bb");
  g_assert_cmpuint (n_changed, ==, 1);
  g_assert_cmpuint (state->index, ==, 0);
  g_assert_cmpint (state->class_filter, ==, RAS_ALL_CLASSES);
  g_assert_null (state->own_picture);
  g_assert_cmpuint (state->rank, ==, 50);
}

static void
test_hidden (void)
{
  g_autoptr (RasSession) session = session_new ();

  ras_session_set_eraser_hidden (session, "qleace", TRUE);
  ras_session_set_eraser_hidden (session, "qleace", TRUE);
  ras_session_set_eraser_hidden (session, "leace", TRUE);
  ras_session_set_eraser_hidden (session, "qleace", FALSE);
  g_assert_false (ras_session_get_eraser_hidden (session, "qleace"));
  g_assert_true (ras_session_get_eraser_hidden (session, "leace"));
  g_assert_cmpuint (n_changed, ==, 3);
}

/* What a hostile file may say: nobody who reads the page or the preset expects none. */
static void
test_empty_texts (void)
{
  g_autoptr (RasSession) session = ras_session_new ();
  const RasSessionState *state = ras_session_get_state (session);

  g_object_set (session, "page", "mdl", "mdl-preset", "custom", "mdl-size", "atto", NULL);
  g_object_set (session, "page", "", "mdl-preset", NULL, "mdl-size", "", NULL);
  g_assert_cmpstr (state->page, ==, "compare");
  g_assert_cmpstr (state->mdl_preset, ==, "glance");
  g_assert_null (state->mdl_size);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/session/changes", test_changes);
  g_test_add_func ("/session/save", test_save);
  g_test_add_func ("/session/restore-foreign", test_restore_foreign);
  g_test_add_func ("/session/dataset", test_dataset);
  g_test_add_func ("/session/hidden", test_hidden);
  g_test_add_func ("/session/empty-texts", test_empty_texts);
  return g_test_run ();
}
