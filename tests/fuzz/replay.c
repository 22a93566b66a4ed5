/* Runs a fuzz target without a fuzzer: on every file of a folder, on every
 * beginning of it, and on copies with a few flipped bits. The flips come from a
 * seed, so a failure happens again. The same targets link with -fsanitize=fuzzer
 * in place of this file. */
#include <gio/gio.h>
#include <string.h>

#define N_FLIPPED 1500
#define MOST_FLIPS 8

int LLVMFuzzerTestOneInput (const guint8 *data, size_t size);

/* A copy of just this size, so that a sanitizer sees a read behind its end. */
static void
run (const guint8 *data, gsize size)
{
  g_autofree guint8 *copy = g_memdup2 (data, size);

  g_assert_cmpint (LLVMFuzzerTestOneInput (copy, size), ==, 0);
}

static void
run_flipped (const guint8 *data, gsize size, GRand *random)
{
  g_autofree guint8 *copy = g_memdup2 (data, size);
  gint n = g_rand_int_range (random, 1, MOST_FLIPS + 1);

  for (gint i = 0; i < n && size > 0; i++)
    copy[g_rand_int_range (random, 0, (gint) size)] ^= 1 << g_rand_int_range (random, 0, 8);
  run (copy, size);
}

static void
test_file (gconstpointer path)
{
  g_autofree char *data = NULL;
  g_autoptr (GRand) random = g_rand_new_with_seed (20);
  g_autoptr (GError) error = NULL;
  gsize size;

  g_file_get_contents (path, &data, &size, &error);
  g_assert_no_error (error);
  for (gsize length = 0; length <= size; length++)
    run ((const guint8 *) data, length);
  for (guint i = 0; i < N_FLIPPED; i++)
    run_flipped ((const guint8 *) data, size, random);
}

int
main (int argc, char **argv)
{
  g_autoptr (GDir) dir = NULL;
  g_autoptr (GError) error = NULL;
  const char *name;

  g_test_init (&argc, &argv, NULL);
  g_assert_cmpint (argc, ==, 2);
  dir = g_dir_open (argv[1], 0, &error);
  g_assert_no_error (error);
  while ((name = g_dir_read_name (dir)))
    {
      g_autofree char *test = g_strconcat ("/fuzz/", name, NULL);

      g_test_add_data_func_full (test, g_build_filename (argv[1], name, NULL), test_file, g_free);
    }
  return g_test_run ();
}
