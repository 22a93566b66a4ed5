#include "catalogue.h"

#include <string.h>

#include "address.h"
#include "fetch-text.h"
#include "places.h"

static void
assert_hexadecimal (const char *text, gsize length)
{
  g_assert_cmpuint (strlen (text), ==, length);
  g_assert_cmpuint (strspn (text, "0123456789abcdef"), ==, length);
}

static void
assert_text (const char *text)
{
  g_assert_nonnull (text);
  g_assert_cmpuint (strlen (text), >, 3);
}

/* A name that stays in its folder. */
static void
assert_relative (const char *path)
{
  g_assert_false (g_path_is_absolute (path));
  g_assert_null (strstr (path, ".."));
  g_assert_cmpint (path[0], !=, '.');
}

static void
test_complete (void)
{
  for (guint i = 0; i < ras_n_sources (); i++)
    {
      const RasSource *source = ras_source_nth (i);

      assert_text (source->name);
      assert_text (source->title);
      assert_text (source->description);
      assert_text (source->terms);
      assert_text (source->citation);
      assert_relative (source->name);
      g_assert_true (ras_address_check (source->page, NULL));
      g_assert_true (ras_address_check (source->base, NULL));
      g_assert_true (g_str_has_suffix (source->base, "/"));
      g_assert_cmpuint (source->images, >=, 60000);
      g_assert_cmpuint (source->classes, ==, 10);
      g_assert_cmpuint (source->n_files, >, 0);
      /* One archive, or no archive. */
      g_assert_true (source->members == NULL || source->n_files == 1);
      for (guint j = 0; j < source->n_files; j++)
        {
          const RasSourceFile *file = &source->files[j];

          assert_relative (file->name);
          g_assert_null (strchr (file->name, '/'));
          g_assert_cmpuint (file->size, >, 1000);
          assert_hexadecimal (file->md5, 32);
          if (file->sha256)
            assert_hexadecimal (file->sha256, 64);
        }
      for (guint j = 0; j < source->n_members; j++)
        {
          assert_relative (source->members[j].path);
          g_assert_true (g_str_has_prefix (source->members[j].path, source->folder));
          g_assert_cmpuint (source->members[j].least, <=, source->members[j].most);
        }
    }
}

static void
test_find (void)
{
  g_assert_cmpuint (ras_n_sources (), ==, 4);
  g_assert_cmpstr (ras_source_find ("cifar10")->title, ==, "CIFAR-10");
  g_assert_true (ras_source_find ("CIFAR-10") == ras_source_find ("cifar_10"));
  g_assert_cmpstr (ras_source_find ("FashionMNIST")->name, ==, "fashion-mnist");
  g_assert_cmpstr (ras_source_find ("SVHN")->name, ==, "svhn");
  g_assert_null (ras_source_find ("cifar"));
  g_assert_null (ras_source_find (""));
  /* No two names mean the same. */
  for (guint i = 0; i < ras_n_sources (); i++)
    {
      g_assert_true (ras_source_find (ras_source_nth (i)->name) == ras_source_nth (i));
      g_assert_true (ras_source_find (ras_source_nth (i)->title) == ras_source_nth (i));
    }
}

static void
test_sizes (void)
{
  const RasSource *cifar = ras_source_find ("cifar10"), *svhn = ras_source_find ("svhn");

  g_assert_cmpuint (ras_source_get_download_size (cifar), ==, 170052171);
  g_assert_cmpuint (ras_source_get_unpacked_size (cifar), ==, 6 * 10000 * 3073 + 8192);
  g_assert_cmpuint (ras_source_get_download_size (svhn), ==, 182040794 + 64275384);
  g_assert_cmpuint (ras_source_get_unpacked_size (svhn), ==, 182040794 + 64275384);
}

static void
test_texts (void)
{
  RasFetchState state = { RAS_FETCH_DOWNLOADING, 12300000, 170052171, 0.07, 2100000, 75 };
  g_autofree char *images = ras_source_describe_images (ras_source_find ("mnist"));
  g_autofree char *going = ras_fetch_state_describe (&state);
  g_autofree char *troubled = NULL, *long_left = NULL, *unknown = NULL, *unpacking = NULL;

  g_assert_cmpstr (images, ==, "70\u202f000 grey images of 28 × 28 in 10 classes");
  g_assert_nonnull (strstr (going, "12.3"));
  g_assert_nonnull (strstr (going, "170.1"));
  g_assert_nonnull (strstr (going, "2.1"));
  g_assert_nonnull (strstr (going, "75 s left"));
  state.seconds_left = 3601 * 3;
  long_left = ras_fetch_state_describe (&state);
  g_assert_nonnull (strstr (long_left, "4 h left"));
  state.seconds_left = -1;
  unknown = ras_fetch_state_describe (&state);
  g_assert_null (strstr (unknown, "left"));
  state.trouble = "Nothing comes";
  troubled = ras_fetch_state_describe (&state);
  g_assert_nonnull (strstr (troubled, "Nothing comes"));
  g_assert_null (strstr (troubled, "/s"));
  state.stage = RAS_FETCH_UNPACKING;
  unpacking = ras_fetch_state_describe (&state);
  g_assert_cmpstr (unpacking, ==, "Unpacking");
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/catalogue/complete", test_complete);
  g_test_add_func ("/catalogue/find", test_find);
  g_test_add_func ("/catalogue/sizes", test_sizes);
  g_test_add_func ("/catalogue/texts", test_texts);
  return g_test_run ();
}
