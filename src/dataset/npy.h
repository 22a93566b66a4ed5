/* NumPy's .npy format, versions 1 to 3, in and out. */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

#define RAS_NPY_MAX_DIMENSIONS 8

typedef struct
{
  char kind;          /* 'u', 'i', 'f', 'b' */
  guint item_size;    /* bytes of one item */
  gboolean swapped;   /* the other byte order than this machine's */
  gboolean fortran;   /* column-major */
  guint n_dimensions;
  gsize shape[RAS_NPY_MAX_DIMENSIONS];
  gsize n_items;      /* product of shape, checked against overflow */
  gsize data_offset;  /* where the items begin */
} RasNpyHeader;

/* Reads the header from the beginning of an .npy file held in `bytes` and checks
 * that exactly n_items × item_size bytes follow. `name` is for the messages.
 * RAS_DATASET_ERROR_DAMAGED for what is no such file, _UNSUITABLE for items that
 * are not numbers (strings, objects, records). */
gboolean ras_npy_parse (GBytes *bytes, const char *name, RasNpyHeader *header, GError **error);

/* The shape as NumPy writes it, "(2000, 3, 6, 6)", and the type, "uint8". */
char *ras_npy_format_shape (const RasNpyHeader *header);
char *ras_npy_format_type (const RasNpyHeader *header);

/* The header of a C-ordered array with items of `descr` ("<f4", "<i8"), padded to
 * 64 bytes as NumPy does. */
GBytes *ras_npy_make_header (const char *descr, guint n_dimensions, const gsize *shape);

G_END_DECLS
