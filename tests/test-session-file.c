#include "ras-session-file.h"

#include <string.h>

#include "ras-session-task.h"
#include "temp-folder.h"

static RasDataset *drawn;
static char *folder;

static RasSession *
session_new (void)
{
  RasSession *session = ras_session_new ();

  ras_session_set_dataset (session, ras_dataset_get_location (drawn),
                           ras_dataset_get_fingerprint (drawn));
  return session;
}

/* Another value than the initial one, whatever the property. */
static void
set_other_value (RasSession *session, GParamSpec *pspec)
{
  const char *const names[] = { "a", "ü [ { \" \\ b", NULL };
  const char *name = pspec->name;

  if (g_str_has_suffix (name, "split"))
    g_object_set (session, name, "test", NULL);
  else if (g_str_equal (name, "own-picture"))
    g_object_set (session, name, "/pictures/\xe9t\xe9 #1.png", NULL);
  else if (G_IS_PARAM_SPEC_STRING (pspec))
    g_object_set (session, name, "other \"text\"\n", NULL);
  else if (G_IS_PARAM_SPEC_BOXED (pspec))
    g_object_set (session, name, names, NULL);
  else if (G_IS_PARAM_SPEC_BOOLEAN (pspec))
    g_object_set (session, name, !G_PARAM_SPEC_BOOLEAN (pspec)->default_value, NULL);
  else if (G_IS_PARAM_SPEC_UINT (pspec))
    g_object_set (session, name, G_PARAM_SPEC_UINT (pspec)->maximum, NULL);
  else if (G_IS_PARAM_SPEC_INT (pspec))
    g_object_set (session, name, G_PARAM_SPEC_INT (pspec)->maximum, NULL);
  else if (G_IS_PARAM_SPEC_DOUBLE (pspec))
    g_object_set (session, name, 10 / 3.0, NULL);
  else
    g_assert_not_reached ();
}

static RasSessionFile *
write_and_read (RasSession *session, const char *path)
{
  g_autoptr (RasSessionFile) file = ras_session_file_new (session, drawn);
  g_autoptr (GError) error = NULL;
  RasSessionFile *again;

  g_assert_true (ras_session_file_write (file, path, &error));
  g_assert_no_error (error);
  again = ras_session_file_read (path, &error);
  g_assert_no_error (error);
  return again;
}

/* Every property there is, in turn: one that the file does not have comes back as it was. */
static void
test_every_field (void)
{
  g_autofree char *path = g_build_filename (folder, "fields.rasura", NULL);
  g_autoptr (GTypeClass) klass = g_type_class_ref (RAS_TYPE_SESSION);
  guint n = 0;
  g_autofree GParamSpec **pspecs = g_object_class_list_properties (G_OBJECT_CLASS (klass), &n);

  g_assert_cmpuint (n, >, 35);
  for (guint i = 0; i < n; i++)
    {
      g_autoptr (RasSession) session = session_new ();
      g_autoptr (RasSession) other = session_new ();
      g_autoptr (RasSessionFile) file = NULL;
      g_autoptr (GVariant) before = g_variant_ref_sink (ras_session_save (session));
      g_autoptr (GVariant) saved = NULL;
      g_autoptr (GVariant) again = NULL;

      if (g_str_equal (pspecs[i]->name, "location") || g_str_equal (pspecs[i]->name, "fingerprint"))
        continue;
      set_other_value (session, pspecs[i]);
      saved = g_variant_ref_sink (ras_session_save (session));
      g_assert_false (g_variant_equal (before, saved));
      file = write_and_read (session, path);
      ras_session_restore (other, file->state);
      again = g_variant_ref_sink (ras_session_save (other));
      if (!g_variant_equal (saved, again))
        g_error ("“%s” does not come back from a session file", pspecs[i]->name);
    }
}

