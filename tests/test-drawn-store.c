#include "drawn-store.h"

#include "temp-folder.h"

#include <string.h>

#define SIDE 4
#define D (3 * SIDE * SIDE)

static char *path;

static void
save (guint side)
{
  g_autofree guint8 *data = g_malloc (5 * D);
  GBytes *pixels[RAS_N_SPLITS];

  for (gsize i = 0; i < 5 * D; i++)
    data[i] = (guint8) (7 * i);
  pixels[RAS_SPLIT_TRAIN] = g_bytes_new (data, 3 * D);
  pixels[RAS_SPLIT_TEST] = g_bytes_new (data + 3 * D, 2 * D);
  ras_drawn_store_save (side, pixels);
  g_bytes_unref (pixels[RAS_SPLIT_TRAIN]);
  g_bytes_unref (pixels[RAS_SPLIT_TEST]);
}

static void
test_kept (void)
{
  g_autoptr (GBytes) pixels = NULL;
  const guint8 *data;

  g_assert_null (ras_drawn_store_load (SIDE, 5 * D));
  save (SIDE);
  g_assert_null (ras_drawn_store_load (2 * SIDE, 5 * D));
  pixels = ras_drawn_store_load (SIDE, 5 * D);
  g_assert_nonnull (pixels);
  g_assert_cmpuint (g_bytes_get_size (pixels), ==, 5 * D);
  data = g_bytes_get_data (pixels, NULL);
  for (gsize i = 0; i < 5 * D; i++)
    g_assert_cmpuint (data[i], ==, (guint8) (7 * i));

  /* What is mapped outlives its file. */
  ras_drawn_store_remove (SIDE);
  g_assert_false (g_file_test (path, G_FILE_TEST_EXISTS));
  g_assert_cmpuint (data[5 * D - 1], ==, (guint8) (7 * (5 * D - 1)));
}

/* A file that is too short, too long, of another size or altered anywhere is removed. */
static void
test_damaged (void)
{
  g_autofree char *whole = NULL;
  gsize size;

  save (SIDE);
  g_assert_null (ras_drawn_store_load (SIDE, 4 * D));
  g_assert_false (g_file_test (path, G_FILE_TEST_EXISTS));
  save (SIDE);
  g_assert_true (g_file_get_contents (path, &whole, &size, NULL));
  for (gsize i = 0; i < size; i += 5)
    {
      whole[i] ^= 1;
      g_assert_true (g_file_set_contents (path, whole, size, NULL));
      g_assert_null (ras_drawn_store_load (SIDE, 5 * D));
      g_assert_false (g_file_test (path, G_FILE_TEST_EXISTS));
      whole[i] ^= 1;
    }
  for (gsize length = 0; length < size; length += 9)
    {
      g_assert_true (g_file_set_contents (path, whole, length, NULL));
      g_assert_null (ras_drawn_store_load (SIDE, 5 * D));
    }
}

int
main (int argc, char **argv)
{
  g_autofree char *folder = temp_folder_new ();
  int result;

  g_setenv ("XDG_CACHE_HOME", folder, TRUE);
  g_test_init (&argc, &argv, NULL);
  path = g_build_filename (folder, "rasura", "fits", "drawn-4-v1.pixels", NULL);
  g_test_add_func ("/drawn-store/kept", test_kept);
  g_test_add_func ("/drawn-store/damaged", test_damaged);
  result = g_test_run ();
  temp_folder_remove (folder);
  g_free (path);
  return result;
}
