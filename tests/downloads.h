/* One small file on a server that does as a test says, and its download. */
#pragma once

#include <string.h>
#include <sys/stat.h>

#include "download.h"
#include "fetch-error.h"
#include "http-server.h"
#include "temp-folder.h"

/* More than a buffer, and no multiple of one. */
#define SIZE 300001
#define HALF 140000

/* Tests wait for nothing they need not. */
static const RasDownloadPatience patience = { .stall = 1, .retries = 2, .pause = 1 };
G_GNUC_UNUSED static const RasDownloadPatience impatience = { .stall = 1, .retries = 0, .pause = 1 };

typedef struct
{
  HttpServer *server;
  char *folder, *path, *part, *origin, *address;
  GBytes *data;
  char *md5, *sha256;
  RasSourceFile file;
  HttpFile served;
  guint n_told;
  guint64 last;
  char *trouble;
  GCancellable *cancellable;
} Fixture;

static inline void
set_up (Fixture *f, gconstpointer unused)
{
  f->server = http_server_new ();
  f->folder = temp_folder_new ();
  f->path = g_build_filename (f->folder, "set.bin", NULL);
  f->part = g_build_filename (f->folder, ".set.bin.part", NULL);
  f->origin = g_build_filename (f->folder, ".set.bin.part.origin", NULL);
  f->address = http_server_address (f->server, "/set.bin");
  f->data = http_make_bytes (SIZE, 1);
  f->md5 = http_get_md5 (f->data);
  f->sha256 = http_get_sha256 (f->data);
  f->file = (RasSourceFile) { "set.bin", SIZE, f->md5, f->sha256 };
  f->served = (HttpFile) { .data = f->data, .etag = "\"1\"" };
  f->cancellable = g_cancellable_new ();
}

static inline void
tear_down (Fixture *f, gconstpointer unused)
{
  http_server_free (f->server);
  temp_folder_remove (f->folder);
  g_free (f->folder);
  g_free (f->path);
  g_free (f->part);
  g_free (f->origin);
  g_free (f->address);
  g_bytes_unref (f->data);
  g_free (f->md5);
  g_free (f->sha256);
  g_free (f->trouble);
  g_object_unref (f->cancellable);
}

static inline void
told_cb (guint64 bytes, const char *trouble, gpointer user_data)
{
  Fixture *f = user_data;

  g_assert_cmpuint (bytes, <=, SIZE);
  f->n_told++;
  f->last = bytes;
  if (trouble)
    {
      g_free (f->trouble);
      f->trouble = g_strdup (trouble);
    }
}

static inline void
serve (Fixture *f)
{
  http_server_set (f->server, "/set.bin", &f->served);
}

static inline gboolean
download (Fixture *f, const RasDownloadPatience *how, GError **error)
{
  return ras_download (f->address, &f->file, f->folder, how, told_cb, f, f->cancellable, error);
}

static inline void
assert_file (const char *path, GBytes *data)
{
  g_autofree char *text = NULL;
  gsize length;

  g_assert_true (g_file_get_contents (path, &text, &length, NULL));
  g_assert_cmpmem (text, length, g_bytes_get_data (data, NULL), g_bytes_get_size (data));
}

static inline gboolean
exists (const char *path)
{
  return g_file_test (path, G_FILE_TEST_EXISTS);
}

/* The file is there, and nothing beside it. */
static inline void
assert_done (Fixture *f, gboolean ok, GError *error)
{
  g_assert_no_error (error);
  g_assert_true (ok);
  assert_file (f->path, f->data);
  g_assert_false (exists (f->part));
  g_assert_false (exists (f->origin));
}

static inline gint64
measure (const char *path)
{
  struct stat status;

  return stat (path, &status) == 0 ? (gint64) status.st_size : -1;
}

/* Nothing under the final name; `kept` bytes of the part. */
static inline void
assert_failed (Fixture *f, gboolean ok, GError **error, int code, const char *words, gint64 kept)
{
  g_assert_error (*error, RAS_FETCH_ERROR, code);
  assert_refused (ok, *error, words);
  g_assert_false (exists (f->path));
  g_assert_cmpint (measure (f->part), ==, kept);
}

static inline void
write_part (Fixture *f, gsize length, const char *validator)
{
  g_assert_true (g_file_set_contents (f->part, g_bytes_get_data (f->data, NULL), length, NULL));
  if (validator)
    g_assert_true (g_file_set_contents (f->origin, validator, -1, NULL));
}

static inline void
assert_header (Fixture *f, guint i, const char *name, const char *expected)
{
  g_autofree char *value = http_server_get_header (f->server, i, name);

  g_assert_cmpstr (value, ==, expected);
}

#define ADD_DOWNLOAD(name, test)                                                                  \
  g_test_add (name, Fixture, NULL, set_up, test, tear_down)
