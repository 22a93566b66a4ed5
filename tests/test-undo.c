#include "ras-undo.h"

static gint64 now;

static gint64
tell_time (gpointer user_data)
{
  return now;
}

typedef struct
{
  RasSession *session;
  const RasSessionState *state;
  RasUndo *undo;
} Desk;

static void
setup (Desk *desk, gconstpointer data)
{
  now = 0;
  desk->session = ras_session_new ();
  desk->state = ras_session_get_state (desk->session);
  desk->undo = ras_undo_new (desk->session);
  ras_undo_set_clock (desk->undo, tell_time, NULL);
}

static void
teardown (Desk *desk, gconstpointer data)
{
  g_object_unref (desk->undo);
  g_object_unref (desk->session);
}

static void
wait_seconds (double seconds)
{
  now += seconds * G_USEC_PER_SEC;
}

static void
set_rank (Desk *desk, guint rank)
{
  g_object_set (desk->session, "rank", rank, NULL);
}

#define assert_undone(desk, words)                                                                \
  G_STMT_START                                                                                    \
  {                                                                                               \
    g_autofree char *said = ras_undo_undo ((desk)->undo);                                         \
    g_assert_cmpstr (said, ==, words);                                                            \
  }                                                                                               \
  G_STMT_END
#define assert_redone(desk, words)                                                                \
  G_STMT_START                                                                                    \
  {                                                                                               \
    g_autofree char *said = ras_undo_redo ((desk)->undo);                                         \
    g_assert_cmpstr (said, ==, words);                                                            \
  }                                                                                               \
  G_STMT_END

static void
test_steps (Desk *desk, gconstpointer data)
{
  g_assert_false (ras_undo_get_can_undo (desk->undo));
  assert_undone (desk, NULL);
  set_rank (desk, 320);
  g_object_set (desk->session, "difference", TRUE, NULL);
  g_object_set (desk->session, "gain", 16.0, NULL);
  g_assert_true (ras_undo_get_can_undo (desk->undo));
  assert_undone (desk, "gain 16 → 4");
  assert_undone (desk, "difference off");
  assert_undone (desk, "rank 320 → 15");
  g_assert_cmpuint (desk->state->rank, ==, 15);
  g_assert_false (desk->state->difference);
  g_assert_false (ras_undo_get_can_undo (desk->undo));
  assert_redone (desk, "rank 15 → 320");
  assert_redone (desk, "difference on");
  g_assert_true (ras_undo_get_can_redo (desk->undo));
  /* What was undone cannot be made again after something else. */
  set_rank (desk, 2);
  g_assert_false (ras_undo_get_can_redo (desk->undo));
  assert_redone (desk, NULL);
  g_assert_true (desk->state->difference);
}

/* All that is changed in one group, also by a lesson. */
static void
test_group (Desk *desk, gconstpointer data)
{
  g_autoptr (GVariant) all = g_variant_ref_sink (ras_session_save (desk->session));
  g_auto (GVariantDict) dict = G_VARIANT_DICT_INIT (all);
  g_autoptr (GVariant) lesson = NULL;

  g_object_set (desk->session, "split", "test", "index", 7u, NULL);
  assert_undone (desk, "part of the data set, image");
  g_assert_cmpuint (desk->state->index, ==, 0);
  g_assert_cmpint (desk->state->split, ==, RAS_SPLIT_TRAIN);
  g_variant_dict_insert (&dict, "rank", "u", 99);
  g_variant_dict_insert (&dict, "rescale", "b", TRUE);
  g_variant_dict_insert (&dict, "gain", "d", 2.0);
  g_variant_dict_insert (&dict, "mdl-seeds", "u", 7);
  lesson = g_variant_ref_sink (g_variant_dict_end (&dict));
  ras_session_restore (desk->session, lesson);
  assert_undone (desk, "4 settings");
  g_assert_cmpuint (desk->state->rank, ==, 15);
  g_assert_cmpuint (desk->state->mdl_seeds, ==, 2);
  g_assert_false (ras_undo_get_can_undo (desk->undo));
}

static void
test_repeated (Desk *desk, gconstpointer data)
{
  for (guint rank = 16; rank <= 20; rank++, wait_seconds (0.9))
    set_rank (desk, rank);
  wait_seconds (0.2);
  set_rank (desk, 21);
  g_object_set (desk->session, "mdl-widths", "6", NULL);
  g_object_set (desk->session, "mdl-widths", "64", NULL);
  assert_undone (desk, "widths");
  g_assert_null (desk->state->mdl_widths);
  assert_undone (desk, "rank 21 → 20");
  assert_undone (desk, "rank 20 → 15");
  g_assert_false (ras_undo_get_can_undo (desk->undo));
  /* There and back is nothing; a switch that is turned twice was turned twice. */
  set_rank (desk, 16);
  set_rank (desk, 15);
  g_assert_false (ras_undo_get_can_undo (desk->undo));
  g_object_set (desk->session, "rescale", TRUE, NULL);
  g_object_set (desk->session, "rescale", FALSE, NULL);
  assert_undone (desk, "stretching on");
  /* What follows an undo is a step of its own. */
  set_rank (desk, 30);
  assert_undone (desk, "rank 30 → 15");
  set_rank (desk, 31);
  set_rank (desk, 32);
  assert_undone (desk, "rank 32 → 15");
}

