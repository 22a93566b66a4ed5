/* Deflated streams, bit by bit: never more is written than was asked for, and the end tells
 * whether all of it was there and its checksum right. */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Deflate never packs tighter than 1 : 1032, so a longer promise is a lie. */
#define RAS_INFLATER_BEST_RATIO 1032

typedef struct _RasInflater RasInflater;

/* A zlib or gzip stream (which of them, it sees itself) at the start of `data`, which must stay
 * as it is until the inflater is freed. */
RasInflater *ras_inflater_new (const guint8 *data, gsize size);
void ras_inflater_free (RasInflater *inflater);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (RasInflater, ras_inflater_free)

/* The next `size` bytes; fewer only where the stream ends or is damaged. */
gsize ras_inflater_read (RasInflater *inflater, guint8 *out, gsize size);

/* TRUE if nothing is left to read and the checksum was right; `rest` becomes the number of bytes
 * of `data` behind the stream. */
gboolean ras_inflater_finish (RasInflater *inflater, gsize *rest);

G_END_DECLS
