/* A look over a MATLAB file before libmatio reads it.
 *
 * libmatio believes what a file says of itself: a length that is a lie makes it read on in
 * whatever follows, and a damaged stream leaves pixels as they were. So every tag is checked here
 * first, up to the variables that are wanted, and compressed ones are inflated once, to nowhere,
 * so that their length and checksum are known to be right. */
#pragma once

#include <gio/gio.h>

#include "progress.h"

G_BEGIN_DECLS

#define RAS_MAT_MAX_DIMENSIONS 8
#define RAS_MAT_MAX_NAME 63

typedef struct
{
  char name[RAS_MAT_MAX_NAME + 1];
  guint class;      /* as the file has it: 6 double … 9 uint8 … 15 uint64 */
  guint stored;     /* the type in which the items are kept: 2 uint8 … */
  gboolean complex;
  gboolean compressed;
  guint n_dimensions;
  gsize shape[RAS_MAT_MAX_DIMENSIONS];
  gsize n_items;
} RasMatVariable;

enum
{
  RAS_MAT_CLASS_CHAR = 4,
  RAS_MAT_CLASS_DOUBLE = 6,
  RAS_MAT_CLASS_UINT8 = 9,
  RAS_MAT_CLASS_UINT64 = 15,
  RAS_MAT_TYPE_UINT8 = 2,
};

/* Finds the variables `names` (NULL-terminated) in the file held in `file` and checks all of it up
 * to the last of them; `variables` has room for as many. `file_name` is for the messages.
 * RAS_DATASET_ERROR_DAMAGED for what is not whole, _UNSUITABLE for other versions of the format,
 * missing variables, and others in front of them that are no plain arrays. */
gboolean ras_mat_check (GBytes *file, const char *file_name, const char *const *names,
                        RasMatVariable *variables, const RasProgress *progress, GError **error);

G_END_DECLS