static void
test_drag (Desk *desk, gconstpointer data)
{
  set_rank (desk, 16);
  ras_undo_set_dragging (desk->undo, TRUE);
  for (guint rank = 20; rank < 100; rank += 5, wait_seconds (2))
    set_rank (desk, rank);
  ras_undo_set_dragging (desk->undo, FALSE);
  ras_undo_set_dragging (desk->undo, TRUE);
  set_rank (desk, 200);
  ras_undo_set_dragging (desk->undo, FALSE);
  assert_undone (desk, "rank 200 → 95");
  assert_undone (desk, "rank 95 → 16");
  assert_undone (desk, "rank 16 → 15");
}

/* Pages and zoom are looked at. */
static void
test_looking (Desk *desk, gconstpointer data)
{
  g_object_set (desk->session, "page", "mdl", "zoom", 12, "audit-page", "ranks", "mdl-chart",
                "widths", NULL);
  g_assert_false (ras_undo_get_can_undo (desk->undo));
  set_rank (desk, 16);
  g_object_set (desk->session, "page", "gallery", NULL);
  assert_undone (desk, "rank 16 → 15");
  g_assert_cmpstr (desk->state->page, ==, "gallery");
  g_assert_cmpint (desk->state->zoom, ==, 12);
}

static void
test_data_set (Desk *desk, gconstpointer data)
{
  ras_session_set_dataset (desk->session, "/a", "0a");
  set_rank (desk, 16);
  wait_seconds (5);
  set_rank (desk, 17);
  assert_undone (desk, "rank 17 → 16");
  ras_session_set_dataset (desk->session, "/b", "0b");
  g_assert_false (ras_undo_get_can_undo (desk->undo));
  g_assert_false (ras_undo_get_can_redo (desk->undo));
  g_assert_cmpuint (desk->state->rank, ==, 16);
}

static void
follow_cb (RasSession *session)
{
  guint rank = ras_session_get_state (session)->rank;

  g_object_set (session, "index", rank / 10, NULL);
}

/* A widget answers a change with another one: both are one step, and undoing is none. */
static void
test_answer (Desk *desk, gconstpointer data)
{
  g_signal_connect (desk->session, "notify::rank", G_CALLBACK (follow_cb), NULL);
  set_rank (desk, 100);
  g_assert_cmpuint (desk->state->index, ==, 10);
  assert_undone (desk, "image, rank");
  g_assert_cmpuint (desk->state->rank, ==, 15);
  g_assert_false (ras_undo_get_can_undo (desk->undo));
  assert_redone (desk, "image, rank");
  g_assert_cmpuint (desk->state->index, ==, 10);
}

static void
count_cb (guint *n)
{
  (*n)++;
}

static void
test_limit (Desk *desk, gconstpointer data)
{
  guint told = 0, n = 0;

  g_signal_connect_swapped (desk->undo, "notify::can-undo", G_CALLBACK (count_cb), &told);
  for (guint i = 0; i < RAS_UNDO_MOST + 10; i++, wait_seconds (2))
    set_rank (desk, 1000 + i);
  g_assert_cmpuint (told, >, 0);
  while (ras_undo_get_can_undo (desk->undo))
    {
      g_autofree char *said = ras_undo_undo (desk->undo);

      g_assert_nonnull (said);
      n++;
    }
  g_assert_cmpuint (n, ==, RAS_UNDO_MOST);
  g_assert_cmpuint (desk->state->rank, ==, 1009);
}

/* A name of a file is any bytes. */
static void
test_bytes (Desk *desk, gconstpointer data)
{
  ras_session_set_dataset (desk->session, "/\xff/x", "0a");
  g_object_set (desk->session, "own-picture", "/\xe9t\xe9.png", NULL);
  g_object_set (desk->session, "own-picture", "/b.png", NULL);
  assert_undone (desk, "own picture");
  assert_redone (desk, "own picture");
  g_assert_cmpstr (desk->state->own_picture, ==, "/b.png");
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
#define ADD(name, func) g_test_add ("/undo/" name, Desk, NULL, setup, func, teardown)
  ADD ("steps", test_steps);
  ADD ("group", test_group);
  ADD ("repeated", test_repeated);
  ADD ("drag", test_drag);
  ADD ("looking", test_looking);
  ADD ("data-set", test_data_set);
  ADD ("answer", test_answer);
  ADD ("limit", test_limit);
  ADD ("bytes", test_bytes);
  return g_test_run ();
}