static void
test_dataset (void)
{
  g_autofree char *path = g_build_filename (folder, "set.rasura", NULL);
  g_autoptr (RasSession) session = session_new ();
  g_autoptr (RasSessionFile) file = write_and_read (session, path);
  g_autofree char *text = NULL;

  g_assert_cmpstr (file->location, ==, "drawn");
  g_assert_cmpstr (file->found, ==, "drawn");
  g_assert_cmpstr (file->title, ==, ras_dataset_get_title (drawn));
  g_assert_cmpstr (file->fingerprint, ==, ras_dataset_get_fingerprint (drawn));
  g_assert_cmpuint (file->n_images[0], ==, ras_dataset_get_n_images (drawn, 0));
  g_assert_cmpuint (file->n_images[1], ==, ras_dataset_get_n_images (drawn, 1));
  g_assert_cmpuint (file->n_classes, ==, ras_dataset_get_n_classes (drawn));
  g_assert_cmpuint (file->width, ==, ras_dataset_get_width (drawn));
  g_assert_cmpstr (file->class_names[1], ==, ras_dataset_get_class_name (drawn, 1));
  g_assert_cmpstr (file->image_class, ==,
                   ras_dataset_get_class_name (drawn, ras_dataset_get_label (drawn, 0, 0)));
  g_assert_null (g_variant_lookup_value (file->state, "location", NULL));
  g_assert_true (g_file_get_contents (path, &text, NULL, NULL));
  g_assert_nonnull (strstr (text, "\"format\" : \"rasura-session\""));
  g_assert_nonnull (strstr (text, "\"gain\" : 4.0"));
}

static RasSessionFile *
read_text (const char *text, gssize length, GError **error)
{
  gsize size = length < 0 ? strlen (text) : (gsize) length;
  g_autofree char *path = g_build_filename (folder, "text.rasura", NULL);

  g_remove (path); /* one that is replaced is waited for until it is on the disk */
  g_free (temp_folder_write (folder, "text.rasura", text, size));
  return ras_session_file_read (path, error);
}

#define HEAD "{ \"format\": \"rasura-session\", \"version\": 1, "
#define SET "\"dataset\": { \"location\": \"drawn\" }"

/* A folder that was moved as a whole finds itself. */
static void
test_moved (void)
{
  g_autofree char *data = temp_folder_write (folder, "sent/data/x.npz", "x", 1);
  g_autofree char *picture = temp_folder_write (folder, "sent/mine.png", "x", 1);
  g_autofree char *text
      = g_strdup_printf (HEAD "\"dataset\": { \"location\": \"/nowhere/data/x.npz#side=8\","
                              "\"relative-location\": \"../data/x.npz#side=8\" },"
                              "\"image\": { \"own-picture\": \"/nowhere/mine.png\","
                              "\"relative-own-picture\": \"../mine.png\" } }");
  g_autofree char *path
      = temp_folder_write (folder, "sent/sessions/a.rasura", text, strlen (text));
  g_autofree char *expected = g_strconcat (data, "#side=8", NULL);
  g_autoptr (GError) error = NULL;
  g_autoptr (RasSessionFile) file = ras_session_file_read (path, &error);
  g_autoptr (RasSession) session = session_new ();

  g_assert_no_error (error);
  g_assert_cmpstr (file->found, ==, expected);
  ras_session_restore (session, file->state);
  g_assert_cmpstr (ras_session_get_state (session)->own_picture, ==, picture);
  g_remove (data);
  g_clear_pointer (&file, ras_session_file_free);
  file = ras_session_file_read (path, &error);
  g_assert_no_error (error);
  g_assert_null (file->found);
  g_assert_cmpstr (file->location, ==, "/nowhere/data/x.npz#side=8");
}

/* What is written for a file beside the session does not depend on where both are. */
static void
test_relative (void)
{
  g_autofree char *picture = temp_folder_write (folder, "pictures/mine.png", "x", 1);
  g_autofree char *path = g_build_filename (folder, "beside.rasura", NULL);
  g_autofree char *text = NULL;
  g_autoptr (RasSession) session = session_new ();
  g_autoptr (RasSessionFile) file = NULL;

  g_object_set (session, "own-picture", picture, NULL);
  file = write_and_read (session, path);
  g_assert_true (g_file_get_contents (path, &text, NULL, NULL));
  g_assert_nonnull (strstr (text, "\"relative-own-picture\" : \"pictures/mine.png\""));
}

static void
test_partial (void)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (RasSession) session = session_new ();
  g_autoptr (RasSessionFile) file
      = read_text (HEAD SET ", \"erasers\": { \"rank\": 7, \"new\": [[1]] }, \"other\": 3,"
                            "\"view\": null }", -1, &error);

  g_assert_no_error (error);
  /* What the file does not say is as at first, not as it happens to be. */
  g_object_set (session, "gain", 32.0, "difference", TRUE, NULL);
  ras_session_restore (session, file->state);
  g_assert_cmpuint (ras_session_get_state (session)->rank, ==, 7);
  g_assert_cmpfloat (ras_session_get_state (session)->gain, ==, RAS_SESSION_DEFAULT_GAIN);
  g_assert_false (ras_session_get_state (session)->difference);
}

