/* Small data sets for tests of fetching, served by http-server.h. */
#pragma once

#include "archives.h"
#include "catalogue.h"
#include "http-server.h"
#include "temp-folder.h"

#define SMALL_MEMBER 200000

/* An archive with cifar-10-batches-bin/{a.bin,names.txt}, and two files that stay as they are. */
typedef struct
{
  RasSource packed, plain;
  RasSourceFile packed_file, plain_files[2];
  RasSourceMember members[2];
  GBytes *archive, *contents[2];
  char *md5[3], *sha256;
} SmallSources;

static inline void
small_sources_init (SmallSources *s)
{
  g_autofree char *folder = temp_folder_new ();
  g_autofree char *path = g_build_filename (folder, "small.tar.gz", NULL);
  g_autoptr (GBytes) noise = http_make_bytes (SMALL_MEMBER, 7);
  const TarMember tar[] = {
    { "cifar-10-batches-bin/a.bin", g_bytes_get_data (noise, NULL), SMALL_MEMBER },
    { "cifar-10-batches-bin/names.txt", "cat\ndog\n", 8 },
    { NULL },
  };
  char *text;
  gsize length;

  write_tar (path, tar);
  g_assert_true (g_file_get_contents (path, &text, &length, NULL));
  s->archive = g_bytes_new_take (text, length);
  temp_folder_remove (folder);
  s->contents[0] = http_make_bytes (150000, 8);
  s->contents[1] = http_make_bytes (1000, 9);
  s->md5[0] = http_get_md5 (s->archive);
  s->md5[1] = http_get_md5 (s->contents[0]);
  s->md5[2] = http_get_md5 (s->contents[1]);
  s->sha256 = http_get_sha256 (s->archive);
  s->packed_file = (RasSourceFile) { "small.tar.gz", length, s->md5[0], s->sha256 };
  s->plain_files[0] = (RasSourceFile) { "images.mat", 150000, s->md5[1], NULL };
  s->plain_files[1] = (RasSourceFile) { "labels.gz", 1000, s->md5[2], NULL };
  s->members[0]
      = (RasSourceMember) { "cifar-10-batches-bin/a.bin", SMALL_MEMBER, SMALL_MEMBER };
  s->members[1] = (RasSourceMember) { "cifar-10-batches-bin/names.txt", 1, 100 };
  s->packed = (RasSource) { .name = "packed",
                            .title = "Packed set",
                            .description = "Noise in an archive",
                            .images = 10,
                            .classes = 2,
                            .channels = 3,
                            .height = 32,
                            .width = 32,
                            .terms = "None.",
                            .page = "https://example.org/packed.html",
                            .citation = "Nobody.",
                            .base = "https://example.org/",
                            .files = &s->packed_file,
                            .n_files = 1,
                            .members = s->members,
                            .n_members = 2,
                            .folder = "cifar-10-batches-bin" };
  s->plain = s->packed;
  s->plain.name = "plain";
  s->plain.title = "Plain-Set";
  s->plain.description = "Noise in two files";
  s->plain.channels = 1;
  s->plain.files = s->plain_files;
  s->plain.n_files = 2;
  s->plain.members = NULL;
  s->plain.n_members = 0;
  s->plain.folder = NULL;
}

static inline void
small_sources_clear (SmallSources *s)
{
  g_bytes_unref (s->archive);
  g_bytes_unref (s->contents[0]);
  g_bytes_unref (s->contents[1]);
  for (guint i = 0; i < 3; i++)
    g_free (s->md5[i]);
  g_free (s->sha256);
}

/* Honestly. */
static inline void
small_sources_serve (SmallSources *s, HttpServer *server)
{
  HttpFile archive = { .data = s->archive, .etag = "\"a\"" };
  HttpFile images = { .data = s->contents[0], .etag = "\"i\"" };
  HttpFile labels = { .data = s->contents[1], .etag = "\"l\"" };

  http_server_set (server, "/small.tar.gz", &archive);
  http_server_set (server, "/images.mat", &images);
  http_server_set (server, "/labels.gz", &labels);
}
