#include "drawn-store.h"

#include "atomic-file.h"
#include "file-bytes.h"

#include <glib/gstdio.h>
#include <string.h>
#include <utime.h>
#include <xxhash.h>

#define MAGIC "RASDRAWN"
/* Of the file's layout; also in its name, so that versions do not fight over one file. */
#define VERSION 1

/* A file is this header and the pixels. */
typedef struct
{
  char magic[8];
  guint32 version, side;
  guint64 size;     /* of the pixels */
  guint64 checksum; /* XXH3 over them */
} Header;

static char *
get_path (guint side)
{
  g_autofree char *name = g_strdup_printf ("drawn-%u-v%d.pixels", side, VERSION);

  return g_build_filename (g_get_user_cache_dir (), "rasura", "fits", name, NULL);
}

static Header
make_header (guint side, gsize size, guint64 checksum)
{
  Header header = { .version = VERSION, .side = side, .size = size, .checksum = checksum };

  memcpy (header.magic, MAGIC, sizeof header.magic);
  return header;
}

GBytes *
ras_drawn_store_load (guint side, gsize size)
{
  g_autofree char *path = get_path (side);
  g_autoptr (GBytes) file = ras_file_map (path, NULL);
  Header expected;
  const guint8 *data;

  if (file == NULL)
    return NULL;
  data = g_bytes_get_data (file, NULL);
  if (g_bytes_get_size (file) == sizeof expected + size)
    {
      expected = make_header (side, size, XXH3_64bits (data + sizeof expected, size));
      if (memcmp (data, &expected, sizeof expected) == 0)
        {
          utime (path, NULL); /* used now: it is the last to go */
          return g_bytes_new_from_bytes (file, sizeof expected, size);
        }
    }
  g_unlink (path);
  return NULL;
}

static gboolean
write_file (RasAtomicFile *file, guint side, GBytes *const pixels[RAS_N_SPLITS], GError **error)
{
  XXH3_state_t *hash = XXH3_createState ();
  gsize size = 0;
  Header header;

  XXH3_64bits_reset (hash);
  for (int split = 0; split < RAS_N_SPLITS; split++)
    {
      XXH3_64bits_update (hash, g_bytes_get_data (pixels[split], NULL),
                          g_bytes_get_size (pixels[split]));
      size += g_bytes_get_size (pixels[split]);
    }
  header = make_header (side, size, XXH3_64bits_digest (hash));
  XXH3_freeState (hash);
  if (!ras_atomic_file_write (file, &header, sizeof header, error))
    return FALSE;
  for (int split = 0; split < RAS_N_SPLITS; split++)
    if (!ras_atomic_file_write (file, g_bytes_get_data (pixels[split], NULL),
                                g_bytes_get_size (pixels[split]), error))
      return FALSE;
  return TRUE;
}

void
ras_drawn_store_save (guint side, GBytes *const pixels[RAS_N_SPLITS])
{
  g_autofree char *path = get_path (side);
  g_autofree char *folder = g_path_get_dirname (path);
  g_autoptr (RasAtomicFile) file = NULL;
  g_autoptr (GError) error = NULL;

  if (g_mkdir_with_parents (folder, 0700) != 0)
    return;
  file = ras_atomic_file_new (path, &error);
  if (file && write_file (file, side, pixels, &error))
    ras_atomic_file_commit (g_steal_pointer (&file), &error);
  if (error)
    g_info ("the drawn pictures are not kept: %s", error->message);
}

void
ras_drawn_store_remove (guint side)
{
  g_autofree char *path = get_path (side);

  g_unlink (path);
}
