/* The data sets that can be had from the internet, and what is known of their files. */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/* A file as its server has it. */
typedef struct
{
  const char *name;   /* no folder in it; the address is the source's base and this */
  guint64 size;       /* bytes, exactly */
  const char *md5;    /* hexadecimal */
  const char *sha256; /* NULL: only MD5 is known */
} RasSourceFile;

/* A file inside an archive. */
typedef struct
{
  const char *path;    /* as the archive has it: below the folder of the data set */
  guint64 least, most; /* bytes; least 0: it may be missing */
} RasSourceMember;

typedef struct
{
  const char *name;        /* what a person types, and the name of its folder: "cifar10" */
  const char *title;       /* "CIFAR-10" */
  const char *description; /* N_(): what is on the pictures */
  guint images, classes, channels, height, width;
  const char *terms; /* N_(): the licence as the source states it */
  const char *page;  /* the source's own page */
  const char *citation;
  const char *base; /* the address of the folder that the files are in, with its “/” */
  const RasSourceFile *files;
  guint n_files;
  const RasSourceMember *members; /* of the only file, an archive; NULL: files stay as they are */
  guint n_members;
  const char *folder; /* what to open, inside of the data set's folder; NULL: that folder itself */
} RasSource;

/* The table. */
guint ras_n_sources (void);
const RasSource *ras_source_nth (guint i);
/* By name, whatever the case and with or without hyphens ("CIFAR-10"); NULL if there is none. */
const RasSource *ras_source_find (const char *name);

/* Bytes to download; bytes that this becomes on the disk, at most. */
guint64 ras_source_get_download_size (const RasSource *source);
guint64 ras_source_get_unpacked_size (const RasSource *source);

G_END_DECLS
