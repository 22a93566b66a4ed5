/* The table of erasers. */
#include "eraser.h"

#include <string.h>

static void
test_table (void)
{
  static const char *const names[]
      = { "none", "leace", "oracle-leace", "qleace", "alf-qleace", "gradient", "random" };

  g_assert_cmpuint (ras_n_erasers (), ==, G_N_ELEMENTS (names));
  for (guint i = 0; i < ras_n_erasers (); i++)
    {
      const RasEraser *eraser = ras_eraser_nth (i);

      g_assert_cmpstr (eraser->name, ==, names[i]);
      g_assert_cmpuint (ras_eraser_index (eraser), ==, i);
      g_assert_true (ras_eraser_find (names[i], NULL) == eraser);
      g_assert_nonnull (eraser->title);
      g_assert_nonnull (eraser->summary);
      g_assert_true ((eraser->apply == NULL) == eraser->edits);
      /* What is fitted says what memory that needs. */
      g_assert_true ((eraser->fit == NULL) == (eraser->memory == NULL));
    }
}

static void
test_flags (void)
{
  for (guint i = 0; i < ras_n_erasers (); i++)
    {
      const RasEraser *eraser = ras_eraser_nth (i);
      gboolean label = g_str_equal (eraser->name, "oracle-leace")
                       || g_str_equal (eraser->name, "qleace")
                       || g_str_equal (eraser->name, "gradient");
      gboolean path = g_str_equal (eraser->name, "alf-qleace")
                      || g_str_equal (eraser->name, "random");

      g_assert_true (eraser->needs_label == label);
      g_assert_true (eraser->has_path == path);
      g_assert_true (eraser->needs_leace == g_str_equal (eraser->name, "alf-qleace"));
      /* LEACE comes before what is built on it. */
      if (eraser->needs_leace)
        g_assert_cmpint (eraser->order, >, ras_eraser_find ("leace", NULL)->order);
    }
}

static void
test_unknown (void)
{
  g_autoptr (GError) error = NULL;

  g_assert_null (ras_eraser_find ("laece", &error));
  g_assert_error (error, RAS_ERASURE_ERROR, RAS_ERASURE_ERROR_UNKNOWN);
  g_assert_nonnull (strstr (error->message, "laece"));
  for (guint i = 0; i < ras_n_erasers (); i++)
    g_assert_nonnull (strstr (error->message, ras_eraser_nth (i)->name));
  g_assert_null (ras_eraser_find ("LEACE", NULL));
  g_assert_null (ras_eraser_find ("", NULL));
}

static void
check_parse (const char *names, const char *expected)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) erasers = ras_erasers_parse (names, &error);
  g_autoptr (GString) found = g_string_new (NULL);

  g_assert_no_error (error);
  for (guint i = 0; i < erasers->len; i++)
    g_string_append_printf (found, "%s%s", i ? "," : "",
                            ((const RasEraser *) g_ptr_array_index (erasers, i))->name);
  g_assert_cmpstr (found->str, ==, expected);
}

static void
test_parse (void)
{
  check_parse (NULL, "none,leace,oracle-leace,qleace,alf-qleace,gradient,random");
  check_parse ("leace", "leace");
  check_parse ("random,none,leace", "none,leace,random");
  check_parse ("qleace, leace ,qleace", "leace,qleace");
}

static void
test_parse_errors (void)
{
  static const char *const wrong[] = { "leace,nothing", "leace,", ",", "leace;qleace" };

  for (gsize i = 0; i < G_N_ELEMENTS (wrong); i++)
    {
      g_autoptr (GError) error = NULL;

      g_assert_null (ras_erasers_parse (wrong[i], &error));
      g_assert_error (error, RAS_ERASURE_ERROR, RAS_ERASURE_ERROR_UNKNOWN);
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/registry/table", test_table);
  g_test_add_func ("/registry/flags", test_flags);
  g_test_add_func ("/registry/unknown", test_unknown);
  g_test_add_func ("/registry/parse", test_parse);
  g_test_add_func ("/registry/parse-errors", test_parse_errors);
  return g_test_run ();
}
