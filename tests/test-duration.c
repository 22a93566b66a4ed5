#include "ras-duration.h"

#include <math.h>

static void
assert_words (double seconds, const char *words)
{
  g_autofree char *text = ras_duration_format (seconds);

  g_assert_cmpstr (text, ==, words);
}

static void
test_words (void)
{
  assert_words (0, "1 s");
  assert_words (3.4, "3 s");
  assert_words (33, "35 s");
  assert_words (89, "90 s");
  assert_words (91, "2 min");
  assert_words (89 * 60, "89 min");
  assert_words (2.6 * 3600, "3 h");
  assert_words (35 * 3600, "35 h");
  assert_words (5.2 * 86400, "5 days");
  assert_words (1e300, "10000 days");
  assert_words (NAN, NULL);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/duration/words", test_words);
  return g_test_run ();
}
