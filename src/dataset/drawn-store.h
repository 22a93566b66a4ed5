/* The pixels of the drawn set, kept from one start to the next.
 *
 * They lie beside the fits in the user's cache folder, one file a size; what counts and clears
 * the kept fits knows them by their ending. */
#pragma once

#include "dataset.h"

G_BEGIN_DECLS

/* What `size` bytes of pixels of this side length were when they were kept, mapped; NULL if
 * there are none or the file is damaged (and is now gone). Never an error. */
GBytes *ras_drawn_store_load (guint side, gsize size);

/* Keeps the splits' pixels, one after the other. A failure is not worth telling anyone: they
 * are drawn again. */
void ras_drawn_store_save (guint side, GBytes *const pixels[RAS_N_SPLITS]);

/* Forgets them: they are not what is drawn nowadays. */
void ras_drawn_store_remove (guint side);

G_END_DECLS
