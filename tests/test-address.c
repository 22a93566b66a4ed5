#include "address.h"

#include <string.h>

#include "fetch-error.h"
#include "temp-folder.h"

static void
test_redirect_rules (void)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *relative = ras_address_redirect ("https://a.org/x/y", "../z", &error);
  g_autofree char *upgraded = ras_address_redirect ("http://a.org/x", "https://b.org/x", &error);
  g_autofree char *elsewhere = ras_address_redirect ("https://a.org/x", "//b.org/x", &error);
  char *refused;

  g_assert_no_error (error);
  g_assert_cmpstr (relative, ==, "https://a.org/z");
  g_assert_cmpstr (upgraded, ==, "https://b.org/x");
  g_assert_cmpstr (elsewhere, ==, "https://b.org/x");
  refused = ras_address_redirect ("https://a.org/x", "http://a.org/x", &error);
  assert_refused (refused, error, "not encrypted");
}

static void
test_addresses (void)
{
  const char *const good[] = { "https://example.org/", "http://localhost:80/a/b", "HTTPS://a.org" };
  const char *const bad[] = { "",          "example.org/x", "/home/me/x", "file:///x",
                              "ftp://a/b", "http://",       "https:///x", "http://me:it@a.org/",
                              "http://a b/" };

  for (gsize i = 0; i < G_N_ELEMENTS (good); i++)
    g_assert_true (ras_address_check (good[i], NULL));
  for (gsize i = 0; i < G_N_ELEMENTS (bad); i++)
    {
      g_autoptr (GError) error = NULL;

      g_assert_false (ras_address_check (bad[i], &error));
      g_assert_error (error, RAS_FETCH_ERROR, RAS_FETCH_ERROR_ADDRESS);
    }
}

static void
test_joined (void)
{
  const char *const cases[][2] = {
    { "https://a.org/x/", "https://a.org/x/f.gz" },
    { "https://a.org/x", "https://a.org/x/f.gz" },
    { "https://a.org/x/f.gz", "https://a.org/x/f.gz" },
    { "https://a.org/get?id=3", "https://a.org/get?id=3" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *joined = ras_address_join (cases[i][0], "f.gz");

      g_assert_cmpstr (joined, ==, cases[i][1]);
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/address/redirect", test_redirect_rules);
  g_test_add_func ("/address/check", test_addresses);
  g_test_add_func ("/address/join", test_joined);
  return g_test_run ();
}