static void
test_refused (void)
{
  static const struct
  {
    const char *text, *words;
  } cases[] = {
    { "", "text.rasura" },
    { "[]", "not a JSON object" },
    { "{}", "not written by Rasura" },
    { "{ \"format\": 3 }", "“format” in it should be a text" },
    { "{ \"format\": \"rasura-session\" }", "“version” in it" },
    { "{ \"format\": \"rasura-session\", \"version\": 2 }", "newer version" },
    { "{ \"format\": \"rasura-session\", \"version\": 1.5 }", "“version” in it" },
    { HEAD "\"a\": 1 }", "“dataset.location” in it" },
    { HEAD "\"dataset\": [] }", "“dataset” in it should be an object" },
    { HEAD "\"dataset\": { \"location\": \"\" } }", "“dataset.location” in it" },
    { HEAD "\"dataset\": { \"location\": \"drawn\", \"classes\": -1 } }", "“dataset.classes” in it" },
    { HEAD "\"dataset\": { \"location\": \"drawn\", \"class-names\": [1] } }", "a list of texts" },
    { HEAD SET ", \"view\": 3 }", "“view” in it should be an object" },
    { HEAD SET ", \"view\": { \"gain\": 65 } }", "“view.gain” in it should be a number from 1 to 64" },
    { HEAD SET ", \"view\": { \"gain\": NaN } }", "text.rasura" },
    { HEAD SET ", \"view\": { \"gain\": 1e999 } }", "text.rasura" },
    { HEAD SET ", \"view\": { \"gain\": \"4\" } }", "“view.gain” in it" },
    { HEAD SET ", \"view\": { \"difference\": 1 } }", "“view.difference” in it should be true" },
    { HEAD SET ", \"view\": { \"page\": [] } }", "“view.page” in it should be a text" },
    { HEAD SET ", \"erasers\": { \"rank\": -1 } }", "“erasers.rank” in it should be a whole number" },
    { HEAD SET ", \"erasers\": { \"rank\": 1.5 } }", "“erasers.rank” in it" },
    { HEAD SET ", \"erasers\": { \"rank\": 99999999999999999999999 } }", "text.rasura" },
    { HEAD SET ", \"erasers\": { \"hidden\": \"leace\" } }", "“erasers.hidden” in it" },
    { HEAD SET, "text.rasura" },
  };
  g_autofree char *path = g_build_filename (folder, "nothing.rasura", NULL);
  GError *error = NULL;
  RasSessionFile *file;

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      file = read_text (cases[i].text, -1, &error);
      assert_refused (file, error, cases[i].words);
    }
  file = read_text ("{ \"format\": \"\xff\" }", -1, &error);
  assert_refused (file, error, "not a text");
  file = read_text ("{ }\0 ", 5, &error);
  assert_refused (file, error, "not a text");
  file = ras_session_file_read (path, &error);
  assert_refused (file, error, "nothing.rasura");
  file = ras_session_file_read (folder, &error);
  assert_refused (file, error, "not a file");
}

static void
test_large (void)
{
  g_autoptr (GString) text = g_string_new (HEAD "\"a\": ");
  GError *error = NULL;
  RasSessionFile *file;

  for (guint i = 0; i < 100000; i++)
    g_string_append_c (text, '[');
  file = read_text (text->str, -1, &error);
  assert_refused (file, error, "brackets");
  while (text->len <= RAS_SESSION_FILE_MOST_BYTES)
    g_string_append (text, "                                                                ");
  file = read_text (text->str, -1, &error);
  assert_refused (file, error, "too large");
}

/* A good file with bytes changed, left out and doubled: it is read or refused, and what is read is
 * within the bounds of each property. */
