/* Session files (.rasura): what is on show, as JSON that a person can read.
 *
 * Groups of fields: "dataset" (what it is and where), "image", "view", "erasers", "gallery" and
 * "learning". Places are kept twice, as absolute paths and relative to the file, so that a folder
 * can be sent as a whole. Numbers are in C form. Errors are G_IO_ERROR or G_FILE_ERROR with one
 * sentence that names the file and, in a damaged one, the field. */
#pragma once

#include "ras-session.h"

G_BEGIN_DECLS

#define RAS_SESSION_FILE_SUFFIX ".rasura"
#define RAS_SESSION_FILE_VERSION 1
#define RAS_SESSION_FILE_MOST_BYTES (4 << 20)

typedef struct
{
  /* The data set. Unknown texts are NULL, unknown numbers 0. */
  char *location; /* a built-in name or a path as it was; never NULL */
  char *found;    /* of a file that was read: what to open here; NULL: it is missing */
  char *title;
  char *fingerprint;
  guint64 n_images[RAS_N_SPLITS];
  guint n_classes, channels, height, width;
  char **class_names; /* the first of them; never NULL */

  char *image_class; /* of the image, for who reads the file; NULL: unknown */
  GVariant *state;   /* for ras_session_restore(): everything but the data set */
} RasSessionFile;

/* The present moment. Safe to be handed to another thread. */
RasSessionFile *ras_session_file_new (RasSession *session, RasDataset *dataset);
void ras_session_file_free (RasSessionFile *file);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (RasSessionFile, ras_session_file_free)

/* Both are for any thread. Writing is whole or not at all. */
gboolean ras_session_file_write (const RasSessionFile *file, const char *path, GError **error);
RasSessionFile *ras_session_file_read (const char *path, GError **error);

/* By its name, whatever the case. */
gboolean ras_session_file_has_name (const char *path);
/* With the ending, which may be there already. Free with g_free(). */
char *ras_session_file_complete_name (const char *path);

G_END_DECLS
