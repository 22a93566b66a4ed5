#include "edited-file.h"

#include "atomic-file.h"
#include "file-bytes.h"

#include <string.h>
#include <xxhash.h>

#define MAGIC "RASEDIT\n"
/* Raised when the layout changes, or how images are edited. */
#define VERSION 1
#define BYTE_ORDER_MARK 0x01020304u

/* Where an edit stood. */
typedef struct
{
  guint64 iteration, evaluation;
  double terms[RAS_EDIT_N_TERMS], loss;
} State;

/* What is asked for; all of it must agree. */
typedef struct
{
  char magic[8];
  guint32 version, byte_order;
  guint64 n, rows, d, label;
  guint32 method, iterations, history, reserved;
  double weights[RAS_EDIT_N_TERMS], step;
} Wanted;

/* A file is this header and the pixels. */
typedef struct
{
  Wanted wanted;
  State first, last;
  guint64 end;
  double seconds;
  guint64 checksum; /* XXH3 over all before it and the pixels */
} Header;

static Wanted
make_wanted (guint label, gsize d, gsize rows, const RasEditedReport *report)
{
  const RasEditRecipe *recipe = &report->recipe;
  Wanted wanted = { .version = VERSION, .byte_order = BYTE_ORDER_MARK, .n = report->n,
                    .rows = rows, .d = d, .label = label, .method = recipe->method,
                    .iterations = recipe->iterations, .history = recipe->history,
                    .step = recipe->step };

  memcpy (wanted.magic, MAGIC, sizeof wanted.magic);
  memcpy (wanted.weights, recipe->weights, sizeof wanted.weights);
  return wanted;
}

static State
put_state (const RasEditState *from)
{
  State state = { .iteration = from->iteration, .evaluation = from->evaluation, .loss = from->loss };

  memcpy (state.terms, from->terms, sizeof state.terms);
  return state;
}

static RasEditState
take_state (const State *from)
{
  RasEditState state = { .iteration = from->iteration, .evaluation = from->evaluation,
                         .loss = from->loss };

  memcpy (state.terms, from->terms, sizeof state.terms);
  return state;
}

static guint64
make_checksum (const Header *header, gconstpointer pixels, gsize size)
{
  XXH3_state_t *hash = XXH3_createState ();
  guint64 digest;

  XXH3_64bits_reset (hash);
  XXH3_64bits_update (hash, header, offsetof (Header, checksum));
  XXH3_64bits_update (hash, pixels, size);
  digest = XXH3_64bits_digest (hash);
  XXH3_freeState (hash);
  return digest;
}

gboolean
ras_edited_file_write (const char *path, guint label, gsize d, gsize rows, const float *images,
                       const RasEditedReport *report, GError **error)
{
  g_autoptr (RasAtomicFile) file = ras_atomic_file_new (path, error);
  gsize size = rows * d * sizeof *images;
  Header header = { .wanted = make_wanted (label, d, rows, report),
                    .first = put_state (&report->edit.first),
                    .last = put_state (&report->edit.last),
                    .end = report->edit.end,
                    .seconds = report->edit.seconds };

  header.checksum = make_checksum (&header, images, size);
  return file && ras_atomic_file_write (file, &header, sizeof header, error)
         && ras_atomic_file_write (file, images, size, error)
         && ras_atomic_file_commit (g_steal_pointer (&file), error);
}

GBytes *
ras_edited_file_read (const char *path, guint label, gsize d, gsize rows, RasEditedReport *report)
{
  g_autoptr (GBytes) file = ras_file_map (path, NULL);
  gsize size = rows * d * sizeof (float);
  Wanted wanted = make_wanted (label, d, rows, report);
  const Header *header;

  if (file == NULL || g_bytes_get_size (file) != sizeof *header + size)
    return NULL;
  header = g_bytes_get_data (file, NULL);
  if (memcmp (&header->wanted, &wanted, sizeof wanted) != 0
      || header->checksum != make_checksum (header, header + 1, size)
      || header->end > RAS_EDIT_ENDED_CONVERGED)
    return NULL;
  report->edit = (RasEditReport) { take_state (&header->first), take_state (&header->last),
                                   header->end, header->seconds };
  return g_bytes_new_from_bytes (file, sizeof *header, size);
}