static void
test_damaged (void)
{
  g_autofree char *path = g_build_filename (folder, "good.rasura", NULL);
  g_autoptr (RasSession) session = session_new ();
  g_autoptr (RasSessionFile) good = write_and_read (session, path);
  g_autoptr (GRand) random = g_rand_new_with_seed (7);
  g_autofree char *text = NULL;
  const char *const bits = "0129-.eE{}[]\",:ntf/*\\ \x80";
  gsize length;
  guint n_read = 0, n_refused = 0;

  g_assert_true (g_file_get_contents (path, &text, &length, NULL));
  for (guint i = 0; i < 2000; i++)
    {
      g_autoptr (GString) damaged = g_string_new_len (text, length);
      g_autoptr (GError) error = NULL;
      g_autoptr (RasSessionFile) file = NULL;

      for (int n = g_rand_int_range (random, 1, 4); n > 0; n--)
        {
          gsize at = g_rand_int_range (random, 0, damaged->len);
          gsize wish = g_rand_int_range (random, 1, 20);
          gsize span = MIN (wish, damaged->len - at);
          int way = g_rand_int_range (random, 0, 3);

          if (way == 0)
            damaged->str[at] = bits[g_rand_int_range (random, 0, strlen (bits))];
          else if (way == 1)
            g_string_erase (damaged, at, span);
          else
            g_string_insert_len (damaged, at, text + at % (length - 20), span);
        }
      file = read_text (damaged->str, damaged->len, &error);
      g_assert_true ((file == NULL) == (error != NULL));
      n_read += file != NULL;
      n_refused += file == NULL;
      if (file)
        ras_session_restore (session, file->state);
    }
  g_assert_cmpuint (n_read, >, 100);
  g_assert_cmpuint (n_refused, >, 100);
}

static void
done_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  *(GAsyncResult **) user_data = g_object_ref (result);
}

/* Written on a thread, in the order of the calls. */
static void
test_thread (void)
{
  g_autofree char *path = g_build_filename (folder, "made", "by", "thread.rasura", NULL);
  g_autoptr (RasSession) session = session_new ();
  g_autoptr (GAsyncResult) last = NULL;
  g_autoptr (GError) error = NULL;
  g_autoptr (RasSessionFile) file = NULL;

  for (guint rank = 0; rank < 20; rank++)
    {
      g_object_set (session, "rank", rank, NULL);
      ras_session_write_async (ras_session_file_new (session, drawn), path, NULL, NULL, NULL);
    }
  ras_session_read_async (path, NULL, NULL, done_cb, &last);
  while (last == NULL)
    g_main_context_iteration (NULL, TRUE);
  file = ras_session_read_finish (last, &error);
  g_assert_no_error (error);
  ras_session_restore (session, file->state);
  g_assert_cmpuint (ras_session_get_state (session)->rank, ==, 19);
}

static void
test_unwritable (void)
{
  g_autofree char *path = g_build_filename (folder, "no", "such", "folder.rasura", NULL);
  g_autoptr (RasSession) session = session_new ();
  g_autoptr (RasSessionFile) file = ras_session_file_new (session, drawn);
  GError *error = NULL;
  gboolean ok = ras_session_file_write (file, path, &error);

  assert_refused (ok, error, "folder.rasura");
  g_autofree char *same = ras_session_file_complete_name ("/a/b.RASURA");
  g_autofree char *longer = ras_session_file_complete_name ("/a.rasura/b");

  g_assert_cmpstr (same, ==, "/a/b.RASURA");
  g_assert_cmpstr (longer, ==, "/a.rasura/b.rasura");
  g_assert_true (ras_session_file_has_name ("/a/b.RASURA"));
  g_assert_false (ras_session_file_has_name ("/a/b.rasura.png"));
}

int
main (int argc, char **argv)
{
  int result;

  g_test_init (&argc, &argv, NULL);
  folder = temp_folder_new ();
  g_setenv ("XDG_CACHE_HOME", folder, TRUE);
  drawn = ras_dataset_open ("drawn", NULL, NULL);
  g_assert_nonnull (drawn);
  g_test_add_func ("/session-file/every-field", test_every_field);
  g_test_add_func ("/session-file/dataset", test_dataset);
  g_test_add_func ("/session-file/moved", test_moved);
  g_test_add_func ("/session-file/relative", test_relative);
  g_test_add_func ("/session-file/partial", test_partial);
  g_test_add_func ("/session-file/refused", test_refused);
  g_test_add_func ("/session-file/large", test_large);
  g_test_add_func ("/session-file/damaged", test_damaged);
  g_test_add_func ("/session-file/thread", test_thread);
  g_test_add_func ("/session-file/unwritable", test_unwritable);
  result = g_test_run ();
  ras_dataset_unref (drawn);
  temp_folder_remove (folder);
  g_free (folder);
  return result;
}
