/* Big allocations and what is known about the machine's memory. */
#include "memory.h"

#include <gio/gio.h>
#include <string.h>

static void
test_alloc (void)
{
  g_autoptr (GError) error = NULL;
  gsize count = 100003;
  RAS_BIG double *block = ras_alloc_big (count, sizeof *block, "a test", &error);

  g_assert_no_error (error);
  g_assert_cmpuint ((gsize) block % 64, ==, 0);
  for (gsize i = 0; i < count; i++)
    g_assert_true (block[i] == 0);
  memset (block, 0xff, count * sizeof *block);
}

/* Freed blocks do not add up: what the process ever held is little more than one of them. */
static void
test_free (void)
{
  gsize bytes = 32 << 20;
  guint64 before = ras_memory_peak ();

  for (int i = 0; i < 20; i++)
    {
      RAS_BIG char *block = ras_alloc_big (bytes, 1, "a test", NULL);

      g_assert_nonnull (block);
      memset (block, i, bytes);
    }
  ras_free_big (NULL);
  g_assert_cmpuint (ras_memory_peak (), <, before + 4 * bytes);
}

static void
test_empty (void)
{
  RAS_BIG double *block = ras_alloc_big (0, sizeof *block, "nothing", NULL);

  g_assert_nonnull (block);
}

static void
assert_refused (gsize count, gsize size, const char *amount)
{
  g_autoptr (GError) error = NULL;

  g_assert_null (ras_alloc_big (count, size, "the thing", &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_FAILED);
  g_assert_nonnull (strstr (error->message, "not enough memory for the thing"));
  g_assert_nonnull (strstr (error->message, amount));
  g_assert_null (ras_alloc_big (count, size, "the thing", NULL));
}

static void
test_too_much (void)
{
  assert_refused ((gsize) 1 << 60, 1, "1.2");
  assert_refused (G_MAXSSIZE, 1, "9.2");
  /* The product overflows: the amount must not be what is left of it. */
  assert_refused ((gsize) 1 << 61, 8, "18.4");
  assert_refused (((gsize) 1 << 61) + 1, 8, "18.4");
  assert_refused (G_MAXSIZE, G_MAXSIZE, "18.4");
}

static void
test_figures (void)
{
  guint64 before = ras_memory_peak ();
  gsize bytes = before + (64 << 20);
  RAS_BIG char *block = ras_alloc_big (bytes, 1, "a test", NULL);

  g_assert_cmpuint (ras_memory_available (), >, 0);
  g_assert_cmpuint (before, >, 0);
  g_assert_nonnull (block);
  memset (block, 1, bytes);
  g_assert_cmpuint (ras_memory_peak (), >=, before + (32 << 20));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/memory/alloc", test_alloc);
  g_test_add_func ("/memory/free", test_free);
  g_test_add_func ("/memory/empty", test_empty);
  g_test_add_func ("/memory/too-much", test_too_much);
  g_test_add_func ("/memory/figures", test_figures);
  return g_test_run ();
}
