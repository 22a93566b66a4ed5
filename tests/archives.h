/* Archives that tests make, as honest or as wicked as they like. */
#pragma once

#include <archive.h>
#include <archive_entry.h>
#include <gio/gio.h>
#include <string.h>

typedef struct
{
  const char *path;
  gconstpointer data;
  gsize size;
  const char *symlink, *hardlink; /* to what; NULL: a plain file */
} TarMember;

/* A .tar.gz with these members in this order, up to the one without a path. */
static inline void
write_tar (const char *path, const TarMember *members)
{
  struct archive *archive = archive_write_new ();

  g_assert_cmpint (archive_write_add_filter_gzip (archive), ==, ARCHIVE_OK);
  g_assert_cmpint (archive_write_set_format_pax_restricted (archive), ==, ARCHIVE_OK);
  g_assert_cmpint (archive_write_open_filename (archive, path), ==, ARCHIVE_OK);
  for (; members->path; members++)
    {
      struct archive_entry *entry = archive_entry_new ();

      archive_entry_set_pathname (entry, members->path);
      archive_entry_set_filetype (entry, members->symlink ? AE_IFLNK : AE_IFREG);
      archive_entry_set_perm (entry, 0644);
      if (members->symlink)
        archive_entry_set_symlink (entry, members->symlink);
      else if (members->hardlink)
        archive_entry_set_hardlink (entry, members->hardlink);
      else
        archive_entry_set_size (entry, members->size);
      g_assert_cmpint (archive_write_header (archive, entry), ==, ARCHIVE_OK);
      if (!members->symlink && !members->hardlink)
        g_assert_cmpint (archive_write_data (archive, members->data, members->size), ==,
                         (la_ssize_t) members->size);
      archive_entry_free (entry);
    }
  g_assert_cmpint (archive_write_close (archive), ==, ARCHIVE_OK);
  archive_write_free (archive);
}
