/* Text and files going out. */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/* Writes all of `text` (UTF-8) to standard output, in the terminal's character set. FALSE if it
 * cannot take it (a full disk behind it, say). */
gboolean ras_output_print (const char *text, GError **error);
/* The same as it is: for CSV and JSON, which are UTF-8 everywhere. */
gboolean ras_output_print_raw (const char *text, gsize length, GError **error);

/* Fails if no file can be made at `path`: to be asked before long work. */
gboolean ras_output_check (const char *path, GError **error);
/* Writes a whole file, or none. */
gboolean ras_output_write_file (const char *path, const char *text, gsize length, GError **error);

G_END_DECLS
